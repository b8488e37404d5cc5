/* What is no record: broken, empty, huge, in other encodings, with junk where base64 should be. */
import { describe, expect, test } from 'vitest';
import { verifyHocBaList } from '../../src/verification/index.js';
import { allPorts, alter, bytesOf, listOf, ROLES, recordText, signatureText, signed, textOf } from '../signing/kit.js';
import { expectCaught, expectPassed, FORMS, judge, judgeAll } from './record-kit.js';

const unreadable = { check: 'structure', reason: 'FILE_UNREADABLE', sub: 'FORMAT_FAILURE' } as const;
const notARecord = { check: 'structure', reason: 'NOT_A_RECORD', sub: 'NOT_A_RECORD' } as const;

test('a record cut off anywhere', async () => {
  const { bytes } = await signed();
  await expectPassed(bytes);
  for (let at = 0; at < bytes.length; at += 997) await expectCaught(bytes.slice(0, at), unreadable);
  await expectCaught(bytes.slice(1), unreadable);
});

test('another encoding, a declaration of types, an entity', async () => {
  const file = await signed();
  const text = textOf(file);
  const utf16 = new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le'));
  const latin1 = new Uint8Array(Buffer.from(text, 'latin1'));
  for (const bytes of [
    utf16,
    latin1,
    alter(text, 'encoding="UTF-8"', 'encoding="ISO-8859-1"'),
    alter(text, '<HOC_BA>', '<!DOCTYPE HOC_BA><HOC_BA>'),
    alter(text, '<HOC_BA>', '<!DOCTYPE HOC_BA [<!ENTITY x "10">]><HOC_BA>'),
    alter(text, '>10<', '>&x;<'),
  ]) {
    await expectCaught(bytes, unreadable);
  }
  // With a byte order mark it is the same text.
  await expectPassed(bytesOf(`\ufeff${text}`));
});

test('an empty list, a list of something else, a record in no list', async () => {
  for (const text of [
    '<DANH_SACH_HOC_BA/>',
    '<DANH_SACH_HOC_BA id="dataDanhSach"></DANH_SACH_HOC_BA>',
    '<DANH_SACH_HOC_BA><X/></DANH_SACH_HOC_BA>',
  ]) {
    await expectCaught(bytesOf(text), notARecord);
    expect(await verifyHocBaList(bytesOf(text), await allPorts())).toHaveLength(1);
  }
  const record = recordText(await signed());
  await expectPassed(bytesOf(record));
  await expectCaught(bytesOf(`<X>${record}</X>`), notARecord);
  await expectCaught(bytesOf(`<DANH_SACH_HOC_BA><X>${record}</X></DANH_SACH_HOC_BA>`), notARecord);
  await expectCaught(bytesOf(`<DANH_SACH_HOC_BA xmlns="urn:x">${record}</DANH_SACH_HOC_BA>`), notARecord);
});

describe('too much', () => {
  test('a file beyond the limit', async () => {
    const huge = new Uint8Array(64 * 1024 * 1024 + 1).fill(0x20);
    huge.set(bytesOf('<HOC_BA>'));
    await expectCaught(huge, unreadable);
  });

  test('depth and attributes', async () => {
    await expectCaught(bytesOf(`${'<HOC_BA>'.repeat(300)}`), unreadable);
    const many = Array.from({ length: 1100 }, (_, at) => `a${at}="1"`).join(' ');
    await expectCaught(bytesOf(`<HOC_BA ${many}/>`), unreadable);
  });

  test('references without end: not judged, never passed, and no time lost', async () => {
    const file = await signed();
    const own = signatureText(file, 'canBoQuanLy');
    const reference = /<Reference .*?<\/Reference>/s.exec(own)![0];
    const altered = alter(file, own, own.replace(reference, reference.repeat(70)));
    await expectCaught(altered, {
      check: 'value',
      role: 'canBoQuanLy',
      reason: 'CORE_UNSUPPORTED',
      sub: 'CRYPTO_CONSTRAINTS_FAILURE',
      conclusion: 'totalFailed',
    });
    // The seal vouches for the value of that signature, which is still there: its order reference holds, the limit stays open.
    const report = await judge(altered);
    expect(report.roles.find(({ role }) => role === 'canBoQuanLy')?.conclusion).not.toBe('totalPassed');
  });

  test('thousands of slots, stray signatures and unknown elements', async () => {
    const file = await signed();
    for (const xml of ['<GVCN/>', '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/>', '<X/>']) {
      const report = await judge(
        alter(file, '</DANH_SACH_THONG_TIN_KY>', `${xml.repeat(5000)}</DANH_SACH_THONG_TIN_KY>`),
      );
      expect(report.conclusion).not.toBe('totalPassed');
    }
  });
});

describe.each(Object.entries(FORMS))('base64 with junk, %s', (_, receiver) => {
  test.each(['SignatureValue', 'DigestValue', 'X509Certificate'])('%s', async (name) => {
    const file = await signed({ receiver });
    await expectPassed(file);
    for (const role of ROLES) {
      const own = signatureText(file, role);
      // An empty element in the certificate's text is none of its characters; in the others it is no place for one.
      const elements = name === 'X509Certificate' ? [] : ['<x/>'];
      for (const junk of ['*', '=', '-', ...elements, '\u00a0', 'A']) {
        const altered = alter(file, own, own.replace(new RegExp(`(<${name}[^>]*>)`), `$1${junk}`));
        const report = await judge(altered);
        expect([role, junk, report.conclusion]).not.toEqual([role, junk, 'totalPassed']);
        expect(report.roles.find((one) => one.role === role)?.core).not.toBe('valid');
      }
      // Line breaks are part of base64 in XML; in what is signed they change the digest of SignedInfo.
      const broken = alter(file, own, own.replace(new RegExp(`(<${name}[^>]*>.{20})`), '$1\n'));
      const { core } = (await judge(broken)).roles.find((one) => one.role === role)!;
      expect([name, core]).toEqual([name, name === 'DigestValue' ? 'invalid' : 'valid']);
    }
  });
});

test('a list is judged record by record, and one bad structure refuses the file', async () => {
  const [good, cut] = [await signed(), recordText(await signed()).replace('</HOC_BA>', '')];
  await expectCaught(listOf(good, cut), unreadable);
  const reports = await judgeAll(listOf(good, recordText(await signed()).replace(/<GIOI_TINH>[^<]*/, '<GIOI_TINH>?')));
  expect(reports.map(({ conclusion }) => conclusion)).toEqual(['totalPassed', 'totalFailed']);
});

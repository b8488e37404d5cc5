import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { RECEIVER_CV2088 } from '../../src/signing/index.js';
import type { CheckResult } from '../../src/verification/index.js';
import { devCa, errorCode, hocba, jsonLines, signedRecord, temporaryFolder, trustFolder } from './hocba.js';

const folder = temporaryFolder();
let signed: string;
let plain: string;
let trust: string;

beforeAll(async () => {
  mkdirSync(join(folder, 'trust'));
  trust = await trustFolder(join(folder, 'trust'));
  signed = await signedRecord();
  plain = await signedRecord({ receiver: RECEIVER_CV2088 });
});

/** The command's answer on a file: exit code, code of the refusal, reasons of the checks that decide. */
async function judge(content: string | Uint8Array) {
  const file = join(folder, 'bad.xml');
  writeFileSync(file, content);
  const answer = await hocba(['verify', file, '--trust', trust, '--json']);
  expect(answer.err).toBe('');
  const [line] = jsonLines(answer.out) as unknown as [{ reports: { checks: CheckResult[] }[] }];
  const failed = (line.reports[0]?.checks ?? []).filter((one) => one.level === 'fail' && one.outcome === 'failed');
  return { exit: answer.code, error: errorCode(answer) ?? null, reasons: failed.map((one) => one.reason) };
}

const slot = (name: string, text = signed) => new RegExp(`<${name}>.*?</${name}>`, 's').exec(text)![0];
const signatureIn = (name: string) => /<Signature .*<\/Signature>/s.exec(slot(name))![0];
const certificateIn = (text: string) => /<X509Certificate>([^<]*)</.exec(text)![1]!;
const replaceIn = (name: string, from: string | RegExp, to: string, text = signed) =>
  text.replace(slot(name, text), slot(name, text).replace(from, to));

describe('the untouched files', () => {
  test('have no check that failed', async () => {
    for (const text of [signed, plain]) expect(await judge(text)).toEqual({ exit: 2, error: null, reasons: [] });
  });
});

describe('what cannot be read is 65 with its own code', () => {
  test.each<[string, string, () => string | Uint8Array]>([
    ['cut off in a tag', 'ERR_XML_MALFORMED', () => signed.slice(0, signed.indexOf('<HO_VA_TEN>') + 5)],
    ['end tag of another element', 'ERR_XML_TAG_MISMATCH', () => signed.replace('</HO_VA_TEN>', '</HO_TEN>')],
    ['UTF-16', 'ERR_XML_ENCODING', () => Buffer.from(`\ufeff${signed}`, 'utf16le')],
    ['an 8-bit encoding behind a UTF-8 declaration', 'ERR_XML_ENCODING', () => Buffer.from(signed, 'latin1')],
    [
      'another encoding declared',
      'ERR_XML_ENCODING',
      () => signed.replace('encoding="UTF-8"', 'encoding="windows-1258"'),
    ],
    ['a DOCTYPE', 'ERR_XML_DOCTYPE', () => signed.replace('<HOC_BA>', '<!DOCTYPE HOC_BA [<!ENTITY a "b">]><HOC_BA>')],
    ['an undefined entity', 'ERR_XML_ENTITY', () => signed.replace('Nguyễn', '&ten;')],
    ['a control character', 'ERR_XML_CHARACTER', () => signed.replace('Nguyễn', '\u0001')],
    [
      'a second record inside the first',
      'ERR_RECORD_MISPLACED',
      () => signed.replace('</HOC_BA>', '<X><HOC_BA></HOC_BA></X></HOC_BA>'),
    ],
    [
      'two data blocks',
      'ERR_RECORD_DATA_BLOCK',
      () => signed.replace('</HOC_BA>', '<DU_LIEU_HOC_BA></DU_LIEU_HOC_BA></HOC_BA>'),
    ],
  ])('%s: %s', async (_name, code, content) => {
    expect(await judge(content())).toEqual({ exit: 65, error: code, reasons: [] });
  });
});

describe('what deceives is 1 with its own reason', () => {
  test.each<[string, string, () => string | Promise<string>]>([
    ['a mark is changed', 'DIGEST_MISMATCH', () => signed.replace('>6</DIEM', '>9</DIEM')],
    [
      'a comment stands inside a value',
      'COMMENT_INSIDE_VALUE',
      () => signed.replace('>Nguyễn Văn A<', '>Nguyễn <!-- -->Văn A<'),
    ],
    [
      'a signature is moved out of its slot',
      'SIGNATURE_STRAY',
      () => replaceIn('GVCN', signatureIn('GVCN'), '').replace('</HOC_BA>', `${signatureIn('GVCN')}</HOC_BA>`),
    ],
    ['the teacher’s slot is emptied', 'ORDER_BROKEN', () => signed.replace(slot('GVCN'), '<GVCN></GVCN>')],
    ['the principal’s slot is emptied', 'ROLE_MISSING', () => signed.replace(slot('CBQL'), '<CBQL></CBQL>')],
    [
      'two signatures are swapped between slots',
      'ROLE_MISMATCH',
      () => {
        const [teacher, principal] = [signatureIn('GVCN'), signatureIn('CBQL')];
        return signed.replace(teacher, '@@').replace(principal, teacher).replace('@@', principal);
      },
    ],
    [
      'a slot holds two signatures',
      'SLOT_SEVERAL_SIGNATURES',
      () => replaceIn('CBQL', '</CBQL>', `${signatureIn('GVCN')}</CBQL>`),
    ],
    ['a slot stands twice', 'SLOT_SEVERAL', () => signed.replace('</GVCN>', '</GVCN><GVCN></GVCN>')],
    [
      'the certificate is that of another key',
      'VALUE_MISMATCH',
      () => replaceIn('GVCN', certificateIn(slot('GVCN')), certificateIn(slot('CBQL'))),
    ],
    [
      'the certificate is another one for the same key',
      'CERTIFICATE_OTHER',
      async () => replaceIn('GVCN', certificateIn(slot('GVCN')), await otherCertificate()),
    ],
    [
      'SignedProperties are those of another signature',
      'REFERENCE_BROKEN',
      () => {
        const properties = (name: string) =>
          /<xades:SignedProperties.*<\/xades:SignedProperties>/s.exec(slot(name))![0];
        return replaceIn('GVCN', properties('GVCN'), properties('CBQL'));
      },
    ],
    [
      'SO_CCCD of a slot is forged',
      'SLOT_FIELD_DIFFERS',
      () => replaceIn('CBQL', /<SO_CCCD>\d+</, '<SO_CCCD>000000000009<'),
    ],
    [
      'NGAY_KY of a slot is forged',
      'SLOT_FIELD_DIFFERS',
      () => replaceIn('KY_PHAT_HANH', /<NGAY_KY>[^<]+</, '<NGAY_KY>2026-11-01T00:00:00+07:00<'),
    ],
    [
      'a signature hides inside the data block',
      'SIGNATURE_IN_DATA',
      () => signed.replace('</DU_LIEU_HOC_BA>', `${signatureIn('GVCN')}</DU_LIEU_HOC_BA>`),
    ],
    [
      'there is no signature',
      'SIGNATURE_NONE',
      () => ['GVCN', 'CBQL', 'KY_PHAT_HANH'].reduce((text, name) => text.replace(slot(name, text), ''), signed),
    ],
    ['a signature value holds junk', 'CORE_STRUCTURE', () => replaceIn('GVCN', /(<SignatureValue[^>]*>)/, '$1!')],
    [
      'the stated time is before the certificate',
      'SIGNING_TIME_BEFORE_CERTIFICATE',
      async () => replaceIn('GVCN', certificateIn(slot('GVCN', plain)), await otherCertificate(), plain),
    ],
  ])('%s: %s', async (_name, reason, content) => {
    const text = await content();
    expect(text).not.toBe(signed);
    const answer = await judge(text);
    expect(answer).toMatchObject({ exit: 1, error: null });
    expect(answer.reasons).toContain(reason);
  });

  /** For the teacher's key, valid from the day after the teacher signed. */
  async function otherCertificate(): Promise<string> {
    const later = { key: 'P-256', notBefore: new Date('2026-11-11T00:00:00Z') } as const;
    return Buffer.from((await (await devCa()).identity('giaoVienChuNhiem', later)).certificate).toString('base64');
  }
});

test('a clock before everything: 1, since signatures from the future prove nothing', async () => {
  const file = join(folder, 'good.xml');
  writeFileSync(file, signed);
  const { code, out } = await hocba(['verify', file, '--trust', trust, '--at', '2025-06-01', '--json']);
  expect(code).toBe(1);
  expect(out).toContain('SIGNING_TIME_FUTURE');
});

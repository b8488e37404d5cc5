/* Wrapping: records moved, doubled, nested, hidden; data blocks and extension blocks beside the signed ones; unsigned content of every kind. */
import { describe, expect, test } from 'vitest';
import { cv2088, openHocBaList, phatHanh2025, readHocBa } from '../../src/record-xml/index.js';
import { RECEIVER_CV2088, RECEIVER_DUAL } from '../../src/signing/index.js';
import { POLICY_NEAC, verifyHocBa } from '../../src/verification/index.js';
import {
  allPorts,
  alter,
  bytesOf,
  listOf,
  ROLES,
  recordText,
  signatureText,
  signed,
  signerOf,
  slotText,
  specimenNumber,
  textOf,
  unsigned,
} from '../signing/kit.js';
import { forceSign, remade } from '../verification/hostile.js';
import { expectCaught, expectPassed, FORMS, judge, judgeAll } from './record-kit.js';

const principal = 'canBoQuanLy';
const DATA_END = '</DU_LIEU_HOC_BA>';
const notARecord = { check: 'structure', reason: 'NOT_A_RECORD', sub: 'NOT_A_RECORD' } as const;
const FORGED_MARK = '<DIEM_KIEM_TRA_DINH_KY>10</DIEM_KIEM_TRA_DINH_KY>';

/** The record with its marks raised: what an attacker wants to have shown. */
const forgedOf = (file: Parameters<typeof recordText>[0]) =>
  recordText(file).replaceAll('<DIEM_KIEM_TRA_DINH_KY>9<', '<DIEM_KIEM_TRA_DINH_KY>10<');
const dataOf = (text: string) => /<DU_LIEU_HOC_BA .*<\/DU_LIEU_HOC_BA>/s.exec(text)![0];

describe.each(Object.entries(FORMS))('%s', (_, receiver) => {
  const both = async () =>
    [
      await signed({ receiver, hocBa: specimenNumber(1) }),
      await signed({ receiver, hocBa: specimenNumber(2) }),
    ] as const;

  test('a signed record in another list, in another place, alone: the signatures go with it', async () => {
    const [a, b] = await both();
    await expectPassed(a);
    for (const list of [listOf(a), listOf(a, b), listOf(b, a), listOf(unsigned({ receiver }), a)]) {
      const reports = await judgeAll(list);
      const mine = reports.filter(({ maTraCuu }) => maTraCuu === specimenNumber(1).maTraCuu);
      expect(mine.map(({ conclusion }) => conclusion)).toEqual(['totalPassed']);
    }
  });

  test('a record twice in a list: each is what it is, and the repeated Ids are said', async () => {
    const [a] = await both();
    const reports = await judgeAll(listOf(a, a));
    expect(reports.map(({ conclusion }) => conclusion)).toEqual(['totalPassed', 'totalPassed']);
    for (const { checks } of reports) {
      expect(checks.find(({ code }) => code === 'idsUnique')).toMatchObject({
        outcome: 'failed',
        reason: 'ID_NOT_UNIQUE_IN_DOCUMENT',
      });
    }
  });

  test('a forged copy beside the true one: judged by its own content', async () => {
    const [a] = await both();
    for (const [list, forgedAt] of [
      [listOf(a, forgedOf(a)), 1],
      [listOf(forgedOf(a), a), 0],
    ] as const) {
      await expectCaught(
        list,
        { check: 'digest', role: principal, reason: 'DIGEST_MISMATCH', sub: 'HASH_FAILURE' },
        {},
        forgedAt,
      );
      expect((await judgeAll(list))[1 - forgedAt]!.conclusion).toBe('totalPassed');
    }
  });

  test('a reference that resolves in another record only', async () => {
    const [a, b] = await both();
    // The data of b with the signatures of a: the data block that they name stands in a.
    const mixed = recordText(b).replace(dataOf(recordText(b)), '\0');
    const chimera = recordText(a).replace(dataOf(recordText(a)), dataOf(recordText(b)));
    expect(mixed).toContain('\0');
    await expectCaught(
      listOf(a, chimera),
      { check: 'dataReference', role: principal, reason: 'DATA_NOT_REFERENCED', sub: 'SIGNED_DATA_NOT_FOUND' },
      {},
      1,
    );
  });

  test('a second record nested anywhere, in whatever namespace', async () => {
    const [a, b] = await both();
    await expectPassed(listOf(a));
    const inner = recordText(b);
    for (const hidden of [
      inner,
      '<HOC_BA/>',
      '<x:HOC_BA xmlns:x="urn:x"/>',
      '<HOC_BA xmlns="urn:x"/>',
      `<GHI_CHU>${inner}</GHI_CHU>`,
    ]) {
      for (const place of [DATA_END, '</HOC_BA>']) {
        await expectCaught(alter(a, place, hidden + place), notARecord);
        await expectCaught(alter(listOf(a), place, hidden + place), notARecord);
      }
      const own = signatureText(a, principal);
      await expectCaught(
        alter(a, own, own.replace(/<\/Signature>$/, `<Object>${hidden}</Object></Signature>`)),
        notARecord,
      );
    }
    await expectCaught(alter(listOf(a), '</DANH_SACH_HOC_BA>', `<X>${inner}</X></DANH_SACH_HOC_BA>`), notARecord);
    await expectCaught(
      alter(listOf(a), '</DANH_SACH_HOC_BA>', '<x:HOC_BA xmlns:x="urn:x"/></DANH_SACH_HOC_BA>'),
      notARecord,
    );
  });

  test('a second data block anywhere', async () => {
    const [a] = await both();
    const forged = dataOf(forgedOf(a));
    const renamed = forged.replace(/Id="[^"]*"/, 'Id="forged"');
    for (const block of [forged, renamed, '<DU_LIEU_HOC_BA/>', '<x:DU_LIEU_HOC_BA xmlns:x="urn:x"/>']) {
      await expectCaught(alter(a, '<HOC_BA>', `<HOC_BA>${block}`), notARecord);
      await expectCaught(alter(a, DATA_END, DATA_END + block), notARecord);
      await expectCaught(alter(a, '</HOC_BA>', `<GHI_CHU>${block}</GHI_CHU></HOC_BA>`), notARecord);
      const own = signatureText(a, principal);
      await expectCaught(
        alter(a, own, own.replace(/<\/Signature>$/, `<Object>${block}</Object></Signature>`)),
        notARecord,
      );
    }
  });

  test('the signed block moved into a signature, a forged one in its place', async () => {
    const [a] = await both();
    const [block, forged] = [dataOf(recordText(a)), dataOf(forgedOf(a)).replace(/Id="[^"]*"/, 'Id="forged"')];
    const own = signatureText(a, principal);
    const moved = recordText(a)
      .replace(block, forged)
      .replace(own, own.replace(/<\/Signature>$/, `<Object>${block}</Object></Signature>`));
    await expectCaught(bytesOf(moved), notARecord);
    // Under another name, so that no second block is seen: the Id finds it, but it is not the record's data.
    const disguised = moved.replace(block, block.replaceAll('DU_LIEU_HOC_BA', 'DU_LIEU'));
    const report = await judge(bytesOf(disguised));
    expect(report.conclusion).toBe('totalFailed');
    expect(report.checks.find((one) => one.code === 'dataReference' && one.role === principal)?.reason).toBe(
      'DATA_NOT_REFERENCED',
    );
  });

  test('an Id that is there twice, in any spelling', async () => {
    const [a] = await both();
    const id = /<DU_LIEU_HOC_BA Id="([^"]*)"/.exec(recordText(a))![1]!;
    for (const attribute of ['Id', 'ID', 'id']) {
      for (const altered of [
        alter(a, '<HOC_BA>', `<HOC_BA ${attribute}="${id}">`),
        alter(a, '</HOC_BA>', `<GHI_CHU ${attribute}="${id}"/></HOC_BA>`),
      ]) {
        const report = await judge(altered);
        expect([attribute, report.conclusion]).toEqual([attribute, 'totalFailed']);
        for (const role of ROLES) {
          expect(report.checks.find((one) => one.code === 'dataReference' && one.role === role)?.outcome).toBe(
            'failed',
          );
        }
      }
    }
    // The Id of the block in another spelling of the attribute is another text.
    const respelt = alter(a, `<DU_LIEU_HOC_BA Id="${id}"`, `<DU_LIEU_HOC_BA ID="${id}"`);
    await expectCaught(respelt, { check: 'digest', role: principal, reason: 'DIGEST_MISMATCH', sub: 'HASH_FAILURE' });
    const two = alter(a, `<DU_LIEU_HOC_BA Id="${id}"`, `<DU_LIEU_HOC_BA Id="${id}" id="other"`);
    await expectCaught(two, { check: 'digest', role: principal, reason: 'DIGEST_MISMATCH', sub: 'HASH_FAILURE' });
  });
});

describe('content that nobody signed', () => {
  const data = { check: 'unsignedContent', reason: 'UNSIGNED_DATA', sub: 'UNSIGNED_CONTENT' } as const;
  const other = {
    check: 'unsignedContent',
    reason: 'UNSIGNED_CONTENT',
    sub: 'UNSIGNED_CONTENT',
    conclusion: 'indeterminate',
  } as const;

  const asData: readonly string[] = [
    '<TONG_KET><KET_QUA_XEP_LOAI>Hoàn thành xuất sắc</KET_QUA_XEP_LOAI></TONG_KET>',
    FORGED_MARK,
    '<THONG_TIN_CHUNG><HO_VA_TEN>B</HO_VA_TEN></THONG_TIN_CHUNG>',
    '<BANG_DIEM><MON_HOC/></BANG_DIEM>',
    '<MO_RONG PHIEN_BAN="1"><GIA_TRI TEN="tongKet.ketQuaGiaoDuc">hoanThanhXuatSac</GIA_TRI></MO_RONG>',
    '<GIA_TRI TEN="hocSinh.hoVaTen">B</GIA_TRI>',
    `<x:TONG_KET xmlns:x="urn:x">x</x:TONG_KET>`,
    `<GHI_CHU><SAU><HO_VA_TEN>B</HO_VA_TEN></SAU></GHI_CHU>`,
    // The other spelling of a misspelt tag is read as well.
    '<TONG_SO_BUOI_NGHI_KHONG_PHEP>0</TONG_SO_BUOI_NGHI_KHONG_PHEP>',
  ];
  test.each(asData)('that goes by the name of data: %s', async (xml) => {
    for (const receiver of [RECEIVER_CV2088, RECEIVER_DUAL]) {
      for (const layout of [cv2088, phatHanh2025]) {
        const file = await signed({ receiver, layout });
        await expectPassed(file);
        for (const altered of [
          alter(file, DATA_END, DATA_END + xml),
          alter(file, '<HOC_BA>', `<HOC_BA>${xml}`),
          alter(file, '<DANH_SACH_THONG_TIN_KY>', `<DANH_SACH_THONG_TIN_KY>${xml}`),
          alter(file, '<CBQL>', `<CBQL>${xml}`),
        ]) {
          const report = await expectCaught(altered, data);
          expect(report.unsignedPaths.length).toBeGreaterThan(0);
          expect(report.signedBy('phatHanh')).toBeNull();
        }
      }
    }
  });

  test.each(asData)('inside the Object of a signature: %s', async (xml) => {
    const file = await signed();
    for (const role of ROLES) {
      const own = signatureText(file, role);
      await expectCaught(alter(file, own, own.replace(/<\/Signature>$/, `<Object>${xml}</Object></Signature>`)), data);
      await expectCaught(alter(file, own, own.replace('</KeyInfo>', `${xml}</KeyInfo>`)), data);
    }
  });

  const asOther: readonly (readonly [what: string, from: string, to: string])[] = [
    ['an element', DATA_END, `${DATA_END}<TRANG_THAI>đã duyệt</TRANG_THAI>`],
    ['an empty element', DATA_END, `${DATA_END}<TRANG_THAI/>`],
    ['an element of another namespace', DATA_END, `${DATA_END}<x:y xmlns:x="urn:x"/>`],
    ['an attribute of the record', '<HOC_BA>', '<HOC_BA TRANG_THAI="1">'],
    ['an attribute of a container', '<DANH_SACH_THONG_TIN_KY>', '<DANH_SACH_THONG_TIN_KY loai="1">'],
    ['an attribute of a slot', '<CBQL>', '<CBQL ten="x">'],
    ['text in the record', DATA_END, `${DATA_END}Hoàn thành xuất sắc`],
    ['text in a container', '<DANH_SACH_THONG_TIN_KY>', '<DANH_SACH_THONG_TIN_KY>x'],
    ['text in a slot', '<CBQL>', '<CBQL>x'],
    ['an element in a slot', '<CBQL>', '<CBQL><HO_TEN>Nguyễn Thị K</HO_TEN>'],
    ['an unknown slot', '<CBQL>', '<PHO_HIEU_TRUONG><NGAY_KY>2024-05-31</NGAY_KY></PHO_HIEU_TRUONG><CBQL>'],
  ];
  test.each(asOther)('of another kind: %s', async (_, from, to) => {
    const file = await signed();
    await expectPassed(file);
    const altered = alter(file, from, to);
    const report = await expectCaught(altered, other);
    expect(report.unsignedPaths.length).toBeGreaterThan(0);
    // A policy may wave it through; what goes by the name of data it cannot.
    const policy = {
      ...POLICY_NEAC,
      id: 'province',
      checks: { ...POLICY_NEAC.checks, unsignedContent: 'warn' as const },
    };
    expect((await judge(altered, { policy })).conclusion).toBe('totalPassed');
    await expectCaught(alter(file, DATA_END, DATA_END + FORGED_MARK), data, { policy });
  });

  test('white space, comments, Ids and prefixes are no content', async () => {
    const file = await signed();
    for (const altered of [
      alter(file, DATA_END, `${DATA_END}\n  `),
      alter(file, DATA_END, `${DATA_END}<!-- ghi chú -->`),
      alter(file, '<HOC_BA>', '<HOC_BA id="123456789">'),
      alter(file, '<HOC_BA>', '<HOC_BA xmlns:x="urn:x">'),
      alter(file, '</HOC_BA>', '</HOC_BA>\n'),
    ]) {
      await expectPassed(altered);
    }
  });

  test('an extra that only one of them signed is not the school’s', async () => {
    const note = '<GHI_CHU Id="note">được đặc cách</GHI_CHU>';
    const withNote = alter(unsigned(), DATA_END, DATA_END + note);
    const own = { request: { references: [{ uri: `#${idOfData(withNote)}` }, { uri: '#note' }] } };
    const sign = async (extra: readonly (typeof ROLES)[number][]) => {
      let file = openHocBaList(withNote)[0]!;
      for (const role of ROLES)
        file = await forceSign(file, role, await signerOf(role), extra.includes(role) ? own : {});
      return file;
    };
    await expectCaught(await sign(['giaoVienChuNhiem']), other);
    await expectCaught(await sign(['giaoVienChuNhiem', principal]), other);
    await expectPassed(await sign([principal, 'phatHanh']));
  });

  test('a slot that is filled with claims and no signature', async () => {
    const file = await signed({ roles: [principal, 'phatHanh'] });
    await expectPassed(file);
    const claims = '<GVCN><NGAY_KY>2024-05-31</NGAY_KY><SO_CCCD>001185000002</SO_CCCD></GVCN>';
    await expectCaught(alter(file, '<CBQL>', `${claims}<CBQL>`), other);
    await expectPassed(alter(file, '<CBQL>', '<GVCN></GVCN><CBQL>'));
  });
});

describe('inside the data, where everything is signed', () => {
  test('comments and processing instructions never split a text', async () => {
    for (const receiver of [RECEIVER_CV2088, RECEIVER_DUAL]) {
      const file = await signed({ receiver });
      await expectPassed(file);
      for (const inside of ['<!---->', '<!-- x -->', '<?x y?>']) {
        const places = ['<DIEM_KIEM_TRA_DINH_KY>1', '<HO_VA_TEN>Nguyễn', '<GIA_TRI TEN="monHoc.0.nhanXet">Đọc'];
        for (const place of places) {
          await expectCaught(alter(file, place, place + inside), {
            check: 'structure',
            reason: 'COMMENT_INSIDE_VALUE',
            sub: 'FORMAT_FAILURE',
          });
        }
      }
      // Between elements a comment is part of no value; no canonical form without comments sees it.
      await expectPassed(alter(file, DATA_END, `<!-- x -->${DATA_END}`));
    }
  });

  test('a comment splits the text of an unknown element too', async () => {
    const withUnknown = alter(unsigned(), DATA_END, `<GHI_CHU>10</GHI_CHU>${DATA_END}`);
    let file = openHocBaList(withUnknown)[0]!;
    for (const role of ROLES) file = await forceSign(file, role, await signerOf(role));
    await expectPassed(file);
    await expectCaught(alter(file, '<GHI_CHU>10', '<GHI_CHU>1<!-- -->0'), {
      check: 'structure',
      reason: 'COMMENT_INSIDE_VALUE',
      sub: 'FORMAT_FAILURE',
    });
  });

  test('CDATA and character references spell the same text', async () => {
    const file = await signed();
    await expectPassed(alter(file, '<HO_VA_TEN>Nguyễn Văn A<', '<HO_VA_TEN><![CDATA[Nguyễn Văn]]>&#x20;A<'));
    await expectCaught(alter(file, '<HO_VA_TEN>Nguyễn Văn A<', '<HO_VA_TEN><![CDATA[Nguyễn Văn]]>&#x20;B<'), {
      check: 'digest',
      role: principal,
      reason: 'DIGEST_MISMATCH',
      sub: 'HASH_FAILURE',
    });
  });

  test('signed by all three, and still not believed: a field twice, an extension that contradicts', async () => {
    const forge = async (from: string, to: string) => {
      let file = openHocBaList(alter(unsigned(), from, to))[0]!;
      for (const role of ROLES) file = await forceSign(file, role, await signerOf(role));
      return file;
    };
    const unreadable = { check: 'structure', reason: 'RECORD_UNREADABLE', sub: 'FORMAT_FAILURE' } as const;
    await expectPassed(await forge('<HO_VA_TEN>Nguyễn Văn A<', '<HO_VA_TEN>Nguyễn Văn A <'));
    await expectCaught(
      await forge('<HO_VA_TEN>Nguyễn Văn A</HO_VA_TEN>', '<HO_VA_TEN>A</HO_VA_TEN><HO_VA_TEN>B</HO_VA_TEN>'),
      unreadable,
    );
    await expectCaught(
      await forge(
        '<THONG_SO_BUOI_NGHI_KHONG_PHEP>0<',
        '<TONG_SO_BUOI_NGHI_KHONG_PHEP>9</TONG_SO_BUOI_NGHI_KHONG_PHEP><THONG_SO_BUOI_NGHI_KHONG_PHEP>0<',
      ),
      unreadable,
    );
    for (const item of [
      '<GIA_TRI TEN="hocSinh.hoVaTen">B</GIA_TRI>',
      '<GIA_TRI TEN="tongKet.ketQuaGiaoDuc">hoanThanhXuatSac</GIA_TRI>',
      '<GIA_TRI TEN="canBoQuanLy.soDinhDanhCaNhan">000000000004</GIA_TRI>',
      '<GIA_TRI TEN="__proto__.x">B</GIA_TRI>',
      '<x/>',
    ]) {
      await expectCaught(await forge('</MO_RONG>', `${item}</MO_RONG>`), unreadable);
    }
    await expectCaught(await forge('</MO_RONG>', '</MO_RONG><MO_RONG PHIEN_BAN="1"/>'), unreadable);
    await expectCaught(await forge('<MO_RONG PHIEN_BAN="1">', '<MO_RONG PHIEN_BAN="2">'), unreadable);
  });

  test('an extension elsewhere in the data is an unknown tag, and says nothing', async () => {
    let file = openHocBaList(
      alter(
        unsigned(),
        '</TONG_KET>',
        '<MO_RONG PHIEN_BAN="1"><GIA_TRI TEN="nguonGoc">banSoHoa</GIA_TRI></MO_RONG></TONG_KET>',
      ),
    )[0]!;
    for (const role of ROLES) file = await forceSign(file, role, await signerOf(role));
    expect(readHocBa(file).hocBa?.nguonGoc).toBe('banGocSo');
    const report = await judge(file);
    expect(report.findings.map(({ code }) => code)).toContain('elementUnknown');
  });
});

describe('transforms that would take something away', () => {
  const DS = 'http://www.w3.org/2000/09/xmldsig#';
  const xpath = (expression: string) =>
    `<Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116"><XPath xmlns:d="${DS}">${expression}</XPath></Transform>`;
  const filter = (expression: string) =>
    `<Transform Algorithm="http://www.w3.org/2002/06/xmldsig-filter2"><XPath xmlns="http://www.w3.org/2002/06/xmldsig-filter2" Filter="subtract" xmlns:d="${DS}">${expression}</XPath></Transform>`;
  const transforms: Readonly<Record<string, string>> = {
    'XPath that leaves out a mark': xpath('not(ancestor-or-self::DIEM_KIEM_TRA_DINH_KY)'),
    'XPath that leaves out signatures': xpath('not(ancestor-or-self::d:Signature)'),
    'Filter2 that leaves out signatures': filter('//d:Signature'),
    XSLT: '<Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"/>',
    base64: `<Transform Algorithm="${DS}base64"/>`,
    'an unknown one': '<Transform Algorithm="urn:x"/>',
  };
  test.each(Object.entries(transforms))('%s', async (_, transform) => {
    const file = await signed();
    await expectPassed(file);
    const altered = await remade(file, principal, (one) =>
      one.replace(/(<Reference [^>]*URI="#data-[^>]*><Transforms>)/, `$1${transform}`),
    );
    await expectCaught(altered, {
      check: 'dataReference',
      role: principal,
      reason: 'DATA_TRANSFORM',
      sub: 'SIG_CONSTRAINTS_FAILURE',
    });
  });

  test('enveloped-signature takes nothing away and is allowed', async () => {
    const file = await signed({ receiver: { ...RECEIVER_DUAL, orderReferences: false } });
    const altered = await remade(file, principal, (one) =>
      one.replace(
        /(<Reference [^>]*URI="#data-[^>]*><Transforms>)/,
        `$1<Transform Algorithm="${DS}enveloped-signature"/>`,
      ),
    );
    await expectPassed(altered);
  });
});

test('a reference to the whole document is no reference to the data', async () => {
  const file = await signed({ roles: ['giaoVienChuNhiem'] });
  const enveloped = { uri: '', enveloped: true };
  const altered = await forceSign(file, principal, await signerOf(principal), { request: { references: [enveloped] } });
  await expectCaught(altered, {
    check: 'dataReference',
    role: principal,
    reason: 'DATA_NOT_REFERENCED',
    sub: 'SIGNED_DATA_NOT_FOUND',
  });
});

test('a layout that somebody tilts by tags outside the data does not change what is read', async () => {
  const file = await signed();
  const slots = slotText(file, principal).replaceAll('CBQL', 'X');
  const tilted = alter(file, '</HOC_BA>', `<PHAT_HANH_HOC_BA>${slots}</PHAT_HANH_HOC_BA></HOC_BA>`);
  const report = await verifyHocBa(tilted, await allPorts());
  expect(report.conclusion).toBe('totalFailed');
  expect(textOf(tilted)).toContain('PHAT_HANH_HOC_BA');
});

function idOfData(bytes: Uint8Array): string {
  return /<DU_LIEU_HOC_BA Id="([^"]*)"/.exec(textOf(bytes))![1]!;
}

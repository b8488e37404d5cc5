/* What a report holds, what it never holds, and how it is said. */
import { describe, expect, test } from 'vitest';
import type { HocBa } from '../../src/hoc-ba/index.js';
import { recordDigest } from '../../src/integrity/index.js';
import { openHocBa, openHocBaList, phatHanh2025, readHocBa } from '../../src/record-xml/index.js';
import { RECEIVER_CV2088, RECEIVER_DUAL, RECEIVER_XADES, RECEIVERS } from '../../src/signing/index.js';
import { specimenHocBa } from '../../src/testing/index.js';
import {
  CHECKS,
  describeReport,
  REASONS,
  type ReportLanguage,
  type VerificationReport,
  verifyHocBa,
  verifyHocBaList,
} from '../../src/verification/index.js';
import {
  AT,
  allPorts,
  alter,
  bytesOf,
  codeOf,
  listOf,
  ROLES,
  signed,
  signerOf,
  specimenNumber,
  specimenWithSubjectTeacher,
  textOf,
  unsigned,
} from '../signing/kit.js';
import { CASES } from './cases.js';
import { forceSign } from './hostile.js';
import { stamped } from './stamps.js';

const LANGUAGES: readonly ReportLanguage[] = ['vi', 'en'];

async function reportsOfAllCases(): Promise<readonly VerificationReport[]> {
  const ports = await allPorts();
  const reports: VerificationReport[] = [];
  for (const { file, options = {} } of CASES) {
    const given = typeof options === 'function' ? await options() : options;
    reports.push(...(await verifyHocBaList(await file(), { ...ports, ...given })));
  }
  return reports;
}

/** Every text and number of the pupil's own data in the specimen: who the pupil is, and how the pupil does. */
function pupilValues(hocBa: HocBa): readonly string[] {
  const found: string[] = [];
  const collect = (value: unknown): void => {
    if (typeof value === 'string') found.push(value);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(collect);
  };
  collect(hocBa.hocSinh);
  collect(hocBa.danhGia);
  collect(hocBa.tongKet);
  for (const { nhanXet } of hocBa.monHoc) collect(nhanXet);
  const words = new Set(['nam', 'Kinh', 'TT27-2020', 'tot', 'dat']);
  return found.filter((text) => text.length > 2 && !words.has(text));
}

describe('the data', () => {
  test('are plain: what JSON brings back is the same, and holds no function', async () => {
    for (const report of await reportsOfAllCases()) expect(JSON.parse(JSON.stringify(report))).toEqual({ ...report });
  });

  test('hold nothing of the pupil, whatever the file', async () => {
    const values = pupilValues(specimenHocBa());
    expect(values.length).toBeGreaterThan(15);
    for (const report of await reportsOfAllCases()) {
      const texts = [
        JSON.stringify(report),
        ...LANGUAGES.map((language) => JSON.stringify(describeReport(report, language))),
      ];
      for (const text of texts) expect(values.filter((value) => text.includes(value))).toEqual([]);
    }
  });

  test('say which file, record, layout, rules, policy and time they are about', async () => {
    const file = await signed();
    const report = await verifyHocBa(file, await allPorts());
    const sha256 = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
    expect(report).toMatchObject({
      version: 2,
      at: '2024-06-01T00:00:00.000Z',
      policy: 'neac',
      fileSha256: sha256(new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(file.bytes)))),
      layout: 'cv2088',
      ruleSet: 'TT27-2020',
      recordDigest: sha256(recordDigest(file)),
      maTraCuu: '123e4567-e89b-42d3-a456-556642440000',
      nguonGoc: 'banGocSo',
      unsignedPaths: [],
    });
  });

  test('have the digest of the record as it is defined, in every form and in a list', async () => {
    for (const receiver of Object.values(RECEIVERS)) {
      const files = [
        await signed({ receiver, hocBa: specimenNumber(1) }),
        await signed({ receiver, hocBa: specimenNumber(2) }),
      ];
      const list = openHocBaList(listOf(...files));
      const reports = await verifyHocBaList(listOf(...files));
      expect(reports.map((report) => report.recordDigest)).toEqual(
        list.map((file) => Buffer.from(recordDigest(file)).toString('hex')),
      );
    }
  });

  test('tell the rule books that each signature meets', async () => {
    const forms = async (receiver: typeof RECEIVER_DUAL) =>
      (await verifyHocBa(await signed({ receiver }))).roles.map(({ level, hasPilotForm }) => [level, hasPilotForm]);
    expect(await forms(RECEIVER_CV2088)).toEqual(ROLES.map(() => ['XMLDSig', true]));
    expect(await forms(RECEIVER_XADES)).toEqual(ROLES.map(() => ['XAdES-B', false]));
    expect(await forms(RECEIVER_DUAL)).toEqual(ROLES.map(() => ['XAdES-B', true]));
  });

  test('name what nobody signed', async () => {
    const paths = async (file: Uint8Array) => (await verifyHocBa(file)).unsignedPaths;
    const file = await signed();
    expect(await paths(unsigned().bytes)).toEqual(['/HOC_BA/DU_LIEU_HOC_BA']);
    expect(await paths(alter(file, '</DU_LIEU_HOC_BA>', '</DU_LIEU_HOC_BA><GHI_CHU/>'))).toEqual(['/HOC_BA/GHI_CHU']);
    expect(await paths(alter(file, '<HOC_BA>', '<HOC_BA TRANG_THAI="1">'))).toEqual(['/HOC_BA/@TRANG_THAI']);
    expect(await paths(alter(file, '<CBQL>', '<CBQL>x'))).toEqual(['/HOC_BA/DANH_SACH_THONG_TIN_KY/CBQL/text()']);
    expect(await paths(alter(file, '<HOC_BA>', '<HOC_BA id="1"><!-- -->'))).toEqual([]);
  });

  test('are of each record of a list by itself, with the time and policy of the call', async () => {
    const good = await signed({ hocBa: specimenNumber(1) });
    const bad = alter(await signed({ hocBa: specimenNumber(2) }), '>10<', '>9<');
    const reports = await verifyHocBaList(listOf(good, bad, good.bytes), await allPorts());
    expect(reports.map(({ conclusion }) => conclusion)).toEqual(['totalPassed', 'totalFailed', 'totalPassed']);
  });
});

describe('what cannot be judged at all', () => {
  test.each(['', 'x', '<x/>', '<HOC_BA/>', '<DANH_SACH_HOC_BA/>', '<!DOCTYPE x><HOC_BA/>', '<HOC_BA xmlns="urn:x"/>'])(
    '%j',
    async (text) => {
      const report = await verifyHocBa(bytesOf(text), await allPorts());
      expect([report.conclusion, report.roles, report.signedBy('phatHanh')]).toEqual(['totalFailed', [], null]);
      expect(report.checks.map(({ code }) => code)).toEqual(['structure']);
      expect(await verifyHocBaList(bytesOf(text), await allPorts())).toHaveLength(1);
      for (const language of LANGUAGES) expect(describeReport(report, language).headline).not.toBe('');
    },
  );

  test('what is no input at all, or no instant, is the caller’s mistake', async () => {
    for (const input of [undefined, null, 'text', 1, {}, [], new ArrayBuffer(3)]) {
      expect(await codeOf(verifyHocBa(input as never))).toBe('ERR_ARGUMENT_INVALID');
      expect(await codeOf(verifyHocBaList(input as never))).toBe('ERR_ARGUMENT_INVALID');
    }
    const file = unsigned();
    expect(await codeOf(verifyHocBa(file, { at: new Date(Number.NaN) }))).toBe('ERR_ARGUMENT_INVALID');
    expect(await codeOf(verifyHocBa(file, { trust: { anchors: [new Uint8Array(3)] } }))).toBe(
      'ERR_CERTIFICATE_MALFORMED',
    );
  });

  test('a platform without cryptography is no verdict on the file', async () => {
    const none = {} as Crypto;
    expect(await codeOf(verifyHocBa(await signed(), { crypto: none }))).toBe('ERR_CRYPTO_UNAVAILABLE');
  });

  test('a platform that fails leaves the question open', async () => {
    const { subtle } = globalThis.crypto;
    const failing = {
      subtle: {
        digest: subtle.digest.bind(subtle),
        importKey: () => Promise.reject(new DOMException('broken', 'OperationError')),
        verify: () => Promise.reject(new DOMException('broken', 'OperationError')),
      },
    } as unknown as Crypto;
    const report = await verifyHocBa(await signed(), { ...(await allPorts()), crypto: failing });
    expect(report.conclusion).toBe('indeterminate');
    const values = report.checks.filter(({ code }) => code === 'value');
    expect(values.map(({ outcome, reason }) => [outcome, reason])).toEqual(
      ROLES.map(() => ['indeterminate', 'PLATFORM_ERROR']),
    );
  });

  test('a deadline that has passed leaves the question open', async () => {
    const now = new Date('2024-06-01T00:00:01Z');
    const options = { ...(await allPorts()), deadline: new Date('2024-06-01T00:00:00Z'), clock: () => now };
    const report = await verifyHocBa(await signed(), options);
    expect([report.conclusion, report.subIndication]).toEqual(['indeterminate', 'CRYPTO_CONSTRAINTS_FAILURE']);
    let calls = 0;
    // Time runs out between the references of the first signature.
    const clock = () => new Date(now.getTime() - (++calls < 3 ? 60_000 : 0));
    const later = await verifyHocBa(await signed(), { ...options, clock });
    expect(later.conclusion).toBe('indeterminate');
    expect(later.checks.filter(({ outcome }) => outcome === 'failed').map(({ level }) => level)).not.toContain('fail');
  });
});

describe('signedBy', () => {
  test('hands out the digested octets and the record read from those very nodes', async () => {
    for (const receiver of Object.values(RECEIVERS)) {
      const file = await signed({ receiver });
      const report = await verifyHocBa(file, await allPorts());
      for (const role of ROLES) {
        const content = report.signedBy(role)!;
        expect(content.paths[0]).toBe('/HOC_BA/DU_LIEU_HOC_BA');
        expect(content.hocBa).toEqual(specimenHocBa());
        // What is digested, read by itself, is the record.
        const alone = `<HOC_BA>${new TextDecoder().decode(content.data)}</HOC_BA>`;
        expect(readHocBa(openHocBa(bytesOf(alone))).hocBa).toEqual(specimenHocBa());
      }
      expect(report.signedBy('giaoVienBoMon')).toBeNull();
      expect(report.signedBy('phatHanh', 'GV01')).toBeNull();
    }
  });

  test('of a part gives the part and no record', async () => {
    const hocBa = specimenWithSubjectTeacher();
    const roles = ['giaoVienBoMon', ...ROLES] as const;
    const report = await verifyHocBa(await signed({ layout: phatHanh2025, hocBa, roles }), await allPorts());
    const rows = report.signedBy('giaoVienBoMon', 'GV01')!;
    expect(rows.hocBa).toBeNull();
    expect(new TextDecoder().decode(rows.data).match(/<DIEM_TONG_KET/g)).toHaveLength(2);
    expect(report.signedBy('giaoVienBoMon')).toBeNull();
    const inner = report.signedBy('giaoVienChuNhiem')!;
    expect([inner.hocBa, inner.paths[0]]).toEqual([null, '/HOC_BA/DU_LIEU_HOC_BA/THONG_TIN_HOC_BA']);
    expect(report.signedBy('canBoQuanLy')!.hocBa).toEqual(hocBa);
  });

  test('gives nothing for a role that fails, nor anything of a record that does', async () => {
    const file = await signed();
    const ports = await allPorts();
    const given = async (bytes: Uint8Array) => {
      const report = await verifyHocBa(bytes, ports);
      return ROLES.map((role) => report.signedBy(role) !== null);
    };
    expect(await given(file.bytes)).toEqual([true, true, true]);
    expect(await given(alter(file, '>10<', '>9<'))).toEqual([false, false, false]);
    expect(await given(alter(file, '</HOC_BA>', '<TONG_KET/></HOC_BA>'))).toEqual([false, false, false]);
    const one = await signed({ roles: ['giaoVienChuNhiem'] });
    const other = await forceSign(one, 'canBoQuanLy', await signerOf('ordinaryPerson'));
    expect(await given(other.bytes)).toEqual([true, false, false]);
  });

  test('does not show in JSON', async () => {
    const report = await verifyHocBa(await signed());
    expect(Object.keys(report)).not.toContain('signedBy');
    expect(JSON.stringify(report)).not.toContain('signedBy');
  });
});

describe('describeReport', () => {
  /** TT 15/2025/TT-BKHCN, annex II: CA, signer, managing unit, time of signing or stamp, integrity, validity at signing, period. */
  const ANNEX_II: Readonly<Record<ReportLanguage, readonly string[]>> = {
    vi: [
      'Người ký (đơn vị ký): ',
      'Cơ quan, tổ chức quản lý: ',
      'Tổ chức cấp chứng thư: ',
      'Thời hạn chứng thư: ',
      'Thời điểm ký: ',
      'Tính toàn vẹn: ',
      'Hiệu lực chứng thư tại thời điểm ký: ',
      'Tình trạng thu hồi: ',
    ],
    en: [
      'Signer: ',
      'Managing unit: ',
      'Issuing CA: ',
      'Certificate period: ',
      'Signing time: ',
      'Integrity: ',
      'Certificate validity at signing: ',
      'Revocation status: ',
    ],
  };

  test.each(LANGUAGES)('shows every field of annex II for every signature, good or bad (%s)', async (language) => {
    for (const report of await reportsOfAllCases()) {
      const sections = describeReport(report, language).sections.filter(({ kind }) => kind === 'role');
      expect(sections).toHaveLength(report.roles.length);
      for (const [index, { lines }] of sections.entries()) {
        if (!report.roles[index]!.present) continue;
        const texts = lines.map(({ text }) => text);
        for (const label of ANNEX_II[language]) expect(texts.filter((text) => text.startsWith(label))).toHaveLength(1);
      }
    }
  });

  test('says who signed, for which unit, by which CA, when and until when', async () => {
    const report = await verifyHocBa(await signed(), await allPorts());
    const [, teacher, principal] = describeReport(report, 'vi').sections;
    expect(teacher!.title).toBe('Giáo viên chủ nhiệm: HỢP LỆ');
    expect(teacher!.lines.slice(0, 9).map(({ text }) => text)).toEqual([
      'Người ký (đơn vị ký): Lê Thị D (CCCD:001185000002)',
      'Cơ quan, tổ chức quản lý: không ghi trong chứng thư',
      'Tổ chức cấp chứng thư: CA công cộng (thử nghiệm)',
      'Thời hạn chứng thư: 01/01/2024 07:00:00 (UTC+7) – 01/01/2026 07:00:00 (UTC+7)',
      `Số hiệu chứng thư: ${report.roles[0]!.certificate!.serialNumber}`,
      'Thời điểm ký: 31/05/2024 10:00:00 (UTC+7) (do người ký khai)',
      'Tính toàn vẹn: dữ liệu còn nguyên vẹn',
      'Hiệu lực chứng thư tại thời điểm ký: còn hiệu lực',
      'Tình trạng thu hồi: không bị thu hồi',
    ]);
    expect(principal!.lines[1]!.text).toBe('Cơ quan, tổ chức quản lý: Trường Tiểu học Quang Trung');
  });

  test('shows both states of a certificate, when signing and when checking, and what a stamp proves', async () => {
    const ports = await allPorts();
    const lineOf = async (file: Uint8Array, over: object) => {
      const section = describeReport(await verifyHocBa(file, { ...ports, ...over }), 'en').sections[2]!;
      return ['Certificate validity at signing', 'Certificate state at the time of checking', 'Time stamp'].map(
        (label) => section.lines.find(({ text }) => text.startsWith(`${label}: `))!.text.slice(label.length + 2),
      );
    };
    const none = 'there is none that is trusted';
    const proves = `proves that the signature existed before ${'2024-05-31 11:00:00 (UTC+7)'}`;
    const plain = (await signed()).bytes;
    const withStamp = await stamped(plain, 'canBoQuanLy');
    const revoked = (revokedAt: string) => ({
      revocation: () => ({ status: 'revoked', revokedAt: new Date(revokedAt) }),
    });
    expect(await lineOf(plain, {})).toEqual(['valid', 'valid, not revoked', none]);
    expect(await lineOf(plain, { at: new Date('2027-01-01T00:00:00Z') })).toEqual(['valid', 'expired', none]);
    expect(await lineOf(plain, revoked('2024-01-02T00:00:00Z'))).toEqual(['valid', 'revoked', none]);
    expect(await lineOf(plain, revoked('2024-05-31T20:00:00Z'))).toEqual(['valid', 'revoked', none]);
    expect(await lineOf(plain, { revocation: () => ({ status: 'onHold' }) })).toEqual(['valid', 'on hold', none]);
    const unknown = 'within its period; whether it is revoked is not known';
    expect(await lineOf(plain, { revocation: () => ({ status: 'unknown' }) })).toEqual(['valid', unknown, none]);
    expect(await lineOf(plain, { at: new Date('2023-06-01T00:00:00Z') })).toEqual(['NOT valid', 'not valid yet', none]);
    // With a stamp the question is about its time: of today it says nothing.
    expect(await lineOf(withStamp, {})).toEqual(['valid', unknown, proves]);
  });

  test('begins with the conclusion in plain words and ends with the details', async () => {
    for (const report of await reportsOfAllCases()) {
      for (const language of LANGUAGES) {
        const { headline, sections } = describeReport(report, language);
        expect(sections[0]!.kind).toBe('summary');
        expect(sections.at(-1)!.kind).toBe('technical');
        const mark = { totalPassed: 'passed', indeterminate: 'open', totalFailed: 'failed' }[report.conclusion];
        expect(sections[0]!.lines[0]!.mark).toBe(mark);
        // Nothing technical on top: no path, no hash, no code in capitals but the sub-indication at the end of the headline.
        for (const { text } of sections[0]!.lines) expect(text).not.toMatch(/\/HOC_BA|[0-9a-f]{64}/);
        expect(headline.endsWith(report.subIndication === null ? '' : ` [${report.subIndication}]`)).toBe(true);
        for (const { text } of [...sections.flatMap(({ lines }) => lines), { text: headline }]) {
          expect(text).not.toMatch(/undefined|null|\[object|\{\w+\}/);
        }
      }
    }
  });

  test('names the cause, whose signature it is, and what to do', async () => {
    const report = await verifyHocBa(alter(await signed(), '>10<', '>9<'), await allPorts());
    const vi = describeReport(report, 'vi');
    expect(vi.headline).toBe('KHÔNG HỢP LỆ – Dữ liệu đã bị thay đổi sau khi ký (Giáo viên chủ nhiệm) [HASH_FAILURE]');
    const lines = vi.sections[0]!.lines.map(({ text }) => text);
    expect(lines.slice(0, 3)).toEqual([
      'Không dùng tệp này làm học bạ: có ít nhất một mục không đạt.',
      'Không đạt: Dữ liệu đã bị thay đổi sau khi ký (Giáo viên chủ nhiệm, Cán bộ quản lý (Hiệu trưởng), Nhà trường (ký phát hành))',
      'Việc cần làm: Đề nghị trường cấp lại đúng tệp học bạ đã phát hành; không dùng tệp này.',
    ]);
    const en = describeReport(report, 'en');
    expect(en.headline).toBe('NOT VALID – The data were changed after signing (Homeroom teacher) [HASH_FAILURE]');
  });

  test('keeps the codes: every answer that is not passed has its check and reason on a line', async () => {
    for (const report of await reportsOfAllCases()) {
      const codes = new Set(
        describeReport(report, 'vi').sections.flatMap(({ lines }) => lines.flatMap(({ code }) => code ?? [])),
      );
      for (const { code, reason, outcome, role } of report.checks) {
        const isShown = outcome === 'failed' || outcome === 'indeterminate';
        if (isShown)
          expect([code, role, [...codes]]).toEqual([code, role, expect.arrayContaining([`${code} ${reason}`])]);
      }
      for (const code of codes) {
        const [check, reason] = code.split(' ');
        expect(Object.hasOwn(CHECKS, check!) && (reason === undefined || Object.hasOwn(REASONS, reason))).toBe(true);
      }
    }
  });

  test('always says that a record is a digitised copy', async () => {
    const soHoa = {
      banQuet: [{ kieuNoiDung: 'application/pdf', sha256Hex: '0'.repeat(64) }],
      ngaySoHoa: '2024-05-20',
      nguoiSoHoa: { hoVaTen: 'Đỗ Văn K' },
      nguoiXacNhan: { hoVaTen: 'Trần Văn E' },
    };
    const hocBa = { ...specimenHocBa(), nguonGoc: 'banSoHoa', soHoa } as HocBa;
    const file = await signed({ hocBa, roles: ['canBoQuanLy', 'phatHanh'] });
    for (const bytes of [
      file.bytes,
      alter(file, /(<SignatureValue [^>]*>)(.)/, (_, tag, first) => tag! + (first === 'A' ? 'B' : 'A')),
    ]) {
      const report = await verifyHocBa(bytes, await allPorts());
      expect(report.nguonGoc).toBe('banSoHoa');
      expect(describeReport(report, 'vi').sections[0]!.lines.map(({ text }) => text)).toContain(
        'Đây là bản số hoá từ học bạ giấy, không phải bản gốc số',
      );
    }
    expect((await verifyHocBa(file, await allPorts())).conclusion).toBe('totalPassed');
  });

  test('says of an expired certificate that it was valid at the stated time, and that nothing proves that time', async () => {
    const report = await verifyHocBa(await signed(), { ...(await allPorts()), at: new Date('2027-01-01') });
    expect([report.conclusion, report.subIndication]).toEqual(['indeterminate', 'NO_POE']);
    const view = describeReport(report, 'vi');
    expect(view.headline).toContain('tại thời điểm ký nêu trong chữ ký thì còn hiệu lực');
    const role = view.sections.find(({ kind }) => kind === 'role')!;
    expect(role.lines.map(({ text }) => text)).toContain('Hiệu lực chứng thư tại thời điểm ký: còn hiệu lực');
  });

  test('warns of the rules on top', async () => {
    const hocBa = specimenHocBa();
    const wrong = { ...hocBa, tongKet: { ...hocBa.tongKet, ketQuaGiaoDuc: 'hoanThanhXuatSac' as const } };
    const report = await verifyHocBa(await signed({ hocBa: wrong }), await allPorts());
    expect(report.conclusion).toBe('totalPassed');
    expect(
      describeReport(report, 'vi').sections[0]!.lines.find(({ code }) => code === 'rules RULES_BROKEN')?.mark,
    ).toBe('note');
  });

  test('shows characters that hide or turn text around by their numbers', async () => {
    const file = alter(
      await signed(),
      '</DU_LIEU_HOC_BA>',
      '</DU_LIEU_HOC_BA><GHI\u200bCHU/>'.replace('\u200b', '\u200d'),
    );
    const { certificate, ...role } = (await verifyHocBa(await signed(), await allPorts())).roles[0]!;
    const report = await verifyHocBa(file, await allPorts());
    const forged: VerificationReport = Object.assign(Object.create(null) as object, report, {
      policy: 'a\u202eb',
      layout: 'x\u0007',
      roles: [{ ...role, certificate: { ...certificate!, commonName: 'Lê\u202e Thị\n D', organization: 'A\u2066' } }],
    }) as VerificationReport;
    for (const language of LANGUAGES) {
      const text = JSON.stringify(describeReport(forged, language));
      expect(text).toContain('<U+202E>');
      expect(text).toContain('Lê<U+202E> Thị<U+000A> D');
      expect(text).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200b-\u200f]|\\u0007/);
    }
  });

  test('reads a time without zone as Vietnam’s and says so', async () => {
    const file = await signed({ receiver: RECEIVER_CV2088 });
    // The zone cannot be taken away without breaking the signature; the line is made of the report alone.
    const report = await verifyHocBa(file, await allPorts());
    const role = { ...report.roles[0]!, signingTime: { instant: AT.toISOString(), signed: false, hasZone: false } };
    const lines = describeReport({ ...report, signedBy: report.signedBy, roles: [role] }, 'vi').sections[1]!.lines;
    expect(lines.map(({ text }) => text)).toContain(
      'Thời điểm ký: 31/05/2024 10:00:00 (UTC+7) (do người ký khai; không ghi múi giờ, hiểu là giờ Việt Nam; không nằm trong phần được ký)',
    );
  });
});

test('both languages say every reason, check and outcome differently and completely', () => {
  for (const [code, { vi, en }] of Object.entries(REASONS)) {
    expect(vi, code).not.toBe(en);
    const names = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
    expect([code, names(vi)]).toEqual([code, names(en)]);
  }
  for (const { vi, en } of Object.values(CHECKS)) {
    expect(vi.question.endsWith('?') && en.question.endsWith('?')).toBe(true);
    expect(vi.passed.endsWith('?') || en.passed.endsWith('?')).toBe(false);
  }
  expect(textOf(unsigned())).toContain('HOC_BA');
});

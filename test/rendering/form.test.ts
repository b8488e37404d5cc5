import { beforeAll, describe, expect, test } from 'vitest';
import { HocBaSoError } from '../../src/errors/index.js';
import type { HocBa } from '../../src/hoc-ba/index.js';
import { cv2088, type HocBaFile, openHocBa, openHocBaList, writeHocBa } from '../../src/record-xml/index.js';
import {
  type CreateFormOptions,
  createForm,
  FORM_ASSUMPTIONS,
  type Form,
  type FormBlock,
  type FormTable,
  partsText,
  renderHtml,
} from '../../src/rendering/index.js';
import { sampleClass, specimenHocBa } from '../../src/testing/index.js';
import { type VerificationReport, verifyHocBa } from '../../src/verification/index.js';
import { AT, allPorts, alter, codeOf, LATER, signed, unsigned } from '../signing/kit.js';
import { histories, PIXEL, sealed } from './scenes.js';

let valid: { readonly file: HocBaFile; readonly report: VerificationReport };
beforeAll(async () => {
  valid = await sealed(specimenHocBa(), AT);
});

const plain = (hocBa: HocBa): HocBaFile => writeHocBa(hocBa, { layout: cv2088 });
const marksOf = (form: Form) => form.records[0]!.marks;
const kinds = (form: Form) => marksOf(form).watermarks.map(({ kind }) => kind);
const errorOf = (work: () => unknown): HocBaSoError => {
  try {
    work();
  } catch (error) {
    if (error instanceof HocBaSoError) return error;
    throw error;
  }
  throw new Error('no error');
};
const blocksOf = (form: Form, kind: string): readonly FormBlock[] =>
  form.pages.filter((page) => page.kind === kind).flatMap(({ blocks }) => blocks);
const tablesOf = (form: Form, kind: string): readonly FormTable[] =>
  blocksOf(form, kind).filter((block): block is FormTable => block.kind === 'table');
const textOf = (form: Form): string =>
  JSON.stringify(form, (key, value: unknown) => (key === 'fileSha256' ? '' : value));

describe('the two forms', () => {
  test('display: cover, pupil, one page of the year; no guidance, no years so far, no signature block (CV 2088 annex 2)', () => {
    const form = createForm(valid.file, { kind: 'display', reports: valid.report });
    expect(form.pages.map(({ id }) => id)).toEqual(['cover', 'pupil', 'year-2023-2024', 'appendix-2023-2024']);
    expect(form.pages.some(({ blocks }) => blocks.some(({ kind }) => kind === 'signatures'))).toBe(false);
    const [cover] = blocksOf(form, 'cover').flatMap((block) => (block.kind === 'fields' ? [block] : []));
    expect(cover!.rows.map(([field]) => [field!.label, partsText(field!.parts)])).toEqual([
      ['Họ và tên học sinh', 'Nguyễn Văn A'],
      ['Lớp', '4A1'],
      ['Trường', 'Tiểu học Quang Trung'],
      ['Năm học', '2023 – 2024'],
      ['Xã (Phường, Thị trấn)', 'Phường Trần Hưng Đạo'],
      ['Huyện (Thành phố, Quận, Thị xã)', 'Quận Hoàn Kiếm'],
      ['Tỉnh (Thành phố)', 'Thành phố Hà Nội'],
    ]);
    const notes = blocksOf(form, 'pupil').flatMap((block) =>
      block.kind === 'fields' ? block.rows.flatMap((row) => row.flatMap(({ note }) => note ?? [])) : [],
    );
    expect(notes).toEqual([
      '(Mã tra cứu học bạ UUID sử dụng để tra cứu học bạ số trên cổng tra cứu Học bạ số - Bộ GDĐT).',
    ]);
  });

  test('paper: cover, guidance of six points, pupil, years so far in six rows, two pages a year', () => {
    const form = createForm(valid.file, { kind: 'paper', reports: valid.report });
    expect(form.pages.map(({ id }) => id)).toEqual([
      'cover',
      'guidance',
      'pupil',
      'history',
      'year-2023-2024-left',
      'year-2023-2024-right',
      'appendix-2023-2024',
    ]);
    const [points] = blocksOf(form, 'guidance').flatMap((block) => (block.kind === 'points' ? [block] : []));
    expect(points!.items).toHaveLength(6);
    const [history] = tablesOf(form, 'history');
    expect(history!.rows).toHaveLength(1 + 6);
    expect(history!.rows.at(-1)!.cells.map(({ parts }) => parts)).toEqual([[], [], [], [], []]);
  });

  test.each([
    ['display', ['Hoàn thành tốt', 'Hoàn thành', 'Tốt', 'Đạt']],
    ['paper', ['T', 'H', 'T', 'Đ']],
  ] as const)('%s: levels in words or letters, each of its own scale', (kind, [t, h, tot, dat]) => {
    const form = createForm(valid.file, { kind });
    const cells = new Map(
      form.pages.flatMap(({ blocks }) =>
        blocks.flatMap((block) =>
          block.kind === 'table'
            ? block.rows.flatMap(({ cells: all }) =>
                all.flatMap(({ parts }) => parts.map((part) => [part.path, part.text] as const)),
              )
            : [],
        ),
      ),
    );
    expect(cells.get('monHoc[0].mucDat')).toBe(t);
    expect(cells.get('monHoc[5].mucDat')).toBe(h);
    expect(cells.get('danhGia.phamChat.yeuNuoc')).toBe(tot);
    expect(cells.get('danhGia.nangLucDacThu.tinHoc')).toBe(dat);
  });

  test.each([1, 2, 3, 4, 5])(
    'grade %i: all 14 rows, in the order of the form; what is not taught stays empty',
    (khoiLop) => {
      for (const kind of ['display', 'paper'] as const) {
        const form = createForm(plain(sampleClass({ khoiLop, pupils: 1, seed: 'f' })[0]!), { kind });
        const rows = tablesOf(form, 'year')[0]!.rows.slice(1);
        const names = rows.map(({ cells }) => partsText(cells[0]!.parts).replace(/^Ngoại ngữ 1.*/, 'Ngoại ngữ 1'));
        expect(names).toEqual([
          'Tiếng Việt',
          'Toán',
          'Ngoại ngữ 1',
          'Lịch sử và Địa lí',
          'Khoa học',
          'Tin học và Công nghệ (Tin học)',
          'Tin học và Công nghệ (Công nghệ)',
          'Đạo đức',
          'Tự nhiên và Xã hội',
          'Giáo dục thể chất',
          'Nghệ thuật (Âm nhạc)',
          'Nghệ thuật (Mĩ thuật)',
          'Hoạt động trải nghiệm',
          'Tiếng dân tộc',
        ]);
        expect(rows.every(({ cells }) => cells.length === 4)).toBe(true);
        const history = rows[3]!.cells.slice(1).map(({ parts }) => partsText(parts));
        if (khoiLop < 4) expect(history).toEqual(['', '', '']);
        else expect(history[0]).not.toBe('');
      }
    },
  );

  test('an older year has the rows of TT 22/2016, and the form says that they are assumed', () => {
    const older = histories('2023-2024')[0]!;
    expect(older.danhGia.theo).toBe('TT22-2016');
    const form = createForm(plain(older), { kind: 'paper' });
    const names = tablesOf(form, 'year').map(({ rows }) =>
      rows.slice(1).map(({ cells }) => partsText(cells[0]!.parts)),
    );
    expect(names[0]!.at(-2)).toBe('Thủ công, Kĩ thuật');
    expect(names[1]).toEqual([
      'Chăm học, chăm làm',
      'Tự tin, trách nhiệm',
      'Trung thực, kỉ luật',
      'Đoàn kết, yêu thương',
    ]);
    expect(names[2]).toEqual(['Tự phục vụ, tự quản', 'Hợp tác', 'Tự học và giải quyết vấn đề']);
    expect(form.assumed.map(({ id }) => id)).toContain('olderAssessment');
  });

  test('of several years cover and pupil page come from the newest', () => {
    const years = histories('2024-2025');
    const moved = years.map((year, at) =>
      at < 4 ? year : { ...year, nhaTruong: { ...year.nhaTruong, tenTruong: 'Tiểu học Kim Đồng' } },
    );
    const form = createForm(moved.map(plain), { kind: 'paper' });
    expect(form.records.map(({ namHoc }) => namHoc)).toEqual([
      '2020 – 2021',
      '2021 – 2022',
      '2022 – 2023',
      '2023 – 2024',
      '2024 – 2025',
    ]);
    expect(textOf({ ...form, pages: form.pages.filter(({ kind }) => kind === 'cover') })).toContain(
      'Tiểu học Kim Đồng',
    );
    expect(form.pages.filter(({ kind }) => kind === 'year')).toHaveLength(10);
    expect(form.pages.find(({ id }) => id === 'year-2021-2022-right')!.record).toBe(1);
  });

  test('what is absent for a reason is never a blank: in a field the reason, in a table its number and the reason below', () => {
    const form = createForm(plain(sampleClass({ khoiLop: 4, pupils: 1, seed: 'f', cases: ['notAssessed'] })[0]!), {
      kind: 'paper',
    });
    const cell = tablesOf(form, 'year')[0]!.rows[1]!.cells[1]!;
    expect(cell.parts).toEqual([{ kind: 'absent', text: '(1)', path: 'monHoc[0].mucDat' }]);
    expect(textOf(form)).toContain('(1) Không áp dụng: Học sinh khuyết tật không đánh giá');
    const mother = createForm(plain(sampleClass({ khoiLop: 4, pupils: 1, seed: 'f', cases: ['motherUnknown'] })[0]!), {
      kind: 'display',
    });
    expect(textOf(mother)).toContain('Không rõ: Giấy khai sinh không ghi họ tên mẹ');
  });

  test('every assumption of the table is used by some form, and forms name only those', () => {
    const foreign: HocBa = {
      ...specimenHocBa(),
      monHoc: [...specimenHocBa().monHoc, { maMonHoc: 'khac:CO', tenMonHoc: 'Cờ vua', mucDat: 'hoanThanh' }],
    };
    const forms = [
      createForm(plain(histories('2023-2024')[0]!), { kind: 'paper' }),
      createForm(plain(foreign), { kind: 'display' }),
      createForm(plain(sampleClass({ khoiLop: 4, pupils: 1, seed: 'f', cases: ['notAssessed'] })[0]!), {
        kind: 'paper',
      }),
    ];
    const used = new Set(forms.flatMap(({ assumed }) => assumed.map(({ id }) => id)));
    expect([...used].sort()).toEqual(Object.keys(FORM_ASSUMPTIONS).sort());
  });
});

describe('marks say what the report says, and never more', () => {
  test('sealed and valid: no watermark, the conclusion, three certificates, the claimed times as claims', () => {
    const form = createForm(valid.file, { kind: 'paper', reports: valid.report });
    const { verdict, signers, original } = marksOf(form);
    expect(valid.report.conclusion).toBe('totalPassed');
    expect(kinds(form)).toEqual([]);
    expect(verdict).toMatchObject({ tone: 'passed', headline: 'Kết quả kiểm tra: HỢP LỆ' });
    // Valid, and what a file alone cannot say is said too (1789/QĐ-SGDĐT điều 24).
    expect(verdict.causes).toEqual(['Chưa đối chiếu với bản trên hệ thống của cơ quan quản lý']);
    expect(verdict.checkedAt).toContain('01/06/2024 07:00:00 (UTC+7)');
    expect(signers.map(({ role, state }) => [role, state])).toEqual([
      ['giaoVienChuNhiem', 'HỢP LỆ'],
      ['canBoQuanLy', 'HỢP LỆ'],
      ['phatHanh', 'HỢP LỆ'],
    ]);
    for (const { certificate, claimedTime, stampedTime } of signers) {
      expect(Object.values(certificate!).join()).not.toContain('undefined');
      expect(claimedTime).toBe('31/05/2024 10:00:00 (UTC+7) (do người ký khai)');
      expect(stampedTime).toBeNull();
    }
    expect(original).toContain('Bản gốc của học bạ số là tệp XML đã ký số');
  });

  test('no report: nobody has checked, also where there are signatures', () => {
    const form = createForm(valid.file, { kind: 'display' });
    expect(kinds(form)).toEqual(['unchecked']);
    expect(marksOf(form).verdict).toMatchObject({
      tone: 'none',
      conclusion: null,
      headline: 'Kết quả kiểm tra: CHƯA KIỂM TRA',
    });
    expect(marksOf(form).signers.map(({ state, certificate }) => [state, certificate])).toEqual(
      Array.from({ length: 3 }, () => ['CÓ CHỮ KÝ, CHƯA KIỂM TRA', null]),
    );
    expect(textOf(form)).not.toContain('HỢP LỆ');
  });

  test('not sealed: a draft, by the report and without one', async () => {
    const draft = unsigned();
    expect(kinds(createForm(draft, { kind: 'paper' }))).toEqual(['draft', 'unchecked']);
    const report = await verifyHocBa(draft, await allPorts());
    expect(kinds(createForm(draft, { kind: 'paper', reports: report }))).toEqual(['draft']);
    const half = await signed({ roles: ['giaoVienChuNhiem', 'canBoQuanLy'] });
    const form = createForm(half, { kind: 'paper', reports: await verifyHocBa(half, await allPorts()) });
    expect(kinds(form)).toEqual(['draft']);
    expect(marksOf(form).signers.at(-1)).toMatchObject({ role: 'phatHanh', tone: 'failed', state: 'CHƯA KÝ' });
    expect(marksOf(form).verdict.tone).toBe('failed');
  });

  test('one altered mark: not valid in large letters, on every page, and no signature counts as valid', async () => {
    const altered = openHocBa(alter(valid.file, '<DIEM_KIEM_TRA_DINH_KY>6<', '<DIEM_KIEM_TRA_DINH_KY>9<'));
    const report = await verifyHocBa(altered, await allPorts());
    const form = createForm(altered, { kind: 'paper', reports: report });
    expect(kinds(form)).toEqual(['invalid']);
    expect(marksOf(form).verdict.headline).toMatch(
      /^Kết quả kiểm tra: KHÔNG HỢP LỆ – .*DIGEST|^Kết quả kiểm tra: KHÔNG HỢP LỆ – /,
    );
    expect(marksOf(form).signers.map(({ tone }) => tone)).toEqual(['failed', 'failed', 'failed']);
    const html = await renderHtml(form);
    expect(html.split('<p class="invalid">KHÔNG HỢP LỆ</p>')).toHaveLength(1 + form.pages.length);
    expect(html).not.toMatch(/: HỢP LỆ|>HỢP LỆ/);
  });

  test('altered and not sealed: both are said', async () => {
    const half = await signed({ roles: ['giaoVienChuNhiem', 'canBoQuanLy'] });
    const altered = openHocBa(alter(half, '<DIEM_KIEM_TRA_DINH_KY>6<', '<DIEM_KIEM_TRA_DINH_KY>9<'));
    const form = createForm(altered, { kind: 'display', reports: await verifyHocBa(altered, await allPorts()) });
    expect(kinds(form)).toEqual(['invalid', 'draft']);
  });

  test('nobody trusted: indeterminate is said, and nothing is valid', async () => {
    const report = await verifyHocBa(valid.file, { at: LATER });
    expect(report.conclusion).toBe('indeterminate');
    const form = createForm(valid.file, { kind: 'display', reports: report });
    expect(kinds(form)).toEqual(['indeterminate']);
    expect(marksOf(form).verdict).toMatchObject({ tone: 'open' });
    expect(marksOf(form).verdict.headline).toContain('CHƯA ĐỦ CĂN CỨ');
    expect(textOf(form)).not.toContain('"HỢP LỆ"');
  });

  test('a digitised record says so on every page, also when it is valid', async () => {
    const { file, report } = await sealed(sampleClass({ khoiLop: 3, pupils: 1, seed: 'f', cases: ['digitised'] })[0]!);
    expect(report.conclusion).toBe('totalPassed');
    const form = createForm(file, { kind: 'paper', reports: report });
    expect(marksOf(form).watermarks).toEqual([{ kind: 'digitised', text: 'BẢN SAO SỐ HOÁ' }]);
    expect(textOf(form)).toContain('Phạm Thị Hạnh');
  });

  test('pictures of seal and signature stand only beside valid signatures of a valid record', async () => {
    const images = { signature: PIXEL, seal: PIXEL };
    const pictured = (options: Omit<CreateFormOptions, 'kind'>, file = valid.file) =>
      createForm(file, { kind: 'paper', images, ...options }).pages.flatMap(({ blocks }) =>
        blocks.flatMap((block) =>
          block.kind === 'signatures'
            ? block.blocks.map(({ role, sealImage, signatureImage }) => [
                role,
                sealImage !== undefined,
                signatureImage !== undefined,
              ])
            : [],
        ),
      );
    expect(pictured({ reports: valid.report })).toEqual([
      ['canBoQuanLy', true, true],
      ['canBoQuanLy', true, true],
      ['giaoVienChuNhiem', false, false],
    ]);
    const none = [
      ['canBoQuanLy', false, false],
      ['canBoQuanLy', false, false],
      ['giaoVienChuNhiem', false, false],
    ];
    expect(pictured({})).toEqual(none);
    expect(pictured({ reports: await verifyHocBa(valid.file, { at: LATER }) })).toEqual(none);
    const altered = openHocBa(alter(valid.file, '<DIEM_KIEM_TRA_DINH_KY>6<', '<DIEM_KIEM_TRA_DINH_KY>9<'));
    expect(pictured({ reports: await verifyHocBa(altered, await allPorts()) }, altered)).toEqual(none);
  });
});

describe('what cannot be drawn is refused by code', () => {
  const paper =
    (records: Parameters<typeof createForm>[0], options: Omit<CreateFormOptions, 'kind'> = {}) =>
    () =>
      createForm(records, { kind: 'paper', ...options });

  test('a report on other bytes, be it one byte, another record of a list or another code', async () => {
    expect(await codeOf(paper(valid.file, { reports: valid.report }))).toBe('no error');
    const altered = alter(valid.file, '<DIEM_KIEM_TRA_DINH_KY>6<', '<DIEM_KIEM_TRA_DINH_KY>9<');
    expect(errorOf(paper(altered, { reports: valid.report }))).toMatchObject({
      code: 'ERR_RENDER_REPORT_MISMATCH',
      params: { record: 1, field: 'fileSha256' },
    });
    const space = alter(valid.file, '</HOC_BA>', '</HOC_BA>\n');
    expect(errorOf(paper(space, { reports: valid.report })).params).toMatchObject({ field: 'fileSha256' });
    expect(errorOf(paper(valid.file, { reports: { ...valid.report, recordDigest: null } })).params).toMatchObject({
      field: 'recordDigest',
    });
    expect(
      errorOf(paper(valid.file, { reports: { ...valid.report, maTraCuu: '123e4567-e89b-42d3-a456-000000000000' } }))
        .params,
    ).toMatchObject({ field: 'maTraCuu' });
  });

  test('a report on one of two records with one data block in a list: it does not say on which', async () => {
    const body = new TextDecoder().decode(valid.file.bytes).replace(/^<\?xml[^>]*\?>\s*/, '');
    const unsigned = body.replace(/<Signature [\s\S]*?<\/Signature>/g, '');
    const other = body
      .replaceAll('123e4567-e89b-42d3-a456-556642440000', '123e4567-e89b-42d3-a456-556642449999')
      .replace(/<Signature [\s\S]*?<\/Signature>/g, '');
    const listOf = (...records: readonly string[]) =>
      openHocBaList(new TextEncoder().encode(`<DANH_SACH_HOC_BA id="d">${records.join('')}</DANH_SACH_HOC_BA>`));
    const reportOn = async (files: readonly HocBaFile[]) => Promise.all(files.map((one) => verifyHocBa(one)));
    const apart = listOf(body, other);
    const [own, ofOther] = await reportOn(apart);
    expect(await codeOf(paper(apart[0]!, { reports: own! }))).toBe('no error');
    expect(errorOf(paper(apart[1]!, { reports: own! })).params).toMatchObject({ field: 'recordDigest' });
    expect(await codeOf(paper(apart[1]!, { reports: ofOther! }))).toBe('no error');
    for (const twins of [listOf(body, unsigned), listOf(unsigned, body)]) {
      const reports = await reportOn(twins);
      expect(reports[0]!.recordDigest).toBe(reports[1]!.recordDigest);
      expect(reports[0]!.conclusion).not.toBe(reports[1]!.conclusion);
      for (const file of twins) {
        expect(await codeOf(paper(file))).toBe('no error');
        for (const report of reports) {
          expect(errorOf(paper(file, { reports: report }))).toMatchObject({ code: 'ERR_RENDER_REPORT_MISMATCH' });
        }
      }
    }
  });

  test('a report that was JSON in between is the same report', () => {
    const form = createForm(valid.file, {
      kind: 'paper',
      reports: JSON.parse(JSON.stringify(valid.report)) as VerificationReport,
    });
    expect(form).toEqual(createForm(valid.file, { kind: 'paper', reports: valid.report }));
  });

  test('a wrong number of reports, no record, more than six', async () => {
    expect(await codeOf(paper(valid.file, { reports: [valid.report, null] }))).toBe('ERR_RENDER_REPORT_COUNT');
    expect(await codeOf(paper([]))).toBe('ERR_RENDER_NO_RECORD');
    expect(errorOf(paper(Array.from({ length: 7 }, () => valid.file)))).toMatchObject({
      code: 'ERR_RENDER_TOO_MANY_YEARS',
      params: { limit: 6, count: 7 },
    });
  });

  test('years out of order, a year twice, two pupils', async () => {
    const [first, second, third] = histories('2024-2025', 3).map(plain) as [HocBaFile, HocBaFile, HocBaFile];
    expect(await codeOf(paper([first, second, third]))).toBe('no error');
    expect(errorOf(paper([first, third, second]))).toMatchObject({
      code: 'ERR_RENDER_YEAR_ORDER',
      params: { record: 3, namHoc: '2023-2024' },
    });
    expect(errorOf(paper([first, second, second]))).toMatchObject({
      code: 'ERR_RENDER_YEAR_TWICE',
      params: { first: 2, record: 3 },
    });
    const other = histories('2024-2025', 3)[1]!;
    const stranger = plain({ ...other, hocSinh: { ...other.hocSinh, soDinhDanhCaNhan: '000214000001' } });
    expect(errorOf(paper([first, stranger]))).toMatchObject({
      code: 'ERR_RENDER_SEVERAL_PUPILS',
      params: { record: 2 },
    });
    const renamed = plain({ ...other, hocSinh: { ...other.hocSinh, hoVaTen: 'Tên Mới' } });
    expect(await codeOf(paper([first, renamed]))).toBe('no error');
    const unknown = { vang: 'khongRo', lyDo: 'Chưa cấp' } as const;
    const noId = plain({ ...other, hocSinh: { ...other.hocSinh, soDinhDanhCaNhan: unknown, hoVaTen: 'Tên Mới' } });
    expect(await codeOf(paper([first, noId]))).toBe('ERR_RENDER_SEVERAL_PUPILS');
  });

  test('an unknown layout, a record that cannot be read, no XML, a picture that is none', async () => {
    const bytes = (text: string) => new TextEncoder().encode(text);
    expect(await codeOf(paper(bytes('<HOC_BA><DU_LIEU_HOC_BA><LA/></DU_LIEU_HOC_BA></HOC_BA>')))).toBe(
      'ERR_RECORD_LAYOUT_UNKNOWN',
    );
    expect(await codeOf(paper(bytes('no XML')))).toMatch(/^ERR_XML_/);
    const broken = errorOf(paper(alter(valid.file, '<GIOI_TINH>Nam<', '<GIOI_TINH>?<')));
    expect(broken).toMatchObject({ code: 'ERR_RENDER_RECORD_INVALID', params: { record: 1, count: 1 } });
    expect(broken.issues).toHaveLength(1);
    expect(await codeOf(paper(valid.file, { images: { seal: bytes('GIF89a') } }))).toBe('ERR_RENDER_IMAGE');
  });
});

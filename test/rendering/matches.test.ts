/* What is drawn against what the XML holds, read by another reader: every value in its cell, and nothing else. */
import { describe, expect, test } from 'vitest';
import type { HocBa } from '../../src/hoc-ba/index.js';
import { cv2088, phatHanh2025, writeHocBa } from '../../src/record-xml/index.js';
import { createForm, type FormKind, renderHtml } from '../../src/rendering/index.js';
import { SAMPLE_CASES, sampleClass, sampleHistories, specimenHocBa } from '../../src/testing/index.js';
import { show, withPage } from './page.js';
import { longestHocBa } from './scenes.js';
import { type ExpectedValue, expectedValues } from './second-reader.js';

interface Shown {
  readonly path: string;
  readonly record: number;
  readonly text: string;
}

/** Values that the model adds to what the XML says, with the words they are shown in. */
const ADDED: Readonly<Record<string, readonly string[]>> = {
  capHoc: ['Tiểu học'],
  nguonGoc: ['Bản gốc số'],
  thoiDiemLap: ['Cuối năm học'],
  'danhGia.theo': ['TT 27/2020/TT-BGDĐT'],
};

/** Values that are shown in a sentence of the form. */
const SENTENCES: readonly (readonly [path: RegExp, words: RegExp])[] = [
  [/^phatHanh\.ngayPhatHanh$/, /^ngày (\d{2}) tháng (\d{2}) năm (\d{4})$/],
  [/^motPhanNamHoc\.daHoanThanhHocKy1$/, /^(đã|chưa) hoàn thành học kỳ I$/],
  [/hieuTruongQuyetDinhLenLop$/, /^Hiệu trưởng (không )?quyết định cho lên lớp$/],
  [/^tongKet\.duocLenLop$/, /^(Được lên lớp( \d)?|Chưa được lên lớp)\.$/],
  [/^tongKet\.hoanThanhChuongTrinhLopHoc$/, /^(Chưa h|H)oàn thành chương trình lớp \d\.$/],
  [/^tongKet\.hoanThanhChuongTrinhTieuHoc$/, /^(Chưa h|H)oàn thành chương trình tiểu học\.$/],
];

/** Words of a sentence that state the value. */
function says(sentence: string, value: string): boolean {
  const day = /^ngày (\d{2}) tháng (\d{2}) năm (\d{4})$/.exec(sentence);
  if (day !== null) return value === day.slice(1).join('/');
  return value === (/^(Chưa|chưa|Hiệu trưởng không)/.test(sentence) ? 'Không' : 'Có');
}

/** The data of a page as anybody can extract them: by the attributes, without a browser. */
function extract(html: string): readonly Shown[] {
  const spans = html.matchAll(/<span class="[^"]*" data-path="([^"]*)" data-record="(\d+)">([^<]*)<\/span>/g);
  return [...spans].map(([, path, record, text]) => ({ path: path!, record: Number(record), text: plainText(text!) }));
}

const plainText = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

function compare(html: string, shown: readonly Shown[], expected: ReadonlyMap<string, ExpectedValue>, kind: FormKind) {
  const faults: string[] = [];
  const seen = new Map<string, Set<string>>();
  const notes = new Map(
    [...html.matchAll(/<p class="note">(\(\d+\)) ([^<]*)<\/p>/g)].map(([, n, text]) => [n!, plainText(text!)]),
  );
  const names = new Map(
    shown.filter(({ path }) => /^monHoc\[\d+\]\.tenNgonNgu$/.test(path)).map(({ path, text }) => [path, text]),
  );
  for (const { path, text: given } of shown) {
    let text = given;
    // The tag holds both where the subject is one of those with a language.
    if (/^monHoc\[\d+\]\.tenNgonNgu$/.test(path) && !expected.has(path)) continue;
    if (/^monHoc\[\d+\]\.tenMonHoc$/.test(path)) {
      const language = names.get(path.replace('tenMonHoc', 'tenNgonNgu'));
      const isApart = expected.has(path.replace('tenMonHoc', 'tenNgonNgu'));
      text = language === undefined || isApart ? text : `${text} ${language}`;
    }
    seen.set(path, (seen.get(path) ?? new Set()).add(text));
    const value = expected.get(path);
    if (value === undefined) {
      const isAdded = ADDED[path]?.includes(text) === true || /^tongKet\.khenThuong(DotXuat)?\[\d+\]\.loai$/.test(path);
      if (!isAdded) faults.push(`${path}: shown, but not in the XML: ${text}`);
      continue;
    }
    if (ADDED[path]?.includes(text) === true && path === 'capHoc') continue;
    if (/maMonHoc$|monKhongDanhGia\[\d+\]$/.test(path)) continue;
    const sentence = SENTENCES.find(([field, words]) => field.test(path) && words.test(text));
    const isRight =
      value.isAbsent === true
        ? text === value.words || (notes.has(text) && notes.get(text) === value.words)
        : text === value.words ||
          (kind === 'paper' && text === value.letter) ||
          (sentence !== undefined && says(text, value.words));
    if (!isRight) faults.push(`${path}: ${text} instead of ${value.words}`);
  }
  for (const [path, { words }] of expected) {
    // The row of the form says which subject it is.
    if (/^monHoc\[\d+\]\.maMonHoc$/.test(path)) continue;
    if (!seen.has(path)) faults.push(`${path}: in the XML, but not shown: ${words}`);
  }
  return faults;
}

const plain = (name: string, hocBa: HocBa) => ({ name, hocBa });
const SAMPLES = [
  plain('specimen', specimenHocBa()),
  plain('longest texts', longestHocBa()),
  ...[1, 2, 3, 4, 5].map((khoiLop) => plain(`grade ${khoiLop}`, sampleClass({ khoiLop, pupils: 1, seed: 'm' })[0]!)),
  ...SAMPLE_CASES.map((name) =>
    plain(name, sampleClass({ khoiLop: name === 'opening' ? 1 : 4, pupils: 1, seed: 'm', cases: [name] })[0]!),
  ),
  ...sampleHistories({ pupils: 1, seed: 'm', namHoc: '2021-2022', khoiLop: 5 })[0]!.map((one) =>
    plain(`older ${one.namHoc}`, one),
  ),
];

describe.each(['display', 'paper'] as const)('the %s form', (kind) => {
  test.each(SAMPLES)('$name: every value of the XML is shown as it is, and nothing else', async ({ hocBa }) => {
    for (const layout of [cv2088, phatHanh2025]) {
      const file = writeHocBa(hocBa, { layout });
      const html = await renderHtml(createForm(file, { kind }));
      const expected = await expectedValues(file.bytes);
      expect(expected.size).toBeGreaterThan(30);
      expect(compare(html, extract(html), expected, kind)).toEqual([]);
    }
  });

  test('the comparison sees a wrong value, a missing one and one that the XML does not hold', async () => {
    const file = writeHocBa(specimenHocBa(), { layout: cv2088 });
    const html = await renderHtml(createForm(file, { kind }));
    const expected = new Map(await expectedValues(file.bytes));
    const shown = extract(html);
    const faultsOf = (change: (one: Shown) => Shown | null) =>
      compare(
        html,
        shown.flatMap((one) => change(one) ?? []),
        expected,
        kind,
      ).map((fault) => fault.split(':')[0]);
    expect(faultsOf((one) => (one.path === 'monHoc[5].diemKiemTraDinhKy' ? { ...one, text: '9' } : one))).toEqual([
      'monHoc[5].diemKiemTraDinhKy',
    ]);
    expect(faultsOf((one) => (one.path === 'monHoc[5].diemKiemTraDinhKy' ? null : one))).toEqual([
      'monHoc[5].diemKiemTraDinhKy',
    ]);
    expect(faultsOf((one) => (one.path === 'hocSinh.noiSinh' ? { ...one, path: 'hocSinh.khac' } : one))).toEqual([
      'hocSinh.khac',
      'hocSinh.noiSinh',
    ]);
  });

  test('the words of the form are the same for every pupil', async () => {
    const words = async (hocBa: HocBa): Promise<string> =>
      (await renderHtml(createForm(writeHocBa(hocBa, { layout: cv2088 }), { kind })))
        .replace(/(<span class="[^"]*" data-path="[^"]*" data-record="\d+">)[^<]*/g, '$1')
        .replace(/src="data:[^"]*"/g, '')
        .replace(/[0-9a-f]{64}/g, '')
        .replace(/<title>[^<]*/, '');
    const one = specimenHocBa();
    const other: HocBa = {
      ...one,
      maTraCuu: '123e4567-e89b-42d3-a456-556642440001',
      hocSinh: { ...one.hocSinh, hoVaTen: 'Trần Thị B', gioiTinh: 'nu', noiSinh: 'Bệnh viện Phụ sản', danToc: 'Tày' },
      monHoc: one.monHoc.map((row) => ({ ...row, mucDat: 'hoanThanh' })),
      tongKet: { ...one.tongKet, ketQuaGiaoDuc: 'hoanThanhTot', nhanXetGiaoVienChuNhiem: 'Cần cố gắng hơn.' },
    };
    expect(await words(other)).toBe(await words(one));
  });
});

/** Label or headers beside a value, typed from the forms. */
const LABELS: Readonly<Record<string, string>> = {
  'hocSinh.hoVaTen': 'Họ và tên học sinh:',
  'hocSinh.gioiTinh': 'Giới tính:',
  'hocSinh.ngaySinh': 'Ngày, tháng, năm sinh:',
  'hocSinh.danToc': 'Dân tộc:',
  'hocSinh.quocTich': 'Quốc tịch:',
  'hocSinh.noiSinh': 'Nơi sinh:',
  'hocSinh.queQuan': 'Quê quán:',
  'hocSinh.noiOHienNay': 'Nơi ở hiện nay:',
  'hocSinh.hoVaTenCha': 'Họ và tên cha:',
  'hocSinh.hoVaTenMe': 'Họ và tên mẹ:',
  'nhaTruong.tenTruong': 'Trường:',
  'nhaTruong.tenXaPhuong': 'Xã (Phường, Thị trấn):',
  'nhaTruong.tenQuanHuyen': 'Huyện (Thành phố, Quận, Thị xã):',
  'nhaTruong.tenTinhThanhPho': 'Tỉnh (Thành phố):',
  'lopHoc.tenLop': 'Lớp:',
  namHoc: 'Năm học:',
  'tongKet.ketQuaGiaoDuc': '4. Đánh giá kết quả giáo dục:',
  'tongKet.khenThuong[0].noiDung': '5. Khen thưởng:',
  'tongKet.noiDungHoanThanhChuongTrinh': '6. Hoàn thành chương trình lớp học/chương trình tiểu học:',
  'monHoc[0].mucDat': 'Tiếng Việt / Mức đạt được',
  'monHoc[5].mucDat': 'Tin học và Công nghệ (Tin học) / Mức đạt được',
  'monHoc[11].mucDat': 'Hoạt động trải nghiệm / Mức đạt được',
  'monHoc[2].nhanXet': 'Ngoại ngữ 1 Tiếng Anh / Nhận xét',
  'danhGia.phamChat.yeuNuoc': 'Yêu nước / Mức đạt được',
  'danhGia.phamChat.trachNhiem': 'Trách nhiệm / Mức đạt được',
  'danhGia.phamChat.nhanXet': 'Yêu nước / Nhận xét',
  'danhGia.nangLucChung.giaiQuyetVanDeVaSangTao': 'Giải quyết vấn đề và sáng tạo / Mức đạt được',
  'danhGia.nangLucDacThu.tinHoc': 'Tin học / Mức đạt được',
  'danhGia.nangLucDacThu.theChat': 'Thể chất / Mức đạt được',
};
const OF_KIND: Readonly<Record<FormKind, Readonly<Record<string, string>>>> = {
  display: {
    'monHoc[5].diemKiemTraDinhKy': 'Tin học và Công nghệ (Tin học) / Điểm kiểm tra',
    'hocSinh.soDinhDanhCaNhan': 'Mã số định danh cá nhân:',
    'canBoQuanLy.hoVaTen': 'Người ký học bạ:',
    'canBoQuanLy.chucVu': 'Chức vụ của người ký học bạ:',
    'phatHanh.ngayPhatHanh': 'Ngày ký học bạ:',
  },
  paper: {
    'monHoc[5].diemKiemTraDinhKy': 'Tin học và Công nghệ (Tin học) / Điểm KTĐK',
    'sucKhoe.chieuCaoCm': 'Chiều cao:',
    'sucKhoe.canNangKg': 'Cân nặng:',
    'nghiHoc.soBuoiCoPhep': 'Có phép:',
    'nghiHoc.soBuoiKhongPhep': 'Không phép:',
  },
};

test('what a person sees is the same, and each value stands beside its label', async () => {
  await withPage(async (page) => {
    for (const kind of ['display', 'paper'] as const) {
      const file = writeHocBa(specimenHocBa(), { layout: cv2088 });
      const html = await renderHtml(createForm(file, { kind }));
      await show(page, html);
      const seen = await page.evaluate(() => {
        // biome-ignore lint/performance/useDomNodeTextContent: what a person sees, and not what stands in the tree
        const read = (element: HTMLElement | null | undefined): string => element?.innerText ?? '';
        return [...document.querySelectorAll<HTMLElement>('[data-path]')].map((element) => {
          const cell = element.closest<HTMLTableCellElement>('td,th');
          const row = cell?.closest('tr');
          const head = cell?.closest('table')?.tHead?.rows[0];
          const label =
            cell === null || row === undefined
              ? read(element.closest('.field')?.querySelector<HTMLElement>('.name'))
              : `${read(row?.querySelector('th'))} / ${read(head?.cells[cell.cellIndex])}`;
          return {
            path: element.dataset['path'] ?? '',
            record: Number(element.dataset['record']),
            text: read(element),
            label: label.trim(),
            isInAppendix: element.closest('.appendix-page') !== null,
            width: element.getBoundingClientRect().width,
          };
        });
      });
      expect(compare(html, seen, await expectedValues(file.bytes), kind)).toEqual([]);
      expect(seen.filter(({ width }) => width === 0)).toEqual([]);
      for (const [path, label] of Object.entries({ ...LABELS, ...OF_KIND[kind] })) {
        const labels = seen.filter((one) => one.path === path && !one.isInAppendix).map((one) => one.label);
        expect({ path, labels: [...new Set(labels.filter((one) => one !== ''))] }).toEqual({ path, labels: [label] });
      }
    }
  });
});

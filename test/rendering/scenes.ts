/* What the pages are looked at with: real records, really signed and verified, each scene one form. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { HocBa } from '../../src/hoc-ba/index.js';
import { type HocBaFile, openHocBa } from '../../src/record-xml/index.js';
import {
  type CreateFormOptions,
  createForm,
  type Form,
  type FormKind,
  type HtmlFont,
} from '../../src/rendering/index.js';
import { type SampleCase, sampleClass, sampleHistories, specimenHocBa } from '../../src/testing/index.js';
import { type VerificationReport, verifyHocBa } from '../../src/verification/index.js';
import { AT, allPorts, alter, signed, unsigned } from '../signing/kit.js';

const SUMMER_2025 = new Date('2025-08-01T03:00:00Z');
const AUTUMN_2025 = new Date('2025-09-01T03:00:00Z');

/** A record with a report in its favour. */
export async function sealed(
  hocBa: HocBa,
  at: Date = SUMMER_2025,
): Promise<{ file: HocBaFile; report: VerificationReport }> {
  const file = await signed({ hocBa, signingTime: at });
  return {
    file,
    report: await verifyHocBa(file, {
      ...(await allPorts()),
      at: at === AT ? new Date('2024-06-01T00:00:00Z') : AUTUMN_2025,
    }),
  };
}

export const histories = (namHoc: string, khoiLop = 5): readonly HocBa[] =>
  sampleHistories({ pupils: 1, seed: 'look', namHoc, khoiLop })[0]!;

/** One sample record of a special case. */
export function sampleOf(name: SampleCase | undefined, khoiLop: number): HocBa {
  return sampleClass({
    khoiLop,
    namHoc: '2024-2025',
    pupils: 1,
    seed: 'look',
    ...(name === undefined ? {} : { cases: [name] }),
  })[0]!;
}

const LONG =
  'Em đọc to, rõ ràng, trôi chảy, bước đầu biết đọc diễn cảm; viết đúng chính tả, chữ viết đều nét, trình bày sạch đẹp; ' +
  'biết đặt câu, viết đoạn văn có hình ảnh; tích cực phát biểu xây dựng bài, mạnh dạn trao đổi với bạn bè, thầy cô; ' +
  'cần chú ý hơn khi tính toán với số có nhiều chữ số và khi giải bài toán có lời văn, cần đọc kĩ đề trước khi làm bài.';

const long = (times: number): string => Array.from({ length: times }, () => LONG).join(' ');

/** Names of 60 characters, long addresses, comments of pages. */
export function longestHocBa(): HocBa {
  const hocBa = specimenHocBa();
  const name = 'Công Tằng Tôn Nữ Hoàng Nguyễn Phúc Bảo Quỳnh Như Ý Thiên Ngân';
  return {
    ...hocBa,
    hocSinh: {
      ...hocBa.hocSinh,
      hoVaTen: name,
      noiOHienNay: `Số nhà 123/45/67/89, ngách 7/78, ngõ 1234, ${'đường Hoàng Hoa Thám nối dài, '.repeat(4)}thành phố Hà Nội`,
      hoVaTenNguoiGiamHo: name,
    },
    nhaTruong: {
      ...hocBa.nhaTruong,
      tenTruong: 'Phổ thông dân tộc bán trú Tiểu học và Trung học cơ sở Nguyễn Thị Minh Khai xã Tân Lập',
    },
    monHoc: hocBa.monHoc.map((row) => ({ ...row, nhanXet: LONG })),
    danhGia:
      hocBa.danhGia.theo === 'TT27-2020'
        ? {
            ...hocBa.danhGia,
            phamChat: { ...hocBa.danhGia.phamChat, nhanXet: long(3) },
            nangLucChung: { ...hocBa.danhGia.nangLucChung, nhanXet: long(24) },
            nangLucDacThu: { ...hocBa.danhGia.nangLucDacThu, nhanXet: long(2) },
          }
        : hocBa.danhGia,
    tongKet: { ...hocBa.tongKet, nhanXetGiaoVienChuNhiem: long(4) },
  };
}

const one = (hocBa: () => HocBa, kind: FormKind, at?: Date) => async (): Promise<Form> => {
  const { file, report } = await sealed(hocBa(), at);
  return createForm(file, { kind, reports: report });
};

const many = (years: readonly HocBa[], options: CreateFormOptions) => async (): Promise<Form> => {
  const all = [];
  for (const year of years) all.push(await sealed(year));
  return createForm(
    all.map(({ file }) => file),
    { ...options, reports: all.map(({ report }) => report) },
  );
};

/** A repeated grade: the year before is in the history too. */
function repeated(): readonly HocBa[] {
  const [first, second] = histories('2024-2025', 2) as [HocBa, HocBa];
  const line = { ...second.quaTrinhHocTap[1]!, namHoc: '2025-2026', ngayNhapHocChuyenDen: '2025-09-05' };
  const again: HocBa = {
    ...second,
    namHoc: '2025-2026',
    maTraCuu: '123e4567-e89b-42d3-a456-0000000000aa',
    quaTrinhHocTap: [...second.quaTrinhHocTap, line],
  };
  return [
    first,
    second,
    { ...again, phatHanh: { ...again.phatHanh, ngayTao: '2025-08-01', ngayPhatHanh: '2025-08-01' } },
  ];
}

/** A picture of 1 × 1 pixel, for the places of seal and signature. */
export const PIXEL = Uint8Array.from(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
    'base64',
  ),
);

export const SCENES: Readonly<Record<string, () => Promise<Form>>> = {
  'specimen-display': one(specimenHocBa, 'display', AT),
  'specimen-paper': one(specimenHocBa, 'paper', AT),
  'five-years': many(histories('2024-2025'), { kind: 'paper' }),
  'older-years': many(histories('2023-2024').slice(0, 2), { kind: 'paper' }),
  'grade-1': one(() => sampleOf(undefined, 1), 'paper'),
  'not-assessed': one(() => sampleOf('notAssessed', 3), 'paper'),
  supplementary: one(() => sampleOf('supplementary', 4), 'paper'),
  digitised: one(() => sampleOf('digitised', 3), 'paper'),
  'partial-year': one(() => sampleOf('partialYear', 4), 'display'),
  repeated: many(repeated(), { kind: 'paper' }),
  longest: one(longestHocBa, 'paper', AT),
  'longest-display': one(longestHocBa, 'display', AT),
  draft: async () => createForm(unsigned(), { kind: 'paper' }),
  tampered: async () => {
    const { file } = await sealed(specimenHocBa(), AT);
    const altered = openHocBa(alter(file, '<DIEM_KIEM_TRA_DINH_KY>6<', '<DIEM_KIEM_TRA_DINH_KY>9<'));
    const ports = await allPorts();
    return createForm(altered, { kind: 'paper', reports: await verifyHocBa(altered, ports) });
  },
  indeterminate: async () => {
    const { file } = await sealed(specimenHocBa(), AT);
    return createForm(file, {
      kind: 'display',
      reports: await verifyHocBa(file, { at: new Date('2024-06-01T00:00:00Z') }),
    });
  },
};

const require = createRequire(import.meta.url);

/** The font of the development dependency, handed in as a file: the same letters on every machine. */
export function testFonts(): readonly HtmlFont[] {
  const folder = dirname(require.resolve('@expo-google-fonts/noto-serif/package.json'));
  const font = (style: HtmlFont['style'], name: string): HtmlFont => ({
    style,
    mediaType: 'font/ttf',
    bytes: readFileSync(join(folder, `${name}.ttf`)),
  });
  return [
    font('regular', '400Regular/NotoSerif_400Regular'),
    font('bold', '700Bold/NotoSerif_700Bold'),
    font('italic', '400Regular_Italic/NotoSerif_400Regular_Italic'),
  ];
}

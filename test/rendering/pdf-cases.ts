/* The forms that PDF tests and pictures are made of: real records, signed and judged by the package's own calls. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HocBa } from '../../src/hoc-ba/index.js';
import { cv2088, type HocBaFile, writeHocBa } from '../../src/record-xml/index.js';
import { createForm, type Form, type FormKind, type PdfFonts } from '../../src/rendering/index.js';
import { sampleHistories, specimenHocBa } from '../../src/testing/index.js';
import { verifyHocBa } from '../../src/verification/index.js';
import { ROOT } from '../shared.js';
import { allPorts, alter, type RecordOptions, signed, unsigned } from '../signing/kit.js';

const NOTO = join(ROOT, 'node_modules/@expo-google-fonts/noto-serif');
const fontFile = (name: string): Uint8Array => new Uint8Array(readFileSync(join(NOTO, name)));

export const FONTS: PdfFonts = {
  regular: fontFile('400Regular/NotoSerif_400Regular.ttf'),
  bold: fontFile('700Bold/NotoSerif_700Bold.ttf'),
  italic: fontFile('400Regular_Italic/NotoSerif_400Regular_Italic.ttf'),
};

/** The instant written into every file of the tests. */
export const MADE = new Date('2024-06-02T00:00:00Z');

export interface PdfCase {
  readonly form: Form;
  readonly files: readonly HocBaFile[] | readonly Uint8Array[];
}

export interface CaseOptions extends RecordOptions {
  readonly kind?: FormKind;
  readonly images?: { readonly signature?: Uint8Array; readonly seal?: Uint8Array };
}

/** A record signed by all its roles, judged with every answer in its favour. */
export async function sealedCase(options: CaseOptions = {}): Promise<PdfCase> {
  const { kind = 'display', images, ...rest } = options;
  const file = await signed(rest);
  const reports = await verifyHocBa(file, await allPorts());
  return { form: createForm(file, { kind, reports, ...(images === undefined ? {} : { images }) }), files: [file] };
}

/** A record that nobody has signed or judged. */
export function draftCase(hocBa: HocBa = specimenHocBa(), kind: FormKind = 'display'): PdfCase {
  const file = unsigned({ hocBa });
  return { form: createForm(file, { kind }), files: [file] };
}

/** A sealed record with one level changed afterwards. */
export async function tamperedCase(kind: FormKind = 'display'): Promise<PdfCase> {
  const bytes = alter(await signed(), '<MUC_DAT_DUOC>Hoàn thành</', '<MUC_DAT_DUOC>Hoàn thành tốt</');
  const reports = await verifyHocBa(bytes, await allPorts());
  return { form: createForm(bytes, { kind, reports }), files: [bytes] };
}

/** A sealed record judged without a register of who may sign for the school. */
export async function indeterminateCase(kind: FormKind = 'display'): Promise<PdfCase> {
  const file = await signed();
  const { authority: _none, ...ports } = await allPorts();
  const reports = await verifyHocBa(file, ports);
  return { form: createForm(file, { kind, reports }), files: [file] };
}

/** Five years of one pupil, unsigned, the older ones digitised paper. */
export function historyCase(kind: FormKind = 'paper', seed = 'pdf'): PdfCase {
  const [records] = sampleHistories({ pupils: 1, seed });
  const files = records!.map((hocBa) => writeHocBa(hocBa, { layout: cv2088 }));
  return { form: createForm(files, { kind }), files };
}

const WORDS =
  'Biết lắng nghe, hợp tác với bạn; đọc trôi chảy, viết đúng chính tả, cần rèn thêm tính cẩn thận khi làm bài. ';
const NAME = 'Nguyễn Phúc Hoàng Thiên Bảo Trâm Anh Nguyệt Quỳnh Hương Giangg';

/** Names of 60 characters and comments of 2,000. */
export function longestRecord(): HocBa {
  const hocBa = specimenHocBa();
  const comment = WORDS.repeat(20).slice(0, 2000).trim();
  const hoVaTen = [...NAME].slice(0, 60).join('');
  return {
    ...hocBa,
    hocSinh: { ...hocBa.hocSinh, hoVaTen, hoVaTenMe: hoVaTen },
    monHoc: hocBa.monHoc.map((row) => ({ ...row, nhanXet: comment })),
    danhGia: withComments(hocBa.danhGia, comment),
  };
}

function withComments<T>(value: T, comment: string): T {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, key === 'nhanXet' ? comment : withComments(one, comment)]),
  ) as T;
}

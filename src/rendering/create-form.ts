import { encodeHex } from '../encoding/index.js';
import { createError } from '../errors/index.js';
import type { HocBa } from '../hoc-ba/index.js';
import { recordDigest } from '../integrity/index.js';
import { type HocBaFile, openHocBa, readHocBa } from '../record-xml/index.js';
import { appendixPage } from './appendix-page.js';
import { FORM_ASSUMPTIONS, type FormAssumption, type FormAssumptionId } from './assumptions.js';
import { type FieldReader, readFields } from './field-reader.js';
import type { Form, FormImage, FormKind, FormMarks, FormPage, FormSignature } from './form.js';
import { shownText, shownYear } from './form-text.js';
import { makeMarks } from './marks.js';
import { openingPages } from './opening-pages.js';
import { assertReportFits, fileDigest, type RecordReport } from './record-report.js';
import { RENDERING_ERRORS } from './rendering-errors.js';
import { isSamePupil } from './same-pupil.js';
import { yearPages } from './year-pages.js';

/** The form has five years, and one more for a repeated one. */
const YEARS_LIMIT = 6;
const IMAGE_LIMIT_BYTES = 2_000_000;

export interface CreateFormOptions {
  readonly kind: FormKind;
  /**
   * What `verifyHocBa` said of each record, in the order of the records; `null` or left out: nobody has checked, and every page says so.
   */
  readonly reports?: RecordReport | null | readonly (RecordReport | null)[];
  /** Default true: after the form, a page a record with certificate data and with the data that the form has no cell for. */
  readonly appendix?: boolean;
  /** Pictures for the signature blocks of the paper form, PNG or JPEG, at most 2,000,000 bytes each. Shown only beside valid signatures. */
  readonly images?: { readonly signature?: Uint8Array; readonly seal?: Uint8Array };
}

/**
 * The form in which records of one pupil are shown: pages, labels and cells as data, with every mark that a page must carry.
 *
 * Data come from the file and the verdict from the report; the two must be about the same bytes. Without a report nothing is claimed.
 *
 * @param records - Files or bytes, one a school year, oldest first; at most 6. Cover and pupil page come from the newest.
 * @throws {@link HocBaSoError} `ERR_RENDER_NO_RECORD`, `ERR_RENDER_TOO_MANY_YEARS`; `ERR_RENDER_RECORD_INVALID` when a record cannot be read
 * without errors (its findings are the error's `issues`); `ERR_RENDER_LEVEL` for another level than primary; `ERR_RENDER_SEVERAL_PUPILS`,
 * `ERR_RENDER_YEAR_ORDER`, `ERR_RENDER_YEAR_TWICE`; `ERR_RENDER_REPORT_COUNT`, `ERR_RENDER_REPORT_MISMATCH`; `ERR_RENDER_IMAGE`; and the
 * codes of `openHocBa`, among them `ERR_RECORD_LAYOUT_UNKNOWN`.
 * @see CV 2088/BGDĐT-GDTH phụ lục 2; TT 27/2020/TT-BGDĐT phụ lục 1; QĐ 2904/QĐ-BGDĐT
 * @example examples/render.ts
 */
export function createForm(
  records: HocBaFile | Uint8Array | readonly (HocBaFile | Uint8Array)[],
  options: CreateFormOptions,
): Form {
  const inputs = isList(records) ? records : [records];
  if (inputs.length === 0) throw createError(RENDERING_ERRORS, 'ERR_RENDER_NO_RECORD', {});
  if (inputs.length > YEARS_LIMIT) {
    throw createError(RENDERING_ERRORS, 'ERR_RENDER_TOO_MANY_YEARS', { limit: YEARS_LIMIT, count: inputs.length });
  }
  const reports = reportsOf(options, inputs.length);
  const years = inputs.map((input, record) => readYear(input, record, reports[record]!));
  assertOnePupil(years.map(({ reader }) => reader.hocBa));
  assertYears(years.map(({ reader }) => reader.hocBa));
  const images = imagesOf(options);
  const readers = years.map(({ reader }) => reader);
  const newest = years.at(-1)!;
  const { kind } = options;
  const pages: FormPage[] = [
    ...openingPages({ kind, readers, principal: () => signatureOf(newest, 'canBoQuanLy', images) }),
    ...years.flatMap((year, record) =>
      yearPages({
        kind,
        reader: year.reader,
        record,
        principal: () => signatureOf(year, 'canBoQuanLy', images),
        teacher: () => signatureOf(year, 'giaoVienChuNhiem', {}),
      }),
    ),
  ];
  shareOpening(readers);
  if (options.appendix !== false) {
    for (const [record, year] of years.entries()) pages.push(appendixPage({ ...year, record, withRest: true }));
  }
  return {
    kind,
    language: 'vi',
    title: `Học bạ tiểu học – ${shownText(newest.reader.hocBa.hocSinh.hoVaTen)}`,
    records: years.map(({ reader, marks, fileSha256 }) => ({
      namHoc: shownYear(reader.hocBa.namHoc),
      maTraCuu: reader.hocBa.maTraCuu,
      fileSha256,
      marks,
    })),
    pages,
    assumed: assumptionsOf(pages),
  };
}

function isList<T extends object>(records: T | readonly T[]): records is readonly T[] {
  return Array.isArray(records);
}

function reportsOf({ reports = null }: CreateFormOptions, records: number): readonly (RecordReport | null)[] {
  if (reports === null) return Array.from({ length: records }, () => null);
  const list = isList(reports as object) ? (reports as readonly (RecordReport | null)[]) : [reports as RecordReport];
  if (list.length === records) return list;
  throw createError(RENDERING_ERRORS, 'ERR_RENDER_REPORT_COUNT', { records, reports: list.length });
}

interface Year {
  readonly reader: FieldReader;
  readonly marks: FormMarks;
  readonly fileSha256: string;
  readonly recordDigest: string;
}

function readYear(input: HocBaFile | Uint8Array, index: number, report: RecordReport | null): Year {
  const record = index + 1;
  const file = openHocBa(input);
  const { hocBa, findings } = readHocBa(file);
  if (hocBa === null) {
    const errors = findings.filter(({ severity }) => severity === 'error');
    throw createError(
      RENDERING_ERRORS,
      'ERR_RENDER_RECORD_INVALID',
      { record, count: errors.length, first: errors[0]?.code ?? 'unknown' },
      { issues: errors.map(({ code, field }) => ({ code, field })) },
    );
  }
  if (hocBa.capHoc !== 'tieuHoc') throw createError(RENDERING_ERRORS, 'ERR_RENDER_LEVEL', { record });
  const fileSha256 = fileDigest(file);
  const digest = encodeHex(recordDigest(file));
  if (report !== null) {
    assertReportFits(report, file, { record, fileSha256, recordDigest: digest, maTraCuu: hocBa.maTraCuu });
  }
  const reader = readFields(hocBa);
  return { reader, marks: makeMarks({ file, reader, report, recordDigest: digest }), fileSha256, recordDigest: digest };
}

/** Each against each before it: one without a personal id agrees with two pupils of one name and birth day. */
function assertOnePupil(records: readonly HocBa[]): void {
  for (const [index, one] of records.entries()) {
    if (!records.slice(0, index).every((other) => isSamePupil(other, one))) {
      throw createError(RENDERING_ERRORS, 'ERR_RENDER_SEVERAL_PUPILS', { record: index + 1 });
    }
  }
}

function assertYears(years: readonly HocBa[]): void {
  for (const [index, { namHoc }] of years.entries()) {
    const first = years.findIndex((one) => one.namHoc === namHoc);
    if (first < index) {
      throw createError(RENDERING_ERRORS, 'ERR_RENDER_YEAR_TWICE', { namHoc, first: first + 1, record: index + 1 });
    }
    if (index > 0 && years[index - 1]!.namHoc > namHoc) {
      throw createError(RENDERING_ERRORS, 'ERR_RENDER_YEAR_ORDER', { namHoc, record: index + 1 });
    }
  }
}

/** What an older year says of pupil, school and years so far is shown when the pages of the newest year say the same. */
function shareOpening(readers: readonly FieldReader[]): void {
  const newest = readers.at(-1)!;
  const hidden = new Set(newest.rest().map(({ path }) => path));
  for (const reader of readers.slice(0, -1)) {
    for (const { path, value } of reader.rest()) {
      if (!/^(?:hocSinh|nhaTruong)\.|^quaTrinhHocTap\[/.test(path) || hidden.has(path)) continue;
      if (JSON.stringify(newest.leaf(path)?.value) === JSON.stringify(value)) reader.part(path);
    }
  }
}

interface Images {
  readonly signature?: FormImage;
  readonly seal?: FormImage;
}

function imagesOf({ images = {} }: CreateFormOptions): Images {
  const one = (image: 'signature' | 'seal', alternative: string): Partial<Record<'signature' | 'seal', FormImage>> => {
    const bytes = images[image];
    if (bytes === undefined) return {};
    const mediaType = mediaTypeOf(bytes);
    if (mediaType === undefined || bytes.length > IMAGE_LIMIT_BYTES) {
      throw createError(RENDERING_ERRORS, 'ERR_RENDER_IMAGE', { image, limitBytes: IMAGE_LIMIT_BYTES });
    }
    return { [image]: { mediaType, bytes: bytes.slice(), alternative } };
  };
  return { ...one('signature', 'Hình chữ ký của cán bộ quản lý'), ...one('seal', 'Hình con dấu của nhà trường') };
}

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const JPEG = [0xff, 0xd8, 0xff];

function mediaTypeOf(bytes: Uint8Array): FormImage['mediaType'] | undefined {
  if (PNG.every((byte, at) => bytes[at] === byte)) return 'image/png';
  return JPEG.every((byte, at) => bytes[at] === byte) ? 'image/jpeg' : undefined;
}

/** A signature block: the name the record gives, what the report says, and pictures only where their signature is valid. */
function signatureOf(
  { reader, marks }: Year,
  role: 'canBoQuanLy' | 'giaoVienChuNhiem',
  images: Images,
): Omit<FormSignature, 'title' | 'note'> {
  const signer = marks.signers.find((one) => one.role === role);
  const isValid = (which: FormSignature['role']): boolean =>
    marks.verdict.conclusion === 'totalPassed' &&
    marks.signers.some((one) => one.role === which && one.tone === 'passed');
  const state =
    signer === undefined
      ? ['Chữ ký số: CHƯA KÝ']
      : [
          `Chữ ký số: ${signer.state}`,
          ...(signer.certificate === null ? [] : [signer.certificate.holder]),
          ...(signer.claimedTime === null ? [] : [signer.claimedTime]),
        ];
  return {
    role,
    tone: signer?.tone ?? 'none',
    state,
    name: reader.part(`${role}.hoVaTen`, { isBold: true }),
    ...(images.signature !== undefined && isValid(role) ? { signatureImage: images.signature } : {}),
    ...(images.seal !== undefined && isValid('phatHanh') && isValid(role) ? { sealImage: images.seal } : {}),
  };
}

/** The assumptions that blocks, fields and cells of these pages name. */
function assumptionsOf(pages: readonly FormPage[]): readonly FormAssumption[] {
  const found = new Set<FormAssumptionId>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return;
    if (Array.isArray(value)) for (const one of value) visit(one);
    else {
      for (const [key, one] of Object.entries(value)) {
        if (key === 'assumed') for (const id of one as readonly FormAssumptionId[]) found.add(id);
        else visit(one);
      }
    }
  };
  visit(pages);
  return (Object.keys(FORM_ASSUMPTIONS) as FormAssumptionId[])
    .filter((id) => found.has(id))
    .map((id) => ({ id, ...FORM_ASSUMPTIONS[id] }));
}

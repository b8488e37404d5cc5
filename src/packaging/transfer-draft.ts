import { createError } from '../errors/index.js';
import { type HocBaFile, openHocBa, readHocBa } from '../record-xml/index.js';
import { formatSigningTime } from '../xades/index.js';
import { writeXml } from '../xml/index.js';
import { ASIC_E, MANIFEST_NAMESPACE } from './asic-names.js';
import { extractRecord } from './open-transaction.js';
import { TRANSFER_ERRORS } from './transfer-errors.js';
import {
  ATTACHMENT_KINDS,
  type AttachmentKind,
  FACTS_FILE,
  identityDifferences,
  inChainOrder,
  missingYears,
  type TransferFacts,
  type TransferRecord,
  type TransferSchool,
  writeFacts,
  yearOf,
} from './transfer-facts.js';

/** A file that goes with the records. */
export interface TransferAttachment {
  /** Lower-case letters, digits and hyphens, with its ending: `ke-hoach.pdf`. Name no pupil in it. */
  readonly name: string;
  readonly kind: AttachmentKind;
  readonly bytes: Uint8Array;
}

export interface DraftTransferOptions {
  /** The school that hands the pupil over. */
  readonly sender: TransferSchool;
  /** Default `null`: not known yet. */
  readonly receiver?: TransferSchool | null;
  /** Default now; written to the second, in Vietnam time. */
  readonly createdAt?: Date;
  /** Reasons for years without a record, by school year: `{ '2021-2022': 'Học bạ giấy' }`. */
  readonly gaps?: Readonly<Record<string, string>>;
  /** Receipts of gateways as they came, JSON or XML. */
  readonly receipts?: readonly Uint8Array[];
  readonly attachments?: readonly TransferAttachment[];
}

/** What will be signed: the files of a package, all but its manifest and its signature. */
export interface TransferDraft {
  readonly facts: TransferFacts;
  /** In the order of the package. */
  readonly files: readonly TransferFile[];
}

export interface TransferFile {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** Files in a package, so that one signature can name them all and a reader stays within its limits. */
const MOST_FILES = 60;
const NAME = /^[a-z][a-z0-9-]{0,59}\.(pdf|jpg|png|xml)$/;

/** What an attachment may be, by its first bytes and its ending. */
const MEDIA_TYPES: Readonly<
  Record<string, { readonly type: string; readonly starts: readonly (readonly number[])[] }>
> = {
  pdf: { type: 'application/pdf', starts: [[0x25, 0x50, 0x44, 0x46, 0x2d]] },
  jpg: { type: 'image/jpeg', starts: [[0xff, 0xd8, 0xff]] },
  png: { type: 'image/png', starts: [[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]] },
  xml: { type: 'text/xml', starts: [[0x3c], [0xef, 0xbb, 0xbf, 0x3c]] },
};

/**
 * The files of a transfer package, before anybody signs: the pupil's records of all years as they are, and the facts about their chain.
 *
 * @param records - Signed records of one pupil, in any order; a record inside a list is taken out of it, digests unchanged.
 * @throws {@link HocBaSoError} `ERR_TRANSFER_EMPTY`; `ERR_TRANSFER_RECORD` for one that cannot be read; `ERR_TRANSFER_PUPIL` when they are not
 * of one pupil; `ERR_TRANSFER_DUPLICATE` for a look-up code that stands twice; `ERR_TRANSFER_ATTACHMENT` (`name`, `duplicate`, `content`,
 * `count`, `kind`); the codes of `openHocBa`.
 * @see TT 15/2026/TT-BGDĐT (chuyển trường); 1789/QĐ-SGDĐT điều 22
 */
export function draftTransfer(
  records: readonly (HocBaFile | Uint8Array)[],
  options: DraftTransferOptions,
): TransferDraft {
  const read = inChainOrder(readRecords(records));
  const years = read.map(yearOf);
  const attachments = (options.attachments ?? []).map(checkAttachment);
  const receipts = (options.receipts ?? []).map((bytes, index) => {
    const isXml = bytes[0] === 0x3c || bytes[0] === 0xef;
    const name = `bien-nhan/bien-nhan-${String(index + 1).padStart(2, '0')}.${isXml ? 'xml' : 'json'}`;
    return { name, mediaType: isXml ? 'text/xml' : 'application/json', bytes };
  });
  const names = new Set(attachments.map(({ name }) => name));
  if (names.size < attachments.length) throw attachmentError(attachments.length, 'duplicate');
  const facts: TransferFacts = {
    version: 1,
    createdAt: formatSigningTime(options.createdAt ?? new Date()),
    sender: options.sender,
    receiver: options.receiver ?? null,
    years,
    gaps: missingYears(read).map((namHoc) => ({ namHoc, reason: options.gaps?.[namHoc] ?? null })),
    receipts: receipts.map(({ name: file, mediaType }) => ({ file, mediaType })),
    attachments: attachments.map(({ name: file, kind, mediaType }) => ({ file, kind, mediaType })),
  };
  const files: TransferFile[] = [
    { name: FACTS_FILE, mediaType: 'application/json', bytes: writeFacts(facts) },
    ...years.map(({ file }, index) => ({ name: file, mediaType: 'text/xml', bytes: read[index]!.file.bytes })),
    ...receipts,
    ...attachments.map(({ name, mediaType, bytes }) => ({ name, mediaType, bytes })),
  ];
  if (files.length > MOST_FILES) throw attachmentError(attachments.length, 'count');
  return { facts, files };
}

/** Every record read, and all of one pupil. */
function readRecords(records: readonly (HocBaFile | Uint8Array)[]): readonly TransferRecord[] {
  const read = records.map((record, index): TransferRecord => {
    const file = extractRecord(openHocBa(record));
    const { hocBa } = readHocBa(file);
    if (hocBa === null) throw createError(TRANSFER_ERRORS, 'ERR_TRANSFER_RECORD', { position: index + 1 });
    return { file, hocBa };
  });
  if (read.length === 0) throw createError(TRANSFER_ERRORS, 'ERR_TRANSFER_EMPTY', {});
  const codes = new Set<string>();
  read.forEach(({ hocBa }, index) => {
    // Against each before it: one without a personal id agrees with two pupils of one name and birth day.
    const other = read
      .slice(0, index)
      .flatMap((one) => identityDifferences(one.hocBa, hocBa))
      .find(({ isOther }) => isOther);
    if (other !== undefined) {
      throw createError(TRANSFER_ERRORS, 'ERR_TRANSFER_PUPIL', { position: index + 1, field: other.field });
    }
    const code = hocBa.maTraCuu.toLowerCase();
    if (codes.has(code)) throw createError(TRANSFER_ERRORS, 'ERR_TRANSFER_DUPLICATE', { position: index + 1 });
    codes.add(code);
  });
  return read;
}

function checkAttachment({ name, kind, bytes }: TransferAttachment, index: number) {
  const form = NAME.exec(name);
  if (form === null) throw attachmentError(index + 1, 'name');
  if (!ATTACHMENT_KINDS.includes(kind)) throw attachmentError(index + 1, 'kind');
  const { type, starts } = MEDIA_TYPES[form[1]!]!;
  // The ending and the content say the same: nobody opens something else than he was told.
  if (!starts.some((start) => start.every((byte, at) => bytes[at] === byte))) {
    throw attachmentError(index + 1, 'content');
  }
  return { name: `dinh-kem/${name}`, kind, mediaType: type, bytes };
}

function attachmentError(position: number, reason: string) {
  return createError(TRANSFER_ERRORS, 'ERR_TRANSFER_ATTACHMENT', { position, reason });
}

/** The manifest of a package: every file with its media type (EN 319 162-1 §4.4.3.2, note; OpenDocument 1.2 part 3). */
export function manifestOf(files: readonly Pick<TransferFile, 'name' | 'mediaType'>[]): Uint8Array {
  const entry = (path: string, type: string) => ({
    name: 'manifest:file-entry',
    attributes: [
      ['manifest:full-path', path],
      ['manifest:media-type', type],
    ] as const,
  });
  return writeXml({
    name: 'manifest:manifest',
    namespaces: [['manifest', MANIFEST_NAMESPACE]],
    attributes: [['manifest:version', '1.2']],
    children: [entry('/', ASIC_E), ...files.map(({ name, mediaType }) => entry(name, mediaType))],
  });
}

import { equalBytes } from '../encoding/index.js';
import { createError } from '../errors/index.js';
import { ARCHIVE_ERRORS } from './archive-errors.js';
import type { ArchiveLimits } from './archive-limits.js';
import { checkDistinct, checkName, decodeName } from './archive-names.js';

/*
 * The frame of a ZIP file (APPNOTE.TXT 4.3), read before any library sees it. What libraries differ in is refused: every byte of the file
 * belongs to exactly one entry, its descriptor, or the directory, and both headers of an entry say the same.
 */
const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END_LENGTH = 22;
const LOCATOR_64 = 0x07064b50;
const DESCRIPTOR = 0x08074b50;
const ZIP64_EXTRA = 0x0001;
const UNICODE_PATH_EXTRA = 0x7075;
/** Above this an entry may not grow more than the limit says; small files of one letter grow a lot. */
const RATIO_FROM_BYTES = 64 * 1024;

const FLAG = { encrypted: 1, descriptor: 8, strong: 64, utf8: 0x800, masked: 0x2000 } as const;
/** Encryption, deflate level (1, 2), descriptor, UTF-8; everything else is a feature that is not read. */
const KNOWN_FLAGS = 1 | 2 | 4 | 8 | 64 | 0x800 | 0x2000;

/** One entry as both of its headers describe it. */
export interface ZipRecord {
  /** Place in the central directory, from 1. */
  readonly entry: number;
  readonly name: string;
  readonly isFolder: boolean;
  readonly method: 'store' | 'deflate';
  /** The data as they stand in the archive. */
  readonly compressed: Uint8Array;
  readonly size: number;
  readonly crc32: number;
  /** Offset of the local header. */
  readonly offset: number;
  /** Whether the local header has an extra field. */
  readonly hasLocalExtra: boolean;
}

type Central = Omit<ZipRecord, 'compressed' | 'hasLocalExtra'> & {
  readonly flags: number;
  readonly rawName: Uint8Array;
  readonly rawTime: number;
  readonly compressedSize: number;
};

/**
 * The entries of an archive in the order of its directory. Nothing is unpacked.
 *
 * @param bytes - attacker-controlled.
 * @throws {@link HocBaSoError} `ERR_ARCHIVE_*`.
 * @see PKWARE APPNOTE.TXT 6.3.10, 4.3; ISO/IEC 21320-1
 */
export function readZipStructure(bytes: Uint8Array, limits: ArchiveLimits): readonly ZipRecord[] {
  if (bytes.length > limits.archiveBytes) throw tooLarge(bytes.length, limits.archiveBytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const directory = findDirectory(view);
  if (directory.count > limits.entries) {
    throw createError(ARCHIVE_ERRORS, 'ERR_ARCHIVE_COUNT', { count: directory.count, limit: limits.entries });
  }
  const central = readDirectory(bytes, view, directory, limits);
  checkDistinct(central.map(({ name }) => name));
  return readEntries(bytes, view, central, directory.start);
}

interface Directory {
  readonly start: number;
  readonly end: number;
  readonly count: number;
}

/** The last end record must be the end of the file: a second one, or something behind it, is how two readers see two archives. */
function findDirectory(view: DataView): Directory {
  const length = view.byteLength;
  const begins = length >= 4 && [LOCAL, END].includes(view.getUint32(0, true));
  let at = length - END_LENGTH;
  const lowest = Math.max(0, at - 0xffff);
  while (at >= lowest && view.getUint32(at, true) !== END) at--;
  if (at < lowest) throw begins ? damaged('directory') : createError(ARCHIVE_ERRORS, 'ERR_ARCHIVE_NOT_ZIP', {});
  const commentLength = view.getUint16(at + 20, true);
  if (at + END_LENGTH + commentLength > length) throw damaged('end');
  if (at + END_LENGTH + commentLength < length) throw createError(ARCHIVE_ERRORS, 'ERR_ARCHIVE_JUNK_AFTER', {});
  const [disk, directoryDisk, here, count] = [4, 6, 8, 10].map((place) => view.getUint16(at + place, true)) as [
    number,
    number,
    number,
    number,
  ];
  const size = view.getUint32(at + 12, true);
  const start = view.getUint32(at + 16, true);
  const hasLocator = at >= 20 && view.getUint32(at - 20, true) === LOCATOR_64;
  if (hasLocator || count === 0xffff || size === 0xffffffff || start === 0xffffffff) throw zip64();
  if (disk !== 0 || directoryDisk !== 0 || here !== count) {
    throw createError(ARCHIVE_ERRORS, 'ERR_ARCHIVE_MULTIDISK', {});
  }
  const shift = at - size - start;
  if (shift > 0) throw createError(ARCHIVE_ERRORS, 'ERR_ARCHIVE_JUNK_BEFORE', {});
  if (shift < 0) throw damaged('directory');
  return { start, end: at, count };
}

function readDirectory(
  bytes: Uint8Array,
  view: DataView,
  { start, end, count }: Directory,
  limits: ArchiveLimits,
): readonly Central[] {
  const records: Central[] = [];
  let at = start;
  let total = 0;
  for (let entry = 1; entry <= count; entry++) {
    if (at + 46 > end || view.getUint32(at, true) !== CENTRAL) throw damaged('directory');
    const flags = view.getUint16(at + 8, true);
    const method = view.getUint16(at + 10, true);
    const compressedSize = view.getUint32(at + 20, true);
    const size = view.getUint32(at + 24, true);
    const nameLength = view.getUint16(at + 28, true);
    const extraLength = view.getUint16(at + 30, true);
    const commentLength = view.getUint16(at + 32, true);
    const offset = view.getUint32(at + 42, true);
    const next = at + 46 + nameLength + extraLength + commentLength;
    if (next > end) throw damaged('directory');
    const rawName = bytes.subarray(at + 46, at + 46 + nameLength);
    const extra = bytes.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength);
    if (flags & (FLAG.encrypted | FLAG.strong | FLAG.masked) || method === 99) {
      throw createError(ARCHIVE_ERRORS, 'ERR_ARCHIVE_ENCRYPTED', { entry });
    }
    if (flags & ~KNOWN_FLAGS || (method !== 0 && method !== 8)) {
      throw createError(ARCHIVE_ERRORS, 'ERR_ARCHIVE_METHOD', { entry });
    }
    if ([compressedSize, size, offset].includes(0xffffffff)) throw zip64();
    if (view.getUint16(at + 34, true) !== 0) throw createError(ARCHIVE_ERRORS, 'ERR_ARCHIVE_MULTIDISK', {});
    checkExtra(extra, rawName, entry);
    const name = decodeName(rawName, (flags & FLAG.utf8) !== 0, entry);
    checkName(name, entry);
    const isFolder = name.endsWith('/');
    checkKind(view.getUint32(at + 38, true), isFolder, entry);
    if (isFolder && size !== 0) throw mismatch(entry);
    if (method === 0 && compressedSize !== size) throw mismatch(entry);
    if (size > limits.entryBytes) throw tooLarge(size, limits.entryBytes);
    total += size;
    if (total > limits.totalBytes) throw tooLarge(total, limits.totalBytes);
    if (size > RATIO_FROM_BYTES && size > compressedSize * limits.ratio) {
      const ratio = Math.ceil(size / Math.max(1, compressedSize));
      throw createError(ARCHIVE_ERRORS, 'ERR_ARCHIVE_RATIO', { entry, ratio, limit: limits.ratio });
    }
    records.push({
      ...{ entry, name, isFolder, method: method === 0 ? 'store' : 'deflate', size, offset, flags, rawName },
      crc32: view.getUint32(at + 16, true),
      rawTime: view.getUint32(at + 12, true),
      compressedSize,
    });
    at = next;
  }
  if (at !== end) throw damaged('directory');
  return records;
}

/** The entries in the order of the file: each begins where the one before ends, the first at 0, and the last ends where the directory begins. */
function readEntries(
  bytes: Uint8Array,
  view: DataView,
  central: readonly Central[],
  directoryStart: number,
): readonly ZipRecord[] {
  const inOrder = [...central].sort((one, other) => one.offset - other.offset);
  if ((inOrder[0]?.offset ?? directoryStart) > 0) throw createError(ARCHIVE_ERRORS, 'ERR_ARCHIVE_JUNK_BEFORE', {});
  const found = new Map<number, ZipRecord>();
  inOrder.forEach((record, index) => {
    const { entry, offset, flags, rawName, rawTime, compressedSize, ...facts } = record;
    const next = inOrder[index + 1]?.offset ?? directoryStart;
    if (next === offset) throw overlap(inOrder[index + 1]?.entry ?? entry);
    if (offset + 30 > directoryStart) throw damaged('entry');
    if (view.getUint32(offset, true) !== LOCAL) throw damaged('entry');
    const nameLength = view.getUint16(offset + 26, true);
    const extraLength = view.getUint16(offset + 28, true);
    const start = offset + 30 + nameLength + extraLength;
    const end = start + compressedSize;
    if (start > directoryStart) throw damaged('entry');
    const localName = bytes.subarray(offset + 30, offset + 30 + nameLength);
    if (!equalBytes(localName, rawName)) throw createError(ARCHIVE_ERRORS, 'ERR_ARCHIVE_NAME_MISMATCH', { entry });
    checkExtra(bytes.subarray(offset + 30 + nameLength, start), rawName, entry);
    const hasDescriptor = (flags & FLAG.descriptor) !== 0;
    if (view.getUint16(offset + 6, true) !== flags) throw mismatch(entry);
    if (view.getUint16(offset + 8, true) !== (facts.method === 'store' ? 0 : 8)) throw mismatch(entry);
    if (view.getUint32(offset + 10, true) !== rawTime) throw mismatch(entry);
    const wanted = [facts.crc32, compressedSize, facts.size];
    const local = [14, 18, 22].map((place) => view.getUint32(offset + place, true));
    // With a descriptor the local header may leave them open, and may not say anything else.
    if (!local.every((value, at) => value === wanted[at] || (hasDescriptor && value === 0))) throw mismatch(entry);
    if (end > next) throw overlap(entry);
    if (hasDescriptor) checkDescriptor(view, end, next, wanted, entry);
    else if (end < next) throw createError(ARCHIVE_ERRORS, 'ERR_ARCHIVE_JUNK_BETWEEN', {});
    const hasLocalExtra = extraLength > 0;
    found.set(entry, { entry, offset, ...facts, compressed: bytes.subarray(start, end), hasLocalExtra });
  });
  return central.map(({ entry }) => found.get(entry)!);
}

/** CRC and both sizes after the data, with or without its signature; and nothing else up to the next entry. */
function checkDescriptor(view: DataView, at: number, next: number, wanted: readonly number[], entry: number): void {
  const length = next - at;
  const holds = (from: number) => wanted.every((value, index) => view.getUint32(from + 4 * index, true) === value);
  const signed = length >= 16 && view.getUint32(at, true) === DESCRIPTOR && holds(at + 4);
  if (signed && length === 16) return;
  if (length === 12 && holds(at)) return;
  if (signed || (length > 12 && holds(at))) throw createError(ARCHIVE_ERRORS, 'ERR_ARCHIVE_JUNK_BETWEEN', {});
  throw createError(ARCHIVE_ERRORS, 'ERR_ARCHIVE_DESCRIPTOR', { entry });
}

/** Extra fields are skipped, except those that give the entry another size or another name. */
function checkExtra(extra: Uint8Array, rawName: Uint8Array, entry: number): void {
  const view = new DataView(extra.buffer, extra.byteOffset, extra.byteLength);
  // Up to three zero bytes are the padding of aligned archives.
  for (let at = 0; at + 4 <= extra.length; ) {
    const id = view.getUint16(at, true);
    const length = view.getUint16(at + 2, true);
    const data = extra.subarray(at + 4, at + 4 + length);
    if (data.length < length) throw mismatch(entry);
    if (id === ZIP64_EXTRA) throw zip64();
    if (id === UNICODE_PATH_EXTRA && !equalBytes(data.subarray(5), rawName)) {
      throw createError(ARCHIVE_ERRORS, 'ERR_ARCHIVE_NAME_MISMATCH', { entry });
    }
    at += 4 + length;
  }
}

/** The upper half of the external attributes is a Unix mode: a link would lead out of the folder. */
function checkKind(externalAttributes: number, isFolder: boolean, entry: number): void {
  const kind = (externalAttributes >>> 16) & 0xf000;
  const expected = isFolder ? 0x4000 : 0x8000;
  if (kind !== 0 && kind !== expected) throw createError(ARCHIVE_ERRORS, 'ERR_ARCHIVE_SPECIAL_FILE', { entry });
}

function damaged(part: string) {
  return createError(ARCHIVE_ERRORS, 'ERR_ARCHIVE_DAMAGED', { part });
}

function zip64() {
  return createError(ARCHIVE_ERRORS, 'ERR_ARCHIVE_ZIP64', {});
}

function overlap(entry: number) {
  return createError(ARCHIVE_ERRORS, 'ERR_ARCHIVE_OVERLAP', { entry });
}

function mismatch(entry: number) {
  return createError(ARCHIVE_ERRORS, 'ERR_ARCHIVE_HEADER_MISMATCH', { entry });
}

function tooLarge(bytes: number, limit: number) {
  return createError(ARCHIVE_ERRORS, 'ERR_ARCHIVE_SIZE', { bytes, limit });
}

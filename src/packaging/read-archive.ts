import { equalBytes } from '../encoding/index.js';
import { createError } from '../errors/index.js';
import { ARCHIVE_ERRORS } from './archive-errors.js';
import { type ArchiveLimits, archiveLimits } from './archive-limits.js';
import { crc32, inflateWhole } from './gzip.js';
import { readWithPeer } from './zip-peer.js';
import { readZipStructure, type ZipRecord } from './zip-structure.js';

/** An entry of an archive that two readers agree on. */
export interface ArchiveEntry {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** As it stands in the archive. */
  readonly method: 'store' | 'deflate';
  /** Whether its local header has an extra field. */
  readonly hasExtra: boolean;
}

export interface ReadArchiveOptions {
  readonly limits?: Partial<ArchiveLimits>;
  /** An entry that is an archive itself: `refuse` (default) or keep it as the bytes it is. It is never opened. */
  readonly nested?: 'refuse' | 'keep';
}

/**
 * The files of a ZIP archive, all of them or none: nothing is handed out before every check has passed, and nothing is written anywhere.
 *
 * Two readers look at it. The first, ours, takes the frame apart and refuses whatever ZIP readers are known to differ in: names that lead
 * out or stand twice, entries that overlap, headers that contradict each other, bytes that belong to nothing, sizes above the limits. The
 * second is zip.js in its strict mode with an inflater of its own, under a cap: it must find the same files with the same bytes.
 *
 * @param bytes - attacker-controlled.
 * @returns Files in the order of the directory, folders left out.
 * @throws {@link HocBaSoError} `ERR_ARCHIVE_*` for what is refused; `ERR_PEER_MISSING` without `@zip.js/zip.js`.
 * @see PKWARE APPNOTE.TXT 4.3
 */
export async function readArchive(
  bytes: Uint8Array,
  options: ReadArchiveOptions = {},
): Promise<readonly ArchiveEntry[]> {
  const records = readZipStructure(bytes, archiveLimits(options.limits));
  const contents: Uint8Array[] = [];
  for (const record of records) {
    const content = await contentOf(record);
    if (options.nested !== 'keep' && isArchive(content)) {
      throw createError(ARCHIVE_ERRORS, 'ERR_ARCHIVE_NESTED', { entry: record.entry });
    }
    contents.push(content);
  }
  const other = await readWithPeer(
    bytes,
    records.map(({ size }) => size),
  );
  records.forEach(({ name, entry }, index) => {
    const found = other[index];
    if (found === undefined || found.name === null) throw disagree(entry, found?.cause);
    if (found.name !== name || !equalBytes(found.bytes, contents[index]!)) throw disagree(entry);
  });
  if (other.length > records.length) throw disagree(other.length);
  return records.flatMap(({ name, isFolder, method, hasLocalExtra: hasExtra }, index) =>
    isFolder ? [] : [{ name, bytes: contents[index]!, method, hasExtra }],
  );
}

/** The content by our own reading: as long as declared, with the declared CRC, and nothing behind it. */
async function contentOf({ method, compressed, size, crc32: wanted, entry }: ZipRecord): Promise<Uint8Array> {
  const content = method === 'store' ? compressed.slice() : await inflateWhole(compressed, size);
  if (content === 'damaged') throw createError(ARCHIVE_ERRORS, 'ERR_ARCHIVE_DAMAGED', { part: 'data' });
  if (content === 'tooLong' || content.length !== size) {
    throw createError(ARCHIVE_ERRORS, 'ERR_ARCHIVE_LENGTH', { entry });
  }
  if (crc32(content) !== wanted) throw createError(ARCHIVE_ERRORS, 'ERR_ARCHIVE_CRC', { entry });
  return content;
}

/** ZIP, gzip, 7z, RAR, xz, bzip2: by their first bytes. */
function isArchive(bytes: Uint8Array): boolean {
  return ARCHIVES.some((start) => start.every((byte, index) => bytes[index] === byte));
}

const ARCHIVES: readonly (readonly number[])[] = [
  [0x50, 0x4b, 3, 4],
  [0x50, 0x4b, 5, 6],
  [0x1f, 0x8b],
  [0x37, 0x7a, 0xbc, 0xaf],
  [0x52, 0x61, 0x72, 0x21],
  [0xfd, 0x37, 0x7a, 0x58, 0x5a],
  [0x42, 0x5a, 0x68],
];

function disagree(entry: number, cause?: unknown) {
  return createError(ARCHIVE_ERRORS, 'ERR_ARCHIVE_READERS_DISAGREE', { entry }, cause === undefined ? {} : { cause });
}

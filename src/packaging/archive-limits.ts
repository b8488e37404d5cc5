/** What an archive may cost; everything is counted before it is unpacked, and again while it is. */
export interface ArchiveLimits {
  /** Bytes of the archive itself; default 64 MiB. */
  readonly archiveBytes: number;
  /** Entries, folders included; default 256. */
  readonly entries: number;
  /** Bytes of one entry when unpacked; default 64 MiB. */
  readonly entryBytes: number;
  /** Bytes of all entries when unpacked; default 128 MiB. */
  readonly totalBytes: number;
  /** How many times an entry above 64 KiB may grow when unpacked; default 100. Records grow about ten times. */
  readonly ratio: number;
}

export const ARCHIVE_LIMITS: ArchiveLimits = {
  archiveBytes: 64 * 1024 * 1024,
  entries: 256,
  entryBytes: 64 * 1024 * 1024,
  totalBytes: 128 * 1024 * 1024,
  ratio: 100,
};

/** Not a spread: an undefined from JavaScript must not mean "no limit". */
export function archiveLimits(given: Partial<ArchiveLimits> = {}): ArchiveLimits {
  return {
    archiveBytes: given.archiveBytes ?? ARCHIVE_LIMITS.archiveBytes,
    entries: given.entries ?? ARCHIVE_LIMITS.entries,
    entryBytes: given.entryBytes ?? ARCHIVE_LIMITS.entryBytes,
    totalBytes: given.totalBytes ?? ARCHIVE_LIMITS.totalBytes,
    ratio: given.ratio ?? ARCHIVE_LIMITS.ratio,
  };
}

/*
 * A small strict reader of ASiC containers (EN 319 162-1) for judging their signatures. It stands here, beside the corpus, until
 * packaging has its own: names, limits and refusals are those of `design.md` 9.
 */
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';

export interface AsicEntry {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface AsicContainer {
  /** Files in the order of the archive, folders left out. */
  readonly entries: readonly AsicEntry[];
  /** What the container rules forbid although its signatures may hold. */
  readonly findings: readonly AsicFinding[];
}

export type AsicFinding = 'mimetypeMissing' | 'mimetypeNotFirst' | 'manifestMissing' | 'manifestEntry';

export interface AsicLimits {
  readonly entries: number;
  /** Bytes of one entry when unpacked. */
  readonly entryBytes: number;
}

const LIMITS: AsicLimits = { entries: 1000, entryBytes: 64 * 1024 * 1024 };

/** Why an archive is not read at all. */
export class AsicRefusal extends Error {
  readonly reason: 'zip' | 'entryName' | 'entryDuplicate' | 'entryTooLarge' | 'entryCount';
  constructor(reason: AsicRefusal['reason'], options?: { cause: unknown }) {
    super(reason, options);
    this.reason = reason;
  }
}

/**
 * Reads a container. Entries are never unpacked further: a data file that is an archive itself stays bytes.
 *
 * @throws {@link AsicRefusal} for an ambiguous or damaged archive, a name twice, a path that leaves the container, too much data.
 */
export async function readAsic(bytes: Uint8Array, limits: AsicLimits = LIMITS): Promise<AsicContainer> {
  const reader = new ZipReader(new Uint8ArrayReader(bytes), {
    strictness: 'strict',
    checkSignature: true,
    useWebWorkers: false,
  });
  const entries: AsicEntry[] = [];
  const names = new Set<string>();
  try {
    let count = 0;
    for await (const entry of reader.getEntriesGenerator()) {
      if (++count > limits.entries) throw new AsicRefusal('entryCount');
      const { filename: name } = entry;
      if (!isInside(name)) throw new AsicRefusal('entryName');
      // Equal on a file system that folds case or form: which of the two is signed would depend on the reader.
      const folded = name.normalize('NFC').toLowerCase();
      if (names.size === names.add(folded).size) throw new AsicRefusal('entryDuplicate');
      if (entry.directory) continue;
      // attacker-controlled: the declared size bounds nothing, hence the count while writing.
      if (entry.uncompressedSize > limits.entryBytes) throw new AsicRefusal('entryTooLarge');
      entries.push({
        name,
        bytes: await entry.getData(new BoundedWriter(limits.entryBytes), { checkSignature: true }),
      });
    }
  } catch (cause) {
    if (cause instanceof AsicRefusal) throw cause;
    // The strict reader names a second entry of one name as ambiguity of the archive.
    const text = String((cause as { message?: unknown }).message);
    throw new AsicRefusal(/duplicate/i.test(text) ? 'entryDuplicate' : 'zip', { cause });
  } finally {
    await reader.close();
  }
  return { entries, findings: findingsOf(entries) };
}

/** Counts while inflating: a bomb is stopped at the limit, whatever its header says. */
class BoundedWriter extends Uint8ArrayWriter {
  private left: number;
  constructor(limit: number) {
    super();
    this.left = limit;
  }
  override writeUint8Array(array: Uint8Array): Promise<void> {
    this.left -= array.length;
    if (this.left < 0) throw new AsicRefusal('entryTooLarge');
    return super.writeUint8Array(array);
  }
}

/** Relative, without `.` or `..` as a step, without backslash, drive or control characters. */
function isInside(name: string): boolean {
  const steps = name.replace(/\/$/, '').split('/');
  return steps.every((step) => step !== '' && step !== '.' && step !== '..') && !/[\\:\u0000-\u001f\u007f]/.test(name);
}

/** Whether an entry holds signatures (EN 319 162-1 §4.3.3.2, §4.4.3.2): `META-INF/*signatures*.xml`. */
export function isSignatureEntry(name: string): boolean {
  return /^META-INF\/[^/]*signatures[^/]*\.xml$/i.test(name);
}

/** The octets a detached reference names: the entry of that name, as written or percent-decoded. */
export function detachedIn(container: AsicContainer): (uri: string) => Uint8Array | undefined {
  const byName = new Map(container.entries.map(({ name, bytes }) => [name, bytes]));
  return (uri) => {
    const direct = byName.get(uri);
    if (direct !== undefined || !uri.includes('%')) return direct;
    try {
      return byName.get(decodeURIComponent(uri));
    } catch {
      // Not a percent-encoding: the name as written was not there, so there is nothing.
      return undefined;
    }
  };
}

function findingsOf(entries: readonly AsicEntry[]): readonly AsicFinding[] {
  const findings: AsicFinding[] = [];
  const mimetype = entries.findIndex(({ name }) => name === 'mimetype');
  if (mimetype < 0) findings.push('mimetypeMissing');
  else if (mimetype > 0) findings.push('mimetypeNotFirst');
  return findings;
}

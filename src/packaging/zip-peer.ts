/*
 * The one file that touches the two ZIP libraries. jszip writes and comes with this package; zip.js reads and is an optional peer. Both are
 * loaded when first needed: a page that only packs transactions loads neither.
 */
import { ARGUMENT_ERRORS, createError } from '../errors/index.js';

/** A file of an archive. */
export interface ArchiveFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

type Importer = () => Promise<unknown>;

/** The day every archive of ours is dated: the bytes say nothing of the machine that made them. */
const DATE = /* @__PURE__ */ new Date('2000-01-01T00:00:00Z');

/**
 * An archive of files, each stored as it is. The same files give the same bytes on every machine and by every version of a compressor, so
 * whoever reads them can build the archive again and compare.
 *
 * @param files - In this order; names that jszip would move (integers) are for the caller to avoid.
 */
export async function writeZip(files: readonly ArchiveFile[]): Promise<Uint8Array<ArrayBuffer>> {
  const { default: JsZip } = await import('jszip');
  const zip = new JsZip();
  for (const { name, bytes } of files) {
    zip.file(name, bytes, { date: DATE, createFolders: false, compression: 'STORE', binary: true });
  }
  const written = await zip.generateAsync({
    type: 'uint8array',
    platform: 'UNIX',
    compression: 'STORE',
    streamFiles: false,
  });
  return new Uint8Array(written);
}

interface ZipJs {
  readonly Uint8ArrayReader: new (bytes: Uint8Array) => unknown;
  readonly Uint8ArrayWriter: new () => { writeUint8Array(array: Uint8Array): Promise<void> };
  readonly ZipReader: new (
    reader: unknown,
    options: Readonly<Record<string, unknown>>,
  ) => {
    getEntries(): Promise<
      readonly {
        readonly filename: string;
        readonly getData?: (writer: unknown, options: unknown) => Promise<Uint8Array>;
      }[]
    >;
    close(): Promise<void>;
  };
}

// The handled failure: a bundler then leaves out a package that is not installed (esbuild, with a warning) instead of failing itself.
const importZipJs = (): Promise<unknown> => import('@zip.js/zip.js').catch((cause: unknown) => Promise.reject(cause));

/**
 * Loads the reader.
 *
 * @throws {@link HocBaSoError} `ERR_PEER_MISSING` when it is not installed.
 */
export async function loadZipJs(importer: Importer = importZipJs): Promise<unknown> {
  try {
    return await importer();
  } catch (cause) {
    throw createError(ARGUMENT_ERRORS, 'ERR_PEER_MISSING', { package: '@zip.js/zip.js' }, { cause });
  }
}

/** Files as zip.js reads them, in the order of the directory; `null` where it refused one, and stopped. */
export type PeerEntry = ArchiveFile | { readonly name: null; readonly cause: unknown };

/**
 * Reads an archive with zip.js.
 *
 * @param sizes - Bytes allowed for each entry: the writable counts while inflating, whatever the header says.
 */
export async function readWithPeer(bytes: Uint8Array, sizes: readonly number[]): Promise<readonly PeerEntry[]> {
  const zip = (await loadZipJs()) as ZipJs;
  class BoundedWriter extends zip.Uint8ArrayWriter {
    left: number;
    constructor(limit: number) {
      super();
      this.left = limit;
    }
    override writeUint8Array(array: Uint8Array): Promise<void> {
      this.left -= array.length;
      return this.left < 0 ? Promise.reject(LIMIT) : super.writeUint8Array(array);
    }
  }
  const reader = new zip.ZipReader(new zip.Uint8ArrayReader(bytes), {
    strictness: 'strict',
    checkSignature: true,
    useWebWorkers: false,
    // Its own inflater: the platform's is asked by the other reader.
    useCompressionStream: false,
  });
  const found: PeerEntry[] = [];
  try {
    for (const [index, entry] of (await reader.getEntries()).entries()) {
      const { filename: name } = entry;
      const content = name.endsWith('/')
        ? new Uint8Array()
        : await entry.getData!(new BoundedWriter(sizes[index] ?? 0), { checkSignature: true });
      found.push({ name, bytes: content });
    }
  } catch (cause) {
    found.push({ name: null, cause });
  } finally {
    await reader.close();
  }
  return found;
}

/** Thrown into the library to stop it, and never seen by a caller. */
const LIMIT = /* @__PURE__ */ Symbol('limit');

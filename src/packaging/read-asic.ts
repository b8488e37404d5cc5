import { equalBytes } from '../encoding/index.js';
import { createError, isHocBaSoError } from '../errors/index.js';
import { attributeValue, parseXml, walkElements } from '../xml/index.js';
import { ARCHIVE_ERRORS } from './archive-errors.js';
import { ASIC_E, ASIC_S, isSignatureName, MANIFEST, MANIFEST_NAMESPACE, MIMETYPE } from './asic-names.js';
import { type ArchiveEntry, type ReadArchiveOptions, readArchive } from './read-archive.js';

/** What a container breaks though its signatures may hold. Frozen codes; `entry` counts the container's files from 1. */
export type AsicFinding =
  | { readonly code: 'mimetypeMissing' | 'mimetypePlace' | 'mimetypeCompressed' | 'mimetypeWrong' }
  | { readonly code: 'manifestMissing' | 'manifestUnreadable' }
  /** A file that the manifest does not list. */
  | { readonly code: 'manifestEntryMissing'; readonly entry: number }
  /** The manifest lists so many files that are not there. */
  | { readonly code: 'manifestEntryUnknown'; readonly count: number };

/** The files of an ASiC container; nothing of it is judged. */
export interface AsicContainer {
  /** All files, in the order of the archive. */
  readonly entries: readonly ArchiveEntry[];
  /** What the signatures are to cover: everything but `mimetype` and `META-INF/`. */
  readonly dataFiles: readonly ArchiveEntry[];
  /** `META-INF/*signatures*.xml`. */
  readonly signatureFiles: readonly ArchiveEntry[];
  /** Media types of the manifest by name. */
  readonly mediaTypes: ReadonlyMap<string, string>;
  readonly findings: readonly AsicFinding[];
}

export interface ReadAsicOptions extends ReadArchiveOptions {
  /** What is wrong with the file `mimetype`: `refuse` (default) throws, `report` makes a finding of it. */
  readonly mimetype?: 'refuse' | 'report';
}

/**
 * Reads an ASiC-E container (EN 319 162-1): an archive whose first file says what it is, with signatures in `META-INF/`.
 *
 * @param bytes - attacker-controlled.
 * @throws {@link HocBaSoError} `ERR_ARCHIVE_*` and `ERR_PEER_MISSING` as {@link readArchive}; `ERR_ASIC_MIMETYPE_MISSING`, `_PLACE`,
 * `_COMPRESSED`, `_WRONG`.
 * @see ETSI EN 319 162-1 §4.4, annex A.1
 */
export async function readAsic(bytes: Uint8Array, options: ReadAsicOptions = {}): Promise<AsicContainer> {
  const entries = await readArchive(bytes, options);
  const findings: AsicFinding[] = [];
  const first = mimetypeFault(entries);
  if (first !== undefined && options.mimetype !== 'report') throw createError(ARCHIVE_ERRORS, REFUSALS[first], {});
  if (first !== undefined) findings.push({ code: first });
  const dataFiles = entries.filter(({ name }) => name !== MIMETYPE && !name.startsWith('META-INF/'));
  const signatureFiles = entries.filter(({ name }) => isSignatureName(name));
  const mediaTypes = readManifest(entries, dataFiles, findings);
  return { entries, dataFiles, signatureFiles, mediaTypes, findings };
}

type MimetypeFault = 'mimetypeMissing' | 'mimetypePlace' | 'mimetypeCompressed' | 'mimetypeWrong';

const REFUSALS = {
  mimetypeMissing: 'ERR_ASIC_MIMETYPE_MISSING',
  mimetypePlace: 'ERR_ASIC_MIMETYPE_PLACE',
  mimetypeCompressed: 'ERR_ASIC_MIMETYPE_COMPRESSED',
  mimetypeWrong: 'ERR_ASIC_MIMETYPE_WRONG',
} as const;

/** EN 319 162-1 annex A.1: first, stored, without extra field, and nothing but the type. */
function mimetypeFault(entries: readonly ArchiveEntry[]): MimetypeFault | undefined {
  const at = entries.findIndex(({ name }) => name === MIMETYPE);
  const found = entries[at];
  if (found === undefined) return 'mimetypeMissing';
  if (at > 0 || found.hasExtra) return 'mimetypePlace';
  if (found.method !== 'store') return 'mimetypeCompressed';
  const known = [ASIC_E, ASIC_S].some((type) => equalBytes(found.bytes, new TextEncoder().encode(type)));
  return known ? undefined : 'mimetypeWrong';
}

/** The manifest of OpenDocument: it says media types, and proves nothing. */
function readManifest(
  entries: readonly ArchiveEntry[],
  dataFiles: readonly ArchiveEntry[],
  findings: AsicFinding[],
): ReadonlyMap<string, string> {
  const types = new Map<string, string>();
  const file = entries.find(({ name }) => name === MANIFEST);
  if (file === undefined) {
    findings.push({ code: 'manifestMissing' });
    return types;
  }
  try {
    for (const element of walkElements(parseXml(file.bytes).root)) {
      if (element.localName !== 'file-entry' || element.namespaceUri !== MANIFEST_NAMESPACE) continue;
      const of = (name: string) =>
        element.attributes.find((one) => one.localName === name && one.namespaceUri === MANIFEST_NAMESPACE)?.value;
      const path = of('full-path') ?? attributeValue(element, 'full-path');
      if (path !== undefined && path !== '/') types.set(path, of('media-type') ?? '');
    }
  } catch (cause) {
    if (!isHocBaSoError(cause)) throw cause;
    findings.push({ code: 'manifestUnreadable' });
    return types;
  }
  const names = new Set(entries.map(({ name }) => name));
  for (const { name } of dataFiles) {
    const entry = entries.findIndex((one) => one.name === name) + 1;
    if (!types.has(name)) findings.push({ code: 'manifestEntryMissing', entry });
  }
  const count = [...types.keys()].filter((name) => !names.has(name) && !name.endsWith('/')).length;
  if (count > 0) findings.push({ code: 'manifestEntryUnknown', count });
  return types;
}

/**
 * The octets that a detached reference names: the file of that name, as written or percent-decoded.
 *
 * @returns `null` for what is not in the container, which then does not exist; also for a URI that means two files.
 */
export function detachedIn({ entries }: Pick<AsicContainer, 'entries'>): (uri: string) => Uint8Array | null {
  const files = new Map(entries.map(({ name, bytes }) => [name, bytes]));
  return (uri) => {
    const name = fileNameOf(uri, new Set(files.keys()));
    return name === null ? null : files.get(name)!;
  };
}

/** Which file of the container a URI names; `null` for none, or for two. */
export function fileNameOf(uri: string, names: ReadonlySet<string>): string | null {
  const candidates = new Set([uri]);
  try {
    candidates.add(decodeURIComponent(uri));
  } catch {
    // No percent-encoding: the name as it is written is the only one.
  }
  const found = [...candidates].filter((name) => names.has(name));
  // attacker-controlled: "a%20b" and "a b" may both be there, and verifiers differ in which they take.
  return found.length === 1 ? found[0]! : null;
}

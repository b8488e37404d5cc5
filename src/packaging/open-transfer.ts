import { digestSync } from '../crypto/index.js';
import { encodeHex, equalBytes } from '../encoding/index.js';
import { createError } from '../errors/index.js';
import { type HocBaFile, openHocBa } from '../record-xml/index.js';
import type { ArchiveLimits } from './archive-limits.js';
import { MANIFEST } from './asic-names.js';
import { type AsicContainer, readAsic } from './read-asic.js';
import { manifestOf, type TransferFile } from './transfer-draft.js';
import { TRANSFER_ERRORS } from './transfer-errors.js';
import { FACTS_FILE, readFacts, type TransferFacts } from './transfer-facts.js';

/** What a transfer package holds. Nothing of it is judged: see `verifyTransferPackage`. */
export interface OpenedTransfer {
  /** SHA-256 of the package's bytes, hex: what a receipt is bound to. */
  readonly sha256: string;
  readonly facts: TransferFacts;
  /** The records, in the order of `facts.years`. */
  readonly records: readonly HocBaFile[];
  readonly receipts: readonly TransferFile[];
  readonly attachments: readonly TransferFile[];
  /** Every file that the signature is to cover, in order. */
  readonly files: readonly TransferFile[];
  /** The signature's file. */
  readonly signatures: Uint8Array;
}

/**
 * Opens a transfer package: the frame is checked, every file is one the facts name, every record can be opened. Nothing is written anywhere.
 *
 * @param bytes - attacker-controlled.
 * @throws {@link HocBaSoError} `ERR_ARCHIVE_*`, `ERR_ASIC_*` and `ERR_PEER_MISSING` as `readAsic`; `ERR_TRANSFER_MALFORMED` with the part that is
 * wrong; the codes of `openHocBa`.
 */
export async function openTransferPackage(
  bytes: Uint8Array,
  options: { readonly limits?: Partial<ArchiveLimits> } = {},
): Promise<OpenedTransfer> {
  const container = await readAsic(bytes, options.limits === undefined ? {} : { limits: options.limits });
  return transferOf(container, encodeHex(digestSync('SHA-256', bytes)));
}

/** The same of a container that is read already. */
export function transferOf(container: AsicContainer, sha256: string): OpenedTransfer {
  const contents = new Map(container.entries.map(({ name, bytes }) => [name, bytes]));
  const factsFile = contents.get(FACTS_FILE);
  if (factsFile === undefined) throw malformed(FACTS_FILE);
  const facts = readFacts(factsFile);
  const named: readonly (readonly [name: string, mediaType: string])[] = [
    [FACTS_FILE, 'application/json'],
    ...facts.years.map(({ file }) => [file, 'text/xml'] as const),
    ...facts.receipts.map(({ file, mediaType }) => [file, mediaType] as const),
    ...facts.attachments.map(({ file, mediaType }) => [file, mediaType] as const),
  ];
  const files = named.map(([name, mediaType]): TransferFile => {
    const bytes = contents.get(name);
    if (bytes === undefined) throw malformed('files');
    return { name, mediaType, bytes };
  });
  // Each file has one place in the facts, and nothing else is in the container.
  const places = new Set(named.map(([name]) => name));
  if (places.size < named.length) throw malformed('files');
  if (container.dataFiles.some(({ name }) => !places.has(name))) throw malformed('files');
  const extra = container.entries.length - container.dataFiles.length - 3;
  const [signatures, ...others] = container.signatureFiles;
  if (signatures === undefined || others.length > 0 || extra !== 0) throw malformed('META-INF');
  const manifest = contents.get(MANIFEST);
  if (manifest === undefined || !equalBytes(manifest, manifestOf(files))) throw malformed(MANIFEST);
  const { years, receipts, attachments } = facts;
  const start = 1 + years.length;
  return {
    sha256,
    facts,
    records: files.slice(1, start).map((one) => openHocBa(one.bytes)),
    receipts: files.slice(start, start + receipts.length),
    attachments: files.slice(start + receipts.length, start + receipts.length + attachments.length),
    files,
    signatures: signatures.bytes,
  };
}

function malformed(part: string) {
  return createError(TRANSFER_ERRORS, 'ERR_TRANSFER_MALFORMED', { part });
}

import { digestSync } from '../crypto/index.js';
import { encodeHex } from '../encoding/index.js';
import { createError } from '../errors/index.js';
import { recordDigest } from '../integrity/index.js';
import { type HocBaFile, listElement, openHocBaList } from '../record-xml/index.js';
import type { VerificationReport } from '../verification/index.js';
import type { XmlElement } from '../xml/index.js';
import { RENDERING_ERRORS } from './rendering-errors.js';

/** A report as made by `verifyHocBa`, or its JSON form read again. */
export type RecordReport = Omit<VerificationReport, 'signedBy'>;

/** SHA-256 of a file's bytes, hex. */
export function fileDigest(file: HocBaFile): string {
  return encodeHex(digestSync('SHA-256', file.bytes));
}

/** How often a data block stands in a list, by its digest. */
const twins = /* @__PURE__ */ new WeakMap<XmlElement, ReadonlyMap<string, number>>();

/**
 * Whether a list holds the data of this record once. A report is bound to a record by the digests of the file and of the data: of two
 * records with one data block, one signed and one not, it cannot say which it is on.
 */
function standsOnce(file: HocBaFile, digest: string): boolean {
  const list = listElement(file);
  if (list === null) return true;
  let counts = twins.get(list);
  if (counts === undefined) {
    const found = new Map<string, number>();
    for (const one of openHocBaList(file.bytes, { layouts: file.layouts })) {
      const own = encodeHex(recordDigest(one));
      found.set(own, (found.get(own) ?? 0) + 1);
    }
    counts = found;
    twins.set(list, counts);
  }
  return counts.get(digest) === 1;
}

/**
 * Refuses a report on anything else than these bytes: a verdict beside data it was not drawn from is the one thing a form must never show.
 *
 * @throws {@link HocBaSoError} `ERR_RENDER_REPORT_MISMATCH`.
 */
export function assertReportFits(
  report: RecordReport,
  file: HocBaFile,
  facts: {
    readonly record: number;
    readonly fileSha256: string;
    readonly recordDigest: string;
    readonly maTraCuu: string;
  },
): void {
  const differs = (['fileSha256', 'recordDigest', 'maTraCuu'] as const).find(
    (name) => (report[name] ?? '').toLowerCase() !== facts[name].toLowerCase(),
  );
  const field = differs ?? (standsOnce(file, facts.recordDigest) ? undefined : 'recordDigest');
  if (field === undefined) return;
  throw createError(RENDERING_ERRORS, 'ERR_RENDER_REPORT_MISMATCH', { record: facts.record, field });
}

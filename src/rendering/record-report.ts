import { digestSync } from '../crypto/index.js';
import { encodeHex } from '../encoding/index.js';
import { createError } from '../errors/index.js';
import type { HocBaFile } from '../record-xml/index.js';
import type { VerificationReport } from '../verification/index.js';
import { RENDERING_ERRORS } from './rendering-errors.js';

/** A report as made by `verifyHocBa`, or its JSON form read again. */
export type RecordReport = Omit<VerificationReport, 'signedBy'>;

/** SHA-256 of a file's bytes, hex. */
export function fileDigest(file: HocBaFile): string {
  return encodeHex(digestSync('SHA-256', file.bytes));
}

/**
 * Refuses a report on anything else than these bytes: a verdict beside data it was not drawn from is the one thing a form must never show.
 *
 * @throws {@link HocBaSoError} `ERR_RENDER_REPORT_MISMATCH`.
 */
export function assertReportFits(
  report: RecordReport,
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
  if (differs === undefined) return;
  throw createError(RENDERING_ERRORS, 'ERR_RENDER_REPORT_MISMATCH', { record: facts.record, field: differs });
}

import { FINDINGS_OF_ASSESSMENT } from './findings-of-assessment.js';
import { FINDINGS_OF_RECORD } from './findings-of-record.js';
import type { FixCode } from './fix-table.js';
import type { Label } from './source.js';

/** `error`: must not be signed so. `warning`: unusual, a person has to look. `info`: worth knowing. */
export type Severity = 'error' | 'warning' | 'info';

/**
 * Row of the table of findings. A sentence names fields, rows and limits, never a value of the record; `{place}` is the field the
 * finding points to, in words.
 */
export interface FindingText extends Label {
  readonly severity: Severity;
  readonly fix: FixCode;
}

/** Every finding. Frozen: a code is never renamed, reused or removed outside a major version. */
export const FINDINGS = { ...FINDINGS_OF_ASSESSMENT, ...FINDINGS_OF_RECORD } as const;

/** Frozen code of a finding. */
export type FindingCode = keyof typeof FINDINGS;

import { digestSync } from '../crypto/index.js';
import { encodeHex } from '../encoding/index.js';
import type { HocBa } from '../hoc-ba/index.js';
import { dataElement, documentOf, type HocBaFile, layoutOf, readHocBa, schemaOf } from '../record-xml/index.js';

/** What signing needs to know of a record; the model is shared and never handed out. */
export interface RecordReading {
  /** `null` when the record has errors. */
  readonly hocBa: HocBa | null;
  readonly errors: number;
}

const digests = /* @__PURE__ */ new WeakMap<HocBaFile, string>();

/** SHA-256 of a file, hex; computed once. */
export function sha256Of(file: HocBaFile): string {
  let known = digests.get(file);
  if (known === undefined) {
    known = encodeHex(digestSync('SHA-256', file.bytes));
    digests.set(file, known);
  }
  return known;
}

const readings = /* @__PURE__ */ new WeakMap<HocBaFile, RecordReading>();

/** The record of a file, read once: a file never changes. */
export function readingOf(file: HocBaFile): RecordReading {
  const known = readings.get(file);
  if (known !== undefined) return known;
  const { hocBa, findings } = readHocBa(file);
  const reading = { hocBa, errors: findings.filter((one) => one.severity === 'error').length };
  readings.set(file, reading);
  return reading;
}

/**
 * Takes what was read of a file over to the one that came out of signing it: only a slot was added, so where the data stand in the same
 * text and are read by the same layout, the record is the same.
 */
export function carryReading(from: HocBaFile, to: HocBaFile): void {
  const known = readings.get(from);
  if (known === undefined || known.hocBa === null || schemaOf(from) !== schemaOf(to)) return;
  if (layoutOf(from) === layoutOf(to) && dataText(from) === dataText(to)) readings.set(to, known);
}

function dataText(file: HocBaFile): string {
  const { start, end } = dataElement(file);
  return documentOf(file).source.slice(start, end);
}

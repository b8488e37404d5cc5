import { createError } from '../errors/index.js';
import type { HocBa } from '../hoc-ba/index.js';
import { type HocBaFile, openHocBa } from './hoc-ba-file.js';
import { type ReadHocBaOptions, readHocBa } from './read-hoc-ba.js';
import { RECORD_XML_ERRORS } from './record-xml-errors.js';
import { findSlots, findStraySignatures } from './slots.js';
import { listLosses, type WriteHocBaOptions, writeHocBa } from './write-hoc-ba.js';

/** Something of the source file that the converted one does not have. */
export interface ConversionLoss {
  /** `signature` never survives another spelling; `unknownElement` no layout knows it; `field` the target has no tag; `spelling` a value is written otherwise. */
  readonly kind: 'signature' | 'unknownElement' | 'field' | 'spelling';
  /** Role, element path or field. */
  readonly what: string;
  readonly vi: string;
  readonly en: string;
}

export interface ConversionResult {
  /** The unsigned record in the target layout. */
  readonly file: HocBaFile;
  readonly losses: readonly ConversionLoss[];
}

/**
 * Writes a record again in another layout and says what that loses. Signatures are over the bytes of the source, so the result is
 * unsigned; the source stays the record that counts.
 *
 * @throws {@link HocBaSoError} as `openHocBa`; `ERR_RECORD_UNREADABLE` when the source is no sound record (`issues` holds the findings);
 * as `writeHocBa` when the target cannot carry it.
 */
export function convertHocBa<T = HocBa>(
  input: HocBaFile | Uint8Array,
  options: WriteHocBaOptions<T>,
  read: ReadHocBaOptions<T> = {},
): ConversionResult {
  const source = openHocBa(input);
  const { hocBa, findings } = readHocBa<T>(source, {
    ...(options.schema === undefined ? {} : { schema: options.schema }),
    ...read,
  });
  if (hocBa === null) {
    const errors = findings.filter(({ severity }) => severity === 'error');
    throw createError(RECORD_XML_ERRORS, 'ERR_RECORD_UNREADABLE', { count: errors.length }, { issues: errors });
  }
  const losses: ConversionLoss[] = [];
  for (const { role, signatures } of findSlots(source)) {
    if (signatures.length === 0) continue;
    losses.push({
      kind: 'signature',
      what: role,
      vi: `Chữ ký của vai trò ${role} không còn: chữ ký gắn với từng byte của tệp gốc`,
      en: `The signature of the role ${role} is gone: it is over the bytes of the source`,
    });
  }
  if (findStraySignatures(source).length > 0) {
    losses.push({
      kind: 'signature',
      what: '',
      vi: 'Chữ ký nằm ngoài các chỗ ký không còn',
      en: 'Signatures outside the known slots are gone',
    });
  }
  for (const { code, element, vi, en } of findings) {
    if (code === 'elementUnknown' || code === 'attributeUnknown' || code === 'textInsideGroup') {
      losses.push({ kind: 'unknownElement', what: element, vi, en });
    } else if (code.startsWith('value') || code === 'codeUnknown') {
      losses.push({ kind: 'spelling', what: element, vi, en });
    }
  }
  for (const { path, vi, en } of listLosses(hocBa, options)) losses.push({ kind: 'field', what: path, vi, en });
  return { file: writeHocBa(hocBa, options), losses };
}

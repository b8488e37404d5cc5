import { encodeUtf8 } from '../encoding/index.js';
import { createError } from '../errors/index.js';
import {
  documentOf,
  type HocBaFile,
  listElement,
  type OpenHocBaOptions,
  openHocBa,
  openHocBaList,
  recordElement,
  schemaOf,
} from '../record-xml/index.js';
import { isSignatureElement } from '../xades/index.js';
import { childElements, indexIds, isWithin, positionOf, type XmlDocument, type XmlElement } from '../xml/index.js';
import { PACKAGING_ERRORS } from './packaging-errors.js';
import { sliceElement } from './record-slice.js';
import type { TransactionFinding } from './transaction-findings.js';

export interface OpenedTransaction {
  readonly document: XmlDocument;
  readonly list: XmlElement;
  /** The records where they stand, in order; they share the document. See {@link extractRecord}. */
  readonly records: readonly HocBaFile[];
  /** Signatures of the organisation that submits, in document order: children of the list, or beside it in a wrapper. Not judged here. */
  readonly signatures: readonly XmlElement[];
  readonly findings: readonly TransactionFinding[];
}

/**
 * Reads a transaction file. Records and signatures are found by their place and not yet judged: a place is no proof.
 *
 * @param bytes - attacker-controlled.
 * @throws {@link HocBaSoError} `ERR_TRANSACTION_MALFORMED` for a record that stands in no list · the codes of `openHocBaList`, among them
 * `ERR_RECORD_NONE` for a list without a record: an empty list is never a result.
 */
export function openTransaction(bytes: Uint8Array, options: OpenHocBaOptions = {}): OpenedTransaction {
  const files = openHocBaList(bytes, options);
  const document = documentOf(files[0]!);
  const list = listElement(files[0]!);
  if (list === null) throw createError(PACKAGING_ERRORS, 'ERR_TRANSACTION_MALFORMED', {});
  // The place of the signature is only in a picture of the specification: read both, the child of the list and its sibling.
  const beside = list.parent === null ? [] : childElements(list.parent);
  const candidates = [...childElements(list), ...beside].sort((a, b) => a.start - b.start);
  const signatures = candidates.filter(isSignatureElement);
  const elements = files.map(recordElement);
  const known = new Set([...elements, ...signatures, list]);
  const findings: TransactionFinding[] = candidates
    .filter((element) => !known.has(element))
    .map((element) => ({
      code: 'unknownElement',
      name: element.name,
      line: positionOf(document, element.start).line,
    }));
  for (const [id, holders] of indexIds(document.root)) {
    if (holders.length === 1) continue;
    const positions = elements.flatMap((record, index) =>
      holders.some((holder) => isWithin(holder, record)) ? [index] : [],
    );
    findings.push({ code: 'idNotUniqueInDocument', id, records: positions });
  }
  return { document, list, records: files, signatures, findings };
}

/**
 * A record of a list as a file of its own, in which every digest is what it was in the list. A record that is its own file is returned
 * as it is.
 */
export function extractRecord(file: HocBaFile): HocBaFile {
  const record = recordElement(file);
  if (record.parent === null) return file;
  const text = sliceElement(documentOf(file), record);
  const schema = schemaOf(file);
  return openHocBa(encodeUtf8(`<?xml version="1.0" encoding="UTF-8"?>\n${text}`), {
    layouts: file.layouts,
    ...(schema === undefined ? {} : { schema }),
  });
}

import { createError } from '../errors/index.js';
import {
  childElements,
  findChildren,
  indexIds,
  isWithin,
  parseXml,
  positionOf,
  type XmlDocument,
  type XmlElement,
  type XmlLimits,
} from '../xml/index.js';
import type { TransactionFinding } from './build-transaction.js';
import { PACKAGING_ERRORS } from './packaging-errors.js';
import { sliceElement } from './record-slice.js';
import { DANH_SACH_HOC_BA, DS_NAMESPACE, HOC_BA } from './transaction-names.js';

/** A record inside a transaction file. */
export interface TransactionRecord {
  /** Position in the list, from 0. */
  readonly position: number;
  readonly element: XmlElement;
  /** The record as a file of its own, in which every digest is what it was in the list. */
  readonly bytes: () => Uint8Array<ArrayBuffer>;
}

export interface OpenedTransaction {
  readonly document: XmlDocument;
  readonly list: XmlElement;
  readonly records: readonly TransactionRecord[];
  /** Signatures of the organisation that submits, in document order: children of the list, or beside it in a wrapper. Not judged here. */
  readonly signatures: readonly XmlElement[];
  readonly findings: readonly TransactionFinding[];
}

/**
 * Reads a transaction file. Records and signatures are found by their place and not yet judged: a place is no proof.
 *
 * @param bytes - attacker-controlled.
 * @throws {@link HocBaSoError} `ERR_TRANSACTION_MALFORMED` when the file holds no list, or more than one · `ERR_XML_*`.
 */
export function openTransaction(
  bytes: Uint8Array,
  options: { readonly limits?: Partial<XmlLimits> } = {},
): OpenedTransaction {
  const document = parseXml(bytes, options);
  const { root } = document;
  // The place of the signature is only in a picture of the specification: read both, the child of the list and its sibling.
  const lists = isList(root) ? [root] : childElements(root).filter(isList);
  const [list] = lists;
  if (list === undefined || lists.length > 1) throw createError(PACKAGING_ERRORS, 'ERR_TRANSACTION_MALFORMED', {});
  const outer = list === root ? [] : findChildren(root, 'Signature', DS_NAMESPACE);
  const signatures = [...findChildren(list, 'Signature', DS_NAMESPACE), ...outer].sort((a, b) => a.start - b.start);
  const elements = childElements(list).filter((element) => element.name === HOC_BA && element.namespaceUri === '');
  const known = new Set([...elements, ...signatures, list]);
  const findings: TransactionFinding[] = [];
  for (const element of [...childElements(list), ...(list === root ? [] : childElements(root))]) {
    if (known.has(element)) continue;
    const { line } = positionOf(document, element.start);
    findings.push({ code: 'unknownElement', name: element.name, line });
  }
  for (const [id, holders] of indexIds(root)) {
    if (holders.length === 1) continue;
    const records = elements.flatMap((record, index) =>
      holders.some((holder) => isWithin(holder, record)) ? [index] : [],
    );
    findings.push({ code: 'idNotUniqueInDocument', id, records });
  }
  if (elements.length === 0) findings.push({ code: 'noRecord' });
  const records = elements.map((element, position) => ({
    position,
    element,
    bytes: () => sliceElement(document, element),
  }));
  return { document, list, records, signatures, findings };
}

function isList(element: XmlElement): boolean {
  return element.name === DANH_SACH_HOC_BA && element.namespaceUri === '';
}

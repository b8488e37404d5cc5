import { encodeUtf8 } from '../encoding/index.js';
import { createError } from '../errors/index.js';
import { cv2088, detectLayout, documentOf, type HocBaFile, openHocBa, recordElement } from '../record-xml/index.js';
import { escapeAttribute, indexIds, type XmlElement } from '../xml/index.js';
import { PACKAGING_ERRORS } from './packaging-errors.js';
import { sliceElement } from './record-slice.js';
import type { IdFinding, TransactionFinding } from './transaction-findings.js';

/** Id of the list in the printed sample of a recall; that a submission has the same is assumed. */
export const DEFAULT_LIST_ID = 'dataDanhSach';

export interface TransactionOptions {
  /** Id of the list, which the organisation's signature names; default `dataDanhSach`. */
  readonly listId?: string;
  /**
   * An Id that stands in two records, or in a record and the list: other verifiers then refuse every signature that names it.
   * `refuse` (default) throws; `report` builds the file and lists the collisions.
   */
  readonly idCollisions?: 'refuse' | 'report';
}

export interface BuiltTransaction {
  /** The file, not yet signed by the organisation. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly recordCount: number;
  readonly findings: readonly TransactionFinding[];
}

/**
 * The transaction file of several records: the list with the records' own text inside. Nothing of a record is written anew, so every
 * signature in it stays what it was.
 *
 * @param records - One record each; a record inside a list may be taken over into the new one.
 * @throws {@link HocBaSoError} `ERR_TRANSACTION_EMPTY` for no record · `ERR_TRANSACTION_ID_COLLISION` unless collisions are to be
 * reported · the codes of `openHocBa` for what is not one record.
 * @see CV 2088/BGDĐT-GDTH, annex 1, II.1
 */
export function buildTransaction(
  records: readonly (HocBaFile | Uint8Array)[],
  options: TransactionOptions = {},
): BuiltTransaction {
  const files = records.map((record) => openHocBa(record));
  const [one] = files;
  if (one === undefined) throw createError(PACKAGING_ERRORS, 'ERR_TRANSACTION_EMPTY', {});
  const listId = options.listId ?? DEFAULT_LIST_ID;
  const elements = files.map(recordElement);
  const collisions = findCollisions(elements, listId);
  const [first] = collisions;
  if (first !== undefined && options.idCollisions !== 'report') {
    const [a = 0, b = a] = first.records;
    throw createError(PACKAGING_ERRORS, 'ERR_TRANSACTION_ID_COLLISION', {
      count: collisions.length,
      first: a + 1,
      second: b + 1,
    });
  }
  const findings: TransactionFinding[] = [...collisions];
  const dropped = files.flatMap((file, index) => (hasOutside(file, elements[index]!) ? [index] : []));
  if (dropped.length > 0) findings.push({ code: 'outsideRootDropped', records: dropped });
  const name = (detectLayout(one) ?? cv2088).list.element;
  const parts = files.map((file, index) => sliceElement(documentOf(file), elements[index]!));
  const open = `<?xml version="1.0" encoding="UTF-8"?>\n<${name} id="${escapeAttribute(listId)}">`;
  return { bytes: encodeUtf8(`${open}${parts.join('')}</${name}>`), recordCount: files.length, findings };
}

/** Whether comments or processing instructions stand beside a record that is a file of its own. */
function hasOutside(file: HocBaFile, record: XmlElement): boolean {
  return record.parent === null && documentOf(file).children.length > 1;
}

/** Ids that become ambiguous by standing in one file. One that is ambiguous within a single record was so before and is not ours. */
function findCollisions(records: readonly XmlElement[], listId: string): IdFinding[] {
  const holders = new Map<string, number[]>();
  records.forEach((record, index) => {
    for (const id of indexIds(record).keys()) {
      const known = holders.get(id);
      if (known === undefined) holders.set(id, [index]);
      else known.push(index);
    }
  });
  return [...holders]
    .filter(([id, positions]) => positions.length > 1 || id === listId)
    .map(([id, positions]) => ({ code: 'idNotUniqueInDocument', id, records: positions }));
}

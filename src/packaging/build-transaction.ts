import { encodeUtf8 } from '../encoding/index.js';
import { createError } from '../errors/index.js';
import { escapeAttribute, indexIds, parseXml, type XmlDocument, type XmlElement } from '../xml/index.js';
import { PACKAGING_ERRORS } from './packaging-errors.js';
import { DANH_SACH_HOC_BA, DEFAULT_LIST_ID, HOC_BA } from './transaction-names.js';

export interface TransactionOptions {
  /** Id of the list, which the organisation's signature names; default `dataDanhSach`. */
  readonly listId?: string;
  /**
   * An Id that stands in two records, or in a record and the list: other verifiers then refuse every signature that names it.
   * `refuse` (default) throws; `report` builds the file and lists the collisions.
   */
  readonly idCollisions?: 'refuse' | 'report';
}

/** One thing about a transaction file that a reader of it should know. Positions count records from 0. */
export type TransactionFinding =
  /** An Id that is not unique in the file. `records` are the records that hold it; the list's own Id counts as well. */
  | { readonly code: 'idNotUniqueInDocument'; readonly id: string; readonly records: readonly number[] }
  /** Comments or processing instructions outside the root of a record, which a list has no place for. */
  | { readonly code: 'outsideRootDropped'; readonly records: readonly number[] }
  /** Something in the list that is neither a record nor a signature. */
  | { readonly code: 'unknownElement'; readonly name: string; readonly line: number }
  /** A list without a record. */
  | { readonly code: 'noRecord' };

export interface BuiltTransaction {
  /** The file, not yet signed by the organisation. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly recordCount: number;
  readonly findings: readonly TransactionFinding[];
}

/**
 * The transaction file of several records: `DANH_SACH_HOC_BA` with the records' own text inside. Nothing of a record is written anew,
 * so every signature in it stays what it was.
 *
 * @param records - Files with `HOC_BA` as root, each one record.
 * @throws {@link HocBaSoError} `ERR_TRANSACTION_EMPTY` for no record · `ERR_TRANSACTION_RECORD` for a file that is not one record ·
 * `ERR_TRANSACTION_ID_COLLISION` unless collisions are to be reported · `ERR_XML_*` for a file that is not XML.
 * @see CV 2088/BGDĐT-GDTH, annex 1, II.1
 */
export function buildTransaction(records: readonly Uint8Array[], options: TransactionOptions = {}): BuiltTransaction {
  if (records.length === 0) throw createError(PACKAGING_ERRORS, 'ERR_TRANSACTION_EMPTY', {});
  const listId = options.listId ?? DEFAULT_LIST_ID;
  const documents = records.map((bytes, index) => readRecord(bytes, index));
  const findings: TransactionFinding[] = [];
  const collisions = findCollisions(
    documents.map(({ root }) => root),
    listId,
  );
  const [first] = collisions;
  if (first !== undefined && options.idCollisions !== 'report') {
    const [one = 0, two = one] = first.records;
    throw createError(PACKAGING_ERRORS, 'ERR_TRANSACTION_ID_COLLISION', {
      count: collisions.length,
      first: one + 1,
      second: two + 1,
    });
  }
  findings.push(...collisions);
  const dropped = documents.flatMap(({ children }, index) => (children.length > 1 ? [index] : []));
  if (dropped.length > 0) findings.push({ code: 'outsideRootDropped', records: dropped });
  const parts = documents.map(({ source, root }) => source.slice(root.start, root.end));
  const open = `<?xml version="1.0" encoding="UTF-8"?>\n<${DANH_SACH_HOC_BA} id="${escapeAttribute(listId)}">`;
  return {
    bytes: encodeUtf8(`${open}${parts.join('')}</${DANH_SACH_HOC_BA}>`),
    recordCount: records.length,
    findings,
  };
}

function readRecord(bytes: Uint8Array, index: number): XmlDocument {
  const document = parseXml(bytes);
  if (document.root.name !== HOC_BA || document.root.namespaceUri !== '') {
    throw createError(PACKAGING_ERRORS, 'ERR_TRANSACTION_RECORD', { position: index + 1 });
  }
  return document;
}

/** Ids that become ambiguous by standing in one file. One that is ambiguous within a single record was so before and is not ours. */
function findCollisions(
  roots: readonly XmlElement[],
  listId: string,
): Extract<TransactionFinding, { code: 'idNotUniqueInDocument' }>[] {
  const holders = new Map<string, number[]>();
  roots.forEach((root, index) => {
    for (const id of indexIds(root).keys()) {
      const known = holders.get(id);
      if (known === undefined) holders.set(id, [index]);
      else known.push(index);
    }
  });
  return [...holders]
    .filter(([id, records]) => records.length > 1 || id === listId)
    .map(([id, records]) => ({ code: 'idNotUniqueInDocument', id, records }));
}

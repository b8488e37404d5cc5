/** One thing about a transaction file that a reader of it should know. Positions count records from 0. */
export type TransactionFinding =
  /** An Id that is not unique in the file. `records` are the records that hold it; the list's own Id counts as well. */
  | { readonly code: 'idNotUniqueInDocument'; readonly id: string; readonly records: readonly number[] }
  /** Comments or processing instructions outside the root of a record, which a list has no place for. */
  | { readonly code: 'outsideRootDropped'; readonly records: readonly number[] }
  /** Something in the list, or beside it, that is neither a record nor a signature. */
  | { readonly code: 'unknownElement'; readonly name: string; readonly line: number };

export type IdFinding = Extract<TransactionFinding, { code: 'idNotUniqueInDocument' }>;

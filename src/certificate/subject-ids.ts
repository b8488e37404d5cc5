/** Prefixes of subject identifiers in Vietnamese certificates: tax code, citizen id, old identity card, passport, social insurance, personal ids, budget-unit code. */
export type SubjectIdKind = 'MST' | 'CCCD' | 'CMND' | 'HC' | 'BHXH' | 'PID' | 'PPID' | 'MNS';

/** How an identifier departs from the usual form `KIND:digits`; it is read all the same. */
export type SubjectIdIrregularity = 'prefixCase' | 'spaces' | 'value';

/** An identifier from one UID attribute (OID 0.9.2342.19200300.100.1.1) of the subject. */
export interface SubjectId {
  readonly kind: SubjectIdKind;
  /** Without prefix and branch suffix: `0101234567`. */
  readonly value: string;
  /** Branch suffix of a tax code: `029` of `MST:0101234567-029`. */
  readonly branch?: string;
  /** Empty when the attribute is written as usual. */
  readonly irregularities: readonly SubjectIdIrregularity[];
}

import { type DistinguishedNameAttribute, UID_OID } from './distinguished-name.js';

/** Prefixes of subject identifiers in Vietnamese certificates: tax code, citizen id, old identity card, passport, social insurance, personal ids, budget-unit code. */
export type SubjectIdKind = 'MST' | 'CCCD' | 'CMND' | 'HC' | 'BHXH' | 'PID' | 'PPID' | 'MNS';

/** How an identifier departs from the usual form `KIND:value`; it is read all the same. */
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

/** What a value of each kind looks like; another value is kept and reported as irregular, so that it can match nothing by accident. */
const VALUE_FORMS: Readonly<Record<SubjectIdKind, RegExp>> = {
  MST: /^\d{10}(\d\d)?(-\d{3})?$|^\d{13}$/,
  CCCD: /^\d{12}$/,
  CMND: /^\d{9}(\d{3})?$/,
  HC: /^[A-Z0-9]{6,12}$/i,
  BHXH: /^[A-Z0-9]{10,15}$/i,
  PID: /^[A-Z0-9.-]+$/i,
  PPID: /^[A-Z0-9.-]+$/i,
  MNS: /^\d{7}$/,
};

/** Identifiers in the UID attributes of a subject, wherever they stand in the name; a UID without a known prefix is none. */
export function subjectIdsOf(attributes: readonly DistinguishedNameAttribute[]): SubjectId[] {
  const found: SubjectId[] = [];
  for (const { oid, value } of attributes) {
    const id = oid === UID_OID ? readSubjectId(value) : null;
    if (id) found.push(Object.freeze(id));
  }
  return found;
}

function readSubjectId(text: string): SubjectId | null {
  const match = /^\s*(\w+)\s*:\s*(.*?)\s*$/su.exec(text);
  const kind = match?.[1]?.toUpperCase() as SubjectIdKind | undefined;
  if (!match || !kind || !Object.hasOwn(VALUE_FORMS, kind)) return null;
  const compact = match[2]!.replace(/\s+/g, '');
  const irregularities: SubjectIdIrregularity[] = [];
  if (match[1] !== kind) irregularities.push('prefixCase');
  if (`${match[1]}:${compact}` !== text) irregularities.push('spaces');
  if (!VALUE_FORMS[kind].test(compact)) irregularities.push('value');
  const parts = kind === 'MST' ? /^(\d{10}|\d{12})-(\d{3})$|^(\d{10})(\d{3})$/.exec(compact) : null;
  const branch = parts?.[2] ?? parts?.[4];
  return {
    kind,
    value: parts?.[1] ?? parts?.[3] ?? compact,
    ...(branch === undefined ? {} : { branch }),
    irregularities: Object.freeze(irregularities),
  };
}

/** Sub-indications of EN 319 102-1 V1.3.1 table 5 and 6 that a certificate path can give here. */
export type PathSubIndication =
  | 'NO_CERTIFICATE_CHAIN_FOUND'
  | 'CERTIFICATE_CHAIN_GENERAL_FAILURE'
  | 'CHAIN_CONSTRAINTS_FAILURE'
  | 'OUT_OF_BOUNDS_NO_POE'
  | 'NOT_YET_VALID'
  | 'REVOKED'
  | 'REVOKED_CA_NO_POE'
  | 'TRY_LATER';

interface PathRule {
  /** What the finding makes of a path; `inform` changes nothing. */
  readonly outcome: 'failed' | 'indeterminate' | 'inform';
  readonly subIndication: PathSubIndication | null;
  /** Clause of RFC 5280 (or another document) behind it. */
  readonly source: string;
}

/** Every code a path can be judged by. Frozen: a code is never renamed or reused. */
export const PATH_FINDINGS = {
  PATH_NO_ISSUER: { outcome: 'indeterminate', subIndication: 'NO_CERTIFICATE_CHAIN_FOUND', source: 'RFC 5280 §6.1' },
  PATH_ROOT_NOT_TRUSTED: {
    outcome: 'indeterminate',
    subIndication: 'NO_CERTIFICATE_CHAIN_FOUND',
    source: 'RFC 5280 §6.1',
  },
  PATH_LIMIT: { outcome: 'indeterminate', subIndication: 'NO_CERTIFICATE_CHAIN_FOUND', source: 'hoc-ba-so' },
  PATH_SIGNATURE_INVALID: {
    outcome: 'failed',
    subIndication: 'CERTIFICATE_CHAIN_GENERAL_FAILURE',
    source: 'RFC 5280 §6.1.3 (a)(1)',
  },
  PATH_ISSUER_KEY_OTHER: {
    outcome: 'indeterminate',
    subIndication: 'NO_CERTIFICATE_CHAIN_FOUND',
    source: 'RFC 5280 §6.1.3 (a)(1)',
  },
  PATH_ALGORITHM_UNSUPPORTED: {
    outcome: 'indeterminate',
    subIndication: 'CERTIFICATE_CHAIN_GENERAL_FAILURE',
    source: 'RFC 5280 §6.1.3 (a)(1)',
  },
  PATH_EXPIRED: { outcome: 'indeterminate', subIndication: 'OUT_OF_BOUNDS_NO_POE', source: 'RFC 5280 §6.1.3 (a)(2)' },
  PATH_NOT_YET_VALID: { outcome: 'indeterminate', subIndication: 'NOT_YET_VALID', source: 'RFC 5280 §6.1.3 (a)(2)' },
  PATH_NAME_NOT_PERMITTED: {
    outcome: 'failed',
    subIndication: 'CHAIN_CONSTRAINTS_FAILURE',
    source: 'RFC 5280 §6.1.3 (b)',
  },
  PATH_NAME_EXCLUDED: { outcome: 'failed', subIndication: 'CHAIN_CONSTRAINTS_FAILURE', source: 'RFC 5280 §6.1.3 (c)' },
  PATH_NAME_CONSTRAINT_UNSUPPORTED: {
    outcome: 'failed',
    subIndication: 'CHAIN_CONSTRAINTS_FAILURE',
    source: 'RFC 5280 §4.2.1.10',
  },
  PATH_POLICY_NOT_VALID: {
    outcome: 'failed',
    subIndication: 'CHAIN_CONSTRAINTS_FAILURE',
    source: 'RFC 5280 §6.1.3 (f)',
  },
  PATH_POLICY_MAPPING_ANY: {
    outcome: 'failed',
    subIndication: 'CHAIN_CONSTRAINTS_FAILURE',
    source: 'RFC 5280 §6.1.4 (a)',
  },
  PATH_NOT_CA: { outcome: 'failed', subIndication: 'CHAIN_CONSTRAINTS_FAILURE', source: 'RFC 5280 §6.1.4 (k)' },
  PATH_LENGTH_EXCEEDED: {
    outcome: 'failed',
    subIndication: 'CHAIN_CONSTRAINTS_FAILURE',
    source: 'RFC 5280 §6.1.4 (l)',
  },
  PATH_KEY_CERT_SIGN_MISSING: {
    outcome: 'failed',
    subIndication: 'CHAIN_CONSTRAINTS_FAILURE',
    source: 'RFC 5280 §6.1.4 (n)',
  },
  PATH_CRITICAL_EXTENSION_UNKNOWN: {
    outcome: 'failed',
    subIndication: 'CHAIN_CONSTRAINTS_FAILURE',
    source: 'RFC 5280 §6.1.4 (o), §6.1.5 (f)',
  },
  PATH_USAGE_NOT_ALLOWED: {
    outcome: 'failed',
    subIndication: 'CHAIN_CONSTRAINTS_FAILURE',
    source: 'RFC 5280 §4.2.1.3, §4.2.1.12; RFC 3161 §2.3; RFC 6960 §4.2.2.2',
  },
  PATH_REVOKED: { outcome: 'failed', subIndication: 'REVOKED', source: 'RFC 5280 §6.1.3 (a)(3)' },
  PATH_ISSUER_REVOKED: {
    outcome: 'indeterminate',
    subIndication: 'REVOKED_CA_NO_POE',
    source: 'RFC 5280 §6.1.3 (a)(3)',
  },
  PATH_ON_HOLD: { outcome: 'indeterminate', subIndication: 'TRY_LATER', source: 'RFC 5280 §5.3.1' },
  PATH_REVOCATION_UNKNOWN: { outcome: 'indeterminate', subIndication: 'TRY_LATER', source: 'RFC 5280 §6.1.3 (a)(3)' },
  PATH_LEAF_IS_ANCHOR: { outcome: 'inform', subIndication: null, source: 'RFC 5280 §6.1' },
  PATH_ANCHOR_NOT_CURRENT: { outcome: 'inform', subIndication: null, source: 'RFC 5280 §6.1.1 (d)' },
  PATH_ALGORITHM_LEGACY: { outcome: 'inform', subIndication: null, source: 'TT 15/2025/TT-BKHCN, phụ lục I' },
} as const satisfies Readonly<Record<`PATH_${string}`, PathRule>>;

export type PathFindingCode = keyof typeof PATH_FINDINGS;

/** One reason, as data. */
export interface PathFinding {
  readonly code: PathFindingCode;
  readonly outcome: 'failed' | 'indeterminate' | 'inform';
  readonly subIndication: PathSubIndication | null;
  /** Fingerprint of the certificate it is about. */
  readonly certificate: string;
  /** Object identifiers, numbers and instants; never a name. */
  readonly params: Readonly<Record<string, string | number>>;
}

/** A finding with what its code says about the path. */
export function pathFinding(
  code: PathFindingCode,
  certificate: string,
  params: PathFinding['params'] = {},
): PathFinding {
  const { outcome, subIndication } = PATH_FINDINGS[code];
  return { code, outcome, subIndication, certificate, params };
}

/** Of several indeterminate findings the one that is named: no chain at all comes before a chain at the wrong time. */
const RANK: readonly PathSubIndication[] = [
  'REVOKED',
  'CERTIFICATE_CHAIN_GENERAL_FAILURE',
  'CHAIN_CONSTRAINTS_FAILURE',
  'NO_CERTIFICATE_CHAIN_FOUND',
  'NOT_YET_VALID',
  'OUT_OF_BOUNDS_NO_POE',
  'REVOKED_CA_NO_POE',
  'TRY_LATER',
];

/** Status of a path with these findings. */
export function pathStatus(findings: readonly PathFinding[]): {
  readonly status: 'passed' | 'failed' | 'indeterminate';
  readonly subIndication: PathSubIndication | null;
} {
  for (const outcome of ['failed', 'indeterminate'] as const) {
    const given = findings.filter((finding) => finding.outcome === outcome).map((finding) => finding.subIndication);
    if (given.length > 0) return { status: outcome, subIndication: RANK.find((each) => given.includes(each)) ?? null };
  }
  return { status: 'passed', subIndication: null };
}

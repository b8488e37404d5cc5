import type { HocBa, VaiTroKy } from '../hoc-ba/index.js';
import type { CheckCode } from './checks.js';
import type { NextActionCode } from './next-actions.js';
import type { CheckLevel } from './policy.js';
import type { ReasonCode } from './reasons.js';
import type { Conclusion, Outcome, SubIndication } from './verdict.js';

/** The answer to one question. Codes and parameters only: sentences are made by `describeReport`. */
export interface CheckResult {
  readonly code: CheckCode;
  /** The role it was asked of; absent for questions about the record. */
  readonly role?: VaiTroKy;
  /** Whose signature, where several persons sign in the role. */
  readonly key?: string;
  readonly outcome: Outcome;
  /** Why not `passed`, or what has to be added to it; `null` when there is nothing to say. */
  readonly reason: ReasonCode | null;
  readonly subIndication: SubIndication | null;
  /** What the policy makes of it. */
  readonly level: CheckLevel;
  readonly params: Readonly<Record<string, string | number | boolean>>;
}

/** What annex II of TT 15/2025/TT-BKHCN wants shown of a certificate. */
export interface CertificateSummary {
  readonly fingerprint: string;
  readonly subject: string;
  readonly issuer: string;
  readonly commonName: string | null;
  readonly organization: string | null;
  readonly issuerCommonName: string | null;
  readonly serialNumber: string;
  /** `MST:…`, `CCCD:…` as the certificate states them. */
  readonly subjectIds: readonly string[];
  /** ISO instants. */
  readonly notBefore: string;
  readonly notAfter: string;
}

/** One time-stamp token beside a signature. */
export interface TimeStampReport {
  readonly kind: 'signature' | 'archive';
  /** ISO instant the token states; `null` when it cannot be read. */
  readonly genTime: string | null;
  /** Fingerprint of the authority's certificate, `null` when it is not at hand. */
  readonly authority: string | null;
  readonly outcome: Outcome;
  readonly reason: ReasonCode | null;
}

/** One role: its signature as facts, the answers, its conclusion. */
export interface RoleReport {
  readonly role: VaiTroKy;
  /** Told apart where several persons sign in the role (`GVBM[@Id]`); `null` otherwise. */
  readonly key: string | null;
  readonly mandatory: boolean;
  readonly present: boolean;
  readonly conclusion: Conclusion;
  readonly subIndication: SubIndication | null;
  readonly signatureId: string | null;
  readonly algorithm: string | null;
  /** Form of the signature: `XMLDSig`, `XAdES-B` …; what it holds beyond B is not proved by its name. */
  readonly level: string | null;
  /** Whether it has what CV 2088 annex 1, II.1.6 asks for; with a XAdES level both rule books are met. */
  readonly hasPilotForm: boolean;
  readonly core: 'valid' | 'invalid' | 'unsupported' | null;
  /** A claim of the signer: ISO instant, whether it is signed, whether its zone was written. */
  readonly signingTime: { readonly instant: string; readonly signed: boolean; readonly hasZone: boolean } | null;
  /** ISO instant before which the signature is proved to have existed, by a stamp; `null` without proof. */
  readonly provedAt: string | null;
  readonly timeStamps: readonly TimeStampReport[];
  readonly certificate: CertificateSummary | null;
  /** Certificates from the signer's to the anchor, fingerprints. */
  readonly path: readonly string[];
  /** Paths of the elements the signature covers; empty unless its core is valid. */
  readonly signedPaths: readonly string[];
  readonly flags: readonly string[];
}

/** What one role's signature really covers, handed out only when the signature holds and no check of the role failed. */
export interface SignedContent {
  readonly role: VaiTroKy;
  readonly key: string | null;
  /** Paths of the digested elements. */
  readonly paths: readonly string[];
  /** The digested octets of the data that the role signed: canonical XML in UTF-8. */
  readonly data: Uint8Array;
  /** The record read from those very nodes; `null` when the role signs only a part, or the record cannot be read. */
  readonly hocBa: HocBa | null;
}

/** One thing that a person can do about the conclusion. */
export interface NextAction {
  readonly code: NextActionCode;
  /** Whose signature it is about; absent for the record as a whole. */
  readonly role?: VaiTroKy;
  readonly key?: string;
  /** Check and reason it comes from. */
  readonly check: CheckCode;
  readonly reason: ReasonCode;
  readonly params: CheckResult['params'];
}

/** Which issue of a signed list was used. */
export interface ListBasis {
  readonly id: string;
  readonly number: number;
  /** SHA-256 of the payload, hex. */
  readonly sha256: string;
  /** Whether an older issue in its place would have been noticed. */
  readonly rollback: 'checked' | 'notCheckable';
}

/** Version of the JSON form of {@link VerificationReport}. */
export const REPORT_VERSION = 2;

/**
 * The judgement on one record: facts, answers, conclusion. JSON-able; holds no name, mark or identifier of a pupil. Certificates' subjects
 * are in it, since the law wants the signers shown.
 */
export interface VerificationReport {
  readonly version: typeof REPORT_VERSION;
  readonly conclusion: Conclusion;
  readonly subIndication: SubIndication | null;
  /** ISO instant the judgement is for. */
  readonly at: string;
  readonly policy: string;
  /** The signed lists the judgement rests on, by name, number and the hash of their content. */
  readonly basis: {
    readonly trustLists: readonly ListBasis[];
    readonly registers: readonly ListBasis[];
  };
  /** SHA-256 of the file's bytes, hex. */
  readonly fileSha256: string;
  /** Id of the layout, `null` when none fits. */
  readonly layout: string | null;
  readonly ruleSet: string | null;
  /** SHA-256 of the record's data block (design 8), hex; `null` when there is none. */
  readonly recordDigest: string | null;
  /** Look-up code of the record. */
  readonly maTraCuu: string | null;
  readonly nguonGoc: 'banGocSo' | 'banSoHoa' | null;
  readonly roles: readonly RoleReport[];
  readonly checks: readonly CheckResult[];
  /** What a person can do to get from here to a positive conclusion, the first cause first; empty when there is nothing to do. */
  readonly nextActions: readonly NextAction[];
  /** Paths of parts of the record that the signatures of the mandatory roles do not all cover; attributes as `…/@name`. The first 100. */
  readonly unsignedPaths: readonly string[];
  /** Findings of reading and of the rules: code, path, severity. */
  readonly findings: readonly { readonly code: string; readonly path: string; readonly severity: string }[];
  /**
   * The content a role vouches for, or `null`; not part of the JSON form. Take what you store from here and never from the file: an
   * attacker can put other data beside the signed ones.
   */
  signedBy(role: VaiTroKy, key?: string): SignedContent | null;
}

import type { Certificate } from './certificate.js';
import type { PathFinding, PathSubIndication } from './path-findings.js';

/** What the last certificate of the path is to be used for; decides on its key usage and extended key usage. */
export type PathUsage = 'signature' | 'timeStamping' | 'ocspSigning' | 'crlSigning';

export interface VerifyPathOptions {
  /** Trust anchors: name and key are trusted as they stand (RFC 5280 §6.1.1 d). Roots or intermediates, as certificates. */
  readonly anchors: readonly Certificate[];
  /** Candidates for the certificates in between; none of them is trusted. */
  readonly intermediates?: readonly Certificate[];
  /** The instant at which the path must be valid. */
  readonly at: Date;
  /** A crypto implementation that is always used when given; default: the platform's. */
  readonly crypto?: Crypto;
  /** Default: no rule on the key usage of the last certificate. */
  readonly usage?: PathUsage;
  /** Certificate policies accepted by the caller (user-initial-policy-set); default: any. */
  readonly policies?: readonly string[];
  /** initial-explicit-policy; default `false`. */
  readonly requireExplicitPolicy?: boolean;
  /** initial-policy-mapping-inhibit; default `false`. */
  readonly inhibitPolicyMapping?: boolean;
  /** initial-any-policy-inhibit; default `false`. */
  readonly inhibitAnyPolicy?: boolean;
  /** Longest path tried, certificates including the anchor; integer ≥ 1, default 12. */
  readonly maxLength?: number;
  /** Issuer signatures tried at most; integer ≥ 1, default 200. */
  readonly maxSignatures?: number;
}

/** A certificate that looked like the issuer by name and was not used. */
export interface RejectedCandidate {
  /** Fingerprint of the candidate. */
  readonly candidate: string;
  /** Fingerprint of the certificate whose issuer was looked for. */
  readonly child: string;
  /** Findings about the candidate, or about the paths that run through it. */
  readonly reasons: readonly PathFinding[];
}

/** Judgement on one certificate at one instant; plain data, and nothing in it is a text to show. */
export interface PathResult {
  /** `failed`: a path to an anchor was found and breaks a rule for good; `indeterminate`: no path, or one that more evidence could make good. */
  readonly status: 'passed' | 'failed' | 'indeterminate';
  /** EN 319 102-1 sub-indication, `null` when passed. */
  readonly subIndication: PathSubIndication | null;
  /** Leaf first, anchor last; the best path found, complete only when it ends in {@link PathResult.anchor}. */
  readonly path: readonly Certificate[];
  readonly anchor: Certificate | null;
  /** Every finding on that path, also those that only inform. */
  readonly findings: readonly PathFinding[];
  readonly rejected: readonly RejectedCandidate[];
  /** Policies for which the path is valid, `null` = any (user-constrained-policy-set). */
  readonly policies: readonly string[] | null;
}

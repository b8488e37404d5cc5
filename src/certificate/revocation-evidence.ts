import type { Certificate } from './certificate.js';
import type { Crl } from './crl.js';
import type { OcspAnswer } from './ocsp-answer.js';
import type { RevocationReason } from './revocation-reasons.js';

/** Why a list or an answer was not used. Frozen codes. */
export type EvidenceRefusal =
  | 'deltaNotSupported'
  | 'indirectNotSupported'
  | 'outOfScope'
  | 'criticalExtension'
  | 'notYetIssued'
  | 'stale'
  | 'noNextUpdate'
  | 'expiredNotCovered'
  | 'signatureInvalid'
  | 'signatureUnsupported'
  | 'issuerMayNotSign'
  | 'issuerNotTrusted'
  | 'issuerExpired'
  | 'responderNotAuthorised'
  | 'responderExpired'
  | 'responderStatusUnknown'
  | 'otherCertificate'
  | 'nonceMissing'
  | 'nonceOther'
  | 'tryLater'
  | 'responderRefused'
  | 'statusUnknown'
  | 'malformed'
  | 'algorithmLegacy'
  | 'limit';

/** An OCSP answer with the nonce of the request that it answers, if it was asked for just now. */
export interface OcspReply {
  readonly answer: OcspAnswer;
  /** The nonce sent: an answer without it or with another is refused. Left out for answers from a file. */
  readonly nonce?: Uint8Array;
}

/** What is at hand about revocation: from a file, from the caller, from fetchers. None of it is trusted. */
export interface RevocationEvidence {
  readonly crls?: readonly Crl[];
  readonly ocsp?: readonly OcspReply[];
}

/** Status of one certificate at an instant, with the evidence it rests on. */
export interface RevocationStatus {
  readonly status: 'good' | 'revoked' | 'onHold' | 'unknown';
  /** With status `good`: it was revoked later than the instant asked for. */
  readonly revokedAt: Date | null;
  readonly reason: RevocationReason | null;
  /** When the authority thinks the key was lost, if it says so. */
  readonly invalidSince: Date | null;
  /** Fingerprint of the list or answer that decided, `null` when none did. */
  readonly evidence: string | null;
  /** Every list and answer needed for it: lists of some reasons only work together. */
  readonly used: readonly string[];
  readonly source: 'crl' | 'ocsp' | null;
  /** Since when that evidence is known to be right, and when newer is promised. */
  readonly thisUpdate: Date | null;
  readonly nextUpdate: Date | null;
  /** Evidence that was looked at and not used. */
  readonly refused: readonly { readonly evidence: string; readonly code: EvidenceRefusal }[];
}

export interface RevocationOptions {
  /** The instant the status is asked for. */
  readonly at: Date;
  /**
   * The instant of judging, not before `at`: evidence issued later than this is refused. What was issued between the two knows what was
   * the case at `at`. Default `at`.
   */
  readonly now?: Date;
  /** Evidence issued longer than this before `at` is stale even when its nextUpdate lies later; milliseconds, default none. */
  readonly maxAgeMs?: number;
  /** Evidence may be this much older than its nextUpdate; milliseconds, default 0. */
  readonly graceMs?: number;
  /** How far the clocks of the authorities may run ahead of ours, and how old evidence without nextUpdate may be; milliseconds, default 300000. */
  readonly clockToleranceMs?: number;
  /** Certificates that may have signed a list: other keys of the issuer's name, and with `indirect` other authorities. */
  readonly otherKeys?: readonly Certificate[];
  /**
   * Asked whether a certificate that signed evidence in the issuer's stead may be trusted: for a list its whole path, for an answer
   * (whose certificate the issuer itself has issued) that it is not revoked. Default never.
   *
   * @param at - The instant for which it must be: when the evidence was issued, or `at` of these options if that is later.
   */
  readonly isSignerTrusted?: (
    certificate: Certificate,
    usage: 'crlSigning' | 'ocspSigning',
    at: Date,
  ) => boolean | Promise<boolean>;
  /** Responders that the caller trusts to answer for any authority (RFC 6960 §4.2.2.2, local configuration); default none. */
  readonly trustedResponders?: readonly Certificate[];
  /** Default false: lists that another authority publishes for the issuer are refused by name. */
  readonly indirect?: boolean;
  /** Default false: a reply that lacks the nonce of its request is refused. True takes answers made in advance, which can be replayed while fresh. */
  readonly acceptMissingNonce?: boolean;
  /** Lists and answers looked at for one certificate, each; integer ≥ 1, default 64. */
  readonly maxEvidence?: number;
  readonly crypto?: Crypto;
}

/** What one list or answer that may be used says of a certificate. */
export interface EvidenceVerdict {
  readonly evidence: string;
  readonly source: 'crl' | 'ocsp';
  readonly verdict: 'good' | 'revoked' | 'onHold';
  /** The reasons it speaks for, as bits of ReasonFlags. */
  readonly reasons: number;
  readonly revokedAt: Date | null;
  readonly reason: RevocationReason | null;
  readonly invalidSince: Date | null;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date | null;
}

/** Five minutes: what clocks of well-kept machines differ by at most. */
export const CLOCK_TOLERANCE_MS = 5 * 60_000;

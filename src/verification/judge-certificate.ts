import { type Certificate, type PathResult, verifyPath } from '../certificate/index.js';
import { findDigestAlgorithm } from '../crypto/index.js';
import { isHocBaSoError } from '../errors/index.js';
import type { SignatureResult } from '../xades/index.js';
import { type Answer, failed, NOT_RUN, open, PASSED, passedWith } from './answer.js';
import type { RoleEvidence } from './evidence.js';
import type { Policy } from './policy.js';
import type { AuthorityPort, RevocationPort } from './ports.js';

/** What the judgement of a role needs besides its own evidence. */
export interface JudgeContext {
  readonly policy: Policy;
  readonly at: Date;
  readonly hasAnchors: boolean;
  readonly paths: PathFinder;
  readonly authority: AuthorityPort | undefined;
  readonly revocation: RevocationPort | undefined;
  /** School code in the signed data. */
  readonly maTruong: string | undefined;
  /** The other roles of the record. */
  readonly others: readonly RoleEvidence[];
}

/** The path of a role's certificate at an instant. */
export type PathFinder = (
  evidence: Pick<RoleEvidence, 'certificate' | 'otherCertificates'>,
  at: Date,
) => Promise<PathResult>;

/** Finds each path once: a school's records share a few certificates and one instant. */
export function makePathFinder(options: {
  readonly anchors: readonly Certificate[];
  readonly intermediates: readonly Certificate[];
  readonly crypto: Crypto | undefined;
}): PathFinder {
  const { anchors, intermediates, crypto } = options;
  const known = new Map<string, Promise<PathResult>>();
  return ({ certificate, otherCertificates }, at) => {
    const name = [certificate!, ...otherCertificates].map((one) => one.fingerprint).join(' ') + at.toISOString();
    let path = known.get(name);
    if (path === undefined) {
      path = verifyPath(certificate!, {
        anchors,
        intermediates: [...intermediates, ...otherCertificates],
        at,
        usage: 'signature',
        ...(crypto === undefined ? {} : { crypto }),
      });
      known.set(name, path);
    }
    return path;
  };
}

/** Asks for each certificate once: the port may go to the network, and a class has a handful of certificates. */
export function askOnce(revocation: RevocationPort): RevocationPort {
  const known = new Map<string, ReturnType<RevocationPort>>();
  return (question) => {
    const name = `${question.certificate.fingerprint} ${question.issuer.fingerprint} ${question.at.getTime()}`;
    let answer = known.get(name);
    if (answer === undefined) {
      answer = revocation(question);
      known.set(name, answer);
    }
    return answer;
  };
}

export function certificateAnswer({ certificate }: RoleEvidence, result: SignatureResult): Answer {
  const { certificate: der, certificateBinding, keySource, valueHolds } = result;
  if (der === null || keySource !== 'keyInfo') {
    return valueHolds === true ? failed('CERTIFICATE_MISSING') : open('CERTIFICATE_MISSING');
  }
  if (certificate === null) return failed('CERTIFICATE_UNREADABLE');
  if (certificateBinding === 'mismatch' || certificateBinding === 'malformed') return failed('CERTIFICATE_OTHER');
  // Plain XMLDSig does not sign the certificate: said, and judged by the binding of its identifier to signed fields.
  return certificateBinding === 'absent' ? passedWith('CERTIFICATE_NOT_BOUND') : PASSED;
}

export async function pathAnswer(
  evidence: RoleEvidence,
  path: PathResult | null,
  { hasAnchors, paths }: JudgeContext,
): Promise<Answer> {
  if (path === null) return open('CERTIFICATE_MISSING');
  if (!hasAnchors) return open('NO_TRUST');
  if (path.status === 'passed') return PASSED;
  const finding = path.findings.find((one) => one.outcome === path.status);
  const params = { finding: finding?.code ?? 'unknown' };
  if (path.status === 'failed') return { ...failed('PATH_BROKEN', params), subIndication: path.subIndication };
  if (path.anchor === null) return { ...open('PATH_NOT_FOUND', params), subIndication: path.subIndication };
  // Not valid today: say whether it was at the stated time, which no stamp proves.
  const stated = evidence.signingTime?.instant ?? null;
  if (stated !== null) {
    const then = await paths(evidence, new Date(stated));
    if (then.status === 'passed') return open('CERTIFICATE_EXPIRED_NO_POE', { validAtStatedTime: true });
  }
  return { ...open('CERTIFICATE_NOT_CURRENT', params), subIndication: path.subIndication };
}

/** Clocks of signing machines run a little ahead; five minutes are no lie. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

/** The stated time against the certificate's own period: a claim, but one that must not contradict itself. */
export function validityAnswer(
  { certificate, signingTime, signingTimesDiffer }: RoleEvidence,
  { at }: JudgeContext,
): Answer {
  if (signingTimesDiffer) return failed('SIGNING_TIMES_DIFFER');
  if (signingTime === null || signingTime.instant === null || !signingTime.signed) return open('SIGNING_TIME_MISSING');
  const time = Date.parse(signingTime.instant);
  if (time > at.getTime() + CLOCK_TOLERANCE_MS) return failed('SIGNING_TIME_FUTURE');
  if (certificate === null) return NOT_RUN;
  if (time < certificate.notBefore.getTime()) return failed('SIGNING_TIME_BEFORE_CERTIFICATE');
  return time > certificate.notAfter.getTime() ? failed('SIGNING_TIME_AFTER_CERTIFICATE') : PASSED;
}

export async function revocationAnswer(
  { signingTime }: RoleEvidence,
  path: PathResult | null,
  { revocation, at }: JudgeContext,
): Promise<Answer> {
  // A certificate that is itself an anchor has nobody to ask about it: nothing asked is nothing known.
  if (revocation === undefined || path === null || path.status !== 'passed' || path.path.length < 2) {
    return open('REVOCATION_UNKNOWN');
  }
  const stated = signingTime?.instant == null ? null : Date.parse(signingTime.instant);
  let later: Answer | null = null;
  for (let index = 0; index + 1 < path.path.length; index++) {
    const certificate = path.path[index]!;
    try {
      const { status, revokedAt } = await revocation({ certificate, issuer: path.path[index + 1]!, at });
      if (status === 'revoked') {
        const params = { certificate: certificate.fingerprint };
        const isLater = revokedAt !== undefined && stated !== null && revokedAt.getTime() > stated;
        if (!isLater) return failed('REVOKED', params);
        later ??= open('REVOKED_AFTER_SIGNING', { ...params, revokedAt: revokedAt.toISOString() });
      } else if (status !== 'good') later ??= open('REVOCATION_UNKNOWN');
    } catch (cause) {
      later ??= open('PLATFORM_ERROR', { code: isHocBaSoError(cause) ? cause.code : 'revocation' });
    }
  }
  return later ?? PASSED;
}

/** Signature, digests, key, and what the issuers above signed with: one weak link is enough to forge the whole. */
export function algorithmAnswer(result: SignatureResult, path: PathResult | null, at: Date): Answer {
  const rows = [
    ...(result.algorithmRow === null ? [] : [result.algorithmRow]),
    ...result.references.flatMap((one) => findDigestAlgorithm(one.digestAlgorithm) ?? []),
  ];
  const day = at.toISOString().slice(0, 10);
  const old = rows.find(({ status, trustedUntil }) => status === 'legacy' || (trustedUntil ?? day) < day);
  if (old !== undefined) return failed('ALGORITHM_LEGACY', { algorithm: old.name });
  if (result.flags.includes('legacy')) return failed('ALGORITHM_LEGACY', { algorithm: result.keyIssues[0] ?? 'key' });
  const weak = path?.findings.find((one) => one.code === 'PATH_ALGORITHM_LEGACY');
  return weak === undefined
    ? PASSED
    : failed('ALGORITHM_LEGACY', { algorithm: String(weak.params['algorithm'] ?? '') });
}

export function annexAnswer({ algorithmRow, algorithm, references }: SignatureResult): Answer {
  if (algorithmRow?.annexI !== true)
    return failed('ALGORITHM_OUTSIDE_ANNEX', { algorithm: algorithmRow?.name ?? algorithm });
  const other = references
    .map((one) => findDigestAlgorithm(one.digestAlgorithm))
    .find((row) => row !== undefined && !row.annexI);
  return other === undefined ? PASSED : failed('ALGORITHM_OUTSIDE_ANNEX', { algorithm: other.name });
}

export async function authorityAnswer(
  { certificate, role, signingTime }: RoleEvidence,
  { authority, maTruong, at }: JudgeContext,
): Promise<Answer> {
  // A teacher's right to sign is the school's own matter: the seal answers for it.
  if (role === 'giaoVienChuNhiem' || role === 'giaoVienBoMon') return NOT_RUN;
  if (authority === undefined || certificate === null || maTruong === undefined) return open('AUTHORITY_UNKNOWN');
  try {
    const answer = await authority({
      role,
      maTruong,
      certificate,
      at: signingTime?.instant == null ? at : new Date(signingTime.instant),
    });
    if (answer === 'authorised') return PASSED;
    return answer === 'notAuthorised' ? failed('AUTHORITY_DENIED') : open('AUTHORITY_UNKNOWN');
  } catch (cause) {
    return open('PLATFORM_ERROR', { code: isHocBaSoError(cause) ? cause.code : 'authority' });
  }
}

import { equalBytes } from '../encoding/index.js';
import { type Certificate, comparableNames } from './certificate.js';
import { verifyIssuerSignature } from './issuer-signature.js';
import { type PathFinding, type PathSubIndication, pathFinding, pathStatus } from './path-findings.js';
import { judgePath } from './validate-path.js';

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
  /**
   * A further judgement on each path that passes all else (revocation, scope of an anchor): its findings count like the others,
   * and the search goes on when they break the path. Default: none.
   */
  readonly judge?: (path: readonly Certificate[]) => readonly PathFinding[] | Promise<readonly PathFinding[]>;
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

/** A path as far as it got. */
interface Attempt {
  readonly path: readonly Certificate[];
  readonly anchored: boolean;
  readonly findings: readonly PathFinding[];
  readonly policies: readonly string[] | null;
}

interface Search {
  readonly options: VerifyPathOptions;
  readonly anchors: ReadonlySet<string>;
  /** Candidates by comparable subject name. */
  readonly bySubject: ReadonlyMap<string, readonly Certificate[]>;
  readonly attempts: Attempt[];
  readonly rejected: RejectedCandidate[];
  signaturesLeft: number;
  limited: boolean;
}

/** Paths remembered for the report; further ones are judged all the same. */
const ATTEMPT_LIMIT = 32;

/**
 * Looks for a path from a certificate to an anchor and judges it by RFC 5280 §6 at one instant.
 *
 * Candidates are found by name (§7.1) and key identifier, and tried one after the other until a path passes; loops and cross-certificates
 * end in the limits of `maxLength` and `maxSignatures`. A certificate acts as an issuer only if it says it is a CA: a teacher's
 * certificate that signs another one breaks the path. No revocation, no network: see `judge`.
 *
 * @param leaf - The certificate in question; an anchor only when it is among `options.anchors`.
 * @returns Never throws for bad certificates: what is wrong stands in `findings`, or in `rejected` for candidates that were not used.
 * @throws {@link HocBaSoError} `ERR_CRYPTO_UNAVAILABLE` when the platform has no cryptography.
 * @see RFC 5280 §6, RFC 9618, RFC 4158; ETSI EN 319 102-1 §5.2.6
 */
export async function verifyPath(leaf: Certificate, options: VerifyPathOptions): Promise<PathResult> {
  const search: Search = {
    options,
    anchors: new Set(options.anchors.map((anchor) => anchor.fingerprint)),
    bySubject: indexBySubject([...options.anchors, ...(options.intermediates ?? [])]),
    attempts: [],
    rejected: [],
    signaturesLeft: options.maxSignatures ?? 200,
    limited: false,
  };
  const passed = await extend(search, [leaf]);
  const best = passed ?? bestAttempt(search.attempts);
  const findings =
    passed || !search.limited ? best.findings : [...best.findings, pathFinding('PATH_LIMIT', leaf.fingerprint)];
  const others = search.attempts.filter((attempt) => attempt !== best).flatMap(brokenIssuers);
  return {
    ...pathStatus(findings),
    path: best.path,
    anchor: best.anchored ? best.path.at(-1)! : null,
    findings,
    rejected: [...search.rejected, ...others],
    policies: best.policies,
  };
}

function indexBySubject(certificates: readonly Certificate[]): Map<string, Certificate[]> {
  const index = new Map<string, Certificate[]>();
  const seen = new Set<string>();
  for (const certificate of certificates) {
    if (seen.has(certificate.fingerprint)) continue;
    seen.add(certificate.fingerprint);
    const key = comparableNames(certificate).subjectKey;
    const list = index.get(key);
    if (list) list.push(certificate);
    else index.set(key, [certificate]);
  }
  return index;
}

/** Depth first: all ways on from the last certificate of the path. Answers with the first path that passes. */
async function extend(search: Search, path: readonly Certificate[]): Promise<Attempt | null> {
  const last = path.at(-1)!;
  if (search.anchors.has(last.fingerprint)) return judgeAttempt(search, path, true);
  const candidates = candidatesFor(search, path);
  let dead = true;
  for (const candidate of candidates) {
    if (path.length + 1 > (search.options.maxLength ?? 12) || search.signaturesLeft <= 0) {
      search.limited = true;
      break;
    }
    search.signaturesLeft--;
    const verdict = await verifyIssuerSignature(last, candidate, search.options.crypto);
    if ('unsupported' in verdict) {
      reject(
        search,
        candidate,
        last,
        pathFinding('PATH_ALGORITHM_UNSUPPORTED', last.fingerprint, { algorithm: verdict.unsupported }),
      );
      continue;
    }
    if (!verdict.valid) {
      // The identifiers say whether the key is the one meant, or another key of the same name (a renewed CA).
      const code = keyIdMatch(last, candidate) === 0 ? 'PATH_SIGNATURE_INVALID' : 'PATH_ISSUER_KEY_OTHER';
      reject(search, candidate, last, pathFinding(code, last.fingerprint));
      continue;
    }
    dead = false;
    const passed = await extend(search, [...path, candidate]);
    if (passed) return passed;
  }
  return dead ? judgeAttempt(search, path, false) : null;
}

/** Issuers by name, the likeliest first: anchors, matching key identifier, valid at the time, newest. */
function candidatesFor({ bySubject, anchors, options }: Search, path: readonly Certificate[]): Certificate[] {
  const last = path.at(-1)!;
  const usable = (bySubject.get(comparableNames(last).issuerKey) ?? []).filter((candidate) => !isLoop(path, candidate));
  const rank = (candidate: Certificate) =>
    (anchors.has(candidate.fingerprint) ? 0 : 1) +
    2 * (options.at >= candidate.notBefore && options.at <= candidate.notAfter ? 0 : 1) +
    4 * keyIdMatch(last, candidate);
  return usable.sort((a, b) => rank(a) - rank(b) || b.notBefore.getTime() - a.notBefore.getTime());
}

/** The same name with the same key again leads nowhere new, whichever certificate says so. */
function isLoop(path: readonly Certificate[], candidate: Certificate): boolean {
  const { subjectKey } = comparableNames(candidate);
  return path.some((each) => comparableNames(each).subjectKey === subjectKey && equalBytes(each.spki, candidate.spki));
}

/** 0 = the issuer's key identifier is the one named, 1 = nothing is said, 2 = another one is named. */
function keyIdMatch(child: Certificate, candidate: Certificate): 0 | 1 | 2 {
  if (child.authorityKeyId === null || candidate.subjectKeyId === null) return 1;
  return child.authorityKeyId === candidate.subjectKeyId ? 0 : 2;
}

async function judgeAttempt(search: Search, path: readonly Certificate[], anchored: boolean): Promise<Attempt | null> {
  const { findings, policies } = judgePath(path, anchored, search.options);
  const all = [...findings];
  if (!anchored) {
    const top = path.at(-1)!;
    const { subjectKey, issuerKey } = comparableNames(top);
    all.unshift(...search.rejected.filter(({ child }) => child === top.fingerprint).flatMap(({ reasons }) => reasons));
    all.unshift(pathFinding(subjectKey === issuerKey ? 'PATH_ROOT_NOT_TRUSTED' : 'PATH_NO_ISSUER', top.fingerprint));
  } else if (search.options.judge && pathStatus(all).status === 'passed') {
    all.push(...(await search.options.judge(path)));
  }
  const attempt: Attempt = { path, anchored, findings: all, policies };
  if (pathStatus(all).status === 'passed') return attempt;
  if (search.attempts.length < ATTEMPT_LIMIT) search.attempts.push(attempt);
  else search.limited = true;
  return null;
}

/** The attempt that tells most: one that reached an anchor, then the one with the least wrong, then the longest. */
function bestAttempt(attempts: readonly Attempt[]): Attempt {
  const wrong = (attempt: Attempt, outcome: PathFinding['outcome']) =>
    attempt.findings.filter((finding) => finding.outcome === outcome).length;
  return [...attempts].sort(
    (a, b) =>
      Number(b.anchored) - Number(a.anchored) ||
      wrong(a, 'failed') - wrong(b, 'failed') ||
      wrong(a, 'indeterminate') - wrong(b, 'indeterminate') ||
      b.path.length - a.path.length,
  )[0]!;
}

function reject(search: Search, candidate: Certificate, child: Certificate, reason: PathFinding): void {
  const known = search.rejected.some(
    (each) => each.candidate === candidate.fingerprint && each.child === child.fingerprint,
  );
  if (!known) search.rejected.push({ candidate: candidate.fingerprint, child: child.fingerprint, reasons: [reason] });
}

/** The issuers of a path that was not used, with what was found about each. */
function brokenIssuers({ path, findings }: Attempt): RejectedCandidate[] {
  return path.slice(1).flatMap((candidate, index) => {
    const reasons = findings.filter(
      ({ certificate, outcome }) => certificate === candidate.fingerprint && outcome !== 'inform',
    );
    return reasons.length > 0 ? [{ candidate: candidate.fingerprint, child: path[index]!.fingerprint, reasons }] : [];
  });
}

import type { Certificate } from './certificate.js';
import type { Crl } from './crl.js';
import type { OcspAnswer } from './ocsp-answer.js';
import { type PathFinding, pathFinding } from './path-findings.js';
import type { OcspReply, RevocationEvidence, RevocationOptions, RevocationStatus } from './revocation-evidence.js';
import { revocationStatus } from './revocation-status.js';
import { type PathResult, type VerifyPathOptions, verifyPath } from './verify-path.js';

/** Why a fetcher brought nothing from an address. Frozen codes. */
export type FetchFailureCode =
  | 'address'
  | 'network'
  | 'timeout'
  | 'httpStatus'
  | 'redirect'
  | 'contentType'
  | 'tooLarge'
  | 'malformed'
  /** The source itself threw. */
  | 'source';

export interface FetchFailure {
  readonly url: string;
  readonly code: FetchFailureCode;
}

/** What a source found; failures are reported beside what was not used. */
export interface FetchedEvidence {
  readonly crls?: readonly Crl[];
  readonly ocsp?: readonly OcspReply[];
  readonly failures?: readonly FetchFailure[];
}

/**
 * Where evidence about a certificate may be got, for example {@link crlFetcher} and {@link ocspFetcher}. Asked only about certificates
 * whose path to an anchor holds otherwise, so that nobody's certificate can make a server fetch what it names.
 */
export type RevocationSource = (question: {
  readonly certificate: Certificate;
  readonly issuer: Certificate;
  /** The instant of judging. */
  readonly now: Date;
}) => Promise<FetchedEvidence>;

export interface VerifyPathWithRevocationOptions
  extends VerifyPathOptions,
    Omit<RevocationOptions, 'at' | 'otherKeys' | 'isSignerTrusted' | 'crypto'> {
  /** Lists and answers at hand: from the file in question, a time stamp, the caller. None of it is trusted. */
  readonly evidence?: RevocationEvidence;
  /** Asked in order while the status of a certificate is unknown; default none: no network. */
  readonly sources?: readonly RevocationSource[];
  /** Levels of paths below paths: a list's signer has a path of its own, with lists of its own; integer ≥ 0, default 3. */
  readonly maxDepth?: number;
}

/** Status of one certificate of a path. */
export interface CertificateStatus extends RevocationStatus {
  /** Fingerprint of the certificate. */
  readonly certificate: string;
  readonly failures: readonly FetchFailure[];
}

export interface PathWithRevocation extends PathResult {
  /** Status of each certificate of `path` below the anchor, leaf first, as far as they were asked about. */
  readonly revocation: readonly CertificateStatus[];
  /** What the judgement rests on, signers of lists and answers included: what an archive must keep. */
  readonly material: {
    readonly certificates: readonly Certificate[];
    readonly crls: readonly Crl[];
    readonly ocspAnswers: readonly OcspAnswer[];
  };
}

/**
 * {@link verifyPath} with the status of every certificate below the anchor at the same instant (RFC 5280 §6.1.3 (a)(3)).
 *
 * A certificate whose status is unknown leaves its path indeterminate, never passed. A list may be signed by another key of its issuer (with
 * `indirect`, by another authority) whose own path holds, with revocation, up to the same anchor; a delegated OCSP responder without
 * id-pkix-ocsp-nocheck is asked about in its turn. A signer whose status would follow from the evidence it signs itself is not trusted.
 *
 * @param options.at - The instant at which path and statuses are judged.
 * @param options.now - The instant of judging; later than `at` when a time in the past is asked about.
 * @throws {@link HocBaSoError} `ERR_CRYPTO_UNAVAILABLE`.
 * @see RFC 5280 §6.1, §6.3; RFC 6960 §4.2.2.2; ETSI EN 319 102-1 §5.2.6
 */
export async function verifyPathWithRevocation(
  leaf: Certificate,
  options: VerifyPathWithRevocationOptions,
): Promise<PathWithRevocation> {
  const { evidence = {} } = options;
  const run: Run = {
    options,
    crls: new Map(evidence.crls?.map((crl) => [crl.fingerprint, crl])),
    ocsp: new Map(evidence.ocsp?.map((reply) => [reply.answer.fingerprint, reply])),
    fetched: new Map(),
    statuses: new Map(),
    trusted: new Map(),
    used: new Set(),
    signers: new Set(),
  };
  const statuses = new Map<string, CertificateStatus>();
  const result = await verifyPath(leaf, {
    ...options,
    judge: async (path) => [
      ...((await options.judge?.(path)) ?? []),
      ...(await judgeStatuses(run, path, options.at, [], statuses)),
    ],
  });
  const { path } = result;
  return {
    ...result,
    revocation: path.slice(0, -1).flatMap((each, index) => statuses.get(pairOf(each, path[index + 1]!)) ?? []),
    material: {
      certificates: [...new Set([...path, ...run.signers])],
      crls: [...run.crls.values()].filter(({ fingerprint }) => run.used.has(fingerprint)),
      ocspAnswers: [...run.ocsp.values()].map(({ answer }) => answer).filter((each) => run.used.has(each.fingerprint)),
    },
  };
}

interface Run {
  readonly options: VerifyPathWithRevocationOptions;
  /** All evidence at hand, by fingerprint; what sources brought comes first. */
  crls: ReadonlyMap<string, Crl>;
  ocsp: ReadonlyMap<string, OcspReply>;
  /** Sources are asked once about a certificate. */
  readonly fetched: Map<string, Promise<FetchedEvidence>>;
  readonly statuses: Map<string, CertificateStatus>;
  readonly trusted: Map<string, boolean>;
  /** Fingerprints of evidence that decided something. */
  readonly used: Set<string>;
  /** Certificates in the paths of those who signed lists or answers in an issuer's stead. */
  readonly signers: Set<Certificate>;
}

/** @param pending - Fingerprints of the signers whose trust is being asked about: none of them may vouch for itself. */
async function judgeStatuses(
  run: Run,
  path: readonly Certificate[],
  at: Date,
  pending: readonly string[],
  statuses: Map<string, CertificateStatus>,
): Promise<PathFinding[]> {
  const findings: PathFinding[] = [];
  const anchor = path.at(-1)!;
  for (const [index, certificate] of path.slice(0, -1).entries()) {
    const issuer = path[index + 1]!;
    const status = await statusOf(run, { certificate, issuer, anchor, at }, pending);
    statuses.set(pairOf(certificate, issuer), status);
    const finding = findingOf(status, index === 0);
    if (finding !== null) findings.push(finding);
    // What is revoked below settles the path: nothing more is fetched for it.
    if (finding?.outcome === 'failed') break;
  }
  return findings;
}

function findingOf({ status, certificate, reason, refused }: CertificateStatus, isLeaf: boolean): PathFinding | null {
  switch (status) {
    case 'good':
      return null;
    case 'revoked':
      return pathFinding(isLeaf ? 'PATH_REVOKED' : 'PATH_ISSUER_REVOKED', certificate, { reason: reason ?? '' });
    case 'onHold':
      return pathFinding('PATH_ON_HOLD', certificate);
    case 'unknown': {
      const codes = [...new Set(refused.map(({ code }) => code))];
      return pathFinding('PATH_REVOCATION_UNKNOWN', certificate, { refused: codes.join(' ') });
    }
  }
}

interface StatusQuestion {
  readonly certificate: Certificate;
  readonly issuer: Certificate;
  /** Where the path in question ends: whoever signs in the issuer's stead must come from there too (RFC 5280 §6.3.3 (f)). */
  readonly anchor: Certificate;
  readonly at: Date;
}

async function statusOf(run: Run, question: StatusQuestion, pending: readonly string[]): Promise<CertificateStatus> {
  const { certificate, issuer, anchor, at } = question;
  const { sources = [], now = run.options.at } = run.options;
  // Who is being asked about decides on what may be used, hence part of the name.
  const name = [pairOf(certificate, issuer), anchor.fingerprint, at.getTime(), ...pending].join(' ');
  const known = run.statuses.get(name);
  if (known) return known;
  const judge = () =>
    revocationStatus(
      certificate,
      issuer,
      { crls: [...run.crls.values()], ocsp: [...run.ocsp.values()] },
      {
        ...run.options,
        at,
        now,
        otherKeys: [...run.options.anchors, ...(run.options.intermediates ?? [])],
        isSignerTrusted: (signer, usage, instant) =>
          isSignerTrusted(run, { ...question, certificate: signer, at: instant }, usage, pending),
      },
    );
  let status = await judge();
  const failures: FetchFailure[] = [];
  for (let index = 0; index < sources.length && status.status === 'unknown'; index++) {
    const call = `${index} ${pairOf(certificate, issuer)}`;
    const answer = run.fetched.get(call) ?? ask(sources[index]!, { certificate, issuer, now });
    run.fetched.set(call, answer);
    const { crls = [], ocsp = [], failures: failed = [] } = await answer;
    // attacker-controlled: what a file brings must not crowd out what was asked for.
    run.crls = new Map([...crls.map((crl) => [crl.fingerprint, crl] as const), ...run.crls]);
    run.ocsp = new Map([...ocsp.map((reply) => [reply.answer.fingerprint, reply] as const), ...run.ocsp]);
    failures.push(...failed);
    if (crls.length + ocsp.length > 0) status = await judge();
  }
  for (const one of status.used) run.used.add(one);
  const result = { ...status, certificate: certificate.fingerprint, failures };
  run.statuses.set(name, result);
  return result;
}

/** A source that fails leaves the status unknown; it does not end the judgement of a thousand files. */
async function ask(source: RevocationSource, question: Parameters<RevocationSource>[0]): Promise<FetchedEvidence> {
  try {
    return await source(question);
  } catch {
    // The caller's own code: its reason is of no use in a verdict, and no fetcher of ours rejects.
    return { failures: [{ url: '', code: 'source' }] };
  }
}

async function isSignerTrusted(
  run: Run,
  question: StatusQuestion,
  usage: 'crlSigning' | 'ocspSigning',
  pending: readonly string[],
): Promise<boolean> {
  const { certificate: signer, issuer, anchor, at } = question;
  if (pending.includes(signer.fingerprint) || pending.length >= (run.options.maxDepth ?? 3)) return false;
  const name = [usage, pairOf(signer, issuer), anchor.fingerprint, at.getTime(), ...pending].join(' ');
  const known = run.trusted.get(name);
  if (known !== undefined) return known;
  const deeper = [...pending, signer.fingerprint];
  let chain: readonly Certificate[] | null;
  if (usage === 'ocspSigning') {
    // Its issuer is known to be the certificate's own, whose path is being judged anyway.
    chain = (await statusOf(run, question, deeper)).status === 'good' ? [signer] : null;
  } else {
    const { intermediates = [], crypto, maxLength, maxSignatures } = run.options;
    const { status, path, findings } = await verifyPath(signer, {
      anchors: [anchor],
      intermediates,
      at,
      usage,
      ...(crypto === undefined ? {} : { crypto }),
      ...(maxLength === undefined ? {} : { maxLength }),
      ...(maxSignatures === undefined ? {} : { maxSignatures }),
      judge: (found) => judgeStatuses(run, found, at, deeper, new Map()),
    });
    // A key that can be forged may sign no lists, though it may stand on a path whose judge is told of it.
    const isWeak = findings.some(({ code }) => code === 'PATH_ALGORITHM_LEGACY');
    chain = status === 'passed' && !isWeak ? path : null;
  }
  for (const each of chain ?? []) run.signers.add(each);
  run.trusted.set(name, chain !== null);
  return chain !== null;
}

function pairOf(certificate: Certificate, issuer: Certificate): string {
  return `${certificate.fingerprint} ${issuer.fingerprint}`;
}

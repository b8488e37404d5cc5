import {
  type Certificate,
  type CertificateStatus,
  type PathResult,
  type PathUsage,
  type PathWithRevocation,
  parseCertificate,
  type RevocationEvidence,
  type RevocationReason,
  type RevocationSource,
  verifyPath,
  verifyPathWithRevocation,
} from '../certificate/index.js';
import { isHocBaSoError } from '../errors/index.js';
import type { VaiTroKy } from '../hoc-ba/index.js';
import type { TrustList, TrustScope } from '../trust/index.js';
import type { Policy } from './policy.js';
import type { RevocationPort } from './ports.js';

/** Whom the caller trusts: certificates as DER. Nothing is built in. */
export interface TrustAnchors {
  readonly anchors: readonly Uint8Array[];
  /** Candidates for the certificates in between; none of them is trusted. */
  readonly intermediates?: readonly Uint8Array[];
}

/** A certificate in question, what it was used for, and what came with it. */
export interface Subject {
  readonly certificate: Certificate;
  /** Candidates for its issuers, from the file. None is trusted. */
  readonly others: readonly Certificate[];
  readonly scope: TrustScope;
  /** Lists and answers from the file. None is trusted. */
  readonly evidence?: RevocationEvidence;
}

/** What is known of one certificate of a path; `failed`: whoever was asked broke down. */
export interface Standing {
  readonly certificate: string;
  readonly status: 'good' | 'revoked' | 'onHold' | 'unknown' | 'failed';
  /** When it was revoked, or its key lost, whichever is earlier; with `good` later than the instant asked about. */
  readonly revokedAt: Date | null;
  /** Stated by the authority; `null` when it states none. */
  readonly reason: RevocationReason | null;
  /** Evidence was there, and too old. */
  readonly isStale: boolean;
  /** Code of the error of `failed`. */
  readonly code: string | null;
}

export interface Standings {
  /** The path whose certificates were asked about. */
  readonly path: PathResult;
  /** Signer first; empty where nobody was asked. */
  readonly standings: readonly Standing[];
}

/** Anchors, paths and statuses for every record of one call; each question is answered once. */
export interface TrustContext {
  /** `notInForce`: a list was given, but says nothing at the instant of judging. */
  hasAnchors(scope: TrustScope): 'yes' | 'no' | 'notInForce';
  /** The path at an instant, without a look at revocation. */
  path(subject: Subject, at: Date): Promise<PathResult>;
  /** The statuses along a path that holds, at an instant not after that of judging. */
  standings(subject: Subject, path: PathResult, at: Date): Promise<Standings>;
}

export interface TrustContextOptions {
  readonly trust: TrustAnchors | undefined;
  readonly lists: readonly TrustList[];
  readonly evidence: RevocationEvidence;
  readonly sources: readonly RevocationSource[];
  readonly revocation: RevocationPort | undefined;
  readonly freshness: Policy['freshness'];
  readonly now: Date;
  readonly crypto: Crypto | undefined;
}

/** What anchors a role's certificate must lead to. */
export const scopeOf = (role: VaiTroKy): TrustScope => (role === 'phatHanh' ? 'schoolSeal' : 'person');

const USAGE: Readonly<Record<TrustScope, PathUsage>> = {
  person: 'signature',
  schoolSeal: 'signature',
  timeStamping: 'timeStamping',
};

/** Publishers' clocks run a little ahead, as those of `hoc-ba-so/trust` may. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

/** @throws {@link HocBaSoError} `ERR_CERTIFICATE_MALFORMED` for an anchor that is none. */
export function makeTrustContext(options: TrustContextOptions): TrustContext {
  const { trust, lists, evidence, sources, now, crypto, freshness = {} } = options;
  const own = (trust?.anchors ?? []).map(parseCertificate);
  const inForce = lists.filter((list) => isInForce(list, now));
  const given = [
    ...(trust?.intermediates ?? []).map(parseCertificate),
    ...inForce.flatMap((list) => list.intermediates),
  ];
  const revocation = options.revocation === undefined ? undefined : askOnce(options.revocation);
  const paths = new Map<string, Promise<PathResult>>();
  const judged = new Map<string, Promise<PathWithRevocation>>();

  const anchorsAt = (scope: TrustScope, at: Date): readonly Certificate[] => [
    ...own,
    // Whether a list speaks is asked for the time of judging; whom it trusted, for the time in question.
    ...inForce.flatMap((list) =>
      list.anchors
        .filter(({ scopes, from, until }) => {
          return scopes.includes(scope) && (from === null || from <= at) && (until === null || at < until);
        })
        .map((anchor) => anchor.certificate),
    ),
  ];
  const pathOptions = ({ others, scope }: Subject, at: Date) => ({
    anchors: anchorsAt(scope, at),
    intermediates: [...given, ...others],
    at,
    usage: USAGE[scope],
    ...(crypto === undefined ? {} : { crypto }),
  });
  const nameOf = ({ certificate, others, scope }: Subject, at: Date) =>
    `${scope} ${[certificate, ...others].map((one) => one.fingerprint).join(' ')} ${at.getTime()}`;

  return {
    hasAnchors(scope) {
      if (own.length > 0 || inForce.some((list) => list.anchors.some(({ scopes }) => scopes.includes(scope)))) {
        return 'yes';
      }
      return lists.length > inForce.length ? 'notInForce' : 'no';
    },
    path(subject, at) {
      return remember(paths, nameOf(subject, at), () => verifyPath(subject.certificate, pathOptions(subject, at)));
    },
    async standings(subject, path, at) {
      if (revocation !== undefined) return { path, standings: await askPort(revocation, path, now) };
      const carried = subject.evidence ?? {};
      const all = {
        crls: [...(evidence.crls ?? []), ...(carried.crls ?? [])],
        ocsp: [...(evidence.ocsp ?? []), ...(carried.ocsp ?? [])],
      };
      if (all.crls.length + all.ocsp.length + sources.length === 0) return { path, standings: [] };
      const carries = [
        ...(carried.crls ?? []).map((one) => one.fingerprint),
        ...(carried.ocsp ?? []).map(({ answer }) => answer.fingerprint),
      ];
      const name = [nameOf(subject, at), ...carries].join(' ');
      const result = await remember(judged, name, () =>
        verifyPathWithRevocation(subject.certificate, {
          ...pathOptions(subject, at),
          now,
          evidence: all,
          sources,
          ...(freshness.maxAgeMs === undefined ? {} : { maxAgeMs: freshness.maxAgeMs }),
          ...(freshness.graceMs === undefined ? {} : { graceMs: freshness.graceMs }),
        }),
      );
      return { path: result.status === 'passed' ? result : path, standings: result.revocation.map(standingOf) };
    },
  };
}

function isInForce({ issuedAt, nextUpdate }: TrustList, at: Date): boolean {
  return at.getTime() + CLOCK_TOLERANCE_MS >= issuedAt.getTime() && at < nextUpdate;
}

function remember<T>(known: Map<string, Promise<T>>, name: string, make: () => Promise<T>): Promise<T> {
  let found = known.get(name);
  if (found === undefined) {
    found = make();
    known.set(name, found);
  }
  return found;
}

function standingOf({ certificate, status, revokedAt, reason, invalidSince, refused }: CertificateStatus): Standing {
  const since = [revokedAt, invalidSince].flatMap((one) => (one === null ? [] : [one.getTime()]));
  return {
    certificate,
    status,
    revokedAt: since.length === 0 ? null : new Date(Math.min(...since)),
    reason,
    isStale: refused.some(({ code }) => code === 'stale' || code === 'noNextUpdate'),
    code: null,
  };
}

/** A port knows the present, and since when: it is never asked to guess about the past. */
async function askPort(revocation: RevocationPort, { path }: PathResult, at: Date): Promise<readonly Standing[]> {
  const standings: Standing[] = [];
  for (let index = 0; index + 1 < path.length; index++) {
    const certificate = path[index]!;
    const known = { certificate: certificate.fingerprint, reason: null, isStale: false };
    try {
      const { status, revokedAt = null } = await revocation({ certificate, issuer: path[index + 1]!, at });
      const isKnown = status === 'good' || status === 'revoked' || status === 'onHold';
      standings.push({ ...known, status: isKnown ? status : 'unknown', revokedAt, code: null });
    } catch (cause) {
      const code = isHocBaSoError(cause) ? cause.code : 'revocation';
      standings.push({ ...known, status: 'failed', revokedAt: null, code });
    }
  }
  return standings;
}

/** Asks for each certificate once: the port may go to the network, and a class has a handful of certificates. */
function askOnce(revocation: RevocationPort): RevocationPort {
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

import { type Certificate, parseCertificate } from '../certificate/index.js';
import { digestSync } from '../crypto/index.js';
import { encodeBase64, encodeHex } from '../encoding/index.js';
import {
  certificate,
  elements,
  fingerprint,
  instant,
  instantText,
  malformed,
  matching,
  members,
  oneOf,
  optional,
  type Place,
  text,
} from './payload-reader.js';
import {
  compareNumber,
  isInForce,
  type ListHeader,
  type ListSigner,
  type OpenedList,
  type OpenListOptions,
  signList,
  verifyList,
} from './signed-list.js';

/** What an anchor is trusted for: signatures of persons, seals of schools and authorities, time stamps. */
export type TrustScope = 'person' | 'schoolSeal' | 'timeStamping';

export const TRUST_SCOPES: readonly TrustScope[] = ['person', 'schoolSeal', 'timeStamping'];

/** A root or another certificate at which paths may end. */
export interface TrustAnchor {
  readonly certificate: Certificate;
  /** The tree it belongs to: `neac` (National Electronic Authentication Centre), `vgca` (official use), or another word. */
  readonly family: string;
  readonly scopes: readonly TrustScope[];
  /** It is trusted at instants from here on; `null`: always. */
  readonly from: Date | null;
  /** It is trusted at instants before this; `null`: no end. Set when an anchor is withdrawn. */
  readonly until: Date | null;
  /** Where the publisher got it and how it was checked, for people. */
  readonly source: string | null;
}

/** A trust list whose signature holds and whose signer is pinned. */
export interface TrustList extends OpenedList {
  readonly kind: 'trustList';
  readonly anchors: readonly TrustAnchor[];
  /** Certificates in between, offered as candidates; none of them is trusted. */
  readonly intermediates: readonly Certificate[];
}

/** What a new trust list shall say. */
export interface TrustListInput extends ListHeader {
  readonly anchors: readonly {
    /** DER. */
    readonly certificate: Uint8Array;
    readonly family: string;
    readonly scopes: readonly TrustScope[];
    readonly from?: Date;
    readonly until?: Date;
    readonly source?: string;
  }[];
  /** DER. */
  readonly intermediates?: readonly Uint8Array[];
}

const BODY = ['anchors', 'intermediates'] as const;

/**
 * Makes and signs a trust list: for authorities, for an operator's own list, and for tests.
 *
 * @param signer - The publisher's key; those who use the list pin its certificate or key.
 * @returns The file, to be opened by {@link openTrustList}.
 * @throws {@link HocBaSoError} `ERR_TRUST_MALFORMED` when something is missing or of the wrong form, `ERR_ARGUMENT_INVALID`,
 *   `ERR_SIGNATURE_ALGORITHM`, `ERR_SIGNER_VALUE_MISMATCH`.
 * @experimental
 */
export async function createTrustList(
  input: TrustListInput,
  signer: ListSigner,
  options: { readonly crypto?: Crypto } = {},
): Promise<Uint8Array> {
  const anchors = input.anchors.map(({ certificate: der, family, scopes, from, until, source }) => ({
    certificate: encodeBase64(der),
    // Said twice, so that a person can compare it with what an authority publishes.
    sha256: encodeHex(digestSync('SHA-256', der)),
    family,
    scopes,
    ...(from === undefined ? {} : { from: instantText(from) }),
    ...(until === undefined ? {} : { until: instantText(until) }),
    ...(source === undefined ? {} : { source }),
  }));
  const intermediates = input.intermediates?.map(encodeBase64);
  const body = { anchors, ...(intermediates === undefined ? {} : { intermediates }) };
  const bytes = await signList('trustList', input, body, signer, options.crypto);
  // What nobody could open is not handed out.
  const pinned = [parseCertificate(signer.certificate).fingerprint];
  await openTrustList(bytes, { pinned, at: input.issuedAt, ...options });
  return bytes;
}

/**
 * Opens a signed trust list. Roots come in by this way or as files the caller names; none is built in.
 *
 * A list past its nextUpdate opens, so that it can be looked at, and gives no anchors: see {@link anchorsFor}.
 *
 * @param bytes - The file; at most 16 MiB.
 * @param options.pinned - Signers that are believed; see docs/trust.md for how to get them.
 * @param options.store - Without one, a roll-back is not checkable, which the result says.
 * @throws {@link HocBaSoError} `ERR_TRUST_MALFORMED`, `ERR_TRUST_KIND`, `ERR_TRUST_VERSION`, `ERR_TRUST_SIGNATURE`, `ERR_TRUST_SIGNER`,
 *   `ERR_TRUST_DATES`, `ERR_TRUST_ROLLBACK`, `ERR_TRUST_FORK`; `ERR_ARGUMENT_INVALID` for a pin that is none.
 * @experimental
 */
export async function openTrustList(bytes: Uint8Array, options: OpenListOptions): Promise<TrustList> {
  const { list, payload } = await verifyList(bytes, 'trustList', BODY, options);
  const opened: TrustList = {
    ...list,
    kind: 'trustList',
    anchors: readAnchors(payload['anchors']!),
    intermediates: readIntermediates(payload['intermediates']!),
  };
  await compareNumber('trustList', opened, options.store);
  return opened;
}

/**
 * The anchors of a list for one purpose at an instant; none when the list is not in force then. Unknown is never trusted.
 *
 * @param at - The instant of use; default the one the list was opened for. A program that runs for days must give the present one.
 */
export function anchorsFor(list: TrustList, scope: TrustScope, at: Date = list.openedAt): readonly Certificate[] {
  if (!isInForce(list, at)) return [];
  return list.anchors
    .filter(({ scopes, from, until }) => {
      return scopes.includes(scope) && (from === null || from <= at) && (until === null || at < until);
    })
    .map((anchor) => anchor.certificate);
}

function readAnchors(place: Place): readonly TrustAnchor[] {
  const seen = new Set<string>();
  const anchors = elements(place, 1000).map((each): TrustAnchor => {
    const at = members(each, ['certificate', 'sha256', 'family', 'scopes', 'from', 'until', 'source']);
    const one = certificate(at.certificate);
    if (fingerprint(at.sha256) !== one.fingerprint) throw malformed(at.sha256.path, 'not the certificate’s');
    if (seen.has(one.fingerprint)) throw malformed(each.path, 'listed twice');
    seen.add(one.fingerprint);
    const scopes = elements(at.scopes, TRUST_SCOPES.length).map((scope) => oneOf(scope, TRUST_SCOPES));
    if (scopes.length === 0) throw malformed(at.scopes.path, 'empty');
    return {
      certificate: one,
      family: matching(at.family, /^[a-z0-9][a-z0-9-]{0,31}$/, 'a word of lower-case letters and digits'),
      scopes,
      from: optional(at.from, instant),
      until: optional(at.until, instant),
      source: optional(at.source, text),
    };
  });
  // Empty is not true: a list that trusts nobody is a mistake.
  if (anchors.length === 0) throw malformed(place.path, 'empty');
  return anchors;
}

function readIntermediates(place: Place): readonly Certificate[] {
  return optional(place, (given) => elements(given, 10_000).map(certificate)) ?? [];
}

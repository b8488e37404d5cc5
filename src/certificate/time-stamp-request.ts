import { digestSync, randomBytes } from '../crypto/index.js';
import { encodeHex } from '../encoding/index.js';
import { berToDer } from './ber.js';
import { contentBytes, elementBytes, malformed, readDer, readSmallInteger, sequenceOf, TAG } from './der.js';
import { derElement, derInteger, derNull, derOctetString, derOid, derSequence } from './der-write.js';
import { parseTimeStampToken, type TimeStampToken } from './time-stamp-token.js';

const DIGEST_OIDS = {
  'SHA-256': '2.16.840.1.101.3.4.2.1',
  'SHA-384': '2.16.840.1.101.3.4.2.2',
  'SHA-512': '2.16.840.1.101.3.4.2.3',
} as const;

/** Hash functions a request is made with. */
export type TimeStampDigest = keyof typeof DIGEST_OIDS;

/** A request to a time-stamping authority. */
export interface TimeStampRequest {
  readonly der: Uint8Array;
  /** Content octets of the nonce, hexadecimal, for {@link VerifyTimeStampOptions.nonceHex}. */
  readonly nonceHex: string;
}

/**
 * A request over octets, with a nonce and asking for the authority's certificate (RFC 3161 §2.4.1). Only their hash leaves this machine.
 *
 * @param options.digest - Default SHA-256.
 * @param options.policy - Object identifier of the policy wanted; default the authority's own.
 */
export function buildTimeStampRequest(
  octets: Uint8Array,
  options: { readonly digest?: TimeStampDigest; readonly policy?: string; readonly crypto?: Crypto } = {},
): TimeStampRequest {
  const { digest = 'SHA-256', policy } = options;
  const nonce = randomBytes(16, options.crypto);
  // A positive INTEGER of fixed length: the first octet neither zero nor with its high bit set.
  nonce[0] = (nonce[0]! & 0x3f) | 0x40;
  const imprint = derSequence(
    derSequence(derOid(DIGEST_OIDS[digest]), derNull()),
    derOctetString(digestSync(digest, octets)),
  );
  const der = derSequence(
    derInteger(1),
    imprint,
    ...(policy === undefined ? [] : [derOid(policy)]),
    derElement(TAG.integer, nonce),
    derElement(TAG.boolean, Uint8Array.of(0xff)),
  );
  return { der, nonceHex: encodeHex(nonce) };
}

/** Why an authority did not answer (PKIFailureInfo, RFC 3161 §2.4.2), by bit number. */
const FAILURES: Readonly<Record<number, string>> = {
  0: 'badAlg',
  2: 'badRequest',
  5: 'badDataFormat',
  14: 'timeNotAvailable',
  15: 'unacceptedPolicy',
  16: 'unacceptedExtension',
  17: 'addInfoNotAvailable',
  25: 'systemFailure',
};

/** The answer of an authority (RFC 3161 §2.4.2). */
export interface TimeStampResponse {
  /** PKIStatus: 0 granted, 1 granted with modifications, 2 rejection, 3 waiting, 4 and 5 revocation warnings. */
  readonly status: number;
  /** Names of PKIFailureInfo, or bit numbers without a name there. */
  readonly failures: readonly string[];
  readonly token: TimeStampToken | null;
}

/**
 * Reads the answer of a time-stamping authority; the token in it is not verified.
 *
 * @throws {@link HocBaSoError} `ERR_CERTIFICATE_MALFORMED`.
 */
export function parseTimeStampResponse(bytes: Uint8Array): TimeStampResponse {
  const root = readDer(berToDer(bytes));
  const [info, token, ...others] = sequenceOf(root, 'TimeStampResp');
  if (others.length > 0) throw malformed(others[0]!.start, 'TimeStampResp');
  const [status, ...rest] = sequenceOf(info, 'PKIStatusInfo', root);
  const failure = rest.find((each) => each.tag === TAG.bitString);
  const failures: string[] = [];
  if (failure) {
    const [, ...octets] = contentBytes(failure).subarray(0, 9);
    for (let bit = 0; bit < octets.length * 8; bit++)
      if (((octets[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0) failures.push(FAILURES[bit] ?? String(bit));
  }
  return {
    status: readSmallInteger(status, 'status', info),
    failures,
    token: token ? parseTimeStampToken(elementBytes(token)) : null,
  };
}

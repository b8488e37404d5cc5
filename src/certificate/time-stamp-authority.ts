import { createError, isHocBaSoError } from '../errors/index.js';
import { CERTIFICATE_ERRORS } from './certificate-errors.js';
import { type FetchLimits, type FetchPort, fetchLimited } from './limited-fetch.js';
import { checkLimits } from './revocation-fetchers.js';
import { buildTimeStampRequest, parseTimeStampResponse, type TimeStampDigest } from './time-stamp-request.js';
import type { TimeStampToken } from './time-stamp-token.js';
import { verifyTimeStamp } from './verify-time-stamp.js';

/** Somebody who stamps. The token it gives is sound and over these octets; whether it is trusted is a path's question. */
export interface TimeStampAuthority {
  /** @param octets - What is stamped, before hashing. */
  stamp(octets: Uint8Array): Promise<TimeStampToken>;
}

export interface TimeStampAuthorityOptions extends Partial<FetchLimits> {
  /** HTTP or HTTPS (RFC 3161 §3.4). */
  readonly url: string;
  /** For example `globalThis.fetch`. */
  readonly fetch: FetchPort;
  /** Hash function of the imprint; default SHA-256. */
  readonly digest?: TimeStampDigest;
  /** Object identifier of the policy to ask for; a token under another one is refused. */
  readonly policy?: string;
  /** Further headers, for authorities that ask who is asking. Never logged. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds by which the authority's clock and ours may differ; default: not compared, since the authority's is the better one. */
  readonly clockToleranceMs?: number;
  /** Our clock, for `clockToleranceMs`; default `() => new Date()`. */
  readonly clock?: () => Date;
  readonly crypto?: Crypto;
}

/** A minute: authorities under load have been seen to take longer than that, and a person waits for the answer. */
const LIMITS: FetchLimits = { maxBytes: 256 * 1024, timeoutMs: 60_000, maxRedirects: 3 };

/**
 * A time-stamping authority over HTTP (RFC 3161 §3.4). Every token is verified before it is handed out: the nonce is ours, the imprint is of
 * these octets, the policy is the one asked for, the signature and its certificate are fit for stamping.
 *
 * @param options - Defaults: 256 KiB, 60 s, 3 redirects.
 * @throws {@link HocBaSoError} at once `ERR_ARGUMENT_INVALID` for a limit that is none; from `stamp` `ERR_TSA_UNAVAILABLE` when the network or
 *   the answer fails, `ERR_TSA_REJECTED` when the authority declines, `ERR_TSA_TOKEN_INVALID` when its token does not stand or the clocks
 *   differ too much.
 */
export function timeStampAuthority(options: TimeStampAuthorityOptions): TimeStampAuthority {
  const { url, fetch, digest, policy, headers = {}, crypto, clock = () => new Date() } = options;
  const limits = checkLimits(LIMITS, options);
  return {
    async stamp(octets) {
      const request = buildTimeStampRequest(octets, {
        ...(digest === undefined ? {} : { digest }),
        ...(policy === undefined ? {} : { policy }),
        ...(crypto === undefined ? {} : { crypto }),
      });
      const token = await ask(request.der);
      const { reasons } = await verifyTimeStamp(token, octets, {
        nonceHex: request.nonceHex,
        ...(policy === undefined ? {} : { policies: [policy] }),
        ...(crypto === undefined ? {} : { crypto }),
      });
      const [reason] = reasons;
      if (reason !== undefined) throw createError(CERTIFICATE_ERRORS, 'ERR_TSA_TOKEN_INVALID', { reason });
      const { clockToleranceMs } = options;
      if (clockToleranceMs !== undefined) {
        const apart = Math.abs(token.genTime.getTime() - clock().getTime());
        if (apart > clockToleranceMs + (token.accuracyMs ?? 0))
          throw createError(CERTIFICATE_ERRORS, 'ERR_TSA_TOKEN_INVALID', { reason: 'clock' });
      }
      return token;
    },
  };

  async function ask(der: Uint8Array): Promise<TimeStampToken> {
    const bytes = await fetchLimited(
      fetch,
      {
        url,
        body: der,
        contentType: 'application/timestamp-query',
        headers,
        contentTypes: ['application/timestamp-reply'],
      },
      limits,
    );
    if (typeof bytes === 'string') throw createError(CERTIFICATE_ERRORS, 'ERR_TSA_UNAVAILABLE', { reason: bytes });
    let response: ReturnType<typeof parseTimeStampResponse>;
    try {
      response = parseTimeStampResponse(bytes);
    } catch (cause) {
      if (!isHocBaSoError(cause)) throw cause;
      throw createError(CERTIFICATE_ERRORS, 'ERR_TSA_UNAVAILABLE', { reason: 'malformed' }, { cause });
    }
    const { status, failures, token } = response;
    if (status > 1 || token === null) {
      throw createError(CERTIFICATE_ERRORS, 'ERR_TSA_REJECTED', { status, failures: failures.join(' ') || '-' });
    }
    return token;
  }
}

import { ARGUMENT_ERRORS, createError, isHocBaSoError } from '../errors/index.js';
import { boundedCache } from './bounded-cache.js';
import { type Crl, readCrls } from './crl.js';
import { type FetchLimits, type FetchPort, fetchLimited } from './limited-fetch.js';
import { parseOcspAnswer } from './ocsp-answer.js';
import { buildOcspRequest } from './ocsp-request.js';
import type { OcspReply } from './revocation-evidence.js';
import type { FetchFailure, FetchFailureCode, RevocationSource } from './verify-path-with-revocation.js';

export interface RevocationFetchOptions extends Partial<FetchLimits> {
  /**
   * The address to ask instead of the one in a certificate; `null`: none. Certificates outlive addresses, and some name hosts of a closed
   * network. What comes back is judged by its signature, wherever it comes from. Default: the address as it stands.
   */
  readonly mapAddress?: (url: string) => string | null;
  /** Milliseconds for which an answer is used again, never beyond its nextUpdate; default 600000 (10 minutes). */
  readonly cacheMs?: number;
  /** Milliseconds for which an address that failed is not asked again; default 60000. */
  readonly retryMs?: number;
  /** Answers remembered; default 100 lists, 1000 OCSP answers. */
  readonly maxCached?: number;
  /** Octets of all lists remembered; default 67108864 (64 MiB). */
  readonly maxCachedBytes?: number;
}

/** RFC 2585 §3, and what servers of authorities say instead. */
const CRL_TYPES = [
  'application/pkix-crl',
  'application/x-pkcs7-crl',
  'application/x-x509-crl',
  'application/octet-stream',
  'application/x-pem-file',
  'text/plain',
];
const CRL_LIMITS: FetchLimits = { maxBytes: 20 * 1024 * 1024, timeoutMs: 20_000, maxRedirects: 3 };
const OCSP_LIMITS: FetchLimits = { maxBytes: 128 * 1024, timeoutMs: 10_000, maxRedirects: 3 };

/** Addresses of one certificate that are tried. */
const ADDRESS_LIMIT = 4;

/**
 * A source of lists: asks the distribution points that a certificate names, over HTTP or HTTPS (RFC 2585; a list is signed, so its transport
 * need not be). Other kinds of addresses are reported, not followed.
 *
 * @param fetch - For example `globalThis.fetch`; what it may reach is the caller's choice.
 * @param options - Defaults: 20 MiB, 20 s, 3 redirects for one address; 100 lists and 64 MiB remembered.
 * @throws {@link HocBaSoError} `ERR_ARGUMENT_INVALID` for a limit that is none.
 */
export function crlFetcher(fetch: FetchPort, options: RevocationFetchOptions = {}): RevocationSource {
  const limits = checkLimits(CRL_LIMITS, options);
  const { mapAddress = asItStands } = options;
  const { cacheMs = 600_000, retryMs = 60_000, maxCached = 100, maxCachedBytes = 64 * 1024 * 1024 } = options;
  const cache = boundedCache<readonly Crl[] | FetchFailureCode>(maxCached, maxCachedBytes);
  const running = new Map<string, Promise<readonly Crl[] | FetchFailureCode>>();

  async function load(url: string, now: Date): Promise<readonly Crl[] | FetchFailureCode> {
    const bytes = await fetchLimited(fetch, { url, contentTypes: CRL_TYPES }, limits);
    const crls = typeof bytes === 'string' ? bytes : readable(() => readCrls(bytes));
    if (typeof crls === 'string') cache.set(url, crls, 1, after(now, retryMs));
    else {
      const size = crls.reduce((sum, { der }) => sum + der.length, 0);
      cache.set(url, crls, size, earliest(after(now, cacheMs), crls));
    }
    return crls;
  }

  return async ({ certificate, now }) => {
    const found: Crl[] = [];
    const failures: FetchFailure[] = [];
    for (const named of certificate.crlUrls.slice(0, ADDRESS_LIMIT)) {
      const url = mapAddress(named);
      if (url === null) continue;
      const crls = cache.get(url, now) ?? (await once(running, url, () => load(url, now)));
      if (typeof crls === 'string') failures.push({ url, code: crls });
      else found.push(...crls);
      // Further addresses are mirrors, unless a list covers only some reasons.
      if (typeof crls !== 'string' && crls.every(({ scope }) => scope === null || scope.reasons === null)) break;
    }
    return { crls: found, failures };
  };
}

export interface OcspFetchOptions extends RevocationFetchOptions {
  /** Default true. Some responders answer only requests without a nonce; their answers can be replayed while they are fresh. */
  readonly nonce?: boolean;
  readonly crypto?: Crypto;
}

/**
 * A source of OCSP answers: asks the responders that a certificate names (RFC 6960 appendix A.1), each request with a fresh nonce.
 *
 * @param fetch - For example `globalThis.fetch`.
 * @param options - Defaults: 128 KiB, 10 s, 3 redirects for one address; 1,000 answers remembered, only those with a nextUpdate.
 * @throws {@link HocBaSoError} `ERR_ARGUMENT_INVALID` for a limit that is none.
 */
export function ocspFetcher(fetch: FetchPort, options: OcspFetchOptions = {}): RevocationSource {
  const limits = checkLimits(OCSP_LIMITS, options);
  const { mapAddress = asItStands } = options;
  const { cacheMs = 600_000, retryMs = 60_000, maxCached = 1000, maxCachedBytes = 64 * 1024 * 1024 } = options;
  const cache = boundedCache<OcspReply | FetchFailureCode>(maxCached, maxCachedBytes);
  const running = new Map<string, Promise<OcspReply | FetchFailureCode>>();

  async function load(
    key: string,
    url: string,
    { certificate, issuer, now }: Parameters<RevocationSource>[0],
  ): Promise<OcspReply | FetchFailureCode> {
    const request = buildOcspRequest(certificate, issuer, {
      ...(options.nonce === false ? { nonce: null } : {}),
      ...(options.crypto === undefined ? {} : { crypto: options.crypto }),
    });
    const bytes = await fetchLimited(
      fetch,
      {
        url,
        body: request.der,
        contentType: 'application/ocsp-request',
        contentTypes: ['application/ocsp-response'],
      },
      limits,
    );
    const answer = typeof bytes === 'string' ? bytes : readable(() => parseOcspAnswer(bytes));
    if (typeof answer === 'string') {
      cache.set(key, answer, 1, after(now, retryMs));
      return answer;
    }
    const reply = { answer, ...(request.nonce === null ? {} : { nonce: request.nonce }) };
    const { responses } = answer;
    if (responses.length > 0 && responses.every(({ nextUpdate }) => nextUpdate !== null)) {
      cache.set(key, reply, answer.der.length, earliest(after(now, cacheMs), responses));
    }
    return reply;
  }

  return async (question) => {
    const { certificate, issuer, now } = question;
    const found: OcspReply[] = [];
    const failures: FetchFailure[] = [];
    for (const named of certificate.ocspUrls.slice(0, ADDRESS_LIMIT)) {
      const url = mapAddress(named);
      if (url === null) continue;
      const key = `${certificate.fingerprint} ${issuer.fingerprint} ${url}`;
      const reply = cache.get(key, now) ?? (await once(running, key, () => load(key, url, question)));
      if (typeof reply === 'string') {
        failures.push({ url, code: reply });
        continue;
      }
      found.push(reply);
      if (reply.answer.responseStatus === 'successful') break;
    }
    return { ocsp: found, failures };
  };
}

function asItStands(url: string): string {
  return url;
}

/** Two who ask for the same at the same time are answered by one question. */
async function once<T>(running: Map<string, Promise<T>>, key: string, start: () => Promise<T>): Promise<T> {
  const known = running.get(key);
  if (known) return known;
  const started = start();
  running.set(key, started);
  try {
    return await started;
  } finally {
    running.delete(key);
  }
}

function readable<T>(read: () => T): T | 'malformed' {
  try {
    return read();
  } catch (cause) {
    if (isHocBaSoError(cause)) return 'malformed';
    throw cause;
  }
}

function after(now: Date, milliseconds: number): Date {
  return new Date(now.getTime() + milliseconds);
}

function earliest(until: Date, parts: readonly { readonly nextUpdate: Date | null }[]): Date {
  return parts.reduce(
    (first, { nextUpdate }) => (nextUpdate !== null && nextUpdate < first ? nextUpdate : first),
    until,
  );
}

/** The limits in force. */
export function checkLimits(defaults: FetchLimits, given: Partial<FetchLimits>): FetchLimits {
  const limits = {
    maxBytes: given.maxBytes ?? defaults.maxBytes,
    timeoutMs: given.timeoutMs ?? defaults.timeoutMs,
    maxRedirects: given.maxRedirects ?? defaults.maxRedirects,
  };
  for (const [argument, value] of Object.entries(limits)) {
    if (!Number.isSafeInteger(value) || value < (argument === 'maxRedirects' ? 0 : 1)) {
      throw createError(ARGUMENT_ERRORS, 'ERR_ARGUMENT_INVALID', { argument, reason: String(value) });
    }
  }
  return limits;
}

import { parseCertificate } from '../certificate/index.js';
import { decodeBase64, encodeBase64 } from '../encoding/index.js';
import { createError, isHocBaSoError } from '../errors/index.js';
import { PROVIDER_ERRORS } from './provider-errors.js';
import type { BatchSigner } from './sign-batch.js';
import type { SigningRequest } from './signer.js';

/** A remote signing service by the API of the Cloud Signature Consortium, version 2 (`assumed` in what a provider leaves out of it). */
export interface RemoteSignerOptions {
  /** Base of the API, ending before `/credentials/…`; https, or http on this very machine. */
  readonly baseUrl: string;
  readonly credentialId: string;
  /** Access token of the service; asked for each request, so that it may be renewed. */
  readonly accessToken: () => string | Promise<string>;
  /** Data that authorise the use of the key (PIN, one-time password), for credentials with explicit authorisation. */
  readonly authData?: () => readonly AuthData[] | Promise<readonly AuthData[]>;
  /** Default `globalThis.fetch`. */
  readonly fetch?: typeof fetch;
  /** Milliseconds for the whole of one confirmation; integer ≥ 1, default 180000 (3 minutes for a person with a phone). */
  readonly timeoutMs?: number;
  /** Milliseconds between polls; integer ≥ 1, default 2000. */
  readonly pollIntervalMs?: number;
  /** Requests with one confirmation at most; default what the service says (`multisign`). */
  readonly batchSize?: number;
  /** Shown to the holder by the service, for example "Ký 45 học bạ lớp 4A1"; no personal data. */
  readonly description?: string;
  readonly clock?: () => Date;
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
}

export interface AuthData {
  readonly id: string;
  readonly value: string;
}

const HASH_OIDS: Readonly<Record<string, string>> = {
  'SHA-256': '2.16.840.1.101.3.4.2.1',
  'SHA-384': '2.16.840.1.101.3.4.2.2',
  'SHA-512': '2.16.840.1.101.3.4.2.3',
};
/** signAlgo object identifier → SignatureMethod for the hash at hand. */
const RSA_PKCS1 = '1.2.840.113549.1.1.1';
const RSA_SHA256 = '1.2.840.113549.1.1.11';
const ECDSA_SHA256 = '1.2.840.10045.4.3.2';

interface Session {
  readonly options: RemoteSignerOptions;
  readonly fetch: typeof fetch;
  readonly timeoutMs: number;
  readonly pollIntervalMs: number;
  readonly clock: () => Date;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

/**
 * Opens a credential at a remote signing service: its certificate and what it can do are asked for, no key is used.
 *
 * The values that come back are checked against the certificate before anything is written, so neither an answer for another digest nor a
 * late one can do harm.
 *
 * @throws {@link HocBaSoError} `ERR_SIGNER_INSECURE`, `ERR_SIGNER_SERVICE_MISSING`, `ERR_SIGNER_SERVICE_REFUSED`,
 * `ERR_SIGNER_SERVICE_ANSWER`, `ERR_SIGNER_TIMEOUT`.
 * @see CSC API v2.0: 11.5 credentials/info, 11.6 credentials/authorize, 11.10 signatures/signHash, 11.11 signatures/signPolling
 */
export async function remoteSigner(options: RemoteSignerOptions): Promise<BatchSigner> {
  const url = new URL(options.baseUrl);
  const loopback = url.hostname === 'localhost' || url.hostname === '127.0.0.1' || url.hostname === '[::1]';
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback))
    throw createError(PROVIDER_ERRORS, 'ERR_SIGNER_INSECURE', {});
  const session: Session = {
    options,
    fetch: options.fetch ?? globalThis.fetch.bind(globalThis),
    timeoutMs: options.timeoutMs ?? 180_000,
    pollIntervalMs: options.pollIntervalMs ?? 2_000,
    clock: options.clock ?? (() => new Date()),
    sleep: options.sleep ?? wait,
  };
  const info = await call(
    session,
    'credentials/info',
    { credentialID: options.credentialId, certificates: 'chain', certInfo: true, authInfo: true },
    AbortSignal.timeout(session.timeoutMs),
  );
  const certificates = textList(field(info, 'cert'), 'certificates').map(base64);
  const [certificate, ...chain] = certificates;
  if (certificate === undefined) throw answer('cert.certificates');
  parseCertificate(certificate);
  const key = field(info, 'key');
  if (key['status'] !== undefined && key['status'] !== 'enabled')
    throw createError(PROVIDER_ERRORS, 'ERR_SIGNER_SERVICE_REFUSED', { reason: 'key disabled' });
  const algorithms = textList(key, 'algo');
  const ecdsa = algorithms.includes(ECDSA_SHA256) || algorithms.includes('1.2.840.10045.2.1');
  if (!ecdsa && !algorithms.includes(RSA_PKCS1) && !algorithms.includes(RSA_SHA256)) throw answer('key.algo');
  const multisign = typeof info['multisign'] === 'number' && info['multisign'] >= 1 ? Math.floor(info['multisign']) : 1;
  const signAlgo = ecdsa ? ECDSA_SHA256 : algorithms.includes(RSA_SHA256) ? RSA_SHA256 : RSA_PKCS1;
  const mode = String(field(info, 'auth')['mode'] ?? 'implicit');
  const signMany = (requests: readonly SigningRequest[], signal: AbortSignal) =>
    signHashes(session, requests, signAlgo, mode, signal);
  return {
    certificate,
    chain,
    algorithm: ecdsa
      ? 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256'
      : 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    batchSize: Math.min(multisign, options.batchSize ?? multisign),
    signMany,
    sign: async (request) => {
      const [value] = await signMany([request], new AbortController().signal);
      if (value === undefined) throw answer('signatures');
      if (value instanceof Error) throw value;
      return value;
    },
  };
}

/** Authorise once for all hashes, sign, and poll while the holder is asked. */
async function signHashes(
  session: Session,
  requests: readonly SigningRequest[],
  signAlgo: string,
  mode: string,
  outer: AbortSignal,
): Promise<readonly (Uint8Array | Error)[]> {
  const { options, timeoutMs, clock } = session;
  const deadline = clock().getTime() + timeoutMs;
  const signal = AbortSignal.any([outer, AbortSignal.timeout(timeoutMs)]);
  const hashes = requests.map((request) => encodeBase64(request.digest));
  const hashAlgorithmOID = HASH_OIDS[requests[0]!.digestName];
  if (hashAlgorithmOID === undefined || requests.some((one) => one.digestName !== requests[0]!.digestName))
    throw answer('hash algorithm');
  const authData = mode === 'explicit' ? await options.authData?.() : undefined;
  const authorisation =
    mode === 'oauth2code'
      ? null
      : await call(
          session,
          'credentials/authorize',
          {
            credentialID: options.credentialId,
            numSignatures: hashes.length,
            hashes,
            hashAlgorithmOID,
            ...(authData === undefined ? {} : { authData }),
            ...(options.description === undefined ? {} : { description: options.description }),
          },
          signal,
        );
  const started = clock().getTime();
  const expiresIn = typeof authorisation?.['expiresIn'] === 'number' ? authorisation['expiresIn'] : 3600;
  let result = await call(
    session,
    'signatures/signHash',
    {
      credentialID: options.credentialId,
      ...(authorisation === null ? {} : { SAD: text(authorisation, 'SAD') }),
      hashes,
      hashAlgorithmOID,
      signAlgo,
      operationMode: 'A',
    },
    signal,
  );
  while (result['signatures'] === undefined) {
    const responseID = text(result, 'responseID');
    if (outer.aborted) throw createError(PROVIDER_ERRORS, 'ERR_SIGNER_CANCELLED', {});
    if (clock().getTime() >= deadline) throw createError(PROVIDER_ERRORS, 'ERR_SIGNER_TIMEOUT', { timeoutMs });
    if (clock().getTime() - started > expiresIn * 1000)
      throw createError(PROVIDER_ERRORS, 'ERR_SIGNER_AUTHORISATION_EXPIRED', {});
    await session.sleep(session.pollIntervalMs, signal);
    result = { responseID, ...(await call(session, 'signatures/signPolling', { responseID }, signal)) };
  }
  const values = textList(result, 'signatures');
  if (values.length !== hashes.length) throw answer('number of signatures');
  return values.map(base64);
}

type Json = Readonly<Record<string, unknown>>;

const ANSWER_LIMIT_BYTES = 4 * 1024 * 1024;

async function call(session: Session, path: string, body: unknown, signal: AbortSignal): Promise<Json> {
  const { options } = session;
  let response: Response;
  let payload: string;
  try {
    response = await session.fetch(`${options.baseUrl.replace(/\/+$/, '')}/${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${await options.accessToken()}` },
      body: JSON.stringify(body),
      redirect: 'error',
      signal,
    });
    payload = await limitedText(response);
  } catch (cause) {
    if (isHocBaSoError(cause)) throw cause;
    if (signal.aborted) {
      const timedOut = (signal.reason as { name?: string } | undefined)?.name === 'TimeoutError';
      if (timedOut)
        throw createError(PROVIDER_ERRORS, 'ERR_SIGNER_TIMEOUT', { timeoutMs: session.timeoutMs }, { cause });
      throw createError(PROVIDER_ERRORS, 'ERR_SIGNER_CANCELLED', {}, { cause });
    }
    throw createError(
      PROVIDER_ERRORS,
      'ERR_SIGNER_SERVICE_MISSING',
      { service: new URL(options.baseUrl).host },
      { cause },
    );
  }
  let json: unknown;
  try {
    json = JSON.parse(payload);
  } catch (cause) {
    throw createError(
      PROVIDER_ERRORS,
      'ERR_SIGNER_SERVICE_ANSWER',
      { reason: `HTTP ${response.status}, not JSON` },
      { cause },
    );
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw answer('not an object');
  if (response.ok) return json as Json;
  const code = (json as Json)['error'];
  // The service's free text may name the holder: only its code is shown.
  const reason = typeof code === 'string' && /^[a-z_]{1,40}$/.test(code) ? code : `HTTP ${response.status}`;
  if (reason === 'access_denied' || reason === 'user_cancelled')
    throw createError(PROVIDER_ERRORS, 'ERR_SIGNER_CANCELLED', {});
  throw createError(PROVIDER_ERRORS, 'ERR_SIGNER_SERVICE_REFUSED', { reason });
}

async function limitedText(response: Response): Promise<string> {
  const declared = Number(response.headers.get('content-length') ?? 0);
  if (declared > ANSWER_LIMIT_BYTES) throw answer('too large');
  const reader = response.body?.getReader();
  if (reader === undefined) return '';
  const decoder = new TextDecoder();
  let size = 0;
  let out = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return out + decoder.decode();
    size += value.length;
    if (size > ANSWER_LIMIT_BYTES) {
      await reader.cancel();
      throw answer('too large');
    }
    out += decoder.decode(value, { stream: true });
  }
}

function field(json: Json, name: string): Json {
  const value = json[name];
  if (typeof value !== 'object' || value === null) throw answer(name);
  return value as Json;
}

function text(json: Json, name: string): string {
  const value = json[name];
  if (typeof value !== 'string' || value === '') throw answer(name);
  return value;
}

function textList(json: Json, name: string): readonly string[] {
  const value = json[name];
  if (!Array.isArray(value) || !value.every((one) => typeof one === 'string')) throw answer(name);
  return value as readonly string[];
}

function base64(value: string): Uint8Array {
  try {
    return decodeBase64(value);
  } catch (cause) {
    throw createError(PROVIDER_ERRORS, 'ERR_SIGNER_SERVICE_ANSWER', { reason: 'base64' }, { cause });
  }
}

function answer(reason: string) {
  return createError(PROVIDER_ERRORS, 'ERR_SIGNER_SERVICE_ANSWER', { reason });
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/**
 * An access token by client credentials (RFC 6749 §4.4), for a back end. A page must never hold the secret: let it call your own server,
 * which adds the token and passes the request on.
 *
 * @throws {@link HocBaSoError} `ERR_SIGNER_SECRET_IN_BROWSER` in a page or worker of a browser; `ERR_SIGNER_SERVICE_REFUSED`,
 * `ERR_SIGNER_SERVICE_MISSING`.
 */
export async function clientCredentialsToken(input: {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly fetch?: typeof fetch;
}): Promise<{ readonly accessToken: string; readonly expiresInSeconds: number }> {
  const scope = globalThis as { document?: unknown; WorkerGlobalScope?: unknown };
  if (scope.document !== undefined || scope.WorkerGlobalScope !== undefined) {
    throw createError(PROVIDER_ERRORS, 'ERR_SIGNER_SECRET_IN_BROWSER', {});
  }
  const url = new URL(input.tokenUrl);
  let response: Response;
  try {
    response = await (input.fetch ?? globalThis.fetch)(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: input.clientId,
        client_secret: input.clientSecret,
      }),
      redirect: 'error',
    });
  } catch (cause) {
    throw createError(PROVIDER_ERRORS, 'ERR_SIGNER_SERVICE_MISSING', { service: url.host }, { cause });
  }
  if (!response.ok)
    throw createError(PROVIDER_ERRORS, 'ERR_SIGNER_SERVICE_REFUSED', { reason: `HTTP ${response.status}` });
  const json = (await response.json()) as Json;
  return { accessToken: text(json, 'access_token'), expiresInSeconds: Number(json['expires_in'] ?? 3600) };
}

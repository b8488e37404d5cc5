import { parseCertificate } from '../certificate/index.js';
import { ecdsaRawSignature, parsePublicKey } from '../crypto/index.js';
import { encodeBase64 } from '../encoding/index.js';
import { createError } from '../errors/index.js';
import { PROVIDER_ERRORS } from './provider-errors.js';
import { answer, base64, call, field, type Json, type Session, secureUrl, text, textList } from './remote-call.js';
import type { BatchSigner } from './sign-batch.js';
import type { SigningRequest } from './signer.js';

/** A remote signing service by the API of the Cloud Signature Consortium, version 2. */
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
  /** For RSA keys: `pkcs1` (default) or `pss` (TT 15/2025/TT-BKHCN annex I), where the service says that the key can. */
  readonly scheme?: 'pkcs1' | 'pss';
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
/** Object identifiers of `key.algo` and `signAlgo`: RFC 8017 appendix C, RFC 5758 §3.2, RFC 5480 §2.1.1. */
const RSA_PKCS1 = '1.2.840.113549.1.1.1';
const RSA_SHA256 = '1.2.840.113549.1.1.11';
const RSA_PSS = '1.2.840.113549.1.1.10';
/** RSASSA-PSS-params (RFC 4055 §3.1) in DER: SHA-256, MGF1 with SHA-256, 32 bytes of salt. */
const PSS_SHA256_PARAMS = 'MDCgDTALBglghkgBZQMEAgGhGjAYBgkqhkiG9w0BAQgwCwYJYIZIAWUDBAIBogMCASA=';
const EC_PUBLIC_KEY = '1.2.840.10045.2.1';

/** For each curve: the hash of SignatureMethod, and signAlgo (RFC 5758 §3.2). */
const CURVES: Readonly<Record<string, { readonly hash: number; readonly oid: string }>> = {
  'P-256': { hash: 256, oid: '1.2.840.10045.4.3.2' },
  'P-384': { hash: 384, oid: '1.2.840.10045.4.3.3' },
  'P-521': { hash: 512, oid: '1.2.840.10045.4.3.4' },
};

/** What we have not read in the text of the standard, in Vietnamese; the documents list it. */
export const REMOTE_SIGNING_ASSUMED: readonly string[] = [
  'signatures/signPolling: khi người ký chưa xác nhận, câu trả lời là đối tượng JSON không có `signatures`; mã HTTP 202 và 200 như nhau',
  'credentials/authorize: trả lời có `handle` mà không có `SAD` nghĩa là đang hỏi người ký; credentials/authorizeCheck với `handle` đó sẽ trả lời',
  'người ký từ chối: `error` là `access_denied` (RFC 6749 §4.1.2.1) hoặc `user_cancelled`',
  'giá trị ECDSA là cấu trúc DER của RFC 3279 §2.2.3, hoặc r‖s: đọc được cả hai',
];

interface RemoteSession extends Session {
  readonly options: RemoteSignerOptions;
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
 * @see CSC API v2.0: credentials/info, credentials/authorize, credentials/authorizeCheck, signatures/signHash, signatures/signPolling;
 * what we assume beyond its text is `REMOTE_SIGNING_ASSUMED`.
 * @example examples/remote-signing.ts
 */
export async function remoteSigner(options: RemoteSignerOptions): Promise<BatchSigner> {
  secureUrl('baseUrl', options.baseUrl);
  const session: RemoteSession = {
    options,
    baseUrl: options.baseUrl,
    accessToken: options.accessToken,
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
  const key = field(info, 'key');
  if (key['status'] !== undefined && key['status'] !== 'enabled')
    throw createError(PROVIDER_ERRORS, 'ERR_SIGNER_SERVICE_REFUSED', { reason: 'key disabled' });
  const use = keyUse(certificate, textList(key, 'algo'), options.scheme ?? 'pkcs1');
  const multisign = typeof info['multisign'] === 'number' && info['multisign'] >= 1 ? Math.floor(info['multisign']) : 1;
  const mode = String(field(info, 'auth')['mode'] ?? 'implicit');
  const signMany = async (requests: readonly SigningRequest[], signal: AbortSignal) =>
    (await signHashes(session, requests, use, mode, signal)).map(use.toValue);
  return {
    certificate,
    chain,
    algorithm: use.algorithm,
    batchSize: Math.max(1, Math.min(multisign, options.batchSize ?? multisign)),
    signMany,
    sign: async (request) => {
      const [value] = await signMany([request], new AbortController().signal);
      if (value === undefined) throw answer('signatures');
      return value;
    },
  };
}

/** What the key of the certificate makes, if the service says that it can. */
interface KeyUse {
  /** URI of SignatureMethod. */
  readonly algorithm: string;
  readonly signAlgo: string;
  /** DER, base64. */
  readonly signAlgoParams?: string;
  /** What SignatureValue carries, of what the service gives. */
  readonly toValue: (value: Uint8Array) => Uint8Array;
}

function keyUse(certificate: Uint8Array, algorithms: readonly string[], scheme: 'pkcs1' | 'pss'): KeyUse {
  const publicKey = parsePublicKey(parseCertificate(certificate).spki);
  const more = 'http://www.w3.org/2001/04/xmldsig-more#';
  if (publicKey.kind === 'ec') {
    const curve = CURVES[publicKey.curve];
    if (curve === undefined || !(algorithms.includes(curve.oid) || algorithms.includes(EC_PUBLIC_KEY)))
      throw answer('key.algo');
    const { hash, oid } = curve;
    const { curve: name } = publicKey;
    // What is neither DER nor r‖s is left for the check of the value.
    const toValue = (value: Uint8Array) => ecdsaRawSignature(name, value) ?? value;
    return { algorithm: `${more}ecdsa-sha${hash}`, signAlgo: oid, toValue };
  }
  const known = scheme === 'pss' ? [RSA_PSS] : [RSA_SHA256, RSA_PKCS1];
  const signAlgo = known.find((one) => algorithms.includes(one));
  if (publicKey.kind !== 'rsa' || signAlgo === undefined) throw answer('key.algo');
  const toValue = (value: Uint8Array) => value;
  if (scheme === 'pkcs1') return { algorithm: `${more}rsa-sha256`, signAlgo, toValue };
  const algorithm = 'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1';
  return { algorithm, signAlgo, signAlgoParams: PSS_SHA256_PARAMS, toValue };
}

/** Authorise once for all hashes, sign, and poll while the holder is asked. */
async function signHashes(
  session: RemoteSession,
  requests: readonly SigningRequest[],
  { signAlgo, signAlgoParams }: KeyUse,
  mode: string,
  outer: AbortSignal,
): Promise<readonly Uint8Array[]> {
  const { options, timeoutMs, clock } = session;
  if (outer.aborted) throw createError(PROVIDER_ERRORS, 'ERR_SIGNER_CANCELLED', {});
  const deadline = clock().getTime() + timeoutMs;
  const signal = AbortSignal.any([outer, AbortSignal.timeout(timeoutMs)]);
  const hashes = requests.map((request) => encodeBase64(request.digest));
  const digestName = requests[0]?.digestName ?? '';
  const hashAlgorithmOID = HASH_OIDS[digestName];
  if (hashAlgorithmOID === undefined || requests.some((one) => one.digestName !== digestName))
    throw answer('hash algorithm');

  /** Asks again until the answer holds the field; an answer after the deadline is for nobody. */
  const poll = async (first: Json, wanted: string, path: string, id: string, expiry: () => number): Promise<Json> => {
    let result = first;
    const handle = result[wanted] === undefined ? text(result, id) : '';
    for (;;) {
      if (outer.aborted) throw createError(PROVIDER_ERRORS, 'ERR_SIGNER_CANCELLED', {});
      if (clock().getTime() >= deadline) throw createError(PROVIDER_ERRORS, 'ERR_SIGNER_TIMEOUT', { timeoutMs });
      if (clock().getTime() > expiry()) throw createError(PROVIDER_ERRORS, 'ERR_SIGNER_AUTHORISATION_EXPIRED', {});
      if (result[wanted] !== undefined) return result;
      await session.sleep(session.pollIntervalMs, signal);
      result = await call(session, path, { [id]: handle }, signal);
    }
  };

  const never = () => Number.POSITIVE_INFINITY;
  let authorisation: Json | null = null;
  if (mode !== 'oauth2code') {
    const authData = mode === 'explicit' ? await options.authData?.() : undefined;
    const asked = await call(
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
    authorisation = await poll(asked, 'SAD', 'credentials/authorizeCheck', 'handle', never);
  }
  const started = clock().getTime();
  const expiresIn = typeof authorisation?.['expiresIn'] === 'number' ? authorisation['expiresIn'] : 3600;
  const asked = await call(
    session,
    'signatures/signHash',
    {
      credentialID: options.credentialId,
      ...(authorisation === null ? {} : { SAD: text(authorisation, 'SAD') }),
      hashes,
      hashAlgorithmOID,
      signAlgo,
      ...(signAlgoParams === undefined ? {} : { signAlgoParams }),
      operationMode: 'A',
    },
    signal,
  );
  const expiry = () => started + expiresIn * 1000;
  const result = await poll(asked, 'signatures', 'signatures/signPolling', 'responseID', expiry);
  const values = textList(result, 'signatures');
  if (values.length !== hashes.length) throw answer('number of signatures');
  return values.map(base64);
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    if (signal.aborted) end();
    else signal.addEventListener('abort', end);
  });
}

import { decodeBase64 } from '../encoding/index.js';
import { ARGUMENT_ERRORS, createError, isHocBaSoError } from '../errors/index.js';
import { PROVIDER_ERRORS } from './provider-errors.js';

/** What one request to a signing service needs. */
export interface Session {
  readonly baseUrl: string;
  readonly accessToken: () => string | Promise<string>;
  readonly fetch: typeof fetch;
  readonly timeoutMs: number;
}

export type Json = Readonly<Record<string, unknown>>;

const ANSWER_LIMIT_BYTES = 4 * 1024 * 1024;

/**
 * The base address, parsed: https, or http on this very machine.
 *
 * @throws {@link HocBaSoError} `ERR_SIGNER_INSECURE`, `ERR_ARGUMENT_INVALID`.
 */
export function secureUrl(argument: string, text: string): URL {
  if (!URL.canParse(text))
    throw createError(ARGUMENT_ERRORS, 'ERR_ARGUMENT_INVALID', { argument, reason: 'not a URL' });
  const url = new URL(text);
  const loopback = url.hostname === 'localhost' || url.hostname === '127.0.0.1' || url.hostname === '[::1]';
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback))
    throw createError(PROVIDER_ERRORS, 'ERR_SIGNER_INSECURE', {});
  return url;
}

/** One request, one JSON object; anything else is a code. */
export async function call(session: Session, path: string, body: unknown, signal: AbortSignal): Promise<Json> {
  const token = await session.accessToken();
  let response: Response;
  let payload: string;
  try {
    response = await session.fetch(`${session.baseUrl.replace(/\/+$/, '')}/${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
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
      { service: new URL(session.baseUrl).host },
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

export function field(json: Json, name: string): Json {
  const value = json[name];
  if (typeof value !== 'object' || value === null) throw answer(name);
  return value as Json;
}

export function text(json: Json, name: string): string {
  const value = json[name];
  if (typeof value !== 'string' || value === '') throw answer(name);
  return value;
}

export function textList(json: Json, name: string): readonly string[] {
  const value = json[name];
  if (!Array.isArray(value) || !value.every((one) => typeof one === 'string')) throw answer(name);
  return value as readonly string[];
}

export function base64(value: string): Uint8Array {
  try {
    return decodeBase64(value);
  } catch (cause) {
    throw createError(PROVIDER_ERRORS, 'ERR_SIGNER_SERVICE_ANSWER', { reason: 'base64' }, { cause });
  }
}

export function answer(reason: string) {
  return createError(PROVIDER_ERRORS, 'ERR_SIGNER_SERVICE_ANSWER', { reason });
}

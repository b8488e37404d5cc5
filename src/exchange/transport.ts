import type { FetchPort } from '../certificate/index.js';
import { decodeUtf8, encodeUtf8 } from '../encoding/index.js';
import { ARGUMENT_ERRORS, createError, isHocBaSoError } from '../errors/index.js';
import { EXCHANGE_ERRORS } from './exchange-errors.js';

/** What one request may cost. */
export interface ExchangeLimits {
  /** Milliseconds for one request, its whole answer included; default 60,000. */
  readonly timeoutMs: number;
  /** Bytes of an answer after decompression; default 16 MiB. */
  readonly answerBytes: number;
}

export const EXCHANGE_LIMITS: ExchangeLimits = { timeoutMs: 60_000, answerBytes: 16 * 1024 * 1024 };

/**
 * The base address, parsed: https, or http on this very machine.
 *
 * @throws {@link HocBaSoError} `ERR_EXCHANGE_INSECURE`, `ERR_ARGUMENT_INVALID`.
 */
export function gatewayUrl(text: string): URL {
  if (!URL.canParse(text))
    throw createError(ARGUMENT_ERRORS, 'ERR_ARGUMENT_INVALID', { argument: 'baseUrl', reason: 'not a URL' });
  const url = new URL(text);
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw createError(ARGUMENT_ERRORS, 'ERR_ARGUMENT_INVALID', { argument: 'baseUrl', reason: 'more than a path' });
  const loopback = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback))
    throw createError(EXCHANGE_ERRORS, 'ERR_EXCHANGE_INSECURE', {});
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}

export interface JsonRequest {
  readonly url: URL;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** One request, one JSON value; whatever else the other side does is a code. Redirects are never followed: the body holds a password's hash. */
export async function requestJson(
  fetch: FetchPort,
  { url, body, headers, signal }: JsonRequest,
  { timeoutMs, answerBytes }: ExchangeLimits,
  now: () => Date,
): Promise<unknown> {
  if (signal?.aborted === true) throw createError(EXCHANGE_ERRORS, 'ERR_EXCHANGE_CANCELLED', {});
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let cancel: (() => void) | undefined;
  // A port that pays no heed to the signal must not hold us up either.
  const ended = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(createError(EXCHANGE_ERRORS, 'ERR_EXCHANGE_TIMEOUT', { timeoutMs })), timeoutMs);
    cancel = () => reject(createError(EXCHANGE_ERRORS, 'ERR_EXCHANGE_CANCELLED', {}));
    signal?.addEventListener('abort', cancel);
  });
  const exchange = async (): Promise<unknown> => {
    let response: Response;
    try {
      response = await fetch(url.href, {
        method: 'POST',
        headers: { accept: 'application/json', 'content-type': 'application/json; charset=utf-8', ...headers },
        body,
        redirect: 'manual',
        credentials: 'omit',
        signal: controller.signal,
      });
    } catch (cause) {
      throw createError(EXCHANGE_ERRORS, 'ERR_EXCHANGE_UNREACHABLE', { host: url.host }, { cause });
    }
    checkHead(response, now);
    return parseAnswer(response, await readBody(response, answerBytes));
  };
  try {
    return await Promise.race([exchange(), ended]);
  } finally {
    clearTimeout(timer);
    if (cancel !== undefined) signal?.removeEventListener('abort', cancel);
    controller.abort();
  }
}

function checkHead(response: Response, now: () => Date): void {
  const { status, headers } = response;
  if (response.type === 'opaqueredirect' || (status >= 300 && status < 400))
    throw createError(EXCHANGE_ERRORS, 'ERR_EXCHANGE_REDIRECT', {});
  if (status === 429 || status === 503) {
    const retryAfterMs = retryAfter(headers.get('retry-after'), now());
    throw createError(EXCHANGE_ERRORS, 'ERR_EXCHANGE_BUSY', { status, retryAfterMs });
  }
  if (status === 401 || status === 403) throw createError(EXCHANGE_ERRORS, 'ERR_EXCHANGE_UNAUTHORIZED', { status });
  if (status < 200 || status >= 300) throw createError(EXCHANGE_ERRORS, 'ERR_EXCHANGE_STATUS', { status });
  const type = headers.get('content-type') ?? '';
  const mediaType = type.split(';')[0]!.trim().toLowerCase();
  if (mediaType !== '' && mediaType !== 'text/json' && !/^application\/([\w.-]+\+)?json$/.test(mediaType))
    throw notJson(mediaType);
  const charset = /charset\s*=\s*"?([^";\s]+)/i.exec(type)?.[1]?.toLowerCase();
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8')
    throw createError(EXCHANGE_ERRORS, 'ERR_EXCHANGE_ANSWER_ENCODING', {});
}

const SHOWN_TYPES: ReadonlySet<string> = /* @__PURE__ */ new Set([
  ...['text/html', 'text/plain', 'text/xml', 'text/css', 'text/csv', 'text/javascript', 'image/png', 'image/jpeg'],
  ...['application/xml', 'application/soap+xml', 'application/xhtml+xml', 'application/octet-stream'],
  ...['application/pdf', 'application/zip', 'application/javascript', 'multipart/mixed', 'multipart/related'],
]);

function notJson(mediaType: string) {
  // attacker-controlled: only a type that is known is shown, since any other word may be one of ours thrown back.
  const shown = SHOWN_TYPES.has(mediaType) ? mediaType : '?';
  return createError(EXCHANGE_ERRORS, 'ERR_EXCHANGE_ANSWER_TYPE', { mediaType: shown });
}

/** RFC 9110 §10.2.3: seconds or a date; 0 when there is none or it cannot be read. */
function retryAfter(text: string | null, now: Date): number {
  if (text === null) return 0;
  if (/^\d{1,9}$/.test(text.trim())) return Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? 0 : Math.max(0, at - now.getTime());
}

async function readBody(response: Response, limit: number): Promise<Uint8Array> {
  const tooLong = () => createError(EXCHANGE_ERRORS, 'ERR_EXCHANGE_ANSWER_LIMIT', { limit });
  if (Number(response.headers.get('content-length') ?? 0) > limit) throw tooLong();
  const parts: Uint8Array[] = [];
  let size = 0;
  const reader = response.body?.getReader();
  try {
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
      if (done) break;
      size += value.length;
      // The caller aborts the request, which ends the stream.
      if (size > limit) throw tooLong();
      parts.push(value);
    }
  } catch (cause) {
    if (isHocBaSoError(cause)) throw cause;
    throw createError(EXCHANGE_ERRORS, 'ERR_EXCHANGE_ANSWER_CUT', { bytes: size }, { cause });
  }
  const out = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

function parseAnswer(response: Response, bytes: Uint8Array): unknown {
  let text: string;
  try {
    text = decodeUtf8(bytes).replace(/^\uFEFF/, '');
  } catch (cause) {
    throw createError(EXCHANGE_ERRORS, 'ERR_EXCHANGE_ANSWER_ENCODING', {}, { cause });
  }
  if (!response.headers.has('content-type') && /^\s*</.test(text)) throw notJson('text/html');
  try {
    return JSON.parse(text);
  } catch {
    // The platform's message quotes the text of the answer, which may hold names: it is not kept, not even as a cause.
    if (isCut(text)) throw createError(EXCHANGE_ERRORS, 'ERR_EXCHANGE_ANSWER_CUT', { bytes: bytes.length });
    throw createError(EXCHANGE_ERRORS, 'ERR_EXCHANGE_ANSWER_JSON', {});
  }
}

/** Whether a text is the beginning of JSON whose end is missing: nothing at all, or brackets that stay open. */
function isCut(text: string): boolean {
  const trimmed = text.trim();
  if (trimmed === '') return true;
  if (!/^[[{]/.test(trimmed)) return false;
  let depth = 0;
  let inText = false;
  for (let at = 0; at < trimmed.length; at++) {
    const one = trimmed[at];
    if (inText) {
      if (one === '\\') at++;
      else if (one === '"') inText = false;
    } else if (one === '"') inText = true;
    else if (one === '{' || one === '[') depth++;
    else if (one === '}' || one === ']') depth--;
  }
  return depth > 0 || inText;
}

/** The bytes of a request. */
export function jsonBody(value: unknown): Uint8Array<ArrayBuffer> {
  return encodeUtf8(JSON.stringify(value));
}

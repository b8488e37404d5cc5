import type { FetchFailureCode } from './verify-path-with-revocation.js';

/** How an address is asked: the platform's `fetch`, or anything of its form. Nothing here ever takes one by itself. */
export type FetchPort = (url: string, init: RequestInit) => Promise<Response>;

/** What one question over the network may cost. */
export interface FetchLimits {
  /** Octets of an answer. */
  readonly maxBytes: number;
  /** Milliseconds for one address, redirects and body included. */
  readonly timeoutMs: number;
  readonly maxRedirects: number;
}

export interface LimitedRequest {
  readonly url: string;
  /** Sent by POST when given. */
  readonly body?: Uint8Array;
  /** Media type of the body. */
  readonly contentType?: string;
  /** Further headers; not sent on to another origin. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Media types taken; an answer without a type is left to its reader. */
  readonly contentTypes: readonly string[];
}

/** Answers with the octets, or with why there are none; never rejects for what the other side does. */
export async function fetchLimited(
  fetch: FetchPort,
  request: LimitedRequest,
  limits: FetchLimits,
): Promise<Uint8Array | FetchFailureCode> {
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<'timeout'>((resolve) => {
    timer = setTimeout(() => {
      controller.abort();
      resolve('timeout');
    }, limits.timeoutMs);
  });
  try {
    // A port that pays no heed to the signal must not hold us up either.
    return await Promise.race([follow(fetch, request, limits, controller.signal), late]);
  } catch {
    // Platforms differ in what they throw for a name not found, a refused connection, a broken TLS handshake.
    return 'network';
  } finally {
    clearTimeout(timer);
    controller.abort();
  }
}

async function follow(
  fetch: FetchPort,
  { url, body, contentType, headers = {}, contentTypes }: LimitedRequest,
  { maxBytes, maxRedirects }: FetchLimits,
  signal: AbortSignal,
): Promise<Uint8Array | FetchFailureCode> {
  const first = checkedAddress(url);
  let address = first;
  for (let hops = 0; address !== null; hops++) {
    const response = await fetch(address.href, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        accept: contentTypes[0] ?? '*/*',
        ...(contentType === undefined ? {} : { 'content-type': contentType }),
        // What identifies the asker is for the address it was meant for.
        ...(address.origin === first?.origin ? headers : {}),
      },
      ...(body === undefined ? {} : { body: new Uint8Array(body) }),
      redirect: 'manual',
      credentials: 'omit',
      signal,
    });
    const next = redirectOf(response, address, body !== undefined);
    if (next === undefined) return readBody(response, contentTypes, maxBytes);
    await response.body?.cancel();
    if (next === null || hops >= maxRedirects) return 'redirect';
    address = next;
  }
  return 'address';
}

/** `undefined`: no redirect; `null`: one that is not followed. */
function redirectOf(response: Response, from: URL, isPost: boolean): URL | null | undefined {
  // Pages are not told where a redirect leads.
  if (response.type === 'opaqueredirect') return null;
  if (![301, 302, 303, 307, 308].includes(response.status)) return undefined;
  // A POST that turns into a GET asks another question.
  if (isPost && response.status < 307) return null;
  const location = response.headers.get('location');
  const to = location === null ? null : checkedAddress(location, from);
  if (to === null || (from.protocol === 'https:' && to.protocol === 'http:')) return null;
  // attacker-controlled: a public address must not lead into the network this program stands in.
  return isLocal(to) && !isLocal(from) ? null : to;
}

/** RFC 5280 §4.2.1.13 and §4.2.2.1 also allow LDAP and FTP, which nothing here speaks. */
function checkedAddress(text: string, base?: URL): URL | null {
  let url: URL;
  try {
    url = new URL(text, base);
  } catch {
    // Not an address; why not is of no use to anybody.
    return null;
  }
  const isHttp = url.protocol === 'http:' || url.protocol === 'https:';
  return isHttp && url.username === '' && url.password === '' ? url : null;
}

/** Loopback, link-local and private addresses as they stand; names that resolve to such are for the caller's port to refuse. */
function isLocal({ hostname }: URL): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    /^(0|10|127)\.|^169\.254\.|^192\.168\.|^172\.(1[6-9]|2\d|3[01])\./.test(host) ||
    /^(::1?|f[cd][0-9a-f]{2}:.*|fe[89ab][0-9a-f]:.*|::ffff:.*)$/.test(host)
  );
}

async function readBody(
  response: Response,
  contentTypes: readonly string[],
  maxBytes: number,
): Promise<Uint8Array | FetchFailureCode> {
  const refusal = headRefusal(response, contentTypes, maxBytes);
  if (refusal !== null) {
    await response.body?.cancel();
    return refusal;
  }
  if (response.body === null) return new Uint8Array();
  const reader = response.body.getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > maxBytes) {
      await reader.cancel();
      return 'tooLarge';
    }
    parts.push(value);
  }
  const out = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

function headRefusal(
  { status, headers }: Response,
  contentTypes: readonly string[],
  maxBytes: number,
): FetchFailureCode | null {
  if (status !== 200) return 'httpStatus';
  const type = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (type !== '' && !contentTypes.includes(type)) return 'contentType';
  return Number(headers.get('content-length') ?? 0) > maxBytes ? 'tooLarge' : null;
}

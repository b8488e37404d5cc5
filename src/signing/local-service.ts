import { parseCertificate } from '../certificate/index.js';
import { parsePublicKey } from '../crypto/index.js';
import { decodeBase64, encodeBase64, equalBytes } from '../encoding/index.js';
import { ARGUMENT_ERRORS, createError } from '../errors/index.js';
import { PROVIDER_ERRORS } from './provider-errors.js';
import type { Signer, SigningRequest } from './signer.js';

/**
 * How a signing program on the user's own machine is spoken to: data, since every vendor's plugin differs. Placeholders in request values
 * are `{digest}` (base64), `{digestName}`, `{scheme}`, `{content}` (base64); answers are read by field name.
 */
export interface LocalServiceConnector {
  readonly id: string;
  /** Source of what stands here. */
  readonly source: string;
  /** True where it was not read in a document of the maker. */
  readonly assumed: boolean;
  /** What the source does not say and is guessed here, one Vietnamese sentence each; the documents list them. */
  readonly guesses?: readonly string[];
  /** Names of hash functions in the service's spelling. */
  readonly digestNames: Readonly<Record<string, string>>;
  /** Names of the forms of an RSA value in the service's spelling, for `{scheme}`; default: it makes PKCS#1 v1.5 and is not asked. */
  readonly schemeNames?: Readonly<Partial<Record<'pkcs1' | 'pss', string>>>;
  readonly signDigest: LocalServiceExchange;
  readonly signXml: LocalServiceExchange;
  /** Value of `statusField` that means done, and those that mean that the user cancelled. */
  readonly statusField: string;
  readonly done: number | string;
  readonly cancelled: readonly (number | string)[];
  /** Field with the value, or with the signed XML, in base64. */
  readonly signatureField: string;
  /** Field with the signer's certificate in base64; `null` when the service does not return it. */
  readonly certificateField: string | null;
}

export interface LocalServiceExchange {
  /** Path below the service's address. */
  readonly path: string;
  readonly request: Readonly<Record<string, string>>;
}

/** The desktop program for official-use certificates, as second-hand sources know it. */
export const VGCA_CONNECTOR: LocalServiceConnector = {
  id: 'vgca',
  source: 'hai bộ mã nguồn công khai của bên thứ ba, không phải tài liệu của nhà sản xuất',
  assumed: true,
  guesses: [
    'Đường dẫn ký mã băm là /SignHash: nguồn chỉ nêu /SignXML và "các đường dẫn cùng cấp"',
    'Mã băm SHA-384, SHA-512 có tên SHA384, SHA512: nguồn chỉ nêu SHA256',
    'ReturnSignatureOnly "false" trả cả tệp đã ký trong Signature: nguồn chỉ thấy "true"',
    'Status 1, 10 hoặc -1 là người dùng hủy: nguồn chỉ biết 0 = xong',
    'Với khóa trên đường cong, Signature là r‖s: nguồn chỉ thấy RSA',
  ],
  digestNames: { 'SHA-256': 'SHA256', 'SHA-384': 'SHA384', 'SHA-512': 'SHA512' },
  signDigest: { path: '/SignHash', request: { HashAlg: '{digestName}', HashValue: '{digest}', Encode: 'RSA' } },
  signXml: {
    path: '/SignXML',
    request: { Base64Content: '{content}', ReturnSignatureOnly: 'false', HashAlg: 'Sha256', XmlDsigForm: 'true' },
  },
  statusField: 'Status',
  done: 0,
  cancelled: [1, 10, -1],
  signatureField: 'Signature',
  certificateField: 'CertBase64',
};

/** The part of a WebSocket that is used; the browser's own fits. */
export interface SocketLike {
  onopen: ((event: never) => void) | null;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onerror: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  send(data: string): void;
  close(): void;
}

export interface LocalServiceOptions {
  readonly connector?: LocalServiceConnector;
  /** Address; only of this very machine. Default `wss://127.0.0.1:8987`. */
  readonly url?: string;
  /** Default `globalThis.WebSocket`. */
  readonly openSocket?: (url: string) => SocketLike;
  /** Milliseconds for the user to confirm; integer ≥ 1, default 120000. */
  readonly timeoutMs?: number;
  /** Milliseconds to reach the program; integer ≥ 1, default 5000. */
  readonly connectTimeoutMs?: number;
  readonly signal?: AbortSignal;
  /** For RSA keys: `pkcs1` (default) or, where the connector has a name for it, `pss` (TT 15/2025/TT-BKHCN annex I). */
  readonly scheme?: 'pkcs1' | 'pss';
}

/**
 * A signer on a program of the user's own machine.
 *
 * @param certificate - DER of the certificate that will sign: learned from the school's register, from an earlier signature, or by
 * {@link signXmlLocally}; never by having a constant signed. A value by another key is refused when the file is completed.
 * @throws {@link HocBaSoError} `ERR_SIGNER_INSECURE` for an address that is not of this machine; `ERR_ARGUMENT_INVALID` for a scheme
 * that the connector has no name for. Signing: `ERR_SIGNER_SERVICE_MISSING`,
 * `ERR_SIGNER_TIMEOUT`, `ERR_SIGNER_CANCELLED`, `ERR_SIGNER_SERVICE_REFUSED`, `ERR_SIGNER_SERVICE_ANSWER`, and
 * `ERR_SIGNER_CERTIFICATE_OTHER` when the program says that another certificate signed.
 * @example examples/browser-signing/
 */
export function localServiceSigner(certificate: Uint8Array, options: LocalServiceOptions = {}): Signer {
  const key = parsePublicKey(parseCertificate(certificate).spki);
  const more = 'http://www.w3.org/2001/04/xmldsig-more#';
  const { scheme = 'pkcs1' } = options;
  if (scheme === 'pss' && options.connector?.schemeNames?.pss === undefined)
    throw createError(ARGUMENT_ERRORS, 'ERR_ARGUMENT_INVALID', { argument: 'scheme', reason: scheme });
  const algorithm =
    key.kind === 'ec'
      ? `${more}ecdsa-sha${key.curve === 'P-521' ? 512 : key.curve === 'P-384' ? 384 : 256}`
      : scheme === 'pss'
        ? 'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1'
        : `${more}rsa-sha256`;
  checkAddress(options.url ?? DEFAULT_URL);
  return {
    certificate,
    algorithm,
    sign: async (request) => {
      const { connector = VGCA_CONNECTOR } = options;
      const answer = await exchange(connector.signDigest, values(connector, request, scheme), connector, options);
      if (answer.certificate !== null && !equalBytes(answer.certificate, certificate))
        throw createError(PROVIDER_ERRORS, 'ERR_SIGNER_CERTIFICATE_OTHER', {});
      return answer.value;
    },
  };
}

/**
 * Has the program sign a whole XML in its own way. What comes back is only bytes: hand it to `adoptSignature`, which accepts it if nothing
 * but the slot has changed.
 *
 * @throws {@link HocBaSoError} the same codes as the signer.
 */
export async function signXmlLocally(
  bytes: Uint8Array,
  options: LocalServiceOptions = {},
): Promise<{ readonly signed: Uint8Array; readonly certificate: Uint8Array | null }> {
  checkAddress(options.url ?? DEFAULT_URL);
  const { connector = VGCA_CONNECTOR } = options;
  const { value, certificate } = await exchange(
    connector.signXml,
    { content: encodeBase64(bytes) },
    connector,
    options,
  );
  return { signed: value, certificate };
}

const DEFAULT_URL = 'wss://127.0.0.1:8987';

function checkAddress(url: string): void {
  if (!URL.canParse(url))
    throw createError(ARGUMENT_ERRORS, 'ERR_ARGUMENT_INVALID', { argument: 'url', reason: 'not a URL' });
  const { protocol, hostname } = new URL(url);
  const local = hostname === '127.0.0.1' || hostname === 'localhost' || hostname === '[::1]';
  if (!local || (protocol !== 'wss:' && protocol !== 'ws:'))
    throw createError(PROVIDER_ERRORS, 'ERR_SIGNER_INSECURE', {});
}

function values(
  connector: LocalServiceConnector,
  { digest, digestName }: SigningRequest,
  scheme: 'pkcs1' | 'pss',
): Readonly<Record<string, string>> {
  const name = connector.digestNames[digestName];
  if (name === undefined) throw createError(PROVIDER_ERRORS, 'ERR_SIGNER_SERVICE_REFUSED', { reason: digestName });
  const named = connector.schemeNames?.[scheme];
  return { digest: encodeBase64(digest), digestName: name, ...(named === undefined ? {} : { scheme: named }) };
}

/** One request, one answer, one socket: an answer that comes late has nobody to listen to it. */
function exchange(
  { path, request }: LocalServiceExchange,
  given: Readonly<Record<string, string>>,
  connector: LocalServiceConnector,
  options: LocalServiceOptions,
): Promise<{ readonly value: Uint8Array; readonly certificate: Uint8Array | null }> {
  const { timeoutMs = 120_000, connectTimeoutMs = 5_000, signal, url = DEFAULT_URL } = options;
  const open = options.openSocket ?? ((address: string) => new WebSocket(address) as unknown as SocketLike);
  const service = new URL(url).host;
  return new Promise((resolve, reject) => {
    const missing = (cause?: unknown) =>
      createError(PROVIDER_ERRORS, 'ERR_SIGNER_SERVICE_MISSING', { service }, { cause });
    let socket: SocketLike;
    try {
      socket = open(url.replace(/\/+$/, '') + path);
    } catch (cause) {
      reject(missing(cause));
      return;
    }
    let connected = false;
    const end = (finish: () => void) => {
      clearTimeout(connecting);
      clearTimeout(confirming);
      signal?.removeEventListener('abort', cancel);
      socket.onopen = null;
      socket.onmessage = null;
      socket.onerror = null;
      socket.onclose = null;
      socket.close();
      finish();
    };
    const fail = (error: Error) => end(() => reject(error));
    const cancel = () => fail(createError(PROVIDER_ERRORS, 'ERR_SIGNER_CANCELLED', {}));
    const connecting = setTimeout(() => fail(missing()), connectTimeoutMs);
    const confirming = setTimeout(
      () => fail(createError(PROVIDER_ERRORS, 'ERR_SIGNER_TIMEOUT', { timeoutMs })),
      timeoutMs,
    );
    if (signal?.aborted === true) {
      cancel();
      return;
    }
    signal?.addEventListener('abort', cancel);
    socket.onopen = () => {
      connected = true;
      clearTimeout(connecting);
      const message = Object.fromEntries(Object.entries(request).map(([name, value]) => [name, fill(value, given)]));
      try {
        socket.send(JSON.stringify(message));
      } catch (cause) {
        fail(missing(cause));
      }
    };
    socket.onerror = () => fail(connected ? malformed('socket error') : missing());
    socket.onclose = () => fail(connected ? malformed('closed without answer') : missing());
    socket.onmessage = ({ data }) => {
      try {
        const answer = readAnswer(data, connector);
        end(() => resolve(answer));
      } catch (error) {
        fail(error as Error);
      }
    };
  });
}

function fill(template: string, given: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => given[name] ?? whole);
}

function readAnswer(
  data: unknown,
  connector: LocalServiceConnector,
): { value: Uint8Array; certificate: Uint8Array | null } {
  if (typeof data !== 'string' || data.length > 64 * 1024 * 1024) throw malformed('not a text');
  let json: unknown;
  try {
    json = JSON.parse(data);
  } catch (cause) {
    throw createError(PROVIDER_ERRORS, 'ERR_SIGNER_SERVICE_ANSWER', { reason: 'not JSON' }, { cause });
  }
  if (typeof json !== 'object' || json === null) throw malformed('not an object');
  const fields = json as Record<string, unknown>;
  const status = fields[connector.statusField];
  if (connector.cancelled.some((one) => one === status)) throw createError(PROVIDER_ERRORS, 'ERR_SIGNER_CANCELLED', {});
  if (status !== connector.done) {
    const reason = typeof status === 'number' ? `status ${status}` : 'status';
    throw createError(PROVIDER_ERRORS, 'ERR_SIGNER_SERVICE_REFUSED', { reason });
  }
  const certificate = connector.certificateField === null ? undefined : fields[connector.certificateField];
  return {
    value: base64(fields[connector.signatureField]),
    certificate: certificate === undefined || certificate === null ? null : base64(certificate),
  };
}

function base64(value: unknown): Uint8Array {
  if (typeof value !== 'string') throw malformed('signature');
  try {
    return decodeBase64(value);
  } catch (cause) {
    throw createError(PROVIDER_ERRORS, 'ERR_SIGNER_SERVICE_ANSWER', { reason: 'base64' }, { cause });
  }
}

function malformed(reason: string) {
  return createError(PROVIDER_ERRORS, 'ERR_SIGNER_SERVICE_ANSWER', { reason });
}

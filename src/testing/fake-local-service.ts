import { decodeBase64, encodeBase64 } from '../encoding/index.js';
import { type LocalServiceConnector, type SocketLike, VGCA_CONNECTOR } from '../signing/index.js';
import type { DevIdentity } from './dev-ca.js';
import { type FakeServiceMode, signDigestForTests } from './fake-key.js';

export interface FakeLocalServiceOptions {
  /** The key in the user's device. */
  readonly identity: DevIdentity;
  /** Signs in mode `wrongCertificate`. */
  readonly other?: DevIdentity;
  /** Default {@link VGCA_CONNECTOR}: the service speaks what the connector says. */
  readonly connector?: LocalServiceConnector;
  readonly mode?: FakeServiceMode | 'absent';
  /** Answers this many requests, then never again; default without end. */
  readonly diesAfter?: number;
  /** Milliseconds before an answer in modes `slow` and `lateAnswer`; default 50. */
  readonly delayMs?: number;
  /** How the service waits; default `setTimeout`. */
  readonly sleep?: (ms: number) => Promise<void>;
  /** What the service makes of a whole XML; default: refuses. */
  readonly signXml?: (bytes: Uint8Array) => Promise<Uint8Array>;
}

export interface FakeLocalService {
  /** Stands in for `new WebSocket(url)`. */
  readonly openSocket: (url: string) => SocketLike;
  /** Addresses asked for, in order. */
  readonly opened: readonly string[];
  /** Messages received, parsed. */
  readonly received: readonly Readonly<Record<string, unknown>>[];
  /** How often the key was used. */
  readonly uses: () => number;
}

/**
 * A signing program on the user's machine that exists only in this process, with the faults that a real one may have. It speaks the
 * connector's messages and nothing else: a client tested against it is tested against our reading of the messages, not against the maker's
 * program.
 */
export function fakeLocalService(options: FakeLocalServiceOptions): FakeLocalService {
  const { connector = VGCA_CONNECTOR, mode = 'answers', delayMs = 50, diesAfter = Number.POSITIVE_INFINITY } = options;
  const sleep = options.sleep ?? ((ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)));
  const opened: string[] = [];
  const received: Readonly<Record<string, unknown>>[] = [];
  let uses = 0;

  const reply = async (path: string, message: Readonly<Record<string, unknown>>): Promise<string | null> => {
    if (mode === 'silent' || received.length > diesAfter) return null;
    if (mode === 'slow' || mode === 'lateAnswer') await sleep(delayMs);
    if (mode === 'malformed') return '<html>503</html>';
    if (mode === 'cancels') return JSON.stringify({ [connector.statusField]: connector.cancelled[0] });
    const exchange = [connector.signDigest, connector.signXml].find((one) => path.endsWith(one.path));
    const given = (placeholder: string) => {
      const field = Object.entries(exchange?.request ?? {}).find(([, value]) => value === placeholder)?.[0];
      const value = field === undefined ? undefined : message[field];
      return typeof value === 'string' ? decodeBase64(value) : undefined;
    };
    const digest = given('{digest}');
    const content = given('{content}');
    const signer = mode === 'wrongCertificate' ? (options.other ?? options.identity) : options.identity;
    let value: Uint8Array;
    if (digest !== undefined) {
      uses += 1;
      const wanted = mode === 'otherDigest' ? digest.map((byte) => byte ^ 1) : digest;
      const field = Object.entries(exchange?.request ?? {}).find(([, one]) => one === '{scheme}')?.[0];
      const isPss = field !== undefined && message[field] === connector.schemeNames?.pss;
      value = await signDigestForTests(signer, wanted, isPss ? 'pss' : 'pkcs1');
      if (mode === 'wrongValue') value = value.map((byte, at) => (at === value.length - 1 ? byte ^ 1 : byte));
    } else if (content !== undefined && options.signXml !== undefined) {
      uses += 1;
      value = await options.signXml(content);
    } else return JSON.stringify({ [connector.statusField]: 99 });
    return JSON.stringify({
      [connector.statusField]: connector.done,
      [connector.signatureField]: encodeBase64(value),
      ...(connector.certificateField === null
        ? {}
        : { [connector.certificateField]: encodeBase64(signer.certificate) }),
    });
  };

  return {
    opened,
    received,
    uses: () => uses,
    openSocket: (url) => {
      opened.push(url);
      let closed = false;
      const socket: SocketLike = {
        onopen: null,
        onmessage: null,
        onerror: null,
        onclose: null,
        send: (data) => {
          const message = JSON.parse(data) as Readonly<Record<string, unknown>>;
          received.push(message);
          void reply(new URL(url).pathname, message).then((answer) => {
            if (!closed && answer !== null) socket.onmessage?.({ data: answer });
          });
        },
        close: () => {
          closed = true;
        },
      };
      queueMicrotask(() => {
        if (mode === 'absent') socket.onerror?.({} as never);
        else socket.onopen?.({} as never);
      });
      return socket;
    },
  };
}

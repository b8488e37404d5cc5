import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createError } from '../errors/index.js';
import type { Gateway } from '../exchange/index.js';
import { NODE_ERRORS } from './node-errors.js';

export interface ServeGatewayOptions {
  /** Default any free port. */
  readonly port?: number;
  /** `127.0.0.1` (default) or `::1`: this server speaks no TLS and is for rehearsals. */
  readonly host?: '127.0.0.1' | '::1';
  /** Milliseconds for one whole request; default 120,000. */
  readonly requestTimeoutMs?: number;
  /** Told of an answer that could not be given; nothing of the request is handed on. */
  readonly onError?: (error: unknown) => void;
}

export interface ServedGateway {
  /** `http://127.0.0.1:PORT/`. */
  readonly url: string;
  /** Ends all connections. */
  close(): Promise<void>;
}

/** Of a body that is refused so much is still read, for so long, so that the sender hears the answer. */
const DRAIN_BYTES = 64 * 1024 * 1024;
const DRAIN_MS = 2_000;

/**
 * Serves a gateway on this machine alone, without TLS, to rehearse with. In production `gateway.handle` goes into the vendor's own server.
 *
 * Requests of web pages are refused: a page of anybody's must not speak to the gateway through the browser of the person who rehearses.
 *
 * @throws {@link HocBaSoError} `ERR_GATEWAY_ADDRESS` when the port cannot be used.
 */
export async function serveGateway(
  gateway: Pick<Gateway, 'handle'>,
  options: ServeGatewayOptions = {},
): Promise<ServedGateway> {
  const { port = 0, host = '127.0.0.1', requestTimeoutMs = 120_000, onError = () => undefined } = options;
  const server = createServer({ requestTimeout: requestTimeoutMs, headersTimeout: Math.min(60_000, requestTimeoutMs) });
  server.on('request', (request, response) => {
    answer(gateway, request, response).catch((error: unknown) => {
      onError(error);
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'application/json' });
      response.end('{"error":"INTERNAL"}');
    });
  });
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, resolve);
    });
  } catch (cause) {
    throw createError(NODE_ERRORS, 'ERR_GATEWAY_ADDRESS', { port }, { cause });
  }
  const name = host === '::1' ? '[::1]' : host;
  return {
    url: `http://${name}:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  gateway: Pick<Gateway, 'handle'>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // attacker-controlled: a name that leads here by a trick of its name server is no name of this machine.
  const name = (request.headers.host ?? '').replace(/:\d+$/, '');
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(name) || request.headers.origin !== undefined) {
    response.writeHead(403, { 'content-type': 'application/json', connection: 'close' }).end('{"error":"FORBIDDEN"}');
    return;
  }
  const { method = 'GET', url = '/' } = request;
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const given = new Request(new URL(url, `http://${name}`), {
    method,
    headers: Object.entries(request.headersDistinct).flatMap(([key, values]) =>
      (values ?? []).map((value): [string, string] => [key, value]),
    ),
    ...(hasBody ? { body: bodyOf(request), duplex: 'half' } : {}),
  } as RequestInit);
  const result = await gateway.handle(given);
  const bytes = Buffer.from(await result.arrayBuffer());
  // A sender that is still writing when the connection ends hears a broken pipe and no answer.
  if (!request.complete) await drain(request);
  response.writeHead(result.status, {
    ...Object.fromEntries(result.headers),
    'content-length': bytes.length,
    ...(request.complete ? {} : { connection: 'close' }),
  });
  response.end(bytes);
}

/** The body as a stream whose reader may leave without the connection being cut: the answer has still to be heard. */
function bodyOf(request: IncomingMessage): ReadableStream<Uint8Array> {
  let isLeft = false;
  return new ReadableStream<Uint8Array>({
    start: (controller) => {
      request.on('data', (part: Buffer) => {
        if (isLeft) return;
        controller.enqueue(new Uint8Array(part));
        if ((controller.desiredSize ?? 0) <= 0) request.pause();
      });
      request.once('end', () => {
        if (!isLeft) controller.close();
      });
      const fail = (): void => {
        if (!isLeft && !request.complete) controller.error(new TypeError('the sender went away'));
      };
      request.once('error', fail);
      request.once('close', fail);
    },
    pull: () => void request.resume(),
    cancel: () => {
      isLeft = true;
    },
  });
}

/** Reads on without keeping anything, until the body ends or it costs too much. */
function drain(request: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, DRAIN_MS);
    let left = DRAIN_BYTES;
    const done = (): void => {
      clearTimeout(timer);
      resolve();
    };
    request.on('data', (part: Buffer) => {
      left -= part.length;
      if (left < 0) done();
    });
    for (const event of ['end', 'error', 'close'] as const) request.once(event, done);
    request.resume();
  });
}

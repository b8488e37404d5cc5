import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createGateway, memoryGatewayStore } from '../../src/exchange/index.js';
import { type ServeGatewayOptions, serveGateway } from '../../src/node/index.js';

type Handle = (request: Request) => Promise<Response>;

async function serve(handle: Handle, options: ServeGatewayOptions = {}) {
  const served = await serveGateway({ handle }, options);
  onTestFinished(() => served.close());
  return served;
}
const kit = (more: { readonly bodyTimeoutMs?: number } = {}) =>
  createGateway({ store: memoryGatewayStore(), authenticate: () => true, ...more });

/** Bytes as they are over a socket, and all that comes back. */
function raw(url: string, parts: readonly string[], pauseMs = 0): Promise<string> {
  return new Promise((resolve, reject) => {
    const { port, hostname } = new URL(url);
    const socket = connect(Number(port), hostname);
    let text = '';
    socket.setEncoding('utf8').on('data', (part: string) => (text += part));
    socket.on('close', () => resolve(text));
    socket.on('error', (error: NodeJS.ErrnoException) => (error.code === 'ECONNRESET' ? resolve(text) : reject(error)));
    const left = [...parts];
    const next = (): void => {
      const part = left.shift();
      if (part === undefined || socket.destroyed) return;
      socket.write(part);
      setTimeout(next, pauseMs);
    };
    socket.on('connect', next);
  });
}

test('hands a request on as it came, and the answer back', async () => {
  const { url } = await serve(async (request) => {
    const { pathname, search } = new URL(request.url);
    const { method, headers } = request;
    return new Response(
      JSON.stringify({ method, pathname, search, token: headers.get('authorization'), body: await request.text() }),
      {
        status: 418,
        headers: { 'content-type': 'application/json' },
      },
    );
  });
  expect(new URL(url).hostname).toBe('127.0.0.1');
  const answer = await fetch(`${url}a/b?c=d`, {
    method: 'POST',
    body: 'học bạ',
    headers: { authorization: 'Bearer x' },
  });
  expect(answer.status).toBe(418);
  expect(await answer.json()).toEqual({
    method: 'POST',
    pathname: '/a/b',
    search: '?c=d',
    token: 'Bearer x',
    body: 'học bạ',
  });
  expect((await fetch(url)).status).toBe(418);
});

test('a page of anybody’s is refused: by the name it came under, and by its origin', async () => {
  let reached = 0;
  const { url } = await serve(async () => {
    reached++;
    return new Response('{}');
  });
  const ask = (headers: readonly string[]) =>
    raw(url, [`POST / HTTP/1.1\r\n${headers.join('\r\n')}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`]);
  expect(await ask(['host: localhost:80'])).toContain('200 OK');
  for (const headers of [
    ['host: evil.example'],
    ['host: 127.0.0.1.evil.example'],
    ['host: localhost', 'origin: http://localhost'],
  ])
    expect(await ask(headers)).toContain('403 Forbidden');
  expect(reached).toBe(1);
});

test('a body that is too large hears 413 and is not kept, declared or not', async () => {
  const gateway = kit();
  const { url } = await serve((request) => gateway.handle(request));
  const before = process.memoryUsage().rss;
  for (const body of ['A'.repeat(30_000_000), streamOf(30)]) {
    const answer = await fetch(`${url}hoc-ba/gui`, { method: 'POST', body, duplex: 'half' } as RequestInit);
    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({ error: 'TOO_LARGE' });
  }
  expect(process.memoryUsage().rss - before).toBeLessThan(300_000_000);
});

/** So many megabytes without a declared length. */
function streamOf(megabytes: number): ReadableStream<Uint8Array> {
  let left = megabytes;
  return new ReadableStream({
    pull: (controller) => {
      if (left-- > 0) controller.enqueue(new Uint8Array(1_000_000).fill(0x41));
      else controller.close();
    },
  });
}

test('a body that drips is left after the time for it; one that ends in the middle ends nothing else', async () => {
  const gateway = kit({ bodyTimeoutMs: 200 });
  const errors: unknown[] = [];
  const { url } = await serve((request) => gateway.handle(request), { onError: (error) => errors.push(error) });
  const head = 'POST /hoc-ba/gui HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100000\r\n\r\n';
  const started = Date.now();
  expect(await raw(url, [head, ...'x'.repeat(40)], 20)).toContain('408 Request Timeout');
  expect(Date.now() - started).toBeLessThan(5_000);
  const { port } = new URL(url);
  await new Promise<void>((resolve) => {
    const socket = connect(Number(port), '127.0.0.1', () => {
      socket.write(`${head}{"authentication`, () => {
        socket.destroy();
        resolve();
      });
    });
  });
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect((await fetch(`${url}hoc-ba/gui`, { method: 'POST', body: '{' })).status).toBe(400);
  expect(errors).toEqual([]);
});

test('requests that are none of HTTP end nothing', async () => {
  const { url } = await serve(async () => new Response('{}'));
  for (const bytes of [
    '\0\0\0\0\r\n\r\n',
    'GET\r\n\r\n',
    'POST / HTTP/1.1\r\nhost: a\r\nhost: b\r\n\r\n',
    'GET //evil@x HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n',
  ])
    expect(await raw(url, [bytes])).toMatch(/^HTTP\/1\.1 [1-5]\d\d /);
  expect((await fetch(url)).status).toBe(200);
});

test('an error behind it is 500 without a word of it, and is told to the one who asked', async () => {
  const errors: unknown[] = [];
  const { url } = await serve(async () => Promise.reject(new Error('Nguyễn Thị Hoa')), {
    onError: (error) => errors.push(error),
  });
  const answer = await fetch(url, { method: 'POST', body: '{}' });
  expect([answer.status, await answer.text()]).toEqual([500, '{"error":"INTERNAL"}']);
  expect(errors).toHaveLength(1);
});

test('a port that is taken is an error of the environment', async () => {
  const { url } = await serve(async () => new Response('{}'));
  await expect(
    serveGateway({ handle: async () => new Response('') }, { port: Number(new URL(url).port) }),
  ).rejects.toMatchObject({
    code: 'ERR_GATEWAY_ADDRESS',
  });
});

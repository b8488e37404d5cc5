import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../shared.js';

/** What each side of the exchange is made of; what both may use is data and the field table. */
const CLIENT = [
  'client.ts',
  'calls.ts',
  'client-messages.ts',
  'transport.ts',
  'back-off.ts',
  'drive.ts',
  'submit.ts',
  'recall.ts',
];
const GATEWAY = ['gateway.ts', 'gateway-body.ts', 'gateway-messages.ts', 'gateway-process.ts', 'gateway-store.ts'];
const CLIENT_NAMES = ['createExchangeClient', 'createCalls', 'readAcknowledgement', 'readRows', 'writeRequest'];
const GATEWAY_NAMES = [
  'createGateway',
  'memoryGatewayStore',
  'fileGatewayStore',
  'readRequest',
  'writeAnswer',
  'writeRows',
];

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const importsOf = (path: string): readonly { readonly names: readonly string[]; readonly from: string }[] =>
  [...read(path).matchAll(/(?:import|export)\s+(?:type\s+)?\{?([^;'"]*?)\}?\s*from\s+'(\.[^']+)'/g)].map(
    ([, names, from]) => ({
      names: names!.split(',').map((name) => name.trim().replace(/^type /, '')),
      from: normalize(join(dirname(path), from!))
        .replaceAll('\\', '/')
        .replace(/\.js$/, '.ts'),
    }),
  );

/** All files that a file of `src/exchange` reaches within that folder. */
function reached(start: string): ReadonlySet<string> {
  const found = new Set([`src/exchange/${start}`]);
  for (const path of found)
    for (const { from } of importsOf(path))
      if (from.startsWith('src/exchange/') && !from.endsWith('/index.ts')) found.add(from);
  return found;
}

test('neither side of the exchange reads or writes messages with the other side’s code', () => {
  const inFolder = (names: readonly string[]) => names.map((name) => `src/exchange/${name}`);
  for (const name of CLIENT)
    for (const other of inFolder(GATEWAY)) expect([name, ...reached(name)]).not.toContain(other);
  for (const name of GATEWAY)
    for (const other of inFolder(CLIENT)) expect([name, ...reached(name)]).not.toContain(other);
  // The check sees what there is: both sides use the table of fields.
  expect(reached('calls.ts')).toContain('src/exchange/field-codec.ts');
  expect(reached('gateway.ts')).toContain('src/exchange/field-codec.ts');
});

test.each([
  ['test/exchange/client.test.ts', GATEWAY_NAMES, GATEWAY],
  ['test/exchange/submit.test.ts', GATEWAY_NAMES, GATEWAY],
  ['test/exchange/gateway.test.ts', CLIENT_NAMES, CLIENT],
  ['test/exchange/hostile-client.test.ts', CLIENT_NAMES, CLIENT],
])('%s is written by hand against the messages, without the other side', (path, names, files) => {
  const imports = importsOf(path);
  expect(imports.length).toBeGreaterThan(1);
  const given = imports.flatMap((one) => one.names);
  expect(given.filter((name) => names.includes(name))).toEqual([]);
  expect(imports.filter(({ from }) => files.some((file) => from.endsWith(`exchange/${file}`)))).toEqual([]);
  // What it borrows from other tests does not bring it either.
  for (const { from } of imports.filter((one) => one.from.startsWith('test/exchange/')))
    expect(
      importsOf(from)
        .flatMap((one) => one.names)
        .filter((name) => names.includes(name)),
    ).toEqual([]);
  // The messages are in it, letter for letter.
  expect(read(path)).toContain('trang_thai');
});

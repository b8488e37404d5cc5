/* The portable suite on the built package: Node is the first answer, Chromium must give the same. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RECEIVERS } from '../../src/signing/index.js';
import { inBrowser } from '../browser.js';
import { type Library, type PortableResult, portableSuite } from '../runtime/portable.js';
import { ROOT } from '../shared.js';

const FROM = process.env['HOCBA_FROM'] === 'src' ? ['src', 'ts'] : ['dist', 'js'];
const entry = (name: string) => join(ROOT, FROM[0]!, name, `index.${FROM[1]}`);

async function inNode(): Promise<readonly PortableResult[]> {
  const [root, testing, signing] = await Promise.all(
    [entry(''), entry('testing'), entry('signing')].map((path) => import(path) as Promise<object>),
  );
  return portableSuite({ ...signing, ...testing, ...root } as Library);
}

test('in Node every case gives the answer it should', async () => {
  const results = await inNode();
  const answers = new Map(results.map(({ name, answer }) => [name, answer]));
  expect(answers.get('what is no record')).toBe('ERR_XML_TAG_MISMATCH');
  expect(answers.get('a declared type')).toBe('ERR_XML_DOCTYPE');
  expect(answers.get('invalid data')).toBe('ERR_HOCBA_INVALID');
  expect(answers.get('a batch')).toEqual([Array(3).fill('signed'), Array(3).fill(['prepared', 'signed', 'completed'])]);
  expect(answers.get('an adopted file, and one changed on the way')).toEqual([
    'ERR_ADOPT_CHANGED',
    { element: 'DIEM_KIEM_TRA_DINH_KY' },
  ]);
  expect(answers.get('an edited state, a changed file, a value of another key')).toEqual([
    'completed',
    'ERR_SIGNING_STATE_INVALID',
    'ERR_SIGNING_FILE_CHANGED',
    'ERR_SIGNER_VALUE_MISMATCH',
  ]);
  const signed = results.filter(({ name }) => name.startsWith('signed with'));
  expect(signed).toHaveLength(3 * Object.keys(RECEIVERS).length);
  for (const { name, answer } of signed)
    expect([name, (answer as string[]).filter((line) => line.includes(': valid '))]).toEqual([
      name,
      expect.objectContaining({ length: 3 }),
    ]);
  for (const { name, answer } of results.filter((one) => one.name.startsWith('and forged')))
    expect([name, (answer as string[])[0]]).toEqual([name, 'totalFailed']);
});

test('in Chromium every answer is the same', async () => {
  const source = `
    import * as root from ${JSON.stringify(entry(''))};
    import * as testing from ${JSON.stringify(entry('testing'))};
    import * as signing from ${JSON.stringify(entry('signing'))};
    import { portableSuite } from './test/runtime/portable.ts';
    export const run = () => portableSuite({ ...signing, ...testing, ...root });
  `;
  const here = await inNode();
  const there = await inBrowser(source, (page) =>
    page.evaluate(() => (globalThis as unknown as { sdk: { run(): Promise<readonly PortableResult[]> } }).sdk.run()),
  );
  expect(there).toEqual(JSON.parse(JSON.stringify(here)));
});

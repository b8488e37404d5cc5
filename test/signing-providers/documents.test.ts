import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { REMOTE_SIGNING_ASSUMED, VGCA_CONNECTOR } from '../../src/signing/index.js';
import { ROOT } from '../shared.js';

const folder = join(ROOT, 'docs/ky');
const pages = readdirSync(folder).map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));

test('every assumption about a signing service stands in the documents, word for word', () => {
  const page = pages.find(({ name }) => name === 'gia-dinh.md')!.text;
  const assumed = [...REMOTE_SIGNING_ASSUMED, ...VGCA_CONNECTOR.guesses!];
  expect(assumed.length).toBeGreaterThan(8);
  expect(assumed.filter((sentence) => !page.includes(`- ${sentence}\n`))).toEqual([]);
  const named = [VGCA_CONNECTOR.statusField, VGCA_CONNECTOR.signatureField, VGCA_CONNECTOR.certificateField!];
  const fields = [...Object.keys(VGCA_CONNECTOR.signDigest.request), ...Object.keys(VGCA_CONNECTOR.signXml.request)];
  expect([...named, ...fields].filter((field) => !page.includes(`\`${field}\``))).toEqual([]);
});

test('no page says that the package works with a vendor’s service', () => {
  const vendors = /VNPT|Viettel|VGCA|SmartCA|MySign|BKAV|FPT|CMC/;
  const claims = pages.flatMap(({ name, text }) =>
    text
      .split('\n')
      .flatMap((line) =>
        vendors.test(line) && /hoạt động với|tương thích|works with/i.test(line) ? [`${name}: ${line}`] : [],
      ),
  );
  expect(claims).toEqual([]);
  expect(pages.filter(({ text }) => /[Đđ]ã thử với/.test(text)).length).toBeGreaterThanOrEqual(3);
});

test('every error code in the pages exists', () => {
  const known = new Set(
    readFileSync(join(ROOT, 'test/repo/error-codes.txt'), 'utf8')
      .split('\n')
      .map((line) => line.split(' ')[0]),
  );
  const named = pages.flatMap(({ text }) => [...text.matchAll(/`(ERR_\w+)`/g)].map(([, code]) => code!));
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((code) => !known.has(code))).toEqual([]);
});

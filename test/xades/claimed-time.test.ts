/* Which SigningTime of SignedProperties is the claimed one: the one of their own namespace, text and element alike. */
import { expect, test } from 'vitest';
import { textContent } from '../../src/xml/index.js';
import { fill, judge, propertiesObject, xadesRecord } from './toolkit.js';

test('a SigningTime of another namespace before the true one is not taken for it', async () => {
  const foreign = '<SigningTime xmlns="urn:x">1999-01-01T00:00:00Z</SigningTime>';
  const properties = propertiesObject({}).replace('<xades:SigningTime>', `${foreign}<xades:SigningTime>`);
  const baseline = await judge(await fill(xadesRecord()));
  const result = await judge(await fill(xadesRecord({ properties })));
  for (const { core, claims, signingTimes } of [baseline, result]) {
    expect(core).toBe('valid');
    expect(claims?.signingTime).toBe('2026-05-29T08:00:00+07:00');
    expect(signingTimes.map(({ text, signed }) => [text, signed])).toEqual([['2026-05-29T08:00:00+07:00', true]]);
    expect(textContent(signingTimes[0]!.element)).toBe(signingTimes[0]!.text);
  }
});

test('days and clocks that do not exist are no times, in both forms', async () => {
  const { parseSigningTime } = await import('../../src/xades/index.js');
  const instants = (texts: readonly string[]) => texts.map((text) => parseSigningTime(text).instant);
  expect(
    instants(['2024-02-29T00:00:00Z', '2000-02-29T23:59:59.9Z', '2024-05-31T08:00:00', '31/05/2024 08:00:00']),
  ).toEqual([
    '2024-02-29T00:00:00.000Z',
    '2000-02-29T23:59:59.900Z',
    '2024-05-31T01:00:00.000Z',
    '2024-05-31T01:00:00.000Z',
  ]);
  expect(instants(['2024-05-31T08:00:00.1234567-14:00', '2024-12-31T23:59:59+14:00'])).toEqual([
    '2024-05-31T22:00:00.123Z',
    '2024-12-31T09:59:59.000Z',
  ]);
  const none = [
    '2023-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2024-04-31T00:00:00Z',
    '2024-00-01T00:00:00Z',
    '2024-13-01T00:00:00Z',
    '2024-01-00T00:00:00Z',
    '2024-01-32T00:00:00Z',
    '2024-01-01T24:00:00Z',
    '2024-01-01T00:60:00Z',
    '2024-01-01T00:00:60Z',
    '2024-01-01T00:00:00+14:01',
    '2024-01-01T00:00:00+07:60',
    '0099-01-01T00:00:00Z',
    '2024-01-01',
    '31/02/2024 08:00:00',
    '00/01/2024 08:00:00',
    '1/1/2024 08:00:00',
    '',
  ];
  expect(instants(none)).toEqual(none.map(() => null));
});

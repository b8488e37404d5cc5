/* docs/schema/report.json says what reports are: every one that the cases bring out fits it, and changed ones do not. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { reportSchemaFiles } from '../../scripts/report-schema.js';
import { REPORT_VERSION, verifyHocBa, verifyHocBaList } from '../../src/verification/index.js';
import { ROOT } from '../shared.js';
import { allPorts, signed } from '../signing/kit.js';
import { CASES } from './cases.js';
import { schemaErrors } from './json-schema.js';
import { FRESH, stamped, trustListOf, withCrls } from './stamps.js';

const schema = JSON.parse(readFileSync(join(ROOT, 'docs/schema/report.json'), 'utf8')) as Record<string, unknown>;
const plain = (report: unknown) => JSON.parse(JSON.stringify(report)) as Record<string, unknown>;

test.each(Object.entries(reportSchemaFiles()))('%s is what npm run docs writes', (path, text) => {
  expect(readFileSync(join(ROOT, path), 'utf8')).toBe(text);
  expect(text).toContain(`urn:hoc-ba-so:report:${REPORT_VERSION}`);
});

test('every report of every case fits the schema', async () => {
  for (const { what, check, file, options = {} } of CASES) {
    const given = typeof options === 'function' ? await options() : options;
    for (const report of await verifyHocBaList(await file(), { ...(await allPorts()), ...given })) {
      expect([check, what, schemaErrors(schema, plain(report))]).toEqual([check, what, []]);
    }
  }
});

test('a report with lists and stamps fits it, and stops to when a member is missing, new, or of another kind', async () => {
  const { trust: _, ...ports } = await withCrls(FRESH);
  const report = plain(
    await verifyHocBa(await stamped(await signed(), 'phatHanh'), { ...ports, trustList: await trustListOf() }),
  );
  expect(schemaErrors(schema, report)).toEqual([]);
  expect(report).toMatchObject({ conclusion: 'totalPassed', basis: { trustLists: [{ id: 'tin-cay', number: 1 }] } });
  for (const name of Object.keys(report)) {
    const { [name]: gone, ...rest } = report;
    expect(schemaErrors(schema, rest)).toEqual([` required ${name}`]);
    const wrong = { ...report, [name]: typeof gone === 'object' ? 1 : { a: gone } };
    expect([name, schemaErrors(schema, wrong).length > 0]).toEqual([name, true]);
  }
  const [role] = report['roles'] as Record<string, unknown>[];
  for (const name of Object.keys(role!)) {
    const { [name]: __, ...rest } = role!;
    expect(schemaErrors(schema, { ...report, roles: [rest] })).toEqual([`/roles/0 required ${name}`]);
  }
  expect(schemaErrors(schema, { ...report, hoVaTen: 'x' })).toEqual(['/hoVaTen additionalProperties']);
  expect(schemaErrors(schema, { ...report, version: 3 })).toEqual(['/version const']);
});

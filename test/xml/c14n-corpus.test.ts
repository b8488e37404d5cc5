import { expect, test } from 'vitest';
import { runC14nCases } from '../../scripts/corpus-c14n.js';
import { shared } from '../shared.js';

test('the canonicalization vectors of the corpus: 37 of 37', async () => {
  const rows = await runC14nCases(shared('corpus'));
  expect(rows.filter((row) => !row.equal)).toEqual([]);
  expect(rows).toHaveLength(37);
  // What our parser refuses among them it must go on refusing: DOCTYPE and other encodings.
  const refused = rows.filter((row) => row.refused !== undefined);
  expect(new Set(refused.map((row) => row.refused))).toEqual(new Set(['ERR_XML_DOCTYPE', 'ERR_XML_ENCODING']));
  expect(rows.filter((row) => row.via === 'parser')).toHaveLength(2);
});

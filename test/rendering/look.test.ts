/* Whether pages still look as they did when a person last looked at them; `npm run look -- --references` takes new references. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { peer } from '../peers.js';
import { ROOT } from '../shared.js';
import { withPage } from './page.js';
import { differenceOf, GRID, type Grid, readGrids, takePictures } from './pictures.js';

/** Other versions of Chromium and Poppler smooth letters differently; a line that moves or a mark that is missing shows far above this. */
const TOLERANCE = { mean: 8, block: 30 } as const;
const references = readGrids(readFileSync(join(ROOT, 'test/rendering/references.txt'), 'utf8'));

const differs = (one: Grid, other: Grid): boolean => {
  const { mean, block } = differenceOf(one, other);
  return mean > TOLERANCE.mean || block > TOLERANCE.block;
};

test('the pages look as their references do', async () => {
  const pdftoppm = peer('pdftoppm');
  const pictures = await withPage((page) => takePictures(page, pdftoppm));
  expect([...pictures.keys()]).toEqual([...references.keys()]);
  const faults = [...pictures].flatMap(([name, grid]) =>
    differs(grid, references.get(name)!) ? [{ name, ...differenceOf(grid, references.get(name)!) }] : [],
  );
  expect(faults).toEqual([]);
}, 120_000);

test('the comparison sees a missing mark, a moved table and another page', () => {
  const of = (name: string): Grid => references.get(name)!;
  const page = of('tampered-year-2023-2024-right');
  expect(differs(page, page)).toBe(false);
  const withoutBanner = page.map((value, at) => (at < GRID.width * 9 ? 250 : value));
  expect(differs(page, withoutBanner)).toBe(true);
  const moved = page.map((_, at) => page[at + 3 * GRID.width] ?? 250);
  expect(differs(page, moved)).toBe(true);
  expect(differs(of('specimen-paper-year-2023-2024-right'), page)).toBe(true);
  expect(differs(of('specimen-display-cover'), of('specimen-paper-cover'))).toBe(true);
  expect(differs(of('specimen-display-pupil'), of('indeterminate-pupil'))).toBe(true);
});

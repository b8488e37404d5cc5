import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isHocBaSoError } from '../../src/errors/index.js';
import {
  cv2088,
  diffHocBa,
  findSlots,
  findStraySignatures,
  inferLayout,
  type Layout,
  layoutIssues,
  layoutXsd,
  loadLayout,
  openHocBa,
  openHocBaList,
  phatHanh2025,
  readHocBa,
  writeHocBa,
} from '../../src/record-xml/index.js';
import { specimenHocBa } from '../../src/testing/specimen.js';
import { bytesOf, textOf } from './shared.js';

/** Runs something that may refuse its input, but only with an error of this package. */
function quietly(run: () => unknown): void {
  try {
    run();
  } catch (error) {
    if (!isHocBaSoError(error)) throw error;
  }
}

describe('hostile files', () => {
  const texts = [cv2088, phatHanh2025].map((layout) =>
    textOf(writeHocBa(specimenHocBa(), { layout, idScheme: 'fixed' })),
  );

  test('a file cut and pasted at random is read or refused, never a crash; what is read for certain is a record', () => {
    let read = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.nat(),
        fc.nat(200),
        fc.nat(),
        fc.boolean(),
        (text, from, length, to, cut) => {
          // Cuts along tags often leave XML well-formed, so that the readers behind the parser are reached.
          const starts = [...text.matchAll(/</g)].map((hit) => hit.index);
          const start = starts[from % starts.length]!;
          const end = starts[Math.min(starts.length - 1, (from % starts.length) + (length % 8) + 1)]!;
          const piece = text.slice(start, end);
          const rest = cut ? text.slice(0, start) + text.slice(end) : text;
          const at = [...rest.matchAll(/</g)].map((hit) => hit.index)[to % 100]!;
          const bytes = bytesOf(rest.slice(0, at) + piece + rest.slice(at));
          quietly(() => {
            const file = openHocBa(bytes);
            findSlots(file);
            findStraySignatures(file);
            const { hocBa, findings } = readHocBa(file);
            read++;
            // A change of the tags is noticed, or left everything as it was.
            if (findings.length === 0) expect(diffHocBa(specimenHocBa(), hocBa!)).toEqual([]);
          });
          quietly(() => inferLayout([bytes]));
        },
      ),
      { numRuns: 400 },
    );
    expect(read).toBeGreaterThan(20);
  });

  test('thousands of records, rows and unknown tags cost in proportion', () => {
    const body = texts[0]!.slice(texts[0]!.indexOf('<HOC_BA>'));
    const files = openHocBaList(bytesOf(`<DANH_SACH_HOC_BA>${body.repeat(300)}</DANH_SACH_HOC_BA>`));
    expect(files).toHaveLength(300);
    expect(readHocBa(files[299]!).hocBa).toEqual(specimenHocBa());
    const noisy = texts[0]!.replace('<MA_KHOI>', `${'<LA/>'.repeat(20_000)}<MA_KHOI>`);
    expect(readHocBa(bytesOf(noisy)).findings).toHaveLength(20_000);
  });
});

describe('hostile layouts', () => {
  test('no JSON crashes the loader', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        quietly(() => loadLayout(json));
      }),
      { numRuns: 300 },
    );
    let deep: unknown = 'x';
    for (let i = 0; i < 50_000; i++) deep = { kind: 'group', element: 'A', children: [deep] };
    expect(layoutIssues({ ...cv2088, record: { element: 'HOC_BA', children: [deep] } }).length).toBeGreaterThan(0);
  });

  test('a layout that passes the loader never crashes reading or writing', () => {
    const leaves: (readonly (string | number)[])[] = [];
    const collect = (value: unknown, path: readonly (string | number)[]): void => {
      leaves.push(path);
      if (typeof value !== 'object' || value === null) return;
      for (const key of Array.isArray(value) ? value.keys() : Object.keys(value)) {
        collect((value as Record<string | number, unknown>)[key], [...path, key]);
      }
    };
    collect(phatHanh2025, []);
    const words = [
      'text',
      'integer',
      'hocSinh',
      'capHoc',
      'monHoc',
      'awards:khenThuong',
      'words:capHoc',
      'data',
      'inner',
      'HOC_BA',
      'row',
      'x',
    ];
    let passed = 0;
    fc.assert(
      fc.property(fc.nat(), fc.constantFrom(...words), fc.boolean(), (seed, word, remove) => {
        const path = leaves[seed % leaves.length]!;
        const json = structuredClone(phatHanh2025) as unknown as Record<string | number, unknown>;
        const parent = path.slice(0, -1).reduce((one, key) => one[key] as typeof json, json);
        const last = path.at(-1);
        if (last === undefined) return;
        if (!remove) parent[last] = word;
        else if (Array.isArray(parent)) parent.splice(Number(last), 1);
        else delete parent[last];
        if (layoutIssues(json).length > 0) return;
        passed++;
        const layout = json as unknown as Layout;
        quietly(() => writeHocBa(specimenHocBa(), { layout, allowLoss: true }));
        quietly(() => readHocBa(openHocBa(bytesOf(texts2025), { layouts: [layout] }), { layout }));
        layoutXsd(layout);
      }),
      { numRuns: 500 },
    );
    expect(passed).toBeGreaterThan(50);
  });
});

const texts2025 = textOf(writeHocBa(specimenHocBa(), { layout: phatHanh2025 }));

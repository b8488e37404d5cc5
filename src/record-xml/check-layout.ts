import { type HocBa, isGiaTriVang } from '../hoc-ba/index.js';
import { encodeRecord } from './encode-record.js';
import { fileOf, type HocBaFile, isHocBaFile, openHocBaList } from './hoc-ba-file.js';
import type { Layout } from './layout.js';
import { layoutIssues } from './load-layout.js';
import { diffModel } from './model-patch.js';
import { type Bag, valueAt } from './model-path.js';
import { type ReadHocBaOptions, readHocBa } from './read-hoc-ba.js';
import { listLosses, writeHocBa } from './write-hoc-ba.js';

/** What a layout does not do yet. */
export interface LayoutCheckFinding {
  /**
   * `structure` it is no layout; `sampleUnread` a sample does not read as a record; `tagUnknown` a sample has a tag it does not know;
   * `roundTrip` a record comes back changed; `notCarried` a field has no tag of its own and goes to the extension, or is lost.
   */
  readonly code: 'structure' | 'sampleUnread' | 'tagUnknown' | 'roundTrip' | 'notCarried';
  readonly severity: 'error' | 'warning' | 'info';
  /** Path in the layout, element path or field. */
  readonly where: string;
  readonly vi: string;
  readonly en: string;
}

/** What a layout is tried on. */
export interface CheckLayoutInput<T = HocBa> {
  /** Files that should read in this layout. */
  readonly samples?: readonly (HocBaFile | Uint8Array)[];
  /** Records that should survive being written in it. */
  readonly records?: readonly T[];
  readonly schema?: ReadHocBaOptions<T>['schema'];
}

/**
 * Tries a layout: its structure, then reading, writing and reading again every sample and record.
 *
 * @param layout - A layout or any JSON that is meant to be one.
 * @returns Empty when it is sound and carries everything it was tried on in tags of its own.
 */
export function checkLayout<T = HocBa>(
  layout: unknown,
  input: CheckLayoutInput<T> = {},
): readonly LayoutCheckFinding[] {
  const found: LayoutCheckFinding[] = [];
  const issues = layoutIssues(layout);
  for (const { path, vi, en } of issues) found.push({ code: 'structure', severity: 'error', where: path, vi, en });
  if (issues.length > 0) return found;

  const checked = layout as Layout;
  const schema = input.schema === undefined ? {} : { schema: input.schema };
  for (const sample of input.samples ?? []) {
    const bytes = isHocBaFile(sample) ? sample.bytes : sample;
    for (const file of openHocBaList(bytes, { layouts: [checked] })) {
      const { hocBa, findings } = readHocBa<T>(file, { layout: checked, ...schema });
      for (const { code, severity, element, field, vi, en } of findings) {
        const where = element === '' ? field : element;
        if (code === 'elementUnknown') found.push({ code: 'tagUnknown', severity: 'warning', where, vi, en });
        else if (severity === 'error') found.push({ code: 'sampleUnread', severity: 'error', where, vi, en });
      }
      if (hocBa !== null) found.push(...tryRecord(hocBa, checked, schema));
    }
  }
  for (const record of input.records ?? []) found.push(...tryRecord(record, checked, schema));
  return unique(found);
}

function tryRecord<T>(
  record: T,
  layout: Layout,
  schema: { readonly schema?: ReadHocBaOptions<T>['schema'] },
): readonly LayoutCheckFinding[] {
  const found: LayoutCheckFinding[] = [];
  for (const { path, vi, en } of listLosses(record, { layout, extension: false, ...schema })) {
    // A reason why there is no value never has a tag, in any layout.
    if (/\.(?:vang|lyDo)$/.test(path) && isGiaTriVang(valueAt(record, path.slice(0, path.lastIndexOf('.'))))) continue;
    found.push({
      code: 'notCarried',
      severity: layout.extension === undefined ? 'warning' : 'info',
      where: path,
      vi,
      en,
    });
  }
  const unwritten = encodeRecord(layout, record as Bag, () => undefined).missing.filter(
    ({ field }) => !isGiaTriVang(valueAt(record, field)),
  );
  for (const { element, field } of unwritten) {
    found.push({
      code: 'notCarried',
      severity: 'error',
      where: field,
      vi: `Thẻ bắt buộc ${element} không ghi được giá trị của ${field}`,
      en: `The required tag ${element} cannot hold the value of ${field}`,
    });
  }
  if (unwritten.length > 0) return found;
  const forbidden = listLosses(record, { layout, ...schema }).filter((loss) => loss.forbidden);
  if (forbidden.length > 0) {
    for (const { path, vi, en } of forbidden)
      found.push({ code: 'notCarried', severity: 'error', where: path, vi, en });
    return found;
  }
  const bytes = writeHocBa(record, { layout, allowLoss: true, ...schema }).bytes;
  const { partial } = readHocBa<T>(fileOf(bytes, [layout], layout), { layout, ...schema });
  // Without an extension only what the tags carry can come back.
  const comparable = (one: unknown): unknown =>
    layout.extension === undefined ? officialPart(layout, one as Bag) : one;
  const [expected, actual] = [comparable(record), comparable(partial)];
  for (const { path } of diffModel(expected, actual)) {
    found.push({
      code: 'roundTrip',
      severity: 'error',
      where: path,
      vi: `${path}: ghi rồi đọc lại thì khác`,
      en: `${path}: different after writing and reading`,
    });
  }
  return found;
}

/** What the tags of a layout say of a record. */
function officialPart(layout: Layout, record: Bag): Bag {
  return encodeRecord(layout, record, () => undefined).shadow;
}

function unique(found: readonly LayoutCheckFinding[]): readonly LayoutCheckFinding[] {
  const seen = new Set<string>();
  return found.filter(({ code, where }) => {
    const key = `${code} ${where.replace(/\.\d+(?=\.|$)/g, '[]')}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

import { randomBytes } from '../crypto/index.js';
import { encodeHex } from '../encoding/index.js';
import { createError } from '../errors/index.js';
import { describePath, type HocBa, hocBaSchema, isGiaTriVang, type ParseOptions, parseHocBa } from '../hoc-ba/index.js';
import { writeXml } from '../xml/index.js';
import { encodeRecord, type IdMaker } from './encode-record.js';
import { writeExtension } from './extension-block.js';
import { BUILT_IN_LAYOUTS, fileOf, type HocBaFile, type RecordSchema } from './hoc-ba-file.js';
import type { Layout } from './layout.js';
import { withTables } from './layout-tables.js';
import { diffModel, type PatchEntry } from './model-patch.js';
import { type Bag, putAt, valueAt } from './model-path.js';
import { RECORD_XML_ERRORS } from './record-xml-errors.js';

/** Options of {@link writeHocBa}. */
export interface WriteHocBaOptions<T = HocBa> {
  readonly layout: Layout;
  /** `random` (default): `data-` and 128 random bits, unique also where records are joined in a list; `fixed`: `data`. */
  readonly idScheme?: 'random' | 'fixed';
  /** Default true: the inner element gets a random 128-bit Id, which salts the block's digest. */
  readonly saltId?: boolean;
  /** Default true: what no official tag carries goes into the layout's extension block, when there is such data. */
  readonly extension?: boolean;
  /** Default false: writing is refused when something would be lost. The origin of a digitised record can never be lost. */
  readonly allowLoss?: boolean;
  /** Default false: a required tag may be left out when the record states why; true refuses that. */
  readonly requireAll?: boolean;
  /** Receiver's own code and word tables, by table name. */
  readonly tables?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Source of randomness; default the platform's. */
  readonly crypto?: Crypto;
  /** Schema the record must satisfy; default: every built-in level. */
  readonly schema?: ParseOptions<T>['schema'];
}

/** A value that would not survive. */
export interface RecordLoss {
  /** Dotted path in the model. */
  readonly path: string;
  /** Whether `allowLoss` cannot permit it. */
  readonly forbidden: boolean;
  readonly vi: string;
  readonly en: string;
}

/**
 * Writes an unsigned record as strict XML of a layout: own exclusive canonical form after the declaration, texts in normalisation form C.
 * Containers of signature slots are written empty; signing fills them.
 *
 * @param hocBa - A valid record; not modified.
 * @throws {@link HocBaSoError} `ERR_HOCBA_INVALID` when it is no valid record; `ERR_RECORD_LEVEL` when the layout is for another level;
 * `ERR_RECORD_LOSS` when something would be lost (`issues` holds every {@link RecordLoss}); `ERR_RECORD_REQUIRED` when a required tag has
 * no value and no reason, or with `requireAll` none at all; `ERR_CRYPTO_UNAVAILABLE` without a source of randomness.
 */
export function writeHocBa<T = HocBa>(hocBa: T, options: WriteHocBaOptions<T>): HocBaFile {
  const { layout, record, patch } = prepare(hocBa, options);
  const losses = lossesOf(patch, layout, options);
  const refused = options.allowLoss === true ? losses.filter(({ forbidden }) => forbidden) : losses;
  if (refused.length > 0) {
    throw createError(
      RECORD_XML_ERRORS,
      'ERR_RECORD_LOSS',
      { count: refused.length, path: refused[0]!.path },
      { issues: refused },
    );
  }
  const extension =
    patch.length === 0 || layout.extension === undefined || options.extension === false
      ? undefined
      : writeExtension(layout.extension, patch);
  const { children, missing } = encodeRecord(layout, record, idMaker(options), extension);
  const first = missing.find(({ field }) => options.requireAll === true || !isGiaTriVang(valueAt(record, field)));
  if (first !== undefined) {
    throw createError(RECORD_XML_ERRORS, 'ERR_RECORD_REQUIRED', { element: first.element, path: first.field });
  }
  const bytes = writeXml({ name: layout.record.element, children });
  const known = BUILT_IN_LAYOUTS.includes(options.layout) ? BUILT_IN_LAYOUTS : [options.layout, ...BUILT_IN_LAYOUTS];
  return fileOf(bytes, known, options.layout, options.schema as RecordSchema | undefined);
}

/** What {@link writeHocBa} with the same options would lose; empty means lossless. @throws as it does, except for losses. */
export function listLosses<T = HocBa>(hocBa: T, options: WriteHocBaOptions<T>): readonly RecordLoss[] {
  const { layout, patch } = prepare(hocBa, options);
  return lossesOf(patch, layout, options);
}

function prepare<T>(
  hocBa: T,
  options: WriteHocBaOptions<T>,
): { readonly layout: Layout; readonly record: Bag; readonly patch: readonly PatchEntry[] } {
  const layout = withTables(options.layout, options.tables);
  const schema = (options.schema ?? hocBaSchema) as NonNullable<ParseOptions<T>['schema']>;
  const record = parseHocBa<T>(hocBa, { schema }) as Bag;
  if (record['capHoc'] !== layout.capHoc) {
    throw createError(RECORD_XML_ERRORS, 'ERR_RECORD_LEVEL', { layout: layout.id });
  }
  // What a reader would make of the official tags alone; the difference is what only the extension can carry.
  const { shadow } = encodeRecord(layout, record, () => undefined);
  for (const [path, value] of Object.entries(layout.defaults)) {
    if (valueAt(shadow, path) === undefined) putAt(shadow, path, structuredClone(value));
  }
  return { layout, record, patch: diffModel(shadow, record) };
}

function lossesOf(
  patch: readonly PatchEntry[],
  layout: Layout,
  options: { readonly extension?: boolean },
): readonly RecordLoss[] {
  if (layout.extension !== undefined && options.extension !== false) return [];
  return patch.map(({ path }) => {
    const steps = path.split('.').map((step) => (/^\d+$/.test(step) ? Number(step) : step));
    return {
      path,
      forbidden: path === 'nguonGoc',
      vi: `${describePath(steps, 'vi')}: bố cục ${layout.id} không có thẻ chứa giá trị này`,
      en: `${describePath(steps, 'en')}: the layout ${layout.id} has no tag for this value`,
    };
  });
}

/** Prefixes of random Ids, and the whole Id of the fixed scheme (domain: `data`, `thongtinhocba`). */
const ID_NAMES = { data: 'data', inner: 'thongtinhocba', row: 'diem', salt: 'tk' } as const;

function idMaker(options: {
  readonly idScheme?: 'random' | 'fixed';
  readonly saltId?: boolean;
  readonly crypto?: Crypto;
}): IdMaker {
  const random = (): string => encodeHex(randomBytes(16, options.crypto));
  // One suffix for all visible Ids of a record; the salt is a secret of the signed block and shares nothing with them.
  const suffix = options.idScheme === 'fixed' ? '' : `-${random()}`;
  return (kind, row) => {
    if (kind === 'salt') return options.saltId === false ? undefined : `${ID_NAMES.salt}-${random()}`;
    return kind === 'row' ? `${ID_NAMES.row}${suffix}-${row + 1}` : `${ID_NAMES[kind]}${suffix}`;
  };
}

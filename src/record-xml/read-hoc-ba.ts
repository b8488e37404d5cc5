import { isHocBaSoError } from '../errors/index.js';
import {
  type CodeList,
  type HocBa,
  type HocBaIssue,
  hocBaSchema,
  isGiaTriVang,
  MON_HOC_TIEU_HOC,
  type ParseOptions,
  parseHocBa,
} from '../hoc-ba/index.js';
import type { XmlOut } from '../xml/index.js';
import { decodeRecord } from './decode-record.js';
import { type EncodedRecord, encodeRecord } from './encode-record.js';
import { applyExtension } from './extension-block.js';
import { collectFindings, type FindingCollector, type RecordFinding } from './findings.js';
import { documentOf, type HocBaFile, layoutOf, openHocBa, recordElement, schemaOf } from './hoc-ba-file.js';
import type { Layout } from './layout.js';
import { indexOf } from './layout-index.js';
import { withTables } from './layout-tables.js';
import { type Bag, valueAt } from './model-path.js';

/** Options of {@link readHocBa}. */
export interface ReadHocBaOptions<T = HocBa> {
  /** Read as this layout instead of the detected one. */
  readonly layout?: Layout;
  /** Receiver's own code and word tables, by table name: `{ monHoc: { toan: '02' } }`. */
  readonly tables?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Subjects by which an unknown code is guessed in a finding; default: the primary level's. */
  readonly subjects?: CodeList;
  /** Schema the result must satisfy; default: the one the file was opened or written with, else every built-in level. */
  readonly schema?: ParseOptions<T>['schema'];
}

/** A record as read from its XML. */
export interface ReadHocBaResult<T = HocBa> {
  /** The record; null when any finding is an error, so that nothing half-read is taken for a record. */
  readonly hocBa: T | null;
  /** Whatever could be read, in the shape of the model but unchecked: for showing, never for deciding. */
  readonly partial: unknown;
  readonly findings: readonly RecordFinding[];
  readonly layout: Layout;
}

/**
 * Reads a record from its file. Order and unknown elements are tolerated and reported; signatures are not looked at.
 *
 * The file is judged as it is: nothing read here says that anybody signed it (that is `verification`).
 *
 * @throws {@link HocBaSoError} as {@link openHocBa}; `ERR_RECORD_LAYOUT_UNKNOWN`.
 */
export function readHocBa<T = HocBa>(
  input: HocBaFile | Uint8Array,
  options: ReadHocBaOptions<T> = {},
): ReadHocBaResult<T> {
  const file = openHocBa(input);
  const layout = withTables(options.layout ?? layoutOf(file), options.tables);
  const findings = collectFindings(documentOf(file));
  const { partial, extension } = decodeRecord(
    layout,
    recordElement(file),
    findings,
    options.subjects ?? MON_HOC_TIEU_HOC,
  );

  let record = partial;
  let encoded = encodeRecord(layout, partial, noIds);
  if (extension !== undefined && layout.extension !== undefined) {
    const path = [indexOf(layout).data?.element ?? '', layout.extension.element];
    const extended = structuredClone(partial);
    applyExtension(layout.extension, extension, extended, path, findings);
    const again = encodeRecord(layout, extended, noIds);
    // attacker-controlled: the block could rename a pupil for our readers while every other reader sees the tag.
    if (isSameXml(encoded.children, again.children)) {
      record = extended;
      encoded = again;
    } else {
      findings.add('extensionContradicts', { offset: extension.start, path });
    }
  }

  reportMissing(encoded, record, findings);
  const schema = (options.schema ?? schemaOf(file) ?? hocBaSchema) as NonNullable<ParseOptions<T>['schema']>;
  const hocBa = checked<T>(record, schema, findings);
  const list = findings.list();
  const isGood = !list.some(({ severity }) => severity === 'error');
  return { hocBa: isGood ? hocBa : null, partial: record, findings: list, layout };
}

/** The record by its schema, or null and its issues as findings. */
function checked<T>(record: Bag, schema: NonNullable<ParseOptions<T>['schema']>, findings: FindingCollector): T | null {
  try {
    return parseHocBa<T>(record, { schema });
  } catch (error) {
    if (!isHocBaSoError(error, 'ERR_HOCBA_INVALID')) throw error;
    for (const issue of error.issues as readonly HocBaIssue[]) reportIssue(issue, findings);
    return null;
  }
}

const noIds = (): undefined => undefined;

function isSameXml(a: readonly (XmlOut | string)[] = [], b: readonly (XmlOut | string)[] = []): boolean {
  return (
    a.length === b.length &&
    a.every((one, index) => {
      const other = b[index]!;
      if (typeof one === 'string' || typeof other === 'string') return one === other;
      return one.name === other.name && isSameXml(one.children, other.children) && isSameAttributes(one, other);
    })
  );
}

function isSameAttributes({ attributes: a = [] }: XmlOut, { attributes: b = [] }: XmlOut): boolean {
  return a.length === b.length && a.every(([name, value], index) => name === b[index]![0] && value === b[index]![1]);
}

/** A required tag may be missing only where the record says why. */
function reportMissing(encoded: EncodedRecord, record: Bag, findings: FindingCollector): void {
  for (const { element, field } of encoded.missing) {
    if (isGiaTriVang(valueAt(record, field)) || findings.hasErrorAt(field)) continue;
    findings.add('requiredMissing', { path: [element], field });
  }
}

function reportIssue(issue: HocBaIssue, findings: FindingCollector): void {
  // What a tag's absence or unreadable value already explains is not said twice.
  if (issue.code === 'required' && findings.hasErrorAt(issue.path)) return;
  findings.add(
    'valueInvalid',
    { path: [], field: issue.path, words: { vi: issue.vi, en: issue.en } },
    { issue: issue.code },
  );
}

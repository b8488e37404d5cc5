import {
  type CodeList,
  type HocBa,
  type HocBaIssue,
  hocBaSchema,
  isGiaTriVang,
  issuesOf,
  MON_HOC_TIEU_HOC,
  type ParseOptions,
  parseHocBa,
} from '../hoc-ba/index.js';
import { decodeRecord } from './decode-record.js';
import { type EncodedRecord, encodeRecord } from './encode-record.js';
import { applyExtension } from './extension-block.js';
import { collectFindings, type FindingCollector, type RecordFinding } from './findings.js';
import { documentOf, type HocBaFile, layoutOf, openHocBa, recordElement } from './hoc-ba-file.js';
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
  /** Schema the result must satisfy; default: every built-in level. */
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
    if (isSameXml(encoded, again)) {
      record = extended;
      encoded = again;
    } else {
      findings.add('extensionContradicts', { offset: extension.start, path });
    }
  }

  reportMissing(encoded, record, findings);
  const schema = (options.schema ?? hocBaSchema) as NonNullable<ParseOptions<T>['schema']>;
  for (const issue of issuesOf(record, { schema })) reportIssue(issue, findings);
  const list = findings.list();
  const isGood = !list.some(({ severity }) => severity === 'error');
  return { hocBa: isGood ? parseHocBa<T>(record, { schema }) : null, partial: record, findings: list, layout };
}

const noIds = (): undefined => undefined;

function isSameXml(a: EncodedRecord, b: EncodedRecord): boolean {
  return JSON.stringify(a.children) === JSON.stringify(b.children);
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

import { dirname, isAbsolute, join } from 'node:path';
import { parseCertificate, readCertificates } from '../certificate/index.js';
import { createError } from '../errors/index.js';
import { parseCsv } from '../import/index.js';
import { type RegisterInput, TRUST_SCOPES, type TrustListInput } from '../trust/index.js';
import { CLI_ERRORS } from './cli-errors.js';
import { aboutFile } from './file-of-error.js';
import { readInput, readJson } from './input.js';
import { parseInstant } from './options.js';

/** What `hocba trust create` shall sign, read from plain files. */
export type ListInput =
  | { readonly kind: 'trustList'; readonly input: TrustListInput }
  | { readonly kind: 'register'; readonly input: RegisterInput };

/** A value with the place where it stands, for errors that name the place and never the value. */
interface Place {
  readonly value: unknown;
  readonly path: string;
}

interface Source {
  /** Instant of the list where the file names none. */
  readonly at: Date;
  /** Folder that relative paths start from. */
  readonly folder: string;
}

const HEADER = ['id', 'number', 'issuedAt', 'nextUpdate', 'publisher'] as const;

/**
 * Reads a JSON file of a list: `anchors` makes it a trust list, `nhaTruong` a register. Either may be the path of a CSV file instead of an
 * array. Paths are relative to the JSON file; certificates are named by the paths of their files.
 *
 * @throws {@link HocBaSoError} `ERR_CLI_LIST_INPUT` for a missing, unknown or wrong member; those of reading files, CSV and certificates.
 */
export function readListInput(path: string, at: Date): ListInput {
  const json = readJson(path);
  const source: Source = { at, folder: dirname(path) };
  return within(path, () => {
    const root: Place = { value: json, path: '' };
    const kinds = ['anchors', 'nhaTruong'].filter((name) => isObject(json) && Object.hasOwn(json, name));
    if (kinds.length !== 1) throw invalid('', 'exactly one of anchors, nhaTruong');
    return kinds[0] === 'anchors'
      ? { kind: 'trustList', input: trustListInput(root, source) }
      : { kind: 'register', input: registerInput(root, source) };
  });
}

function trustListInput(root: Place, source: Source): TrustListInput {
  const at = members(root, [...HEADER, 'anchors', 'intermediates']);
  const anchors = rows(at.anchors, source, readAnchorRow).map(({ place, source: own }) => {
    const one = members(place, ['certificate', 'family', 'scopes', 'from', 'until', 'source']);
    const [from, until] = [optional(one.from, instant), optional(one.until, instant)];
    const scopes = list(one.scopes).map((scope) => {
      const found = TRUST_SCOPES.find((each) => each === scope.value);
      if (found === undefined) throw invalid(scope.path, TRUST_SCOPES.join(', '));
      return found;
    });
    const note = optional(one.source, text);
    return {
      certificate: certificate(one.certificate, own),
      family: text(one.family),
      scopes,
      ...(from === undefined ? {} : { from }),
      ...(until === undefined ? {} : { until }),
      ...(note === undefined ? {} : { source: note }),
    };
  });
  const intermediates = optional(at.intermediates, list)?.flatMap((one) => certificates(one, source));
  return { ...header(at, source), anchors, ...(intermediates === undefined ? {} : { intermediates }) };
}

type School = RegisterInput['nhaTruong'][number];

function registerInput(root: Place, source: Source): RegisterInput {
  const at = members(root, [...HEADER, 'completeFrom', 'nhaTruong']);
  const completeFrom = text(at.completeFrom);
  const nhaTruong =
    typeof at.nhaTruong.value === 'string'
      ? schoolsOfCsv(at.nhaTruong, source)
      : list(at.nhaTruong).map((place) => school(place, source));
  return { ...header(at, source), completeFrom, nhaTruong };
}

function school(place: Place, source: Source): School {
  const at = members(place, ['maTruong', 'seals', 'canBoQuanLy', 'approvals']);
  const approvals = optional(at.approvals, list)?.map((one) => approval(one, source));
  return {
    maTruong: text(at.maTruong),
    seals: (optional(at.seals, list) ?? []).map((one) => seal(one, source)),
    canBoQuanLy: (optional(at.canBoQuanLy, list) ?? []).map((one) => officer(one, source)),
    ...(approvals === undefined ? {} : { approvals }),
  };
}

function seal(place: Place, source: Source): NonNullable<School['seals']>[number] {
  const at = members(place, ['certificate', 'fingerprint', 'maSoThue', 'chiNhanh', 'from', 'until']);
  const own = fingerprint(at, source);
  const maSoThue = optional(at.maSoThue, text);
  const chiNhanh = optional(at.chiNhanh, text);
  if ((own === undefined) === (maSoThue === undefined) || (own !== undefined && chiNhanh !== undefined)) {
    throw invalid(place.path, 'exactly one of certificate, fingerprint, maSoThue');
  }
  const holder = own !== undefined ? { fingerprint: own } : { maSoThue: maSoThue!, chiNhanh: chiNhanh ?? null };
  return { holder, ...period(at) };
}

function officer(place: Place, source: Source): NonNullable<School['canBoQuanLy']>[number] {
  const at = members(place, ['certificate', 'fingerprint', 'soDinhDanhCaNhan', 'chucVu', 'from', 'until']);
  const own = fingerprint(at, source);
  const soDinhDanhCaNhan = optional(at.soDinhDanhCaNhan, text);
  if ((own === undefined) === (soDinhDanhCaNhan === undefined)) {
    throw invalid(place.path, 'exactly one of certificate, fingerprint, soDinhDanhCaNhan');
  }
  const holder = own !== undefined ? { fingerprint: own } : { soDinhDanhCaNhan: soDinhDanhCaNhan! };
  return { holder, chucVu: text(at.chucVu), ...period(at) };
}

function approval(place: Place, source: Source): NonNullable<School['approvals']>[number] {
  const at = members(place, ['certificate', 'fingerprint', 'from', 'until']);
  const own = fingerprint(at, source);
  if (own === undefined) throw invalid(place.path, 'certificate or fingerprint');
  return { fingerprint: own, ...period(at) };
}

const REGISTER_COLUMNS = [
  'maTruong',
  'loai',
  'certificate',
  'fingerprint',
  'maSoThue',
  'chiNhanh',
  'soDinhDanhCaNhan',
  'chucVu',
  'from',
  'until',
] as const;
const LOAI = ['conDau', 'canBoQuanLy', 'pheDuyet'] as const;

/** A row an entry: the school, what it is (`conDau`, `canBoQuanLy`, `pheDuyet`), and the members of the entry. */
function schoolsOfCsv(place: Place, source: Source): readonly School[] {
  const { folder, file, records } = readCsv(place, source, REGISTER_COLUMNS);
  return within(file, () => {
    const schools = new Map<string, { seals: Place[]; canBoQuanLy: Place[]; approvals: Place[] }>();
    for (const row of records) {
      const { maTruong, loai, ...rest } = row.cells;
      if (maTruong === undefined) throw invalid(`${row.path}.maTruong`, 'text');
      const known = schools.get(maTruong) ?? { seals: [], canBoQuanLy: [], approvals: [] };
      schools.set(maTruong, known);
      const kind = LOAI.find((one) => one === loai);
      if (kind === undefined) throw invalid(`${row.path}.loai`, LOAI.join(', '));
      const entries = { conDau: known.seals, canBoQuanLy: known.canBoQuanLy, pheDuyet: known.approvals }[kind];
      entries.push({ value: rest, path: row.path });
    }
    const own: Source = { ...source, folder };
    return [...schools].map(([maTruong, { seals, canBoQuanLy, approvals }]) => ({
      maTruong,
      seals: seals.map((one) => seal(one, own)),
      canBoQuanLy: canBoQuanLy.map((one) => officer(one, own)),
      // A file with approvals is a gateway's: for it a school without any has none approved.
      ...(records.some(({ cells }) => cells['loai'] === 'pheDuyet')
        ? { approvals: approvals.map((one) => approval(one, own)) }
        : {}),
    }));
  });
}

interface CsvRecord {
  readonly path: string;
  readonly cells: Readonly<Record<string, string | undefined>>;
}

/** Rows by the names of the columns; an empty cell is an absent member. */
function readCsv(
  place: Place,
  source: Source,
  columns: readonly string[],
): { readonly folder: string; readonly file: string; readonly records: readonly CsvRecord[] } {
  const file = pathOf(place, source);
  const bytes = readInput(file);
  const records = within(file, () => {
    let content: string;
    try {
      content = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch (cause) {
      throw invalid('', 'UTF-8', cause);
    }
    const firstLine = content.split('\n', 1)[0]!;
    const [head, ...others] = parseCsv(content, firstLine.includes(';') ? ';' : ',');
    if (head === undefined || others.length === 0) throw invalid('', 'rows');
    const names = head.cells;
    if (new Set(names).size !== names.length || names.some((name) => !columns.includes(name))) {
      throw invalid(`line ${head.line}`, columns.join(', '));
    }
    return others.map(({ line, cells }): CsvRecord => {
      if (cells.length !== names.length) throw invalid(`line ${line}`, `${names.length} fields`);
      const filled = names.flatMap((name, index) => (cells[index] === '' ? [] : [[name, cells[index]!] as const]));
      return { path: `line ${line}`, cells: Object.fromEntries(filled) };
    });
  });
  return { folder: dirname(file), file, records };
}

const ANCHOR_COLUMNS = ['certificate', 'family', 'scopes', 'from', 'until', 'source'] as const;

/** In a CSV file the scopes of an anchor stand in one field, with spaces between them. */
function readAnchorRow({ path, cells }: CsvRecord): Place {
  const { scopes, ...rest } = cells;
  return { path, value: { ...rest, ...(scopes === undefined ? {} : { scopes: scopes.split(' ') }) } };
}

function rows(
  place: Place,
  source: Source,
  readRow: (record: CsvRecord) => Place,
): readonly { readonly place: Place; readonly source: Source }[] {
  if (typeof place.value !== 'string') return list(place).map((one) => ({ place: one, source }));
  const { folder, records } = readCsv(place, source, ANCHOR_COLUMNS);
  return records.map((record) => ({ place: readRow(record), source: { ...source, folder } }));
}

function header(at: Readonly<Record<(typeof HEADER)[number], Place>>, source: Source) {
  const { value: number, path } = at.number;
  if (typeof number !== 'number') throw invalid(path, 'number');
  return {
    id: text(at.id),
    number,
    issuedAt: optional(at.issuedAt, instant) ?? source.at,
    nextUpdate: instant(at.nextUpdate),
    publisher: text(at.publisher),
  };
}

function period(at: Readonly<Record<'from' | 'until', Place>>) {
  const [from, until] = [optional(at.from, text), optional(at.until, text)];
  return { ...(from === undefined ? {} : { from }), ...(until === undefined ? {} : { until }) };
}

/** SHA-256 of a certificate that is named by its file, or the fingerprint that is given. */
function fingerprint(at: Readonly<Record<'certificate' | 'fingerprint', Place>>, source: Source): string | undefined {
  const given = optional(at.fingerprint, text);
  if (at.certificate.value === undefined) return given?.replaceAll(':', '').toLowerCase();
  if (given !== undefined) throw invalid(at.fingerprint.path, 'either certificate or fingerprint');
  return parseCertificate(certificate(at.certificate, source)).fingerprint;
}

function certificate(place: Place, source: Source): Uint8Array {
  const [only, ...others] = certificates(place, source);
  if (only === undefined || others.length > 0) throw invalid(place.path, 'a file of one certificate');
  return only;
}

function certificates(place: Place, source: Source): readonly Uint8Array[] {
  const file = pathOf(place, source);
  const bytes = readInput(file);
  return within(file, () => readCertificates(bytes).map(({ der }) => der));
}

function within<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw aboutFile(error, file);
  }
}

function pathOf(place: Place, { folder }: Source): string {
  const path = text(place);
  return isAbsolute(path) ? path : join(folder, path);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The members of an object; one that is not named here is refused: a word spelled wrong would silently say nothing. */
function members<K extends string>({ value, path }: Place, names: readonly K[]): Readonly<Record<K, Place>> {
  if (!isObject(value)) throw invalid(path, 'object');
  for (const name of Object.keys(value)) {
    if (!(names as readonly string[]).includes(name)) throw invalid(path, names.join(', '));
  }
  const at = (name: K): Place => ({
    value: Object.hasOwn(value, name) ? value[name] : undefined,
    path: path === '' ? name : `${path}.${name}`,
  });
  return Object.fromEntries(names.map((name) => [name, at(name)])) as Record<K, Place>;
}

function list({ value, path }: Place): readonly Place[] {
  if (!Array.isArray(value)) throw invalid(path, 'array');
  return value.map((one: unknown, index) => ({ value: one, path: `${path}[${index}]` }));
}

function text({ value, path }: Place): string {
  if (typeof value !== 'string' || value === '') throw invalid(path, 'text');
  return value;
}

function instant(place: Place): Date {
  try {
    return parseInstant(text(place), place.path);
  } catch (cause) {
    throw invalid(place.path, 'YYYY-MM-DDThh:mm:ss+07:00', cause);
  }
}

function optional<T>(place: Place, read: (place: Place) => T): T | undefined {
  return place.value === undefined ? undefined : read(place);
}

function invalid(place: string, expected: string, cause?: unknown) {
  return createError(CLI_ERRORS, 'ERR_CLI_LIST_INPUT', { place, expected }, cause === undefined ? {} : { cause });
}

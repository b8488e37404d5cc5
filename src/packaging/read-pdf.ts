import { createError } from '../errors/index.js';
import { inflateWhole } from './gzip.js';
import { PdfSyntax, type PdfValue, pdfText, readPdfValue } from './pdf-values.js';
import { UPLOAD_ERRORS } from './upload-errors.js';

/** A file attached to a PDF. */
export interface PdfAttachment {
  /** Number of its stream object. */
  readonly object: number;
  /** As the file specification names it; `null` when that cannot be read here. attacker-controlled: for showing only. */
  readonly name: string | null;
  readonly bytes: Uint8Array;
}

export interface PdfLimits {
  /** Attached files; default 32. */
  readonly files: number;
  /** Bytes of all attached files when unpacked. */
  readonly inflatedBytes: number;
}

/** Objects that are looked at: a record's PDF has some hundred. */
const OBJECTS = 200_000;
const OBJECT = /(?<![0-9])(\d{1,10})[\0\t\n\f\r ]+\d{1,5}[\0\t\n\f\r ]+obj(?![A-Za-z0-9])/g;
const INTEGER_OBJECT = /(?<![0-9])(\d{1,10})[\0\t\n\f\r ]+\d{1,5}[\0\t\n\f\r ]+obj[\0\t\n\f\r ]+(\d{1,10})(?![0-9.])/g;
/** Characters of objects that are none, beyond the length of the file: each may be looked at again from its middle. */
const SPARE_CHARACTERS = 1024 * 1024;

/**
 * The files attached to a PDF (ISO 32000-1 §7.11.4): every stream object of the type EmbeddedFile, and every stream that a file
 * specification embeds, stored or deflated.
 *
 * The objects are found by walking through the file and leaping over streams, and in object streams; cross-reference tables are not
 * believed. Nothing is said of what a viewer shows, and no signature of the PDF is looked at.
 *
 * @param bytes - attacker-controlled.
 * @throws {@link HocBaSoError} `ERR_PDF_ENCRYPTED`; `ERR_PDF_AMBIGUOUS` for an attached file that is defined twice; `ERR_PDF_FILTER`;
 * `ERR_PDF_DAMAGED`, also for one that is embedded and not there; `ERR_PDF_LIMIT`.
 */
export async function readPdfAttachments(bytes: Uint8Array, limits: PdfLimits): Promise<readonly PdfAttachment[]> {
  // One character a byte, so that offsets agree; what the bytes above 127 become does not matter here.
  const source = new TextDecoder('latin1').decode(bytes);
  if (isEncrypted(source)) throw createError(UPLOAD_ERRORS, 'ERR_PDF_ENCRYPTED', {});
  const walk: Walk = {
    source,
    lastEnd: source.lastIndexOf('endstream'),
    lengths: null,
    objects: 0,
    inVain: 0,
    left: limits.inflatedBytes,
  };
  const streams = new Map<number, Stream[]>();
  const embedded: Embedded = { names: new Map(), objects: new Set(), tables: new Set(), references: new Map() };
  const find = new RegExp(OBJECT);
  for (let match = find.exec(source); match !== null; match = find.exec(source)) {
    count(walk);
    const object = Number(match[1]);
    const read = readObject(walk, find.lastIndex);
    if (read === undefined) continue;
    find.lastIndex = read.end;
    note(read.dictionary, object, embedded);
    if (read.isStream) add(streams, object, read);
  }
  const take = async (stream: Stream, object: number): Promise<Uint8Array> => {
    if (stream.start === undefined) throw createError(UPLOAD_ERRORS, 'ERR_PDF_DAMAGED', { object });
    const data = bytes.subarray(stream.start, stream.dataEnd);
    const content = await contentOf(data, stream, object, walk.left, limits.inflatedBytes);
    walk.left -= content.length;
    return content;
  };
  for (const [object, found] of streams) {
    for (const stream of found) {
      if (nameOf(stream.dictionary.get('Type')) !== 'ObjStm') continue;
      noteInside(new TextDecoder('latin1').decode(await take(stream, object)), stream.dictionary, embedded, walk);
    }
  }
  const wanted = embeddedIn(embedded);
  for (const object of wanted) {
    if (!streams.has(object)) throw createError(UPLOAD_ERRORS, 'ERR_PDF_DAMAGED', { object });
  }
  const files = [...streams].filter(
    ([object, found]) => wanted.has(object) || found.some(({ dictionary }) => isEmbeddedFile(dictionary)),
  );
  for (const [object, found] of files) {
    if (found.length > 1) throw createError(UPLOAD_ERRORS, 'ERR_PDF_AMBIGUOUS', { object });
  }
  if (files.length > limits.files) throw tooMuch('files', limits.files);
  const attachments: PdfAttachment[] = [];
  for (const [object, found] of files) {
    attachments.push({ object, name: embedded.names.get(object) ?? null, bytes: await take(found[0]!, object) });
  }
  return attachments;
}

/** What is counted while walking, so that no file costs more than its length. */
interface Walk {
  readonly source: string;
  /** Behind it no stream ends. */
  readonly lastEnd: number;
  /** Objects that are a number, by theirs; made when the first length is one. */
  lengths: ReadonlyMap<number, number> | null;
  objects: number;
  /** Characters of objects that were none. */
  inVain: number;
  /** Bytes that may still come out of streams. */
  left: number;
}

/** In place: a hostile file defines one number a hundred thousand times. */
function add<T>(lists: Map<number, T[]>, key: number, value: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

function count(walk: Walk): void {
  if (++walk.objects > OBJECTS) throw tooMuch('objects', OBJECTS);
}

interface Stream {
  readonly dictionary: ReadonlyMap<string, PdfValue>;
  /** `undefined` where its data have no end. */
  readonly start: number | undefined;
  readonly dataEnd: number;
}

/** A dictionary at a place, or `undefined`. */
function readDictionary(
  walk: Walk,
  source: string,
  at: number,
): { readonly dictionary: ReadonlyMap<string, PdfValue>; readonly end: number } | undefined {
  try {
    const { value, end } = readPdfValue(source, at);
    return value instanceof Map ? { dictionary: value as ReadonlyMap<string, PdfValue>, end } : undefined;
  } catch (cause) {
    if (!(cause instanceof PdfSyntax)) throw cause;
    walk.inVain += cause.cost;
    const limit = walk.source.length + SPARE_CHARACTERS;
    if (walk.inVain > limit) throw tooMuch('syntax', limit);
    return undefined;
  }
}

/** An object that is a dictionary, with the place of its stream; anything else is passed over. */
function readObject(
  walk: Walk,
  at: number,
): (Stream & { readonly isStream: boolean; readonly end: number }) | undefined {
  const { source } = walk;
  const read = readDictionary(walk, source, at);
  if (read === undefined) return undefined;
  const { dictionary, end } = read;
  const opening = /^[\0\t\n\f\r ]*stream(?:\r\n|\n)/.exec(source.slice(end, end + 64));
  if (opening === null) return { dictionary, isStream: false, start: undefined, dataEnd: end, end };
  const start = end + opening[0].length;
  const length = lengthOf(walk, dictionary, start);
  if (length === undefined) return { dictionary, isStream: true, start: undefined, dataEnd: start, end: start };
  const dataEnd = start + length;
  return { dictionary, isStream: true, start, dataEnd, end: dataEnd };
}

/** The length of a stream: as its dictionary says, where `endstream` then follows; otherwise up to the next `endstream`. */
function lengthOf(walk: Walk, dictionary: ReadonlyMap<string, PdfValue>, start: number): number | undefined {
  const { source, lastEnd } = walk;
  const given = dictionary.get('Length') ?? null;
  const reference = referenceOf(given);
  const length = reference === undefined ? given : numberAt(walk, reference);
  if (typeof length === 'number' && Number.isInteger(length) && length >= 0) {
    const end = start + length;
    if (/^[\0\t\n\f\r ]{0,4}endstream/.test(source.slice(end, end + 16))) return length;
  }
  if (start > lastEnd) return undefined;
  const next = source.indexOf('endstream', start);
  // The end of line before the keyword is no part of the data.
  return next - start - (source.slice(next - 2, next) === '\r\n' ? 2 : /[\r\n]/.test(source[next - 1] ?? '') ? 1 : 0);
}

/** The number that an object is, by its first definition. */
function numberAt(walk: Walk, object: number): number | undefined {
  if (walk.lengths === null) {
    const lengths = new Map<number, number>();
    for (const [, name, value] of walk.source.matchAll(INTEGER_OBJECT)) {
      if (!lengths.has(Number(name))) lengths.set(Number(name), Number(value));
      if (lengths.size > OBJECTS) throw tooMuch('objects', OBJECTS);
    }
    walk.lengths = lengths;
  }
  return walk.lengths.get(object);
}

/** What file specifications say, wherever in the file they stand. */
interface Embedded {
  readonly names: Map<number, string>;
  /** Streams that a specification embeds. */
  readonly objects: Set<number>;
  /** Objects in which a specification says what it embeds. */
  readonly tables: Set<number>;
  /** References by key, of the dictionaries that could be such an object. */
  readonly references: Map<number, number[]>;
}

/** Keys of the dictionary `EF` (ISO 32000-1 table 44). */
const KEYS = ['UF', 'F', 'DOS', 'Mac', 'Unix'];

function note(dictionary: ReadonlyMap<string, PdfValue>, object: number, found: Embedded): void {
  for (const one of referencesIn(dictionary)) add(found.references, object, one);
  const embedded = dictionary.get('EF') ?? null;
  const table = referenceOf(embedded);
  if (table !== undefined) found.tables.add(table);
  if (!(embedded instanceof Map)) return;
  const name = dictionary.get('UF') ?? dictionary.get('F');
  const isText = typeof name === 'object' && name !== null && 'kind' in name && name.kind === 'text';
  for (const stream of referencesIn(embedded as ReadonlyMap<string, PdfValue>)) {
    found.objects.add(stream);
    if (isText) found.names.set(stream, pdfText(name.bytes));
  }
}

/** Every stream that is embedded; a table that is not there cannot be asked. */
function embeddedIn({ objects, tables, references }: Embedded): ReadonlySet<number> {
  const all = new Set(objects);
  for (const table of tables) {
    const named = references.get(table);
    if (named === undefined) throw createError(UPLOAD_ERRORS, 'ERR_PDF_DAMAGED', { object: table });
    for (const object of named) all.add(object);
  }
  return all;
}

/** The objects of an object stream (ISO 32000-1 §7.5.7): numbers and places first, then the objects. */
function noteInside(text: string, dictionary: ReadonlyMap<string, PdfValue>, found: Embedded, walk: Walk): void {
  const first = dictionary.get('First');
  if (typeof first !== 'number' || !Number.isInteger(first) || first < 0) return;
  for (const [, object, place] of text.slice(0, first).matchAll(/(\d{1,10})[\0\t\n\f\r ]+(\d{1,10})/g)) {
    count(walk);
    const read = readDictionary(walk, text, first + Number(place));
    if (read !== undefined) note(read.dictionary, Number(object), found);
  }
}

function referencesIn(dictionary: ReadonlyMap<string, PdfValue>): readonly number[] {
  return KEYS.flatMap((key) => referenceOf(dictionary.get(key)) ?? []);
}

function referenceOf(value: PdfValue | undefined): number | undefined {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'reference'
    ? value.object
    : undefined;
}

function isEmbeddedFile(dictionary: ReadonlyMap<string, PdfValue>): boolean {
  return nameOf(dictionary.get('Type')) === 'EmbeddedFile';
}

async function contentOf(
  data: Uint8Array,
  { dictionary }: Pick<Stream, 'dictionary'>,
  object: number,
  left: number,
  limit: number,
): Promise<Uint8Array> {
  const filter = dictionary.get('Filter') ?? null;
  const filters = Array.isArray(filter) ? (filter as readonly PdfValue[]) : filter === null ? [] : [filter as PdfValue];
  const [only, ...others] = filters.map(nameOf);
  if (only === undefined && filters.length === 0) {
    if (data.length > left) throw tooMuch('inflated', limit);
    return data.slice();
  }
  const isFlate = (only === 'FlateDecode' || only === 'Fl') && others.length === 0;
  if (!isFlate || !isPlain(dictionary.get('DecodeParms')))
    throw createError(UPLOAD_ERRORS, 'ERR_PDF_FILTER', { object });
  // zlib (RFC 1950): two bytes before the deflate data, four behind; writers differ in whether a line end is counted in.
  for (let cut = 0; cut <= 2; cut++) {
    const end = data.length - cut;
    if (end < 7) break;
    const content = await inflateWhole(data.subarray(2, end - 4), left);
    if (content === 'tooLong') throw tooMuch('inflated', limit);
    if (content !== 'damaged' && adler32(content) === readUint32(data, end - 4)) return content;
  }
  throw createError(UPLOAD_ERRORS, 'ERR_PDF_DAMAGED', { object });
}

/** No predictor: a file is no picture. */
function isPlain(parameters: PdfValue | undefined): boolean {
  if (parameters === undefined || parameters === null) return true;
  if (Array.isArray(parameters)) return (parameters as readonly PdfValue[]).every((one) => isPlain(one));
  if (!(parameters instanceof Map)) return false;
  const predictor = (parameters as ReadonlyMap<string, PdfValue>).get('Predictor');
  return predictor === undefined || predictor === 1;
}

/** An encrypted file says so in its trailer, or in the dictionary of its cross-reference stream. */
function isEncrypted(source: string): boolean {
  for (let at = source.indexOf('/Encrypt'); at >= 0; at = source.indexOf('/Encrypt', at + 1)) {
    if (/^\/Encrypt[\0\t\n\f\r ]*(?:\d{1,10}[\0\t\n\f\r ]+\d{1,5}[\0\t\n\f\r ]+R|<<)/.test(source.slice(at, at + 64)))
      return true;
  }
  return false;
}

function nameOf(value: PdfValue | undefined): string | undefined {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'name'
    ? value.name
    : undefined;
}

/** RFC 1950 §9. */
function adler32(bytes: Uint8Array): number {
  let a = 1;
  let b = 0;
  for (let at = 0; at < bytes.length; ) {
    // As many as can be added before a 32-bit sum could overflow.
    for (const end = Math.min(at + 3800, bytes.length); at < end; at++) {
      a += bytes[at]!;
      b += a;
    }
    a %= 65521;
    b %= 65521;
  }
  return ((b << 16) | a) >>> 0;
}

function readUint32(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
}

function tooMuch(limited: string, limit: number) {
  return createError(UPLOAD_ERRORS, 'ERR_PDF_LIMIT', { limited, limit });
}

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

/**
 * The files attached to a PDF (ISO 32000-1 §7.11.4): every stream object of the type EmbeddedFile, stored or deflated.
 *
 * The objects are found by walking through the file and leaping over streams; cross-reference tables are not believed. Nothing is said of
 * what a viewer shows, and no signature of the PDF is looked at.
 *
 * @param bytes - attacker-controlled.
 * @throws {@link HocBaSoError} `ERR_PDF_ENCRYPTED`; `ERR_PDF_AMBIGUOUS` for an attached file that is defined twice; `ERR_PDF_FILTER`,
 * `ERR_PDF_DAMAGED`, `ERR_PDF_LIMIT`.
 */
export async function readPdfAttachments(bytes: Uint8Array, limits: PdfLimits): Promise<readonly PdfAttachment[]> {
  // One character a byte, so that offsets agree; what the bytes above 127 become does not matter here.
  const source = new TextDecoder('latin1').decode(bytes);
  if (isEncrypted(source)) throw createError(UPLOAD_ERRORS, 'ERR_PDF_ENCRYPTED', {});
  const streams = new Map<number, Stream>();
  const names = new Map<number, string>();
  let objects = 0;
  const find = new RegExp(OBJECT);
  for (let match = find.exec(source); match !== null; match = find.exec(source)) {
    if (++objects > OBJECTS) throw tooMuch('objects', OBJECTS);
    const object = Number(match[1]);
    const read = readObject(source, find.lastIndex);
    if (read === undefined) continue;
    find.lastIndex = read.end;
    noteName(read.dictionary, names);
    if (nameOf(read.dictionary.get('Type')) !== 'EmbeddedFile') continue;
    if (streams.has(object)) throw createError(UPLOAD_ERRORS, 'ERR_PDF_AMBIGUOUS', { object });
    if (streams.size === limits.files) throw tooMuch('files', limits.files);
    if (read.start === undefined) throw createError(UPLOAD_ERRORS, 'ERR_PDF_DAMAGED', { object });
    streams.set(object, { ...read, start: read.start });
  }
  const found: PdfAttachment[] = [];
  let left = limits.inflatedBytes;
  for (const [object, stream] of streams) {
    const content = await contentOf(
      bytes.subarray(stream.start, stream.dataEnd),
      stream,
      object,
      left,
      limits.inflatedBytes,
    );
    left -= content.length;
    found.push({ object, name: names.get(object) ?? null, bytes: content });
  }
  return found;
}

interface Stream {
  readonly dictionary: ReadonlyMap<string, PdfValue>;
  readonly start: number;
  readonly dataEnd: number;
}

/** An object that is a dictionary, with the place of its stream; anything else is passed over. */
function readObject(
  source: string,
  at: number,
):
  | {
      readonly dictionary: ReadonlyMap<string, PdfValue>;
      readonly start?: number;
      readonly dataEnd: number;
      readonly end: number;
    }
  | undefined {
  let value: PdfValue;
  let end: number;
  try {
    ({ value, end } = readPdfValue(source, at));
  } catch (cause) {
    if (cause instanceof PdfSyntax) return undefined;
    throw cause;
  }
  if (!(value instanceof Map)) return undefined;
  const dictionary = value as ReadonlyMap<string, PdfValue>;
  const opening = /^[\0\t\n\f\r ]*stream(?:\r\n|\n)/.exec(source.slice(end, end + 64));
  if (opening === null) return { dictionary, dataEnd: end, end };
  const start = end + opening[0].length;
  const dataEnd = start + (lengthOf(source, dictionary, start) ?? Number.NaN);
  if (Number.isNaN(dataEnd)) return { dictionary, dataEnd: start, end: start };
  return { dictionary, start, dataEnd, end: dataEnd };
}

/** The length of a stream: as its dictionary says, where `endstream` then follows; otherwise up to the next `endstream`. */
function lengthOf(source: string, dictionary: ReadonlyMap<string, PdfValue>, start: number): number | undefined {
  const given = dictionary.get('Length');
  let length = typeof given === 'number' ? given : undefined;
  if (typeof given === 'object' && given !== null && 'kind' in given && given.kind === 'reference') {
    const found = new RegExp(
      `(?<![0-9])${given.object}[\\0\\t\\n\\f\\r ]+\\d{1,5}[\\0\\t\\n\\f\\r ]+obj[\\0\\t\\n\\f\\r ]+(\\d{1,10})(?![0-9.])`,
    ).exec(source);
    if (found !== null) length = Number(found[1]);
  }
  if (length !== undefined && Number.isInteger(length) && length >= 0) {
    const end = start + length;
    if (/^[\0\t\n\f\r ]{0,4}endstream/.test(source.slice(end, end + 16))) return length;
  }
  const next = source.indexOf('endstream', start);
  if (next < 0) return undefined;
  // The end of line before the keyword is no part of the data.
  return next - start - (source.slice(next - 2, next) === '\r\n' ? 2 : /[\r\n]/.test(source[next - 1] ?? '') ? 1 : 0);
}

/** Names of attached files, from the file specifications that stand open in the file. */
function noteName(dictionary: ReadonlyMap<string, PdfValue>, names: Map<number, string>): void {
  const embedded = dictionary.get('EF');
  if (!(embedded instanceof Map)) return;
  for (const key of ['UF', 'F']) {
    const stream = (embedded as ReadonlyMap<string, PdfValue>).get(key);
    const name = dictionary.get('UF') ?? dictionary.get('F');
    const isReference =
      typeof stream === 'object' && stream !== null && 'kind' in stream && stream.kind === 'reference';
    const isText = typeof name === 'object' && name !== null && 'kind' in name && name.kind === 'text';
    if (isReference && isText) names.set(stream.object, pdfText(name.bytes));
  }
}

async function contentOf(
  data: Uint8Array,
  { dictionary }: Stream,
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

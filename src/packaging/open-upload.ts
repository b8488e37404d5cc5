import { concatBytes } from '../encoding/index.js';
import { createError, isHocBaSoError } from '../errors/index.js';
import {
  annotateHocBa,
  type HocBaFile,
  listElement,
  type OpenHocBaOptions,
  openHocBaList,
} from '../record-xml/index.js';
import type { ArchiveLimits } from './archive-limits.js';
import { decodeContent } from './content.js';
import { formOf } from './file-form.js';
import { readAsic } from './read-asic.js';
import { readPdfAttachments } from './read-pdf.js';
import { UPLOAD_ERRORS } from './upload-errors.js';

/** What somebody sends: bytes, or a stream of them. */
export type UploadBody =
  | Uint8Array
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array>
  /** A `Blob` or `File`. */
  | { stream(): ReadableStream<Uint8Array> };

export interface UploadLimits {
  /** Bytes of the upload; reading stops as soon as more arrive; default 64 MiB. */
  readonly bytes: number;
  /** Bytes of everything in it when unpacked; default 128 MiB. */
  readonly inflatedBytes: number;
  /** Records; default 10,000. */
  readonly records: number;
  /** Limits of an ASiC-E container beyond these. */
  readonly archive?: Partial<ArchiveLimits>;
}

export const UPLOAD_LIMITS: UploadLimits = {
  bytes: 64 * 1024 * 1024,
  inflatedBytes: 128 * 1024 * 1024,
  records: 10_000,
};

/** One step of the way to a record, outermost first. */
export type UploadStep =
  /** The XML of one record. */
  | { readonly form: 'record' }
  /** A list of records; `position` counts from 0. */
  | { readonly form: 'transaction'; readonly position: number }
  /** The field `content` of a request, alone or in its JSON. */
  | { readonly form: 'content' | 'request' }
  /** A file in an ASiC-E container. */
  | { readonly form: 'asice'; readonly name: string }
  /** A file attached to a PDF; its name is the PDF's word. */
  | { readonly form: 'pdf'; readonly object: number; readonly name: string | null };

/** A record of an upload, ready for `verifyHocBa`, with the way that led to it. */
export type UploadItem = HocBaFile & { readonly source: readonly UploadStep[] };

export interface OpenUploadOptions extends Pick<OpenHocBaOptions, 'layouts' | 'schema'> {
  readonly limits?: Partial<UploadLimits>;
  /** Instant by which the whole upload must have arrived and been taken apart; default none. */
  readonly deadline?: Date;
  /** Clock of the deadline; default `() => new Date()`. */
  readonly clock?: () => Date;
}

/**
 * The records of whatever somebody uploads, one after the other: the XML of a record, a transaction, a `content` field (alone or in its JSON
 * request), an ASiC-E container, a PDF with XML attached. The form is recognised by the content, never by a name or a media type.
 *
 * The body is read under a limit and a deadline, and taken apart under limits; nothing is written anywhere. Nothing is judged either: each
 * record is for `verifyHocBa`, a transaction's own signature for `verifyTransaction`, a container's for `verifyTransferPackage` or `verifyAsic`.
 *
 * @param body - attacker-controlled.
 * @throws {@link HocBaSoError} while iterating: `ERR_UPLOAD_EMPTY`, `ERR_UPLOAD_SIZE`, `ERR_UPLOAD_DEADLINE`, `ERR_UPLOAD_BROKEN`,
 * `ERR_UPLOAD_FORM`, `ERR_UPLOAD_NO_RECORD`, `ERR_UPLOAD_RECORDS`; `ERR_PDF_*`, for one without XML `ERR_PDF_NO_XML`; `ERR_CONTENT_*`;
 * `ERR_ARCHIVE_*`, `ERR_ASIC_*`, `ERR_PEER_MISSING`; the codes of `openHocBaList`.
 * @example examples/uploads.ts
 */
export async function* openUpload(
  body: UploadBody,
  options: OpenUploadOptions = {},
): AsyncGenerator<UploadItem, void, undefined> {
  const limits: UploadLimits = {
    bytes: options.limits?.bytes ?? UPLOAD_LIMITS.bytes,
    inflatedBytes: options.limits?.inflatedBytes ?? UPLOAD_LIMITS.inflatedBytes,
    records: options.limits?.records ?? UPLOAD_LIMITS.records,
    archive: options.limits?.archive ?? {},
  };
  const bytes = await collect(body, limits.bytes, options);
  let records = 0;
  for await (const { xml, way, isOptional } of documentsIn(bytes, limits)) {
    for (const item of recordsIn(xml, way, isOptional, options)) {
      if (++records > limits.records) throw createError(UPLOAD_ERRORS, 'ERR_UPLOAD_RECORDS', { limit: limits.records });
      if (msLeft(options) <= 0) throw createError(UPLOAD_ERRORS, 'ERR_UPLOAD_DEADLINE', {});
      yield item;
    }
  }
  if (records === 0) throw createError(UPLOAD_ERRORS, 'ERR_UPLOAD_NO_RECORD', { form: formOf(bytes) });
}

interface Found {
  readonly xml: Uint8Array;
  readonly way: readonly UploadStep[];
  /** Stands among other files: XML that is no record is passed over. */
  readonly isOptional?: true;
}

/** Every XML document of the upload. */
async function* documentsIn(bytes: Uint8Array, limits: UploadLimits): AsyncGenerator<Found, void, undefined> {
  const { inflatedBytes } = limits;
  const decode = async (content: string) =>
    (await decodeContent(content, { limits: { contentLength: limits.bytes, textBytes: inflatedBytes } })).xml;
  switch (formOf(bytes)) {
    case 'xml':
      return yield { xml: bytes, way: [] };
    case 'content':
      return yield { xml: await decode(new TextDecoder().decode(bytes)), way: [{ form: 'content' }] };
    case 'json':
      return yield { xml: await decode(contentOfRequest(bytes)), way: [{ form: 'request' }] };
    case 'zip': {
      const { dataFiles } = await readAsic(bytes, {
        limits: { archiveBytes: limits.bytes, entryBytes: inflatedBytes, totalBytes: inflatedBytes, ...limits.archive },
      });
      for (const { name, bytes: xml } of dataFiles) {
        if (formOf(xml) === 'xml') yield { xml, way: [{ form: 'asice', name }], isOptional: true };
      }
      return;
    }
    case 'pdf': {
      let isThere = false;
      for (const { object, name, bytes: xml } of await readPdfAttachments(bytes, { files: 32, inflatedBytes })) {
        if (formOf(xml) !== 'xml') continue;
        isThere = true;
        yield { xml, way: [{ form: 'pdf', object, name }], isOptional: true };
      }
      if (!isThere) throw createError(UPLOAD_ERRORS, 'ERR_PDF_NO_XML', {});
      return;
    }
    default:
      throw createError(UPLOAD_ERRORS, 'ERR_UPLOAD_FORM', {});
  }
}

function* recordsIn(
  xml: Uint8Array,
  way: readonly UploadStep[],
  isOptional: true | undefined,
  { layouts, schema }: OpenUploadOptions,
): Generator<UploadItem, void, undefined> {
  let files: readonly HocBaFile[];
  try {
    files = openHocBaList(xml, {
      ...(layouts === undefined ? {} : { layouts }),
      ...(schema === undefined ? {} : { schema }),
    });
  } catch (cause) {
    if (isOptional && isHocBaSoError(cause, 'ERR_RECORD_ROOT')) return;
    throw cause;
  }
  for (const [position, file] of files.entries()) {
    const last: UploadStep = listElement(file) === null ? { form: 'record' } : { form: 'transaction', position };
    yield annotateHocBa(file, { source: [...way, last] });
  }
}

function contentOfRequest(bytes: Uint8Array): string {
  let request: unknown;
  try {
    request = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    // The platform's message repeats a piece of the file.
    throw createError(UPLOAD_ERRORS, 'ERR_UPLOAD_FORM', {}, { cause });
  }
  const content = typeof request === 'object' && request !== null && 'content' in request ? request.content : undefined;
  if (typeof content !== 'string') throw createError(UPLOAD_ERRORS, 'ERR_UPLOAD_FORM', {});
  return content;
}

/** The whole body, bounded in size and time; what it came from is let go of when that fails. */
async function collect(body: UploadBody, limit: number, options: OpenUploadOptions): Promise<Uint8Array> {
  const tooLarge = () => createError(UPLOAD_ERRORS, 'ERR_UPLOAD_SIZE', { limit });
  if (body instanceof Uint8Array) {
    if (body.length === 0) throw createError(UPLOAD_ERRORS, 'ERR_UPLOAD_EMPTY', {});
    if (body.length > limit) throw tooLarge();
    return body;
  }
  const { next, close } = reading(body);
  const parts: Uint8Array[] = [];
  let length = 0;
  let isDone = false;
  try {
    for (;;) {
      const { done, value } = await inTime(next(), options);
      if (done === true || value === undefined) break;
      length += value.length;
      if (length > limit) throw tooLarge();
      // A stream may use its buffer again.
      parts.push(value.slice());
    }
    isDone = true;
  } catch (cause) {
    if (isHocBaSoError(cause)) throw cause;
    throw createError(UPLOAD_ERRORS, 'ERR_UPLOAD_BROKEN', {}, { cause });
  } finally {
    if (!isDone) close();
  }
  if (length === 0) throw createError(UPLOAD_ERRORS, 'ERR_UPLOAD_EMPTY', {});
  return concatBytes(parts);
}

interface Reading {
  readonly next: () => Promise<{ readonly done?: boolean | undefined; readonly value?: Uint8Array | undefined }>;
  readonly close: () => void;
}

function reading(body: Exclude<UploadBody, Uint8Array>): Reading {
  // Whoever sends does not have to answer any more: what closing says is of no use.
  const ignore = () => {};
  if ('getReader' in body) {
    const reader = body.getReader();
    return { next: () => reader.read(), close: () => void reader.cancel().catch(ignore) };
  }
  if (Symbol.asyncIterator in body) {
    const iterator = body[Symbol.asyncIterator]();
    return { next: () => iterator.next(), close: () => void iterator.return?.().then(ignore, ignore) };
  }
  return reading(body.stream());
}

async function inTime<T>(work: Promise<T>, options: OpenUploadOptions): Promise<T> {
  const left = msLeft(options);
  if (left === Number.POSITIVE_INFINITY) return work;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    const fail = () => reject(createError(UPLOAD_ERRORS, 'ERR_UPLOAD_DEADLINE', {}));
    if (left <= 0) fail();
    // Timers hold 31 bits; a deadline farther away is none here.
    else timer = setTimeout(fail, Math.min(left, 2 ** 31 - 1));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Milliseconds until the deadline; infinite without one. */
function msLeft({ deadline, clock = () => new Date() }: OpenUploadOptions): number {
  return deadline === undefined ? Number.POSITIVE_INFINITY : deadline.getTime() - clock().getTime();
}

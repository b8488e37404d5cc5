import { concatBytes } from '../encoding/index.js';

/** What became of gzip data: the bytes, or why there are none. */
export type GunzipResult =
  | { readonly kind: 'done'; readonly bytes: Uint8Array<ArrayBuffer> }
  /** `notGzip` no gzip header · `damaged` cut off or altered · `trailing` more data after the member · `tooLong` more than allowed. */
  | { readonly kind: 'notGzip' | 'damaged' | 'trailing' | 'tooLong' };

const TRAILER = 8;
/** A hostile file may hold the searched pattern everywhere; a real trailer is among the first. */
const MAX_CANDIDATES = 4;

/** One gzip member of the bytes (RFC 1952), by the platform's own compressor; the compressed form differs between platforms. */
export async function gzip(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const result = await pump(new CompressionStream('gzip'), bytes, Number.POSITIVE_INFINITY);
  return result as Uint8Array<ArrayBuffer>;
}

/**
 * Content of exactly one gzip member that fills the input, at most `maxBytes` long.
 *
 * Platforms disagree on what follows a member: Node's `DecompressionStream` ignores it or reads a second member, browsers refuse it.
 * So that every platform gives the same answer, header and trailer are read here, only the deflate data between them go to the
 * platform, and they must be complete at their last byte and no sooner.
 *
 * @param bytes - attacker-controlled.
 * @param maxBytes - Inflating stops as soon as more would come out; the claimed length is the natural bound.
 */
export async function gunzip(bytes: Uint8Array, maxBytes: number): Promise<GunzipResult> {
  const start = headerLength(bytes);
  if (start === undefined) return { kind: 'notGzip' };
  const end = bytes.length - TRAILER;
  if (end <= start) return { kind: 'damaged' };
  const content = await inflateWhole(bytes.subarray(start, end), maxBytes);
  if (content === 'tooLong') return { kind: 'tooLong' };
  if (content !== 'damaged' && hasTrailer(bytes, end, content)) return { kind: 'done', bytes: content };
  return { kind: (await endsSooner(bytes, start, end, maxBytes)) ? 'trailing' : 'damaged' };
}

/** One gzip member of the pieces, as it comes from the platform's compressor. */
export function gzipChunks(pieces: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  return flow(new CompressionStream('gzip'), pieces);
}

/**
 * The content of {@link gunzip} piece by piece; at last, instead of a piece, why it does not count.
 *
 * @param bytes - attacker-controlled.
 */
export async function* gunzipChunks(
  bytes: Uint8Array,
  maxBytes: number,
): AsyncGenerator<Uint8Array | 'notGzip' | 'damaged' | 'trailing' | 'tooLong', void, undefined> {
  const start = headerLength(bytes);
  const end = bytes.length - TRAILER;
  if (start === undefined) return yield 'notGzip';
  if (end <= start) return yield 'damaged';
  const deflated = bytes.subarray(start, end);
  let length = 0;
  let crc = 0;
  let fault: 'damaged' | 'tooLong' | undefined;
  try {
    for await (const piece of flow(new DecompressionStream('deflate-raw'), [deflated])) {
      length += piece.length;
      if (length > maxBytes) {
        fault = 'tooLong';
        break;
      }
      crc = crc32(piece, crc);
      yield piece;
    }
  } catch {
    // As for `inflate`: which reason the platform has does not matter.
    fault = 'damaged';
  }
  if (fault === 'tooLong') return yield fault;
  const isWhole = fault === undefined && readUint32(bytes, end) === crc && readUint32(bytes, end + 4) === length >>> 0;
  // Complete one byte sooner: a lenient platform has skipped bytes that belong to nothing.
  if (isWhole && (await endsAt(deflated.subarray(0, -1), maxBytes)) === false) return;
  yield (await endsSooner(bytes, start, end, maxBytes)) ? 'trailing' : 'damaged';
}

/** Whether deflate data are complete, without keeping what they hold. */
async function endsAt(deflated: Uint8Array, maxBytes: number): Promise<boolean> {
  let length = 0;
  try {
    for await (const piece of flow(new DecompressionStream('deflate-raw'), [deflated])) {
      length += piece.length;
      if (length > maxBytes) return false;
    }
    return true;
  } catch {
    // "Not complete", in the words of whatever platform.
    return false;
  }
}

/** What a transform gives for pieces; a fault of the pieces' own source comes out as it is. */
async function* flow(
  transform: CompressionStream | DecompressionStream,
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const writer = transform.writable.getWriter();
  // Faults of the transform are reported where it is read.
  const ignore = () => {};
  writer.closed.catch(ignore);
  let failure: { readonly cause: unknown } | undefined;
  const writing = (async () => {
    try {
      for await (const piece of pieces) await writer.write(piece as Uint8Array<ArrayBuffer>);
      await writer.close();
    } catch (cause) {
      failure = { cause };
      await writer.abort(cause).catch(ignore);
    }
  })();
  const reader = (transform.readable as ReadableStream<Uint8Array>).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      yield value;
    }
  } catch (cause) {
    throw failure?.cause ?? cause;
  } finally {
    await reader.cancel().catch(ignore);
    await writing;
  }
}

/** Whether a whole member of `length` bytes ends before `end`: then the rest is foreign, and nothing is cut or altered. */
async function endsSooner(bytes: Uint8Array, start: number, end: number, length: number): Promise<boolean> {
  let candidates = 0;
  for (let at = start + 1; at < end && candidates < MAX_CANDIDATES; at++) {
    if (readUint32(bytes, at + 4) !== length >>> 0) continue;
    candidates++;
    const content = await inflate(bytes.subarray(start, at), length);
    if (typeof content !== 'string' && hasTrailer(bytes, at, content)) return true;
  }
  return false;
}

function hasTrailer(bytes: Uint8Array, at: number, content: Uint8Array): boolean {
  return readUint32(bytes, at) === crc32(content) && readUint32(bytes, at + 4) === content.length >>> 0;
}

/** Length of a member's header (RFC 1952 §2.3), `undefined` when there is none or a reserved flag is set. */
function headerLength(bytes: Uint8Array): number | undefined {
  if (bytes.length < 10 || bytes[0] !== 0x1f || bytes[1] !== 0x8b || bytes[2] !== 8) return undefined;
  const flags = bytes[3]!;
  if ((flags & 0xe0) !== 0) return undefined;
  let at = 10;
  if (flags & 4) at += 2 + ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8));
  for (const flag of [8, 16]) {
    if (!(flags & flag)) continue;
    const zero = bytes.indexOf(0, at);
    if (zero < 0) return undefined;
    at = zero + 1;
  }
  if (flags & 2) at += 2;
  return at < bytes.length ? at : undefined;
}

/**
 * Content of raw deflate data that are complete at their last byte, and no sooner.
 *
 * @param maxBytes - Inflating stops as soon as more would come out.
 */
export async function inflateWhole(
  deflated: Uint8Array,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer> | 'damaged' | 'tooLong'> {
  const content = await inflate(deflated, maxBytes);
  if (typeof content === 'string') return content;
  // Complete one byte sooner: a lenient platform has skipped bytes that belong to nothing.
  return (await inflate(deflated.subarray(0, -1), maxBytes)) === 'damaged' ? content : 'damaged';
}

async function inflate(
  deflated: Uint8Array,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer> | 'damaged' | 'tooLong'> {
  try {
    return (await pump(new DecompressionStream('deflate-raw'), deflated, maxBytes)) ?? 'tooLong';
  } catch {
    // The platform's reason differs from platform to platform; "not a complete deflate stream" is all that can be relied on.
    return 'damaged';
  }
}

/** Everything a transform gives for `input`, or `undefined` as soon as it gives more than `maxBytes`. */
async function pump(
  transform: CompressionStream | DecompressionStream,
  input: Uint8Array,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const writer = transform.writable.getWriter();
  // Both promises also reject when reading fails or is cancelled, which is reported where it is read.
  const ignore = () => {};
  writer.write(input as Uint8Array<ArrayBuffer>).catch(ignore);
  writer.close().catch(ignore);
  writer.closed.catch(ignore);
  const reader = (transform.readable as ReadableStream<Uint8Array>).getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return concatBytes(parts);
    length += value.length;
    if (length > maxBytes) {
      await reader.cancel().catch(ignore);
      return undefined;
    }
    parts.push(value);
  }
}

function readUint32(bytes: Uint8Array, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
}

const CRC_TABLE: Uint32Array = /* @__PURE__ */ (() =>
  Uint32Array.from({ length: 256 }, (_, index) => {
    let crc = index;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    return crc;
  }))();

/** CRC-32 as in RFC 1952 §8; `before`: of what stands before the bytes. */
export function crc32(bytes: Uint8Array, before = 0): number {
  let crc = before ^ 0xffffffff;
  for (let i = 0; i < bytes.length; i++) crc = (crc >>> 8) ^ CRC_TABLE[(crc ^ bytes[i]!) & 0xff]!;
  return (crc ^ 0xffffffff) >>> 0;
}

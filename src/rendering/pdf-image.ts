/*
 * Images of signatures and seals, decoded before they are drawn. The library reads a PNG with transparency in the background: a broken one
 * ends the whole program, and the order of the file's objects would follow the clock.
 */
import { createError } from '../errors/index.js';
import { PDF_ERRORS } from './pdf-errors.js';

/** An image that is ready to be drawn. */
export type DecodedImage =
  /** Goes into the file as it is. */
  | { readonly kind: 'jpeg'; readonly bytes: Uint8Array }
  | {
      readonly kind: 'pixels';
      readonly width: number;
      readonly height: number;
      /** Three bytes a pixel. */
      readonly rgb: Uint8Array;
      /** One byte a pixel, 0 is clear; absent when every pixel is opaque. */
      readonly alpha?: Uint8Array;
    };

/** More pixels than a seal scanned at 600 dpi needs; a small file can promise any number. */
const MOST_PIXELS = 4_000_000;

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] as const;

/**
 * Decodes an image.
 *
 * @throws {@link HocBaSoError} `ERR_PDF_IMAGE` when it is no PNG or JPEG, is broken, cut off, interlaced or has more than four million
 * pixels, or has colours that PDF/A does not allow beside sRGB (CMYK).
 */
export async function decodeImage(bytes: Uint8Array): Promise<DecodedImage> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    if (PNG_SIGNATURE.every((byte, index) => bytes[index] === byte)) return await decodePng(view);
    if (bytes[0] === 0xff && bytes[1] === 0xd8) {
      checkJpeg(view);
      return { kind: 'jpeg', bytes };
    }
  } catch (error) {
    // A DataView refuses to read beyond the end: the file promises more than it holds.
    if (error instanceof RangeError) throw imageError('the file is cut off', error);
    throw error;
  }
  throw imageError('neither PNG nor JPEG');
}

/** Samples a pixel of each PNG colour type, ISO/IEC 15948 6.1. */
const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

async function decodePng(view: DataView): Promise<DecodedImage> {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  const chunks = new Map<string, Uint8Array[]>();
  for (let at = 8, type = ''; type !== 'IEND'; ) {
    const length = view.getUint32(at);
    type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    // The CRC behind the data must be there.
    view.getUint32(at + 8 + length);
    chunks.set(type, [...(chunks.get(type) ?? []), bytes.subarray(at + 8, at + 8 + length)]);
    at += length + 12;
  }
  const header = chunks.get('IHDR')?.[0];
  if (header?.length !== 13) throw imageError('a PNG without its header');
  const width = view.getUint32(16);
  const height = view.getUint32(20);
  checkSize(width, height);
  const [depth, colorType, , , interlace] = header.subarray(8) as unknown as [number, number, number, number, number];
  const samples = SAMPLES[colorType];
  if (samples === undefined || ![1, 2, 4, 8, 16].includes(depth)) throw imageError('a PNG of unknown colours');
  if (interlace !== 0) throw imageError('an interlaced PNG');
  const rowBytes = Math.ceil((width * samples * depth) / 8);
  const raw = await inflate(chunks.get('IDAT') ?? [], (rowBytes + 1) * height);
  const rows = unfilter(raw, rowBytes, height, Math.max(1, (samples * depth) / 8));
  const palette = chunks.get('PLTE')?.[0];
  const clear = chunks.get('tRNS')?.[0];
  const rgb = new Uint8Array(width * height * 3);
  const alpha = new Uint8Array(width * height).fill(255);
  const most = 2 ** Math.min(depth, 8) - 1;
  const sample = (row: number, index: number): number => {
    const bit = index * depth;
    const at = row * rowBytes + (bit >> 3);
    // Of two bytes the first is the one that shows.
    return depth >= 8
      ? rows[depth === 16 ? row * rowBytes + index * 2 : at]!
      : (rows[at]! >> (8 - depth - (bit & 7))) & most;
  };
  for (let pixel = 0; pixel < width * height; pixel++) {
    const row = Math.floor(pixel / width);
    const first = (pixel % width) * samples;
    if (colorType === 3) {
      const index = sample(row, first);
      if (palette === undefined || index * 3 + 3 > palette.length) throw imageError('a colour beyond the palette');
      rgb.set(palette.subarray(index * 3, index * 3 + 3), pixel * 3);
      alpha[pixel] = clear?.[index] ?? 255;
      continue;
    }
    const isGrey = colorType === 0 || colorType === 4;
    for (let channel = 0; channel < 3; channel++)
      rgb[pixel * 3 + channel] = (sample(row, first + (isGrey ? 0 : channel)) * 255) / most;
    if (colorType >= 4) alpha[pixel] = sample(row, first + samples - 1);
  }
  return { kind: 'pixels', width, height, rgb, ...(alpha.some((value) => value < 255) ? { alpha } : {}) };
}

/** Undoes the filter of each row, ISO/IEC 15948 9.2. */
function unfilter(raw: Uint8Array, rowBytes: number, height: number, step: number): Uint8Array {
  const rows = new Uint8Array(rowBytes * height);
  for (let row = 0; row < height; row++) {
    const filter = raw[row * (rowBytes + 1)]!;
    if (filter > 4) throw imageError('a PNG with an unknown filter');
    const at = row * rowBytes;
    for (let index = 0; index < rowBytes; index++) {
      const left = index >= step ? rows[at + index - step]! : 0;
      const up = row > 0 ? rows[at + index - rowBytes]! : 0;
      const corner = row > 0 && index >= step ? rows[at + index - rowBytes - step]! : 0;
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter]!;
      rows[at + index] = raw[row * (rowBytes + 1) + 1 + index]! + guess;
    }
  }
  return rows;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [toLeft, toUp, toCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

/** attacker-controlled: inflates to exactly the size that the header promises, and stops there. */
async function inflate(parts: readonly Uint8Array[], size: number): Promise<Uint8Array> {
  const whole = new Uint8Array(size);
  let used = 0;
  try {
    const source = new Blob(parts as Uint8Array<ArrayBuffer>[])
      .stream()
      .pipeThrough(new DecompressionStream('deflate'));
    const reader = source.getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      if (used + next.value.length > size) {
        await reader.cancel();
        throw imageError('more pixels than its header says');
      }
      whole.set(next.value, used);
      used += next.value.length;
    }
  } catch (cause) {
    if (cause instanceof TypeError || (cause instanceof Error && 'errno' in cause))
      throw imageError('its pixels are broken', cause);
    throw cause;
  }
  if (used < size) throw imageError('the file is cut off');
  return whole;
}

/** ISO/IEC 10918-1 B.2: segments up to the frame header, which has the size and the number of components. */
function checkJpeg(view: DataView): void {
  let at = 2;
  for (;;) {
    if (view.getUint8(at) !== 0xff) throw imageError('a JPEG with broken segments');
    const marker = view.getUint8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) {
      checkSize(view.getUint16(at + 7), view.getUint16(at + 5));
      const components = view.getUint8(at + 9);
      if (components !== 1 && components !== 3) throw imageError('a JPEG in CMYK; RGB or grey is needed');
      break;
    }
    if (marker === 0xda || marker === 0xd9) throw imageError('a JPEG without a frame');
    at += 2 + view.getUint16(at + 2);
  }
  if (view.getUint16(view.byteLength - 2) !== 0xffd9) throw imageError('the file is cut off');
}

function checkSize(width: number, height: number): void {
  if (width === 0 || height === 0) throw imageError('it has no pixels');
  if (width * height > MOST_PIXELS) throw imageError(`more than ${MOST_PIXELS} pixels`);
}

function imageError(reason: string, cause?: unknown) {
  return createError(PDF_ERRORS, 'ERR_PDF_IMAGE', { reason }, cause === undefined ? {} : { cause });
}

import type { HocBa } from '../../src/hoc-ba/index.js';
import { type HocBaFile, type Layout, openHocBa, readHocBa, writeHocBa } from '../../src/record-xml/index.js';
import { specimenHocBa } from '../../src/testing/specimen.js';

/** The text of a file. */
export const textOf = (file: HocBaFile): string => new TextDecoder().decode(file.bytes);

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A counter in place of randomness, so that expected texts can be typed. */
export function countingCrypto(): Crypto {
  let next = 0;
  return {
    getRandomValues: <T extends ArrayBufferView>(array: T): T => {
      new Uint8Array(array.buffer, array.byteOffset, array.byteLength).fill(++next);
      return array;
    },
  } as unknown as Crypto;
}

/** The specimen's file with a change made in its text; fails when the text to change is not there. */
export function altered(layout: Layout, from: string | RegExp, to: string, hocBa: HocBa = specimenHocBa()): HocBaFile {
  const text = textOf(writeHocBa(hocBa, { layout, idScheme: 'fixed' }));
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`nothing to change: ${String(from)}`);
  return openHocBa(bytesOf(changed));
}

/** Codes with their elements, errors and warnings first in order of appearance. */
export const codesOf = (file: HocBaFile | Uint8Array): readonly string[] =>
  readHocBa(file).findings.map(({ code, element, field }) => `${code} ${element === '' ? field : element}`);

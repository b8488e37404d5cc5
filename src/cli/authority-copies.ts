import { openHocBaList, readHocBa } from '../record-xml/index.js';
import type { VerifyHocBaOptions } from '../verification/index.js';
import { inFile } from './file-of-error.js';
import { readInput } from './input.js';
import { unwrapXml } from './record-input.js';

/** Copies that the user fetched from the authority's server: the record of the same look-up code in one of them, and only in one. */
export async function readAuthorityCopies(
  paths: readonly string[],
): Promise<Pick<VerifyHocBaOptions, 'authorityCopy'>> {
  if (paths.length === 0) return {};
  const held = new Map<string | undefined, Uint8Array[]>();
  for (const path of paths) {
    await inFile(path, async () => {
      for (const file of openHocBaList(await unwrapXml(readInput(path)))) {
        const code = readHocBa(file).hocBa?.maTraCuu;
        held.set(code, [...(held.get(code) ?? []), file.bytes]);
      }
    });
  }
  return {
    authorityCopy: ({ maTraCuu }) => {
      const [copy, ...others] = held.get(maTraCuu) ?? [];
      // Two copies of one record: which is in force nobody said.
      if (others.length > 0) return { status: 'unknown' };
      return copy === undefined ? { status: 'absent' } : { status: 'present', copy };
    },
  };
}

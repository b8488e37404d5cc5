import { expect, test } from 'vitest';
import { inBrowser } from '../browser.js';
import { history, packageOf, SENDER, signRecord } from './transfer-kit.js';
import { rawZip, utf8 } from './zip-kit.js';

interface Sdk {
  openTransferPackage(
    bytes: Uint8Array,
  ): Promise<{ sha256: string; files: readonly { name: string; bytes: Uint8Array }[] }>;
  writeZip(files: readonly { name: string; bytes: Uint8Array }[]): Promise<Uint8Array>;
  readArchive(bytes: Uint8Array): Promise<readonly unknown[]>;
}

test('a browser opens a package, writes the same archive, and refuses what Node refuses', async () => {
  const good = await packageOf([await signRecord(history(1)[0]!)], { sender: SENDER });
  const hostile = [
    rawZip([{ name: 'a', data: 'x', method: 8 }]),
    rawZip([{ name: '../a', data: 'x' }]),
    rawZip([{ name: 'a', data: 'x', method: 8, compressed: Uint8Array.of(7, 7, 7) }]),
    rawZip([{ name: 'a', data: 'x', central: { crc: 1 }, local: { crc: 1 } }]),
  ];
  const exports = [
    `export { openTransferPackage, readArchive } from './src/packaging/index.ts';`,
    `export { writeZip } from './src/packaging/zip-peer.ts';`,
  ].join('\n');
  await inBrowser(exports, async (page) => {
    const answer = await page.evaluate(
      async ([bytes, archives, name]) => {
        const { sdk } = globalThis as unknown as { sdk: Sdk };
        const { files } = await sdk.openTransferPackage(Uint8Array.from(bytes));
        const codes = await Promise.all(
          archives.map((one) =>
            sdk.readArchive(Uint8Array.from(one)).then(
              (entries) => `read ${entries.length}`,
              (error: { code?: string }) => error.code,
            ),
          ),
        );
        const zip = await sdk.writeZip([{ name, bytes: new TextEncoder().encode('x') }]);
        return { names: files.map((one) => one.name), codes, zip: [...zip] };
      },
      [[...good], hostile.map((one) => [...one]), 'a.xml'] as const,
    );
    expect(answer.names).toHaveLength(2);
    expect(answer.codes).toEqual(['read 1', 'ERR_ARCHIVE_NAME_PARENT', 'ERR_ARCHIVE_DAMAGED', 'ERR_ARCHIVE_CRC']);
    const { writeZip } = await import('../../src/packaging/zip-peer.js');
    expect(answer.zip).toEqual([...(await writeZip([{ name: 'a.xml', bytes: utf8('x') }]))]);
  });
});

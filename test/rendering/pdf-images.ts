/* Images of a signature and a seal, made here: a blue stroke and a red ring on a clear ground. */
import { crc32, deflateSync } from 'node:zlib';

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([size, body, check]);
}

/** A PNG from its rows of samples; `filter` is written before each row. */
export function png(
  options: {
    readonly width: number;
    readonly height: number;
    readonly colorType: number;
    readonly depth?: number;
    readonly interlace?: number;
  },
  rows: readonly (readonly number[])[],
  more: Readonly<Record<string, Uint8Array>> = {},
): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(options.width, 0);
  header.writeUInt32BE(options.height, 4);
  header.set([options.depth ?? 8, options.colorType, 0, 0, options.interlace ?? 0], 8);
  const data = deflateSync(Buffer.concat(rows.map((row) => Buffer.from(row))));
  return new Uint8Array(
    Buffer.concat([
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
      chunk('IHDR', header),
      ...Object.entries(more).map(([type, bytes]) => chunk(type, bytes)),
      chunk('IDAT', data),
      chunk('IEND', new Uint8Array()),
    ]),
  );
}

function drawn(
  width: number,
  height: number,
  color: readonly [number, number, number],
  isDark: (x: number, y: number) => boolean,
): Uint8Array {
  const rows = Array.from({ length: height }, (_, y) => [
    0,
    ...Array.from({ length: width }, (_, x) => (isDark(x, y) ? [...color, 230] : [0, 0, 0, 0])).flat(),
  ]);
  return png({ width, height, colorType: 6 }, rows);
}

export const SEAL = drawn(120, 120, [200, 0, 0], (x, y) => {
  const radius = Math.hypot(x - 59.5, y - 59.5);
  return (radius < 59 && radius > 54) || (radius < 40 && radius > 37) || radius < 12;
});
export const SIGNATURE = drawn(200, 100, [0, 40, 160], (x, y) => Math.abs(y - 50 - 35 * Math.sin(x / 16)) < 4);

/* ZIP files byte by byte: what no writer would make. */
import { deflateRawSync } from 'node:zlib';
import { crc32 } from '../../src/packaging/gzip.js';

export const utf8 = (text: string) => new TextEncoder().encode(text);

/** One entry and everything that may lie about it; what is not given is right. */
export interface RawEntry {
  readonly name: string | Uint8Array;
  readonly data?: string | Uint8Array;
  readonly method?: 0 | 8 | 99 | 14;
  readonly flags?: number;
  /** Compressed data instead of those of `data`. */
  readonly compressed?: Uint8Array;
  /** Fields of the central header. */
  readonly central?: Partial<Header>;
  /** Fields of the local header. */
  readonly local?: Partial<Header>;
  /** `true`: a right descriptor follows, and the local header leaves sizes and CRC open. */
  readonly descriptor?: boolean | Partial<Descriptor> | Uint8Array;
  /** Bytes between this entry and what comes next. */
  readonly after?: Uint8Array;
  /** Not written: the directory points at the entry at this place. */
  readonly sameAs?: number;
}

interface Header {
  readonly name: Uint8Array;
  readonly flags: number;
  readonly method: number;
  readonly time: number;
  readonly crc: number;
  readonly compressedSize: number;
  readonly size: number;
  readonly extra: Uint8Array;
  readonly externalAttributes: number;
  readonly offset: number;
  readonly disk: number;
}

interface Descriptor {
  readonly signature: boolean;
  readonly crc: number;
  readonly compressedSize: number;
  readonly size: number;
}

export interface RawEnd {
  readonly before?: Uint8Array;
  /** Between the last entry and the directory. */
  readonly gap?: Uint8Array;
  /** Between the directory and the end record. */
  readonly beforeEnd?: Uint8Array;
  readonly after?: Uint8Array;
  readonly comment?: Uint8Array;
  readonly count?: number;
  readonly total?: number;
  readonly start?: number;
  readonly size?: number;
  readonly disk?: number;
}

const NONE = new Uint8Array();

export function rawZip(entries: readonly RawEntry[], end: RawEnd = {}): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [end.before ?? NONE];
  let at = parts[0]!.length;
  const push = (...given: readonly Uint8Array[]) => {
    for (const one of given) {
      parts.push(one);
      at += one.length;
    }
  };
  const headers: Header[] = [];
  for (const entry of entries) {
    const name = typeof entry.name === 'string' ? utf8(entry.name) : entry.name;
    const data = typeof entry.data === 'string' ? utf8(entry.data) : (entry.data ?? NONE);
    const method = entry.method ?? 0;
    const compressed = entry.compressed ?? (method === 8 ? new Uint8Array(deflateRawSync(data)) : data);
    const flags =
      (entry.flags ?? (name.some((byte) => byte > 127) ? 0x800 : 0)) | (entry.descriptor === undefined ? 0 : 8);
    const right: Header = {
      ...{ name, flags, method, time: 0x28210000, crc: crc32(data), compressedSize: compressed.length },
      ...{ size: data.length, extra: NONE, externalAttributes: 0, offset: at - (end.before?.length ?? 0), disk: 0 },
    };
    headers.push({
      ...right,
      ...(entry.sameAs === undefined ? {} : { offset: headers[entry.sameAs]!.offset }),
      ...entry.central,
    });
    if (entry.sameAs !== undefined) continue;
    const open = entry.descriptor === undefined ? {} : { crc: 0, compressedSize: 0, size: 0 };
    const local = { ...right, ...open, ...entry.local };
    push(
      fields([4, 0x04034b50], [2, 20], [2, local.flags], [2, local.method], [4, local.time], [4, local.crc]),
      fields([4, local.compressedSize], [4, local.size], [2, local.name.length], [2, local.extra.length]),
      local.name,
      local.extra,
      compressed,
    );
    if (entry.descriptor instanceof Uint8Array) push(entry.descriptor);
    else if (entry.descriptor) {
      const given = { ...right, signature: true, ...(entry.descriptor === true ? {} : entry.descriptor) };
      if (given.signature) push(fields([4, 0x08074b50]));
      push(fields([4, given.crc], [4, given.compressedSize], [4, given.size]));
    }
    push(entry.after ?? NONE);
  }
  push(end.gap ?? NONE);
  const start = at - (end.before?.length ?? 0);
  for (const one of headers) {
    push(
      fields([4, 0x02014b50], [2, 0x0314], [2, 20], [2, one.flags], [2, one.method], [4, one.time], [4, one.crc]),
      fields([4, one.compressedSize], [4, one.size], [2, one.name.length], [2, one.extra.length], [2, 0]),
      fields([2, one.disk], [2, 0], [4, one.externalAttributes], [4, one.offset]),
      one.name,
      one.extra,
    );
  }
  const size = at - (end.before?.length ?? 0) - start;
  push(end.beforeEnd ?? NONE);
  const count = end.count ?? headers.length;
  push(
    fields([4, 0x06054b50], [2, end.disk ?? 0], [2, 0], [2, count], [2, end.total ?? count], [4, end.size ?? size]),
    fields([4, end.start ?? start], [2, end.comment?.length ?? 0]),
    end.comment ?? NONE,
    end.after ?? NONE,
  );
  return new Uint8Array(Buffer.concat(parts));
}

/** Little-endian numbers of 2, 4 or 8 bytes. */
export function fields(...given: readonly (readonly [width: 2 | 4 | 8, value: number])[]): Uint8Array {
  return Buffer.concat(
    given.map(([width, value]) => {
      const out = Buffer.alloc(width);
      if (width === 8) out.writeBigUInt64LE(BigInt(value));
      else out.writeUIntLE(width === 4 ? value >>> 0 : value & 0xffff, 0, width);
      return out;
    }),
  );
}

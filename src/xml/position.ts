import type { XmlDocument } from './tree.js';

/** Line and column of an offset, both from 1; a column counts UTF-16 units, a byte order mark none. */
export interface XmlPosition {
  readonly line: number;
  readonly column: number;
}

/** Position of an offset of `document.source`. */
export function positionOf(document: XmlDocument, offset: number): XmlPosition {
  return positionAt(document.source, offset);
}

/** CR LF, LF and CR each end one line. */
export function positionAt(source: string, offset: number): XmlPosition {
  const end = Math.min(offset, source.length);
  let line = 1;
  let lineStart = source.charCodeAt(0) === 0xfeff ? 1 : 0;
  for (let i = 0; i < end; i++) {
    const unit = source.charCodeAt(i);
    if (unit === 0x0a || (unit === 0x0d && source.charCodeAt(i + 1) !== 0x0a)) {
      line += 1;
      lineStart = i + 1;
    }
  }
  return { line, column: Math.max(1, end - lineStart + 1) };
}

import type { XmlDocument } from './tree.js';

/** Line and column of an offset, both from 1; a column counts UTF-16 units, a byte order mark none. CR LF, LF and CR each end a line. */
export interface XmlPosition {
  readonly line: number;
  readonly column: number;
}

interface Place {
  readonly offset: number;
  readonly line: number;
  readonly lineStart: number;
}

/** Units between two places that are remembered. */
const STRIDE = 4096;

/** Document → its places at 0, STRIDE, 2 × STRIDE … as far as anybody asked. */
const remembered = /* @__PURE__ */ new WeakMap<XmlDocument, Place[]>();

/** Position of an offset of `document.source`. Many may be asked for: the lines before it are counted once a document. */
export function positionOf(document: XmlDocument, offset: number): XmlPosition {
  const { source } = document;
  const end = Math.min(offset, source.length);
  let places = remembered.get(document);
  if (places === undefined) {
    places = [firstPlace(source)];
    remembered.set(document, places);
  }
  const wanted = Math.floor(end / STRIDE);
  while (places.length <= wanted) places.push(advance(source, places[places.length - 1]!, places.length * STRIDE));
  return position(advance(source, places[wanted]!, end));
}

/** The same for a text that is no document yet. */
export function positionAt(source: string, offset: number): XmlPosition {
  return position(advance(source, firstPlace(source), Math.min(offset, source.length)));
}

function firstPlace(source: string): Place {
  return { offset: 0, line: 1, lineStart: source.charCodeAt(0) === 0xfeff ? 1 : 0 };
}

function advance(source: string, { offset, line, lineStart }: Place, end: number): Place {
  for (let i = offset; i < end; i++) {
    const unit = source.charCodeAt(i);
    if (unit === 0x0a || (unit === 0x0d && source.charCodeAt(i + 1) !== 0x0a)) {
      line += 1;
      lineStart = i + 1;
    }
  }
  return { offset: end, line, lineStart };
}

function position({ offset, line, lineStart }: Place): XmlPosition {
  return { line, column: Math.max(1, offset - lineStart + 1) };
}

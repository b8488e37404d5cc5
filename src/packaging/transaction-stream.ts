import { encodeUtf8 } from '../encoding/index.js';
import { createError } from '../errors/index.js';
import {
  BUILT_IN_LAYOUTS,
  cv2088,
  detectLayout,
  documentOf,
  type HocBaFile,
  type OpenHocBaOptions,
  openHocBa,
  recordElement,
} from '../record-xml/index.js';
import { escapeAttribute, indexIds, parseXml, walkElements } from '../xml/index.js';
import { DEFAULT_LIST_ID } from './build-transaction.js';
import type { ByteChunks } from './content-stream.js';
import { extractRecord } from './open-transaction.js';
import { PACKAGING_ERRORS } from './packaging-errors.js';
import { sliceElement } from './record-slice.js';

/**
 * The transaction file of `buildTransaction` in pieces, one record at a time: for lists that are written straight to a file or into
 * `encodeContentStream`. It is not signed, since a signature is over the whole.
 *
 * @param records - One record each; taken one by one.
 * @throws {@link HocBaSoError} while iterating: `ERR_TRANSACTION_EMPTY`; `ERR_TRANSACTION_ID_COLLISION` at the first Id that stands twice (what
 * was handed out is then worth nothing); the codes of `openHocBa`.
 */
export async function* writeTransactionStream(
  records: AsyncIterable<HocBaFile | Uint8Array> | Iterable<HocBaFile | Uint8Array>,
  options: { readonly listId?: string } = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  const listId = options.listId ?? DEFAULT_LIST_ID;
  const holders = new Map<string, number>([[listId, -1]]);
  let name: string | undefined;
  let position = 0;
  for await (const record of records) {
    const file = openHocBa(record);
    if (name === undefined) {
      name = (detectLayout(file) ?? cv2088).list.element;
      yield encodeUtf8(`<?xml version="1.0" encoding="UTF-8"?>\n<${name} id="${escapeAttribute(listId)}">`);
    }
    const element = recordElement(file);
    for (const id of indexIds(element).keys()) {
      const other = holders.get(id);
      if (other !== undefined && other !== position) {
        const places = { first: Math.max(other, 0) + 1, second: position + 1 };
        throw createError(PACKAGING_ERRORS, 'ERR_TRANSACTION_ID_COLLISION', { count: 1, ...places });
      }
      holders.set(id, position);
    }
    yield encodeUtf8(sliceElement(documentOf(file), element));
    position++;
  }
  if (name === undefined) throw createError(PACKAGING_ERRORS, 'ERR_TRANSACTION_EMPTY', {});
  yield encodeUtf8(`</${name}>`);
}

export interface ReadTransactionOptions extends Pick<OpenHocBaOptions, 'layouts' | 'schema'> {
  /** UTF-16 units of one child of the list; default 16 Mi. */
  readonly recordUnits?: number;
}

/** Children of a list that are no records: signatures, and whatever a later version may bring. */
const OTHER_CHILDREN = 1000;
/** UTF-16 units of the list's start tag, which is read again with every child. */
const START_TAG_UNITS = 4096;

/**
 * The records of a transaction file, one after the other, each as a file of its own: of a long list no more than one record is held.
 *
 * The stream is cut at the children of the list, and every piece goes through the one strict parser inside the list's own start tag, so that a
 * record is what `openTransaction` and `extractRecord` give. What belongs to the whole is not seen here: the organisation's signature
 * (`verifyTransaction`), Ids that stand in two records, a list inside a wrapper.
 *
 * @param chunks - UTF-8; attacker-controlled.
 * @throws {@link HocBaSoError} while iterating: `ERR_TRANSACTION_STREAM` (`root` when the root is no list; `size` of a child, of the list's
 * start tag, or of what is no record; `end`, `encoding`);
 * `ERR_RECORD_NONE` for a list without a record; `ERR_RECORD_MISPLACED`; the codes of `openHocBa`.
 */
export async function* readTransactionStream(
  chunks: ByteChunks,
  options: ReadTransactionOptions = {},
): AsyncGenerator<HocBaFile, void, undefined> {
  const layouts = options.layouts ?? BUILT_IN_LAYOUTS;
  const limit = options.recordUnits ?? 16 * 1024 * 1024;
  const splitter = new ListSplitter(new Set(layouts.map(({ list }) => list.element)), limit);
  const records = new Set(layouts.map(({ record }) => record.element));
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let count = 0;
  let others = 0;
  const take = function* (text: string, isLast = false): Generator<HocBaFile, void, undefined> {
    for (const { open, child, close } of splitter.push(text, isLast)) {
      const bytes = encodeUtf8(open + child + close);
      const { root } = parseXml(bytes);
      const first = [...walkElements(root)][1];
      const isRecord = first !== undefined && first.namespaceUri === '' && records.has(first.localName);
      // One parse more only where the piece is no record: a record hidden in it makes the file what `openHocBa` refuses.
      if (!isRecord && ![...walkElements(root)].some(({ localName }) => records.has(localName))) {
        // attacker-controlled: each costs the list's start tag once more.
        if (++others > OTHER_CHILDREN) throw fault('size');
        continue;
      }
      count++;
      yield extractRecord(
        openHocBa(bytes, { layouts, ...(options.schema === undefined ? {} : { schema: options.schema }) }),
      );
    }
  };
  for await (const chunk of chunks) yield* take(decode(decoder, chunk));
  yield* take(decode(decoder), true);
  splitter.end();
  if (count === 0) openHocBa(encodeUtf8(splitter.empty()), { layouts });
}

function decode(decoder: TextDecoder, chunk?: Uint8Array): string {
  try {
    return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
  } catch (cause) {
    throw createError(PACKAGING_ERRORS, 'ERR_TRANSACTION_STREAM', { reason: 'encoding' }, { cause });
  }
}

interface Child {
  /** Start tag of the list, the child's text, end tag of the list. */
  readonly open: string;
  readonly child: string;
  readonly close: string;
}

/** A class because its fields move together: where in the text, how deep, and what the list is called. */
class ListSplitter {
  readonly #lists: ReadonlySet<string>;
  readonly #limit: number;
  #text = '';
  /** What came after it, not looked at yet. */
  #more = '';
  /** Up to here the text is read. */
  #at = 0;
  /** Where the child begins that is being read. */
  #from = 0;
  #depth = 0;
  #open = '';
  #name = '';
  #isClosed = false;

  constructor(lists: ReadonlySet<string>, limit: number) {
    this.#lists = lists;
    this.#limit = limit;
  }

  /**
   * Markup that is not all there is read again from its start, and the text is copied to be read: both only when as much has come as is
   * there, so that the smallest pieces cost no more than the largest.
   */
  *push(more: string, isLast: boolean): Generator<Child, void, undefined> {
    this.#more += more;
    const length = this.#text.length + this.#more.length;
    if (!isLast && this.#more.length < this.#text.length && length <= this.#limit) return;
    this.#text += this.#more;
    this.#more = '';
    for (;;) {
      const start = this.#text.indexOf('<', this.#at);
      if (start < 0) {
        this.#at = this.#text.length;
        break;
      }
      const end = endOfMarkup(this.#text, start);
      if (end === undefined) {
        // Read again from here when there is more.
        this.#at = start;
        break;
      }
      this.#at = end;
      const child = this.#markup(start, end);
      if (child !== undefined) {
        yield child;
        this.#forget();
      }
    }
    if (this.#text.length > this.#limit) throw fault('size');
  }

  /** The text after the last complete markup must be nothing, and the list closed. */
  end(): void {
    if (!this.#isClosed || this.#depth !== 0) throw fault(this.#open === '' ? 'root' : 'end');
    // What stands behind the list goes through the parser as well.
    parseXml(encodeUtf8(`<x/>${this.#text}`));
  }

  /** The list without its children. */
  empty(): string {
    return `${this.#open}</${this.#name}>`;
  }

  #markup(start: number, end: number): Child | undefined {
    const markup = this.#text.slice(start, end);
    // Comments, sections and instructions are for the parser to judge, with the text around them.
    if (markup.startsWith('<!') || markup.startsWith('<?')) return undefined;
    if (this.#isClosed) throw fault('end');
    const isEnd = markup.startsWith('</');
    const isEmpty = !isEnd && markup.endsWith('/>');
    if (this.#depth === 0) return this.#root(markup, end, isEnd || isEmpty);
    if (!isEnd && this.#depth === 1) {
      this.#between(start);
      this.#from = start;
    }
    if (!isEmpty) this.#depth += isEnd ? -1 : 1;
    if (this.#depth === 0) {
      this.#between(start);
      this.#isClosed = true;
      parseXml(encodeUtf8(this.#open + markup));
      this.#forget();
      return undefined;
    }
    if (this.#depth > 1 || (!isEnd && !isEmpty)) return undefined;
    if (end - this.#from > this.#limit) throw fault('size');
    return { open: this.#open, child: this.#text.slice(this.#from, end), close: `</${this.#name}>` };
  }

  #root(markup: string, end: number, isNoStart: boolean): undefined {
    const name = /^<([^\s/>]+)/.exec(markup)?.[1] ?? '';
    if (isNoStart || !this.#lists.has(name)) throw fault('root');
    if (markup.length > START_TAG_UNITS) throw fault('size');
    // The prolog and the start tag, as the parser sees them.
    parseXml(encodeUtf8(`${this.#text.slice(0, end)}</${name}>`));
    this.#name = name;
    this.#open = markup;
    this.#depth = 1;
    this.#from = end;
    return undefined;
  }

  /** What stands between two children: text, comments, instructions. */
  #between(start: number): void {
    const text = this.#text.slice(this.#from, start);
    if (text.trim() !== '') parseXml(encodeUtf8(`${this.#open}${text}</${this.#name}>`));
  }

  #forget(): void {
    this.#text = this.#text.slice(this.#at);
    this.#at = 0;
    this.#from = 0;
  }
}

/** Offset behind the markup that begins at `start`, or `undefined` while it is not all there. */
function endOfMarkup(text: string, start: number): number | undefined {
  for (const [opening, closing] of [
    ['<!--', '-->'],
    ['<![CDATA[', ']]>'],
    ['<?', '?>'],
  ] as const) {
    const piece = text.slice(start, start + opening.length);
    if (piece.length < opening.length && opening.startsWith(piece)) return undefined;
    if (piece !== opening) continue;
    const end = text.indexOf(closing, start + opening.length);
    return end < 0 ? undefined : end + closing.length;
  }
  let quote = '';
  for (let at = start + 1; at < text.length; at++) {
    const char = text[at]!;
    if (quote !== '') quote = char === quote ? '' : quote;
    else if (char === '"' || char === "'") quote = char;
    else if (char === '>') return at + 1;
  }
  return undefined;
}

function fault(reason: 'root' | 'size' | 'end') {
  return createError(PACKAGING_ERRORS, 'ERR_TRANSACTION_STREAM', { reason });
}

import { concatBytes, decodeUtf8, encodeUtf8 } from '../encoding/index.js';
import { isHocBaSoError } from '../errors/index.js';
import type { MismatchCause } from './explain-causes.js';
import { decodeOld, encodeOld, encodeUtf16, OLD_ENCODINGS, rereadAsUtf8, separateTones } from './explain-encodings.js';
import { type Measure, matching } from './explain-reference.js';
import type { Budget, SearchResult, Step } from './explain-search.js';

/** What was done to a detached file, undone on its octets. */
interface OctetEdit {
  readonly cause: MismatchCause;
  readonly what: string | null;
  readonly undo: (octets: Uint8Array) => Uint8Array | undefined;
}

const MARK = /* @__PURE__ */ Uint8Array.of(0xef, 0xbb, 0xbf);

function textEdit(cause: MismatchCause, what: string | null, change: (text: string) => string): OctetEdit {
  return {
    cause,
    what,
    undo: (octets) => {
      const text = textOf(octets);
      return text === undefined ? undefined : encodeUtf8(change(text));
    },
  };
}

function textOf(octets: Uint8Array): string | undefined {
  try {
    return decodeUtf8(octets);
  } catch (cause) {
    if (isHocBaSoError(cause)) return undefined;
    throw cause;
  }
}

/** Line ends in any encoding that has ASCII in its place. */
function lineEnds(octets: Uint8Array, end: readonly number[]): Uint8Array {
  const out: number[] = [];
  for (let i = 0; i < octets.length; i++) {
    if (octets[i] === 13 && octets[i + 1] === 10) continue;
    if (octets[i] === 10) out.push(...end);
    else out.push(octets[i]!);
  }
  return Uint8Array.from(out);
}

const startsWithMark = (octets: Uint8Array) => MARK.every((byte, index) => octets[index] === byte);

function octetEdits(): readonly OctetEdit[] {
  return [
    { cause: 'LINE_ENDS_CHANGED', what: 'LF', undo: (octets) => lineEnds(octets, [10]) },
    { cause: 'LINE_ENDS_CHANGED', what: 'CR LF', undo: (octets) => lineEnds(octets, [13, 10]) },
    {
      cause: 'BYTE_ORDER_MARK_ADDED',
      what: null,
      undo: (octets) => (startsWithMark(octets) ? octets.slice(3) : undefined),
    },
    {
      cause: 'BYTE_ORDER_MARK_REMOVED',
      what: null,
      undo: (octets) => (startsWithMark(octets) ? undefined : concatBytes([MARK, octets])),
    },
    textEdit('UNICODE_DECOMPOSED', null, (text) => text.normalize('NFC')),
    textEdit('UNICODE_COMPOSED', 'NFD', (text) => text.normalize('NFD')),
    textEdit('UNICODE_COMPOSED', 'windows-1258', separateTones),
    ...OLD_ENCODINGS.map((one) => textEdit('ENCODING_MISREAD', one, (text) => rereadAsUtf8(text, one))),
    ...OLD_ENCODINGS.map(
      (one): OctetEdit => ({
        cause: 'ENCODING_CONVERTED',
        what: one,
        undo: (octets) => {
          const text = textOf(octets);
          return text === undefined ? undefined : (encodeOld(text, one) ?? encodeOld(separateTones(text), one));
        },
      }),
    ),
    ...OLD_ENCODINGS.flatMap((one) =>
      ['UTF-8', 'UTF-8 NFC'].map(
        (what): OctetEdit => ({
          cause: 'ENCODING_CONVERTED',
          what,
          undo: (octets) => {
            if (textOf(octets) !== undefined) return undefined;
            const text = decodeOld(octets, one);
            return encodeUtf8(what === 'UTF-8' ? text : text.normalize('NFC'));
          },
        }),
      ),
    ),
    {
      cause: 'ENCODING_CONVERTED',
      what: 'UTF-16LE',
      undo: (octets) => {
        const text = textOf(octets);
        return text === undefined ? undefined : encodeUtf16(`\ufeff${text.replace(/^\ufeff/, '')}`, false);
      },
    },
    {
      cause: 'ENCODING_CONVERTED',
      what: 'UTF-8',
      undo: (octets) => {
        const [first, second] = octets;
        const label =
          first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : null;
        return label === null ? undefined : encodeUtf8(new TextDecoder(label).decode(octets));
      },
    },
    textEdit('VALUE_TRIMMED', null, (text) => `${text}\n`),
    textEdit('VALUES_PADDED', null, (text) => text.trimEnd()),
  ];
}

/** The search for a file outside the document: one cause, then two. */
export function searchOctets(octets: Uint8Array, measures: readonly Measure[], budget: Budget): SearchResult {
  const edits = octetEdits();
  const declared = measures.filter(({ cause }) => cause === null);
  const stepOf = ({ cause, what }: OctetEdit | Measure): Step => ({ cause: cause!, what, elements: [] });
  const plain = matching(octets, measures);
  if (plain !== undefined) return { found: plain.cause === null ? [] : [[stepOf(plain)]], complete: true };
  const once: { readonly edit: OctetEdit; readonly octets: Uint8Array }[] = [];
  for (const edit of edits) {
    const next = edit.undo(octets);
    if (next === undefined) continue;
    if (!budget.take(next.length)) return { found: [], complete: false };
    const measure = matching(next, measures);
    if (measure !== undefined)
      return { found: [[stepOf(edit), ...(measure.cause === null ? [] : [stepOf(measure)])]], complete: true };
    once.push({ edit, octets: next });
  }
  for (const first of once) {
    for (const second of edits) {
      if (second === first.edit) continue;
      const next = second.undo(first.octets);
      if (next === undefined) continue;
      if (!budget.take(next.length)) return { found: [], complete: false };
      if (matching(next, declared) !== undefined)
        return { found: [[stepOf(first.edit), stepOf(second)]], complete: true };
    }
  }
  return { found: [], complete: true };
}

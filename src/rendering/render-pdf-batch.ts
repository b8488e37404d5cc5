import { concatBytes } from '../encoding/index.js';
import { ARGUMENT_ERRORS, createError } from '../errors/index.js';
import type { Form } from './form.js';
import type { PdfFonts } from './pdf-document.js';
import type { CheckedForm } from './pdf-form.js';
import { checkSource, drawFile, openWriter, type PdfFile, type PdfMeans, readMeans } from './pdf-writer.js';

/** One pupil's form in a batch. */
export interface PdfBatchItem {
  /** Names the item in results and progress; no personal data. */
  readonly id: string;
  /** Makes the form when its turn comes, so that a class is never in memory as a whole. What it throws is the item's error. */
  readonly make: () => PdfSource | Promise<PdfSource>;
}

export interface PdfSource {
  readonly form: Form;
  /** As in `renderPdf`. */
  readonly files?: readonly PdfFile[];
}

export type PdfBatchItemResult =
  | { readonly id: string; readonly status: 'drawn' }
  | { readonly id: string; readonly status: 'failed'; readonly error: Error }
  /** Not reached before the batch was cancelled. */
  | { readonly id: string; readonly status: 'pending' };

export interface PdfBatchResult {
  /** In the order of the items. */
  readonly items: readonly PdfBatchItemResult[];
  /**
   * Whether what was written is a whole PDF file. With `one` false when the batch was cancelled or no item could be drawn: the bytes are then
   * to be thrown away. With `many` always true.
   */
  readonly isComplete: boolean;
}

export interface RenderPdfBatchOptions {
  readonly fonts: PdfFonts;
  /** As in `renderPdf`. */
  readonly at?: Date;
  /**
   * Where the pages go. `one`: all forms in one file, whose bytes are handed over in order while it is made. `many`: a file an item. The next
   * item waits for what is handed over to be taken.
   */
  readonly output:
    | {
        readonly kind: 'one';
        /** Title of the file, for example of the class. */
        readonly title: string;
        readonly write: (chunk: Uint8Array) => void | Promise<void>;
      }
    | { readonly kind: 'many'; readonly save: (id: string, pdf: Uint8Array) => void | Promise<void> };
  /** Called after each item. */
  readonly onProgress?: (progress: {
    readonly done: number;
    readonly total: number;
    readonly id: string;
    readonly status: PdfBatchItemResult['status'];
  }) => void;
  /** Stops before the next item. */
  readonly signal?: AbortSignal;
}

/**
 * Draws the forms of a class, into one PDF file or into many. A record that cannot be drawn does not stop the others, and leaves no half
 * page: everything is checked before it is drawn.
 *
 * @returns One result an item. The call itself throws only what concerns all items, and what `write` or `save` throws.
 * @throws {@link HocBaSoError} `ERR_PEER_MISSING`, `ERR_FONT_MISSING`, `ERR_FONT_UNREADABLE`; `ERR_ARGUMENT_INVALID` when two items have the
 * same id. Errors of items are those of `renderPdf`, and whatever their `make` throws.
 */
export async function renderPdfBatch(
  items: readonly PdfBatchItem[],
  options: RenderPdfBatchOptions,
): Promise<PdfBatchResult> {
  if (new Set(items.map(({ id }) => id)).size !== items.length)
    throw createError(ARGUMENT_ERRORS, 'ERR_ARGUMENT_INVALID', { argument: 'items', reason: 'id twice' });
  const means = await readMeans(options);
  const sink = options.output.kind === 'one' ? oneFile(means, options.output) : manyFiles(means, options.output);
  const results: PdfBatchItemResult[] = [];
  for (const { id, make } of items) {
    if (options.signal?.aborted === true) break;
    const checked = await attempt(async () => {
      const { form, files = [] } = await make();
      return checkSource(form, files, means);
    });
    const result: PdfBatchItemResult =
      'error' in checked ? { id, status: 'failed', error: checked.error } : { id, status: 'drawn' };
    if ('value' in checked) await sink.take(id, checked.value);
    results.push(result);
    options.onProgress?.({ done: results.length, total: items.length, id, status: result.status });
  }
  const isWhole = results.length === items.length && (options.output.kind === 'many' || results.some(isDrawn));
  if (isWhole) await sink.finish();
  const pending = items.slice(results.length).map(({ id }) => ({ id, status: 'pending' as const }));
  return { items: [...results, ...pending], isComplete: isWhole || options.output.kind === 'many' };
}

const isDrawn = ({ status }: PdfBatchItemResult): boolean => status === 'drawn';

interface Sink {
  readonly take: (id: string, checked: CheckedForm) => Promise<void>;
  readonly finish: () => Promise<void>;
}

function oneFile(means: PdfMeans, { title, write }: Extract<RenderPdfBatchOptions['output'], { kind: 'one' }>): Sink {
  const ready: Uint8Array[] = [];
  const writer = openWriter(means, { title, keywords: '', bookmarks: 'forms', write: (chunk) => ready.push(chunk) });
  const hand = async (): Promise<void> => {
    // The library hands out its bytes in the next turn of the event loop.
    await new Promise((resolve) => setTimeout(resolve, 0));
    const chunks = ready.splice(0);
    if (chunks.length > 0) await write(concatBytes(chunks));
  };
  return {
    take: (_id, checked) => {
      writer.add(checked);
      return hand();
    },
    finish: async () => {
      await writer.finish();
      await hand();
    },
  };
}

function manyFiles(means: PdfMeans, { save }: Extract<RenderPdfBatchOptions['output'], { kind: 'many' }>): Sink {
  return {
    take: async (id, checked) => save(id, await drawFile(means, checked)),
    finish: async () => undefined,
  };
}

async function attempt<T>(work: () => Promise<T>): Promise<{ readonly value: T } | { readonly error: Error }> {
  try {
    return { value: await work() };
  } catch (error) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }
}

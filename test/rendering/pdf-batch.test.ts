import { expect, test } from 'vitest';
import { cv2088, writeHocBa } from '../../src/record-xml/index.js';
import { createForm, type PdfBatchItem, renderPdf, renderPdfBatch } from '../../src/rendering/index.js';
import { sampleClass } from '../../src/testing/index.js';
import { codeOf } from '../signing/kit.js';
import { FONTS, MADE } from './pdf-cases.js';
import { readPdf } from './pdf-reader.js';
import { ask, detach } from './pdf-tools.js';

const pupils = sampleClass({ khoiLop: 4, namHoc: '2024-2025', pupils: 4, seed: 'pdf' });
const files = pupils.map((hocBa) => writeHocBa(hocBa, { layout: cv2088 }));
const forms = files.map((file) => createForm(file, { kind: 'display', appendix: false }));
const items: readonly PdfBatchItem[] = files.map((file, index) => ({
  id: `P${index + 1}`,
  make: () => ({ form: createForm(file, { kind: 'display', appendix: false }), files: [file] }),
}));
const broken: PdfBatchItem = {
  id: 'broken',
  make: () => {
    throw new Error('cannot be read');
  },
};
const unprintable: PdfBatchItem = {
  id: 'unprintable',
  make: () => {
    const form = structuredClone(forms[0]!) as { title: string; pages: { blocks: unknown[] }[] } & (typeof forms)[0];
    form.pages[1]!.blocks.push({
      kind: 'paragraph',
      style: 'text',
      align: 'left',
      parts: [{ kind: 'label', text: '漢' }],
    });
    return { form: form! };
  },
};

async function classFile(batch: readonly PdfBatchItem[], signal?: AbortSignal) {
  const chunks: Uint8Array[] = [];
  const progress: string[] = [];
  const result = await renderPdfBatch(batch, {
    fonts: FONTS,
    at: MADE,
    output: { kind: 'one', title: 'Lớp 4A', write: async (chunk) => void chunks.push(chunk) },
    onProgress: ({ done, total, id, status }) => progress.push(`${done}/${total} ${id} ${status}`),
    ...(signal === undefined ? {} : { signal }),
  });
  return { result, progress, chunks, pdf: new Uint8Array(Buffer.concat(chunks)) };
}

test('a class in one file: every pupil’s sheets with their own numbers, every XML, a bookmark each, handed out in pieces', async () => {
  const { result, progress, pdf, chunks } = await classFile(items);
  expect(result).toEqual({ items: items.map(({ id }) => ({ id, status: 'drawn' })), isComplete: true });
  expect(progress).toEqual(['1/4 P1 drawn', '2/4 P2 drawn', '3/4 P3 drawn', '4/4 P4 drawn']);
  expect(chunks.length).toBeGreaterThanOrEqual(5);
  expect(ask('qpdf', pdf, (file) => ['--check', file])).toMatch(/No syntax or stream encoding errors/);
  const found = detach(pdf);
  for (const [index, { maTraCuu }] of pupils.entries())
    expect(Buffer.compare(found[`hoc-ba-${maTraCuu}.xml`]!, files[index]!.bytes)).toBe(0);
  const { trailer, dict, get } = readPdf(pdf);
  const bookmarks: unknown[] = [];
  let next = dict(dict(trailer['Root'])['Outlines'])['First'];
  for (; next !== undefined; next = dict(next)['Next']) bookmarks.push(get(dict(next)['Title']));
  expect(bookmarks).toEqual(forms.map(({ title }) => title));
  const text = ask('pdftotext', pdf, (file) => [file, '-']);
  expect(text.match(/Trang 1\/\d+/g)).toHaveLength(4);
});

test('many files: each the same as renderPdf makes it', async () => {
  const saved = new Map<string, Uint8Array>();
  const result = await renderPdfBatch(items, {
    fonts: FONTS,
    at: MADE,
    output: { kind: 'many', save: (id, pdf) => void saved.set(id, pdf) },
  });
  expect(result.isComplete).toBe(true);
  expect([...saved.keys()]).toEqual(['P1', 'P2', 'P3', 'P4']);
  const alone = await renderPdf(forms[2]!, { fonts: FONTS, files: [files[2]!], at: MADE });
  expect(Buffer.compare(saved.get('P3')!, alone)).toBe(0);
});

test('the same class gives the same bytes', async () => {
  const [one, other] = [await classFile(items), await classFile(items)];
  expect(Buffer.compare(one.pdf, other.pdf)).toBe(0);
});

test('records that cannot be drawn leave no trace in the file and do not stop the others', async () => {
  const whole = await classFile(items);
  const { result, pdf, progress } = await classFile([items[0]!, broken, items[1]!, unprintable, items[2]!, items[3]!]);
  expect(result.items.map(({ status }) => status)).toEqual(['drawn', 'failed', 'drawn', 'failed', 'drawn', 'drawn']);
  expect(result.isComplete).toBe(true);
  const [, first, , second] = result.items as readonly { error?: Error & { code?: string } }[];
  expect(first!.error!.message).toBe('cannot be read');
  expect(second!.error!.code).toBe('ERR_FONT_CHARACTER');
  expect(progress[1]).toBe('2/6 broken failed');
  expect(Buffer.compare(pdf, whole.pdf)).toBe(0);
});

test('cancelled: what was not reached is pending, and the file is said not to be whole', async () => {
  const stop = new AbortController();
  const stopping: readonly PdfBatchItem[] = items.map(({ id, make }) => ({
    id,
    make: () => {
      if (id === 'P2') stop.abort();
      return make();
    },
  }));
  const { result, pdf } = await classFile(stopping, stop.signal);
  expect(result.items.map(({ status }) => status)).toEqual(['drawn', 'drawn', 'pending', 'pending']);
  expect(result.isComplete).toBe(false);
  expect(() => readPdf(pdf)).toThrow();
});

test('nothing could be drawn: no file', async () => {
  const { result, pdf } = await classFile([broken]);
  expect(result.isComplete).toBe(false);
  expect(() => readPdf(pdf)).toThrow();
});

test('two items of one id are refused, and so is a call without fonts', async () => {
  expect(await codeOf(classFile([items[0]!, items[0]!]))).toBe('ERR_ARGUMENT_INVALID');
  const output = { kind: 'many', save: () => undefined } as const;
  expect(await codeOf(renderPdfBatch(items, { fonts: {} as never, output }))).toBe('ERR_FONT_MISSING');
});

test('what the receiver of the bytes throws ends the call', async () => {
  const output = { kind: 'many', save: () => Promise.reject(new Error('disk full')) } as const;
  await expect(renderPdfBatch(items, { fonts: FONTS, output })).rejects.toThrow('disk full');
});

/* What a class on paper costs: forms made and drawn as PDF, the XML inside, in processor time and memory. */
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { readPdfFonts } from 'hoc-ba-so/node';
import { cv2088, writeHocBa } from 'hoc-ba-so/record-xml';
import { createForm, renderPdfBatch } from 'hoc-ba-so/rendering';
import { sampleClass } from 'hoc-ba-so/testing';

export interface FormCosts {
  readonly pupils: number;
  readonly pages: number;
  readonly pagesPerSecond: number;
  readonly megabytes: number;
  /** Live memory at the end beyond that after the first pupil, with the file still open. */
  readonly keptKilobytesPerPupil: number;
  readonly peakMegabytes: number;
}

/** Draws a class in the paper form into one file that goes nowhere. */
export async function drawClass(pupils: number): Promise<FormCosts> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const live = (): number => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  const folder = fileURLToPath(new URL('../node_modules/@expo-google-fonts/noto-serif', import.meta.url));
  const fonts = await readPdfFonts({ folder });
  const files = sampleClass({ khoiLop: 4, namHoc: '2024-2025', pupils, seed: 'bench' }).map((hocBa) =>
    writeHocBa(hocBa, { layout: cv2088 }),
  );
  let [bytes, pages, peak, first, last] = [0, 0, 0, 0, 0];
  const started = process.cpuUsage();
  const { isComplete } = await renderPdfBatch(
    files.map((file, index) => ({
      id: String(index),
      make: () => ({ form: createForm(file, { kind: 'paper' }), files: [file] }),
    })),
    {
      fonts,
      at: new Date('2025-06-01T00:00:00Z'),
      output: {
        kind: 'one',
        title: 'Bench',
        write: (chunk) => {
          bytes += chunk.length;
          pages += Buffer.from(chunk).toString('latin1').split('/Type /Page\n').length - 1;
          peak = Math.max(peak, process.memoryUsage().rss);
        },
      },
      onProgress: ({ done, total }) => {
        if (done === 1) first = live();
        if (done === total) last = live();
      },
    },
  );
  const { user, system } = process.cpuUsage(started);
  if (!isComplete || pages < pupils * 4) throw new Error(`${pages} pages of ${pupils} pupils`);
  return {
    pupils,
    pages,
    pagesPerSecond: (pages * 1e6) / (user + system),
    megabytes: bytes / 1e6,
    keptKilobytesPerPupil: (last - first) / 1000 / (pupils - 1),
    peakMegabytes: peak / 1e6,
  };
}

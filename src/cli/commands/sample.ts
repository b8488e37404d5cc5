import { join } from 'node:path';
import { cv2088, writeHocBa } from '../../record-xml/index.js';
import { sampleClass, sampleCrypto } from '../../testing/index.js';
import type { CommandRun } from '../definition.js';
import { EXIT } from '../exit-codes.js';
import { layoutNamed } from '../layouts.js';
import { optionFlag, optionInteger, optionText } from '../options.js';
import { writeOutput } from '../output.js';
import { line } from '../terminal.js';

/** `hocba sample`: the same options give the same bytes, on every machine and day. */
export const sample: CommandRun = (context, _args, options) => {
  const khoiLop = optionInteger(options, 'grade', { min: 1, max: 5, default: 4 });
  const pupils = optionInteger(options, 'pupils', { min: 1, max: 1000, default: 30 });
  const seed = optionText(options, 'seed') ?? '1';
  const namHoc = optionText(options, 'year') ?? '2024-2025';
  const out = optionText(options, 'out')!;
  const layout = layoutNamed(optionText(options, 'layout') ?? cv2088.id);
  const asJson = optionText(options, 'as') === 'json';
  const cases = optionFlag(options, 'cases') ? 'all' : [];
  const records = sampleClass({ khoiLop, pupils, seed, namHoc, cases });
  const files = records.map((hocBa, index) => {
    const number = String(index + 1).padStart(String(Math.max(pupils, 100)).length, '0');
    const crypto = sampleCrypto([seed, hocBa.maTraCuu].join('/'));
    return {
      path: join(out, `hoc-ba-${number}.${asJson ? 'json' : 'xml'}`),
      content: asJson ? `${JSON.stringify(hocBa, null, 2)}\n` : writeHocBa(hocBa, { layout, crypto }).bytes,
    };
  });
  for (const [index, { path, content }] of files.entries()) {
    writeOutput(path, content, optionFlag(options, 'force'));
    context.progress(index + 1, files.length);
  }
  context.emit({ out, files: files.map(({ path }) => path) });
  context.print(
    line`${context.t({
      vi: `Đã ghi ${files.length} học bạ mẫu, khối ${khoiLop}, năm học ${namHoc}:`,
      en: `Wrote ${files.length} sample records, grade ${khoiLop}, school year ${namHoc}:`,
    })} ${out}`,
  );
  return EXIT.ok;
};

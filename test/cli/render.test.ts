import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { cv2088, writeHocBa } from '../../src/record-xml/index.js';
import { sampleClass, sampleHistories } from '../../src/testing/index.js';
import { ROOT } from '../shared.js';
import { errorCode, hocba, jsonLines, signedRecord, temporaryFolder, trustFolder } from './hocba.js';

const folder = temporaryFolder();
const at = (...parts: readonly string[]) => join(folder, ...parts);
const FONTS = (
  [
    'regular 400Regular/NotoSerif_400Regular',
    'bold 700Bold/NotoSerif_700Bold',
    'italic 400Regular_Italic/NotoSerif_400Regular_Italic',
  ] as const
).flatMap((line) => {
  const [cut, name] = line.split(' ');
  return [
    cut === 'regular' ? '--font' : `--font-${cut}`,
    join(ROOT, 'node_modules/@expo-google-fonts/noto-serif', `${name}.ttf`),
  ];
});
const render = (...args: readonly string[]) => hocba(['render', ...args]);

beforeAll(async () => {
  for (const name of ['class', 'years', 'trust']) mkdirSync(at(name));
  await trustFolder(at('trust'));
  writeFileSync(at('signed.xml'), await signedRecord());
  writeFileSync(
    at('altered.xml'),
    (await signedRecord()).replace('<DIEM_KIEM_TRA_DINH_KY>6<', '<DIEM_KIEM_TRA_DINH_KY>9<'),
  );
  for (const [index, hocBa] of sampleClass({ khoiLop: 4, pupils: 3, seed: 'r' }).entries()) {
    writeFileSync(at('class', `${index}.xml`), writeHocBa(hocBa, { layout: cv2088 }).bytes);
  }
  // Named so that the order of the files is not that of the years.
  for (const [index, hocBa] of sampleHistories({ pupils: 1, seed: 'r' })[0]!.entries()) {
    writeFileSync(at('years', `${9 - index}.xml`), writeHocBa(hocBa, { layout: cv2088 }).bytes);
  }
});

describe('one pupil', () => {
  test('is one HTML file; without --trust the exit code only says that it was written', async () => {
    const { code, err, out } = await render(at('signed.xml'), '--out', at('one.html'), '--json');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(jsonLines(out)).toMatchObject([
      { out: at('one.html'), files: [at('signed.xml')], pages: 4, conclusion: 'indeterminate' },
    ]);
    const html = readFileSync(at('one.html'), 'utf8');
    expect(html).toContain('<p class="indeterminate">CHƯA ĐỦ CĂN CỨ KẾT LUẬN</p>');
    expect(html).toContain('Nguyễn Văn A');
  });

  test('with --trust the exit code is that of the conclusion, and the file is written all the same', async () => {
    const trusted = await render(at('signed.xml'), '--out', at('trusted.html'), '--trust', at('trust'));
    expect(trusted.code).toBe(2);
    const altered = await render(at('altered.xml'), '--out', at('altered.html'), '--trust', at('trust'));
    expect(altered.code).toBe(1);
    expect(readFileSync(at('altered.html'), 'utf8')).toContain('<p class="invalid">KHÔNG HỢP LỆ</p>');
    expect((await render(at('altered.xml'), '--out', at('altered-2.html'))).code).toBe(0);
  });

  test('several years become one form, sorted by year, its cover from the newest', async () => {
    const { code, out } = await render(
      at('years'),
      '--form',
      'paper',
      '--out',
      at('years.html'),
      '--without-appendix',
      '--json',
    );
    expect(code).toBe(0);
    expect(jsonLines(out)).toMatchObject([
      { files: [9, 8, 7, 6, 5].map((name) => at('years', `${name}.xml`)), pages: 14 },
    ]);
    const html = readFileSync(at('years.html'), 'utf8');
    const sections = [...html.matchAll(/<section class="page \S+" id="([^"]*)"/g)].map(([, id]) => id);
    expect(sections.slice(4)).toEqual(
      ['2020-2021', '2021-2022', '2022-2023', '2023-2024', '2024-2025'].flatMap((year) => [
        `year-${year}-left`,
        `year-${year}-right`,
      ]),
    );
  });

  test('is one PDF that carries the XML', async () => {
    const { code, err } = await render(at('signed.xml'), '--to', 'pdf', '--out', at('one.pdf'), ...FONTS);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const pdf = readFileSync(at('one.pdf'));
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.includes('/EmbeddedFile')).toBe(true);
    await render(at('signed.xml'), '--to', 'pdf', '--out', at('again.pdf'), ...FONTS);
    expect(readFileSync(at('again.pdf')).equals(pdf)).toBe(true);
  });

  test('a font is embedded in HTML only when it is named', async () => {
    await render(at('signed.xml'), '--out', at('font.html'), FONTS[0]!, FONTS[1]!);
    expect(readFileSync(at('font.html'), 'utf8')).toContain('@font-face');
    expect(readFileSync(at('one.html'), 'utf8')).not.toContain('@font-face');
  });
});

describe('several pupils', () => {
  test('are a file each, named by place and look-up code', async () => {
    const { code, out } = await render(at('class'), '--form', 'paper', '--out', at('forms'), '--json');
    expect(code).toBe(0);
    expect(jsonLines(out)).toHaveLength(3);
    const names = readdirSync(at('forms')).sort();
    expect(names).toHaveLength(3);
    for (const [index, name] of names.entries()) {
      expect(name).toMatch(new RegExp(`^hoc-ba-000${index + 1}-[0-9a-f-]{36}\\.html$`));
      expect(readFileSync(at('forms', name), 'utf8')).toContain('<p class="draft">BẢN NHÁP – CHƯA PHÁT HÀNH</p>');
    }
  });

  test('of a list each gets its own record and nobody else’s', async () => {
    await hocba(['pack', at('class'), '--out', at('list.xml')]);
    const { code } = await render(at('list.xml'), '--to', 'pdf', '--out', at('from-list'), ...FONTS);
    expect(code).toBe(0);
    const alone = await render(at('list.xml'), '--out', at('from-list-html'), '--json');
    const files = jsonLines(alone.out).map(({ out }) => readFileSync(String(out), 'utf8'));
    const codes = files.map(
      (html) => new Set([...html.matchAll(/data-path="maTraCuu" data-record="0">([^<]*)/g)].map(([, one]) => one)),
    );
    expect(codes.map((one) => one.size)).toEqual([1, 1, 1]);
    expect(readdirSync(at('from-list'))).toHaveLength(3);
  });

  test('one that cannot be read stops nobody, and is in the exit code', async () => {
    mkdirSync(at('mixed'));
    for (const name of ['0.xml', '1.xml']) writeFileSync(at('mixed', name), readFileSync(at('class', name)));
    writeFileSync(at('mixed', '2.xml'), '<HOC_BA><DU_LIEU_HOC_BA><LA/></DU_LIEU_HOC_BA></HOC_BA>');
    writeFileSync(at('mixed', '3.xml'), 'no XML');
    const answer = await render(at('mixed'), '--out', at('mixed-out'));
    expect(answer.code).toBe(65);
    expect(answer.err).toContain('ERR_RECORD_LAYOUT_UNKNOWN');
    expect(readdirSync(at('mixed-out'))).toHaveLength(2);
  });
});

describe('what is wrong is said by code', () => {
  test('one year twice, a font that is none, an existing file', async () => {
    const twice = await render(at('class', '0.xml'), at('class', '0.xml'), '--out', at('twice.html'), '--json');
    expect(twice.code).toBe(65);
    expect(errorCode(twice)).toBe('ERR_RENDER_YEAR_TWICE');
    const font = await render(
      at('signed.xml'),
      '--to',
      'pdf',
      '--out',
      at('x.pdf'),
      '--font',
      at('signed.xml'),
      '--json',
    );
    expect(errorCode(font)).toBe('ERR_FONT_UNREADABLE');
    writeFileSync(at('there.html'), 'mine');
    const there = await render(at('signed.xml'), '--out', at('there.html'), '--json');
    expect(errorCode(there)).toBe('ERR_CLI_OUT_EXISTS');
    expect(readFileSync(at('there.html'), 'utf8')).toBe('mine');
    expect((await render(at('signed.xml'), '--out', at('there.html'), '--force')).code).toBe(0);
  });

  test('a picture that is none; no file; no --out', async () => {
    const picture = await render(
      at('signed.xml'),
      '--form',
      'paper',
      '--out',
      at('p.html'),
      '--seal-image',
      at('signed.xml'),
      '--json',
    );
    expect(errorCode(picture)).toBe('ERR_RENDER_IMAGE');
    expect((await render(at('nothing.xml'), '--out', at('n.html'))).code).toBe(65);
    expect((await render(at('signed.xml'))).code).toBe(64);
  });
});

import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { renderPdf } from '../../src/rendering/index.js';
import {
  draftCase,
  FONTS,
  historyCase,
  indeterminateCase,
  longestRecord,
  MADE,
  type PdfCase,
  sealedCase,
  tamperedCase,
} from './pdf-cases.js';
import { SEAL, SIGNATURE } from './pdf-images.js';
import { type PdfDict, type PdfFileReader, PdfName, PdfRef, type PdfValue, readPdf } from './pdf-reader.js';

const CASES: Readonly<Record<string, () => PdfCase | Promise<PdfCase>>> = {
  'specimen, display': () => sealedCase(),
  'specimen, paper, with seal': () => sealedCase({ kind: 'paper', images: { signature: SIGNATURE, seal: SEAL } }),
  draft: () => draftCase(),
  tampered: () => tamperedCase(),
  indeterminate: () => indeterminateCase('paper'),
  'five years': () => historyCase('paper'),
  'longest texts': () => draftCase(longestRecord()),
};

/* What our files must be, clause by clause, by a reader of this repository. It is no conformance checker; `docs/pdf.md` says what was run. */
describe.each(Object.keys(CASES))('%s', (name) => {
  let pdf: PdfFileReader;
  let bytes: Uint8Array;
  let made: PdfCase;
  let root: PdfDict;
  let pages: readonly PdfDict[];
  let xmp: string;

  beforeAll(async () => {
    made = await CASES[name]!();
    bytes = await renderPdf(made.form, { fonts: FONTS, files: made.files, at: MADE });
    pdf = readPdf(bytes);
    root = pdf.dict(pdf.trailer['Root']);
    pages = pdf.list(pdf.dict(root['Pages'])['Kids']).map((page) => pdf.dict(page));
    xmp = new TextDecoder().decode(pdf.stream(root['Metadata']));
  });

  const dicts = (): readonly PdfDict[] =>
    [...pdf.objects.values()].flatMap(({ value }) => (isDict(value) ? [value, ...inner(value)] : inner(value)));

  test('ISO 19005-3 6.1.2, 6.1.3: header of PDF 1.7 with binary comment, identifier, no encryption', () => {
    expect(pdf.header).toBe('%PDF-1.7');
    expect([...bytes.subarray(9, 14)].map((byte) => byte > 127 || byte === 0x25)).toEqual([
      true,
      true,
      true,
      true,
      true,
    ]);
    expect(pdf.list(pdf.trailer['ID'])).toHaveLength(2);
    expect(pdf.trailer['Encrypt']).toBeUndefined();
  });

  test('ISO 19005-3 6.2.3, 6.2.4: one output intent with an sRGB profile, and only colours that it covers', () => {
    const [intent, ...others] = pdf.list(root['OutputIntents']).map((one) => pdf.dict(one));
    expect(others).toEqual([]);
    expect(pdf.name(intent!['S'])).toBe('GTS_PDFA1');
    const profile = pdf.stream(intent!['DestOutputProfile']);
    expect(new TextDecoder().decode(profile.subarray(16, 20))).toBe('RGB ');
    expect(new TextDecoder().decode(profile.subarray(36, 40))).toBe('acsp');
    expect(pdf.get(pdf.dict(intent!['DestOutputProfile'])['N'])).toBe(3);
    const spaces = dicts().flatMap((dict) =>
      dict['ColorSpace'] === undefined || isDict(dict['ColorSpace']) ? [] : [pdf.name(dict['ColorSpace'])],
    );
    for (const space of spaces) expect(['DeviceRGB', 'DeviceGray']).toContain(space);
    for (const page of pages) {
      const content = new TextDecoder('latin1').decode(pdf.stream(page['Contents']));
      expect(content).not.toMatch(/(^|\n)[\d. -]+ [kK]\n/);
    }
  });

  test('ISO 19005-3 6.2.5 to 6.2.10: no PostScript, no transfer curves; transparency only as a mask of an image', () => {
    for (const dict of dicts()) {
      expect(pdf.name(dict['Subtype'])).not.toBe('PS');
      for (const key of ['TR', 'HTP', 'OPI', 'Ref']) expect(dict[key]).toBeUndefined();
      if (dict['SMask'] === undefined) continue;
      expect(pdf.name(dict['Subtype'])).toBe('Image');
      const mask = pdf.dict(dict['SMask']);
      expect(pdf.name(mask['ColorSpace'])).toBe('DeviceGray');
      expect([pdf.get(mask['Width']), pdf.get(mask['Height'])]).toEqual([
        pdf.get(dict['Width']),
        pdf.get(dict['Height']),
      ]);
      expect(mask['SMask']).toBeUndefined();
    }
    for (const image of dicts().filter((dict) => pdf.name(dict['Subtype']) === 'Image')) {
      expect(image['Interpolate']).toBeUndefined();
      expect(image['Alternates']).toBeUndefined();
    }
  });

  test('ISO 19005-3 6.2.11: every font is embedded as a subset, with widths and the characters of its glyphs', () => {
    const fonts = dicts().filter((dict) => pdf.name(dict['Type']) === 'Font' && dict['DescendantFonts'] !== undefined);
    expect(fonts.length).toBeGreaterThanOrEqual(2);
    expect(dicts().filter((dict) => pdf.name(dict['Type']) === 'Font')).toHaveLength(fonts.length * 2);
    for (const font of fonts) {
      expect(pdf.name(font['BaseFont'])).toMatch(/^[A-Z]{6}\+NotoSerif/);
      expect(pdf.name(font['Encoding'])).toBe('Identity-H');
      const [inner] = pdf.list(font['DescendantFonts']).map((one) => pdf.dict(one));
      expect(pdf.name(inner!['CIDToGIDMap'])).toBe('Identity');
      const descriptor = pdf.dict(inner!['FontDescriptor']);
      expect(pdf.stream(descriptor['FontFile2']).length).toBeGreaterThan(1000);
      const characters = new TextDecoder('latin1').decode(pdf.stream(font['ToUnicode']));
      // ISO 19005-3 6.2.11.7.2: no glyph without a character, and none that stands for U+0000, U+FEFF, U+FFFE.
      const mapped = [...characters.matchAll(/\[(.*?)\]/gs)].flatMap(([, list]) =>
        [...list!.matchAll(/<([^>]*)>/g)].map((one) => one[1]!),
      );
      expect(mapped[0]).toBe('0000');
      for (const one of mapped.slice(1)) expect(one).toMatch(/^(?!0000|feff|fffe)[0-9a-f]{4}( [0-9a-f]{4})*$/);
    }
  });

  test('ISO 19005-3 6.3, 6.4, 6.6.1: no annotations, no forms, no actions, no JavaScript', () => {
    for (const key of ['AcroForm', 'OpenAction', 'AA', 'NeedsRendering', 'OCProperties', 'Requirements', 'URI'])
      expect(root[key]).toBeUndefined();
    const names = pdf.dict(root['Names']);
    expect(Object.keys(names).sort()).toEqual(['Dests', 'EmbeddedFiles']);
    for (const page of pages) for (const key of ['Annots', 'AA', 'PresSteps']) expect(page[key]).toBeUndefined();
    for (const dict of dicts()) {
      expect(pdf.name(dict['Type'])).not.toBe('Action');
      for (const key of ['JS', 'JavaScript', 'Launch']) expect(dict[key]).toBeUndefined();
    }
  });

  test('ISO 19005-3 6.6.2, 6.6.3: metadata name part 3, conformance B, and agree with the document information', () => {
    expect(pdf.get(pdf.dict(root['Metadata'])['Filter'])).toBeUndefined();
    const field = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(xmp)?.[1];
    expect([field('pdfaid:part'), field('pdfaid:conformance'), field('pdfuaid:part')]).toEqual(['3', 'B', '1']);
    const info = pdf.dict(pdf.trailer['Info']);
    const title = /<dc:title>.*?<rdf:li xml:lang="x-default">([^<]*)<\/rdf:li>/s.exec(xmp)?.[1];
    expect(title).toBe(pdf.get(info['Title']));
    expect(title).toBe(made.form.title);
    expect(field('pdf:Producer')).toBe(pdf.get(info['Producer']));
    expect(field('xmp:CreatorTool')).toBe(pdf.get(info['Creator']));
    expect(field('pdf:Keywords')).toBe(pdf.get(info['Keywords']));
    expect(field('xmp:CreateDate')).toBe('2024-06-02T00:00:00Z');
    expect(pdf.get(info['CreationDate'])).toBe('D:20240602000000Z');
    expect(info['ModDate']).toBeUndefined();
    expect(xmp).not.toMatch(/encoding=|bytes=/);
  });

  test('ISO 19005-3 6.8: each record’s XML is embedded byte for byte as the source, with type, name and relationship', () => {
    const attached = pdf.list(root['AF']).map((one) => pdf.dict(one));
    expect(attached).toHaveLength(made.files.length);
    const tree = pdf.list(pdf.dict(pdf.dict(root['Names'])['EmbeddedFiles'])['Names']);
    expect(tree.filter((one) => one instanceof PdfRef)).toHaveLength(made.files.length);
    for (const [index, file] of attached.entries()) {
      const original = made.files[index]!;
      const expected = original instanceof Uint8Array ? original : original.bytes;
      expect(pdf.name(file['AFRelationship'])).toBe('Source');
      expect(pdf.get(file['F'])).toBe(`hoc-ba-${made.form.records[index]!.maTraCuu}.xml`);
      expect(pdf.get(file['UF'])).toBe(pdf.get(file['F']));
      expect(pdf.get(file['Desc'])).toContain('bản gốc');
      const embedded = pdf.dict(file['EF'])['F'];
      expect(Buffer.compare(pdf.stream(embedded), expected)).toBe(0);
      const dict = pdf.dict(embedded);
      expect(pdf.name(dict['Subtype'])).toBe('application/xml');
      const params = pdf.dict(dict['Params']);
      expect(pdf.get(params['Size'])).toBe(expected.length);
      expect(pdf.get(params['ModDate'])).toBe('D:20240602000000Z');
      expect(String(pdf.get(params['CheckSum']))).toBe(createHash('md5').update(expected).digest('hex'));
    }
  });

  test('ISO 14289-1 7.1, 7.2: marked, with a language, its title shown, tab order by structure', () => {
    expect(pdf.get(pdf.dict(root['MarkInfo'])['Marked'])).toBe(true);
    expect(pdf.get(root['Lang'])).toBe('vi-VN');
    expect(pdf.get(pdf.dict(root['ViewerPreferences'])['DisplayDocTitle'])).toBe(true);
    for (const page of pages) expect(pdf.name(page['Tabs'])).toBe('S');
  });

  test('ISO 14289-1 7.1: everything drawn is an artifact or belongs to exactly one element, on the page that says so', () => {
    const owners = new Map<string, number>();
    walk(pdf, pdf.dict(root['StructTreeRoot']), (element, reference) => {
      for (const { page, mcid } of contentOf(pdf, element)) {
        const key = `${page} ${mcid}`;
        expect(owners.get(key)).toBeUndefined();
        owners.set(key, reference);
      }
    });
    const parents = numbers(pdf, pdf.dict(root['StructTreeRoot'])['ParentTree']);
    for (const [index, page] of pages.entries()) {
      const id = (pdf.list(pdf.dict(root['Pages'])['Kids'])[index] as PdfRef).id;
      const content = new TextDecoder('latin1').decode(pdf.stream(page['Contents']));
      const marks = markedOperators(content);
      expect(marks.unmarked).toEqual([]);
      expect(marks.mcids).toEqual(marks.mcids.map((_, at) => at));
      const own = pdf.list(parents.get(pdf.get(page['StructParents']) as number));
      expect(own).toHaveLength(marks.mcids.length);
      for (const mcid of marks.mcids) expect((own[mcid] as PdfRef).id).toBe(owners.get(`${id} ${mcid}`));
    }
  });

  test('ISO 32000-1 14.8.4: elements stand where they may, headings do not skip a level, figures have a text, tables are regular', () => {
    const levels: number[] = [];
    const parentsOf: Readonly<Record<string, readonly string[]>> = {
      Document: ['root'],
      Part: ['Document'],
      Sect: ['Part'],
      H1: ['Sect'],
      H2: ['Sect'],
      H3: ['Sect'],
      P: ['Sect'],
      Figure: ['Sect'],
      Table: ['Sect'],
      L: ['Sect', 'LBody'],
      LI: ['L'],
      Lbl: ['LI'],
      LBody: ['LI'],
      TR: ['Table'],
      TH: ['TR'],
      TD: ['TR'],
    };
    walk(pdf, pdf.dict(root['StructTreeRoot']), (element, _id, parent) => {
      const type = pdf.name(element['S'])!;
      expect(parentsOf[type], type).toContain(parent === undefined ? 'root' : pdf.name(parent['S']));
      if (/^H\d$/.test(type)) levels.push(Number(type[1]));
      if (type === 'Figure') {
        expect(String(pdf.get(element['Alt'])).length).toBeGreaterThan(10);
        expect(pdf.list(pdf.dict(element['A'])['BBox'])).toHaveLength(4);
      }
      if (type === 'L') expect(['Decimal', 'Disc']).toContain(pdf.name(pdf.dict(element['A'])['ListNumbering']));
      if (type === 'TH') expect(['Row', 'Column']).toContain(pdf.name(pdf.dict(element['A'])['Scope']));
      if (type === 'TH' || type === 'TD') expect(pdf.dict(element['A'])['Headers']).toBeUndefined();
      if (type === 'Table') expect(new Set(rowWidths(pdf, element)).size).toBe(1);
    });
    expect(levels[0]).toBe(1);
    for (const [at, level] of levels.entries()) if (at > 0) expect(level - levels[at - 1]!).toBeLessThanOrEqual(1);
  });

  test('the same input gives the same bytes', async () => {
    const again = await CASES[name]!();
    const second = await renderPdf(made.form, { fonts: FONTS, files: made.files, at: MADE });
    expect(Buffer.compare(bytes, second)).toBe(0);
    const later = await renderPdf(made.form, { fonts: FONTS, files: made.files, at: new Date('2025-01-01T00:00:00Z') });
    expect(Buffer.compare(bytes, later)).not.toBe(0);
    expect(again.form.records).toHaveLength(made.form.records.length);
  });
});

const isDict = (value: PdfValue | undefined): value is PdfDict =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof PdfName) &&
  !(value instanceof PdfRef);

function inner(value: PdfValue | undefined): PdfDict[] {
  const values = Array.isArray(value) ? value : isDict(value) ? Object.values(value) : [];
  return values.flatMap((one) => (isDict(one) ? [one, ...inner(one)] : Array.isArray(one) ? inner(one) : []));
}

/** Elements in reading order. */
function walk(
  pdf: PdfFileReader,
  parent: PdfDict,
  visit: (element: PdfDict, id: number, parent: PdfDict | undefined) => void,
  isRoot = true,
): void {
  for (const child of pdf.list(parent['K'])) {
    if (!(child instanceof PdfRef)) continue;
    const element = pdf.dict(child);
    if (!isRoot) expect(pdf.dict(element['P'])).toBe(parent);
    visit(element, child.id, isRoot ? undefined : parent);
    walk(pdf, element, visit, false);
  }
}

function contentOf(pdf: PdfFileReader, element: PdfDict): readonly { readonly page: number; readonly mcid: number }[] {
  return pdf.list(element['K']).flatMap((child) => {
    if (typeof child === 'number') return [{ page: (element['Pg'] as PdfRef).id, mcid: child }];
    if (!isDict(child)) return [];
    return [{ page: (child['Pg'] as PdfRef).id, mcid: pdf.get(child['MCID']) as number }];
  });
}

function numbers(pdf: PdfFileReader, tree: PdfValue | undefined): ReadonlyMap<number, PdfValue> {
  const flat = pdf.list(pdf.dict(tree)['Nums']);
  return new Map(Array.from({ length: flat.length / 2 }, (_, at) => [flat[at * 2] as number, flat[at * 2 + 1]!]));
}

/** Painting operators outside marked content, and the identifiers of marked content in order. */
function markedOperators(content: string): { readonly unmarked: readonly string[]; readonly mcids: readonly number[] } {
  const unmarked: string[] = [];
  const mcids: number[] = [];
  const flat = content.replace(/<<\s*([^>]*?)\s*>>/gs, (_, dict: string) => `<<${dict.replace(/\s+/g, ' ')}>>`);
  let depth = 0;
  for (const line of flat.split('\n')) {
    if (/ (BDC|BMC)$/.test(line)) {
      // An artifact inside an element, or an element inside another's content, would be read wrongly.
      expect(depth).toBe(0);
      depth += 1;
      const mcid = /\/MCID (\d+)/.exec(line)?.[1];
      if (mcid !== undefined) mcids.push(Number(mcid));
      else expect(line).toMatch(/^\/Artifact /);
    } else if (line === 'EMC') depth -= 1;
    else if (depth === 0 && /(^| )(S|f|F|B|TJ|Tj|Do|sh|s|b)$/.test(line)) unmarked.push(line);
  }
  expect(depth).toBe(0);
  return { unmarked, mcids };
}

/** Columns that each row of a table fills, spans counted. */
function rowWidths(pdf: PdfFileReader, table: PdfDict): readonly number[] {
  const rows = pdf
    .list(table['K'])
    .map((row) => pdf.list(pdf.dict(row)['K']).map((cell) => pdf.dict(pdf.dict(cell)['A'])));
  const widths = rows.map(() => 0);
  for (const [at, cells] of rows.entries()) {
    for (const cell of cells) {
      const rowSpan = (pdf.get(cell['RowSpan']) as number | undefined) ?? 1;
      const colSpan = (pdf.get(cell['ColSpan']) as number | undefined) ?? 1;
      for (let row = at; row < at + rowSpan; row++) widths[row]! += colSpan;
    }
  }
  return widths;
}

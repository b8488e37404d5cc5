import fc from 'fast-check';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { afterAll, describe, expect, test } from 'vitest';
import type { HocBa } from '../../src/hoc-ba/index.js';
import {
  BUILT_IN_LAYOUTS,
  documentOf,
  type Layout,
  type LayoutNode,
  type LayoutXsdOptions,
  layoutXsd,
  openHocBa,
  readHocBa,
  reopenHocBa,
  slotPlace,
  slotRoles,
  writeHocBa,
} from '../../src/record-xml/index.js';
import { specimenHocBa } from '../../src/testing/specimen.js';
import { spliceXml } from '../../src/xml/index.js';
import { anyHocBa } from '../hoc-ba/arbitrary.js';
import { bytesOf, textOf } from './shared.js';
import { thirdLayout } from './third-layout.js';

const disposables: { dispose(): void }[] = [];
afterAll(() => {
  for (const one of disposables) one.dispose();
});

/** Whether libxml2 finds a text valid by a layout's schema. */
function validator(layout: Layout, options: LayoutXsdOptions = {}): (text: string) => boolean {
  const schema = XmlDocument.fromString(layoutXsd(layout, options));
  const xsd = XsdValidator.fromDoc(schema);
  disposables.push(xsd, schema);
  return (text) => {
    const document = XmlDocument.fromString(text);
    try {
      xsd.validate(document);
      return true;
    } catch {
      // The reason is libxml2's wording; that it refuses is what counts.
      return false;
    } finally {
      document.dispose();
    }
  };
}

/** A record in which every tag of the layouts is written. */
function fullHocBa(): HocBa {
  const record = specimenHocBa();
  return {
    ...record,
    hocSinh: { ...record.hocSinh, hoVaTenNguoiGiamHo: 'Nguyễn Thị F' },
    quaTrinhHocTap: record.quaTrinhHocTap.slice(0, 1),
    monHoc: record.monHoc.slice(0, 1).map(({ nhanXet: _, ...row }) => ({
      ...row,
      giaoVienBoMon: { hoVaTen: 'Lê Thị D', maGiaoVien: 'gv-1' },
    })),
    tongKet: {
      ...record.tongKet,
      hoanThanhChuongTrinhTieuHoc: false,
      khenThuongDotXuat: [{ loai: 'khac', noiDung: 'Dũng cảm cứu bạn' }],
    },
  };
}

interface Mutation {
  readonly name: string;
  readonly apply: (text: string) => string;
  /** Valid again without `requireAll`: the record could state why. */
  readonly orReason?: boolean;
}

const whole = (element: string): RegExp => new RegExp(`<${element}(?: [^>]*)?>.*?</${element}>`);

/** Values that break a codec's form; every one of them must also be noticed by the reader. */
const WRONG: Readonly<Record<string, string>> = {
  date: 'mai',
  dateSlash: '2014-03-15T00:00:00Z',
  schoolYear: '2023',
  integer: 'bốn',
  decimal: 'nặng',
  words: 'Khá',
  boolean: 'Có lẽ',
  codes: 'T V',
};

/** One mutation for each thing a layout demands. */
function* mutations(nodes: readonly LayoutNode[], binds: boolean): Generator<Mutation> {
  const named = nodes.filter((node) => node.kind === 'value' || node.kind === 'group');
  for (const [index, node] of nodes.entries()) {
    if (node.kind === 'slots') continue;
    const element = node.kind === 'list' ? (node.element ?? node.item.element) : node.element;
    const inner = binds && (node.kind !== 'group' || node.onlyIf === undefined);
    if (node.required === true && node.kind !== 'list') {
      yield {
        name: `without ${element}`,
        apply: (text) => text.replace(whole(element), ''),
        orReason: !binds || (node.kind === 'value' && node.orReason === true),
      };
    }
    if (node.kind === 'list' && node.required === true && node.element !== undefined) {
      yield { name: `without ${element}`, apply: (text) => text.replace(whole(element), '') };
    }
    const next = named[named.indexOf(node as never) + 1];
    if (next !== undefined && node.kind === 'value' && next.kind === 'value' && nodes[index + 1] === next) {
      const pair = new RegExp(`(${whole(element).source})(${whole(next.element).source})`);
      yield { name: `${element} after ${next.element}`, apply: (text) => text.replace(pair, '$2$1') };
    }
    if (node.kind === 'value') {
      yield { name: `${element} twice`, apply: (text) => text.replace(whole(element), '$&$&') };
      yield { name: `${element} empty`, apply: (text) => text.replace(whole(element), `<${element}></${element}>`) };
      const wrong = WRONG[node.codec.split(':')[0]!] ?? ' x ';
      yield {
        name: `${element} wrong`,
        apply: (text) => text.replace(whole(element), `<${element}>${wrong}</${element}>`),
      };
    } else if (node.kind === 'group') {
      yield {
        name: `an unknown tag in ${element}`,
        apply: (text) => text.replace(`</${element}>`, `<LA/></${element}>`),
      };
      yield { name: `text in ${element}`, apply: (text) => text.replace(`</${element}>`, `x</${element}>`) };
      yield {
        name: `an unknown attribute of ${element}`,
        apply: (text) => text.replace(`<${element}`, `<${element} la="1"`),
      };
      yield* mutations(node.children, inner);
    } else {
      yield {
        name: `an unknown tag in ${node.item.element}`,
        apply: (text) => text.replace(`</${node.item.element}>`, `<LA/></${node.item.element}>`),
      };
      yield* mutations(node.item.children, binds);
    }
  }
}

const LAYOUTS = [...BUILT_IN_LAYOUTS, thirdLayout()];

describe.each(LAYOUTS.map((layout) => [layout.id, layout] as const))('schema of %s', (_, layout) => {
  const write = (record: HocBa): string =>
    textOf(writeHocBa(record, { layout, allowLoss: layout.extension === undefined }));

  test('what we write is valid, also by the schema that wants every required tag', () => {
    expect(validator(layout)(write(specimenHocBa()))).toBe(true);
    expect(validator(layout, { requireAll: true })(write(specimenHocBa()))).toBe(true);
    expect(validator(layout)(write(fullHocBa()))).toBe(true);
  });

  test('every valid record is written valid', () => {
    const isValid = validator(layout);
    fc.assert(
      fc.property(anyHocBa, (record) => {
        fc.pre(layout.extension !== undefined || record.nguonGoc === 'banGocSo');
        expect(isValid(write(record))).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  test('a list of records is valid', () => {
    const text = write(specimenHocBa());
    const body = text.slice(text.indexOf('<HOC_BA>'));
    expect(validator(layout)(`<DANH_SACH_HOC_BA Id="ds">${body}${body}</DANH_SACH_HOC_BA>`)).toBe(true);
  });

  test('slots: valid when filled as the layout says, refused when a required one is missing or has no signature', () => {
    let file = writeHocBa(fullHocBa(), { layout, allowLoss: true });
    const isSigned = validator(layout, { signed: true });
    expect(isSigned(textOf(file))).toBe(false);
    for (const role of slotRoles(file)) {
      const key = role === 'giaoVienBoMon' ? 'gv-1' : '';
      const place = slotPlace(file, role, {
        ngayKy: '2024-05-30T08:00:00+07:00',
        soDinhDanhCaNhan: '001075000001',
        key,
      });
      const insert = `${place.before}<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/>${place.after}`;
      file = reopenHocBa(file, spliceXml(documentOf(file), [{ at: place.at, remove: place.remove ?? 0, insert }]));
    }
    const text = textOf(file);
    expect(isSigned(text)).toBe(true);
    expect(validator(layout)(text)).toBe(true);
    const seal = whole('KY_PHAT_HANH');
    expect(isSigned(text.replace(seal, ''))).toBe(false);
    expect(
      isSigned(text.replace(seal, '<KY_PHAT_HANH><NGAY_KY>2024-05-30T08:00:00+07:00</NGAY_KY></KY_PHAT_HANH>')),
    ).toBe(false);
    expect(isSigned(text.replace('<NGAY_KY>2024-05-30T08:00:00+07:00', '<NGAY_KY>30/05/2024'))).toBe(false);
  });

  const list = [...mutations(layout.record.children, true)];
  test('there is a mutation for every tag', () => expect(list.length).toBeGreaterThan(300));

  test('each broken demand is refused by the schema and noticed by the reader', () => {
    const text = write(fullHocBa());
    const [strict, lenient] = [validator(layout, { requireAll: true }), validator(layout)];
    expect([strict(text), lenient(text)]).toEqual([true, true]);
    expect(readHocBa(openHocBa(bytesOf(text), { layouts: [layout] })).findings).toEqual([]);
    const wrong: string[] = [];
    for (const { name, apply, orReason } of list) {
      const changed = apply(text);
      if (changed === text) wrong.push(`${name}: not applied`);
      if (strict(changed)) wrong.push(`${name}: the strict schema accepts it`);
      if (lenient(changed) !== (orReason === true))
        wrong.push(`${name}: the schema ${orReason ? 'refuses' : 'accepts'} it`);
      let noticed: string;
      try {
        noticed = readHocBa(openHocBa(bytesOf(changed), { layouts: [layout] }))
          .findings.map(({ code }) => code)
          .join();
      } catch {
        noticed = 'thrown';
      }
      if (noticed === '') wrong.push(`${name}: the reader says nothing`);
    }
    expect(wrong).toEqual([]);
  });
});

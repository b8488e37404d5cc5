import { describe, expect, test } from 'vitest';
import { isHocBaSoError } from '../../src/errors/index.js';
import { type HocBa, isHocBa } from '../../src/hoc-ba/index.js';
import {
  BUILT_IN_LAYOUTS,
  checkLayout,
  convertHocBa,
  cv2088,
  findSlots,
  type Layout,
  type LayoutNode,
  layoutIssues,
  loadLayout,
  openHocBa,
  phatHanh2025,
  readHocBa,
  writeHocBa,
} from '../../src/record-xml/index.js';
import { specimenHocBa } from '../../src/testing/specimen.js';
import { altered, bytesOf, textOf } from './shared.js';
import { thirdLayout } from './third-layout.js';

type Json = Record<string, unknown>;

const codeOf = (run: () => unknown): string => {
  try {
    run();
    return '';
  } catch (error) {
    return isHocBaSoError(error) ? error.code : String(error);
  }
};

/** The specimen without what only an extension can carry. */
function plainHocBa(): HocBa {
  const record = specimenHocBa();
  return { ...record, monHoc: record.monHoc.map(({ nhanXet: _, ...row }) => row) };
}

describe('layouts as JSON', () => {
  test.each(BUILT_IN_LAYOUTS.map((layout) => [layout.id, layout] as const))('%s survives JSON', (_, layout) => {
    expect(loadLayout(JSON.parse(JSON.stringify(layout)))).toEqual(layout);
  });

  test('a third layout from JSON reads and writes', () => {
    const layout = thirdLayout();
    const file = writeHocBa(plainHocBa(), { layout, idScheme: 'fixed' });
    expect(textOf(file)).toContain('<NGAY_SINH>15/03/2014</NGAY_SINH>');
    expect(textOf(file)).toContain(
      '<KET_QUA_MON><MA_MON_HOC>TV</MA_MON_HOC><TEN_MON_HOC>Tiếng Việt</TEN_MON_HOC><MUC_DAT_DUOC>T</MUC_DAT_DUOC>',
    );
    expect(textOf(file)).toContain('<PHAM_CHAT_NHAN_AI>T</PHAM_CHAT_NHAN_AI>');
    const again = openHocBa(file.bytes, { layouts: [...BUILT_IN_LAYOUTS, layout] });
    expect(readHocBa(again)).toMatchObject({ hocBa: plainHocBa(), findings: [], layout: { id: 'tinhX' } });
    expect(checkLayout(layout, { samples: [file], records: [plainHocBa()] })).toEqual([]);
  });

  const at = (json: unknown, path: string): Json =>
    path.split('.').reduce((one, key) => (one as Json)[key] as Json, json as Json);
  test.each<[string, string, (node: Json) => void]>([
    ['a key is missing', '', (node) => delete node['tables']],
    ['an unknown key', 'record', (node) => Object.assign(node, { childs: [] })],
    ['no element name', 'record', (node) => Object.assign(node, { element: 'HỌC BẠ' })],
    ['an unknown kind', 'record.children.0', (node) => Object.assign(node, { kind: 'grupo' })],
    ['a flag that is false', 'record.children.0', (node) => Object.assign(node, { required: false })],
    ['an unknown codec', 'record.children.0.children.0.children.0', (node) => Object.assign(node, { codec: 'xml' })],
    [
      'a codec without its table',
      'record.children.0.children.0.children.0',
      (node) => Object.assign(node, { codec: 'words' }),
    ],
    [
      'a codec with an unknown table',
      'record.children.0.children.0.children.0',
      (node) => Object.assign(node, { codec: 'words:x' }),
    ],
    [
      'a field that reaches for the prototype',
      'record.children.0.children.0.children.0',
      (node) => Object.assign(node, { field: '__proto__.x' }),
    ],
    [
      'a field with two tags',
      'record.children.0.children.0.children.0',
      (node) => Object.assign(node, { field: 'thongTu' }),
    ],
    [
      'two siblings of one name',
      'record.children.0.children.0.children.0',
      (node) => Object.assign(node, { element: 'THONG_TU' }),
    ],
    [
      'an alias that is a sibling',
      'record.children.0.children.0.children.0',
      (node) => Object.assign(node, { aliases: ['THONG_TU'] }),
    ],
    ['no data block', 'record.children.0', (node) => delete node['id']],
    ['a data block further in', 'record.children.0.children.0', (node) => Object.assign(node, { id: 'data' })],
    [
      'slots inside the data block',
      'record.children.0.children.0',
      (node) => Object.assign(node, { kind: 'slots', children: [], required: undefined }),
    ],
    ['a role with two slots', 'record.children.1.children.0', (node) => Object.assign(node, { role: 'canBoQuanLy' })],
    [
      'a slot for an inner block that is not there',
      'record.children.1.children.0',
      (node) => Object.assign(node, { covers: 'inner' }),
    ],
    ['several slots without a key', 'record.children.1.children.0', (node) => Object.assign(node, { multiple: true })],
    ['an extension named like a tag', 'extension', (node) => Object.assign(node, { element: 'TONG_KET' })],
    [
      'two values written alike',
      'tables.mucDatMonHoc.values',
      (node) => Object.assign(node, { hoanThanh: 'Hoàn thành tốt' }),
    ],
  ])('%s is refused', (_, path, change) => {
    const json = JSON.parse(JSON.stringify(cv2088)) as Json;
    expect(layoutIssues(json)).toEqual([]);
    change(path === '' ? json : at(json, path));
    const broken = JSON.parse(JSON.stringify(json)) as unknown;
    expect(layoutIssues(broken).length).toBeGreaterThan(0);
    expect(codeOf(() => loadLayout(broken))).toBe('ERR_LAYOUT_INVALID');
    expect(checkLayout(broken).map(({ code }) => code)).toContain('structure');
  });

  test.each([null, 1, 'x', [], {}, { record: 1 }])('%j is no layout', (value) => {
    expect(codeOf(() => loadLayout(value))).toBe('ERR_LAYOUT_INVALID');
  });
});

/** Every tag with a field, rows included. */
function* values(
  nodes: readonly LayoutNode[],
  prefix = '',
): Generator<{ field: string; orReason: boolean; required: boolean }> {
  for (const node of nodes) {
    if (node.kind === 'value') {
      yield { field: prefix + node.field, orReason: node.orReason === true, required: node.required === true };
    } else if (node.kind === 'group') yield* values(node.children, prefix);
    else if (node.kind === 'list') yield* values(node.item.children, `${prefix}${node.field}.0.`);
  }
}

test.each(BUILT_IN_LAYOUTS.map((layout) => [layout.id, layout] as const))(
  '%s marks exactly those required tags that the model lets be absent for a reason',
  (_, layout) => {
    const reason = { vang: 'khongRo', lyDo: 'Không rõ' };
    for (const { field, orReason, required } of values(layout.record.children)) {
      const record = JSON.parse(JSON.stringify(specimenHocBa())) as Json;
      const steps = field.split('.');
      const parent = steps.slice(0, -1).reduce((one, key) => one[key] as Json, record);
      if (parent === undefined) continue;
      parent[steps.at(-1)!] = reason;
      if (required) expect([field, isHocBa(record)]).toEqual([field, orReason]);
      else expect([field, orReason]).toEqual([field, false]);
    }
  },
);

describe('checkLayout', () => {
  test('says what goes to the extension, and what is lost without one', () => {
    expect(checkLayout(cv2088, { records: [specimenHocBa()] })).toEqual([
      expect.objectContaining({ code: 'notCarried', severity: 'info', where: 'monHoc.0.nhanXet' }),
    ]);
    const { extension: _, ...bare } = cv2088;
    expect(checkLayout(bare, { records: [specimenHocBa()] })).toEqual([
      expect.objectContaining({ code: 'notCarried', severity: 'warning', where: 'monHoc.0.nhanXet' }),
    ]);
  });

  test('finds tags it does not know and samples it cannot read', () => {
    const unknown = altered(cv2088, '<MA_KHOI>', '<NHOM_MAU>O</NHOM_MAU><MA_KHOI>');
    expect(checkLayout(cv2088, { samples: [unknown] }).map(({ code }) => code)).toContain('tagUnknown');
    const broken = altered(cv2088, 'Hoàn thành</KET', 'Khá</KET');
    expect(checkLayout(cv2088, { samples: [broken] }).map(({ code }) => code)).toContain('sampleUnread');
  });

  test('finds a codec that loses something', () => {
    const json = JSON.parse(
      JSON.stringify(cv2088).replace(
        '"field":"lopHoc.tenLop","codec":"text"',
        '"field":"lopHoc.tenLop","codec":"integer"',
      ),
    ) as Layout;
    const record = { ...specimenHocBa(), lopHoc: { khoiLop: 4, tenLop: '4A1' } };
    const { extension: _, ...bare } = json;
    expect(checkLayout(bare, { records: [record] }).map(({ where }) => where)).toContain('lopHoc.tenLop');
  });
});

describe('convertHocBa', () => {
  test('from one layout to the other and back', () => {
    const source = writeHocBa(specimenHocBa(), { layout: cv2088 });
    const there = convertHocBa(source, { layout: phatHanh2025 });
    expect(there.losses).toEqual([]);
    const back = convertHocBa(there.file, { layout: cv2088 });
    expect(back.losses).toEqual([]);
    expect(readHocBa(back.file).hocBa).toEqual(specimenHocBa());
  });

  test('says what is lost: signatures, unknown tags, other spellings, fields without a tag', () => {
    const signature = '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/>';
    const text = textOf(writeHocBa(specimenHocBa(), { layout: cv2088 }))
      .replace('<DANH_SACH_THONG_TIN_KY>', `<DANH_SACH_THONG_TIN_KY><CBQL>${signature}</CBQL>`)
      .replace('</HOC_BA>', `${signature}</HOC_BA>`)
      .replace('<MA_KHOI>', '<NHOM_MAU>O</NHOM_MAU><MA_KHOI>')
      .replace('2014-03-15', '15/3/2014');
    const { file, losses } = convertHocBa(bytesOf(text), { layout: thirdLayout(), allowLoss: true });
    expect(losses.map(({ kind, what }) => `${kind} ${what}`)).toEqual([
      'signature canBoQuanLy',
      'signature ',
      'spelling DU_LIEU_HOC_BA/THONG_TIN_CHUNG/NGAY_SINH',
      'unknownElement DU_LIEU_HOC_BA/THONG_TIN_CHUNG/NHOM_MAU',
      'unknownElement Signature',
      'field monHoc.0.nhanXet',
      'field monHoc.2.nhanXet',
      'field monHoc.4.nhanXet',
    ]);
    expect(findSlots(file)).toEqual([]);
    expect(readHocBa(file).hocBa).toEqual(plainHocBa());
    expect(codeOf(() => convertHocBa(bytesOf(text), { layout: thirdLayout() }))).toBe('ERR_RECORD_LOSS');
  });

  test('a record that cannot be read for certain is not converted', () => {
    const file = altered(cv2088, 'Hoàn thành</KET', 'Hoàn<!-- --> thành</KET');
    expect(codeOf(() => convertHocBa(file, { layout: phatHanh2025 }))).toBe('ERR_RECORD_UNREADABLE');
  });
});

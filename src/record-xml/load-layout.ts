import { createError } from '../errors/index.js';
import { VAI_TRO_KY } from '../hoc-ba/index.js';
import { CODEC_NAMES, TABLE_CODECS } from './codecs.js';
import type { Layout, LayoutNode } from './layout.js';
import { elementsOf, walkGroups } from './layout-index.js';
import { type Bag, isBag } from './model-path.js';
import { RECORD_XML_ERRORS } from './record-xml-errors.js';

/** Something in a layout that would not work. */
export interface LayoutIssue {
  /** Where, as dotted keys: `record.children.0.children.3.codec`. */
  readonly path: string;
  readonly vi: string;
  readonly en: string;
}

/**
 * A layout from JSON, checked completely before anything relies on it.
 *
 * @param value - Parsed JSON.
 * @throws {@link HocBaSoError} `ERR_LAYOUT_INVALID`; `issues` holds every {@link LayoutIssue}.
 */
export function loadLayout(value: unknown): Layout {
  const issues = layoutIssues(value);
  if (issues.length > 0) {
    throw createError(
      RECORD_XML_ERRORS,
      'ERR_LAYOUT_INVALID',
      { count: issues.length, path: issues[0]!.path || '/' },
      { issues },
    );
  }
  return structuredClone(value) as Layout;
}

/** Everything that keeps a value from being a layout; empty when it is one. */
export function layoutIssues(value: unknown): readonly LayoutIssue[] {
  const issues: LayoutIssue[] = [];
  const say: Say = (path, vi, en) => issues.push({ path, vi, en });
  checkShape(value, LAYOUT, '', say);
  // The rules below presume the shape.
  if (issues.length === 0) checkRules(value as Layout, say);
  return issues;
}

type Say = (path: string, vi: string, en: string) => void;

/** A shape: a kind of text, `true` as the only flag, a list of shapes, an object with required and optional (`?`) keys, or a choice by `kind`. */
type Shape =
  | 'text'
  | 'name'
  | 'field'
  | 'flag'
  | 'any'
  | { readonly list: Shape }
  | { readonly record: Shape }
  | { readonly oneOf: readonly string[] }
  | { readonly byKind: Readonly<Record<string, () => Shape>> }
  | { readonly object: Readonly<Record<string, Shape>> };

const NCNAME = /^[A-Za-z_][A-Za-z0-9_.-]*$/;
const FIELD = /^[a-z][A-Za-z0-9]*(?:\.[a-z][A-Za-z0-9]*)*$/;

const WORDS: Shape = { object: { vi: 'text', en: 'text' } };
const ATTRIBUTE: Shape = {
  object: { name: 'name', field: 'field', codec: 'text', 'required?': 'flag', 'assumed?': 'flag' },
};
const NODE: Shape = {
  byKind: {
    group: () => ({
      object: {
        kind: 'text',
        element: 'name',
        'aliases?': { list: 'name' },
        'required?': 'flag',
        'assumed?': 'flag',
        'id?': { oneOf: ['data', 'inner', 'salt'] },
        'attributes?': { list: ATTRIBUTE },
        'onlyIf?': { object: { field: 'field', equals: 'text' } },
        children: { list: NODE },
      },
    }),
    value: () => ({
      object: {
        kind: 'text',
        element: 'name',
        'aliases?': { list: 'name' },
        field: 'field',
        codec: 'text',
        'required?': 'flag',
        'orReason?': 'flag',
        'assumed?': 'flag',
      },
    }),
    list: () => ({
      object: {
        kind: 'text',
        'element?': 'name',
        'aliases?': { list: 'name' },
        field: 'field',
        'required?': 'flag',
        'assumed?': 'flag',
        item: {
          object: {
            element: 'name',
            'aliases?': { list: 'name' },
            'id?': { oneOf: ['row'] },
            'attributes?': { list: ATTRIBUTE },
            children: { list: NODE },
          },
        },
      },
    }),
    slots: () => ({
      object: { kind: 'text', element: 'name', 'assumed?': 'flag', children: { list: NODE } },
    }),
    slot: () => ({
      object: {
        kind: 'text',
        element: 'name',
        role: { oneOf: VAI_TRO_KY },
        'multiple?': 'flag',
        'keyAttribute?': 'name',
        'required?': 'flag',
        'assumed?': 'flag',
        covers: { oneOf: ['data', 'inner', 'row'] },
        'otherPaths?': { list: 'text' },
        fields: {
          list: {
            object: { element: 'name', content: { oneOf: ['ngayKy', 'soDinhDanhCaNhan'] }, 'required?': 'flag' },
          },
        },
      },
    }),
  },
};
const LAYOUT: Shape = {
  object: {
    id: 'text',
    version: 'text',
    title: WORDS,
    source: 'text',
    capHoc: 'text',
    list: { object: { element: 'name', 'assumed?': 'flag' } },
    record: { object: { element: 'name', children: { list: NODE } } },
    defaults: { record: 'any' },
    tables: {
      record: {
        object: { values: { record: 'text' }, 'aliases?': { record: 'text' }, 'assumed?': 'flag' },
      },
    },
    'extension?': {
      object: {
        element: 'name',
        versionAttribute: 'name',
        version: 'text',
        item: 'name',
        nameAttribute: 'name',
        typeAttribute: 'name',
        'assumed?': 'flag',
      },
    },
    assumptions: { list: WORDS },
  },
};

/** Deeper than any layout, shallow enough for every stack. */
const MAX_DEPTH = 64;

function checkShape(value: unknown, shape: Shape, path: string, say: Say, depth = 0): void {
  const wrong = (vi: string, en: string): void => say(path, vi, en);
  if (depth > MAX_DEPTH) {
    wrong('lồng quá sâu', 'nested too deep');
    return;
  }
  const into = (inner: unknown, innerShape: Shape, key: string | number): void =>
    checkShape(inner, innerShape, path === '' ? String(key) : `${path}.${key}`, say, depth + 1);
  if (typeof shape === 'string') {
    if (shape === 'any') return;
    if (shape === 'flag') {
      if (value !== true) wrong('chỉ có thể là true hoặc bỏ đi', 'only true, or left out');
    } else if (typeof value !== 'string' || value === '') {
      wrong('phải là chuỗi không rỗng', 'must be a non-empty text');
    } else if (shape === 'name' && !NCNAME.test(value)) {
      wrong('không phải tên thẻ', 'not a name of an element or attribute');
    } else if (shape === 'field' && !FIELD.test(value)) {
      wrong('không phải đường dẫn trường', 'not a path of a field');
    }
  } else if ('list' in shape) {
    if (!Array.isArray(value)) wrong('phải là danh sách', 'must be a list');
    else for (const [index, inner] of value.entries()) into(inner, shape.list, index);
  } else if ('oneOf' in shape) {
    if (!shape.oneOf.includes(value as string)) wrong('giá trị lạ', 'not one of the known values');
  } else if (!isBag(value)) {
    wrong('phải là đối tượng', 'must be an object');
  } else if ('record' in shape) {
    for (const [key, inner] of Object.entries(value)) into(inner, shape.record, key);
  } else if ('byKind' in shape) {
    const kind = value['kind'];
    const make = typeof kind === 'string' && Object.hasOwn(shape.byKind, kind) ? shape.byKind[kind] : undefined;
    if (make === undefined) wrong('kind lạ', 'unknown kind');
    else checkShape(value, make(), path, say, depth);
  } else {
    checkObject(value, shape.object, into, wrong);
  }
}

function checkObject(
  value: Bag,
  shape: Readonly<Record<string, Shape>>,
  into: (inner: unknown, shape: Shape, key: string) => void,
  wrong: (vi: string, en: string) => void,
): void {
  for (const [name, inner] of Object.entries(shape)) {
    const key = name.replace('?', '');
    if (Object.hasOwn(value, key)) into(value[key], inner, key);
    else if (key === name) wrong(`thiếu "${key}"`, `"${key}" is missing`);
  }
  for (const key of Object.keys(value)) {
    if (!Object.hasOwn(shape, key) && !Object.hasOwn(shape, `${key}?`)) wrong('có khoá lạ', 'an unknown key');
  }
}

/** What the shape cannot say: every rule that reading, writing and signing rely on. */
function checkRules(layout: Layout, say: Say): void {
  const { children } = layout.record;
  const groups = [...walkGroups(children)];
  const data = groups.filter((group) => group.id === 'data');
  if (data.length !== 1 || !children.includes(data[0]!)) {
    say(
      'record',
      'phải có đúng một nhóm id "data", ngay dưới học bạ',
      'exactly one group with id "data", directly below the record',
    );
  }
  const inner = groups.filter((group) => group.id === 'inner');
  if (inner.length > 1 || (inner.length === 1 && !data[0]?.children.includes(inner[0]!))) {
    say(
      'record',
      'nhóm id "inner" phải nằm ngay dưới nhóm "data"',
      'a group with id "inner" stands directly below "data", once',
    );
  }
  if (groups.filter((group) => group.id === 'salt').length > 1) {
    say('record', 'chỉ một nhóm mang id "salt"', 'only one group has the id "salt"');
  }
  checkNodes(layout, children, 'record.children', '', new Map(), say, true);
  const roles = new Set<string>();
  checkSlots(layout, children, 'record.children', roles, inner.length === 1, say);
  const extension = layout.extension?.element;
  if (extension !== undefined && data[0]?.children.some((node) => elementsOf(node).includes(extension))) {
    say('extension.element', 'trùng với một thẻ của khối dữ liệu', 'the same as a tag of the data block');
  }
  for (const [name, table] of Object.entries(layout.tables)) {
    const words = Object.values(table.values);
    if (new Set(words).size !== words.length) {
      say(`tables.${name}.values`, 'hai giá trị viết giống nhau', 'two values are written alike');
    }
  }
}

function checkNodes(
  layout: Layout,
  nodes: readonly LayoutNode[],
  path: string,
  prefix: string,
  fields: Map<string, string>,
  say: Say,
  isRecord = false,
): void {
  const names = new Set<string>();
  const bind = (field: string, at: string): void => {
    if (fields.has(prefix + field)) say(at, 'trường này đã có thẻ khác', 'another tag holds this field already');
    fields.set(prefix + field, at);
  };
  for (const [index, node] of nodes.entries()) {
    const at = `${path}.${index}`;
    for (const name of elementsOf(node)) {
      if (names.has(name)) say(`${at}.element`, 'hai thẻ cùng cấp trùng tên', 'two siblings have the same name');
      names.add(name);
    }
    if (node.kind === 'slots') {
      if (!isRecord) say(at, 'chỗ ký phải nằm ngoài khối dữ liệu', 'slots stand directly below the record');
      continue;
    }
    const attributes =
      node.kind === 'group' ? node.attributes : node.kind === 'list' ? node.item.attributes : undefined;
    const inner = node.kind === 'list' ? `${prefix}${node.field}[].` : prefix;
    for (const [position, attribute] of (attributes ?? []).entries()) {
      const where = `${at}.attributes.${position}`;
      checkCodec(layout, attribute.codec, `${where}.codec`, say);
      const owner = inner + attribute.field;
      if (fields.has(owner)) say(where, 'trường này đã có thẻ khác', 'another tag holds this field already');
      fields.set(owner, where);
    }
    if (node.kind === 'value') {
      checkCodec(layout, node.codec, `${at}.codec`, say);
      bind(node.field, at);
    } else if (node.kind === 'group') {
      checkNodes(layout, node.children, `${at}.children`, prefix, fields, say);
    } else {
      bind(node.field, at);
      checkNodes(layout, node.item.children, `${at}.item.children`, inner, fields, say);
    }
  }
}

function checkCodec(layout: Layout, codec: string, path: string, say: Say): void {
  const [name = '', table, ...rest] = codec.split(':');
  const isKnown = (CODEC_NAMES as readonly string[]).includes(name) && rest.length === 0;
  if (!isKnown) {
    say(path, 'bộ chuyển không có', 'no such codec');
  } else if (TABLE_CODECS.has(name) !== (table !== undefined)) {
    say(path, 'bộ chuyển này cần (hoặc không nhận) bảng', 'this codec needs (or takes no) table');
  } else if (table !== undefined && !Object.hasOwn(layout.tables, table)) {
    say(path, 'không có bảng này', 'no such table');
  }
}

function checkSlots(
  layout: Layout,
  nodes: readonly unknown[],
  path: string,
  roles: Set<string>,
  hasInner: boolean,
  say: Say,
  isInside = false,
): void {
  const names = new Set<string>();
  for (const [index, node] of (nodes as readonly Bag[]).entries()) {
    const at = `${path}.${index}`;
    if (node['kind'] === 'slots') {
      checkSlots(layout, node['children'] as readonly unknown[], `${at}.children`, roles, hasInner, say, true);
    } else if (node['kind'] === 'slot') {
      const role = String(node['role']);
      if (!isInside) say(at, 'chỗ ký phải nằm trong một nhóm chỗ ký', 'a slot stands inside a container of slots');
      if (roles.has(role)) say(`${at}.role`, 'vai trò này đã có chỗ ký', 'the role has a slot already');
      roles.add(role);
      if ((node['multiple'] === true) !== (node['keyAttribute'] !== undefined)) {
        say(at, '"multiple" và "keyAttribute" phải đi cùng nhau', '"multiple" and "keyAttribute" go together');
      }
      if (node['covers'] === 'inner' && !hasInner) {
        say(`${at}.covers`, 'bố cục không có nhóm id "inner"', 'the layout has no group with id "inner"');
      }
    } else if (isInside) {
      say(at, 'trong nhóm chỗ ký chỉ có chỗ ký', 'a container of slots holds only slots');
    }
    if (isInside) {
      const name = String(node['element']);
      if (names.has(name)) say(`${at}.element`, 'hai thẻ cùng cấp trùng tên', 'two siblings have the same name');
      names.add(name);
    }
  }
}

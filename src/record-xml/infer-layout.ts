import { createError } from '../errors/index.js';
import type { VaiTroKy } from '../hoc-ba/index.js';
import { parseXml } from '../xml/index.js';
import { type HocBaFile, isHocBaFile } from './hoc-ba-file.js';
import { type KnownList, type KnownTags, knownTags } from './known-tags.js';
import type {
  Layout,
  LayoutAttribute,
  LayoutGroup,
  LayoutNode,
  LayoutSlot,
  LayoutSlots,
  LayoutValue,
} from './layout.js';
import { RECORD_XML_ERRORS } from './record-xml-errors.js';
import { mergeShapes, recordsOf, referencedIds, type Shape } from './sample-shape.js';
import { collectWords, type InferNote, type WordCollector } from './sample-words.js';

export interface InferredLayout {
  readonly layout: Layout;
  readonly notes: readonly InferNote[];
}

/** Options of {@link inferLayout}. */
export interface InferLayoutOptions {
  readonly id?: string;
  /** Layouts whose tags are known; default: the built-in ones. */
  readonly known?: readonly Layout[];
}

/**
 * Drafts a layout from sample files alone: containers, order, slots and what they sign from the files; what a tag means from the layouts
 * already known. Value words follow the samples. Nothing official comes of it: every sample-made part has to be read by a person.
 *
 * @param samples - Files of one layout, signed if possible; the fuller the better.
 * @throws {@link HocBaSoError} `ERR_XML_*`; `ERR_LAYOUT_SAMPLES` when there is no sample or no data block can be told.
 */
export function inferLayout(
  samples: readonly (HocBaFile | Uint8Array)[],
  options: InferLayoutOptions = {},
): InferredLayout {
  const known = knownTags(options.known);
  const recordNames = new Set(known.layouts.map((layout) => layout.record.element));
  const roots = samples.map((sample) =>
    recordsOf(parseXml(isHocBaFile(sample) ? sample.bytes : sample).root, recordNames),
  );
  const records = roots.flatMap((root) => root.records);
  const [first] = records;
  if (first === undefined) throw createError(RECORD_XML_ERRORS, 'ERR_LAYOUT_SAMPLES', { reason: 'no record' });
  const shape = mergeShapes(first.localName, records, records.length, false);
  const draft = new Draft(known, shape);
  const children = draft.record();
  const base = known.layouts[0]!;
  const extension = known.layouts
    .map((one) => one.extension)
    .find((one) => one !== undefined && draft.hasExtension(one.element));
  return {
    layout: {
      id: options.id ?? 'inferred',
      version: '0',
      title: { vi: 'Bố cục suy ra từ tệp mẫu', en: 'Layout inferred from samples' },
      source: `${records.length} học bạ mẫu`,
      capHoc: base.capHoc,
      list: { element: roots.find((root) => root.list !== undefined)?.list ?? base.list.element },
      record: { element: shape.name, children },
      defaults: base.defaults,
      tables: draft.words.tables(),
      ...(extension === undefined ? {} : { extension }),
      assumptions: [
        {
          vi: 'Mọi phần suy ra từ tệp mẫu, chưa đối chiếu với văn bản nào.',
          en: 'Every part is inferred from samples and compared with no document.',
        },
      ],
    },
    notes: draft.notes,
  };
}

/** The state of one inference. */
class Draft {
  readonly notes: InferNote[] = [];
  /** Words the samples use. */
  readonly words: WordCollector;
  readonly #known: KnownTags;
  readonly #shape: Shape;
  /** Ids that signatures reference → the role that does. */
  readonly #signedIds = new Map<string, VaiTroKy>();
  #data: Shape | undefined;
  #hasSalt = false;

  constructor(known: KnownTags, shape: Shape) {
    this.#known = known;
    this.#shape = shape;
    this.words = collectWords(known, this.#note.bind(this));
    const dataNames = new Set(known.groups.filter((group) => group.id === 'data').map((group) => group.element));
    this.#data =
      shape.children.find((child) => dataNames.has(child.name)) ??
      [...shape.children].sort((a, b) => this.#countKnown(b) - this.#countKnown(a))[0];
    if (this.#data === undefined || this.#countKnown(this.#data) === 0) {
      throw createError(RECORD_XML_ERRORS, 'ERR_LAYOUT_SAMPLES', { reason: 'no data block' });
    }
    this.#collectSigned(shape);
  }

  record(): readonly LayoutNode[] {
    return this.#shape.children.flatMap((child): LayoutNode[] => {
      if (child === this.#data) return [this.#group(child, [child.name])];
      const slots = this.#slots(child);
      if (slots === undefined) this.#unknown(child, [child.name]);
      return slots === undefined ? [] : [slots];
    });
  }

  hasExtension(name: string): boolean {
    return this.#data?.children.some((child) => child.name === name) === true;
  }

  #group(shape: Shape, path: readonly string[]): LayoutGroup {
    const model = this.#likeGroup(shape);
    const { attributes, id } = this.#attributes(shape, path, model);
    const children = shape.children.flatMap((child) => this.#node(child, [...path, child.name], this.#known.values));
    return {
      kind: 'group',
      element: shape.name,
      ...(this.#isAlways(shape) && model?.required !== undefined ? { required: true as const } : {}),
      ...(id === undefined ? {} : { id }),
      ...(attributes.length === 0 ? {} : { attributes }),
      ...(model?.onlyIf === undefined ? {} : { onlyIf: model.onlyIf }),
      children,
    };
  }

  #node(shape: Shape, path: readonly string[], values: ReadonlyMap<string, LayoutValue>): LayoutNode[] {
    if (this.#known.layouts.some((layout) => layout.extension?.element === shape.name)) return [];
    if (shape.children.length === 0) {
      const value = values.get(shape.name);
      if (value !== undefined) return [this.#value(shape, value, path)];
      // An element of attributes alone is a group; an empty list is told by its name.
      const list = this.#known.lists.find((one) => one.list.element === shape.name);
      if (list !== undefined) return [{ ...list.list, element: shape.name }];
      if (shape.attributes.size > 0 && this.#likeGroup(shape)?.attributes !== undefined)
        return [this.#rowGroup(shape, path, values)];
      this.#unknown(shape, path);
      return [];
    }
    const direct = this.#listOf(shape);
    if (shape.isRepeated && direct !== undefined) return [this.#list(undefined, shape, direct, path)];
    const [only] = shape.children;
    const inner = shape.children.length === 1 && only !== undefined ? this.#listOf(only) : undefined;
    if (inner !== undefined && only !== undefined && this.#score(shape, this.#known.values) === 0) {
      return [this.#list(shape, only, inner, [...path, only.name])];
    }
    return values === this.#known.values ? [this.#group(shape, path)] : [this.#rowGroup(shape, path, values)];
  }

  /** A group inside a list item: its values are the item's. */
  #rowGroup(shape: Shape, path: readonly string[], values: ReadonlyMap<string, LayoutValue>): LayoutGroup {
    const model = this.#likeGroup(shape);
    const { attributes } = this.#attributes(shape, path, model);
    const own = new Map(values);
    for (const child of model?.children ?? []) if (child.kind === 'value') own.set(child.element, child);
    return {
      kind: 'group',
      element: shape.name,
      ...(attributes.length === 0 ? {} : { attributes }),
      children: shape.children.flatMap((child) => this.#node(child, [...path, child.name], own)),
    };
  }

  #list(container: Shape | undefined, item: Shape, known: KnownList, path: readonly string[]): LayoutNode {
    const isSigned = [...this.#signedIds].some(([id]) => item.attributes.get('Id')?.includes(id));
    return {
      kind: 'list',
      ...(container === undefined ? {} : { element: container.name }),
      field: known.list.field,
      ...(known.list.required === undefined ? {} : { required: true as const }),
      item: {
        element: item.name,
        ...(isSigned || item.attributes.has('Id') ? { id: 'row' as const } : {}),
        children: item.children.flatMap((child) => this.#node(child, [...path, child.name], known.values)),
      },
    };
  }

  #value(shape: Shape, known: LayoutValue, path: readonly string[]): LayoutValue {
    const { assumed: _, aliases: __, ...rest } = known;
    const aliases = [known.element, ...(known.aliases ?? [])].filter((name) => name !== shape.name);
    this.words.learn(shape, known, path);
    return {
      ...rest,
      element: shape.name,
      ...(aliases.length === 0 ? {} : { aliases }),
      codec: this.#codecFor(shape, known.codec),
    };
  }

  /** The known codec, or another date form when every sample is written in that. */
  #codecFor(shape: Shape, codec: string): string {
    const texts = shape.texts.filter((text) => text !== '');
    const isSlash = codec === 'date' && texts.length > 0 && texts.every((text) => /^\d{2}\/\d{2}\/\d{4}$/.test(text));
    return isSlash ? 'dateSlash' : codec;
  }

  #attributes(
    shape: Shape,
    path: readonly string[],
    model: LayoutGroup | undefined,
  ): { readonly attributes: readonly LayoutAttribute[]; readonly id?: 'data' | 'inner' | 'salt' } {
    const attributes: LayoutAttribute[] = [];
    let id: 'data' | 'inner' | 'salt' | undefined = shape === this.#data ? 'data' : undefined;
    for (const [name, values] of shape.attributes) {
      const known = model?.attributes?.find((one) => one.name === name);
      const isId = name === 'Id' || name === 'ID' || name === 'id';
      if (known !== undefined) attributes.push(known);
      else if (isId && id === undefined) {
        const isReferenced = values.some((value) => this.#signedIds.has(value) || value.startsWith('thongtinhocba'));
        // Only a group directly in the data block can be the inner one, and one element is enough to salt the digest.
        if (isReferenced && path.length === 2) id = 'inner';
        else if (!isReferenced && !this.#hasSalt) {
          id = 'salt';
          this.#hasSalt = true;
        }
      } else if (!isId) {
        const where = path.join('/');
        this.#note('attributeUnknown', where, `Thuộc tính lạ ở ${where}`, `An unknown attribute at ${where}`);
      }
    }
    return { attributes, ...(id === undefined ? {} : { id }) };
  }

  #slots(shape: Shape): LayoutSlots | undefined {
    const children = shape.children.flatMap((child): (LayoutSlots | LayoutSlot)[] => {
      const slot = this.#slot(child);
      if (slot !== undefined) return [slot];
      const inner = this.#slots(child);
      if (inner === undefined) this.#unknown(child, [shape.name, child.name]);
      return inner === undefined ? [] : [inner];
    });
    const isKnown = this.#known.layouts.some((layout) =>
      layout.record.children.some((node) => node.kind === 'slots' && node.element === shape.name),
    );
    return children.length === 0 && !isKnown ? undefined : { kind: 'slots', element: shape.name, children };
  }

  #slot(shape: Shape): LayoutSlot | undefined {
    const model = this.#known.slots.get(shape.name);
    if (model === undefined) return undefined;
    const key = [...shape.attributes.keys()].find((name) => /^id$/i.test(name));
    const ids = shape.elements.flatMap(referencedIds);
    if (ids.length === 0) {
      this.#note(
        'unsigned',
        shape.name,
        `Chỗ ký ${shape.name} không có chữ ký mẫu`,
        `The slot ${shape.name} has no sample signature`,
      );
    }
    const fields = shape.children.flatMap((child) => {
      const known = [...this.#known.slots.values()]
        .flatMap((slot) => slot.fields)
        .find((field) => field.element === child.name);
      if (known === undefined) {
        this.#unknown(child, [shape.name, child.name]);
        return [];
      }
      return [
        {
          element: child.name,
          content: known.content,
          ...(this.#isAlways(child, shape) ? { required: true as const } : {}),
        },
      ];
    });
    return {
      kind: 'slot',
      element: shape.name,
      role: model.role,
      ...(key === undefined ? {} : { multiple: true as const, keyAttribute: key }),
      ...(model.required === undefined ? {} : { required: true as const }),
      covers: ids.length === 0 ? model.covers : this.#coverage(ids),
      fields,
    };
  }

  /** What the referenced Ids are: the data block, a group inside it, or rows. */
  #coverage(ids: readonly string[]): LayoutSlot['covers'] {
    const has = (shape: Shape): boolean =>
      ['Id', 'ID', 'id'].some((name) => shape.attributes.get(name)?.some((value) => ids.includes(value)) === true);
    if (this.#data !== undefined && has(this.#data)) return 'data';
    const find = (shapes: readonly Shape[], within: readonly Shape[]): readonly Shape[] | undefined => {
      for (const shape of shapes) {
        if (has(shape)) return [...within, shape];
        const deeper = find(shape.children, [...within, shape]);
        if (deeper !== undefined) return deeper;
      }
      return undefined;
    };
    const way = find(this.#data?.children ?? [], []);
    const last = way?.at(-1);
    return last !== undefined && this.#listOf(last) !== undefined && way!.length > 1 ? 'row' : 'inner';
  }

  /** The known list whose items look most like this element; undefined when its tags fit the record better. */
  #listOf(item: Shape): KnownList | undefined {
    const ranked = this.#known.lists
      .map((list) => ({ list, score: this.#score(item, list.values) }))
      .sort((a, b) => b.score - a.score);
    const best = ranked[0];
    const asRecord = this.#score(item, this.#known.values);
    return best !== undefined && best.score > 1 && best.score > asRecord ? best.list : undefined;
  }

  #score(shape: Shape, values: ReadonlyMap<string, LayoutValue>): number {
    return shape.children.filter((child) => child.children.length === 0 && values.has(child.name)).length;
  }

  #countKnown(shape: Shape): number {
    return (
      this.#score(shape, this.#known.values) + shape.children.reduce((sum, child) => sum + this.#countKnown(child), 0)
    );
  }

  /** The known group this one resembles: by name, else by sharing more than half of its tags. */
  #likeGroup(shape: Shape): LayoutGroup | undefined {
    const byName = this.#known.groups.find((group) => group.element === shape.name);
    if (byName !== undefined) return byName;
    const names = new Set(shape.children.map((child) => child.name));
    return this.#known.groups.find((group) => {
      const tags = group.children.map((node) => (node.kind === 'list' ? (node.element ?? '') : node.element));
      return tags.filter((tag) => names.has(tag)).length * 2 > tags.length;
    });
  }

  #collectSigned(shape: Shape): void {
    for (const child of shape.children) {
      const role = this.#known.slots.get(child.name)?.role;
      if (role !== undefined && child.isSigned) {
        for (const id of child.elements.flatMap(referencedIds)) this.#signedIds.set(id, role);
      }
      this.#collectSigned(child);
    }
  }

  #isAlways(shape: Shape, parent?: Shape): boolean {
    return parent === undefined || shape.parents === parent.count;
  }

  #unknown(shape: Shape, path: readonly string[]): void {
    const where = path.join('/');
    this.#note(
      'tagUnknown',
      where,
      `Chưa rõ nghĩa thẻ ${where} (${shape.count} lần)`,
      `No known meaning of the tag ${where} (${shape.count} times)`,
    );
  }

  #note(code: InferNote['code'], where: string, vi: string, en: string): void {
    if (!this.notes.some((note) => note.code === code && note.where === where))
      this.notes.push({ code, where, vi, en });
  }
}

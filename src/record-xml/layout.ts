import type { VaiTroKy } from '../hoc-ba/index.js';

/**
 * A layout (bố cục): how the fields of a record stand in XML. Pure data, the same as a typed object and as JSON; everything else of this
 * folder is an interpreter of it. `assumed: true` marks what no official text at hand prints.
 */
export interface Layout {
  /** Name on the command line and in reports. */
  readonly id: string;
  readonly version: string;
  readonly title: Words;
  /** Document the layout comes from. */
  readonly source: string;
  /** Level whose records it carries (`capHoc`). */
  readonly capHoc: string;
  /** Root of a transaction or class file that holds several records. */
  readonly list: { readonly element: string; readonly assumed?: true };
  readonly record: LayoutRecord;
  /** Values a record has when its XML says nothing: field → JSON value. Written never, read always. */
  readonly defaults: Readonly<Record<string, unknown>>;
  /** Word tables of the codecs `words:…`, `boolean:…`, `codes:…`, `subjectName:…`. */
  readonly tables: Readonly<Record<string, WordTable>>;
  /** Where data goes that no official tag carries; left out: such data cannot be written. */
  readonly extension?: LayoutExtension;
  /** Other assumptions, for the generated page. */
  readonly assumptions: readonly Words[];
}

export interface Words {
  readonly vi: string;
  readonly en: string;
}

/** The record's element and, in written order, what stands in it. */
export interface LayoutRecord {
  readonly element: string;
  readonly children: readonly LayoutNode[];
}

export type LayoutNode = LayoutGroup | LayoutValue | LayoutList | LayoutSlots;

/** An element that only groups others. */
export interface LayoutGroup {
  readonly kind: 'group';
  readonly element: string;
  readonly aliases?: readonly string[];
  /** Written even when nothing stands in it. */
  readonly required?: true;
  readonly assumed?: true;
  /** `data` the block that is signed, `inner` an inner block that an earlier role signs, `salt` a random Id nobody references. */
  readonly id?: 'data' | 'inner' | 'salt';
  readonly attributes?: readonly LayoutAttribute[];
  /** The group's requirements hold only for records whose field has this value. */
  readonly onlyIf?: { readonly field: string; readonly equals: string };
  readonly children: readonly LayoutNode[];
}

/** An element whose text is one field. */
export interface LayoutValue {
  readonly kind: 'value';
  readonly element: string;
  /** Other spellings that are read, never written. */
  readonly aliases?: readonly string[];
  /** Path in the model, relative to the record or to the list item. */
  readonly field: string;
  readonly codec: string;
  readonly required?: true;
  /** Required, but the tag may be left out where the record states why there is no value. */
  readonly orReason?: true;
  readonly assumed?: true;
}

/** An attribute that holds one field. */
export interface LayoutAttribute {
  readonly name: string;
  readonly field: string;
  readonly codec: string;
  readonly required?: true;
  readonly assumed?: true;
}

/** A list of the model: repeated items, usually inside a container. */
export interface LayoutList {
  readonly kind: 'list';
  /** The element around the items; left out when the items stand directly in the parent. */
  readonly element?: string;
  readonly aliases?: readonly string[];
  readonly field: string;
  readonly required?: true;
  readonly assumed?: true;
  readonly item: {
    readonly element: string;
    readonly aliases?: readonly string[];
    /** `row`: each item gets an Id, since a role may sign it alone. */
    readonly id?: 'row';
    readonly attributes?: readonly LayoutAttribute[];
    readonly children: readonly LayoutNode[];
  };
}

/** A container of signature slots; written empty, filled by signing. */
export interface LayoutSlots {
  readonly kind: 'slots';
  readonly element: string;
  readonly assumed?: true;
  readonly children: readonly (LayoutSlots | LayoutSlot)[];
}

/** The place of one role's signature. */
export interface LayoutSlot {
  readonly kind: 'slot';
  readonly element: string;
  readonly role: VaiTroKy;
  /** Several may stand there (subject teachers), told apart by `keyAttribute`. */
  readonly multiple?: true;
  readonly keyAttribute?: string;
  /** A record is not complete without it. Rules may ask for more. */
  readonly required?: true;
  readonly assumed?: true;
  /** What its signature references: the data block, the inner block, or the list items that carry its key. */
  readonly covers: 'data' | 'inner' | 'row';
  /** Other places where the slot is read: element names joined by `/` below the record, `**` for any depth. */
  readonly otherPaths?: readonly string[];
  /** Unsigned fields before the signature, in written order. */
  readonly fields: readonly LayoutSlotField[];
}

export interface LayoutSlotField {
  readonly element: string;
  readonly content: 'ngayKy' | 'soDinhDanhCaNhan';
  readonly required?: true;
}

/** Texts of values: what is written for a model value, and what else is read as it. */
export interface WordTable {
  /** Model value (booleans as `true` and `false`) → text. */
  readonly values: Readonly<Record<string, string>>;
  /** Other text → model value; compared without case, accents placed as in the forms. */
  readonly aliases?: Readonly<Record<string, string>>;
  readonly assumed?: true;
}

/**
 * The last element of the data block, holding as `item[@name]` what no official tag carries, so that it is signed with the rest.
 * An item can never contradict a tag: `readHocBa` refuses one that would change the text of any.
 */
export interface LayoutExtension {
  readonly element: string;
  readonly versionAttribute: string;
  readonly version: string;
  readonly item: string;
  readonly nameAttribute: string;
  readonly typeAttribute: string;
  readonly assumed?: true;
}

/**
 * libxml2 as a second opinion on well-formedness and canonical forms, in process. It reaches below the package's public interface,
 * since only the raw call takes a node set that is neither a subtree nor a union of subtrees.
 */
import {
  C14N_ALGORITHMS,
  type C14nAlgorithm,
  ELEMENT,
  type NodeSelection,
  TEXT,
  type XmlDocument,
  type XmlElement,
  type XmlNode,
} from '../../src/xml/index.js';

type Pointer = number;

interface Raw {
  addFunction(callback: (data: number, node: Pointer, parent: Pointer) => number, signature: string): Pointer;
  allocCStringArray(strings: readonly string[]): Pointer;
  free(pointer: Pointer): void;
  xmlOutputBufferCreateIO(handler: { write(bytes: Uint8Array): number; close(): boolean }): Pointer;
  xmlOutputBufferClose(buffer: Pointer): number;
  xmlC14NExecute(
    document: Pointer,
    callback: Pointer,
    data: number,
    mode: number,
    prefixes: Pointer,
    comments: number,
    buffer: Pointer,
  ): number;
  XmlTreeCommonStruct: Record<'type' | 'children' | 'next', (node: Pointer) => number>;
  XmlNodeStruct: Record<'properties', (node: Pointer) => Pointer>;
  XmlNsStruct: Record<'prefix', (node: Pointer) => string>;
}

const MODES = { inclusive: 0, exclusive: 1, inclusive11: 2 } as const;
const ATTRIBUTE = 2;
const TEXT_TYPES: ReadonlySet<number> = new Set([3, 4]);
const DTD = 14;
const NAMESPACE = 18;

export interface OracleOptions {
  readonly algorithm: C14nAlgorithm;
  readonly inclusivePrefixes?: readonly string[];
  /** Node set, in terms of our tree of the same document; without it the whole document is rendered. */
  readonly selection?: NodeSelection;
}

export interface OracleDocument {
  /** The canonical form by libxml2; undefined when it refuses to make one. `ours` must be our tree of the same bytes. */
  canonicalize(ours: XmlDocument, options: OracleOptions): string | undefined;
  dispose(): void;
}

export interface Oracle {
  /** Undefined when libxml2 complains: the document is not well-formed with namespaces, or one of its further wishes is not met. */
  parse(bytes: Uint8Array): OracleDocument | undefined;
  /** What libxml2 complains about, one message a fault; empty when it reads the document without. */
  complaints(bytes: Uint8Array): readonly string[];
}

export async function openOracle(): Promise<Oracle> {
  const { ParseOption, XmlDocument: Foreign, XmlParseError } = await import('libxml2-wasm');
  const raw = (await import('libxml2-wasm/lib/libxml2.mjs' as string)) as Raw;
  let visible: (node: Pointer, parent: Pointer) => boolean = () => true;
  const callback = raw.addFunction((_, node, parent) => (visible(node, parent) ? 1 : 0), 'iiii');

  function execute(document: Pointer, options: OracleOptions): string | undefined {
    const { mode, comments } = C14N_ALGORITHMS[options.algorithm];
    const chunks: Uint8Array[] = [];
    const buffer = raw.xmlOutputBufferCreateIO({
      write: (bytes) => {
        chunks.push(bytes.slice());
        return bytes.length;
      },
      close: () => true,
    });
    const prefixes = (options.inclusivePrefixes ?? []).map((prefix) => (prefix === '' ? '#default' : prefix));
    const array = prefixes.length === 0 ? 0 : raw.allocCStringArray(prefixes);
    const used = options.selection === undefined ? 0 : callback;
    const result = raw.xmlC14NExecute(document, used, 0, MODES[mode], array, comments ? 1 : 0, buffer);
    raw.xmlOutputBufferClose(buffer);
    if (array !== 0) raw.free(array);
    return result < 0 ? undefined : Buffer.concat(chunks).toString('utf8');
  }

  const option = ParseOption.XML_PARSE_HUGE | ParseOption.XML_PARSE_NO_XXE;
  function read(bytes: Uint8Array): InstanceType<typeof Foreign> | readonly string[] {
    try {
      return Foreign.fromBuffer(bytes, { option });
    } catch (error) {
      if (!(error instanceof XmlParseError)) throw error;
      // Level 1 is a warning.
      const faults = error.details.filter(({ level }) => level > 1).map(({ message }) => message.trim());
      return faults.length === 0 ? [error.message] : faults;
    }
  }

  return {
    complaints(bytes) {
      const found = read(bytes);
      if (!(found instanceof Foreign)) return found;
      found.dispose();
      return [];
    },
    parse(bytes) {
      const foreign = read(bytes);
      if (!(foreign instanceof Foreign)) return undefined;
      const pointer = (foreign as unknown as { readonly _ptr: Pointer })._ptr;
      let pairs: ReadonlyMap<Pointer, XmlNode> | undefined;
      return {
        canonicalize(ours, options) {
          const { selection } = options;
          if (selection !== undefined) {
            pairs ??= pair(raw, pointer, ours);
            visible = (node, parent) => isVisible(raw, pairs!, selection, node, parent);
          }
          return execute(pointer, options);
        },
        dispose: () => foreign.dispose(),
      };
    },
  };
}

function isVisible(
  raw: Raw,
  pairs: ReadonlyMap<Pointer, XmlNode>,
  selection: NodeSelection,
  node: Pointer,
  parent: Pointer,
): boolean {
  const type = raw.XmlTreeCommonStruct.type(node);
  if (type === NAMESPACE)
    return selection.hasNamespace(pairs.get(parent) as XmlElement, raw.XmlNsStruct.prefix(node) ?? '');
  if (type !== ATTRIBUTE) {
    const ours = pairs.get(node);
    // The document node is no part of the node sets compared.
    return ours !== undefined && selection.hasNode(ours);
  }
  const element = pairs.get(parent) as XmlElement;
  let index = 0;
  for (let at = raw.XmlNodeStruct.properties(parent); at !== node; at = raw.XmlTreeCommonStruct.next(at)) index += 1;
  return selection.hasAttribute(element, element.attributes[index]!);
}

/** libxml2's node → ours: the trees have the same shape, save that a text of ours may be several there. */
function pair(raw: Raw, document: Pointer, ours: XmlDocument): ReadonlyMap<Pointer, XmlNode> {
  const { type, children, next } = raw.XmlTreeCommonStruct;
  const pairs = new Map<Pointer, XmlNode>();
  walk(children(document), ours.children);
  return pairs;

  function walk(first: Pointer, nodes: readonly XmlNode[]): void {
    let index = 0;
    let inText = false;
    for (let at = first; at !== 0; at = next(at)) {
      if (type(at) === DTD) continue;
      const isText = TEXT_TYPES.has(type(at));
      // An empty CDATA section is a node there and nothing here.
      if (isText && !inText && nodes[index]?.kind !== TEXT) continue;
      if (inText && !isText) index += 1;
      inText = isText;
      const node = nodes[index];
      if (node === undefined || isText !== (node.kind === TEXT)) throw new Error('the trees have different shapes');
      pairs.set(at, node);
      if (node.kind === ELEMENT) walk(children(at), node.children);
      if (!isText) index += 1;
    }
  }
}

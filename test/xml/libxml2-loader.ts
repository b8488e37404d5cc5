/**
 * Loads documents that our parser refuses (DOCTYPE, entities, other encodings) and evaluates XPath with libxml2, for tests and the
 * corpus only: our renderer then renders the node set from a tree in our own types.
 */
import {
  COMMENT,
  ELEMENT,
  type NodeSelection,
  PROCESSING_INSTRUCTION,
  TEXT,
  type XmlAttribute,
  type XmlDocument,
  type XmlElement,
  type XmlNode,
} from '../../src/xml/index.js';

/** The module takes 0.1 s to start and holds 1.5 MB: only those who compare with it pay. */
export function libxml2() {
  return import('libxml2-wasm');
}

type Library = Awaited<ReturnType<typeof libxml2>>;
type Foreign = InstanceType<Library['XmlNode']>;
type ForeignElement = InstanceType<Library['XmlElement']>;

type Growing<T> = { -readonly [K in keyof T]: T[K] };

export interface LoadOptions {
  /** Name of the document, the base of relative system identifiers. */
  readonly url?: string;
  /** What external entities and DTDs may be read: absolute name → content. Nothing else is reachable. */
  readonly files?: Readonly<Record<string, Uint8Array>>;
}

export interface LoadedDocument {
  readonly document: XmlDocument;
  /** The node set of an XPath expression over the document, as a selection for `canonicalize`. */
  select(xpath: string, namespaces: Readonly<Record<string, string>>): NodeSelection;
  dispose(): void;
}

/** Reads a document with its DTD: entities replaced, default attributes added, attribute values normalised by their types. */
export async function loadDocument(bytes: Uint8Array, options: LoadOptions = {}): Promise<LoadedDocument> {
  const library = await libxml2();
  const { ParseOption, XmlBufferInputProvider } = library;
  library.xmlRegisterInputProvider(new XmlBufferInputProvider({ ...options.files }));
  try {
    const option = ParseOption.XML_PARSE_NOENT | ParseOption.XML_PARSE_DTDLOAD | ParseOption.XML_PARSE_DTDATTR;
    const foreign = library.XmlDocument.fromBuffer(bytes, {
      option,
      ...(options.url === undefined ? {} : { url: options.url }),
    });
    const twins = new Map<XmlNode, Foreign>();
    const attributeTwins = new Map<XmlAttribute, Foreign>();
    const document = convert(library, foreign.root, twins, attributeTwins);
    return {
      document,
      select: (xpath, namespaces) => selection(xpath, namespaces, twins, attributeTwins),
      dispose: () => foreign.dispose(),
    };
  } finally {
    library.xmlCleanupInputProvider();
  }
}

/** The text and the namespaces of a file that holds an `XPath` element. */
export async function readXPath(
  bytes: Uint8Array,
): Promise<{ readonly xpath: string; readonly namespaces: Readonly<Record<string, string>> }> {
  const { document, dispose } = await loadDocument(bytes);
  dispose();
  const xpath = document.root.children.map((node) => (node.kind === TEXT ? node.value : '')).join('');
  return { xpath, namespaces: Object.fromEntries(document.root.namespaces.map(({ prefix, uri }) => [prefix, uri])) };
}

function convert(
  library: Library,
  foreignRoot: ForeignElement,
  twins: Map<XmlNode, Foreign>,
  attributeTwins: Map<XmlAttribute, Foreign>,
): XmlDocument {
  const children: XmlNode[] = [];
  let root: XmlElement | undefined;
  // XPath sees exactly the nodes that a canonical form is made of, and not the DTD.
  for (const node of foreignRoot.find('/node()')) {
    if (node instanceof library.XmlElement) {
      root = element(node, null);
      children.push(root);
    } else children.push(leaf(node, null));
  }
  return { source: '', root: root!, children };

  function element(foreign: ForeignElement, parent: XmlElement | null): XmlElement {
    const qualify = (prefix: string, name: string) => (prefix === '' ? name : `${prefix}:${name}`);
    const attributes = foreign.attrs.map((attribute) => {
      const { name, prefix, namespaceUri, value } = attribute;
      const twin = { name: qualify(prefix, name), prefix, localName: name, namespaceUri, value };
      attributeTwins.set(twin, attribute);
      return twin;
    });
    const content: XmlNode[] = [];
    const twin: XmlElement = {
      kind: ELEMENT,
      parent,
      name: qualify(foreign.prefix, foreign.name),
      prefix: foreign.prefix,
      localName: foreign.name,
      namespaceUri: foreign.namespaceUri,
      attributes,
      namespaces: Object.entries(foreign.nsDeclarations).map(([prefix, uri]) => ({ prefix, uri })),
      children: content,
      start: 0,
      openEnd: 0,
      closeStart: 0,
      end: 0,
    };
    twins.set(twin, foreign);
    for (const node of foreign.find('node()')) {
      if (node instanceof library.XmlElement) content.push(element(node, twin));
      else if (node instanceof library.XmlText || node instanceof library.XmlCData) {
        const last = content[content.length - 1];
        if (last?.kind === TEXT) (last as Growing<typeof last>).value += node.content;
        else {
          const text: XmlNode = { kind: TEXT, parent: twin, value: node.content };
          twins.set(text, node);
          content.push(text);
        }
      } else content.push(leaf(node, twin));
    }
    return twin;
  }

  function leaf(foreign: Foreign, parent: XmlElement | null): XmlNode {
    const twin: XmlNode =
      foreign instanceof library.XmlComment
        ? { kind: COMMENT, parent, value: foreign.content }
        : { kind: PROCESSING_INSTRUCTION, parent, target: String(foreign.eval('name()')), data: foreign.content };
    twins.set(twin, foreign);
    return twin;
  }
}

function selection(
  xpath: string,
  namespaces: Readonly<Record<string, string>>,
  twins: ReadonlyMap<XmlNode, Foreign>,
  attributeTwins: ReadonlyMap<XmlAttribute, Foreign>,
): NodeSelection {
  // "Is this node in the set" is one XPath of its own: namespace nodes cannot be carried out of libxml2's node sets.
  const holds = (node: Foreign, which: string) =>
    node.eval(`boolean(${which}) and count(${which} | (${xpath})) = count(${xpath})`, { ...namespaces }) === true;
  return {
    hasNode: (node) => holds(twins.get(node)!, '.'),
    hasAttribute: (_, attribute) => holds(attributeTwins.get(attribute)!, '.'),
    hasNamespace: (element, prefix) => holds(twins.get(element)!, `namespace::*[name() = '${prefix}']`),
  };
}

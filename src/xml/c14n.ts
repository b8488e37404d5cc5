import { createError } from '../errors/index.js';
import { baseFixup } from './base-uri.js';
import { compareCodePoints, escapeAttribute, escapeText } from './escape.js';
import { XML_NAMESPACE } from './names.js';
import {
  COMMENT,
  ELEMENT,
  PROCESSING_INSTRUCTION,
  TEXT,
  type XmlAttribute,
  type XmlDocument,
  type XmlElement,
  type XmlNode,
} from './tree.js';
import { XML_ERRORS } from './xml-errors.js';

/** URI of a canonicalization method → what it does. */
export const C14N_ALGORITHMS = {
  'http://www.w3.org/TR/2001/REC-xml-c14n-20010315': { mode: 'inclusive', comments: false },
  'http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments': { mode: 'inclusive', comments: true },
  'http://www.w3.org/2006/12/xml-c14n11': { mode: 'inclusive11', comments: false },
  'http://www.w3.org/2006/12/xml-c14n11#WithComments': { mode: 'inclusive11', comments: true },
  'http://www.w3.org/2001/10/xml-exc-c14n#': { mode: 'exclusive', comments: false },
  'http://www.w3.org/2001/10/xml-exc-c14n#WithComments': { mode: 'exclusive', comments: true },
} as const satisfies Record<string, { mode: 'inclusive' | 'inclusive11' | 'exclusive'; comments: boolean }>;

export type C14nAlgorithm = keyof typeof C14N_ALGORITHMS;

export const C14N_INCLUSIVE = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315' satisfies C14nAlgorithm;
export const C14N_EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#' satisfies C14nAlgorithm;

export function isC14nAlgorithm(uri: string): uri is C14nAlgorithm {
  return Object.hasOwn(C14N_ALGORITHMS, uri);
}

/**
 * Which nodes of a subtree are rendered when not all are. Every question is asked once a node; a namespace node is named by its
 * element and prefix. Without a selection everything below the target is rendered.
 */
export interface NodeSelection {
  hasNode(node: XmlNode): boolean;
  hasAttribute(element: XmlElement, attribute: XmlAttribute): boolean;
  hasNamespace(element: XmlElement, prefix: string): boolean;
}

export interface C14nOptions {
  readonly algorithm: C14nAlgorithm;
  /** Prefixes of an exclusive form's `InclusiveNamespaces/@PrefixList`; `''` stands for `#default`. */
  readonly inclusivePrefixes?: readonly string[];
  /** Elements left out with all they hold ("subtree minus subtrees"). */
  readonly exclude?: ReadonlySet<XmlElement>;
  /** Leaves comments out though the algorithm renders them (a same-document reference selects none). */
  readonly dropComments?: boolean;
  /** A general node set, for XPath selections; slower. */
  readonly selection?: NodeSelection;
  /** Calls back every element rendered, in document order: the view of what a digest covers. */
  readonly onElement?: (element: XmlElement) => void;
}

/**
 * Canonical form of a document or of an element with all below it, as text; its UTF-8 bytes are what is hashed.
 *
 * @throws {@link HocBaSoError} `ERR_XML_NAMESPACE_RELATIVE` when an element in it declares a relative namespace URI: the standards
 * leave such a document without canonical form.
 * @see Canonical XML 1.0, Canonical XML 1.1, Exclusive XML Canonicalization 1.0 (W3C)
 */
export function canonicalize(target: XmlDocument | XmlElement, options: C14nOptions): string {
  const { mode, comments } = C14N_ALGORITHMS[options.algorithm];
  const renderer = new Renderer(mode, comments && options.dropComments !== true, options);
  return 'kind' in target ? renderer.subtree(target) : renderer.document(target);
}

type Declaration = { readonly prefix: string; readonly uri: string };

const ABSOLUTE = /^[A-Za-z][A-Za-z0-9+.-]*:/;

/** What the output has bound so far; a class because the scope stack and the text must move together. */
class Renderer {
  private out = '';
  private readonly inclusive: boolean;
  private readonly fixupBase: boolean;
  private readonly exclude: ReadonlySet<XmlElement> | undefined;
  private readonly selection: NodeSelection | undefined;
  private readonly onElement: ((element: XmlElement) => void) | undefined;
  private readonly listed: ReadonlySet<string>;
  private readonly comments: boolean;
  /** Prefix → URIs rendered by the open output elements, innermost last. */
  private readonly rendered = new Map<string, string[]>();
  /** Prefix → URIs in scope at the element being rendered, innermost last; kept from the first output element on. */
  private readonly scope = new Map<string, string[]>();

  constructor(mode: 'inclusive' | 'inclusive11' | 'exclusive', comments: boolean, options: C14nOptions) {
    this.inclusive = mode !== 'exclusive';
    this.fixupBase = mode === 'inclusive11';
    this.comments = comments;
    this.exclude = options.exclude !== undefined && options.exclude.size > 0 ? options.exclude : undefined;
    this.selection = options.selection;
    this.onElement = options.onElement;
    this.listed = new Set(this.inclusive ? [] : (options.inclusivePrefixes ?? []));
  }

  /** Comments and instructions outside the root stand on lines of their own (Canonical XML 1.0 §2.3, root node). */
  document(document: XmlDocument): string {
    let afterRoot = false;
    for (const node of document.children) {
      if (node.kind === ELEMENT) {
        this.element(node, null);
        afterRoot = true;
        continue;
      }
      const before = this.out.length;
      if (afterRoot) this.out += '\n';
      const start = this.out.length;
      this.leaf(node);
      if (this.out.length === start) this.out = this.out.slice(0, before);
      else if (!afterRoot) this.out += '\n';
    }
    return this.out;
  }

  subtree(apex: XmlElement): string {
    this.enterAncestors(apex);
    this.element(apex, null);
    return this.out;
  }

  private enterAncestors(apex: XmlElement): void {
    const above: XmlElement[] = [];
    for (let at = apex.parent; at !== null; at = at.parent) above.push(at);
    for (const element of above.reverse()) this.bind(this.scope, element.namespaces);
  }

  private element(element: XmlElement, output: XmlElement | null): void {
    if (this.exclude?.has(element)) return;
    const visible = this.selection === undefined || this.selection.hasNode(element);
    for (const { uri } of element.namespaces) if (uri !== '' && !ABSOLUTE.test(uri)) throw relative(element);
    this.bind(this.scope, element.namespaces);
    let declared: readonly Declaration[] = [];
    if (visible) {
      this.onElement?.(element);
      declared = this.declarations(element, output);
      this.out += `<${element.name}`;
      for (const { prefix, uri } of declared) {
        this.out += prefix === '' ? ` xmlns="${escapeAttribute(uri)}"` : ` xmlns:${prefix}="${escapeAttribute(uri)}"`;
      }
      this.attributes(element, output);
      this.out += '>';
      this.bind(this.rendered, declared);
    }
    const above = visible ? element : output;
    for (const child of element.children) {
      if (child.kind === ELEMENT) this.element(child, above);
      else this.leaf(child);
    }
    if (visible) {
      this.out += `</${element.name}>`;
      this.unbind(this.rendered, declared);
    }
    this.unbind(this.scope, element.namespaces);
  }

  private leaf(node: XmlNode): void {
    if (node.kind === COMMENT && !this.comments) return;
    if (this.selection !== undefined && !this.selection.hasNode(node)) return;
    if (node.kind === TEXT) this.out += escapeText(node.value);
    else if (node.kind === COMMENT) this.out += `<!--${node.value.replace(/\r/g, '&#xD;')}-->`;
    else if (node.kind === PROCESSING_INSTRUCTION) {
      const data = node.data.replace(/\r/g, '&#xD;');
      this.out += data === '' ? `<?${node.target}?>` : `<?${node.target} ${data}?>`;
    }
  }

  /** The namespace declarations to render on an element, sorted by prefix. */
  private declarations(element: XmlElement, output: XmlElement | null): readonly Declaration[] {
    const wanted: Declaration[] = [];
    if (this.inclusive || this.listed.size > 0) this.inScope(element, output, wanted);
    if (!this.inclusive) this.utilized(element, wanted);
    return wanted.length > 1 ? wanted.sort((a, b) => compareCodePoints(a.prefix, b.prefix)) : wanted;
  }

  /** Exclusive XML Canonicalization §3: only the prefixes that the element or its rendered attributes use. */
  private utilized(element: XmlElement, wanted: Declaration[]): void {
    const { selection } = this;
    this.use(element, element.prefix, wanted);
    let seen: Set<string> | undefined;
    for (const attribute of element.attributes) {
      const { prefix } = attribute;
      if (prefix === '' || prefix === 'xml' || prefix === element.prefix) continue;
      if (selection !== undefined && !selection.hasAttribute(element, attribute)) continue;
      if (seen === undefined) seen = new Set();
      else if (seen.has(prefix)) continue;
      seen.add(prefix);
      this.use(element, prefix, wanted);
    }
  }

  private use(element: XmlElement, prefix: string, wanted: Declaration[]): void {
    if (prefix === 'xml' || this.listed.has(prefix)) return;
    const uri = top(this.scope, prefix) ?? '';
    if (uri === (top(this.rendered, prefix) ?? '')) return;
    if (uri !== '' && this.selection !== undefined && !this.selection.hasNamespace(element, prefix)) return;
    wanted.push({ prefix, uri });
  }

  /**
   * Adds the namespace nodes that the inclusive rule renders: those in scope (of the listed prefixes, in the exclusive form) that the
   * nearest output ancestor does not hold. When the parent was rendered whole only the element's own declarations can differ.
   */
  private inScope(element: XmlElement, output: XmlElement | null, wanted: Declaration[]): void {
    const { selection, inclusive, listed } = this;
    if (selection === undefined && output !== null) {
      for (const { prefix, uri } of element.namespaces) {
        if (prefix === 'xml' || !(inclusive || listed.has(prefix))) continue;
        if (uri !== (top(this.rendered, prefix) ?? '')) wanted.push({ prefix, uri });
      }
      return;
    }
    for (const prefix of inclusive ? this.scope.keys() : listed) {
      if (prefix === 'xml') continue;
      const uri = top(this.scope, prefix) ?? '';
      const here = uri !== '' && (selection === undefined || selection.hasNamespace(element, prefix)) ? uri : '';
      const above = output === null || selection === undefined ? '' : this.held(output, prefix, selection);
      // A namespace node that disappears is not rendered, save the default one, which xmlns="" takes back.
      if (here !== above && (here !== '' || prefix === '')) wanted.push({ prefix, uri: here });
    }
  }

  /** The URI of a prefix's namespace node at an output ancestor, `''` when it is not in the node set. */
  private held(element: XmlElement, prefix: string, selection: NodeSelection): string {
    for (let at: XmlElement | null = element; at !== null; at = at.parent) {
      for (const declared of at.namespaces) {
        if (declared.prefix === prefix) {
          return declared.uri !== '' && selection.hasNamespace(element, prefix) ? declared.uri : '';
        }
      }
    }
    return '';
  }

  private attributes(element: XmlElement, output: XmlElement | null): void {
    const { selection } = this;
    let list: readonly XmlAttribute[] = element.attributes;
    if (selection !== undefined) list = list.filter((attribute) => selection.hasAttribute(element, attribute));
    if (this.inclusive && element.parent !== null && output !== element.parent) {
      list = this.withInherited(element, list, output);
    }
    if (list.length > 1) {
      list = [...list].sort(
        (a, b) => compareCodePoints(a.namespaceUri, b.namespaceUri) || compareCodePoints(a.localName, b.localName),
      );
    }
    for (const { name, value } of list) this.out += ` ${name}="${escapeAttribute(value)}"`;
  }

  /** Attributes `xml:*` of ancestors that are not rendered (Canonical XML 1.0 §2.4; 1.1 leaves `xml:id` out and joins `xml:base`). */
  private withInherited(
    element: XmlElement,
    own: readonly XmlAttribute[],
    output: XmlElement | null,
  ): readonly XmlAttribute[] {
    const names = new Set<string>();
    for (const { namespaceUri, localName } of element.attributes) {
      if (namespaceUri === XML_NAMESPACE) names.add(localName);
    }
    const inherited: XmlAttribute[] = [];
    const bases: string[] = [];
    // 1.0 looks at every ancestor, 1.1 only at those left out just above.
    const stop = this.fixupBase ? output : null;
    for (let at = element.parent; at !== null && at !== stop; at = at.parent) {
      for (const attribute of at.attributes) {
        if (attribute.namespaceUri !== XML_NAMESPACE) continue;
        const { localName } = attribute;
        if (this.fixupBase && localName === 'base') bases.push(attribute.value);
        if (this.fixupBase && localName !== 'lang' && localName !== 'space') continue;
        if (names.has(localName)) continue;
        names.add(localName);
        inherited.push(attribute);
      }
    }
    if (bases.length === 0) return inherited.length === 0 ? own : [...own, ...inherited];
    const isBase = (one: XmlAttribute) => one.namespaceUri === XML_NAMESPACE && one.localName === 'base';
    const ownBase = element.attributes.find(isBase);
    const value = baseFixup(bases.reverse(), ownBase?.value);
    const kept = [...own.filter((one) => !isBase(one)), ...inherited];
    if (value === '') return kept;
    return [...kept, { name: 'xml:base', prefix: 'xml', localName: 'base', namespaceUri: XML_NAMESPACE, value }];
  }

  private bind(stacks: Map<string, string[]>, declarations: readonly Declaration[]): void {
    for (const { prefix, uri } of declarations) {
      const stack = stacks.get(prefix);
      if (stack === undefined) stacks.set(prefix, [uri]);
      else stack.push(uri);
    }
  }

  private unbind(stacks: Map<string, string[]>, declarations: readonly Declaration[]): void {
    for (const { prefix } of declarations) stacks.get(prefix)!.pop();
  }
}

function top(stacks: ReadonlyMap<string, string[]>, prefix: string): string | undefined {
  const stack = stacks.get(prefix);
  return stack === undefined ? undefined : stack[stack.length - 1];
}

function relative(element: XmlElement): Error {
  return createError(XML_ERRORS, 'ERR_XML_NAMESPACE_RELATIVE', { element: element.localName });
}

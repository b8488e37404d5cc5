import { createError } from '../errors/index.js';
import type { C14nMode, C14nOptions, NodeSelection } from './c14n.js';
import { compareCodePoints, escapeAttribute, escapeText } from './escape.js';
import { isFixedUp, withInherited } from './inherited-attributes.js';
import {
  COMMENT,
  ELEMENT,
  TEXT,
  type XmlAttribute,
  type XmlDocument,
  type XmlElement,
  type XmlNamespace,
  type XmlNode,
} from './tree.js';
import { XML_ERRORS } from './xml-errors.js';

const NONE: readonly XmlNamespace[] = [];

/** RFC 3986 §3.1: what is absolute starts with a scheme. */
const ABSOLUTE = /^[A-Za-z][A-Za-z0-9+.-]*:/;

/** An element whose children are being rendered. */
interface Frame {
  readonly element: XmlElement;
  /** Whether its tags are rendered: its children may be though it is not. */
  readonly visible: boolean;
  /** The nearest rendered element at or above it. */
  readonly output: XmlElement | null;
  /** What its rendering changed in `held`. */
  readonly changes: readonly XmlNamespace[];
  next: number;
}

/**
 * Writes canonical XML; a class because the text and the namespace state move together.
 *
 * One rule covers all forms: a namespace node is rendered where it differs from the one its nearest output ancestor *holds*. In the
 * inclusive forms that ancestor holds every namespace node of its own; in the exclusive form only those it visibly utilises or that
 * the PrefixList names, so that an ancestor farther up answers for the others (Exclusive XML Canonicalization §3).
 */
export class Renderer {
  private out = '';
  private readonly inclusive: boolean;
  private readonly version11: boolean;
  private readonly comments: boolean;
  private readonly exclude: ReadonlySet<XmlElement> | undefined;
  private readonly selection: NodeSelection | undefined;
  private readonly onElement: ((element: XmlElement) => void) | undefined;
  private readonly listed: ReadonlySet<string>;
  /** Prefix → the URI held by each open output element that holds another than those above it, innermost last; `''` is none. */
  private readonly held = new Map<string, string[]>();
  /** Prefix → URIs declared by the open elements, innermost last. Below the apex it is kept up only for a selection. */
  private readonly scope = new Map<string, string[]>();

  constructor(mode: C14nMode, comments: boolean, options: C14nOptions) {
    this.inclusive = mode !== 'exclusive';
    this.version11 = mode === 'inclusive11';
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
        this.element(node);
        afterRoot = true;
        continue;
      }
      const text = this.leaf(node);
      if (text !== '') this.out += afterRoot ? `\n${text}` : `${text}\n`;
    }
    return this.out;
  }

  subtree(apex: XmlElement): string {
    const above: XmlElement[] = [];
    for (let at = apex.parent; at !== null; at = at.parent) above.push(at);
    for (const element of above.reverse()) bind(this.scope, element.namespaces);
    this.element(apex);
    return this.out;
  }

  /** An explicit stack: how deep a document may nest is the caller's limit, how deep calls may nest is not. */
  private element(apex: XmlElement): void {
    if (this.exclude?.has(apex)) return;
    const stack: Frame[] = [];
    let frame: Frame | undefined = this.open(apex, null);
    while (frame !== undefined) {
      const { children } = frame.element;
      if (frame.next === children.length) {
        this.close(frame);
        frame = stack.pop();
        continue;
      }
      const child: XmlNode = children[frame.next++]!;
      if (child.kind !== ELEMENT) this.out += this.leaf(child);
      else if (this.exclude === undefined || !this.exclude.has(child)) {
        stack.push(frame);
        frame = this.open(child, frame.output);
      }
    }
  }

  private open(element: XmlElement, output: XmlElement | null): Frame {
    const { selection } = this;
    for (const { uri } of element.namespaces) if (isRelative(uri)) throw relative(element);
    if (output === null || selection !== undefined) bind(this.scope, element.namespaces);
    if (selection !== undefined && !selection.hasNode(element)) {
      // An element that is left out still shows those of its namespace and attribute nodes that are not (Canonical XML 1.0 §2.3).
      for (const declared of this.inScope(element, output)) if (declared.uri !== '') this.declaration(declared);
      this.attributes(this.selected(element, selection));
      return { element, visible: false, output, changes: NONE, next: 0 };
    }
    this.onElement?.(element);
    const changes = this.changes(element, output);
    this.out += `<${element.name}`;
    // A namespace node cannot be taken back in XML 1.0, save the default one.
    for (const change of changes) if (change.uri !== '' || change.prefix === '') this.declaration(change);
    let list = selection === undefined ? element.attributes : this.selected(element, selection);
    if (this.inclusive && output !== element.parent) list = withInherited(element, list, output, this.version11);
    this.attributes(list);
    this.out += '>';
    bind(this.held, changes);
    return { element, visible: true, output: element, changes, next: 0 };
  }

  private declaration({ prefix, uri }: XmlNamespace): void {
    this.out += prefix === '' ? ` xmlns="${escapeAttribute(uri)}"` : ` xmlns:${prefix}="${escapeAttribute(uri)}"`;
  }

  /** Sorted by namespace URI and local name (Canonical XML 1.0 §2.3). */
  private attributes(list: readonly XmlAttribute[]): void {
    const sorted = list.length > 1 ? [...list].sort(byExpandedName) : list;
    for (const { name, value } of sorted) this.out += ` ${name}="${escapeAttribute(value)}"`;
  }

  private selected(element: XmlElement, selection: NodeSelection): readonly XmlAttribute[] {
    return element.attributes.filter(
      (attribute) =>
        selection.hasAttribute(element, attribute) ||
        // Canonical XML 1.1 read by the letter drops these too; its test case "c14n11spec3" and every implementation keep them.
        (this.version11 && isFixedUp(attribute) && selection.hasNode(element)),
    );
  }

  private close({ element, visible, changes }: Frame): void {
    if (visible) this.out += `</${element.name}>`;
    unbind(this.held, changes);
    if (this.selection !== undefined) unbind(this.scope, element.namespaces);
  }

  private leaf(node: XmlNode): string {
    if (node.kind === COMMENT && !this.comments) return '';
    if (this.selection !== undefined && !this.selection.hasNode(node)) return '';
    if (node.kind === TEXT) return escapeText(node.value);
    if (node.kind === COMMENT) return `<!--${escapeReturns(node.value)}-->`;
    if (node.kind === ELEMENT) return '';
    return node.data === '' ? `<?${node.target}?>` : `<?${node.target} ${escapeReturns(node.data)}?>`;
  }

  /** The namespace nodes that an output element holds and those above it do not, sorted by prefix; `''` for one that is gone. */
  private changes(element: XmlElement, output: XmlElement | null): readonly XmlNamespace[] {
    const found = this.inScope(element, output);
    if (!this.inclusive) this.utilized(element, found);
    return found.length > 1 ? found.sort(byPrefix) : found;
  }

  /** Those among them that the inclusive rule looks at: all, or in the exclusive form the listed ones. */
  private inScope(element: XmlElement, output: XmlElement | null): XmlNamespace[] {
    const { inclusive, listed, selection } = this;
    const found: XmlNamespace[] = [];
    if (output === null || selection !== undefined) {
      for (const prefix of inclusive ? this.scope.keys() : listed) {
        this.compare(element, prefix, top(this.scope, prefix), found);
      }
    } else if (inclusive || listed.size > 0) {
      // The parent was rendered whole, so only what the element itself declares can differ.
      for (const { prefix, uri } of element.namespaces) {
        if (inclusive || listed.has(prefix)) this.compare(element, prefix, uri, found);
      }
    }
    return found.length > 1 ? found.sort(byPrefix) : found;
  }

  /** Exclusive XML Canonicalization §2.1: the prefixes of the element itself and of its rendered attributes. */
  private utilized(element: XmlElement, found: XmlNamespace[]): void {
    const { selection, listed } = this;
    if (!listed.has(element.prefix)) this.compare(element, element.prefix, element.namespaceUri, found);
    let seen: Set<string> | undefined;
    for (const attribute of element.attributes) {
      const { prefix } = attribute;
      if (prefix === '' || prefix === element.prefix || listed.has(prefix) || seen?.has(prefix)) continue;
      if (selection !== undefined && !selection.hasAttribute(element, attribute)) continue;
      seen = (seen ?? new Set()).add(prefix);
      this.compare(element, prefix, attribute.namespaceUri, found);
    }
  }

  private compare(element: XmlElement, prefix: string, inScope: string, found: XmlNamespace[]): void {
    if (prefix === 'xml') return;
    const { selection } = this;
    const uri = selection === undefined || inScope === '' || selection.hasNamespace(element, prefix) ? inScope : '';
    if (uri === top(this.held, prefix)) return;
    if (isRelative(uri)) throw relative(element);
    found.push({ prefix, uri });
  }
}

function byPrefix(a: XmlNamespace, b: XmlNamespace): number {
  return compareCodePoints(a.prefix, b.prefix);
}

function byExpandedName(a: XmlAttribute, b: XmlAttribute): number {
  return compareCodePoints(a.namespaceUri, b.namespaceUri) || compareCodePoints(a.localName, b.localName);
}

function bind(stacks: Map<string, string[]>, declarations: readonly XmlNamespace[]): void {
  for (const { prefix, uri } of declarations) {
    const stack = stacks.get(prefix);
    if (stack === undefined) stacks.set(prefix, [uri]);
    else stack.push(uri);
  }
}

function unbind(stacks: Map<string, string[]>, declarations: readonly XmlNamespace[]): void {
  for (const { prefix } of declarations) stacks.get(prefix)!.pop();
}

function top(stacks: ReadonlyMap<string, string[]>, prefix: string): string {
  const stack = stacks.get(prefix);
  return stack === undefined ? '' : (stack[stack.length - 1] ?? '');
}

function escapeReturns(text: string): string {
  return text.replace(/\r/g, '&#xD;');
}

function isRelative(uri: string): boolean {
  return uri !== '' && !ABSOLUTE.test(uri);
}

function relative(element: XmlElement): Error {
  return createError(XML_ERRORS, 'ERR_XML_NAMESPACE_RELATIVE', { element: element.localName });
}

import { createError } from '../errors/index.js';
import type { C14nMode, C14nOptions, NodeSelection } from './c14n.js';
import { compareAttributes, compareCodePoints, escapeAttribute, escapeText } from './escape.js';
import { isFixedUp, withInherited } from './inherited-attributes.js';
import { PrefixStacks } from './prefix-stacks.js';
import {
  COMMENT,
  ELEMENT,
  type ParsedElement,
  sourceOf,
  TEXT,
  type XmlAttribute,
  type XmlDocument,
  type XmlElement,
  type XmlNamespace,
  type XmlNode,
} from './tree.js';
import { XML_ERRORS } from './xml-errors.js';

/** Default of {@link C14nOptions.maxUnits}: well below the longest string of every engine. */
export const C14N_MAX_UNITS: number = 2 ** 27;

const NONE: readonly XmlNamespace[] = [];
const NO_PREFIXES: ReadonlySet<string> = /* @__PURE__ */ new Set();

/** RFC 3986 §3.1: what is absolute starts with a scheme. */
const ABSOLUTE = /^[A-Za-z][A-Za-z0-9+.-]*:/;

/** An element whose children are being rendered. */
interface Frame {
  readonly element: XmlElement;
  /** Whether it hangs in the tree as the parser made it, below the apex: only then do its offsets prove anything. */
  readonly genuine: boolean;
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
 *
 * What stands in the source as it is to be rendered is copied from there in pieces as long as possible, usually whole records: a text
 * or tag goes that way only if it equals the source at that place, or if the parser saw it stand there in canonical form.
 */
export class Renderer {
  private out = '';
  private source = '';
  /** The piece of the source that is to be copied next; empty when both are equal. What follows is looked for at `to`. */
  private from = 0;
  private to = 0;
  private readonly inclusive: boolean;
  private readonly version11: boolean;
  private readonly comments: boolean;
  private readonly maxUnits: number;
  private readonly exclude: ReadonlySet<XmlElement> | undefined;
  private readonly selection: NodeSelection | undefined;
  private readonly onElement: ((element: XmlElement) => void) | undefined;
  /** Nothing is left out and nobody wants to see each element: what is proven goes without a look at it. */
  private readonly wholesale: boolean;
  private readonly listed: ReadonlySet<string>;
  /** Prefix → the URI held by each open output element that holds another than those above it, innermost last; `''` is none. */
  private readonly held = new PrefixStacks();
  /** Prefix → URIs declared by the open elements, innermost last. Below the apex it is kept up only for a selection. */
  private readonly scope = new PrefixStacks();

  constructor(mode: C14nMode, comments: boolean, options: C14nOptions) {
    this.inclusive = mode !== 'exclusive';
    this.version11 = mode === 'inclusive11';
    this.comments = comments;
    this.maxUnits = options.maxUnits ?? C14N_MAX_UNITS;
    this.exclude = options.exclude !== undefined && options.exclude.size > 0 ? options.exclude : undefined;
    this.selection = options.selection;
    this.onElement = options.onElement;
    this.wholesale = this.exclude === undefined && this.selection === undefined && this.onElement === undefined;
    const listed = this.inclusive ? undefined : options.inclusivePrefixes;
    this.listed = listed === undefined || listed.length === 0 ? NO_PREFIXES : new Set(listed);
  }

  /** Comments and instructions outside the root stand on lines of their own (Canonical XML 1.0 §2.3, root node). */
  document(document: XmlDocument): string {
    this.source = sourceOf(document.root) ?? '';
    let afterRoot = false;
    for (const node of document.children) {
      if (node.kind === ELEMENT) {
        this.element(node);
        afterRoot = true;
        continue;
      }
      const text = this.leaf(node);
      if (text !== '') this.write(afterRoot ? `\n${text}` : `${text}\n`);
    }
    return this.finish();
  }

  subtree(apex: XmlElement): string {
    const line: XmlElement[] = [apex];
    for (let at = apex.parent; at !== null; at = at.parent) line.push(at);
    if (this.exclude !== undefined && line.some((element) => this.exclude!.has(element))) return '';
    this.source = sourceOf(line[line.length - 1]!) ?? '';
    for (let i = line.length - 1; i > 0; i--) this.scope.push(line[i]!.namespaces);
    this.element(apex);
    return this.finish();
  }

  /** Any text, copied where the source shows the same. */
  private write(text: string): void {
    if (this.source.slice(this.to, this.to + text.length) === text) {
      this.to += text.length;
    } else {
      this.moveTo(this.to);
      this.append(text);
    }
  }

  private copy(start: number, end: number): void {
    if (start !== this.to) this.moveTo(start);
    this.to = end;
  }

  /** Ends the piece being copied and starts the next one at an offset. */
  private moveTo(at: number): void {
    if (this.from !== this.to) this.append(this.source.slice(this.from, this.to));
    this.from = at;
    this.to = at;
  }

  private append(text: string): void {
    if (this.out.length + text.length > this.maxUnits) {
      throw createError(XML_ERRORS, 'ERR_XML_CANONICAL_SIZE', { limit: this.maxUnits });
    }
    this.out += text;
  }

  private finish(): string {
    this.moveTo(this.to);
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
        const parent = stack.pop();
        this.close(frame, parent);
        frame = parent;
        continue;
      }
      const child: XmlNode = children[frame.next++]!;
      if (child.kind !== ELEMENT) this.write(this.leaf(child));
      else if (this.exclude === undefined || !this.exclude.has(child)) {
        stack.push(frame);
        frame = this.open(child, frame);
      }
    }
  }

  private open(element: XmlElement, parent: Frame | null): Frame {
    const { selection } = this;
    const output = parent === null ? null : parent.output;
    const genuine = parent === null ? this.source !== '' : parent.genuine && element.parent === parent.element;
    for (const { uri } of element.namespaces) if (isRelative(uri)) throw relative(element);
    if (output === null || selection !== undefined) this.scope.push(element.namespaces);
    if (selection !== undefined && !selection.hasNode(element)) {
      // An element that is left out still shows those of its namespace and attribute nodes that are not (Canonical XML 1.0 §2.3).
      for (const declared of this.inScope(element, output)) if (declared.uri !== '') this.write(declaration(declared));
      this.write(attributes(this.selected(element, selection)));
      return { element, genuine, visible: false, output, changes: NONE, next: 0 };
    }
    this.onElement?.(element);
    const changes = this.changes(element, output);
    let list = selection === undefined ? element.attributes : this.selected(element, selection);
    if (this.inclusive && output !== element.parent) list = withInherited(element, list, output, this.version11);
    const whole = changes.length === 0 && list === element.attributes;
    if (whole && genuine && parent !== null && (element as ParsedElement).hasCanonicalTag) {
      this.copy(element.start, element.openEnd);
    } else {
      let tag = `<${element.name}`;
      // A namespace node cannot be taken back in XML 1.0, save the default one.
      for (const change of changes) if (change.uri !== '' || change.prefix === '') tag += declaration(change);
      this.copy(element.start, element.start);
      this.write(`${tag}${attributes(list)}>`);
      this.copy(element.openEnd, element.openEnd);
    }
    if (changes.length > 0) this.held.push(changes);
    let next = 0;
    if (this.wholesale && genuine && (element as ParsedElement).provenContent === element) {
      this.copy(element.openEnd, element.closeStart);
      next = element.children.length;
    }
    return { element, genuine, visible: true, output: element, changes, next };
  }

  private close({ element, genuine, visible, changes }: Frame, parent: Frame | undefined): void {
    if (visible) {
      // The parser has compared the name; nothing but it stands between the brackets.
      const exact = element.end - element.closeStart === element.name.length + 3;
      if (exact && genuine && parent !== undefined) {
        this.copy(element.closeStart, element.end);
      } else {
        this.copy(element.closeStart, element.closeStart);
        this.write(`</${element.name}>`);
        this.copy(element.end, element.end);
      }
    }
    if (changes.length > 0) this.held.pop(changes);
    if (this.selection !== undefined) this.scope.pop(element.namespaces);
  }

  private selected(element: XmlElement, selection: NodeSelection): readonly XmlAttribute[] {
    return element.attributes.filter(
      (attribute) =>
        selection.hasAttribute(element, attribute) ||
        // Canonical XML 1.1 read by the letter drops these too; its test case "c14n11spec3" and every implementation keep them.
        (this.version11 && isFixedUp(attribute) && selection.hasNode(element)),
    );
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
    if (this.selection === undefined && output !== null && element.namespaces.length === 0) {
      // Nothing is declared: the inclusive forms are done, the exclusive one mostly, since most elements use what their parent uses.
      if (this.inclusive) return NONE;
      const { prefix } = element;
      if (prefix === output.prefix && element.namespaceUri === output.namespaceUri) {
        if (element.attributes.every((one) => one.prefix === '' || one.prefix === prefix || one.prefix === 'xml'))
          return NONE;
      }
    }
    const found = this.inScope(element, output);
    if (this.inclusive) return found;
    this.utilized(element, found);
    return found.length > 1 ? found.sort(byPrefix) : found;
  }

  /** Those among them that the inclusive rule looks at: all, or in the exclusive form the listed ones. */
  private inScope(element: XmlElement, output: XmlElement | null): XmlNamespace[] {
    const { inclusive, listed, selection } = this;
    const found: XmlNamespace[] = [];
    if (output === null || selection !== undefined) {
      for (const prefix of inclusive ? this.scope.prefixes() : listed) {
        this.compare(element, prefix, this.scope.top(prefix) ?? '', found);
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
    if (uri === (this.held.top(prefix) ?? '')) return;
    if (isRelative(uri)) throw relative(element);
    found.push({ prefix, uri });
  }
}

function declaration({ prefix, uri }: XmlNamespace): string {
  return prefix === '' ? ` xmlns="${escapeAttribute(uri)}"` : ` xmlns:${prefix}="${escapeAttribute(uri)}"`;
}

/** Sorted by namespace URI and local name (Canonical XML 1.0 §2.3). */
function attributes(list: readonly XmlAttribute[]): string {
  let out = '';
  const sorted = list.length > 1 ? [...list].sort(compareAttributes) : list;
  for (const { name, value } of sorted) out += ` ${name}="${escapeAttribute(value)}"`;
  return out;
}

function byPrefix(a: XmlNamespace, b: XmlNamespace): number {
  return compareCodePoints(a.prefix, b.prefix);
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

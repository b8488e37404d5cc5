import { afterDeclaration } from './declaration.js';
import { compareAttributes } from './escape.js';
import { fault, malformed, overLimit } from './faults.js';
import { NameTable, type QualifiedName } from './name-table.js';
import { firstForbidden, XML_NAMESPACE, XMLNS_NAMESPACE } from './names.js';
import type { XmlLimits } from './parse.js';
import { PrefixStacks } from './prefix-stacks.js';
import { normalizeAttribute, normalizeLineEnds, resolveReferences } from './references.js';
import {
  COMMENT,
  ELEMENT,
  type ParsedElement,
  PROCESSING_INSTRUCTION,
  TEXT,
  type XmlAttribute,
  type XmlDocument,
  type XmlElement,
  type XmlNamespace,
  type XmlNode,
} from './tree.js';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type OpenElement = Mutable<Omit<ParsedElement, 'children' | 'attributes' | 'namespaces'>> & {
  attributes: readonly XmlAttribute[];
  namespaces: readonly XmlNamespace[];
  children: readonly XmlNode[];
};

/** Shared by all that have none, and never written to. */
const NO_ATTRIBUTES: readonly XmlAttribute[] = [];
const NO_NAMESPACES: readonly XmlNamespace[] = [];
const NO_CHILDREN: readonly XmlNode[] = [];

/**
 * One pass over the text with an explicit stack; a class because its fields must move together, and long because the grammar of
 * elements (XML 1.0 §2 and §3) stands in one place.
 */
export class Parser {
  private readonly source: string;
  private readonly limits: XmlLimits;
  private readonly hasCarriageReturn: boolean;
  private readonly hasReference: boolean;
  private readonly hasSectionEnd: boolean;
  private pos = 0;
  /** Whether the attribute value read last is what stands between its quotes. */
  private valueIsLiteral = true;
  /** Whether all that was read of the innermost open element's content is canonical already. */
  private proven = true;
  private readonly names: NameTable;
  /** What the open elements declare. */
  private readonly declared = new PrefixStacks();

  constructor(source: string, limits: XmlLimits) {
    this.source = source;
    this.limits = limits;
    this.names = new NameTable(source);
    this.hasCarriageReturn = source.includes('\r');
    this.hasReference = source.includes('&');
    this.hasSectionEnd = source.includes(']]>');
  }

  document(): XmlDocument {
    const { source } = this;
    if (source.charCodeAt(0) === 0xfeff) this.pos = 1;
    const forbidden = firstForbidden(source);
    if (forbidden >= 0) throw fault('ERR_XML_CHARACTER', source, forbidden);
    this.pos = afterDeclaration(source, this.pos);
    const children: XmlNode[] = [];
    let root: XmlElement | null = null;
    for (;;) {
      this.skipSpace();
      if (this.pos >= source.length) break;
      if (source.charCodeAt(this.pos) !== 0x3c) throw this.malformed('text outside the root element');
      const next = source.charCodeAt(this.pos + 1);
      if (next === 0x21) {
        if (source.startsWith('<!--', this.pos)) children.push(this.comment(null));
        else if (source.startsWith('<!DOCTYPE', this.pos)) throw fault('ERR_XML_DOCTYPE', source, this.pos);
        else throw this.malformed('markup declaration');
      } else if (next === 0x3f) {
        children.push(this.instruction(null));
      } else {
        if (root !== null) throw this.malformed('second root element');
        root = this.elements();
        children.push(root);
      }
    }
    if (root === null) throw this.malformed('no root element');
    return { source, root, children };
  }

  /** The root element and everything below it. */
  private elements(): XmlElement {
    const { source, limits } = this;
    const stack: OpenElement[] = [];
    const outerProven: boolean[] = [];
    // The children of all open elements, and where those of each outer one begin: an element gets a list that is just as long as it needs.
    const nodes: XmlNode[] = [];
    const outerFirst: number[] = [];
    let first = 0;
    let count = 0;
    let open = this.startTag(null);
    const root = open;
    if (open.end >= 0) return root;
    let text = '';
    for (;;) {
      const at = source.indexOf('<', this.pos);
      if (at < 0) {
        this.pos = source.length;
        throw this.malformed('element not closed');
      }
      if (at > this.pos) text = text === '' ? this.text(at) : text + this.text(at);
      const next = source.charCodeAt(at + 1);
      if (next === 0x21 && source.startsWith('<![CDATA[', at)) {
        const end = source.indexOf(']]>', at + 9);
        if (end < 0) throw this.malformed('CDATA section not closed');
        const raw = source.slice(at + 9, end);
        text += this.hasCarriageReturn ? normalizeLineEnds(raw) : raw;
        this.proven = false;
        this.pos = end + 3;
        continue;
      }
      if (text !== '') {
        nodes[count++] = { kind: TEXT, parent: open as XmlElement, value: text };
        text = '';
      }
      if (next === 0x2f) {
        this.endTag(open);
        if (count > first) {
          open.children = nodes.slice(first, count);
          count = first;
        }
        const outer = stack.pop();
        if (outer === undefined) return root;
        first = outerFirst.pop()!;
        this.proven = outerProven.pop()! && isProven(open, outer);
        open = outer;
      } else if (next === 0x21) {
        if (source.startsWith('<!DOCTYPE', at)) throw fault('ERR_XML_DOCTYPE', source, at);
        this.proven = false;
        nodes[count++] = this.comment(open);
      } else if (next === 0x3f) {
        this.proven = false;
        nodes[count++] = this.instruction(open);
      } else {
        if (stack.length + 1 >= limits.depth) throw overLimit('ERR_XML_DEPTH', source, at, limits.depth);
        const child = this.startTag(open);
        nodes[count++] = child as XmlElement;
        if (child.end < 0) {
          stack.push(open);
          outerFirst.push(first);
          first = count;
          outerProven.push(this.proven);
          this.proven = true;
          open = child;
        } else this.proven = false;
      }
    }
  }

  /** Character data up to `end`, references resolved. */
  private text(end: number): string {
    const start = this.pos;
    const raw = this.source.slice(start, end);
    this.pos = end;
    if (this.hasSectionEnd) {
      const bad = raw.indexOf(']]>');
      if (bad >= 0) throw this.malformed('"]]>" in text', start + bad);
    }
    if (this.proven && (this.hasCarriageReturn || raw.includes('>'))) this.proven = false;
    if (this.hasReference && raw.includes('&')) {
      this.proven = false;
      return resolveReferences(this.source, start, end, normalizeLineEnds);
    }
    return this.hasCarriageReturn ? normalizeLineEnds(raw) : raw;
  }

  private startTag(parent: OpenElement | null): OpenElement {
    const { source } = this;
    const start = this.pos;
    this.pos = start + 1;
    const { name, prefix, localName } = this.name();
    const element: OpenElement = {
      kind: ELEMENT,
      parent: parent as XmlElement | null,
      name,
      prefix,
      localName,
      namespaceUri: '',
      attributes: NO_ATTRIBUTES,
      namespaces: NO_NAMESPACES,
      children: NO_CHILDREN,
      start,
      openEnd: 0,
      closeStart: 0,
      end: -1,
      source,
      hasCanonicalTag: true,
      provenContent: null,
    };
    let unit = source.charCodeAt(this.pos);
    if (unit !== 0x3e && unit !== 0x2f) unit = this.attributes(element);
    if (parent !== null && prefix === parent.prefix && element.namespaces === NO_NAMESPACES) {
      element.namespaceUri = parent.namespaceUri;
    } else {
      const uri = this.uriOf(prefix);
      if (uri === undefined) throw fault('ERR_XML_PREFIX_UNDECLARED', source, start);
      element.namespaceUri = uri;
    }
    if (element.attributes.length > 0) this.qualify(element);
    if (unit === 0x3e) {
      this.pos += 1;
      element.openEnd = this.pos;
      return element;
    }
    if (source.charCodeAt(this.pos + 1) !== 0x3e) throw this.malformed('empty-element tag');
    element.hasCanonicalTag = false;
    this.pos += 2;
    element.openEnd = this.pos;
    element.closeStart = this.pos;
    element.end = this.pos;
    this.declared.pop(element.namespaces);
    return element;
  }

  /** The attributes and declarations of a start tag; gives back the unit that ends the tag, `>` or `/`. */
  private attributes(element: OpenElement): number {
    const { source } = this;
    let attributes: XmlAttribute[] | undefined;
    let namespaces: XmlNamespace[] | undefined;
    for (let count = 0; ; count++) {
      let unit = source.charCodeAt(this.pos);
      if (unit !== 0x3e && unit !== 0x2f) {
        if (!isSpace(unit)) throw this.malformed('start tag');
        if (unit !== 0x20) element.hasCanonicalTag = false;
        unit = source.charCodeAt(++this.pos);
        if (isSpace(unit) || unit === 0x3e || unit === 0x2f) {
          element.hasCanonicalTag = false;
          this.skipSpace();
          unit = source.charCodeAt(this.pos);
        }
      }
      if (unit === 0x3e || unit === 0x2f) break;
      const start = this.pos;
      const { name, prefix, localName } = this.name();
      const value = this.attributeValue();
      if (count >= this.limits.attributes) {
        throw overLimit('ERR_XML_ATTRIBUTE_COUNT', source, start, this.limits.attributes);
      }
      if (name === 'xmlns' || prefix === 'xmlns') {
        const declared = { prefix: prefix === '' ? '' : localName, uri: value };
        this.checkDeclaration(declared, start);
        // A list made with its first item takes no more room than it needs; most stay that short.
        if (namespaces === undefined) namespaces = [declared];
        else namespaces.push(declared);
      } else {
        const attribute = { name, prefix, localName, namespaceUri: '', value };
        if (attributes === undefined) attributes = [attribute];
        else attributes.push(attribute);
        const exact = this.valueIsLiteral && this.pos - start === name.length + value.length + 3;
        if (!exact || source.charCodeAt(this.pos - 1) !== 0x22) element.hasCanonicalTag = false;
      }
    }
    if (attributes !== undefined) element.attributes = attributes;
    if (namespaces !== undefined) this.bind(element, namespaces);
    return source.charCodeAt(this.pos);
  }

  private endTag(open: OpenElement): void {
    const { source } = this;
    const at = this.pos;
    const { name } = open;
    if (source.slice(at + 2, at + 2 + name.length) !== name) throw fault('ERR_XML_TAG_MISMATCH', source, at);
    this.pos = at + 2 + name.length;
    if (source.charCodeAt(this.pos) !== 0x3e) {
      this.skipSpace();
      if (source.charCodeAt(this.pos) !== 0x3e) throw fault('ERR_XML_TAG_MISMATCH', source, at);
    }
    this.pos += 1;
    open.closeStart = at;
    open.end = this.pos;
    if (this.proven) open.provenContent = open as XmlElement;
    this.declared.pop(open.namespaces);
  }

  private bind(element: OpenElement, namespaces: readonly XmlNamespace[]): void {
    element.namespaces = namespaces;
    element.hasCanonicalTag = false;
    this.refuseDuplicates(namespaces, (one) => one.prefix, element.start, true);
    this.declared.push(namespaces);
  }

  /** Namespaces in XML §3: `xml` and `xmlns` are fixed, a prefix cannot be undeclared. */
  private checkDeclaration({ prefix, uri }: XmlNamespace, at: number): void {
    const fixed =
      prefix === 'xmlns' ||
      uri === XMLNS_NAMESPACE ||
      (prefix === 'xml') !== (uri === XML_NAMESPACE) ||
      (prefix !== '' && uri === '');
    if (fixed) throw this.malformed('namespace declaration', at);
  }

  /** The URI bound to a prefix, `''` for no default namespace, undefined for an undeclared prefix. */
  private uriOf(prefix: string): string | undefined {
    const bound = this.declared.top(prefix);
    if (bound !== undefined || prefix === '') return bound ?? '';
    return prefix === 'xml' ? XML_NAMESPACE : undefined;
  }

  /** Binds prefixed attributes and refuses duplicates, by name as written and by expanded name. */
  private qualify(element: OpenElement): void {
    const attributes: readonly Mutable<XmlAttribute>[] = element.attributes;
    for (let i = 0; i < attributes.length; i++) {
      const attribute = attributes[i]!;
      if (attribute.prefix === '') continue;
      const uri = this.uriOf(attribute.prefix);
      if (uri === undefined) {
        throw fault('ERR_XML_PREFIX_UNDECLARED', this.source, this.attributeOffset(element.start, i, false));
      }
      attribute.namespaceUri = uri;
    }
    // In strictly rising order no two can be equal.
    let rising = 1;
    while (rising < attributes.length && compareAttributes(attributes[rising - 1]!, attributes[rising]!) < 0) rising++;
    if (rising === attributes.length) return;
    element.hasCanonicalTag = false;
    this.refuseDuplicates(attributes, (one) => `${one.localName} ${one.namespaceUri}`, element.start, false);
  }

  private refuseDuplicates<T>(
    items: readonly T[],
    key: (item: T) => string,
    start: number,
    declarations: boolean,
  ): void {
    if (items.length === 1) return;
    const seen = new Set<string>();
    for (let i = 0; i < items.length; i++) {
      if (seen.size === seen.add(key(items[i]!)).size) {
        throw fault('ERR_XML_ATTRIBUTE_DUPLICATE', this.source, this.attributeOffset(start, i, declarations));
      }
    }
  }

  /** Offset of the attribute or namespace declaration of a start tag that was read well; scanned again, since only errors ask. */
  private attributeOffset(start: number, index: number, declarations: boolean): number {
    this.pos = start + 1;
    this.name();
    for (let left = index; ; ) {
      this.skipSpace();
      const at = this.pos;
      const { name, prefix } = this.name();
      const declares = name === 'xmlns' || prefix === 'xmlns';
      if (declares === declarations && left-- === 0) return at;
      this.attributeValue();
    }
  }

  /** `=` and a quoted value, normalised as an attribute of type CDATA (XML 1.0 §3.3.3). */
  private attributeValue(): string {
    const { source } = this;
    if (source.charCodeAt(this.pos) !== 0x3d) {
      this.skipSpace();
      if (source.charCodeAt(this.pos) !== 0x3d) throw this.malformed('attribute without value');
    }
    this.pos += 1;
    let quote = source.charCodeAt(this.pos);
    if (quote !== 0x22 && quote !== 0x27) {
      this.skipSpace();
      quote = source.charCodeAt(this.pos);
      if (quote !== 0x22 && quote !== 0x27) throw this.malformed('attribute value without quotes');
    }
    const start = this.pos + 1;
    let special = false;
    let less = -1;
    let at = start;
    for (let unit = source.charCodeAt(at); unit !== quote; unit = source.charCodeAt(++at)) {
      if (unit === 0x3c && less < 0) less = at;
      else if (unit === 0x26 || unit < 0x20) special = true;
      else if (Number.isNaN(unit)) throw this.malformed('attribute value not closed');
    }
    if (less >= 0) throw this.malformed('"<" in an attribute value', less);
    this.pos = at + 1;
    const raw = source.slice(start, at);
    this.valueIsLiteral = !special;
    return special ? resolveReferences(source, start, at, normalizeAttribute) : raw;
  }

  private comment(parent: OpenElement | null): XmlNode {
    const { source } = this;
    const at = this.pos;
    if (!source.startsWith('<!--', at)) throw this.malformed('markup declaration', at);
    const end = source.indexOf('--', at + 4);
    if (end < 0) throw this.malformed('comment not closed', at);
    if (source.charCodeAt(end + 2) !== 0x3e) throw this.malformed('"--" in a comment', end);
    this.pos = end + 3;
    const raw = source.slice(at + 4, end);
    const value = this.hasCarriageReturn ? normalizeLineEnds(raw) : raw;
    return { kind: COMMENT, parent: parent as XmlElement | null, value };
  }

  private instruction(parent: OpenElement | null): XmlNode {
    const { source } = this;
    const at = this.pos;
    this.pos = at + 2;
    const { name: target, prefix } = this.name();
    if (prefix !== '' || target.toLowerCase() === 'xml') throw this.malformed('processing instruction', at);
    const end = source.indexOf('?>', this.pos);
    if (end < 0) throw this.malformed('processing instruction not closed', at);
    if (end > this.pos && !isSpace(source.charCodeAt(this.pos))) throw this.malformed('processing instruction', at);
    const raw = source.slice(this.pos, end).replace(/^[ \t\r\n]+/, '');
    this.pos = end + 2;
    const data = this.hasCarriageReturn ? normalizeLineEnds(raw) : raw;
    return { kind: PROCESSING_INSTRUCTION, parent: parent as XmlElement | null, target, data };
  }

  private name(): QualifiedName {
    const found = this.names.read(this.pos);
    this.pos += found.name.length;
    return found;
  }

  private skipSpace(): void {
    while (isSpace(this.source.charCodeAt(this.pos))) this.pos += 1;
  }

  private malformed(reason: string, at = this.pos): Error {
    return malformed(reason, this.source, at);
  }
}

/** Whether an element with all it holds may stand in proven content of the outer one. */
function isProven(element: OpenElement, outer: OpenElement): boolean {
  if (element.provenContent === null || !element.hasCanonicalTag || element.prefix !== outer.prefix) return false;
  if (element.end - element.closeStart !== element.name.length + 3) return false;
  for (const attribute of element.attributes) if (attribute.prefix !== '') return false;
  return true;
}

function isSpace(unit: number): boolean {
  return unit === 0x20 || unit === 0x0a || unit === 0x0d || unit === 0x09;
}

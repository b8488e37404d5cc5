import { decodeUtf8, type ENCODING_ERRORS } from '../encoding/index.js';
import { createError, type HocBaSoError, isHocBaSoError } from '../errors/index.js';
import { ASCII_NAME, isNcName, NAME_CHAR, NAME_START, nameFlags, XML_NAMESPACE, XMLNS_NAMESPACE } from './names.js';
import { positionAt } from './position.js';
import {
  COMMENT,
  ELEMENT,
  PROCESSING_INSTRUCTION,
  TEXT,
  type XmlAttribute,
  type XmlDocument,
  type XmlElement,
  type XmlNamespace,
  type XmlNode,
} from './tree.js';
import { XML_ERRORS } from './xml-errors.js';

/** What a document may cost before it is refused. */
export interface XmlLimits {
  /** Bytes of the input; default 64 MiB. */
  readonly sizeBytes: number;
  /** Levels of nesting, the root being 1; default 256. */
  readonly depth: number;
  /** Attributes and namespace declarations of one element; default 1000. */
  readonly attributes: number;
}

export const XML_LIMITS: XmlLimits = { sizeBytes: 64 * 1024 * 1024, depth: 256, attributes: 1000 };

/** Anything XML 1.0 does not allow (production 2); surrogates are paired since the text comes from strict UTF-8. */
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

const DECLARATION =
  /<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(?:"([^"<&]*)"|'([^'<&]*)')(?:[ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*(?:"([A-Za-z][A-Za-z0-9._-]*)"|'([A-Za-z][A-Za-z0-9._-]*)'))?(?:[ \t\r\n]+standalone[ \t\r\n]*=[ \t\r\n]*(?:"(?:yes|no)"|'(?:yes|no)'))?[ \t\r\n]*\?>/y;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type OpenElement = Mutable<Omit<XmlElement, 'children' | 'attributes' | 'namespaces'>> & {
  attributes: readonly XmlAttribute[];
  namespaces: readonly XmlNamespace[];
  children: XmlNode[];
};

const NO_ATTRIBUTES: readonly XmlAttribute[] = [];
const NO_NAMESPACES: readonly XmlNamespace[] = [];

/**
 * Reads a document strictly: the one parser of this package, so that what is read is what was verified.
 *
 * @param input - Bytes in UTF-8, with or without a byte order mark; not copied, not changed.
 * @param options.limits - Lower or higher limits than {@link XML_LIMITS}.
 * @throws {@link HocBaSoError} `ERR_XML_DOCTYPE`, `ERR_XML_ENTITY`, `ERR_XML_CHARACTER`, `ERR_XML_ENCODING`, `ERR_XML_VERSION`,
 * `ERR_XML_PREFIX_UNDECLARED`, `ERR_XML_ATTRIBUTE_DUPLICATE`, `ERR_XML_TAG_MISMATCH`, `ERR_XML_DEPTH`, `ERR_XML_ATTRIBUTE_COUNT`,
 * `ERR_XML_SIZE`, else `ERR_XML_MALFORMED`; all but the size carry line and column.
 * @see Extensible Markup Language (XML) 1.0, fifth edition; Namespaces in XML 1.0, third edition
 */
export function parseXml(input: Uint8Array, options: { readonly limits?: Partial<XmlLimits> } = {}): XmlDocument {
  const { sizeBytes, depth, attributes } = XML_LIMITS;
  const given = options.limits ?? {};
  // Not a spread: an undefined from JavaScript must not mean "no limit".
  const limits: XmlLimits = {
    sizeBytes: given.sizeBytes ?? sizeBytes,
    depth: given.depth ?? depth,
    attributes: given.attributes ?? attributes,
  };
  if (input.length > limits.sizeBytes) {
    throw createError(XML_ERRORS, 'ERR_XML_SIZE', { size: input.length, limit: limits.sizeBytes });
  }
  return new Parser(decode(input), limits).document();
}

function decode(input: Uint8Array): string {
  // Without byte order mark a zero among the first two bytes means UTF-16 or UTF-32 (XML 1.0, appendix F).
  if (input[0] === 0 || input[1] === 0) throw createError(XML_ERRORS, 'ERR_XML_ENCODING', { line: 1, column: 1 });
  try {
    return decodeUtf8(input);
  } catch (cause) {
    if (!isHocBaSoError(cause, 'ERR_UTF8_MALFORMED' satisfies keyof typeof ENCODING_ERRORS)) throw cause;
    const good = decodeUtf8(input.subarray(0, Number(cause.params['offset'])));
    throw createError(XML_ERRORS, 'ERR_XML_ENCODING', positionAt(good, good.length), { cause });
  }
}

/** One pass over the text with an explicit stack; a class because its fields must move together. */
class Parser {
  private readonly source: string;
  private readonly limits: XmlLimits;
  private readonly hasCarriageReturn: boolean;
  private readonly hasReference: boolean;
  private readonly hasSectionEnd: boolean;
  private pos = 0;
  /** Offset of the colon in the name scanned last, or -1. */
  private colon = -1;
  /** Prefix → the URIs bound to it by the open elements, innermost last: look-ups stay constant however many there are. */
  private readonly bindings = new Map<string, string[]>();

  constructor(source: string, limits: XmlLimits) {
    this.source = source;
    this.limits = limits;
    this.hasCarriageReturn = source.includes('\r');
    this.hasReference = source.includes('&');
    this.hasSectionEnd = source.includes(']]>');
  }

  document(): XmlDocument {
    const { source } = this;
    if (source.charCodeAt(0) === 0xfeff) this.pos = 1;
    const forbidden = source.search(FORBIDDEN);
    if (forbidden >= 0) throw this.error('ERR_XML_CHARACTER', forbidden);
    this.declaration();
    const children: XmlNode[] = [];
    let root: XmlElement | null = null;
    for (;;) {
      this.skipSpace();
      if (this.pos >= source.length) break;
      if (source.charCodeAt(this.pos) !== 0x3c) throw this.malformed('text outside the root element');
      const next = source.charCodeAt(this.pos + 1);
      if (next === 0x21) {
        if (source.startsWith('<!--', this.pos)) children.push(this.comment(null));
        else if (source.startsWith('<!DOCTYPE', this.pos)) throw this.error('ERR_XML_DOCTYPE', this.pos);
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

  private declaration(): void {
    const { source } = this;
    if (!source.startsWith('<?xml', this.pos) || !isSpace(source.charCodeAt(this.pos + 5))) return;
    DECLARATION.lastIndex = this.pos;
    const found = DECLARATION.exec(source);
    if (found === null) throw this.malformed('XML declaration');
    const version = found[1] ?? found[2]!;
    if (version !== '1.0') throw this.error('ERR_XML_VERSION', this.pos);
    const encoding = (found[3] ?? found[4] ?? 'utf-8').toLowerCase();
    // "utf8" is what some libraries write; US-ASCII is a subset. Any other would be read differently by who believes the declaration.
    const ascii = (encoding === 'us-ascii' || encoding === 'ascii') && !/[^\u0000-\u007f]/.test(source);
    if (encoding !== 'utf-8' && encoding !== 'utf8' && !ascii) throw this.error('ERR_XML_ENCODING', this.pos);
    this.pos += found[0].length;
  }

  /** The root element and everything below it. */
  private elements(): XmlElement {
    const { source, limits } = this;
    const stack: OpenElement[] = [];
    let open = this.startTag(null);
    const root = open;
    if (open.end >= 0) return root;
    stack.push(open);
    let text = '';
    for (;;) {
      const at = source.indexOf('<', this.pos);
      if (at < 0) {
        this.pos = source.length;
        throw this.malformed('element not closed');
      }
      if (at > this.pos) text += this.text(at);
      const next = source.charCodeAt(at + 1);
      if (next === 0x2f) {
        if (text !== '') {
          open.children.push({ kind: TEXT, parent: open, value: text });
          text = '';
        }
        this.endTag(open);
        stack.pop();
        if (stack.length === 0) return root;
        open = stack[stack.length - 1]!;
        continue;
      }
      if (next === 0x21 && source.startsWith('<![CDATA[', at)) {
        const end = source.indexOf(']]>', at + 9);
        if (end < 0) throw this.malformed('CDATA section not closed');
        const raw = source.slice(at + 9, end);
        text += this.hasCarriageReturn ? normalizeLineEnds(raw) : raw;
        this.pos = end + 3;
        continue;
      }
      if (text !== '') {
        open.children.push({ kind: TEXT, parent: open, value: text });
        text = '';
      }
      if (next === 0x21) {
        if (source.startsWith('<!DOCTYPE', at)) throw this.error('ERR_XML_DOCTYPE', at);
        open.children.push(this.comment(open));
      } else if (next === 0x3f) {
        open.children.push(this.instruction(open));
      } else {
        if (stack.length >= limits.depth) throw this.error('ERR_XML_DEPTH', at, limits.depth);
        const child = this.startTag(open);
        open.children.push(child);
        if (child.end < 0) {
          stack.push(child);
          open = child;
        }
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
    if (this.hasReference && raw.includes('&')) return this.resolve(raw, start, normalizeLineEnds);
    return this.hasCarriageReturn ? normalizeLineEnds(raw) : raw;
  }

  private startTag(parent: OpenElement | null): OpenElement {
    const { source } = this;
    const start = this.pos;
    this.pos = start + 1;
    const name = this.name();
    const colon = this.colon;
    const element: OpenElement = {
      kind: ELEMENT,
      parent: parent as XmlElement | null,
      name,
      prefix: colon < 0 ? '' : name.slice(0, colon),
      localName: colon < 0 ? name : name.slice(colon + 1),
      namespaceUri: '',
      attributes: NO_ATTRIBUTES,
      namespaces: NO_NAMESPACES,
      children: [],
      start,
      openEnd: 0,
      closeStart: 0,
      end: -1,
    };
    let attributes: Mutable<XmlAttribute>[] | null = null;
    let namespaces: XmlNamespace[] | null = null;
    let unit = source.charCodeAt(this.pos);
    while (unit !== 0x3e && unit !== 0x2f) {
      if (!isSpace(unit)) throw this.malformed('start tag');
      this.skipSpace();
      unit = source.charCodeAt(this.pos);
      if (unit === 0x3e || unit === 0x2f) break;
      const attributeStart = this.pos;
      const attributeName = this.name();
      const attributeColon = this.colon;
      const value = this.attributeValue();
      const count = (attributes?.length ?? 0) + (namespaces?.length ?? 0);
      if (count >= this.limits.attributes) {
        throw this.error('ERR_XML_ATTRIBUTE_COUNT', attributeStart, this.limits.attributes);
      }
      const prefix = attributeColon < 0 ? '' : attributeName.slice(0, attributeColon);
      if (attributeName === 'xmlns' || prefix === 'xmlns') {
        const declared = { prefix: attributeColon < 0 ? '' : attributeName.slice(attributeColon + 1), uri: value };
        this.checkDeclaration(declared, attributeStart);
        if (namespaces === null) namespaces = [declared];
        else namespaces.push(declared);
      } else {
        const localName = attributeColon < 0 ? attributeName : attributeName.slice(attributeColon + 1);
        const attribute = { name: attributeName, prefix, localName, namespaceUri: '', value };
        if (attributes === null) attributes = [attribute];
        else attributes.push(attribute);
      }
      unit = source.charCodeAt(this.pos);
    }
    if (namespaces !== null) {
      element.namespaces = namespaces;
      this.refuseDuplicates(namespaces, (one) => one.prefix, start, true);
      for (const { prefix, uri } of namespaces) {
        const bound = this.bindings.get(prefix);
        if (bound === undefined) this.bindings.set(prefix, [uri]);
        else bound.push(uri);
      }
    }
    const uri = this.uriOf(element.prefix);
    if (uri === undefined) throw this.error('ERR_XML_PREFIX_UNDECLARED', start);
    element.namespaceUri = uri;
    if (attributes !== null) {
      element.attributes = attributes;
      this.qualify(attributes, start);
    }
    if (unit === 0x2f) {
      if (source.charCodeAt(this.pos + 1) !== 0x3e) throw this.malformed('empty-element tag');
      this.pos += 2;
      element.openEnd = this.pos;
      element.closeStart = this.pos;
      element.end = this.pos;
      this.unbind(element);
    } else {
      this.pos += 1;
      element.openEnd = this.pos;
    }
    return element;
  }

  private endTag(open: OpenElement): void {
    const { source } = this;
    const at = this.pos;
    if (!source.startsWith(open.name, at + 2)) throw this.error('ERR_XML_TAG_MISMATCH', at);
    this.pos = at + 2 + open.name.length;
    this.skipSpace();
    if (source.charCodeAt(this.pos) !== 0x3e) throw this.error('ERR_XML_TAG_MISMATCH', at);
    this.pos += 1;
    open.closeStart = at;
    open.end = this.pos;
    this.unbind(open);
  }

  private unbind(element: OpenElement): void {
    for (const { prefix } of element.namespaces) this.bindings.get(prefix)!.pop();
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
    const bound = this.bindings.get(prefix);
    if (bound !== undefined && bound.length > 0) return bound[bound.length - 1]!;
    if (prefix === '') return '';
    return prefix === 'xml' ? XML_NAMESPACE : undefined;
  }

  /** Binds prefixed attributes and refuses duplicates, by name as written and by expanded name. */
  private qualify(attributes: Mutable<XmlAttribute>[], start: number): void {
    for (let i = 0; i < attributes.length; i++) {
      const attribute = attributes[i]!;
      if (attribute.prefix === '') continue;
      const uri = this.uriOf(attribute.prefix);
      if (uri === undefined) throw this.error('ERR_XML_PREFIX_UNDECLARED', this.attributeOffset(start, i, false));
      attribute.namespaceUri = uri;
    }
    this.refuseDuplicates(attributes, (one) => `${one.localName} ${one.namespaceUri}`, start, false);
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
        throw this.error('ERR_XML_ATTRIBUTE_DUPLICATE', this.attributeOffset(start, i, declarations));
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
      const name = this.name();
      const declares = name === 'xmlns' || (this.colon === 5 && name.startsWith('xmlns'));
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
    const end = source.indexOf(quote === 0x22 ? '"' : "'", start);
    if (end < 0) throw this.malformed('attribute value not closed');
    this.pos = end + 1;
    let special = false;
    for (let i = start; i < end; i++) {
      const unit = source.charCodeAt(i);
      if (unit === 0x3c) throw this.malformed('"<" in an attribute value', i);
      if (unit === 0x26 || unit < 0x20) special = true;
    }
    const raw = source.slice(start, end);
    if (!special) return raw;
    return this.resolve(raw, start, normalizeAttribute);
  }

  /** Replaces character references and the five predefined entities; what stands between them is normalised as text. */
  private resolve(raw: string, start: number, normalize: (literal: string) => string): string {
    let out = '';
    let from = 0;
    for (;;) {
      const at = raw.indexOf('&', from);
      if (at < 0) return out + normalize(raw.slice(from));
      const end = raw.indexOf(';', at);
      if (end < 0) throw this.malformed('reference not closed', start + at);
      out += normalize(raw.slice(from, at)) + this.reference(raw.slice(at + 1, end), start + at);
      from = end + 1;
    }
  }

  private reference(name: string, at: number): string {
    switch (name) {
      case 'amp':
        return '&';
      case 'lt':
        return '<';
      case 'gt':
        return '>';
      case 'quot':
        return '"';
      case 'apos':
        return "'";
    }
    const numeric = /^#(?:x([0-9a-fA-F]+)|([0-9]+))$/.exec(name);
    if (numeric === null) {
      throw isNcName(name) ? this.error('ERR_XML_ENTITY', at) : this.malformed('reference', at);
    }
    // Any number of leading zeros is allowed; a number too long for exact arithmetic is too great anyway.
    const code = numeric[1] === undefined ? Number.parseInt(numeric[2]!, 10) : Number.parseInt(numeric[1], 16);
    const surrogate = code >= 0xd800 && code <= 0xdfff;
    if (code > 0x10ffff || surrogate || FORBIDDEN.test(String.fromCodePoint(code))) {
      throw this.error('ERR_XML_CHARACTER', at);
    }
    return String.fromCodePoint(code);
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
    const target = this.name();
    if (this.colon >= 0 || target.toLowerCase() === 'xml') throw this.malformed('processing instruction', at);
    const end = source.indexOf('?>', this.pos);
    if (end < 0) throw this.malformed('processing instruction not closed', at);
    if (end > this.pos && !isSpace(source.charCodeAt(this.pos))) throw this.malformed('processing instruction', at);
    const raw = source.slice(this.pos, end).replace(/^[ \t\r\n]+/, '');
    this.pos = end + 2;
    const data = this.hasCarriageReturn ? normalizeLineEnds(raw) : raw;
    return { kind: PROCESSING_INSTRUCTION, parent: parent as XmlElement | null, target, data };
  }

  /** Scans a qualified name at `pos`; leaves the offset of its colon within the name in `colon`. */
  private name(): string {
    const { source } = this;
    const start = this.pos;
    let at = start;
    let colon = -1;
    let wanted = NAME_START;
    for (;;) {
      const unit = source.charCodeAt(at);
      let flags: number;
      let width = 1;
      if (unit < 128) {
        if (unit === 0x3a && colon < 0 && at > start) {
          colon = at - start;
          wanted = NAME_START;
          at += 1;
          continue;
        }
        flags = ASCII_NAME[unit]!;
      } else {
        const code = source.codePointAt(at) ?? 0;
        flags = nameFlags(code);
        if (code > 0xffff) width = 2;
      }
      if ((flags & wanted) === 0) break;
      wanted = NAME_CHAR;
      at += width;
    }
    if (wanted === NAME_START) throw this.malformed('name', at);
    this.pos = at;
    this.colon = colon;
    return source.slice(start, at);
  }

  private skipSpace(): void {
    while (isSpace(this.source.charCodeAt(this.pos))) this.pos += 1;
  }

  private malformed(reason: string, at = this.pos): HocBaSoError {
    return createError(XML_ERRORS, 'ERR_XML_MALFORMED', { ...positionAt(this.source, at), reason });
  }

  private error(code: PositionedCode, at: number, limit?: number): HocBaSoError {
    const params = { ...positionAt(this.source, at), ...(limit === undefined ? {} : { limit }) };
    return createError(XML_ERRORS, code, params as never);
  }
}

type PositionedCode = Exclude<
  keyof typeof XML_ERRORS,
  'ERR_XML_MALFORMED' | 'ERR_XML_SIZE' | 'ERR_XML_NAME' | 'ERR_XML_SPLICE' | 'ERR_XML_NAMESPACE_RELATIVE'
>;

function isSpace(unit: number): boolean {
  return unit === 0x20 || unit === 0x0a || unit === 0x0d || unit === 0x09;
}

/** XML 1.0 §2.11: CR LF and lone CR become LF. */
function normalizeLineEnds(raw: string): string {
  return raw.includes('\r') ? raw.replace(/\r\n?/g, '\n') : raw;
}

/** XML 1.0 §3.3.3, on top of the line ends: white space written as such becomes a space. */
function normalizeAttribute(raw: string): string {
  return raw.replace(/\r\n?|[\t\n]/g, ' ');
}

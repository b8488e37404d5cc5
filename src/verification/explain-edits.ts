import { DS, XADES } from '../xades/index.js';
import { COMMENT, ELEMENT, PROCESSING_INSTRUCTION, TEXT, type XmlElement, type XmlNode } from '../xml/index.js';
import type { MismatchCause } from './explain-causes.js';
import { moveTones, OLD_ENCODINGS, rereadAsUtf8, separateTones, swapIY } from './explain-encodings.js';
import { isBlank, isMarkup, type TagDraft, type TreeEdit, without } from './explain-tree.js';

/** A change of the file together with what undoes it. */
export interface KnownEdit {
  readonly cause: MismatchCause;
  /** Names the variant: an encoding, a prefix. Never a value of the record. */
  readonly what: string | null;
  readonly edit: TreeEdit;
}

const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';
const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
const XSD = 'http://www.w3.org/2001/XMLSchema';

/** Declarations that envelopes and serialisers bring, each with its usual prefix. */
const USUAL: readonly (readonly [prefix: string, uri: string])[] = [
  ['xsi', XSI],
  ['xsd', XSD],
  ['ds', DS],
  ['xades', XADES],
  ['soap', 'http://schemas.xmlsoap.org/soap/envelope/'],
  ['soapenv', 'http://schemas.xmlsoap.org/soap/envelope/'],
];

/** The edits whose inverse is known, the usual ones first. */
export function knownEdits(declared: readonly (readonly [prefix: string, uri: string])[]): readonly KnownEdit[] {
  const value = (cause: MismatchCause, what: string | null, change: (text: string) => string): KnownEdit => ({
    cause,
    what,
    edit: { value: change },
  });
  const foreign = declared.filter(([prefix, uri]) => prefix !== '' && uri !== DS && uri !== XADES);
  return [
    { cause: 'INDENTATION_ADDED', what: null, edit: { children: dropIndentation } },
    ...['  ', '    ', '\t', ' ', '   ', ''].map(
      (step): KnownEdit => ({
        cause: 'INDENTATION_REMOVED',
        what: indentName(step),
        edit: { children: (nodes, element, { depth }) => indent(nodes, element, depth, step) },
      }),
    ),
    value('UNICODE_DECOMPOSED', null, (text) => text.normalize('NFC')),
    ...OLD_ENCODINGS.map((one) => value('ENCODING_MISREAD', one, (text) => rereadAsUtf8(text, one))),
    value('BYTE_ORDER_MARK_ADDED', null, (text) => text.replaceAll('\ufeff', '')),
    value('CARRIAGE_RETURN_ADDED', null, (text) => text.replaceAll('\r', '')),
    {
      cause: 'ENVELOPE_NAMESPACE',
      what: '*',
      edit: { tag: (draft, { above }) => above && keepDeclared(draft, (p) => p === '') },
    },
    ...foreign.map(
      ([prefix]): KnownEdit => ({
        cause: 'ENVELOPE_NAMESPACE',
        what: prefix,
        edit: { tag: (draft, { above }) => above && keepDeclared(draft, (one) => one !== prefix) },
      }),
    ),
    {
      cause: 'ENVELOPE_XML_ATTRIBUTE',
      what: 'xml:*',
      edit: { tag: (draft, { above }) => above && dropAttributes(draft, XML_NAMESPACE) },
    },
    { cause: 'XSI_ATTRIBUTES_ADDED', what: null, edit: { tag: dropXsi } },
    { cause: 'DEFAULT_NAMESPACE_ADDED', what: null, edit: { tag: dropDefault } },
    ...(['', 'ds'] as const).flatMap((ds) =>
      (['xades', ''] as const).map(
        (xades): KnownEdit => ({
          cause: 'PREFIX_RENAMED',
          what: `${ds || 'xmlns'}, ${xades || 'xmlns'}`,
          edit: { tag: (draft, { parent }) => rename(draft, parent, ds, xades) },
        }),
      ),
    ),
    {
      cause: 'COMMENTS_ADDED',
      what: null,
      edit: { children: (nodes) => without(nodes, (node) => node.kind === COMMENT) },
    },
    {
      cause: 'INSTRUCTIONS_ADDED',
      what: null,
      edit: { children: (nodes) => without(nodes, (node) => node.kind === PROCESSING_INSTRUCTION) },
    },
    value('VALUES_PADDED', null, (text) =>
      text.trim() === '' ? text : text.replace(/^[\s\u00a0]+|[\s\u00a0]+$/g, ''),
    ),
    value('SPACE_CHARACTER_CHANGED', 'U+0020', (text) => text.replaceAll('\u00a0', ' ')),
    value('DOUBLE_ESCAPED', null, unescapeOnce),
    value('NUMBER_FORMAT_CHANGED', '9', (text) => text.replace(/^(\d{1,4})[.,]0+$/, '$1')),
    value('NUMBER_FORMAT_CHANGED', '9.5', (text) => text.replace(/^(\d{1,4}),(\d{1,3})$/, '$1.$2')),
    value('NUMBER_FORMAT_CHANGED', '9,5', (text) => text.replace(/^(\d{1,4})\.(\d{1,3})$/, '$1,$2')),
    value('DATE_FORMAT_CHANGED', 'YYYY-MM-DD', (text) =>
      text
        .replace(/^(\d\d)[/-](\d\d)[/-](\d{4})$/, '$3-$2-$1')
        .replace(/^(\d{4}-\d\d-\d\d)T00:00:00(?:\.0+)?(?:Z|[+-]\d\d:\d\d)?$/, '$1'),
    ),
    value('DATE_FORMAT_CHANGED', 'DD/MM/YYYY', (text) =>
      text.replace(/^(\d{4})-(\d\d)-(\d\d)(?:T00:00:00(?:\.0+)?(?:Z|[+-]\d\d:\d\d)?)?$/, '$3/$2/$1'),
    ),
    value('TONE_PLACEMENT_CHANGED', 'hòa', (text) => moveTones(text, 'first')),
    value('TONE_PLACEMENT_CHANGED', 'hoà', (text) => moveTones(text, 'second')),
    value('I_Y_SPELLING_CHANGED', 'lí', (text) => swapIY(text, 'i')),
    value('I_Y_SPELLING_CHANGED', 'lý', (text) => swapIY(text, 'y')),
    value('UNICODE_COMPOSED', 'NFD', (text) => text.normalize('NFD')),
    value('UNICODE_COMPOSED', 'windows-1258', separateTones),
    { cause: 'EMPTY_ELEMENTS_ADDED', what: null, edit: { children: (nodes) => without(nodes, isEmptyElement) } },
    ...USUAL.map(
      (one): KnownEdit => ({
        cause: 'ENVELOPE_LOST',
        what: `xmlns:${one[0]}`,
        edit: { tag: (draft, { parent }) => declare(draft, parent, [one]) },
      }),
    ),
    {
      cause: 'ENVELOPE_LOST',
      what: 'xmlns:xsi, xmlns:xsd',
      edit: { tag: (draft, { parent }) => declare(draft, parent, USUAL.slice(0, 2)) },
    },
    ...['vi', 'vi-VN', 'en'].map(
      (lang): KnownEdit => ({
        cause: 'ENVELOPE_LOST',
        what: `xml:lang="${lang}"`,
        edit: { tag: (draft, { parent }) => addLanguage(draft, parent, lang) },
      }),
    ),
  ];
}

function dropIndentation(nodes: readonly XmlNode[]): readonly XmlNode[] {
  return nodes.some(isMarkup) ? without(nodes, isBlank) : nodes;
}

function indentName(step: string): string {
  return step === '' ? 'LF' : step === '\t' ? 'TAB' : `${step.length} × U+0020`;
}

/** As serialisers indent: only elements that hold nothing but elements. */
function indent(nodes: readonly XmlNode[], element: XmlElement, depth: number, step: string): readonly XmlNode[] {
  const bare = nodes.filter((node) => !isBlank(node));
  if (depth < 0 || bare.length === 0 || bare.some((node) => node.kind === TEXT)) return nodes;
  const text = (levels: number): XmlNode => ({ kind: TEXT, parent: element, value: `\n${step.repeat(levels)}` });
  return [...bare.flatMap((node) => [text(depth + 1), node]), text(depth)];
}

function keepDeclared(draft: TagDraft, keep: (prefix: string, uri: string) => boolean): void {
  const next = draft.namespaces.filter(({ prefix, uri }) => keep(prefix, uri));
  if (next.length < draft.namespaces.length) draft.namespaces = next;
}

function dropAttributes(draft: TagDraft, namespaceUri: string): void {
  const next = draft.attributes.filter((one) => one.namespaceUri !== namespaceUri);
  if (next.length < draft.attributes.length) draft.attributes = next;
}

function dropXsi(draft: TagDraft): void {
  dropAttributes(draft, XSI);
  keepDeclared(draft, (_, uri) => uri !== XSI && uri !== XSD);
}

/** Record elements have no namespace (`design.md` 5). */
function dropDefault(draft: TagDraft): void {
  if (draft.prefix === '' && draft.namespaceUri !== '' && draft.namespaceUri !== DS && draft.namespaceUri !== XADES) {
    draft.namespaceUri = '';
  }
  keepDeclared(draft, (prefix, uri) => prefix !== '' || uri === '' || uri === DS || uri === XADES);
}

/** Prefixes of XMLDSig and XAdES as they usually are, declared where they are first used. */
function rename(draft: TagDraft, parent: XmlElement | null, ds: string, xades: string): void {
  const wanted = draft.namespaceUri === DS ? ds : draft.namespaceUri === XADES ? xades : draft.prefix;
  const kept = draft.namespaces.filter(({ uri }) => uri !== DS && uri !== XADES);
  if (wanted !== draft.prefix) {
    draft.prefix = wanted;
    draft.name = wanted === '' ? draft.localName : `${wanted}:${draft.localName}`;
  }
  const inScope = scopeOf(parent, wanted);
  const needed = draft.namespaceUri !== (inScope ?? '') && !kept.some(({ prefix }) => prefix === wanted);
  const next = needed ? [...kept, { prefix: wanted, uri: draft.namespaceUri }] : kept;
  const same =
    next.length === draft.namespaces.length &&
    next.every((one) => draft.namespaces.some(({ prefix, uri }) => prefix === one.prefix && uri === one.uri));
  if (!same) draft.namespaces = next;
}

function scopeOf(element: XmlElement | null, prefix: string): string | undefined {
  for (let at = element; at !== null; at = at.parent) {
    for (const one of at.namespaces) if (one.prefix === prefix) return one.uri;
  }
  return undefined;
}

function declare(draft: TagDraft, parent: XmlElement | null, list: typeof USUAL): void {
  if (parent !== null) return;
  const missing = list.filter(([prefix]) => !draft.namespaces.some((one) => one.prefix === prefix));
  if (missing.length > 0)
    draft.namespaces = [...draft.namespaces, ...missing.map(([prefix, uri]) => ({ prefix, uri }))];
}

function addLanguage(draft: TagDraft, parent: XmlElement | null, value: string): void {
  if (parent !== null || draft.attributes.some(({ name }) => name === 'xml:lang')) return;
  const attribute = { name: 'xml:lang', prefix: 'xml', localName: 'lang', namespaceUri: XML_NAMESPACE, value };
  draft.attributes = [...draft.attributes, attribute];
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
};

function unescapeOnce(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot|apos);/g, (entity) => ESCAPES[entity]!);
}

export function isEmptyElement(node: XmlNode): boolean {
  return node.kind === ELEMENT && node.children.length === 0 && node.attributes.length === 0;
}

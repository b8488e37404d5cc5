/* Changes that know what they change: each leaves most files well-formed, and many of them correct in every rule but the one it breaks. */
import type { Random } from '../xml/random-documents.js';
import { type ElementSite, PLACES, type Place, type Range, type Sites } from './sites.js';

export interface Mutation {
  readonly place: Place;
  /** Names of the changes made. */
  readonly steps: readonly string[];
  readonly bytes: Uint8Array;
}

interface Edit {
  readonly at: number;
  readonly remove: number;
  readonly insert: string;
}

interface Context {
  readonly r: Random;
  readonly sites: Sites;
  /** Signed files of other origin, to take pieces from. */
  readonly others: readonly Sites[];
}

type Step = (site: ElementSite, context: Context) => readonly Edit[] | undefined;

const put = (at: number, insert: string): Edit => ({ at, remove: 0, insert });
const replace = ({ start, end }: Range, insert: string): Edit => ({ at: start, remove: end - start, insert });
const inner = (site: ElementSite): Range => ({ start: site.openEnd, end: site.closeStart });
const slice = (text: string, { start, end }: Range) => text.slice(start, end);

const LETTERS = [
  '0',
  '9',
  'a',
  'Z',
  '+',
  '/',
  '=',
  ' ',
  '\n',
  'Đ',
  'ế',
  '\u0301',
  '\u202e',
  '😀',
  '\0',
  '\u0001',
  '\ufffe',
];
const ENTITIES = [
  '&amp;',
  '&lt;',
  '&#38;',
  '&#x3c;',
  '&#65;',
  '&#x41;',
  '&#13;',
  '&#xD;',
  '&#10;',
  '&#0;',
  '&#xD800;',
  '&x;',
  '&',
  '&#x110000;',
  '&quot;',
];
const NOISE = [
  '<!---->',
  '<!-- Id="data" -->',
  '<?x?>',
  '<?xml-stylesheet href="x"?>',
  '<![CDATA[]]>',
  '<![CDATA[x]]>',
  ' ',
  '\n',
  '\r\n',
  '\t',
  '\u00a0',
  '\ufeff',
];
const URIS = [
  'http://www.w3.org/TR/2001/REC-xml-c14n-20010315',
  'http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments',
  'http://www.w3.org/2001/10/xml-exc-c14n#',
  'http://www.w3.org/2001/10/xml-exc-c14n#WithComments',
  'http://www.w3.org/2006/12/xml-c14n11',
  'http://www.w3.org/2000/09/xmldsig#enveloped-signature',
  'http://www.w3.org/2000/09/xmldsig#base64',
  'http://www.w3.org/TR/1999/REC-xpath-19991116',
  'http://www.w3.org/TR/1999/REC-xslt-19991116',
  'http://www.w3.org/2000/09/xmldsig#sha1',
  'http://www.w3.org/2001/04/xmlenc#sha256',
  'http://www.w3.org/2001/04/xmlenc#sha512',
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
  'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256',
  'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1',
  'http://www.w3.org/2000/09/xmldsig#hmac-sha1',
  'http://uri.etsi.org/01903#SignedProperties',
  'http://uri.etsi.org/01903#CountersignedSignature',
  'http://www.w3.org/2000/09/xmldsig#Manifest',
  'urn:x',
  '',
];
const NAMESPACES = [
  ' xmlns="urn:x"',
  ' xmlns=""',
  ' xmlns="http://www.w3.org/2000/09/xmldsig#"',
  ' xmlns:x="urn:x"',
  ' xmlns:ds="http://www.w3.org/2000/09/xmldsig#"',
  ' xmlns:xades="http://uri.etsi.org/01903/v1.3.2#"',
  ' xmlns:x="relative"',
  ' xmlns:xml="http://www.w3.org/XML/1998/namespace"',
  ' xmlns:xmlns="urn:x"',
  ' xml:lang="vi"',
  ' xml:space="preserve"',
  ' xml:base="http://x.example/"',
  ' xml:id="data"',
];
const NAMES = [
  'Object',
  'Signature',
  'SignedInfo',
  'Reference',
  'Transforms',
  'X',
  'ds:Object',
  'HOC_BA',
  'DU_LIEU_HOC_BA',
  'SigningTime',
];
const ID_NAMES = ['Id', 'ID', 'id', 'xml:id', 'iD', 'x:Id'];

function pickAttribute(site: ElementSite, r: Random) {
  return site.attributes.length === 0 ? undefined : r.pick(site.attributes);
}

const attribute = (name: string, value: string) => ` ${name}="${value}"`;

/** A place between the children of an element, or at its ends. */
function gap(site: ElementSite, { r, sites }: Context): number {
  const within = sites.elements.filter((one) => one.start >= site.openEnd && one.end <= site.closeStart);
  if (within.length === 0 || r.chance(0.3)) return r.chance(0.5) ? site.openEnd : site.closeStart;
  const one = r.pick(within);
  return r.chance(0.5) ? one.start : one.end;
}

function isApart(a: Range, b: Range): boolean {
  return a.end <= b.start || b.end <= a.start;
}

/** The two ranges with their texts exchanged. */
function exchange(text: string, a: Range, b: Range): readonly Edit[] | undefined {
  return isApart(a, b) ? [replace(a, slice(text, b)), replace(b, slice(text, a))] : undefined;
}

function inText(site: ElementSite, r: Random): number {
  return site.openEnd + r.below(Math.max(1, site.closeStart - site.openEnd));
}

const STEPS: Readonly<Record<string, Step>> = {
  'a letter of the text': (site, { r }) => {
    if (site.closeStart === site.openEnd) return [put(site.openEnd, r.pick(LETTERS))];
    return [{ at: inText(site, r), remove: 1, insert: r.pick(LETTERS) }];
  },
  'a letter more': (site, { r }) => [put(inText(site, r), r.pick(LETTERS))],
  'a stretch less': (site, { r }) => {
    const at = site.start + r.below(site.end - site.start);
    return [{ at, remove: 1 + r.below(Math.min(24, site.end - at)), insert: '' }];
  },
  'texts exchanged': (site, { r, sites }) => {
    const other = r.pick(sites.elements);
    return site.text === null || other.text === null ? undefined : exchange(sites.text, inner(site), inner(other));
  },
  'elements exchanged': (site, { r, sites }) => exchange(sites.text, site, r.pick(sites.elements)),
  'names exchanged': (site, { r, sites }) => {
    const name = r.chance(0.5) ? r.pick(NAMES) : r.pick(sites.elements).name;
    const edits = [replace({ start: site.start + 1, end: site.nameEnd }, name)];
    if (site.closeStart > site.openEnd || site.end > site.openEnd)
      edits.push({ at: site.closeStart + 2, remove: site.name.length, insert: name });
    return site.end === site.openEnd ? edits.slice(0, 1) : edits;
  },
  'an element moved': (site, context) => {
    const at = gap(context.r.pick(context.sites.elements), context);
    if (at > site.start && at < site.end) return undefined;
    return [replace(site, ''), put(at, slice(context.sites.text, site))];
  },
  'an element doubled': (site, context) => [
    put(gap(context.r.pick(context.sites.elements), context), slice(context.sites.text, site)),
  ],
  'an element removed': (site) => [replace(site, '')],
  'an element emptied': (site) => [replace(inner(site), '')],
  'an element wrapped': (site, { r }) => {
    const name = r.pick(NAMES);
    const open = r.chance(0.3) ? `<${name} Id="w">` : `<${name}>`;
    return [put(site.start, open), put(site.end, `</${name}>`)];
  },
  'an element unwrapped': (site, { sites }) => [replace(site, slice(sites.text, inner(site)))],
  'an element of another file': (site, context) => {
    if (context.others.length === 0) return undefined;
    const other = context.r.pick(context.others);
    const same = other.elements.filter((one) => one.name === site.name);
    if (same.length === 0) return undefined;
    return [replace(site, slice(other.text, context.r.pick(same)))];
  },
  'an attribute’s value': (site, { r, sites }) => {
    const one = pickAttribute(site, r);
    if (one === undefined) return undefined;
    const value = r.chance(0.4) ? r.pick(URIS) : r.chance(0.5) ? r.pick(LETTERS) : `#${r.pick(sites.ids) ?? ''}`;
    return [replace(one, attribute(one.name, r.chance(0.3) ? one.value + value : value))];
  },
  'an attribute less': (site, { r }) => {
    const one = pickAttribute(site, r);
    return one && [replace(one, '')];
  },
  'an attribute more': (site, { r }) => [
    put(site.nameEnd, attribute(r.pick(['x', 'a', 'Algorithm', 'URI', 'Type', 'Target', 'Encoding']), r.pick(URIS))),
  ],
  'an attribute written otherwise': (site, { r }) => {
    const one = pickAttribute(site, r);
    if (one === undefined) return undefined;
    const spelled = [
      ` ${one.name}='${one.value}'`,
      `\n  ${one.name} = "${one.value}"`,
      ` ${one.name}="${one.value.replace(/[a-z]/, (letter) => `&#${letter.charCodeAt(0)};`)}"`,
      ` ${one.name}=" ${one.value}"`,
      ` ${one.name}="${one.value}" ${one.name}="${one.value}"`,
      ` ${one.name.toUpperCase()}="${one.value}"`,
    ];
    return [replace(one, r.pick(spelled))];
  },
  'attributes in another order': (site) => {
    if (site.attributes.length < 2) return undefined;
    const [first, second] = site.attributes;
    return [
      replace(first!, attribute(second!.name, second!.value)),
      replace(second!, attribute(first!.name, first!.value)),
    ];
  },
  'an Id more': (site, { r, sites }) => [put(site.nameEnd, attribute(r.pick(ID_NAMES), r.pick(sites.ids) ?? 'data'))],
  'an Id renamed': (site, { r, sites }) => {
    const one = site.attributes.find(({ name }) => /^(xml:)?id$/i.test(name));
    return one && [replace(one, attribute(r.pick(ID_NAMES), r.chance(0.5) ? one.value : (r.pick(sites.ids) ?? 'x')))];
  },
  'a reference to something else': (site, { r, sites }) => {
    const one = site.attributes.find(({ name }) => name === 'URI' || name === 'Target' || name === 'ObjectReference');
    if (one === undefined) return undefined;
    const id = r.pick(sites.ids) ?? 'data';
    const forms = [
      `#${id}`,
      '',
      '#',
      `#xpointer(id('${id}'))`,
      '#xpointer(/)',
      `#%${id.charCodeAt(0).toString(16)}${id.slice(1)}`,
      `data.xml#${id}`,
      `# ${id}`,
      `#${id}#`,
      'file:///etc/passwd',
    ];
    return [replace(one, attribute(one.name, r.pick(forms)))];
  },
  'base64 written otherwise': (site, { r }) => {
    if (site.text === null || !/^[A-Za-z0-9+/=\s]{16,}$/.test(site.text)) return undefined;
    const { text } = site;
    const at = r.below(text.length);
    const forms = [
      `${text.slice(0, at)}\n${text.slice(at)}`,
      `${text.slice(0, at)} ${text.slice(at)}`,
      `${text}=`,
      text.replace(/=+$/, ''),
      text.replace(/\+/g, '-').replace(/\//g, '_'),
      `${text.slice(0, at)}${r.pick(LETTERS)}${text.slice(at + 1)}`,
      `${text.slice(0, at)}<!-- -->${text.slice(at)}`,
      `${text.slice(0, at)}<x/>${text.slice(at)}`,
      `${text}${text}`,
      text.replace(/[A-Za-z0-9+/](=*)$/, (_, pads: string) => `${r.pick([...'ABQgwx/9'])}${pads}`),
      `\n${text.replace(/(.{64})/g, '$1\n')}\n`,
    ];
    return [replace(inner(site), r.pick(forms))];
  },
  'a bit of what base64 holds': (site, { r }) => {
    if (site.text === null || !/^[A-Za-z0-9+/=\s]{16,}$/.test(site.text)) return undefined;
    const bytes = Buffer.from(site.text, 'base64');
    const at = r.below(bytes.length);
    bytes[at]! ^= 1 << r.below(8);
    if (r.chance(0.2)) bytes[r.below(bytes.length)] = r.below(256);
    return [replace(inner(site), (r.chance(0.05) ? bytes.subarray(0, at) : bytes).toString('base64'))];
  },
  'a namespace declared': (site, { r }) => [put(site.nameEnd, r.pick(NAMESPACES))],
  'a prefix given': (site, { r }) => {
    const prefix = r.pick(['x', 'ds', 'xades', 'xml', 'xmlns']);
    const local = site.name.slice(site.name.indexOf(':') + 1);
    const edits = [
      replace({ start: site.start + 1, end: site.nameEnd }, `${prefix}:${local}${r.pick(['', ...NAMESPACES])}`),
    ];
    return site.end === site.openEnd
      ? edits
      : [...edits, { at: site.closeStart + 2, remove: site.name.length, insert: `${prefix}:${local}` }];
  },
  'noise inside': (site, context) => [
    put(site.text === null ? gap(site, context) : inText(site, context.r), context.r.pick(NOISE)),
  ],
  'noise around': (site, { r }) => [put(r.chance(0.5) ? site.start : site.end, r.pick(NOISE))],
  'a reference for a letter': (site, { r, sites }) => {
    if (site.closeStart === site.openEnd) return [put(site.openEnd, r.pick(ENTITIES))];
    const at = inText(site, r);
    const code = sites.text.codePointAt(at)!;
    const same = r.chance(0.5) ? `&#${code};` : `&#x${code.toString(16)};`;
    return [{ at, remove: code > 0xffff ? 2 : 1, insert: r.chance(0.5) ? same : r.pick(ENTITIES) }];
  },
  'a section for the text': (site, { sites }) =>
    site.text === null ? undefined : [replace(inner(site), `<![CDATA[${slice(sites.text, inner(site))}]]>`)],
  'an empty tag written otherwise': (site) => {
    if (site.closeStart > site.openEnd) return undefined;
    return site.end === site.openEnd
      ? [{ at: site.openEnd - 2, remove: 2, insert: `></${site.name}>` }]
      : [
          { at: site.openEnd - 1, remove: 1, insert: '/>' },
          { at: site.closeStart, remove: site.end - site.closeStart, insert: '' },
        ];
  },
  'the beginning of the file': (_, { r, sites }) => {
    const at = sites.text.indexOf('?>') < 0 ? 0 : sites.text.indexOf('?>') + 2;
    return [
      put(
        r.chance(0.2) ? 0 : at,
        r.pick([
          '\ufeff',
          '<!DOCTYPE HOC_BA>',
          '<!DOCTYPE x [<!ENTITY e "x">]>',
          '<!-- -->',
          '<?x?>',
          '\n',
          ' ',
          'x',
          '<?xml version="1.1"?>',
        ]),
      ),
    ];
  },
  'line ends of another system': (_, { r, sites }) => {
    const at = sites.text.indexOf('\n');
    return at < 0 ? undefined : [{ at, remove: 1, insert: r.chance(0.5) ? '\r\n' : '\r' }];
  },
  'a signature moved to another place': (_, context) => {
    const { r, sites } = context;
    if (sites.signatures.length === 0) return undefined;
    const one = r.pick(sites.signatures);
    const at = gap(r.pick(sites.elements), context);
    if (at > one.start && at < one.end) return undefined;
    return [replace(one, ''), put(at, slice(sites.text, one))];
  },
  'signatures exchanged': (_, { r, sites }) => {
    if (sites.signatures.length < 2) return undefined;
    return exchange(sites.text, r.pick(sites.signatures), r.pick(sites.signatures));
  },
  'a signature doubled': (_, context) => {
    const { r, sites } = context;
    if (sites.signatures.length === 0) return undefined;
    return [
      put(
        gap(r.pick(sites.byPlace.get('slot') ?? sites.elements), context),
        slice(sites.text, r.pick(sites.signatures)),
      ),
    ];
  },
  'a transform more': (site, { r, sites }) => {
    const prefix = /^(?:(.*):)?Reference$/.exec(site.name);
    if (prefix === null) return undefined;
    const p = prefix[1] === undefined ? '' : `${prefix[1]}:`;
    const transform = `<${p}Transform Algorithm="${r.pick(URIS)}"></${p}Transform>`;
    const inside = slice(sites.text, inner(site));
    const list = inside.indexOf(`<${p}Transforms>`);
    if (list < 0) return [put(site.openEnd, `<${p}Transforms>${transform}</${p}Transforms>`)];
    const begin = site.openEnd + list + p.length + '<Transforms>'.length;
    return [put(r.chance(0.5) ? begin : site.openEnd + inside.indexOf(`</${p}Transforms>`), transform)];
  },
  'a prefix list': (site, { r }) => {
    if (!/(Transform|CanonicalizationMethod)$/.test(site.name)) return undefined;
    const list = r.pick(['', 'x', '#default', 'ds xades', 'x #default']);
    const element = `<ec:InclusiveNamespaces xmlns:ec="http://www.w3.org/2001/10/xml-exc-c14n#" PrefixList="${list}"></ec:InclusiveNamespaces>`;
    return site.end === site.openEnd
      ? [{ at: site.openEnd - 2, remove: 2, insert: `>${element}</${site.name}>` }]
      : [put(site.openEnd, element)];
  },
};

const NAMES_OF_STEPS = Object.keys(STEPS);

/** Steps that are worth nothing but in one place, taken more often there. */
const FAVOURITES: Partial<Record<Place, readonly string[]>> = {
  certificate: [
    'a bit of what base64 holds',
    'base64 written otherwise',
    'an element of another file',
    'texts exchanged',
    'an element doubled',
  ],
  value: ['a bit of what base64 holds', 'base64 written otherwise', 'texts exchanged'],
  slot: [
    'a signature moved to another place',
    'signatures exchanged',
    'a signature doubled',
    'an element moved',
    'an element of another file',
  ],
  SignedInfo: ['a reference to something else', 'a transform more', 'a prefix list', 'an attribute’s value'],
  data: ['an Id more', 'an Id renamed'],
};

/** One change, seldom several, with a place that is asked for. */
export function mutate(place: Place, context: Context): Mutation | undefined {
  const { r, sites } = context;
  const edits: Edit[] = [];
  const steps: string[] = [];
  const wanted = r.chance(0.7) ? 1 : 2 + r.below(2);
  for (let tries = 0; steps.length < wanted && tries < 8; tries++) {
    const from = steps.length === 0 ? place : r.pick(PLACES);
    const candidates = sites.byPlace.get(from);
    if (candidates === undefined) {
      if (steps.length === 0) return undefined;
      continue;
    }
    const favourites = FAVOURITES[from];
    const name = favourites !== undefined && r.chance(0.4) ? r.pick(favourites) : r.pick(NAMES_OF_STEPS);
    const made = STEPS[name]!(r.pick(candidates), context);
    if (made === undefined || !fits(edits, made)) continue;
    edits.push(...made);
    steps.push(name);
  }
  const text = splice(sites.text, edits);
  let bytes: Uint8Array = Buffer.from(text, 'utf8');
  if (steps.length === 0 || r.chance(0.08)) {
    bytes = flip(bytes, r, place, context);
    steps.push('a bit of a byte');
  } else if (text === sites.text) return undefined;
  return { place, steps, bytes };
}

/** A bit of the bytes; in a file that is otherwise whole, one of the place. */
function flip(bytes: Uint8Array, r: Random, place: Place, { sites }: Context): Uint8Array {
  const out = Uint8Array.from(bytes);
  const site = r.pick(sites.byPlace.get(place)!);
  const from = Buffer.byteLength(sites.text.slice(0, site.start));
  const length = Buffer.byteLength(slice(sites.text, site));
  const at = Math.min(out.length - 1, from + r.below(length));
  out[at]! ^= 1 << r.below(8);
  return out;
}

function fits(edits: readonly Edit[], more: readonly Edit[]): boolean {
  const all = [...edits, ...more].sort((a, b) => a.at - b.at || a.remove - b.remove);
  for (let i = 1; i < all.length; i++) if (all[i]!.at < all[i - 1]!.at + all[i - 1]!.remove) return false;
  return true;
}

function splice(text: string, edits: readonly Edit[]): string {
  const sorted = edits
    .map((edit, index) => ({ edit, index }))
    .sort((a, b) => a.edit.at - b.edit.at || a.edit.remove - b.edit.remove || a.index - b.index);
  let out = '';
  let at = 0;
  for (const { edit } of sorted) {
    out += text.slice(at, edit.at) + edit.insert;
    at = edit.at + edit.remove;
  }
  return out + text.slice(at);
}

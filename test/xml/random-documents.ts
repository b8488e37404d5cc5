/** Documents made at random from a seed: everything a canonical form depends on, written in every way XML allows. */

/** A small generator of even numbers in [0, 1): the same seed gives the same documents on every machine (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = state;
    x = Math.imul(x ^ (x >>> 15), x | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 4294967296;
  };
}

export interface Random {
  readonly next: () => number;
  readonly chance: (probability: number) => boolean;
  readonly below: (limit: number) => number;
  readonly pick: <T>(items: readonly T[]) => T;
}

export function random(seed: number): Random {
  const next = randomFrom(seed);
  const below = (limit: number) => Math.floor(next() * limit);
  return { next, below, chance: (probability) => next() < probability, pick: (items) => items[below(items.length)]! };
}

const URIS = [
  'urn:a',
  'urn:b',
  'http://x.example/a?b=1',
  'http://x.example/',
  'urn:z',
  'urn:A',
  'http://x.example/a%20b',
];
const PREFIXES = ['a', 'b', 'p', 'q', 'A', 'ns-1', 'é'];
const NAMES = ['MON_HOC', 'DIEM', 'a', 'b', 'Điểm', 'x.y-z', '_', 'Signature', '\u{10380}c', '\ufdf0d'];
const TEXTS = [
  'Nguyễn Thị Bích Ngọc',
  ' ',
  '\n',
  '\r\n  ',
  '\r',
  '\t',
  'a > b',
  ']]',
  ']',
  '&amp;',
  '&lt;',
  '&gt;',
  '&#13;',
  '&#xD;',
  '&#10;',
  '&#x9;',
  '&quot;&apos;',
  '\'"',
  '😀',
  '&#x1F600;',
  '&#0000065;',
  '\u0085\u2028',
  '\ue000',
  '\ufffd',
  'Hoàn thành tốt',
] as const;
const SECTIONS = ['<![CDATA[]]>', '<![CDATA[<a>&amp;\r\n</a>]]>', '<![CDATA[]]]]>', '<![CDATA[x]]>', '<![CDATA[ > ]]>'];
const COMMENTS = ['<!---->', '<!-- x -->', '<!-- <a>&b;\r\n\r -->', '<!-- > - - -->'];
const INSTRUCTIONS = ['<?p?>', '<?p   x y  ?>', '<?p-q <a> &amp; "\r\n?>', '<?xml-stylesheet href="x"?>', '<?p ? ?>'];
const VALUES = [
  '',
  'x',
  'Hà Nội',
  ' a  b ',
  '\t',
  '\n',
  '\r\n',
  '\r',
  '&#9;',
  '&#xA;',
  '&#13;',
  '&lt;',
  '&gt;',
  '>',
  '&amp;',
  '&quot;',
  '&apos;',
  '&#x20;',
  '😀',
] as const;
const BASES = ['a', 'a/', 'b/c', '..x/y', '/x/', '/x/y', 'http://h/a/b', 'http://h/', 'http://k', 'd?q'];

/** Prefix → URI as written. */
type Scope = ReadonlyMap<string, string>;

export interface DocumentShape {
  /** Greatest number of elements; about half of it is usual. */
  readonly elements: number;
  /** Share of the choices that are made as canonical XML makes them, 0 to 1; default 0. */
  readonly tidy?: number;
}

export function randomDocument(r: Random, shape: DocumentShape = { elements: 30 }): string {
  const { tidy = 0 } = shape;
  let left = shape.elements;
  let ids = 0;
  const space = () => (r.chance(tidy) ? ' ' : r.pick([' ', ' ', '  ', '\n', '\r\n', '\t']));
  const misc = () => {
    let out = '';
    while (r.chance(0.3)) out += r.pick([...COMMENTS, ...INSTRUCTIONS, '\n', ' ', '\r\n']);
    return out;
  };
  const quoted = (value: string) =>
    r.chance(0.7) || r.chance(tidy) ? `"${value.replaceAll('"', '&quot;')}"` : `'${value.replaceAll("'", '&apos;')}'`;
  const equals = () => (r.chance(tidy) ? '=' : r.pick(['=', '=', '=', ' = ', '\n=']));

  function element(scope: Scope, depth: number): string {
    left -= 1;
    const inner = new Map(scope);
    const parts: string[] = [];
    const declared = new Set<string>();
    while (r.chance(depth === 0 ? 0.6 : 0.3)) {
      const prefix = r.chance(0.35) ? '' : r.pick(PREFIXES);
      if (declared.has(prefix)) continue;
      declared.add(prefix);
      const uri = prefix === '' && r.chance(0.4) ? '' : r.pick(URIS);
      inner.set(prefix, uri);
      parts.push(`xmlns${prefix === '' ? '' : `:${prefix}`}${equals()}${quoted(uri)}`);
    }
    if (r.chance(0.03)) parts.push('xmlns:xml="http://www.w3.org/XML/1998/namespace"');
    const prefixes = [...inner.keys()].filter((prefix) => prefix !== '');
    const seen = new Set<string>();
    const attribute = (name: string, expanded: string, value: string) => {
      if (seen.has(expanded)) return;
      seen.add(expanded);
      parts.push(`${name}${equals()}${quoted(value)}`);
    };
    while (r.chance(0.45)) {
      const local = r.pick(NAMES);
      const prefix = prefixes.length > 0 && r.chance(0.5) ? r.pick(prefixes) : '';
      let value = '';
      do value += r.chance(tidy) ? r.pick(['', 'x', 'Hà Nội', '>', '&amp;']) : r.pick(VALUES);
      while (r.chance(0.3));
      if (prefix === '') attribute(local, local, value);
      else attribute(`${prefix}:${local}`, `${local} ${inner.get(prefix)}`, value);
    }
    if (r.chance(0.08)) attribute('xml:lang', 'xml lang', r.pick(['vi', 'en', '']));
    if (r.chance(0.06)) attribute('xml:space', 'xml space', r.pick(['preserve', 'default']));
    if (r.chance(0.1)) attribute('xml:base', 'xml base', r.pick(BASES));
    if (r.chance(0.05)) attribute('xml:id', 'xml id', `i${ids++}`);
    if (r.chance(0.02)) attribute('xml:foo', 'xml foo', 'x');
    if (r.chance(tidy)) parts.sort();
    else {
      for (let i = parts.length - 1; i > 0; i--) {
        const k = r.below(i + 1);
        [parts[i], parts[k]] = [parts[k]!, parts[i]!];
      }
    }
    const prefix = prefixes.length > 0 && r.chance(0.5) ? `${r.pick(prefixes)}:` : '';
    const name = prefix + r.pick(NAMES);
    const tag =
      [name, ...parts].reduce((out, part) => out + space() + part) + (r.chance(0.1 * (1 - tidy)) ? space() : '');
    let content = '';
    while (r.chance(depth < 2 ? 0.9 : depth < 12 ? 0.75 : 0.3)) {
      const kind = r.next();
      if (kind < 0.45 && left > 0) content += element(inner, depth + 1);
      else if (kind < 0.8) content += text(content);
      else if (kind < 0.87) content += r.chance(tidy) ? 'x' : r.pick(SECTIONS);
      else if (kind < 0.94) content += r.pick(COMMENTS);
      else content += r.pick(INSTRUCTIONS);
    }
    if (content === '' && r.chance(0.5 * (1 - tidy))) return `<${tag}/>`;
    return `<${tag}>${content}</${name}${r.chance(0.05 * (1 - tidy)) ? space() : ''}>`;
  }

  /** Character data that does not close a section that was never opened. */
  function text(before: string): string {
    const piece = r.chance(tidy)
      ? r.pick(['Hoàn thành tốt', '9', '&amp;', '\n', '&gt;', '&#xD;', ']]', '>', 'é'])
      : r.pick(TEXTS);
    return /\]\]?$/.test(before) && /^[\]>]/.test(piece) ? ' ' : piece;
  }

  const declaration = r.pick([
    '',
    '<?xml version="1.0"?>',
    "<?xml version='1.0' encoding='utf-8' standalone=\"yes\" ?>\r\n",
  ]);
  return `${r.chance(0.1) ? '\ufeff' : ''}${declaration}${misc()}${element(new Map(), 0)}${misc()}`;
}

/**
 * Shows that reading and canonicalising cost time in proportion to the input: every shape that could tempt a program into quadratic
 * work is made in three sizes, and the cost of each byte in the greatest is compared with that in the smallest. `npx tsx bench/linear.ts`
 *
 * Runs itself again with a young generation of 256 MiB, so that the collector does not weigh more on the greater sizes.
 * Outside the tests, since no test asserts a time. Between the smallest and the greatest lies a factor of 16: quadratic work would
 * show it in full, while a cache that is outgrown and a collector that has more to copy show 2 to 5. Exit code 1 from 8 on.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { encodeUtf8 } from '../src/encoding/index.js';
import {
  C14N_EXCLUSIVE,
  C14N_INCLUSIVE,
  canonicalize,
  indexIds,
  parseXml,
  spliceXml,
  textContent,
  walkElements,
  writeElement,
  type XmlElement,
  type XmlLimits,
} from '../src/xml/index.js';

const FLAGS = ['--import', 'tsx', '--min-semi-space-size=256', '--max-semi-space-size=256'];
if (!process.execArgv.includes(FLAGS[3]!)) {
  const run = spawnSync(process.execPath, [...FLAGS, fileURLToPath(import.meta.url)], { stdio: 'inherit' });
  process.exit(run.status ?? 70);
}

const C14N_11 = 'http://www.w3.org/2006/12/xml-c14n11';
const MIB = 1024 * 1024;

interface Shape {
  readonly name: string;
  /** A document of about `bytes` bytes. */
  make(bytes: number): string;
  readonly limits?: Partial<XmlLimits>;
  readonly inclusivePrefixes?: (bytes: number) => readonly string[];
  /** Canonicalises from an element far inside. */
  readonly apex?: (root: XmlElement) => XmlElement;
  /** Leaves out every second child of the root. */
  readonly exclude?: boolean;
}

const repeat = (bytes: number, make: (index: number) => string): string => {
  const parts: string[] = [];
  for (let length = 0, index = 0; length < bytes; index++) {
    const part = make(index);
    parts.push(part);
    length += part.length;
  }
  return parts.join('');
};

const innermost = (root: XmlElement): XmlElement => {
  let at = root;
  for (let next = at.children[0]; next !== undefined && next.kind === 1; next = at.children[0]) at = next;
  return at;
};

const SHAPES: readonly Shape[] = [
  { name: 'siblings', make: (bytes) => `<a>${repeat(bytes, () => '<b>Đạt</b>')}</a>` },
  { name: 'empty siblings', make: (bytes) => `<a>${repeat(bytes, () => '<b/>')}</a>` },
  {
    name: 'siblings, every second left out',
    make: (bytes) => `<a>${repeat(bytes, () => '<b>1</b>')}</a>`,
    exclude: true,
  },
  { name: 'names all different', make: (bytes) => `<a>${repeat(bytes, (i) => `<b${i}/>`)}</a>` },
  { name: 'one text', make: (bytes) => `<a>${'Hoàn thành tốt '.repeat(bytes / 20)}</a>` },
  { name: 'one text of references', make: (bytes) => `<a>${'&amp;&#1234;'.repeat(bytes / 12)}</a>` },
  { name: 'one text of carriage returns', make: (bytes) => `<a>${'\r\n\r'.repeat(bytes / 3)}</a>` },
  { name: 'one text of characters to escape', make: (bytes) => `<a>${'>'.repeat(bytes)}</a>` },
  { name: 'one text of brackets', make: (bytes) => `<a>${']] ]&gt;'.repeat(bytes / 8)}<![CDATA[]]></a>` },
  { name: 'CDATA sections in one text', make: (bytes) => `<a>${'<![CDATA[x]]>y'.repeat(bytes / 14)}</a>` },
  { name: 'comments between texts', make: (bytes) => `<a>${'x<!---->'.repeat(bytes / 8)}</a>` },
  { name: 'comments before the root', make: (bytes) => `${'<!---->'.repeat(bytes / 7)}<a/>` },
  { name: 'comments behind the root', make: (bytes) => `<a/>${'<!---->'.repeat(bytes / 7)}` },
  { name: 'instructions behind the root', make: (bytes) => `<a/>${'<?p x?>\n'.repeat(bytes / 8)}` },
  { name: 'white space behind the root', make: (bytes) => `<a/>${' \n'.repeat(bytes / 2)}` },
  { name: 'white space in a tag', make: (bytes) => `<a b="1"${' '.repeat(bytes)}/>` },
  { name: 'white space in the declaration', make: (bytes) => `<?xml version="1.0"${' '.repeat(bytes)}?><a/>` },
  { name: 'a long name', make: (bytes) => `<${'n'.repeat(bytes / 2)}></${'n'.repeat(bytes / 2)}>` },
  { name: 'long names many times', make: (bytes) => `<a>${repeat(bytes, () => `<${'n'.repeat(4000)}/>`)}</a>` },
  { name: 'a long attribute', make: (bytes) => `<a b="${'\t&#10;<'.replace('<', '&lt;').repeat(bytes / 10)}"/>` },
  {
    name: '1000 attributes an element, sorted backwards',
    make: (bytes) => {
      const attributes = Array.from({ length: 1000 }, (_, i) => ` b${9999 - i}=""`).join('');
      return `<a>${repeat(bytes, () => `<c${attributes}/>`)}</a>`;
    },
  },
  {
    name: '1000 namespaces on the root, all used',
    make: (bytes) => {
      const declared = Array.from({ length: 1000 }, (_, i) => ` xmlns:p${i}="urn:${i}"`).join('');
      return `<a${declared}>${repeat(bytes, (i) => `<p${i % 1000}:b/>`)}</a>`;
    },
  },
  {
    name: 'every element declares another prefix',
    make: (bytes) => `<a>${repeat(bytes, (i) => `<p${i}:b xmlns:p${i}="urn:${i}"/>`)}</a>`,
  },
  {
    name: 'every element declares the same prefix anew',
    make: (bytes) => `<a>${repeat(bytes, (i) => `<p:b xmlns:p="urn:${i}"/>`)}</a>`,
  },
  {
    name: 'a long PrefixList',
    make: (bytes) => `<a>${repeat(bytes / 2, (i) => `<b xmlns:p${i}="urn:${i}"/>`)}</a>`,
    inclusivePrefixes: (bytes) => Array.from({ length: bytes / 20 }, (_, i) => `p${i}`),
  },
  {
    name: 'nested as deep as it is long',
    make: (bytes) => '<a>'.repeat(bytes / 7) + '</a>'.repeat(bytes / 7),
    limits: { depth: 100 * MIB },
  },
  {
    name: 'nested, every level declares prefixes',
    make: (bytes) => {
      const levels = Math.floor(bytes / 40);
      const open = Array.from({ length: levels }, (_, i) => `<a xmlns:p${i}="urn:${i}">`).join('');
      return open + '</a>'.repeat(levels);
    },
    limits: { depth: 100 * MIB },
  },
  {
    name: 'nested, canonicalised from inside, every level declares prefixes',
    make: (bytes) => {
      const levels = Math.floor(bytes / 40);
      const open = Array.from({ length: levels }, (_, i) => `<a xmlns:p${i}="urn:${i}">`).join('');
      return open + '</a>'.repeat(levels);
    },
    limits: { depth: 100 * MIB },
    apex: innermost,
  },
  {
    name: 'nested, canonicalised from inside, xml:base on every level',
    make: (bytes) => `${`<a xml:base="${'x/'.repeat(bytes / 512)}">`.repeat(255)}<b/>${'</a>'.repeat(255)}`,
    apex: innermost,
  },
];

type Job = readonly [name: string, run: (input: Input) => unknown];

interface Input {
  readonly bytes: Uint8Array;
  readonly shape: Shape;
  readonly document: ReturnType<typeof parseXml>;
  readonly apex: XmlElement;
  readonly exclude: ReadonlySet<XmlElement>;
  readonly inclusivePrefixes: readonly string[];
}

const canonical =
  (algorithm: typeof C14N_EXCLUSIVE | typeof C14N_INCLUSIVE | typeof C14N_11) =>
  ({ apex, exclude, inclusivePrefixes }: Input) =>
    encodeUtf8(canonicalize(apex, { algorithm, exclude, inclusivePrefixes }));

const JOBS: readonly Job[] = [
  ['parse', ({ bytes, shape }) => parseXml(bytes, { limits: shape.limits ?? {} })],
  ['c14n', canonical(C14N_INCLUSIVE)],
  ['c14n11', canonical(C14N_11)],
  ['exc-c14n', canonical(C14N_EXCLUSIVE)],
  ['document', ({ document }) => canonicalize(document, { algorithm: `${C14N_INCLUSIVE}#WithComments` })],
  ['ids, text', ({ document }) => [indexIds(document.root), textContent(document.root)]],
  ['splice', ({ document }) => spliceXml(document, [{ at: document.root.start, insert: '<!---->' }])],
];

/** Least time of several runs, in nanoseconds a byte: what else the machine does only adds. */
function cost(run: () => unknown, bytes: number): number {
  let best = Number.POSITIVE_INFINITY;
  const until = process.hrtime.bigint() + 60_000_000n;
  for (let runs = 0; runs < 3 || process.hrtime.bigint() < until; runs++) {
    const before = process.hrtime.bigint();
    run();
    best = Math.min(best, Number(process.hrtime.bigint() - before) / bytes);
  }
  return best;
}

const SIZES = [MIB / 4, MIB, 4 * MIB];
const worst: string[] = [];
console.log(
  `${'shape'.padEnd(66)}${'job'.padEnd(12)}${SIZES.map((size) => `${size / 1024} KiB`.padStart(10)).join('')}   ratio`,
);
for (const shape of SHAPES) {
  const inputs = SIZES.map((size): Input => {
    const bytes = encodeUtf8(shape.make(size));
    const document = parseXml(bytes, { limits: shape.limits ?? {} });
    const children = document.root.children.filter((node): node is XmlElement => node.kind === 1);
    const exclude = new Set(shape.exclude === true ? children.filter((_, index) => index % 2 === 0) : []);
    const apex = shape.apex === undefined ? document.root : shape.apex(document.root);
    return { bytes, shape, document, apex, exclude, inclusivePrefixes: shape.inclusivePrefixes?.(size) ?? [] };
  });
  for (const [name, run] of JOBS) {
    const costs = inputs.map((input) => cost(() => run(input), input.bytes.length));
    const ratio = costs[costs.length - 1]! / costs[0]!;
    const line = `${shape.name.padEnd(66)}${name.padEnd(12)}${costs.map((one) => one.toFixed(2).padStart(10)).join('')}${ratio.toFixed(2).padStart(8)}`;
    console.log(line);
    // Work of a few microseconds is noise: a byte of it costs next to nothing.
    if (ratio >= 8 && costs[costs.length - 1]! > 1) worst.push(line);
  }
}

const unit = encodeUtf8('<b>Đạt</b>');
const big = new Uint8Array(64 * MIB).fill(0x20);
big.set(encodeUtf8('<a>'));
for (let at = 3; at + unit.length + 4 <= big.length; at += unit.length) big.set(unit, at);
big.set(encodeUtf8('</a>'), big.length - 4);
const started = performance.now();
const { root } = parseXml(big);
const seconds = (performance.now() - started) / 1000;
console.log(`64 MiB, ${[...walkElements(root)].length} elements: read in ${seconds.toFixed(1)} s`);
const deep = { name: 'a', children: Array.from({ length: 100_000 }, () => ({ name: 'b', children: ['Đạt'] })) };
console.log(`writing 100,000 siblings: ${cost(() => writeElement(deep), 100_000 * 14).toFixed(1)} ns a byte`);
console.log(worst.length === 0 ? '\nlinear' : `\nnot linear:\n${worst.join('\n')}`);
if (worst.length > 0) process.exitCode = 1;

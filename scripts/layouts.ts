/**
 * Writes `docs/layouts.md` and one XML schema per built-in layout into `docs/xsd/`, all from the layout data: what is assumed there is
 * listed here, so that nobody takes a guess for the specification.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { THUAT_NGU } from '../src/hoc-ba/index.js';
import {
  BUILT_IN_LAYOUTS,
  type Layout,
  type LayoutNode,
  type LayoutSlots,
  layoutXsd,
} from '../src/record-xml/index.js';

/** Path of each generated file, relative to the repository → its text. */
export function layoutFiles(): Readonly<Record<string, string>> {
  return {
    'docs/layouts.md': page(),
    ...Object.fromEntries(BUILT_IN_LAYOUTS.map((layout) => [`docs/xsd/${layout.id}.xsd`, layoutXsd(layout)])),
  };
}

function page(): string {
  return `# Bố cục XML · XML layouts

Written by \`npm run docs\` from the layout data in \`src/record-xml\`. A layout is data: another one is a JSON file (\`loadLayout\`), drafted from
sample files by \`inferLayout\` and tried by \`checkLayout\`.

**Assumed** marks what no official text at hand prints. R required · R* required, but the tag may be left out where the record states why
there is no value (then the reason stands in the extension block) · o optional.

${BUILT_IN_LAYOUTS.map(layoutSection).join('\n')}
## Codecs

| codec | text in XML | also read |
|---|---|---|
| \`text\` | the text, normalisation form C | white space around it, other normalisation forms (reported) |
| \`date\` | \`2014-03-15\` | \`15/3/2014\`, a date-time (its day in its own zone) |
| \`dateSlash\` | \`15/03/2014\` | \`2014-03-15\`, a date-time |
| \`schoolYear\` | \`2023-2024\` | \`2023 – 2024\` |
| \`integer\`, \`decimal\` | \`9\`, \`30.5\`, at most four decimals | \`9.0\`, \`30,5\` |
| \`words:T\`, \`boolean:T\` | the word of table T | its aliases; case, tone placement and lí/lý do not matter |
| \`codes:T\` | the code of table T, or the identity itself | an unknown code as \`khac:\` and the code |
| \`awards:T\` | the awards' words joined by \`; \` | as one award; the kind by its title |
| \`subjectName:T\` | name and language, "Ngoại ngữ 1 Tiếng Anh" | |

## Khối mở rộng · The extension block

What no official tag carries stands in \`MO_RONG\`, the last element of the data block, so it is signed with the rest: one \`GIA_TRI\` per value,
\`TEN\` is the path in the model, \`KIEU\` the type where it is no text (\`so\` number, \`dungSai\` true or false, \`danhSach\` empty list, \`doiTuong\` empty
object, \`khongCo\` nothing stands there). It can only add: an item that would change the text of any official tag makes the reader refuse
the whole block (\`extensionContradicts\`). It is written only when there is something to carry, and \`extension: false\` switches it off;
\`writeHocBa\` then refuses to lose data unless \`allowLoss\` is given, and never loses that a record was digitised.
`;
}

function layoutSection(layout: Layout): string {
  return `## ${layout.id}

${layout.title.vi} · ${layout.title.en}, version ${layout.version}. Source: ${layout.source}. Level: \`${layout.capHoc}\`. Schema:
[${layout.id}.xsd](xsd/${layout.id}.xsd).

### Giả định · Assumptions

${layout.assumptions.map(({ vi, en }) => `- ${vi}\n  ${en}`).join('\n')}
${assumedNames(layout)
  .map((name) => `- \`${name}\``)
  .join('\n')}

### Dữ liệu · Data, in written order

| element | field | term | codec | |
|---|---|---|---|---|
${layout.record.children.flatMap((node) => rows(node, '')).join('\n')}

### Chỗ ký · Slots

| place | role | signs | fields before the signature | |
|---|---|---|---|---|
${layout.record.children.flatMap((node) => (node.kind === 'slots' ? slotRows(node, '') : [])).join('\n')}

### Chữ của giá trị · Words

| table | value | text | also read | |
|---|---|---|---|---|
${Object.entries(layout.tables)
  .flatMap(([name, table]) => tableRows(name, table))
  .join('\n')}

### Khi XML không nói · Where the XML says nothing

${Object.entries(layout.defaults)
  .map(([field, value]) => `- \`${field}\`: \`${JSON.stringify(value)}\``)
  .join('\n')}
`;
}

function rows(node: LayoutNode, path: string): readonly string[] {
  if (node.kind === 'slots') return [];
  if (node.kind === 'value') {
    const mark = node.required === true ? (node.orReason === true ? 'R*' : 'R') : 'o';
    const also =
      node.aliases === undefined ? '' : `, also read: ${node.aliases.map((name) => `\`${name}\``).join(', ')}`;
    return [
      `| \`${path}${node.element}\` | \`${node.field}\` | ${term(node.field)} | \`${node.codec}\` | ${mark}${assumed(node)}${also} |`,
    ];
  }
  if (node.kind === 'group') {
    const here = `${path}${node.element}`;
    const marks = [
      node.required === true ? 'R' : 'o',
      node.id === 'data' ? 'the block that is signed, with Id' : '',
      node.id === 'inner' ? 'inner block, with Id' : '',
      node.id === 'salt' ? 'random Id (salt)' : '',
      node.onlyIf === undefined ? '' : `only if ${node.onlyIf.field} = ${node.onlyIf.equals}`,
    ].filter((mark) => mark !== '');
    return [
      `| \`${here}\` | | | | ${marks.join(', ')}${assumed(node)} |`,
      ...(node.attributes ?? []).map(
        ({ name, field, codec }) => `| \`${here}/@${name}\` | \`${field}\` | ${term(field)} | \`${codec}\` | o |`,
      ),
      ...node.children.flatMap((child) => rows(child, `${here}/`)),
    ];
  }
  const container = node.element === undefined ? path : `${path}${node.element}/`;
  return [
    ...(node.element === undefined
      ? []
      : [
          `| \`${path}${node.element}\` | \`${node.field}\` | ${term(node.field)} | | ${node.required === true ? 'R' : 'o'}${assumed(node)} |`,
        ]),
    `| \`${container}${node.item.element}\` | \`${node.field}[]\` | | | repeated${node.item.id === 'row' ? ', with Id' : ''} |`,
    ...node.item.children.flatMap((child) => rows(child, `${container}${node.item.element}/`)),
  ];
}

function slotRows(node: LayoutSlots, path: string): readonly string[] {
  return node.children.flatMap((child) => {
    if (child.kind === 'slots') return slotRows(child, `${path}${node.element}/`);
    const covers = { data: 'the data block', inner: 'the inner block', row: 'the rows of its key' }[child.covers];
    const fields = child.fields.map(({ element, required }) => `\`${element}\` ${required === true ? 'R' : 'o'}`);
    const marks = [
      child.required === true ? 'R' : 'o',
      child.multiple === true ? `several, by \`@${child.keyAttribute}\`` : '',
      ...(child.otherPaths ?? []).map((other) => `also read at \`${other}\``),
    ].filter((mark) => mark !== '');
    return [
      `| \`${path}${node.element}/${child.element}\` | \`${child.role}\` | ${covers} | ${fields.join(', ')} | ${marks.join(', ')}${assumed(child)} |`,
    ];
  });
}

function tableRows(name: string, table: Layout['tables'][string]): readonly string[] {
  return Object.entries(table.values).map(([value, text]) => {
    const also = Object.entries(table.aliases ?? {})
      .filter(([, target]) => target === value)
      .map(([alias]) => `\`${alias}\``);
    return `| \`${name}\` | \`${value}\` | \`${text}\` | ${also.join(', ')} | ${table.assumed === true ? 'assumed' : ''} |`;
  });
}

/** Element names that are assumed, with their place. */
function assumedNames(layout: Layout): readonly string[] {
  const out: string[] = [];
  const visit = (nodes: readonly LayoutNode[], path: string): void => {
    for (const node of nodes) {
      const here = node.kind === 'list' ? `${path}${node.element ?? node.item.element}` : `${path}${node.element}`;
      if (node.assumed === true) out.push(here);
      if (node.kind === 'group') visit(node.children, `${here}/`);
      if (node.kind === 'list') visit(node.item.children, `${here}/${node.item.element}/`);
    }
  };
  visit(layout.record.children, '');
  return out;
}

function term(field: string): string {
  return THUAT_NGU[field.split('.').at(-1)!]?.vi ?? '';
}

function assumed(node: { readonly assumed?: true }): string {
  return node.assumed === true ? ', **assumed**' : '';
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [path, text] of Object.entries(layoutFiles())) {
    const url = new URL(`../${path}`, import.meta.url);
    mkdirSync(new URL('.', url), { recursive: true });
    writeFileSync(url, text);
  }
}

/**
 * Writes `docs/cong-tiep-nhan.md`: receivers, services, flows and reasons of refusal as tables, from the data that the code works by, with
 * everything that is assumed marked as such.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  certificateFlow,
  type Flow,
  REFUSALS,
  recallFlow,
  recordFlow,
  type Service,
  servicesCv2088,
} from '../src/exchange/index.js';
import { RECEIVERS, type Receiver } from '../src/signing/index.js';

/** Path of the generated file, relative to the repository → its text. */
export function gatewayTableFiles(): Readonly<Record<string, string>> {
  return { 'docs/cong-tiep-nhan.md': page() };
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

function page(): string {
  const services = servicesCv2088();
  return `# Cổng tiếp nhận bằng bảng · The gateway in tables

Sinh bởi \`npm run docs\` từ chính dữ liệu mà mã nguồn dùng. Written by \`npm run docs\` from the data that the code works by. † giả định, văn bản không in ra · † assumed: no text at hand prints it. How they are used: [mua-bao-cao.md](mua-bao-cao.md).

## Nơi nhận · Receivers

A receiver is data, chosen before signing; another one is a JSON file (\`parseReceiver\`, \`--receiver FILE\`). \`dual\`, \`xadesB\` and \`local\` are this package's own: nobody has published them.

${receivers()}

\`hcmc\` is what 1789/QĐ-SGDĐT and 613/SGDĐT-GDTH say of Ho Chi Minh City: its calendar (\`deadlinesFor\`, province 79), the leader's certificate registered beside the school's (điều 8, 9), look-up codes from the city's system, the Sở's and the Ministry's data base as destinations, and no field for the leader's office in its list of data (phụ lục II). Who signs on which occasion (điều 20, 22, 39) is data of \`quy-dinh\`.

## Dịch vụ · Services (\`${services.id}\`)

Names, types and letter case as printed in CV 2088/BGDĐT-GDTH, phụ lục 1, II.2; as OpenAPI: [openapi.json](openapi.json). A province's own description is a JSON file (\`parseServices\`, \`--services FILE\`).

${Object.entries(services.services)
  .map(([name, service]) => serviceOf(name, service))
  .join('\n\n')}

Numbers of a status: (2), (4) ${statuses(services.statuses.approval)} · (6) ${statuses(services.statuses.recall)}. There is no number for "not decided" in (2) and (4).

† Assumed, as paths into the description: ${services.assumed.map((one) => `\`${one}\``).join(', ')}.

## Quy trình · Flows

For the route school → Sở → Ministry; \`routeOf(receiver)\` gives that of a receiver.

${[certificateFlow(), recordFlow(), recallFlow()].map(flowOf).join('\n\n')}

## Lý do từ chối · Reasons of refusal

The specification prints none: these are the kit's own and travel in \`error\`.

${table(
  ['code', 'tiếng Việt', 'English'],
  Object.entries(REFUSALS).map(([code, { vi, en }]) => [`\`${code}\``, vi, en]),
)}
`;
}

function receivers(): string {
  const all = Object.values(RECEIVERS);
  const fields = [...new Set(all.flatMap((one) => Object.keys(one)))].filter(
    (field) => field !== 'assumed' && field !== 'id',
  );
  const cell = (receiver: Receiver, field: string): string => {
    const value = (receiver as unknown as Record<string, unknown>)[field];
    if (value === undefined) return '';
    const mark = receiver.assumed?.includes(field) === true ? ' †' : '';
    return `${Array.isArray(value) ? value.join(', ') : String(value)}${mark}`;
  };
  return table(
    ['', ...all.map(({ id }) => `\`${id}\``)],
    fields.map((field) => [`\`${field}\``, ...all.map((receiver) => cell(receiver, field))]),
  );
}

function serviceOf(name: string, { code, path, authentication, header, request, answer, rows }: Service): string {
  const list = (fields: Service['request']) =>
    fields.map((one) => `\`${one.name}\`${one.type === 'string' ? '' : ` (${one.type})`}`).join(', ') || '–';
  return `### (${code}) ${name}

\`POST ${path}\` †, token in the ${authentication} †

${table(
  ['', 'fields'],
  [
    ...(header.length === 0 ? [] : [['`authenticationRequest`', list(header)]]),
    ['request', list(request)],
    ['answer', rows === null ? list(answer) : `list \`${rows.name}\` † of: ${list(rows.fields)}`],
  ],
)}`;
}

function statuses(words: Readonly<Record<string, string>>): string {
  return Object.entries(words)
    .map(([number, word]) => `${number} = ${word}`)
    .join(', ');
}

function flowOf({ id, initial, final, transitions }: Flow): string {
  return `### ${id}

Begins in \`${initial}\`, may end in ${final.map((state) => `\`${state}\``).join(', ')}.

${table(
  ['state', 'action', 'leads to', 'by', 'needs'],
  transitions.map(({ from, action, to, by, needs = [] }) => [from, `\`${action}\``, to, by, needs.join(', ')]),
)}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [path, text] of Object.entries(gatewayTableFiles()))
    writeFileSync(new URL(`../${path}`, import.meta.url), text);
}

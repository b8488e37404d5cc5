import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { gatewayTableFiles } from '../../scripts/gateway-tables.js';
import { openApiFiles } from '../../scripts/open-api.js';
import { parseCertificate } from '../../src/certificate/index.js';
import {
  certificateContent,
  createGateway,
  memoryGatewayStore,
  openApiOf,
  parseServices,
  servicesCv2088,
} from '../../src/exchange/index.js';
import { RECEIVER_DUAL } from '../../src/signing/index.js';
import { ROOT } from '../shared.js';
import { schemaErrors } from '../verification/json-schema.js';
import { AT, pack, recordsOf, signerOf, signRecord, trustOf } from './school.js';

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Members of the objects of OpenAPI 3.1.0 (§4.8) that the document may use: those that must be there, those that may. */
const OBJECTS = {
  root: [
    ['openapi', 'info', 'paths'],
    ['servers', 'components', 'security', 'tags'],
  ],
  info: [
    ['title', 'version'],
    ['description', 'summary', 'license'],
  ],
  server: [['url'], ['description', 'variables']],
  variable: [['default'], ['description', 'enum']],
  pathItem: [[], ['get', 'put', 'post', 'delete', 'summary', 'description', 'parameters']],
  operation: [
    ['responses'],
    ['operationId', 'summary', 'description', 'security', 'requestBody', 'tags', 'parameters'],
  ],
  requestBody: [['content'], ['required', 'description']],
  response: [['description'], ['content', 'headers']],
  mediaType: [[], ['schema', 'example']],
  components: [[], ['schemas', 'securitySchemes', 'responses']],
  securityScheme: [['type'], ['scheme', 'bearerFormat', 'description']],
} as const;

/** Places at which a document breaks the rules of OpenAPI 3.1.0. */
function openApiErrors(document: unknown): readonly string[] {
  const errors: string[] = [];
  const object = (value: unknown, kind: keyof typeof OBJECTS, at: string): Json => {
    if (!isObject(value)) {
      errors.push(`${at}: no object`);
      return {};
    }
    const [needed, allowed] = OBJECTS[kind] as readonly (readonly string[])[];
    for (const name of needed!) if (!(name in value)) errors.push(`${at}.${name}: missing`);
    for (const name of Object.keys(value))
      if (!needed!.includes(name) && !allowed!.includes(name) && !name.startsWith('x-'))
        errors.push(`${at}.${name}: unknown`);
    return value;
  };
  const map = (value: unknown, at: string, use: (one: unknown, key: string, at: string) => void): void => {
    if (!isObject(value)) errors.push(`${at}: no map`);
    else for (const [key, one] of Object.entries(value)) use(one, key, `${at}[${key}]`);
  };
  const schema = (value: unknown, at: string): void => {
    if (!isObject(value)) {
      errors.push(`${at}: no schema`);
      return;
    }
    if (!['object', 'array', 'string', 'number'].includes(value['type'] as string)) errors.push(`${at}.type`);
    if (value['type'] === 'array') schema(value['items'], `${at}.items`);
    if ('enum' in value && (!Array.isArray(value['enum']) || new Set(value['enum']).size !== value['enum'].length))
      errors.push(`${at}.enum`);
    if (value['type'] !== 'object') return;
    map(value['properties'], `${at}.properties`, (one, _, inner) => schema(one, inner));
    const required = (value['required'] ?? []) as readonly string[];
    if (new Set(required).size !== required.length) errors.push(`${at}.required: twice`);
    for (const name of required) if (!(name in (value['properties'] as Json))) errors.push(`${at}.required: ${name}`);
  };
  const content = (value: unknown, at: string): void =>
    map(value, at, (one, type, inner) => {
      if (!/^\w+\/[\w.+-]+$/.test(type)) errors.push(`${inner}: no media type`);
      schema(object(one, 'mediaType', inner)['schema'], `${inner}.schema`);
    });

  const root = object(document, 'root', '');
  if (!/^3\.1\.\d+$/.test(String(root['openapi']))) errors.push('.openapi');
  object(root['info'], 'info', '.info');
  for (const [index, one] of ((root['servers'] ?? []) as readonly unknown[]).entries()) {
    const server = object(one, 'server', `.servers[${index}]`);
    const names = [...String(server['url']).matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
    expect(Object.keys((server['variables'] ?? {}) as Json)).toEqual(names);
    map(server['variables'], `.servers[${index}].variables`, (given, _, at) => object(given, 'variable', at));
  }
  const schemes = object(root['components'], 'components', '.components')['securitySchemes'];
  map(schemes, '.components.securitySchemes', (one, _, at) => object(one, 'securityScheme', at));
  const ids: string[] = [];
  map(root['paths'], '.paths', (item, path, at) => {
    if (!path.startsWith('/')) errors.push(`${at}: no slash`);
    map(object(item, 'pathItem', at), at, (one, _, inner) => {
      const operation = object(one, 'operation', inner);
      ids.push(String(operation['operationId']));
      for (const need of (operation['security'] ?? []) as readonly Json[])
        for (const name of Object.keys(need))
          if (!(name in (schemes as Json))) errors.push(`${inner}.security: ${name}`);
      content(
        object(operation['requestBody'], 'requestBody', `${inner}.requestBody`)['content'],
        `${inner}.requestBody`,
      );
      map(operation['responses'], `${inner}.responses`, (given, status, place) => {
        if (!/^[1-5]\d\d$/.test(status)) errors.push(`${place}: no status`);
        content(object(given, 'response', place)['content'], place);
      });
    });
  });
  if (new Set(ids).size !== ids.length) errors.push('operationId: twice');
  return errors;
}

interface Operation {
  readonly requestBody: { readonly content: { readonly 'application/json': { readonly schema: Json } } };
  readonly responses: Readonly<
    Record<string, { readonly content: { readonly 'application/json': { readonly schema: Json } } }>
  >;
}
const operationOf = (path: string, document: Json = openApiOf()) =>
  (document['paths'] as Record<string, { post: Operation }>)[path]!.post;

describe('the document', () => {
  test.each(Object.entries({ ...openApiFiles(), ...gatewayTableFiles() }))(
    '%s is what npm run docs writes',
    (path, text) => {
      expect(readFileSync(join(ROOT, path), 'utf8')).toBe(text);
    },
  );

  test('keeps the rules of OpenAPI 3.1, and the check of that sees what breaks them', () => {
    const document = openApiOf();
    expect(openApiErrors(document)).toEqual([]);
    const broken = structuredClone(document) as {
      paths: Record<string, { post: Record<string, unknown> }>;
      info: Json;
    };
    const [first, second] = Object.values(broken.paths);
    first!.post['operationId'] = second!.post['operationId'];
    delete (second!.post as { responses?: unknown }).responses;
    first!.post['security'] = [{ none: [] }];
    broken.info = {};
    expect(openApiErrors(broken).length).toBeGreaterThanOrEqual(5);
  });

  test('names all that is assumed and all reasons of refusal, and follows another description', () => {
    const document = openApiOf() as { 'x-assumed': string[]; 'x-refusals': Json };
    expect(document['x-assumed']).toEqual(servicesCv2088().assumed);
    expect(document['x-refusals']).toHaveProperty('NOT_RECALLED');
    const own = JSON.parse(JSON.stringify(servicesCv2088())) as ReturnType<typeof servicesCv2088>;
    const { submit } = own.services;
    const changed = parseServices({ ...own, services: { ...own.services, submit: { ...submit, path: 'api/v2/nop' } } });
    expect(openApiErrors(openApiOf(changed))).toEqual([]);
    expect(operationOf('/api/v2/nop', openApiOf(changed))).toBeDefined();
  });
});

describe('what goes over the wire', async () => {
  const SCHOOL = '01000001';
  const gateway = createGateway({
    store: memoryGatewayStore(),
    authenticate: ({ token }) => token === 'phien',
    acceptance: { trust: await trustOf(), receiver: RECEIVER_DUAL },
    now: () => AT,
  });
  /** Sends a body typed by hand; request and answer have to be what the document says of them. */
  const ask = async (path: string, body: string, token = 'phien') => {
    const operation = operationOf(path);
    expect(schemaErrors(operation.requestBody.content['application/json'].schema, JSON.parse(body)), body).toEqual([]);
    const headers = { authorization: `Bearer ${token}` };
    const answer = await gateway.handle(new Request(`http://127.0.0.1${path}`, { method: 'POST', body, headers }));
    const text = await answer.text();
    const { schema } = operation.responses[String(answer.status)]!.content['application/json'];
    expect(schemaErrors(schema, JSON.parse(text)), text).toEqual([]);
    return { status: answer.status, json: JSON.parse(text) as Json };
  };
  const SUBMIT = (messageid: string, content: string, type = '1') =>
    `{"authenticationRequest":{"token":"phien","user_name":"th","password":"ab","ma_don_vi":"${SCHOOL}","nam_hoc":2024,"messageid":"${messageid}","type":"${type}","function":"${type}"},"content":"${content}"}`;
  const QUERY = (messageid: string, type: string) =>
    `{"messageid":"${messageid}","ma_don_vi":"${SCHOOL}","type":"${type}","function":"${type}"}`;

  test('registration, submission, refusals, recall: every request and every answer fits its schema', async () => {
    const signer = await signerOf('phatHanh');
    const serial = parseCertificate(signer.certificate).serialNumberHex;
    const content = await certificateContent(signer, { maDonVi: SCHOOL, serialNumber: serial });
    const register = `{"messageid":"dk","type":"3","function":"3","ma_don_vi":"${SCHOOL}","serial_number":"${serial}","ngay_hieu_luc":"2025-01-01","ma_kieu_chu_ky":"USB_TOKEN","nha_phat_hanh":"BAN_CO_YEU","content":"${content}"}`;
    expect((await ask('/chung-thu-so/dang-ky', register)).json['error']).toBe('');
    const query = `{"messageid":"dk","ma_don_vi":"${SCHOOL}","ma_nam_hoc":2024}`;
    expect((await ask('/chung-thu-so/ket-qua', query)).json['error']).toBe('PENDING');
    await gateway.decideCertificate(SCHOOL, 'dk', 'approved');
    expect((await ask('/chung-thu-so/ket-qua', query)).json['trang_thai_phe_duyet']).toBe(1);
    const [a, b] = recordsOf(SCHOOL, 2);
    const [part] = await pack([await signRecord(a!), await signRecord(b!, { until: 'phatHanh' })]);
    expect((await ask('/hoc-ba/gui', SUBMIT('g', part!.content))).json['Error']).toBe('');
    expect((await ask('/hoc-ba/ket-qua', QUERY('g', '2'))).json['danh_sach']).toEqual([]);
    await gateway.processPending();
    expect((await ask('/hoc-ba/ket-qua', QUERY('g', '2'))).json['danh_sach']).toHaveLength(2);
    expect((await ask('/hoc-ba/thu-hoi', SUBMIT('r', 'QUJDREVGRw==', '5'))).json['Error']).toBe('CONTENT_UNREADABLE');
    expect((await ask('/hoc-ba/ket-qua-thu-hoi', QUERY('r', '6'))).json['danh_sach']).toEqual([]);
    expect((await ask('/hoc-ba/ket-qua', QUERY('g', '2'), 'x')).status).toBe(401);
    expect((await ask('/hoc-ba/gui', SUBMIT('g', 'A'.repeat(10_000_000)))).status).toBe(413);
  });

  test('what is no request of the document is none for the gateway', async () => {
    const { schema } = operationOf('/hoc-ba/gui').requestBody.content['application/json'];
    const good = SUBMIT('m', 'QUJD');
    expect(schemaErrors(schema, JSON.parse(good))).toEqual([]);
    for (const bad of [
      good.replace('"nam_hoc":2024', '"nam_hoc":"2024"'),
      good.replace('"content"', '"noi_dung"'),
      good.replace('"messageid":"m"', '"messageid":""'),
      good.replace('"type":"1","function":"1"', '"type":"2","function":"2"'),
      '{"authenticationRequest":{},"content":"QUJD"}',
    ]) {
      expect(schemaErrors(schema, JSON.parse(bad)), bad).not.toEqual([]);
      const answer = await gateway.handle(new Request('http://127.0.0.1/hoc-ba/gui', { method: 'POST', body: bad }));
      expect(answer.status, bad).toBe(400);
      const fault = operationOf('/hoc-ba/gui').responses['400']!.content['application/json'].schema;
      expect(schemaErrors(fault, await answer.json())).toEqual([]);
    }
  });
});

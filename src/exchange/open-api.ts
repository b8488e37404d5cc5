import type { Json } from './field-codec.js';
import { REFUSALS, type RefusalCode } from './refusals.js';
import type { Service, ServiceDescription, ServiceField, ServiceName } from './service-description.js';
import { servicesCv2088 } from './services-cv2088.js';

const TITLES: Readonly<Record<ServiceName, string>> = {
  submit: 'Gửi yêu cầu nộp báo cáo',
  querySubmit: 'Truy vấn kết quả phát hành, nộp',
  registerCertificate: 'Đăng ký chứng thư số',
  queryCertificate: 'Truy vấn đăng ký chứng thư số',
  recall: 'Gửi yêu cầu thu hồi',
  queryRecall: 'Truy vấn kết quả thu hồi',
};

/**
 * The services as an OpenAPI 3.1 document, made from the description that the client and the gateway kit work by, so that the three cannot
 * differ. What the description assumes stands in `x-assumed`, the kit's own reasons of refusal in `x-refusals`.
 */
export function openApiOf(services: ServiceDescription = servicesCv2088()): Json {
  const paths: Record<string, Json> = {};
  for (const [name, service] of Object.entries(services.services) as [ServiceName, Service][]) {
    paths[`/${service.path}`] = { post: operation(services, name, service) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: `Học bạ số: ${services.id}`,
      version: '1.0',
      description:
        'Dịch vụ tiếp nhận học bạ số theo CV 2088/BGDĐT-GDTH, phụ lục 1, II.2, như cổng thử (hocba gateway) thực hiện. Điều đặc tả không in ra nằm trong x-assumed.',
    },
    servers: [
      {
        url: 'http://127.0.0.1:{port}',
        description: 'hocba gateway',
        variables: { port: { default: '8088', description: 'Cổng mạng trên chính máy này' } },
      },
    ],
    paths,
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    'x-assumed': services.assumed,
    'x-refusals': REFUSALS,
  };
}

/** Answers outside the printed messages: the request was none of them. */
const FAULTS: Readonly<Record<number, RefusalCode>> = {
  400: 'REQUEST_MALFORMED',
  401: 'UNAUTHORIZED',
  404: 'REQUEST_MALFORMED',
  405: 'REQUEST_MALFORMED',
  408: 'REQUEST_MALFORMED',
  413: 'TOO_LARGE',
};

function operation(services: ServiceDescription, name: ServiceName, service: Service): Json {
  const { code, header, request, answer, rows, authentication } = service;
  const { statuses } = services;
  const numbers = Object.keys(name === 'queryRecall' ? statuses.recall : statuses.approval).map(Number);
  const body = objectOf(request, { service });
  const account = header.length === 0 ? null : objectOf(header, { service });
  const whole =
    account === null
      ? body
      : {
          ...body,
          properties: { [services.authenticationObject]: account, ...body.properties },
          required: [services.authenticationObject, ...body.required],
        };
  const list = rows === null ? null : { type: 'array', items: objectOf(rows.fields, { numbers }) };
  const reply =
    rows === null || list === null
      ? objectOf(answer, { numbers })
      : { type: 'object', properties: { [rows.name]: list }, required: [rows.name] };
  const json = (schema: Json) => ({ 'application/json': { schema } });
  const faults = Object.entries(FAULTS).map(([status, reason]) => [
    status,
    { description: `${reason}: ${REFUSALS[reason].vi}`, content: json(faultOf(reason)) },
  ]);
  return {
    operationId: name,
    summary: `(${code}) ${TITLES[name]}`,
    ...(authentication === 'header' ? { security: [{ token: [] }] } : {}),
    requestBody: { required: true, content: json(whole) },
    responses: {
      200: { description: 'Trả lời của dịch vụ', content: json(reply) },
      ...Object.fromEntries(faults),
    },
  };
}

function faultOf(code: RefusalCode): Json {
  const properties = {
    error: { type: 'string', const: code },
    error_field_title: { type: 'string' },
    error_description: { type: 'string' },
  };
  return { type: 'object', properties, required: Object.keys(properties) };
}

function objectOf(
  fields: readonly ServiceField[],
  { service, numbers }: { readonly service?: Service; readonly numbers?: readonly number[] },
) {
  const properties: Record<string, Json> = {};
  for (const { key, name, type, meaning, aliases, assumed } of fields) {
    const fixed = service !== undefined && (key === 'type' || key === 'function') ? service.values[key] : undefined;
    properties[name] = {
      type: type === 'number' ? 'number' : 'string',
      ...(type === 'date' ? { format: 'date' } : {}),
      ...(fixed === undefined ? {} : { const: fixed }),
      ...(key === 'status' && numbers !== undefined ? { enum: numbers } : {}),
      ...(service !== undefined && (key === 'messageId' || key === 'maDonVi') ? { minLength: 1, maxLength: 100 } : {}),
      description: meaning,
      ...(aliases === undefined ? {} : { 'x-also-read': aliases }),
      ...(assumed === true ? { 'x-assumed': true } : {}),
    };
  }
  // A status has no number for "not decided": it is then left out.
  const required = fields.filter(({ key }) => service !== undefined || key !== 'status').map(({ name }) => name);
  return { type: 'object', properties, required };
}

import type { Json } from './field-codec.js';
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
 * differ. What the description assumes stands in `x-assumed`.
 */
export function openApiOf(services: ServiceDescription = servicesCv2088()): Json {
  const paths: Record<string, Json> = {};
  for (const [name, service] of Object.entries(services.services) as [ServiceName, Service][]) {
    paths[`/${service.path}`] = { post: operation(services, name, service) };
  }
  return {
    openapi: '3.1.0',
    info: { title: `Học bạ số: ${services.id}`, version: '1.0' },
    paths,
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    'x-assumed': services.assumed,
  };
}

function operation(services: ServiceDescription, name: ServiceName, service: Service): Json {
  const { code, header, request, answer, rows, authentication } = service;
  const body = objectOf(request, service);
  const account = header.length === 0 ? null : objectOf(header, service);
  const whole =
    account === null
      ? body
      : {
          ...body,
          properties: { [services.authenticationObject]: account, ...body.properties },
          required: [services.authenticationObject, ...body.required],
        };
  const list = rows === null ? null : { type: 'array', items: objectOf(rows.fields) };
  const reply =
    rows === null || list === null
      ? objectOf(answer)
      : { type: 'object', properties: { [rows.name]: list }, required: [rows.name] };
  return {
    operationId: name,
    summary: `(${code}) ${TITLES[name]}`,
    ...(authentication === 'header' ? { security: [{ token: [] }] } : {}),
    requestBody: { required: true, content: { 'application/json': { schema: whole } } },
    responses: {
      200: { description: 'Trả lời của dịch vụ', content: { 'application/json': { schema: reply } } },
      400: { description: 'REQUEST_MALFORMED' },
      401: { description: 'UNAUTHORIZED' },
      413: { description: 'TOO_LARGE' },
    },
  };
}

function objectOf(fields: readonly ServiceField[], service?: Service) {
  const properties: Record<string, Json> = {};
  for (const { key, name, type, meaning, aliases } of fields) {
    const fixed = service !== undefined && (key === 'type' || key === 'function') ? service.values[key] : undefined;
    properties[name] = {
      type: type === 'number' ? 'number' : 'string',
      ...(type === 'date' ? { format: 'date' } : {}),
      ...(fixed === undefined ? {} : { const: fixed }),
      description: meaning,
      ...(aliases === undefined ? {} : { 'x-also-read': aliases }),
    };
  }
  // A status has no number for "not decided": it is then left out.
  const required = fields.filter(({ key }) => service !== undefined || key !== 'status').map(({ name }) => name);
  return { type: 'object', properties, required };
}

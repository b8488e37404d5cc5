import { createError } from '../errors/index.js';
import { EXCHANGE_ERRORS } from './exchange-errors.js';
import { isObject, type Json, readFields, type Values, writeFields } from './field-codec.js';
import type { ApprovalStatus, RecallStatus, ServiceDescription, ServiceName } from './service-description.js';

/** The gateway has the message; nothing is decided by that. */
export interface Acknowledgement {
  readonly messageId: string;
  /** The gateway's code, `''` or another success code when it took the message. */
  readonly error: string;
  readonly errorDescription: string;
  readonly responseCode: string;
  readonly responseDescription: string;
}

/** One record in an answer. `undecided`: the row says neither, or says it together with an error. */
export interface AnswerRow<S extends string> {
  readonly maTraCuu: string;
  readonly maHocSinh: string;
  readonly tenHocSinh: string;
  readonly soCccd: string;
  readonly status: S | 'undecided';
  readonly error: string;
  readonly errorField: string;
  readonly errorDescription: string;
}

export interface CertificateAnswer {
  readonly messageId: string;
  readonly serialNumber: string;
  readonly status: ApprovalStatus | 'undecided';
  readonly error: string;
  readonly errorField: string;
  readonly errorDescription: string;
}

/** The body of a request. */
export function writeRequest(services: ServiceDescription, name: ServiceName, values: Values): Json {
  const { header, request, values: codes } = services.services[name];
  const all = { ...values, type: codes.type, function: codes.function };
  const body = writeFields(request, all);
  return header.length === 0 ? body : { [services.authenticationObject]: writeFields(header, all), ...body };
}

const FIELDS_OF_ERROR: ReadonlySet<string> = /* @__PURE__ */ new Set(['error', 'errorField', 'errorDescription']);

/** @throws {@link HocBaSoError} `ERR_EXCHANGE_ANSWER_FIELD`, `ERR_EXCHANGE_ANSWER_OTHER`. */
export function readAcknowledgement(
  services: ServiceDescription,
  name: 'submit' | 'recall' | 'registerCertificate',
  json: unknown,
  messageId: string,
): Acknowledgement {
  const values = readFields(services.services[name].answer, objectOf(json), wrong);
  if (values['messageId'] !== messageId) throw other('messageid');
  const text = (key: string) => String(values[key] ?? '');
  return {
    messageId,
    error: text('error'),
    errorDescription: text('errorDescription'),
    responseCode: text('responseCode'),
    responseDescription: text('responseDescription'),
  };
}

/**
 * The rows of an answer to (2) or (6): a bare list, or an object that holds it.
 *
 * @throws {@link HocBaSoError} `ERR_EXCHANGE_ANSWER_FIELD`; `ERR_EXCHANGE_ANSWER_OTHER` for a record that stands twice.
 */
export function readRows<N extends 'querySubmit' | 'queryRecall'>(
  services: ServiceDescription,
  name: N,
  json: unknown,
): readonly AnswerRow<N extends 'querySubmit' ? ApprovalStatus : RecallStatus>[] {
  const table = services.services[name].rows!;
  const list = Array.isArray(json) ? json : objectOf(json)[table.name];
  if (!Array.isArray(list)) return wrong(table.name, 'list');
  const statuses: Readonly<Record<string, string>> =
    name === 'querySubmit' ? services.statuses.approval : services.statuses.recall;
  const seen = new Set<string>();
  return list.map((one, index) => {
    const at = `${table.name}[${index}]`;
    if (!isObject(one)) return wrong(at, 'object');
    const values = readFields(
      table.fields,
      one,
      (field, expected) => wrong(`${at}.${field}`, expected),
      FIELDS_OF_ERROR,
    );
    const text = (key: string) => String(values[key] ?? '');
    const maTraCuu = text('maTraCuu').toLowerCase();
    if (seen.has(maTraCuu)) throw other(`${at}.ma_tra_cuu_uuid`);
    seen.add(maTraCuu);
    return {
      maTraCuu,
      maHocSinh: text('maHocSinh'),
      tenHocSinh: text('tenHocSinh'),
      soCccd: text('soCccd'),
      status: statusOf(services, statuses, values['status'], text('error'), at) as never,
      error: text('error'),
      errorField: text('errorField'),
      errorDescription: text('errorDescription'),
    };
  });
}

/** @throws {@link HocBaSoError} `ERR_EXCHANGE_ANSWER_FIELD`, `ERR_EXCHANGE_ANSWER_OTHER`. */
export function readCertificateAnswer(
  services: ServiceDescription,
  json: unknown,
  messageId: string,
): CertificateAnswer {
  const optional = new Set(['status', 'serialNumber', 'maDonVi', ...FIELDS_OF_ERROR]);
  const values = readFields(services.services.queryCertificate.answer, objectOf(json), wrong, optional);
  if (values['messageId'] !== messageId) throw other('messageid');
  const text = (key: string) => String(values[key] ?? '');
  const { status } = values;
  // Without a number only an error says why nothing is decided yet.
  if (status === undefined && isSuccess(services, text('error'))) return wrong('trang_thai_phe_duyet', 'number');
  return {
    messageId,
    serialNumber: text('serialNumber'),
    status: statusOf(services, services.statuses.approval, status, text('error'), '') as ApprovalStatus | 'undecided',
    error: text('error'),
    errorField: text('errorField'),
    errorDescription: text('errorDescription'),
  };
}

/**
 * A code as it may stand in an error, a result, a journal.
 *
 * @param code - attacker-controlled: it may hold a sentence with a name, or a number of a person; only what looks like a code is shown.
 */
export function shownCode(code: string): string {
  return /^[\w.-]{1,64}$/.test(code) && !/\d{9}/.test(code) ? code : '?';
}

export function isSuccess(services: ServiceDescription, code: string): boolean {
  return services.successCodes.includes(code.trim());
}

function statusOf(
  services: ServiceDescription,
  table: Readonly<Record<string, string>>,
  number: string | number | undefined,
  error: string,
  at: string,
): string {
  const word = number === undefined ? undefined : table[String(number)];
  const failed = !isSuccess(services, error);
  if (word === undefined && !failed) return wrong(`${at}.trang_thai`, Object.keys(table).join(' | '));
  // An error beside a good status decides nothing: unknown is never green.
  if (word === undefined || (failed && (word === 'approved' || word === 'agreed'))) return 'undecided';
  return word;
}

function objectOf(json: unknown): Json {
  return isObject(json) ? json : wrong('', 'object');
}

function wrong(field: string, expected: string): never {
  throw createError(EXCHANGE_ERRORS, 'ERR_EXCHANGE_ANSWER_FIELD', { field, expected });
}

function other(field: string) {
  return createError(EXCHANGE_ERRORS, 'ERR_EXCHANGE_ANSWER_OTHER', { field });
}

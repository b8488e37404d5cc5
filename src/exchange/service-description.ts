import { createError } from '../errors/index.js';
import { EXCHANGE_ERRORS } from './exchange-errors.js';

/** The six transactions of the specification (CV 2088 annex 1, II.2; codes 1 to 6 in this order). */
export type ServiceName =
  | 'submit'
  | 'querySubmit'
  | 'registerCertificate'
  | 'queryCertificate'
  | 'recall'
  | 'queryRecall';

/** One field as it stands in a message. */
export interface ServiceField {
  /** What the field is to this package. */
  readonly key: string;
  /** Spelling and letter case as printed; written so. */
  readonly name: string;
  /** Other spellings, read but never written. */
  readonly aliases?: readonly string[];
  /** `date`: text `YYYY-MM-DD` or an ISO instant. */
  readonly type: 'string' | 'number' | 'date';
  /** The printed meaning. */
  readonly meaning: string;
  /** Not printed in the specification. */
  readonly assumed?: boolean;
}

/** What the numbers of a status field say; each service has its own, since `1` is approved in one and waiting in the other. */
export type StatusTable<S extends string> = Readonly<Record<string, S>>;
export type ApprovalStatus = 'approved' | 'refused';
export type RecallStatus = 'waiting' | 'agreed' | 'refused';

export interface Service {
  /** Code of the transaction, as printed. */
  readonly code: string;
  /** Below the base address; nowhere printed. */
  readonly path: string;
  /** Which fields hold code and function: the meaning of the two is swapped between the tables, so both are values of their own. */
  readonly values: { readonly type: string; readonly function: string };
  /** Where the session token goes: in the printed object, or in the header `Authorization: Bearer`. */
  readonly authentication: 'object' | 'header';
  /** Fields of the object `authenticationRequest`; empty where none is printed. */
  readonly header: readonly ServiceField[];
  readonly request: readonly ServiceField[];
  /** Fields of the answer itself. */
  readonly answer: readonly ServiceField[];
  /** One row a record; `null` where the answer has no rows. */
  readonly rows: { readonly name: string; readonly fields: readonly ServiceField[] } | null;
}

/** A gateway's services as one replaceable data object: JSON-able, see {@link parseServices}. */
export interface ServiceDescription {
  readonly id: string;
  /** Name of the object around the account's fields. */
  readonly authenticationObject: string;
  readonly services: Readonly<Record<ServiceName, Service>>;
  /** Values of `error` that say success; the specification prints none. */
  readonly successCodes: readonly string[];
  readonly password: { readonly digest: 'SHA-256' | 'SHA-512'; readonly form: 'hexLower' | 'hexUpper' | 'base64' };
  readonly statuses: {
    /** `trang_thai` of (2) and `trang_thai_phe_duyet` of (4). There is no number for "pending". */
    readonly approval: StatusTable<ApprovalStatus>;
    /** `trang_thai` of (6). */
    readonly recall: StatusTable<RecallStatus>;
  };
  /** Size of one whole request, bytes. */
  readonly requestLimitBytes: number;
  /** What is not printed and was chosen, as paths into this object. */
  readonly assumed: readonly string[];
}

const NAMES: readonly ServiceName[] = [
  'submit',
  'querySubmit',
  'registerCertificate',
  'queryCertificate',
  'recall',
  'queryRecall',
];

/** Keys without which the client or the gateway could not work. */
const NEEDED: Readonly<
  Record<ServiceName, { request: readonly string[]; answer: readonly string[]; rows: readonly string[] }>
> = {
  submit: { request: ['content'], answer: ['messageId', 'error'], rows: [] },
  recall: { request: ['content'], answer: ['messageId', 'error'], rows: [] },
  querySubmit: { request: ['messageId', 'maDonVi'], answer: [], rows: ['maTraCuu', 'status', 'error'] },
  queryRecall: { request: ['messageId', 'maDonVi'], answer: [], rows: ['maTraCuu', 'status', 'error'] },
  registerCertificate: {
    request: ['messageId', 'maDonVi', 'serialNumber', 'content'],
    answer: ['messageId', 'error'],
    rows: [],
  },
  queryCertificate: { request: ['messageId', 'maDonVi'], answer: ['messageId', 'serialNumber', 'status'], rows: [] },
};

/**
 * A description from JSON, checked part by part, so that a province's own one can be a file.
 *
 * @throws {@link HocBaSoError} `ERR_EXCHANGE_SERVICES` naming the place.
 */
export function parseServices(value: unknown): ServiceDescription {
  const root = objectAt(value, 'services');
  textAt(root, 'id', '');
  textAt(root, 'authenticationObject', '');
  const services = objectAt(root['services'], 'services');
  for (const name of NAMES) checkService(objectAt(services[name], `services.${name}`), name);
  if (!isTexts(root['successCodes']) || root['successCodes'].length === 0) throw invalid('successCodes');
  const password = objectAt(root['password'], 'password');
  if (!['SHA-256', 'SHA-512'].includes(password['digest'] as string)) throw invalid('password.digest');
  if (!['hexLower', 'hexUpper', 'base64'].includes(password['form'] as string)) throw invalid('password.form');
  const statuses = objectAt(root['statuses'], 'statuses');
  checkStatuses(statuses['approval'], 'statuses.approval', ['approved', 'refused']);
  checkStatuses(statuses['recall'], 'statuses.recall', ['waiting', 'agreed', 'refused']);
  const limit = root['requestLimitBytes'];
  if (!Number.isSafeInteger(limit) || (limit as number) <= 0) throw invalid('requestLimitBytes');
  if (!isTexts(root['assumed'])) throw invalid('assumed');
  return structuredClone(value) as ServiceDescription;
}

function checkService(service: Json, name: ServiceName): void {
  const at = `services.${name}`;
  textAt(service, 'code', at);
  // An address of its own would take the account's fields to another host.
  if (!/^[\w~-][\w.~-]*(\/[\w~-][\w.~-]*)*$/.test(textAt(service, 'path', at))) throw invalid(`${at}.path`);
  const values = objectAt(service['values'], `${at}.values`);
  for (const field of ['type', 'function'])
    if (typeof values[field] !== 'string') throw invalid(`${at}.values.${field}`);
  if (service['authentication'] !== 'object' && service['authentication'] !== 'header')
    throw invalid(`${at}.authentication`);
  const header = fieldsAt(service['header'], `${at}.header`);
  const request = [...header, ...fieldsAt(service['request'], `${at}.request`)];
  const answer = fieldsAt(service['answer'], `${at}.answer`);
  const needed = NEEDED[name];
  need(request, needed.request, `${at}.request`);
  need(answer, needed.answer, `${at}.answer`);
  if (service['rows'] === null) {
    if (needed.rows.length > 0) throw invalid(`${at}.rows`);
    return;
  }
  const rows = objectAt(service['rows'], `${at}.rows`);
  textAt(rows, 'name', `${at}.rows`);
  need(fieldsAt(rows['fields'], `${at}.rows.fields`), needed.rows, `${at}.rows.fields`);
}

type Json = Readonly<Record<string, unknown>>;

function fieldsAt(value: unknown, at: string): readonly string[] {
  if (!Array.isArray(value)) throw invalid(at);
  return value.map((one, index) => {
    const field = objectAt(one, `${at}[${index}]`);
    textAt(field, 'name', `${at}[${index}]`);
    if (!['string', 'number', 'date'].includes(field['type'] as string)) throw invalid(`${at}[${index}].type`);
    if (field['aliases'] !== undefined && !isTexts(field['aliases'])) throw invalid(`${at}[${index}].aliases`);
    return textAt(field, 'key', `${at}[${index}]`);
  });
}

function need(keys: readonly string[], needed: readonly string[], at: string): void {
  for (const key of needed) if (!keys.includes(key)) throw invalid(`${at}: ${key}`);
}

function checkStatuses(value: unknown, at: string, words: readonly string[]): void {
  const table = objectAt(value, at);
  for (const [number, word] of Object.entries(table)) {
    if (!/^\d+$/.test(number) || !words.includes(word as string)) throw invalid(`${at}.${number}`);
  }
  for (const word of words) if (!Object.values(table).includes(word)) throw invalid(`${at}: ${word}`);
}

function objectAt(value: unknown, at: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid(at);
  return value as Json;
}

function textAt(object: Json, field: string, at: string): string {
  const value = object[field];
  if (typeof value !== 'string' || value === '') throw invalid(at === '' ? field : `${at}.${field}`);
  return value;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

function invalid(field: string) {
  return createError(EXCHANGE_ERRORS, 'ERR_EXCHANGE_SERVICES', { field });
}

import { decodeUtf8 } from '../encoding/index.js';
import { isHocBaSoError } from '../errors/index.js';
import { isObject, type Json, readFields, type Values, writeFields } from './field-codec.js';
import { describeRefusal, type RefusalCode } from './refusals.js';
import type { ServiceDescription, ServiceName } from './service-description.js';

/** A request that cannot be dealt with: an HTTP status and a code. */
export interface BadRequest {
  readonly httpStatus: number;
  readonly code: RefusalCode;
  readonly field: string | null;
}

/** The fields of a request by key. */
export type RequestValues = Readonly<Record<string, string | number | undefined>>;

/** @param bytes - attacker-controlled. */
export function readRequest(
  services: ServiceDescription,
  name: ServiceName,
  bytes: Uint8Array,
): RequestValues | BadRequest {
  let json: unknown;
  try {
    json = JSON.parse(decodeUtf8(bytes));
  } catch (cause) {
    if (cause instanceof SyntaxError || isHocBaSoError(cause)) return malformed('');
    throw cause;
  }
  if (!isObject(json)) return malformed('');
  const { header, request } = services.services[name];
  const account = header.length === 0 ? {} : json[services.authenticationObject];
  if (!isObject(account)) return malformed(services.authenticationObject);
  const failure: { at?: string } = {};
  const wrong = (field: string): never => {
    failure.at = field;
    throw failure;
  };
  try {
    return { ...readFields(header, account, wrong), ...readFields(request, json, wrong) };
  } catch (cause) {
    if (cause === failure) return malformed(failure.at ?? '');
    throw cause;
  }
}

export function isBadRequest(value: RequestValues | BadRequest): value is BadRequest {
  return typeof value['httpStatus'] === 'number' && typeof value['code'] === 'string' && 'field' in value;
}

/** An answer without rows; a code gets its Vietnamese sentence. */
export function writeAnswer(
  services: ServiceDescription,
  name: ServiceName,
  values: Values,
  code: RefusalCode | null,
): Json {
  return writeFields(services.services[name].answer, { ...values, ...errorValues(services, code ?? '', '') });
}

/** An answer of rows, under the name the services give their list. */
export function writeRows(
  services: ServiceDescription,
  name: 'querySubmit' | 'queryRecall',
  rows: readonly (Values & { readonly error: string; readonly errorField: string })[],
): Json {
  const { name: list, fields } = services.services[name].rows!;
  return {
    [list]: rows.map((row) => writeFields(fields, { ...row, ...errorValues(services, row.error, row.errorField) })),
  };
}

/** The number of a status word. */
export function statusNumber(table: Readonly<Record<string, string>>, word: string): number {
  return Number(Object.entries(table).find(([, one]) => one === word)![0]);
}

function errorValues(services: ServiceDescription, code: string, field: string): Record<string, string> {
  return {
    error: code === '' ? services.successCodes[0]! : code,
    errorField: field,
    errorDescription: describeRefusal(code, 'vi') ?? '',
  };
}

function malformed(field: string): BadRequest {
  return { httpStatus: 400, code: 'REQUEST_MALFORMED', field };
}

import type { FetchPort } from '../certificate/index.js';
import { digestSync } from '../crypto/index.js';
import { encodeBase64, encodeHex, encodeUtf8 } from '../encoding/index.js';
import { ARGUMENT_ERRORS, createError, isHocBaSoError } from '../errors/index.js';
import type { Receiver } from '../signing/index.js';
import { RETRY, type RetryOptions, TIMING, type Timing, withRetries } from './back-off.js';
import {
  type Acknowledgement,
  type AnswerRow,
  type CertificateAnswer,
  isSuccess,
  readAcknowledgement,
  readCertificateAnswer,
  readRows,
  shownCode,
  writeRequest,
} from './client-messages.js';
import { EXCHANGE_ERRORS } from './exchange-errors.js';
import type { Values } from './field-codec.js';
import type { ApprovalStatus, RecallStatus, ServiceDescription, ServiceName } from './service-description.js';
import { servicesCv2088 } from './services-cv2088.js';
import { EXCHANGE_LIMITS, type ExchangeLimits, gatewayUrl, jsonBody, requestJson } from './transport.js';

export interface ExchangeAccount {
  readonly userName: string;
  /** Hashed as the services say; never kept in a result, an error or a log. */
  readonly password: string;
  readonly maDonVi: string;
  /** School year as the gateway counts it; 2024 for 2024-2025 is assumed. */
  readonly namHoc: number;
}

export interface ExchangeOptions {
  /** `https://…`; `http` on this machine only. */
  readonly baseUrl: string;
  readonly account: ExchangeAccount;
  /** The session token; asked again, with `renew`, after the gateway refused one. */
  readonly token: (ask: { readonly renew: boolean }) => string | Promise<string>;
  /** Default {@link servicesCv2088}. */
  readonly services?: ServiceDescription;
  /** Limits the size of a request further. */
  readonly receiver?: Receiver;
  /** Default the platform's `fetch`. */
  readonly fetch?: FetchPort;
  readonly limits?: Partial<ExchangeLimits>;
  readonly retry?: Partial<RetryOptions>;
  /** Clock, sleep and chance. */
  readonly timing?: Partial<Timing>;
}

export interface CertificateRegistration {
  readonly serialNumber: string;
  /** `YYYY-MM-DD`. */
  readonly ngayHieuLuc: string;
  /** `REMOTE_SIGNING`, `USB_TOKEN`, or what the gateway lists. */
  readonly maKieuChuKy: string;
  /** `VNPT`, `BKAV`, `VIETTEL`, `BAN_CO_YEU`, or what the gateway lists. */
  readonly nhaPhatHanh: string;
  /** Certificate data with a signature of the organisation; its form is not published. */
  readonly content: string;
}

type Signalled = { readonly signal?: AbortSignal };

/** The six transactions, each retried with the same `messageid` until the gateway has answered. */
export interface ExchangeCalls {
  readonly services: ServiceDescription;
  readonly receiver: Receiver | null;
  readonly timing: Timing;
  /** Of the account, what is no secret. */
  readonly account: { readonly maDonVi: string; readonly namHoc: number };
  /** Size that one whole request may have, bytes. */
  readonly requestLimitBytes: number;
  /** Size of the request that would carry a content, bytes, with an empty session token. */
  requestBytes(service: 'submit' | 'recall', content: string): number;
  /** The packet id of a content: the same content has the same, so that sending it again is no second submission. */
  messageIdOf(service: ServiceName, content: string): string;
  /** Throws `ERR_EXCHANGE_REFUSED` when the gateway does not take the packet. */
  send(service: 'submit' | 'recall', content: string, options?: Signalled): Promise<Acknowledgement>;
  querySubmit(messageId: string, options?: Signalled): Promise<readonly AnswerRow<ApprovalStatus>[]>;
  queryRecall(messageId: string, options?: Signalled): Promise<readonly AnswerRow<RecallStatus>[]>;
  registerCertificate(input: CertificateRegistration, options?: Signalled): Promise<Acknowledgement>;
  queryCertificate(messageId: string, options?: Signalled): Promise<CertificateAnswer>;
}

/**
 * The calls of a client of a gateway.
 *
 * Nothing of the account stands in the object, in an error or in a result: the password is hashed and kept out of reach.
 *
 * @throws {@link HocBaSoError} `ERR_ARGUMENT_INVALID`, `ERR_EXCHANGE_INSECURE`. The calls throw `ERR_EXCHANGE_*`: faults of the network
 * after the last try, answers that are none, refusals by code.
 * @see CV 2088/BGDĐT-GDTH, annex 1, II.2
 */
export function createCalls(options: ExchangeOptions): ExchangeCalls {
  const services = options.services ?? servicesCv2088();
  const base = gatewayUrl(options.baseUrl);
  const timing: Timing = { ...TIMING, ...options.timing };
  const retry: RetryOptions = { ...RETRY, ...options.retry };
  const limits: ExchangeLimits = { ...EXCHANGE_LIMITS, ...options.limits };
  const fetch = options.fetch ?? ((url, init) => globalThis.fetch(url, init));
  const { userName, maDonVi, namHoc } = options.account;
  if (!Number.isSafeInteger(namHoc)) throw invalid('account.namHoc', 'not a number');
  if (!Number.isInteger(retry.attempts) || retry.attempts < 1) throw invalid('retry.attempts', 'at least 1');
  const passwordHash = hashPassword(options.account.password, services.password);
  const limit = Math.min(services.requestLimitBytes, options.receiver?.transactionLimitBytes ?? Infinity);

  const messageIdOf = (service: ServiceName, content: string): string => {
    const { code } = services.services[service];
    return idOfText([maDonVi, String(namHoc), code, content].join('\u0000'));
  };

  async function post(name: ServiceName, values: Values, signal: AbortSignal | undefined): Promise<unknown> {
    const service = services.services[name];
    const url = new URL(service.path, base);
    let renew = false;
    const once = async (): Promise<unknown> => {
      const token = await options.token({ renew });
      const account = { userName, passwordHash, maDonVi, namHoc, token };
      const body = jsonBody(writeRequest(services, name, { ...account, ...values }));
      if (body.length > limit)
        throw createError(EXCHANGE_ERRORS, 'ERR_EXCHANGE_REQUEST_LIMIT', { bytes: body.length, limit });
      const headers: Record<string, string> =
        service.authentication === 'header' ? { authorization: `Bearer ${token}` } : {};
      return requestJson(
        fetch,
        { url, body, headers, ...(signal === undefined ? {} : { signal }) },
        limits,
        timing.now,
      );
    };
    const attempt = async (): Promise<unknown> => {
      try {
        return await once();
      } catch (error) {
        if (renew || !isHocBaSoError(error, 'ERR_EXCHANGE_UNAUTHORIZED')) throw error;
        renew = true;
        return once();
      }
    };
    return withRetries(attempt, retry, timing, signal);
  }

  function accepted(answer: Acknowledgement): Acknowledgement {
    if (isSuccess(services, answer.error)) return answer;
    throw createError(EXCHANGE_ERRORS, 'ERR_EXCHANGE_REFUSED', { code: shownCode(answer.error) });
  }

  return {
    services,
    receiver: options.receiver ?? null,
    timing,
    account: { maDonVi, namHoc },
    requestLimitBytes: limit,
    requestBytes: (service, content) => {
      const account = { userName, passwordHash, maDonVi, namHoc, token: '' };
      const values = { ...account, messageId: messageIdOf(service, content), content };
      return jsonBody(writeRequest(services, service, values)).length;
    },
    messageIdOf,
    async send(service, content, { signal } = {}) {
      if (content === '') throw invalid('content', 'empty');
      const messageId = messageIdOf(service, content);
      const json = await post(service, { messageId, content }, signal);
      return accepted(readAcknowledgement(services, service, json, messageId));
    },
    async querySubmit(messageId, { signal } = {}) {
      return readRows(services, 'querySubmit', await post('querySubmit', { messageId }, signal));
    },
    async queryRecall(messageId, { signal } = {}) {
      return readRows(services, 'queryRecall', await post('queryRecall', { messageId }, signal));
    },
    async registerCertificate(input, { signal } = {}) {
      const { serialNumber, ngayHieuLuc, maKieuChuKy, nhaPhatHanh, content } = input;
      if (!/^\d{4}-\d{2}-\d{2}$/.test(ngayHieuLuc)) throw invalid('ngayHieuLuc', 'YYYY-MM-DD');
      const messageId = messageIdOf('registerCertificate', `${serialNumber}\u0000${content}`);
      const values = { messageId, serialNumber, ngayHieuLuc, maKieuChuKy, nhaPhatHanh, content };
      const json = await post('registerCertificate', values, signal);
      return accepted(readAcknowledgement(services, 'registerCertificate', json, messageId));
    },
    async queryCertificate(messageId, { signal } = {}) {
      return readCertificateAnswer(services, await post('queryCertificate', { messageId }, signal), messageId);
    },
  };
}

/** A password as the services want it. */
export function hashPassword(password: string, { digest, form }: ServiceDescription['password']): string {
  const bytes = digestSync(digest, encodeUtf8(password));
  if (form === 'base64') return encodeBase64(bytes);
  return form === 'hexUpper' ? encodeHex(bytes).toUpperCase() : encodeHex(bytes);
}

/** A UUID (version 8, RFC 9562 §5.8) out of a text's digest. */
function idOfText(text: string): string {
  const bytes = digestSync('SHA-256', encodeUtf8(text)).slice(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = encodeHex(bytes);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

function invalid(argument: string, reason: string) {
  return createError(ARGUMENT_ERRORS, 'ERR_ARGUMENT_INVALID', { argument, reason });
}

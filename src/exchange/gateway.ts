import { digestSync } from '../crypto/index.js';
import { encodeHex, encodeUtf8 } from '../encoding/index.js';
import { createError, isHocBaSoError } from '../errors/index.js';
import { decodeContent, openTransaction } from '../packaging/index.js';
import { readCertificateContent } from './certificate-content.js';
import { EXCHANGE_ERRORS } from './exchange-errors.js';
import { type Route, routeOf } from './flow.js';
import { readLimitedBody } from './gateway-body.js';
import {
  isBadRequest,
  type RequestValues,
  readRequest,
  statusNumber,
  writeAnswer,
  writeRows,
} from './gateway-messages.js';
import { type GatewayRules, processMessage } from './gateway-process.js';
import type { GatewayStore, StoredCertificate, StoredMessage, StoredRow, Worklist } from './gateway-store.js';
import { readRecallList } from './recall-list.js';
import { describeRefusal, type RefusalCode } from './refusals.js';
import type { ServiceDescription, ServiceName } from './service-description.js';
import { servicesCv2088 } from './services-cv2088.js';

export interface Credentials {
  readonly token: string;
  /** `null` where the service has no account object. */
  readonly userName: string | null;
  readonly passwordHash: string | null;
  readonly maDonVi: string;
}

export interface GatewayOptions extends GatewayRules {
  readonly store: GatewayStore;
  /** Default {@link servicesCv2088}. */
  readonly services?: ServiceDescription;
  /** Path before those of the services; default `/`. */
  readonly basePath?: string;
  /** Whether these may speak for the unit; compare secrets in constant time. */
  readonly authenticate: (credentials: Credentials) => boolean | Promise<boolean>;
  /** The authorities in turn; default the receiver's, else school, Sở, Ministry. */
  readonly route?: Route;
  /** Milliseconds in which the body of a request has to arrive; default 60,000. */
  readonly bodyTimeoutMs?: number;
  readonly now?: () => Date;
}

/** Default of {@link GatewayOptions.bodyTimeoutMs}. */
const BODY_TIMEOUT_MS = 60_000;

/** A gateway as a function from request to answer, with the authority's decisions beside it. */
export interface Gateway {
  /** Never rejects for what a request holds. */
  handle(request: Request): Promise<Response>;
  /**
   * Runs the acceptance checks on packets that have arrived, oldest first. A packet at which the checks themselves fail (an error of the
   * store, of the trust that was handed in) stays undecided, is not tried again by this gateway, and its error is thrown after the others are
   * done.
   *
   * @returns how many there were.
   */
  processPending(limit?: number): Promise<number>;
  /** What waits for a decision of people. */
  worklist(): Promise<Worklist>;
  /** The authority's decision on a record that waits for one. @throws `ERR_EXCHANGE_NOT_ALLOWED` when none does. */
  decideRecord(maTraCuu: string, decision: 'approved' | 'refused'): Promise<void>;
  /** @throws `ERR_EXCHANGE_NOT_ALLOWED` when there is no such registration, or it is decided. */
  decideCertificate(maDonVi: string, messageId: string, decision: 'approved' | 'refused'): Promise<void>;
  /** Marks approved records as reported to the next authority. @throws `ERR_EXCHANGE_NOT_ALLOWED`. */
  markReported(maTraCuu: readonly string[]): Promise<void>;
  /** An authority's answer to a recall; of a reported record the last authority decides after the first. @throws `ERR_EXCHANGE_NOT_ALLOWED`. */
  decideRecall(maTraCuu: string, by: 'so' | 'bo', agrees: boolean): Promise<void>;
}

/**
 * A gateway kit after the pilot specification: it takes packets, answers receipt at once, checks them later, and answers queries. What the
 * specification does not print (paths, list names, the form of a registration) is this kit's own and `assumed`.
 *
 * @see CV 2088/BGDĐT-GDTH, annex 1, II.2, IV.2
 */
export function createGateway(options: GatewayOptions): Gateway {
  const { store, services = servicesCv2088(), now = () => new Date() } = options;
  const route = options.route ?? routeOf(options.acceptance?.receiver ?? {});
  const base = options.basePath?.replace(/\/*$/, '/') ?? '/';
  // One decision after the other: between looking and writing nothing else may be written.
  let tail: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(run: () => Promise<T>): Promise<T> => {
    const next = tail.then(run);
    tail = next.catch(() => undefined);
    return next;
  };

  const failing = new Set<string>();
  const keyOf = ({ maDonVi, messageId }: StoredMessage) => JSON.stringify([maDonVi, messageId]);

  async function handle(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    const names = (Object.keys(services.services) as ServiceName[]).filter(
      (name) => base + services.services[name].path === pathname,
    );
    if (names.length === 0) return plain(404, 'REQUEST_MALFORMED');
    if (request.method !== 'POST') return plain(405, 'REQUEST_MALFORMED');
    const bytes = await readLimitedBody(request, services.requestLimitBytes, options.bodyTimeoutMs ?? BODY_TIMEOUT_MS);
    if (bytes === 'tooLarge') return plain(413, 'TOO_LARGE');
    if (bytes === 'tooSlow') return plain(408, 'REQUEST_MALFORMED');
    if (bytes === 'broken') return plain(400, 'REQUEST_MALFORMED');
    let values: ReturnType<typeof readRequest> | undefined;
    for (const name of names) {
      values = readRequest(services, name, bytes);
      if (isBadRequest(values)) continue;
      const { type, function: code } = services.services[name].values;
      // Services may share an address: the code tells them apart. Where it stands differs, so one of the two fields must agree.
      const typed = values['type'] !== undefined || values['function'] !== undefined;
      if (typed && values['type'] !== type && values['function'] !== code) continue;
      return answer(name, values, request.headers.get('authorization'));
    }
    return values !== undefined && isBadRequest(values)
      ? plain(values.httpStatus, values.code, values.field)
      : plain(400, 'REQUEST_MALFORMED', 'type');
  }

  async function answer(name: ServiceName, values: RequestValues, header: string | null): Promise<Response> {
    const text = (key: string) => String(values[key] ?? '');
    const maDonVi = text('maDonVi');
    const service = services.services[name];
    const bearer = /^Bearer (.+)$/.exec(header ?? '')?.[1] ?? '';
    const allowed = await options.authenticate({
      token: service.authentication === 'object' ? text('token') : bearer,
      userName: service.header.length === 0 ? null : text('userName'),
      passwordHash: service.header.length === 0 ? null : text('passwordHash'),
      maDonVi,
    });
    const messageId = text('messageId');
    if (!allowed) return plain(401, 'UNAUTHORIZED');
    // attacker-controlled: both become keys of the books.
    if (!isKey(messageId)) return plain(400, 'REQUEST_MALFORMED', 'messageid');
    if (!isKey(maDonVi)) return plain(400, 'REQUEST_MALFORMED', 'ma_don_vi');
    switch (name) {
      case 'submit':
      case 'recall': {
        const code = await receive(name, maDonVi, messageId, values);
        return reply(writeAnswer(services, name, { messageId, responseCode: code === null ? '1' : '0' }, code));
      }
      case 'registerCertificate': {
        const code = await register(maDonVi, messageId, values);
        return reply(writeAnswer(services, name, { messageId }, code));
      }
      case 'queryCertificate':
        return queryCertificate(maDonVi, messageId);
      default:
        return queryRows(name, maDonVi, messageId);
    }
  }

  async function receive(
    service: 'submit' | 'recall',
    maDonVi: string,
    messageId: string,
    values: RequestValues,
  ): Promise<RefusalCode | null> {
    const content = String(values['content'] ?? '');
    const contentSha256 = sha256(content);
    const namHoc = Number(values['namHoc'] ?? 0);
    const known = await store.message(maDonVi, messageId);
    const isSame = (one: StoredMessage) =>
      one.contentSha256 === contentSha256 && one.service === service && one.namHoc === namHoc;
    // The sender did not hear our answer: it gets the same one again, and nothing is taken twice.
    if (known !== null) return isSame(known) ? null : 'MESSAGE_ID_REUSED';
    const code = await readable(service, content);
    if (code !== null) return code;
    const message = {
      maDonVi,
      messageId,
      service,
      content,
      contentSha256,
      namHoc,
      receivedAt: now().toISOString(),
      isProcessed: false,
    };
    if (await store.addMessage(message)) return null;
    const other = await store.message(maDonVi, messageId);
    return other !== null && isSame(other) ? null : 'MESSAGE_ID_REUSED';
  }

  async function register(maDonVi: string, messageId: string, values: RequestValues): Promise<RefusalCode | null> {
    const serialNumber = String(values['serialNumber'] ?? '');
    const content = String(values['content'] ?? '');
    const isSame = (one: StoredCertificate | null) =>
      one?.values['content'] === content && one.serialNumber === serialNumber;
    const known = await store.certificate(maDonVi, messageId);
    if (known !== null) return isSame(known) ? null : 'MESSAGE_ID_REUSED';
    const read = await readCertificateContent(content, { maDonVi, serialNumber }, options.acceptance?.crypto);
    if (read === null) return 'CONTENT_UNREADABLE';
    const { fingerprint } = read;
    const kept = Object.fromEntries(
      ['ngayHieuLuc', 'maKieuChuKy', 'nhaPhatHanh', 'content'].map((key) => [key, values[key] ?? '']),
    );
    const isAdded = await store.addCertificate({
      ...{ maDonVi, messageId, serialNumber, fingerprint, values: kept },
      ...{ status: 'undecided', error: 'PENDING' },
    });
    return isAdded || isSame(await store.certificate(maDonVi, messageId)) ? null : 'MESSAGE_ID_REUSED';
  }

  async function queryCertificate(maDonVi: string, messageId: string): Promise<Response> {
    const found = await store.certificate(maDonVi, messageId);
    const serialNumber = found?.serialNumber ?? '';
    const base = { messageId, maDonVi, serialNumber };
    if (found === null) return reply(writeAnswer(services, 'queryCertificate', base, 'MESSAGE_UNKNOWN'));
    // There is no number for "pending": the field is left out and the error says so.
    if (found.status === 'undecided') return reply(writeAnswer(services, 'queryCertificate', base, 'PENDING'));
    const status = statusNumber(services.statuses.approval, found.status);
    const code = found.status === 'refused' ? 'DECIDED_BY_AUTHORITY' : null;
    return reply(writeAnswer(services, 'queryCertificate', { ...base, status }, code));
  }

  async function queryRows(name: 'querySubmit' | 'queryRecall', maDonVi: string, messageId: string): Promise<Response> {
    const rows = await store.rows(maDonVi, messageId);
    const table = name === 'querySubmit' ? services.statuses.approval : services.statuses.recall;
    // Not decided is absent from an answer.
    const shown = rows.filter(({ status }) => Object.values<string>(table).includes(status));
    return reply(
      writeRows(
        services,
        name,
        shown.map(({ maHocSinh, tenHocSinh, soCccd, maTraCuu, status, error, errorField }) => {
          return { maHocSinh, tenHocSinh, soCccd, maTraCuu, status: statusNumber(table, status), error, errorField };
        }),
      ),
    );
  }

  const notAllowed = (state: string, action: string, reason: string) =>
    createError(EXCHANGE_ERRORS, 'ERR_EXCHANGE_NOT_ALLOWED', { state, action, reason });
  const decided = (row: StoredRow, status: StoredRow['status']): StoredRow => ({
    ...row,
    status,
    error: status === 'refused' ? 'DECIDED_BY_AUTHORITY' : '',
  });

  return {
    handle,
    processPending: (limit = 10) =>
      inTurn(async () => {
        // One packet that cannot be dealt with must not hold up those behind it: it is passed over, and its error thrown in the end.
        const messages = await store.pendingMessages(limit + failing.size);
        const due = messages.filter((one) => !failing.has(keyOf(one))).slice(0, limit);
        const errors: unknown[] = [];
        for (const message of due) {
          try {
            await processMessage(message, store, options, { at: now(), route });
          } catch (error) {
            failing.add(keyOf(message));
            errors.push(error);
          }
        }
        if (errors.length > 0) throw errors[0];
        return due.length;
      }),
    worklist: () => store.worklist(),
    decideRecord: (maTraCuu, decision) =>
      inTurn(async () => {
        const record = await store.record(maTraCuu.toLowerCase());
        const row = record === null ? null : await store.openRow(record.maTraCuu, 'submit');
        if (record === null || row === null) throw notAllowed(record?.state ?? 'unknown', decision, 'flow');
        await store.update([decided(row, decision)], [{ ...record, state: decision }]);
      }),
    decideCertificate: (maDonVi, messageId, decision) =>
      inTurn(async () => {
        const found: StoredCertificate | null = await store.certificate(maDonVi, messageId);
        if (found?.status !== 'undecided') throw notAllowed(found?.status ?? 'unknown', decision, 'flow');
        await store.saveCertificate({ ...found, status: decision, error: '' });
      }),
    markReported: (codes) =>
      inTurn(async () => {
        const records = [];
        for (const code of codes) {
          const record = await store.record(code.toLowerCase());
          const state = record?.recallWaitsFor == null ? (record?.state ?? 'unknown') : 'recalling';
          if (record === null || state !== 'approved') throw notAllowed(state, 'report', 'flow');
          records.push({ ...record, isReported: true });
        }
        await store.update([], records);
      }),
    decideRecall: (maTraCuu, by, agrees) =>
      inTurn(async () => {
        const record = await store.record(maTraCuu.toLowerCase());
        const row = record === null ? null : await store.openRow(record.maTraCuu, 'recall');
        const action = agrees ? 'agree' : 'refuse';
        if (record === null || row === null || record.recallWaitsFor !== by) {
          const state = record?.recallWaitsFor ?? record?.state ?? 'unknown';
          throw notAllowed(state, `${action}:${by}`, 'flow');
        }
        const last = route.at(-1);
        if (agrees && record.isReported && by !== last) {
          await store.update([], [{ ...record, recallWaitsFor: last === 'bo' ? 'bo' : null }]);
          return;
        }
        const state = agrees ? 'recalled' : record.state;
        await store.update([decided(row, agrees ? 'agreed' : 'refused')], [{ ...record, state, recallWaitsFor: null }]);
      }),
  };
}

/** What is refused before it is kept: an answer by record needs the records. */
async function readable(service: 'submit' | 'recall', content: string): Promise<RefusalCode | null> {
  let xml: Uint8Array;
  try {
    ({ xml } = await decodeContent(content));
  } catch (cause) {
    if (isHocBaSoError(cause)) return 'CONTENT_UNREADABLE';
    throw cause;
  }
  try {
    if (service === 'submit') openTransaction(xml);
    else readRecallList(xml);
    return null;
  } catch (cause) {
    if (isHocBaSoError(cause)) return 'TRANSACTION_UNREADABLE';
    throw cause;
  }
}

/** A printable text without space at its ends, at most 100 characters. */
function isKey(text: string): boolean {
  return /^[\p{L}\p{N}\p{P}\p{S}](?:[\p{L}\p{N}\p{P}\p{S} ]{0,98}[\p{L}\p{N}\p{P}\p{S}])?$/u.test(text);
}

function reply(value: unknown, status = 200): Response {
  return new Response(JSON.stringify(value), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
  });
}

/** An answer outside the printed messages: the request was none of them. */
function plain(status: number, code: RefusalCode, field: string | null = null): Response {
  return reply({ error: code, error_field_title: field ?? '', error_description: describeRefusal(code, 'vi') }, status);
}

function sha256(text: string): string {
  return encodeHex(digestSync('SHA-256', encodeUtf8(text)));
}

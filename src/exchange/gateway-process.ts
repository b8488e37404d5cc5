import { giaTri, type HocBa } from '../hoc-ba/index.js';
import { decodeContent } from '../packaging/index.js';
import { type AcceptanceOptions, checkAcceptance, subjectOf } from './acceptance.js';
import type { Route } from './flow.js';
import type { GatewayStore, StoredMessage, StoredRecord, StoredRow } from './gateway-store.js';
import { judgeRecallSignature, type RecallItem, readRecallList } from './recall-list.js';
import type { RefusalCode } from './refusals.js';

/** What a gateway asks of a record. */
export interface GatewayRules {
  /** Trust, policy, receiver and so on; what the books say is added by the gateway. */
  readonly acceptance?: Omit<
    AcceptanceOptions,
    'known' | 'hasOther' | 'registered' | 'seals' | 'namHoc' | 'maTruong' | 'at'
  >;
  /** Codes of the schools a unit speaks for; default the unit's own code. `null`: any. */
  readonly schoolsOf?: (maDonVi: string) => readonly string[] | null;
  /** Fingerprints of the certificates that may seal a unit's records; default its own registered ones. `null`: any that is trusted. */
  readonly sealsOf?: (maDonVi: string) => readonly string[] | null;
  /** The authority's decision on a record that passed all checks; default `approved`. `wait` leaves it to `decideRecord`. */
  readonly approve?: (record: { readonly maDonVi: string; readonly hocBa: HocBa }) => 'approved' | 'refused' | 'wait';
}

interface Context {
  readonly at: Date;
  readonly route: Route;
}

/** Checks a packet and writes down what became of each record, all or nothing. */
export async function processMessage(
  message: StoredMessage,
  store: GatewayStore,
  rules: GatewayRules,
  context: Context,
): Promise<void> {
  const { xml } = await decodeContent(message.content);
  const certificates = await store.certificates(message.maDonVi);
  const registered = certificates.flatMap(({ status, fingerprint }) =>
    status === 'approved' && fingerprint !== null ? [fingerprint] : [],
  );
  const run = message.service === 'submit' ? processSubmission : processRecall;
  await run(xml, message, registered, store, rules, context);
}

async function processSubmission(
  xml: Uint8Array,
  message: StoredMessage,
  registered: readonly string[],
  store: GatewayStore,
  rules: GatewayRules,
  { at }: Context,
): Promise<void> {
  const { maDonVi, messageId, namHoc } = message;
  const maTruong = (rules.schoolsOf ?? ((unit: string) => [unit]))(maDonVi);
  const taken = new Set<string>();
  const report = await checkAcceptance(xml, {
    ...rules.acceptance,
    at,
    registered,
    namHoc,
    ...(maTruong === null ? {} : { maTruong }),
    ...(rules.sealsOf === undefined ? {} : { seals: rules.sealsOf(maDonVi) }),
    known: async (maTraCuu) => {
      const state = (await store.record(maTraCuu))?.state;
      return state === undefined || state === 'refused' ? null : state;
    },
    hasOther: async (hocBa) => {
      const subject = subjectOf(hocBa);
      const others = await store.recordsOf(subject);
      if (taken.has(subject) || others.some(({ state }) => state === 'undecided' || state === 'approved')) return true;
      taken.add(subject);
      return false;
    },
  });
  const rows = new Map<string, StoredRow>();
  const records: StoredRecord[] = [];
  // Records whose code cannot be read share one row, which names their places: an answer row has no other name for a record.
  const nameless = report.records.flatMap(({ maTraCuu, position }) =>
    maTraCuu === null ? [`HOC_BA[${position + 1}]`] : [],
  );
  for (const { maTraCuu, hocBa, code, field } of report.records) {
    const why = report.code === null ? { code, field } : { code: report.code, field: report.field };
    const decision =
      why.code !== null || hocBa === null ? 'refused' : (rules.approve?.({ maDonVi, hocBa }) ?? 'approved');
    const error = why.code ?? (decision === 'refused' ? 'DECIDED_BY_AUTHORITY' : '');
    rows.set(maTraCuu ?? '', {
      maDonVi,
      messageId,
      maTraCuu: maTraCuu ?? '',
      maHocSinh: hocBa?.hocSinh.maHocSinh ?? '',
      tenHocSinh: hocBa?.hocSinh.hoVaTen ?? '',
      soCccd: (hocBa === null ? undefined : giaTri(hocBa.hocSinh.soDinhDanhCaNhan)) ?? '',
      status: decision === 'wait' ? 'undecided' : decision,
      error,
      errorField: maTraCuu === null ? nameless.join(' ') : (why.field ?? ''),
    });
    if (decision === 'refused' || maTraCuu === null || hocBa === null) continue;
    records.push({
      maTraCuu,
      maDonVi,
      messageId,
      subject: subjectOf(hocBa),
      state: decision === 'wait' ? 'undecided' : 'approved',
      isReported: false,
      recallWaitsFor: null,
    });
  }
  await store.finishMessage(message, [...rows.values()], records);
}

async function processRecall(
  xml: Uint8Array,
  message: StoredMessage,
  registered: readonly string[],
  store: GatewayStore,
  rules: GatewayRules,
  { at, route }: Context,
): Promise<void> {
  const { trust, crypto } = rules.acceptance ?? {};
  const refusal = await judgeRecallSignature(xml, {
    at,
    registered,
    ...(trust === undefined ? {} : { trust }),
    ...(crypto === undefined ? {} : { crypto }),
  });
  const first = route[1] === 'bo' ? 'bo' : 'so';
  const rows: StoredRow[] = [];
  const records: StoredRecord[] = [];
  for (const item of readRecallList(xml)) {
    const record = await store.record(item.maTraCuu.toLowerCase());
    const code = refusal ?? refuseRecall(record, message.maDonVi);
    rows.push(recallRow(item, message, code));
    if (record !== null && code === null) records.push({ ...record, recallWaitsFor: first });
  }
  await store.finishMessage(message, rows, records);
}

function refuseRecall(record: StoredRecord | null, maDonVi: string): RefusalCode | null {
  if (record === null || record.maDonVi !== maDonVi || record.state !== 'approved') return 'RECALL_UNKNOWN';
  return record.recallWaitsFor === null ? null : 'RECALL_PENDING';
}

function recallRow(item: RecallItem, { maDonVi, messageId }: StoredMessage, code: RefusalCode | null): StoredRow {
  return {
    maDonVi,
    messageId,
    maTraCuu: item.maTraCuu.toLowerCase(),
    // The list has no pupil code.
    maHocSinh: '',
    tenHocSinh: item.hoVaTen,
    soCccd: item.soCccd,
    status: code === null ? 'waiting' : 'refused',
    error: code ?? '',
    errorField: code === null ? '' : 'maTraCuu',
  };
}

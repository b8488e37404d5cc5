import { isHocBaSoError } from '../errors/index.js';
import { decodeContent, type TransactionPart } from '../packaging/index.js';
import { type AcceptanceReport, checkAcceptance, subjectOf } from './acceptance.js';
import type { ExchangeCalls } from './calls.js';
import { finish, type RecordResult, type SubmitOptions, type SubmitResult } from './submit.js';

/**
 * The gateway's acceptance checks made here, part by part in the order of sending, so that what an earlier part will have brought counts for
 * the later ones. School and year are the account's unless `acceptance` says otherwise; what the books of the gateway hold only it knows.
 */
export async function rehearseParts(
  calls: ExchangeCalls,
  parts: readonly TransactionPart[],
  { acceptance = {} }: Pick<SubmitOptions, 'acceptance'>,
): Promise<SubmitResult> {
  const records: RecordResult[] = [];
  const notChecked = new Set<AcceptanceReport['notChecked'][number]>();
  const codes = new Set<string>();
  const subjects = new Set<string>();
  const { maDonVi, namHoc } = calls.account;
  for (const [part, { content }] of parts.entries()) {
    const messageId = calls.messageIdOf('submit', content);
    const refused = (code: string, field: string | null): void => {
      records.push({ part, position: 0, maTraCuu: null, state: 'refused', code, field, messageId });
    };
    if (calls.requestBytes('submit', content) > calls.requestLimitBytes) {
      refused('TOO_LARGE', null);
      continue;
    }
    const xml = await readContent(content);
    if (xml === null) {
      refused('CONTENT_UNREADABLE', null);
      continue;
    }
    const passing = new Set<string>();
    const report = await checkAcceptance(xml, {
      at: calls.timing.now(),
      maTruong: [maDonVi],
      namHoc,
      ...acceptance,
      ...(calls.receiver === null ? {} : { receiver: calls.receiver }),
      known: async (maTraCuu) => (codes.has(maTraCuu) ? 'undecided' : ((await acceptance.known?.(maTraCuu)) ?? null)),
      hasOther: async (hocBa) => {
        const subject = subjectOf(hocBa);
        if (subjects.has(subject) || passing.has(subject) || (await acceptance.hasOther?.(hocBa)) === true) return true;
        passing.add(subject);
        return false;
      },
    });
    if (acceptance.known === undefined) notChecked.add('known');
    for (const one of report.notChecked) notChecked.add(one);
    if (report.records.length === 0) refused(report.code ?? 'TRANSACTION_UNREADABLE', report.field);
    for (const { position, maTraCuu, hocBa, code, field } of report.records) {
      const why = report.code === null ? { code, field } : { code: report.code, field: report.field };
      const state = why.code === null ? 'acceptable' : 'refused';
      records.push({ part, position, maTraCuu, state, ...why, messageId });
      // Only what is taken stands in the way of what comes later.
      if (state !== 'acceptable') continue;
      if (maTraCuu !== null) codes.add(maTraCuu);
      if (hocBa !== null) subjects.add(subjectOf(hocBa));
    }
  }
  return finish(true, records, { notChecked: [...notChecked] });
}

async function readContent(content: string): Promise<Uint8Array | null> {
  try {
    return (await decodeContent(content)).xml;
  } catch (cause) {
    if (isHocBaSoError(cause)) return null;
    throw cause;
  }
}

import type { HocBa } from '../hoc-ba/index.js';
import { readHocBa } from '../record-xml/index.js';
import type { Outcome, VerificationReport } from '../verification/index.js';
import type { OpenedTransfer } from './open-transfer.js';
import type { TransferCheckCode, TransferReason } from './transfer-checks.js';
import {
  identityDifferences,
  inChainOrder,
  missingYears,
  type TransferRecord,
  type TransferYear,
  yearOf,
} from './transfer-facts.js';

/** One answer of the checklist. */
export interface TransferCheckRow {
  readonly code: TransferCheckCode;
  readonly outcome: Outcome;
  readonly reason: TransferReason | null;
  /** School year it speaks of; `null` for the package as a whole. */
  readonly namHoc: string | null;
  /** Record it speaks of. */
  readonly maTraCuu: string | null;
  /** What it speaks of more closely: a field, an error code, a sub-indication. */
  readonly detail: string | null;
}

/** Asks the authority whether a record is in circulation; see `design` of status lists. */
export type RecordStatusPort = (question: {
  readonly maTraCuu: string;
  /** SHA-256 of the record's data block, hex. */
  readonly recordDigest: string;
}) => RecordStatus | Promise<RecordStatus>;

export type RecordStatus = 'inCirculation' | 'notInCirculation' | 'unknown';

export function row(
  code: TransferCheckCode,
  outcome: Outcome,
  reason: TransferReason | null = null,
  about: Partial<Pick<TransferCheckRow, 'namHoc' | 'maTraCuu' | 'detail'>> = {},
): TransferCheckRow {
  return { code, outcome, reason, namHoc: null, maTraCuu: null, detail: null, ...about };
}

/** What the package says of itself against what its records say. */
export async function contentRows(
  opened: OpenedTransfer,
  reports: readonly VerificationReport[],
  status: RecordStatusPort | undefined,
): Promise<readonly TransferCheckRow[]> {
  const { facts, records: files } = opened;
  const rows: TransferCheckRow[] = [];
  const records: TransferRecord[] = [];
  for (const [index, file] of files.entries()) {
    const year = facts.years[index]!;
    const about = aboutYear(year);
    const { hocBa } = readHocBa(file);
    rows.push(recordRow(reports[index]!, about));
    if (hocBa === null) {
      rows.push(row('chainFacts', 'failed', 'unreadable', about));
      continue;
    }
    records.push({ file, hocBa });
    const differing = differingFacts(year, yearOf({ file, hocBa }));
    const detail = differing.join(', ');
    rows.push(
      detail === ''
        ? row('chainFacts', 'passed', null, about)
        : row('chainFacts', 'failed', 'factDiffers', { ...about, detail }),
    );
  }
  if (!records.some(({ hocBa }) => hocBa.nhaTruong.maTruong === facts.sender.maTruong)) {
    rows.push(row('chainFacts', 'indeterminate', 'senderHasNoRecord'));
  }
  // Which record is the newest is for the records to say, not for the order the sender put them in.
  const chain = inChainOrder(records);
  rows.push(...identityRows(chain), ...yearRows(opened, chain), ...versionRows(chain));
  rows.push(...historyRows(chain), ...(await statusRows(opened, status)));
  return rows;
}

function aboutYear({ namHoc, maTraCuu }: Pick<TransferYear, 'namHoc' | 'maTraCuu'>) {
  return { namHoc, maTraCuu };
}

function recordRow(
  { conclusion, subIndication }: VerificationReport,
  about: ReturnType<typeof aboutYear>,
): TransferCheckRow {
  if (conclusion === 'totalPassed') return row('records', 'passed', null, about);
  const detail = subIndication;
  return conclusion === 'totalFailed'
    ? row('records', 'failed', 'recordFailed', { ...about, detail })
    : row('records', 'indeterminate', 'recordOpen', { ...about, detail });
}

/** Names of the facts that are not those of the record. */
function differingFacts(said: TransferYear, found: TransferYear): readonly string[] {
  return (Object.keys(found) as (keyof TransferYear)[]).filter((key) => said[key] !== found[key]);
}

/**
 * Everybody against the newest record, and for another person against every later one: a record without a personal id agrees with two pupils
 * of one name and birth day, and must not join them.
 */
function identityRows(records: readonly TransferRecord[]): readonly TransferCheckRow[] {
  const newest = records.at(-1);
  if (newest === undefined) return [row('identity', 'failed', 'unreadable')];
  const rows = records.flatMap(({ hocBa }, index) => {
    const ofNewest = identityDifferences(newest.hocBa, hocBa);
    const other = records.slice(index + 1).flatMap((one) => {
      const differences = identityDifferences(one.hocBa, hocBa);
      return differences.some(({ isOther }) => isOther) ? [differences] : [];
    });
    const found = other.at(-1) ?? ofNewest;
    if (found.length === 0) return [];
    const detail = found.map(({ field }) => field).join(', ');
    return found.some(({ isOther }) => isOther)
      ? [row('identity', 'failed', 'otherPupil', { ...aboutYear(hocBa), detail })]
      : [row('identity', 'indeterminate', 'identityChanged', { ...aboutYear(hocBa), detail })];
  });
  return rows.length > 0 ? rows : [row('identity', 'passed')];
}

/** A missing year never passes: somebody has to decide what to do about it. */
function yearRows({ facts }: OpenedTransfer, records: readonly TransferRecord[]): readonly TransferCheckRow[] {
  const missing = missingYears(records);
  const rows = missing.map((namHoc) => {
    const gap = facts.gaps.find((one) => one.namHoc === namHoc);
    return gap === undefined || gap.reason === null
      ? row('years', 'failed', 'yearMissing', { namHoc })
      : row('years', 'indeterminate', 'yearMissingExplained', { namHoc });
  });
  if (facts.gaps.map(({ namHoc }) => namHoc).join() !== missing.join()) rows.push(row('years', 'failed', 'gapDiffers'));
  return rows.length > 0 ? rows : [row('years', 'passed')];
}

/** In each year one record must be left that no other replaces, apart from the part of a year before a transfer. */
function versionRows(records: readonly TransferRecord[]): readonly TransferCheckRow[] {
  const replaced = new Set(
    records.flatMap(({ hocBa }) =>
      hocBa.thayThe === undefined ? [] : [hocBa.thayThe.maTraCuuBiThayThe.toLowerCase()],
    ),
  );
  const isReplaced = ({ hocBa }: TransferRecord) => replaced.has(hocBa.maTraCuu.toLowerCase());
  const rows: TransferCheckRow[] = [];
  for (const namHoc of new Set(records.map(({ hocBa }) => hocBa.namHoc))) {
    const ofYear = records.filter(({ hocBa }) => hocBa.namHoc === namHoc);
    for (const one of ofYear.filter(isReplaced)) {
      rows.push(row('newest', 'notRun', 'replaced', aboutYear(one.hocBa)));
    }
    const current = ofYear.filter((one) => !isReplaced(one));
    const whole = current.filter(({ hocBa }) => hocBa.thoiDiemLap === 'cuoiNamHoc');
    const schools = new Set(current.map(({ hocBa }) => `${hocBa.thoiDiemLap} ${hocBa.nhaTruong.maTruong}`));
    const isOne = current.length > 0 && whole.length <= 1 && schools.size === current.length;
    rows.push(
      isOne ? row('newest', 'passed', null, { namHoc }) : row('newest', 'failed', 'severalVersions', { namHoc }),
    );
  }
  return rows;
}

/** The newest record lists the years so far, with their codes where it knows them. */
function historyRows(records: readonly TransferRecord[]): readonly TransferCheckRow[] {
  const newest = records.at(-1)?.hocBa;
  if (newest === undefined) return [];
  const rows = newest.quaTrinhHocTap.flatMap(({ namHoc, maTraCuu }) => {
    const ofYear = records.filter(({ hocBa }) => hocBa.namHoc === namHoc).map(({ hocBa }) => hocBa);
    if (maTraCuu === undefined || ofYear.length === 0 || namHoc === newest.namHoc) return [];
    const known = ofYear.flatMap((one: HocBa) => [one.maTraCuu, one.thayThe?.maTraCuuBiThayThe ?? '']);
    const agrees = known.some((code) => code.toLowerCase() === maTraCuu.toLowerCase());
    return agrees ? [] : [row('history', 'indeterminate', 'historyDiffers', { namHoc, maTraCuu })];
  });
  return rows.length > 0 ? rows : [row('history', 'passed')];
}

async function statusRows(
  { facts }: OpenedTransfer,
  status: RecordStatusPort | undefined,
): Promise<readonly TransferCheckRow[]> {
  if (status === undefined) return [row('status', 'notRun', 'notAsked')];
  const replaced = new Set(facts.years.flatMap(({ replaces }) => (replaces === null ? [] : [replaces.toLowerCase()])));
  const rows: TransferCheckRow[] = [];
  for (const { maTraCuu, recordDigest, namHoc } of facts.years) {
    if (replaced.has(maTraCuu.toLowerCase())) continue;
    const answer = await status({ maTraCuu, recordDigest });
    const about = { namHoc, maTraCuu };
    if (answer === 'inCirculation') rows.push(row('status', 'passed', null, about));
    else if (answer === 'notInCirculation') rows.push(row('status', 'failed', 'notInCirculation', about));
    else rows.push(row('status', 'indeterminate', 'statusUnknown', about));
  }
  return rows;
}

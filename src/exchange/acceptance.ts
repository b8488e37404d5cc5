import { isHocBaSoError } from '../errors/index.js';
import { giaTri, type HocBa, type VaiTroKy } from '../hoc-ba/index.js';
import {
  openTransaction,
  type TransactionReason,
  type TransactionReport,
  verifyTransaction,
} from '../packaging/index.js';
import { type HocBaFile, readHocBa } from '../record-xml/index.js';
import type { Receiver } from '../signing/index.js';
import type { CheckCode, VerificationReport, VerifyHocBaOptions } from '../verification/index.js';
import { isObject } from './field-codec.js';
import { receiverIssues, refusalOf } from './receiver-issues.js';
import type { RefusalCode } from './refusals.js';

/** Where a look-up code stands with the receiver. */
export type KnownRecord = 'undecided' | 'approved' | 'recalled';

export interface AcceptanceOptions extends VerifyHocBaOptions {
  /** Form of the signatures the receiver takes; without it any form is. */
  readonly receiver?: Receiver;
  /** SHA-256 fingerprints (hex) of the certificates the receiver has approved; without it that is not checked, and said so. */
  readonly registered?: readonly string[];
  /**
   * Fingerprints of the certificates that may seal records; default those of `registered`. `null`: any, as where a Sở reports the records of
   * its schools upward and only its own certificate is registered there.
   */
  readonly seals?: readonly string[] | null;
  /** Codes of the schools whose records the unit may send; `null` or nothing: any. */
  readonly maTruong?: readonly string[] | null;
  /** First calendar year of the school year the packet is for; without it any. */
  readonly namHoc?: number;
  /** What the receiver knows of a look-up code; `null` for nothing. */
  readonly known?: (maTraCuu: string) => Promise<KnownRecord | null>;
  /** Whether the pupil has another record of the year that was sent and is not recalled. */
  readonly hasOther?: (hocBa: HocBa) => Promise<boolean>;
  /** `noFailure` (default): answers that the receiver has no means to know stay open. `totalPassed`: nothing may stay open. */
  readonly require?: 'noFailure' | 'totalPassed';
}

export interface AcceptedRecord {
  readonly position: number;
  /** `null` when the record cannot be read. */
  readonly maTraCuu: string | null;
  /** Why it is refused; `null` when it is not. */
  readonly code: RefusalCode | null;
  /** Role, rule or field at fault. */
  readonly field: string | null;
  /** The record as read, for the receiver's books; `null` when it cannot be read. */
  readonly hocBa: HocBa | null;
}

export interface AcceptanceReport {
  /** Why the whole transaction is refused; `null` when it is not. */
  readonly code: RefusalCode | null;
  readonly field: string | null;
  readonly records: readonly AcceptedRecord[];
  /** Checks that were not made, since the caller gave nothing to make them with. */
  readonly notChecked: readonly ('registered' | 'trust' | 'known' | 'receiver')[];
}

const OF_TRANSACTION: Readonly<Record<TransactionReason, RefusalCode>> = {
  unreadable: 'TRANSACTION_UNREADABLE',
  unsigned: 'TRANSACTION_UNSIGNED',
  severalSignatures: 'TRANSACTION_SIGNATURE',
  signatureInvalid: 'TRANSACTION_SIGNATURE',
  signatureUnsupported: 'TRANSACTION_SIGNATURE',
  listNotCovered: 'TRANSACTION_SIGNATURE',
  certificateMissing: 'TRANSACTION_SIGNATURE',
  signingCertificateMismatch: 'TRANSACTION_SIGNATURE',
  legacy: 'TRANSACTION_SIGNATURE',
  pathNotFound: 'CERTIFICATE_NOT_TRUSTED',
  pathBroken: 'CERTIFICATE_NOT_TRUSTED',
  signingTime: 'TRANSACTION_SIGNATURE',
  revoked: 'CERTIFICATE_NOT_TRUSTED',
  revocationUnknown: 'CERTIFICATE_NOT_TRUSTED',
  timeStamp: 'TRANSACTION_SIGNATURE',
  unknownElement: 'TRANSACTION_UNREADABLE',
  registrationUnknown: 'CERTIFICATE_NOT_REGISTERED',
};

/** In this order: the first check that is not passed names the reason. */
const OF_CHECK: readonly (readonly [CheckCode, RefusalCode])[] = [
  ['structure', 'STRUCTURE'],
  ['signaturesInSlots', 'SIGNED_CONTENT'],
  ['present', 'SIGNATURE_MISSING'],
  ['digest', 'SIGNATURE_INVALID'],
  ['value', 'SIGNATURE_INVALID'],
  ['dataReference', 'SIGNATURE_INVALID'],
  ['unsignedContent', 'SIGNED_CONTENT'],
  ['certificate', 'SIGNER_CERTIFICATE'],
  ['path', 'SIGNER_CERTIFICATE'],
  ['validAtSigning', 'SIGNER_CERTIFICATE'],
  ['revocation', 'SIGNER_CERTIFICATE'],
  ['algorithms', 'SIGNER_CERTIFICATE'],
  ['role', 'SIGNER_OTHER'],
  ['identity', 'SIGNER_OTHER'],
  ['slotFields', 'SIGNER_OTHER'],
  ['signerAuthority', 'SIGNER_OTHER'],
  ['order', 'SIGNING_ORDER'],
  ['signingTimesOrdered', 'SIGNING_ORDER'],
  ['rules', 'RULES'],
];

/** Checks whose open answer is a question of what the receiver can ask elsewhere, and no fault of the record. */
const MAY_STAY_OPEN: ReadonlySet<CheckCode> = /* @__PURE__ */ new Set([
  'identity',
  'order',
  'revocation',
  'signerAuthority',
  'timeStamp',
  'validAtSigning',
  'role',
  'certificate',
]);

/**
 * The checks a gateway makes of a transaction before it takes the records: structure, rules, signatures, registered certificate, duplicates,
 * recalled look-up codes. The same function runs at the receiver and, as `dryRun`, at the sender.
 *
 * @param bytes - attacker-controlled: the transaction file.
 * @throws {@link HocBaSoError} as `verifyTransaction`, for wrong options only.
 * @see CV 2088/BGDĐT-GDTH, annex 1, II.1.6, IV.2
 */
export async function checkAcceptance(bytes: Uint8Array, options: AcceptanceOptions = {}): Promise<AcceptanceReport> {
  const report = await verifyTransaction(bytes, options);
  const notChecked: AcceptanceReport['notChecked'][number][] = [];
  if (options.registered === undefined) notChecked.push('registered');
  if (isUntrusting(options)) notChecked.push('trust');
  if (options.known === undefined) notChecked.push('known');
  if (options.receiver === undefined) notChecked.push('receiver');
  const whole = judgeTransaction(report, options);
  if (whole === 'TRANSACTION_UNREADABLE') {
    return { code: whole, field: report.signature.coreReason, records: [], notChecked };
  }
  const opened = openTransaction(bytes).records.map((file) => ({ file, ...readable(file) }));
  const counts = new Map<string, number>();
  for (const { maTraCuu } of opened) if (maTraCuu !== null) counts.set(maTraCuu, (counts.get(maTraCuu) ?? 0) + 1);
  const records: AcceptedRecord[] = [];
  for (const [position, { file, hocBa, maTraCuu }] of opened.entries()) {
    // Which of two with one code is meant nobody can say: none is taken.
    const isDouble = maTraCuu !== null && counts.get(maTraCuu) !== 1;
    const judged = isDouble
      ? ({ code: 'DUPLICATE', field: 'maTraCuu' } as const)
      : await judgeRecord(file, hocBa, report.records[position]!, options);
    records.push({ position, maTraCuu, hocBa, ...judged });
  }
  return { code: whole, field: whole === null ? null : report.signature.reason, records, notChecked };
}

function judgeTransaction({ signature }: TransactionReport, options: AcceptanceOptions): RefusalCode | null {
  if (signature.reason === null) return null;
  // What the sender cannot check beforehand is named in `notChecked`, and is the receiver's to refuse.
  if (signature.reason === 'registrationUnknown' && options.registered === undefined) return null;
  if (signature.reason === 'pathNotFound' && isUntrusting(options)) return null;
  const mayStayOpen = signature.reason === 'revocationUnknown' || signature.reason === 'signingTime';
  if (mayStayOpen && signature.conclusion === 'indeterminate' && options.require !== 'totalPassed') return null;
  return OF_TRANSACTION[signature.reason];
}

/** Nobody said whom to trust. */
function isUntrusting({ trust, trustList }: AcceptanceOptions): boolean {
  return trust === undefined && trustList === undefined;
}

type Judged = Pick<AcceptedRecord, 'code' | 'field'>;

async function judgeRecord(
  file: HocBaFile,
  hocBa: HocBa | null,
  report: VerificationReport,
  options: AcceptanceOptions,
): Promise<Judged> {
  const refuse = (code: RefusalCode, field: string | null = null): Judged => ({ code, field });
  const byCheck = judgeChecks(report, options);
  if (byCheck !== null) return byCheck;
  if (hocBa === null) return refuse('STRUCTURE');
  if (options.receiver !== undefined) {
    const [issue] = receiverIssues(file, options.receiver);
    if (issue !== undefined) return refusalOf(issue);
  }
  const seals = options.seals === undefined ? options.registered : options.seals;
  if (seals != null) {
    const isRegistered = (wanted: VaiTroKy): boolean => {
      const fingerprint = report.roles.find(({ role }) => role === wanted)?.certificate?.fingerprint;
      return fingerprint !== undefined && seals.includes(fingerprint);
    };
    if (!isRegistered('phatHanh')) return refuse('SEAL_NOT_REGISTERED', 'phatHanh');
    const other = options.receiver?.registeredRoles?.find((role) => !isRegistered(role));
    if (other !== undefined) return refuse('SIGNER_NOT_REGISTERED', other);
  }
  const { maTruong, namHoc, known, hasOther } = options;
  if (maTruong != null && !maTruong.includes(hocBa.nhaTruong.maTruong)) return refuse('OTHER_SCHOOL', 'maTruong');
  if (namHoc !== undefined && Number(hocBa.namHoc.slice(0, 4)) !== namHoc) return refuse('OTHER_YEAR', 'namHoc');
  const maTraCuu = hocBa.maTraCuu.toLowerCase();
  const state = (await known?.(maTraCuu)) ?? null;
  if (state === 'recalled') return refuse('CODE_RECALLED', 'maTraCuu');
  if (state !== null) return refuse('DUPLICATE', 'maTraCuu');
  if ((await hasOther?.(hocBa)) === true) return refuse('NOT_RECALLED', 'maTraCuu');
  return { code: null, field: null };
}

function judgeChecks(report: VerificationReport, options: AcceptanceOptions): Judged | null {
  for (const [check, code] of OF_CHECK) {
    for (const one of report.checks) {
      if (one.code !== check || one.outcome === 'passed' || one.outcome === 'notRun') continue;
      const isOpen = one.outcome === 'indeterminate';
      if (check === 'path' && one.reason === 'NO_TRUST' && isUntrusting(options)) continue;
      // Rules are errors to a gateway whatever a verifier's policy makes of them.
      if (one.level !== 'fail' && !(check === 'rules' && !isOpen)) continue;
      if (isOpen && options.require !== 'totalPassed' && MAY_STAY_OPEN.has(check)) continue;
      return { code, field: one.role ?? fieldOf(report, check) ?? one.reason };
    }
  }
  if (options.require === 'totalPassed' && report.conclusion !== 'totalPassed') {
    return { code: 'SIGNER_CERTIFICATE', field: report.subIndication };
  }
  return report.conclusion === 'totalFailed' ? { code: 'SIGNATURE_INVALID', field: report.subIndication } : null;
}

/** The first rule or place of structure that is broken: a code and a path of the model, never a value. */
function fieldOf(report: VerificationReport, check: CheckCode): string | null {
  if (check !== 'rules' && check !== 'structure') return null;
  return report.findings.find(({ severity }) => severity === 'error')?.path ?? null;
}

/** The record, and its look-up code even where the rest cannot be read: an answer has to name the record somehow. */
function readable(file: HocBaFile): Pick<AcceptedRecord, 'hocBa' | 'maTraCuu'> {
  try {
    const { hocBa, partial } = readHocBa(file);
    const code = hocBa?.maTraCuu ?? (isObject(partial) ? partial['maTraCuu'] : undefined);
    return { hocBa, maTraCuu: typeof code === 'string' ? code.toLowerCase() : null };
  } catch (cause) {
    if (isHocBaSoError(cause)) return { hocBa: null, maTraCuu: null };
    throw cause;
  }
}

/** Who may have one record only: a pupil in a school year at a school. Another school may have made a record of a part of the year. */
export function subjectOf({ hocSinh, namHoc, nhaTruong }: HocBa): string {
  return JSON.stringify([nhaTruong.maTruong, namHoc, giaTri(hocSinh.soDinhDanhCaNhan) ?? hocSinh.maHocSinh]);
}

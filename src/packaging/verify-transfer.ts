import { parseCertificate, parseTimeStampToken } from '../certificate/index.js';
import { decodeBase64, equalBytes } from '../encoding/index.js';
import { isHocBaSoError } from '../errors/index.js';
import { stampXmlSignature } from '../signing/index.js';
import { registerAuthority } from '../trust/index.js';
import {
  type AuthorityPort,
  type Conclusion,
  type VerificationReport,
  type VerifyHocBaOptions,
  verifyHocBa,
  worstConclusion,
} from '../verification/index.js';
import { findSignatures, readUnsignedProperties, type SignatureResult } from '../xades/index.js';
import { parseXml, textContent } from '../xml/index.js';
import { assemble, prepareSeal } from './create-transfer.js';
import { type OpenedTransfer, transferOf } from './open-transfer.js';
import { contentRows, type RecordStatusPort, row, type TransferCheckRow } from './transfer-checklist.js';
import { TRANSFER_CHECKS, TRANSFER_REASONS } from './transfer-checks.js';
import type { TransferFacts } from './transfer-facts.js';
import { type AsicReport, judgeAsic, type VerifyAsicOptions } from './verify-asic.js';

export interface VerifyTransferOptions extends VerifyAsicOptions {
  /** School code of whoever asks: a package for another school is refused. Default: not asked. */
  readonly maTruong?: string;
  /** Fingerprints (SHA-256 of the certificate, hex) that may sign for the sending school, where no register says so. */
  readonly senders?: readonly string[];
  /** Whether the records are in circulation, by the authority. */
  readonly status?: RecordStatusPort;
}

/** The judgement on a transfer package: the checklist before import, with everything it rests on. JSON-able. */
export interface TransferReport {
  readonly version: 1;
  /** The worst answer of the checklist. */
  readonly conclusion: Conclusion;
  /** ISO instant the judgement is for. */
  readonly at: string;
  /** SHA-256 of the package's bytes, hex. */
  readonly sha256: string;
  /** Whether the package is byte for byte what its writer makes of its files; `false` also when it cannot be read. */
  readonly unchanged: boolean;
  readonly container: AsicReport;
  /** `null` when it is no transfer package. */
  readonly facts: TransferFacts | null;
  /** One report a record, in the order of `facts.years`. */
  readonly records: readonly VerificationReport[];
  readonly checklist: readonly TransferCheckRow[];
}

/**
 * Answers the checklist before import: the container and its signature, who signed, every record by `verifyHocBa` under the caller's trust,
 * whether the facts about the chain agree with the records, whether all years are there, of one pupil, in their newest version.
 *
 * Unknown is never valid: without trust anchors, revocation data and a register the conclusion is at best `indeterminate`. A receiver that was
 * not known when the package was made is no fault.
 *
 * @param bytes - attacker-controlled; nothing of it is written anywhere.
 * @throws {@link HocBaSoError} `ERR_PEER_MISSING` without `@zip.js/zip.js`; as `verifyHocBa` for arguments that are none.
 * @see TT 15/2026/TT-BGDĐT; ETSI EN 319 162-1; EN 319 102-1
 * @example examples/transfer.ts
 */
export async function verifyTransferPackage(
  bytes: Uint8Array,
  options: VerifyTransferOptions = {},
): Promise<TransferReport> {
  const { container, report, results } = await judgeAsic(bytes, options, 'refuse');
  const at = (options.at ?? new Date()).toISOString();
  const facts = { version: 1, at, sha256: report.sha256, container: report } as const;
  const refused = (detail: string | null): TransferReport => ({
    ...facts,
    conclusion: 'totalFailed',
    unchanged: false,
    facts: null,
    records: [],
    checklist: [row('container', 'failed', 'unreadable', { detail })],
  });
  if (container === null) return refused(report.code);
  let opened: OpenedTransfer;
  try {
    opened = transferOf(container, report.sha256);
  } catch (cause) {
    if (!isHocBaSoError(cause)) throw cause;
    return refused(cause.code);
  }
  const unchanged = equalBytes(bytes, (await rebuild(opened, results, options)) ?? new Uint8Array());
  const records: VerificationReport[] = [];
  for (const file of opened.records) records.push(await verifyHocBa(file, options));
  const checklist: readonly TransferCheckRow[] = [
    row('container', 'passed', unchanged ? null : 'repacked'),
    sealRow(report),
    await senderRow(opened, results, options),
    receiverRow(opened, options.maTruong),
    ...(await contentRows(opened, records, options.status)),
  ];
  return { ...facts, conclusion: concludeRows(checklist), unchanged, facts: opened.facts, records, checklist };
}

function concludeRows(rows: readonly TransferCheckRow[]): Conclusion {
  return worstConclusion(
    rows.flatMap(({ outcome }): Conclusion[] => {
      if (outcome === 'notRun') return [];
      return [outcome === 'passed' ? 'totalPassed' : outcome === 'failed' ? 'totalFailed' : 'indeterminate'];
    }),
  );
}

function sealRow({ conclusion, reason, signatures }: AsicReport): TransferCheckRow {
  const detail = signatures.find((one) => one.conclusion !== 'totalPassed')?.subIndication ?? null;
  if (conclusion === 'totalPassed') return row('seal', 'passed');
  return row('seal', conclusion === 'totalFailed' ? 'failed' : 'indeterminate', reason, { detail });
}

/** Anybody's certificate makes a signature that holds: who may speak for the sending school is for a register, or the caller, to say. */
async function senderRow(
  { facts }: OpenedTransfer,
  [result]: readonly SignatureResult[],
  options: VerifyTransferOptions,
): Promise<TransferCheckRow> {
  const answer = await mayPackFor(facts.sender.maTruong, result, options);
  if (answer === 'authorised') return row('sender', 'passed');
  return answer === 'notAuthorised'
    ? row('sender', 'failed', 'notAuthorised')
    : row('sender', 'indeterminate', 'authorityUnknown');
}

/** Whether the certificate of a signature may seal for a school. */
export async function mayPackFor(
  maTruong: string,
  result: SignatureResult | undefined,
  options: VerifyHocBaOptions & { readonly senders?: readonly string[] },
): Promise<'authorised' | 'notAuthorised' | 'unknown'> {
  const time = result?.signingTimes.find(({ signed }) => signed)?.instant;
  if (result === undefined || result.core !== 'valid' || result.certificate === null || time == null) return 'unknown';
  if (result.keySource !== 'keyInfo' || result.certificateBinding !== 'match') return 'unknown';
  const certificate = parseCertificate(result.certificate);
  if (options.senders !== undefined) {
    return options.senders.some((one) => one.toLowerCase() === certificate.fingerprint)
      ? 'authorised'
      : 'notAuthorised';
  }
  const { registers, at } = options;
  const authority: AuthorityPort | undefined =
    registers === undefined ? options.authority : registerAuthority(registers, { clock: () => at ?? new Date() });
  return (await authority?.({ role: 'phatHanh', maTruong, certificate, at: new Date(time) })) ?? 'unknown';
}

function receiverRow({ facts: { receiver } }: OpenedTransfer, maTruong: string | undefined): TransferCheckRow {
  if (receiver === null) return row('receiver', 'notRun', 'receiverUnknown');
  if (maTruong === undefined) return row('receiver', 'notRun', 'receiverNotAsked');
  return receiver.maTruong === maTruong ? row('receiver', 'passed') : row('receiver', 'failed', 'otherReceiver');
}

/**
 * The package as its writer makes it of the files and the signature that are in it: also the parts that no signature covers (headers of the
 * archive, Ids, the envelope of the signature) are then what they were. `null` when the signature is not one of ours.
 */
async function rebuild(
  { files, signatures }: OpenedTransfer,
  [result, ...others]: readonly SignatureResult[],
  { crypto }: VerifyTransferOptions,
): Promise<Uint8Array | null> {
  if (result === undefined || others.length > 0 || result.core !== 'valid') return null;
  const { certificate, algorithm, signatureValue, signingTimes } = result;
  const [time] = signingTimes;
  if (certificate === null || signatureValue === null || time === undefined) return null;
  try {
    const prepared = await prepareSeal(files, { algorithm, certificate, signingTime: time.text }, crypto);
    let again = prepared.splice(decodeBase64(textContent(signatureValue)));
    const [stamp, ...more] = readUnsignedProperties(result).signatureTimeStamps;
    if (more.length > 0) return null;
    if (stamp !== undefined) {
      if (stamp.token === null) return null;
      const token = parseTimeStampToken(stamp.token);
      const document = parseXml(again);
      const octets = new Map(files.map(({ name, bytes }) => [encodeURI(name), bytes]));
      again = await stampXmlSignature(document, findSignatures(document.root)[0]!, {
        timeStampAuthority: { stamp: async () => token },
        detached: (uri) => octets.get(uri) ?? null,
        ...(crypto === undefined ? {} : { crypto }),
      });
    }
    // Compared first: the archive is built from what is there, and so would hide a difference.
    return equalBytes(again, signatures) ? await assemble(files, again) : null;
  } catch (cause) {
    // Another writer's signature cannot be made again from its parts.
    if (isHocBaSoError(cause)) return null;
    throw cause;
  }
}

/** A line of the checklist in words. */
export interface TransferLine {
  readonly mark: 'passed' | 'failed' | 'open' | 'note';
  readonly text: string;
}

/** The checklist in words of a language; the report itself holds codes. */
export function describeTransfer(
  report: Pick<TransferReport, 'checklist'>,
  language: 'vi' | 'en',
): readonly TransferLine[] {
  return report.checklist.map(({ code, outcome, reason, namHoc, detail }) => {
    const mark = ({ passed: 'passed', failed: 'failed', indeterminate: 'open', notRun: 'note' } as const)[outcome];
    const words = [
      TRANSFER_CHECKS[code][language],
      ...(reason === null ? [] : [TRANSFER_REASONS[reason][language]]),
      ...(detail === null ? [] : [`[${detail}]`]),
    ].join(' ');
    return { mark, text: namHoc === null ? words : `${namHoc}: ${words}` };
  });
}

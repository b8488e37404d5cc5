import {
  describeTransfer,
  formOf,
  type TransactionReport,
  type VerifyTransferOptions,
  verifyTransaction,
} from '../../packaging/index.js';
import { type HocBaFile, listElement, openHocBaList } from '../../record-xml/index.js';
import {
  type Conclusion,
  describeReport,
  type ReportLine,
  resolvePolicy,
  type VerificationReport,
  verifyHocBa,
} from '../../verification/index.js';
import { readAuthorityCopies } from '../authority-copies.js';
import type { CommandContext } from '../context.js';
import type { CommandRun } from '../definition.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { eachFile, type FileOutcome, isFolder } from '../input.js';
import { optionFlag, optionText, optionTexts } from '../options.js';
import { RECORD_EXTENSIONS, unwrapXml } from '../record-input.js';
import { describeSurvey, makeSurvey, type Survey } from '../survey.js';
import { line, type Paint, type TerminalText } from '../terminal.js';
import { readBasis, readPins } from '../trust.js';
import { type ContainerOutcome, verifyContainer, verifyPdf } from '../verify-container.js';

export const EXIT_OF_CONCLUSION: Readonly<Record<Conclusion, ExitCode>> = {
  totalPassed: EXIT.ok,
  totalFailed: EXIT.invalid,
  indeterminate: EXIT.indeterminate,
};

/** `hocba verify`. */
export const verify: CommandRun = async (context, args, options) => {
  // A wrong policy or trust anchor is the caller's mistake and no file's.
  const policy = resolvePolicy(context.policy);
  const evidence = { crls: optionTexts(options, 'crl'), ocsp: optionTexts(options, 'ocsp') };
  const senders = optionTexts(options, 'sender').flatMap(readPins);
  const school = optionText(options, 'school');
  const settings: VerifyTransferOptions = {
    at: context.at,
    policy,
    ...(await readBasis(context, evidence)),
    ...(await readAuthorityCopies(optionTexts(options, 'authorityCopy'))),
    ...(senders.length === 0 ? {} : { senders }),
    ...(school === undefined ? {} : { maTruong: school }),
  };
  const survey = optionFlag(options, 'survey') ? makeSurvey() : undefined;
  const oneFile = args.length === 1 && !isFolder(args[0]!);
  const details = (records: number) => optionFlag(options, 'details') || (oneFile && records === 1);
  const quiet = survey === undefined ? context : { ...context, emit: () => {}, print: () => {}, fail: () => {} };
  const exit = await eachFile(
    quiet,
    args,
    {
      extensions: RECORD_EXTENSIONS,
      onError: (error) => {
        survey?.addError(error);
        return { json: { conclusion: 'totalFailed', reports: [] } };
      },
    },
    async (bytes, file) => {
      const form = formOf(bytes);
      if (form !== 'zip' && form !== 'pdf') {
        return judgeFile(context, await unwrapXml(bytes), file, { settings, survey, details });
      }
      const outcome = await (form === 'zip' ? verifyContainer : verifyPdf)(bytes, settings);
      for (const report of outcome.reports) survey?.add(report);
      return describeContainer(context, file, outcome, details(outcome.reports.length));
    },
  );
  if (survey !== undefined) {
    context.emit(survey.result());
    for (const text of describeSurvey(context, survey)) context.print(text);
  }
  return exit;
};

interface Mode {
  readonly settings: VerifyTransferOptions;
  readonly survey: Survey | undefined;
  /** Whether every question is printed, and not only the conclusion, for a file of so many records. */
  readonly details: (records: number) => boolean;
}

async function judgeFile(
  context: CommandContext,
  xml: Uint8Array,
  name: string,
  { settings, survey, details }: Mode,
): Promise<FileOutcome> {
  const files = openHocBaList(xml);
  const [first] = files as readonly [HocBaFile, ...HocBaFile[]];
  if (listElement(first) === null) {
    const report = await verifyHocBa(first, settings);
    survey?.add(report);
    return {
      exit: exitOfReport(report),
      json: { conclusion: report.conclusion, subIndication: report.subIndication, reports: [report] },
      lines: describeRecord(context, name, report, details(1)),
    };
  }
  const transaction = await verifyTransaction(xml, settings);
  for (const report of transaction.records) survey?.add(report);
  const { conclusion, signature, records } = transaction;
  const unread = records.some((report) => exitOfReport(report) === EXIT.input);
  return {
    exit: unread ? EXIT.input : EXIT_OF_CONCLUSION[conclusion],
    json: { conclusion, subIndication: signature.subIndication, transaction: signature, reports: records },
    lines: [
      ...describeTransaction(context, name, transaction),
      ...records.flatMap((report, index) =>
        describeRecord(context, `${name} #${index + 1}`, report, details(records.length)),
      ),
    ],
  };
}

/** A container or a PDF, with every record in it. */
function describeContainer(
  context: CommandContext,
  name: string,
  { conclusion, reports, names, transfer, container }: ContainerOutcome,
  details: boolean,
): FileOutcome {
  const { paint, t, language } = context;
  const mark = (said: ReportLine['mark']) => lineMark(paint, said);
  const { records: _, ...checked } = transfer ?? { records: [] };
  const what = t(
    transfer !== null
      ? { vi: 'gói chuyển trường', en: 'transfer package' }
      : container !== null
        ? { vi: 'gói ASiC-E', en: 'ASiC-E container' }
        : { vi: 'PDF kèm XML', en: 'PDF with XML' },
  );
  const count = t({ vi: `${reports.length} học bạ`, en: `${reports.length} records` });
  const unread = reports.some((report) => exitOfReport(report) === EXIT.input);
  return {
    exit: unread ? EXIT.input : EXIT_OF_CONCLUSION[conclusion],
    json: {
      conclusion,
      subIndication: null,
      ...(transfer === null ? {} : { transfer: checked }),
      ...(transfer === null && container !== null ? { container } : {}),
      reports,
    },
    lines: [
      line`${conclusionMark(paint, conclusion)} ${paint.strong(name)}: ${what}, ${count}`,
      ...(transfer === null ? [] : describeTransfer(transfer, language)).map(
        (one) => line`  ${mark(one.mark)} ${one.text}`,
      ),
      ...(transfer === null && container?.reason != null ? [line`  ${mark('open')} ${container.reason}`] : []),
      ...reports.flatMap((report, index) => describeRecord(context, `${name} ${names[index]!}`, report, details)),
    ],
  };
}

/** A record whose content nothing could be made of was not judged but refused. */
function exitOfReport({ conclusion, checks }: VerificationReport): ExitCode {
  const structure = checks.find((check) => check.code === 'structure');
  const refused = structure?.reason === 'FILE_UNREADABLE' || structure?.reason === 'NOT_A_RECORD';
  return refused ? EXIT.input : EXIT_OF_CONCLUSION[conclusion];
}

function describeRecord(
  { language, paint }: CommandContext,
  name: string,
  report: VerificationReport,
  details: boolean,
): TerminalText[] {
  const view = describeReport(report, language);
  const headline = line`${conclusionMark(paint, report.conclusion)} ${paint.strong(name)}: ${view.headline}`;
  if (!details) return [headline];
  return [
    headline,
    ...view.sections.flatMap(({ title, lines }) => [
      line`  ${paint.strong(title)}`,
      ...lines.map(({ mark, text }) => line`    ${lineMark(paint, mark)} ${text}`),
    ]),
  ];
}

export function conclusionMark(paint: Paint, conclusion: Conclusion): TerminalText {
  return { totalPassed: paint.good('✓'), totalFailed: paint.bad('✗'), indeterminate: paint.open('?') }[conclusion];
}

function lineMark(paint: Paint, mark: ReportLine['mark']): TerminalText {
  switch (mark) {
    case 'passed':
      return paint.good('✓');
    case 'failed':
      return paint.bad('✗');
    case 'open':
      return paint.open('?');
    case 'note':
      return paint.open('!');
    default:
      return line`·`;
  }
}

function describeTransaction({ t, paint }: CommandContext, name: string, report: TransactionReport): TerminalText[] {
  const { conclusion, reason, subIndication } = report.signature;
  const words = t(TRANSACTION_REASONS[reason ?? 'passed']);
  const sub = subIndication === null ? '' : ` [${subIndication}]`;
  const count = t({
    vi: `giao dịch, ${report.records.length} học bạ`,
    en: `transaction, ${report.records.length} records`,
  });
  return [
    line`${conclusionMark(paint, report.conclusion)} ${paint.strong(name)}: ${count}`,
    line`  ${conclusionMark(paint, conclusion)} ${t({ vi: 'Chữ ký của tổ chức gửi', en: 'Signature of the sender' })}: ${words}${sub}`,
  ];
}

const TRANSACTION_REASONS: Readonly<
  Record<NonNullable<TransactionReport['signature']['reason']> | 'passed', { readonly vi: string; readonly en: string }>
> = {
  passed: { vi: 'đúng, chứng thư đã đăng ký', en: 'holds, with a registered certificate' },
  unreadable: { vi: 'không đọc được giao dịch', en: 'the transaction cannot be read' },
  unsigned: { vi: 'không có', en: 'there is none' },
  severalSignatures: { vi: 'có nhiều hơn một', en: 'there is more than one' },
  signatureInvalid: { vi: 'không đúng', en: 'does not hold' },
  signatureUnsupported: { vi: 'không kết luận được', en: 'cannot be judged' },
  listNotCovered: { vi: 'không bao trùm danh sách học bạ', en: 'does not cover the list of records' },
  certificateMissing: { vi: 'không kèm chứng thư đã dùng để ký', en: 'does not carry its certificate' },
  signingCertificateMismatch: {
    vi: 'chứng thư kèm theo không phải chứng thư mà chữ ký nêu',
    en: 'the certificate is not the one it names',
  },
  legacy: { vi: 'thuật toán hoặc khóa đã lỗi thời', en: 'its algorithm or key is out of date' },
  pathNotFound: { vi: 'đúng, chưa dẫn đến điểm tin cậy', en: 'holds, no path to a trust anchor' },
  pathBroken: { vi: 'đường dẫn chứng thư vi phạm quy tắc', en: 'its certificate path breaks a rule' },
  signingTime: {
    vi: 'không nêu thời điểm ký, hoặc thời điểm ký mâu thuẫn với chứng thư',
    en: 'states no signing time, or one that contradicts its certificate',
  },
  revoked: { vi: 'chứng thư đã bị thu hồi', en: 'its certificate is revoked' },
  revocationUnknown: {
    vi: 'đúng, chưa biết chứng thư có bị thu hồi không',
    en: 'holds; whether its certificate was revoked is not known',
  },
  timeStamp: { vi: 'thiếu dấu thời gian mà chính sách yêu cầu', en: 'lacks the time stamp that the policy asks for' },
  unknownElement: {
    vi: 'danh sách có phần tử lạ ngoài học bạ và chữ ký',
    en: 'the list holds something besides records and a signature',
  },
  registrationUnknown: {
    vi: 'đúng, chưa biết chứng thư có được đăng ký với nơi nhận không',
    en: 'holds; whether the certificate is registered with the receiver is not known',
  },
};

import { CHECKS } from './checks.js';
import { NEXT_ACTIONS } from './next-actions.js';
import { reasonText } from './reasons.js';
import type { CheckResult, NextAction, RoleReport, VerificationReport } from './report.js';
import {
  CONCLUSIONS,
  formatInstant,
  MEANINGS,
  type ReportLanguage,
  ROLE_NAMES,
  visible,
  WORDS,
  type Word,
} from './report-words.js';
import type { Conclusion } from './verdict.js';

/** A report in words: a view of the codes, nothing that is not in them. */
export interface ReportView {
  /** One line: the conclusion and, when it is not positive, its first cause. */
  readonly headline: string;
  /** First the conclusion in plain words, then each role, last the technical details. */
  readonly sections: readonly ReportSection[];
}

export interface ReportSection {
  readonly kind: 'summary' | 'role' | 'technical';
  readonly title: string;
  readonly lines: readonly ReportLine[];
}

export interface ReportLine {
  /** `fact` carries no judgement. */
  readonly mark: 'passed' | 'failed' | 'open' | 'note' | 'fact';
  readonly text: string;
  /** Check and reason behind the line, for looking them up: `digest DIGEST_MISMATCH`. */
  readonly code?: string;
}

const MARKS: Readonly<Record<Conclusion, ReportLine['mark']>> = {
  totalPassed: 'passed',
  indeterminate: 'open',
  totalFailed: 'failed',
};

/** Says a report in Vietnamese or English, with every field annex II of TT 15/2025/TT-BKHCN wants shown. */
export function describeReport(report: VerificationReport, language: ReportLanguage): ReportView {
  const say = speaker(language);
  const [cause] = decidingChecks(report);
  const sub = report.subIndication === null ? '' : ` [${report.subIndication}]`;
  const because = cause === undefined ? '' : ` – ${say.sentence(cause)}${say.of(cause)}`;
  return {
    headline: `${CONCLUSIONS[report.conclusion][language]}${because}${sub}`,
    sections: [
      { kind: 'summary', title: say.word('summary'), lines: summary(report, say) },
      ...report.roles.map(
        (role): ReportSection => ({
          kind: 'role',
          title: `${say.name(role)}: ${role.present ? CONCLUSIONS[role.conclusion][language] : say.absence(role)}`,
          lines: [
            ...(role.present ? signerLines(role, checksOf(report, role), report.at, say) : []),
            ...checksOf(report, role).flatMap((check) => say.remark(check)),
          ],
        }),
      ),
      { kind: 'technical', title: say.word('technical'), lines: technical(report, say) },
    ],
  };
}

/** What decided, the first cause first; empty for a positive conclusion. */
function decidingChecks({ conclusion, checks }: VerificationReport): readonly CheckResult[] {
  const outcome = { totalPassed: 'none', indeterminate: 'indeterminate', totalFailed: 'failed' }[conclusion];
  return checks.filter((check) => check.level === 'fail' && check.outcome === outcome);
}

function checksOf({ checks }: VerificationReport, { role, key }: RoleReport): readonly CheckResult[] {
  return checks.filter((check) => check.role === role && (check.key ?? null) === key);
}

type Speaker = ReturnType<typeof speaker>;

function speaker(language: ReportLanguage) {
  const word = (key: Word): string => WORDS[key][language];
  const name = ({ role, key }: Pick<RoleReport, 'role' | 'key'>): string =>
    ROLE_NAMES[role][language] + (key === null ? '' : ` (${visible(key)})`);
  /** The sentence of a check's reason with its parameters filled in; roles by their names. */
  const sentence = ({ reason, params }: CheckResult): string =>
    reason === null
      ? ''
      : reasonText(reason)[language].replace(/\{(\w+)\}/g, (whole, key: string) => {
          const value = params[key];
          if (value === undefined) return whole;
          const text = String(value);
          return Object.hasOwn(ROLE_NAMES, text)
            ? ROLE_NAMES[text as keyof typeof ROLE_NAMES][language]
            : visible(text);
        });
  const code = ({ code: check, reason }: CheckResult): string => (reason === null ? check : `${check} ${reason}`);
  return {
    language,
    word,
    name,
    sentence,
    code,
    time: (instant: string) => formatInstant(instant, language),
    fact: (label: Word, value: string): ReportLine => ({ mark: 'fact', text: `${word(label)}: ${value}` }),
    absence: ({ mandatory }: RoleReport) => word(mandatory ? 'absent' : 'absentOptional'),
    /** ` (Hiệu trưởng)` for a check that was asked of a role. */
    of: ({ role, key }: CheckResult): string => (role === undefined ? '' : ` (${name({ role, key: key ?? null })})`),
    advice: ({ code: action }: NextAction): string => NEXT_ACTIONS[action][language],
    /** A line for whatever did not pass. */
    remark: (check: CheckResult): readonly ReportLine[] => {
      if (check.outcome === 'passed' || check.outcome === 'notRun') return [];
      const mark = check.level !== 'fail' ? 'note' : check.outcome === 'failed' ? 'failed' : 'open';
      const sub = check.subIndication === null ? '' : ` [${check.subIndication}]`;
      return [{ mark, text: `${sentence(check)}${sub}`, code: code(check) }];
    },
    /** A line for what passed, with what has to be added to it. */
    confirmation: (check: CheckResult): readonly ReportLine[] => {
      if (check.outcome !== 'passed') return [];
      const more = check.reason === null ? '' : ` (${sentence(check)})`;
      return [{ mark: 'passed', text: CHECKS[check.code][language].passed + more, code: code(check) }];
    },
  };
}

function summary(report: VerificationReport, say: Speaker): readonly ReportLine[] {
  const { conclusion, roles, nguonGoc } = report;
  const deciding = decidingChecks(report);
  const label = conclusion === 'totalFailed' ? say.word('fault') : say.word('missing');
  // The same sentence of several roles is one cause.
  const causes = new Map<string, { readonly check: CheckResult; readonly names: string[] }>();
  for (const check of deciding) {
    const text = say.sentence(check);
    const known = causes.get(text) ?? { check, names: [] };
    if (check.role !== undefined) known.names.push(say.name({ role: check.role, key: check.key ?? null }));
    causes.set(text, known);
  }
  const advice = new Set(report.nextActions.map(say.advice));
  return [
    { mark: MARKS[conclusion], text: MEANINGS[conclusion][say.language] },
    ...[...causes].map(
      ([text, { check, names }]): ReportLine => ({
        mark: MARKS[conclusion],
        text: `${label}: ${text}${names.length === 0 ? '' : ` (${[...new Set(names)].join(', ')})`}`,
        code: say.code(check),
      }),
    ),
    ...[...advice].map((text): ReportLine => ({ mark: 'note', text: `${say.word('advice')}: ${text}` })),
    ...report.checks.filter((check) => check.role === undefined && check.level === 'warn').flatMap(say.remark),
    ...(nguonGoc === 'banSoHoa' ? [{ mark: 'note', text: say.word('paper') } as const] : []),
    ...roles.map((role) => roleLine(role, say)),
    ...(report.maTraCuu === null ? [] : [say.fact('code', visible(report.maTraCuu))]),
    say.fact('at', say.time(report.at)),
  ];
}

/** One line a role: who, when, with which conclusion. */
function roleLine(role: RoleReport, say: Speaker): ReportLine {
  if (!role.present) {
    return { mark: role.mandatory ? 'failed' : 'note', text: `${say.name(role)}: ${say.absence(role)}` };
  }
  const { certificate, signingTime } = role;
  const who = certificate === null ? '' : ` – ${visible(certificate.commonName ?? certificate.subject)}`;
  const when = signingTime === null ? '' : `, ${say.time(signingTime.instant)}`;
  const text = `${say.name(role)}: ${say.word('signedBy')}${who}${when} – ${CONCLUSIONS[role.conclusion][say.language]}`;
  return { mark: MARKS[role.conclusion], text };
}

/** The fields of annex II, each one also where there is nothing to show. */
function signerLines(
  role: RoleReport,
  checks: readonly CheckResult[],
  at: string,
  say: Speaker,
): readonly ReportLine[] {
  const { certificate, signingTime } = role;
  const { word, fact, time } = say;
  const missing = word('none');
  const ids = certificate?.subjectIds.length ? ` (${certificate.subjectIds.map(visible).join(', ')})` : '';
  const name = certificate === null ? missing : visible(certificate.commonName ?? certificate.subject) + ids;
  const notes = signingTime === null ? [] : [word('claimed')];
  if (signingTime?.hasZone === false) notes.push(word('noZone'));
  if (signingTime?.signed === false) notes.push(word('timeUnsigned'));
  return [
    fact('signer', name),
    fact('unit', certificate === null ? missing : visible(certificate.organization ?? word('notStated'))),
    fact('issuer', certificate === null ? missing : visible(certificate.issuerCommonName ?? certificate.issuer)),
    fact('period', certificate === null ? missing : `${time(certificate.notBefore)} – ${time(certificate.notAfter)}`),
    fact('serial', certificate === null ? missing : certificate.serialNumber),
    fact('time', signingTime === null ? missing : `${time(signingTime.instant)} (${notes.join('; ')})`),
    answered('integrity', integrity(checks), { passed: 'whole', failed: 'changed', open: 'integrityOpen' }, say),
    answered('validity', validity(checks), { passed: 'valid', failed: 'invalid', open: 'validityOpen' }, say),
    statusLine(checks, say),
    // 1789/QĐ-SGDĐT asks for the state when checking; the conclusion goes by the state when signing.
    ...(certificate === null ? [] : [fact('stateNow', word(stateAt(role, checks, at)))]),
    fact('stamp', role.provedAt === null ? word('stampNone') : `${word('stampProves')} ${time(role.provedAt)}`),
  ];
}

/** The signer's certificate at the time of checking. What was asked of a time that a stamp proves says nothing of today. */
function stateAt({ certificate, provedAt }: RoleReport, checks: readonly CheckResult[], at: string): Word {
  const check = checks.find((one) => one.code === 'revocation');
  // The certificate itself, or one above it: either way it is none to rely on today.
  if (check?.reason?.startsWith('REVOKED')) return 'nowRevoked';
  if (Date.parse(at) > Date.parse(certificate!.notAfter)) return 'nowEnded';
  if (Date.parse(at) < Date.parse(certificate!.notBefore)) return 'nowEarly';
  if (check?.reason === 'CERTIFICATE_ON_HOLD') return 'nowHeld';
  return check?.outcome === 'passed' && provedAt === null ? 'nowGood' : 'nowOpen';
}

type Verdict = 'passed' | 'failed' | 'open';

function answered(label: Word, verdict: Verdict, words: Readonly<Record<Verdict, Word>>, say: Speaker): ReportLine {
  return { mark: verdict, text: `${say.word(label)}: ${say.word(words[verdict])}` };
}

/** Value, reference and digest together: only all three say that the data are whole. */
function integrity(checks: readonly CheckResult[]): Verdict {
  const outcomes = checks.filter(
    (one) => one.code === 'value' || one.code === 'dataReference' || one.code === 'digest',
  );
  if (outcomes.some((one) => one.outcome === 'failed')) return 'failed';
  return outcomes.length > 0 && outcomes.every((one) => one.outcome === 'passed') ? 'passed' : 'open';
}

/** Of the signer's own period; whether it was revoked is another line. */
function validity(checks: readonly CheckResult[]): Verdict {
  const outcome = checks.find((one) => one.code === 'validAtSigning')?.outcome;
  return outcome === 'passed' || outcome === 'failed' ? outcome : 'open';
}

function statusLine(checks: readonly CheckResult[], say: Speaker): ReportLine {
  const check = checks.find((one) => one.code === 'revocation');
  const isLater = check?.reason === 'REVOKED_AFTER_SIGNING';
  const word: Word =
    check?.outcome === 'passed'
      ? 'notRevoked'
      : check?.outcome === 'failed'
        ? 'revoked'
        : isLater
          ? 'revokedLater'
          : 'statusOpen';
  const mark = check?.outcome === 'passed' || check?.outcome === 'failed' ? check.outcome : 'open';
  return { mark, text: `${say.word('status')}: ${say.word(word)}` };
}

function technical(report: VerificationReport, say: Speaker): readonly ReportLine[] {
  const { fact, word } = say;
  const lists = [...report.basis.trustLists, ...report.basis.registers].map(
    ({ id, number, sha256 }) => `${visible(id)} #${number} (${sha256})`,
  );
  const ofRecord = report.checks.filter((check) => check.role === undefined);
  const severity = (one: 'error' | 'warning' | 'info') =>
    report.findings.filter((each) => each.severity === one).length;
  return [
    fact('policy', visible(report.policy)),
    ...(report.layout === null ? [] : [fact('layout', visible(report.layout))]),
    ...(report.ruleSet === null ? [] : [fact('ruleSet', report.ruleSet)]),
    ...(lists.length === 0 ? [] : [fact('lists', lists.join('; '))]),
    fact('file', report.fileSha256),
    ...(report.recordDigest === null ? [] : [fact('digest', report.recordDigest)]),
    ...(report.findings.length === 0
      ? []
      : [
          fact(
            'findings',
            (['error', 'warning', 'info'] as const).map((one) => `${word(`${one}s`)} ${severity(one)}`).join(', '),
          ),
        ]),
    ...ofRecord.flatMap((check) => [...say.remark(check), ...say.confirmation(check)]),
    ...(report.unsignedPaths.length === 0
      ? []
      : [{ mark: 'note', text: `${word('unsigned')}: ${visible(report.unsignedPaths.join(', '))}` } as const]),
    ...report.roles
      .filter((role) => role.present)
      .flatMap((role) => {
        const of = (line: ReportLine): ReportLine => ({ ...line, text: `${say.name(role)} – ${line.text}` });
        const forms = [
          role.level ?? word('none'),
          ...(role.hasPilotForm && role.level !== 'XMLDSig' ? [word('bothForms')] : []),
        ];
        return [
          of(fact('form', visible([forms.join(' '), role.algorithm ?? word('none')].join(', ')))),
          ...(role.signedPaths.length === 0 ? [] : [of(fact('covers', visible(role.signedPaths.join(', '))))]),
          ...checksOf(report, role).flatMap((check) => say.confirmation(check).map(of)),
        ];
      }),
  ];
}

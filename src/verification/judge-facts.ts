import type { VaiTroKy } from '../hoc-ba/index.js';
import { checkHocBa } from '../quy-dinh/index.js';
import { checkRow } from './answer.js';
import { type ReportData, roleReport, withSignedContent } from './build-report.js';
import { concludeChecks, concludeRecord } from './conclude.js';
import type { RecordFacts, RoleFacts, RulesFound, VerificationFacts } from './facts.js';
import { copyAnswer } from './judge-copy.js';
import { judgeRecord } from './judge-record.js';
import { judgeRole } from './judge-role.js';
import { nextActions } from './next-actions.js';
import type { Policy } from './policy.js';
import {
  type CheckResult,
  REPORT_VERSION,
  type RoleReport,
  type SignedContent,
  type VerificationReport,
} from './report.js';
import { unsignedContent } from './unsigned-content.js';
import type { Context } from './verify-hoc-ba.js';

const known = /* @__PURE__ */ new WeakMap<VerificationReport, VerificationFacts>();

/** The facts behind a report that this program made; `undefined` for one that came from elsewhere. */
export function knownFacts(report: VerificationReport): VerificationFacts | undefined {
  return known.get(report);
}

/**
 * Judges facts by a policy, at a time, with what is trusted. Nothing is read but the facts.
 *
 * @param contentOf - What a role's signature covers, where the file is at hand.
 */
export async function judgeFacts(
  facts: VerificationFacts,
  context: Context,
  contentOf: (role: VaiTroKy, key: string) => SignedContent | null = () => null,
): Promise<VerificationReport> {
  const { policy, at, basis } = context;
  const { record, fileSha256 } = facts;
  const own = record === null ? refusedChecks(facts, policy) : await recordChecks(facts, record, context);
  const checks: CheckResult[] = [...own.checks];
  const roles: RoleReport[] = [];
  for (const role of record === null ? [] : rolesAsked(record, policy)) {
    const mandatory = policy.mandatoryRoles.includes(role.role);
    const judged = await judgeRole(role, mandatory, { ...context, maTruong: record!.maTruong });
    checks.push(...judged.checks);
    roles.push(roleReport(role, mandatory, judged));
  }
  const ofRecord = concludeChecks(own.checks);
  const concluded = record === null ? ofRecord : concludeRecord(ofRecord, roles);
  const data: ReportData = {
    version: REPORT_VERSION,
    ...concluded,
    at: at.toISOString(),
    policy: policy.id,
    basis,
    fileSha256,
    layout: record?.layout ?? null,
    ruleSet: own.rules?.ruleSet ?? null,
    recordDigest: record?.recordDigest ?? null,
    maTraCuu: record?.maTraCuu ?? null,
    nguonGoc: record?.nguonGoc ?? null,
    roles,
    checks,
    nextActions: nextActions(concluded.conclusion, checks),
    unsignedPaths: record === null ? [] : unsignedContent(record.content, policy.mandatoryRoles).paths,
    findings: [...(record?.findings ?? []), ...(own.rules?.findings ?? [])],
  };
  const report = withSignedContent(data, (role, key = '') => {
    const judged = roles.find((one) => one.role === role && (one.key ?? '') === key);
    const isBroken = judged?.conclusion === 'totalFailed' || ofRecord.conclusion === 'totalFailed';
    return isBroken ? null : contentOf(role, key);
  });
  known.set(report, facts);
  return report;
}

interface OwnChecks {
  readonly checks: readonly CheckResult[];
  readonly rules: RulesFound | null;
}

function refusedChecks({ refused }: VerificationFacts, policy: Policy): OwnChecks {
  return { checks: refused === null ? [] : checkRow('structure', refused, policy), rules: null };
}

async function recordChecks(facts: VerificationFacts, record: RecordFacts, context: Context): Promise<OwnChecks> {
  const rules = rulesAt(record, context.at);
  const checks = [
    ...judgeRecord(record, rules, context.policy),
    ...checkRow('authorityCopy', await copyAnswer(facts, record, context), context.policy),
  ];
  return { checks, rules: rules ?? null };
}

/** attacker-controlled: a role that must sign is asked for even where the layout that fits the file has no slot for it. */
function rolesAsked({ roles }: RecordFacts, { mandatoryRoles }: Policy): readonly RoleFacts[] {
  const absent = mandatoryRoles.filter((role) => roles.every((one) => one.role !== role));
  return [...absent.map((role) => ({ role, key: '', slotCount: 0, signatures: 0, signature: null })), ...roles];
}

/** What the rules say on the day of an instant; `undefined` where that is not known. */
function rulesAt({ hocBa, rules }: RecordFacts, at: Date): RulesFound | null | undefined {
  if (rules === null) return hocBa === null ? null : rulesFound(hocBa, at);
  const day = new Date(at.getTime() + VIETNAM_MS).toISOString().slice(0, 10);
  return rules.findLast(({ from }) => from <= day)?.found;
}

const VIETNAM_MS = 7 * 3_600_000;

export function rulesFound(hocBa: NonNullable<RecordFacts['hocBa']>, at: Date): RulesFound {
  const { ruleSet = null, findings } = checkHocBa(hocBa, { at });
  return { ruleSet, findings: findings.map(({ code, path, severity }) => ({ code, path, severity })) };
}

import { ARGUMENT_ERRORS, createError } from '../errors/index.js';
import { VAI_TRO_KY, type VaiTroKy } from '../hoc-ba/index.js';
import { CHECKS, type CheckCode } from './checks.js';
import type { Outcome } from './verdict.js';

/** What an answer that is not `passed` does: `fail` decides the conclusion, `warn` and `inform` are shown, `ignore` is not asked. */
export type CheckLevel = 'fail' | 'warn' | 'inform' | 'ignore';

/** A policy is data: which answers count, and which roles must have signed. */
export interface Policy {
  readonly id: string;
  readonly checks: Readonly<Record<CheckCode, CheckLevel>>;
  /** At least the principal and the seal: without them nothing was issued (CV 2088 annex 1, III.2). */
  readonly mandatoryRoles: readonly VaiTroKy[];
  /** How old evidence of revocation may be, in milliseconds ≥ 0: since it was issued (default no limit) and beyond its nextUpdate (default 0). */
  readonly freshness?: { readonly maxAgeMs?: number; readonly graceMs?: number };
}

const LEVELS: ReadonlySet<unknown> = /* @__PURE__ */ new Set(['fail', 'warn', 'inform', 'ignore']);

/**
 * How far a policy may lower a check. `always`: not at all; without it any certificate makes a "record" of any school (`design.md` 7), or
 * what is unknown turns green. `contradiction`: an open answer may be lowered, a failed one always decides.
 */
export const POLICY_FLOOR: Readonly<Partial<Record<CheckCode, 'always' | 'contradiction'>>> = {
  structure: 'always',
  signaturesInSlots: 'always',
  unsignedContent: 'contradiction',
  order: 'contradiction',
  authorityCopy: 'contradiction',
  present: 'always',
  value: 'always',
  dataReference: 'always',
  digest: 'always',
  certificate: 'always',
  role: 'always',
  identity: 'contradiction',
  slotFields: 'contradiction',
  path: 'always',
  validAtSigning: 'always',
  revocation: 'always',
  algorithms: 'always',
  signerAuthority: 'always',
};

const REQUIRED_ROLES: readonly VaiTroKy[] = ['canBoQuanLy', 'phatHanh'];

/** Reading of TT 15/2025/TT-BKHCN: what NEAC's rules ask of verifying software. */
export const POLICY_NEAC: Policy = {
  id: 'neac',
  checks: {
    structure: 'fail',
    signaturesInSlots: 'fail',
    unsignedContent: 'fail',
    rules: 'warn',
    idsUnique: 'warn',
    order: 'warn',
    signingTimesOrdered: 'fail',
    authorityCopy: 'warn',
    present: 'fail',
    value: 'fail',
    dataReference: 'fail',
    digest: 'fail',
    certificate: 'fail',
    role: 'fail',
    identity: 'fail',
    slotFields: 'fail',
    path: 'fail',
    validAtSigning: 'fail',
    revocation: 'fail',
    timeStamp: 'inform',
    algorithms: 'fail',
    annexI: 'inform',
    profile: 'inform',
    signerAuthority: 'fail',
  },
  mandatoryRoles: REQUIRED_ROLES,
};

/**
 * What the 2024 specification asks, for records of the pilot years: the form of signatures of TT 15/2025/TT-BKHCN, its algorithms and time
 * stamps came later and are not asked for; order is shown, since the specification has nothing that could prove it.
 */
export const POLICY_CV2088: Policy = {
  id: 'cv2088',
  checks: {
    ...POLICY_NEAC.checks,
    order: 'inform',
    timeStamp: 'ignore',
    annexI: 'ignore',
    profile: 'ignore',
  },
  mandatoryRoles: REQUIRED_ROLES,
};

/**
 * What a file must have to be kept for decades: XAdES, a proved time and a provable order, an unambiguous Id for whoever reads it later, and
 * algorithms of annex I at least named.
 */
export const POLICY_ARCHIVE: Policy = {
  id: 'archive',
  checks: {
    ...POLICY_NEAC.checks,
    idsUnique: 'fail',
    order: 'fail',
    timeStamp: 'fail',
    annexI: 'warn',
    profile: 'fail',
  },
  mandatoryRoles: REQUIRED_ROLES,
};

export const POLICIES: Readonly<Record<string, Policy>> = {
  neac: POLICY_NEAC,
  cv2088: POLICY_CV2088,
  archive: POLICY_ARCHIVE,
};

/**
 * A policy by name or as data, checked field by field.
 *
 * @throws {@link HocBaSoError} `ERR_ARGUMENT_INVALID` for an unknown name, a check without a level, an unknown level or role, or a policy
 * that lowers a check or leaves out a role which must decide.
 */
export function resolvePolicy(policy: string | Policy = POLICY_NEAC): Policy {
  const found = typeof policy === 'string' ? (Object.hasOwn(POLICIES, policy) ? POLICIES[policy] : undefined) : policy;
  const invalid = (reason: string) =>
    createError(ARGUMENT_ERRORS, 'ERR_ARGUMENT_INVALID', { argument: 'policy', reason });
  if (found === undefined) throw invalid('unknown name');
  if (typeof found !== 'object' || found === null || typeof found.id !== 'string') throw invalid('id');
  if (typeof found.checks !== 'object' || found.checks === null) throw invalid('checks');
  for (const code of Object.keys(CHECKS) as CheckCode[]) {
    if (!Object.hasOwn(found.checks, code)) throw invalid(`no level for ${code}`);
    if (!LEVELS.has(found.checks[code])) throw invalid(`unknown level for ${code}`);
    if (POLICY_FLOOR[code] === 'always' && found.checks[code] !== 'fail') throw invalid(`${code} must decide`);
  }
  const roles: unknown = found.mandatoryRoles;
  if (!Array.isArray(roles) || !roles.every((role) => VAI_TRO_KY.includes(role))) throw invalid('mandatoryRoles');
  for (const role of REQUIRED_ROLES) if (!roles.includes(role)) throw invalid(`${role} must be mandatory`);
  const freshness: unknown = found.freshness ?? {};
  if (typeof freshness !== 'object' || freshness === null) throw invalid('freshness');
  for (const one of Object.values(freshness)) if (!Number.isInteger(one) || one < 0) throw invalid('freshness');
  return found;
}

/** The level at which an answer counts: the policy's, raised where a contradiction decides whatever the policy says. */
export function levelOf(policy: Policy, code: CheckCode, outcome: Outcome): CheckLevel {
  return outcome === 'failed' && POLICY_FLOOR[code] === 'contradiction' ? 'fail' : policy.checks[code];
}

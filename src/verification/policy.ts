import { ARGUMENT_ERRORS, createError } from '../errors/index.js';
import type { VaiTroKy } from '../hoc-ba/index.js';
import { CHECKS, type CheckCode } from './checks.js';

/** What an answer that is not `passed` does: `fail` decides the conclusion, `warn` and `inform` are shown, `ignore` is not asked. */
export type CheckLevel = 'fail' | 'warn' | 'inform' | 'ignore';

/** A policy is data: which answers count, and which roles must have signed. */
export interface Policy {
  readonly id: string;
  readonly checks: Readonly<Record<CheckCode, CheckLevel>>;
  readonly mandatoryRoles: readonly VaiTroKy[];
}

/** Checks that no policy may lower: without them any certificate makes a "record" of any school (`design.md` 7). */
const ALWAYS_FAIL: readonly CheckCode[] = [
  'structure',
  'signaturesInSlots',
  'present',
  'value',
  'dataReference',
  'digest',
  'certificate',
  'role',
  'path',
  'signerAuthority',
];

/** Reading of TT 15/2025/TT-BKHCN: what NEAC's rules ask of verifying software. */
export const POLICY_NEAC: Policy = {
  id: 'neac',
  checks: {
    structure: 'fail',
    signaturesInSlots: 'fail',
    rules: 'warn',
    idsUnique: 'warn',
    order: 'warn',
    signingTimesOrdered: 'fail',
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
  mandatoryRoles: ['canBoQuanLy', 'phatHanh'],
};

export const POLICIES: Readonly<Record<string, Policy>> = { neac: POLICY_NEAC };

/**
 * A policy by name or as data.
 *
 * @throws {@link HocBaSoError} `ERR_ARGUMENT_INVALID` for an unknown name, a missing check, or a policy that lowers a check which must decide.
 */
export function resolvePolicy(policy: string | Policy = POLICY_NEAC): Policy {
  const found = typeof policy === 'string' ? (Object.hasOwn(POLICIES, policy) ? POLICIES[policy] : undefined) : policy;
  const invalid = (reason: string) =>
    createError(ARGUMENT_ERRORS, 'ERR_ARGUMENT_INVALID', { argument: 'policy', reason });
  if (found === undefined) throw invalid('unknown name');
  for (const code of Object.keys(CHECKS) as CheckCode[]) {
    if (!(code in found.checks)) throw invalid(`no level for ${code}`);
    if (ALWAYS_FAIL.includes(code) && found.checks[code] !== 'fail') throw invalid(`${code} must decide`);
  }
  return found;
}

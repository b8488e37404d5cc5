import { type Certificate, type PathResult, verifyPath } from '../certificate/index.js';
import { isHocBaSoError } from '../errors/index.js';
import type { VaiTroKy } from '../hoc-ba/index.js';
import { claimedRoleUri, roleOfClaimedRole } from '../quy-dinh/index.js';
import type { SignatureResult } from '../xades/index.js';
import { isC14nAlgorithm } from '../xml/index.js';
import type { CheckCode } from './checks.js';
import type { RoleEvidence, SignedIdentities } from './evidence.js';
import type { Policy } from './policy.js';
import type { AuthorityPort, RevocationPort } from './ports.js';
import { REASONS, type ReasonCode } from './reasons.js';
import type { CheckResult } from './report.js';
import type { Outcome, SubIndication } from './verdict.js';

/** What the judgement of a role needs besides the file. */
export interface JudgeContext {
  readonly policy: Policy;
  readonly at: Date;
  readonly anchors: readonly Certificate[];
  readonly intermediates: readonly Certificate[];
  readonly crypto: Crypto | undefined;
  readonly authority: AuthorityPort | undefined;
  readonly revocation: RevocationPort | undefined;
  readonly identities: SignedIdentities;
  /** Certificates that hold in the other roles, to recognise a person's certificate in the seal's place. */
  readonly persons: readonly string[];
}

export interface JudgedRole {
  readonly checks: readonly CheckResult[];
  readonly path: PathResult | null;
}

type Answer = {
  readonly outcome: Outcome;
  readonly reason?: ReasonCode;
  readonly params?: CheckResult['params'];
  readonly subIndication?: SubIndication | null;
};

const PASSED: Answer = { outcome: 'passed' };
const failed = (reason: ReasonCode, params: CheckResult['params'] = {}): Answer => ({
  outcome: 'failed',
  reason,
  params,
});
const open = (reason: ReasonCode, params: CheckResult['params'] = {}): Answer => ({
  outcome: 'indeterminate',
  reason,
  params,
});
const NOT_RUN: Answer = { outcome: 'notRun' };

/** Makes a check's row; the reason brings its sub-indication. */
export function checkResult(code: CheckCode, answer: Answer, policy: Policy, role?: VaiTroKy): CheckResult {
  const { outcome, reason = null, params = {} } = answer;
  return {
    code,
    ...(role === undefined ? {} : { role }),
    outcome,
    reason,
    subIndication: answer.subIndication ?? (reason === null ? null : REASONS[reason].subIndication),
    level: policy.checks[code],
    params,
  };
}

/** Asks every question of one role, in the order of the check table; a platform that fails gives `indeterminate`, never `failed`. */
export async function judgeRole(evidence: RoleEvidence, context: JudgeContext): Promise<JudgedRole> {
  const { policy } = context;
  const { role } = evidence;
  const checks: CheckResult[] = [];
  const add = (code: CheckCode, answer: Answer) => {
    if (policy.checks[code] !== 'ignore') checks.push(checkResult(code, answer, policy, role));
  };
  add('present', presence(evidence));
  const { result } = evidence;
  if (result === null) return { checks, path: null };

  add('value', valueAnswer(evidence));
  add('dataReference', dataAnswer(evidence));
  add('digest', digestAnswer(evidence));
  add('certificate', certificateAnswer(evidence));
  add('role', roleAnswer(evidence, context));
  add('identity', identityAnswer(evidence, context));
  add('slotFields', slotFieldsAnswer(evidence));
  const path = evidence.certificate === null ? null : await pathOf(evidence.certificate, evidence, context, context.at);
  add('path', await pathAnswer(evidence, path, context));
  add('validAtSigning', validityAnswer(evidence, context));
  add('revocation', await revocationAnswer(path, context));
  add('timeStamp', timeStampAnswer(evidence));
  add(
    'algorithms',
    result.flags.includes('legacy') ? failed('ALGORITHM_LEGACY', { algorithm: algorithmName(result) }) : PASSED,
  );
  const annexI = result.algorithmRow?.annexI === true;
  add(
    'annexI',
    annexI ? PASSED : { ...failed('ALGORITHM_OUTSIDE_ANNEX', { algorithm: algorithmName(result) }), outcome: 'failed' },
  );
  add('profile', result.level === 'XMLDSig' ? failed('PROFILE_PLAIN') : PASSED);
  add('signerAuthority', await authorityAnswer(evidence, context));
  return { checks, path };
}

function presence({ signatures, slotCount, result, mandatory }: RoleEvidence): Answer {
  if (slotCount > 1) return failed('SLOT_SEVERAL', { count: slotCount });
  if (signatures > 1) return failed('SLOT_SEVERAL_SIGNATURES', { count: signatures });
  if (result === null) return mandatory ? failed('ROLE_MISSING') : { outcome: 'notRun', reason: 'ROLE_MISSING' };
  return PASSED;
}

function algorithmName({ algorithmRow, algorithm }: SignatureResult): string {
  return algorithmRow?.name ?? algorithm;
}

const REFERENCE_REASONS: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'referenceNotFound',
  'idDuplicate',
  'objectNotOwn',
]);
const PROPERTY_REASONS: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'signedPropertiesNotSigned',
  'signedPropertiesAmbiguous',
]);

function valueAnswer({ result }: RoleEvidence): Answer {
  const { reasons, valueHolds, core } = result!;
  if (reasons.includes('signatureValue') || reasons.includes('keyValueMismatch')) return failed('VALUE_MISMATCH');
  const broken = reasons.find((one) => one === 'structure' || one === 'base64' || one === 'counterSignatureTarget');
  if (broken !== undefined) return failed('CORE_STRUCTURE', { reason: broken });
  if (valueHolds === true) return PASSED;
  return open(core === 'invalid' ? 'CORE_STRUCTURE' : 'CORE_UNSUPPORTED', { reason: result!.reason ?? 'unknown' });
}

/**
 * The role's data must be covered whole, by references whose transforms are canonical forms only: anything that takes nodes away could
 * hide a change (`design.md` 6).
 */
function dataAnswer({ result, targets }: RoleEvidence): Answer {
  const { references } = result!;
  if (targets.length === 0) return failed('DATA_NOT_REFERENCED');
  for (const target of targets) {
    const covering = references.filter((one) => one.target === target);
    if (covering.length === 0) return failed('DATA_NOT_REFERENCED');
    const clean = covering.some(
      (one) =>
        one.transforms.every(
          (uri) => isC14nAlgorithm(uri) || uri === 'http://www.w3.org/2000/09/xmldsig#enveloped-signature',
        ) &&
        one.reason !== 'transformRefused' &&
        one.reason !== 'transformUnknown',
    );
    if (!clean) return failed('DATA_TRANSFORM');
  }
  const unresolved = references.find((one) => one.reason !== null && REFERENCE_REASONS.has(one.reason));
  if (unresolved !== undefined) return failed('REFERENCE_BROKEN', { reason: unresolved.reason! });
  const properties = result!.reasons.find((one) => PROPERTY_REASONS.has(one));
  if (properties !== undefined) return failed('SIGNED_PROPERTIES', { flag: properties });
  if (result!.level !== 'XMLDSig') {
    const flag = result!.flags.find((one) => one === 'qualifyingPropertiesTarget' || one === 'signedPropertiesType');
    if (flag !== undefined) return failed('SIGNED_PROPERTIES', { flag });
  }
  return PASSED;
}

function digestAnswer({ result }: RoleEvidence): Answer {
  const { references } = result!;
  if (references.some((one) => one.digestMatches === false)) {
    const broken = references.filter((one) => one.digestMatches === false).length;
    return failed('DIGEST_MISMATCH', { count: broken });
  }
  const unsettled = references.find((one) => one.digestMatches === null);
  if (unsettled !== undefined && !REFERENCE_REASONS.has(unsettled.reason ?? '')) {
    return open('CORE_UNSUPPORTED', { reason: unsettled.reason ?? 'unknown' });
  }
  return references.length === 0 ? open('CORE_UNSUPPORTED', { reason: 'noReference' }) : PASSED;
}

function certificateAnswer({ result, certificate }: RoleEvidence): Answer {
  const { certificate: der, certificateBinding, keySource, valueHolds } = result!;
  if (der === null || keySource !== 'keyInfo') {
    return valueHolds === true ? failed('CERTIFICATE_MISSING') : open('CERTIFICATE_MISSING');
  }
  if (certificate === null) return failed('CERTIFICATE_UNREADABLE');
  if (certificateBinding === 'mismatch' || certificateBinding === 'malformed') return failed('CERTIFICATE_OTHER');
  // Plain XMLDSig does not sign the certificate: said, and judged by the binding of its identifier to signed fields.
  return certificateBinding === 'absent' ? { outcome: 'passed', reason: 'CERTIFICATE_NOT_BOUND' } : PASSED;
}

/** Role = slot and signed SignerRole; without one, the certificate's binding to signed fields must prove it (`design.md` 6). */
function roleAnswer(evidence: RoleEvidence, context: JudgeContext): Answer {
  const { result, role } = evidence;
  const claims = result!.claims;
  const roles = claims?.claimedRoles.map(roleOfClaimedRole).filter((one) => one !== undefined) ?? [];
  if (roles.length > 0) {
    const other = roles.find((one) => one !== role);
    return other === undefined ? PASSED : failed('ROLE_MISMATCH', { signed: other, slot: role });
  }
  if (
    claims !== null &&
    claims.claimedRoles.length > 0 &&
    claims.claimedRoles.some((one) => one.startsWith(claimedRoleUri(role).slice(0, 12)))
  ) {
    return failed('ROLE_MISMATCH', { signed: 'unknown', slot: role });
  }
  const identity = identityAnswer(evidence, context);
  if (identity.outcome === 'failed') return identity;
  return identity.outcome === 'passed' ? PASSED : open('ROLE_NOT_SIGNED');
}

/** The certificate's CCCD against the signed field of the record; a seal must not be a person's who signs elsewhere. */
function identityAnswer({ role, certificate, result }: RoleEvidence, { identities, persons }: JudgeContext): Answer {
  if (certificate === null) return result!.valueHolds === true ? failed('CERTIFICATE_MISSING') : NOT_RUN;
  const held = certificate.subjectIds
    .filter((one) => one.kind === 'CCCD' && one.irregularities.length === 0)
    .map((one) => one.value);
  if (role === 'phatHanh') {
    const person = held.some((one) => persons.includes(one) || Object.values(identities).includes(one));
    if (person) return failed('SEAL_OF_PERSON');
    const organisation = certificate.subjectIds.some((one) => one.kind === 'MST' || one.kind === 'MNS');
    return organisation && held.length === 0 ? PASSED : open('IDENTITY_NOT_PROVABLE', { missing: 'MST' });
  }
  const signed = identities[role];
  if (held.length === 0) return open('IDENTITY_NOT_PROVABLE', { missing: 'CCCD' });
  if (signed === undefined) return open('IDENTITY_NOT_PROVABLE', { missing: 'SO_CCCD' });
  return held.includes(signed) ? PASSED : failed('IDENTITY_MISMATCH');
}

/** Slot fields are outside every signature: they may repeat what is signed, nothing else. */
function slotFieldsAnswer({ fields, certificate, signingTime, signedIdentity }: RoleEvidence): Answer {
  const { soDinhDanhCaNhan, ngayKy } = fields;
  if (soDinhDanhCaNhan !== null) {
    const held = certificate?.subjectIds.filter((one) => one.kind === 'CCCD').map((one) => one.value) ?? [];
    const known = [...held, ...(signedIdentity === undefined ? [] : [signedIdentity])];
    if (known.length > 0 && !known.every((one) => one === soDinhDanhCaNhan))
      return failed('SLOT_FIELD_DIFFERS', { field: 'SO_CCCD' });
    if (known.length === 0) return open('SLOT_FIELD_DIFFERS', { field: 'SO_CCCD' });
  }
  if (ngayKy !== null && signingTime !== null && signingTime.instant !== null) {
    const day = (instant: string) => new Date(Date.parse(instant) + 7 * 3_600_000).toISOString().slice(0, 10);
    const same = ngayKy.hasTime
      ? ngayKy.instant === signingTime.instant
      : day(ngayKy.instant ?? '1970-01-01') === day(signingTime.instant);
    if (ngayKy.instant === null || !same) return failed('SLOT_FIELD_DIFFERS', { field: 'NGAY_KY' });
  }
  return PASSED;
}

async function pathOf(
  certificate: Certificate,
  evidence: RoleEvidence,
  context: JudgeContext,
  at: Date,
): Promise<PathResult> {
  const { crypto } = context;
  return verifyPath(certificate, {
    anchors: context.anchors,
    intermediates: [...context.intermediates, ...evidence.otherCertificates],
    at,
    usage: 'signature',
    ...(crypto === undefined ? {} : { crypto }),
  });
}

async function pathAnswer(evidence: RoleEvidence, path: PathResult | null, context: JudgeContext): Promise<Answer> {
  if (path === null || evidence.certificate === null) return open('CERTIFICATE_MISSING');
  if (context.anchors.length === 0) return open('NO_TRUST');
  if (path.status === 'passed') return PASSED;
  const finding = path.findings.find((one) => one.outcome === path.status);
  const params = { finding: finding?.code ?? 'unknown' };
  if (path.status === 'failed') return { ...failed('PATH_BROKEN', params), subIndication: path.subIndication };
  if (path.subIndication === 'NO_CERTIFICATE_CHAIN_FOUND') return open('PATH_NOT_FOUND', params);
  // Not valid today: say whether it was at the stated time, which no stamp proves.
  const stated = evidence.signingTime?.instant;
  if (stated !== undefined && stated !== null) {
    const then = await pathOf(evidence.certificate, evidence, context, new Date(stated));
    if (then.status === 'passed') return open('CERTIFICATE_EXPIRED_NO_POE', { validAtStatedTime: true });
  }
  return { ...open('CERTIFICATE_NOT_CURRENT', params), subIndication: path.subIndication };
}

/** The stated time against the certificate's own period: a claim, but one that must not contradict itself. */
function validityAnswer({ certificate, signingTime, signingTimesDiffer }: RoleEvidence, { at }: JudgeContext): Answer {
  if (signingTimesDiffer) return failed('SIGNING_TIMES_DIFFER');
  if (signingTime === null || signingTime.instant === null || !signingTime.signed)
    return failed('SIGNING_TIME_MISSING');
  if (certificate === null) return NOT_RUN;
  const time = Date.parse(signingTime.instant);
  if (time < certificate.notBefore.getTime()) return failed('SIGNING_TIME_BEFORE_CERTIFICATE');
  if (time > certificate.notAfter.getTime()) return failed('SIGNING_TIME_AFTER_CERTIFICATE');
  // Clocks of signing machines run a little ahead; five minutes are no lie.
  return time > at.getTime() + 5 * 60_000 ? failed('SIGNING_TIME_FUTURE') : PASSED;
}

async function revocationAnswer(path: PathResult | null, context: JudgeContext): Promise<Answer> {
  const { revocation } = context;
  if (revocation === undefined || path === null || path.status !== 'passed') return open('REVOCATION_UNKNOWN');
  for (let index = 0; index + 1 < path.path.length; index++) {
    try {
      const answer = await revocation({
        certificate: path.path[index]!,
        issuer: path.path[index + 1]!,
        at: context.at,
      });
      if (answer.status === 'revoked') return failed('REVOKED', { certificate: path.path[index]!.fingerprint });
      if (answer.status !== 'good') return open('REVOCATION_UNKNOWN');
    } catch (cause) {
      return open('PLATFORM_ERROR', { code: isHocBaSoError(cause) ? cause.code : 'revocation' });
    }
  }
  return PASSED;
}

function timeStampAnswer({ result }: RoleEvidence): Answer {
  return result!.level === 'XMLDSig' || result!.level === 'XAdES-B'
    ? open('TIME_STAMP_NONE')
    : open('TIME_STAMP_NOT_JUDGED');
}

async function authorityAnswer(evidence: RoleEvidence, context: JudgeContext): Promise<Answer> {
  const { authority, identities, at } = context;
  const { certificate, role, signingTime } = evidence;
  // A homeroom teacher's right to sign is the school's own matter: the seal answers for it.
  if (role === 'giaoVienChuNhiem' || role === 'giaoVienBoMon') return NOT_RUN;
  if (authority === undefined || certificate === null || identities.maTruong === undefined)
    return open('AUTHORITY_UNKNOWN');
  try {
    const answer = await authority({
      role,
      maTruong: identities.maTruong,
      certificate,
      at: signingTime?.instant == null ? at : new Date(signingTime.instant),
    });
    if (answer === 'authorised') return PASSED;
    return answer === 'notAuthorised' ? failed('AUTHORITY_DENIED') : open('AUTHORITY_UNKNOWN');
  } catch (cause) {
    return open('PLATFORM_ERROR', { code: isHocBaSoError(cause) ? cause.code : 'authority' });
  }
}

import type { PathResult } from '../certificate/index.js';
import { claimedRoleUri, roleOfClaimedRole } from '../quy-dinh/index.js';
import { DS, type SignatureResult } from '../xades/index.js';
import { findChild, findChildren, isC14nAlgorithm, textContent } from '../xml/index.js';
import { type Answer, checkRow, failed, NOT_RUN, open, PASSED, passedWith } from './answer.js';
import type { CheckCode } from './checks.js';
import type { RoleEvidence, SlotTime } from './evidence.js';
import {
  algorithmAnswer,
  annexAnswer,
  authorityAnswer,
  certificateAnswer,
  type JudgeContext,
  pathAnswer,
  revocationAnswer,
  subjectOf,
  validityAnswer,
} from './judge-certificate.js';
import { coreAnswer, digestAnswer, valueAnswer } from './judge-core.js';
import { identityAnswer } from './judge-identity.js';
import { judgeTimeStamps } from './judge-time-stamp.js';
import type { CheckResult, TimeStampReport } from './report.js';

export interface JudgedRole {
  readonly checks: readonly CheckResult[];
  readonly path: PathResult | null;
  /** The time before which the signature is proved to have existed. */
  readonly proved: Date | null;
  readonly stamps: readonly TimeStampReport[];
}

/** Asks every question of one role, in the order of the check table; a platform that fails gives `indeterminate`, never `failed`. */
export async function judgeRole(evidence: RoleEvidence, context: JudgeContext): Promise<JudgedRole> {
  const { policy } = context;
  const { result } = evidence;
  const checks: CheckResult[] = [];
  const add = (code: CheckCode, answer: Answer) => {
    checks.push(...checkRow(code, answer, policy, evidence));
  };
  add('present', presence(evidence));
  if (result === null) return { checks, path: null, proved: null, stamps: [] };

  add('value', valueAnswer(result));
  add('dataReference', dataAnswer(evidence, result));
  add('digest', digestAnswer(result));
  add('certificate', certificateAnswer(evidence, result));
  const identity = identityAnswer(evidence, result, context.others);
  add('role', roleAnswer(evidence, result, identity, context.others));
  add('identity', identity);
  add('slotFields', slotFieldsAnswer(evidence));
  const stamped = await judgeTimeStamps(result, context);
  const { proved, stamps } = stamped;
  const subject = subjectOf(evidence, stamped.carried);
  const pathed = await pathAnswer(evidence, subject, proved, context);
  add('path', pathed.answer);
  add('validAtSigning', validityAnswer(evidence, proved, context));
  const { answer: revocation, path } = await revocationAnswer(evidence, subject, pathed, proved, context);
  add('revocation', revocation);
  add('timeStamp', stamped.answer);
  add('algorithms', algorithmAnswer(result, path, proved ?? context.at));
  add('annexI', annexAnswer(result));
  add('profile', profileAnswer(result));
  add('signerAuthority', await authorityAnswer(evidence, context));
  return { checks, path, proved, stamps };
}

function presence({ signatures, slotCount, result, mandatory }: RoleEvidence): Answer {
  if (slotCount > 1) return failed('SLOT_SEVERAL', { count: slotCount });
  if (signatures > 1) return failed('SLOT_SEVERAL_SIGNATURES', { count: signatures });
  if (result === null) return mandatory ? failed('ROLE_MISSING') : { outcome: 'notRun', reason: 'ROLE_MISSING' };
  return PASSED;
}

const ENVELOPED = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';

/**
 * The role's data must be covered whole, by references whose transforms are canonical forms only: anything that takes nodes away could
 * hide a change (`design.md` 6). `enveloped-signature` takes away nothing here, since the signature stands outside of what it signs.
 */
function dataAnswer({ targets }: RoleEvidence, result: SignatureResult): Answer {
  const { references, reasons, level, flags } = result;
  // Not read to the end: what is missing may stand where nobody looked.
  const unread = reasons.find((one) => one === 'structure' || one === 'limit' || one === 'deadline');
  let isOpen = false;
  for (const target of targets) {
    const covering = references.filter((one) => one.target === target);
    if (covering.length === 0) {
      return unread === undefined ? failed('DATA_NOT_REFERENCED') : open('CORE_UNSUPPORTED', { reason: unread });
    }
    const digested = covering.filter((one) => one.computed !== null);
    const isWhole = digested.some(
      ({ transforms, view }) =>
        transforms.every((uri) => isC14nAlgorithm(uri) || uri === ENVELOPED) && (view === null || view.covers(target)),
    );
    if (isWhole) continue;
    const isTransformed = covering.some((one) => one.reason?.startsWith('transform') || one.reason === 'base64');
    if (digested.length > 0 || isTransformed) return failed('DATA_TRANSFORM');
    isOpen = true;
  }
  if (targets.length === 0) return failed('DATA_NOT_REFERENCED');
  const said = coreAnswer('dataReference', result);
  if (said !== null) return said;
  const flag = flags.find((one) => one === 'qualifyingPropertiesTarget' || one === 'signedPropertiesType');
  if (level !== 'XMLDSig' && flag !== undefined) return failed('SIGNED_PROPERTIES', { flag });
  // Referenced, but not digested: why is said of the digest or the value.
  return isOpen ? NOT_RUN : PASSED;
}

/** Everything before the name of the role in our ClaimedRole URIs. */
function ourPrefix(): string {
  return claimedRoleUri('phatHanh').slice(0, -'phatHanh'.length);
}

/** Role = slot and signed SignerRole; without one, the certificate's binding to signed fields must prove it (`design.md` 6). */
function roleAnswer(
  { role }: RoleEvidence,
  result: SignatureResult,
  identity: Answer,
  others: readonly RoleEvidence[],
): Answer {
  // attacker-controlled: plain XMLDSig signs no role, so a signature of one slot would hold in another one as well.
  const value = valueText(result);
  const twin = others.find((one) => value !== '' && one.result !== null && valueText(one.result) === value);
  if (twin !== undefined) return failed('SIGNATURE_REPEATED', { role: twin.role });
  const ours = (result.claims?.claimedRoles ?? []).filter((one) => one.startsWith(ourPrefix()));
  if (ours.length > 0) {
    const other = ours.find((one) => roleOfClaimedRole(one) !== role);
    return other === undefined
      ? PASSED
      : failed('ROLE_MISMATCH', { signed: roleOfClaimedRole(other) ?? 'unknown', slot: role });
  }
  if (identity.outcome === 'passed') return PASSED;
  return identity.outcome === 'failed' ? identity : open('ROLE_NOT_SIGNED');
}

function valueText({ signatureValue }: SignatureResult): string {
  return signatureValue === null ? '' : textContent(signatureValue).replace(/\s+/g, '');
}

/** Clocks of one machine read twice, NGAY_KY first and the signature later. */
const SLOT_TOLERANCE_MS = 5 * 60_000;

/** Slot fields are outside every signature: they may repeat what is signed, nothing else. */
function slotFieldsAnswer({ fields, certificate, signingTime, identity }: RoleEvidence): Answer {
  const held = certificate?.subjectIds.filter((one) => one.kind === 'CCCD').map((one) => one.value) ?? [];
  const known = [...held, ...(identity === undefined ? [] : [identity])];
  for (const text of fields.soDinhDanhCaNhan) {
    if (known.length > 0 && !known.every((one) => one === text))
      return failed('SLOT_FIELD_DIFFERS', { field: 'SO_CCCD' });
  }
  const instant = signingTime?.instant ?? null;
  for (const time of fields.ngayKy) {
    if (instant !== null && !agrees(time, instant)) return failed('SLOT_FIELD_DIFFERS', { field: 'NGAY_KY' });
  }
  if (fields.soDinhDanhCaNhan.length > 0 && known.length === 0) return open('SLOT_FIELD_DIFFERS', { field: 'SO_CCCD' });
  return fields.ngayKy.length > 0 && instant === null ? open('SLOT_FIELD_DIFFERS', { field: 'NGAY_KY' }) : PASSED;
}

function agrees({ instant, hasTime }: SlotTime, signed: string): boolean {
  if (instant === null) return false;
  if (hasTime) return Math.abs(Date.parse(instant) - Date.parse(signed)) <= SLOT_TOLERANCE_MS;
  const day = (one: string) => new Date(Date.parse(one) + 7 * 3_600_000).toISOString().slice(0, 10);
  return day(instant) === day(signed);
}

function profileAnswer(result: SignatureResult): Answer {
  if (result.level === 'XMLDSig') return failed('PROFILE_PLAIN');
  return hasPilotForm(result) ? PASSED : passedWith('PROFILE_WITHOUT_CV2088');
}

/** CV 2088 annex 1, II.1.6: a signed SigningTime among SignatureProperties, X509SubjectName beside the certificate. */
export function hasPilotForm({ element, signingTimes }: SignatureResult): boolean {
  const keyInfo = findChild(element, 'KeyInfo', DS);
  const names = keyInfo === undefined ? [] : findChildren(keyInfo, 'X509Data', DS);
  return (
    signingTimes.some((time) => time.place === 'signatureProperties' && time.signed) &&
    names.some((one) => findChild(one, 'X509SubjectName', DS) !== undefined)
  );
}

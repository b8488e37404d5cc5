import { claimedRoleUri, roleOfClaimedRole } from '../quy-dinh/index.js';
import { DS, type SignatureResult } from '../xades/index.js';
import { findChild, findChildren, isC14nAlgorithm, textContent } from '../xml/index.js';
import { type Answer, failed, NOT_RUN, open, PASSED, passedWith } from './answer.js';
import type { CheckCode } from './checks.js';
import type { RoleEvidence, SlotTime } from './evidence.js';
import { annexAnswer, certificateAnswer } from './judge-certificate.js';
import { coreAnswer, digestAnswer, valueAnswer } from './judge-core.js';
import { identityAnswer } from './judge-identity.js';

/** Questions about a role's signature whose answers stay the same whatever the policy, the time and the trust. */
export type SignatureAnswerCode = Extract<
  CheckCode,
  'value' | 'dataReference' | 'digest' | 'certificate' | 'role' | 'identity' | 'slotFields' | 'annexI' | 'profile'
>;

/** Answers them from the file alone. */
export function signatureAnswers(
  evidence: RoleEvidence,
  result: SignatureResult,
  others: readonly RoleEvidence[],
): Readonly<Record<SignatureAnswerCode, Answer>> {
  const identity = identityAnswer(evidence, result, others);
  return {
    value: valueAnswer(result),
    dataReference: dataAnswer(evidence, result),
    digest: digestAnswer(result),
    certificate: certificateAnswer(evidence, result),
    role: roleAnswer(evidence, result, identity, others),
    identity,
    slotFields: slotFieldsAnswer(evidence),
    annexI: annexAnswer(result),
    profile: profileAnswer(result),
  };
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

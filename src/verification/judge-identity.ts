import type { Certificate, SubjectIdKind } from '../certificate/index.js';
import { encodeHex } from '../encoding/index.js';
import type { SignatureResult } from '../xades/index.js';
import { type Answer, failed, NOT_RUN, open, PASSED, passedWith } from './answer.js';
import type { RoleEvidence } from './evidence.js';

/** Identifiers that only a person has, however irregularly they are written. */
const PERSONAL: ReadonlySet<SubjectIdKind> = /* @__PURE__ */ new Set<SubjectIdKind>([
  'CCCD',
  'CMND',
  'HC',
  'PID',
  'PPID',
]);

/** Tax code and budget-unit code. */
const ORGANISATION: ReadonlySet<SubjectIdKind> = /* @__PURE__ */ new Set<SubjectIdKind>(['MST', 'MNS']);

/** The certificate's CCCD against the signed field of the record; a seal must be an organisation's and nobody's who signs elsewhere. */
export function identityAnswer(
  { role, certificate, identity }: RoleEvidence,
  result: SignatureResult,
  others: readonly RoleEvidence[],
): Answer {
  if (certificate === null) return result.valueHolds === true ? failed('CERTIFICATE_MISSING') : NOT_RUN;
  if (role === 'phatHanh') return sealAnswer(certificate, others);
  const held = citizenIds(certificate);
  // A certificate that names two people names nobody.
  const [own, ...more] = held;
  if (own === undefined || more.length > 0) return open('IDENTITY_NOT_PROVABLE', { missing: 'CCCD' });
  if (identity === undefined) return open('IDENTITY_NOT_PROVABLE', { missing: 'SO_CCCD' });
  return own === identity ? PASSED : failed('IDENTITY_MISMATCH');
}

function sealAnswer(certificate: Certificate, others: readonly RoleEvidence[]): Answer {
  const key = encodeHex(certificate.spki);
  const isPersons =
    certificate.subjectIds.some((one) => PERSONAL.has(one.kind)) ||
    others.some(
      (one) => one.role !== 'phatHanh' && one.certificate !== null && encodeHex(one.certificate.spki) === key,
    );
  if (isPersons) return failed('SEAL_OF_PERSON');
  const isOrganisation = certificate.subjectIds.some(
    (one) => ORGANISATION.has(one.kind) && !one.irregularities.includes('value'),
  );
  return isOrganisation ? passedWith('SEAL_OF_ORGANISATION') : open('IDENTITY_NOT_PROVABLE', { missing: 'MST' });
}

/** Citizen ids a certificate states in the form of one; spelling of the prefix and spaces aside. */
function citizenIds({ subjectIds }: Certificate): readonly string[] {
  const held = subjectIds.filter((one) => one.kind === 'CCCD' && !one.irregularities.includes('value'));
  return [...new Set(held.map((one) => one.value))];
}

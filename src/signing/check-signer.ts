import { type Certificate, parseCertificate, type SubjectIdKind } from '../certificate/index.js';
import { equalBytes } from '../encoding/index.js';
import { createError } from '../errors/index.js';
import { giaTri, type HocBa, VAI_TRO_KY, type VaiTroKy } from '../hoc-ba/index.js';
import { documentOf, findSlots, type HocBaFile, recordElement } from '../record-xml/index.js';
import { openSignedDocument, type SignatureResult, verifySignature } from '../xades/index.js';
import { attributeValue } from '../xml/index.js';
import { SIGNING_ERRORS } from './signing-errors.js';

/** The certificate's own period and use: what the law wants checked before signing (TT 15/2025/TT-BKHCN điều 6). */
export function checkCertificate(certificate: Certificate, role: VaiTroKy, signingTime: string): void {
  const time = Date.parse(signingTime);
  const reason =
    time < certificate.notBefore.getTime() ? 'notYetValid' : time > certificate.notAfter.getTime() ? 'expired' : null;
  if (reason !== null) throw createError(SIGNING_ERRORS, 'ERR_SIGNER_CERTIFICATE_TIME', { role, reason });
  const usage = certificate.keyUsage;
  if (usage !== null && !usage.includes('digitalSignature') && !usage.includes('nonRepudiation')) {
    throw createError(SIGNING_ERRORS, 'ERR_SIGNER_KEY_USAGE', { role });
  }
}

const PERSONAL: ReadonlySet<SubjectIdKind> = /* @__PURE__ */ new Set<SubjectIdKind>([
  'CCCD',
  'CMND',
  'HC',
  'PID',
  'PPID',
]);

/**
 * The identifier to write into the slot: the one that the record names, else the certificate's; both must be the same person's.
 *
 * @returns undefined where neither says one; a slot that needs it then refuses.
 */
export function checkIdentity(
  certificate: Certificate,
  hocBa: HocBa,
  { role, key }: { readonly role: VaiTroKy; readonly key: string },
  earlier: readonly EarlierSignature[],
): string | undefined {
  const other = (reason: string) => createError(SIGNING_ERRORS, 'ERR_SIGNER_IDENTITY', { role, reason });
  if (role === 'phatHanh') {
    if (certificate.subjectIds.some((one) => PERSONAL.has(one.kind))) throw other('person');
    // A key that has signed as a person cannot speak for the school as well: who sealed would be unclear.
    const isPersons = earlier.some(
      ({ result }) =>
        result.certificate !== null && equalBytes(parseCertificate(result.certificate).spki, certificate.spki),
    );
    if (isPersons) throw other('sameKey');
    return undefined;
  }
  const held = certificate.subjectIds
    .filter((one) => one.kind === 'CCCD' && !one.irregularities.includes('value'))
    .map((one) => one.value);
  const named = nameOf(hocBa, role, key);
  if (named !== undefined && held.length > 0 && !held.includes(named)) throw other('otherPerson');
  return named ?? held[0];
}

function nameOf(hocBa: HocBa, role: VaiTroKy, key: string): string | undefined {
  if (role === 'canBoQuanLy') return giaTri(hocBa.canBoQuanLy.soDinhDanhCaNhan);
  if (role === 'giaoVienChuNhiem') return hocBa.giaoVienChuNhiem?.soDinhDanhCaNhan;
  return hocBa.monHoc.find(({ giaoVienBoMon }) => giaoVienBoMon?.maGiaoVien === key)?.giaoVienBoMon?.soDinhDanhCaNhan;
}

/** Whether the slot holds the one signature of this certificate, and it stands. */
export async function isSignedBy(
  file: HocBaFile,
  { role, key }: { readonly role: VaiTroKy; readonly key: string },
  certificate: Uint8Array,
  crypto: Crypto | undefined,
): Promise<boolean> {
  const signatures = findSlots(file).flatMap((slot) => (slot.role === role && slot.key === key ? slot.signatures : []));
  if (signatures.length !== 1) return false;
  const opened = openSignedDocument(documentOf(file), { scope: recordElement(file) });
  const result = await verifySignature(signatures[0]!, opened, crypto === undefined ? {} : { crypto });
  return result.core === 'valid' && result.certificate !== null && equalBytes(result.certificate, certificate);
}

export interface EarlierSignature {
  readonly role: VaiTroKy;
  readonly result: SignatureResult;
  /** Id of its SignatureValue, which a later signature can reference. */
  readonly valueId: string | undefined;
}

/**
 * The signatures of the earlier roles, each of which must hold; and whether it is the role's turn.
 *
 * @throws {@link HocBaSoError} `ERR_SIGNING_ORDER`, `ERR_SIGNING_EARLIER_INVALID`.
 */
export async function checkTurn(
  file: HocBaFile,
  { role, allowGaps }: { readonly role: VaiTroKy; readonly allowGaps: boolean },
  crypto: Crypto | undefined,
): Promise<readonly EarlierSignature[]> {
  const rank = VAI_TRO_KY.indexOf(role);
  const slots = findSlots(file).filter((slot) => slot.signatures.length > 0);
  const later = slots.find((slot) => VAI_TRO_KY.indexOf(slot.role) > rank);
  const outOfTurn = (reason: 'laterRoleSigned' | 'earlierRoleMissing', other: VaiTroKy) =>
    createError(SIGNING_ERRORS, 'ERR_SIGNING_ORDER', { role, reason, other });
  if (later !== undefined) throw outOfTurn('laterRoleSigned', later.role);
  if (role === 'phatHanh' && !allowGaps && !slots.some((slot) => slot.role === 'canBoQuanLy')) {
    throw outOfTurn('earlierRoleMissing', 'canBoQuanLy');
  }
  const opened = openSignedDocument(documentOf(file), { scope: recordElement(file) });
  const earlier: EarlierSignature[] = [];
  for (const slot of slots) {
    if (VAI_TRO_KY.indexOf(slot.role) >= rank) continue;
    const broken = (reason: string) =>
      createError(SIGNING_ERRORS, 'ERR_SIGNING_EARLIER_INVALID', { role: slot.role, reason });
    if (slot.signatures.length > 1) throw broken('severalSignatures');
    const result = await verifySignature(slot.signatures[0]!, opened, crypto === undefined ? {} : { crypto });
    if (result.core !== 'valid') throw broken(result.reason ?? 'unknown');
    const value = result.signatureValue;
    earlier.push({
      role: slot.role,
      result,
      valueId: value === null ? undefined : attributeValue(value, 'Id'),
    });
  }
  return earlier;
}

import { type Certificate, parseCertificate } from '../certificate/index.js';
import { isHocBaSoError } from '../errors/index.js';
import { giaTri, type HocBa, type VaiTroKy } from '../hoc-ba/index.js';
import {
  dataElement,
  detectLayout,
  documentOf,
  type FoundSlot,
  findSlots,
  findStraySignatures,
  type HocBaFile,
  type ReadHocBaResult,
  readHocBa,
  recordElement,
  signedElements,
  slotRoles,
} from '../record-xml/index.js';
import {
  type ClaimedSigningTime,
  DS,
  openSignedDocument,
  parseSigningTime,
  type SignatureResult,
  type SignedDocument,
  type VerifySignatureOptions,
  verifySignature,
} from '../xades/index.js';
import { walkElements, type XmlElement } from '../xml/index.js';

/** The identifiers that stand in the signed data: what certificates must agree with. Personal data, never copied into a report. */
export interface SignedIdentities {
  readonly giaoVienChuNhiem?: string;
  readonly canBoQuanLy?: string;
  readonly maTruong?: string;
  readonly [role: string]: string | undefined;
}

/** Everything found about one role, without opinion. */
export interface RoleEvidence {
  readonly role: VaiTroKy;
  readonly key: string;
  readonly mandatory: boolean;
  readonly slotCount: number;
  /** `ds:Signature` elements in its slots. */
  readonly signatures: number;
  /** `null` when there is none. */
  readonly result: SignatureResult | null;
  readonly certificate: Certificate | null;
  /** Readable certificates of KeyInfo besides the signer's. */
  readonly otherCertificates: readonly Certificate[];
  /** What the role must sign. */
  readonly targets: readonly XmlElement[];
  readonly fields: {
    readonly soDinhDanhCaNhan: string | null;
    readonly ngayKy: { readonly instant: string | null; readonly hasTime: boolean } | null;
  };
  /** The identifier of the role's person in the signed data. */
  readonly signedIdentity: string | undefined;
  /** The claimed time that counts: a signed one before an unsigned one. */
  readonly signingTime: (ClaimedSigningTime & { readonly signed: boolean }) | null;
  readonly signingTimesDiffer: boolean;
}

/** Everything found in one record's file, without opinion: it can be judged again for another time or policy. */
export interface RecordEvidence {
  readonly file: HocBaFile;
  readonly layout: string;
  readonly read: ReadHocBaResult;
  readonly opened: SignedDocument;
  readonly data: XmlElement;
  readonly identities: SignedIdentities;
  readonly roles: readonly RoleEvidence[];
  readonly straySignatures: number;
  /** Elements of the XMLDSig namespace inside the data block. */
  readonly signatureElementsInData: number;
  /** Element children of the record with what no valid signature covers, filled by the judgement. */
  readonly record: XmlElement;
}

export interface EvidenceOptions extends VerifySignatureOptions {
  readonly mandatoryRoles: readonly VaiTroKy[];
  /** Another record of the same file, to share what was computed. */
  readonly sharedWith?: SignedDocument;
}

/**
 * Reads a record and verifies the core of every signature in its slots.
 *
 * @throws {@link HocBaSoError} of the reader when the file is no record; the caller turns it into a verdict.
 */
export async function collectEvidence(file: HocBaFile, options: EvidenceOptions): Promise<RecordEvidence> {
  const document = documentOf(file);
  const record = recordElement(file);
  const data = dataElement(file);
  const read = readHocBa(file);
  const opened = openSignedDocument(document, {
    scope: record,
    ...(options.sharedWith === undefined ? {} : { sharedWith: options.sharedWith }),
  });
  const identities = identitiesOf(read.hocBa);
  const slots = findSlots(file);
  const roles: RoleEvidence[] = [];
  for (const role of slotRoles(file)) {
    const mine = slots.filter((slot) => slot.role === role);
    const keys = mine.length === 0 ? [''] : [...new Set(mine.map((slot) => slot.key))];
    for (const key of keys) {
      const keyed = mine.filter((slot) => slot.key === key);
      roles.push(await collectRole(file, role, key, keyed, opened, identities, options));
    }
  }
  let inData = 0;
  for (const element of walkElements(data)) if (element.namespaceUri === DS) inData++;
  return {
    file,
    layout: detectLayout(file)?.id ?? '',
    read,
    opened,
    data,
    record,
    identities,
    roles,
    straySignatures: findStraySignatures(file).length,
    signatureElementsInData: inData,
  };
}

async function collectRole(
  file: HocBaFile,
  role: VaiTroKy,
  key: string,
  slots: readonly FoundSlot[],
  opened: SignedDocument,
  identities: SignedIdentities,
  options: EvidenceOptions,
): Promise<RoleEvidence> {
  const signatures = slots.flatMap((slot) => slot.signatures);
  const [first] = signatures;
  const result = first === undefined ? null : await verifySignature(first, opened, options);
  const fields = slots[0]?.fields;
  const times = result?.signingTimes.filter((time) => time.instant !== null) ?? [];
  const signed = times.filter((time) => time.signed);
  const instants = new Set(signed.map((time) => time.instant));
  return {
    role,
    key,
    mandatory: options.mandatoryRoles.includes(role),
    slotCount: slots.length,
    signatures: signatures.length,
    result,
    certificate: result === null ? null : readable(result.certificate),
    otherCertificates: (result?.certificates ?? []).map(readable).filter((one) => one !== null),
    targets: signedElements(file, role, key),
    fields: {
      soDinhDanhCaNhan: fields?.soDinhDanhCaNhan ?? null,
      ngayKy: fields?.ngayKy === undefined ? null : slotTime(fields.ngayKy),
    },
    signedIdentity: identities[role],
    signingTime: signed[0] ?? times[0] ?? null,
    signingTimesDiffer: instants.size > 1,
  };
}

function identitiesOf(hocBa: HocBa | null): SignedIdentities {
  if (hocBa === null) return {};
  const teacher = hocBa.giaoVienChuNhiem?.soDinhDanhCaNhan;
  const principal = giaTri(hocBa.canBoQuanLy.soDinhDanhCaNhan);
  return {
    maTruong: hocBa.nhaTruong.maTruong,
    ...(teacher === undefined ? {} : { giaoVienChuNhiem: teacher }),
    ...(principal === undefined ? {} : { canBoQuanLy: principal }),
  };
}

function readable(der: Uint8Array | null): Certificate | null {
  if (der === null) return null;
  try {
    return parseCertificate(der);
  } catch (cause) {
    if (isHocBaSoError(cause)) return null;
    throw cause;
  }
}

/** NGAY_KY is a date-time (CV 2088 annex 1, II.1.3); days alone are met. */
function slotTime(text: string): { instant: string | null; hasTime: boolean } {
  const time = parseSigningTime(text);
  if (time.instant !== null) return { instant: time.instant, hasTime: true };
  const iso = text.replace(/^(\d{2})\/(\d{2})\/(\d{4})$/, '$3-$2-$1');
  return { instant: parseSigningTime(`${iso}T00:00:00`).instant, hasTime: false };
}

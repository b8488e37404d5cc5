import { type Certificate, parseCertificate } from '../certificate/index.js';
import { isHocBaSoError } from '../errors/index.js';
import { giaTri, type HocBa, type VaiTroKy } from '../hoc-ba/index.js';
import {
  dataElement,
  documentOf,
  type FoundSlot,
  findSlots,
  findStraySignatures,
  type HocBaFile,
  type Layout,
  type LayoutNode,
  type LayoutSlot,
  layoutOf,
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
import { COMMENT, findChildren, PROCESSING_INSTRUCTION, TEXT, textContent, type XmlElement } from '../xml/index.js';

/** A day or an instant of an unsigned slot field. */
export interface SlotTime {
  readonly instant: string | null;
  readonly hasTime: boolean;
}

/** Everything found about one role, without opinion. */
export interface RoleEvidence {
  readonly role: VaiTroKy;
  /** `''` where one person signs in the role. */
  readonly key: string;
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
  /** Every value of the unsigned slot fields, also where a field is repeated. */
  readonly fields: { readonly soDinhDanhCaNhan: readonly string[]; readonly ngayKy: readonly SlotTime[] };
  /** Personal identifier that the signed data name for the role. Never copied into a report. */
  readonly identity: string | undefined;
  /** The claimed time that counts: a signed one before an unsigned one. */
  readonly signingTime: (ClaimedSigningTime & { readonly signed: boolean }) | null;
  /** Two claims, signed or not, that contradict each other. */
  readonly signingTimesDiffer: boolean;
}

/** Everything found in one record's file, without opinion: it can be judged again for another time or policy. */
export interface RecordEvidence {
  readonly file: HocBaFile;
  readonly layout: Layout;
  readonly read: ReadHocBaResult;
  readonly opened: SignedDocument;
  readonly record: XmlElement;
  readonly data: XmlElement;
  /** School code in the signed data. */
  readonly maTruong: string | undefined;
  readonly roles: readonly RoleEvidence[];
  readonly slots: readonly FoundSlot[];
  /** Of the role with the most people in it; beyond {@link PEOPLE_LIMIT} the rest was not looked at. */
  readonly people: number;
  readonly straySignatures: number;
  /** Elements of the XMLDSig namespace inside the data block. */
  readonly signatureElementsInData: number;
  /** A comment or processing instruction between pieces of text in the data block. */
  readonly commentInsideText: boolean;
}

export interface EvidenceOptions extends VerifySignatureOptions {
  /** Another record of the same file, to share what was computed. */
  readonly sharedWith?: SignedDocument;
}

/**
 * Reads a record and verifies the core of every signature in its slots.
 *
 * @throws {@link HocBaSoError} of the reader when the file is no record; the caller turns it into a verdict.
 */
export async function collectEvidence(file: HocBaFile, options: EvidenceOptions): Promise<RecordEvidence> {
  const record = recordElement(file);
  const data = dataElement(file);
  const layout = layoutOf(file);
  const read = readHocBa(file);
  const { sharedWith } = options;
  const opened = openSignedDocument(documentOf(file), {
    scope: record,
    ...(sharedWith === undefined ? {} : { sharedWith }),
  });
  const slots = findSlots(file);
  const withSlot = slotRoles(file);
  const roles: RoleEvidence[] = [];
  let people = 0;
  for (const role of withSlot) {
    const mine = groupByKey(slots.filter((slot) => slot.role === role));
    const keys = keysOf(role, mine, layout, read.hocBa);
    people = Math.max(people, keys.length);
    for (const key of keys.slice(0, PEOPLE_LIMIT)) {
      const targets = signedElements(file, role, key);
      const identity = identityOf(read.hocBa, role, key);
      const known = { role, key, targets, identity };
      roles.push(await collectRole(known, mine.get(key) ?? [], { ...options, opened }));
    }
  }
  return {
    file,
    layout,
    read,
    opened,
    data,
    record,
    maTruong: read.hocBa?.nhaTruong.maTruong,
    roles,
    slots,
    people,
    straySignatures: findStraySignatures(file).length,
    ...lookThrough(data),
  };
}

async function collectRole(
  known: Pick<RoleEvidence, 'role' | 'key' | 'targets' | 'identity'>,
  slots: readonly FoundSlot[],
  options: EvidenceOptions & { readonly opened: SignedDocument },
): Promise<RoleEvidence> {
  const signatures = slots.flatMap((slot) => slot.signatures);
  const [first] = signatures;
  const result = first === undefined ? null : await verifySignature(first, options.opened, options);
  const times = result?.signingTimes.filter((time) => time.instant !== null) ?? [];
  return {
    ...known,
    slotCount: slots.length,
    signatures: signatures.length,
    result,
    certificate: result === null ? null : readable(result.certificate),
    otherCertificates: (result?.certificates ?? []).map(readable).filter((one) => one !== null),
    fields: {
      soDinhDanhCaNhan: fieldTexts(slots, 'soDinhDanhCaNhan'),
      ngayKy: fieldTexts(slots, 'ngayKy').map(slotTime),
    },
    signingTime: times.find((time) => time.signed) ?? times[0] ?? null,
    signingTimesDiffer: new Set(times.map((time) => time.instant)).size > 1,
  };
}

/** People of one role that are judged; a record has a dozen subjects. Each costs a look through the data. */
export const PEOPLE_LIMIT = 64;

function groupByKey(slots: readonly FoundSlot[]): ReadonlyMap<string, readonly FoundSlot[]> {
  const groups = new Map<string, FoundSlot[]>();
  for (const slot of slots) {
    const group = groups.get(slot.key);
    if (group === undefined) groups.set(slot.key, [slot]);
    else group.push(slot);
  }
  return groups;
}

/** The people of a role: those who stand in its slots and, where each signs the own rows, those whom the data name. */
function keysOf(
  role: VaiTroKy,
  slots: ReadonlyMap<string, unknown>,
  layout: Layout,
  hocBa: HocBa | null,
): readonly string[] {
  const keys = new Set(slots.keys());
  if (layoutSlot(layout.record.children, role)?.keyAttribute !== undefined) {
    for (const row of hocBa?.monHoc ?? []) {
      const key = row.giaoVienBoMon?.maGiaoVien;
      if (key !== undefined) keys.add(key);
    }
  }
  return keys.size === 0 ? [''] : [...keys];
}

function layoutSlot(nodes: readonly (LayoutNode | LayoutSlot)[], role: VaiTroKy): LayoutSlot | undefined {
  for (const node of nodes) {
    if (node.kind === 'slot' && node.role === role) return node;
    const found = node.kind === 'slots' ? layoutSlot(node.children, role) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The identifiers in the signed data that certificates must agree with. */
function identityOf(hocBa: HocBa | null, role: VaiTroKy, key: string): string | undefined {
  if (hocBa === null) return undefined;
  if (role === 'giaoVienChuNhiem') return hocBa.giaoVienChuNhiem?.soDinhDanhCaNhan;
  if (role === 'canBoQuanLy') return giaTri(hocBa.canBoQuanLy.soDinhDanhCaNhan);
  if (role !== 'giaoVienBoMon') return undefined;
  const named = new Set(
    hocBa.monHoc.flatMap(({ giaoVienBoMon }) =>
      giaoVienBoMon?.maGiaoVien === key && giaoVienBoMon.soDinhDanhCaNhan !== undefined
        ? [giaoVienBoMon.soDinhDanhCaNhan]
        : [],
    ),
  );
  // Rows of one code that name two people name nobody.
  return named.size === 1 ? [...named][0] : undefined;
}

function fieldTexts(slots: readonly FoundSlot[], content: 'ngayKy' | 'soDinhDanhCaNhan'): readonly string[] {
  return slots.flatMap(({ slot, element }) =>
    slot.fields
      .filter((field) => field.content === content)
      .flatMap((field) => findChildren(element, field.element, ''))
      .map((child) => textContent(child).trim())
      .filter((text) => text !== ''),
  );
}

function readable(der: Uint8Array | null): Certificate | null {
  if (der === null) return null;
  try {
    return parseCertificate(der);
  } catch (cause) {
    if (isHocBaSoError(cause, 'ERR_CERTIFICATE_MALFORMED')) return null;
    throw cause;
  }
}

/** NGAY_KY is a date-time (CV 2088 annex 1, II.1.3); days alone are met. */
function slotTime(text: string): SlotTime {
  const time = parseSigningTime(text);
  if (time.instant !== null) return { instant: time.instant, hasTime: true };
  const iso = text.replace(/^(\d{2})\/(\d{2})\/(\d{4})$/, '$3-$2-$1');
  return { instant: parseSigningTime(`${iso}T00:00:00`).instant, hasTime: false };
}

/** One walk through the data block for what must not be there. */
function lookThrough(data: XmlElement): Pick<RecordEvidence, 'signatureElementsInData' | 'commentInsideText'> {
  let signatureElementsInData = 0;
  let commentInsideText = false;
  const pending: XmlElement[] = [data];
  for (let element = pending.pop(); element !== undefined; element = pending.pop()) {
    if (element.namespaceUri === DS) signatureElementsInData++;
    let hasText = false;
    let hasComment = false;
    for (const child of element.children) {
      if (child.kind === TEXT) hasText ||= /\S/.test(child.value);
      else if (child.kind === COMMENT || child.kind === PROCESSING_INSTRUCTION) hasComment = true;
      else pending.push(child);
    }
    commentInsideText ||= hasText && hasComment;
  }
  return { signatureElementsInData, commentInsideText };
}

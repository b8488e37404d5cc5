import { parseCertificate } from '../certificate/index.js';
import { createError } from '../errors/index.js';
import type { VaiTroKy } from '../hoc-ba/index.js';
import { roleOfClaimedRole } from '../quy-dinh/index.js';
import {
  documentOf,
  type FoundSlot,
  findSlots,
  type HocBaFile,
  openHocBa,
  readHocBa,
  recordElement,
  signedElements,
  slotRoles,
} from '../record-xml/index.js';
import { openSignedDocument, type SignatureResult, verifySignature } from '../xades/index.js';
import { childElements, ELEMENT, TEXT, type XmlElement, type XmlNode } from '../xml/index.js';
import { checkCertificate, checkIdentity, checkTurn } from './check-signer.js';
import { PROVIDER_ERRORS } from './provider-errors.js';

export interface AdoptSignatureOptions {
  /** Which of several slots of the role. */
  readonly key?: string;
  /** As in `prepareSignature`. */
  readonly allowGaps?: boolean;
  readonly crypto?: Crypto;
}

/**
 * Takes over a file that another program has signed, if nothing but that role's slot has changed: every other element, attribute and text
 * is compared one by one, and the new signature must hold, cover what the role signs, and be of the person the record names.
 *
 * White space between tags outside the data does not count, since plugins write the document anew; inside the data everything counts.
 *
 * @param before - The file that was handed to the other program.
 * @param after - What came back.
 * @returns `after`, as a file.
 * @throws {@link HocBaSoError} `ERR_ADOPT_CHANGED` naming the first element that differs; `ERR_ADOPT_SIGNATURE` when the slot holds no
 * single valid signature over the role's data, with a covered signing time, by an algorithm of today, for this role, or says more or other
 * than the signature (day, person);
 * `ERR_SIGNING_ORDER`, `ERR_SIGNING_EARLIER_INVALID`, `ERR_SIGNER_IDENTITY`, `ERR_SIGNER_CERTIFICATE_TIME`, `ERR_SIGNER_KEY_USAGE`; the codes of
 * `openHocBa`.
 * @example examples/adopt.ts
 */
export async function adoptSignature(
  before: HocBaFile | Uint8Array,
  after: HocBaFile | Uint8Array,
  role: VaiTroKy,
  options: AdoptSignatureOptions = {},
): Promise<HocBaFile> {
  const old = openHocBa(before);
  const signed = openHocBa(after);
  const { key = '' } = options;
  const slot = findSlots(signed).filter((one) => one.role === role && one.key === key);
  const [signature, ...others] = slot.flatMap((one) => one.signatures);
  const refuse = (reason: string) => createError(PROVIDER_ERRORS, 'ERR_ADOPT_SIGNATURE', { reason });
  if (slot.length !== 1 || signature === undefined || others.length > 0)
    throw refuse(signature === undefined ? 'missing' : 'several');
  if (findSlots(old).some((one) => one.role === role && one.key === key && one.signatures.length > 0))
    throw refuse('alreadySigned');

  const turn = { role, allowGaps: options.allowGaps ?? false };
  await checkTurn(old, turn, options.crypto);
  const skipped = new Set([
    slot[0]!.element,
    ...findSlots(old)
      .filter((one) => one.role === role && one.key === key)
      .map((one) => one.element),
  ]);
  const different = firstDifference(
    documentOf(old).root,
    documentOf(signed).root,
    { skipped, exact: dataOf(old, role, key) },
    false,
  );
  if (different !== null) throw createError(PROVIDER_ERRORS, 'ERR_ADOPT_CHANGED', { element: different });

  const { crypto } = options;
  // White space that does not count outside the data may still be signed by an earlier role.
  const earlier = await checkTurn(signed, turn, crypto);
  const result = await verifySignature(
    signature,
    openSignedDocument(documentOf(signed), { scope: recordElement(signed) }),
    crypto === undefined ? {} : { crypto },
  );
  if (result.core !== 'valid') throw refuse(result.reason ?? 'invalid');
  if (!coversAll(result, signedElements(signed, role, key))) throw refuse('dataNotCovered');
  if (result.certificate === null) throw refuse('certificateMissing');
  if (result.flags.includes('legacy')) throw refuse('legacy');
  const claimed = (result.claims?.claimedRoles ?? []).flatMap((uri) => roleOfClaimedRole(uri) ?? []);
  if (claimed.some((one) => one !== role)) throw refuse('claimedRole');
  const { hocBa } = readHocBa(signed);
  if (hocBa === null) throw refuse('recordInvalid');
  const certificate = parseCertificate(result.certificate);
  const instants = result.signingTimes.flatMap(({ instant, signed: covered }) => (covered ? (instant ?? []) : []));
  if (instants.length === 0) throw refuse('signingTimeMissing');
  for (const instant of instants) checkCertificate(certificate, role, instant);
  const identity = checkIdentity(certificate, hocBa, { role, key }, earlier);
  const fault = slotFault(slot[0]!, instants, identity);
  if (fault !== null) throw refuse(fault);
  return signed;
}

function coversAll(result: SignatureResult, targets: readonly XmlElement[]): boolean {
  const views = result.references.flatMap((one) => (one.view === null ? [] : [one.view]));
  return targets.length > 0 && targets.every((target) => views.some((view) => view.element === target));
}

/** Vietnam time: the day that a person reads in NGAY_KY. */
const dayOf = (instant: string) => new Date(Date.parse(instant) + 7 * 3_600_000).toISOString().slice(0, 10);

/**
 * What no signature covers must at least not contradict it: a slot holds its own fields and the signature, they name the day and the person
 * that the signature and the record name, and nothing else stands in it.
 */
function slotFault(
  { element, slot, fields }: FoundSlot,
  instants: readonly string[],
  identity: string | undefined,
): string | null {
  const known = new Map(slot.fields.map((one) => [one.element, one]));
  const seen = new Set<string>();
  for (const node of element.children) {
    if (node.kind === TEXT && node.value.trim() === '') continue;
    if (node.kind !== ELEMENT) return 'slotContent';
    if (node.localName === 'Signature' && node.namespaceUri !== '') continue;
    const isPlain = known.has(node.localName) && node.namespaceUri === '' && node.attributes.length === 0;
    if (!isPlain || childElements(node).length > 0 || seen.has(node.localName)) return 'slotContent';
    seen.add(node.localName);
  }
  if (element.attributes.some(({ name }) => name !== slot.keyAttribute)) return 'slotContent';
  if (slot.fields.some((one) => one.required === true && !seen.has(one.element))) return 'slotField';
  const { ngayKy, soDinhDanhCaNhan } = fields;
  if (ngayKy !== undefined) {
    const day = Number.isNaN(Date.parse(ngayKy)) ? null : dayOf(ngayKy);
    if (!instants.some((one) => dayOf(one) === day)) return 'slotDay';
  }
  if (soDinhDanhCaNhan !== undefined && identity !== undefined && soDinhDanhCaNhan !== identity) return 'slotPerson';
  return null;
}

interface Comparison {
  readonly skipped: ReadonlySet<XmlElement>;
  /** Elements of the old file within which white space counts too. */
  readonly exact: ReadonlySet<XmlElement>;
}

/** What this role or a later one signs. */
function dataOf(file: HocBaFile, role: VaiTroKy, key: string): ReadonlySet<XmlElement> {
  const all = slotRoles(file).flatMap((one) => signedElements(file, one, one === role ? key : ''));
  return new Set([...all, ...signedElements(file, role, key)]);
}

/** Name of the first element of the two trees that differs in anything but its namespace declarations; `null` when none does. */
function firstDifference(a: XmlElement, b: XmlElement, how: Comparison, within: boolean): string | null {
  if (a.localName !== b.localName || a.namespaceUri !== b.namespaceUri) return b.localName;
  if (!sameAttributes(a, b)) return b.localName;
  const exact = within || how.exact.has(a);
  const left = significant(a, how.skipped, exact);
  const right = significant(b, how.skipped, exact);
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const x = left[i];
    const y = right[i];
    if (x === undefined || y === undefined || x.kind !== y.kind) return b.localName;
    if (x.kind === ELEMENT && y.kind === ELEMENT) {
      const below = firstDifference(x, y, how, exact);
      if (below !== null) return below;
    } else if (
      !('value' in x) || !('value' in y) ? JSON.stringify(leaf(x)) !== JSON.stringify(leaf(y)) : x.value !== y.value
    ) {
      return b.localName;
    }
  }
  return null;
}

function leaf(node: XmlNode): unknown {
  return 'target' in node ? [node.target, node.data] : null;
}

/** Children that count: slots of the role aside, and white space only where an element holds other elements and no text. */
function significant(element: XmlElement, skipped: ReadonlySet<XmlElement>, exact: boolean): readonly XmlNode[] {
  const onlySpace = (node: XmlNode) => node.kind === TEXT && /^[ \t\r\n]*$/.test(node.value);
  const holdsElements = childElements(element).length > 0;
  return element.children.filter((node) => {
    if (node.kind === ELEMENT) return !skipped.has(node);
    return exact || !(holdsElements && onlySpace(node));
  });
}

function sameAttributes(a: XmlElement, b: XmlElement): boolean {
  if (a.attributes.length !== b.attributes.length) return false;
  return a.attributes.every(({ localName, namespaceUri, value }) =>
    b.attributes.some(
      (other) => other.localName === localName && other.namespaceUri === namespaceUri && other.value === value,
    ),
  );
}

import type { VaiTroKy } from '../hoc-ba/index.js';
import { dataElement, findSlots, type HocBaFile, idOf, type LayoutNode, layoutOf } from '../record-xml/index.js';
import type { Receiver } from '../signing/index.js';
import { DS, TYPE_COUNTERSIGNED, XADES } from '../xades/index.js';
import {
  attributeValue,
  C14N_EXCLUSIVE,
  C14N_INCLUSIVE,
  findChild,
  findChildren,
  walkElements,
  type XmlElement,
} from '../xml/index.js';
import type { RefusalCode } from './refusals.js';

/** The refusal that an issue amounts to. */
export function refusalOf({ field, role }: ReceiverIssue): { readonly code: RefusalCode; readonly field: string } {
  return field === 'requiredRoles'
    ? { code: 'SIGNATURE_MISSING', field: role ?? field }
    : { code: 'RECEIVER_FORM', field };
}

/** A field of the receiver that a record does not keep to. */
export interface ReceiverIssue {
  readonly field: keyof Receiver;
  /** Whose signature; `null` for the record itself. */
  readonly role: VaiTroKy | null;
}

/**
 * What a receiver does not take about a signed record: forms only, no signature is verified. A record that was signed for another receiver
 * has to be signed again, and so is refused before it is sent.
 */
export function receiverIssues(file: HocBaFile, receiver: Receiver): readonly ReceiverIssue[] {
  const issues: ReceiverIssue[] = [];
  const data = dataElement(file);
  if ((idOf(data) === 'data') !== (receiver.idScheme === 'fixed')) issues.push({ field: 'idScheme', role: null });
  if (!receiver.saltId && isSalted(file, data)) issues.push({ field: 'saltId', role: null });
  const signed = new Set(findSlots(file).flatMap(({ role, signatures }) => (signatures.length > 0 ? [role] : [])));
  for (const role of receiver.requiredRoles ?? []) if (!signed.has(role)) issues.push({ field: 'requiredRoles', role });
  let earlier = 0;
  for (const { role, signatures } of findSlots(file)) {
    for (const signature of signatures) {
      for (const field of signatureIssues(signature, receiver, earlier)) issues.push({ field, role });
    }
    if (signatures.length > 0) earlier++;
  }
  return issues;
}

function signatureIssues(signature: XmlElement, receiver: Receiver, earlier: number): (keyof Receiver)[] {
  const issues: (keyof Receiver)[] = [];
  let hasPilotTime = false;
  let hasXades = false;
  for (const element of walkElements(signature)) {
    if (element.localName === 'SignatureProperties' && element.namespaceUri === DS) hasPilotTime = true;
    if (element.localName === 'SignedProperties' && element.namespaceUri === XADES) hasXades = true;
  }
  const wanted = { cv2088: [true, false], xadesB: [false, true], dual: [true, true] }[receiver.profile];
  if (hasPilotTime !== wanted[0] || hasXades !== wanted[1]) issues.push('profile');
  const info = findChild(signature, 'SignedInfo', DS);
  if (info === undefined) return issues;
  const method = findChild(info, 'CanonicalizationMethod', DS);
  const form = receiver.c14n ?? (receiver.profile === 'cv2088' ? 'inclusive' : 'exclusive');
  const algorithm = method === undefined ? undefined : attributeValue(method, 'Algorithm');
  if (algorithm !== (form === 'inclusive' ? C14N_INCLUSIVE : C14N_EXCLUSIVE)) issues.push('c14n');
  const references = findChildren(info, 'Reference', DS);
  if (references.length > receiver.maxReferences) issues.push('maxReferences');
  const orders = references.filter((one) => attributeValue(one, 'Type') === TYPE_COUNTERSIGNED).length;
  if (receiver.orderReferences ? orders < earlier : orders > 0) issues.push('orderReferences');
  if (receiver.digestAlgorithm !== undefined) {
    const digests = references.map((one) => findChild(one, 'DigestMethod', DS));
    if (digests.some((one) => one === undefined || attributeValue(one, 'Algorithm') !== receiver.digestAlgorithm))
      issues.push('digestAlgorithm');
  }
  return issues;
}

function isSalted(file: HocBaFile, data: XmlElement): boolean {
  const names = new Set<string>();
  const visit = (nodes: readonly LayoutNode[]): void => {
    for (const node of nodes) {
      if (node.kind !== 'group') continue;
      if (node.id === 'salt') names.add(node.element);
      visit(node.children);
    }
  };
  visit(layoutOf(file).record.children);
  return [...walkElements(data)].some((element) => names.has(element.localName) && idOf(element) !== undefined);
}

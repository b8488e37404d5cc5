import { encodeUtf8 } from '../encoding/index.js';
import { isWithin, type XmlDocument, type XmlElement } from '../xml/index.js';
import type { DigestInput } from './transforms.js';

/**
 * What one reference of a signature that holds really covers. It is made from the node set that was digested, never by looking an Id
 * up again: asking it is the only safe way to learn whether an element is signed.
 */
export interface SignedView {
  /** The covered element; `null` when the whole document is, or when the octets are not nodes of the document. */
  readonly element: XmlElement | null;
  /** Path of the covered element, `/` for the document, `null` for octets from elsewhere. */
  path(): string | null;
  /** Whether an element stands in the digested node set. */
  covers(element: XmlElement): boolean;
  /** The digested octets. */
  octets(): Uint8Array;
}

export function signedView(document: XmlDocument, { set, octets }: DigestInput): SignedView {
  return {
    element: set?.apex ?? null,
    path: () => (set === null ? null : set.apex === null ? '/' : elementPath(set.apex)),
    covers: (element) =>
      set !== null &&
      isWithin(element, set.apex ?? document.root) &&
      ![...set.excluded].some((excluded) => isWithin(element, excluded)),
    octets: () => (typeof octets === 'string' ? encodeUtf8(octets) : octets.slice()),
  };
}

/** Names from the root down, with an index where siblings share a name: `/DANH_SACH_HOC_BA/HOC_BA[2]/DU_LIEU_HOC_BA`. */
export function elementPath(element: XmlElement): string {
  const steps: string[] = [];
  for (let at: XmlElement | null = element; at !== null; at = at.parent) {
    const { parent, name } = at;
    const same = parent === null ? [] : parent.children.filter((one) => 'name' in one && one.name === name);
    steps.push(same.length > 1 ? `${name}[${same.indexOf(at) + 1}]` : name);
  }
  return `/${steps.reverse().join('/')}`;
}

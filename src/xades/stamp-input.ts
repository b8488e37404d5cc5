import { concatBytes, encodeUtf8 } from '../encoding/index.js';
import { isHocBaSoError } from '../errors/index.js';
import {
  attributeValue,
  C14N_INCLUSIVE,
  type C14nAlgorithm,
  canonicalize,
  childElements,
  findChild,
  isC14nAlgorithm,
  type XmlElement,
} from '../xml/index.js';
import type { ReferenceResult } from './references.js';
import { readParts } from './signature-parts.js';
import { canonicalOctets } from './signed-view.js';
import { isRefusal, prefixList } from './transforms.js';
import { DS, TRANSFORM_BASE64 } from './uris.js';
import type { SignatureResult } from './verify-signature.js';

/** How a stamp's container says that elements become octets. */
export interface StampCanonicalization {
  readonly algorithm: C14nAlgorithm;
  readonly prefixes: readonly string[];
}

/** EN 319 132-1 §4.5: the container's ds:CanonicalizationMethod, without one Canonical XML 1.0; `null` when it is not carried out. */
export function stampCanonicalization(container: XmlElement): StampCanonicalization | null {
  const method = findChild(container, 'CanonicalizationMethod', DS);
  if (method === undefined) return { algorithm: C14N_INCLUSIVE, prefixes: [] };
  const algorithm = attributeValue(method, 'Algorithm') ?? '';
  const prefixes = prefixList(method, algorithm);
  return isC14nAlgorithm(algorithm) && !isRefusal(prefixes) ? { algorithm, prefixes } : null;
}

/** What a SignatureTimeStamp covers: the canonical ds:SignatureValue (EN 319 132-1 §5.3); `null` when there is none. */
export function signatureStampOctets(
  { signatureValue }: SignatureResult,
  form: StampCanonicalization,
): Uint8Array | null {
  return signatureValue === null ? null : octetsOf([signatureValue], form);
}

/**
 * What an ArchiveTimeStamp covers (EN 319 132-1 §5.5.2, not distributed): the references' octets in the order of SignedInfo, SignedInfo,
 * SignatureValue and KeyInfo, the unsigned properties before it, and every ds:Object but the one with the QualifyingProperties.
 *
 * @param before - The unsigned signature properties that stand before the stamp, in order.
 * @param unreferencedOnly - The stamp of XAdES 1.3.2 (§7.7.1 there): Objects that a reference names are not repeated.
 * @returns `null` when a reference does not hold or something has no canonical form.
 */
export function archiveStampOctets(
  result: SignatureResult,
  before: readonly XmlElement[],
  form: StampCanonicalization,
  unreferencedOnly = false,
): Uint8Array | null {
  const parts = readParts(result.element);
  if (isRefusal(parts) || result.references.length !== parts.references.length) return null;
  const pieces: Uint8Array[] = [];
  for (const reference of result.references) {
    const octets = referenceOctets(reference, form);
    if (octets === null) return null;
    pieces.push(octets);
  }
  const holder = result.properties?.element.parent;
  const referenced = new Set(unreferencedOnly ? result.references.map(({ target }) => target) : []);
  const elements = octetsOf(
    [
      parts.signedInfo,
      parts.signatureValue,
      ...(parts.keyInfo === null ? [] : [parts.keyInfo]),
      ...before,
      ...parts.objects.filter((one) => one !== holder && !referenced.has(one)),
    ],
    form,
  );
  return elements === null ? null : concatBytes([...pieces, elements]);
}

/** Octets as they were digested; a node set that no transform made octets of takes the stamp's canonical form. */
function referenceOctets({ view, transforms }: ReferenceResult, form: StampCanonicalization): Uint8Array | null {
  if (view === null) return null;
  const last = transforms.at(-1) ?? '';
  const isOctets = isC14nAlgorithm(last) || transforms.includes(TRANSFORM_BASE64) || view.path() === null;
  if (isOctets) return view.octets();
  return guarded(() => canonicalOctets(view, form.algorithm, form.prefixes));
}

function octetsOf(elements: readonly XmlElement[], { algorithm, prefixes }: StampCanonicalization): Uint8Array | null {
  return guarded(() =>
    encodeUtf8(elements.map((one) => canonicalize(one, { algorithm, inclusivePrefixes: prefixes })).join('')),
  );
}

/** A document without canonical form is a fact about the stamp, not an exception. */
function guarded(make: () => Uint8Array | null): Uint8Array | null {
  try {
    return make();
  } catch (cause) {
    if (isHocBaSoError(cause)) return null;
    throw cause;
  }
}

/** The elements before one among the children of its parent. */
export function elementsBefore(element: XmlElement): readonly XmlElement[] {
  const siblings = element.parent === null ? [] : childElements(element.parent);
  return siblings.slice(0, siblings.indexOf(element));
}

import { findChild, type XmlDocument, type XmlElement } from '../xml/index.js';
import { type SignatureFlag, UNSUPPORTED_REASONS } from './core-reasons.js';
import type { QualifyingProperties } from './qualifying-properties.js';
import type { JudgedReference } from './references.js';
import { isSignatureElement, type SignatureParts } from './signature-parts.js';
import { covers } from './signed-view.js';
import type { Refusal } from './transforms.js';
import { DS, isXadesNamespace, TYPE_COUNTERSIGNED, TYPE_SIGNED_PROPERTIES } from './uris.js';

/** What is known of a signature's references when the rules of XAdES are applied to them. */
export interface JudgedReferences {
  readonly document: XmlDocument;
  readonly judged: readonly JudgedReference[];
  /** Some reference could not be judged: what is missing may stand there. */
  readonly open: boolean;
}

export function judgedReferences(document: XmlDocument, judged: readonly JudgedReference[]): JudgedReferences {
  const open = judged.some(({ result }) => result.reason !== null && UNSUPPORTED_REASONS.has(result.reason));
  return { document, judged, open };
}

/** Whether a reference takes its digest over an element with all it holds; whether the digest matches is said elsewhere. */
function signs({ judged, document }: JudgedReferences, element: XmlElement): JudgedReference | undefined {
  return judged.find(({ input }) => input?.set != null && covers(input.set, document, element));
}

/**
 * EN 319 132-1 §4.4.2: SignedProperties must be signed by the signature they stand in, once, and no reference may sign those of another.
 *
 * attacker-controlled: elements are compared by identity and by what was digested. An Id can be given to other SignedProperties, a
 * transform can leave the digest over nothing, and an Object can be moved so that the signature looks as if it had no properties.
 */
export function judgeProperties(
  parts: SignatureParts,
  properties: QualifyingProperties | null,
  references: JudgedReferences,
  flags: Set<SignatureFlag>,
): readonly Refusal[] {
  const own = properties?.signedProperties[0];
  const refusals: Refusal[] = [];
  if (properties !== null) {
    if (parts.id === null || properties.target !== `#${parts.id}`) flags.add('qualifyingPropertiesTarget');
    if (properties.count > 1 || properties.signedProperties.length > 1) {
      refusals.push({ refused: 'signedPropertiesAmbiguous' });
    }
  }
  for (const { result } of references.judged) {
    const { target, type } = result;
    if (target === own && own !== undefined) continue;
    const claims = type === TYPE_SIGNED_PROPERTIES && (target !== null || result.reason === null);
    if (claims || (target !== null && isSignedProperties(target))) refusals.push({ refused: 'signedPropertiesNotOwn' });
  }
  if (own === undefined || refusals.length > 0) return refusals;
  const signing = signs(references, own);
  if (signing === undefined) return references.open ? [] : [{ refused: 'signedPropertiesNotSigned' }];
  const typed = references.judged.some(({ result }) => result.target === own && result.type === TYPE_SIGNED_PROPERTIES);
  if (!typed) flags.add('signedPropertiesType');
  return [];
}

/** EN 319 132-1 §5.2.7.2: a counter-signature signs the SignatureValue of the signature it stands in. */
export function judgeCounterSignature(element: XmlElement, references: JudgedReferences): readonly Refusal[] {
  for (const { result } of references.judged) {
    if (result.type !== TYPE_COUNTERSIGNED || (result.target === null && result.reason !== null)) continue;
    if (result.target === null || !isSignatureValue(result.target)) return [{ refused: 'counterSignatureTarget' }];
  }
  const container = element.parent;
  if (container === null || container.localName !== 'CounterSignature' || !isXadesNamespace(container.namespaceUri)) {
    return [];
  }
  let parent: XmlElement | null = container;
  while (parent !== null && !isSignatureElement(parent)) parent = parent.parent;
  const value = parent === null ? undefined : findChild(parent, 'SignatureValue', DS);
  if (value !== undefined && signs(references, value) !== undefined) return [];
  return references.open ? [] : [{ refused: 'counterSignatureTarget' }];
}

function isSignedProperties({ localName, namespaceUri }: XmlElement): boolean {
  return localName === 'SignedProperties' && isXadesNamespace(namespaceUri);
}

/** SignatureValue of a signature: the same name elsewhere is only a name. */
function isSignatureValue({ localName, namespaceUri, parent }: XmlElement): boolean {
  return localName === 'SignatureValue' && namespaceUri === DS && parent !== null && isSignatureElement(parent);
}

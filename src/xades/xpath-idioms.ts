import { attributeValue, childElements, lookupNamespace, textContent, type XmlElement } from '../xml/index.js';
import { isSignatureElement } from './signature-parts.js';
import type { NodeSet, SignedDocument } from './signed-document.js';
import { DS, TRANSFORM_FILTER2 } from './uris.js';

/**
 * The elements that an XPath transform takes away, for the idioms that exclude signatures; undefined for any other expression,
 * which would need an XPath engine in a place that an attacker writes.
 *
 * `prefix` stands for whatever prefix is bound to the XMLDSig namespace at the expression.
 */
export function excludedSignatures(
  transform: XmlElement,
  uri: string,
  set: NodeSet,
  { signature, opened }: { readonly signature: XmlElement; readonly opened: SignedDocument },
): ReadonlySet<XmlElement> | undefined {
  const steps = childElements(transform);
  const [step] = steps;
  if (steps.length !== 1 || step!.localName !== 'XPath') return undefined;
  const filter2 = uri === TRANSFORM_FILTER2;
  if (filter2 ? step!.namespaceUri !== TRANSFORM_FILTER2 : step!.namespaceUri !== DS) return undefined;
  if (filter2 && attributeValue(step!, 'Filter') !== 'subtract') return undefined;
  const expression = textContent(step!)
    .replace(/[ \t\r\n]+/g, ' ')
    .trim();
  // Signatures above the apex take it away whole.
  const every = () => opened.signaturesAround(set.apex);
  const bound = (prefix: string | undefined) => prefix !== undefined && lookupNamespace(step!, prefix) === DS;
  if (filter2) {
    const all = /^(?:\/descendant::|\/descendant-or-self::|\/\/ ?)([A-Za-z_][\w.-]*):Signature$/.exec(expression);
    if (all !== null && bound(all[1])) return every();
    const top = /^\/\*\/([A-Za-z_][\w.-]*):Signature$/.exec(expression);
    if (top !== null && bound(top[1])) return new Set(childElements(opened.document.root).filter(isSignatureElement));
    const own = /^here\(\)\/ancestor::([A-Za-z_][\w.-]*):Signature\[1\]$/.exec(expression);
    return own !== null && bound(own[1]) ? new Set([signature]) : undefined;
  }
  const all = /^not\( ?ancestor-or-self::([A-Za-z_][\w.-]*):Signature ?\)$/.exec(expression);
  if (all !== null && bound(all[1])) return every();
  const p = '([A-Za-z_][\\w.-]*)';
  const own = new RegExp(
    `^count\\( ?ancestor-or-self::${p}:Signature ?\\| ?here\\(\\)/ancestor::${p}:Signature\\[1\\] ?\\) ?> ?count\\( ?ancestor-or-self::${p}:Signature ?\\)$`,
  ).exec(expression);
  return own !== null && bound(own[1]) && bound(own[2]) && bound(own[3]) ? new Set([signature]) : undefined;
}

import { encodeUtf8 } from '../encoding/index.js';
import { isHocBaSoError } from '../errors/index.js';
import { diffHocBa, type HocBaDifference, openHocBa, readHocBa } from '../record-xml/index.js';
import { elementPath, findSignatures } from '../xades/index.js';
import { attributeValue, findChildren, TEXT, walkElements, type XmlDocument, type XmlElement } from '../xml/index.js';

/** How the file differs from the unaltered one, inside what a reference covers. */
export interface MismatchOriginal {
  /** Whether the unaltered file has the same reference with the same DigestValue: else it is another signing, and says little. */
  readonly sameSigning: boolean;
  /** Elements whose own text, attributes or place differ, at most 50; paths of the file, or of the unaltered one for what is gone. */
  readonly paths: readonly string[];
  readonly pathCount: number;
  /** Fields that differ, in words and **with values of both records**; empty when either cannot be read as one record. */
  readonly fields: readonly HocBaDifference[];
}

const PATHS = 50;

export function compareWithOriginal(
  { before, after }: { readonly before: XmlDocument; readonly after: XmlDocument },
  { index, at, target }: { readonly index: number; readonly at: number; readonly target: XmlElement | null },
): MismatchOriginal {
  const [mine, theirs] = [referenceOf(after, index, at), referenceOf(before, index, at)];
  const uri = mine === undefined ? undefined : attributeValue(mine, 'URI');
  const sameSigning =
    mine !== undefined &&
    theirs !== undefined &&
    uri === attributeValue(theirs, 'URI') &&
    digestValueOf(mine) === digestValueOf(theirs);
  const top = target ?? after.root;
  const id = uri?.startsWith('#') === true ? uri.slice(1) : undefined;
  const old =
    (id === undefined ? undefined : [...walkElements(before.root)].find((one) => idOf(one) === id)) ??
    (target === null ? before.root : undefined);
  const paths = old === undefined ? [] : differing(old, top);
  return { sameSigning, paths: paths.slice(0, PATHS), pathCount: paths.length, fields: fieldsOf(before, after) };
}

function referenceOf(document: XmlDocument, index: number, at: number): XmlElement | undefined {
  const signature = findSignatures(document.root)[index];
  if (signature === undefined) return undefined;
  return findChildren(signature, 'SignedInfo').flatMap((info) => findChildren(info, 'Reference'))[at];
}

function digestValueOf(reference: XmlElement): string {
  const [value] = findChildren(reference, 'DigestValue');
  return value === undefined ? '' : ownText(value).replace(/\s+/g, '');
}

function idOf(element: XmlElement): string | undefined {
  return attributeValue(element, 'Id') ?? attributeValue(element, 'id') ?? attributeValue(element, 'ID');
}

function differing(before: XmlElement, after: XmlElement): readonly string[] {
  const old = contents(before);
  const out: string[] = [];
  const prefix = [elementPath(before), elementPath(after)] as const;
  for (const element of walkElements(after)) {
    const path = elementPath(element);
    const key = path.slice(prefix[1].length);
    if (old.get(key) !== contentOf(element)) out.push(path);
    old.delete(key);
  }
  return [...out, ...[...old.keys()].map((key) => prefix[0] + key)];
}

function contents(top: XmlElement): Map<string, string> {
  const start = elementPath(top).length;
  return new Map([...walkElements(top)].map((element) => [elementPath(element).slice(start), contentOf(element)]));
}

function contentOf(element: XmlElement): string {
  const attributes = element.attributes.map(({ name, value }) => `${name}=${JSON.stringify(value)}`).sort();
  return JSON.stringify([element.namespaceUri, attributes, ownText(element)]);
}

function ownText(element: XmlElement): string {
  return element.children.map((node) => (node.kind === TEXT ? node.value : '')).join('\u0000');
}

function fieldsOf(before: XmlDocument, after: XmlDocument): readonly HocBaDifference[] {
  const [a, b] = [recordOf(before), recordOf(after)];
  return a === null || b === null ? [] : diffHocBa(a, b);
}

function recordOf(document: XmlDocument): object | null {
  try {
    return readHocBa(openHocBa(encodeUtf8(document.source))).hocBa;
  } catch (cause) {
    // Any signed XML may be explained; one that is no single record has no fields.
    if (isHocBaSoError(cause)) return null;
    throw cause;
  }
}

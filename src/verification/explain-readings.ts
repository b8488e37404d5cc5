import { encodeUtf8 } from '../encoding/index.js';
import { elementPath } from '../xades/index.js';
import {
  C14N_EXCLUSIVE,
  C14N_INCLUSIVE,
  type C14nAlgorithm,
  walkElements,
  type XmlDocument,
  type XmlElement,
} from '../xml/index.js';
import type { MismatchCause } from './explain-causes.js';
import { encodeAscii, encodeUtf16 } from './explain-encodings.js';
import { type Form, holds, type Subject, signaturesIn } from './explain-reference.js';
import { isElementTop } from './explain-tree.js';

/** A way in which a signing program may have computed the digest instead. */
export interface Reading {
  readonly cause: MismatchCause;
  readonly what: string | null;
  /** Default: what the URI selects. */
  readonly top?: XmlElement | XmlDocument;
  readonly form?: Form;
  /** Applied to the canonical text. */
  readonly encode?: (text: string) => string | Uint8Array;
}

const C14N_11 = 'http://www.w3.org/2006/12/xml-c14n11' satisfies C14nAlgorithm;
/** Elements tried in place of the one that the URI selects. */
const OTHER_TARGETS = 96;

/** Readings of a target that was found. */
export function knownReadings(subject: Subject, top: XmlElement | XmlDocument): readonly Reading[] {
  const { form, enveloped, signature } = subject;
  const out: Reading[] = [];
  const isOwn = isElementTop(top) && holds(signature, top);
  if (enveloped && isOwn) {
    out.push({ cause: 'ENVELOPED_ON_OWN_OBJECT', what: null, form: { ...form, excluded: [] } });
  }
  const inside = signaturesIn(top);
  if (!enveloped && inside.includes(signature)) {
    out.push({ cause: 'ENVELOPED_NOT_DECLARED', what: null, form: { ...form, excluded: [signature] } });
  }
  const others = inside.filter((one) => !form.excluded.includes(one) && one !== top);
  if (others.length > 0) {
    out.push({
      cause: 'SIGNATURE_INSIDE_TARGET',
      what: null,
      form: { ...form, excluded: [...form.excluded, ...others] },
    });
  }
  const plain = plainOf(form.algorithm);
  const commented = (one: C14nAlgorithm) => `${one.replace(/#$/, '')}#WithComments` as C14nAlgorithm;
  for (const other of [C14N_EXCLUSIVE, C14N_INCLUSIVE, C14N_11] as const) {
    if (other === plain) continue;
    const algorithm = form.algorithm === plain ? other : commented(other);
    out.push({ cause: 'C14N_OTHER', what: algorithm, form: { ...form, algorithm, prefixes: [] } });
  }
  if (form.prefixes.length > 0) {
    out.push({ cause: 'C14N_OTHER', what: 'PrefixList=""', form: { ...form, prefixes: [] } });
  }
  const withComments = commented(plain);
  if (form.algorithm === plain || !form.comments) {
    out.push({ cause: 'COMMENTS_DIGESTED', what: null, form: { ...form, algorithm: withComments, comments: true } });
  } else out.push({ cause: 'COMMENTS_NOT_DIGESTED', what: null, form: { ...form, comments: false } });
  const encoded = (cause: MismatchCause, what: string | null, encode: NonNullable<Reading['encode']>) =>
    out.push({ cause, what, encode });
  encoded('CARRIAGE_RETURNS_SIGNED', 'CR LF', (text) => text.replaceAll('\n', '\r\n'));
  encoded('CARRIAGE_RETURNS_SIGNED', '&#xD;', (text) => text.replaceAll('\n', '&#xD;\n'));
  encoded('TEXT_ENCODING_DIGESTED', 'UTF-16LE', (text) => encodeUtf16(text, false));
  encoded('TEXT_ENCODING_DIGESTED', 'UTF-16BE', (text) => encodeUtf16(text, true));
  encoded('TEXT_ENCODING_DIGESTED', 'UTF-16LE + BOM', (text) => encodeUtf16(`\ufeff${text}`, false));
  encoded('TEXT_ENCODING_DIGESTED', 'UTF-8 + BOM', (text) => `\ufeff${text}`);
  encoded('TEXT_ENCODING_DIGESTED', 'ASCII', encodeAscii);
  return out;
}

function plainOf(algorithm: C14nAlgorithm): C14nAlgorithm {
  const plain = algorithm.replace(/#WithComments$/, '');
  return (plain === C14N_EXCLUSIVE.replace(/#$/, '') ? C14N_EXCLUSIVE : plain) as C14nAlgorithm;
}

/** Other elements, and the document, in place of what the URI selects. */
export function otherTargets(subject: Subject, top: XmlElement | XmlDocument | null): readonly Reading[] {
  const { document, signature, form } = subject;
  const out: Reading[] = [];
  const add = (cause: MismatchCause, target: XmlElement | XmlDocument, what: string) => {
    const excluded = !isElementTop(target) || holds(target, signature) ? [signature] : [];
    out.push({ cause, what, top: target, form: { ...form, excluded } });
  };
  if (top !== document && (top === null || isElementTop(top))) add('WHOLE_FILE_DIGESTED', document, 'C14N');
  const elements: XmlElement[] = [];
  for (const element of walkElements(document.root)) {
    const named = element.attributes.some(({ name }) => /^id$/i.test(name));
    if (element !== top && (named || depthOf(element) < 3)) elements.push(element);
  }
  // Named elements are what a wrong reference names.
  elements.sort((a, b) => Number(hasId(b)) - Number(hasId(a)));
  for (const element of elements.slice(0, OTHER_TARGETS)) add('TARGET_OTHER', element, elementPath(element));
  return out;
}

function hasId(element: XmlElement): boolean {
  return element.attributes.some(({ name }) => /^id$/i.test(name));
}

function depthOf(element: XmlElement): number {
  let depth = 0;
  for (let at = element.parent; at !== null; at = at.parent) depth++;
  return depth;
}

/** Octets that are no canonical form of anything: the file, or a piece of it as it stands. */
export function rawReadings(
  { document, signature }: Subject,
  top: XmlElement | XmlDocument | null,
): readonly { readonly cause: MismatchCause; readonly what: string; readonly octets: string | Uint8Array }[] {
  const { source } = document;
  const file = source.replace(/^\ufeff/, '');
  const mark = source.length - file.length;
  const cut = file.slice(0, signature.start - mark) + file.slice(signature.end - mark);
  const bare = (text: string) => text.replace(/^<\?xml[^>]*\?>\s*/, '').trimEnd();
  const texts: [MismatchCause, string, string][] = [
    ['WHOLE_FILE_DIGESTED', 'file', source],
    ['WHOLE_FILE_DIGESTED', 'file, no BOM', file],
    ['WHOLE_FILE_DIGESTED', 'file without Signature', cut],
    ['WHOLE_FILE_DIGESTED', 'root', bare(file)],
    ['WHOLE_FILE_DIGESTED', 'root without Signature', bare(cut)],
  ];
  if (top !== null && isElementTop(top)) {
    const inner = source.slice(top.openEnd, top.closeStart);
    texts.push(['TRANSFORM_NOT_APPLIED', 'element', source.slice(top.start, top.end)]);
    texts.push(['TRANSFORM_NOT_APPLIED', 'content', inner]);
    texts.push(['TRANSFORM_NOT_APPLIED', 'text', inner.replace(/<[^>]*>/g, '')]);
  }
  return texts.flatMap(([cause, what, text]) => {
    const unix = text.replace(/\r\n?/g, '\n');
    return [
      { cause, what, octets: text },
      ...(unix === text ? [] : [{ cause, what: `${what}, LF`, octets: unix }]),
      ...(unix.includes('\n') ? [{ cause, what: `${what}, CR LF`, octets: unix.replaceAll('\n', '\r\n') }] : []),
      { cause, what: `${what}, UTF-16LE`, octets: encodeUtf16(text, false) },
      { cause, what: `${what}, UTF-8 + BOM`, octets: encodeUtf8(`\ufeff${text}`) },
    ];
  });
}

/*
 * What a signature signs, as libxml2 reads and renders it. Nothing of this package's parsing or rendering is used: only which element a
 * result speaks of is taken from it, as the way down to it.
 */
import { createHash } from 'node:crypto';
import type { XmlDocument as Foreign, XmlElement as ForeignElement } from 'libxml2-wasm';
import type { SignatureResult } from '../../src/xades/index.js';
import { childElements, type XmlElement } from '../../src/xml/index.js';

type Pointer = number;

interface Raw {
  addFunction(callback: (data: number, node: Pointer, parent: Pointer) => number, signature: string): Pointer;
  allocCStringArray(strings: readonly string[]): Pointer;
  free(pointer: Pointer): void;
  xmlOutputBufferCreateIO(handler: { write(bytes: Uint8Array): number; close(): boolean }): Pointer;
  xmlOutputBufferClose(buffer: Pointer): number;
  xmlC14NExecute(
    document: Pointer,
    callback: Pointer,
    data: number,
    mode: number,
    prefixes: Pointer,
    comments: number,
    buffer: Pointer,
  ): number;
  XmlTreeCommonStruct: Record<'type' | 'children' | 'next', (node: Pointer) => number>;
}

const DS = 'http://www.w3.org/2000/09/xmldsig#';
const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const MODES: Readonly<Record<string, number>> = {
  'http://www.w3.org/TR/2001/REC-xml-c14n-20010315': 0,
  [EXCLUSIVE]: 1,
  'http://www.w3.org/2006/12/xml-c14n11': 2,
};
const DIGESTS: Readonly<Record<string, string>> = {
  'http://www.w3.org/2000/09/xmldsig#sha1': 'sha1',
  'http://www.w3.org/2001/04/xmlenc#sha256': 'sha256',
  'http://www.w3.org/2001/04/xmldsig-more#sha384': 'sha384',
  'http://www.w3.org/2001/04/xmlenc#sha512': 'sha512',
};

/** One signature that holds, by its octets. */
export interface SignedOctets {
  readonly signedInfo: string;
  readonly value: string;
  readonly references: readonly ReferenceOctets[];
}

export interface ReferenceOctets {
  /** Canonical octets, or `null` when the octets are no canonical form (detached, base64). */
  readonly octets: string | null;
  /** Name of the element they are of; `/` for the document. */
  readonly name: string;
  /** Whether they have the digest that SignedInfo states. */
  readonly holds: boolean;
  readonly uri: string | null;
}

export interface Reader {
  /** A string: libxml2 does not read the file, and says why. */
  read(bytes: Uint8Array): Opened | string;
}

export interface Opened {
  /** A string says why libxml2 has no answer. */
  signed(result: SignatureResult): SignedOctets | string;
  /** Canonical forms, inclusive and exclusive, of the element that a path of local names leads to. */
  at(path: string): readonly string[];
  dispose(): void;
}

export async function openReader(): Promise<Reader> {
  const { ParseOption, XmlDocument, XmlParseError, XmlXPath } = await import('libxml2-wasm');
  const raw = (await import('libxml2-wasm/lib/libxml2.mjs' as string)) as Raw;
  const { type, children, next } = raw.XmlTreeCommonStruct;
  let visible: ReadonlySet<Pointer> = new Set();
  // An element in the set takes its attributes (2) and namespace nodes (18) with it.
  const callback = raw.addFunction(
    (_, node, parent) => (visible.has(type(node) === 2 || type(node) === 18 ? parent : node) ? 1 : 0),
    'iiii',
  );
  const pointerOf = (one: object) => (one as { readonly _nodePtr: Pointer })._nodePtr;

  function render(
    document: Foreign,
    apex: ForeignElement | null,
    excluded: readonly ForeignElement[],
    algorithm: string,
    prefixes: readonly string[],
    comments: boolean,
  ): string | undefined {
    const mode =
      MODES[algorithm.replace(/(#?)WithComments$/, (_, hash: string) => (algorithm.startsWith(EXCLUSIVE) ? hash : ''))];
    if (mode === undefined) return undefined;
    const pointer = (document as unknown as { readonly _ptr: Pointer })._ptr;
    let used = 0;
    if (apex !== null || excluded.length > 0) {
      const set = new Set<Pointer>();
      const out = new Set(excluded.map(pointerOf));
      const pending: Pointer[] = [];
      if (apex !== null) pending.push(pointerOf(apex));
      else for (let top = children(pointer); top !== 0; top = next(top)) pending.push(top);
      for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
        if (out.has(at)) continue;
        set.add(at);
        if (type(at) !== 1) continue;
        for (let child = children(at); child !== 0; child = next(child)) pending.push(child);
      }
      visible = set;
      used = callback;
    }
    const chunks: Uint8Array[] = [];
    const buffer = raw.xmlOutputBufferCreateIO({
      write: (bytes) => {
        chunks.push(bytes.slice());
        return bytes.length;
      },
      close: () => true,
    });
    const array = prefixes.length === 0 ? 0 : raw.allocCStringArray(prefixes);
    const done = raw.xmlC14NExecute(pointer, used, 0, mode, array, comments ? 1 : 0, buffer);
    raw.xmlOutputBufferClose(buffer);
    if (array !== 0) raw.free(array);
    return done < 0 ? undefined : Buffer.concat(chunks).toString('utf8');
  }

  const anyElement = XmlXPath.compile('*');
  const elementsOf = (element: ForeignElement) => element.find(anyElement) as ForeignElement[];
  const named = (element: ForeignElement, name: string) =>
    elementsOf(element).filter((one) => one.name === name && one.namespaceUri === DS);
  const algorithmOf = (element: ForeignElement) => element.attr('Algorithm')?.value ?? '';
  const prefixesOf = (element: ForeignElement) => {
    const list = elementsOf(element).find((one) => one.name === 'InclusiveNamespaces');
    return (list?.attr('PrefixList')?.value ?? '').split(/\s+/).filter((one) => one !== '');
  };

  return {
    read(bytes) {
      let document: Foreign;
      try {
        document = XmlDocument.fromBuffer(bytes, { option: ParseOption.XML_PARSE_HUGE | ParseOption.XML_PARSE_NO_XXE });
      } catch (error) {
        if (error instanceof XmlParseError)
          return error.details
            .filter(({ level }) => level > 1)
            .map(({ message }) => message.trim())
            .join('; ');
        throw error;
      }
      const find = (ours: XmlElement): ForeignElement => {
        let at = document.root;
        for (const index of wayTo(ours)) at = elementsOf(at)[index]!;
        return at;
      };
      return {
        at(path: string) {
          const steps = path
            .split('/')
            .slice(1)
            .map((step: string) => step.replace(/^([^[]+)/, "*[local-name()='$1']"));
          const element = document.get(`/${steps.join('/')}`) as ForeignElement | null;
          if (element === null) return [];
          return Object.keys(MODES).flatMap((algorithm) => render(document, element, [], algorithm, [], false) ?? []);
        },
        signed(result) {
          const signature = find(result.element);
          const [info] = named(signature, 'SignedInfo');
          const [value] = named(signature, 'SignatureValue');
          if (info === undefined || value === undefined) return 'no SignedInfo';
          const [method] = named(info, 'CanonicalizationMethod');
          const signedInfo = render(
            document,
            info,
            [],
            algorithmOf(method!),
            prefixesOf(method!),
            algorithmOf(method!).endsWith('WithComments'),
          );
          if (signedInfo === undefined) return 'no canonical form of SignedInfo';
          const references: ReferenceOctets[] = [];
          for (const [index, reference] of named(info, 'Reference').entries()) {
            const view = result.references[index]?.view;
            if (view == null) return `no view of reference ${index}`;
            const uri = reference.attr('URI')?.value ?? null;
            const path = view.path();
            if (path === null) {
              references.push({ octets: null, name: '', holds: true, uri });
              continue;
            }
            const transforms = named(reference, 'Transforms').flatMap((one) => named(one, 'Transform'));
            const method = transforms
              .filter(
                (one) =>
                  algorithmOf(one)
                    .replace(/#?WithComments$/, '')
                    .replace(/#$/, '') in WITHOUT_HASH,
              )
              .at(-1);
            const algorithm =
              method === undefined ? 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315' : algorithmOf(method);
            // Only a pointer selects comments (XMLDSig §4.4.3.3).
            const comments = algorithm.endsWith('WithComments') && (uri ?? '').startsWith('#xpointer');
            const apex = view.element === null ? null : find(view.element);
            const octets = render(
              document,
              apex,
              view.excluded.map(find),
              algorithm,
              method === undefined ? [] : prefixesOf(method),
              comments,
            );
            if (octets === undefined) return `no canonical form of reference ${index}`;
            const digest = DIGESTS[algorithmOf(named(reference, 'DigestMethod')[0]!)];
            const stated = named(reference, 'DigestValue')[0]!.content.replace(/\s+/g, '');
            const holds = digest === undefined || createHash(digest).update(octets, 'utf8').digest('base64') === stated;
            references.push({ octets, name: apex === null ? '/' : `{${apex.namespaceUri}}${apex.name}`, holds, uri });
          }
          return { signedInfo, value: value.content.replace(/\s+/g, ''), references };
        },
        dispose: () => document.dispose(),
      };
    },
  };
}

const WITHOUT_HASH: Readonly<Record<string, true>> = Object.fromEntries(
  Object.keys(MODES).map((uri) => [uri.replace(/#$/, ''), true]),
);

/** Which child element to take on the way from the root down. */
function wayTo(element: XmlElement): readonly number[] {
  const way: number[] = [];
  for (let at = element; at.parent !== null; at = at.parent) way.unshift(childElements(at.parent).indexOf(at));
  return way;
}

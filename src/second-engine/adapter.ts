/*
 * The one file that touches xadesjs and xmldsigjs: their registries are global and their errors are no `Error`, so nothing of them
 * leaves it. Everything is loaded at the first call, since the packages are optional.
 */
import { webCrypto } from '../crypto/index.js';
import { ARGUMENT_ERRORS, createError } from '../errors/index.js';

/** What the other engine says of one signature. */
export type SecondVerdict =
  | { readonly verdict: 'valid' | 'invalid' }
  /** It threw for another reason than a digest or value that does not hold; `detail` is its own text, without content of the file. */
  | { readonly verdict: 'failed'; readonly detail: string };

export interface SecondEngine {
  /** Every ds:Signature of a document judged by its own reading of it, in document order. */
  verifyAll(text: string): Promise<readonly SecondVerdict[]>;
}

type Importer = (name: string) => Promise<unknown>;

/** A package as it is installed beside this one. */
export const importPeer: Importer = (name) => {
  // Literal specifiers, so that bundlers and the package gates see them.
  if (name === 'xadesjs') return import('xadesjs');
  if (name === 'xmldsigjs') return import('xmldsigjs');
  if (name === '@xmldom/xmldom') return import('@xmldom/xmldom');
  return import('xpath');
};

/**
 * Loads a peer.
 *
 * @throws {@link HocBaSoError} `ERR_PEER_MISSING` when it is not installed or cannot be loaded.
 */
export async function loadPeer<T>(name: string, importer: Importer = importPeer): Promise<T> {
  try {
    return (await importer(name)) as T;
  } catch (cause) {
    throw createError(ARGUMENT_ERRORS, 'ERR_PEER_MISSING', { package: name }, { cause });
  }
}

let loaded: Promise<SecondEngine> | undefined;

/** The engine, registered once for the program; a failed load is not remembered. */
export function secondEngine(crypto?: Crypto): Promise<SecondEngine> {
  loaded ??= load(crypto).catch((error: unknown) => {
    loaded = undefined;
    throw error;
  });
  return loaded;
}

interface XmlDSig {
  readonly Application: {
    readonly crypto: Crypto;
    setEngine(name: string, crypto: unknown): void;
  };
  readonly SignedXml: new (
    document: unknown,
  ) => {
    LoadXml(signature: unknown): void;
    Verify(): Promise<boolean>;
  };
}

interface XAdES {
  readonly SignedXml: XmlDSig['SignedXml'];
  readonly Parse: (text: string) => DomDocument;
  readonly setNodeDependencies: (dependencies: Readonly<Record<string, unknown>>) => void;
}

interface DomDocument {
  getElementsByTagNameNS(
    uri: string,
    name: string,
  ): { readonly length: number; item(index: number): DomElement | null };
}

interface DomElement {
  getElementsByTagNameNS(uri: string, name: string): { readonly length: number };
}

async function load(crypto: Crypto | undefined): Promise<SecondEngine> {
  const xmldsig = await loadPeer<XmlDSig>('xmldsigjs');
  const xades = await loadPeer<XAdES>('xadesjs');
  if ((globalThis as { DOMParser?: unknown }).DOMParser === undefined) {
    const xmldom = await loadPeer<Readonly<Record<string, unknown>>>('@xmldom/xmldom');
    const xpath = await loadPeer<{ readonly default?: unknown }>('xpath');
    xades.setNodeDependencies({
      DOMParser: xmldom['DOMParser'],
      DOMImplementation: xmldom['DOMImplementation'],
      XMLSerializer: xmldom['XMLSerializer'],
      xpath: xpath.default ?? xpath,
    });
  }
  registerEngine(xmldsig, webCrypto(crypto));
  return { verifyAll: (text) => verifyAll(text, xmldsig, xades) };
}

/** A program that uses the library itself keeps its own registration. */
function registerEngine({ Application }: XmlDSig, crypto: Crypto): void {
  try {
    if (Application.crypto) return;
  } catch {
    // The getter throws as long as nothing is registered: that is the question asked.
  }
  // A copy: the registry writes a name onto the object it is given, which must not be the platform's own.
  const getRandomValues = crypto.getRandomValues.bind(crypto);
  Application.setEngine('hoc-ba-so', { subtle: crypto.subtle, getRandomValues });
}

const DS = 'http://www.w3.org/2000/09/xmldsig#';
const XADES_NS = 'http://uri.etsi.org/01903/v1.3.2#';

async function verifyAll(text: string, xmldsig: XmlDSig, xades: XAdES): Promise<readonly SecondVerdict[]> {
  const count = xades.Parse(text).getElementsByTagNameNS(DS, 'Signature').length;
  const verdicts: SecondVerdict[] = [];
  for (let index = 0; index < count; index++) {
    // Read anew for each: verifying takes nodes out of the document.
    const document = xades.Parse(text);
    const signature = document.getElementsByTagNameNS(DS, 'Signature').item(index)!;
    const isXades = signature.getElementsByTagNameNS(XADES_NS, 'QualifyingProperties').length > 0;
    verdicts.push(await verifyOne(document, signature, isXades ? xades.SignedXml : xmldsig.SignedXml));
  }
  return verdicts;
}

async function verifyOne(
  document: unknown,
  signature: unknown,
  SignedXml: XmlDSig['SignedXml'],
): Promise<SecondVerdict> {
  try {
    const signed = new SignedXml(document);
    signed.LoadXml(signature);
    return { verdict: (await signed.Verify()) ? 'valid' : 'invalid' };
  } catch (error) {
    // Not an `Error` and without a code for this: the beginning of its text is all there is.
    const message = String((error as { message?: unknown } | null)?.message ?? error);
    if (/Invalid digest for uri/.test(message)) return { verdict: 'invalid' };
    return { verdict: 'failed', detail: message.replace(/'[^']*'/g, "'…'").slice(0, 120) };
  }
}

/* Signed files for the tests of explanations: signed by the package, or digested the wrong way on purpose, with a real key. */
import { execFileSync } from 'node:child_process';
import { createHash, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type ExplainMismatchOptions,
  explainMismatch,
  type Mismatch,
  type MismatchReport,
} from '../../src/verification/index.js';
import { C14N_INCLUSIVE, type C14nAlgorithm, canonicalize, parseXml, walkElements } from '../../src/xml/index.js';
import { peer } from '../peers.js';
import { bytesOf } from '../signing/kit.js';

export const DS = 'http://www.w3.org/2000/09/xmldsig#';
export const ENVELOPED = `${DS}enveloped-signature`;
export const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';

let key: { publicKey: KeyObject; privateKey: KeyObject } | undefined;

export interface WrongSigning {
  /** The document with `SIGNATURE` where the signature goes. */
  readonly xml: string;
  readonly uri?: string;
  readonly transforms?: readonly string[];
  readonly digestMethod?: string;
  /** DigestValue; gets the document without the signature. */
  readonly digestValue: (xml: string) => string;
  /** Content of the signature after KeyInfo. */
  readonly object?: string;
}

/** A file signed by a program of its own: SignedInfo is signed rightly, DigestValue is whatever that program says. */
export function signedWrongly(signing: WrongSigning): Uint8Array {
  const { xml, uri = '#data', transforms = [], digestMethod = SHA256, digestValue, object = '' } = signing;
  key ??= generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = key.publicKey.export({ format: 'jwk' });
  const b64 = (text: string) => Buffer.from(text, 'base64url').toString('base64');
  const list = transforms.map((one) => `<Transform Algorithm="${one}"></Transform>`).join('');
  const info =
    `<SignedInfo xmlns="${DS}"><CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></CanonicalizationMethod>` +
    '<SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"></SignatureMethod>' +
    `<Reference URI="${uri}">${list === '' ? '' : `<Transforms>${list}</Transforms>`}` +
    `<DigestMethod Algorithm="${digestMethod}"></DigestMethod><DigestValue>${digestValue(xml.replace('SIGNATURE', ''))}</DigestValue></Reference></SignedInfo>`;
  const value = createSign('sha256').update(info).sign(key.privateKey, 'base64');
  const keyInfo = `<KeyInfo><KeyValue><RSAKeyValue><Modulus>${b64(jwk.n!)}</Modulus><Exponent>${b64(jwk.e!)}</Exponent></RSAKeyValue></KeyValue></KeyInfo>`;
  const signature = `<Signature xmlns="${DS}">${info}<SignatureValue>${value}</SignatureValue>${keyInfo}${object}</Signature>`;
  return bytesOf(xml.replace('SIGNATURE', () => signature));
}

/** Canonical form of the element with an Id. */
export function c14n(xml: string, id: string, algorithm: C14nAlgorithm = C14N_INCLUSIVE): string {
  const { root } = parseXml(bytesOf(xml));
  const element = [...walkElements(root)].find((one) =>
    one.attributes.some(({ name, value }) => /^id$/i.test(name) && value === id),
  );
  if (element === undefined) throw new Error(`no Id ${id}`);
  return canonicalize(element, { algorithm });
}

export const sha = (data: string | Uint8Array, name = 'sha256', encoding: 'base64' | 'hex' = 'base64'): string =>
  createHash(name).update(data).digest(encoding);

/** Runs a real program over bytes; `FILE` in its arguments is a file with them. */
export function tool(
  program: 'sed' | 'iconv' | 'uconv' | 'python3' | 'xmllint',
  args: readonly string[],
  bytes: Uint8Array,
): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'hocba-explain-'));
  const file = join(folder, 'in.xml');
  try {
    writeFileSync(file, bytes);
    const out = execFileSync(
      program === 'sed' || program === 'iconv' ? program : peer(program),
      args.map((one) => one.replace('FILE', file)),
      { maxBuffer: 64 << 20, stdio: ['ignore', 'pipe', 'ignore'] },
    );
    return args.some((one) => one === '-i') ? readFileSync(file) : new Uint8Array(out);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const xmllint = (args: readonly string[], bytes: Uint8Array): Uint8Array =>
  tool('xmllint', [...args, 'FILE'], bytes);

export const explain = (bytes: Uint8Array, options?: ExplainMismatchOptions): Promise<MismatchReport> =>
  explainMismatch(bytes, options);

/** Causes of every mismatch, one text each. */
export async function causesOf(bytes: Uint8Array, options?: ExplainMismatchOptions): Promise<readonly string[]> {
  const { mismatches } = await explain(bytes, options);
  return mismatches.map(said);
}

export function said({ causes }: Mismatch): string {
  return causes.length === 0
    ? 'unknown'
    : causes.map(({ cause, what }) => (what === null ? cause : `${cause} ${what}`)).join(' + ');
}

export { bytesOf };

/* Signatures of any shape for the tests: text templates whose digests and value are filled in, also where no honest signer would. */
import { constants, createHash, generateKeyPairSync, type KeyObject, sign as nodeSign } from 'node:crypto';
import { derTlv, encodeOid } from '../../src/crypto/der.js';
import { findSignatureAlgorithm, parsePublicKey } from '../../src/crypto/index.js';
import { decodeBase64, decodeUtf8, encodeBase64, encodeUtf8 } from '../../src/encoding/index.js';
import {
  findSignatures,
  openSignedDocument,
  type SignatureResult,
  type VerifySignatureOptions,
  verifySignature,
} from '../../src/xades/index.js';
import {
  attributeValue,
  type C14nAlgorithm,
  canonicalize,
  childElements,
  findChild,
  findChildren,
  parseXml,
  spliceXml,
  type XmlEdit,
  type XmlElement,
} from '../../src/xml/index.js';

export const DS = 'http://www.w3.org/2000/09/xmldsig#';
export const XADES = 'http://uri.etsi.org/01903/v1.3.2#';
export const INCLUSIVE = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315';
export const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';
export const ENVELOPED = `${DS}enveloped-signature`;
export const BASE64 = `${DS}base64`;
export const XPATH = 'http://www.w3.org/TR/1999/REC-xpath-19991116';
export const FILTER2 = 'http://www.w3.org/2002/06/xmldsig-filter2';
export const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';
export const SHA1 = `${DS}sha1`;
export const MORE = 'http://www.w3.org/2001/04/xmldsig-more#';
export const MORE07 = 'http://www.w3.org/2007/05/xmldsig-more#';
export const RSA_SHA256 = `${MORE}rsa-sha256`;

export interface TestKey {
  readonly privateKey: KeyObject;
  readonly spki: Uint8Array;
  /** Self-signed, DER; nothing but its key is looked at here. */
  readonly certificate: Uint8Array;
  readonly certificateBase64: string;
}

export type KeyName = 'rsa' | 'other' | 'rsa1024' | 'rsa512' | 'rsa3' | 'p256' | 'p384' | 'p521';

const keys = new Map<KeyName, TestKey>();

/** A key pair of each kind, made once a file. */
export function testKey(name: KeyName = 'rsa'): TestKey {
  let key = keys.get(name);
  if (key === undefined) {
    key = makeKey(name, name);
    keys.set(name, key);
  }
  return key;
}

function makeKey(name: KeyName, commonName: string): TestKey {
  const pair =
    name === 'p256' || name === 'p384' || name === 'p521'
      ? generateKeyPairSync('ec', { namedCurve: { p256: 'P-256', p384: 'P-384', p521: 'P-521' }[name] })
      : generateKeyPairSync('rsa', {
          modulusLength: name === 'rsa1024' ? 1024 : name === 'rsa512' ? 512 : 2048,
          publicExponent: name === 'rsa3' ? 3 : 65537,
        });
  const spki = new Uint8Array(pair.publicKey.export({ type: 'spki', format: 'der' }));
  const certificate = certificateFor(spki, pair.privateKey, { commonName, serial: 7 });
  return { privateKey: pair.privateKey, spki, certificate, certificateBase64: encodeBase64(certificate) };
}

/** An X.509 frame around a key; another name or serial number makes another certificate for the same key. */
export function certificateFor(
  spki: Uint8Array,
  signer: KeyObject,
  { commonName, serial }: { readonly commonName: string; readonly serial: number },
): Uint8Array {
  const text = encodeUtf8(commonName);
  const name = derTlv(0x30, derTlv(0x31, derTlv(0x30, derTlv(0x06, encodeOid('2.5.4.3')), derTlv(0x0c, text))));
  const ec = signer.asymmetricKeyType === 'ec';
  const algorithm = ec
    ? derTlv(0x30, derTlv(0x06, encodeOid('1.2.840.10045.4.3.2')))
    : derTlv(0x30, derTlv(0x06, encodeOid('1.2.840.113549.1.1.11')), derTlv(0x05));
  const time = (value: string) => derTlv(0x17, encodeUtf8(value));
  const tbs = derTlv(
    0x30,
    derTlv(0xa0, derTlv(0x02, Uint8Array.of(2))),
    derTlv(0x02, Uint8Array.of(serial)),
    algorithm,
    name,
    derTlv(0x30, time('250101000000Z'), time('350101000000Z')),
    name,
    spki,
  );
  const value = spki.length < 100 ? new Uint8Array(8) : new Uint8Array(nodeSign('sha256', tbs, signer));
  return derTlv(0x30, tbs, algorithm, derTlv(0x03, Uint8Array.of(0), value));
}

export interface ReferenceSpec {
  readonly uri?: string | null;
  readonly type?: string;
  readonly id?: string;
  /** URIs, or whole Transform elements. */
  readonly transforms?: readonly string[];
  readonly digest?: string;
}

export interface SignatureSpec {
  readonly id?: string;
  readonly c14n?: string;
  readonly algorithm?: string;
  readonly references: readonly ReferenceSpec[];
  /** Content of KeyInfo; default the certificate of the key. */
  readonly keyInfo?: string;
  /** Elements after KeyInfo. */
  readonly objects?: string;
  /** Children of SignatureMethod. */
  readonly parameters?: string;
  readonly key?: TestKey;
  readonly prefix?: string;
}

/** A ds:Signature without digests and value. */
export function signatureTemplate(spec: SignatureSpec): string {
  const { key = testKey(), prefix = '', references, parameters = '' } = spec;
  const p = prefix === '' ? '' : `${prefix}:`;
  const xmlns = prefix === '' ? `xmlns="${DS}"` : `xmlns:${prefix}="${DS}"`;
  const attribute = (name: string, value: string | null | undefined) =>
    value === undefined || value === null ? '' : ` ${name}="${value}"`;
  const list = references.map(({ uri, type, id, transforms = [], digest = SHA256 }) => {
    const inner = transforms.map((one) => (one.startsWith('<') ? one : `<${p}Transform Algorithm="${one}"/>`)).join('');
    return (
      `<${p}Reference${attribute('Id', id)}${attribute('Type', type)}${attribute('URI', uri)}>` +
      (inner === '' ? '' : `<${p}Transforms>${inner}</${p}Transforms>`) +
      `<${p}DigestMethod Algorithm="${digest}"/><${p}DigestValue></${p}DigestValue></${p}Reference>`
    );
  });
  const keyInfo =
    spec.keyInfo ?? `<${p}X509Data><${p}X509Certificate>${key.certificateBase64}</${p}X509Certificate></${p}X509Data>`;
  return (
    `<${p}Signature ${xmlns}${attribute('Id', spec.id)}><${p}SignedInfo>` +
    `<${p}CanonicalizationMethod Algorithm="${spec.c14n ?? EXCLUSIVE}"/>` +
    `<${p}SignatureMethod Algorithm="${spec.algorithm ?? RSA_SHA256}">${parameters}</${p}SignatureMethod>` +
    `${list.join('')}</${p}SignedInfo><${p}SignatureValue></${p}SignatureValue>` +
    `${keyInfo === '' ? '' : `<${p}KeyInfo>${keyInfo}</${p}KeyInfo>`}${spec.objects ?? ''}</${p}Signature>`
  );
}

export interface FillOptions {
  readonly key?: TestKey;
  /** Which signature of the document, in document order. */
  readonly index?: number;
  readonly verify?: VerifySignatureOptions;
  /** DigestValue by reference index where the engine would not compute one. */
  readonly digests?: Readonly<Record<number, string>>;
}

/** Fills in the digests and the value of one signature of a document. */
export async function fill(text: string, options: FillOptions = {}): Promise<string> {
  const { key = testKey(), index = 0, verify = {}, digests = {} } = options;
  const first = parseXml(encodeUtf8(text));
  const element = findSignatures(first.root)[index]!;
  const draft = await verifySignature(element, openSignedDocument(first), verify);
  const references = findChildren(findChild(element, 'SignedInfo')!, 'Reference');
  const edits = references.map((reference, at): XmlEdit => {
    const computed = draft.references[at]?.computed;
    const value = digests[at] ?? (computed ? encodeBase64(computed) : encodeBase64(new Uint8Array(32)));
    return inside(findChild(reference, 'DigestValue')!, value);
  });
  return resign(decodeUtf8(spliceXml(first, edits)), key, index);
}

/** Puts a fresh value over the SignedInfo as it stands. */
export function resign(text: string, key: TestKey = testKey(), index = 0): string {
  const document = parseXml(encodeUtf8(text));
  const element = findSignatures(document.root)[index]!;
  const value = signatureValueOf(findChild(element, 'SignedInfo')!, key);
  return decodeUtf8(spliceXml(document, [inside(findChild(element, 'SignatureValue')!, encodeBase64(value))]));
}

function signatureValueOf(signedInfo: XmlElement, key: TestKey): Uint8Array {
  const method = childElements(signedInfo)[0]!;
  const prefixes = (attributeValue(childElements(method)[0] ?? method, 'PrefixList') ?? '').split(' ').filter(Boolean);
  const octets = encodeUtf8(
    canonicalize(signedInfo, {
      algorithm: attributeValue(method, 'Algorithm') as C14nAlgorithm,
      inclusivePrefixes: prefixes.map((one) => (one === '#default' ? '' : one)),
    }),
  );
  return valueOver(octets, attributeValue(findChild(signedInfo, 'SignatureMethod')!, 'Algorithm') ?? '', key);
}

/** A signature value over octets by an algorithm, made by Node and not by this package. */
export function valueOver(octets: Uint8Array, algorithm: string, key: TestKey): Uint8Array {
  const row = findSignatureAlgorithm(algorithm);
  const pss = row?.kind === 'rsa-pss';
  const hash = (row?.digest ?? 'SHA-256').replace('SHA-', 'sha').toLowerCase();
  return new Uint8Array(
    nodeSign(hash, octets, {
      key: key.privateKey,
      dsaEncoding: 'ieee-p1363',
      ...(pss ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST } : {}),
    }),
  );
}

function inside(element: XmlElement, insert: string): XmlEdit {
  return { at: element.openEnd, remove: element.closeStart - element.openEnd, insert };
}

/** Every signature of a document, judged. */
export async function judgeAll(
  text: string | Uint8Array,
  options: VerifySignatureOptions = {},
): Promise<readonly SignatureResult[]> {
  const document = parseXml(typeof text === 'string' ? encodeUtf8(text) : text);
  const opened = openSignedDocument(document);
  const results: SignatureResult[] = [];
  for (const element of findSignatures(document.root)) results.push(await verifySignature(element, opened, options));
  return results;
}

/** The only signature of a document, judged. */
export async function judge(text: string | Uint8Array, options: VerifySignatureOptions = {}): Promise<SignatureResult> {
  const results = await judgeAll(text, options);
  if (results.length !== 1) throw new Error(`${results.length} signatures`);
  return results[0]!;
}

/** What most assertions look at. */
export function brief({ core, reason }: SignatureResult): string {
  return reason === null ? core : `${core} ${reason}`;
}

/** A record-like document with one signature beside its data block. */
export function recordWith(signature: string, data = '<HO_VA_TEN>Trần Thị Bình</HO_VA_TEN><DIEM>9</DIEM>'): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<HOC_BA><DU_LIEU_HOC_BA Id="data">${data}</DU_LIEU_HOC_BA><KY>${signature}</KY></HOC_BA>`;
}

/** `Object/SignatureProperties/SignatureProperty/SigningTime` as the field writes it. */
export function timeObject(id: string, content: string, target = '#sig'): string {
  return `<Object Id="${id}"><SignatureProperties><SignatureProperty Target="${target}">${content}</SignatureProperty></SignatureProperties></Object>`;
}

/** An Object with XAdES properties of the baseline that name a certificate. */
export function propertiesObject(options: {
  readonly id?: string;
  readonly target?: string;
  readonly certificate?: Uint8Array | null;
  readonly signed?: string;
  readonly unsigned?: string;
}): string {
  const { id = 'xades', target = '#sig', certificate = testKey().certificate, signed = '', unsigned = '' } = options;
  const named =
    certificate === null
      ? ''
      : `<xades:SigningCertificateV2><xades:Cert><xades:CertDigest><DigestMethod Algorithm="${SHA256}"/>` +
        `<DigestValue>${encodeBase64(sha256(certificate))}</DigestValue></xades:CertDigest></xades:Cert></xades:SigningCertificateV2>`;
  return (
    `<Object><xades:QualifyingProperties xmlns:xades="${XADES}" Target="${target}">` +
    `<xades:SignedProperties Id="${id}"><xades:SignedSignatureProperties>` +
    `<xades:SigningTime>2026-05-29T08:00:00+07:00</xades:SigningTime>${named}${signed}` +
    `</xades:SignedSignatureProperties></xades:SignedProperties>` +
    `${unsigned === '' ? '' : `<xades:UnsignedProperties><xades:UnsignedSignatureProperties>${unsigned}</xades:UnsignedSignatureProperties></xades:UnsignedProperties>`}` +
    `</xades:QualifyingProperties></Object>`
  );
}

export const SIGNED_PROPERTIES_TYPE = 'http://uri.etsi.org/01903#SignedProperties';

/** A XAdES signature over `#data`, in a record. */
export function xadesRecord(options: Partial<SignatureSpec> & { readonly properties?: string } = {}): string {
  return recordWith(
    signatureTemplate({
      id: 'sig',
      references: [
        { uri: '#data', transforms: [EXCLUSIVE] },
        { uri: '#xades', type: SIGNED_PROPERTIES_TYPE, transforms: [EXCLUSIVE] },
      ],
      objects: options.properties ?? propertiesObject({}),
      ...options,
    }),
  );
}

/** SHA-256 by Node. */
export function sha256(bytes: Uint8Array | string): Uint8Array {
  return new Uint8Array(createHash('sha256').update(bytes).digest());
}

/** RSAKeyValue of a key. */
export function rsaKeyValue(key: TestKey): string {
  const parsed = parsePublicKey(key.spki);
  if (parsed.kind !== 'rsa') throw new Error('not an RSA key');
  return `<KeyValue><RSAKeyValue><Modulus>${encodeBase64(parsed.modulus)}</Modulus><Exponent>${encodeBase64(parsed.exponent)}</Exponent></RSAKeyValue></KeyValue>`;
}

/** Changes a text and fails when there was nothing to change: an attack that changes nothing proves nothing. */
export function change(text: string, from: string | RegExp, to: string): string {
  const changed = text.replace(from, () => to);
  if (changed === text) throw new Error(`nothing to change: ${String(from)}`);
  return changed;
}

export { decodeBase64, encodeBase64, encodeUtf8 };

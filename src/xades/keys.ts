import {
  type CryptoBackend,
  certificateIssuerSerial,
  certificateSpki,
  ecSpki,
  findDigestAlgorithm,
  isSameKey,
  type PublicKey,
  parsePublicKey,
  rsaSpki,
} from '../crypto/index.js';
import { decodeBase64, equalBytes } from '../encoding/index.js';
import { isHocBaSoError } from '../errors/index.js';
import { attributeValue, childElements, findChild, findChildren, textContent, type XmlElement } from '../xml/index.js';
import { certificateDigest, certificateKey, decodeCertificate } from './known-certificates.js';
import type { CertificateReference } from './qualifying-properties.js';
import type { SignatureParts } from './signature-parts.js';
import { isRefusal, type Refusal } from './transforms.js';
import { DS, DSIG11 } from './uris.js';

/** Where the key that verified a value came from. */
export type KeySource = 'keyInfo' | 'certificateValues' | 'keyValue' | 'given';

export interface KeyCandidate {
  readonly source: KeySource;
  readonly key: PublicKey;
  /** DER of the certificate that holds the key, `null` for a bare key. */
  readonly certificate: Uint8Array | null;
}

export interface KeyMaterial {
  readonly candidates: readonly KeyCandidate[];
  /** Certificates in KeyInfo, DER, in document order. */
  readonly certificates: readonly Uint8Array[];
  /** KeyValue and DEREncodedKeyValue of KeyInfo as SubjectPublicKeyInfo. */
  readonly bareKeys: readonly Uint8Array[];
  /** Keys of KeyInfo in a form that is not read (DSA, explicit curves): nobody can say that they agree. */
  readonly unreadKeys: number;
}

/** A key handed in by the caller: a certificate (DER) or a SubjectPublicKeyInfo (DER). */
export interface GivenKey {
  readonly certificate?: Uint8Array;
  readonly publicKey?: Uint8Array;
}

export interface KeySettings {
  readonly key: GivenKey | undefined;
  readonly knownCertificates: readonly Uint8Array[];
  /** Of certificates, and of other keys, in one KeyInfo. */
  readonly limit: number;
  readonly crypto: CryptoBackend;
}

/**
 * Gathers the keys a signature offers. A bare key beside certificates only has to agree with the one that verifies; certificates of the
 * validation data count only when KeyInfo holds no key at all.
 */
export async function gatherKeys(
  parts: SignatureParts,
  unsigned: XmlElement | null,
  { key: given, knownCertificates, limit, crypto }: KeySettings,
): Promise<KeyMaterial | Refusal> {
  const certificates: Uint8Array[] = [];
  const bareKeys: Uint8Array[] = [];
  const digests: XmlElement[] = [];
  let unreadKeys = 0;
  for (const child of parts.keyInfo === null ? [] : childElements(parts.keyInfo)) {
    if (child.localName === 'X509Data' && child.namespaceUri === DS) {
      digests.push(...findChildren(child, 'X509Digest', DSIG11));
      for (const one of findChildren(child, 'X509Certificate', DS)) {
        const der = base64(one, 'X509Certificate', decodeCertificate);
        if (isRefusal(der)) return der;
        certificates.push(der);
        if (certificates.length > limit) return { refused: 'limit', detail: 'certificates' };
      }
    } else {
      const spki = bareKey(child);
      if (spki === undefined) {
        if (child.localName === 'KeyValue' && child.namespaceUri === DS) unreadKeys += 1;
        continue;
      }
      if (isRefusal(spki)) return spki;
      bareKeys.push(spki);
    }
    if (digests.length + bareKeys.length > limit) return { refused: 'limit', detail: 'certificates' };
  }
  const candidates: KeyCandidate[] = [];
  const add = (source: KeySource, key: () => PublicKey, certificate: Uint8Array | null): Refusal | undefined => {
    try {
      candidates.push({ source, key: key(), certificate });
      return undefined;
    } catch (cause) {
      if (isHocBaSoError(cause)) return { refused: 'keyMalformed', detail: cause.code };
      throw cause;
    }
  };
  const addCertificates = (source: KeySource, list: readonly Uint8Array[]) =>
    list.map((der) => add(source, () => certificateKey(der), der)).find((one) => one !== undefined);
  let refusal: Refusal | undefined;
  if (given?.certificate !== undefined) {
    const { certificate } = given;
    refusal = add('given', () => parsePublicKey(certificateSpki(certificate)), certificate);
  } else if (given?.publicKey !== undefined) {
    const { publicKey } = given;
    refusal = add('given', () => parsePublicKey(publicKey), null);
  } else if (certificates.length > 0) refusal = addCertificates('keyInfo', certificates);
  else if (bareKeys.length > 0) {
    for (const spki of bareKeys) refusal ??= add('keyValue', () => parsePublicKey(spki), null);
  } else {
    const named = await namedCertificates(digests, knownCertificates, crypto);
    if (isRefusal(named)) return named;
    const values = named.length > 0 ? [] : embeddedCertificates(unsigned, limit);
    if (isRefusal(values)) return values;
    refusal = addCertificates('given', named) ?? addCertificates('certificateValues', values);
  }
  if (refusal !== undefined && candidates.length === 0) return refusal;
  return candidates.length === 0 ? { refused: 'keyMissing' } : { candidates, certificates, bareKeys, unreadKeys };
}

/** The known certificates that an `X509Digest` names (XMLDSig 1.1 §4.5.4.1). */
async function namedCertificates(
  digests: readonly XmlElement[],
  known: readonly Uint8Array[],
  crypto: CryptoBackend,
): Promise<readonly Uint8Array[] | Refusal> {
  const found: Uint8Array[] = [];
  for (const one of known.length === 0 ? [] : digests) {
    const row = findDigestAlgorithm(attributeValue(one, 'Algorithm') ?? '');
    if (row === undefined || row.digest === null || row.status === 'legacy') continue;
    const wanted = base64(one, 'X509Digest');
    if (isRefusal(wanted)) return wanted;
    try {
      for (const der of known) if (equalBytes(await crypto.digest(row.digest, der), wanted)) found.push(der);
    } catch (cause) {
      if (isHocBaSoError(cause)) return { refused: 'platform', detail: cause.code };
      throw cause;
    }
  }
  return found;
}

/** How SigningCertificate(V2) and the certificate at hand agree. */
export type CertificateBinding = 'absent' | 'match' | 'mismatch' | 'malformed';

/** Compares a certificate with the references of SigningCertificate(V2): the first of them names the signer (EN 319 132-1 §5.2.2.2). */
export async function bindingOf(
  certificate: Uint8Array,
  references: readonly CertificateReference[] | null,
  crypto: CryptoBackend,
): Promise<CertificateBinding> {
  if (references === null) return 'absent';
  let malformed = false;
  for (const reference of references) {
    const name = findDigestAlgorithm(reference.digestAlgorithm)?.digest;
    if (reference.digest === null || !name) {
      malformed = true;
      continue;
    }
    if (!equalBytes(reference.digest, await certificateDigest(certificate, name, crypto))) continue;
    if (reference.malformed) return 'malformed';
    const serial = reference.serialNumber;
    return serial !== null && serial !== certificateIssuerSerial(certificate).serialNumber ? 'mismatch' : 'match';
  }
  return malformed ? 'malformed' : 'mismatch';
}

/** Certificates of CertificateValues, for signatures whose KeyInfo holds none. */
function embeddedCertificates(unsigned: XmlElement | null, limit: number): readonly Uint8Array[] | Refusal {
  const out: Uint8Array[] = [];
  for (const values of unsigned === null ? [] : childElements(unsigned)) {
    if (values.localName !== 'CertificateValues') continue;
    for (const one of findChildren(values, 'EncapsulatedX509Certificate')) {
      if (out.length >= limit) return { refused: 'limit', detail: 'certificates' };
      const der = base64(one, 'EncapsulatedX509Certificate', decodeCertificate);
      if (isRefusal(der)) return der;
      out.push(der);
    }
  }
  return out;
}

/** A key without certificate as SubjectPublicKeyInfo; undefined when the element is no such key. */
function bareKey(child: XmlElement): Uint8Array | Refusal | undefined {
  if (child.localName === 'DEREncodedKeyValue' && child.namespaceUri === DSIG11)
    return base64(child, 'DEREncodedKeyValue');
  if (child.localName !== 'KeyValue' || child.namespaceUri !== DS) return undefined;
  const rsa = findChild(child, 'RSAKeyValue', DS);
  if (rsa !== undefined) {
    const modulus = base64(findChild(rsa, 'Modulus', DS), 'Modulus');
    const exponent = base64(findChild(rsa, 'Exponent', DS), 'Exponent');
    if (isRefusal(modulus)) return modulus;
    return isRefusal(exponent) ? exponent : rsaSpki(modulus, exponent);
  }
  const ec = findChild(child, 'ECKeyValue', DSIG11);
  const curve = ec && findChild(ec, 'NamedCurve', DSIG11);
  if (ec === undefined || curve === undefined) return undefined;
  const point = base64(findChild(ec, 'PublicKey', DSIG11), 'PublicKey');
  if (isRefusal(point)) return point;
  try {
    return ecSpki(attributeValue(curve, 'URI') ?? '', point);
  } catch (cause) {
    if (isHocBaSoError(cause)) return { refused: 'keyMalformed', detail: cause.code };
    throw cause;
  }
}

function base64(
  element: XmlElement | undefined,
  detail: string,
  decode: (text: string) => Uint8Array = decodeBase64,
): Uint8Array | Refusal {
  if (element === undefined) return { refused: 'structure', detail };
  try {
    return decode(textContent(element));
  } catch (cause) {
    if (isHocBaSoError(cause)) return { refused: 'base64', detail };
    throw cause;
  }
}

/** Whether a SubjectPublicKeyInfo is that key; one that cannot be read is another. */
export function isKey(spki: Uint8Array, key: PublicKey): boolean {
  try {
    return isSameKey(parsePublicKey(spki), key);
  } catch (cause) {
    if (isHocBaSoError(cause)) return false;
    throw cause;
  }
}

import {
  type CryptoBackend,
  cryptoBackend,
  type DigestName,
  digestUri,
  findSignatureAlgorithm,
  keyIssues,
  MGF1_URI,
  parsePublicKey,
  rsaPssAlgorithm,
  type SignatureAlgorithm,
} from '../crypto/index.js';
import { isHocBaSoError } from '../errors/index.js';
import type { Certificate } from './certificate.js';
import { childNodes, contextTag, readDer, readInside, readOid, readSmallInteger, sequenceOf, TAG } from './der.js';

/** Something signed in the manner of X.509: certificate, CRL, OCSP answer. */
export interface SignedData {
  readonly fingerprint: string;
  /** The octets signed. */
  readonly tbs: Uint8Array;
  /** AlgorithmIdentifier, DER. */
  readonly signatureAlgorithm: Uint8Array;
  readonly signature: Uint8Array;
}

/** Verdict on one signature. `unsupported` says that nothing was found out. */
export type SignatureVerdict = { readonly valid: boolean } | { readonly unsupported: string };

/** X.509 algorithm identifiers of PKCS#1 v1.5 and ECDSA, by the identifier of XMLDSig that means the same. */
const ALGORITHMS: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.4': 'http://www.w3.org/2001/04/xmldsig-more#rsa-md5',
  '1.2.840.113549.1.1.5': 'http://www.w3.org/2000/09/xmldsig#rsa-sha1',
  '1.2.840.113549.1.1.14': 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha224',
  '1.2.840.113549.1.1.11': 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  '1.2.840.113549.1.1.12': 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha384',
  '1.2.840.113549.1.1.13': 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
  '1.2.840.10045.4.1': 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha1',
  '1.2.840.10045.4.3.1': 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha224',
  '1.2.840.10045.4.3.2': 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256',
  '1.2.840.10045.4.3.3': 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384',
  '1.2.840.10045.4.3.4': 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512',
};
const RSA_PSS_OID = '1.2.840.113549.1.1.10';
const MGF1_OID = '1.2.840.113549.1.1.8';
const DIGESTS: Readonly<Record<string, DigestName>> = {
  '1.3.14.3.2.26': 'SHA-1',
  '2.16.840.1.101.3.4.2.4': 'SHA-224',
  '2.16.840.1.101.3.4.2.1': 'SHA-256',
  '2.16.840.1.101.3.4.2.2': 'SHA-384',
  '2.16.840.1.101.3.4.2.3': 'SHA-512',
};

/** The row of an X.509 AlgorithmIdentifier, or undefined for one without meaning here. */
export function signatureAlgorithmOf(der: Uint8Array): SignatureAlgorithm | undefined {
  const [type, parameters] = sequenceOf(readDer(der), 'AlgorithmIdentifier');
  const oid = readOid(type, 'algorithm');
  if (oid === RSA_PSS_OID) return parameters?.tag === TAG.sequence ? pssAlgorithm(parameters) : undefined;
  // RFC 4055 §5 wants NULL beside RSA, RFC 5758 §3.2 nothing beside ECDSA; either spelling means the same.
  if (parameters !== undefined && parameters.tag !== TAG.null) return undefined;
  return Object.hasOwn(ALGORITHMS, oid) ? findSignatureAlgorithm(ALGORITHMS[oid]!) : undefined;
}

function pssAlgorithm(parameters: ReturnType<typeof readDer>): SignatureAlgorithm | undefined {
  let digest: DigestName | undefined = 'SHA-1';
  let maskDigest: DigestName | undefined = 'SHA-1';
  let saltLength = 20;
  let trailerField = 1;
  for (const part of childNodes(parameters)) {
    const value = readInside(part);
    if (part.tag === contextTag(0, true)) digest = digestOf(value);
    else if (part.tag === contextTag(1, true)) {
      const [type, inner] = sequenceOf(value, 'maskGenAlgorithm');
      maskDigest = readOid(type, 'maskGenAlgorithm') === MGF1_OID && inner ? digestOf(inner) : undefined;
    } else if (part.tag === contextTag(2, true)) saltLength = readSmallInteger(value, 'saltLength');
    else if (part.tag === contextTag(3, true)) trailerField = readSmallInteger(value, 'trailerField');
  }
  if (!digest || !maskDigest) return undefined;
  return rsaPssAlgorithm({
    digestUri: digestUri(digest),
    maskGenerationUri: MGF1_URI,
    maskDigestUri: digestUri(maskDigest),
    saltLength,
    trailerField,
  });
}

function digestOf(node: ReturnType<typeof readDer>): DigestName | undefined {
  const oid = readOid(sequenceOf(node, 'hashAlgorithm')[0], 'hashAlgorithm');
  return Object.hasOwn(DIGESTS, oid) ? DIGESTS[oid] : undefined;
}

/** Verdicts are facts about bytes: the same two certificates meet in every record of a school. Bounded, oldest out first. */
const MEMORY_LIMIT = 5000;
const memories: WeakMap<CryptoBackend, Map<string, boolean>> = /* @__PURE__ */ new WeakMap();

/** Whether `signed` carries a signature by the key of `issuer`. */
export async function verifyIssuerSignature(
  signed: SignedData,
  issuer: Pick<Certificate, 'spki' | 'fingerprint'>,
  crypto?: Crypto,
): Promise<SignatureVerdict> {
  const backend = cryptoBackend(crypto);
  const memory = memories.get(backend) ?? new Map<string, boolean>();
  memories.set(backend, memory);
  const name = `${signed.fingerprint}:${issuer.fingerprint}`;
  const known = memory.get(name);
  if (known !== undefined) return { valid: known };
  try {
    const algorithm = signatureAlgorithmOf(signed.signatureAlgorithm);
    if (!algorithm)
      return { unsupported: readOid(sequenceOf(readDer(signed.signatureAlgorithm), 'algorithm')[0], 'algorithm') };
    const key = parsePublicKey(issuer.spki);
    const valid = await backend.verify({ algorithm, key, signature: signed.signature, data: signed.tbs });
    if (memory.size >= MEMORY_LIMIT) memory.delete(memory.keys().next().value!);
    memory.set(name, valid);
    return { valid };
  } catch (error) {
    // Refused algorithms and keys, and platforms that fail: nothing was found out about the signature. Other errors are ours.
    if (!isHocBaSoError(error)) throw error;
    return { unsupported: error.code };
  }
}

/** Something that the rules of today do not like in an algorithm or a key. */
export interface Weakness {
  /** Name of the algorithm, or code of the key's issue. */
  readonly name: string;
  /** Last day of trust, `YYYY-MM-DD`; `null` when it is not tied to a day. */
  readonly trustedUntil: string | null;
}

/** What is weak on a day in the algorithm and the key behind a signature. */
export function weaknesses(
  signed: Pick<SignedData, 'signatureAlgorithm'>,
  issuerSpki: Uint8Array | null,
  at: Date,
): Weakness[] {
  const algorithm = readable(() => signatureAlgorithmOf(signed.signatureAlgorithm));
  const day = at.toISOString().slice(0, 10);
  const isOld = algorithm?.status === 'legacy' || (algorithm?.trustedUntil ?? day) < day;
  return [
    ...(algorithm !== undefined && isOld ? [{ name: algorithm.name, trustedUntil: algorithm.trustedUntil }] : []),
    ...(issuerSpki ? keyWeaknesses(issuerSpki) : []),
  ];
}

/** What is weak in a key. */
export function keyWeaknesses(spki: Uint8Array): Weakness[] {
  const key = readable(() => parsePublicKey(spki));
  return key ? keyIssues(key).map(({ code, trustedUntil }) => ({ name: code, trustedUntil })) : [];
}

/** Malformed parameters and keys have no strength to be judged: the signature is `unsupported` then, which says more. */
function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!isHocBaSoError(error)) throw error;
    return undefined;
  }
}

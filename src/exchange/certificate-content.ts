import { parseCertificate } from '../certificate/index.js';
import { certificateSpki, cryptoBackend, digestSync, findSignatureAlgorithm, parsePublicKey } from '../crypto/index.js';
import { decodeBase64, decodeUtf8, encodeBase64, encodeUtf8 } from '../encoding/index.js';
import { isHocBaSoError } from '../errors/index.js';
import type { Signer } from '../signing/index.js';
import { isObject } from './field-codec.js';

/**
 * The `content` of a registration: certificate, and a signature with its key over what is declared. Annex 3, which describes it, is not
 * public: this is the form of the gateway kit, base64 of a JSON object, and `assumed`.
 */
export async function certificateContent(
  signer: Signer,
  declared: { readonly maDonVi: string; readonly serialNumber: string },
): Promise<string> {
  const { algorithm, certificate } = signer;
  const digestName = findSignatureAlgorithm(algorithm)?.digest ?? 'SHA-256';
  const toSign = statement(declared);
  const value = await signer.sign({ toSign, digest: digestSync(digestName, toSign), digestName, algorithm });
  const object = { certificate: encodeBase64(certificate), algorithm, signature: encodeBase64(value) };
  return encodeBase64(encodeUtf8(JSON.stringify(object)));
}

/** The fingerprint of a registration's certificate when the declaration is signed with its key and names its number; else `null`. */
export async function readCertificateContent(
  content: string,
  declared: { readonly maDonVi: string; readonly serialNumber: string },
  crypto?: Crypto,
): Promise<{ readonly fingerprint: string } | null> {
  try {
    const object: unknown = JSON.parse(decodeUtf8(decodeBase64(content)));
    if (!isObject(object)) return null;
    const text = (key: string) => (typeof object[key] === 'string' ? object[key] : '');
    const der = decodeBase64(text('certificate'));
    const certificate = parseCertificate(der);
    const number = declared.serialNumber.toLowerCase().replace(/^0+/, '');
    const numbers = [certificate.serialNumber, certificate.serialNumberHex.toLowerCase().replace(/^0+/, '')];
    const algorithm = findSignatureAlgorithm(text('algorithm'));
    if (!numbers.includes(number) || algorithm?.status !== 'produced') return null;
    const holds = await cryptoBackend(crypto).verify({
      algorithm,
      key: parsePublicKey(certificateSpki(der)),
      signature: decodeBase64(text('signature')),
      data: statement(declared),
    });
    return holds ? { fingerprint: certificate.fingerprint } : null;
  } catch (cause) {
    // attacker-controlled: whatever cannot be read is no registration.
    const isPlatform = isHocBaSoError(cause) && cause.code.startsWith('ERR_CRYPTO_');
    if (!isPlatform && (isHocBaSoError(cause) || cause instanceof SyntaxError)) return null;
    throw cause;
  }
}

function statement({ maDonVi, serialNumber }: { readonly maDonVi: string; readonly serialNumber: string }): Uint8Array {
  return encodeUtf8(`hoc-ba-so/dang-ky-chung-thu-so\n${maDonVi}\n${serialNumber}\n`);
}

import { type OpenPkcs12Options, openPkcs12, parseCertificate } from '../certificate/index.js';
import { findSignatureAlgorithm, signWithKey, webCrypto } from '../crypto/index.js';
import { ARGUMENT_ERRORS, createError } from '../errors/index.js';

/** What a key is asked to sign. */
export interface SigningRequest {
  /** Canonical SignedInfo. */
  readonly toSign: Uint8Array;
  /** Its hash, for devices that sign digests. */
  readonly digest: Uint8Array;
  /** Name of the hash function, for example `SHA-256`. */
  readonly digestName: string;
  /** URI of the signature algorithm. */
  readonly algorithm: string;
}

/**
 * A key somewhere, with its certificate: file, token, phone, HSM. The value it returns is checked against the certificate before anything
 * is written, so an adapter need not be trusted.
 */
export interface Signer {
  /** DER. */
  readonly certificate: Uint8Array;
  /** Issuer certificates, nearest first, DER. */
  readonly chain?: readonly Uint8Array[];
  /** URI of the signature algorithm that this key uses. */
  readonly algorithm: string;
  /** @returns the value as SignatureValue carries it; for ECDSA r‖s. */
  sign(request: SigningRequest): Promise<Uint8Array>;
}

const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
const ECDSA: Readonly<Record<string, string>> = {
  'P-256': 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256',
  'P-384': 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384',
  'P-521': 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512',
};

/**
 * A signer on a WebCrypto key.
 *
 * @param input.algorithm - URI; must fit the key (RSA PKCS#1 v1.5, RSA-PSS or ECDSA with the hash it was imported for).
 * @param input.crypto - The Crypto the key belongs to; default `globalThis.crypto`.
 * @throws {@link HocBaSoError} `ERR_ARGUMENT_INVALID` for an unknown algorithm.
 */
export function cryptoKeySigner(input: {
  readonly certificate: Uint8Array;
  readonly chain?: readonly Uint8Array[];
  readonly privateKey: CryptoKey;
  readonly algorithm: string;
  readonly crypto?: Crypto;
}): Signer {
  const { certificate, chain = [], privateKey, algorithm, crypto } = input;
  const row = findSignatureAlgorithm(algorithm);
  if (row === undefined) {
    throw createError(ARGUMENT_ERRORS, 'ERR_ARGUMENT_INVALID', { argument: 'algorithm', reason: algorithm });
  }
  return {
    certificate,
    chain,
    algorithm,
    sign: ({ toSign }) => signWithKey(privateKey, row, toSign, crypto),
  };
}

/**
 * A signer on a PKCS#12 file. The key is imported not extractable; the file's bytes and the password are not kept.
 *
 * @param options.scheme - For RSA keys: `pkcs1` (default, what tokens do) or `pss` (TT 15/2025/TT-BKHCN annex I).
 * @throws {@link HocBaSoError} `ERR_P12_PASSWORD`, `ERR_P12_LEGACY` and the other codes of `openPkcs12`; `ERR_ARGUMENT_INVALID` when not
 * exactly one key fits the choice.
 */
export async function pkcs12Signer(
  bytes: Uint8Array,
  password: string,
  options: OpenPkcs12Options & { readonly scheme?: 'pkcs1' | 'pss' } = {},
): Promise<Signer> {
  const { entries } = await openPkcs12(bytes, password, options);
  const [entry, ...others] = entries;
  if (entry === undefined || others.length > 0) {
    throw createError(ARGUMENT_ERRORS, 'ERR_ARGUMENT_INVALID', {
      argument: 'pkcs12',
      reason: `${entries.length} keys`,
    });
  }
  parseCertificate(entry.certificate);
  const { key } = entry;
  const pss = options.scheme === 'pss';
  const algorithm =
    key.kind === 'rsa'
      ? pss
        ? 'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1'
        : RSA_SHA256
      : ECDSA[key.namedCurve ?? ''];
  if (algorithm === undefined) {
    throw createError(ARGUMENT_ERRORS, 'ERR_ARGUMENT_INVALID', { argument: 'pkcs12', reason: 'key type' });
  }
  const parameters: RsaHashedImportParams | EcKeyImportParams =
    key.kind === 'rsa'
      ? { name: pss ? 'RSA-PSS' : 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
      : { name: 'ECDSA', namedCurve: key.namedCurve ?? 'P-256' };
  const pkcs8 = new Uint8Array(entry.privateKeyPkcs8);
  const privateKey = await webCrypto(options.crypto).subtle.importKey('pkcs8', pkcs8, parameters, false, ['sign']);
  return cryptoKeySigner({
    certificate: entry.certificate,
    chain: entry.chain,
    privateKey,
    algorithm,
    ...(options.crypto === undefined ? {} : { crypto: options.crypto }),
  });
}

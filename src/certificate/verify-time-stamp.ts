import { cryptoBackend, keyIssues, parsePublicKey } from '../crypto/index.js';
import { equalBytes } from '../encoding/index.js';
import { isHocBaSoError } from '../errors/index.js';
import type { Certificate } from './certificate.js';
import { EXTENSION } from './extensions.js';
import type { TimeStampToken } from './time-stamp-token.js';
import { findTokenSigner, isVouchedFor, TST_INFO } from './token-signature.js';

/** Why a token does not stand. Frozen codes. */
export type TimeStampReason =
  | 'imprint'
  | 'imprintAlgorithm'
  | 'contentType'
  | 'messageDigest'
  | 'signingCertificate'
  | 'signature'
  | 'signerMissing'
  | 'attributesMissing'
  | 'algorithmUnsupported'
  | 'keyRefused'
  | 'nonce'
  | 'policy'
  | 'criticalExtension'
  | 'genTimeOutsideCertificate'
  | 'extendedKeyUsage';

/** These leave the question open: with another platform or one more certificate the token may stand. */
const OPEN: ReadonlySet<TimeStampReason> = /* @__PURE__ */ new Set([
  'signerMissing',
  'algorithmUnsupported',
  'keyRefused',
  'imprintAlgorithm',
]);

export interface TimeStampJudgement {
  /** `passed` says the token is sound and over these octets; whether its authority is trusted is a path's question. */
  readonly status: 'passed' | 'failed' | 'indeterminate';
  readonly reasons: readonly TimeStampReason[];
  /** SHA-1 or a short key somewhere: what `trustedUntil` says of it decides. */
  readonly legacy: boolean;
  /** The authority's certificate, for {@link verifyPathWithRevocation} with usage `timeStamping`; `null` when it is not at hand. */
  readonly signer: Certificate | null;
}

export interface VerifyTimeStampOptions {
  /** The nonce of the request, hexadecimal content octets of the INTEGER. */
  readonly nonceHex?: string;
  /** Policies accepted, object identifiers; default any. */
  readonly policies?: readonly string[];
  /** Where to look for the authority's certificate when the token does not carry it. */
  readonly certificates?: readonly Certificate[];
  readonly crypto?: Crypto;
}

const EKU_TIME_STAMPING = '1.3.6.1.5.5.7.3.8';

/**
 * Whether a token is sound and stamps exactly these octets: imprint, signature over the attributes, message digest, ESSCertID of the
 * signer, its critical and sole purpose timeStamping, genTime within its life (RFC 3161 §2.2 to §2.4, RFC 5816).
 *
 * @param octets - What was stamped, before hashing.
 * @throws {@link HocBaSoError} `ERR_CRYPTO_UNAVAILABLE`.
 */
export async function verifyTimeStamp(
  token: TimeStampToken,
  octets: Uint8Array,
  options: VerifyTimeStampOptions = {},
): Promise<TimeStampJudgement> {
  const reasons: TimeStampReason[] = [];
  const { signature } = token;
  const backend = cryptoBackend(options.crypto);
  let legacy = token.imprintDigest === 'SHA-1' || signature.digest === 'SHA-1';
  if (token.imprintDigest === null) reasons.push('imprintAlgorithm');
  else if (!equalBytes(await backend.digest(token.imprintDigest, octets), token.imprint)) reasons.push('imprint');
  if (options.nonceHex !== undefined && token.nonceHex !== options.nonceHex) reasons.push('nonce');
  if (options.policies !== undefined && !options.policies.includes(token.policy)) reasons.push('policy');
  if (token.criticalUnknown) reasons.push('criticalExtension');
  if (signature.attributes === null) reasons.push('attributesMissing');
  if (signature.contentType !== TST_INFO) reasons.push('contentType');
  if (signature.digest === null) reasons.push('algorithmUnsupported');
  else if (
    signature.messageDigest === null ||
    !equalBytes(await backend.digest(signature.digest, signature.content), signature.messageDigest)
  ) {
    reasons.push('messageDigest');
  }
  const signer = token.signer ?? findTokenSigner(signature, options.certificates ?? []);
  if (signer === null) reasons.push('signerMissing');
  else {
    const { extendedKeyUsage, criticalExtensions, notBefore, notAfter } = signer;
    // RFC 3161 §2.3: critical, and nothing else.
    const sole = extendedKeyUsage?.length === 1 && extendedKeyUsage[0] === EKU_TIME_STAMPING;
    if (!sole || !criticalExtensions.includes(EXTENSION.extendedKeyUsage)) reasons.push('extendedKeyUsage');
    if (token.genTime < notBefore || token.genTime > notAfter) reasons.push('genTimeOutsideCertificate');
    // Without it another certificate for the same key could be put in the signer's place (RFC 5816).
    if (!isVouchedFor(signature, signer)) reasons.push('signingCertificate');
    const judged = await judgeValue(token, signer, options);
    if (judged.reason !== null) reasons.push(judged.reason);
    legacy ||= judged.legacy;
  }
  const isDecided = reasons.some((reason) => !OPEN.has(reason));
  return {
    status: isDecided ? 'failed' : reasons.length > 0 ? 'indeterminate' : 'passed',
    reasons: [...new Set(reasons)],
    legacy,
    signer,
  };
}

async function judgeValue(
  { signature }: TimeStampToken,
  signer: Certificate,
  { crypto }: VerifyTimeStampOptions,
): Promise<{ reason: TimeStampReason | null; legacy: boolean }> {
  const { algorithm, attributes, value } = signature;
  if (attributes === null) return { reason: null, legacy: false };
  if (algorithm === null) return { reason: 'algorithmUnsupported', legacy: false };
  try {
    const key = parsePublicKey(signer.spki);
    const issues = keyIssues(key);
    if (issues.some((each) => each.effect === 'refused')) return { reason: 'keyRefused', legacy: false };
    const valid = await cryptoBackend(crypto).verify({ algorithm, key, signature: value, data: attributes });
    return { reason: valid ? null : 'signature', legacy: issues.length > 0 || algorithm.status === 'legacy' };
  } catch (cause) {
    if (isHocBaSoError(cause)) return { reason: 'algorithmUnsupported', legacy: false };
    throw cause;
  }
}

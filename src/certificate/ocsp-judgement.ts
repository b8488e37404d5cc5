import { digestSync } from '../crypto/index.js';
import { equalBytes } from '../encoding/index.js';
import { isHocBaSoError } from '../errors/index.js';
import { type Certificate, comparableNames } from './certificate.js';
import { entryVerdict, freshnessRefusal, isNotYetIssued, standingInstant } from './evidence-time.js';
import { EXTENSION } from './extensions.js';
import { verifyIssuerSignature, weaknesses } from './issuer-signature.js';
import type { OcspAnswer, OcspSingle } from './ocsp-answer.js';
import { publicKeyBits } from './ocsp-request.js';
import type { EvidenceRefusal, EvidenceVerdict, OcspReply, RevocationOptions } from './revocation-evidence.js';
import { ALL_REASONS } from './revocation-reasons.js';

const EKU_OCSP_SIGNING = '1.3.6.1.5.5.7.3.9';
const OCSP_NO_CHECK = '1.3.6.1.5.5.7.48.1.5';
const KNOWN_EXTENSIONS: ReadonlySet<string> = /* @__PURE__ */ (() =>
  new Set([...Object.values(EXTENSION), OCSP_NO_CHECK]))();

/**
 * What one answer says of a certificate (RFC 6960 §3.2): about this certificate, signed by the issuer itself or by a responder whose
 * certificate the issuer itself has given the OCSPSigning purpose, fresh, and for this request when a nonce was sent.
 */
export async function judgeOcspReply(
  reply: OcspReply,
  certificate: Certificate,
  issuer: Certificate,
  options: RevocationOptions,
): Promise<readonly (EvidenceVerdict | EvidenceRefusal)[]> {
  const { answer } = reply;
  try {
    const refusal = answerRefusal(reply, options);
    if (refusal !== null) return [refusal];
    const mine = answer.responses.filter((each) => isFor(each, certificate, issuer));
    if (mine.length === 0) return ['otherCertificate'];
    const found = mine.map((single) => judgeSingle(single, answer, certificate, options));
    if (found.every((one) => typeof one === 'string')) return found;
    const isGood = found.some((one) => typeof one !== 'string' && one.verdict === 'good');
    const signer = await signerRefusal(answer, issuer, isGood, options);
    return signer === null ? found : [signer];
  } catch (cause) {
    // attacker-controlled: the certificates of the answer are looked into only now.
    if (isHocBaSoError(cause, 'ERR_CERTIFICATE_MALFORMED')) return ['malformed'];
    throw cause;
  }
}

/** What makes the answer as a whole unfit. */
function answerRefusal({ answer, nonce }: OcspReply, options: RevocationOptions): EvidenceRefusal | null {
  if (answer.responseStatus === 'tryLater') return 'tryLater';
  if (answer.responseStatus !== 'successful' || answer.producedAt === null) return 'responderRefused';
  if (answer.criticalUnknown) return 'criticalExtension';
  if (nonce !== undefined) {
    if (answer.nonce !== null && !equalBytes(answer.nonce, nonce)) return 'nonceOther';
    if (answer.nonce === null && options.acceptMissingNonce !== true) return 'nonceMissing';
  }
  return isNotYetIssued({ thisUpdate: answer.producedAt }, options) ? 'notYetIssued' : null;
}

function judgeSingle(
  single: OcspSingle,
  { fingerprint }: OcspAnswer,
  certificate: Certificate,
  options: RevocationOptions,
): EvidenceVerdict | EvidenceRefusal {
  if (single.criticalUnknown) return 'criticalExtension';
  if (single.status === 'unknown') return 'statusUnknown';
  if (isNotYetIssued(single, options)) return 'notYetIssued';
  const { revokedAt, reason, invalidSince, thisUpdate, nextUpdate } = single;
  const verdict = revokedAt === null ? 'good' : entryVerdict({ revokedAt, reason, invalidSince }, options.at);
  const old = verdict === 'good' ? freshnessRefusal(single, certificate, single.archiveCutoff, options) : null;
  if (old !== null) return old;
  const facts = { evidence: fingerprint, source: 'ocsp', reasons: ALL_REASONS, thisUpdate, nextUpdate } as const;
  return { ...facts, verdict, revokedAt, reason, invalidSince };
}

/** The whole CertID must fit: a serial number alone names a certificate of any issuer. */
function isFor(single: OcspSingle, certificate: Certificate, issuer: Certificate): boolean {
  if (single.hash === null || single.serialNumberHex !== certificate.serialNumberHex) return false;
  return (
    equalBytes(single.issuerNameHash, digestSync(single.hash, certificate.issuerDer)) &&
    equalBytes(single.issuerKeyHash, digestSync(single.hash, publicKeyBits(issuer)))
  );
}

/** RFC 6960 §4.2.2.2: the issuer itself, or a certificate issued directly by it with the purpose OCSPSigning. */
async function signerRefusal(
  answer: OcspAnswer,
  issuer: Certificate,
  isGood: boolean,
  options: RevocationOptions,
): Promise<EvidenceRefusal | null> {
  let refusal: EvidenceRefusal = 'signatureInvalid';
  const producedAt = answer.producedAt!;
  const { otherKeys = [], trustedResponders = [] } = options;
  const isConfigured = ({ fingerprint }: Certificate) =>
    trustedResponders.some((each) => each.fingerprint === fingerprint);
  for (const signer of [issuer, ...trustedResponders, ...answer.certificates, ...otherKeys]) {
    if (!isResponder(answer, signer)) continue;
    const verdict = await verifyIssuerSignature(answer, signer, options.crypto);
    if ('unsupported' in verdict) {
      if (refusal === 'signatureInvalid') refusal = 'signatureUnsupported';
      continue;
    }
    if (!verdict.valid) continue;
    const found = await responderRefusal(signer, isConfigured(signer), issuer, producedAt, options);
    // Whoever can forge the answer or its responder's certificate can call anything good.
    const now = options.now ?? options.at;
    const weak = [
      answer,
      ...(signer.fingerprint === issuer.fingerprint || isConfigured(signer) ? [] : [signer]),
    ].flatMap((signed) => weaknesses(signed, signed === answer ? signer.spki : issuer.spki, now));
    if (found === null && !(isGood && weak.length > 0)) return null;
    refusal = found ?? 'algorithmLegacy';
  }
  return refusal;
}

async function responderRefusal(
  signer: Certificate,
  isConfigured: boolean,
  issuer: Certificate,
  producedAt: Date,
  options: RevocationOptions,
): Promise<EvidenceRefusal | null> {
  if (signer.fingerprint === issuer.fingerprint) return producedAt > issuer.notAfter ? 'issuerExpired' : null;
  if (isConfigured) return isOutlived(signer, producedAt, options.at) ? 'responderExpired' : null;
  return delegateRefusal(signer, issuer, producedAt, options);
}

/** An answer must outlive neither end of its responder: not the instant it was made at, and not the later one it is used for. */
function isOutlived({ notBefore, notAfter }: Certificate, producedAt: Date, at: Date): boolean {
  return producedAt < notBefore || standingInstant(producedAt, at) > notAfter;
}

async function delegateRefusal(
  signer: Certificate,
  issuer: Certificate,
  producedAt: Date,
  options: RevocationOptions,
): Promise<EvidenceRefusal | null> {
  // Anybody's certificate can sign an answer: only one that this issuer made for the purpose counts.
  if (comparableNames(signer).issuerKey !== comparableNames(issuer).subjectKey) return 'responderNotAuthorised';
  if (signer.extendedKeyUsage?.includes(EKU_OCSP_SIGNING) !== true) return 'responderNotAuthorised';
  if (signer.keyUsage !== null && !signer.keyUsage.includes('digitalSignature')) return 'responderNotAuthorised';
  if (signer.criticalExtensions.some((oid) => !KNOWN_EXTENSIONS.has(oid))) return 'responderNotAuthorised';
  const issued = await verifyIssuerSignature(signer, issuer, options.crypto);
  if ('unsupported' in issued) return 'signatureUnsupported';
  if (!issued.valid) return 'responderNotAuthorised';
  if (isOutlived(signer, producedAt, options.at)) return 'responderExpired';
  if (signer.extensions.some((each) => each.oid === OCSP_NO_CHECK)) return null;
  const instant = standingInstant(producedAt, options.at);
  return (await options.isSignerTrusted?.(signer, 'ocspSigning', instant)) === true ? null : 'responderStatusUnknown';
}

function isResponder({ responder }: OcspAnswer, certificate: Certificate): boolean {
  if (responder === null) return false;
  if ('name' in responder) return responder.name === comparableNames(certificate).subjectKey;
  return equalBytes(responder.keyHash, digestSync('SHA-1', publicKeyBits(certificate)));
}

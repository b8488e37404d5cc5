import { cryptoBackend, keyIssues, type SignatureAlgorithm } from '../crypto/index.js';
import { attributeValue, type XmlElement } from '../xml/index.js';
import { type CoreReason, type SignatureFlag, UNSUPPORTED_REASONS } from './core-reasons.js';
import type { CertificateBinding, GivenKey, KeySource } from './keys.js';
import { effectiveLimits, type SignatureLimits } from './limits.js';
import { judgeCounterSignature, judgedReferences, judgeProperties } from './property-rules.js';
import {
  levelOf,
  type QualifyingProperties,
  readQualifyingProperties,
  readSignedClaims,
  type SignatureLevel,
  type SignedClaims,
} from './qualifying-properties.js';
import {
  type JudgedReference,
  judgeReference,
  type ReferenceContext,
  type ReferenceResult,
  unreachedReference,
  withView,
} from './references.js';
import { isSignatureElement, readParts } from './signature-parts.js';
import { judgeValue } from './signature-value.js';
import { type SignedDocument, SMALLEST_FILE } from './signed-document.js';
import { includes } from './signed-view.js';
import { type ClaimedSigningTime, readSigningTimes } from './signing-time.js';
import { isRefusal, type Refusal } from './transforms.js';

export interface VerifySignatureOptions {
  /**
   * Octets of what a reference names outside the document; nothing is ever fetched. `undefined`: not at hand, so the signature cannot
   * be judged; `null`: known not to exist, so it does not hold.
   */
  readonly detached?: (uri: string) => Uint8Array | undefined | null;
  /** A key from elsewhere, used instead of KeyInfo. */
  readonly key?: GivenKey;
  /** Certificates (DER) the caller knows: taken into account when KeyInfo holds none but names one by its `dsig11:X509Digest`. */
  readonly knownCertificates?: readonly Uint8Array[];
  /** Default: Node's own where it exists, else `globalThis.crypto`. */
  readonly crypto?: Crypto;
  readonly limits?: Partial<SignatureLimits>;
  /** `keep`: the .NET reading of enveloped-signature on the signature's own Object, which removes nothing. Default `strict`. */
  readonly envelopedOnOwnObject?: 'strict' | 'keep';
  /** After this instant no further reference is digested and the answer is `unsupported`, reason `deadline`. */
  readonly deadline?: Date;
  /** Clock of the deadline; default `() => new Date()`. */
  readonly clock?: () => Date;
}

/** What one ds:Signature says and whether its core holds: references and value; no trust, no time, no role. */
export interface SignatureResult {
  readonly element: XmlElement;
  readonly id: string | null;
  readonly core: 'valid' | 'invalid' | 'unsupported';
  /** The first reason that decided, `null` when valid. */
  readonly reason: CoreReason | null;
  readonly detail: string | null;
  /** Every reason found, in the order of the checks. */
  readonly reasons: readonly CoreReason[];
  readonly flags: readonly SignatureFlag[];
  /** URI of SignatureMethod and of CanonicalizationMethod, `''` when the structure is broken. */
  readonly algorithm: string;
  readonly c14n: string;
  /** Row of the algorithm table, also for parameterised PSS. */
  readonly algorithmRow: SignatureAlgorithm | null;
  /** Whether the value holds over SignedInfo with the key found; `null`: could not be tried. */
  readonly valueHolds: boolean | null;
  readonly references: readonly ReferenceResult[];
  readonly keySource: KeySource | null;
  readonly keyIssues: readonly string[];
  /** DER of the certificate whose key verified the value; `null` when no certificate did. */
  readonly certificate: Uint8Array | null;
  /** Every certificate of KeyInfo, DER. */
  readonly certificates: readonly Uint8Array[];
  readonly certificateBinding: CertificateBinding;
  readonly signatureValue: XmlElement | null;
  /** Claimed times with whether a reference that holds covers them. */
  readonly signingTimes: readonly (ClaimedSigningTime & { readonly signed: boolean })[];
  /** XAdES claims; `null` unless SignedProperties are covered by a reference that holds and the value holds. */
  readonly claims: SignedClaims | null;
  readonly properties: QualifyingProperties | null;
  readonly level: SignatureLevel;
}

/**
 * Judges the core of one signature: structure, algorithms, key, SignatureValue, every reference (XMLDSig §3.2), and the rules that make
 * a XAdES signature more than its digests (SignedProperties covered, counter-signature on its parent's value).
 *
 * Never throws for a bad file: whatever is wrong becomes `core` and `reason`. Views of signed content are handed out only when the value
 * and the digest hold.
 *
 * @param element - The ds:Signature, an element of `opened.document`.
 * @throws {@link HocBaSoError} only for the platform: `ERR_CRYPTO_UNAVAILABLE`.
 */
export async function verifySignature(
  element: XmlElement,
  opened: SignedDocument,
  options: VerifySignatureOptions = {},
): Promise<SignatureResult> {
  const limits = effectiveLimits(options.limits);
  const crypto = cryptoBackend(options.crypto);
  const flags = new Set<SignatureFlag>();
  const reasons: { reason: CoreReason; detail: string | null }[] = [];
  const note = ({ refused, detail }: Refusal) => reasons.push({ reason: refused, detail: detail ?? null });
  const expired = () => options.deadline !== undefined && (options.clock?.() ?? new Date()) > options.deadline;

  const parts = isSignatureElement(element) ? readParts(element) : ({ refused: 'structure' } as const);
  if (isRefusal(parts)) return broken(element, parts);
  if (parts.references.length > limits.references) return broken(element, { refused: 'limit', detail: 'references' });
  if (expired()) return broken(element, { refused: 'deadline' });

  const properties = readQualifyingProperties(parts);
  const value = await judgeValue({ parts, properties, opened, limits, crypto, flags, options });
  value.refusals.forEach(note);

  const flag = (one: SignatureFlag) => void flags.add(one);
  const context = referenceContext({ opened, signature: element, crypto, flag }, limits, options);
  const judged: JudgedReference[] = [];
  for (const reference of parts.references) {
    const late = judged.at(-1)?.result.reason === 'deadline' || expired();
    const answer = late ? unreachedReference(reference) : judgeReference(reference, context);
    // Waiting for what is there already would cost more than a digest.
    const one = answer instanceof Promise ? await answer : answer;
    const { reason, detail } = one.result;
    if (reason !== null) reasons.push({ reason, detail });
    judged.push(one);
  }
  const facts = judgedReferences(opened.document, judged);
  judgeProperties(parts, properties, facts, flags).forEach(note);
  judgeCounterSignature(element, facts).forEach(note);

  const references = judged.map((one) => (value.holds === true ? withView(one, opened) : one.result));
  const covered = (one: XmlElement) => references.some((reference) => reference.view?.covers(one) === true);
  const signingTimes = readSigningTimes(parts, properties).map(({ text, instant, hasZone, place, element: at }) => ({
    text,
    instant,
    hasZone,
    place,
    element: at,
    signed: covered(at),
  }));
  if (signingTimes.some((time) => !time.signed)) flags.add('signingTimeUnsigned');
  if (signingTimes.some((time) => time.instant !== null && !time.hasZone)) flags.add('signingTimeWithoutZone');
  const { document } = opened;
  if (!judged.some(({ input }) => input?.set != null && includes(input.set, document, document.root))) {
    flags.add('rootNotCovered');
  }
  const signedProperties = properties?.signedProperties[0];
  const { candidate } = value;
  // Copies: what stands behind them is remembered for other files.
  const certificates = value.certificates.map((one) => one.slice());
  const own = candidate?.certificate ?? null;
  const deciding = reasons.find((one) => !UNSUPPORTED_REASONS.has(one.reason)) ?? reasons[0];
  return {
    element,
    id: parts.id,
    core: deciding === undefined ? 'valid' : UNSUPPORTED_REASONS.has(deciding.reason) ? 'unsupported' : 'invalid',
    reason: deciding?.reason ?? null,
    detail: deciding?.detail ?? null,
    reasons: reasons.map((one) => one.reason),
    flags: [...flags],
    algorithm: attributeValue(parts.signatureMethod, 'Algorithm') ?? '',
    c14n: attributeValue(parts.canonicalizationMethod, 'Algorithm') ?? '',
    algorithmRow: value.row,
    valueHolds: value.holds,
    references,
    keySource: candidate?.source ?? null,
    keyIssues: candidate === null ? [] : keyIssues(candidate.key).map((one) => one.code),
    certificate: own === null ? null : (certificates[value.certificates.indexOf(own)] ?? own.slice()),
    certificates,
    certificateBinding: value.binding,
    signatureValue: parts.signatureValue,
    signingTimes,
    claims:
      properties !== null && signedProperties !== undefined && covered(signedProperties)
        ? readSignedClaims(properties)
        : null,
    properties,
    level: levelOf(properties),
  };
}

/** What a signature's references may cost, together: a multiple of the file, and of each octet stream handed in. */
function referenceContext(
  { opened, signature, crypto, flag }: Pick<ReferenceContext, 'opened' | 'signature' | 'crypto' | 'flag'>,
  limits: SignatureLimits,
  options: VerifySignatureOptions,
): ReferenceContext {
  let budget = limits.digestedMultiple * Math.max(opened.document.source.length, SMALLEST_FILE);
  let known: Set<Uint8Array> | undefined;
  return {
    opened,
    signature,
    crypto,
    flag,
    detached: options.detached,
    transformLimit: limits.transforms,
    envelopedOnOwnObject: options.envelopedOnOwnObject ?? 'strict',
    spend: (units: number) => {
      budget -= units;
      return budget >= 0;
    },
    welcome: (octets: Uint8Array) => {
      known ??= new Set();
      if (known.size < known.add(octets).size) budget += limits.digestedMultiple * octets.length;
    },
  };
}

function broken(
  element: XmlElement,
  { refused, detail = null }: { refused: CoreReason; detail?: string | null },
): SignatureResult {
  return {
    element,
    id: attributeValue(element, 'Id') ?? null,
    core: UNSUPPORTED_REASONS.has(refused) ? 'unsupported' : 'invalid',
    reason: refused,
    detail,
    reasons: [refused],
    flags: [],
    algorithm: '',
    c14n: '',
    algorithmRow: null,
    valueHolds: null,
    references: [],
    keySource: null,
    keyIssues: [],
    certificate: null,
    certificates: [],
    certificateBinding: 'absent',
    signatureValue: null,
    signingTimes: [],
    claims: null,
    properties: null,
    level: 'XMLDSig',
  };
}

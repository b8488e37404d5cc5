import {
  type CryptoBackend,
  cryptoBackend,
  findSignatureAlgorithm,
  keyIssues,
  type RsaPssParameters,
  rsaPssAlgorithm,
  type SignatureAlgorithm,
} from '../crypto/index.js';
import { decodeBase64 } from '../encoding/index.js';
import { isHocBaSoError } from '../errors/index.js';
import {
  attributeValue,
  childElements,
  findChild,
  isC14nAlgorithm,
  textContent,
  type XmlElement,
} from '../xml/index.js';
import { type CoreReason, type SignatureFlag, UNSUPPORTED_REASONS } from './core-reasons.js';
import {
  bindingOf,
  type CertificateBinding,
  type GivenKey,
  gatherKeys,
  isKey,
  type KeyCandidate,
  type KeySource,
  sameKey,
} from './keys.js';
import { SIGNATURE_LIMITS, type SignatureLimits } from './limits.js';
import {
  levelOf,
  type QualifyingProperties,
  readQualifyingProperties,
  readSignedClaims,
  readSigningCertificate,
  type SignatureLevel,
  type SignedClaims,
} from './qualifying-properties.js';
import { type JudgedReference, judgeReference, type ReferenceResult, withView } from './references.js';
import { isSignatureElement, readParts, type SignatureParts } from './signature-parts.js';
import type { SignedDocument } from './signed-document.js';
import { type ClaimedSigningTime, readSigningTimes } from './signing-time.js';
import { isRefusal, prefixList, type Refusal, render } from './transforms.js';
import { DS, isXadesNamespace, TYPE_SIGNED_PROPERTIES } from './uris.js';

export interface VerifySignatureOptions {
  /** Octets of what a reference names outside the document; nothing is ever fetched. */
  readonly detached?: (uri: string) => Uint8Array | undefined;
  /** A key from elsewhere, used instead of KeyInfo. */
  readonly key?: GivenKey;
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
  const limits = { ...SIGNATURE_LIMITS, ...options.limits };
  const crypto = cryptoBackend(options.crypto);
  const flags = new Set<SignatureFlag>();
  const reasons: { reason: CoreReason; detail: string | null }[] = [];
  const note = ({ refused, detail }: Refusal) => reasons.push({ reason: refused, detail: detail ?? null });

  const parts = isSignatureElement(element) ? readParts(element) : ({ refused: 'structure' } as const);
  if (isRefusal(parts)) return broken(element, parts);
  if (parts.references.length > limits.references) return broken(element, { refused: 'limit', detail: 'references' });

  const properties = readQualifyingProperties(parts);
  const expired = () => options.deadline !== undefined && (options.clock?.() ?? new Date()) > options.deadline;

  let budget = limits.digestedMultiple * Math.max(opened.document.source.length, 65_536);
  const spend = (units: number) => {
    budget -= units;
    return budget >= 0;
  };
  const value = await judgeValue(parts, properties, opened, options.key, limits, crypto, flags);
  value.refusals.forEach(note);

  const judged: JudgedReference[] = [];
  for (const reference of parts.references) {
    if (expired()) {
      note({ refused: 'deadline' });
      break;
    }
    const one = await judgeReference(reference, {
      opened,
      signature: element,
      detached: options.detached,
      crypto,
      transformLimit: limits.transforms,
      envelopedOnOwnObject: options.envelopedOnOwnObject ?? 'strict',
      spend,
      flag: (flag) => flags.add(flag),
    });
    if (one.result.reason !== null) note({ refused: one.result.reason, ...optionalDetail(one.result.detail) });
    judged.push(one);
  }
  const references = judged.map((one) => (value.holds === true ? withView(one, opened) : one.result));
  properties && judgeProperties(parts, properties, references, flags).forEach(note);
  judgeCounterSignature(element, references).forEach(note);

  const covered = (one: XmlElement) => references.some((reference) => reference.view?.covers(one) === true);
  const signingTimes = readSigningTimes(parts, properties).map((time) => ({ ...time, signed: covered(time.element) }));
  if (signingTimes.some((time) => !time.signed)) flags.add('signingTimeUnsigned');
  if (signingTimes.some((time) => time.instant !== null && !time.hasZone)) flags.add('signingTimeWithoutZone');
  if (!references.some((one) => one.target === opened.document.root || one.uri === '' || one.uri === '#xpointer(/)')) {
    flags.add('rootNotCovered');
  }
  const signedProperties = properties?.signedProperties[0];
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
    keySource: value.candidate?.source ?? null,
    keyIssues: value.candidate === null ? [] : keyIssues(value.candidate.key).map((one) => one.code),
    certificate: value.candidate?.certificate?.slice() ?? null,
    certificates: value.certificates.map((one) => one.slice()),
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

function optionalDetail(detail: string | null): { detail?: string } {
  return detail === null ? {} : { detail };
}

interface ValueJudgement {
  readonly refusals: readonly Refusal[];
  readonly row: SignatureAlgorithm | null;
  readonly holds: boolean | null;
  readonly candidate: KeyCandidate | null;
  readonly certificates: readonly Uint8Array[];
  readonly binding: CertificateBinding;
}

/** SignatureValue over the canonical SignedInfo (XMLDSig §3.2.2), by the one key that may speak for the signature. */
async function judgeValue(
  parts: SignatureParts,
  properties: QualifyingProperties | null,
  opened: SignedDocument,
  given: GivenKey | undefined,
  limits: SignatureLimits,
  crypto: CryptoBackend,
  flags: Set<SignatureFlag>,
): Promise<ValueJudgement> {
  const nothing = { row: null, holds: null, candidate: null, certificates: [], binding: 'absent' } as const;
  const c14n = attributeValue(parts.canonicalizationMethod, 'Algorithm') ?? '';
  if (!isC14nAlgorithm(c14n)) return { ...nothing, refusals: [{ refused: 'algorithmUnknown', detail: c14n }] };
  const prefixes = prefixList(parts.canonicalizationMethod, c14n);
  if (isRefusal(prefixes)) return { ...nothing, refusals: [prefixes] };
  const row = readSignatureMethod(parts.signatureMethod);
  if (isRefusal(row)) return { ...nothing, refusals: [row] };
  if (row.status === 'legacy') flags.add('legacy');
  const keys = gatherKeys(parts, properties?.unsignedSignatureProperties ?? null, limits.certificates, given);
  if (isRefusal(keys)) return { ...nothing, row, refusals: [keys] };
  let signature: Uint8Array;
  try {
    signature = decodeBase64(textContent(parts.signatureValue));
  } catch (cause) {
    if (!isHocBaSoError(cause)) throw cause;
    return {
      ...nothing,
      row,
      refusals: [{ refused: 'base64', detail: 'SignatureValue' }],
      certificates: keys.certificates,
    };
  }
  const set = { apex: parts.signedInfo, excluded: new Set<XmlElement>(), comments: true };
  const signedInfo = render(opened, set, c14n, prefixes);
  if (isRefusal(signedInfo)) return { ...nothing, row, refusals: [signedInfo], certificates: keys.certificates };

  const named = properties === null ? null : readSigningCertificate(properties);
  const bindings = new Map<KeyCandidate, CertificateBinding>();
  for (const one of keys.candidates) {
    bindings.set(one, one.certificate === null ? 'absent' : await bindingOf(one.certificate, named, crypto));
  }
  // The certificate that the signature names speaks for it; without one, exactly one key must verify.
  const matching = keys.candidates.filter((one) => bindings.get(one) === 'match');
  const tried = matching.length > 0 ? matching.slice(0, 1) : keys.candidates;
  const holding: KeyCandidate[] = [];
  let refusal: Refusal | undefined;
  for (const candidate of tried) {
    const refused = keyIssues(candidate.key).find((issue) => issue.effect === 'refused');
    if (refused !== undefined) {
      refusal ??= { refused: 'keyRefused', detail: refused.code };
      continue;
    }
    try {
      const holds = await crypto.verify({ algorithm: row, key: candidate.key, signature, data: signedInfo.text });
      if (holds && !holding.some((other) => sameKey(other.key, candidate.key))) holding.push(candidate);
    } catch (cause) {
      if (!isHocBaSoError(cause)) throw cause;
      refusal ??= { refused: 'platform', detail: cause.code };
    }
  }
  const found = { row, certificates: keys.certificates };
  if (holding.length > 1) {
    return { ...nothing, ...found, refusals: [{ refused: 'keyAmbiguous' }] };
  }
  const [candidate] = holding;
  if (candidate === undefined) {
    const refused: Refusal = refusal ?? { refused: 'signatureValue' };
    const only = tried.length === 1 ? tried[0]! : null;
    const binding = only === null ? 'absent' : bindings.get(only)!;
    return {
      ...nothing,
      ...found,
      holds: refusal === undefined ? false : null,
      candidate: null,
      binding,
      refusals: [refused],
    };
  }
  const binding = bindings.get(candidate)!;
  const refusals: Refusal[] = [];
  if (candidate.source === 'keyInfo' && keys.bareKeys.length > 0) {
    if (!keys.bareKeys.every((spki) => isKey(spki, candidate.key))) refusals.push({ refused: 'keyValueMismatch' });
  }
  if (keyIssues(candidate.key).length > 0) flags.add('legacy');
  if (candidate.source === 'keyValue') flags.add('keyWithoutCertificate');
  if (candidate.source === 'given') flags.add('keyGiven');
  if (candidate.source === 'certificateValues') flags.add('certificateFromValues');
  if (candidate.certificate !== null && binding === 'absent') flags.add('certificateNotBound');
  if (binding === 'mismatch') flags.add('signingCertificateMismatch');
  if (binding === 'malformed') flags.add('signingCertificateMalformed');
  return { ...found, holds: true, candidate, binding, refusals };
}

function readSignatureMethod(method: XmlElement): SignatureAlgorithm | Refusal {
  const uri = attributeValue(method, 'Algorithm') ?? '';
  const row = findSignatureAlgorithm(uri);
  if (row === undefined) return { refused: 'algorithmUnknown', detail: uri };
  if (row.status === 'refused') return { refused: 'algorithmRefused', detail: uri };
  const parameters = childElements(method);
  if (!row.needsParameters) {
    // HMACOutputLength and the like: a parameter nobody asked for changes what is checked.
    return parameters.length === 0 ? row : { refused: 'algorithmParameters', detail: uri };
  }
  const [params] = parameters;
  if (parameters.length !== 1 || params!.localName !== 'RSAPSSParams')
    return { refused: 'algorithmParameters', detail: uri };
  const text = (name: string) => {
    const child = findChild(params!, name);
    return child === undefined ? undefined : textContent(child).trim();
  };
  const mask = findChild(params!, 'MaskGenerationFunction');
  const maskDigest = mask && findChild(mask, 'DigestMethod', DS);
  const digest = findChild(params!, 'DigestMethod', DS);
  const salt = text('SaltLength');
  const trailer = text('TrailerField');
  const given: RsaPssParameters = {
    digestUri: digest && attributeValue(digest, 'Algorithm'),
    maskGenerationUri: mask && attributeValue(mask, 'Algorithm'),
    maskDigestUri: maskDigest && attributeValue(maskDigest, 'Algorithm'),
    saltLength: salt !== undefined && /^[0-9]{1,4}$/.test(salt) ? Number(salt) : undefined,
    trailerField: trailer === undefined ? undefined : Number(trailer),
  };
  return rsaPssAlgorithm(given) ?? { refused: 'algorithmParameters', detail: uri };
}

/** EN 319 132-1 §4.4.2: SignedProperties must be referenced by the signature they stand in, once. */
function judgeProperties(
  parts: SignatureParts,
  properties: QualifyingProperties,
  references: readonly ReferenceResult[],
  flags: Set<SignatureFlag>,
): readonly Refusal[] {
  if (parts.id === null || properties.target !== `#${parts.id}`) flags.add('qualifyingPropertiesTarget');
  if (properties.signedProperties.length === 0) return [];
  if (properties.signedProperties.length > 1) return [{ refused: 'signedPropertiesAmbiguous' }];
  // attacker-controlled: the reference may name the SignedProperties of another signature; identity decides, not the Id.
  const own = references.filter((one) => one.target === properties.signedProperties[0]);
  if (own.length === 0) {
    // A reference that cannot be judged may be the one: then the answer stays open.
    const open = references.some((one) => one.reason !== null && UNSUPPORTED_REASONS.has(one.reason));
    return open ? [] : [{ refused: 'signedPropertiesNotSigned' }];
  }
  if (!own.some((one) => one.type === TYPE_SIGNED_PROPERTIES)) flags.add('signedPropertiesType');
  return [];
}

/** EN 319 132-1 §5.2.7.2: a counter-signature signs the SignatureValue of the signature it stands in. */
function judgeCounterSignature(element: XmlElement, references: readonly ReferenceResult[]): readonly Refusal[] {
  const container = element.parent;
  if (container === null || container.localName !== 'CounterSignature' || !isXadesNamespace(container.namespaceUri))
    return [];
  let parent: XmlElement | null = container;
  while (parent !== null && !isSignatureElement(parent)) parent = parent.parent;
  const value = parent === null ? undefined : findChild(parent, 'SignatureValue', DS);
  const signsParent = value !== undefined && references.some((one) => one.target === value);
  return signsParent ? [] : [{ refused: 'counterSignatureTarget' }];
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

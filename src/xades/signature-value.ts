import {
  type CryptoBackend,
  findSignatureAlgorithm,
  isSameKey,
  keyIssues,
  type RsaPssParameters,
  rsaPssAlgorithm,
  type SignatureAlgorithm,
} from '../crypto/index.js';
import { decodeBase64, equalBytes } from '../encoding/index.js';
import { isHocBaSoError } from '../errors/index.js';
import {
  attributeValue,
  childElements,
  findChild,
  isC14nAlgorithm,
  textContent,
  type XmlElement,
} from '../xml/index.js';
import type { SignatureFlag } from './core-reasons.js';
import { bindingOf, type CertificateBinding, type GivenKey, gatherKeys, isKey, type KeyCandidate } from './keys.js';
import type { SignatureLimits } from './limits.js';
import { type QualifyingProperties, readSigningCertificate } from './qualifying-properties.js';
import type { SignatureParts } from './signature-parts.js';
import type { SignedDocument } from './signed-document.js';
import { isRefusal, prefixList, type Refusal, render } from './transforms.js';
import { DS, PSS } from './uris.js';

export interface ValueJudgement {
  readonly refusals: readonly Refusal[];
  readonly row: SignatureAlgorithm | null;
  readonly holds: boolean | null;
  readonly candidate: KeyCandidate | null;
  readonly certificates: readonly Uint8Array[];
  readonly binding: CertificateBinding;
}

interface ValueContext {
  readonly parts: SignatureParts;
  readonly properties: QualifyingProperties | null;
  readonly opened: SignedDocument;
  readonly limits: SignatureLimits;
  readonly crypto: CryptoBackend;
  readonly flags: Set<SignatureFlag>;
  readonly options: { readonly key?: GivenKey; readonly knownCertificates?: readonly Uint8Array[] };
}

type Draft = { -readonly [K in keyof ValueJudgement]: ValueJudgement[K] } & { refusals: Refusal[] };

/** SignatureValue over the canonical SignedInfo (XMLDSig §3.2.2), by the one key that may speak for the signature. */
export async function judgeValue(context: ValueContext): Promise<ValueJudgement> {
  const { parts, properties, opened, limits, crypto, flags, options } = context;
  const judgement: Draft = {
    refusals: [],
    row: null,
    holds: null,
    candidate: null,
    certificates: [],
    binding: 'absent',
  };
  const refuse = (refusal: Refusal) => {
    judgement.refusals.push(refusal);
    return judgement;
  };
  const c14n = attributeValue(parts.canonicalizationMethod, 'Algorithm') ?? '';
  if (!isC14nAlgorithm(c14n)) return refuse({ refused: 'algorithmUnknown', detail: c14n });
  const prefixes = prefixList(parts.canonicalizationMethod, c14n);
  if (isRefusal(prefixes)) return refuse(prefixes);
  const row = readSignatureMethod(parts.signatureMethod);
  if (isRefusal(row)) return refuse(row);
  judgement.row = row;
  if (row.status === 'legacy') flags.add('legacy');
  const keys = await gatherKeys(parts, properties?.unsignedSignatureProperties ?? null, {
    key: options.key,
    knownCertificates: options.knownCertificates ?? [],
    limit: limits.certificates,
    crypto,
  });
  if (isRefusal(keys)) return refuse(keys);
  judgement.certificates = keys.certificates;
  let signature: Uint8Array;
  try {
    signature = decodeBase64(textContent(parts.signatureValue));
  } catch (cause) {
    if (!isHocBaSoError(cause)) throw cause;
    return refuse({ refused: 'base64', detail: 'SignatureValue' });
  }
  const signedInfo = render(opened, { apex: parts.signedInfo, excluded: NOTHING, comments: true }, c14n, prefixes);
  if (isRefusal(signedInfo)) return refuse(signedInfo);

  const named = properties === null ? null : readSigningCertificate(properties);
  const bindings = new Map<KeyCandidate, CertificateBinding>();
  const holding: KeyCandidate[] = [];
  let refusal: Refusal | undefined;
  let tried = keys.candidates;
  try {
    for (const one of keys.candidates) {
      const { certificate } = one;
      const isNamed = certificate !== null && named !== null;
      bindings.set(one, isNamed ? await bindingOf(certificate, named, crypto) : 'absent');
    }
    // A certificate that the signature names speaks for it: the others are its chain, in whatever order.
    const matching = keys.candidates.filter((one) => bindings.get(one) === 'match');
    if (matching.length > 0) tried = matching;
    for (const candidate of tried) {
      const refused = keyIssues(candidate.key).find((issue) => issue.effect === 'refused');
      if (refused !== undefined) refusal ??= { refused: 'keyRefused', detail: refused.code };
      else if (await crypto.verify({ algorithm: row, key: candidate.key, signature, data: signedInfo.text })) {
        if (!holding.some((other) => isSameCandidate(other, candidate))) holding.push(candidate);
      }
    }
  } catch (cause) {
    if (!isHocBaSoError(cause)) throw cause;
    refusal = { refused: 'platform', detail: cause.code };
    holding.length = 0;
  }
  // attacker-controlled: for a value one can make further keys that verify it, and a key can stand in several certificates.
  if (holding.length > 1) return refuse({ refused: 'keyAmbiguous' });
  const [candidate] = holding;
  if (candidate === undefined) {
    const only = tried.length === 1 ? tried[0]! : null;
    judgement.binding = (only && bindings.get(only)) ?? 'absent';
    judgement.holds = refusal === undefined ? false : null;
    return refuse(refusal ?? { refused: 'signatureValue' });
  }
  const binding = bindings.get(candidate)!;
  judgement.candidate = candidate;
  judgement.binding = binding;
  if (candidate.source === 'keyInfo' || candidate.source === 'keyValue') {
    if (!keys.bareKeys.every((spki) => isKey(spki, candidate.key))) refuse({ refused: 'keyValueMismatch' });
    if (keys.unreadKeys > 0) refuse({ refused: 'keyMalformed', detail: 'KeyValue' });
  }
  if (keyIssues(candidate.key).length > 0) flags.add('legacy');
  if (candidate.source === 'keyValue') flags.add('keyWithoutCertificate');
  if (candidate.source === 'given') flags.add('keyGiven');
  if (candidate.source === 'certificateValues') flags.add('certificateFromValues');
  if (candidate.certificate !== null && binding === 'absent') flags.add('certificateNotBound');
  if (binding === 'mismatch') flags.add('signingCertificateMismatch');
  if (binding === 'malformed') flags.add('signingCertificateMalformed');
  // Where the keys contradict each other nothing is handed out on the strength of one of them.
  judgement.holds = judgement.refusals.length === 0 ? true : null;
  return judgement;
}

const NOTHING: ReadonlySet<XmlElement> = /* @__PURE__ */ new Set();

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
  const children = params === undefined ? [] : childElements(params);
  const known = ['DigestMethod', 'MaskGenerationFunction', 'SaltLength', 'TrailerField'];
  const isParams =
    parameters.length === 1 &&
    params!.localName === 'RSAPSSParams' &&
    params!.namespaceUri === PSS &&
    children.every(({ localName }) => known.includes(localName)) &&
    new Set(children.map(({ localName }) => localName)).size === children.length;
  if (!isParams) return { refused: 'algorithmParameters', detail: uri };
  const number = (name: string) => {
    const child = findChild(params!, name, PSS);
    const text = child === undefined ? undefined : textContent(child).trim();
    return text === undefined ? undefined : /^[0-9]{1,4}$/.test(text) ? Number(text) : Number.NaN;
  };
  const mask = findChild(params!, 'MaskGenerationFunction', PSS);
  const maskDigest = mask && findChild(mask, 'DigestMethod', DS);
  const digest = findChild(params!, 'DigestMethod', DS);
  const given: RsaPssParameters = {
    digestUri: digest && attributeValue(digest, 'Algorithm'),
    maskGenerationUri: mask && attributeValue(mask, 'Algorithm'),
    maskDigestUri: maskDigest && attributeValue(maskDigest, 'Algorithm'),
    saltLength: number('SaltLength'),
    trailerField: number('TrailerField'),
  };
  return rsaPssAlgorithm(given) ?? { refused: 'algorithmParameters', detail: uri };
}

/** The same certificate, or the same key without one. */
function isSameCandidate(a: KeyCandidate, b: KeyCandidate): boolean {
  if (a.certificate === null || b.certificate === null) {
    return a.certificate === b.certificate && isSameKey(a.key, b.key);
  }
  return equalBytes(a.certificate, b.certificate);
}

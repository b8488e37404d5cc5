import {
  certificateSpki,
  cryptoBackend,
  findDigestAlgorithm,
  findSignatureAlgorithm,
  mayProduce,
  type PublicKey,
  parsePublicKey,
  type SignatureAlgorithm,
} from '../crypto/index.js';
import { encodeBase64, encodeUtf8 } from '../encoding/index.js';
import { ARGUMENT_ERRORS, createError } from '../errors/index.js';
import {
  attributeValue,
  childElements,
  editXml,
  findChild,
  type IdIndex,
  isC14nAlgorithm,
  overwriteTexts,
  parseXml,
  spliceXml,
  walkElements,
  type XmlDocument,
  type XmlEdit,
  type XmlElement,
} from '../xml/index.js';
import { buildSignature, emptyDigest, emptySignatureValue, partIds } from './build.js';
import { SIGNATURE_LIMITS } from './limits.js';
import { judgeReference } from './references.js';
import { readParts, type SignatureParts } from './signature-parts.js';
import { openSignedDocument } from './signed-document.js';
import { isRefusal, prefixList, render } from './transforms.js';
import { DS } from './uris.js';
import { XADES_ERRORS } from './xades-errors.js';

export type SignatureProfile = 'cv2088' | 'xadesB' | 'dual';

/** Everything that goes into a signature; the same request over the same document gives the same bytes to sign. */
export interface SignatureRequest {
  readonly profile: SignatureProfile;
  /** URI of SignatureMethod; a row of status `produced` that fits the certificate's key. */
  readonly algorithm: string;
  /** URI of DigestMethod for every reference and the certificate. */
  readonly digestAlgorithm: string;
  /** Default: inclusive for `cv2088`, exclusive for the others. */
  readonly c14n?: 'inclusive' | 'exclusive';
  /** DER. */
  readonly certificate: Uint8Array;
  /** Text of X509SubjectName, for the profiles that carry one. */
  readonly subjectName?: string;
  /** As it will be written: `YYYY-MM-DDThh:mm:ss` with a zone. */
  readonly signingTime: string;
  /** Namespace of SigningTime in SignatureProperties; default `none` (`xmlns=""`). */
  readonly signingTimeNamespace?: 'none' | 'dsig';
  /**
   * What is signed besides the signature's own Objects: `#Id` of elements in the scope, or the name of another file, whose octets
   * `detached` of the options gives. `enveloped`: the signature stands inside it.
   */
  readonly references: readonly {
    readonly uri: string;
    readonly type?: string;
    readonly mimeType?: string;
    readonly enveloped?: boolean;
  }[];
  /** URI of a ClaimedRole (EN 319 132-1 §5.2.6). */
  readonly claimedRole?: string;
  /** URI of a commitment type (EN 319 132-1 §5.2.3). */
  readonly commitment?: string;
  readonly productionPlace?: {
    readonly city?: string;
    readonly stateOrProvince?: string;
    readonly countryName?: string;
  };
  /** An ASCII NCName that no element of the document carries as Id, nor with a suffix of the signature's parts. */
  readonly signatureId: string;
}

/** Where the signature goes: an edit of the document's text whose insertion is `before` + the signature + `after`. */
export interface SignaturePlace {
  readonly at: number;
  readonly remove?: number;
  readonly before: string;
  readonly after: string;
}

export interface PreparedSignature {
  /** Canonical SignedInfo: what the key signs, before hashing. */
  readonly toSign: Uint8Array;
  /** Hash of `toSign` under the signature algorithm's hash function, for devices that sign digests. */
  readonly digest: Uint8Array;
  readonly digestName: string;
  readonly algorithm: SignatureAlgorithm;
  readonly key: PublicKey;
  /** Puts a value into the signature and the signature into the document; nothing is checked here. */
  readonly splice: (value: Uint8Array) => Uint8Array;
  /** The same, parsed. */
  readonly document: (value: Uint8Array) => XmlDocument;
}

/**
 * What must be signed, without touching a key: the signature is built, put in its place, and every digest is taken in that very place by
 * the code that verifies.
 *
 * @param document - The file as it is; not changed.
 * @param options.scope - References resolve inside this element of the document (a record's `HOC_BA`); default the root.
 * @param options.detached - Octets of the files that references name, as for `verifySignature`; default none.
 * @throws {@link HocBaSoError} `ERR_SIGNATURE_ALGORITHM` when the algorithm is not produced or does not fit the key;
 * `ERR_SIGNATURE_ID` when the Id is taken; `ERR_SIGNATURE_REFERENCE` when a reference finds nothing or something ambiguous;
 * `ERR_ARGUMENT_INVALID` for a digest algorithm that is not produced.
 */
export async function prepareXmlSignature(
  document: XmlDocument,
  request: SignatureRequest,
  place: SignaturePlace,
  options: {
    readonly scope?: XmlElement;
    readonly detached?: (uri: string) => Uint8Array | undefined | null;
    readonly crypto?: Crypto;
  } = {},
): Promise<PreparedSignature> {
  const crypto = cryptoBackend(options.crypto);
  const algorithm = findSignatureAlgorithm(request.algorithm);
  const key = parsePublicKey(certificateSpki(request.certificate));
  if (algorithm === undefined || algorithm.digest === null || !mayProduce(algorithm, key)) {
    throw createError(XADES_ERRORS, 'ERR_SIGNATURE_ALGORITHM', { algorithm: request.algorithm });
  }
  const digestRow = findDigestAlgorithm(request.digestAlgorithm);
  if (digestRow?.status !== 'produced' || digestRow.digest === null) {
    throw createError(ARGUMENT_ERRORS, 'ERR_ARGUMENT_INVALID', {
      argument: 'digestAlgorithm',
      reason: request.digestAlgorithm,
    });
  }
  const certificateDigest = await crypto.digest(digestRow.digest, request.certificate);
  const emptyValue = emptySignatureValue(key);
  let text = buildSignature(request, certificateDigest, emptyValue);
  const edit = (signature: string): XmlEdit => ({
    at: place.at,
    ...(place.remove === undefined ? {} : { remove: place.remove }),
    insert: place.before + signature + place.after,
  });

  // The draft is read back and digested where it stands: namespaces of its surroundings count in inclusive forms.
  const draft = editXml(document, [edit(text)]);
  const signature = elementAt(draft, place.at + place.before.length);
  const scope = options.scope === undefined ? draft.root : elementAt(draft, options.scope.start);
  const parts = signature && readParts(signature);
  if (scope === undefined || parts === undefined || isRefusal(parts)) {
    throw createError(ARGUMENT_ERRORS, 'ERR_ARGUMENT_INVALID', {
      argument: 'place',
      reason: 'not where an element can stand',
    });
  }
  const opened = openSignedDocument(draft, { scope });
  checkIds(parts, opened.documentIds());
  const empty = `>${emptyDigest(request.digestAlgorithm)}<`;
  const digests: string[] = [];
  for (const reference of parts.references) {
    const judged = judgeReference(reference, {
      opened,
      signature: parts.signature,
      detached: options.detached,
      crypto,
      transformLimit: SIGNATURE_LIMITS.transforms,
      envelopedOnOwnObject: 'strict',
      spend: () => true,
      welcome: () => undefined,
      flag: () => undefined,
    });
    const { result } = judged instanceof Promise ? await judged : judged;
    if (result.computed === null) {
      const reason = result.reason ?? 'digest';
      throw createError(XADES_ERRORS, 'ERR_SIGNATURE_REFERENCE', { uri: result.uri ?? '', reason });
    }
    digests.push(`>${encodeBase64(result.computed)}<`);
  }
  const c14n = attributeValue(parts.canonicalizationMethod, 'Algorithm') ?? '';
  const prefixes = prefixList(parts.canonicalizationMethod, c14n);
  if (!isC14nAlgorithm(c14n) || isRefusal(prefixes)) {
    throw createError(ARGUMENT_ERRORS, 'ERR_ARGUMENT_INVALID', { argument: 'c14n', reason: c14n });
  }
  const rendered = render(opened, { apex: parts.signedInfo, excluded: new Set(), comments: true }, c14n, prefixes);
  if (isRefusal(rendered))
    throw createError(XADES_ERRORS, 'ERR_SIGNATURE_REFERENCE', { uri: 'SignedInfo', reason: rendered.refused });
  let signedInfo = rendered.text;
  for (const digest of digests) {
    // SignedInfo stands first in the signature, so the first empty digest is always the next reference's.
    signedInfo = signedInfo.replace(empty, digest);
    text = text.replace(empty, digest);
  }
  const toSign = encodeUtf8(signedInfo);
  const digest = await crypto.digest(algorithm.digest, toSign);
  const opening = `<SignatureValue Id="${partIds(request.signatureId).value}">`;
  const splice = (value: Uint8Array) =>
    spliceXml(document, [edit(text.replace(opening + emptyValue, opening + encodeBase64(value)))]);
  // A hint, not a promise: what waits for a key for long, a school's worth of it, is not kept in memory twice.
  let drafted: WeakRef<XmlDocument> | undefined = new WeakRef(draft);
  return {
    toSign,
    digest,
    digestName: algorithm.digest,
    algorithm,
    key,
    splice,
    document: (value) => {
      const kept = drafted?.deref();
      const base64 = encodeBase64(value);
      if (kept === undefined || base64.length !== emptyValue.length) return parseXml(splice(value));
      // Once: the draft becomes the document.
      drafted = undefined;
      return overwriteTexts(kept, textsOf(kept, place.at + place.before.length, digests, base64));
    },
  };
}

/**
 * The finished document: the value is checked against what was to be signed and the certificate before anything is written.
 *
 * @param value - As SignatureValue carries it (ECDSA: r‖s).
 * @throws {@link HocBaSoError} `ERR_SIGNER_VALUE_MISMATCH`.
 */
export async function completeXmlSignature(
  prepared: PreparedSignature,
  value: Uint8Array,
  options: { readonly crypto?: Crypto } = {},
): Promise<Uint8Array> {
  await checkValue(prepared, value, options.crypto);
  return prepared.splice(value);
}

/**
 * {@link completeXmlSignature}, parsed: where the tree in which the digests were taken is still at hand, it becomes the document's, and
 * nothing is read twice.
 *
 * @throws {@link HocBaSoError} `ERR_SIGNER_VALUE_MISMATCH`.
 */
export async function completeXmlDocument(
  prepared: PreparedSignature,
  value: Uint8Array,
  options: { readonly crypto?: Crypto } = {},
): Promise<XmlDocument> {
  await checkValue(prepared, value, options.crypto);
  return prepared.document(value);
}

async function checkValue(
  { algorithm, key, toSign }: PreparedSignature,
  value: Uint8Array,
  crypto: Crypto | undefined,
): Promise<void> {
  const holds = await cryptoBackend(crypto).verify({ algorithm, key, signature: value, data: toSign });
  if (!holds) throw createError(XADES_ERRORS, 'ERR_SIGNER_VALUE_MISMATCH', {});
}

/** What is written into a draft: its digests and its value. */
function textsOf(
  draft: XmlDocument,
  at: number,
  digests: readonly string[],
  value: string,
): ReadonlyMap<XmlElement, string> {
  const { references, signatureValue } = readParts(elementAt(draft, at)!) as SignatureParts;
  const written = references.map(
    (reference, index) => [findChild(reference, 'DigestValue', DS)!, digests[index]!.slice(1, -1)] as const,
  );
  return new Map([...written, [signatureValue, value]]);
}

/** The element whose start tag begins at an offset: the same one in a file that only changed behind it. */
export function elementAt(document: XmlDocument, start: number): XmlElement | undefined {
  let at: XmlElement | undefined = document.root;
  while (at !== undefined && at.start !== start) {
    at = childElements(at).find((one) => one.start <= start && start < one.end);
  }
  return at;
}

/** Every Id of the new signature must be the only one of its name in the file: other verifiers look no further than that. */
function checkIds({ signature, id }: SignatureParts, ids: IdIndex): void {
  if (id === null || !/^[A-Za-z_][\w.-]*$/.test(id))
    throw createError(XADES_ERRORS, 'ERR_SIGNATURE_ID', { id: id ?? '' });
  for (const element of walkElements(signature)) {
    const own = attributeValue(element, 'Id');
    if (own !== undefined && (ids.get(own)?.length ?? 0) > 1)
      throw createError(XADES_ERRORS, 'ERR_SIGNATURE_ID', { id: own });
  }
}

/** `YYYY-MM-DDThh:mm:ss+07:00`: Vietnam time, the form of CV 2088 annex 1, II.1.3. */
export function formatSigningTime(time: Date): string {
  return `${new Date(time.getTime() + 7 * 3_600_000).toISOString().slice(0, 19)}+07:00`;
}

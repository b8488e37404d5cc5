import {
  CERTIFICATE_ERRORS,
  type Certificate,
  type Crl,
  type OcspAnswer,
  parseTimeStampToken,
  type TimeStampAuthority,
  type TimeStampToken,
  verifyTimeStamp,
} from '../certificate/index.js';
import { digestSync } from '../crypto/index.js';
import { equalBytes } from '../encoding/index.js';
import { createError, isHocBaSoError } from '../errors/index.js';
import type { VaiTroKy } from '../hoc-ba/index.js';
import {
  documentOf,
  findSlots,
  type HocBaFile,
  layoutOf,
  openHocBa,
  recordElement,
  reopenHocBa,
  slotRoles,
} from '../record-xml/index.js';
import { type ExtendSignatureOptions, type ExtensionLevel, extendXmlSignature } from '../xades/index.js';
import type { XmlDocument, XmlElement } from '../xml/index.js';
import { SIGNING_ERRORS } from './signing-errors.js';

export interface ExtendHocBaSignatureOptions {
  /** Whose signature. */
  readonly role: VaiTroKy;
  /** Which of several slots of the role (a subject teacher's code). */
  readonly key?: string;
  readonly level: ExtensionLevel;
  /** Who stamps. What it gives is checked before it is written. */
  readonly timeStampAuthority: TimeStampAuthority;
  /** For `LT` and `LTA`: what a later verifier needs, as `verifyPathWithRevocation(…).material` gives it; paths of the stamps included. */
  readonly evidence?: {
    readonly certificates?: readonly Certificate[];
    readonly crls?: readonly Crl[];
    readonly ocspAnswers?: readonly OcspAnswer[];
  };
  readonly crypto?: Crypto;
}

/**
 * The file with one role's signature brought to level T, LT or LTA. Anybody may do it, in any order of the roles and later than they sign:
 * later roles reference the SignatureValue alone, and no earlier byte changes. `LTA` asked again renews the archive stamp.
 *
 * Inside a packed transaction it is refused: the organisation's signature covers the records, so stamps are added before packing.
 *
 * @param input - The record's file, alone or in a list that no signature covers; not modified.
 * @throws {@link HocBaSoError} `ERR_SIGNING_SLOT_UNKNOWN`; `ERR_SIGNING_EXTENSION` when the slot has no signature or several;
 * `ERR_SIGNATURE_EXTENSION` with a reason (see `extendXmlSignature`; `covered` in a packed transaction, `notXades` for the plain
 * signatures of profile `cv2088`); `ERR_TSA_UNAVAILABLE`, `ERR_TSA_REJECTED`, `ERR_TSA_TOKEN_INVALID`; the codes of `openHocBa`.
 * @see ETSI EN 319 132-1 §6.3; TT 15/2025/TT-BKHCN annex I
 */
export async function extendHocBaSignature(
  input: HocBaFile | Uint8Array,
  options: ExtendHocBaSignatureOptions,
): Promise<HocBaFile> {
  const file = openHocBa(input);
  const { role, key = '', level, timeStampAuthority, evidence = {}, crypto } = options;
  if (!slotRoles(file).includes(role)) {
    throw createError(SIGNING_ERRORS, 'ERR_SIGNING_SLOT_UNKNOWN', { role, layout: layoutOf(file).id });
  }
  const slots = findSlots(file).filter((slot) => slot.role === role && slot.key === key);
  const signatures = slots.flatMap((slot) => slot.signatures);
  const [signature] = signatures;
  if (signature === undefined || signatures.length > 1) {
    throw createError(SIGNING_ERRORS, 'ERR_SIGNING_EXTENSION', { role, count: signatures.length });
  }
  const bytes = await extendXmlSignature(documentOf(file), signature, {
    level,
    stamp: (octets) => soundStamp(timeStampAuthority, octets, crypto),
    isStampOver,
    material: {
      certificates: ders(evidence.certificates),
      crls: ders(evidence.crls),
      ocspAnswers: ders(evidence.ocspAnswers),
    },
    scope: recordElement(file),
    ...(crypto === undefined ? {} : { crypto }),
  });
  return reopenHocBa(file, bytes);
}

/**
 * A document with one of its signatures brought to level T, whatever it signs: the seal of a package, whose references name its files.
 *
 * @param signature - A ds:Signature of the document whose core is valid, with XAdES properties.
 * @param options.detached - Octets of the files its references name.
 * @throws {@link HocBaSoError} `ERR_SIGNATURE_EXTENSION`; `ERR_TSA_UNAVAILABLE`, `ERR_TSA_REJECTED`, `ERR_TSA_TOKEN_INVALID`.
 * @see ETSI EN 319 132-1 §5.3
 */
export function stampXmlSignature(
  document: XmlDocument,
  signature: XmlElement,
  options: Pick<ExtendHocBaSignatureOptions, 'timeStampAuthority' | 'crypto'> &
    Pick<ExtendSignatureOptions, 'detached'>,
): Promise<Uint8Array> {
  const { timeStampAuthority, crypto, detached } = options;
  return extendXmlSignature(document, signature, {
    level: 'T',
    stamp: (octets) => soundStamp(timeStampAuthority, octets, crypto),
    isStampOver,
    ...(detached === undefined ? {} : { detached }),
    ...(crypto === undefined ? {} : { crypto }),
  });
}

function ders(list: readonly { readonly der: Uint8Array }[] = []): readonly Uint8Array[] {
  return list.map(({ der }) => der);
}

/** A token that stands over the octets; anything else is refused before it is written. */
async function soundStamp(
  authority: TimeStampAuthority,
  octets: Uint8Array,
  crypto: Crypto | undefined,
): Promise<Uint8Array> {
  const invalid = (reason: string, cause?: unknown) =>
    createError(CERTIFICATE_ERRORS, 'ERR_TSA_TOKEN_INVALID', { reason }, { cause });
  const { der } = await authority.stamp(octets);
  let token: TimeStampToken;
  try {
    token = parseTimeStampToken(der);
  } catch (cause) {
    if (isHocBaSoError(cause)) throw invalid('malformed', cause);
    throw cause;
  }
  const { status, reasons } = await verifyTimeStamp(token, octets, crypto === undefined ? {} : { crypto });
  if (status !== 'passed') throw invalid(reasons[0] ?? status);
  return token.der;
}

function isStampOver(bytes: Uint8Array, octets: Uint8Array): boolean | null {
  try {
    const { imprintDigest, imprint } = parseTimeStampToken(bytes);
    return imprintDigest === null ? null : equalBytes(digestSync(imprintDigest, octets), imprint);
  } catch (cause) {
    if (isHocBaSoError(cause)) return false;
    throw cause;
  }
}

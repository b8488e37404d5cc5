import { decodeBase64 } from '../encoding/index.js';
import { isHocBaSoError } from '../errors/index.js';
import { attributeValue, childElements, textContent, type XmlElement } from '../xml/index.js';
import {
  archiveStampOctets,
  elementsBefore,
  type StampCanonicalization,
  signatureStampOctets,
  stampCanonicalization,
} from './stamp-input.js';
import { DS, isXadesNamespace, XADES_141 } from './uris.js';
import type { SignatureResult } from './verify-signature.js';

/** A time-stamp token of a signature and what it should be over; neither has been verified. */
export interface SignatureStamp {
  /** The container: SignatureTimeStamp or ArchiveTimeStamp. A container with several tokens gives several stamps. */
  readonly element: XmlElement;
  /** Place of the container among the unsigned properties, from 0. */
  readonly position: number;
  /** The RFC 3161 token; `null` when it cannot be read as base64. */
  readonly token: Uint8Array | null;
  /** URI of the container's canonicalization, Canonical XML 1.0 where it names none; `''` for one that is not carried out. */
  readonly c14n: string;
  /** The container names by Include or ReferenceInfo what is stamped (distributed stamps, EN 319 132-1 §4.5), which is not carried out. */
  readonly distributed: boolean;
  /** The octets whose hash the token must carry, computed when asked; `null` when they cannot be: a form that is not carried out, a reference that does not hold. */
  octets(): Uint8Array | null;
}

/** What stands beside a signature and is not signed by it (EN 319 132-1 §5.3 to §5.5). All of it is the file's word, nothing is trusted. */
export interface UnsignedProperties {
  readonly signatureTimeStamps: readonly SignatureStamp[];
  readonly archiveTimeStamps: readonly SignatureStamp[];
  /** DER, from every container of validation data, in order. */
  readonly certificateValues: readonly Uint8Array[];
  readonly crlValues: readonly Uint8Array[];
  readonly ocspValues: readonly Uint8Array[];
  /** Local names of properties that are not read, in order, each once. */
  readonly unknown: readonly string[];
  /** Values that are not base64. */
  readonly malformed: number;
  /** There was more than is read of one signature: {@link UNSIGNED_LIMITS}. */
  readonly limitReached: boolean;
}

/** What is read of one signature's unsigned properties. */
export const UNSIGNED_LIMITS = { stamps: 64, values: 512 } as const;

/** Containers of certificates and revocation data, at whatever depth they stand in each other. */
const VALUE_CONTAINERS: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'CertificateValues',
  'RevocationValues',
  'CRLValues',
  'OCSPValues',
  'AttrAuthoritiesCertValues',
  'AttributeRevocationValues',
  'TimeStampValidationData',
  'AnyValidationData',
]);

const VALUE_KINDS: Readonly<Record<string, 'certificateValues' | 'crlValues' | 'ocspValues'>> = {
  EncapsulatedX509Certificate: 'certificateValues',
  EncapsulatedCRLValue: 'crlValues',
  EncapsulatedOCSPValue: 'ocspValues',
};

/**
 * Reads time stamps and validation data of a judged signature, with the octets each stamp must cover.
 *
 * @param result - Of `verifySignature`; an archive stamp's octets need references that hold.
 * @see ETSI EN 319 132-1 §5.3, §5.4, §5.5
 */
export function readUnsignedProperties(result: SignatureResult): UnsignedProperties {
  const container = result.properties?.unsignedSignatureProperties ?? null;
  const signatureTimeStamps: SignatureStamp[] = [];
  const archiveTimeStamps: SignatureStamp[] = [];
  const values = {
    certificateValues: [] as Uint8Array[],
    crlValues: [] as Uint8Array[],
    ocspValues: [] as Uint8Array[],
  };
  const unknown = new Set<string>();
  let malformed = 0;
  let limitReached = false;

  const decode = (element: XmlElement): Uint8Array | null => {
    try {
      return decodeBase64(textContent(element));
    } catch (cause) {
      if (!isHocBaSoError(cause)) throw cause;
      malformed++;
      return null;
    }
  };
  const collect = (element: XmlElement): void => {
    for (const child of childElements(element)) {
      if (!isXadesNamespace(child.namespaceUri)) continue;
      const kind = VALUE_KINDS[child.localName];
      if (kind !== undefined) {
        // attacker-controlled: nobody's signature says how many there may be.
        const count = values.certificateValues.length + values.crlValues.length + values.ocspValues.length;
        if (count >= UNSIGNED_LIMITS.values) limitReached = true;
        else {
          const der = decode(child);
          if (der !== null) values[kind].push(der);
        }
      } else if (VALUE_CONTAINERS.has(child.localName)) collect(child);
    }
  };
  const stampsOf = (
    element: XmlElement,
    position: number,
    octets: (form: StampCanonicalization) => Uint8Array | null,
  ) =>
    childElements(element).flatMap((token): SignatureStamp[] => {
      if (token.localName !== 'EncapsulatedTimeStamp' || !isXadesNamespace(token.namespaceUri)) return [];
      if (signatureTimeStamps.length + archiveTimeStamps.length >= UNSIGNED_LIMITS.stamps) {
        limitReached = true;
        return [];
      }
      const distributed = !isImplicit(element, result);
      const form = distributed ? null : stampCanonicalization(element);
      return [
        {
          element,
          position,
          token: decode(token),
          c14n: form?.algorithm ?? '',
          distributed,
          octets: () => (form === null ? null : octets(form)),
        },
      ];
    });

  for (const [position, element] of (container === null ? [] : childElements(container)).entries()) {
    const { localName, namespaceUri } = element;
    if (!isXadesNamespace(namespaceUri)) unknown.add(localName);
    else if (localName === 'SignatureTimeStamp') {
      signatureTimeStamps.push(...stampsOf(element, position, (form) => signatureStampOctets(result, form)));
    } else if (localName === 'ArchiveTimeStamp') {
      const older = namespaceUri !== XADES_141;
      archiveTimeStamps.push(
        ...stampsOf(element, position, (form) => archiveStampOctets(result, elementsBefore(element), form, older)),
      );
    } else if (VALUE_CONTAINERS.has(localName)) collect(element);
    else unknown.add(localName);
  }
  return { signatureTimeStamps, archiveTimeStamps, ...values, unknown: [...unknown], malformed, limitReached };
}

/**
 * Whether what is stamped follows from the container's name alone: Include and ReferenceInfo (EN 319 132-1 §4.5) may name something else.
 * Met in the field and harmless: a SignatureTimeStamp that includes its own signature's SignatureValue by Id.
 */
function isImplicit(container: XmlElement, { signatureValue }: SignatureResult): boolean {
  const own = signatureValue === null ? undefined : attributeValue(signatureValue, 'Id');
  return childElements(container).every((child) => {
    if (child.localName === 'EncapsulatedTimeStamp') return true;
    if (child.localName === 'CanonicalizationMethod') return child.namespaceUri === DS;
    const isOwnValue = own !== undefined && attributeValue(child, 'URI') === `#${own}`;
    return child.localName === 'Include' && container.localName === 'SignatureTimeStamp' && isOwnValue;
  });
}

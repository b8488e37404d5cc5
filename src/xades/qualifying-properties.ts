import { decodeBase64 } from '../encoding/index.js';
import { isHocBaSoError } from '../errors/index.js';
import { attributeValue, childElements, findChild, findChildren, textContent, type XmlElement } from '../xml/index.js';
import type { SignatureParts } from './signature-parts.js';
import { DS, isXadesNamespace } from './uris.js';

/** XAdES property elements of one signature, taken only from its own Objects. */
export interface QualifyingProperties {
  readonly element: XmlElement;
  /** How many QualifyingProperties the signature holds; more than one is refused (EN 319 132-1 §4.4.2). */
  readonly count: number;
  readonly target: string | null;
  readonly signedProperties: readonly XmlElement[];
  readonly signedSignatureProperties: XmlElement | null;
  readonly signedDataObjectProperties: XmlElement | null;
  readonly unsignedSignatureProperties: XmlElement | null;
}

/** A certificate as SigningCertificate(V2) names it. */
export interface CertificateReference {
  readonly digestAlgorithm: string;
  readonly digest: Uint8Array | null;
  /** Decimal serial number of version 1, `null` when absent or not a number. */
  readonly serialNumber: string | null;
  readonly malformed: boolean;
}

/** `SignedProperties` are facts only once a reference covers them; nothing here has been checked. */
export function readQualifyingProperties(parts: SignatureParts): QualifyingProperties | null {
  const found: XmlElement[] = [];
  for (const object of parts.objects) {
    for (const one of childElements(object)) {
      if (one.localName === 'QualifyingProperties' && isXadesNamespace(one.namespaceUri)) found.push(one);
    }
  }
  const [element] = found;
  if (element === undefined) return null;
  const signedProperties: XmlElement[] = [];
  for (const one of found) signedProperties.push(...findChildren(one, 'SignedProperties', one.namespaceUri));
  const ns = element.namespaceUri;
  const signed = signedProperties[0];
  const unsigned = findChild(element, 'UnsignedProperties', ns);
  return {
    element,
    count: found.length,
    target: attributeValue(element, 'Target') ?? null,
    signedProperties,
    signedSignatureProperties: (signed && findChild(signed, 'SignedSignatureProperties', ns)) ?? null,
    signedDataObjectProperties: (signed && findChild(signed, 'SignedDataObjectProperties', ns)) ?? null,
    unsignedSignatureProperties: (unsigned && findChild(unsigned, 'UnsignedSignatureProperties', ns)) ?? null,
  };
}

/** The certificates that SigningCertificateV2 or SigningCertificate names (EN 319 132-1 §5.2.2); `null` when neither is there. */
export function readSigningCertificate(properties: QualifyingProperties): readonly CertificateReference[] | null {
  const container = properties.signedSignatureProperties;
  if (container === null) return null;
  const ns = container.namespaceUri;
  const list = findChild(container, 'SigningCertificateV2', ns) ?? findChild(container, 'SigningCertificate', ns);
  if (list === undefined) return null;
  return findChildren(list, 'Cert', ns).map((cert): CertificateReference => {
    const digest = findChild(cert, 'CertDigest', ns);
    const method = digest && findChild(digest, 'DigestMethod', DS);
    const value = digest && findChild(digest, 'DigestValue', DS);
    const issuerSerial = findChild(cert, 'IssuerSerial', ns);
    const serial = issuerSerial && findChild(issuerSerial, 'X509SerialNumber', DS);
    const serialText = serial === undefined ? null : textContent(serial).trim();
    const bytes = value === undefined ? null : base64OrNull(textContent(value));
    return {
      digestAlgorithm: (method && attributeValue(method, 'Algorithm')) ?? '',
      digest: bytes,
      serialNumber: serialText !== null && /^-?[0-9]+$/.test(serialText) ? serialText : null,
      malformed: bytes === null || method === undefined || (serialText !== null && !/^-?[0-9]+$/.test(serialText)),
    };
  });
}

/** The claims of a XAdES signature, as texts of its SignedProperties. */
export interface SignedClaims {
  /** Text of SigningTime as written. */
  readonly signingTime: string | null;
  readonly claimedRoles: readonly string[];
  readonly commitments: readonly string[];
  readonly policyIdentifier: string | null;
  /** Parts of SignatureProductionPlace(V2) by element name. */
  readonly productionPlace: Readonly<Record<string, string>> | null;
  /** ObjectReference → MimeType. */
  readonly dataObjectFormats: readonly { readonly objectReference: string; readonly mimeType: string | null }[];
}

export function readSignedClaims(properties: QualifyingProperties): SignedClaims {
  const container = properties.signedSignatureProperties;
  const objects = properties.signedDataObjectProperties;
  const ns = properties.element.namespaceUri;
  const child = (name: string) => (container === null ? undefined : findChild(container, name, ns));
  const role = child('SignerRoleV2') ?? child('SignerRole');
  const claimed = role && findChild(role, 'ClaimedRoles', ns);
  const place = child('SignatureProductionPlaceV2') ?? child('SignatureProductionPlace');
  const policy = child('SignaturePolicyIdentifier');
  const policyId = policy && findChild(policy, 'SignaturePolicyId', ns);
  const sigPolicyId = policyId && findChild(policyId, 'SigPolicyId', ns);
  const identifier = sigPolicyId && findChild(sigPolicyId, 'Identifier', ns);
  const commitments: string[] = [];
  for (const one of objects === null ? [] : findChildren(objects, 'CommitmentTypeIndication', ns)) {
    const id = findChild(one, 'CommitmentTypeId', ns);
    const uri = id && findChild(id, 'Identifier', ns);
    if (uri !== undefined) commitments.push(trimmedText(uri));
  }
  const formats = objects === null ? [] : findChildren(objects, 'DataObjectFormat', ns);
  const time = child('SigningTime');
  return {
    signingTime: time === undefined ? null : trimmedText(time),
    claimedRoles: claimed === undefined ? [] : findChildren(claimed, 'ClaimedRole', ns).map(trimmedText),
    commitments,
    policyIdentifier: identifier === undefined ? (policy === undefined ? null : '') : trimmedText(identifier),
    productionPlace:
      place === undefined
        ? null
        : Object.fromEntries(childElements(place).map((one) => [one.localName, trimmedText(one)])),
    dataObjectFormats: formats.map((one) => {
      const mimeType = findChild(one, 'MimeType', ns);
      return {
        objectReference: attributeValue(one, 'ObjectReference') ?? '',
        mimeType: mimeType === undefined ? null : trimmedText(mimeType),
      };
    }),
  };
}

function trimmedText(element: XmlElement): string {
  return textContent(element).trim();
}

/** What a signature's form is, by the elements it holds; whether they hold is another question. */
export type SignatureLevel = 'XMLDSig' | 'XAdES-B' | 'XAdES-T' | 'XAdES-LT' | 'XAdES-LTA';

export function levelOf(properties: QualifyingProperties | null): SignatureLevel {
  if (properties === null || properties.signedProperties.length === 0) return 'XMLDSig';
  const names = new Set(
    (properties.unsignedSignatureProperties?.children ?? []).map((one) => ('localName' in one ? one.localName : '')),
  );
  if (names.has('ArchiveTimeStamp')) return 'XAdES-LTA';
  const values = names.has('CertificateValues') || names.has('RevocationValues') || names.has('AnyValidationData');
  if (values) return 'XAdES-LT';
  return names.has('SignatureTimeStamp') ? 'XAdES-T' : 'XAdES-B';
}

function base64OrNull(text: string): Uint8Array | null {
  try {
    return decodeBase64(text);
  } catch (cause) {
    if (isHocBaSoError(cause)) return null;
    throw cause;
  }
}

import { digestLength, findDigestAlgorithm, type PublicKey } from '../crypto/index.js';
import { encodeBase64 } from '../encoding/index.js';
import { C14N_EXCLUSIVE, C14N_INCLUSIVE, writeElement, type XmlOut } from '../xml/index.js';
import type { SignatureRequest } from './prepare.js';
import { DS, TRANSFORM_ENVELOPED, TYPE_SIGNED_PROPERTIES, XADES } from './uris.js';

/** Ids of the parts of a signature, all made of the signature's own. */
export function partIds(signatureId: string) {
  return {
    value: `${signatureId}-value`,
    signingTime: `${signatureId}-time`,
    signedProperties: `${signatureId}-xades`,
    reference: (index: number) => `${signatureId}-ref${index}`,
  };
}

/** A DigestValue that stands where the real one will: same length, so nothing else of the text changes. */
export function emptyDigest(digestAlgorithm: string): string {
  return encodeBase64(new Uint8Array(digestLength(findDigestAlgorithm(digestAlgorithm)!.digest!)));
}

/** A SignatureValue that stands where the real one will. */
export function emptySignatureValue(key: PublicKey): string {
  // r‖s is as long as the point without its first byte.
  const length = key.kind === 'rsa' ? key.modulus.length : key.kind === 'ec' ? key.point.length - 1 : 0;
  return encodeBase64(new Uint8Array(length));
}

interface PlannedReference {
  readonly uri: string;
  readonly type?: string;
  readonly mimeType?: string;
  /** `none`: the implicit inclusive form, as the field writes plain XMLDSig. */
  readonly transform: 'exclusive' | 'inclusive' | 'none';
  /** The signature stands inside what it signs and is left out of it. */
  readonly enveloped?: boolean;
}

/**
 * The ds:Signature of a profile with empty digests and an empty SignatureValue, both as long as what will stand there.
 *
 * `cv2088`: CV 2088/BGDĐT-GDTH annex 1, II.1.6, in the spelling met in the field. `xadesB`: EN 319 132-1 baseline B. `dual`: both at once.
 */
export function buildSignature(request: SignatureRequest, certificateDigest: Uint8Array, emptyValue: string): string {
  const { profile, signatureId: id } = request;
  const ids = partIds(id);
  const exclusive = (request.c14n ?? (profile === 'cv2088' ? 'inclusive' : 'exclusive')) === 'exclusive';
  const transform = exclusive ? 'exclusive' : profile === 'cv2088' ? 'none' : 'inclusive';
  const references: PlannedReference[] = request.references.map(
    ({ uri, type, mimeType = 'text/xml', enveloped = false }) => ({
      uri,
      mimeType,
      // Another file is signed as it is, octet by octet: a canonical form is for nodes.
      transform: uri.startsWith('#') ? transform : 'none',
      enveloped,
      ...(type === undefined ? {} : { type }),
    }),
  );
  const objects: XmlOut[] = [];
  if (profile !== 'xadesB') {
    references.push({ uri: `#${ids.signingTime}`, mimeType: 'text/xml', transform });
    objects.push(signaturePropertiesObject(request, ids.signingTime));
  }
  if (profile !== 'cv2088') {
    objects.push(qualifyingPropertiesObject(request, references, certificateDigest));
    references.push({ uri: `#${ids.signedProperties}`, type: TYPE_SIGNED_PROPERTIES, transform });
  }
  const signedInfo: XmlOut = {
    name: 'SignedInfo',
    children: [
      algorithm('CanonicalizationMethod', exclusive ? C14N_EXCLUSIVE : C14N_INCLUSIVE),
      algorithm('SignatureMethod', request.algorithm),
      ...references.map((one, index) =>
        referenceElement(one, request, profile === 'cv2088' ? null : ids.reference(index)),
      ),
    ],
  };
  const subjectName = profile === 'xadesB' ? [] : [{ name: 'X509SubjectName', children: [request.subjectName ?? ''] }];
  return writeElement({
    name: 'Signature',
    namespaces: [['', DS]],
    attributes: [['Id', id]],
    children: [
      signedInfo,
      { name: 'SignatureValue', attributes: [['Id', ids.value]], children: [emptyValue] },
      {
        name: 'KeyInfo',
        children: [
          {
            name: 'X509Data',
            children: [...subjectName, { name: 'X509Certificate', children: [encodeBase64(request.certificate)] }],
          },
        ],
      },
      ...objects,
    ],
  });
}

function referenceElement(reference: PlannedReference, request: SignatureRequest, id: string | null): XmlOut {
  const { uri, type, transform, enveloped } = reference;
  const method = transform === 'exclusive' ? C14N_EXCLUSIVE : C14N_INCLUSIVE;
  const steps = [
    ...(enveloped ? [algorithm('Transform', TRANSFORM_ENVELOPED)] : []),
    ...(transform === 'none' ? [] : [algorithm('Transform', method)]),
  ];
  const transforms = steps.length === 0 ? [] : [{ name: 'Transforms', children: steps }];
  return {
    name: 'Reference',
    attributes: [...attribute('Id', id), ...attribute('Type', type ?? null), ['URI', uri]],
    children: [
      ...transforms,
      algorithm('DigestMethod', request.digestAlgorithm),
      { name: 'DigestValue', children: [emptyDigest(request.digestAlgorithm)] },
    ],
  };
}

/** CV 2088 annex 1, II.1.6: the signing time is a SignatureProperty and is signed by a reference to its Object. */
function signaturePropertiesObject(request: SignatureRequest, objectId: string): XmlOut {
  const namespaces = request.signingTimeNamespace === 'dsig' ? {} : { namespaces: [['', '']] as const };
  return {
    name: 'Object',
    attributes: [['Id', objectId]],
    children: [
      {
        name: 'SignatureProperties',
        children: [
          {
            name: 'SignatureProperty',
            attributes: [['Target', `#${request.signatureId}`]],
            children: [{ name: 'SigningTime', ...namespaces, children: [request.signingTime] }],
          },
        ],
      },
    ],
  };
}

/** EN 319 132-1 §6.3, baseline B: elements in the order of the schema. */
function qualifyingPropertiesObject(
  request: SignatureRequest,
  references: readonly PlannedReference[],
  certificateDigest: Uint8Array,
): XmlOut {
  const ids = partIds(request.signatureId);
  const { productionPlace: place, claimedRole, commitment } = request;
  const text = (name: string, value: string | undefined): XmlOut[] =>
    value === undefined ? [] : [{ name: `xades:${name}`, children: [value] }];
  const cert: XmlOut = {
    name: 'xades:CertDigest',
    children: [
      { ...algorithm('DigestMethod', request.digestAlgorithm) },
      { name: 'DigestValue', children: [encodeBase64(certificateDigest)] },
    ],
  };
  const signatureProperties: XmlOut[] = [
    ...text('SigningTime', request.signingTime),
    { name: 'xades:SigningCertificateV2', children: [{ name: 'xades:Cert', children: [cert] }] },
  ];
  if (place !== undefined) {
    const parts = [
      ...text('City', place.city),
      ...text('StateOrProvince', place.stateOrProvince),
      ...text('CountryName', place.countryName),
    ];
    if (parts.length > 0) signatureProperties.push({ name: 'xades:SignatureProductionPlaceV2', children: parts });
  }
  if (claimedRole !== undefined) {
    signatureProperties.push({
      name: 'xades:SignerRoleV2',
      children: [{ name: 'xades:ClaimedRoles', children: text('ClaimedRole', claimedRole) }],
    });
  }
  const formats = references.map(
    ({ mimeType }, index): XmlOut => ({
      name: 'xades:DataObjectFormat',
      attributes: [['ObjectReference', `#${ids.reference(index)}`]],
      children: text('MimeType', mimeType),
    }),
  );
  const commitments: XmlOut[] =
    commitment === undefined
      ? []
      : [
          {
            name: 'xades:CommitmentTypeIndication',
            children: [
              { name: 'xades:CommitmentTypeId', children: text('Identifier', commitment) },
              { name: 'xades:AllSignedDataObjects' },
            ],
          },
        ];
  return {
    name: 'Object',
    children: [
      {
        name: 'xades:QualifyingProperties',
        namespaces: [['xades', XADES]],
        attributes: [['Target', `#${request.signatureId}`]],
        children: [
          {
            name: 'xades:SignedProperties',
            attributes: [['Id', ids.signedProperties]],
            children: [
              { name: 'xades:SignedSignatureProperties', children: signatureProperties },
              { name: 'xades:SignedDataObjectProperties', children: [...formats, ...commitments] },
            ],
          },
        ],
      },
    ],
  };
}

function algorithm(name: string, uri: string): XmlOut {
  return { name, attributes: [['Algorithm', uri]] };
}

function attribute(name: string, value: string | null): (readonly [string, string])[] {
  return value === null ? [] : [[name, value]];
}

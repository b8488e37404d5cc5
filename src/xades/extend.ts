import { encodeBase64 } from '../encoding/index.js';
import { createError } from '../errors/index.js';
import {
  attributeValue,
  C14N_EXCLUSIVE,
  childElements,
  findChild,
  type IdIndex,
  insertInside,
  isWithin,
  lookupNamespace,
  parseXml,
  spliceXml,
  type XmlDocument,
  type XmlEdit,
  type XmlElement,
} from '../xml/index.js';
import type { ExtendSignatureOptions, ValidationMaterial } from './extend-signature.js';
import { findSignatures } from './find-signatures.js';
import { elementAt } from './prepare.js';
import type { QualifyingProperties } from './qualifying-properties.js';
import { readParts } from './signature-parts.js';
import { openSignedDocument } from './signed-document.js';
import { archiveStampOctets, type StampCanonicalization, signatureStampOctets } from './stamp-input.js';
import { isRefusal } from './transforms.js';
import { readUnsignedProperties, UNSIGNED_LIMITS } from './unsigned-properties.js';
import { DS, XADES, XADES_141 } from './uris.js';
import { type SignatureResult, verifySignature } from './verify-signature.js';
import { XADES_ERRORS } from './xades-errors.js';

/** Every stamp container: what it covers must not change when the record is put into a list with more namespaces. */
const EXCLUSIVE_FORM: StampCanonicalization = { algorithm: C14N_EXCLUSIVE, prefixes: [] };

/** See `extendXmlSignature`; loaded when a signature is first extended. */
export async function extend(
  document: XmlDocument,
  signature: XmlElement,
  options: ExtendSignatureOptions,
): Promise<Uint8Array> {
  const { level, material = {} } = options;
  const first = await judge(document, signature, options);
  await checkUncovered(document, first, options);
  const { signatureTimeStamps, archiveTimeStamps, limitReached } = readUnsignedProperties(first);
  const stamps = signatureTimeStamps.length + archiveTimeStamps.length;
  if (limitReached || stamps + 2 > UNSIGNED_LIMITS.stamps) throw refusal('limit');
  // An archive stamp over a stamp that says nothing would make it look like evidence.
  for (const stamp of [...signatureTimeStamps, ...archiveTimeStamps])
    checkImprint(stamp.token, stamp.octets(), options);
  const isStamped = signatureTimeStamps.length > 0;
  if (level === 'T' && isStamped) throw refusal('alreadyStamped');

  const write = writer(placeOf(first));
  let added = '';
  if (!isStamped)
    added += write.stamp('SignatureTimeStamp', await stampOf(signatureStampOctets(first, EXCLUSIVE_FORM), options));
  if (level !== 'T') {
    const values = missingValues(first, material);
    if (!values.hasRevocation) throw refusal('revocationMissing');
    if (!values.hasCertificates) throw refusal('certificatesMissing');
    added += values.isFirst ? write.values(values.missing) : write.laterValues(values.missing);
    if (level === 'LT' && added === '') throw refusal('nothingToAdd');
  }
  let bytes = spliceXml(document, added === '' ? [] : [insertion(document, first, added)]);
  if (level === 'LTA') {
    const middle = parseXml(bytes);
    const result = await judge(middle, elementAt(middle, signature.start), options);
    const before = childElements(placeOf(result));
    const octets = archiveStampOctets(result, isContainer(placeOf(result)) ? before : [], EXCLUSIVE_FORM);
    const token = await stampOf(octets, options);
    bytes = spliceXml(middle, [insertion(middle, result, writer(placeOf(result)).stamp('ArchiveTimeStamp', token))]);
  }
  // What is handed out is judged like a stranger's file: reading it back must find the signature as it was.
  const last = parseXml(bytes);
  await judge(last, elementAt(last, signature.start), options);
  return bytes;
}

/** The signature's own judgement; only one that holds is worth a stamp. */
async function judge(
  document: XmlDocument,
  signature: XmlElement | undefined,
  { scope, crypto, detached }: ExtendSignatureOptions,
): Promise<SignatureResult & { readonly properties: QualifyingProperties }> {
  if (signature === undefined) throw refusal('core');
  // Nothing before the signature ever changes, so its surroundings are where they were.
  const within = scope === undefined ? document.root : elementAt(document, scope.start);
  const opened = openSignedDocument(document, within === undefined ? {} : { scope: within });
  const result = await verifySignature(signature, opened, {
    ...(crypto === undefined ? {} : { crypto }),
    ...(detached === undefined ? {} : { detached }),
  });
  if (result.core !== 'valid') throw refusal('core');
  const { properties } = result;
  if (properties === null || properties.signedProperties.length === 0) throw refusal('notXades');
  if (properties.element.namespaceUri !== XADES) throw refusal('namespace');
  return { ...result, properties };
}

/**
 * A signature around or over this one, such as the organisation's over a transaction, would break by what is added.
 *
 * attacker-controlled: a file may hold thousands of signatures, so only those are judged whose references reach the place.
 */
async function checkUncovered(
  document: XmlDocument,
  result: SignatureResult & { readonly properties: QualifyingProperties },
  { crypto }: ExtendSignatureOptions,
): Promise<void> {
  const place = result.properties.element;
  if (result.references.some(({ view }) => view?.includes(place) === true)) throw refusal('covered');
  const opened = openSignedDocument(document);
  for (const other of findSignatures(document.root)) {
    if (other === result.element || !mayReach(other, place, opened.documentIds())) continue;
    const judged = await verifySignature(other, opened, crypto === undefined ? {} : { crypto });
    // One that cannot be judged may be good for somebody else.
    if (judged.core !== 'valid' || judged.references.some(({ view }) => view?.includes(place) === true)) {
      throw refusal('covered');
    }
  }
}

function mayReach(signature: XmlElement, place: XmlElement, ids: IdIndex): boolean {
  const parts = readParts(signature);
  if (isRefusal(parts)) return false;
  return parts.references.some((reference) => {
    const uri = attributeValue(reference, 'URI') ?? '';
    const named = /^#([^%()]+)$/.exec(uri)?.[1];
    if (named === undefined) return uri === '' || uri.startsWith('#');
    return ids.get(named)?.some((element) => isWithin(place, element)) === true;
  });
}

/** The deepest of UnsignedSignatureProperties, UnsignedProperties, QualifyingProperties that is there. */
function placeOf({ properties }: { readonly properties: QualifyingProperties }): XmlElement {
  const { element, unsignedSignatureProperties } = properties;
  return unsignedSignatureProperties ?? findChild(element, 'UnsignedProperties', XADES) ?? element;
}

function isContainer(place: XmlElement): boolean {
  return place.localName === 'UnsignedSignatureProperties';
}

/** Puts text last among the unsigned signature properties, with the containers that are missing. */
function insertion(
  document: XmlDocument,
  result: { readonly properties: QualifyingProperties },
  text: string,
): XmlEdit {
  const place = placeOf(result);
  if (isContainer(place)) return insertInside(document, place, text);
  const name = (local: string) => qualified(place, local);
  const container = wrap(name('UnsignedSignatureProperties'), text);
  if (place.localName === 'QualifyingProperties') {
    return insertInside(document, place, wrap(name('UnsignedProperties'), container));
  }
  // The schema's sequence: before UnsignedDataObjectProperties.
  const [next] = childElements(place);
  return next === undefined ? insertInside(document, place, container) : { at: next.start, insert: container };
}

/** Texts of properties at a place: as canonical XML has them, so that a file of ours stays its own canonical form. */
function writer(place: XmlElement) {
  const prefix141 = place.prefix === 'xades141' ? 'xades141a' : 'xades141';
  const name141 = (local: string) => `${prefix141}:${local}`;
  const name132 = (local: string) => qualified(place, local);
  const declared = ` xmlns:${prefix141}="${XADES_141}"`;
  const isDsDefault = lookupNamespace(place, '') === DS;
  const method = wrap(
    'CanonicalizationMethod',
    '',
    `${isDsDefault ? '' : ` xmlns="${DS}"`} Algorithm="${C14N_EXCLUSIVE}"`,
  );
  const encapsulated = (local: string, list: readonly Uint8Array[]) =>
    list.map((der) => wrap(name132(local), encodeBase64(der))).join('');
  const unlessEmpty = (local: string, content: string) => (content === '' ? '' : wrap(name132(local), content));
  const values = ({ certificates, crls, ocspAnswers }: Required<ValidationMaterial>): string =>
    unlessEmpty('CertificateValues', encapsulated('EncapsulatedX509Certificate', certificates)) +
    unlessEmpty(
      'RevocationValues',
      unlessEmpty('CRLValues', encapsulated('EncapsulatedCRLValue', crls)) +
        unlessEmpty('OCSPValues', encapsulated('EncapsulatedOCSPValue', ocspAnswers)),
    );
  return {
    stamp: (local: 'SignatureTimeStamp' | 'ArchiveTimeStamp', token: Uint8Array): string => {
      const content = method + encapsulated('EncapsulatedTimeStamp', [token]);
      return local === 'ArchiveTimeStamp' ? wrap(name141(local), content, declared) : wrap(name132(local), content);
    },
    values,
    /** EN 319 132-1 §5.5.1: CertificateValues and RevocationValues stand once; what comes later has a container of its own. */
    laterValues: (material: Required<ValidationMaterial>): string => {
      const content = values(material);
      return content === '' ? '' : wrap(name141('TimeStampValidationData'), content, declared);
    },
  };
}

function wrap(name: string, content: string, attributes = ''): string {
  return `<${name}${attributes}>${content}</${name}>`;
}

/** A name of XAdES 1.3.2 with the prefix that has this meaning at the place. */
function qualified({ prefix }: XmlElement, local: string): string {
  return prefix === '' ? local : `${prefix}:${local}`;
}

/** What the material brings that the file does not hold yet. */
function missingValues(
  result: SignatureResult & { readonly properties: QualifyingProperties },
  { certificates = [], crls = [], ocspAnswers = [] }: ValidationMaterial,
): { missing: Required<ValidationMaterial>; isFirst: boolean; hasRevocation: boolean; hasCertificates: boolean } {
  const found = readUnsignedProperties(result);
  const held = [...result.certificates, ...found.certificateValues];
  const missing = {
    certificates: newAmong(certificates, held),
    crls: newAmong(crls, found.crlValues),
    ocspAnswers: newAmong(ocspAnswers, found.ocspValues),
  };
  const total = [found, missing].flatMap((each) => Object.values(each)).filter((each) => Array.isArray(each));
  if (total.reduce((sum, list) => sum + list.length, 0) > UNSIGNED_LIMITS.values) throw refusal('limit');
  const place = placeOf(result);
  const names = new Set(isContainer(place) ? childElements(place).map((one) => one.localName) : []);
  return {
    missing,
    isFirst: !['CertificateValues', 'RevocationValues', 'ArchiveTimeStamp'].some((one) => names.has(one)),
    // A path has at least an issuer above the signer.
    hasCertificates:
      newAmong([...held, ...missing.certificates], result.certificate ? [result.certificate] : []).length > 0,
    hasRevocation: [found.crlValues, found.ocspValues, missing.crls, missing.ocspAnswers].some(
      (list) => list.length > 0,
    ),
  };
}

function newAmong(list: readonly Uint8Array[], held: readonly Uint8Array[]): readonly Uint8Array[] {
  const known = new Set(held.map(fingerprint));
  return list.filter((der) => known.size < known.add(fingerprint(der)).size);
}

/** Their text is their name: two values are the same only byte by byte. */
function fingerprint(der: Uint8Array): string {
  return encodeBase64(der);
}

/** A token by the port; without octets there is nothing to stamp. */
async function stampOf(octets: Uint8Array | null, { stamp }: ExtendSignatureOptions): Promise<Uint8Array> {
  if (octets === null) throw refusal('core');
  return stamp(octets);
}

/** A stamp of the file: at least its imprint must be over what it is said to cover, as far as that can be computed. */
function checkImprint(
  token: Uint8Array | null,
  octets: Uint8Array | null,
  { isStampOver }: ExtendSignatureOptions,
): void {
  if (token === null) throw refusal('stampMismatch');
  if (octets !== null && isStampOver(token, octets) === false) throw refusal('stampMismatch');
}

type ExtensionRefusal =
  | 'core'
  | 'notXades'
  | 'namespace'
  | 'covered'
  | 'alreadyStamped'
  | 'nothingToAdd'
  | 'revocationMissing'
  | 'certificatesMissing'
  | 'stampMismatch'
  | 'limit';

function refusal(reason: ExtensionRefusal, cause?: unknown): Error {
  return createError(XADES_ERRORS, 'ERR_SIGNATURE_EXTENSION', { reason }, cause === undefined ? {} : { cause });
}

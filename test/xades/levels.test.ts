import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildOcspRequest, parseCertificate, parseTimeStampToken } from '../../src/certificate/index.js';
import { digestSync } from '../../src/crypto/index.js';
import { createDevCa } from '../../src/testing/index.js';
import {
  extendXmlSignature,
  findSignatures,
  openSignedDocument,
  readUnsignedProperties,
  type SignatureResult,
  UNSIGNED_LIMITS,
  type ValidationMaterial,
  verifySignature,
} from '../../src/xades/index.js';
import {
  attributeValue,
  canonicalize,
  childElements,
  findChild,
  findChildren,
  parseXml,
  textContent,
  walkElements,
  type XmlElement,
} from '../../src/xml/index.js';
import { answerOcsp, makeCrl } from '../certificate/authority.js';
import { type Node, type OpenSsl, withOpenSsl } from '../certificate/fixtures.js';
import { stampWithOpenSsl, writeTsa } from '../certificate/tsa.js';
import { ROOT } from '../shared.js';
import { emptyRecord, encodeUtf8, recordDocument, signRecord } from './produce.js';
import {
  change,
  DS,
  decodeBase64,
  EXCLUSIVE,
  encodeBase64,
  fill,
  propertiesObject,
  SIGNED_PROPERTIES_TYPE,
  sha256,
  testKey,
  XADES,
  xadesRecord,
} from './toolkit.js';

const XADES_141 = 'http://uri.etsi.org/01903/v1.4.1#';
const DAY_MS = 86_400_000;

async function nodeOf(identity: Promise<{ certificate: Uint8Array; privateKey: CryptoKey; pkcs8: Uint8Array }>) {
  const { certificate, privateKey, pkcs8 } = await identity;
  const parsed = parseCertificate(certificate);
  return { certificate: parsed, key: { privateKey, pkcs8, spki: parsed.spki } } satisfies Node;
}

/** Certificates of a dev CA that hold now: `openssl ts` and `openssl ocsp` go by the machine's clock. */
async function people() {
  const now = Date.now();
  const ca = await createDevCa({ notBefore: new Date(now - 30 * DAY_MS), notAfter: new Date(now + 30 * DAY_MS) });
  const tsa = await nodeOf(ca.identity('timeStamping'));
  const person = await nodeOf(ca.identity('ordinaryPerson'));
  const issuer = await nodeOf(Promise.resolve(ca.authorities.publicCa));
  return { tsa, person, issuer, now };
}

/** A way to stamp with `openssl ts`. */
function stamper(openssl: OpenSsl, tsa: Node): (octets: Uint8Array) => Promise<Uint8Array> {
  writeTsa(openssl, tsa);
  return async (octets) => stampWithOpenSsl(openssl, octets).der;
}

async function first(bytes: Uint8Array): Promise<SignatureResult> {
  const document = parseXml(bytes);
  return verifySignature(findSignatures(document.root)[0]!, openSignedDocument(document));
}

async function extend(
  bytes: Uint8Array,
  options: Omit<Parameters<typeof extendXmlSignature>[2], 'scope' | 'isStampOver'>,
): Promise<Uint8Array> {
  const document = parseXml(bytes);
  return extendXmlSignature(document, findSignatures(document.root)[0]!, { ...options, isStampOver });
}

/** As `signing` judges the stamps that a file holds. */
function isStampOver(token: Uint8Array, octets: Uint8Array): boolean | null {
  try {
    const { imprintDigest, imprint } = parseTimeStampToken(token);
    return imprintDigest === null ? null : Buffer.from(digestSync(imprintDigest, octets)).equals(imprint);
  } catch {
    // What is no token is over nothing.
    return false;
  }
}

/** What the rows look at: a signature of this package brought to LTA, and the archive stamp renewed with later material. */
interface Archived {
  readonly signature: XmlElement;
  readonly result: SignatureResult;
  readonly unsigned: readonly XmlElement[];
  readonly levels: readonly string[];
  readonly material: {
    readonly certificates: readonly Uint8Array[];
    readonly crl: Uint8Array;
    readonly ocsp: Uint8Array;
  };
}

let made: Promise<Archived> | undefined;
const archived = (): Promise<Archived> => (made ??= withOpenSsl(makeArchived));

async function makeArchived(openssl: OpenSsl): Promise<Archived> {
  const { tsa, person, issuer, now } = await people();
  const known = [{ certificate: person.certificate }];
  const crl = makeCrl(openssl, issuer, known, {
    thisUpdate: new Date(now - DAY_MS),
    nextUpdate: new Date(now + DAY_MS),
  });
  const { der } = buildOcspRequest(person.certificate, issuer.certificate);
  const ocsp = await answerOcsp(openssl, issuer, known, der, { signer: issuer });
  const stamp = stamper(openssl, tsa);
  const certificates = [issuer.certificate.der, testKey().certificate, tsa.certificate.der];
  let bytes: Uint8Array = await signRecord(recordDocument(emptyRecord()), { profile: 'xadesB' });
  const levels = [(await first(bytes)).level];
  for (const level of ['T', 'LT', 'LTA'] as const) {
    bytes = await extend(bytes, { level, stamp, material: { certificates, crls: [crl.der] } });
    levels.push((await first(bytes)).level);
  }
  bytes = await extend(bytes, { level: 'LTA', stamp, material: { certificates, ocspAnswers: [ocsp.der] } });
  const result = await first(bytes);
  const unsigned = childElements(result.properties!.unsignedSignatureProperties!);
  return {
    signature: result.element,
    result,
    unsigned,
    levels,
    material: { certificates, crl: crl.der, ocsp: ocsp.der },
  };
}

const exclusive = (element: XmlElement) => canonicalize(element, { algorithm: EXCLUSIVE });
const named = (elements: readonly XmlElement[], name: string) => elements.filter((one) => one.localName === name);
const containers = (elements: readonly XmlElement[]) => elements.filter((one) => one.localName.endsWith('TimeStamp'));
const der = (element: XmlElement) => decodeBase64(textContent(element));
const imprintOf = (container: XmlElement) =>
  parseTimeStampToken(der(findChild(container, 'EncapsulatedTimeStamp', XADES)!)).imprint;
const signedProperty = ({ signature }: Archived, name: string) =>
  [...walkElements(signature)].find((one) => one.localName === name && one.namespaceUri === XADES)!;
const referencesOf = ({ signature }: Archived) => findChildren(findChild(signature, 'SignedInfo')!, 'Reference');

/** The rows of docs/en-319-132-1.md that are tested here, by id. */
const ROWS: Readonly<Record<string, (made: Archived) => void>> = {
  '4.4.2-a': ({ signature }) => {
    const found = [...walkElements(signature)].filter((one) => one.localName === 'QualifyingProperties');
    expect(found.map((one) => [one.namespaceUri, one.parent?.localName, one.parent?.parent === signature])).toEqual([
      [XADES, 'Object', true],
    ]);
  },
  '4.4.2-b': (made) => {
    const target = attributeValue(signedProperty(made, 'QualifyingProperties'), 'Target');
    expect(target).toBe(`#${attributeValue(made.signature, 'Id')}`);
  },
  '4.4.2-c': (made) => {
    const id = attributeValue(signedProperty(made, 'SignedProperties'), 'Id');
    const reference = referencesOf(made).filter((one) => attributeValue(one, 'URI') === `#${id}`);
    expect(reference.map((one) => attributeValue(one, 'Type'))).toEqual([SIGNED_PROPERTIES_TYPE]);
  },
  '4.5-a': ({ unsigned }) => {
    const methods = containers(unsigned).map((one) => findChild(one, 'CanonicalizationMethod', DS));
    expect(methods.map((one) => one && attributeValue(one, 'Algorithm'))).toEqual([EXCLUSIVE, EXCLUSIVE, EXCLUSIVE]);
  },
  '5.2.1-a': (made) => expect(textContent(signedProperty(made, 'SigningTime'))).toMatch(/T\d\d:\d\d:\d\d\+07:00$/),
  '5.2.2-a': (made) => {
    const cert = findChild(signedProperty(made, 'SigningCertificateV2'), 'Cert')!;
    expect(childElements(findChild(cert, 'CertDigest')!).map((one) => textContent(one))).toEqual([
      '',
      encodeBase64(sha256(testKey().certificate)),
    ]);
  },
  '5.2.2-b': (made) => {
    const certs = childElements(signedProperty(made, 'SigningCertificateV2'));
    expect(certs.map((one) => attributeValue(one, 'URI'))).toEqual([undefined]);
  },
  '5.2.3-a': (made) =>
    expect(childElements(signedProperty(made, 'CommitmentTypeIndication')).map((one) => one.localName)).toEqual([
      'CommitmentTypeId',
      'AllSignedDataObjects',
    ]),
  '5.2.4-a': (made) => {
    const formats = findChildren(signedProperty(made, 'SignedDataObjectProperties'), 'DataObjectFormat');
    const others = referencesOf(made).filter((one) => attributeValue(one, 'Type') !== SIGNED_PROPERTIES_TYPE);
    expect(others.length).toBe(1);
    expect(formats.map((one) => attributeValue(one, 'ObjectReference'))).toEqual(
      others.map((one) => `#${attributeValue(one, 'Id')}`),
    );
  },
  '5.2.5-a': (made) =>
    expect(childElements(signedProperty(made, 'SignatureProductionPlaceV2')).map((one) => one.localName)).toEqual([
      'City',
      'CountryName',
    ]),
  '5.2.6-a': (made) =>
    expect(textContent(signedProperty(made, 'SignerRoleV2'))).toBe('urn:hoc-ba-so:vai-tro:giaoVienChuNhiem'),
  '5.3-a': ({ signature, unsigned }) => {
    const [stamp] = named(unsigned, 'SignatureTimeStamp');
    const value = findChild(signature, 'SignatureValue')!;
    // Written by hand, not by our canonical form.
    const octets = `<SignatureValue xmlns="${DS}" Id="${attributeValue(value, 'Id')}">${textContent(value)}</SignatureValue>`;
    expect(encodeBase64(imprintOf(stamp!))).toBe(encodeBase64(sha256(octets)));
  },
  '5.3-b': ({ unsigned }) =>
    expect(named(unsigned, 'SignatureTimeStamp').map((one) => one.namespaceUri)).toEqual([XADES]),
  '5.4.1-a': ({ unsigned, material }) => {
    const [values, ...others] = named(unsigned, 'CertificateValues');
    expect(others).toEqual([]);
    // All but the signer's own, which stands in KeyInfo.
    expect(childElements(values!).map((one) => encodeBase64(der(one)))).toEqual(
      [material.certificates[0]!, material.certificates[2]!].map(encodeBase64),
    );
  },
  '5.4.2-a': ({ unsigned, material }) => {
    const [values, ...others] = named(unsigned, 'RevocationValues');
    expect(others).toEqual([]);
    expect(childElements(values!).map((one) => one.localName)).toEqual(['CRLValues']);
    const list = childElements(childElements(values!)[0]!);
    expect(list.map((one) => [one.localName, encodeBase64(der(one))])).toEqual([
      ['EncapsulatedCRLValue', encodeBase64(material.crl)],
    ]);
  },
  '5.5.1-a': ({ unsigned, material }) => {
    const [data, ...others] = named(unsigned, 'TimeStampValidationData');
    expect([data!.namespaceUri, others.length]).toEqual([XADES_141, 0]);
    const answers = [...walkElements(data!)].filter((one) => one.localName === 'EncapsulatedOCSPValue');
    expect(answers.map((one) => encodeBase64(der(one)))).toEqual([encodeBase64(material.ocsp)]);
  },
  '5.5.2-a': ({ unsigned }) =>
    expect(
      named(unsigned, 'ArchiveTimeStamp').map((one) => [
        one.namespaceUri,
        childElements(one).map((child) => child.namespaceUri),
      ]),
    ).toEqual([
      [XADES_141, [DS, XADES]],
      [XADES_141, [DS, XADES]],
    ]),
  '5.5.2-b': (made) => {
    const { signature, unsigned } = made;
    const data = [...walkElements(parentRoot(signature))].find((one) => one.localName === 'DU_LIEU_HOC_BA')!;
    const stamps = named(unsigned, 'ArchiveTimeStamp');
    for (const stamp of stamps) {
      const pieces = [
        data,
        signedProperty(made, 'SignedProperties'),
        ...['SignedInfo', 'SignatureValue', 'KeyInfo'].map((name) => findChild(signature, name)!),
        ...unsigned.slice(0, unsigned.indexOf(stamp)),
      ];
      expect(encodeBase64(imprintOf(stamp))).toBe(encodeBase64(sha256(pieces.map(exclusive).join(''))));
    }
    expect(stamps.length).toBe(2);
  },
  '6.3-a': ({ levels }) => expect(levels).toEqual(['XAdES-B', 'XAdES-T', 'XAdES-LT', 'XAdES-LTA']),
  '6.3-b': ({ unsigned }) =>
    expect(unsigned.map((one) => one.localName)).toEqual([
      'SignatureTimeStamp',
      'CertificateValues',
      'RevocationValues',
      'ArchiveTimeStamp',
      'TimeStampValidationData',
      'ArchiveTimeStamp',
    ]),
};

function parentRoot(element: XmlElement): XmlElement {
  return element.parent === null ? element : parentRoot(element.parent);
}

describe('ETSI EN 319 132-1, row by row', () => {
  for (const [id, check] of Object.entries(ROWS)) test(`§${id}`, async () => check(await archived()));

  test('the committed table names every row here, and every test it names exists', () => {
    const page = readFileSync(join(ROOT, 'docs/en-319-132-1.md'), 'utf8');
    const rows = [...page.matchAll(/^\| ([\w.-]+) \| [^|]+ \| `(test\/[\w/.-]+)` ([^|]+) \|$/gm)];
    const here = rows.filter(([, , file]) => file === 'test/xades/levels.test.ts').map(([, id]) => id);
    expect(here).toEqual(Object.keys(ROWS));
    const missing = rows.filter(([, id, file, title]) => {
      const text = readFileSync(join(ROOT, file!), 'utf8');
      return file === 'test/xades/levels.test.ts' ? title !== `§${id}` : !text.includes(title!);
    });
    expect(missing.map(([row]) => row)).toEqual([]);
    expect(rows.length).toBeGreaterThan(here.length);
  });
});

describe('where the properties go', () => {
  const shapes: Readonly<Record<string, () => Promise<string>>> = {
    'the prefixes of XMLDSig and XAdES are others': async () =>
      fill(xadesRecord({ prefix: 'ds', properties: prefixed(propertiesObject({})) })),
    'an empty UnsignedSignatureProperties is there': () =>
      fill(
        xadesRecord({
          properties: change(
            propertiesObject({}),
            '</xades:QualifyingProperties>',
            '<xades:UnsignedProperties><xades:UnsignedSignatureProperties/></xades:UnsignedProperties></xades:QualifyingProperties>',
          ),
        }),
      ),
    'only UnsignedDataObjectProperties are there': () =>
      fill(
        xadesRecord({
          properties: change(
            propertiesObject({}),
            '</xades:QualifyingProperties>',
            '<xades:UnsignedProperties><xades:UnsignedDataObjectProperties><xades:UnsignedDataObjectProperty>x</xades:UnsignedDataObjectProperty></xades:UnsignedDataObjectProperties></xades:UnsignedProperties></xades:QualifyingProperties>',
          ),
        }),
      ),
    'a property nobody here knows is there': () =>
      fill(xadesRecord({ properties: propertiesObject({ unsigned: '<them xmlns="urn:them">1</them>' }) })),
    'the prefix xades141 means XAdES 1.3.2': () =>
      fill(
        xadesRecord({
          properties: propertiesObject({}).replaceAll('xades:', 'xades141:').replace('xmlns:xades=', 'xmlns:xades141='),
        }),
      ),
  };
  for (const [title, make] of Object.entries(shapes)) {
    test(title, () =>
      withOpenSsl(async (openssl) => {
        const stamp = stamper(openssl, (await people()).tsa);
        const bytes = encodeUtf8(await make());
        const material = { certificates: [testKey('other').certificate], crls: [sha256('a list')] };
        const done = await first(await extend(bytes, { level: 'LTA', stamp, material }));
        expect([done.core, done.level]).toEqual(['valid', 'XAdES-LTA']);
        const { signatureTimeStamps, archiveTimeStamps, certificateValues, crlValues } = readUnsignedProperties(done);
        for (const one of [...signatureTimeStamps, ...archiveTimeStamps]) {
          expect(encodeBase64(parseTimeStampToken(one.token!).imprint)).toBe(encodeBase64(sha256(one.octets()!)));
        }
        const found = [signatureTimeStamps, archiveTimeStamps, certificateValues, crlValues].map((list) => list.length);
        expect(found).toEqual([1, 1, 1, 1]);
        const order = childElements(done.properties!.unsignedSignatureProperties!.parent!).map((one) => one.localName);
        expect(order[0]).toBe('UnsignedSignatureProperties');
      }),
    );
  }

  /** The same Object with a prefix for XMLDSig, as the signature around it has one. */
  function prefixed(object: string): string {
    return object.replace(/(<\/?)(Object|DigestMethod|DigestValue)\b/g, '$1ds:$2');
  }
});

describe('what is read is bounded, and foreign words are named', () => {
  test('more stamps and values than the limits, values that are no base64, unknown properties', async () => {
    const stamp =
      '<xades:SignatureTimeStamp><xades:EncapsulatedTimeStamp>AAAA</xades:EncapsulatedTimeStamp></xades:SignatureTimeStamp>';
    const value = '<xades:EncapsulatedX509Certificate>AAAA</xades:EncapsulatedX509Certificate>';
    const reading = async (unsigned: string) =>
      readUnsignedProperties(
        await first(encodeUtf8(await fill(xadesRecord({ properties: propertiesObject({ unsigned }) })))),
      );
    const few = await reading(`${stamp}<xades:CertificateValues>${value}</xades:CertificateValues>`);
    expect([few.signatureTimeStamps.length, few.certificateValues.length, few.limitReached]).toEqual([1, 1, false]);
    const stamps = await reading(stamp.repeat(UNSIGNED_LIMITS.stamps + 1));
    expect([stamps.signatureTimeStamps.length, stamps.limitReached]).toEqual([UNSIGNED_LIMITS.stamps, true]);
    const values = await reading(
      `<xades:CertificateValues>${value.repeat(UNSIGNED_LIMITS.values + 1)}</xades:CertificateValues>`,
    );
    expect([values.certificateValues.length, values.limitReached]).toEqual([UNSIGNED_LIMITS.values, true]);
    const odd = await reading(
      `<xades:CertificateValues>${value.replace('AAAA', '?')}</xades:CertificateValues>` +
        '<xades:RefsOnlyTimeStamp/><them xmlns="urn:them"/><them xmlns="urn:them"/>' +
        stamp.replace('AAAA', '?'),
    );
    expect([odd.malformed, odd.unknown, odd.signatureTimeStamps[0]!.token]).toEqual([
      2,
      ['RefsOnlyTimeStamp', 'them'],
      null,
    ]);
  });

  test('an Include that names anything but the own SignatureValue leaves the stamp without octets', async () => {
    const reading = async (include: string) => {
      const unsigned = `<xades:SignatureTimeStamp>${include}<xades:EncapsulatedTimeStamp>AAAA</xades:EncapsulatedTimeStamp></xades:SignatureTimeStamp>`;
      const result = await first(encodeUtf8(await fill(xadesRecord({ properties: propertiesObject({ unsigned }) }))));
      return readUnsignedProperties(result).signatureTimeStamps[0]!.octets();
    };
    expect(await reading('')).not.toBeNull();
    expect(await reading('<xades:Include URI="#data"/>')).toBeNull();
    expect(await reading(`<CanonicalizationMethod xmlns="${DS}" Algorithm="urn:unknown"/>`)).toBeNull();
  });
});

describe('refused', () => {
  const never = () => Promise.reject(new Error('asked'));
  const reasonOf = (promise: Promise<unknown>) =>
    promise.then(
      () => 'no error',
      (error: Error & { params?: { reason?: string } }) => error.params?.reason ?? error.message,
    );
  const ask = async (text: string, level: 'T' | 'LT' = 'T') =>
    reasonOf(extend(encodeUtf8(text), { level, stamp: never }));

  test('the untouched signature is stamped', async () => {
    expect(await ask(await fill(xadesRecord()))).toBe('asked');
  });

  test('a signature whose own reference takes in the unsigned properties', async () => {
    const properties = change(
      propertiesObject({}),
      '<xades:QualifyingProperties',
      '<xades:QualifyingProperties Id="all"',
    );
    const references = [
      { uri: '#data', transforms: [EXCLUSIVE] },
      { uri: '#xades', type: SIGNED_PROPERTIES_TYPE, transforms: [EXCLUSIVE] },
      { uri: '#all', transforms: [EXCLUSIVE] },
    ];
    expect(await ask(await fill(xadesRecord({ properties, references })))).toBe('covered');
  });

  test('XAdES of another version, a broken stamp, no certificate beside the signer’s', async () => {
    const old = propertiesObject({}).replaceAll('v1.3.2#', 'v1.2.2#');
    expect(await ask(await fill(xadesRecord({ properties: old })))).toBe('namespace');
    const stamp =
      '<xades:SignatureTimeStamp><xades:EncapsulatedTimeStamp>AAAA</xades:EncapsulatedTimeStamp></xades:SignatureTimeStamp>';
    const broken = await fill(xadesRecord({ properties: propertiesObject({ unsigned: stamp }) }));
    expect(await ask(broken, 'LT')).toBe('stampMismatch');
    await withOpenSsl(async (openssl) => {
      const stamp = stamper(openssl, (await people()).tsa);
      const bytes = encodeUtf8(await fill(xadesRecord()));
      const lt = (material: ValidationMaterial) => reasonOf(extend(bytes, { level: 'LT', stamp, material }));
      const crls = [sha256('a list')];
      expect(await lt({ crls, certificates: [testKey().certificate] })).toBe('certificatesMissing');
      expect(await lt({ certificates: [testKey('other').certificate] })).toBe('revocationMissing');
      expect(await lt({ crls, certificates: [testKey('other').certificate] })).toBe('no error');
    });
  });
});

/* What the engines are measured on: five years of one pupil in one document, signed by seven people. */
import { cv2088, writeHocBa } from 'hoc-ba-so/record-xml';
import { DEV_SUBJECTS, type DevCa, generateDevKey, sampleClass } from 'hoc-ba-so/testing';
import { completeXmlSignature, prepareXmlSignature, type SignatureProfile } from 'hoc-ba-so/xades';
import { attributeValue, findChild, parseXml, walkElements } from 'hoc-ba-so/xml';

export const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';
const YEARS = [1, 2, 3, 4, 5] as const;

/** Who signs and the Id each signs: a class teacher the own year, principal and seal everything. */
const SIGNERS: readonly (readonly [slot: string, like: keyof typeof DEV_SUBJECTS, id: string])[] = [
  ...YEARS.map((year) => [`GVCN-${year}`, 'giaoVienChuNhiem', `nam-${year}`] as const),
  ['CBQL', 'canBoQuanLy', 'data'],
  ['KY_PHAT_HANH', 'phatHanh', 'data'],
];
export const SIGNATURES: number = SIGNERS.length;

/** A person with an RSA-2048 key. */
export interface Person {
  readonly slot: string;
  readonly signs: string;
  readonly spki: Uint8Array;
  readonly certificate: Uint8Array;
  readonly privateKey: CryptoKey;
}

/** Seven people, each with a key and a certificate of the own. */
export function sevenPeople(ca: DevCa): Promise<readonly Person[]> {
  return Promise.all(
    SIGNERS.map(async ([slot, like, id]) => {
      const key = await generateDevKey('RSA-2048');
      const certificate = await ca.issue(like === 'giaoVienChuNhiem' ? 'publicCa' : 'officialUse', {
        subject: DEV_SUBJECTS[like],
        publicKey: key.spki,
        notBefore: new Date('2020-01-01T00:00:00Z'),
        notAfter: new Date('2035-01-01T00:00:00Z'),
        keyUsage: ['digitalSignature', 'nonRepudiation'],
      });
      return { slot, signs: `#${id}`, spki: key.spki, certificate, privateKey: key.privateKey };
    }),
  );
}

/** The same people with new certificates for their keys. */
export function renewed(people: readonly Person[], ca: DevCa): Promise<readonly Person[]> {
  return Promise.all(
    people.map(async (person) => ({
      ...person,
      certificate: await ca.issue('publicCa', {
        subject: DEV_SUBJECTS.giaoVienChuNhiem,
        publicKey: person.spki,
        notBefore: new Date('2020-01-01T00:00:00Z'),
        notAfter: new Date('2035-01-01T00:00:00Z'),
        keyUsage: ['digitalSignature', 'nonRepudiation'],
      }),
    })),
  );
}

/**
 * The record, in the profile asked for, without order references (xmldsigjs cannot follow them).
 *
 * @param options.copies - How often the five years are repeated: as many signatures on a larger record.
 * @param options.seed - Another pupil.
 */
export async function fiveYears(
  people: readonly Person[],
  options: { readonly profile: SignatureProfile; readonly copies?: number; readonly seed?: string },
): Promise<Uint8Array> {
  const { profile, copies = 1, seed = 'bench' } = options;
  const years: string[] = [];
  for (let copy = 0; copy < copies; copy++) {
    for (const khoiLop of YEARS) {
      const [record] = sampleClass({ khoiLop, pupils: 1, seed: `${seed}/${copy}` });
      const year = parseXml(writeHocBa(record!, { layout: cv2088 }).bytes);
      const data = findChild(year.root, 'DU_LIEU_HOC_BA')!;
      const part = (name: string) => {
        const { start, end } = findChild(data, name)!;
        return year.source.slice(start, end).replace(/ Id="[^"]*"/g, '');
      };
      if (khoiLop === 1) years.push(part('THONG_TIN_CHUNG'));
      const id = `nam-${khoiLop}${copy === 0 ? '' : `-${copy}`}`;
      years.push(`<NAM_HOC Id="${id}">${part('QUA_TRINH_HOC_TAP')}${part('TONG_KET')}</NAM_HOC>`);
    }
  }
  const slots = people.map(({ slot }) => `<NGUOI_KY vai-tro="${slot}"></NGUOI_KY>`);
  let bytes: Uint8Array = new TextEncoder().encode(
    `<?xml version="1.0" encoding="UTF-8"?>\n<HOC_BA><DU_LIEU_HOC_BA Id="data">${years.join('')}</DU_LIEU_HOC_BA>` +
      `<DANH_SACH_THONG_TIN_KY>${slots.join('')}</DANH_SACH_THONG_TIN_KY></HOC_BA>`,
  );
  for (const person of people) bytes = await signSlot(bytes, person, profile);
  return bytes;
}

async function signSlot(bytes: Uint8Array, person: Person, profile: SignatureProfile): Promise<Uint8Array> {
  const document = parseXml(bytes);
  const place = [...walkElements(document.root)].find((one) => attributeValue(one, 'vai-tro') === person.slot)!;
  const prepared = await prepareXmlSignature(
    document,
    {
      profile,
      algorithm: RSA_SHA256,
      digestAlgorithm: SHA256,
      certificate: person.certificate,
      subjectName: `CN=${person.slot}`,
      signingTime: '2030-05-31T08:00:00+07:00',
      references: [{ uri: person.signs }],
      claimedRole: 'https://example.org/vai-tro',
      commitment: 'http://uri.etsi.org/01903/v1.2.2#ProofOfApproval',
      productionPlace: { city: 'Hà Nội', countryName: 'VN' },
      signatureId: `sig-${person.slot}`,
    },
    { at: place.closeStart, before: '', after: '' },
  );
  const value = await crypto.subtle.sign('RSASSA-PKCS1-v1_5', person.privateKey, new Uint8Array(prepared.toSign));
  return completeXmlSignature(prepared, new Uint8Array(value));
}

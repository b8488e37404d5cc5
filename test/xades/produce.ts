/* Records signed by this package with keys of Node, for the tests of producing and for other verifiers. */
import { findSignatureAlgorithm } from '../../src/crypto/index.js';
import { decodeUtf8, encodeUtf8 } from '../../src/encoding/index.js';
import {
  completeXmlSignature,
  type PreparedSignature,
  prepareXmlSignature,
  type SignatureProfile,
  type SignatureRequest,
} from '../../src/xades/index.js';
import { findChild, findChildren, parseXml, type XmlDocument, type XmlElement } from '../../src/xml/index.js';
import { type KeyName, MORE, MORE07, SHA256, testKey, valueOver } from './toolkit.js';

export const PROFILES: readonly SignatureProfile[] = ['cv2088', 'xadesB', 'dual'];

/** Algorithms this package signs with, and a key for each. */
export const PRODUCED: readonly (readonly [algorithm: string, key: KeyName])[] = [
  [`${MORE}rsa-sha256`, 'rsa'],
  [`${MORE}rsa-sha384`, 'rsa'],
  [`${MORE}rsa-sha512`, 'rsa'],
  [`${MORE07}sha256-rsa-MGF1`, 'rsa'],
  [`${MORE07}sha384-rsa-MGF1`, 'rsa'],
  [`${MORE07}sha512-rsa-MGF1`, 'rsa'],
  [`${MORE}ecdsa-sha256`, 'p256'],
  [`${MORE}ecdsa-sha384`, 'p384'],
  [`${MORE}ecdsa-sha512`, 'p521'],
];

export const SLOTS = ['GVCN', 'CBQL', 'KY_PHAT_HANH'] as const;
export const COUNTERSIGNED = 'http://uri.etsi.org/01903#CountersignedSignature';

/** A record without signatures, in the shape of CV 2088 as far as signatures care. */
export function emptyRecord(id = 'data-1'): string {
  return (
    `<HOC_BA><DU_LIEU_HOC_BA Id="${id}"><THONG_TIN_CHUNG><HO_VA_TEN>Trần Thị Bình &amp; bạn</HO_VA_TEN></THONG_TIN_CHUNG>` +
    '<TONG_KET><DIEM ghi-chu="a &lt; b">9</DIEM></TONG_KET></DU_LIEU_HOC_BA>' +
    `<DANH_SACH_THONG_TIN_KY>${SLOTS.map((slot) => `<${slot}></${slot}>`).join('')}</DANH_SACH_THONG_TIN_KY></HOC_BA>`
  );
}

export function recordDocument(...records: readonly string[]): Uint8Array {
  const inner =
    records.length === 1 ? records[0]! : `<DANH_SACH_HOC_BA Id="list">${records.join('')}</DANH_SACH_HOC_BA>`;
  return encodeUtf8(`<?xml version="1.0" encoding="UTF-8"?>\n${inner}`);
}

export interface SignOptions {
  readonly profile: SignatureProfile;
  readonly algorithm?: string;
  readonly key?: KeyName;
  readonly digestAlgorithm?: string;
  readonly slot?: (typeof SLOTS)[number];
  /** Which record of a list. */
  readonly record?: number;
  /** References to the values of the signatures already there. */
  readonly order?: boolean;
  readonly request?: Partial<SignatureRequest>;
}

export function scopeOf(document: XmlDocument, record = 0): XmlElement {
  return document.root.localName === 'HOC_BA' ? document.root : findChildren(document.root, 'HOC_BA')[record]!;
}

export async function prepare(bytes: Uint8Array, options: SignOptions): Promise<PreparedSignature> {
  const { profile, algorithm = `${MORE}rsa-sha256`, key = 'rsa', slot = 'GVCN', order = false } = options;
  const document = parseXml(bytes);
  const scope = scopeOf(document, options.record);
  const list = findChild(scope, 'DANH_SACH_THONG_TIN_KY')!;
  const data = findChild(scope, 'DU_LIEU_HOC_BA')!.attributes[0]!.value;
  const place = findChild(list, slot)!;
  const earlier = SLOTS.slice(0, SLOTS.indexOf(slot)).flatMap((one) => {
    const signature = findChild(findChild(list, one)!, 'Signature');
    const value = signature && findChild(signature, 'SignatureValue');
    return value === undefined ? [] : [{ uri: `#${value.attributes[0]!.value}`, type: COUNTERSIGNED }];
  });
  const request: SignatureRequest = {
    profile,
    algorithm,
    digestAlgorithm: options.digestAlgorithm ?? SHA256,
    certificate: testKey(key).certificate,
    subjectName: `CN=${key}`,
    signingTime: '2026-05-29T08:00:00+07:00',
    references: [{ uri: `#${data}` }, ...(order ? earlier : [])],
    claimedRole: 'urn:hoc-ba-so:vai-tro:giaoVienChuNhiem',
    commitment: 'http://uri.etsi.org/01903/v1.2.2#ProofOfApproval',
    productionPlace: { city: 'Đà Nẵng', countryName: 'VN' },
    signatureId: `sig-${data}-${slot}`,
    ...options.request,
  };
  return prepareXmlSignature(document, request, { at: place.closeStart, before: '', after: '' }, { scope });
}

export async function signRecord(bytes: Uint8Array, options: SignOptions): Promise<Uint8Array> {
  const prepared = await prepare(bytes, options);
  return completeXmlSignature(prepared, valueFor(prepared, options));
}

/** What a key outside this package answers. */
export function valueFor(
  { toSign }: PreparedSignature,
  { algorithm = `${MORE}rsa-sha256`, key = 'rsa' }: SignOptions,
): Uint8Array {
  if (findSignatureAlgorithm(algorithm) === undefined) throw new Error(algorithm);
  return valueOver(toSign, algorithm, testKey(key));
}

export { decodeUtf8, encodeUtf8 };

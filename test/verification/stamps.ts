/* Time stamps and revocation lists for the dev CA's people, made by OpenSSL, and files that carry them. */
import { type Crl, parseCertificate } from '../../src/certificate/index.js';
import { encodeBase64, encodeUtf8 } from '../../src/encoding/index.js';
import type { VaiTroKy } from '../../src/hoc-ba/index.js';
import type { HocBaFile } from '../../src/record-xml/index.js';
import type { DevAuthorityName, DevCa, DevIdentityOptions } from '../../src/testing/index.js';
import { createTrustList, openTrustList, type TrustList, type TrustListInput } from '../../src/trust/index.js';
import type { VerifyHocBaOptions } from '../../src/verification/index.js';
import { findSignatures } from '../../src/xades/index.js';
import { C14N_EXCLUSIVE, canonicalize, findChild, parseXml } from '../../src/xml/index.js';
import { type Known, makeCrl } from '../certificate/authority.js';
import { type Node, withOpenSsl } from '../certificate/fixtures.js';
import { makeToken } from '../certificate/tsa.js';
import { AT, allPorts, alter, devCa, LATER, SLOT, signatureText, signerOf, textOf } from '../signing/kit.js';

const DS = 'http://www.w3.org/2000/09/xmldsig#';
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** An hour after the roles signed. */
export const STAMPED_AT = new Date(AT.getTime() + HOUR);

/** What a SignatureTimeStamp on a role's signature covers. */
export function stampOctets(file: HocBaFile | Uint8Array, role: VaiTroKy): Uint8Array {
  const { root } = parseXml(encodeUtf8(textOf(file)));
  const signature = findSignatures(root).find(({ parent }) => parent?.localName === SLOT[role])!;
  return encodeUtf8(canonicalize(findChild(signature, 'SignatureValue', DS)!, { algorithm: C14N_EXCLUSIVE }));
}

export interface StampOptions {
  readonly genTime?: Date;
  /** The authority's certificate. */
  readonly authority?: DevIdentityOptions;
  readonly ca?: DevCa;
  /** Default: of the role's own SignatureValue. */
  readonly octets?: Uint8Array;
  readonly c14n?: string;
}

/** A token by the dev CA's time-stamping authority, or by another's. */
export async function tokenOver(octets: Uint8Array, options: StampOptions = {}): Promise<Uint8Array> {
  const { genTime = STAMPED_AT, authority = {}, ca = await devCa() } = options;
  const { certificate, pkcs8 } = await ca.identity('timeStamping', authority);
  const signer = { certificate: parseCertificate(certificate), key: { pkcs8 } } as unknown as Node;
  return withOpenSsl((openssl) => makeToken(openssl, { octets, genTime, signer }).der);
}

/** The file with a SignatureTimeStamp beside the role's signature. */
export async function stamped(
  file: HocBaFile | Uint8Array,
  role: VaiTroKy,
  options: StampOptions = {},
): Promise<Uint8Array> {
  const { octets = stampOctets(file, role), c14n = C14N_EXCLUSIVE } = options;
  return withStamp(file, role, encodeBase64(await tokenOver(octets, options)), c14n);
}

/** The same with any text for a token. */
export function withStamp(file: HocBaFile | Uint8Array, role: VaiTroKy, token: string, c14n = C14N_EXCLUSIVE) {
  const own = signatureText(file, role);
  const stamp = `<xades:UnsignedProperties><xades:UnsignedSignatureProperties><xades:SignatureTimeStamp><CanonicalizationMethod xmlns="${DS}" Algorithm="${c14n}"/><xades:EncapsulatedTimeStamp>${token}</xades:EncapsulatedTimeStamp></xades:SignatureTimeStamp></xades:UnsignedSignatureProperties></xades:UnsignedProperties></xades:QualifyingProperties>`;
  return alter(
    file,
    own,
    own.replace('</xades:QualifyingProperties>', () => stamp),
  );
}

const lists = new Map<string, Promise<readonly Crl[]>>();

/** Lists of all four authorities; the issuing ones name what is revoked. */
export function crlsOf(
  period: { readonly thisUpdate: Date; readonly nextUpdate: Date },
  revoked: readonly Known[] = [],
): Promise<readonly Crl[]> {
  const name = JSON.stringify([
    period,
    revoked.map(({ certificate, ...rest }) => ({ ...rest, one: certificate.fingerprint })),
  ]);
  const known = lists.get(name) ?? makeCrls(period, revoked);
  lists.set(name, known);
  return known;
}

async function makeCrls(period: Parameters<typeof crlsOf>[0], revoked: readonly Known[]): Promise<readonly Crl[]> {
  const { authorities } = await devCa();
  return withOpenSsl((openssl) =>
    (Object.keys(authorities) as DevAuthorityName[]).map((name) => {
      const { certificate, pkcs8 } = authorities[name];
      const node = { certificate: parseCertificate(certificate), key: { pkcs8 } } as unknown as Node;
      const mine = revoked.filter((one) => one.certificate.issuer === node.certificate.subject);
      return makeCrl(openssl, node, mine, period);
    }),
  );
}

/** In force when the records are judged. */
export const FRESH = { thisUpdate: new Date(LATER.getTime() - HOUR), nextUpdate: new Date(LATER.getTime() + DAY) };

/** All ports but the one for revocation, which is judged by lists. */
export async function withCrls(...args: Parameters<typeof crlsOf>): Promise<VerifyHocBaOptions> {
  const { revocation: _, ...ports } = await allPorts();
  return { ...ports, evidence: { crls: await crlsOf(...args) } };
}

/** A trust list of the dev CA: each family for its own purpose. */
export async function trustListOf(over: Partial<TrustListInput> = {}): Promise<TrustList> {
  const { officialUseRoot, officialUse, publicRoot, publicCa } = (await devCa()).authorities;
  const signer = await signerOf('otherOrganization');
  const bytes = await createTrustList(
    {
      id: 'tin-cay',
      number: 1,
      issuedAt: AT,
      nextUpdate: new Date(LATER.getTime() + DAY),
      publisher: 'Sở Giáo dục và Đào tạo (thử nghiệm)',
      anchors: [
        { certificate: officialUseRoot.certificate, family: 'vgca', scopes: ['person', 'schoolSeal'] },
        { certificate: publicRoot.certificate, family: 'neac', scopes: ['person', 'timeStamping'] },
      ],
      intermediates: [officialUse.certificate, publicCa.certificate],
      ...over,
    },
    signer,
  );
  return openTrustList(bytes, { pinned: [parseCertificate(signer.certificate).fingerprint], at: LATER });
}

import { parseCertificate } from '../../src/certificate/index.js';
import { cryptoKeySigner, type Signer } from '../../src/signing/index.js';
import { createDevCa, type DevCa, type DevIdentity } from '../../src/testing/index.js';
import type { RegisterInput, TrustListInput } from '../../src/trust/index.js';

export const AT: Date = new Date('2025-06-15T02:00:00Z');
export const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
export const MA_TRUONG = '79000001';

export interface People {
  readonly ca: DevCa;
  readonly publisher: DevIdentity;
  readonly signer: Signer;
  /** SHA-256 of the publisher's certificate. */
  readonly pin: string;
  readonly principal: DevIdentity;
  readonly seal: DevIdentity;
  readonly company: DevIdentity;
  readonly person: DevIdentity;
}

export const signerOf = (identity: DevIdentity, algorithm = RSA_SHA256): Signer =>
  cryptoKeySigner({ certificate: identity.certificate, privateKey: identity.privateKey, algorithm });

export async function makePeople(): Promise<People> {
  const ca = await createDevCa({
    notBefore: new Date('2024-01-01T00:00:00Z'),
    notAfter: new Date('2027-01-01T00:00:00Z'),
  });
  const publisher = await ca.identity('otherOrganization', {
    subject: [{ type: 'CN', value: 'Sở Giáo dục và Đào tạo (thử nghiệm)' }],
  });
  return {
    ca,
    publisher,
    signer: signerOf(publisher),
    pin: fingerprintOf(publisher),
    principal: await ca.identity('canBoQuanLy'),
    seal: await ca.identity('phatHanh'),
    company: await ca.identity('otherOrganization'),
    person: await ca.identity('ordinaryPerson'),
  };
}

export const fingerprintOf = ({ certificate }: Pick<DevIdentity, 'certificate'>): string =>
  parseCertificate(certificate).fingerprint;

export function trustListInput({ ca }: People, over: Partial<TrustListInput> = {}): TrustListInput {
  const { officialUseRoot, officialUse, publicRoot, publicCa } = ca.authorities;
  return {
    id: 'tin-cay-thu-nghiem',
    number: 3,
    issuedAt: new Date('2025-06-01T00:00:00Z'),
    nextUpdate: new Date('2025-07-01T00:00:00Z'),
    publisher: 'Sở Giáo dục và Đào tạo (thử nghiệm)',
    anchors: [
      {
        certificate: officialUseRoot.certificate,
        family: 'vgca',
        scopes: ['person', 'schoolSeal'],
        source: 'So sánh với dấu vân tay đã công bố (thử nghiệm)',
      },
      { certificate: publicRoot.certificate, family: 'neac', scopes: ['person', 'timeStamping'] },
    ],
    intermediates: [officialUse.certificate, publicCa.certificate],
    ...over,
  };
}

export function registerInput(people: People, over: Partial<RegisterInput> = {}): RegisterInput {
  return {
    id: 'so-gddt-thu-nghiem',
    number: 7,
    issuedAt: new Date('2025-06-01T00:00:00Z'),
    nextUpdate: new Date('2025-07-01T00:00:00Z'),
    publisher: 'Sở Giáo dục và Đào tạo (thử nghiệm)',
    completeFrom: '2024-09-05',
    nhaTruong: [
      {
        maTruong: MA_TRUONG,
        seals: [{ holder: { fingerprint: fingerprintOf(people.seal) }, from: '2024-08-01' }],
        canBoQuanLy: [
          {
            holder: { fingerprint: fingerprintOf(people.principal) },
            chucVu: 'Hiệu trưởng',
            from: '2024-09-05',
            until: '2029-09-04',
          },
        ],
      },
    ],
    ...over,
  };
}

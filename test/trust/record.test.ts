import { expect, test } from 'vitest';
import { type Crl, parseCertificate, revocationStatus } from '../../src/certificate/index.js';
import { SPECIMEN_TEST_VALUES } from '../../src/testing/index.js';
import {
  anchorsFor,
  createRegister,
  createTrustList,
  openRegister,
  openTrustList,
  registerAuthority,
} from '../../src/trust/index.js';
import { type RevocationPort, type VerifyHocBaOptions, verifyHocBa } from '../../src/verification/index.js';
import { makeCrl } from '../certificate/authority.js';
import { type Node, withOpenSsl } from '../certificate/fixtures.js';
import { allPorts, devCa, LATER, signed, signerOf } from '../signing/kit.js';

const DAY_MS = 86_400_000;
const HEADER = {
  issuedAt: new Date(LATER.getTime() - DAY_MS),
  nextUpdate: new Date(LATER.getTime() + 30 * DAY_MS),
  publisher: 'Sở Giáo dục và Đào tạo (thử nghiệm)',
};

const fingerprintOf = (der: Uint8Array) => parseCertificate(der).fingerprint;

/** A record's verifier with nothing made up: a signed trust list, a signed register, and lists of the authorities by OpenSSL. */
async function realPorts(crls: readonly Crl[], over: { readonly maTruong?: string } = {}): Promise<VerifyHocBaOptions> {
  const { authorities } = await devCa();
  const publisher = await signerOf('ordinaryPerson');
  const pinned = [fingerprintOf(publisher.certificate)];
  const at = LATER;
  const list = await openTrustList(
    await createTrustList(
      {
        ...HEADER,
        id: 'tin-cay',
        number: 1,
        anchors: [
          { certificate: authorities.officialUseRoot.certificate, family: 'vgca', scopes: ['person', 'schoolSeal'] },
          { certificate: authorities.publicRoot.certificate, family: 'neac', scopes: ['person'] },
        ],
        intermediates: [authorities.officialUse.certificate, authorities.publicCa.certificate],
      },
      publisher,
    ),
    { pinned, at },
  );
  const holder = async (role: 'canBoQuanLy' | 'phatHanh') => ({
    fingerprint: fingerprintOf((await signerOf(role)).certificate),
  });
  const register = await openRegister(
    await createRegister(
      {
        ...HEADER,
        id: 'so-dang-ky',
        number: 1,
        completeFrom: '2023-09-05',
        nhaTruong: [
          {
            maTruong: over.maTruong ?? SPECIMEN_TEST_VALUES.maTruong,
            seals: [{ holder: await holder('phatHanh') }],
            canBoQuanLy: [{ holder: await holder('canBoQuanLy'), chucVu: 'Hiệu trưởng', from: '2023-09-05' }],
          },
        ],
      },
      publisher,
    ),
    { pinned, at },
  );
  const revocation: RevocationPort = async ({ certificate, issuer, at: instant }) => {
    const { status, revokedAt } = await revocationStatus(certificate, issuer, { crls }, { at: instant });
    if (status === 'good' || status === 'revoked')
      return { status, ...(status === 'revoked' && revokedAt ? { revokedAt } : {}) };
    return { status: 'unknown' };
  };
  return {
    at,
    trust: {
      anchors: anchorsFor(list, 'person').map(({ der }) => der),
      intermediates: list.intermediates.map(({ der }) => der),
    },
    authority: registerAuthority(register, { clock: () => at }),
    revocation,
  };
}

test('a record judged by a trust list, a register and lists of revoked certificates: as with every answer in its favour', () =>
  withOpenSsl(async (openssl) => {
    const { authorities } = await devCa();
    const making = { thisUpdate: HEADER.issuedAt, nextUpdate: HEADER.nextUpdate };
    const listOf = (
      { certificate, privateKey, pkcs8 }: (typeof authorities)['publicCa'],
      gone: readonly Uint8Array[],
    ) => {
      const node: Node = {
        certificate: parseCertificate(certificate),
        key: { privateKey, pkcs8, spki: parseCertificate(certificate).spki },
      };
      const known = gone.map((der) => ({
        certificate: parseCertificate(der),
        revokedAt: new Date(LATER.getTime() - 60 * DAY_MS),
      }));
      return makeCrl(openssl, node, known, making);
    };
    const { officialUse, officialUseRoot, publicRoot, publicCa } = authorities;
    const clean = [officialUseRoot, publicRoot, publicCa].map((each) => listOf(each, []));
    const file = await signed();
    const verdict = async (options: VerifyHocBaOptions) => {
      const { conclusion, checks } = await verifyHocBa(file, options);
      const of = (code: string) => checks.filter((check) => check.code === code).map(({ outcome }) => outcome);
      return { conclusion, revocation: of('revocation'), signerAuthority: of('signerAuthority') };
    };
    const baseline = await verdict(await allPorts());
    const good = [...clean, listOf(officialUse, [])];
    expect(await verdict(await realPorts(good))).toEqual(baseline);
    expect(baseline.revocation).toEqual(['passed', 'passed', 'passed']);
    expect(baseline.signerAuthority).toEqual(['notRun', 'passed', 'passed']);

    const seal = (await signerOf('phatHanh')).certificate;
    const revoked = await verdict(await realPorts([...clean, listOf(officialUse, [seal])]));
    expect(revoked.revocation).toEqual(['passed', 'passed', 'failed']);
    expect(revoked.conclusion).toBe('totalFailed');
    const unknown = await verdict(await realPorts(clean));
    expect(unknown.revocation).toEqual(['passed', 'indeterminate', 'indeterminate']);
    expect(unknown.conclusion).toBe('indeterminate');
    const elsewhere = await verdict(await realPorts(good, { maTruong: '79000001' }));
    expect(elsewhere.signerAuthority).toEqual(['notRun', 'indeterminate', 'indeterminate']);
    expect(elsewhere.conclusion).toBe('indeterminate');
  }));

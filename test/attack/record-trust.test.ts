/* Attacks on what a record's verdict rests on: authorities of stamps, boundaries of time, registers, the server's copy. */
import { beforeAll, describe, expect, test } from 'vitest';
import { parseCertificate } from '../../src/certificate/index.js';
import { encodeBase64 } from '../../src/encoding/index.js';
import { createDevCa } from '../../src/testing/index.js';
import { createRegister, openRegister, type RegisterInput } from '../../src/trust/index.js';
import { type VerifyHocBaOptions, verifyHocBa } from '../../src/verification/index.js';
import { type Node, withOpenSsl } from '../certificate/fixtures.js';
import { makeToken } from '../certificate/tsa.js';
import { AT, allPorts, alter, devCa, LATER, signed, signerOf } from '../signing/kit.js';
import { FRESH, STAMPED_AT, stamped, stampOctets, tokenOver, withCrls, withStamp } from '../verification/stamps.js';

const principal = 'canBoQuanLy';
let plain: Uint8Array;
let ports: VerifyHocBaOptions;
beforeAll(async () => {
  plain = (await signed()).bytes;
  ports = await allPorts();
});

async function stampAnswer(file: Uint8Array, over: Partial<VerifyHocBaOptions> = {}) {
  const { roles, checks } = await verifyHocBa(file, { ...ports, ...over });
  const check = checks.find(({ code, role }) => code === 'timeStamp' && role === principal)!;
  const { provedAt } = roles.find(({ role }) => role === principal)!;
  return [check.outcome, check.reason, provedAt];
}
const PROVED = ['passed', 'TIME_STAMP_PROVES', STAMPED_AT.toISOString()];

describe('who stamps', () => {
  test('the authority proves, and nobody else does: a teacher, the seal, another tree', async () => {
    expect(await stampAnswer(await stamped(plain, principal))).toEqual(PROVED);
    for (const name of ['giaoVienChuNhiem', 'phatHanh'] as const) {
      const { certificate, pkcs8 } = await (await devCa()).identity(name);
      const signer = { certificate: parseCertificate(certificate), key: { pkcs8 } } as unknown as Node;
      const octets = stampOctets(plain, principal);
      let token: Uint8Array;
      try {
        token = await withOpenSsl((openssl) => makeToken(openssl, { octets, genTime: STAMPED_AT, signer }).der);
      } catch {
        // OpenSSL itself refuses to stamp with such a certificate: nothing to judge.
        continue;
      }
      expect(await stampAnswer(withStamp(plain, principal, encodeBase64(token)))).toEqual([
        'failed',
        'TIME_STAMP_BROKEN',
        null,
      ]);
    }
    const ca = await createDevCa({ notBefore: new Date('2024-01-01'), notAfter: new Date('2026-01-01') });
    expect(await stampAnswer(await stamped(plain, principal, { ca }))).toEqual([
      'indeterminate',
      'TIME_STAMP_UNTRUSTED',
      null,
    ]);
  });

  test('an authority whose certificate was issued with a hash that can be forged proves nothing', async () => {
    const file = await stamped(plain, principal, { authority: { digest: 'SHA-1' } });
    expect(await stampAnswer(file)).toEqual(['indeterminate', 'TIME_STAMP_NOT_JUDGED', null]);
  });

  test('a stamp that names elsewhere what it covers is refused by name', async () => {
    const file = await stamped(plain, principal);
    const distributed = alter(
      file,
      '<xades:SignatureTimeStamp>',
      '<xades:SignatureTimeStamp><xades:Include URI="#somewhere" referencedData="true"/>',
    );
    const { checks } = await verifyHocBa(distributed, ports);
    const check = checks.find(({ code, role }) => code === 'timeStamp' && role === principal);
    expect(check).toMatchObject({ reason: 'TIME_STAMP_NOT_JUDGED', params: { reason: 'distributed' } });
  });

  test('a token of another record’s signature is none of this one', async () => {
    const other = await signed();
    const token = await tokenOver(stampOctets(other, principal));
    expect(await stampAnswer(withStamp(plain, principal, encodeBase64(token)))).toEqual([
      'failed',
      'TIME_STAMP_BROKEN',
      null,
    ]);
  });
});

describe('to the second', () => {
  const END = new Date('2024-06-15T00:00:00Z');
  const second = (by: number) => new Date(END.getTime() + by * 1000);
  const conclusionAt = async (at: Date, file: Uint8Array) => {
    const { conclusion, subIndication } = await verifyHocBa(file, { ...ports, at });
    return [conclusion, subIndication];
  };

  test('a certificate holds through its last second, and not one longer', async () => {
    const signers = { [principal]: await signerOf(principal, { notAfter: END }) };
    const file = (await signed({ signers })).bytes;
    expect(await conclusionAt(second(-1), file)).toEqual(['totalPassed', null]);
    expect(await conclusionAt(END, file)).toEqual(['totalPassed', null]);
    expect(await conclusionAt(second(1), file)).toEqual(['indeterminate', 'NO_POE']);
  });

  test('a stated time in the first second of the certificate is in it, one before is not', async () => {
    const signers = { [principal]: await signerOf(principal, { notBefore: AT }) };
    const at = (by: number) => signed({ signers, signingTime: new Date(AT.getTime() + by * 1000) });
    expect(await conclusionAt(LATER, (await at(0)).bytes)).toEqual(['totalPassed', null]);
    await expect(at(-1)).rejects.toMatchObject({ code: expect.stringMatching(/^ERR_/) });
  });

  test('a revocation in the very second that is proved counts against the signature', async () => {
    const certificate = parseCertificate((await signerOf(principal)).certificate);
    const judge = async (by: number) => {
      const revokedAt = new Date(STAMPED_AT.getTime() + by * 1000);
      const options = await withCrls(FRESH, [{ certificate, revokedAt }]);
      return (await verifyHocBa(await stamped(plain, principal), options)).conclusion;
    };
    expect([await judge(1), await judge(0), await judge(-1)]).toEqual([
      'totalPassed',
      'indeterminate',
      'indeterminate',
    ]);
  });

  test('certificates beyond 2050, whose dates are written otherwise, end when they say', async () => {
    const ca = await createDevCa({
      notBefore: new Date('2024-01-01T00:00:00Z'),
      notAfter: new Date('2055-01-01T00:00:00Z'),
    });
    const { certificate } = await ca.identity('phatHanh');
    const { notBefore, notAfter } = parseCertificate(certificate);
    expect([notBefore.toISOString(), notAfter.toISOString()]).toEqual([
      '2024-01-01T00:00:00.000Z',
      '2055-01-01T00:00:00.000Z',
    ]);
    const edge = await createDevCa({
      notBefore: new Date('2049-12-31T23:59:59Z'),
      notAfter: new Date('2050-01-01T00:00:00Z'),
    });
    const found = parseCertificate((await edge.identity('phatHanh')).certificate);
    expect([found.notBefore.getUTCFullYear(), found.notAfter.getUTCFullYear()]).toEqual([2049, 2050]);
  });
});

describe('registers', () => {
  const MA_TRUONG = '01001401';
  const DAY = 86_400_000;
  const makeRegister = async (nhaTruong: RegisterInput['nhaTruong'], id = 'so-gddt', completeFrom = '2023-09-05') => {
    const signer = await signerOf('otherOrganization');
    const bytes = await createRegister(
      {
        id,
        number: 1,
        issuedAt: AT,
        nextUpdate: new Date(LATER.getTime() + DAY),
        publisher: 'Sở',
        completeFrom,
        nhaTruong,
      },
      signer,
    );
    return openRegister(bytes, { pinned: [parseCertificate(signer.certificate).fingerprint], at: LATER });
  };
  const of = async (role: 'phatHanh' | 'canBoQuanLy' | 'otherOrganization') => ({
    fingerprint: parseCertificate((await signerOf(role)).certificate).fingerprint,
  });
  const judge = async (registers: VerifyHocBaOptions['registers'], signingTime = AT) => {
    const { authority: _, ...rest } = ports;
    const file = await signed({ signingTime });
    const { conclusion, subIndication } = await verifyHocBa(file, { ...rest, registers: registers! });
    return [conclusion, subIndication];
  };
  const school = async (over: Partial<RegisterInput['nhaTruong'][number]> = {}) => ({
    maTruong: MA_TRUONG,
    seals: [{ holder: await of('phatHanh') }],
    canBoQuanLy: [{ holder: await of('canBoQuanLy'), chucVu: 'Hiệu trưởng' }],
    ...over,
  });

  test('two seals, and principals whose terms overlap: each counts in its own term', async () => {
    const seals = [{ holder: await of('otherOrganization') }, { holder: await of('phatHanh') }];
    const canBoQuanLy = [
      { holder: await of('otherOrganization'), chucVu: 'Hiệu trưởng', until: '2024-06-30' },
      { holder: await of('canBoQuanLy'), chucVu: 'Phó Hiệu trưởng phụ trách', from: '2024-05-01' },
    ];
    expect(await judge(await makeRegister([await school({ seals, canBoQuanLy })]))).toEqual(['totalPassed', null]);
  });

  test('a term ends with its last day in Vietnam, not in Greenwich', async () => {
    const canBoQuanLy = [{ holder: await of('canBoQuanLy'), chucVu: 'Hiệu trưởng', until: '2024-05-30' }];
    const registers = await makeRegister([await school({ canBoQuanLy })]);
    expect(await judge(registers, new Date('2024-05-30T16:59:59Z'))).toEqual(['totalPassed', null]);
    expect(await judge(registers, new Date('2024-05-30T17:00:00Z'))).toEqual(['totalFailed', 'SIGNER_NOT_AUTHORISED']);
  });

  test('two registers that contradict each other decide nothing; a day before the register is complete neither', async () => {
    const good = await makeRegister([await school()]);
    const bad = await makeRegister([await school({ seals: [{ holder: await of('otherOrganization') }] })], 'khac');
    expect(await judge(good)).toEqual(['totalPassed', null]);
    expect(await judge([good, bad])).toEqual(['indeterminate', 'SIGNER_AUTHORITY_UNKNOWN']);
    const late = [await school({ seals: [{ holder: await of('otherOrganization') }] })];
    expect(await judge(await makeRegister(late, 'moi', '2024-06-01'))).toEqual([
      'indeterminate',
      'SIGNER_AUTHORITY_UNKNOWN',
    ]);
  });

  test('a school of another code, and an approval that is missing, do not let the seal through', async () => {
    expect(await judge(await makeRegister([{ ...(await school()), maTruong: '01001402' }]))).toEqual([
      'indeterminate',
      'SIGNER_AUTHORITY_UNKNOWN',
    ]);
    expect(await judge(await makeRegister([await school({ approvals: [] })]))).toEqual([
      'totalFailed',
      'SIGNER_NOT_AUTHORISED',
    ]);
  });
});

describe('the server’s copy', () => {
  test.each([
    ['nothing', undefined],
    ['a status that is none', { status: 'ok' }],
    ['a digest that is none', { status: 'present', recordDigest: undefined }],
    ['a copy that is none', { status: 'present', copy: new Uint8Array(3) }],
    ['a copy that is a text', { status: 'present', copy: '<HOC_BA/>' }],
  ])('%s is no answer in the record’s favour, and no crash', async (_, answer) => {
    const report = await verifyHocBa(plain, { ...ports, authorityCopy: () => answer as never });
    expect(report.checks.find(({ code }) => code === 'authorityCopy')?.outcome).toBe('indeterminate');
  });

  test('a copy in which one mark is another differs, though the signatures in it are the file’s', async () => {
    const copy = alter(plain, '>10<', '>8<');
    const report = await verifyHocBa(plain, { ...ports, authorityCopy: () => ({ status: 'present', copy }) });
    expect([report.conclusion, report.subIndication]).toEqual(['totalFailed', 'COPY_DIFFERS']);
  });
});

import { describe, expect, test } from 'vitest';
import { writePkcs12 } from '../../src/certificate/index.js';
import {
  cryptoKeySigner,
  pkcs12Signer,
  RECEIVER_DUAL,
  RECEIVERS,
  type Signer,
  signHocBa,
} from '../../src/signing/index.js';
import type { DevIdentityOptions } from '../../src/testing/index.js';
import { verifyHocBa } from '../../src/verification/index.js';
import { AT, allPorts, codeOf, devCa, MORE, PSS_SHA256, RSA_SHA256, signerOf, unsigned } from './kit.js';

const PASSWORD = 'mật khẩu thử';
const identity = async (options: DevIdentityOptions = {}) => (await devCa()).identity('canBoQuanLy', options);

async function verdict(signer: Signer, receiver = RECEIVER_DUAL) {
  const file = await signHocBa(unsigned({ receiver }), { role: 'canBoQuanLy', signer, receiver, signingTime: AT });
  const report = await verifyHocBa(file, await allPorts());
  const role = report.roles.find((one) => one.role === 'canBoQuanLy')!;
  return [role.core, role.conclusion, role.algorithm];
}

describe('a PKCS#12 file', () => {
  const cases: readonly (readonly [
    options: DevIdentityOptions,
    scheme: 'pkcs1' | 'pss',
    algorithm: string,
    name: string,
  ])[] = [
    [{}, 'pkcs1', RSA_SHA256, 'RSA SHA-256'],
    [{}, 'pss', PSS_SHA256, 'RSA-PSS SHA-256'],
    [{ key: 'RSA-3072' }, 'pkcs1', RSA_SHA256, 'RSA SHA-256'],
    [{ key: 'P-256' }, 'pkcs1', `${MORE}ecdsa-sha256`, 'ECDSA SHA-256'],
    [{ key: 'P-384' }, 'pkcs1', `${MORE}ecdsa-sha384`, 'ECDSA SHA-384'],
    [{ key: 'P-521' }, 'pkcs1', `${MORE}ecdsa-sha512`, 'ECDSA SHA-512'],
  ];
  test.each(cases)('%j with %s signs by %s', async (options, scheme, algorithm, name) => {
    const holder = await identity(options);
    const signer = await pkcs12Signer(await holder.p12(PASSWORD), PASSWORD, { scheme });
    expect(signer.algorithm).toBe(algorithm);
    expect(signer.certificate).toEqual(holder.certificate);
    expect(signer.chain).toEqual(holder.chain);
    for (const receiver of Object.values(RECEIVERS))
      expect(await verdict(signer, receiver)).toEqual(['valid', 'totalPassed', name]);
  });

  test('with a wrong password, damaged, or none', async () => {
    const p12 = await (await identity()).p12(PASSWORD);
    expect(await codeOf(pkcs12Signer(p12, PASSWORD))).toBe('no error');
    expect(await codeOf(pkcs12Signer(p12, 'sai'))).toBe('ERR_P12_PASSWORD');
    expect(await codeOf(pkcs12Signer(p12, ''))).toBe('ERR_P12_PASSWORD');
    expect(await codeOf(pkcs12Signer(p12.slice(0, 100), PASSWORD))).toBe('ERR_P12_MALFORMED');
    expect(await codeOf(pkcs12Signer(new Uint8Array(0), PASSWORD))).toBe('ERR_P12_MALFORMED');
  });

  test('with two keys or none signs nothing', async () => {
    const [a, b] = [await identity(), await identity({ key: 'P-256' })];
    const entry = (one: typeof a) => ({ certificate: one.certificate, chain: one.chain, privateKeyPkcs8: one.pkcs8 });
    const two = await writePkcs12([entry(a), entry(b)], PASSWORD);
    const error = await pkcs12Signer(two, PASSWORD).catch((cause: { code: string; params: object }) => cause);
    expect(error).toMatchObject({ code: 'ERR_ARGUMENT_INVALID', params: { argument: 'pkcs12', reason: '2 keys' } });
    expect(await codeOf(pkcs12Signer(await writePkcs12([], PASSWORD), PASSWORD))).toBe('ERR_ARGUMENT_INVALID');
  });
});

describe('a WebCrypto key', () => {
  test('of another algorithm than it says signs nothing', async () => {
    const { certificate, privateKey } = await identity();
    const options = { role: 'canBoQuanLy', receiver: RECEIVER_DUAL, signingTime: AT } as const;
    const sign = (algorithm: string) => {
      const signer = cryptoKeySigner({ certificate, privateKey, algorithm });
      return codeOf(signHocBa(unsigned(), { ...options, signer }));
    };
    expect(await sign(RSA_SHA256)).toBe('no error');
    // The key was imported for SHA-256.
    expect(await sign(`${MORE}rsa-sha512`)).not.toBe('no error');
    expect(await sign(PSS_SHA256)).not.toBe('no error');
    expect(await sign(`${MORE}ecdsa-sha256`)).toBe('ERR_SIGNATURE_ALGORITHM');
  });

  test('of an unknown algorithm is refused at once', async () => {
    const { certificate, privateKey } = await identity();
    expect(await codeOf(() => cryptoKeySigner({ certificate, privateKey, algorithm: 'urn:x' }))).toBe(
      'ERR_ARGUMENT_INVALID',
    );
  });

  test('beside another certificate signs nothing', async () => {
    const { privateKey } = await identity();
    const { certificate } = await (await devCa()).identity('phatHanh');
    const signer = cryptoKeySigner({ certificate, privateKey, algorithm: RSA_SHA256 });
    const options = { role: 'canBoQuanLy', receiver: RECEIVER_DUAL, signingTime: AT } as const;
    expect(await codeOf(signHocBa(unsigned(), { ...options, signer }))).toBe('ERR_SIGNER_VALUE_MISMATCH');
  });
});

test('what a signer throws comes out as it is, and nothing is signed', async () => {
  const cancelled = Object.assign(new Error('cancelled'), { code: 'ERR_SIGNER_CANCELLED' });
  const signer: Signer = { ...(await signerOf('canBoQuanLy')), sign: () => Promise.reject(cancelled) };
  const work = signHocBa(unsigned(), { role: 'canBoQuanLy', signer, receiver: RECEIVER_DUAL, signingTime: AT });
  await expect(work).rejects.toBe(cancelled);
});

test('a signer is handed the bytes, their digest and the algorithm, and nothing else', async () => {
  const own = await signerOf('canBoQuanLy');
  const seen: object[] = [];
  const signer: Signer = {
    ...own,
    sign: (request) => {
      seen.push(request);
      return own.sign(request);
    },
  };
  await signHocBa(unsigned(), { role: 'canBoQuanLy', signer, receiver: RECEIVER_DUAL, signingTime: AT });
  expect(seen.map((one) => Object.keys(one).sort())).toEqual([['algorithm', 'digest', 'digestName', 'toSign']]);
});

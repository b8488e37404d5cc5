import { verify } from 'node:crypto';
import { Crypto as PeculiarCrypto } from '@peculiar/webcrypto';
import { describe, expect, test } from 'vitest';
import {
  listAlgorithms,
  parsePublicKey,
  randomBytes,
  type SignatureAlgorithm,
  signWithKey,
} from '../../src/crypto/index.js';
import { all, MORE, signatureAlgorithm, verdicts } from './platforms.js';

const DATA = new Uint8Array(Buffer.from('<SignedInfo/>'));
const CRYPTOS: Readonly<Record<string, Crypto>> = {
  native: globalThis.crypto as Crypto,
  peculiar: new PeculiarCrypto() as unknown as Crypto,
};
const NAMES = { 'rsa-pkcs1': 'RSASSA-PKCS1-v1_5', 'rsa-pss': 'RSA-PSS', ecdsa: 'ECDSA', dsa: '', hmac: '' } as const;
const produced = listAlgorithms().filter(
  (row): row is SignatureAlgorithm => row.kind !== 'digest' && row.status === 'produced',
);
const rsa = (name: string, hash: string, modulusLength = 2048, publicExponent = Uint8Array.of(1, 0, 1)) => ({
  name,
  hash,
  modulusLength,
  publicExponent,
});

function generate(crypto: Crypto, parameters: RsaHashedKeyGenParams | EcKeyGenParams): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(parameters, true, ['sign', 'verify']) as Promise<CryptoKeyPair>;
}

describe.each(Object.entries(CRYPTOS))('a CryptoKey of the %s Crypto', (_, crypto) => {
  test.each(produced.map((row) => [row.name, row] as const))(
    '%s: signs what every platform verifies',
    async (_, algorithm) => {
      const name = NAMES[algorithm.kind];
      const choices =
        algorithm.kind === 'ecdsa'
          ? ['P-256', 'P-384', 'P-521'].map((namedCurve) => ({ name, namedCurve }))
          : [rsa(name, algorithm.digest!)];
      for (const parameters of choices) {
        const { privateKey, publicKey } = await generate(crypto, parameters);
        const key = parsePublicKey(new Uint8Array(await crypto.subtle.exportKey('spki', publicKey)));
        const signature = await signWithKey(privateKey, algorithm, DATA, crypto);
        expect(await verdicts({ algorithm, key, signature, data: DATA })).toEqual(all(true));
        if (algorithm.kind === 'ecdsa')
          expect(signature.length).toBe(2 * Math.ceil((key.kind === 'ec' ? key.bits : 0) / 8));
      }
    },
  );

  test('a key that does not suit is refused with the reason', async () => {
    const algorithm = signatureAlgorithm(`${MORE}rsa-sha256`);
    const ecdsa = signatureAlgorithm(`${MORE}ecdsa-sha256`);
    const good = await generate(crypto, rsa('RSASSA-PKCS1-v1_5', 'SHA-256'));
    await expect(signWithKey(good.privateKey, algorithm, DATA, crypto)).resolves.toHaveLength(256);
    const cases: [CryptoKey, SignatureAlgorithm, string][] = [
      [good.publicKey, algorithm, 'keyUsage'],
      [good.privateKey, ecdsa, 'keyAlgorithm'],
      [good.privateKey, signatureAlgorithm(`${MORE}rsa-sha512`), 'keyHash'],
      [(await generate(crypto, rsa('RSA-PSS', 'SHA-256'))).privateKey, algorithm, 'keyAlgorithm'],
      [(await generate(crypto, rsa('RSASSA-PKCS1-v1_5', 'SHA-256', 1024))).privateKey, algorithm, 'rsaModulusShort'],
      [
        // Native: the other cannot make one.
        (await generate(CRYPTOS['native']!, rsa('RSASSA-PKCS1-v1_5', 'SHA-256', 2048, Uint8Array.of(3)))).privateKey,
        algorithm,
        'rsaExponentSmall',
      ],
    ];
    for (const [key, row, issue] of cases) {
      await expect(signWithKey(key, row, DATA, crypto)).rejects.toMatchObject({
        code: 'ERR_KEY_NOT_ALLOWED',
        params: { issue },
      });
    }
  });

  test('only produced algorithms sign', async () => {
    const { privateKey } = await generate(crypto, rsa('RSASSA-PKCS1-v1_5', 'SHA-1'));
    for (const row of listAlgorithms()) {
      if (row.kind === 'digest' || row.status === 'produced') continue;
      await expect(signWithKey(privateKey, row, DATA, crypto), row.name).rejects.toMatchObject({
        code: 'ERR_ALGORITHM_NOT_ALLOWED',
      });
    }
  });
});

test('without a Crypto given, the platform’s own signs', async () => {
  const { privateKey, publicKey } = await generate(CRYPTOS.native!, { name: 'ECDSA', namedCurve: 'P-256' });
  const signature = await signWithKey(privateKey, signatureAlgorithm(`${MORE}ecdsa-sha256`), DATA);
  const spki = Buffer.from(await globalThis.crypto.subtle.exportKey('spki', publicKey));
  const key = { key: spki, format: 'der', type: 'spki', dsaEncoding: 'ieee-p1363' } as const;
  expect(verify('sha256', DATA, key, signature)).toBe(true);
});

test('a device that fails to sign is an error with its cause', async () => {
  const { privateKey } = await generate(CRYPTOS.native!, { name: 'ECDSA', namedCurve: 'P-256' });
  const cause = new Error('CKR_DEVICE_REMOVED');
  const broken = { subtle: { sign: () => Promise.reject(cause) } } as unknown as Crypto;
  await expect(signWithKey(privateKey, signatureAlgorithm(`${MORE}ecdsa-sha256`), DATA, broken)).rejects.toMatchObject({
    code: 'ERR_CRYPTO_FAILED',
    cause,
  });
});

test('random bytes: as many as asked for, also more than one call gives, and from the Crypto given', () => {
  expect(randomBytes(0)).toHaveLength(0);
  const many = randomBytes(200_000);
  expect(many).toHaveLength(200_000);
  // The last kilobyte is filled too: all zeros has a chance of 2⁻⁸¹⁹².
  expect(many.subarray(-1024).some((byte) => byte !== 0)).toBe(true);
  expect(Buffer.from(randomBytes(16)).equals(randomBytes(16))).toBe(false);
  const fixed = { getRandomValues: (array: Uint8Array) => array.fill(9) } as unknown as Crypto;
  expect([...randomBytes(3, fixed)]).toEqual([9, 9, 9]);
  expect(() => randomBytes(1, {} as Crypto)).toThrow(expect.objectContaining({ code: 'ERR_CRYPTO_UNAVAILABLE' }));
});

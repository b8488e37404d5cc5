import { createHash, sign } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { bytesToBigInt, curveByName } from '../../src/crypto/curves.js';
import { digestLength, ecdsaDerSignature, listAlgorithms, type SignatureAlgorithm } from '../../src/crypto/index.js';
import { NODE_DIGESTS } from '../../src/crypto/node-digest.js';
import { all, ecPair, flipBit, type Pair, pssPair, rsaPair, verdicts } from './platforms.js';

const DATA = new Uint8Array(Buffer.from('<ds:SignedInfo>Nguyễn</ds:SignedInfo>'));
const TEXT = '<ds:SignedInfo>Nguyễn</ds:SignedInfo>';

const usable = listAlgorithms().filter(
  (row): row is SignatureAlgorithm => row.kind !== 'digest' && row.status !== 'refused' && row.digest !== null,
);
const rsaAlgorithms = usable.filter((row) => row.kind !== 'ecdsa');
const ecAlgorithms = usable.filter((row) => row.kind === 'ecdsa');

/** Sizes and exponents that some platform does not take, beside the usual ones. */
const rsaPairs: Readonly<Record<string, Pair>> = {
  'RSA-2048': rsaPair(2048),
  'RSA-3072': rsaPair(3072),
  'RSA-1024 (legacy)': rsaPair(1024),
  'RSA-2050 (no whole octets)': rsaPair(2050),
  'RSA-2047 (no whole octets, legacy)': rsaPair(2047),
  'RSA-2041 (PSS one octet shorter, legacy)': rsaPair(2041),
  'RSA-2048 e=3 (legacy)': rsaPair(2048, 3),
  'RSA-2048 e=65539': rsaPair(2048, 65539),
};
const ecPairs: Readonly<Record<string, Pair>> = Object.fromEntries(
  ['P-256', 'P-384', 'P-521', 'brainpoolP256r1', 'brainpoolP384r1', 'brainpoolP512r1'].map((name) => [
    name,
    ecPair(name),
  ]),
);

function signRsa(
  { privateKey }: Pair,
  { kind, digest }: SignatureAlgorithm,
  saltLength = digestLength(digest!),
): Uint8Array {
  const padding = kind === 'rsa-pss' ? { padding: 6, saltLength } : { padding: 1 };
  return new Uint8Array(sign(NODE_DIGESTS[digest!], DATA, { key: privateKey, ...padding }));
}

function signEc({ privateKey }: Pair, { digest }: SignatureAlgorithm): Uint8Array {
  return new Uint8Array(sign(NODE_DIGESTS[digest!], DATA, { key: privateKey, dsaEncoding: 'ieee-p1363' }));
}

describe.each(Object.entries(rsaPairs))('%s', (_, pair) => {
  test.each(rsaAlgorithms.map((row) => [row.name, row] as const))('%s', async (_, algorithm) => {
    const { key } = pair;
    if (key.kind !== 'rsa') throw new Error('not RSA');
    const size = digestLength(algorithm.digest!);
    if (algorithm.kind === 'rsa-pss' && Math.ceil((key.bits - 1) / 8) < 2 * size + 2) {
      // The key is too short for a salt as long as the hash: no salt makes a valid signature.
      const signature = signRsa(pair, algorithm, 20);
      expect(await verdicts({ algorithm, key, signature, data: DATA })).toEqual(all(false));
      return;
    }
    const signature = signRsa(pair, algorithm);
    expect(await verdicts({ algorithm, key, signature, data: DATA })).toEqual(all(true));
    expect(await verdicts({ algorithm, key, signature, data: TEXT })).toEqual(all(true));
    const other = pair === rsaPairs['RSA-2048'] ? rsaPairs['RSA-2048 e=3 (legacy)']! : rsaPairs['RSA-2048']!;
    const wrong: Record<string, Uint8Array> = {
      flippedFirst: flipBit(signature, 0),
      flippedMiddle: flipBit(signature, 777),
      flippedLast: flipBit(signature, 8 * signature.length - 1),
      truncated: signature.subarray(1),
      truncatedEnd: signature.subarray(0, -1),
      longer: Uint8Array.of(0, ...signature),
      longerEnd: Uint8Array.of(...signature, 0),
      empty: new Uint8Array(),
      zeros: new Uint8Array(signature.length),
      one: new Uint8Array(signature.length).fill(1, -1),
      modulus: key.modulus,
      allOnes: new Uint8Array(signature.length).fill(255),
    };
    for (const [name, value] of Object.entries(wrong)) {
      expect(await verdicts({ algorithm, key, signature: value, data: DATA }), name).toEqual(all(false));
    }
    expect(await verdicts({ algorithm, key, signature, data: flipBit(DATA, 9) })).toEqual(all(false));
    expect(await verdicts({ algorithm, key: other.key, signature, data: DATA })).toEqual(all(false));
    for (const another of rsaAlgorithms) {
      if (another === algorithm) continue;
      expect(await verdicts({ algorithm: another, key, signature, data: DATA }), another.name).toEqual(all(false));
    }
  });
});

describe('RSASSA-PSS keys', () => {
  const pss = rsaAlgorithms.filter((row) => row.kind === 'rsa-pss');
  const sha256 = pss.find((row) => row.digest === 'SHA-256')!;

  test('a key without restriction verifies PSS of every hash', async () => {
    const pair = pssPair(2048);
    expect(pair.key).toMatchObject({ scheme: 'pss', pssDigest: null });
    for (const algorithm of pss) {
      const signature = signRsa(pair, algorithm);
      expect(await verdicts({ algorithm, key: pair.key, signature, data: DATA }), algorithm.name).toEqual(all(true));
    }
  });

  test('a key for SHA-256 verifies only that, and never PKCS#1 v1.5', async () => {
    const pair = pssPair(2048, 'sha256');
    expect(pair.key).toMatchObject({ scheme: 'pss', pssDigest: 'SHA-256' });
    const signature = signRsa(pair, sha256);
    expect(await verdicts({ algorithm: sha256, key: pair.key, signature, data: DATA })).toEqual(all(true));
    for (const algorithm of rsaAlgorithms) {
      if (algorithm === sha256) continue;
      expect(await verdicts({ algorithm, key: pair.key, signature, data: DATA }), algorithm.name).toEqual(all(false));
    }
  });

  test.each([0, 1, 20, 31, 33, 64, 222])('a salt of %i bytes is not the length of the hash', async (saltLength) => {
    const pair = rsaPairs['RSA-2048']!;
    const signature = signRsa(pair, sha256, saltLength);
    expect(await verdicts({ algorithm: sha256, key: pair.key, signature, data: DATA })).toEqual(all(false));
  });
});

describe.each(Object.entries(ecPairs))('%s', (name, pair) => {
  test.each(ecAlgorithms.map((row) => [row.name, row] as const))('%s', async (_, algorithm) => {
    const { key } = pair;
    const signature = signEc(pair, algorithm);
    const ask = (value: Uint8Array, data: string | Uint8Array = DATA) =>
      verdicts({ algorithm, key, signature: value, data });
    expect(await ask(signature)).toEqual(all(true));
    expect(await ask(signature, TEXT)).toEqual(all(true));
    expect(await ask(ecdsaDerSignature(signature)), 'DER').toEqual(all(true));
    const der = new Uint8Array(sign(NODE_DIGESTS[algorithm.digest!], DATA, pair.privateKey));
    expect(await ask(der), 'DER of OpenSSL').toEqual(all(true));
    expect(await ask(flipBit(signature, 0))).toEqual(all(false));
    expect(await ask(flipBit(signature, 8 * signature.length - 8))).toEqual(all(false));
    expect(await ask(signature.subarray(1))).toEqual(all(false));
    expect(await ask(signature.subarray(0, -1))).toEqual(all(false));
    expect(await ask(Uint8Array.of(...signature, 0))).toEqual(all(false));
    expect(await ask(Uint8Array.of(0, ...signature))).toEqual(all(false));
    expect(await ask(new Uint8Array())).toEqual(all(false));
    expect(await ask(signature, flipBit(DATA, 5))).toEqual(all(false));
    const other = ecPair(name);
    expect(await verdicts({ algorithm, key: other.key, signature, data: DATA })).toEqual(all(false));
  });

  test('an RSA algorithm cannot be by this key, an ECDSA one not by an RSA key', async () => {
    const signature = signEc(pair, ecAlgorithms[0]!);
    for (const algorithm of rsaAlgorithms) {
      expect(await verdicts({ algorithm, key: pair.key, signature, data: DATA })).toEqual(all(false));
    }
    const { key } = rsaPairs['RSA-2048']!;
    expect(await verdicts({ algorithm: ecAlgorithms[0]!, key, signature, data: DATA })).toEqual(all(false));
  });

  test('n − s verifies as s does: XMLDSig does not ask for the low half', async () => {
    const algorithm = ecAlgorithms.find((row) => row.digest === 'SHA-256')!;
    const signature = signEc(pair, algorithm);
    if (pair.key.kind !== 'ec') throw new Error('not EC');
    const { n, bytes } = curveByName(pair.key.curve);
    const s = n - bytesToBigInt(signature.subarray(bytes));
    const twin = Uint8Array.of(
      ...signature.subarray(0, bytes),
      ...Buffer.from(s.toString(16).padStart(2 * bytes, '0'), 'hex'),
    );
    expect(await verdicts({ algorithm, key: pair.key, signature: twin, data: DATA })).toEqual(all(true));
  });
});

describe('the portable arithmetic is OpenSSL’s', () => {
  test('twenty random signatures per curve, and as many over other data', async () => {
    const algorithm = ecAlgorithms.find((row) => row.digest === 'SHA-512')!;
    for (const [name, pair] of Object.entries(ecPairs)) {
      for (let i = 0; i < 20; i++) {
        const data = new Uint8Array(createHash('sha1').update(`${name} ${i}`).digest());
        const signature = new Uint8Array(sign('sha512', data, { key: pair.privateKey, dsaEncoding: 'ieee-p1363' }));
        const input = { algorithm, key: pair.key, signature };
        expect(await verdicts({ ...input, data }), name).toEqual(all(true));
        expect(await verdicts({ ...input, data: flipBit(data, i) }), name).toEqual(all(false));
      }
    }
  });
});

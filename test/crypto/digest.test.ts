import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { portableDigest } from '../../src/crypto/digest.js';
import { type DigestName, digestLength, digestSync, listAlgorithms } from '../../src/crypto/index.js';
import { nodeCrypto } from '../../src/crypto/node-crypto.js';
import { nodeDigest } from '../../src/crypto/node-digest.js';
import { encodeHex, encodeUtf8 } from '../../src/encoding/index.js';
import { PLATFORMS } from './platforms.js';

/** FIPS 180-4 and FIPS 202 examples: the message "abc". */
const ABC: Readonly<Record<DigestName, string>> = {
  'SHA-1': 'a9993e364706816aba3e25717850c26c9cd0d89d',
  'SHA-224': '23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7',
  'SHA-256': 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  'SHA-384': 'cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7',
  'SHA-512':
    'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
  'SHA3-224': 'e642824c3f8cf24ad09234ee7d3c766fc9a3a5168d0c94ad73b46fdf',
  'SHA3-256': '3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532',
  'SHA3-384': 'ec01498288516fc926459f58e2c6ad8df9b473cb0fc08c2596da7cf0e49be4b298d88cea927ac7f539f1edf228376d25',
  'SHA3-512':
    'b751850b1a57168a5693cd924b6b096e08f621827444f70d884f5d0240d2712e10e116e9192af3c91a7ec57647e3934057340b4cf408d5a56592f8274eec53f0',
};
const NAMES = Object.keys(ABC) as DigestName[];

describe('hash values', () => {
  test('the table and these vectors name the same hashes', () => {
    const named = listAlgorithms().flatMap((row) => (row.kind === 'digest' && row.digest ? [row.digest] : []));
    expect(named).toEqual(NAMES);
  });

  test.each(NAMES)('%s of "abc" on every platform, as text and as bytes', async (name) => {
    for (const [platform, { digest }] of Object.entries(PLATFORMS)) {
      for (const data of ['abc', encodeUtf8('abc')]) {
        const value = await digest(name, data);
        expect(encodeHex(value), platform).toBe(ABC[name]);
        expect(Object.getPrototypeOf(value), platform).toBe(Uint8Array.prototype);
        expect(value.length).toBe(digestLength(name));
      }
    }
    expect(encodeHex(digestSync(name, 'abc'))).toBe(ABC[name]);
  });

  test('any text is hashed as its UTF-8 form, on every platform alike', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...NAMES),
        // Lone surrogates included: they become U+FFFD everywhere.
        fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), fc.constant('a\ud800b')),
        async (name, text) => {
          const expected = encodeHex(digestSync(name, encodeUtf8(text)));
          for (const { digest } of Object.values(PLATFORMS)) expect(encodeHex(await digest(name, text))).toBe(expected);
        },
      ),
      { numRuns: 100 },
    );
  });

  test('above the size that is hashed in this thread, and for a view into a larger buffer', async () => {
    const whole = new Uint8Array(100_003).map((_, i) => i * 7);
    const view = whole.subarray(3);
    for (const name of NAMES) {
      const expected = encodeHex(digestSync(name, Uint8Array.from(view)));
      for (const [platform, { digest }] of Object.entries(PLATFORMS)) {
        expect(encodeHex(await digest(name, view)), `${name} ${platform}`).toBe(expected);
      }
    }
  });

  test('a Node without crypto.hash, and one whose OpenSSL lacks a hash, give the same value', async () => {
    const node = nodeCrypto()!;
    const older = { ...node, createHash: node.createHash, hash: undefined as never };
    const poorer = {
      ...older,
      createHash(): never {
        throw new Error('unsupported');
      },
    };
    for (const name of NAMES) {
      for (const variant of [older, poorer]) {
        expect(encodeHex(await nodeDigest(variant, name, 'abc', portableDigest))).toBe(ABC[name]);
        expect(encodeHex(await nodeDigest(variant, name, encodeUtf8('abc'), portableDigest))).toBe(ABC[name]);
      }
    }
  });
});

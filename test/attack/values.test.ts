/* One value has one spelling: truncated, padded, shifted and junk-ridden values are no values. */
import { describe, expect, test } from 'vitest';
import { parsePublicKey } from '../../src/crypto/index.js';
import {
  brief,
  change,
  decodeBase64,
  EXCLUSIVE,
  encodeBase64,
  fill,
  judge,
  MORE,
  recordWith,
  resign,
  signatureTemplate,
  testKey,
} from '../xades/toolkit.js';

const DATA = { uri: '#data', transforms: [EXCLUSIVE] } as const;
const signed = () => fill(recordWith(signatureTemplate({ id: 'sig', references: [DATA] })));
const valueIn = (text: string) => /<SignatureValue>([^<]*)</.exec(text)![1]!;
const put = (text: string, value: string) => text.replace(/<SignatureValue>[^<]*</, () => `<SignatureValue>${value}<`);

describe('SignatureValue', () => {
  test('baseline, with the white space that base64Binary allows', async () => {
    const text = await signed();
    expect(brief(await judge(text))).toBe('valid');
    const lines = valueIn(text).replace(/.{76}/g, '$&\r\n  \t');
    expect(brief(await judge(put(text, `\n${lines}\n`)))).toBe('valid');
  });

  test('base64 junk is refused as base64', async () => {
    const text = await signed();
    const value = valueIn(text);
    const junk = [
      `${value}=`,
      `${value}A`,
      value.replace(/=+$/, ''),
      `-${value.slice(1)}`,
      value.replace(/\//, '_'),
      `${value.slice(0, 50)}=${value.slice(50)}`,
      `${value.slice(0, 50)}.${value.slice(50)}`,
      `${value.slice(0, 50)}\u00a0${value.slice(50)}`,
      `${value.slice(0, 50)}\u200b${value.slice(50)}`,
      `${value.slice(0, -3)}B==`,
      `${value}${value}`,
      '====',
      'A',
    ];
    for (const one of junk) {
      if (one === value) continue;
      expect([one.length, brief(await judge(put(text, one)))]).toEqual([one.length, 'invalid base64']);
    }
  });

  test('RSA: exactly the length of the modulus and below it', async () => {
    const text = await signed();
    const value = decodeBase64(valueIn(text));
    const key = parsePublicKey(testKey().spki);
    const modulus = key.kind === 'rsa' ? key.modulus : new Uint8Array();
    const plus = (
      value.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n) +
      modulus.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
    ).toString(16);
    const wrong: readonly Uint8Array[] = [
      value.slice(1),
      value.slice(0, -1),
      Uint8Array.of(0, ...value),
      Uint8Array.of(...value, 0),
      new Uint8Array(value.length),
      new Uint8Array(value.length).fill(0xff),
      modulus,
      Uint8Array.from(Buffer.from(plus.padStart(plus.length + (plus.length % 2), '0'), 'hex')),
      Uint8Array.of(1),
      value.slice(0, 128),
    ];
    for (const one of wrong) expect(brief(await judge(put(text, encodeBase64(one))))).toBe('invalid signatureValue');
  });

  test('every bit of an RSA and an ECDSA value counts', async () => {
    const ec = testKey('p256');
    const texts = [
      await signed(),
      await fill(recordWith(signatureTemplate({ references: [DATA], algorithm: `${MORE}ecdsa-sha256`, key: ec })), {
        key: ec,
      }),
    ];
    for (const text of texts) {
      const value = decodeBase64(valueIn(text));
      for (let bit = 0; bit < value.length * 8; bit += 7) {
        const flipped = Uint8Array.from(value);
        flipped[bit >> 3]! ^= 1 << (bit & 7);
        expect(brief(await judge(put(text, encodeBase64(flipped))))).toBe('invalid signatureValue');
      }
    }
  });

  test('ECDSA: the second value (n − s) also holds, which is why order references digest the written value', async () => {
    const key = testKey('p256');
    const text = await fill(
      recordWith(signatureTemplate({ references: [DATA], algorithm: `${MORE}ecdsa-sha256`, key })),
      { key },
    );
    const n = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
    const value = decodeBase64(valueIn(text));
    const s = value.slice(32).reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
    const other = Buffer.from((n - s).toString(16).padStart(64, '0'), 'hex');
    expect(brief(await judge(put(text, encodeBase64(Uint8Array.of(...value.slice(0, 32), ...other)))))).toBe('valid');
    const tooGreat = Buffer.from((n + s).toString(16).padStart(64, '0').slice(-64), 'hex');
    expect(brief(await judge(put(text, encodeBase64(Uint8Array.of(...value.slice(0, 32), ...tooGreat)))))).toBe(
      'invalid signatureValue',
    );
    const signatureOverValue = await fill(
      text
        .replace('<SignatureValue>', '<SignatureValue Id="v">')
        .replace(
          '</KY>',
          `</KY><KY2>${signatureTemplate({ references: [{ uri: '#v', transforms: [EXCLUSIVE] }] })}</KY2>`,
        ),
      { index: 1 },
    );
    const { judgeAll } = await import('../xades/toolkit.js');
    expect((await judgeAll(signatureOverValue)).map(brief)).toEqual(['valid', 'valid']);
    const malleated = signatureOverValue.replace(
      valueIn(text),
      encodeBase64(Uint8Array.of(...value.slice(0, 32), ...other)),
    );
    expect((await judgeAll(malleated)).map(brief)).toEqual(['valid', 'invalid digest']);
  });
});

describe('DigestValue', () => {
  test('another spelling of the same digest must itself have been signed', async () => {
    const text = await signed();
    const value = /<DigestValue>([^<]+)/.exec(text)![1]!;
    expect(brief(await judge(change(text, value, `${value}\n`)))).toBe('invalid signatureValue');
    expect(brief(await judge(resign(change(text, value, ` ${value}\n`))))).toBe('valid');
    const last = value.at(-2)!;
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
    const leftOver = `${value.slice(0, -2)}${alphabet[alphabet.indexOf(last) | 1]}=`;
    expect(brief(await judge(resign(change(text, value, leftOver))))).toBe('invalid base64');
  });
});

/* Algorithms are named in the signed part: another name, another way of writing it, other parameters never give "valid". */
import { describe, expect, test } from 'vitest';
import { listAlgorithms } from '../../src/crypto/index.js';
import {
  brief,
  change,
  EXCLUSIVE,
  encodeBase64,
  fill,
  judge,
  MORE,
  MORE07,
  RSA_SHA256,
  recordWith,
  resign,
  SHA1,
  SHA256,
  signatureTemplate,
  testKey,
  valueOver,
} from '../xades/toolkit.js';

const DATA = { uri: '#data', transforms: [EXCLUSIVE] } as const;
const signed = () => fill(recordWith(signatureTemplate({ id: 'sig', references: [DATA] })));

describe('algorithm substitution', () => {
  test('baseline', async () => {
    expect(brief(await judge(await signed()))).toBe('valid');
  });

  test('every other signature algorithm in place of the signed one', async () => {
    const text = await signed();
    for (const { uri, kind } of listAlgorithms()) {
      if (kind === 'digest' || uri === RSA_SHA256) continue;
      const result = await judge(change(text, RSA_SHA256, uri));
      expect([uri, result.core === 'valid', result.references.some((one) => one.view !== null)]).toEqual([
        uri,
        false,
        false,
      ]);
    }
  });

  test('every other digest and canonicalization in place of the signed one', async () => {
    const text = await signed();
    for (const { uri, kind } of listAlgorithms()) {
      if (kind !== 'digest' || uri === SHA256) continue;
      expect([uri, (await judge(change(text, SHA256, uri))).core]).toEqual([uri, 'invalid']);
    }
    for (const uri of ['http://www.w3.org/TR/2001/REC-xml-c14n-20010315', `${EXCLUSIVE}WithComments`, 'urn:x', '']) {
      const attack = change(
        text,
        `<CanonicalizationMethod Algorithm="${EXCLUSIVE}"`,
        `<CanonicalizationMethod Algorithm="${uri}"`,
      );
      expect([uri, (await judge(attack)).core === 'valid']).toEqual([uri, false]);
    }
  });

  test('an identifier is compared as it is: case, space and fragments make another one', async () => {
    for (const uri of [
      RSA_SHA256.toUpperCase(),
      ` ${RSA_SHA256}`,
      `${RSA_SHA256} `,
      RSA_SHA256.replace('http:', 'https:'),
      RSA_SHA256.replace('sha256', 'SHA256'),
      `${RSA_SHA256}#`,
      `${MORE}rsa-sha256%20`,
      '__proto__',
      'constructor',
      'toString',
      '',
    ]) {
      const result = await judge(await fill(recordWith(signatureTemplate({ references: [DATA], algorithm: uri }))));
      expect([uri, brief(result)]).toEqual([uri, 'unsupported algorithmUnknown']);
      const digest = await judge(await fill(recordWith(signatureTemplate({ references: [{ ...DATA, digest: uri }] }))));
      expect([uri, brief(digest)]).toEqual([uri, 'unsupported algorithmUnknown']);
    }
  });

  test('the Algorithm attribute in a namespace, or missing, is none', async () => {
    const text = await signed();
    const spaced = change(text, `<SignatureMethod Algorithm=`, `<SignatureMethod xmlns:a="urn:a" a:Algorithm=`);
    expect((await judge(spaced)).core === 'valid').toBe(false);
    expect(brief(await judge(resign(change(text, ` Algorithm="${SHA256}"`, ''))))).toBe('unsupported algorithmUnknown');
  });

  test('parameters of a digest, which the digest does not have', async () => {
    const template = recordWith(signatureTemplate({ references: [DATA] }));
    const method = `<DigestMethod Algorithm="${SHA256}"/>`;
    const text = await fill(change(template, method, method.replace('/>', '><Rounds>0</Rounds></DigestMethod>')));
    expect(brief(await judge(text))).toBe('unsupported algorithmParameters');
  });

  test('PKCS#1 and PSS values of the same key are not exchangeable', async () => {
    const { canonicalize, findChild, parseXml } = await import('../../src/xml/index.js');
    const { findSignatures } = await import('../../src/xades/index.js');
    const { encodeUtf8 } = await import('../../src/encoding/index.js');
    const text = await signed();
    const info = findChild(findSignatures(parseXml(encodeUtf8(text)).root)[0]!, 'SignedInfo')!;
    const octets = encodeUtf8(canonicalize(info, { algorithm: EXCLUSIVE as never }));
    const value = /<SignatureValue>([^<]*)/.exec(text)![1]!;
    const own = encodeBase64(valueOver(octets, RSA_SHA256, testKey()));
    expect(own).toBe(value);
    for (const uri of [`${MORE07}sha256-rsa-MGF1`, `${MORE}rsa-sha512`, `${MORE}rsa-sha1`]) {
      const other = encodeBase64(valueOver(octets, uri, testKey()));
      if (other === value) continue;
      expect(brief(await judge(change(text, value, other)))).toBe('invalid signatureValue');
    }
  });

  test('weak digests among strong ones are flagged whatever else is strong', async () => {
    const text = await fill(recordWith(signatureTemplate({ references: [DATA, { ...DATA, digest: SHA1 }] })));
    const result = await judge(text);
    expect([brief(result), result.flags.includes('legacy')]).toEqual(['valid', true]);
  });

  test('a digest of another length, also where its beginning is right', async () => {
    const text = await signed();
    const value = /<DigestValue>([^<]+)/.exec(text)![1]!;
    for (const wrong of ['', 'AA==', value.slice(0, 40), value.slice(0, -4), encodeBase64(new Uint8Array(64))]) {
      const attack = resign(change(text, value, wrong));
      expect([wrong, brief(await judge(attack))]).toEqual([wrong, 'invalid digest']);
    }
  });
});

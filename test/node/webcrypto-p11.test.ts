/* node-webcrypto-p11 as the `Crypto`: keys that stay in a token of SoftHSM sign, and its subtle verifies; each also judged by a peer. */
import { expect, test } from 'vitest';
import { cryptoKeySigner, RECEIVERS, signHocBa } from '../../src/signing/index.js';
import type { DevKeyType } from '../../src/testing/index.js';
import { verifyHocBa } from '../../src/verification/index.js';
import { AT, allPorts, alter, codeOf, devCa, MORE, PSS_SHA256, RSA_SHA256, unsigned } from '../signing/kit.js';
import { holdsByOpenssl } from '../signing/openssl.js';
import { judgeByXmlsec1 } from '../signing/xmlsec1.js';
import { nativePeer, PIN, withTokens } from './softhsm.js';

/** What of node-webcrypto-p11 is used. */
type TokenCrypto = Crypto & {
  readonly keyStorage: {
    keys(): Promise<readonly string[]>;
    getItem(name: string, algorithm: object, extractable: boolean, usages: readonly KeyUsage[]): Promise<CryptoKey>;
  };
  close(): void;
};

/** A token's Crypto, logged in. */
function openToken(library: string): TokenCrypto {
  const { Crypto: Made } = nativePeer('node-webcrypto-p11') as { Crypto: new (options: object) => TokenCrypto };
  return new Made({ library, name: 'softhsm', slot: 0, pin: PIN });
}

const role = 'canBoQuanLy';
const ALGORITHMS: readonly (readonly [string, DevKeyType, string, RsaHashedImportParams | EcKeyImportParams])[] = [
  ['RSA PKCS#1 v1.5', 'RSA-2048', RSA_SHA256, { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }],
  ['RSA-PSS', 'RSA-2048', PSS_SHA256, { name: 'RSA-PSS', hash: 'SHA-256' }],
  ['ECDSA P-256', 'P-256', `${MORE}ecdsa-sha256`, { name: 'ECDSA', namedCurve: 'P-256' }],
  ['ECDSA P-384', 'P-384', `${MORE}ecdsa-sha384`, { name: 'ECDSA', namedCurve: 'P-384' }],
  ['ECDSA P-521', 'P-521', `${MORE}ecdsa-sha512`, { name: 'ECDSA', namedCurve: 'P-521' }],
];

test.each(ALGORITHMS)('%s', async (_, keyType, uri, parameters) => {
  const own = await (await devCa()).identity(role, { key: keyType });
  await withTokens([{ label: 'a', entries: [own] }], async ({ library }) => {
    const crypto = openToken(library);
    try {
      const names = await crypto.keyStorage.keys();
      const name = names.find((one) => one.startsWith('private-'))!;
      const privateKey = await crypto.keyStorage.getItem(name, parameters, false, ['sign']);
      const signer = cryptoKeySigner({ certificate: own.certificate, privateKey, algorithm: uri, crypto });
      for (const receiver of Object.values(RECEIVERS)) {
        const file = await signHocBa(unsigned({ receiver }), { role, signer, receiver, signingTime: AT, crypto });
        const report = await verifyHocBa(file, { ...(await allPorts()), crypto });
        const found = report.roles.find((one) => one.role === role)!;
        expect([receiver.id, found.core, found.conclusion]).toEqual([receiver.id, 'valid', 'totalPassed']);
        if (uri === PSS_SHA256) expect(holdsByOpenssl(file, role)).toBe(true);
        else expect(judgeByXmlsec1(file.bytes, 1)[0]).toMatch(/^ok /);
        const forged = await verifyHocBa(alter(file, />[5-8]</, '>9<'), { ...(await allPorts()), crypto });
        expect(forged.roles.find((one) => one.role === role)?.core).toBe('invalid');
      }
    } finally {
      crypto.close();
    }
  });
});

test('a value by another key of the token is refused', async () => {
  const ca = await devCa();
  const [own, other] = [await ca.identity(role), await ca.identity('giaoVienChuNhiem')];
  await withTokens([{ label: 'a', entries: [other] }], async ({ library }) => {
    const crypto = openToken(library);
    try {
      const name = (await crypto.keyStorage.keys()).find((one) => one.startsWith('private-'))!;
      const parameters = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
      const privateKey = await crypto.keyStorage.getItem(name, parameters, false, ['sign']);
      const receiver = RECEIVERS['dual']!;
      const sign = ({ certificate }: { readonly certificate: Uint8Array }) => {
        const signer = cryptoKeySigner({ certificate, privateKey, algorithm: RSA_SHA256, crypto });
        return codeOf(signHocBa(unsigned(), { role, signer, receiver, signingTime: AT, crypto }));
      };
      expect(await sign(own)).toBe('ERR_SIGNER_VALUE_MISMATCH');
      // The key's own certificate is another person's.
      expect(await sign(other)).toBe('ERR_SIGNER_IDENTITY');
    } finally {
      crypto.close();
    }
  });
});

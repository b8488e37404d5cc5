import { expect, test } from 'vitest';
import { describePrivateKey, readPrivateKey, toPem } from '../../src/certificate/index.js';
import { generateDevKey } from '../../src/testing/index.js';
import { withOpenSsl } from './fixtures.js';

const bytes = (text: string) => new TextEncoder().encode(text);

test.each(['RSA-2048', 'P-256', 'P-384', 'P-521'] as const)(
  '%s: every unencrypted form gives the same key',
  async (type) => {
    const { pkcs8, spki } = await generateDevKey(type);
    const facts = type === 'RSA-2048' ? { kind: 'rsa', spki } : { kind: 'ec', namedCurve: type, spki };
    expect(describePrivateKey(pkcs8)).toEqual(facts);
    expect(await readPrivateKey(pkcs8)).toEqual({ ...facts, pkcs8 });
    const pem = toPem(pkcs8, 'PRIVATE KEY');
    expect(await readPrivateKey(bytes(`Khóa của tôi\r\n${pem.replaceAll('\n', '\r\n')}`))).toEqual({ ...facts, pkcs8 });
    await withOpenSsl(async (openssl) => {
      openssl.write('k.pem', pem);
      const old = openssl.run('pkey -in k.pem -traditional'.split(' '));
      expect(old).toMatch(/BEGIN (RSA|EC) PRIVATE KEY/);
      const read = await readPrivateKey(bytes(old));
      expect(describePrivateKey(read.pkcs8)).toEqual(facts);
      openssl.write('back.pem', toPem(read.pkcs8, 'PRIVATE KEY'));
      expect(openssl.run('pkey -in back.pem -pubout'.split(' '))).toBe(toPem(spki, 'PUBLIC KEY'));
    });
  },
);

test('an encrypted key needs its password', async () => {
  const { pkcs8 } = await generateDevKey('P-256');
  await withOpenSsl(async (openssl) => {
    openssl.write('k.pem', toPem(pkcs8, 'PRIVATE KEY'));
    const encrypted = bytes(
      openssl.run('pkcs8 -topk8 -in k.pem -v2 aes-256-cbc -passout env:P'.split(' '), { P: 'mật khẩu' }),
    );
    expect((await readPrivateKey(encrypted, 'mật khẩu')).pkcs8).toEqual(pkcs8);
    await expect(readPrivateKey(encrypted, 'khác')).rejects.toMatchObject({ code: 'ERR_P12_PASSWORD' });
    await expect(readPrivateKey(encrypted)).rejects.toMatchObject({ code: 'ERR_P12_PASSWORD' });
    const old = bytes(openssl.run('pkcs8 -topk8 -in k.pem -v1 PBE-SHA1-3DES -passout env:P'.split(' '), { P: 'x' }));
    await expect(readPrivateKey(old, 'x')).rejects.toMatchObject({ code: 'ERR_P12_LEGACY' });
  });
});

test('what is no key, or no key that is used here, is refused by name', async () => {
  for (const bad of [
    '',
    'xin chào',
    toPem(Uint8Array.of(0x30, 0), 'CERTIFICATE'),
    toPem(Uint8Array.of(0x30, 1, 0), 'PRIVATE KEY'),
  ]) {
    await expect(readPrivateKey(bytes(bad))).rejects.toMatchObject({ code: 'ERR_PRIVATE_KEY_MALFORMED' });
  }
  await withOpenSsl(async (openssl) => {
    const ed25519 = bytes(openssl.run('genpkey -algorithm ED25519'.split(' ')));
    await expect(readPrivateKey(ed25519)).rejects.toMatchObject({
      code: 'ERR_PRIVATE_KEY_UNSUPPORTED',
      params: { algorithm: '1.3.101.112' },
    });
    openssl.run('genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out k.pem'.split(' '));
    const encrypted = openssl.run('pkey -in k.pem -traditional -aes128 -passout pass:x'.split(' '));
    await expect(readPrivateKey(bytes(encrypted), 'x')).rejects.toMatchObject({ code: 'ERR_PRIVATE_KEY_UNSUPPORTED' });
  });
});

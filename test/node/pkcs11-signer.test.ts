import { expect, test } from 'vitest';
import { pkcs11Signer } from '../../src/node/index.js';
import { memoryJournal, RECEIVER_DUAL, RECEIVERS, signBatch, signHocBa } from '../../src/signing/index.js';
import { DEV_SUBJECT_IDS, type DevIdentity } from '../../src/testing/index.js';
import { verifyHocBa } from '../../src/verification/index.js';
import { AT, allPorts, codeOf, devCa, MORE, PSS_SHA256, RSA_SHA256, unsigned } from '../signing/kit.js';
import { holdsByOpenssl } from '../signing/openssl.js';
import { judgeByXmlsec1 } from '../signing/xmlsec1.js';
import { classOf } from '../signing-providers/bench.js';
import { PIN, withTokens } from './softhsm.js';

const holder = async (...args: Parameters<Awaited<ReturnType<typeof devCa>>['identity']>): Promise<DevIdentity> =>
  (await devCa()).identity(...args);
const base = { receiver: RECEIVER_DUAL, signingTime: AT } as const;
const open = { pin: () => PIN, at: AT } as const;

test.each([
  ['RSA-2048', 'pkcs1', RSA_SHA256],
  ['RSA-3072', 'pkcs1', RSA_SHA256],
  ['RSA-2048', 'pss', PSS_SHA256],
  ['P-256', 'pkcs1', `${MORE}ecdsa-sha256`],
  ['P-384', 'pkcs1', `${MORE}ecdsa-sha384`],
  ['P-521', 'pkcs1', `${MORE}ecdsa-sha512`],
] as const)('a token with %s (%s) signs in every profile', async (key, scheme, algorithm) => {
  const own = await holder('canBoQuanLy', { key });
  await withTokens([{ label: 'hieu-truong', entries: [own] }], async (hsm) => {
    const signer = await pkcs11Signer({ ...hsm, ...open, scheme });
    try {
      expect([signer.algorithm, signer.certificate]).toEqual([algorithm, own.certificate]);
      for (const receiver of Object.values(RECEIVERS)) {
        const file = await signHocBa(unsigned({ receiver }), {
          role: 'canBoQuanLy',
          signer,
          receiver,
          signingTime: AT,
        });
        const report = await verifyHocBa(file, await allPorts());
        const role = report.roles.find((one) => one.role === 'canBoQuanLy')!;
        expect([role.core, role.conclusion]).toEqual(['valid', 'totalPassed']);
        // Debian's xmlsec1 has no RSA-PSS.
        if (scheme === 'pss') expect(holdsByOpenssl(file, 'canBoQuanLy')).toBe(true);
        else expect(judgeByXmlsec1(file.bytes, 1)[0]).toMatch(/^ok /);
      }
    } finally {
      await signer.close();
    }
  });
});

test('the certificate is chosen by identifier, fingerprint, label and validity, and the PIN is asked for after that', async () => {
  const teacher = await holder('giaoVienChuNhiem');
  const principal = await holder('canBoQuanLy');
  const expired = await holder('canBoQuanLy', { notAfter: new Date('2024-02-01'), key: 'P-256' });
  const seal = await holder('phatHanh');
  const tokens = [
    { label: 'truong', entries: [principal, expired, seal] },
    { label: 'giao-vien', entries: [teacher] },
  ];
  await withTokens(tokens, async (hsm) => {
    let asked = 0;
    const pin = () => {
      asked += 1;
      return PIN;
    };
    const choose = async (options: Partial<Parameters<typeof pkcs11Signer>[0]>) => {
      try {
        const signer = await pkcs11Signer({ ...hsm, pin, at: AT, ...options });
        await signer.close();
        return [teacher, principal, expired, seal].findIndex(
          ({ certificate }) => Buffer.compare(certificate, signer.certificate) === 0,
        );
      } catch (error) {
        const { code, params } = error as { code: string; params: { count?: number } };
        return `${code} ${params.count ?? ''}`.trim();
      }
    };
    const cccd = (value: string) => ({ subjectId: { kind: 'CCCD', value } }) as const;
    expect(await choose({})).toBe('ERR_TOKEN_CERTIFICATE 3');
    expect(asked).toBe(0);
    expect(await choose(cccd(DEV_SUBJECT_IDS.canBoQuanLy))).toBe(1);
    expect(await choose(cccd(DEV_SUBJECT_IDS.giaoVienChuNhiem))).toBe(0);
    expect(asked).toBe(2);
    // The principal's certificate names the school as well.
    const mst = { subjectId: { kind: 'MST', value: DEV_SUBJECT_IDS.nhaTruong } } as const;
    expect(await choose(mst)).toBe('ERR_TOKEN_CERTIFICATE 2');
    const sha256 = Buffer.from(await crypto.subtle.digest('SHA-256', Uint8Array.from(seal.certificate))).toString(
      'hex',
    );
    expect(await choose({ ...mst, fingerprint: sha256.toUpperCase() })).toBe(3);
    expect(await choose(cccd('000000000000'))).toBe('ERR_TOKEN_CERTIFICATE 0');
    expect(await choose({ tokenLabel: 'giao-vien' })).toBe(0);
    expect(await choose({ tokenLabel: 'khong-co' })).toBe('ERR_TOKEN_ABSENT');
    // Earlier, both of the principal's certificates were valid; later, none.
    expect(await choose({ ...cccd(DEV_SUBJECT_IDS.canBoQuanLy), at: new Date('2024-01-15') })).toBe(
      'ERR_TOKEN_CERTIFICATE 2',
    );
    expect(await choose({ at: new Date('2030-01-01') })).toBe('ERR_TOKEN_CERTIFICATE 0');
  });
});

test('a wrong PIN, a token without the key, a library that is none', async () => {
  const own = await holder('canBoQuanLy');
  await withTokens([{ label: 'a', entries: [own] }], async (hsm) => {
    const error = await pkcs11Signer({ ...hsm, at: AT, pin: () => '000000' }).catch((one: unknown) => one);
    expect(error).toMatchObject({ code: 'ERR_TOKEN_PIN' });
    expect(JSON.stringify(error)).not.toContain('000000');
    expect(await codeOf(pkcs11Signer({ ...hsm, at: AT, pin: () => '1' }))).toBe('ERR_TOKEN_PIN');
    await expect(
      pkcs11Signer({ ...hsm, at: AT, pin: () => Promise.reject(new Error('closed the window')) }),
    ).rejects.toMatchObject({
      code: 'ERR_TOKEN_FAILED',
    });
    expect(await codeOf(pkcs11Signer({ ...hsm, ...open, library: '/usr/lib/none.so' }))).toBe('ERR_TOKEN_DRIVER');
    // After all of that the token still signs.
    const signer = await pkcs11Signer({ ...hsm, ...open });
    await signer.close();
    await signer.close();
    expect(await codeOf(signHocBa(unsigned(), { ...base, role: 'canBoQuanLy', signer }))).toBe('ERR_TOKEN_ABSENT');
  });
  await withTokens([{ label: 'a', entries: [own], withoutKeys: true }], async (hsm) => {
    expect(await codeOf(pkcs11Signer({ ...hsm, ...open }))).toBe('ERR_TOKEN_KEY');
  });
  await withTokens([], async (hsm) => {
    expect(await codeOf(pkcs11Signer({ ...hsm, ...open }))).toBe('ERR_TOKEN_ABSENT');
  });
});

test('a device does one thing at a time, also when it is asked for several, and the thread is free meanwhile', async () => {
  const own = await holder('giaoVienChuNhiem');
  await withTokens([{ label: 'a', entries: [own] }], async (hsm) => {
    const signer = await pkcs11Signer({ ...hsm, ...open });
    const results = await signBatch(classOf(12), { ...base, role: 'giaoVienChuNhiem', signer, concurrency: 4 });
    expect(results.map(({ status }) => status)).toEqual(Array(12).fill('signed'));
    const request = { toSign: new Uint8Array(10), digest: new Uint8Array(32), digestName: 'SHA-256', algorithm: '' };
    const pending = [signer.sign(request), signer.sign(request)];
    const closing = signer.close();
    expect((await Promise.allSettled(pending)).every(({ status }) => status === 'fulfilled')).toBe(false);
    await closing;
  });
});

test('two signers on one library, each closed by itself', async () => {
  const [teacher, seal] = [await holder('giaoVienChuNhiem'), await holder('phatHanh')];
  await withTokens(
    [
      { label: 'a', entries: [teacher] },
      { label: 'b', entries: [seal] },
    ],
    async (hsm) => {
      const a = await pkcs11Signer({ ...hsm, ...open, tokenLabel: 'a' });
      const b = await pkcs11Signer({ ...hsm, ...open, tokenLabel: 'b' });
      await a.close();
      const file = await signHocBa(unsigned(), { ...base, role: 'phatHanh', signer: b, allowGaps: true });
      expect(judgeByXmlsec1(file.bytes, 1)).toEqual(['ok 3/3']);
      await b.close();
    },
  );
});

test('the token is pulled out in the middle of a class, put back, and the batch goes on', async () => {
  const own = await holder('giaoVienChuNhiem');
  const items = classOf(8);
  const journal = memoryJournal();
  const role = 'giaoVienChuNhiem';
  let uses = 0;
  await withTokens([{ label: 'a', entries: [own] }], async (hsm) => {
    const signer = await pkcs11Signer({ ...hsm, ...open });
    const results = await signBatch(items, {
      ...base,
      role,
      journal,
      signer: {
        ...signer,
        sign: (request) => {
          if (uses === 3) hsm.remove();
          uses += 1;
          return signer.sign(request);
        },
      },
    });
    expect(
      results.map((one) => (one.status === 'failed' ? (one.error as { code?: string }).code : one.status)),
    ).toEqual(['signed', 'signed', 'signed', 'ERR_TOKEN_ABSENT', 'pending', 'pending', 'pending', 'pending']);
    await signer.close();
  });
  await withTokens([{ label: 'a', entries: [own] }], async (hsm) => {
    const signer = await pkcs11Signer({ ...hsm, ...open });
    const again = await signBatch(items, {
      ...base,
      role,
      journal,
      signer: {
        ...signer,
        sign: (request) => {
          uses += 1;
          return signer.sign(request);
        },
      },
    });
    expect(again.map(({ status }) => status)).toEqual(items.map(() => 'signed'));
    expect(uses).toBe(4 + 5);
    await signer.close();
  });
});

/* A verdict of 0: a signed trust list, a signed register, and lists made by OpenSSL; and what each of them is needed for. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { parseCertificate, toPem } from '../../src/certificate/index.js';
import { cryptoKeySigner } from '../../src/signing/index.js';
import type { DevAuthorityName } from '../../src/testing/index.js';
import { createRegister, createTrustList } from '../../src/trust/index.js';
import { type Known, makeCrl } from '../certificate/authority.js';
import { type Node, withOpenSsl } from '../certificate/fixtures.js';
import { AT, devCa, errorCode, hocba, jsonLines, signedRecord, temporaryFolder, trustFolder } from './hocba.js';

const folder = temporaryFolder();
const at = (...parts: readonly string[]) => join(folder, ...parts);
const DAY = 86_400_000;
const MA_TRUONG = '01001401';
let pin: string;

const header = {
  number: 1,
  issuedAt: new Date(AT.getTime() - DAY),
  nextUpdate: new Date(AT.getTime() + DAY),
  publisher: 'Sở Giáo dục và Đào tạo (thử nghiệm)',
};

async function writeCrls(into: string, revoked: readonly Known[] = []): Promise<readonly string[]> {
  const { authorities } = await devCa();
  mkdirSync(at(into));
  return withOpenSsl((openssl) =>
    (Object.keys(authorities) as DevAuthorityName[]).flatMap((name) => {
      const { certificate, pkcs8 } = authorities[name];
      const node = { certificate: parseCertificate(certificate), key: { pkcs8 } } as unknown as Node;
      const mine = revoked.filter((one) => one.certificate.issuer === node.certificate.subject);
      const period = { thisUpdate: new Date(AT.getTime() - 3_600_000), nextUpdate: new Date(AT.getTime() + DAY) };
      writeFileSync(at(into, `${name}.crl`), makeCrl(openssl, node, mine, period).der);
      return ['--crl', at(into, `${name}.crl`)];
    }),
  );
}

beforeAll(async () => {
  const ca = await devCa();
  const { officialUseRoot, officialUse, publicRoot, publicCa } = ca.authorities;
  const publisher = await ca.identity('otherOrganization', { key: 'P-256' });
  const signer = cryptoKeySigner({
    certificate: publisher.certificate,
    privateKey: publisher.privateKey,
    algorithm: 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256',
  });
  pin = parseCertificate(publisher.certificate).fingerprint;
  const list = await createTrustList(
    {
      ...header,
      id: 'tin-cay',
      anchors: [
        { certificate: officialUseRoot.certificate, family: 'vgca', scopes: ['person', 'schoolSeal'] },
        { certificate: publicRoot.certificate, family: 'neac', scopes: ['person', 'timeStamping'] },
      ],
      intermediates: [officialUse.certificate, publicCa.certificate],
    },
    signer,
  );
  const fingerprint = async (role: 'phatHanh' | 'canBoQuanLy') =>
    parseCertificate((await ca.identity(role, { key: 'P-256' })).certificate).fingerprint;
  const school = {
    maTruong: MA_TRUONG,
    seals: [{ holder: { fingerprint: await fingerprint('phatHanh') } }],
    canBoQuanLy: [{ holder: { fingerprint: await fingerprint('canBoQuanLy') }, chucVu: 'Hiệu trưởng' }],
  };
  const register = await createRegister(
    { ...header, id: 'so-gddt', completeFrom: '2024-09-05', nhaTruong: [school] },
    signer,
  );
  const other = await createRegister(
    {
      ...header,
      id: 'so-gddt',
      completeFrom: '2024-09-05',
      nhaTruong: [{ ...school, seals: [{ holder: { fingerprint: pin } }] }],
    },
    signer,
  );
  writeFileSync(at('list.xml'), list);
  writeFileSync(at('register.xml'), register);
  writeFileSync(at('other.xml'), other);
  writeFileSync(at('publisher.pem'), toPem(publisher.certificate, 'CERTIFICATE'));
  writeFileSync(at('record.xml'), await signedRecord());
  mkdirSync(at('roots'));
  await trustFolder(at('roots'));
});

async function verify(...args: readonly string[]) {
  const answer = await hocba(['verify', at('record.xml'), '--json', ...args]);
  const [line] = jsonLines(answer.out) as { conclusion?: string; subIndication?: string | null }[];
  return [answer.code, line?.conclusion, line?.subIndication];
}

describe('verify', () => {
  test('is 0 with list, register and revocation lists, and 2 without any one of them', async () => {
    const crls = await writeCrls('crls');
    const list = ['--trust', at('list.xml'), '--trust-signer', pin];
    const register = ['--register', at('register.xml')];
    expect(await verify(...list, ...register, ...crls)).toEqual([0, 'totalPassed', null]);
    const byFile = ['--trust', at('list.xml'), '--trust-signer', at('publisher.pem')];
    expect(await verify(...byFile, ...register, ...crls)).toEqual([0, 'totalPassed', null]);
    const roots = ['--trust', at('roots'), '--trust-signer', pin];
    expect(await verify(...roots, ...register, ...crls)).toEqual([0, 'totalPassed', null]);
    expect(await verify(...register, '--trust-signer', pin, ...crls)).toEqual([
      2,
      'indeterminate',
      'NO_CERTIFICATE_CHAIN_FOUND',
    ]);
    expect(await verify(...list, ...crls)).toEqual([2, 'indeterminate', 'SIGNER_AUTHORITY_UNKNOWN']);
    expect(await verify(...list, ...register)).toEqual([2, 'indeterminate', 'TRY_LATER']);
    // The lists of one authority are not those of all.
    expect(await verify(...list, ...register, ...crls.slice(0, -2))).toEqual([2, 'indeterminate', 'TRY_LATER']);
    // Offline, whatever the policy.
    for (const policy of ['neac', 'cv2088', 'archive']) {
      const [code] = await verify(...list, ...register, '--policy', policy);
      expect([policy, code]).toEqual([policy, 2]);
    }
    expect(await verify(...list, ...register, ...crls, '--policy', 'cv2088')).toEqual([0, 'totalPassed', null]);
    expect(await verify(...list, ...register, ...crls, '--policy', 'archive')).toEqual([2, 'indeterminate', 'NO_POE']);
  });

  test('is 1 with a revoked signer, or one whom the register does not name', async () => {
    const list = ['--trust', at('list.xml'), '--trust-signer', pin];
    const seal = parseCertificate((await (await devCa()).identity('phatHanh', { key: 'P-256' })).certificate);
    const crls = await writeCrls('revoked', [{ certificate: seal, revokedAt: new Date('2026-11-01T00:00:00Z') }]);
    expect(await verify(...list, '--register', at('register.xml'), ...crls)).toEqual([1, 'totalFailed', 'REVOKED']);
    const good = await writeCrls('good');
    expect(await verify(...list, '--register', at('other.xml'), ...good)).toEqual([
      1,
      'totalFailed',
      'SIGNER_NOT_AUTHORISED',
    ]);
  });

  test('refuses a list by nobody in particular, by another signer, and files of another kind', async () => {
    const refused = async (...args: readonly string[]) => {
      const answer = await hocba(['verify', at('record.xml'), '--json', ...args]);
      return [answer.code, errorCode(answer)];
    };
    expect(await refused('--trust', at('list.xml'))).toEqual([64, 'ERR_CLI_TRUST_SIGNER_MISSING']);
    expect(await refused('--register', at('register.xml'))).toEqual([64, 'ERR_CLI_TRUST_SIGNER_MISSING']);
    const stranger = ['--trust-signer', 'ab'.repeat(32)];
    expect(await refused('--trust', at('list.xml'), ...stranger)).toEqual([65, 'ERR_TRUST_SIGNER']);
    expect(await refused('--register', at('list.xml'), '--trust-signer', pin)).toEqual([64, 'ERR_TRUST_KIND']);
    expect((await refused('--crl', at('publisher.pem')))[0]).toBe(65);
    expect(await refused('--trust-signer', at('nothing'))).toEqual([65, 'ERR_CLI_FILE_MISSING']);
  });
});

describe('trust', () => {
  test('shows what a pinned signer published, and check says whether it is in force', async () => {
    const files = [at('list.xml'), at('register.xml')];
    const answer = await hocba(['trust', 'check', ...files, '--trust-signer', pin, '--json']);
    expect(answer).toMatchObject({ code: 0, err: '' });
    expect(jsonLines(answer.out)).toMatchObject([
      {
        file: files[0],
        kind: 'trustList',
        id: 'tin-cay',
        number: 1,
        signer: pin,
        inForce: true,
        rollback: 'notCheckable',
      },
      {
        file: files[1],
        kind: 'register',
        nhaTruong: [{ maTruong: MA_TRUONG, seals: 1, canBoQuanLy: 1, approvals: null }],
      },
    ]);
    const later = ['--at', new Date(AT.getTime() + 2 * DAY).toISOString(), '--trust-signer', pin];
    expect((await hocba(['trust', 'check', files[0]!, ...later])).code).toBe(2);
    expect((await hocba(['trust', 'show', files[0]!, ...later])).code).toBe(0);
    for (const lang of ['vi', 'en']) {
      const { out } = await hocba(['trust', 'show', ...files, '--trust-signer', pin, '--lang', lang]);
      expect(out).toContain(pin);
      expect(out).toContain(MA_TRUONG);
    }
  });

  test('refuses what nobody pinned, another signer, and what is no list', async () => {
    const refused = async (...args: readonly string[]) => {
      const answer = await hocba(['trust', ...args, '--json']);
      return [answer.code, errorCode(answer)];
    };
    expect(await refused('show', at('list.xml'))).toEqual([64, 'ERR_CLI_TRUST_SIGNER_MISSING']);
    expect(await refused('list', at('list.xml'))).toEqual([64, 'ERR_CLI_OPTION_INVALID']);
    expect(await refused('show', at('list.xml'), '--trust-signer', 'ab'.repeat(32))).toEqual([65, 'ERR_TRUST_SIGNER']);
    expect(await refused('show', at('record.xml'), '--trust-signer', pin)).toEqual([65, 'ERR_TRUST_MALFORMED']);
  });
});

/* Whose certificate: other certificates, other people, other organisations, other keys, other SignedProperties, weak ones, forged paths. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { issueCertificate, parseCertificate, type SubjectAttribute } from '../../src/certificate/index.js';
import { encodeBase64 } from '../../src/encoding/index.js';
import type { VaiTroKy } from '../../src/hoc-ba/index.js';
import {
  cryptoKeySigner,
  RECEIVER_CV2088,
  RECEIVER_DUAL,
  RECEIVER_XADES,
  type Signer,
} from '../../src/signing/index.js';
import {
  createDevCa,
  DEV_SUBJECTS,
  type DevIdentityName,
  generateDevKey,
  specimenHocBa,
} from '../../src/testing/index.js';
import { verifyHocBa } from '../../src/verification/index.js';
import {
  allPorts,
  alter,
  CA_FROM,
  CA_TO,
  devCa,
  ROLES,
  RSA_SHA256,
  register,
  signatureText,
  signed,
  signerOf,
  unsigned,
} from '../signing/kit.js';
import { forceSign, keyOf, remade } from '../verification/hostile.js';
import { expectCaught, expectPassed, FORMS, judge } from './record-kit.js';

const teacher = 'giaoVienChuNhiem';
const principal = 'canBoQuanLy';
const seal = 'phatHanh';
const BOTH = [principal, seal] as const;
/** Everybody signs as they should, one role by somebody else who signs as if in that role. */
async function withImpostor(role: VaiTroKy, signer: Signer, receiver = RECEIVER_DUAL) {
  let file = unsigned({ receiver });
  for (const one of BOTH) {
    file = await forceSign(file, one, one === role ? signer : await signerOf(one), { receiver });
  }
  return file;
}

/** A holder with a fresh key whose certificate is issued by an authority, or by anybody. */
async function holder(
  subject: readonly SubjectAttribute[],
  more: Partial<Parameters<typeof issueCertificate>[0]> = {},
  authority: 'officialUse' | 'publicCa' = 'publicCa',
): Promise<Signer> {
  const { privateKey, spki } = await generateDevKey('RSA-2048');
  const input = {
    subject,
    publicKey: spki,
    notBefore: CA_FROM,
    notAfter: CA_TO,
    keyUsage: ['digitalSignature'] as const,
    ...more,
  };
  const certificate = more.issuer
    ? await issueCertificate(input as Parameters<typeof issueCertificate>[0])
    : await (await devCa()).issue(authority, input);
  return cryptoKeySigner({ certificate, privateKey, algorithm: RSA_SHA256 });
}

const cn = (value: string): SubjectAttribute => ({ type: 'CN', value });
const uid = (value: string): SubjectAttribute => ({ type: 'UID', value });

describe.each(Object.entries(FORMS))('%s', (_, receiver) => {
  const isBound = receiver.profile !== 'cv2088';

  test('the certificate swapped for another one of the same key', async () => {
    const file = await signed({ receiver });
    await expectPassed(file);
    for (const role of ROLES) {
      const other = await signerOf(role, { notAfter: new Date('2025-12-01T00:00:00Z') });
      const own = signatureText(file, role);
      const altered = alter(
        file,
        own,
        own.replace(/<X509Certificate>[^<]*/, `<X509Certificate>${encodeBase64(other.certificate)}`),
      );
      if (isBound) {
        await expectCaught(altered, {
          check: 'certificate',
          role,
          reason: 'CERTIFICATE_OTHER',
          sub: 'SIG_CONSTRAINTS_FAILURE',
        });
      } else {
        // Plain XMLDSig does not sign the certificate: the same person, and the report says what is not proved.
        const report = await judge(altered);
        expect(report.checks.find((one) => one.code === 'certificate' && one.role === role)?.reason).toBe(
          'CERTIFICATE_NOT_BOUND',
        );
        expect(report.roles.find((one) => one.role === role)?.certificate?.notAfter).toBe('2025-12-01T00:00:00.000Z');
      }
    }
  });

  test('the certificate swapped for one of the same key and another name', async () => {
    const file = await signed({ receiver });
    const { spki } = parseCertificate((await signerOf(principal)).certificate);
    const other = await (await devCa()).issue('publicCa', {
      subject: DEV_SUBJECTS.ordinaryPerson,
      publicKey: spki,
      notBefore: CA_FROM,
      notAfter: CA_TO,
    });
    const own = signatureText(file, principal);
    const altered = alter(file, own, own.replace(/<X509Certificate>[^<]*/, `<X509Certificate>${encodeBase64(other)}`));
    await expectCaught(altered, {
      check: 'identity',
      role: principal,
      reason: 'IDENTITY_MISMATCH',
      sub: 'ROLE_MISMATCH',
    });
  });

  test('the certificate swapped for one of another key', async () => {
    const file = await signed({ receiver });
    for (const role of ROLES) {
      const other = await signerOf('ordinaryPerson');
      const own = signatureText(file, role);
      const altered = alter(
        file,
        own,
        own.replace(/<X509Certificate>[^<]*/, `<X509Certificate>${encodeBase64(other.certificate)}`),
      );
      await expectCaught(altered, { check: 'value', role, reason: 'VALUE_MISMATCH', sub: 'SIG_CRYPTO_FAILURE' });
    }
  });

  test('no certificate, a bare key in its place', async () => {
    const file = await signed({ receiver, roles: BOTH });
    const { n, e } = (await keyOf(principal)).privateKey.export({ format: 'jwk' });
    const b64 = (text = '') => Buffer.from(text, 'base64url').toString('base64');
    const bare = `<KeyInfo><KeyValue><RSAKeyValue><Modulus>${b64(n)}</Modulus><Exponent>${b64(e)}</Exponent></RSAKeyValue></KeyValue></KeyInfo>`;
    const own = signatureText(file, principal);
    await expectCaught(alter(file, own, own.replace(/<KeyInfo>.*?<\/KeyInfo>/s, bare)), {
      check: 'certificate',
      role: principal,
      reason: 'CERTIFICATE_MISSING',
      sub: 'NO_SIGNING_CERTIFICATE_FOUND',
    });
    await expectCaught(alter(file, own, own.replace(/<KeyInfo>.*?<\/KeyInfo>/s, '')), {
      check: 'certificate',
      role: principal,
      reason: 'CERTIFICATE_MISSING',
      sub: 'NO_SIGNING_CERTIFICATE_FOUND',
      conclusion: 'indeterminate',
    });
  });

  test.each(['ordinaryPerson', teacher] as const)('%s as principal', async (name) => {
    const file = await withImpostor(principal, await signerOf(name), receiver);
    await expectPassed(await withImpostor(principal, await signerOf(principal), receiver));
    await expectCaught(file, { check: 'identity', role: principal, reason: 'IDENTITY_MISMATCH', sub: 'ROLE_MISMATCH' });
  });

  test.each(['ordinaryPerson', principal, teacher] as const)('the personal certificate of %s as seal', async (name) => {
    const file = await withImpostor(seal, await signerOf(name), receiver);
    await expectCaught(file, { check: 'identity', role: seal, reason: 'SEAL_OF_PERSON', sub: 'ROLE_MISMATCH' });
  });

  test('the e-invoice certificate of a company as seal: the register knows better', async () => {
    const right = await withImpostor(seal, await signerOf(seal), receiver);
    const file = await withImpostor(seal, await signerOf('otherOrganization'), receiver);
    await expectPassed(right, { authority: await register() });
    await expectCaught(
      file,
      { check: 'signerAuthority', role: seal, reason: 'AUTHORITY_DENIED', sub: 'SIGNER_NOT_AUTHORISED' },
      { authority: await register() },
    );
    // Without a register nobody can tell, and the record says so instead of passing.
    const { authority: __, ...rest } = await allPorts();
    const report = await verifyHocBa(file, rest);
    expect([report.conclusion, report.subIndication]).toEqual(['indeterminate', 'SIGNER_AUTHORITY_UNKNOWN']);
  });

  test('the seal of a company and its employee as principal, everything consistent in itself', async () => {
    // A whole record made up by outsiders, naming their own employee as the principal.
    const hocBa = specimenHocBa();
    const canBoQuanLy = { ...hocBa.canBoQuanLy, soDinhDanhCaNhan: '000000000004' };
    let file = unsigned({ receiver, hocBa: { ...hocBa, canBoQuanLy } });
    file = await forceSign(file, principal, await signerOf('ordinaryPerson'), { receiver });
    file = await forceSign(file, seal, await signerOf('otherOrganization'), { receiver });
    for (const role of BOTH) {
      await expectCaught(
        file,
        { check: 'signerAuthority', role, reason: 'AUTHORITY_DENIED', sub: 'SIGNER_NOT_AUTHORISED' },
        { authority: await register() },
      );
    }
  });

  test('the school’s seal as principal', async () => {
    // One key in both places: whoever holds the seal is not the principal.
    const file = await withImpostor(principal, await signerOf(seal), receiver);
    await expectCaught(file, { check: 'identity', role: seal, reason: 'SEAL_OF_PERSON', sub: 'ROLE_MISMATCH' });
    await expectCaught(file, {
      check: 'identity',
      role: principal,
      reason: 'IDENTITY_NOT_PROVABLE',
      sub: 'ROLE_NOT_PROVABLE',
    });
  });
});

describe('identifiers written so that they are overlooked', () => {
  const person = [cn('Kẻ giả mạo'), uid('MST:0000000001')];

  test.each([
    'cccd:000000000004',
    'CCCD : 000000000004',
    'CCCD:00000000000X',
    'CMND:123456789',
    'HC:B1234567',
    'PID:1',
  ])('a person’s certificate with %j beside a tax code is no seal', async (id) => {
    const file = await withImpostor(seal, await holder([...person, uid(id)]));
    await expectCaught(file, { check: 'identity', role: seal, reason: 'SEAL_OF_PERSON', sub: 'ROLE_MISMATCH' });
  });

  test.each([[[]], [[uid('MST:abc')]], [[uid('TAX:0000000001')]], [[{ type: 'O', value: 'MST:0000000001' } as const]]])(
    'a certificate with %j is not proved to be an organisation’s',
    async (ids) => {
      const file = await withImpostor(seal, await holder([cn('Trường'), ...ids]));
      await expectCaught(file, {
        check: 'identity',
        role: seal,
        reason: 'IDENTITY_NOT_PROVABLE',
        sub: 'ROLE_NOT_PROVABLE',
        conclusion: 'indeterminate',
      });
    },
  );

  test('a certificate of two people is nobody’s', async () => {
    const own = uid('CCCD:001075000001');
    await expectPassed(await withImpostor(principal, await holder([cn('E'), own])));
    for (const ids of [
      [own, uid('CCCD:000000000004')],
      [uid('CCCD:000000000004'), own],
    ]) {
      const file = await withImpostor(principal, await holder([cn('E'), ...ids]));
      const report = await judge(file);
      expect(report.conclusion).not.toBe('totalPassed');
      expect(report.checks.find((one) => one.code === 'identity' && one.role === principal)?.reason).toBe(
        'IDENTITY_NOT_PROVABLE',
      );
    }
  });

  test('the right CCCD in another attribute, or as text of the name, is not one', async () => {
    for (const subject of [
      [cn('CCCD:001075000001')],
      [cn('E'), { type: 'O', value: 'CCCD:001075000001' } as const],
      [cn('E'), uid('001075000001')],
    ]) {
      const fields = { soDinhDanhCaNhan: '001075000001' };
      let file = await forceSign(unsigned(), principal, await holder(subject), { fields });
      file = await forceSign(file, seal, await signerOf(seal));
      await expectCaught(file, {
        check: 'identity',
        role: principal,
        reason: 'IDENTITY_NOT_PROVABLE',
        sub: 'ROLE_NOT_PROVABLE',
        conclusion: 'indeterminate',
      });
    }
  });

  test('a teacher’s certificate as principal where the record names nobody', async () => {
    const hocBa = specimenHocBa();
    const nobody = {
      ...hocBa,
      canBoQuanLy: { ...hocBa.canBoQuanLy, soDinhDanhCaNhan: { vang: 'khongRo', lyDo: 'chưa cấp' } as const },
    };
    for (const receiver of [RECEIVER_CV2088, RECEIVER_XADES, RECEIVER_DUAL]) {
      let file = unsigned({ receiver, hocBa: nobody });
      file = await forceSign(file, principal, await signerOf(teacher), { receiver });
      file = await forceSign(file, seal, await signerOf(seal), { receiver });
      await expectCaught(file, {
        check: 'identity',
        role: principal,
        reason: 'IDENTITY_NOT_PROVABLE',
        sub: 'ROLE_NOT_PROVABLE',
        conclusion: 'indeterminate',
      });
    }
  });
});

describe('SignedProperties', () => {
  const properties = (text: string) => /<xades:SignedProperties .*?<\/xades:SignedProperties>/s.exec(text)![0];

  test.each([RECEIVER_XADES, RECEIVER_DUAL])('of another signature in their place ($id)', async (receiver) => {
    const file = await signed({ receiver });
    await expectPassed(file);
    const [own, other] = [signatureText(file, principal), signatureText(file, teacher)];
    // With the other's Id: nothing of the own Id is there any more, and the other's Id is there twice.
    await expectCaught(alter(file, own, own.replace(properties(own), properties(other))), {
      check: 'dataReference',
      role: principal,
      reason: 'REFERENCE_BROKEN',
      sub: 'SIGNED_DATA_NOT_FOUND',
    });
    // With the own Id: the digest is of another text.
    const id = /<xades:SignedProperties Id="([^"]*)"/.exec(own)![1]!;
    const renamed = properties(other).replace(/Id="[^"]*"/, `Id="${id}"`);
    await expectCaught(alter(file, own, own.replace(properties(own), renamed)), {
      check: 'digest',
      role: principal,
      reason: 'DIGEST_MISMATCH',
      sub: 'HASH_FAILURE',
    });
  });

  test('a reference that signs those of another signature', async () => {
    const file = await signed();
    const id = /<xades:SignedProperties Id="([^"]*)"/.exec(signatureText(file, teacher))![1]!;
    const altered = await remade(file, principal, (one) => one.replace(/URI="#sig-[^"]*-xades"/, `URI="#${id}"`));
    await expectCaught(altered, {
      check: 'dataReference',
      role: principal,
      reason: 'SIGNED_PROPERTIES',
      sub: 'SIG_CONSTRAINTS_FAILURE',
    });
  });

  test('a further reference that signs those of another signature as well', async () => {
    const file = await signed();
    const id = /<xades:SignedProperties Id="([^"]*)"/.exec(signatureText(file, teacher))![1]!;
    const altered = await remade(file, principal, (one) =>
      one.replace(
        /<Reference [^>]*URI="#sig-[^"]*-xades".*?<\/Reference>/s,
        (own) => own + own.replace(/URI="[^"]*"/, `URI="#${id}"`),
      ),
    );
    const report = await expectCaught(altered, {
      check: 'dataReference',
      role: principal,
      reason: 'SIGNED_PROPERTIES',
      sub: 'SIG_CONSTRAINTS_FAILURE',
    });
    const answer = report.checks.find((one) => one.code === 'dataReference' && one.role === principal);
    expect(answer?.params).toEqual({ flag: 'signedPropertiesNotOwn' });
  });

  test('that no reference signs: nothing in them is a fact', async () => {
    const file = await signed();
    const altered = await remade(file, principal, (one) =>
      one.replace(/<Reference [^>]*Type="http:\/\/uri.etsi.org\/01903#SignedProperties".*?<\/Reference>/s, ''),
    );
    await expectCaught(altered, {
      check: 'dataReference',
      role: principal,
      reason: 'SIGNED_PROPERTIES',
      sub: 'SIG_CONSTRAINTS_FAILURE',
    });
  });

  test('twice, the second set unsigned and with another role and time', async () => {
    const file = await signed();
    const own = signatureText(file, principal);
    const qualifying = /<Object><xades:QualifyingProperties.*?<\/Object>/s.exec(own)![0];
    const forged = qualifying
      .replace(/Id="[^"]*-xades"/, 'Id="forged"')
      .replace(/canBoQuanLy/, seal)
      .replace(/<xades:SigningTime>[^<]*/, '<xades:SigningTime>2024-01-02T00:00:00+07:00');
    for (const both of [forged + qualifying, qualifying + forged]) {
      await expectCaught(alter(file, own, own.replace(qualifying, both)), {
        check: 'dataReference',
        role: principal,
        reason: 'SIGNED_PROPERTIES',
        sub: 'SIG_CONSTRAINTS_FAILURE',
      });
    }
  });

  test('a role claimed twice, once rightly', async () => {
    const role = /<xades:ClaimedRole>[^<]*<\/xades:ClaimedRole>/;
    const file = await signed({ roles: BOTH });
    for (const more of [
      'urn:hoc-ba-so:vai-tro:phatHanh',
      'urn:hoc-ba-so:vai-tro:hieuTruong',
      'urn:hoc-ba-so:vai-tro:canBoQuanLy/x',
    ]) {
      const altered = await remade(file, principal, (one) =>
        one.replace(role, (own) => `${own}<xades:ClaimedRole>${more}</xades:ClaimedRole>`),
      );
      await expectCaught(altered, { check: 'role', role: principal, reason: 'ROLE_MISMATCH', sub: 'ROLE_MISMATCH' });
    }
    // Words that are nobody's URI say nothing either way.
    const altered = await remade(
      await signed({ receiver: { ...RECEIVER_DUAL, orderReferences: false } }),
      principal,
      (one) => one.replace(role, (own) => `${own}<xades:ClaimedRole>Hiệu trưởng</xades:ClaimedRole>`),
    );
    await expectPassed(altered);
  });
});

describe('weak ones', () => {
  const without = { ...RECEIVER_DUAL, orderReferences: false };
  const legacy = (role: VaiTroKy) =>
    ({ check: 'algorithms', role, reason: 'ALGORITHM_LEGACY', sub: 'CRYPTO_CONSTRAINTS_FAILURE' }) as const;

  test('SHA-1 in the signature, in a digest', async () => {
    const file = await signed({ receiver: without });
    await expectPassed(file);
    const sha1 = 'http://www.w3.org/2000/09/xmldsig#';
    await expectCaught(
      await remade(file, principal, (one) => one.replace(/http:[^"]*#rsa-sha256/, `${sha1}rsa-sha1`)),
      legacy(principal),
    );
    await expectCaught(
      await remade(file, principal, (one) =>
        one.replace(/DigestMethod Algorithm="[^"]*"/, `DigestMethod Algorithm="${sha1}sha1"`),
      ),
      legacy(principal),
    );
  });

  test('an algorithm past its end', async () => {
    const sha224 = 'http://www.w3.org/2001/04/xmldsig-more#';
    const ca = await createDevCa({ notBefore: CA_FROM, notAfter: new Date('2040-01-01') });
    const anchors = {
      trust: { anchors: ca.anchors, intermediates: Object.values(ca.authorities).map((one) => one.certificate) },
    };
    const signers: Partial<Record<VaiTroKy, Signer>> = {};
    for (const role of ROLES) signers[role] = cryptoKeySigner({ ...(await ca.identity(role)), algorithm: RSA_SHA256 });
    const file = await signed({ receiver: without, signers });
    const key = { ...(await keyOf(principal)), certificate: signers[principal]!.certificate };
    const old = await remade(file, principal, (one) => one.replace(/http:[^"]*#rsa-sha256/, `${sha224}rsa-sha224`), {
      key,
    });
    await expectPassed(file, anchors);
    await expectPassed(old, anchors);
    const late = { ...anchors, at: new Date('2031-01-01T00:00:00Z') };
    await expectPassed(file, late);
    await expectCaught(old, legacy(principal), late);
  });

  test('RSA-1024, and a certificate signed with SHA-1', async () => {
    for (const name of ['legacyRsa1024', 'legacySha1'] as const satisfies readonly DevIdentityName[]) {
      let file = unsigned({ receiver: without });
      // What this package does not make is made by the toolkit.
      file = await forceSign(file, teacher, await signerOf(teacher), { receiver: without });
      const key = await keyOf(name);
      const altered = await remade(
        file,
        teacher,
        (one) =>
          one
            .replace(/<X509Certificate>[^<]*/, `<X509Certificate>${key.certificateBase64}`)
            .replace(
              /(<xades:CertDigest>.*?<DigestValue>)[^<]*/s,
              (__, open: string) => open + digestOf(key.certificate),
            ),
        { key },
      );
      const report = await judge(altered);
      const answer = report.checks.find((one) => one.code === 'algorithms' && one.role === teacher);
      expect([name, answer?.outcome, answer?.reason]).toEqual([name, 'failed', 'ALGORITHM_LEGACY']);
      expect(report.roles.find((one) => one.role === teacher)?.core).toBe('valid');
    }
  });

  test('MD5 and HMAC are not computed at all', async () => {
    const file = await signed();
    const own = signatureText(file, principal);
    for (const uri of [
      'http://www.w3.org/2001/04/xmldsig-more#rsa-md5',
      'http://www.w3.org/2000/09/xmldsig#hmac-sha1',
    ]) {
      await expectCaught(alter(file, own, own.replace(/http:[^"]*#rsa-sha256/, uri)), {
        check: 'value',
        role: principal,
        reason: 'CORE_UNSUPPORTED',
        sub: 'CRYPTO_CONSTRAINTS_FAILURE',
        conclusion: 'indeterminate',
      });
    }
  });
});

describe('forged paths', () => {
  test('a certificate that a teacher’s certificate has issued', async () => {
    const { privateKey, certificate } = await (await devCa()).identity('ordinaryPerson');
    const signer = await holder(DEV_SUBJECTS.canBoQuanLy, { issuer: certificate, signingKey: privateKey });
    const file = await withImpostor(principal, signer);
    // The issuer comes along in KeyInfo, as evidence that it is.
    const own = signatureText(file, principal);
    const chained = alter(
      file,
      own,
      own.replace('</X509Data>', `<X509Certificate>${encodeBase64(certificate)}</X509Certificate></X509Data>`),
    );
    await expectCaught(chained, {
      check: 'path',
      role: principal,
      reason: 'PATH_BROKEN',
      sub: 'CHAIN_CONSTRAINTS_FAILURE',
    });
  });

  test('a certificate of the right name that its own key has signed, its issuer’s name copied', async () => {
    const { privateKey, spki } = await generateDevKey('RSA-2048');
    const self = await issueCertificate({
      subject: DEV_SUBJECTS.canBoQuanLy,
      publicKey: spki,
      signingKey: privateKey,
      issuer: (await devCa()).authorities.officialUse.certificate,
      notBefore: CA_FROM,
      notAfter: CA_TO,
    });
    const signer = cryptoKeySigner({ certificate: self, privateKey, algorithm: RSA_SHA256 });
    const report = await judge(await withImpostor(principal, signer));
    expect(report.conclusion).not.toBe('totalPassed');
    expect(report.checks.find((one) => one.code === 'path' && one.role === principal)?.outcome).not.toBe('passed');
  });

  test('a whole authority of the attacker’s own, sent along in KeyInfo', async () => {
    const rogue = await createDevCa({ notBefore: CA_FROM, notAfter: CA_TO });
    const { certificate, privateKey, chain } = await rogue.identity(principal);
    const file = await withImpostor(principal, cryptoKeySigner({ certificate, privateKey, algorithm: RSA_SHA256 }));
    const own = signatureText(file, principal);
    const all = chain.map((one) => `<X509Certificate>${encodeBase64(one)}</X509Certificate>`).join('');
    for (const altered of [file.bytes, alter(file, own, own.replace('</X509Data>', `${all}</X509Data>`))]) {
      await expectCaught(altered, {
        check: 'path',
        role: principal,
        reason: 'PATH_NOT_FOUND',
        sub: 'NO_CERTIFICATE_CHAIN_FOUND',
        conclusion: 'indeterminate',
      });
    }
  });

  test('a certificate authority that signs as the school', async () => {
    const { certificate, privateKey } = (await devCa()).authorities.officialUse;
    const algorithm = 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256';
    const file = await withImpostor(seal, cryptoKeySigner({ certificate, privateKey, algorithm }));
    await expectCaught(file, { check: 'path', role: seal, reason: 'PATH_BROKEN', sub: 'CHAIN_CONSTRAINTS_FAILURE' });
  });
});

test('an expired certificate: never passed, whatever time it claims', async () => {
  const at = new Date('2024-01-01T12:00:00Z');
  const file = await forceSign(await signed({ roles: [] }), teacher, await signerOf('expired'), { signingTime: at });
  let whole = file;
  for (const role of BOTH) whole = await forceSign(whole, role, await signerOf(role), { signingTime: at });
  await expectPassed(whole, { at });
  await expectCaught(whole, {
    check: 'path',
    role: teacher,
    reason: 'CERTIFICATE_EXPIRED_NO_POE',
    sub: 'NO_POE',
    conclusion: 'indeterminate',
  });
});

function digestOf(der: Uint8Array): string {
  return createHash('sha256').update(der).digest('base64');
}

/* Role × fault → conclusion, sub-indication, exit code: what one thing wrong with one signature makes of a whole record. */
import { describe, expect, test } from 'vitest';
import { parseCertificate, type RevocationSource } from '../../src/certificate/index.js';
import { EXIT_OF_CONCLUSION } from '../../src/cli/commands/verify.js';
import { encodeBase64 } from '../../src/encoding/index.js';
import { cryptoKeySigner, RECEIVER_CV2088 } from '../../src/signing/index.js';
import { createDevCa } from '../../src/testing/index.js';
import type { TrustScope } from '../../src/trust/index.js';
import { POLICIES, type VerifyHocBaOptions, verifyHocBa } from '../../src/verification/index.js';
import {
  AT,
  allPorts,
  alter,
  CA_FROM,
  CA_TO,
  codeOf,
  devCa,
  ROLES,
  RSA_SHA256,
  SLOT,
  signatureText,
  signed,
  signerOf,
  slotText,
} from '../signing/kit.js';
import { crlsOf, FRESH, STAMPED_AT, stamped, stampOctets, trustListOf, withCrls } from './stamps.js';

type Role = (typeof ROLES)[number];
interface Fault {
  readonly file?: (role: Role) => Promise<Uint8Array>;
  readonly options?: (role: Role) => Promise<Partial<VerifyHocBaOptions>>;
}

const MINUTE = 60_000;
const SOON = new Date('2024-06-15T00:00:00Z');
const AFTER_SOON = new Date('2024-07-01T00:00:00Z');
const next = (role: Role): Role => ROLES[(ROLES.indexOf(role) + 1) % ROLES.length]!;
const inSignature = (change: (own: string) => string) => async (role: Role) => {
  const file = await signed();
  const own = signatureText(file, role);
  return alter(file, own, change(own));
};
const inSlot = (change: (slot: string) => string) => async (role: Role) => {
  const file = await signed();
  return alter(file, slotText(file, role), change(slotText(file, role)));
};
const shortLived = async (role: Role) => signed({ signers: { [role]: await signerOf(role, { notAfter: SOON }) } });
const fingerprintOf = async (role: Role) => parseCertificate((await signerOf(role)).certificate).fingerprint;
const status =
  (answer: Awaited<ReturnType<NonNullable<VerifyHocBaOptions['revocation']>>>) =>
  async (role: Role): Promise<Partial<VerifyHocBaOptions>> => {
    const mine = await fingerprintOf(role);
    return { revocation: ({ certificate }) => (certificate.fingerprint === mine ? answer : { status: 'good' }) };
  };
const answers = (answer: 'unknown' | 'notAuthorised') => async (role: Role) => ({
  authority: (question: { readonly role: string }) => (question.role === role ? answer : ('authorised' as const)),
});

const FAULTS: Readonly<Record<string, Fault>> = {
  'nothing wrong': {},
  'slot emptied': { file: inSlot((slot) => slot.replace(/<Signature .*<\/Signature>/s, '')) },
  'two signatures in the slot': { file: inSignature((own) => own + own) },
  'two slots': { file: async (role) => alter(await signed(), `<${SLOT[role]}>`, `<${SLOT[role]}/><${SLOT[role]}>`) },
  'signature of another role in the slot': {
    file: async (role) => {
      const file = await signed();
      return alter(file, signatureText(file, role), signatureText(file, next(role)));
    },
  },
  'value changed': {
    file: inSignature((own) =>
      own.replace(/(<SignatureValue [^>]*>)(.)/, (_, tag: string, first: string) => tag + (first === 'A' ? 'B' : 'A')),
    ),
  },
  'value not base64': { file: inSignature((own) => own.replace(/(<SignatureValue [^>]*>)/, '$1*')) },
  'algorithm unknown': { file: inSignature((own) => own.replace('#rsa-sha256', '#rsa-sha999')) },
  'data changed': { file: async () => alter(await signed(), '>10<', '>9<') },
  'properties of another signature': {
    file: inSignature((own) => own.replace(/(QualifyingProperties [^>]*Target=")[^"]*/, '$1#sig-other')),
  },
  'certificate of another period': {
    file: async (role) => {
      const other = await signerOf(role, { notAfter: new Date('2025-12-01T00:00:00Z') });
      return inSignature((own) =>
        own.replace(/<X509Certificate>[^<]*/, `<X509Certificate>${encodeBase64(other.certificate)}`),
      )(role);
    },
  },
  'no certificate': { file: inSignature((own) => own.replace(/<KeyInfo>.*<\/KeyInfo>/s, '')) },
  'day in the slot changed': { file: inSlot((slot) => slot.replace(/<NGAY_KY>[^<]*/, '<NGAY_KY>2024-01-31T10:00:00')) },
  'anybody’s authority': {
    file: async (role) => {
      const ca = await createDevCa({ notBefore: CA_FROM, notAfter: CA_TO });
      const { certificate, chain, privateKey } = await ca.identity(role);
      return (
        await signed({
          signers: { [role]: cryptoKeySigner({ certificate, chain, privateKey, algorithm: RSA_SHA256 }) },
        })
      ).bytes;
    },
  },
  'certificate ended': {
    file: async (role) => (await shortLived(role)).bytes,
    options: async () => ({ at: AFTER_SOON }),
  },
  'certificate ended after a stamp': {
    file: async (role) => stamped(await shortLived(role), role),
    options: async () => ({ at: AFTER_SOON }),
  },
  'certificate ended before a stamp': {
    file: async (role) => stamped(await shortLived(role), role, { genTime: new Date(SOON.getTime() + MINUTE) }),
    options: async () => ({ at: AFTER_SOON }),
  },
  'judged before the stated time': { options: async () => ({ at: new Date(AT.getTime() - 6 * MINUTE) }) },
  'revoked before the stated time': {
    options: status({ status: 'revoked', revokedAt: new Date(AT.getTime() - MINUTE) }),
  },
  'revoked after the stated time': { options: status({ status: 'revoked', revokedAt: STAMPED_AT }) },
  'revoked after a stamp': {
    file: async (role) => stamped(await signed(), role),
    options: status({ status: 'revoked', revokedAt: new Date(STAMPED_AT.getTime() + MINUTE) }),
  },
  'revoked before a stamp': {
    file: async (role) => stamped(await signed(), role),
    options: status({ status: 'revoked', revokedAt: new Date(STAMPED_AT.getTime() - MINUTE) }),
  },
  'on hold': { options: status({ status: 'onHold' }) },
  'status unknown': { options: status({ status: 'unknown' }) },
  'key lost before the stated time, revoked later': {
    options: async (role) => {
      const certificate = parseCertificate((await signerOf(role)).certificate);
      const reason = 'keyTime,20240530000000Z';
      const { evidence } = await withCrls(FRESH, [{ certificate, revokedAt: STAMPED_AT, reason }]);
      return { revocation: undefined, evidence } as unknown as Partial<VerifyHocBaOptions>;
    },
  },
  'stamp of another role': {
    file: async (role) => {
      const file = await signed();
      return stamped(file, role, { octets: stampOctets(file, next(role)) });
    },
  },
  'stamp from before the stated time': {
    file: async (role) => stamped(await signed(), role, { genTime: new Date(AT.getTime() - 6 * MINUTE) }),
  },
  'not in the register': { options: answers('unknown') },
  'somebody else in the register': { options: answers('notAuthorised') },
};

async function judge(fault: Fault, role: Role, more: Partial<VerifyHocBaOptions> = {}): Promise<string> {
  const file = (await fault.file?.(role)) ?? (await signed()).bytes;
  const given = (await fault.options?.(role)) ?? {};
  const { conclusion, subIndication } = await verifyHocBa(file, { ...(await allPorts()), ...given, ...more });
  return `${conclusion} ${subIndication ?? '-'} ${EXIT_OF_CONCLUSION[conclusion]}`;
}

/** Teacher (may be left out, counts when there), principal, seal. */
const EXPECTED: Readonly<Record<string, readonly [string, string, string]>> = {
  'nothing wrong': ['totalPassed - 0', 'totalPassed - 0', 'totalPassed - 0'],
  'slot emptied': ['totalFailed ORDER_BROKEN 1', 'totalFailed ORDER_BROKEN 1', 'totalFailed SIGNATURE_MISSING 1'],
  'two signatures in the slot': [
    'totalFailed ORDER_BROKEN 1',
    'totalFailed ORDER_BROKEN 1',
    'totalFailed FORMAT_FAILURE 1',
  ],
  'two slots': ['totalFailed FORMAT_FAILURE 1', 'totalFailed FORMAT_FAILURE 1', 'totalFailed FORMAT_FAILURE 1'],
  'signature of another role in the slot': [
    'totalFailed ORDER_BROKEN 1',
    'totalFailed ORDER_BROKEN 1',
    'totalFailed ORDER_BROKEN 1',
  ],
  'value changed': ['totalFailed ORDER_BROKEN 1', 'totalFailed ORDER_BROKEN 1', 'totalFailed SIG_CRYPTO_FAILURE 1'],
  'value not base64': ['totalFailed ORDER_BROKEN 1', 'totalFailed ORDER_BROKEN 1', 'totalFailed FORMAT_FAILURE 1'],
  'algorithm unknown': [
    'indeterminate CRYPTO_CONSTRAINTS_FAILURE 2',
    'indeterminate CRYPTO_CONSTRAINTS_FAILURE 2',
    'indeterminate CRYPTO_CONSTRAINTS_FAILURE 2',
  ],
  'data changed': ['totalFailed HASH_FAILURE 1', 'totalFailed HASH_FAILURE 1', 'totalFailed HASH_FAILURE 1'],
  'properties of another signature': [
    'totalFailed SIG_CONSTRAINTS_FAILURE 1',
    'totalFailed SIG_CONSTRAINTS_FAILURE 1',
    'totalFailed SIG_CONSTRAINTS_FAILURE 1',
  ],
  'certificate of another period': [
    'totalFailed SIG_CONSTRAINTS_FAILURE 1',
    'totalFailed SIG_CONSTRAINTS_FAILURE 1',
    'totalFailed SIG_CONSTRAINTS_FAILURE 1',
  ],
  'no certificate': [
    'indeterminate CRYPTO_CONSTRAINTS_FAILURE 2',
    'indeterminate CRYPTO_CONSTRAINTS_FAILURE 2',
    'indeterminate CRYPTO_CONSTRAINTS_FAILURE 2',
  ],
  'day in the slot changed': [
    'totalFailed SIG_CONSTRAINTS_FAILURE 1',
    'totalFailed SIG_CONSTRAINTS_FAILURE 1',
    'totalFailed SIG_CONSTRAINTS_FAILURE 1',
  ],
  'anybody’s authority': [
    'indeterminate NO_CERTIFICATE_CHAIN_FOUND 2',
    'indeterminate NO_CERTIFICATE_CHAIN_FOUND 2',
    'indeterminate NO_CERTIFICATE_CHAIN_FOUND 2',
  ],
  'certificate ended': ['indeterminate NO_POE 2', 'indeterminate NO_POE 2', 'indeterminate NO_POE 2'],
  'certificate ended after a stamp': ['totalPassed - 0', 'totalPassed - 0', 'totalPassed - 0'],
  'certificate ended before a stamp': ['indeterminate NO_POE 2', 'indeterminate NO_POE 2', 'indeterminate NO_POE 2'],
  'judged before the stated time': [
    'totalFailed SIG_CONSTRAINTS_FAILURE 1',
    'totalFailed SIG_CONSTRAINTS_FAILURE 1',
    'totalFailed SIG_CONSTRAINTS_FAILURE 1',
  ],
  'revoked before the stated time': ['totalFailed REVOKED 1', 'totalFailed REVOKED 1', 'totalFailed REVOKED 1'],
  'revoked after the stated time': [
    'indeterminate REVOKED_NO_POE 2',
    'indeterminate REVOKED_NO_POE 2',
    'indeterminate REVOKED_NO_POE 2',
  ],
  'revoked after a stamp': ['totalPassed - 0', 'totalPassed - 0', 'totalPassed - 0'],
  'revoked before a stamp': [
    'indeterminate REVOKED_NO_POE 2',
    'indeterminate REVOKED_NO_POE 2',
    'indeterminate REVOKED_NO_POE 2',
  ],
  'on hold': ['indeterminate TRY_LATER 2', 'indeterminate TRY_LATER 2', 'indeterminate TRY_LATER 2'],
  'status unknown': ['indeterminate TRY_LATER 2', 'indeterminate TRY_LATER 2', 'indeterminate TRY_LATER 2'],
  'key lost before the stated time, revoked later': [
    'totalFailed REVOKED 1',
    'totalFailed REVOKED 1',
    'totalFailed REVOKED 1',
  ],
  'stamp of another role': ['totalPassed - 0', 'totalPassed - 0', 'totalPassed - 0'],
  'stamp from before the stated time': [
    'totalFailed SIG_CONSTRAINTS_FAILURE 1',
    'totalFailed SIG_CONSTRAINTS_FAILURE 1',
    'totalFailed SIG_CONSTRAINTS_FAILURE 1',
  ],
  'not in the register': [
    'totalPassed - 0',
    'indeterminate SIGNER_AUTHORITY_UNKNOWN 2',
    'indeterminate SIGNER_AUTHORITY_UNKNOWN 2',
  ],
  'somebody else in the register': [
    'totalPassed - 0',
    'totalFailed SIGNER_NOT_AUTHORISED 1',
    'totalFailed SIGNER_NOT_AUTHORISED 1',
  ],
};

describe('role × fault', () => {
  test.each(Object.keys(FAULTS))('%s', async (name) => {
    const found = [];
    for (const role of ROLES) found.push(await judge(FAULTS[name]!, role));
    expect([name, found]).toEqual([name, EXPECTED[name]]);
  });

  test('every fault has its row', () => {
    expect(Object.keys(EXPECTED)).toEqual(Object.keys(FAULTS));
    expect(Object.keys(FAULTS).length).toBeGreaterThan(16);
  });
});

describe('offline, whatever the policy', () => {
  test.each(Object.keys(POLICIES))('%s is never totalPassed without what is known of revocation', async (policy) => {
    const { revocation: _, ...offline } = await allPorts();
    const file = await stampedByAll();
    const online = await verifyHocBa(file, { ...(await allPorts()), policy });
    expect([policy, online.conclusion]).toEqual([policy, 'totalPassed']);
    for (const given of [{}, { evidence: {} }, { evidence: { crls: [] }, sources: [] }]) {
      const { conclusion, subIndication } = await verifyHocBa(file, { ...offline, ...given, policy });
      expect([conclusion, subIndication]).toEqual(['indeterminate', 'TRY_LATER']);
    }
    // Nor without a register.
    const { authority: __, ...unregistered } = await allPorts();
    const report = await verifyHocBa(file, { ...unregistered, policy });
    expect([report.conclusion, report.subIndication]).toEqual(['indeterminate', 'SIGNER_AUTHORITY_UNKNOWN']);
  });
});

async function stampedByAll(): Promise<Uint8Array> {
  let file = (await signed()).bytes;
  for (const role of ROLES) file = await stamped(file, role);
  return file;
}

test('what the presets ask for beyond each other', async () => {
  const judge = async (file: Uint8Array, policy: string) => {
    const { conclusion, subIndication } = await verifyHocBa(file, { ...(await allPorts()), policy });
    return [conclusion, subIndication];
  };
  const plain = (await signed()).bytes;
  expect(await judge(plain, 'neac')).toEqual(['totalPassed', null]);
  expect(await judge(plain, 'archive')).toEqual(['indeterminate', 'NO_POE']);
  const pilot = (await signed({ receiver: RECEIVER_CV2088 })).bytes;
  expect(await judge(pilot, 'cv2088')).toEqual(['totalPassed', null]);
  expect((await judge(pilot, 'archive'))[0]).not.toBe('totalPassed');
  const copied = await stamped(plain, 'phatHanh', { octets: stampOctets(plain, 'canBoQuanLy') });
  expect(await judge(copied, 'neac')).toEqual(['totalPassed', null]);
  expect(await judge(copied, 'archive')).toEqual(['totalFailed', 'SIG_CONSTRAINTS_FAILURE']);
  const all = await stampedByAll();
  expect(await judge(all, 'archive')).toEqual(['totalPassed', null]);
  const report = await verifyHocBa(all, await allPorts());
  expect(report.roles.map(({ provedAt }) => provedAt)).toEqual(ROLES.map(() => STAMPED_AT.toISOString()));
});

describe('scopes of a trust list', () => {
  test('lead each role to anchors of its own', async () => {
    const { trust: _, ...ports } = await allPorts();
    const file = await stamped(await signed(), 'canBoQuanLy');
    const { officialUseRoot, publicRoot } = (await devCa()).authorities;
    const judge = async (official: readonly TrustScope[], open: readonly TrustScope[]) => {
      const trustList = await trustListOf({
        anchors: [
          { certificate: officialUseRoot.certificate, family: 'vgca', scopes: official },
          { certificate: publicRoot.certificate, family: 'neac', scopes: open },
        ],
      });
      const { conclusion, checks } = await verifyHocBa(file, { ...ports, trustList });
      const open1 = checks.filter(({ code, outcome }) => code === 'path' && outcome !== 'passed');
      const stamp = checks.find(({ code, role }) => code === 'timeStamp' && role === 'canBoQuanLy');
      return [conclusion, open1.map(({ role }) => role), stamp?.reason];
    };
    const all = ['person', 'schoolSeal', 'timeStamping'] as const;
    expect(await judge(all, all)).toEqual(['totalPassed', [], 'TIME_STAMP_PROVES']);
    expect(await judge(['person', 'schoolSeal'], ['person', 'timeStamping'])).toEqual([
      'totalPassed',
      [],
      'TIME_STAMP_PROVES',
    ]);
    // An anchor for persons makes no seal, and none for persons no stamp.
    expect(await judge(['person'], all)).toEqual(['indeterminate', ['phatHanh'], 'TIME_STAMP_PROVES']);
    expect(await judge(['schoolSeal'], all)).toEqual(['indeterminate', ['canBoQuanLy'], 'TIME_STAMP_PROVES']);
    expect(await judge(all, ['person'])).toEqual(['totalPassed', [], 'TIME_STAMP_UNTRUSTED']);
  });

  test('an option that would be left unheard is refused', async () => {
    const ports = await allPorts();
    const file = await signed();
    expect(await codeOf(verifyHocBa(file, { ...ports, evidence: {} }))).toBe('ERR_ARGUMENT_INVALID');
    expect(await codeOf(verifyHocBa(file, { ...ports, sources: [] }))).toBe('ERR_ARGUMENT_INVALID');
    expect(await codeOf(verifyHocBa(file, { ...ports, registers: [] }))).toBe('ERR_ARGUMENT_INVALID');
  });
});

describe('sources', () => {
  test('are asked while a status is unknown, and one that fails leaves it unknown', async () => {
    const { revocation: _, ...ports } = await allPorts();
    const crls = await crlsOf(FRESH);
    const asked: string[] = [];
    const source: RevocationSource = async ({ certificate }) => {
      asked.push(certificate.fingerprint);
      return { crls };
    };
    const file = await signed();
    expect((await verifyHocBa(file, { ...ports, sources: [source] })).conclusion).toBe('totalPassed');
    expect(asked.length).toBeGreaterThan(0);
    const broken: RevocationSource = () => Promise.reject(new Error('no network'));
    const report = await verifyHocBa(file, { ...ports, sources: [broken] });
    expect([report.conclusion, report.subIndication]).toEqual(['indeterminate', 'TRY_LATER']);
  });
});

/*
 * Role × fault and the three attacks, by the command and the files a person has: record, signed trust list, signed register, revocation
 * lists. Each fault → exit code, conclusion, sub-indication.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Crl, parseCertificate } from '../../src/certificate/index.js';
import { cryptoKeySigner, RECEIVER_CV2088, type Signer } from '../../src/signing/index.js';
import { createDevCa } from '../../src/testing/index.js';
import { createRegister, createTrustList } from '../../src/trust/index.js';
import {
  AT,
  alter,
  CA_FROM,
  CA_TO,
  devCa,
  LATER,
  ROLES,
  RSA_SHA256,
  SLOT,
  signatureText,
  signed,
  signerOf,
  slotText,
} from '../signing/kit.js';
import { forceSign } from '../verification/hostile.js';
import { crlsOf, FRESH, STAMPED_AT, stamped, stampOctets } from '../verification/stamps.js';
import { hocba, jsonLines, temporaryFolder } from './hocba.js';

type Role = (typeof ROLES)[number];
const folder = temporaryFolder();
const at = (...parts: readonly string[]) => join(folder, ...parts);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MA_TRUONG = '01001401';
const SOON = new Date('2024-06-15T00:00:00Z');
const AFTER_SOON = new Date('2024-06-16T00:00:00Z');
let pin: string;

const header = { number: 1, issuedAt: AT, nextUpdate: new Date('2025-06-01T00:00:00Z'), publisher: 'Sở (thử nghiệm)' };
const fingerprintOf = (signer: Signer) => parseCertificate(signer.certificate).fingerprint;

async function writeCrls(name: string, crls: readonly Crl[]): Promise<readonly string[]> {
  return crls.flatMap((crl, index) => {
    writeFileSync(at(`${name}-${index}.crl`), crl.der);
    return ['--crl', at(`${name}-${index}.crl`)];
  });
}

const written = new Map<string, Promise<readonly string[]>>();
const crls = (name: string, ...args: Parameters<typeof crlsOf>) => {
  const known = written.get(name) ?? crlsOf(...args).then((list) => writeCrls(name, list));
  written.set(name, known);
  return known;
};

beforeAll(async () => {
  const { officialUseRoot, officialUse, publicRoot, publicCa } = (await devCa()).authorities;
  const publisher = await signerOf('otherOrganization');
  pin = fingerprintOf(publisher);
  const list = {
    ...header,
    id: 'tin-cay',
    anchors: [
      { certificate: officialUseRoot.certificate, family: 'vgca', scopes: ['person', 'schoolSeal'] as const },
      { certificate: publicRoot.certificate, family: 'neac', scopes: ['person', 'timeStamping'] as const },
    ],
    intermediates: [officialUse.certificate, publicCa.certificate],
  };
  writeFileSync(at('list.xml'), await createTrustList(list, publisher));
  const holders = async (role: Role) => [
    { holder: { fingerprint: fingerprintOf(await signerOf(role)) } },
    // The short-lived one, registered for the same person.
    { holder: { fingerprint: fingerprintOf(await signerOf(role, { notAfter: SOON })) } },
  ];
  const school = {
    maTruong: MA_TRUONG,
    seals: await holders('phatHanh'),
    canBoQuanLy: (await holders('canBoQuanLy')).map((one) => ({ ...one, chucVu: 'Hiệu trưởng' })),
  };
  const register = { ...header, id: 'so-gddt', completeFrom: '2023-09-05' };
  writeFileSync(at('register.xml'), await createRegister({ ...register, nhaTruong: [school] }, publisher));
  const other = { ...school, maTruong: '79000001' };
  writeFileSync(at('elsewhere.xml'), await createRegister({ ...register, nhaTruong: [other] }, publisher));
  const strangers = {
    maTruong: MA_TRUONG,
    seals: [{ holder: { fingerprint: pin } }],
    canBoQuanLy: [{ holder: { fingerprint: pin }, chucVu: 'Hiệu trưởng' }],
  };
  writeFileSync(at('strangers.xml'), await createRegister({ ...register, nhaTruong: [strangers] }, publisher));
});

interface Call {
  readonly file: Uint8Array;
  readonly register?: string;
  readonly crls?: readonly string[];
  readonly at?: Date;
  readonly policy?: string;
}

let calls = 0;
async function verify({ file, register = 'register.xml', at: time = LATER, policy = 'neac', crls: lists }: Call) {
  const path = at(`record-${calls++}.xml`);
  writeFileSync(path, file);
  const trust = ['--trust', at('list.xml'), '--trust-signer', pin, '--register', at(register)];
  const around = { thisUpdate: new Date(time.getTime() - HOUR), nextUpdate: new Date(time.getTime() + DAY) };
  const evidence = lists ?? (await crls(`fresh-${time.getTime()}`, around));
  const args = ['--at', time.toISOString(), '--policy', policy, '--json'];
  const answer = await hocba(['verify', path, ...trust, ...evidence, ...args]);
  const [line] = jsonLines(answer.out) as { conclusion: string; subIndication: string | null }[];
  return `${answer.code} ${line!.conclusion} ${line!.subIndication ?? '-'}`;
}

const next = (role: Role): Role => ROLES[(ROLES.indexOf(role) + 1) % ROLES.length]!;
const inSignature = async (role: Role, change: (own: string) => string): Promise<Call> => {
  const file = await signed();
  const own = signatureText(file, role);
  return { file: alter(file, own, change(own)) };
};
const shortLived = async (role: Role) => signed({ signers: { [role]: await signerOf(role, { notAfter: SOON }) } });
const certificateOf = async (role: Role) => parseCertificate((await signerOf(role)).certificate);
const revoked = async (role: Role, revokedAt: Date, reason?: string) =>
  crls(`revoked-${role}-${revokedAt.getTime()}-${reason}`, FRESH, [
    { certificate: await certificateOf(role), revokedAt, ...(reason === undefined ? {} : { reason }) },
  ]);

const FAULTS: Readonly<Record<string, readonly [make: (role: Role) => Promise<Call>, ...expected: readonly string[]]>> =
  {
    'nothing wrong': [async () => ({ file: (await signed()).bytes }), '0 totalPassed -'],
    'slot emptied': [
      async (role) => {
        const file = await signed();
        return { file: alter(file, slotText(file, role), `<${SLOT[role]}/>`) };
      },
      '1 totalFailed ORDER_BROKEN',
      '1 totalFailed ORDER_BROKEN',
      '1 totalFailed SIGNATURE_MISSING',
    ],
    'two signatures in the slot': [
      (role) => inSignature(role, (own) => own + own),
      '1 totalFailed ORDER_BROKEN',
      '1 totalFailed ORDER_BROKEN',
      '1 totalFailed FORMAT_FAILURE',
    ],
    'two slots': [
      async (role) => ({ file: alter(await signed(), `<${SLOT[role]}>`, `<${SLOT[role]}/><${SLOT[role]}>`) }),
      '1 totalFailed FORMAT_FAILURE',
    ],
    'signature of another slot': [
      async (role) => {
        const file = await signed();
        return { file: alter(file, signatureText(file, role), signatureText(file, next(role))) };
      },
      '1 totalFailed ORDER_BROKEN',
    ],
    'value changed': [
      (role) =>
        inSignature(role, (own) =>
          own.replace(/(<SignatureValue [^>]*>)(.)/, (_, tag: string, one: string) => tag + (one === 'A' ? 'B' : 'A')),
        ),
      '1 totalFailed ORDER_BROKEN',
      '1 totalFailed ORDER_BROKEN',
      '1 totalFailed SIG_CRYPTO_FAILURE',
    ],
    'data changed': [async () => ({ file: alter(await signed(), '>10<', '>9<') }), '1 totalFailed HASH_FAILURE'],
    'algorithm unknown': [
      (role) => inSignature(role, (own) => own.replace('#rsa-sha256', '#rsa-sha999')),
      '2 indeterminate CRYPTO_CONSTRAINTS_FAILURE',
    ],
    'no certificate': [
      (role) => inSignature(role, (own) => own.replace(/<KeyInfo>.*<\/KeyInfo>/s, '')),
      '2 indeterminate CRYPTO_CONSTRAINTS_FAILURE',
    ],
    'day in the slot changed': [
      async (role) => {
        const file = await signed();
        const slot = slotText(file, role);
        return { file: alter(file, slot, slot.replace(/<NGAY_KY>[^<]*/, '<NGAY_KY>2024-01-31T10:00:00')) };
      },
      '1 totalFailed SIG_CONSTRAINTS_FAILURE',
    ],
    'anybody’s authority': [
      async (role) => {
        const { certificate, chain, privateKey } = await (
          await createDevCa({ notBefore: CA_FROM, notAfter: CA_TO })
        ).identity(role);
        const signer = cryptoKeySigner({ certificate, chain, privateKey, algorithm: RSA_SHA256 });
        return { file: (await signed({ signers: { [role]: signer } })).bytes };
      },
      '2 indeterminate NO_CERTIFICATE_CHAIN_FOUND',
      '1 totalFailed SIGNER_NOT_AUTHORISED',
      '1 totalFailed SIGNER_NOT_AUTHORISED',
    ],
    'certificate ended': [
      async (role) => ({ file: (await shortLived(role)).bytes, at: AFTER_SOON }),
      '2 indeterminate NO_POE',
    ],
    'certificate ended after a stamp': [
      async (role) => ({
        file: await stamped(await shortLived(role), role),
        at: AFTER_SOON,
        // What is known of the signer speaks of the time of the stamp, what is known of its authority of today.
        crls: [
          ...(await crls('then', { thisUpdate: new Date(STAMPED_AT.getTime() + HOUR), nextUpdate: AFTER_SOON })),
          ...(await crls('now', {
            thisUpdate: new Date(AFTER_SOON.getTime() - HOUR),
            nextUpdate: new Date(AFTER_SOON.getTime() + DAY),
          })),
        ],
      }),
      '0 totalPassed -',
    ],
    'stamp of another role': [
      async (role) => {
        const file = await signed();
        const octets = stampOctets(file, next(role));
        return { file: await stamped(file, role, { octets }), policy: 'archive' };
      },
      '1 totalFailed SIG_CONSTRAINTS_FAILURE',
    ],
    'no stamp where the policy asks for one': [
      async () => ({ file: (await signed()).bytes, policy: 'archive' }),
      '2 indeterminate NO_POE',
    ],
    'judged before the stated time': [
      async () => ({ file: (await signed({ signingTime: new Date(LATER.getTime() + HOUR) })).bytes }),
      '1 totalFailed SIG_CONSTRAINTS_FAILURE',
    ],
    'revoked before the stated time': [
      async (role) => ({ file: (await signed()).bytes, crls: await revoked(role, new Date(AT.getTime() - HOUR)) }),
      '1 totalFailed REVOKED',
    ],
    'revoked after the stated time': [
      async (role) => ({ file: (await signed()).bytes, crls: await revoked(role, STAMPED_AT) }),
      '2 indeterminate REVOKED_NO_POE',
    ],
    'revoked after a stamp': [
      async (role) => ({
        file: await stamped(await signed(), role),
        crls: await revoked(role, new Date(STAMPED_AT.getTime() + 60_000)),
      }),
      '0 totalPassed -',
    ],
    'on hold': [
      async (role) => ({
        file: (await signed()).bytes,
        crls: await revoked(role, new Date(AT.getTime() - HOUR), 'certificateHold'),
      }),
      '2 indeterminate TRY_LATER',
    ],
    'no revocation lists': [async () => ({ file: (await signed()).bytes, crls: [] }), '2 indeterminate TRY_LATER'],
    'a school that the register does not list': [
      async () => ({ file: (await signed()).bytes, register: 'elsewhere.xml' }),
      '2 indeterminate SIGNER_AUTHORITY_UNKNOWN',
    ],
    'somebody else in the register': [
      async () => ({ file: (await signed()).bytes, register: 'strangers.xml' }),
      '1 totalFailed SIGNER_NOT_AUTHORISED',
    ],
  };

describe('role × fault by the command', () => {
  test.each(Object.entries(FAULTS))('%s', async (name, [make, ...expected]) => {
    const found: string[] = [];
    for (const role of ROLES) found.push(await verify(await make(role)));
    expect([name, found]).toEqual([name, expected.length === 1 ? ROLES.map(() => expected[0]) : expected]);
  });

  test('has more than sixteen faults', () => {
    expect(Object.keys(FAULTS).length).toBeGreaterThan(16);
  });

  test.each(['neac', 'cv2088', 'archive'])('%s is never 0 offline', async (policy) => {
    let file = (await signed()).bytes;
    for (const role of ROLES) file = await stamped(file, role);
    expect(await verify({ file, policy })).toBe('0 totalPassed -');
    expect(await verify({ file, policy, crls: [] })).toBe('2 indeterminate TRY_LATER');
  });
});

describe('a fake school: a person’s own certificate and a company’s', () => {
  const fake = async (receiver?: typeof RECEIVER_CV2088) => {
    const chosen = receiver === undefined ? {} : { receiver };
    const first = await forceSign(
      await signed({ roles: [], ...chosen }),
      'canBoQuanLy',
      await signerOf('ordinaryPerson'),
      chosen,
    );
    return (await forceSign(first, 'phatHanh', await signerOf('otherOrganization'), chosen)).bytes;
  };

  test.each(['register.xml', 'elsewhere.xml'])('never passes, whatever the register lists (%s)', async (register) => {
    for (const receiver of [undefined, RECEIVER_CV2088]) {
      for (const policy of ['neac', 'cv2088', 'archive']) {
        const said = await verify({ file: await fake(receiver), register, policy });
        expect([policy, said.slice(0, 1)]).toEqual([policy, '1']);
      }
    }
  });

  test('does not pass when the person is truly the one the forged record names', async () => {
    const person = await signerOf('ordinaryPerson');
    const [id] = parseCertificate(person.certificate).subjectIds;
    const file = await signed({ roles: [] });
    const renamed = alter(file, /(<SO_CCCD_GIAM_HIEU[^>]*>)[^<]*/, (_, tag) => `${tag!}${id!.value}`);
    const first = await forceSign(renamed as never, 'canBoQuanLy', person);
    const forged = (await forceSign(first, 'phatHanh', await signerOf('otherOrganization'))).bytes;
    expect(await verify({ file: forged })).toBe('1 totalFailed SIGNER_NOT_AUTHORISED');
    expect(await verify({ file: forged, register: 'elsewhere.xml' })).toBe('2 indeterminate SIGNER_AUTHORITY_UNKNOWN');
  });
});

describe('swapped and edited slots', () => {
  test.each([
    ['giaoVienChuNhiem', 'canBoQuanLy'],
    ['canBoQuanLy', 'phatHanh'],
    ['giaoVienChuNhiem', 'phatHanh'],
  ] as const)('%s ⇄ %s', async (one, other) => {
    for (const receiver of [undefined, RECEIVER_CV2088]) {
      const file = await signed(receiver === undefined ? {} : { receiver });
      expect(await verify({ file: file.bytes, policy: 'cv2088' })).toBe('0 totalPassed -');
      const [a, b] = [signatureText(file, one), signatureText(file, other)];
      const swapped = alter(alter(file, a, '\u0000'), b, a);
      const said = await verify({ file: alter(swapped, '\u0000', b), policy: 'cv2088' });
      expect(said.slice(0, 1)).toBe('1');
    }
  });

  test('a number or a day written into a slot afterwards', async () => {
    const file = await signed();
    for (const role of ['giaoVienChuNhiem', 'canBoQuanLy'] as const) {
      const slot = slotText(file, role);
      const changed = slot.replace(/(<SO_CCCD>)\d{12}/, '$1000000000099');
      expect(changed).not.toBe(slot);
      expect(await verify({ file: alter(file, slot, changed) })).toBe('1 totalFailed SIG_CONSTRAINTS_FAILURE');
    }
  });
});

describe('back-dating with a revoked key', () => {
  const lost = new Date(AT.getTime() - 10 * DAY);

  test('the thief states a day before the loss: never 0, with or without a stamp of today', async () => {
    const before = new Date(lost.getTime() - 5 * DAY);
    for (const role of ['canBoQuanLy', 'phatHanh'] as const) {
      const lists = await revoked(role, lost);
      const file = await signed({ signingTime: before });
      // Without the revocation the same file is good: nothing else gives it away.
      expect(await verify({ file: file.bytes })).toBe('0 totalPassed -');
      expect(await verify({ file: file.bytes, crls: lists })).toBe('2 indeterminate REVOKED_NO_POE');
      // A stamp shows when the signature truly was there: after the loss.
      expect(await verify({ file: await stamped(file, role), crls: lists })).toBe('2 indeterminate REVOKED_NO_POE');
      // Only a stamp from before the loss would do, and nobody gets one of those any more.
      const real = await stamped(file, role, { genTime: new Date(before.getTime() + HOUR) });
      expect(await verify({ file: real, crls: lists })).toBe('0 totalPassed -');
    }
  });

  test('a stamp by the thief’s own authority proves nothing', async () => {
    const own = await createDevCa({ notBefore: CA_FROM, notAfter: CA_TO });
    const before = new Date(lost.getTime() - 5 * DAY);
    const file = await signed({ signingTime: before });
    const forged = await stamped(file, 'canBoQuanLy', { genTime: new Date(before.getTime() + HOUR), ca: own });
    expect(await verify({ file: forged, crls: await revoked('canBoQuanLy', lost) })).toBe(
      '2 indeterminate REVOKED_NO_POE',
    );
  });
});

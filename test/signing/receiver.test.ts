import { describe, expect, test } from 'vitest';
import { deadlinesFor } from '../../src/quy-dinh/index.js';
import { cv2088, phatHanh2025, writeHocBa } from '../../src/record-xml/index.js';
import {
  parseReceiver,
  prepareSignature,
  RECEIVER_CV2088,
  RECEIVER_DUAL,
  RECEIVER_HCMC,
  RECEIVERS,
  type Receiver,
  signHocBa,
} from '../../src/signing/index.js';
import { specimenHocBa } from '../../src/testing/index.js';
import { AT, alter, codeOf, recordText, signed, signerOf, unsigned } from './kit.js';

describe('parseReceiver', () => {
  test.each(Object.entries(RECEIVERS))('takes %s from JSON', (_, receiver) => {
    expect(parseReceiver(JSON.parse(JSON.stringify(receiver)))).toEqual(receiver);
  });

  test('takes the optional fields', () => {
    const more = { ...RECEIVER_DUAL, c14n: 'inclusive', digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha512' };
    expect(parseReceiver(more)).toEqual(more);
  });

  // Each field with values that are not in its type; a field that no case names fails the test below.
  const wrong: Readonly<Record<string, readonly unknown[]>> = {
    id: ['', 1, null, undefined],
    profile: ['xadesT', '', 1, undefined],
    c14n: ['exc', '', null, undefined, 1],
    orderReferences: ['true', 1, null, undefined],
    commitment: ['yes', 0, undefined],
    saltId: ['no', undefined],
    signingTimeNamespace: ['xades', '', undefined],
    idScheme: ['Random', '', undefined],
    maxReferences: [0, -1, 1.5, '16', Number.NaN, Number.POSITIVE_INFINITY, undefined],
    transactionLimitBytes: [0, -1, 0.5, '10', undefined],
    digestAlgorithm: ['', 'sha256', 'http://www.w3.org/2000/09/xmldsig#sha1', 1, null, undefined],
    province: ['', '7', 'HCM', 79, undefined],
    destinations: [[], ['truong'], ['so', 'so'], 'so', undefined],
    requiredRoles: [['KY_PHAT_HANH'], ['phatHanh', 'phatHanh'], 'phatHanh', null],
    registeredRoles: [['hieuTruong'], undefined],
    uuidSource: ['ministry', '', undefined],
    fieldsNotListed: [[''], [1], 'canBoQuanLy.chucVu'],
    assumed: [['maxReference'], ['assumed'], ['profile', 'profile'], true],
  };
  const optional = ['c14n', 'digestAlgorithm', 'province', 'destinations', 'requiredRoles', 'registeredRoles'];
  const more = ['uuidSource', 'fieldsNotListed', 'assumed'];

  test.each(Object.entries(wrong))('refuses a wrong %s and names it', (field, values) => {
    expect(values.length).toBeGreaterThan(0);
    for (const value of values) {
      const error = errorOf(() => parseReceiver({ ...RECEIVER_DUAL, [field]: value }));
      expect([error.code, error.params], String(value)).toEqual(['ERR_RECEIVER_INVALID', { field }]);
    }
  });

  test('every field of a receiver has its wrong values here', () => {
    expect(Object.keys(wrong).sort()).toEqual([...Object.keys(RECEIVER_DUAL), ...optional, ...more].sort());
  });

  test('refuses what is no receiver, a missing field, an unknown one', () => {
    for (const value of [null, undefined, 1, 'dual', [], [RECEIVER_DUAL]]) {
      expect(errorOf(() => parseReceiver(value)).code).toBe('ERR_RECEIVER_INVALID');
    }
    for (const field of Object.keys(RECEIVER_DUAL)) {
      const { [field as keyof Receiver]: _, ...rest } = RECEIVER_DUAL;
      expect(errorOf(() => parseReceiver(rest)).params).toEqual({ field });
    }
    expect(errorOf(() => parseReceiver({ ...RECEIVER_DUAL, profiles: [] })).params).toEqual({ field: 'profiles' });
  });
});

describe('the receivers that are built in', () => {
  test('each has its own name', () => {
    expect(Object.entries(RECEIVERS).map(([name, { id }]) => [name, id])).toEqual(
      Object.keys(RECEIVERS).map((name) => [name, name]),
    );
  });

  test('of Ho Chi Minh City: what 1789/QĐ-SGDĐT and 613/SGDĐT-GDTH say; everything else is assumed', () => {
    const { assumed, ...said } = RECEIVER_HCMC;
    expect(said).toMatchObject({
      province: '79',
      destinations: ['so', 'bo'],
      requiredRoles: ['canBoQuanLy', 'phatHanh'],
      registeredRoles: ['canBoQuanLy', 'phatHanh'],
      uuidSource: 'authority',
      fieldsNotListed: ['canBoQuanLy.chucVu'],
    });
    const printed = ['province', 'destinations', 'requiredRoles', 'registeredRoles', 'uuidSource', 'fieldsNotListed'];
    expect([...assumed!, ...printed, 'id'].sort()).toEqual(Object.keys(said).sort());
    // 1789 điều 21.1–2 and the season of 2025 (2106/KH-SGDĐT).
    const days = (namHoc: string, khoiLop: number) =>
      Object.fromEntries(
        deadlinesFor({ province: RECEIVER_HCMC.province!, namHoc, khoiLop }).map(({ task, lastDay }) => [
          task,
          lastDay,
        ]),
      );
    expect(days('2025-2026', 3)).toEqual({ lock: '2026-06-29', lockSupplementary: '2026-08-14' });
    expect(days('2024-2025', 3)).toMatchObject({ transferData: '2025-05-29', signAndRelease: '2025-05-30' });
    expect(days('2024-2025', 5)).toMatchObject({
      transferData: '2025-05-15',
      signAndRelease: '2025-05-20',
      admissionPortal: '2025-05-25',
      linkToMinistry: '2025-08-15',
    });
  });

  test('of the pilot: what CV 2088 prints, and the list of what it does not', () => {
    expect(RECEIVER_CV2088).toMatchObject({
      profile: 'cv2088',
      transactionLimitBytes: 10_000_000,
      destinations: ['so', 'bo'],
      requiredRoles: ['canBoQuanLy', 'phatHanh'],
    });
    for (const field of ['profile', 'transactionLimitBytes', 'requiredRoles', 'registeredRoles', 'destinations'])
      expect(RECEIVER_CV2088.assumed).not.toContain(field);
  });
});

describe('a receiver is asked before anything is signed', () => {
  const attempt = async (receiver: Receiver, file = unsigned()) => {
    const { certificate } = await signerOf('canBoQuanLy');
    return prepareSignature(file, { role: 'canBoQuanLy', certificate, receiver, signingTime: AT });
  };
  const field = async (receiver: Receiver, file = unsigned()) => {
    const error = await attempt(receiver, file).then(
      () => undefined,
      (cause: { code: string; params: unknown }) => cause,
    );
    return error === undefined ? 'no error' : [error.code, error.params];
  };

  test('about the Id of the data block', async () => {
    const random = unsigned();
    const fixed = unsigned({ receiver: { ...RECEIVER_DUAL, idScheme: 'fixed' } });
    const refused = ['ERR_SIGNING_RECEIVER', { field: 'idScheme', id: 'dual' }];
    expect(await field(RECEIVER_DUAL, random)).toBe('no error');
    expect(await field(RECEIVER_DUAL, fixed)).toEqual(refused);
    expect(await field({ ...RECEIVER_DUAL, idScheme: 'fixed' }, fixed)).toBe('no error');
    expect(await field({ ...RECEIVER_DUAL, idScheme: 'fixed' }, random)).toEqual(refused);
  });

  test.each([cv2088, phatHanh2025])('about the salt in layout $id', async (layout) => {
    const without = { ...RECEIVER_DUAL, saltId: false };
    expect(await field(RECEIVER_DUAL, unsigned({ layout }))).toBe('no error');
    expect(await field(without, unsigned({ layout }))).toEqual([
      'ERR_SIGNING_RECEIVER',
      { field: 'saltId', id: 'dual' },
    ]);
    expect(await field(without, unsigned({ layout, receiver: without }))).toBe('no error');
    // A receiver that permits the salt does not ask for it.
    expect(await field(RECEIVER_DUAL, unsigned({ layout, receiver: without }))).toBe('no error');
  });

  test('about the number of references, counted with all that the profile adds', async () => {
    const roles = ['giaoVienChuNhiem'] as const;
    const one = await signed({ roles });
    // Data, order reference, Object, SignedProperties.
    expect(await field({ ...RECEIVER_DUAL, maxReferences: 4 }, one)).toBe('no error');
    expect(await field({ ...RECEIVER_DUAL, maxReferences: 3 }, one)).toEqual([
      'ERR_SIGNING_RECEIVER',
      { field: 'maxReferences', id: 'dual' },
    ]);
    expect(await field(RECEIVER_CV2088)).toBe('no error');
    expect(
      await field({ ...RECEIVER_CV2088, orderReferences: true }, await signed({ roles, receiver: RECEIVER_CV2088 })),
    ).toEqual(['ERR_SIGNING_RECEIVER', { field: 'maxReferences', id: 'cv2088' }]);
  });

  test('and must be one', async () => {
    const receiver = { ...RECEIVER_DUAL, profile: 'xadesLTA' } as unknown as Receiver;
    expect(await codeOf(attempt(receiver))).toBe('ERR_RECEIVER_INVALID');
  });
});

describe('what a receiver asks for is what comes out', () => {
  const made = async (receiver: Receiver) =>
    recordText(await signed({ receiver, roles: ['giaoVienChuNhiem', 'canBoQuanLy'] }));

  test('namespace of SigningTime', async () => {
    expect(await made(RECEIVER_DUAL)).toContain('<SigningTime xmlns="">');
    expect(await made({ ...RECEIVER_DUAL, signingTimeNamespace: 'dsig' })).toContain('<SigningTime>2024-');
  });

  test('canonical form, digest, order references', async () => {
    const exclusive = 'CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"';
    expect(await made(RECEIVER_DUAL)).toContain(exclusive);
    expect(await made({ ...RECEIVER_DUAL, c14n: 'inclusive' })).not.toContain(exclusive);
    const sha384 = 'http://www.w3.org/2001/04/xmldsig-more#sha384';
    expect(await made({ ...RECEIVER_DUAL, digestAlgorithm: sha384 })).not.toContain('xmlenc#sha256');
    const order = 'Type="http://uri.etsi.org/01903#CountersignedSignature"';
    expect((await made(RECEIVER_DUAL)).split(order)).toHaveLength(2);
    expect((await made({ ...RECEIVER_DUAL, orderReferences: false })).split(order)).toHaveLength(1);
  });

  test('an earlier signature without Id cannot be referenced: said, not left out', async () => {
    const [one] = [await signed({ roles: ['giaoVienChuNhiem'], receiver: RECEIVER_CV2088 })];
    const without = alter(one!, / Id="sig-[0-9a-f]{32}-value"/, '');
    const signer = await signerOf('canBoQuanLy');
    const sign = (receiver: Receiver) => signHocBa(without, { role: 'canBoQuanLy', signer, receiver, signingTime: AT });
    expect(await codeOf(sign(RECEIVER_DUAL))).toBe('ERR_SIGNING_EARLIER_ID');
    expect(await codeOf(sign(RECEIVER_CV2088))).toBe('no error');
  });
});

test('a record written for one receiver says so when another one is asked', async () => {
  const file = writeHocBa(specimenHocBa(), { layout: cv2088, idScheme: 'fixed' });
  const signer = await signerOf('canBoQuanLy');
  const options = { role: 'canBoQuanLy', signer, signingTime: AT } as const;
  expect(await codeOf(signHocBa(file, { ...options, receiver: RECEIVER_DUAL }))).toBe('ERR_SIGNING_RECEIVER');
  expect(await codeOf(signHocBa(file, { ...options, receiver: { ...RECEIVER_DUAL, idScheme: 'fixed' } }))).toBe(
    'no error',
  );
});

function errorOf(work: () => unknown): { readonly code: string; readonly params: unknown } {
  try {
    work();
  } catch (error) {
    return error as { code: string; params: unknown };
  }
  return { code: 'no error', params: null };
}

/* prepare → a key somewhere → complete: the state goes through JSON, and no field of it can be edited. */
import { describe, expect, test } from 'vitest';
import type { HocBaFile } from '../../src/record-xml/index.js';
import {
  completeSignature,
  type PrepareSignatureOptions,
  parseSigningState,
  prepareSignature,
  RECEIVER_CV2088,
  RECEIVER_DUAL,
  RECEIVER_XADES,
  type Receiver,
  type SigningState,
} from '../../src/signing/index.js';
import { signatureIdOf } from '../../src/signing/signing-state.js';
import { specimenHocBa } from '../../src/testing/index.js';
import { verifyHocBa } from '../../src/verification/index.js';
import { AT, allPorts, alter, codeOf, listOf, signed, signerOf, specimenNumber, textOf, unsigned } from './kit.js';

const RECEIVERS = [RECEIVER_CV2088, RECEIVER_XADES, RECEIVER_DUAL];
const DAY = 86_400_000;

async function prepared(
  receiver: Receiver,
  more: Partial<PrepareSignatureOptions> = {},
  file: HocBaFile = unsigned({ receiver }),
) {
  const signer = await signerOf('giaoVienChuNhiem');
  const { certificate } = signer;
  const request = await prepareSignature(file, {
    role: 'giaoVienChuNhiem',
    certificate,
    receiver,
    signingTime: AT,
    ...more,
  });
  return { file, request, state: request.state, value: await signer.sign(request), signer };
}

describe.each(RECEIVERS)('$id', (receiver) => {
  test('the same value gives the same bytes, from a state that went through JSON', async () => {
    const { file, state, value } = await prepared(receiver);
    const sent = JSON.parse(JSON.stringify(state)) as unknown;
    expect(parseSigningState(sent)).toEqual(state);
    const once = await completeSignature(file.bytes, sent as SigningState, value, { at: AT });
    // On the very object that was prepared nothing is built again; on its bytes everything is.
    const again = await completeSignature(file, state, value, { at: new Date(AT.getTime() + DAY) });
    expect(textOf(again)).toBe(textOf(once));
    const edited = { ...state, expiresAt: '2099-01-01T00:00:00.000Z' };
    expect(await codeOf(completeSignature(file, edited, value, { at: AT }))).toBe('ERR_SIGNING_STATE_INVALID');
    const report = await verifyHocBa(once, await allPorts());
    expect(report.roles.find((one) => one.role === 'giaoVienChuNhiem')).toMatchObject({
      conclusion: 'totalPassed',
      signingTime: { instant: AT.toISOString(), signed: true },
    });
  });

  test('the bytes to sign and their digest belong together', async () => {
    const { request } = await prepared(receiver);
    const digest = new Uint8Array(await crypto.subtle.digest(request.digestName, new Uint8Array(request.toSign)));
    expect(request.digest).toEqual(digest);
  });

  /** A change of every field to another value that the field could have. */
  const changes: Readonly<Record<keyof SigningState, unknown>> = {
    version: 2,
    nonce: '0'.repeat(32),
    fileSha256: '0'.repeat(64),
    toSignSha256: '0'.repeat(64),
    role: 'canBoQuanLy',
    key: 'GV01',
    receiver: { ...receiver, transactionLimitBytes: 1 },
    algorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
    certificateBase64: 'AAAA',
    signingTime: '2024-05-31T10:00:01+07:00',
    signatureId: `sig-${'0'.repeat(32)}`,
    expiresAt: '2099-01-01T00:00:00.000Z',
    allowGaps: true,
  };

  test.each(Object.entries(changes))('an edited %s is refused', async (field, value) => {
    const { file, state, value: signature } = await prepared(receiver);
    const complete = (edited: SigningState) => codeOf(completeSignature(file.bytes, edited, signature, { at: AT }));
    expect(await complete(state)).toBe('no error');
    expect((state as unknown as Record<string, unknown>)[field]).not.toEqual(value);
    expect(await complete({ ...state, [field]: value })).toBe('ERR_SIGNING_STATE_INVALID');
  });

  test('every field of the state is among the edited ones, and every field of the receiver too', async () => {
    const { state } = await prepared(receiver);
    expect(Object.keys(changes).sort()).toEqual(Object.keys(state).sort());
    for (const [field, own] of Object.entries(receiver)) {
      const profile = receiver.profile === 'dual' ? 'xadesB' : 'dual';
      const other = field === 'profile' ? profile : typeof own === 'boolean' ? !own : OTHER[field];
      expect(other).toBeDefined();
      const edited = { ...state, receiver: { ...receiver, [field]: other } };
      expect(await codeOf(() => parseSigningState(edited)), field).toBe('ERR_SIGNING_STATE_INVALID');
    }
  });

  test('an edit that also mends Id and digest needs another value from the key', async () => {
    const { file, state, value } = await prepared(receiver);
    for (const [field, changed] of Object.entries({ expiresAt: '2099-01-01T00:00:00.000Z', allowGaps: true })) {
      const edited = { ...state, [field]: changed } as SigningState;
      const withId = { ...edited, signatureId: signatureIdOf(edited) };
      expect(await codeOf(completeSignature(file.bytes, withId, value, { at: AT }))).toBe('ERR_SIGNING_STATE_INVALID');
      // Whoever prepares anew with the edited field gets other bytes to sign.
      const { certificate } = await signerOf('giaoVienChuNhiem');
      const anew = await prepareSignature(file, {
        role: 'giaoVienChuNhiem',
        certificate,
        receiver,
        signingTime: AT,
        ...(field === 'allowGaps' ? { allowGaps: true } : { expiresAt: new Date(changed as string) }),
      });
      expect(await codeOf(completeSignature(file.bytes, anew.state, value, { at: AT }))).toBe(
        'ERR_SIGNER_VALUE_MISMATCH',
      );
    }
  });
});

/** Another value of each field of a receiver. */
const OTHER: Readonly<Record<string, unknown>> = {
  id: 'other',
  signingTimeNamespace: 'dsig',
  idScheme: 'fixed',
  maxReferences: 17,
  transactionLimitBytes: 9_999_999,
  uuidSource: 'authority',
  requiredRoles: ['phatHanh'],
  registeredRoles: [],
  destinations: ['bo'],
  province: '01',
  fieldsNotListed: ['x'],
  assumed: ['id'],
};

describe('completing is refused', () => {
  test('after the expiry, to the millisecond', async () => {
    const expiresAt = new Date(AT.getTime() + 3_600_000);
    const { file, state, value } = await prepared(RECEIVER_DUAL, { expiresAt });
    const at = (time: number) => codeOf(completeSignature(file.bytes, state, value, { at: new Date(time) }));
    expect(await at(expiresAt.getTime())).toBe('no error');
    expect(await at(expiresAt.getTime() + 1)).toBe('ERR_SIGNING_STATE_EXPIRED');
    const { file: other, state: standard, value: own } = await prepared(RECEIVER_DUAL);
    expect(standard.expiresAt).toBe(new Date(AT.getTime() + DAY).toISOString());
    const late = { at: new Date(AT.getTime() + DAY + 1) };
    expect(await codeOf(completeSignature(other.bytes, standard, own, late))).toBe('ERR_SIGNING_STATE_EXPIRED');
  });

  test('for a file that is another one, by whatever byte', async () => {
    const { file, state, value } = await prepared(RECEIVER_DUAL);
    const complete = (bytes: Uint8Array) => codeOf(completeSignature(bytes, state, value, { at: AT }));
    expect(await complete(file.bytes)).toBe('no error');
    for (const bytes of [
      alter(file, '>10<', '>9<'),
      alter(file, '<HOC_BA>', '<HOC_BA >'),
      alter(file, /$/, '\n'),
      unsigned().bytes,
      listOf(file),
      (await signed({ roles: ['giaoVienChuNhiem'] })).bytes,
    ]) {
      expect(await complete(bytes)).toBe('ERR_SIGNING_FILE_CHANGED');
    }
  });

  test('for a value that is not of this certificate over these bytes', async () => {
    const { file, request, state, value } = await prepared(RECEIVER_DUAL);
    const complete = (one: Uint8Array) => codeOf(completeSignature(file.bytes, state, one, { at: AT }));
    expect(await complete(value)).toBe('no error');
    const flipped = value.slice();
    flipped[100]! ^= 1;
    const ofOther = await (await signerOf('ordinaryPerson')).sign(request);
    const overOther = (await prepared(RECEIVER_DUAL)).value;
    for (const wrong of [flipped, ofOther, overOther, value.slice(1), new Uint8Array(0), new Uint8Array(256)]) {
      expect(await complete(wrong)).toBe('ERR_SIGNER_VALUE_MISMATCH');
    }
  });

  test('when the certificate was changed between, even for one with the same key', async () => {
    const { file, state, value } = await prepared(RECEIVER_DUAL);
    const other = await signerOf('giaoVienChuNhiem', { notAfter: new Date('2025-12-31T00:00:00Z') });
    const certificateBase64 = Buffer.from(other.certificate).toString('base64');
    const edited = { ...state, certificateBase64 };
    expect(await codeOf(completeSignature(file.bytes, edited, value, { at: AT }))).toBe('ERR_SIGNING_STATE_INVALID');
    const bound = { ...edited, signatureId: signatureIdOf(edited) };
    expect(await codeOf(completeSignature(file.bytes, bound, value, { at: AT }))).toBe('ERR_SIGNING_STATE_INVALID');
  });

  test('when the digests of two records of a class are swapped', async () => {
    const [a, b] = await Promise.all(
      [1, 2].map((number) => prepared(RECEIVER_DUAL, {}, unsigned({ hocBa: specimenNumber(number) }))),
    );
    expect(await codeOf(completeSignature(a!.file.bytes, a!.state, b!.value, { at: AT }))).toBe(
      'ERR_SIGNER_VALUE_MISMATCH',
    );
    expect(await codeOf(completeSignature(a!.file.bytes, b!.state, b!.value, { at: AT }))).toBe(
      'ERR_SIGNING_FILE_CHANGED',
    );
  });

  test('for what is no state', async () => {
    const { file, state, value } = await prepared(RECEIVER_DUAL);
    const complete = (one: unknown) => codeOf(completeSignature(file.bytes, one as SigningState, value, { at: AT }));
    for (const wrong of [null, undefined, 1, 'state', [], [state], {}, { ...state, extra: 1 }, { version: 1 }]) {
      expect(await complete(wrong), JSON.stringify(wrong)).toBe('ERR_SIGNING_STATE_INVALID');
    }
    for (const field of Object.keys(state)) {
      const { [field as keyof SigningState]: _, ...rest } = state;
      const code = field === 'receiver' ? 'ERR_RECEIVER_INVALID' : 'ERR_SIGNING_STATE_INVALID';
      expect(await complete(rest), field).toBe(code);
      const wrongType = { ...state, [field]: 7 };
      if (field !== 'receiver') expect(await complete(wrongType), field).toBe('ERR_SIGNING_STATE_INVALID');
    }
  });
});

test('two preparations of one record never have the same Id', async () => {
  const file = unsigned();
  const { certificate } = await signerOf('giaoVienChuNhiem');
  const ids = new Set<string>();
  for (let at = 0; at < 4; at++) {
    const { state } = await prepareSignature(file, {
      role: 'giaoVienChuNhiem',
      certificate,
      receiver: RECEIVER_DUAL,
      signingTime: AT,
    });
    ids.add(state.signatureId);
  }
  expect(ids.size).toBe(4);
});

test('with a given source of randomness the whole signature is determined', async () => {
  const { subtle } = globalThis.crypto;
  const fixed = { subtle, getRandomValues: <T extends Uint8Array>(array: T) => array.fill(7) } as unknown as Crypto;
  const file = unsigned();
  const signer = await signerOf('giaoVienChuNhiem');
  const make = async () => {
    const options = { role: 'giaoVienChuNhiem', certificate: signer.certificate, receiver: RECEIVER_DUAL } as const;
    const { state, ...request } = await prepareSignature(file, { ...options, signingTime: AT, crypto: fixed });
    return textOf(await completeSignature(file.bytes, state, await signer.sign(request), { at: AT, crypto: fixed }));
  };
  expect(await make()).toBe(await make());
});

test('the time that is signed is Vietnam’s, to the second', async () => {
  const { state } = await prepared(RECEIVER_DUAL, { signingTime: new Date('2024-05-31T17:59:59.999Z') });
  expect(state.signingTime).toBe('2024-06-01T00:59:59+07:00');
});

test('the state holds nothing of the pupil', async () => {
  const { state } = await prepared(RECEIVER_DUAL);
  const text = JSON.stringify({ ...state, certificateBase64: '' });
  const { hoVaTen, soDinhDanhCaNhan, maHocSinh, ngaySinh } = specimenHocBa().hocSinh;
  for (const value of [hoVaTen, soDinhDanhCaNhan, maHocSinh, ngaySinh]) expect(text).not.toContain(String(value));
});

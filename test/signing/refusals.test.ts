/* What is refused before anything is handed to a key. */
import { describe, expect, test } from 'vitest';
import type { VaiTroKy } from '../../src/hoc-ba/index.js';
import { phatHanh2025 } from '../../src/record-xml/index.js';
import {
  type PrepareSignatureOptions,
  prepareSignature,
  RECEIVER_CV2088,
  RECEIVER_DUAL,
  RECEIVER_XADES,
  signHocBa,
} from '../../src/signing/index.js';
import type { DevIdentityName, DevIdentityOptions } from '../../src/testing/index.js';
import { specimenHocBa } from '../../src/testing/index.js';
import {
  AT,
  alter,
  CA_FROM,
  CA_TO,
  codeOf,
  devCa,
  ROLES,
  signatureText,
  signed,
  signerOf,
  slotText,
  specimenWithSubjectTeacher,
  textOf,
  unsigned,
} from './kit.js';

async function attempt(
  file: Parameters<typeof prepareSignature>[0],
  role: VaiTroKy,
  holder: DevIdentityName = role,
  more: Partial<PrepareSignatureOptions> & { readonly identity?: DevIdentityOptions } = {},
) {
  const { identity = {}, ...options } = more;
  const { certificate } = await signerOf(holder, identity);
  return prepareSignature(file, { role, certificate, receiver: RECEIVER_DUAL, signingTime: AT, ...options });
}

const refusal = async (...args: Parameters<typeof attempt>) => {
  const error = await attempt(...args).then(
    () => undefined,
    (cause: { code: string; params: Record<string, unknown> }) => cause,
  );
  return error === undefined ? 'no error' : [error.code, error.params['reason'] ?? null];
};

describe('slots and order', () => {
  test('a filled slot, also by the same signer again', async () => {
    for (const receiver of [RECEIVER_CV2088, RECEIVER_XADES, RECEIVER_DUAL]) {
      const file = await signed({ receiver, roles: ['giaoVienChuNhiem'] });
      expect(await codeOf(attempt(file, 'canBoQuanLy', 'canBoQuanLy', { receiver }))).toBe('no error');
      expect(await codeOf(attempt(file, 'giaoVienChuNhiem', 'giaoVienChuNhiem', { receiver }))).toBe(
        'ERR_RECORD_SLOT_FILLED',
      );
    }
    expect(await codeOf(attempt(await signed(), 'phatHanh'))).toBe('ERR_RECORD_SLOT_FILLED');
  });

  test('an earlier role after a later one', async () => {
    const file = await signed({ roles: ['canBoQuanLy'] });
    expect(await refusal(file, 'giaoVienChuNhiem')).toEqual(['ERR_SIGNING_ORDER', 'laterRoleSigned']);
    expect(await refusal(file, 'phatHanh')).toBe('no error');
    // Not even where gaps are allowed.
    expect(await refusal(file, 'giaoVienChuNhiem', 'giaoVienChuNhiem', { allowGaps: true })).toEqual([
      'ERR_SIGNING_ORDER',
      'laterRoleSigned',
    ]);
  });

  test('the seal before the principal, unless gaps are allowed', async () => {
    for (const file of [unsigned(), await signed({ roles: ['giaoVienChuNhiem'] })]) {
      expect(await refusal(file, 'phatHanh')).toEqual(['ERR_SIGNING_ORDER', 'earlierRoleMissing']);
      expect(await refusal(file, 'phatHanh', 'phatHanh', { allowGaps: true })).toBe('no error');
    }
    // The homeroom teacher's signature is optional.
    expect(await refusal(unsigned(), 'canBoQuanLy')).toBe('no error');
  });

  test('a role that the layout has no slot for', async () => {
    expect(await codeOf(attempt(unsigned(), 'giaoVienBoMon'))).toBe('ERR_SIGNING_SLOT_UNKNOWN');
    expect(await codeOf(attempt(unsigned(), 'hieuTruong' as VaiTroKy, 'canBoQuanLy'))).toBe('ERR_SIGNING_SLOT_UNKNOWN');
  });

  test('two slots of the role', async () => {
    const twice = alter(
      unsigned(),
      /<DANH_SACH_THONG_TIN_KY\s*\/>|<DANH_SACH_THONG_TIN_KY><\/DANH_SACH_THONG_TIN_KY>/,
      '<DANH_SACH_THONG_TIN_KY><GVCN></GVCN><GVCN></GVCN></DANH_SACH_THONG_TIN_KY>',
    );
    expect(await codeOf(attempt(twice, 'giaoVienChuNhiem'))).toBe('ERR_RECORD_SLOT_SEVERAL');
  });

  test('a subject teacher without rows, or without saying which', async () => {
    const file = unsigned({ layout: phatHanh2025, hocBa: specimenWithSubjectTeacher() });
    expect(await refusal(file, 'giaoVienBoMon', 'giaoVienBoMon', { key: 'GV01' })).toBe('no error');
    expect(await refusal(file, 'giaoVienBoMon', 'giaoVienBoMon', { key: 'GV02' })).toEqual([
      'ERR_SIGNING_TARGET',
      'none',
    ]);
    expect((await refusal(file, 'giaoVienBoMon'))[0]).toBe('ERR_RECORD_SLOT_FIELD');
  });

  test('a data block without Id', async () => {
    const without = alter(unsigned(), / Id="data-[0-9a-f]+"/, '');
    expect(await refusal(without, 'canBoQuanLy')).toEqual(['ERR_SIGNING_TARGET', 'noId']);
  });
});

describe('earlier signatures', () => {
  test('one that is broken, whatever broke it', async () => {
    for (const receiver of [RECEIVER_CV2088, RECEIVER_XADES, RECEIVER_DUAL]) {
      const file = await signed({ receiver, roles: ['giaoVienChuNhiem'] });
      const next = (bytes: Uint8Array) => refusal(bytes, 'canBoQuanLy', 'canBoQuanLy', { receiver });
      expect(await next(file.bytes)).toBe('no error');
      expect(await next(alter(file, '>10<', '>9<'))).toEqual(['ERR_SIGNING_EARLIER_INVALID', 'digest']);
      const value = alter(file, /(<SignatureValue [^>]*>)(.)/, (_, tag, first) => tag! + (first === 'A' ? 'B' : 'A'));
      expect(await next(value)).toEqual(['ERR_SIGNING_EARLIER_INVALID', 'signatureValue']);
      const twice = alter(file, signatureText(file, 'giaoVienChuNhiem'), (one) => one + one);
      expect(await next(twice)).toEqual(['ERR_SIGNING_EARLIER_INVALID', 'severalSignatures']);
    }
  });

  test('the seal looks at all of them', async () => {
    const file = await signed({ roles: ['giaoVienChuNhiem', 'canBoQuanLy'] });
    const emptied = alter(file, slotText(file, 'giaoVienChuNhiem'), '<GVCN></GVCN>');
    expect(await refusal(file, 'phatHanh')).toBe('no error');
    expect(await refusal(emptied, 'phatHanh')).toEqual(['ERR_SIGNING_EARLIER_INVALID', 'referenceNotFound']);
  });
});

describe('the certificate', () => {
  test('its period, to the second', async () => {
    const at = (time: number) => refusal(unsigned(), 'canBoQuanLy', 'canBoQuanLy', { signingTime: new Date(time) });
    expect(await at(CA_FROM.getTime())).toBe('no error');
    expect(await at(CA_TO.getTime())).toBe('no error');
    expect(await at(CA_FROM.getTime() - 1000)).toEqual(['ERR_SIGNER_CERTIFICATE_TIME', 'notYetValid']);
    expect(await at(CA_TO.getTime() + 1000)).toEqual(['ERR_SIGNER_CERTIFICATE_TIME', 'expired']);
    expect(await refusal(unsigned(), 'giaoVienChuNhiem', 'expired')).toEqual([
      'ERR_SIGNER_CERTIFICATE_TIME',
      'expired',
    ]);
  });

  test('its key usage', async () => {
    const ca = await devCa();
    const issue = async (keyUsage: Parameters<typeof ca.issue>[1]['keyUsage']) => {
      const { publicKey, subject } = await parts();
      return ca.issue('officialUse', {
        subject,
        publicKey,
        notBefore: CA_FROM,
        notAfter: CA_TO,
        ...(keyUsage && { keyUsage }),
      });
    };
    const code = async (keyUsage: Parameters<typeof ca.issue>[1]['keyUsage']) => {
      const certificate = await issue(keyUsage);
      const options = { role: 'canBoQuanLy', certificate, receiver: RECEIVER_DUAL, signingTime: AT } as const;
      return codeOf(prepareSignature(unsigned(), options));
    };
    expect(await code(['digitalSignature'])).toBe('no error');
    expect(await code(['nonRepudiation'])).toBe('no error');
    expect(await code(undefined)).toBe('no error');
    expect(await code(['keyEncipherment'])).toBe('ERR_SIGNER_KEY_USAGE');
    expect(await code(['keyCertSign', 'cRLSign'])).toBe('ERR_SIGNER_KEY_USAGE');
  });

  test('weak keys and algorithms that do not fit', async () => {
    expect(await codeOf(attempt(unsigned(), 'giaoVienChuNhiem', 'legacyRsa1024'))).toBe('ERR_SIGNATURE_ALGORITHM');
    for (const algorithm of [
      'http://www.w3.org/2000/09/xmldsig#rsa-sha1',
      'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256',
      'http://www.w3.org/2000/09/xmldsig#hmac-sha1',
      'urn:unknown',
    ]) {
      const code = await codeOf(attempt(unsigned(), 'canBoQuanLy', 'canBoQuanLy', { algorithm }));
      expect(code, algorithm).toBe('ERR_SIGNATURE_ALGORITHM');
    }
  });

  test('that is none', async () => {
    const options = { role: 'canBoQuanLy', receiver: RECEIVER_DUAL, signingTime: AT } as const;
    for (const certificate of [new Uint8Array(0), new Uint8Array([0x30, 0]), new Uint8Array(100)]) {
      expect(await codeOf(prepareSignature(unsigned(), { ...options, certificate }))).toBe('ERR_CERTIFICATE_MALFORMED');
    }
  });

  async function parts() {
    const { parseCertificate } = await import('../../src/certificate/index.js');
    const { DEV_SUBJECTS } = await import('../../src/testing/index.js');
    const { certificate } = await signerOf('canBoQuanLy');
    return { publicKey: parseCertificate(certificate).spki, subject: DEV_SUBJECTS.canBoQuanLy };
  }
});

describe('the person', () => {
  test('is the one whom the record names for the role', async () => {
    const wrong = [
      ['giaoVienChuNhiem', 'ordinaryPerson'],
      ['giaoVienChuNhiem', 'canBoQuanLy'],
      ['canBoQuanLy', 'giaoVienChuNhiem'],
      ['canBoQuanLy', 'ordinaryPerson'],
    ] as const;
    for (const [role, holder] of wrong) {
      expect(await refusal(unsigned(), role, role), role).toBe('no error');
      expect(await refusal(unsigned(), role, holder), `${holder} as ${role}`).toEqual([
        'ERR_SIGNER_IDENTITY',
        'otherPerson',
      ]);
    }
  });

  test('may be anybody where the record names nobody, and goes into the slot', async () => {
    const { giaoVienChuNhiem: _, ...hocBa } = specimenHocBa();
    const file = unsigned({ hocBa });
    expect(await refusal(file, 'giaoVienChuNhiem', 'ordinaryPerson')).toBe('no error');
    const signer = await signerOf('ordinaryPerson');
    const options = { role: 'giaoVienChuNhiem', signer, receiver: RECEIVER_DUAL, signingTime: AT } as const;
    expect(slotText(await signHocBa(file, options), 'giaoVienChuNhiem')).toContain('<SO_CCCD>000000000004</SO_CCCD>');
  });

  test('a certificate without CCCD signs for the person whom the record names', async () => {
    const file = await signed({
      roles: ['canBoQuanLy'],
      signers: { canBoQuanLy: await signerOf('otherOrganization') },
    });
    expect(slotText(file, 'canBoQuanLy')).toContain('<SO_CCCD>001075000001</SO_CCCD>');
  });

  test('a subject teacher signs the own rows only', async () => {
    const file = unsigned({ layout: phatHanh2025, hocBa: specimenWithSubjectTeacher() });
    const more = { key: 'GV01' };
    expect(await refusal(file, 'giaoVienBoMon', 'giaoVienBoMon', more)).toBe('no error');
    expect(await refusal(file, 'giaoVienBoMon', 'ordinaryPerson', more)).toEqual([
      'ERR_SIGNER_IDENTITY',
      'otherPerson',
    ]);
  });

  test('the seal is nobody’s', async () => {
    const file = await signed({ roles: ['giaoVienChuNhiem', 'canBoQuanLy'] });
    expect(await refusal(file, 'phatHanh')).toBe('no error');
    for (const holder of ['canBoQuanLy', 'giaoVienChuNhiem', 'ordinaryPerson'] as const) {
      expect(await refusal(file, 'phatHanh', holder), holder).toEqual(['ERR_SIGNER_IDENTITY', 'person']);
    }
    // The same key under an organisation's name, after it signed as the principal.
    const one = await signed({ roles: ['canBoQuanLy'], signers: { canBoQuanLy: await signerOf('phatHanh') } });
    expect(await refusal(one, 'phatHanh')).toEqual(['ERR_SIGNER_IDENTITY', 'sameKey']);
  });
});

test('a record with errors is not signed', async () => {
  const broken = alter(unsigned(), /<GIOI_TINH>[^<]*<\/GIOI_TINH>/, '<GIOI_TINH>?</GIOI_TINH>');
  expect(await codeOf(attempt(broken, 'canBoQuanLy'))).toBe('ERR_SIGNING_RECORD_INVALID');
  const comment = alter(unsigned(), '>10<', '>1<!---->0<');
  expect(await codeOf(attempt(comment, 'canBoQuanLy'))).toBe('ERR_SIGNING_RECORD_INVALID');
});

test('instants that are none', async () => {
  const wrong = new Date(Number.NaN);
  expect(await codeOf(attempt(unsigned(), 'canBoQuanLy', 'canBoQuanLy', { signingTime: wrong }))).toBe(
    'ERR_ARGUMENT_INVALID',
  );
  expect(await codeOf(attempt(unsigned(), 'canBoQuanLy', 'canBoQuanLy', { expiresAt: wrong }))).toBe(
    'ERR_ARGUMENT_INVALID',
  );
});

test('what is no record', async () => {
  const bytes = new TextEncoder().encode('<x/>');
  expect(await codeOf(attempt(bytes, 'canBoQuanLy'))).toBe('ERR_RECORD_ROOT');
});

test('signing changes nothing but the slot of the role', async () => {
  for (const receiver of [RECEIVER_CV2088, RECEIVER_XADES, RECEIVER_DUAL]) {
    let file = unsigned({ receiver });
    let before = textOf(file);
    for (const role of ROLES) {
      const signer = await signerOf(role);
      file = await signHocBa(file, { role, signer, receiver, signingTime: AT });
      const after = textOf(file);
      expect(after.replace(slotText(file, role), ''), role).toBe(before);
      before = after;
    }
  }
});

import { describe, expect, test } from 'vitest';
import { type HocBaFile, phatHanh2025 } from '../../src/record-xml/index.js';
import { adoptSignature, RECEIVER_CV2088, RECEIVER_DUAL, type Receiver, signHocBa } from '../../src/signing/index.js';
import { verifyHocBa } from '../../src/verification/index.js';
import {
  AT,
  allPorts,
  alter,
  codeOf,
  ROLES,
  RSA_SHA256,
  signatureText,
  signed,
  signerOf,
  textOf,
  unsigned,
} from '../signing/kit.js';

const role = 'canBoQuanLy';
type Before = { readonly before: HocBaFile; readonly after: HocBaFile };

async function pair(receiver: Receiver = RECEIVER_DUAL): Promise<Before> {
  const before = await signed({ receiver, roles: ['giaoVienChuNhiem'] });
  const after = await signHocBa(before, { role, receiver, signer: await signerOf(role), signingTime: AT });
  return { before, after };
}
const refusal = async (
  before: HocBaFile | Uint8Array,
  after: HocBaFile | Uint8Array,
  as = role as (typeof ROLES)[number],
) => {
  try {
    await adoptSignature(before, after, as);
    return 'adopted';
  } catch (error) {
    const { code, params } = error as { code: string; params: Record<string, unknown> };
    return `${code} ${params['element'] ?? params['reason'] ?? ''}`.trim();
  }
};

test('a file that another program has signed is taken over, byte for byte', async () => {
  for (const receiver of [RECEIVER_DUAL, RECEIVER_CV2088]) {
    const { before, after } = await pair(receiver);
    const adopted = await adoptSignature(before, after.bytes, role);
    expect(textOf(adopted)).toBe(textOf(after));
    const report = await verifyHocBa(adopted, await allPorts());
    expect(report.roles.find((one) => one.role === role)?.core).toBe('valid');
  }
});

test('every role in turn, in the other layout too', async () => {
  let before: HocBaFile = unsigned({ layout: phatHanh2025 });
  for (const one of ROLES) {
    const after = await signHocBa(before, {
      role: one,
      receiver: RECEIVER_DUAL,
      signer: await signerOf(one),
      signingTime: AT,
    });
    before = await adoptSignature(before, after.bytes, one);
  }
  expect((await verifyHocBa(before, await allPorts())).conclusion).toBe('totalPassed');
});

test('the document written anew around the data and the signatures: no declaration, other space between tags', async () => {
  const before = unsigned({ receiver: RECEIVER_CV2088 });
  const after = await signHocBa(before, {
    role,
    receiver: RECEIVER_CV2088,
    signer: await signerOf(role),
    signingTime: AT,
  });
  const anew = alter(alter(after, /<\?xml[^>]*\?>\s*/, ''), /<\/DU_LIEU_HOC_BA>/, '</DU_LIEU_HOC_BA>\r\n  ');
  expect(await refusal(before, anew)).toBe('adopted');
});

describe('the first element that differs is named', async () => {
  const { before, after } = await pair();
  const cases: readonly (readonly [
    name: string,
    from: string | RegExp,
    to: string | ((text: string) => string),
    expected: RegExp,
  ])[] = [
    ['a mark', '>10<', '>9<', /^ERR_ADOPT_CHANGED DIEM\w*$/],
    ['a name', /<HO_VA_TEN>[^<]+</, '<HO_VA_TEN>Khác<', /^ERR_ADOPT_CHANGED HO_VA_TEN$/],
    [
      'an attribute of the data',
      /<DU_LIEU_HOC_BA ([iI]d)="[^"]+"/,
      (text) => text.replace(/"[^"]+"$/, '"khac"'),
      /^ERR_ADOPT_CHANGED DU_LIEU_HOC_BA$/,
    ],
    ['an element more', '</DU_LIEU_HOC_BA>', '<THEM/></DU_LIEU_HOC_BA>', /^ERR_ADOPT_CHANGED (DU_LIEU_HOC_BA|THEM)$/],
    ['a comment in the data', '</DU_LIEU_HOC_BA>', '<!-- x --></DU_LIEU_HOC_BA>', /^ERR_(ADOPT_CHANGED|XML|RECORD)/],
    ['space in the data', '</DU_LIEU_HOC_BA>', ' </DU_LIEU_HOC_BA>', /^ERR_ADOPT_CHANGED DU_LIEU_HOC_BA$/],
    [
      'an earlier signature’s value',
      /<SignatureValue([^>]*)>[^<]{4}/,
      (text) => `${text.slice(0, -4)}AAAA`,
      /^ERR_ADOPT_CHANGED SignatureValue$/,
    ],
    ['space in an earlier signature', '<SignedInfo>', '<SignedInfo> ', /^ERR_SIGNING_EARLIER_INVALID/],
    [
      'the date of an earlier slot',
      /<NGAY_KY>[^<]*</,
      '<NGAY_KY>2020-01-01T00:00:00+07:00<',
      /^ERR_ADOPT_CHANGED NGAY_KY$/,
    ],
  ];
  test('untouched, it is taken', async () => {
    expect(await refusal(before, after)).toBe('adopted');
  });
  test.each(cases)('%s', async (_, from, to, expected) => {
    expect(await refusal(before, alter(after, from, to))).toMatch(expected);
  });
});

test('an earlier signature taken away, or put in another’s place', async () => {
  const { before, after } = await pair();
  const teachers = signatureText(after, 'giaoVienChuNhiem');
  expect(await refusal(before, alter(after, teachers, ''))).toMatch(/^ERR_ADOPT_CHANGED/);
  const second = await signed({ roles: ['giaoVienChuNhiem'], hocBa: undefined as never });
  expect(await refusal(before, alter(after, teachers, signatureText(second, 'giaoVienChuNhiem')))).toMatch(/^ERR_/);
});

test('what stands in the slot must be one signature that holds, over this record, by the right person', async () => {
  const { before, after } = await pair();
  const own = signatureText(after, role);
  expect(await refusal(before, before)).toBe('ERR_ADOPT_SIGNATURE missing');
  expect(await refusal(after, after)).toBe('ERR_ADOPT_SIGNATURE alreadySigned');
  expect(await refusal(before, alter(after, own, own + own))).toMatch(
    /^ERR_(ADOPT_SIGNATURE several|RECORD|XML_DUPLICATE)/,
  );
  const damaged = own.replace(
    /(<SignatureValue[^>]*>)(.)/,
    (_, tag: string, first: string) => tag + (first === 'A' ? 'B' : 'A'),
  );
  expect(await refusal(before, alter(after, own, damaged))).toBe('ERR_ADOPT_SIGNATURE signatureValue');
  expect(
    await refusal(before, alter(after, own, own.replace(/>\d{4}-\d\d-\d\dT[^<]*</, '>2024-06-02T10:00:00+07:00<'))),
  ).toMatch(/^ERR_ADOPT_SIGNATURE/);
  expect(await refusal(before, alter(after, own, '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/>'))).toMatch(
    /^ERR_ADOPT_SIGNATURE/,
  );
});

test('a whole signature of another slot does not become this role’s', async () => {
  const before = unsigned();
  const teacher = await signHocBa(before, {
    role: 'giaoVienChuNhiem',
    receiver: RECEIVER_DUAL,
    signer: await signerOf('giaoVienChuNhiem'),
    signingTime: AT,
  });
  const { after } = await pair();
  const moved = alter(
    await signHocBa(before, { role, receiver: RECEIVER_DUAL, signer: await signerOf(role), signingTime: AT }),
    /<Signature .*<\/Signature>/s,
    signatureText(teacher, 'giaoVienChuNhiem'),
  );
  expect(await refusal(before, moved)).toBe('ERR_ADOPT_SIGNATURE claimedRole');
  expect(textOf(after)).toContain('Signature');
});

test('a certificate of the wrong person, out of its time, or an algorithm of yesterday', async () => {
  const before = unsigned({ receiver: RECEIVER_CV2088 });
  // Signed by the toolkit below our checks, as a plugin without them would.
  const { signLikeAPlugin } = await import('./plugin.js');
  const by = async (signer: Awaited<ReturnType<typeof signerOf>>, time = AT) =>
    refusal(before, await signLikeAPlugin(before, role, signer, time));
  expect(await by(await signerOf(role))).toBe('adopted');
  expect(await by(await signerOf('ordinaryPerson'))).toBe('ERR_SIGNER_IDENTITY otherPerson');
  expect(await by(await signerOf(role), new Date('2030-01-01'))).toBe('ERR_SIGNER_CERTIFICATE_TIME expired');
  expect(await by(await signerOf('canBoQuanLy', { notAfter: new Date('2024-02-01') }))).toBe(
    'ERR_SIGNER_CERTIFICATE_TIME expired',
  );
});

test('out of turn', async () => {
  const { before } = await pair();
  const all = await signed({ roles: ['giaoVienChuNhiem', 'canBoQuanLy', 'phatHanh'] });
  const seal = alter(all, signatureText(all, 'canBoQuanLy'), '');
  expect(await codeOf(adoptSignature(before, seal, 'phatHanh'))).toBe('ERR_SIGNING_ORDER');
  expect(RSA_SHA256).toContain('rsa-sha256');
});

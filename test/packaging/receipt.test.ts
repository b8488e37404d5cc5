import { beforeAll, describe, expect, test } from 'vitest';
import { createTransferReceipt, type VerifyReceiptOptions, verifyTransferReceipt } from '../../src/packaging/index.js';
import { AT, fingerprintOf, RECEIVER, signerOf, trust } from './transfer-kit.js';

const utf8 = (text: string) => new TextEncoder().encode(text);
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const sent = utf8('the bytes of a package');

let good: Uint8Array;
let base: VerifyReceiptOptions;

beforeAll(async () => {
  good = await createTransferReceipt({
    package: sent,
    receiver: RECEIVER,
    decision: 'accepted',
    reasons: ['years: yearMissingExplained'],
    signer: await signerOf('phatHanh'),
    receivedAt: AT,
  });
  base = { ...(await trust()), package: sent, signers: [await fingerprintOf('phatHanh')] };
});

const verdict = async (bytes: Uint8Array, more: Partial<VerifyReceiptOptions> = {}) => {
  const { conclusion, reason } = await verifyTransferReceipt(bytes, { ...base, ...more });
  return `${conclusion} ${reason}`;
};

describe('a receipt', () => {
  test('is whole for the package it was made for, by bytes or by digest', async () => {
    const report = await verifyTransferReceipt(good, base);
    expect(report).toMatchObject({
      conclusion: 'totalPassed',
      reason: null,
      receipt: {
        receiver: RECEIVER,
        decision: 'accepted',
        reasons: ['years: yearMissingExplained'],
        receivedAt: '2026-06-01T10:00:00+07:00',
      },
    });
    expect(await verdict(good, { package: report.receipt!.packageSha256 })).toBe('totalPassed null');
    expect(await verdict(good, { receiver: RECEIVER.maTruong })).toBe('totalPassed null');
  });

  test('of the same facts has the same bytes', async () => {
    const again = { package: sent, receiver: RECEIVER, decision: 'accepted', receivedAt: AT } as const;
    const signer = await signerOf('phatHanh');
    expect(await createTransferReceipt({ ...again, signer })).toEqual(
      await createTransferReceipt({ ...again, signer }),
    );
  });

  test('is refused for another package, by another signer, of another school', async () => {
    expect(await verdict(good, { package: utf8('the bytes of another') })).toBe('totalFailed otherPackage');
    expect(await verdict(good, { receiver: '1' })).toBe('totalFailed otherReceiver');
    expect(await verdict(good, { signers: [await fingerprintOf('otherOrganization')] })).toBe(
      'totalFailed otherSigner',
    );
    const { signers: _, ...noPins } = base;
    const asked = async (authority: NonNullable<VerifyReceiptOptions['authority']>) => {
      const { conclusion, reason } = await verifyTransferReceipt(good, { ...noPins, authority });
      return `${conclusion} ${reason}`;
    };
    expect(await asked(({ maTruong }) => (maTruong === RECEIVER.maTruong ? 'authorised' : 'unknown'))).toBe(
      'totalPassed null',
    );
    expect(await asked(() => 'notAuthorised')).toBe('totalFailed otherSigner');
    expect(await asked(() => 'unknown')).toBe('indeterminate signerUnknown');
  });

  test('is open without trust anchors or revocation data', async () => {
    const { package: given, signers } = base;
    const open = await verifyTransferReceipt(good, { package: given, signers: signers!, at: AT });
    expect([open.conclusion, open.reason]).toEqual(['indeterminate', 'certificate']);
    const { revocation: _, ...rest } = base;
    expect((await verifyTransferReceipt(good, rest)).conclusion).toBe('indeterminate');
  });

  test('changed by one byte is refused, wherever it is', async () => {
    expect(await verdict(good)).toBe('totalPassed null');
    const passing: number[] = [];
    for (let at = 0; at < good.length; at += 3) {
      const bytes = good.slice();
      bytes[at]! ^= 1 << (at % 7);
      if ((await verdict(bytes)).startsWith('totalPassed')) passing.push(at);
    }
    expect(passing).toEqual([]);
  });

  test('with another decision, a second payload or a text around it is refused', async () => {
    const edit = (change: (xml: string) => string) => verdict(utf8(change(text(good))));
    expect(await edit((xml) => xml.replace('accepted', 'refused'))).toBe('totalFailed signatureInvalid');
    expect(await edit((xml) => xml.replace('<Payload', '<Payload Id="x" Version="1">{}</Payload><Payload'))).toBe(
      'totalFailed unreadable',
    );
    expect(await edit((xml) => xml.replace('</TransferReceipt>', ' </TransferReceipt>'))).toBe(
      'totalFailed unreadable',
    );
    expect(await edit((xml) => xml.replace('<TransferReceipt', '<!-- x --><TransferReceipt'))).toBe(
      'totalFailed unreadable',
    );
    expect(await edit((xml) => xml.replace(/<Signature [\s\S]*<\/Signature>/, ''))).toBe('totalFailed unreadable');
    // What no signature covers, in canonical form: the same signature holds, and the file says something else beside it.
    const root = '<TransferReceipt xmlns="urn:hoc-ba-so:transfer-receipt"';
    expect(text(good)).toContain(`${root}>`);
    const beside = (xml: string) => xml.replace(root, `${root} Decision="refused"`);
    const object = (xml: string) => xml.replace('</Signature>', '<Object>{"decision":"refused"}</Object></Signature>');
    const unsigned = (inner: string) => (xml: string) =>
      xml.replace(
        '</xades:SignedProperties>',
        (end) => `${end}<xades:UnsignedProperties>${inner}</xades:UnsignedProperties>`,
      );
    const list = (inner: string) =>
      unsigned(`<xades:UnsignedSignatureProperties>${inner}</xades:UnsignedSignatureProperties>`);
    for (const [name, change] of [
      ['attribute', beside],
      ['object', object],
      ['empty list', list('')],
      ['text in the list', list('refused')],
      ['stranger in the list', list('<xades:Decision>refused</xades:Decision>')],
      ['empty properties', unsigned('')],
      [
        'attribute, and a stamp that is none',
        (xml) => list('<xades:SignatureTimeStamp></xades:SignatureTimeStamp>')(beside(xml)),
      ],
      [
        'object, and a stamp that is none',
        (xml) => list('<xades:SignatureTimeStamp></xades:SignatureTimeStamp>')(object(xml)),
      ],
    ] as readonly (readonly [string, (xml: string) => string])[]) {
      expect([name, await edit(change)]).toEqual([name, 'totalFailed unreadable']);
    }
    expect(await edit(() => '<html/>')).toBe('totalFailed unreadable');
  });

  test('is not made for a digest that is none, a decision that is none, a reason with a name in it', async () => {
    const make = async (more: object) =>
      createTransferReceipt({
        ...{ package: sent, receiver: RECEIVER, decision: 'received', receivedAt: AT },
        signer: await signerOf('phatHanh'),
        ...more,
      }).then(
        () => 'made',
        (error: { code: string }) => error.code,
      );
    expect(await make({})).toBe('made');
    expect(await make({ package: 'abc' })).toBe('ERR_RECEIPT_MALFORMED');
    expect(await make({ decision: 'maybe' })).toBe('ERR_RECEIPT_MALFORMED');
    expect(await make({ reasons: ['Nguyễn Văn A'] })).toBe('ERR_RECEIPT_MALFORMED');
    expect(await make({ receivedAt: new Date('2031-01-01') })).toBe('ERR_TRANSFER_CERTIFICATE_TIME');
  });
});

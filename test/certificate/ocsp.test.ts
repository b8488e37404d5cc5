import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import {
  buildOcspRequest,
  type Certificate,
  type IssueCertificateInput,
  type OcspAnswer,
  type OcspReply,
  parseOcspAnswer,
  type RevocationOptions,
  revocationStatus,
  toPem,
} from '../../src/certificate/index.js';
import { isHocBaSoError } from '../../src/errors/index.js';
import { answerOcsp, type Known, type Responder } from './authority.js';
import { ca, issue, leaf, type Node, type OpenSsl, withOpenSsl } from './fixtures.js';
import { makeOcsp, type OcspMaking } from './ocsp-maker.js';

const DAY_MS = 86_400_000;
/** OpenSSL answers by the machine's clock, so everything here is counted from now. */
const NOW = new Date(Math.floor(Date.now() / 1000) * 1000);
const day = (offset: number) => new Date(NOW.getTime() + offset * DAY_MS);
const PERIOD = { notBefore: day(-300), notAfter: day(300) };
const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9';
const NO_CHECK = { oid: '1.3.6.1.5.5.7.48.1.5', critical: false, value: Uint8Array.of(5, 0) };
const DELEGATE: Partial<IssueCertificateInput> = {
  ...PERIOD,
  keyUsage: ['digitalSignature'],
  extendedKeyUsage: { oids: [OCSP_SIGNING] },
  extensions: [NO_CHECK],
};

let authority: Node;
let mine: Node;
let delegate: Node;

beforeAll(async () => {
  authority = await ca('CA có OCSP', null, PERIOD);
  mine = await leaf('A', authority, PERIOD);
  delegate = await issue('OCSP', authority, DELEGATE);
});

const statusOf = (reply: OcspReply | OcspAnswer, options: Partial<RevocationOptions> = {}, of: Node = mine) =>
  revocationStatus(
    of.certificate,
    authority.certificate,
    { ocsp: ['answer' in reply ? reply : { answer: reply }] },
    { at: new Date(), ...options },
  );

async function refusalOf(reply: OcspReply | OcspAnswer, options: Partial<RevocationOptions> = {}, of: Node = mine) {
  const { status, refused } = await statusOf(reply, options, of);
  return status === 'unknown' ? refused.map(({ code }) => code).join() : status;
}

/** One question to OpenSSL's responder, with our request and its nonce. */
async function ask(
  openssl: OpenSsl,
  known: readonly Known[],
  responder: Responder,
  of: Node = mine,
  nonce?: Uint8Array | null,
): Promise<Required<OcspReply> & { readonly nonce: Uint8Array }> {
  const request = buildOcspRequest(of.certificate, authority.certificate, nonce === undefined ? {} : { nonce });
  const answer = await answerOcsp(openssl, authority, known, request.der, responder);
  return { answer, nonce: request.nonce ?? new Uint8Array() };
}

const KNOWN_GOOD = () => [{ certificate: mine.certificate }];

test('OpenSSL reads our request, and its responder says good by the authority itself and by a delegate', () =>
  withOpenSsl(async (openssl) => {
    const request = buildOcspRequest(mine.certificate, authority.certificate, { nonce: Uint8Array.of(1, 2, 3, 4) });
    openssl.write('q.der', request.der);
    const text = openssl.run(['ocsp', '-reqin', 'q.der', '-req_text', '-noverify']);
    expect(text).toContain(mine.certificate.serialNumberHex.toUpperCase().replace(/^00/, ''));
    expect(text).toMatch(/OCSP Nonce:\s+040401020304/);
    for (const signer of [authority, delegate]) {
      const reply = await ask(openssl, KNOWN_GOOD(), { signer });
      expect(reply.answer.responseStatus).toBe('successful');
      expect(await statusOf(reply)).toMatchObject({
        status: 'good',
        source: 'ocsp',
        evidence: reply.answer.fingerprint,
        refused: [],
      });
    }
    // By key identifier instead of the name; without its certificate, which then comes from the caller.
    const byKey = await ask(openssl, KNOWN_GOOD(), { signer: delegate, args: ['-nmin', '60', '-resp_key_id'] });
    expect(byKey.answer.responder).toHaveProperty('keyHash');
    expect(await refusalOf(byKey)).toBe('good');
    const bare = await ask(openssl, KNOWN_GOOD(), { signer: delegate, args: ['-nmin', '60', '-resp_no_certs'] });
    expect(bare.answer.certificates).toEqual([]);
    expect(await refusalOf(bare)).toBe('signatureInvalid');
    expect(await refusalOf(bare, { otherKeys: [delegate.certificate] })).toBe('good');
  }));

test('revoked, on hold, released, unknown to the responder', () =>
  withOpenSsl(async (openssl) => {
    const signer = delegate;
    const known = (reason?: string): Known[] => [
      { certificate: mine.certificate, revokedAt: day(-3), ...(reason ? { reason } : {}) },
    ];
    const revoked = await ask(openssl, known('keyCompromise'), { signer });
    expect(await statusOf(revoked)).toMatchObject({ status: 'revoked', revokedAt: day(-3), reason: 'keyCompromise' });
    expect(await refusalOf(revoked, { at: day(-4), now: new Date() })).toBe('good');
    expect(await refusalOf(await ask(openssl, known(), { signer }))).toBe('revoked');
    const held = await ask(openssl, known('certificateHold'), { signer });
    expect(await refusalOf(held)).toBe('onHold');
    expect(await refusalOf(await ask(openssl, [], { signer }))).toBe('statusUnknown');
    // Released: a newer answer says good; the older one does not bring the hold back.
    const { certificate } = mine;
    const older = await makeOcsp({
      certificate,
      issuer: authority.certificate,
      responder: delegate,
      producedAt: day(-2),
      nextUpdate: day(2),
      revokedAt: day(-3),
      reason: 6,
    });
    const newer = await ask(openssl, KNOWN_GOOD(), { signer });
    const both = async (...ocsp: OcspReply[]) =>
      (await revocationStatus(certificate, authority.certificate, { ocsp }, { at: new Date() })).status;
    expect(await both({ answer: older })).toBe('onHold');
    expect(await both({ answer: older }, newer)).toBe('good');
    expect(await both(newer, { answer: older })).toBe('good');
  }));

test('who may answer: not a certificate of another authority, not one without the purpose, not a forged one', () =>
  withOpenSsl(async (openssl) => {
    const reply = (signer: Node, args?: readonly string[]) =>
      ask(openssl, KNOWN_GOOD(), { signer, ...(args ? { args } : {}) });
    const stranger = await issue('OCSP', await ca('CA khác', null, PERIOD), DELEGATE);
    expect(await refusalOf(await reply(stranger))).toBe('responderNotAuthorised');
    // The same name as our authority, another key.
    const namesake = await issue('OCSP', await ca('CA có OCSP', null, PERIOD), DELEGATE);
    expect(await refusalOf(await reply(namesake))).toBe('responderNotAuthorised');
    const { extendedKeyUsage: _, ...noPurpose } = DELEGATE;
    const ordinary = await issue('OCSP', authority, noPurpose);
    expect(await refusalOf(await reply(ordinary))).toBe('responderNotAuthorised');
    const wrong = await issue('OCSP', authority, { ...DELEGATE, extendedKeyUsage: { oids: ['1.3.6.1.5.5.7.3.8'] } });
    expect(await refusalOf(await reply(wrong))).toBe('responderNotAuthorised');
    // Any purpose is not this purpose (RFC 6960 §4.2.2.2).
    const any = await issue('OCSP', authority, { ...DELEGATE, extendedKeyUsage: { oids: ['2.5.29.37.0'] } });
    expect(await refusalOf(await reply(any))).toBe('responderNotAuthorised');
    const cannotSign = await issue('OCSP', authority, { ...DELEGATE, keyUsage: ['keyEncipherment'] });
    expect(await refusalOf(await reply(cannotSign))).toBe('responderNotAuthorised');
    // A certificate below a delegate is not one of the authority's own making.
    const middle = await ca('OCSP trung gian', authority, PERIOD);
    expect(await refusalOf(await reply(await issue('OCSP', middle, DELEGATE)))).toBe('responderNotAuthorised');
    expect(await refusalOf(await reply(delegate, ['-nmin', '60', '-badsig']))).toBe('signatureInvalid');
    // The holder of the certificate in question does not answer for it either.
    expect(await refusalOf(await reply(mine))).toBe('responderNotAuthorised');
  }));

test('a responder of the caller’s own choice may answer for any authority while it lives', () =>
  withOpenSsl(async (openssl) => {
    const central = await issue('OCSP chung', null, PERIOD);
    const reply = await ask(openssl, KNOWN_GOOD(), { signer: central });
    expect(await refusalOf(reply)).toBe('responderNotAuthorised');
    expect(await refusalOf(reply, { trustedResponders: [central.certificate] })).toBe('good');
    expect(await refusalOf(reply, { trustedResponders: [delegate.certificate] })).toBe('responderNotAuthorised');
    const gone = await issue('OCSP chung', null, { ...PERIOD, notAfter: day(-1) });
    const late = await ask(openssl, KNOWN_GOOD(), { signer: gone });
    expect(await refusalOf(late, { trustedResponders: [gone.certificate] })).toBe('responderExpired');
  }));

test('an expired responder does not answer, neither when it answers nor when it is used', () =>
  withOpenSsl(async (openssl) => {
    const expired = await issue('OCSP', authority, { ...DELEGATE, notAfter: day(-1) });
    expect(await refusalOf(await ask(openssl, KNOWN_GOOD(), { signer: expired }))).toBe('responderExpired');
    const early = await issue('OCSP', authority, { ...DELEGATE, notBefore: day(1) });
    expect(await refusalOf(await ask(openssl, KNOWN_GOOD(), { signer: early }))).toBe('responderExpired');
    // Back-dated into its life, with a nextUpdate to come.
    const making = { ...maker(), responder: expired, producedAt: day(-2), nextUpdate: day(30) };
    const backDated = await makeOcsp(making);
    expect(await refusalOf(backDated, { at: day(-1.5), now: NOW })).toBe('good');
    expect(await refusalOf(backDated, { at: NOW })).toBe('responderExpired');
  }));

test('a delegate without nocheck is asked about in its turn', () =>
  withOpenSsl(async (openssl) => {
    const { extensions: _, ...checked } = DELEGATE;
    const signer = await issue('OCSP', authority, checked);
    const reply = await ask(openssl, KNOWN_GOOD(), { signer });
    expect(await refusalOf(reply)).toBe('responderStatusUnknown');
    const asked: [Certificate, string][] = [];
    const isSignerTrusted = (answer: boolean) => (certificate: Certificate, usage: string) => {
      asked.push([certificate, usage]);
      return answer;
    };
    expect(await refusalOf(reply, { isSignerTrusted: isSignerTrusted(false) })).toBe('responderStatusUnknown');
    expect(await refusalOf(reply, { isSignerTrusted: isSignerTrusted(true) })).toBe('good');
    expect(asked.map(([{ fingerprint }, usage]) => [fingerprint, usage])).toEqual([
      [signer.certificate.fingerprint, 'ocspSigning'],
      [signer.certificate.fingerprint, 'ocspSigning'],
    ]);
  }));

test('the nonce: ours, missing, another', () =>
  withOpenSsl(async (openssl) => {
    const signer = delegate;
    const reply = await ask(openssl, KNOWN_GOOD(), { signer });
    expect(reply.nonce).toHaveLength(32);
    expect(await refusalOf(reply)).toBe('good');
    expect(await refusalOf({ ...reply, nonce: new Uint8Array(32) })).toBe('nonceOther');
    const without = await ask(openssl, KNOWN_GOOD(), { signer }, mine, null);
    expect(without.answer.nonce).toBeNull();
    expect(await refusalOf({ answer: without.answer, nonce: reply.nonce })).toBe('nonceMissing');
    expect(await refusalOf({ answer: without.answer, nonce: reply.nonce }, { acceptMissingNonce: true })).toBe('good');
    // From a file nothing was asked, so nothing is compared.
    expect(await refusalOf(without.answer)).toBe('good');
    expect(() => buildOcspRequest(mine.certificate, authority.certificate, { nonce: new Uint8Array() })).toThrow(
      expect.objectContaining({ code: 'ERR_ARGUMENT_INVALID' }),
    );
  }));

test('an answer about another certificate, or about the same number of another authority, says nothing', () =>
  withOpenSsl(async (openssl) => {
    const other = await leaf('B', authority, PERIOD);
    const reply = await ask(openssl, [{ certificate: other.certificate }], { signer: delegate }, other);
    expect(await refusalOf(reply, {}, other)).toBe('good');
    expect(await refusalOf(reply)).toBe('otherCertificate');
    const elsewhere = await ca('CA khác', null, PERIOD);
    const twin = await leaf('A', elsewhere, { ...PERIOD, serialNumber: mine.certificate.serialNumberHex });
    expect(twin.certificate.serialNumberHex).toBe(mine.certificate.serialNumberHex);
    const answer = await makeOcsp({ ...maker(), certificate: twin.certificate, issuer: elsewhere.certificate });
    expect(await refusalOf(answer)).toBe('otherCertificate');
    expect(await refusalOf(await makeOcsp(maker()))).toBe('good');
  }));

/** A fresh good answer by the delegate. */
function maker(): OcspMaking {
  return {
    certificate: mine.certificate,
    issuer: authority.certificate,
    responder: delegate,
    producedAt: NOW,
    nextUpdate: day(1),
  };
}

test('freshness: stale, not yet issued, without nextUpdate, clocks apart', async () => {
  const answer = await makeOcsp(maker());
  expect(await refusalOf(answer, { at: day(1) })).toBe('good');
  expect(await refusalOf(answer, { at: new Date(day(1).getTime() + 1000) })).toBe('stale');
  expect(await refusalOf(answer, { at: new Date(day(1).getTime() + 1000), graceMs: 1000 })).toBe('good');
  expect(await refusalOf(answer, { at: day(0.5), maxAgeMs: DAY_MS / 4 })).toBe('stale');
  const minutes = (count: number) => new Date(NOW.getTime() + count * 60_000);
  expect(await refusalOf(answer, { at: minutes(-5) })).toBe('good');
  expect(await refusalOf(answer, { at: minutes(-6) })).toBe('notYetIssued');
  expect(await refusalOf(answer, { at: minutes(-6), now: NOW })).toBe('good');
  // Without nextUpdate newer information is always to be had: a few minutes, or what the policy says.
  const open = await makeOcsp({ ...maker(), nextUpdate: null });
  expect(await refusalOf(open, { at: minutes(5) })).toBe('good');
  expect(await refusalOf(open, { at: minutes(6) })).toBe('noNextUpdate');
  expect(await refusalOf(open, { at: minutes(6), maxAgeMs: 6 * 60_000 })).toBe('good');
  // What it knows may be older than the answer.
  const old = await makeOcsp({ ...maker(), thisUpdate: day(-2), nextUpdate: day(-1) });
  expect(await refusalOf(old, { at: NOW })).toBe('stale');
});

test('an expired certificate: good only when the responder keeps its archive that long', async () => {
  const short = await leaf('A', authority, { ...PERIOD, notAfter: day(-10) });
  const of = { ...maker(), certificate: short.certificate };
  const at = { at: day(-20), now: NOW };
  expect(await refusalOf(await makeOcsp(of), at, short)).toBe('expiredNotCovered');
  expect(await refusalOf(await makeOcsp({ ...of, archiveCutoff: day(-365) }), at, short)).toBe('good');
  expect(await refusalOf(await makeOcsp({ ...of, archiveCutoff: day(-10) }), at, short)).toBe('good');
  expect(await refusalOf(await makeOcsp({ ...of, archiveCutoff: day(-9) }), at, short)).toBe('expiredNotCovered');
  expect(await refusalOf(await makeOcsp({ ...of, revokedAt: day(-30), reason: 1 }), at, short)).toBe('revoked');
});

test('answers that are none: try later, refused, unknown critical extension; and what is no answer at all', async () => {
  const bare = (status: number) => parseOcspAnswer(Uint8Array.of(0x30, 3, 0x0a, 1, status));
  expect(bare(3).responseStatus).toBe('tryLater');
  expect(await refusalOf(bare(3))).toBe('tryLater');
  for (const status of [1, 2, 5, 6]) expect(await refusalOf(bare(status))).toBe('responderRefused');
  const malformed = expect.objectContaining({ code: 'ERR_CERTIFICATE_MALFORMED' });
  expect(() => bare(4)).toThrow(malformed);
  expect(() => parseOcspAnswer(Uint8Array.of(0x30, 3, 0x0a, 1, 0))).toThrow(malformed);
  expect(() => parseOcspAnswer(new Uint8Array())).toThrow(malformed);
  const extension = { oid: '1.2.3.4', critical: true };
  expect(await refusalOf(await makeOcsp({ ...maker(), extension }))).toBe('criticalExtension');
  expect(await refusalOf(await makeOcsp({ ...maker(), extension: { ...extension, critical: false } }))).toBe('good');
});

test('an answer by a hash that is out of date calls nothing good, and what it revokes is revoked', async () => {
  expect(await refusalOf(await makeOcsp(maker()))).toBe('good');
  expect(await refusalOf(await makeOcsp({ ...maker(), digest: 'SHA-1' }))).toBe('algorithmLegacy');
  expect(await refusalOf(await makeOcsp({ ...maker(), digest: 'SHA-1', revokedAt: day(-2) }))).toBe('revoked');
});

test('OpenSSL accepts the answers that are made here, so that refusals are about what they say', () =>
  withOpenSsl(async (openssl) => {
    openssl.write('ca.pem', toPem(authority.certificate.der, 'CERTIFICATE'));
    openssl.write('mine.pem', toPem(mine.certificate.der, 'CERTIFICATE'));
    openssl.write('resp.der', (await makeOcsp(maker())).der);
    const args = [
      'ocsp',
      '-respin',
      'resp.der',
      '-CAfile',
      'ca.pem',
      '-issuer',
      'ca.pem',
      '-sha256',
      '-cert',
      'mine.pem',
    ];
    expect(openssl.run([...args, '-no_nonce'])).toContain('mine.pem: good');
  }));

test('random changes never crash without a code, and never make an answer speak', async () => {
  const good = await makeOcsp(maker());
  const bad = await makeOcsp({ ...maker(), revokedAt: day(-3) });
  expect(await refusalOf(good)).toBe('good');
  expect(await refusalOf(bad)).toBe('revoked');
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(good, bad),
      fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 3 }),
      async (answer, changes) => {
        const bytes = Uint8Array.from(answer.der);
        for (const [at, by] of changes) bytes[at % bytes.length]! ^= by;
        if (Buffer.compare(bytes, answer.der) === 0) return;
        try {
          expect((await statusOf(parseOcspAnswer(bytes))).status).not.toBe('good');
        } catch (error) {
          if (!isHocBaSoError(error, 'ERR_CERTIFICATE_MALFORMED')) throw error;
        }
      },
    ),
    { numRuns: 3000 },
  );
});

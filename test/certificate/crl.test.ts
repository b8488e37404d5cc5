import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import {
  type Crl,
  parseCrl,
  type RevocationOptions,
  readCrls,
  revocationStatus,
  toPem,
} from '../../src/certificate/index.js';
import { isHocBaSoError } from '../../src/errors/index.js';
import { type CrlMaking, type Known, makeCrl } from './authority.js';
import { AT, ca, issue, leaf, type Node, type OpenSsl, opensslVerifies, withOpenSsl } from './fixtures.js';

const DAY_MS = 86_400_000;
const day = (offset: number) => new Date(AT.getTime() + offset * DAY_MS);
/** Issued a day before AT, in force for a week. */
const MAKING: CrlMaking = { thisUpdate: day(-1), nextUpdate: day(6) };

let authority: Node;
let mine: Node;
let other: Node;

beforeAll(async () => {
  authority = await ca('CA có danh sách', null);
  mine = await leaf('A', authority);
  other = await leaf('B', authority);
});

const statusOf = (crls: readonly Crl[], options: Partial<RevocationOptions> = {}) =>
  revocationStatus(mine.certificate, authority.certificate, { crls }, { at: AT, ...options });

/** What OpenSSL says under `-crl_check`, as the other opinion. */
function opensslAccepts(openssl: OpenSsl, crl: Crl, at: Date = AT): boolean {
  openssl.write('check.pem', toPem(crl.der, 'X509 CRL'));
  return opensslVerifies(openssl, mine.certificate, [authority.certificate], [], at, [
    '-crl_check',
    '-CRLfile',
    'check.pem',
  ]);
}

test('a certificate that is not listed is good, one that is listed is revoked, and OpenSSL says the same', () =>
  withOpenSsl(async (openssl) => {
    const good = makeCrl(openssl, authority, [{ certificate: other.certificate, revokedAt: day(-9) }], MAKING);
    expect(good.size).toBe(1);
    expect(await statusOf([good])).toMatchObject({
      status: 'good',
      evidence: good.fingerprint,
      source: 'crl',
      refused: [],
      thisUpdate: day(-1),
      nextUpdate: day(6),
    });
    expect(opensslAccepts(openssl, good)).toBe(true);
    const revoked = makeCrl(
      openssl,
      authority,
      [
        { certificate: other.certificate, revokedAt: day(-9) },
        { certificate: mine.certificate, revokedAt: day(-3), reason: 'keyCompromise' },
      ],
      MAKING,
    );
    expect(await statusOf([revoked])).toMatchObject({
      status: 'revoked',
      revokedAt: day(-3),
      reason: 'keyCompromise',
      evidence: revoked.fingerprint,
    });
    expect(opensslAccepts(openssl, revoked)).toBe(false);
    // Revoked beats good, in whatever order.
    expect((await statusOf([good, revoked])).status).toBe('revoked');
    expect((await statusOf([revoked, good])).status).toBe('revoked');
  }));

test('a list by a hash or key that is out of date calls nothing good, and what it revokes is revoked', () =>
  withOpenSsl(async (openssl) => {
    const known = [{ certificate: other.certificate, revokedAt: day(-9) }];
    const refusedBy = async (digest: 'sha1' | 'sha224' | 'sha256', options: Partial<RevocationOptions> = {}) => {
      const { status, refused } = await statusOf([makeCrl(openssl, authority, known, { ...MAKING, digest })], options);
      return [status, refused.map(({ code }) => code).join()];
    };
    expect(await refusedBy('sha256')).toEqual(['good', '']);
    expect(await refusedBy('sha1')).toEqual(['unknown', 'algorithmLegacy']);
    // Trusted to the end of 2030: until then, and not by a judge of later days.
    expect(await refusedBy('sha224')).toEqual(['good', '']);
    expect(await refusedBy('sha224', { now: new Date('2031-01-01T00:00:00Z') })).toEqual([
      'unknown',
      'algorithmLegacy',
    ]);
    const mineToo = [...known, { certificate: mine.certificate, revokedAt: day(-3) }];
    const revoking = makeCrl(openssl, authority, mineToo, { ...MAKING, digest: 'sha1' });
    expect((await statusOf([revoking])).status).toBe('revoked');
  }));

test('no list, a list of another authority, a list by another key of that name: unknown, with the reason', () =>
  withOpenSsl(async (openssl) => {
    expect(await statusOf([])).toMatchObject({ status: 'unknown', evidence: null, refused: [] });
    const stranger = await ca('CA khác', null);
    expect(await statusOf([makeCrl(openssl, stranger, [], MAKING)])).toMatchObject({ status: 'unknown', refused: [] });
    const impostor = await ca('CA có danh sách', null);
    const forged = makeCrl(openssl, impostor, [], MAKING);
    const refused = (code: string) => [{ evidence: forged.fingerprint, code }];
    expect(await statusOf([forged])).toMatchObject({ status: 'unknown', refused: refused('signatureInvalid') });
    // Handing in the impostor's certificate changes the reason, not the answer.
    const otherKeys = [impostor.certificate];
    expect(await statusOf([forged], { otherKeys })).toMatchObject({ refused: refused('issuerNotTrusted') });
    expect((await statusOf([forged], { otherKeys, isSignerTrusted: () => false })).status).toBe('unknown');
    // A renewed key of the same authority, trusted by its own path, may sign.
    expect((await statusOf([forged], { otherKeys, isSignerTrusted: () => true })).status).toBe('good');
  }));

test('the issuer itself may only sign lists when its key usage says so', () =>
  withOpenSsl(async (openssl) => {
    const silent = await ca('CA không ký danh sách', null, { keyUsage: ['keyCertSign'] });
    const its = await leaf('A', silent);
    const crl = makeCrl(openssl, silent, [], MAKING);
    const options = { at: AT };
    expect(await revocationStatus(its.certificate, silent.certificate, { crls: [crl] }, options)).toMatchObject({
      status: 'unknown',
      refused: [{ code: 'issuerMayNotSign' }],
    });
  }));

test('status at the time in question: before the revocation good, from that second on revoked', () =>
  withOpenSsl(async (openssl) => {
    const crl = makeCrl(openssl, authority, [{ certificate: mine.certificate, revokedAt: day(-3) }], MAKING);
    // The list was issued later than the instant asked for, and so knows what was the case then.
    expect(await statusOf([crl], { at: day(-4), now: AT })).toMatchObject({ status: 'good', revokedAt: day(-3) });
    expect((await statusOf([crl], { at: new Date(day(-3).getTime() - 1000), now: AT })).status).toBe('good');
    expect((await statusOf([crl], { at: day(-3), now: AT })).status).toBe('revoked');
    expect((await statusOf([crl])).status).toBe('revoked');
  }));

test('the day the key was lost counts when it is earlier than the day it was revoked', () =>
  withOpenSsl(async (openssl) => {
    const reason = `keyTime,${day(-9).toISOString().replace(/\D/g, '').slice(0, 14)}Z`;
    const crl = makeCrl(openssl, authority, [{ certificate: mine.certificate, revokedAt: day(-3), reason }], MAKING);
    expect(await statusOf([crl], { at: day(-5), now: AT })).toMatchObject({
      status: 'revoked',
      reason: 'keyCompromise',
      revokedAt: day(-3),
      invalidSince: day(-9),
    });
    expect((await statusOf([crl], { at: day(-10), now: AT })).status).toBe('good');
  }));

test('hold and release: on hold while a list says so, good again by a newer one, and never the other way round', () =>
  withOpenSsl(async (openssl) => {
    const held: Known = { certificate: mine.certificate, revokedAt: day(-9), reason: 'certificateHold' };
    const hold = makeCrl(openssl, authority, [held], { thisUpdate: day(-8), nextUpdate: day(6) });
    const free = makeCrl(openssl, authority, [], { thisUpdate: day(-2), nextUpdate: day(6) });
    expect(await statusOf([hold])).toMatchObject({ status: 'onHold', reason: 'certificateHold', revokedAt: day(-9) });
    expect(opensslAccepts(openssl, hold)).toBe(false);
    expect(await statusOf([hold, free])).toMatchObject({ status: 'good', evidence: free.fingerprint });
    // Between the two lists nobody knows when it was released: still on hold.
    expect((await statusOf([hold, free], { at: day(-5), now: AT })).status).toBe('onHold');
    // Before the hold it was good.
    expect((await statusOf([hold, free], { at: day(-10), now: AT })).status).toBe('good');
    // An older clean list does not release.
    const older = makeCrl(openssl, authority, [], { thisUpdate: day(-20), nextUpdate: day(6) });
    expect((await statusOf([older, hold])).status).toBe('onHold');
    // Hold instructions are a hold too.
    const instructed = { ...held, reason: 'holdInstruction,holdInstructionReject' };
    expect((await statusOf([makeCrl(openssl, authority, [instructed], MAKING)])).status).toBe('onHold');
  }));

test('removeFromCRL in a full list releases, as OpenSSL reads it', () =>
  withOpenSsl(async (openssl) => {
    const known = [{ certificate: mine.certificate, revokedAt: day(-3), reason: 'removeFromCRL' }];
    const crl = makeCrl(openssl, authority, known, MAKING);
    expect(crl.find(mine.certificate.serialNumberHex)?.reason).toBe('removeFromCRL');
    expect(await statusOf([crl])).toMatchObject({ status: 'good', revokedAt: null, reason: null });
    expect(opensslAccepts(openssl, crl)).toBe(true);
  }));

test('freshness: stale, not yet issued, without nextUpdate, and what the policy allows', () =>
  withOpenSsl(async (openssl) => {
    const crl = makeCrl(openssl, authority, [], MAKING);
    const refusal = async (options: Partial<RevocationOptions>) => {
      const { status, refused } = await statusOf([crl], options);
      return status === 'unknown' ? refused.map(({ code }) => code).join() : status;
    };
    expect(await refusal({ at: day(6) })).toBe('good');
    expect(await refusal({ at: new Date(day(6).getTime() + 1000) })).toBe('stale');
    expect(opensslAccepts(openssl, crl, new Date(day(6).getTime() + 1000))).toBe(false);
    expect(await refusal({ at: new Date(day(6).getTime() + 1000), graceMs: 1000 })).toBe('good');
    expect(await refusal({ maxAgeMs: DAY_MS })).toBe('good');
    expect(await refusal({ maxAgeMs: DAY_MS - 1 })).toBe('stale');
    expect(await refusal({ at: day(-2) })).toBe('notYetIssued');
    expect(opensslAccepts(openssl, crl, day(-2))).toBe(false);
    // Later evidence about an earlier instant is evidence.
    expect(await refusal({ at: day(-2), now: AT })).toBe('good');
    // Clocks: five minutes apart are nothing, six say that one of them is wrong.
    const before = (minutes: number) => new Date(day(-1).getTime() - minutes * 60_000);
    expect(await refusal({ at: before(5) })).toBe('good');
    expect(await refusal({ at: before(6) })).toBe('notYetIssued');
    expect(await refusal({ at: before(6), clockToleranceMs: 6 * 60_000 })).toBe('good');
  }));

test('bad news need not be fresh: a stale list that revokes is believed, a stale list that does not is not', () =>
  withOpenSsl(async (openssl) => {
    const old = { thisUpdate: day(-30), nextUpdate: day(-20) };
    const revoked = makeCrl(openssl, authority, [{ certificate: mine.certificate, revokedAt: day(-40) }], old);
    const fresh = makeCrl(openssl, authority, [], MAKING);
    expect((await statusOf([revoked])).status).toBe('revoked');
    expect((await statusOf([revoked, fresh])).status).toBe('revoked');
    expect((await statusOf([makeCrl(openssl, authority, [], old)])).status).toBe('unknown');
  }));

test('an expired certificate: lists made after its end say nothing by silence, unless they keep the expired', () =>
  withOpenSsl(async (openssl) => {
    const short = await issue('A', authority, { notAfter: day(-10) });
    const status = async (crl: Crl) =>
      revocationStatus(short.certificate, authority.certificate, { crls: [crl] }, { at: day(-12), now: AT });
    const plain = makeCrl(openssl, authority, [], MAKING);
    expect(await status(plain)).toMatchObject({ status: 'unknown', refused: [{ code: 'expiredNotCovered' }] });
    // In its lifetime the same silence is an answer.
    const then = makeCrl(openssl, authority, [], { thisUpdate: day(-13), nextUpdate: day(-11) });
    expect((await status(then)).status).toBe('good');
    const keeping = (since: Date) =>
      makeCrl(openssl, authority, [], {
        ...MAKING,
        extensions: `2.5.29.60 = ASN1:GENERALIZEDTIME:${since.toISOString().replace(/\D/g, '').slice(0, 14)}Z`,
      });
    expect(keeping(day(-30)).expiredCertsOnCrl).toEqual(day(-30));
    expect((await status(keeping(day(-30)))).status).toBe('good');
    expect((await status(keeping(day(-10)))).status).toBe('good');
    expect((await status(keeping(day(-9)))).refused).toMatchObject([{ code: 'expiredNotCovered' }]);
    // Listed is listed.
    const listed = makeCrl(openssl, authority, [{ certificate: short.certificate, revokedAt: day(-20) }], MAKING);
    expect((await status(listed)).status).toBe('revoked');
  }));

const IDP = (lines: string) => ({
  ...MAKING,
  extensions: `issuingDistributionPoint = critical, @idp\n[idp]\n${lines}`,
});

test('scope: lists for other kinds, reasons and places do not speak for the certificate', () =>
  withOpenSsl(async (openssl) => {
    const refusal = async (lines: string) => {
      const { status, refused } = await statusOf([makeCrl(openssl, authority, [], IDP(lines))]);
      return status === 'unknown' ? refused.map(({ code }) => code).join() : status;
    };
    expect(await refusal('onlyuser = TRUE')).toBe('good');
    expect(await refusal('onlyCA = TRUE')).toBe('outOfScope');
    expect(await refusal('onlyAA = TRUE')).toBe('outOfScope');
    expect(await refusal('indirectCRL = TRUE')).toBe('indirectNotSupported');
    expect(await refusal('fullname = URI:http://example.test/other.crl')).toBe('outOfScope');
    // Some reasons only: nothing is refused, and yet it does not suffice.
    expect(await refusal('onlysomereasons = keyCompromise, CACompromise')).toBe('');
  }));

test('lists of some reasons suffice together, and all of them are named', () =>
  withOpenSsl(async (openssl) => {
    const part = (reasons: string, known: readonly Known[] = []) =>
      makeCrl(openssl, authority, known, IDP(`onlysomereasons = ${reasons}`));
    const first = part('keyCompromise, CACompromise');
    const second = part(
      'affiliationChanged, superseded, cessationOfOperation, certificateHold, privilegeWithdrawn, AACompromise',
    );
    expect((await statusOf([first])).status).toBe('unknown');
    expect((await statusOf([second])).status).toBe('unknown');
    const both = await statusOf([first, second]);
    expect(both.status).toBe('good');
    expect([...both.used].sort()).toEqual([first.fingerprint, second.fingerprint].sort());
    const bad = part('keyCompromise, CACompromise', [
      { certificate: mine.certificate, revokedAt: day(-3), reason: 'keyCompromise' },
    ]);
    expect((await statusOf([bad])).status).toBe('revoked');
    // A hold is not lifted by a list that does not speak of holds.
    const hold = makeCrl(
      openssl,
      authority,
      [{ certificate: mine.certificate, revokedAt: day(-9), reason: 'certificateHold' }],
      { thisUpdate: day(-8), nextUpdate: day(6) },
    );
    expect((await statusOf([hold, first])).status).toBe('onHold');
    expect((await statusOf([hold, second])).status).toBe('unknown');
    expect((await statusOf([hold, first, second])).status).toBe('good');
  }));

test('delta lists are refused by name, but what they revoke is revoked; unknown critical extensions end a list', () =>
  withOpenSsl(async (openssl) => {
    const base = makeCrl(openssl, authority, [], MAKING);
    const delta = (known: readonly Known[]) =>
      makeCrl(openssl, authority, known, {
        thisUpdate: day(-0.5),
        nextUpdate: day(6),
        extensions: '2.5.29.27 = critical, ASN1:INTEGER:1',
      });
    const empty = delta([]);
    expect(empty.isDelta).toBe(true);
    expect(await statusOf([empty])).toMatchObject({ status: 'unknown', refused: [{ code: 'deltaNotSupported' }] });
    expect((await statusOf([base, empty])).status).toBe('good');
    expect((await statusOf([base, delta([{ certificate: mine.certificate, revokedAt: day(-0.6) }])])).status).toBe(
      'revoked',
    );
    const strange = makeCrl(openssl, authority, [], { ...MAKING, extensions: '1.2.3.4 = critical, ASN1:NULL' });
    expect(strange.criticalUnknown).toEqual(['1.2.3.4']);
    expect(await statusOf([strange])).toMatchObject({ status: 'unknown', refused: [{ code: 'criticalExtension' }] });
  }));

test('files of lists: DER, PEM, several, none', () =>
  withOpenSsl(async (openssl) => {
    const crl = makeCrl(openssl, authority, [], MAKING);
    const pem = readFileSync(join(openssl.folder, 'crl.pem'));
    expect(readCrls(pem).map(({ fingerprint }) => fingerprint)).toEqual([crl.fingerprint]);
    expect(readCrls(crl.der).map(({ fingerprint }) => fingerprint)).toEqual([crl.fingerprint]);
    expect(readCrls(Buffer.concat([pem, pem]))).toHaveLength(2);
    expect(() => readCrls(new TextEncoder().encode('no list'))).toThrow(
      expect.objectContaining({ code: 'ERR_CERTIFICATE_MALFORMED' }),
    );
  }));

test('a list of ten thousand entries finds the first, the middle and the last', () =>
  withOpenSsl((openssl) => {
    const known = Array.from({ length: 10_000 }, (_, index) => ({
      certificate: { ...mine.certificate, serialNumberHex: (index + 0x100000).toString(16).padStart(8, '0') },
      revokedAt: day(-3),
      ...(index % 2 ? { reason: 'superseded' } : {}),
    }));
    const crl = makeCrl(openssl, authority, known, MAKING);
    expect(crl.size).toBe(10_000);
    for (const index of [0, 5000, 5001, 9999]) {
      const serial = BigInt(index + 0x100000).toString(16);
      expect(crl.find(serial.length % 2 ? `0${serial}` : serial)?.reason).toBe(
        index % 2 ? 'superseded' : 'unspecified',
      );
    }
    expect(crl.find('01')).toBeNull();
  }));

test('random changes never crash without a code, and never make a list speak', () =>
  withOpenSsl(async (openssl) => {
    const good = makeCrl(openssl, authority, [{ certificate: other.certificate, revokedAt: day(-9) }], MAKING);
    const bad = makeCrl(openssl, authority, [{ certificate: mine.certificate, revokedAt: day(-9) }], MAKING);
    expect((await statusOf([good])).status).toBe('good');
    expect((await statusOf([bad])).status).toBe('revoked');
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(good, bad),
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 3 }),
        fc.nat(3),
        async (crl, changes, cut) => {
          const bytes = Uint8Array.from(crl.der);
          for (const [at, by] of changes) bytes[at % bytes.length]! ^= by;
          const changed = bytes.subarray(0, bytes.length - (cut === 3 ? 1 : 0));
          if (Buffer.compare(changed, crl.der) === 0) return;
          try {
            expect((await statusOf([parseCrl(changed)])).status).not.toBe('good');
          } catch (error) {
            if (!isHocBaSoError(error, 'ERR_CERTIFICATE_MALFORMED')) throw error;
          }
        },
      ),
      { numRuns: 2000 },
    );
  }));

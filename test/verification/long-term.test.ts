/* Years later: certificates and authorities have ended, and what the file itself carries is all there is (EN 319 102-1 §5.6). */
import { beforeAll, expect, test } from 'vitest';
import { parseCertificate, parseTimeStampToken, type TimeStampAuthority } from '../../src/certificate/index.js';
import { extendHocBaSignature } from '../../src/signing/index.js';
import type { DevIdentityOptions } from '../../src/testing/index.js';
import { type VerifyHocBaOptions, verifyHocBa } from '../../src/verification/index.js';
import { alter, devCa, ROLES, signed, signerOf } from '../signing/kit.js';
import { crlsOf, STAMPED_AT, tokenOver, withCrls } from './stamps.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Signers and the first authority end here. */
const END = new Date('2024-06-15T00:00:00Z');
const RENEWED_AT = new Date('2024-06-10T00:00:00Z');
const MUCH_LATER = new Date('2024-07-01T00:00:00Z');
const around = (time: Date) => ({
  thisUpdate: new Date(time.getTime() - HOUR),
  nextUpdate: new Date(time.getTime() + DAY),
});
const authority = (genTime: Date, own: DevIdentityOptions = {}): TimeStampAuthority => ({
  stamp: async (octets) => parseTimeStampToken(await tokenOver(octets, { genTime, authority: own })),
});

/** What a verifier needs besides lists: everybody above the signers and above the authorities of the stamps. */
async function chains() {
  const ca = await devCa();
  const stamping = [await ca.identity('timeStamping'), await ca.identity('timeStamping', { notAfter: END })];
  const all = [...Object.values(ca.authorities), ...stamping];
  return all.map(({ certificate }) => parseCertificate(certificate));
}

let lt: Uint8Array;
let lta: Uint8Array;
let options: VerifyHocBaOptions;

beforeAll(async () => {
  const signers = Object.fromEntries(
    await Promise.all(ROLES.map(async (role) => [role, await signerOf(role, { notAfter: END })])),
  );
  const certificates = await chains();
  let file = await signed({ signers });
  for (const role of ROLES) {
    const crls = await crlsOf(around(new Date(STAMPED_AT.getTime() + 2 * HOUR)));
    const timeStampAuthority = authority(STAMPED_AT, { notAfter: END });
    file = await extendHocBaSignature(file, {
      role,
      level: 'LT',
      timeStampAuthority,
      evidence: { certificates, crls },
    });
  }
  lt = file.bytes;
  for (const role of ROLES) {
    const crls = await crlsOf(around(RENEWED_AT));
    const timeStampAuthority = authority(RENEWED_AT);
    file = await extendHocBaSignature(file, {
      role,
      level: 'LTA',
      timeStampAuthority,
      evidence: { certificates, crls },
    });
  }
  lta = file.bytes;
  options = { ...(await withCrls(around(MUCH_LATER))), at: MUCH_LATER };
});

const judge = async (file: Uint8Array, more: Partial<VerifyHocBaOptions> = {}) => {
  const report = await verifyHocBa(file, { ...options, ...more });
  const reasons = (code: string) => report.checks.filter((one) => one.code === code).map(({ reason }) => reason);
  return { report, reasons, said: [report.conclusion, report.subIndication] };
};
const each = <T>(value: T) => ROLES.map(() => value);

test('an archive stamp keeps what it covers: the verdict is the same after everything else has ended', async () => {
  const { report, reasons, said } = await judge(lta, { policy: 'archive' });
  expect(said).toEqual(['totalPassed', null]);
  expect(report.roles.map(({ provedAt }) => provedAt)).toEqual(each(STAMPED_AT.toISOString()));
  expect(reasons('path')).toEqual(each('PATH_AT_PROVED_TIME'));
  expect(report.roles[0]!.timeStamps.map(({ kind, outcome }) => [kind, outcome])).toEqual([
    ['archive', 'passed'],
    ['signature', 'passed'],
  ]);
});

test('without one the first authority’s end leaves the time unproved', async () => {
  const { reasons, said } = await judge(lt);
  expect(said).toEqual(['indeterminate', 'NO_POE']);
  expect(reasons('timeStamp')).toEqual(each('TIME_STAMP_EXPIRED'));
  // While the authority lasts, the same file passes by what it carries alone.
  const then = await judge(lt, { at: new Date(STAMPED_AT.getTime() + 3 * HOUR), evidence: {} });
  expect(then.said).toEqual(['totalPassed', null]);
});

test('an archive stamp after a change of what it covers proves nothing', async () => {
  const changed = alter(lta, /(<xades:EncapsulatedCRLValue>)([A-Za-z0-9+/=\s]{8})/, (_, tag) => `${tag!}AAAAAAAA`);
  const { report, said } = await judge(changed);
  expect(said[0]).not.toBe('totalPassed');
  const stamps = report.roles.flatMap(({ timeStamps }) => timeStamps);
  expect(stamps.filter(({ kind, reason }) => kind === 'archive' && reason === 'TIME_STAMP_BROKEN')).toHaveLength(1);
});

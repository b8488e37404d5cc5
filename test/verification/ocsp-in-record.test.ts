/* OCSP answers inside a record of level LT: who may give them, about whom, and when; nothing else is known of revocation. */
import { beforeAll, expect, test } from 'vitest';
import {
  type Certificate,
  type IssueCertificateInput,
  type OcspAnswer,
  parseCertificate,
  parseTimeStampToken,
} from '../../src/certificate/index.js';
import { extendHocBaSignature } from '../../src/signing/index.js';
import type { DevAuthorityName } from '../../src/testing/index.js';
import { type VerifyHocBaOptions, verifyHocBa } from '../../src/verification/index.js';
import { issue, leaf, type Node } from '../certificate/fixtures.js';
import { makeOcsp, type OcspMaking } from '../certificate/ocsp-maker.js';
import { allPorts, CA_FROM, CA_TO, devCa, LATER, ROLES, signed, signerOf } from '../signing/kit.js';
import { STAMPED_AT, tokenOver } from './stamps.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const PERIOD = { notBefore: CA_FROM, notAfter: CA_TO };
const NO_CHECK = { oid: '1.3.6.1.5.5.7.48.1.5', critical: false, value: Uint8Array.of(5, 0) };
const DELEGATE: Partial<IssueCertificateInput> = {
  ...PERIOD,
  keyUsage: ['digitalSignature'],
  extendedKeyUsage: { oids: ['1.3.6.1.5.5.7.3.9'] },
  extensions: [NO_CHECK],
};
const PRODUCED = new Date(STAMPED_AT.getTime() + HOUR);
const END = new Date(STAMPED_AT.getTime() + 2 * DAY);

const authorities: Partial<Record<DevAuthorityName, Node>> = {};
const authorityOf = (certificate: Certificate): Node =>
  Object.values(authorities).find((one) => one.certificate.subject === certificate.issuer)!;
let principal: Certificate;
let everybody: readonly Certificate[];
let options: VerifyHocBaOptions;

beforeAll(async () => {
  const ca = await devCa();
  for (const [name, { certificate, pkcs8, privateKey }] of Object.entries(ca.authorities)) {
    authorities[name as DevAuthorityName] = {
      certificate: parseCertificate(certificate),
      key: { pkcs8, privateKey } as Node['key'],
    };
  }
  const signers = await Promise.all(ROLES.map((role) => signerOf(role)));
  principal = parseCertificate(signers[1]!.certificate);
  const stamping = await ca.identity('timeStamping');
  const { officialUse, publicCa } = ca.authorities;
  everybody = [...signers, stamping, officialUse, publicCa].map(({ certificate }) => parseCertificate(certificate));
  const { revocation: _, ...ports } = await allPorts();
  options = { ...ports, evidence: {} };
});

const good = (certificate: Certificate, over: Partial<OcspMaking> = {}): Promise<OcspAnswer> => {
  const issuer = authorityOf(certificate);
  const making = { certificate, issuer: issuer.certificate, responder: issuer, producedAt: PRODUCED };
  const nextUpdate = new Date((over.producedAt ?? PRODUCED).getTime() + DAY);
  return makeOcsp({ ...making, nextUpdate, ...over });
};

/** A record whose roles all carry stamps and answers about everybody; those about the principal as given. */
async function record(aboutPrincipal: readonly OcspAnswer[], level: 'LT' | 'LTA' = 'LT'): Promise<Uint8Array> {
  const others = await Promise.all(everybody.filter((one) => one !== principal).map((one) => good(one)));
  let file = await signed();
  for (const role of ROLES) {
    file = await extendHocBaSignature(file, {
      role,
      level,
      timeStampAuthority: {
        stamp: async (octets) => parseTimeStampToken(await tokenOver(octets, { genTime: STAMPED_AT })),
      },
      evidence: {
        certificates: Object.values(authorities).map(({ certificate }) => certificate),
        ocspAnswers: [...others, ...aboutPrincipal],
      },
    });
  }
  return file.bytes;
}

async function judge(aboutPrincipal: readonly OcspAnswer[], over: Partial<VerifyHocBaOptions> = {}) {
  const { conclusion, subIndication, checks } = await verifyHocBa(await record(aboutPrincipal), {
    ...options,
    ...over,
  });
  const check = checks.find(({ code, role }) => code === 'revocation' && role === 'canBoQuanLy');
  return [conclusion, subIndication, check?.reason];
}
/** Judged later, with what is known of the stamping authority by then: its key could still be misused. */
async function later(at: Date): Promise<Partial<VerifyHocBaOptions>> {
  const mine = everybody.filter(
    ({ subject }) => subject.includes('thời gian') || subject === authorities.publicCa!.certificate.subject,
  );
  expect(mine).toHaveLength(2);
  const fresh = { producedAt: new Date(at.getTime() - HOUR), nextUpdate: new Date(at.getTime() + HOUR) };
  return { at, evidence: { ocsp: await Promise.all(mine.map(async (one) => ({ answer: await good(one, fresh) }))) } };
}
const OPEN = ['indeterminate', 'TRY_LATER', 'REVOCATION_UNKNOWN'];
const delegated = async (over: Partial<IssueCertificateInput> = {}, by = authorityOf(principal)) =>
  issue('OCSP', by, { ...DELEGATE, ...over });

test('answers by the authorities themselves are enough, and without the principal’s it stays open', async () => {
  expect(await judge([await good(principal)])).toEqual(['totalPassed', null, null]);
  expect(await judge([])).toEqual(OPEN);
  // The answers of the file may be about the past: what is asked is the time the stamp proves.
  expect(await judge([await good(principal)], await later(new Date(LATER.getTime() + 30 * DAY)))).toEqual([
    'totalPassed',
    null,
    null,
  ]);
});

test('a delegate with the purpose may answer, below the same authority only', async () => {
  expect(await judge([await good(principal, { responder: await delegated() })])).toEqual(['totalPassed', null, null]);
  // Answered by the authority of the teachers' certificates.
  const other = authorities.publicCa!;
  expect(await judge([await good(principal, { responder: other })])).toEqual(OPEN);
  expect(await judge([await good(principal, { responder: await delegated({}, other) })])).toEqual(OPEN);
});

test('a teacher, a seal or a stamping authority is no responder, whoever issued the certificate', async () => {
  const issuer = authorityOf(principal);
  const person = await leaf('Giáo viên', issuer, PERIOD);
  const noPurpose = await delegated({ extendedKeyUsage: { oids: ['1.3.6.1.5.5.7.3.4'] } });
  const stamping = await delegated({ extendedKeyUsage: { oids: ['1.3.6.1.5.5.7.3.8'], critical: true } });
  const any = await delegated({ extendedKeyUsage: { oids: ['2.5.29.37.0'] } });
  for (const responder of [person, noPurpose, stamping, any]) {
    expect(await judge([await good(principal, { responder })])).toEqual(OPEN);
  }
});

test('a responder whose certificate ended after it answered has answered; one that had ended before has not', async () => {
  const ending = await delegated({ notAfter: END });
  const then = await later(new Date(END.getTime() + 30 * DAY));
  expect(await judge([await good(principal, { responder: ending })], then)).toEqual(['totalPassed', null, null]);
  const after = { responder: ending, producedAt: new Date(END.getTime() + HOUR) };
  expect(await judge([await good(principal, after)], then)).toEqual(OPEN);
});

test('an answer about another certificate, or about the number under another authority, says nothing', async () => {
  const other = await leaf('Hiệu trưởng khác', authorityOf(principal), PERIOD);
  expect(
    await judge([
      await good(other.certificate, { issuer: authorityOf(principal).certificate, responder: authorityOf(principal) }),
    ]),
  ).toEqual(OPEN);
  const namesake = authorities.officialUseRoot!;
  expect(await judge([await good(principal, { issuer: namesake.certificate, responder: namesake })])).toEqual(OPEN);
});

test('an answer from before the stamp that had run out by then is too old; one that was in force, or later, is not', async () => {
  const made = (before: number, lasts: number) => {
    const producedAt = new Date(STAMPED_AT.getTime() - before);
    return good(principal, { producedAt, nextUpdate: new Date(producedAt.getTime() + lasts) });
  };
  expect(await judge([await made(3 * DAY, DAY)])).toEqual(['indeterminate', 'TRY_LATER', 'REVOCATION_STALE']);
  expect(await judge([await made(3 * DAY, 4 * DAY)])).toEqual(['totalPassed', null, null]);
  expect(await judge([await made(-HOUR, DAY)])).toEqual(['totalPassed', null, null]);
  // From after the time of judging: somebody's clock is wrong.
  const future = new Date(LATER.getTime() + DAY);
  expect((await judge([await good(principal, { producedAt: future, nextUpdate: null })]))[0]).toBe('indeterminate');
});

test('revoked before the stamp, after it, and on hold', async () => {
  const revoked = (revokedAt: Date, reason?: number) =>
    good(principal, { revokedAt, ...(reason === undefined ? {} : { reason }) });
  const long = new Date(STAMPED_AT.getTime() - 10 * DAY);
  expect(await judge([await revoked(long)])).toEqual(['totalFailed', 'REVOKED', 'REVOKED']);
  expect(await judge([await revoked(new Date(STAMPED_AT.getTime() + 60_000))])).toEqual([
    'totalPassed',
    null,
    'REVOKED_AFTER_PROOF',
  ]);
  expect(await judge([await revoked(long, 6)])).toEqual(['indeterminate', 'TRY_LATER', 'CERTIFICATE_ON_HOLD']);
  // Good news does not outweigh bad news of the same moment, whichever stands first.
  const both = [await good(principal), await revoked(long)];
  for (const answers of [both, [...both].reverse()]) {
    expect(await judge(answers)).toEqual(['totalFailed', 'REVOKED', 'REVOKED']);
  }
});

test('after the certificate’s end an answer counts only with an archive cut-off that reaches back', async () => {
  const end = new Date(STAMPED_AT.getTime() + HOUR);
  const signer = await signerOf('canBoQuanLy', { notAfter: end });
  const short = parseCertificate(signer.certificate);
  const judgeShort = async (archiveCutoff?: Date) => {
    const producedAt = new Date(end.getTime() + DAY);
    const answer = await good(short, { producedAt, ...(archiveCutoff === undefined ? {} : { archiveCutoff }) });
    const others = await Promise.all(everybody.filter((one) => one !== principal).map((one) => good(one)));
    let file = await signed({ signers: { canBoQuanLy: signer } });
    for (const role of ROLES) {
      file = await extendHocBaSignature(file, {
        role,
        level: 'LT',
        timeStampAuthority: {
          stamp: async (octets) => parseTimeStampToken(await tokenOver(octets, { genTime: STAMPED_AT })),
        },
        evidence: {
          certificates: Object.values(authorities).map(({ certificate }) => certificate),
          ocspAnswers: [...others, answer],
        },
      });
    }
    const { conclusion, subIndication } = await verifyHocBa(file, {
      ...options,
      ...(await later(new Date(end.getTime() + 9 * DAY))),
    });
    return [conclusion, subIndication];
  };
  expect(await judgeShort()).toEqual(['indeterminate', 'TRY_LATER']);
  expect(await judgeShort(new Date(end.getTime() + HOUR))).toEqual(['indeterminate', 'TRY_LATER']);
  expect(await judgeShort(new Date(end.getTime() - DAY))).toEqual(['totalPassed', null]);
});

/* Times that cannot be: before the certificate, in the future, two at once, set back, forged in the slot. */
import { describe, expect, test } from 'vitest';
import type { VaiTroKy } from '../../src/hoc-ba/index.js';
import { RECEIVER_CV2088, RECEIVER_DUAL, RECEIVER_XADES } from '../../src/signing/index.js';
import { describeReport } from '../../src/verification/index.js';
import {
  AT,
  alter,
  CA_FROM,
  CA_TO,
  LATER,
  ROLES,
  signatureText,
  signed,
  signerOf,
  slotText,
  unsigned,
} from '../signing/kit.js';
import { forceSign, remade } from '../verification/hostile.js';
import { expectCaught, expectPassed, FORMS, judge } from './record-kit.js';

const teacher = 'giaoVienChuNhiem';
const principal = 'canBoQuanLy';
const MINUTE = 60_000;

async function allAt(time: (role: VaiTroKy) => Date, receiver = RECEIVER_DUAL) {
  let file = unsigned({ receiver });
  for (const role of ROLES)
    file = await forceSign(file, role, await signerOf(role), { receiver, signingTime: time(role) });
  return file;
}

describe.each(Object.entries(FORMS))('%s', (_, receiver) => {
  const answer = (
    reason:
      | 'SIGNING_TIME_BEFORE_CERTIFICATE'
      | 'SIGNING_TIME_AFTER_CERTIFICATE'
      | 'SIGNING_TIME_FUTURE'
      | 'SIGNING_TIMES_DIFFER',
  ) =>
    ({
      check: 'validAtSigning',
      role: principal,
      reason,
      sub:
        ({ SIGNING_TIME_BEFORE_CERTIFICATE: 'NOT_YET_VALID', SIGNING_TIME_AFTER_CERTIFICATE: 'EXPIRED' } as const)[
          reason as 'SIGNING_TIME_BEFORE_CERTIFICATE'
        ] ?? 'SIG_CONSTRAINTS_FAILURE',
    }) as const;

  test('a clock before the certificate, to the second', async () => {
    await expectPassed(await allAt(() => CA_FROM, receiver));
    await expectCaught(
      await allAt(() => new Date(CA_FROM.getTime() - 1000), receiver),
      answer('SIGNING_TIME_BEFORE_CERTIFICATE'),
    );
  });

  test('a time after the certificate, to the second', async () => {
    const at = new Date(CA_TO.getTime());
    await expectPassed(await allAt(() => CA_TO, receiver), { at });
    const late = await allAt(() => new Date(CA_TO.getTime() + 1000), receiver);
    await expectCaught(late, answer('SIGNING_TIME_AFTER_CERTIFICATE'), { at });
  });

  test('a time in the future, five minutes of clock difference aside', async () => {
    await expectPassed(await allAt(() => new Date(LATER.getTime() + 5 * MINUTE), receiver));
    await expectCaught(
      await allAt(() => new Date(LATER.getTime() + 5 * MINUTE + 1000), receiver),
      answer('SIGNING_TIME_FUTURE'),
    );
  });

  test('set back after signing', async () => {
    const file = await signed({ receiver });
    await expectPassed(file);
    const own = signatureText(file, principal);
    const altered = alter(file, own, own.replaceAll('2024-05-31T10:00:00', '2024-05-30T10:00:00'));
    await expectCaught(altered, { check: 'digest', role: principal, reason: 'DIGEST_MISMATCH', sub: 'HASH_FAILURE' });
  });

  test('set back by the principal herself, before the teacher signed', async () => {
    const file = await allAt((role) => (role === principal ? new Date(AT.getTime() - 1000) : AT), receiver);
    await expectPassed(await allAt(() => AT, receiver));
    await expectCaught(file, { check: 'signingTimesOrdered', reason: 'SIGNING_TIMES_DECREASE', sub: 'ORDER_BROKEN' });
  });

  test('set back by everybody together: no stamp, so the report says that it is a claim', async () => {
    // Nothing in the file contradicts it. What helps is a time stamp, and until then the words.
    const report = await judge(await allAt(() => new Date('2024-02-01T00:00:00Z'), receiver));
    const stamps = report.checks.filter(({ code }) => code === 'timeStamp');
    expect(stamps.map(({ reason }) => reason)).toEqual(ROLES.map(() => 'TIME_STAMP_NONE'));
    const lines = describeReport(report, 'vi').sections.flatMap(({ lines: all }) => all.map(({ text }) => text));
    expect(lines).toContain('Không có dấu thời gian: thời điểm ký là do người ký tự khai [NO_POE]');
  });

  test('set back into the life of a certificate that has ended: never passed', async () => {
    const at = new Date('2026-06-01T00:00:00Z');
    const report = await judge(await allAt(() => new Date('2025-06-01T00:00:00Z'), receiver), { at });
    expect([report.conclusion, report.subIndication]).toEqual(['indeterminate', 'NO_POE']);
  });
});

describe('two times in one signature', () => {
  test('the two of dual a second apart', async () => {
    const file = await signed();
    await expectPassed(file);
    for (const place of [/(<SigningTime xmlns="">)[^<]*/, /(<xades:SigningTime>)[^<]*/]) {
      const altered = await remade(file, 'phatHanh', (one) => one.replace(place, '$12024-05-31T10:00:01+07:00'));
      await expectCaught(altered, {
        check: 'validAtSigning',
        role: 'phatHanh',
        reason: 'SIGNING_TIMES_DIFFER',
        sub: 'SIG_CONSTRAINTS_FAILURE',
      });
    }
  });

  test('the same instant in two zones is one time', async () => {
    const file = await signed();
    const altered = await remade(file, 'phatHanh', (one) =>
      one.replace(/(<SigningTime xmlns="">)[^<]*/, '$12024-05-31T03:00:00Z'),
    );
    await expectPassed(altered);
  });

  test('an unsigned one beside the signed one', async () => {
    for (const receiver of [RECEIVER_CV2088, RECEIVER_XADES, RECEIVER_DUAL]) {
      const file = await signed({ receiver });
      const own = signatureText(file, principal);
      const more = (time: string) =>
        own.replace(
          /<\/Signature>$/,
          `<Object><SignatureProperties><SignatureProperty Target="#x"><SigningTime>${time}</SigningTime></SignatureProperty></SignatureProperties></Object></Signature>`,
        );
      await expectCaught(alter(file, own, more('2024-01-15T10:00:00+07:00')), {
        check: 'validAtSigning',
        role: principal,
        reason: 'SIGNING_TIMES_DIFFER',
        sub: 'SIG_CONSTRAINTS_FAILURE',
      });
      // One that repeats the signed one says nothing new.
      await expectPassed(alter(file, own, more('2024-05-31T10:00:00+07:00')));
    }
  });

  test('a time that no reference covers is no time', async () => {
    const file = await signed({ receiver: RECEIVER_CV2088 });
    const altered = await remade(file, principal, (one) =>
      one.replace(/<Reference URI="#sig-[^"]*-time">.*?<\/Reference>/s, ''),
    );
    await expectCaught(altered, {
      check: 'validAtSigning',
      role: principal,
      reason: 'SIGNING_TIME_MISSING',
      sub: 'SIG_CONSTRAINTS_FAILURE',
      conclusion: 'indeterminate',
    });
  });

  test.each(['31/02/2024 10:00:00', '2024-02-30T10:00:00+07:00', 'hôm qua', ''])(
    'a time that is none: %j',
    async (time) => {
      const file = await signed({ receiver: RECEIVER_CV2088 });
      const altered = await remade(file, principal, (one) => one.replace(/(<SigningTime xmlns="">)[^<]*/, `$1${time}`));
      await expectCaught(altered, {
        check: 'validAtSigning',
        role: principal,
        reason: 'SIGNING_TIME_MISSING',
        sub: 'SIG_CONSTRAINTS_FAILURE',
        conclusion: 'indeterminate',
      });
    },
  );
});

describe('the fields of a slot, which nobody signs', () => {
  const differs = (role: VaiTroKy) =>
    ({ check: 'slotFields', role, reason: 'SLOT_FIELD_DIFFERS', sub: 'SIG_CONSTRAINTS_FAILURE' }) as const;
  const inSlot = async (role: VaiTroKy, from: RegExp, to: string) => {
    const file = await signed();
    await expectPassed(file);
    return alter(file, slotText(file, role), (slot) => {
      const changed = slot.replace(from, to);
      expect(changed).not.toBe(slot);
      return changed;
    });
  };

  test.each([
    '2024-05-30T10:00:00+07:00',
    '2024-05-31T10:05:01+07:00',
    '2024-05-31T09:54:59+07:00',
    '2024-06-01',
    '30/05/2024',
    'hôm qua',
  ])('NGAY_KY %j', async (day) => {
    for (const role of ROLES) await expectCaught(await inSlot(role, /(<NGAY_KY>)[^<]*/, `$1${day}`), differs(role));
  });

  test.each([
    '2024-05-31',
    '31/05/2024',
    '31/05/2024 10:00:00',
    '2024-05-31T03:00:00Z',
    '2024-05-31T10:05:00+07:00',
    ' 2024-05-31T10:00:00+07:00 ',
  ])('NGAY_KY %j says the same', async (day) => {
    await expectPassed(await inSlot(principal, /(<NGAY_KY>)[^<]*/, `$1${day}`));
  });

  test.each(['001075000009', '', '001185000002'])('SO_CCCD %j', async (id) => {
    const altered = await inSlot(principal, /<SO_CCCD>[^<]*<\/SO_CCCD>/, `<SO_CCCD>${id}</SO_CCCD>`);
    if (id === '') await expectPassed(altered);
    else await expectCaught(altered, differs(principal));
  });

  test('repeated with another value, before and after the true one', async () => {
    for (const extra of ['<SO_CCCD>000000000004</SO_CCCD>$&', '$&<SO_CCCD>000000000004</SO_CCCD>']) {
      await expectCaught(await inSlot(principal, /<SO_CCCD>[^<]*<\/SO_CCCD>/, extra), differs(principal));
    }
    await expectCaught(
      await inSlot(teacher, /<NGAY_KY>[^<]*<\/NGAY_KY>/, '$&<NGAY_KY>2024-01-01</NGAY_KY>'),
      differs(teacher),
    );
  });

  test('of the seal: a name that its slot does not have', async () => {
    await expectCaught(await inSlot('phatHanh', /<NGAY_KY>/, '<SO_CCCD>001075000001</SO_CCCD>$&'), {
      check: 'unsignedContent',
      reason: 'UNSIGNED_DATA',
      sub: 'UNSIGNED_CONTENT',
    });
  });

  test('with a comment or an element inside', async () => {
    for (const inside of ['001075<!-- -->000001', '001075000001<b/>', '<b>001075000001</b>']) {
      const altered = await inSlot(principal, /<SO_CCCD>[^<]*/, `<SO_CCCD>${inside}`);
      const report = await judge(altered);
      expect([inside, report.conclusion]).toEqual([inside, 'indeterminate']);
      expect(report.checks.find(({ code }) => code === 'unsignedContent')?.reason).toBe('UNSIGNED_CONTENT');
    }
  });
});

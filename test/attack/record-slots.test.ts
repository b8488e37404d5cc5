/* Signatures taken out, moved, swapped, doubled: within a record, between records, into the data. */
import { describe, expect, test } from 'vitest';
import type { VaiTroKy } from '../../src/hoc-ba/index.js';
import { phatHanh2025 } from '../../src/record-xml/index.js';
import { RECEIVER_CV2088, RECEIVER_DUAL } from '../../src/signing/index.js';
import {
  alter,
  bytesOf,
  listOf,
  ROLES,
  SLOT,
  signatureText,
  signed,
  signerOf,
  slotText,
  specimenNumber,
  textOf,
  unsigned,
} from '../signing/kit.js';
import { forceSign, remade } from '../verification/hostile.js';
import { expectCaught, expectPassed, FORMS, judge } from './record-kit.js';

const teacher = 'giaoVienChuNhiem';
const principal = 'canBoQuanLy';
const seal = 'phatHanh';
const DATA_END = '</DU_LIEU_HOC_BA>';

describe.each(Object.entries(FORMS))('%s', (_, receiver) => {
  const { orderReferences, profile } = receiver;

  describe.each(ROLES)('the slot of %s', (role) => {
    const isMandatory = role !== teacher;

    test('emptied', async () => {
      const file = await signed({ receiver });
      await expectPassed(file);
      for (const empty of ['', `<${SLOT[role]}></${SLOT[role]}>`]) {
        const altered = alter(file, slotText(file, role), empty);
        if (isMandatory) {
          await expectCaught(altered, { check: 'present', role, reason: 'ROLE_MISSING', sub: 'SIGNATURE_MISSING' });
        }
        // Every later signature vouches for the one that is gone.
        for (const later of orderReferences ? ROLES.slice(ROLES.indexOf(role) + 1) : []) {
          const sub = 'SIGNED_DATA_NOT_FOUND';
          const report = await expectCaught(altered, {
            check: 'dataReference',
            role: later,
            reason: 'REFERENCE_BROKEN',
            sub,
          });
          expect(report.checks.find(({ code }) => code === 'order')).toMatchObject({
            reason: 'ORDER_BROKEN',
            level: 'fail',
          });
        }
        if (role === teacher && !orderReferences) {
          // An optional signature that nothing vouches for leaves no trace: the report says that she has not signed.
          const report = await judge(altered);
          expect(report.conclusion).toBe('totalPassed');
          expect(report.roles[0]).toMatchObject({ role: teacher, present: false });
          expect(report.checks.find(({ code }) => code === 'order')?.reason).toBe('ORDER_NOT_PROVABLE');
        }
      }
    });

    test('emptied of its signature alone, the claims left standing', async () => {
      const file = await signed({ receiver });
      const altered = alter(file, signatureText(file, role), '');
      await expectCaught(altered, {
        check: 'unsignedContent',
        reason: 'UNSIGNED_CONTENT',
        sub: 'UNSIGNED_CONTENT',
        conclusion: isMandatory || orderReferences ? 'totalFailed' : 'indeterminate',
      });
    });

    test('holding the signature twice, or two slots', async () => {
      const file = await signed({ receiver });
      await expectPassed(file);
      const own = signatureText(file, role);
      const twice = alter(file, own, own + own);
      await expectCaught(twice, { check: 'present', role, reason: 'SLOT_SEVERAL_SIGNATURES', sub: 'FORMAT_FAILURE' });
      const slot = slotText(file, role);
      for (const slots of [slot + slot, `${slot}<${SLOT[role]}/>`, `<${SLOT[role]}/>${slot}`]) {
        const altered = alter(file, slot, slots);
        await expectCaught(altered, { check: 'present', role, reason: 'SLOT_SEVERAL', sub: 'FORMAT_FAILURE' });
      }
    });

    test('holding a second, empty signature', async () => {
      const file = await signed({ receiver });
      const own = signatureText(file, role);
      for (const both of [
        `${own}<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/>`,
        `<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/>${own}`,
      ]) {
        await expectCaught(alter(file, own, both), {
          check: 'present',
          role,
          reason: 'SLOT_SEVERAL_SIGNATURES',
          sub: 'FORMAT_FAILURE',
        });
      }
    });

    test('its signature moved beside the slots, into the data, or into an element that is no slot', async () => {
      const file = await signed({ receiver });
      await expectPassed(file);
      const own = signatureText(file, role);
      const without = textOf(file).replace(own, '');
      const stray = { check: 'signaturesInSlots', reason: 'SIGNATURE_STRAY', sub: 'FORMAT_FAILURE' } as const;
      await expectCaught(alter(without, DATA_END, DATA_END + own), stray);
      await expectCaught(alter(without, '</HOC_BA>', `${own}</HOC_BA>`), stray);
      await expectCaught(
        alter(without, '</HOC_BA>', `<x:${SLOT[role]} xmlns:x="urn:x">${own}</x:${SLOT[role]}></HOC_BA>`),
        stray,
      );
      await expectCaught(alter(without, '</HOC_BA>', `<${SLOT[role]}>${own}</${SLOT[role]}></HOC_BA>`), stray);
      await expectCaught(alter(without, DATA_END, own + DATA_END), {
        check: 'signaturesInSlots',
        reason: 'SIGNATURE_IN_DATA',
        sub: 'FORMAT_FAILURE',
      });
    });

    test('holding the signature of another record', async () => {
      const file = await signed({ receiver });
      const other = await signed({ receiver, hocBa: specimenNumber(2) });
      await expectPassed(file);
      await expectPassed(other);
      const altered = alter(file, slotText(file, role), slotText(other, role));
      await expectCaught(altered, {
        check: 'dataReference',
        role,
        reason: 'DATA_NOT_REFERENCED',
        sub: 'SIGNED_DATA_NOT_FOUND',
      });
    });

    test('holding the signature of another record, both with the fixed Id', async () => {
      const fixed = { ...receiver, idScheme: 'fixed' } as const;
      const file = await signed({ receiver: fixed });
      const other = await signed({ receiver: fixed, hocBa: specimenNumber(2) });
      await expectPassed(file);
      const altered = alter(file, slotText(file, role), slotText(other, role));
      await expectCaught(altered, { check: 'digest', role, reason: 'DIGEST_MISMATCH', sub: 'HASH_FAILURE' });
    });
  });

  const pairs: readonly (readonly [VaiTroKy, VaiTroKy])[] = [
    [teacher, principal],
    [principal, seal],
    [teacher, seal],
  ];
  test.each(pairs)('the complete signatures of %s and %s swapped', async (a, b) => {
    const file = await signed({ receiver });
    await expectPassed(file);
    const [one, two] = [signatureText(file, a), signatureText(file, b)];
    const altered = bytesOf(textOf(file).replace(one, '\0').replace(two, one).replace('\0', two));
    // XAdES signs the role; in plain XMLDSig the certificate is of somebody else than the record names.
    if (profile !== 'cv2088') {
      for (const role of [a, b])
        await expectCaught(altered, { check: 'role', role, reason: 'ROLE_MISMATCH', sub: 'ROLE_MISMATCH' });
    } else if (b === seal) {
      await expectCaught(altered, { check: 'identity', role: seal, reason: 'SEAL_OF_PERSON', sub: 'ROLE_MISMATCH' });
    } else {
      for (const role of [a, b])
        await expectCaught(altered, { check: 'role', role, reason: 'IDENTITY_MISMATCH', sub: 'ROLE_MISMATCH' });
    }
  });

  test('whole slots swapped by renaming them', async () => {
    const file = await signed({ receiver });
    const altered = bytesOf(
      textOf(file).replace(/(<\/?)(GVCN|CBQL)>/g, (_, open, name) => `${open}${name === 'GVCN' ? 'CBQL' : 'GVCN'}>`),
    );
    const reason = profile === 'cv2088' ? 'IDENTITY_MISMATCH' : 'ROLE_MISMATCH';
    for (const role of [teacher, principal] as const)
      await expectCaught(altered, { check: 'role', role, reason, sub: 'ROLE_MISMATCH' });
  });

  test('one signature copied into another slot', async () => {
    const file = await signed({ receiver, roles: [principal, seal] });
    await expectPassed(file);
    const copy = slotText(file, principal).replaceAll('CBQL>', 'GVCN>');
    const altered = alter(file, '<CBQL>', `${copy}<CBQL>`);
    await expectCaught(altered, { check: 'role', role: teacher, reason: 'SIGNATURE_REPEATED', sub: 'ROLE_MISMATCH' });
    await expectCaught(altered, { check: 'role', role: principal, reason: 'SIGNATURE_REPEATED', sub: 'ROLE_MISMATCH' });
  });

  test('one signature copied for a principal who is the named teacher as well', async () => {
    // The identity fits both roles, so only the copy itself tells.
    const hocBa = specimenNumber(1);
    const person = { hoVaTen: 'Trần Văn E', soDinhDanhCaNhan: '001075000001' };
    const file = await signed({ receiver, roles: [principal, seal], hocBa: { ...hocBa, giaoVienChuNhiem: person } });
    await expectPassed(file);
    const altered = alter(file, '<CBQL>', `${slotText(file, principal).replaceAll('CBQL>', 'GVCN>')}<CBQL>`);
    await expectCaught(altered, { check: 'role', role: teacher, reason: 'SIGNATURE_REPEATED', sub: 'ROLE_MISMATCH' });
  });

  test('no signature at all', async () => {
    await expectCaught(unsigned({ receiver }), {
      check: 'signaturesInSlots',
      reason: 'SIGNATURE_NONE',
      sub: 'SIGNATURE_MISSING',
    });
  });

  test('an optional signature that is broken counts', async () => {
    const file = await signed({ receiver });
    const altered = alter(file, signatureText(file, teacher), (one) =>
      one.replace(/(<SignatureValue [^>]*>)(.)/, (_, tag, first) => tag + (first === 'A' ? 'B' : 'A')),
    );
    await expectCaught(altered, { check: 'value', role: teacher, reason: 'VALUE_MISMATCH', sub: 'SIG_CRYPTO_FAILURE' });
  });
});

describe('order references', () => {
  test('a teacher’s signature replaced by a new one of hers breaks the later ones', async () => {
    const file = await signed();
    await expectPassed(file);
    const again = await signed({ roles: [teacher] });
    // The same data with the same Ids, signed once more by the right person.
    const text = textOf(file).slice(0, textOf(file).indexOf('<DANH_SACH_THONG_TIN_KY>'));
    const fresh = await forceSign(
      bytesOf(`${text}<DANH_SACH_THONG_TIN_KY/></HOC_BA>`),
      teacher,
      await signerOf(teacher),
    );
    const altered = alter(file, slotText(file, teacher), slotText(fresh, teacher));
    expect(slotText(again, teacher)).not.toBe(slotText(fresh, teacher));
    const report = await expectCaught(altered, {
      check: 'dataReference',
      role: principal,
      reason: 'REFERENCE_BROKEN',
      sub: 'SIGNED_DATA_NOT_FOUND',
    });
    expect(report.checks.find(({ code }) => code === 'order')?.reason).toBe('ORDER_BROKEN');
  });

  test('the same with the old Id on the new value', async () => {
    const file = await signed();
    const id = /<SignatureValue Id="([^"]*)"/.exec(signatureText(file, teacher))![1]!;
    const altered = await remade(file, teacher, (one) =>
      one.replace(/(Reference [^>]*URI="#sig-[^"]*-xades")/, '$1 ').replaceAll('text/xml', 'application/xml'),
    );
    expect(textOf(altered)).toContain(`<SignatureValue Id="${id}"`);
    const report = await expectCaught(altered, {
      check: 'digest',
      role: principal,
      reason: 'DIGEST_MISMATCH',
      sub: 'HASH_FAILURE',
    });
    expect(report.checks.find(({ code }) => code === 'order')?.reason).toBe('ORDER_BROKEN');
  });

  test('an element that carries the Id of the earlier value elsewhere proves nothing', async () => {
    const file = await signed();
    const value = /<SignatureValue Id="[^"]*">[^<]*<\/SignatureValue>/.exec(signatureText(file, teacher))![0];
    // The slot is emptied and its SignatureValue put where the reference still finds it.
    const decoy = value.replace('<SignatureValue', '<SignatureValue xmlns="http://www.w3.org/2000/09/xmldsig#"');
    const altered = alter(
      alter(file, slotText(file, teacher), ''),
      '</HOC_BA>',
      `<GHI_CHU>${decoy}</GHI_CHU></HOC_BA>`,
    );
    const report = await expectCaught(altered, { check: 'order', reason: 'ORDER_BROKEN', sub: 'ORDER_BROKEN' });
    expect(report.conclusion).toBe('totalFailed');
  });

  test('a signature hidden inside another one’s Object vouches for nothing', async () => {
    const file = await signed();
    const slot = slotText(file, teacher);
    const hidden = signatureText(file, teacher);
    const principalText = signatureText(file, principal);
    const altered = alter(
      textOf(file).replace(slot, ''),
      principalText,
      principalText.replace(/<\/Signature>$/, `<Object>${hidden}</Object></Signature>`),
    );
    const report = await expectCaught(altered, { check: 'order', reason: 'ORDER_BROKEN', sub: 'ORDER_BROKEN' });
    expect(report.roles[0]).toMatchObject({ role: teacher, present: false });
  });

  test('without them a policy can still ask for the order to be proved', async () => {
    const { POLICY_NEAC } = await import('../../src/verification/index.js');
    const policy = { ...POLICY_NEAC, id: 'order', checks: { ...POLICY_NEAC.checks, order: 'fail' as const } };
    await expectPassed(await signed(), { policy });
    const report = await judge(await signed({ receiver: RECEIVER_CV2088 }), { policy });
    expect([report.conclusion, report.subIndication]).toEqual(['indeterminate', 'ORDER_NOT_PROVABLE']);
  });
});

describe('slots that the field’s layout reads elsewhere', () => {
  test('inside the data they are refused', async () => {
    const file = await signed({ layout: phatHanh2025 });
    await expectPassed(file);
    const slot = slotText(file, teacher);
    const moved = alter(
      textOf(file).replace(slot, ''),
      DATA_END,
      `<DANH_SACH_THONG_TIN_KY>${slot}</DANH_SACH_THONG_TIN_KY>${DATA_END}`,
    );
    await expectCaught(moved, { check: 'signaturesInSlots', reason: 'SIGNATURE_IN_DATA', sub: 'FORMAT_FAILURE' });
    const both = alter(file, DATA_END, `<DANH_SACH_THONG_TIN_KY><GVCN/></DANH_SACH_THONG_TIN_KY>${DATA_END}`);
    await expectCaught(both, { check: 'present', role: teacher, reason: 'SLOT_SEVERAL', sub: 'FORMAT_FAILURE' });
  });

  test('at another depth they count once', async () => {
    const file = await signed({ layout: phatHanh2025 });
    const slot = slotText(file, principal);
    const deeper = alter(file, slot, `<XAC_NHAN>${slot}</XAC_NHAN>`);
    expect((await judge(deeper)).conclusion).toBe('totalPassed');
    const twice = alter(file, slot, `<XAC_NHAN><CBQL/></XAC_NHAN>${slot}`);
    await expectCaught(twice, { check: 'present', role: principal, reason: 'SLOT_SEVERAL', sub: 'FORMAT_FAILURE' });
  });

  test('a container twice', async () => {
    const file = await signed({ layout: phatHanh2025 });
    const slot = slotText(file, principal);
    const altered = alter(
      textOf(file).replace(slot, ''),
      '<PHAT_HANH_HOC_BA>',
      `<PHAT_HANH_HOC_BA>${slot}</PHAT_HANH_HOC_BA><PHAT_HANH_HOC_BA>`,
    );
    await expectCaught(altered, { check: 'structure', reason: 'RECORD_UNREADABLE', sub: 'FORMAT_FAILURE' });
  });
});

test('records of a list do not lend each other signatures', async () => {
  const [a, b] = [await signed({ hocBa: specimenNumber(1) }), await signed({ hocBa: specimenNumber(2) })];
  await expectPassed(listOf(a, b));
  const [slotA, slotB] = [slotText(a, seal), slotText(b, seal)];
  const swapped = listOf(
    textOf(alter(a, slotA, slotB)).replace(/^<\?xml.*\n/, ''),
    textOf(alter(b, slotB, slotA)).replace(/^<\?xml.*\n/, ''),
  );
  for (const record of [0, 1]) {
    await expectCaught(
      swapped,
      { check: 'dataReference', role: seal, reason: 'DATA_NOT_REFERENCED', sub: 'SIGNED_DATA_NOT_FOUND' },
      {},
      record,
    );
  }
  const emptied = listOf(a, alter(b, slotB, ''));
  await expectCaught(
    emptied,
    { check: 'present', role: seal, reason: 'ROLE_MISSING', sub: 'SIGNATURE_MISSING' },
    {},
    1,
  );
  expect(RECEIVER_DUAL.orderReferences).toBe(true);
});

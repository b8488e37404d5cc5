import { expect, test } from 'vitest';
import {
  decodeContent,
  encodeContent,
  extractRecord,
  openTransaction,
  packTransaction,
} from '../../src/packaging/index.js';
import { BUILT_IN_LAYOUTS, openHocBa, openHocBaList, readHocBa, writeHocBa } from '../../src/record-xml/index.js';
import { cryptoKeySigner, planSigning, RECEIVER_DUAL, signHocBa } from '../../src/signing/index.js';
import { createDevCa, type DevIdentityName } from '../../src/testing/index.js';
import { type VerifyHocBaOptions, verifyHocBa } from '../../src/verification/index.js';
import { moiCapHocSchema, thcsHocBa, thcsLayout } from '../record-xml/thcs.js';

/*
 * Level is data: a level that no file under src knows (one branch of the model, one layout from JSON) is written, planned, signed by its
 * subject teachers and everybody else, packed, unpacked, verified, and one changed average is found.
 */
const at = new Date('2024-06-03T00:00:00Z');
const devCa = await createDevCa({ notBefore: new Date('2024-01-01'), notAfter: new Date('2034-01-01') });
const known = { layouts: [...BUILT_IN_LAYOUTS, thcsLayout()], schema: moiCapHocSchema };
const trust = {
  anchors: devCa.anchors,
  intermediates: Object.values(devCa.authorities).map(({ certificate }) => certificate),
};
const everybodyMay: Pick<VerifyHocBaOptions, 'authority' | 'revocation'> = {
  authority: () => 'authorised',
  revocation: () => ({ status: 'good' }),
};

async function signed() {
  let file = writeHocBa(thcsHocBa(), { layout: thcsLayout(), schema: moiCapHocSchema });
  const steps: readonly (readonly [
    DevIdentityName,
    'giaoVienBoMon' | 'giaoVienChuNhiem' | 'canBoQuanLy' | 'phatHanh',
    string?,
  ])[] = [
    ['giaoVienBoMon', 'giaoVienBoMon', 'gv-1'],
    ['giaoVienBoMon', 'giaoVienBoMon', 'gv-2'],
    ['giaoVienBoMon', 'giaoVienBoMon', 'gv-3'],
    ['giaoVienChuNhiem', 'giaoVienChuNhiem'],
    ['canBoQuanLy', 'canBoQuanLy'],
    ['phatHanh', 'phatHanh'],
  ];
  let minutes = 0;
  for (const [name, role, key] of steps) {
    const identity = await devCa.identity(name);
    const signer = cryptoKeySigner({ ...identity, algorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256' });
    file = await signHocBa(file, {
      role,
      signer,
      receiver: RECEIVER_DUAL,
      signingTime: new Date(Date.UTC(2024, 4, 31, 2, minutes++)),
      ...(key === undefined ? {} : { key }),
    });
  }
  return file;
}

test('a level that src does not know is signed, packed and verified', async () => {
  const file = await signed();
  expect((await planSigning(file)).nextActions).toEqual([{ code: 'submit', role: null }]);

  const seal = await devCa.identity('phatHanh');
  const [part] = await packTransaction([file], {
    signer: cryptoKeySigner({ ...seal, algorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256' }),
    signingTime: at,
  });
  const { xml } = await decodeContent(await encodeContent(part!.xml));
  const { records } = openTransaction(xml, known);
  expect(extractRecord(records[0]!).bytes).toEqual(file.bytes);

  const [received] = openHocBaList(xml, known);
  expect(readHocBa(received!).hocBa).toEqual(thcsHocBa());
  const report = await verifyHocBa(received!, { trust, at, ...everybodyMay });
  // The layout has no tag for a subject teacher's personal id: whose certificate it is cannot be proved, and is not claimed.
  const open = report.checks.filter(
    ({ level, outcome }) => level === 'fail' && outcome !== 'passed' && outcome !== 'notRun',
  );
  expect(open.map(({ code, role, reason }) => [code, role, reason])).toEqual(
    Array.from({ length: 3 }, () => ['identity', 'giaoVienBoMon', 'IDENTITY_NOT_PROVABLE']),
  );
  expect(report.conclusion).toBe('indeterminate');
  expect(report.roles.map(({ role, key, core }) => [role, key, core])).toEqual([
    ['giaoVienBoMon', 'gv-1', 'valid'],
    ['giaoVienBoMon', 'gv-2', 'valid'],
    ['giaoVienBoMon', 'gv-3', 'valid'],
    ['giaoVienChuNhiem', null, 'valid'],
    ['canBoQuanLy', null, 'valid'],
    ['phatHanh', null, 'valid'],
  ]);
});

test('a changed average breaks its own teacher and those above, not the other teachers', async () => {
  const file = await signed();
  const text = new TextDecoder().decode(file.bytes);
  expect(text.split('<DIEM_TRUNG_BINH>8.6</DIEM_TRUNG_BINH>')).toHaveLength(2);
  const forged = new TextEncoder().encode(text.replace('<DIEM_TRUNG_BINH>8.6<', '<DIEM_TRUNG_BINH>9.6<'));
  const report = await verifyHocBa(openHocBa(forged, known), { trust, at, ...everybodyMay });
  expect(report.conclusion).toBe('totalFailed');
  expect(report.subIndication).toBe('HASH_FAILURE');
  const broken = report.roles.filter(({ core }) => core === 'invalid').map(({ role, key }) => [role, key]);
  expect(broken).toEqual([
    ['giaoVienBoMon', 'gv-2'],
    ['giaoVienChuNhiem', null],
    ['canBoQuanLy', null],
    ['phatHanh', null],
  ]);
});

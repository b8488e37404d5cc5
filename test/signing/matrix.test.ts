/* Every profile × layout × algorithm × receiver: the record is signed by its roles, alone and in a list, and three engines agree. */
import { describe, expect, test } from 'vitest';
import { cv2088, phatHanh2025 } from '../../src/record-xml/index.js';
import { RECEIVER_CV2088, RECEIVER_DUAL, RECEIVER_XADES, type Receiver } from '../../src/signing/index.js';
import { verifyHocBa, verifyHocBaList } from '../../src/verification/index.js';
import {
  allPorts,
  listOf,
  PSS_SHA256,
  ROLES,
  signed,
  signerOf,
  specimenNumber,
  specimenWithSubjectTeacher,
} from './kit.js';
import { holdsByOpenssl } from './openssl.js';
import { judgeByXmlsec1 } from './xmlsec1.js';

const RECEIVERS: Readonly<Record<string, Receiver>> = {
  cv2088: RECEIVER_CV2088,
  xadesB: RECEIVER_XADES,
  dual: RECEIVER_DUAL,
  'dual, SigningTime in the dsig namespace': { ...RECEIVER_DUAL, signingTimeNamespace: 'dsig' },
  'dual, inclusive': { ...RECEIVER_DUAL, c14n: 'inclusive' },
  'cv2088, exclusive, with order references': {
    ...RECEIVER_CV2088,
    c14n: 'exclusive',
    orderReferences: true,
    maxReferences: 9,
  },
  'dual without order references, without salt, fixed Ids': {
    ...RECEIVER_DUAL,
    orderReferences: false,
    saltId: false,
    idScheme: 'fixed',
  },
  'dual, SHA-512 digests': { ...RECEIVER_DUAL, digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha512' },
};
const KEYS = {
  'RSA-2048': {},
  'RSA-2048, PSS': { algorithm: PSS_SHA256 },
  'P-256': { key: 'P-256' },
  'P-384': { key: 'P-384' },
  'P-521': { key: 'P-521' },
} as const;

describe.each(Object.entries(RECEIVERS))('%s', (_, receiver) => {
  const own = receiver.profile === 'dual' ? 3 : 2;
  const expected = ROLES.map((__, earlier) => {
    const count = own + (receiver.orderReferences ? earlier : 0);
    return `ok ${count}/${count}`;
  });

  test.each([cv2088, phatHanh2025])('layout $id', async (layout) => {
    const file = await signed({ receiver, layout });
    expect(judgeByXmlsec1(file.bytes, 3)).toEqual(expected);
    const report = await verifyHocBa(file, await allPorts());
    expect(report.roles.filter((role) => role.present).map(({ core, conclusion }) => [core, conclusion])).toEqual(
      ROLES.map(() => ['valid', 'totalPassed']),
    );
    expect(report.conclusion).toBe('totalPassed');
    expect(report.layout).toBe(layout.id);
  });

  test('in a list with another record', async () => {
    if (receiver.idScheme === 'fixed') {
      // Two records with the same Ids: each holds in its own scope, and the finding says that others may refuse the file.
      const file = await signed({ receiver });
      const reports = await verifyHocBaList(listOf(file, await signed({ receiver })), await allPorts());
      expect(reports.map(({ conclusion }) => conclusion)).toEqual(['totalPassed', 'totalPassed']);
      const ids = reports.map(({ checks }) => checks.find(({ code }) => code === 'idsUnique'));
      expect(ids.map((check) => check?.reason)).toEqual(['ID_NOT_UNIQUE_IN_DOCUMENT', 'ID_NOT_UNIQUE_IN_DOCUMENT']);
      return;
    }
    const records = [1, 2].map((number) => signed({ receiver, hocBa: specimenNumber(number) }));
    const list = listOf(...(await Promise.all(records)));
    expect(judgeByXmlsec1(list, 6)).toEqual([...expected, ...expected]);
    const reports = await verifyHocBaList(list, await allPorts());
    expect(reports.map(({ conclusion }) => conclusion)).toEqual(['totalPassed', 'totalPassed']);
  });
});

test.each(Object.entries(KEYS))('every role with %s', async (_, key) => {
  for (const receiver of [RECEIVER_CV2088, RECEIVER_XADES, RECEIVER_DUAL]) {
    const signers = {
      giaoVienChuNhiem: await signerOf('giaoVienChuNhiem', key),
      canBoQuanLy: await signerOf('canBoQuanLy', key),
      phatHanh: await signerOf('phatHanh', key),
    };
    const file = await signed({ receiver, signers });
    const count = (earlier: number) => (receiver.profile === 'dual' ? 3 : 2) + (receiver.orderReferences ? earlier : 0);
    // Debian's xmlsec1 (1.2) has no RSA-PSS: there libxml2 makes the canonical SignedInfo and OpenSSL judges the value.
    if (key === KEYS['RSA-2048, PSS']) for (const role of ROLES) expect(holdsByOpenssl(file, role)).toBe(true);
    else expect(judgeByXmlsec1(file.bytes, 3)).toEqual([0, 1, 2].map((at) => `ok ${count(at)}/${count(at)}`));
    const report = await verifyHocBa(file, await allPorts());
    expect([receiver.id, report.conclusion]).toEqual([receiver.id, 'totalPassed']);
  }
});

test('subject teachers sign their rows, the homeroom teacher the inner block, the others the whole', async () => {
  const hocBa = specimenWithSubjectTeacher();
  const roles = ['giaoVienBoMon', ...ROLES] as const;
  for (const receiver of [RECEIVER_XADES, RECEIVER_DUAL]) {
    const file = await signed({ receiver, layout: phatHanh2025, hocBa, roles });
    const own = receiver.profile === 'dual' ? 2 : 1;
    const counts = [2 + own, 1 + 1 + own, 1 + 2 + own, 1 + 3 + own];
    expect(judgeByXmlsec1(file.bytes, 4)).toEqual(counts.map((count) => `ok ${count}/${count}`));
    const report = await verifyHocBa(file, await allPorts());
    expect(report.roles.map(({ role, key, conclusion }) => [role, key, conclusion])).toEqual([
      ['giaoVienBoMon', 'GV01', 'totalPassed'],
      ['giaoVienChuNhiem', null, 'totalPassed'],
      ['canBoQuanLy', null, 'totalPassed'],
      ['phatHanh', null, 'totalPassed'],
    ]);
    expect(report.conclusion).toBe('totalPassed');
  }
});

test('the peer looks at what it should: one changed letter breaks every signature', async () => {
  const file = await signed();
  const changed = new TextEncoder().encode(new TextDecoder().decode(file.bytes).replace('>10<', '>9<'));
  expect(judgeByXmlsec1(changed, 3).map((one) => one.split(' ')[0])).toEqual(['failed', 'failed', 'failed']);
});

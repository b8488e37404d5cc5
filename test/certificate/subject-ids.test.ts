import { expect, test } from 'vitest';
import { parseCertificate, readCertificates, type SubjectAttribute } from '../../src/certificate/index.js';
import { issue, withOpenSsl } from './fixtures.js';

const CN: SubjectAttribute = { type: 'CN', value: 'Trường thử nghiệm' };

async function idsOf(...subject: SubjectAttribute[]) {
  const { certificate } = await issue('', null, { subject });
  return certificate.subjectIds;
}

test.each([
  ['MST:0000000001', { kind: 'MST', value: '0000000001', irregularities: [] }],
  ['MST:0000000001-029', { kind: 'MST', value: '0000000001', branch: '029', irregularities: [] }],
  ['MST:0000000001029', { kind: 'MST', value: '0000000001', branch: '029', irregularities: [] }],
  ['CCCD:000000000004', { kind: 'CCCD', value: '000000000004', irregularities: [] }],
  ['CMND:012345678', { kind: 'CMND', value: '012345678', irregularities: [] }],
  ['HC:B1234567', { kind: 'HC', value: 'B1234567', irregularities: [] }],
  ['BHXH:0123456789', { kind: 'BHXH', value: '0123456789', irregularities: [] }],
  ['PID:A-1.2', { kind: 'PID', value: 'A-1.2', irregularities: [] }],
  ['PPID:77', { kind: 'PPID', value: '77', irregularities: [] }],
  ['MNS:1234567', { kind: 'MNS', value: '1234567', irregularities: [] }],
  ['cccd:000000000004', { kind: 'CCCD', value: '000000000004', irregularities: ['prefixCase'] }],
  [' CCCD : 000 000 000 004 ', { kind: 'CCCD', value: '000000000004', irregularities: ['spaces'] }],
  ['mst: 0000000001', { kind: 'MST', value: '0000000001', irregularities: ['prefixCase', 'spaces'] }],
  ['CCCD:00000000000O', { kind: 'CCCD', value: '00000000000O', irregularities: ['value'] }],
  ['CCCD:', { kind: 'CCCD', value: '', irregularities: ['value'] }],
])('%s is read as what it is', async (value, expected) => {
  expect(await idsOf(CN, { type: 'UID', value })).toEqual([expected]);
});

test('two identifiers are read in either order, wherever they stand, and keep the order of the name', async () => {
  const mst: SubjectAttribute = { type: 'UID', value: 'MST:0000000001' };
  const cccd: SubjectAttribute = { type: '0.9.2342.19200300.100.1.1', value: 'CCCD:000000000004' };
  const kinds = async (...subject: SubjectAttribute[]) => (await idsOf(...subject)).map(({ kind }) => kind);
  expect(await kinds(mst, CN, cccd)).toEqual(['MST', 'CCCD']);
  expect(await kinds(cccd, mst, CN)).toEqual(['CCCD', 'MST']);
  expect(new Set(await kinds(CN, { ...mst, joined: true }, { ...cccd, joined: true }))).toEqual(
    new Set(['MST', 'CCCD']),
  );
});

test.each(['utf8', 'printable', 'ia5', 't61', 'bmp'] as const)(
  'a UID written as %s is the same UID',
  async (encoding) => {
    expect(await idsOf(CN, { type: 'UID', value: 'MST:0000000001-029', encoding })).toEqual([
      { kind: 'MST', value: '0000000001', branch: '029', irregularities: [] },
    ]);
  },
);

test('a UID in another attribute, an unknown prefix and a UID without prefix are no identifiers', async () => {
  expect(
    await idsOf(
      { type: 'CN', value: 'MST:0000000001' },
      { type: 'serialNumber', value: 'CCCD:000000000004' },
      { type: 'UID', value: 'VAT:0000000001' },
      { type: 'UID', value: '0000000001' },
      { type: 'UID', value: 'constructor:1' },
    ),
  ).toEqual([]);
});

test('a prefix hidden in text, or letters that look like it, do not make an identifier', async () => {
  expect(
    await idsOf(
      { type: 'UID', value: 'xMST:0000000001' },
      { type: 'UID', value: 'СCCD:000000000004' }, // Cyrillic Es
      { type: 'UID', value: 'DN=MST:0000000001' },
    ),
  ).toEqual([]);
});

test.each([
  ['utf8only', '0x2000'],
  ['PrintableString', '0x0002'],
  ['BMPString', '0x0800'],
  ['T61String', '0x0004'],
])('openssl prints the UIDs that are read from a certificate it made with %s', async (_, mask) => {
  await withOpenSsl((openssl) => {
    openssl.write(
      'req.cnf',
      `[req]\nprompt=no\nstring_mask=MASK:${mask}\ndistinguished_name=dn\n[dn]\nC=VN\n0.UID=CCCD:000000000004\nCN=Thu nghiem\n1.UID=MST:0000000001-029\n`,
    );
    openssl.run(
      'req -x509 -config req.cnf -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout k.pem -out c.pem -days 2'.split(
        ' ',
      ),
    );
    const printed = openssl.run('x509 -in c.pem -noout -subject -nameopt multiline,-esc_msb,utf8'.split(' '));
    const uids = [...printed.matchAll(/userId\s*= (.*)/g)].map((match) => match[1]);
    const [certificate] = readCertificates(new TextEncoder().encode(openssl.run(['x509', '-in', 'c.pem'])));
    expect(
      certificate!.subjectIds.map(({ kind, value, branch }) => `${kind}:${value}${branch ? `-${branch}` : ''}`),
    ).toEqual(uids);
    expect(uids).toHaveLength(2);
    expect(parseCertificate(certificate!.der)).toBe(certificate);
  });
});

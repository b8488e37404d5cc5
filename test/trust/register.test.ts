import { beforeAll, expect, test } from 'vitest';
import { parseCertificate, type SubjectAttribute } from '../../src/certificate/index.js';
import {
  createRegister,
  type OpenListOptions,
  openRegister,
  openTrustList,
  type RegisterAnswer,
  type RegisterInput,
  type RegisterRole,
  registerAuthority,
} from '../../src/trust/index.js';
import type { AuthorityPort } from '../../src/verification/index.js';
import { AT, fingerprintOf, MA_TRUONG, makePeople, type People, registerInput } from './fixtures.js';

let people: People;

beforeAll(async () => {
  people = await makePeople();
});

const make = (over: Partial<RegisterInput> = {}) => createRegister(registerInput(people, over), people.signer);
const open = async (over: Partial<RegisterInput> = {}, options: Partial<OpenListOptions> = {}) =>
  openRegister(await make(over), { pinned: [people.pin], at: AT, ...options });
const refuses = (promise: Promise<unknown>, code: string, params: Record<string, unknown> = {}) =>
  expect(promise).rejects.toMatchObject({ code, params });

type School = RegisterInput['nhaTruong'][0];

interface Question {
  readonly role?: RegisterRole;
  readonly maTruong?: string;
  readonly at?: Date;
  readonly now?: Date;
}

/** The answer of a register about a certificate (DER). */
async function ask(
  over: Partial<RegisterInput>,
  certificate: Uint8Array,
  { role = 'phatHanh', maTruong = MA_TRUONG, at = AT, now = AT }: Question = {},
): Promise<RegisterAnswer> {
  const port: AuthorityPort = registerAuthority(await open(over), { clock: () => now });
  return port({ role, maTruong, certificate: parseCertificate(certificate), at });
}

const school = (over: Partial<School>): Partial<RegisterInput> => ({ nhaTruong: [{ maTruong: MA_TRUONG, ...over }] });

/** A certificate of the official-use authority for any subject. */
async function issued(...uids: readonly string[]): Promise<Uint8Array> {
  const subject: SubjectAttribute[] = [
    { type: 'CN', value: 'Thử nghiệm' },
    ...uids.map((value) => ({ type: 'UID', value })),
  ];
  return (await people.ca.identity('phatHanh', { subject })).certificate;
}

test('the school’s own seal and its own principal are authorised, each in its role', async () => {
  const { seal, principal } = people;
  expect(await ask({}, seal.certificate)).toBe('authorised');
  expect(await ask({}, principal.certificate, { role: 'canBoQuanLy' })).toBe('authorised');
  expect(await ask({}, seal.certificate, { role: 'canBoQuanLy' })).toBe('notAuthorised');
  expect(await ask({}, principal.certificate)).toBe('notAuthorised');
});

test('the fake school: anybody’s certificate and a company’s are not authorised for a school that is listed', async () => {
  expect(await ask({}, people.company.certificate)).toBe('notAuthorised');
  expect(await ask({}, people.person.certificate, { role: 'canBoQuanLy' })).toBe('notAuthorised');
  // For a school that nobody knows, nothing is known.
  expect(await ask({}, people.company.certificate, { maTruong: '79000002' })).toBe('unknown');
  expect(await ask({}, people.seal.certificate, { maTruong: '79000002' })).toBe('unknown');
  expect(await ask({}, people.seal.certificate, { maTruong: '' })).toBe('unknown');
});

test('teachers are the school’s own affair: unknown, whoever they are', async () => {
  for (const role of ['giaoVienChuNhiem', 'giaoVienBoMon'] as const)
    expect(await ask({}, people.principal.certificate, { role })).toBe('unknown');
});

test('a register that is not in force answers unknown, at the present and not at the stated time', async () => {
  const { certificate } = people.seal;
  const end = new Date('2025-07-01T00:00:00Z');
  expect(await ask({}, certificate, { now: new Date(end.getTime() - 1000) })).toBe('authorised');
  expect(await ask({}, certificate, { now: end })).toBe('unknown');
  expect(await ask({}, certificate, { now: new Date('2025-05-01T00:00:00Z') })).toBe('unknown');
  expect(await ask({}, people.company.certificate, { now: end })).toBe('unknown');
  // An old signature judged today by a register of today.
  expect(await ask({}, certificate, { at: new Date('2024-12-01T00:00:00Z') })).toBe('authorised');
  // The clock is the machine's unless said otherwise, and this register ended in 2025.
  const port = registerAuthority(await open());
  const question = {
    role: 'phatHanh',
    maTruong: MA_TRUONG,
    certificate: parseCertificate(certificate),
    at: AT,
  } as const;
  expect(port(question)).toBe('unknown');
});

test('terms of office: days in Vietnam, both ends included', async () => {
  const { certificate } = people.principal;
  const at = (text: string) => ask({}, certificate, { role: 'canBoQuanLy', at: new Date(text) });
  expect(await at('2024-09-05T00:00:00+07:00')).toBe('authorised');
  expect(await at('2024-09-04T17:00:00Z')).toBe('authorised');
  // A second earlier is a day on which the register does not claim to know everybody.
  expect(await at('2024-09-04T16:59:59Z')).toBe('unknown');
  expect(await at('2029-09-04T23:59:59+07:00')).toBe('authorised');
  expect(await at('2029-09-05T00:00:00+07:00')).toBe('notAuthorised');
  expect(await at('not a time')).toBe('unknown');
  // Before completeFrom an absent entry means nothing, for anybody.
  const before = new Date('2023-01-01T00:00:00Z');
  expect(await ask({}, people.company.certificate, { at: before })).toBe('unknown');
});

test('a school without principals or seals in the register: unknown, never a no', async () => {
  const { principal, seal } = people;
  expect(await ask(school({}), principal.certificate, { role: 'canBoQuanLy' })).toBe('unknown');
  expect(await ask(school({}), seal.certificate)).toBe('unknown');
});

test('a seal by tax code: the organisation’s certificates, and no person’s', async () => {
  const byCode = (maSoThue: string, chiNhanh: string | null = null) =>
    school({ seals: [{ holder: { maSoThue, chiNhanh } }] });
  expect(await ask(byCode('0000000001'), people.seal.certificate)).toBe('authorised');
  expect(await ask(byCode('0000000002'), people.seal.certificate)).toBe('notAuthorised');
  expect(await ask(byCode('0000000002'), people.company.certificate)).toBe('authorised');
  // An employee's certificate names the school too.
  expect(await ask(byCode('0000000001'), people.principal.certificate)).toBe('notAuthorised');
  for (const person of ['CCCD:000000000001', 'CMND:000000001', 'HC:B1234567', 'BHXH:0123456789', 'PID:1'])
    expect(await ask(byCode('0000000001'), await issued('MST:0000000001', person))).toBe('notAuthorised');
  expect(await ask(byCode('0000000001'), await issued('MST:0000000001', 'MNS:1234567'))).toBe('authorised');
  // A branch is another unit, in both directions; two codes identify nobody; a number of the wrong length neither.
  expect(await ask(byCode('0000000001'), await issued('MST:0000000001-029'))).toBe('notAuthorised');
  expect(await ask(byCode('0000000001', '029'), await issued('MST:0000000001-029'))).toBe('authorised');
  expect(await ask(byCode('0000000001', '029'), await issued('MST:0000000001-030'))).toBe('notAuthorised');
  expect(await ask(byCode('0000000001', '029'), await issued('MST:0000000001'))).toBe('notAuthorised');
  expect(await ask(byCode('0000000001'), await issued('MST:0000000001', 'MST:0000000002'))).toBe('notAuthorised');
  expect(await ask(byCode('0000000001'), await issued('MST:00000000010000'))).toBe('notAuthorised');
});

test('a principal by citizen id: one id, of the right form, whatever else the certificate names', async () => {
  const byId = (soDinhDanhCaNhan: string) =>
    school({ canBoQuanLy: [{ holder: { soDinhDanhCaNhan }, chucVu: 'Hiệu trưởng' }] });
  const role = { role: 'canBoQuanLy' } as const;
  expect(await ask(byId('000000000011'), await issued('MST:0000000001', 'CCCD:000000000011'), role)).toBe('authorised');
  expect(await ask(byId('000000000011'), await issued('CCCD:000000000011', 'MST:0000000001'), role)).toBe('authorised');
  expect(await ask(byId('000000000011'), await issued('CCCD:000000000012'), role)).toBe('notAuthorised');
  expect(await ask(byId('000000000011'), await issued('CMND:000000000011'), role)).toBe('notAuthorised');
  expect(await ask(byId('000000000011'), await issued('CCCD:000000000011', 'CCCD:000000000012'), role)).toBe(
    'notAuthorised',
  );
  expect(await ask(byId('000000000011'), people.seal.certificate, role)).toBe('notAuthorised');
});

test('a gateway’s register: a seal must be approved too, and an empty list approves none', async () => {
  const { seal, company } = people;
  const entry = { holder: { maSoThue: '0000000001', chiNhanh: null } } as const;
  const approved = [{ fingerprint: fingerprintOf(seal), from: '2025-01-01', until: '2025-12-31' }];
  expect(await ask(school({ seals: [entry], approvals: approved }), seal.certificate)).toBe('authorised');
  expect(await ask(school({ approvals: approved }), seal.certificate)).toBe('authorised');
  expect(await ask(school({ approvals: approved }), company.certificate)).toBe('notAuthorised');
  expect(await ask(school({ seals: [entry], approvals: [] }), seal.certificate)).toBe('notAuthorised');
  const wrong = [{ fingerprint: fingerprintOf(company) }];
  // Approved, but not the school's; and the school's, but not approved.
  expect(await ask(school({ seals: [entry], approvals: wrong }), company.certificate)).toBe('notAuthorised');
  expect(await ask(school({ seals: [entry], approvals: wrong }), seal.certificate)).toBe('notAuthorised');
  const before = { at: new Date('2024-12-01T00:00:00Z') };
  expect(await ask(school({ seals: [entry], approvals: approved }), seal.certificate, before)).toBe('notAuthorised');
});

test('several registers: each for its schools; contradiction is unknown', async () => {
  const { seal, company } = people;
  const certificate = parseCertificate(seal.certificate);
  const mine = await open();
  const elsewhere = await open({ id: 'so-khac', nhaTruong: [{ maTruong: '01000001' }] });
  const denies = await open({
    id: 'so-khac-2',
    ...school({ seals: [{ holder: { fingerprint: fingerprintOf(company) } }] }),
  });
  const question = { role: 'phatHanh', maTruong: MA_TRUONG, certificate, at: AT } as const;
  const clock = () => AT;
  expect(registerAuthority([elsewhere, mine], { clock })(question)).toBe('authorised');
  expect(registerAuthority([mine, denies], { clock })(question)).toBe('unknown');
  expect(registerAuthority([denies], { clock })(question)).toBe('notAuthorised');
  expect(registerAuthority([elsewhere], { clock })(question)).toBe('unknown');
  expect(registerAuthority([], { clock })(question)).toBe('unknown');
});

test('what is not well formed is refused by place, and no value of a person shows', async () => {
  const bad = (over: object) => make(over as Partial<RegisterInput>);
  const entry = (part: object) => bad({ nhaTruong: [{ maTruong: MA_TRUONG, ...part }] });
  await refuses(bad({ completeFrom: '2024-02-30' }), 'ERR_TRUST_MALFORMED', { path: 'completeFrom' });
  await refuses(bad({ nhaTruong: [{ maTruong: 'A' }, { maTruong: 'A' }] }), 'ERR_TRUST_MALFORMED', {
    path: 'nhaTruong[1].maTruong',
  });
  const office = { chucVu: 'Hiệu trưởng', holder: { soDinhDanhCaNhan: '12345' } };
  const error = await entry({ canBoQuanLy: [office] }).catch((cause: unknown) => cause);
  expect(error).toMatchObject({
    code: 'ERR_TRUST_MALFORMED',
    params: { path: 'nhaTruong[0].canBoQuanLy[0].soDinhDanhCaNhan' },
  });
  expect(JSON.stringify(error)).not.toContain('12345');
  await refuses(entry({ seals: [{ holder: { maSoThue: '1', chiNhanh: null } }] }), 'ERR_TRUST_MALFORMED');
  await refuses(entry({ seals: [{ holder: { fingerprint: 'ab' } }] }), 'ERR_TRUST_MALFORMED');
  await refuses(
    entry({ seals: [{ holder: { fingerprint: 'a'.repeat(64) }, from: '2025-02-01', until: '2025-01-01' }] }),
    'ERR_TRUST_MALFORMED',
    { path: 'nhaTruong[0].seals[0].until' },
  );
  await refuses(
    entry({ canBoQuanLy: [{ holder: { fingerprint: 'a'.repeat(64) }, chucVu: '' }] }),
    'ERR_TRUST_MALFORMED',
  );
});

test('a register is no trust list', async () => {
  await refuses(openTrustList(await make(), { pinned: [people.pin], at: AT }), 'ERR_TRUST_KIND', {
    expected: 'trustList',
    found: 'register',
  });
});

test('a register of two thousand schools answers for the last as for the first', async () => {
  const holder = { fingerprint: fingerprintOf(people.seal) };
  const nhaTruong = Array.from({ length: 2000 }, (_, index) => ({
    maTruong: `79${String(index).padStart(6, '0')}`,
    seals: [{ holder }],
  }));
  const port = registerAuthority(await open({ nhaTruong }), { clock: () => AT });
  const certificate = parseCertificate(people.seal.certificate);
  for (const maTruong of ['79000000', '79001999'])
    expect(port({ role: 'phatHanh', maTruong, certificate, at: AT })).toBe('authorised');
  expect(port({ role: 'phatHanh', maTruong: '79002000', certificate, at: AT })).toBe('unknown');
});

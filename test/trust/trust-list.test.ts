import { execFileSync } from 'node:child_process';
import { webcrypto } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { parseCertificate, verifyPath } from '../../src/certificate/index.js';
import { isHocBaSoError } from '../../src/errors/index.js';
import {
  anchorsFor,
  createRegister,
  createTrustList,
  memoryNumberStore,
  type OpenListOptions,
  openRegister,
  openTrustList,
  type TrustListInput,
} from '../../src/trust/index.js';
import { completeXmlSignature, prepareXmlSignature } from '../../src/xades/index.js';
import { parseXml } from '../../src/xml/index.js';
import { peer } from '../peers.js';
import { AT, makePeople, type People, RSA_SHA256, registerInput, signerOf, trustListInput } from './fixtures.js';

let people: People;
let bytes: Uint8Array;
let text: string;

beforeAll(async () => {
  people = await makePeople();
  bytes = await createTrustList(trustListInput(people), people.signer);
  text = new TextDecoder().decode(bytes);
});

const open = (file: Uint8Array | string = bytes, options: Partial<OpenListOptions> = {}) =>
  openTrustList(typeof file === 'string' ? new TextEncoder().encode(file) : file, {
    pinned: [people.pin],
    at: AT,
    ...options,
  });
const make = (over: Partial<TrustListInput>) => createTrustList(trustListInput(people, over), people.signer);
const refuses = (promise: Promise<unknown>, code: string, params: Record<string, unknown> = {}) =>
  expect(promise).rejects.toMatchObject({ code, params });

test('a list that was made opens, and says what was put in', async () => {
  const list = await open();
  expect(list).toMatchObject({
    kind: 'trustList',
    version: 1,
    id: 'tin-cay-thu-nghiem',
    number: 3,
    issuedAt: new Date('2025-06-01T00:00:00Z'),
    nextUpdate: new Date('2025-07-01T00:00:00Z'),
    openedAt: AT,
    rollback: 'notCheckable',
  });
  expect(list.signer.fingerprint).toBe(people.pin);
  expect(list.anchors.map(({ family, scopes, source }) => [family, scopes, source])).toEqual([
    ['vgca', ['person', 'schoolSeal'], 'So sánh với dấu vân tay đã công bố (thử nghiệm)'],
    ['neac', ['person', 'timeStamping'], null],
  ]);
  expect(list.intermediates).toHaveLength(2);
  // The same input, the same payload.
  const again = await createTrustList(trustListInput(people), people.signer);
  expect((await open(again)).sha256).toBe(list.sha256);
});

test('anchors by purpose: both families side by side, and each only for what it is trusted for', async () => {
  const list = await open();
  const names = (scope: Parameters<typeof anchorsFor>[1], at?: Date) =>
    anchorsFor(list, scope, at).map(({ commonName }) => commonName);
  expect(names('person')).toEqual(['CA công vụ gốc (thử nghiệm)', 'CA quốc gia gốc (thử nghiệm)']);
  expect(names('schoolSeal')).toEqual(['CA công vụ gốc (thử nghiệm)']);
  expect(names('timeStamping')).toEqual(['CA quốc gia gốc (thử nghiệm)']);
  const path = (der: Uint8Array, scope: Parameters<typeof anchorsFor>[1]) =>
    verifyPath(parseCertificate(der), { anchors: anchorsFor(list, scope), intermediates: list.intermediates, at: AT });
  expect((await path(people.seal.certificate, 'schoolSeal')).status).toBe('passed');
  // A company's certificate of the public family is no school's seal.
  expect((await path(people.company.certificate, 'person')).status).toBe('passed');
  expect((await path(people.company.certificate, 'schoolSeal')).status).toBe('indeterminate');
});

test('a list not in force trusts nobody, though it opens', async () => {
  const late = new Date('2025-07-01T00:00:00Z');
  const list = await open(bytes, { at: late });
  expect(anchorsFor(list, 'person')).toEqual([]);
  expect(anchorsFor(list, 'person', new Date(late.getTime() - 1000))).toHaveLength(2);
  expect(anchorsFor(await open(), 'person', late)).toEqual([]);
  expect(anchorsFor(await open(), 'person', new Date('2025-05-31T00:00:00Z'))).toEqual([]);
});

test('an anchor can be trusted from a day on and be withdrawn', async () => {
  const [first, second] = trustListInput(people).anchors as [
    TrustListInput['anchors'][0],
    TrustListInput['anchors'][0],
  ];
  const instant = (day: number) => new Date(Date.UTC(2025, 5, day));
  const list = await open(
    await make({
      anchors: [
        { ...first, from: instant(10) },
        { ...second, until: instant(20) },
      ],
    }),
  );
  const count = (day: number) => anchorsFor(list, 'person', instant(day)).length;
  expect([5, 10, 15, 20, 25].map(count)).toEqual([1, 2, 2, 1, 1]);
});

test('who signs: a pinned certificate or key, and nobody else', async () => {
  const { spki } = parseCertificate(people.publisher.certificate);
  const hex = Buffer.from(await webcrypto.subtle.digest('SHA-256', Uint8Array.from(spki))).toString('hex');
  expect((await open(bytes, { pinned: [hex] })).number).toBe(3);
  expect((await open(bytes, { pinned: ['00'.repeat(32), people.pin.toUpperCase()] })).number).toBe(3);
  await refuses(open(bytes, { pinned: [] }), 'ERR_TRUST_SIGNER', { fingerprint: people.pin });
  await refuses(open(bytes, { pinned: ['00'.repeat(32)] }), 'ERR_TRUST_SIGNER');
  await refuses(open(bytes, { pinned: ['no hash'] }), 'ERR_ARGUMENT_INVALID', { argument: 'pinned' });
  // A stranger's list is well signed and not believed.
  const strange = await createTrustList(trustListInput(people), signerOf(people.company));
  await refuses(open(strange), 'ERR_TRUST_SIGNER');
});

test('a new certificate for the same key is known by the key', async () => {
  const renewed = await people.ca.identity('otherOrganization', {
    subject: [{ type: 'CN', value: 'Sở Giáo dục và Đào tạo (thử nghiệm)' }],
    notAfter: new Date('2026-06-01T00:00:00Z'),
  });
  const file = await createTrustList(trustListInput(people), signerOf(renewed));
  await refuses(open(file), 'ERR_TRUST_SIGNER');
  const { spki } = parseCertificate(people.publisher.certificate);
  const hex = Buffer.from(await webcrypto.subtle.digest('SHA-256', Uint8Array.from(spki))).toString('hex');
  expect((await open(file, { pinned: [hex] })).number).toBe(3);
});

test('roll-back: an older number, and another list of the same number, are refused; without a store the result says so', async () => {
  const store = memoryNumberStore();
  const number = (value: number, publisher = 'Sở') => make({ number: value, publisher });
  const [three, four, otherFour] = [await number(3), await number(4), await number(4, 'Kẻ khác')];
  expect((await open(three, { store })).rollback).toBe('checked');
  expect((await open(three, { store })).number).toBe(3);
  expect((await open(four, { store })).number).toBe(4);
  await refuses(open(three, { store }), 'ERR_TRUST_ROLLBACK', { number: 3, highest: 4 });
  await refuses(open(otherFour, { store }), 'ERR_TRUST_FORK', { number: 4 });
  expect((await open(four, { store })).number).toBe(4);
  expect((await open(three)).rollback).toBe('notCheckable');
  // Another series has numbers of its own.
  expect((await open(await make({ id: 'khac', number: 1 }), { store })).number).toBe(1);
  // A list that is refused for another reason leaves no trace.
  const fresh = memoryNumberStore();
  await refuses(open(four, { store: fresh, pinned: [] }), 'ERR_TRUST_SIGNER');
  await refuses(open(four, { store: fresh, at: new Date('2025-05-01T00:00:00Z') }), 'ERR_TRUST_DATES');
  expect((await open(three, { store: fresh })).number).toBe(3);
});

test('dates: from the future, in the wrong order, outside the life of the signer’s certificate', async () => {
  await refuses(open(bytes, { at: new Date('2025-05-31T23:54:59Z') }), 'ERR_TRUST_DATES', { reason: 'future' });
  expect((await open(bytes, { at: new Date('2025-05-31T23:55:00Z') })).number).toBe(3);
  await refuses(make({ nextUpdate: new Date('2025-06-01T00:00:00Z') }), 'ERR_TRUST_DATES', { reason: 'order' });
  const early = { issuedAt: new Date('2023-06-01T00:00:00Z') };
  await refuses(make(early), 'ERR_TRUST_DATES', { reason: 'signerPeriod' });
  await refuses(make({ issuedAt: new Date(Number.NaN) }), 'ERR_ARGUMENT_INVALID');
});

test('the wrong kind, the wrong series, a version of tomorrow', async () => {
  await refuses(openRegister(bytes, { pinned: [people.pin], at: AT }), 'ERR_TRUST_KIND', {
    expected: 'register',
    found: 'trustList',
  });
  await refuses(open(bytes, { id: 'khac' }), 'ERR_TRUST_KIND', { expected: 'khac' });
  expect((await open(bytes, { id: 'tin-cay-thu-nghiem' })).number).toBe(3);
  // Version and kind are signed: an edited one is a broken signature, not another version.
  await refuses(open(text.replace('Version="1"', 'Version="2"')), 'ERR_TRUST_SIGNATURE');
});

test('what is not well formed is refused by place, without its value', async () => {
  const anchors = trustListInput(people).anchors;
  const [first] = anchors;
  const bad = (over: object) => make(over as Partial<TrustListInput>);
  await refuses(bad({ anchors: [] }), 'ERR_TRUST_MALFORMED', { path: 'anchors', reason: 'empty' });
  await refuses(bad({ anchors: [first, first] }), 'ERR_TRUST_MALFORMED', { path: 'anchors[1]' });
  await refuses(bad({ anchors: [{ ...first, scopes: [] }] }), 'ERR_TRUST_MALFORMED', { path: 'anchors[0].scopes' });
  await refuses(bad({ anchors: [{ ...first, scopes: ['all'] }] }), 'ERR_TRUST_MALFORMED', {
    path: 'anchors[0].scopes[0]',
  });
  await refuses(bad({ anchors: [{ ...first, family: 'VGCA!' }] }), 'ERR_TRUST_MALFORMED', {
    path: 'anchors[0].family',
  });
  await refuses(bad({ anchors: [{ ...first, certificate: Uint8Array.of(1) }] }), 'ERR_TRUST_MALFORMED', {
    path: 'anchors[0].certificate',
    reason: 'not a certificate',
  });
  await refuses(bad({ id: 'Có dấu' }), 'ERR_TRUST_MALFORMED', { path: 'id' });
  await refuses(bad({ number: 0 }), 'ERR_TRUST_MALFORMED', { path: 'number' });
  await refuses(bad({ number: 1.5 }), 'ERR_TRUST_MALFORMED', { path: 'number' });
  await refuses(bad({ publisher: ' ' }), 'ERR_TRUST_MALFORMED', { path: 'publisher' });
  for (const file of ['', '<a/>', '{"anchors":[]}', '<!DOCTYPE a><a/>', text.slice(0, -20)])
    await refuses(open(file), 'ERR_TRUST_MALFORMED');
});

test('names of any language and odd characters come back as they were', async () => {
  const publisher = 'Sở "Giáo dục" <&> \u{1f3eb} \u0085 \ufffe';
  expect((await open(await make({ publisher }))).publisher).toBe(publisher);
});

/** Each edit of a list that opens. */
const ATTACKS: readonly (readonly [string, (file: string) => string, string])[] = [
  [
    'an anchor’s scope',
    (file) => file.replace('"person","schoolSeal"', '"person","timeStamping"'),
    'ERR_TRUST_SIGNATURE',
  ],
  ['the number', (file) => file.replace('"number":3', '"number":9'), 'ERR_TRUST_SIGNATURE'],
  ['the end', (file) => file.replace('2025-07-01', '2035-07-01'), 'ERR_TRUST_SIGNATURE'],
  ['no signature', (file) => file.replace(/<Signature .*<\/Signature>/s, ''), 'ERR_TRUST_MALFORMED'],
  [
    'an empty signature',
    (file) => file.replace(/(<Signature [^>]*>).*(<\/Signature>)/s, '$1$2'),
    'ERR_TRUST_SIGNATURE',
  ],
  [
    'a second payload',
    (file) => file.replace('<Payload', '<Payload Id="p2">{}</Payload><Payload'),
    'ERR_TRUST_MALFORMED',
  ],
  [
    'the signed payload moved aside and another put in its place',
    (file) => {
      const payload = /<Payload .*<\/Payload>/s.exec(file)![0];
      const other = payload.replace('Id="payload"', 'Id="other"').replace('"number":3', '"number":9');
      return file
        .replace(payload, () => other)
        .replace('</Signature>', () => `<Object>${payload}</Object></Signature>`);
    },
    'ERR_TRUST_SIGNATURE',
  ],
  [
    'the same Id twice',
    (file) => file.replace('</Signature>', '<Object Id="payload">{}</Object></Signature>'),
    'ERR_TRUST_SIGNATURE',
  ],
  ['an element inside the payload', (file) => file.replace('{"id"', '<b/>{"id"'), 'ERR_TRUST_MALFORMED'],
  ['a comment between', (file) => file.replace('<Signature', '<!-- x --><Signature'), 'ERR_TRUST_MALFORMED'],
  ['another root', (file) => file.replaceAll('SignedList', 'SignedLists'), 'ERR_TRUST_MALFORMED'],
  [
    'wrapped in a root of its own',
    (file) => file.replace(/<SignedList.*/s, (list) => `<Wrapper>${list}</Wrapper>`),
    'ERR_TRUST_MALFORMED',
  ],
];

test.each(ATTACKS)('attack: %s', async (_name, edit, code) => {
  expect((await open(text)).number).toBe(3);
  const edited = edit(text);
  expect(edited).not.toBe(text);
  await refuses(open(edited), code);
});

test('a comment inside the payload changes nothing that is read', async () => {
  // It is not digested and not read: exclusive canonical form leaves comments out, and so does the text.
  const list = await open(text.replace('{"id"', '<!-- x -->{"id"'));
  expect(list.sha256).toBe((await open()).sha256);
});

test('a short key makes no list; a signature that does not bind its certificate is not believed', async () => {
  const weak = await people.ca.identity('legacyRsa1024');
  await refuses(createTrustList(trustListInput(people), signerOf(weak)), 'ERR_SIGNATURE_ALGORITHM');
  const bare = parseXml(new TextEncoder().encode(text.replace(/<Signature .*<\/Signature>/s, '')));
  const sign = async (profile: 'xadesB' | 'cv2088') => {
    const prepared = await prepareXmlSignature(
      bare,
      {
        profile,
        algorithm: RSA_SHA256,
        digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha256',
        certificate: people.publisher.certificate,
        signingTime: '2025-06-01T07:00:00+07:00',
        references: [{ uri: '#payload' }],
        signatureId: 'signature',
      },
      { at: bare.root.closeStart, before: '', after: '' },
    );
    return completeXmlSignature(prepared, await people.signer.sign({ ...prepared, algorithm: RSA_SHA256 }));
  };
  expect((await open(await sign('xadesB'))).number).toBe(3);
  await refuses(open(await sign('cv2088')), 'ERR_TRUST_SIGNATURE', { reason: 'certificateNotBound' });
});

test('xmlsec1 verifies the signature of a list', () => {
  const program = peer('xmlsec1');
  const folder = mkdtempSync(join(tmpdir(), 'hocba-trust-'));
  try {
    writeFileSync(join(folder, 'list.xml'), bytes);
    const { anchors, authorities } = people.ca;
    for (const [name, der] of [
      ['root', anchors[1]!],
      ['ca', authorities.publicCa.certificate],
    ] as const)
      writeFileSync(join(folder, `${name}.der`), der);
    execFileSync(
      program,
      [
        ...['--verify', '--id-attr:Id', 'urn:hoc-ba-so:signed-list:Payload'],
        ...['--id-attr:Id', 'http://uri.etsi.org/01903/v1.3.2#:SignedProperties'],
        ...['--trusted-der', 'root.der', '--untrusted-der', 'ca.der', '--verification-gmt-time', '2025-06-15 02:00:00'],
        'list.xml',
      ],
      { cwd: folder, stdio: 'pipe' },
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('random changes never crash without a code, and never open to another content', async () => {
  const { sha256 } = await open();
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 3 }),
      async (changes) => {
        const changed = Uint8Array.from(bytes);
        for (const [at, by] of changes) changed[at]! ^= by;
        try {
          expect((await open(changed)).sha256).toBe(sha256);
        } catch (error) {
          if (!isHocBaSoError(error)) throw error;
          expect(error.code).toMatch(/^ERR_TRUST_/);
        }
      },
    ),
    { numRuns: 1000 },
  );
});

test('a register and a list of the same name and number do not meet in the store', async () => {
  const store = memoryNumberStore();
  const register = await createRegister(registerInput(people, { id: 'tin-cay-thu-nghiem', number: 9 }), people.signer);
  await openRegister(register, { pinned: [people.pin], at: AT, store });
  expect((await open(bytes, { store })).number).toBe(3);
});

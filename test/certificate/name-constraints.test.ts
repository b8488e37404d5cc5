import { expect, test } from 'vitest';
import { type IssueCertificateInput, verifyPath } from '../../src/certificate/index.js';
import { AT, ca, leaf, opensslVerifies, withOpenSsl } from './fixtures.js';

/* DER by hand, so that the reader is not tested with its own writer. */
const tlv = (tag: number, ...parts: (Uint8Array | string | number[])[]): Uint8Array => {
  const content = Buffer.concat(parts.map((part) => Buffer.from(part as never)));
  return Buffer.concat([
    Buffer.from(content.length < 128 ? [tag, content.length] : [tag, 0x81, content.length]),
    content,
  ]);
};
const email = (text: string) => tlv(0x81, text);
const dns = (text: string) => tlv(0x82, text);
const uri = (text: string) => tlv(0x86, text);
const ip = (...octets: number[]) => tlv(0x87, octets);
const other = (text: string) => tlv(0xa0, tlv(0x06, [0x2a, 3, 4]), tlv(0xa0, tlv(0x0c, text)));
const rdn = (oid: number[], text: string) => tlv(0x31, tlv(0x30, tlv(0x06, oid), tlv(0x0c, text)));
const C = (text: string) => rdn([0x55, 4, 6], text);
const CN = (text: string) => rdn([0x55, 4, 3], text);
const directory = (...rdns: Uint8Array[]) => tlv(0xa4, tlv(0x30, ...rdns));
const subtree = (base: Uint8Array) => tlv(0x30, base);
const constraints = (permitted: Uint8Array[], excluded: Uint8Array[] = []) =>
  tlv(
    0x30,
    ...(permitted.length > 0 ? [tlv(0xa0, ...permitted.map(subtree))] : []),
    ...(excluded.length > 0 ? [tlv(0xa1, ...excluded.map(subtree))] : []),
  );
const altNames = (...names: Uint8Array[]) => ({ oid: '2.5.29.17', critical: false, value: tlv(0x30, ...names) });

interface Case {
  readonly title: string;
  readonly permitted?: Uint8Array[];
  readonly excluded?: Uint8Array[];
  readonly names?: Uint8Array[];
  readonly subject?: IssueCertificateInput['subject'];
  readonly code?: 'PATH_NAME_NOT_PERMITTED' | 'PATH_NAME_EXCLUDED' | 'PATH_NAME_CONSTRAINT_UNSUPPORTED';
  /** OpenSSL judges otherwise; why. */
  readonly opensslDiffers?: string;
}

const OUT = { code: 'PATH_NAME_NOT_PERMITTED' } as const;
const EX = { code: 'PATH_NAME_EXCLUDED' } as const;

const CASES: readonly Case[] = [
  { title: 'directory: inside', permitted: [directory(C('VN'))] },
  { title: 'directory: inside, other case', permitted: [directory(C('vn'))] },
  { title: 'directory: outside', permitted: [directory(C('LA'))], ...OUT },
  { title: 'directory: the whole name', permitted: [directory(C('VN'), CN('End'))] },
  { title: 'directory: longer than the name', permitted: [directory(C('VN'), CN('End'), CN('End'))], ...OUT },
  { title: 'directory: excluded', excluded: [directory(C('VN'))], ...EX },
  { title: 'directory: excluded elsewhere', excluded: [directory(C('LA'))] },
  {
    title: 'directory: permitted and excluded below',
    permitted: [directory(C('VN'))],
    excluded: [directory(C('VN'), CN('End'))],
    ...EX,
  },
  { title: 'directory: one of two permitted', permitted: [directory(C('LA')), directory(C('VN'))] },
  {
    title: 'directory: in an alternative name outside',
    permitted: [directory(C('VN'))],
    names: [directory(C('LA'))],
    ...OUT,
  },
  { title: 'a form without a constraint is free', permitted: [dns('edu.vn')], names: [email('a@b.com')] },
  { title: 'dns: the domain itself', permitted: [dns('edu.vn')], names: [dns('edu.vn')] },
  { title: 'dns: below', permitted: [dns('edu.vn')], names: [dns('Truong.EDU.vn')] },
  { title: 'dns: only looks like it', permitted: [dns('edu.vn')], names: [dns('xedu.vn')], ...OUT },
  { title: 'dns: two names, one outside', permitted: [dns('edu.vn')], names: [dns('a.edu.vn'), dns('a.com')], ...OUT },
  { title: 'dns: excluded', excluded: [dns('edu.vn')], names: [dns('a.edu.vn')], ...EX },
  { title: 'email: whole domain', permitted: [email('edu.vn')], names: [email('a@EDU.vn')] },
  { title: 'email: host below is not meant', permitted: [email('edu.vn')], names: [email('a@x.edu.vn')], ...OUT },
  { title: 'email: hosts below', permitted: [email('.edu.vn')], names: [email('a@x.edu.vn')] },
  { title: 'email: the domain is not below itself', permitted: [email('.edu.vn')], names: [email('a@edu.vn')], ...OUT },
  { title: 'email: one mailbox', permitted: [email('a@edu.vn')], names: [email('a@EDU.VN')] },
  { title: 'email: local part keeps its case', permitted: [email('a@edu.vn')], names: [email('A@edu.vn')], ...OUT },
  {
    title: 'email: in the subject',
    permitted: [email('edu.vn')],
    subject: [{ type: '1.2.840.113549.1.9.1', value: 'a@b.com', encoding: 'ia5' }],
    ...OUT,
  },
  {
    title: 'email: no mailbox',
    permitted: [email('edu.vn')],
    names: [email('edu.vn')],
    code: 'PATH_NAME_CONSTRAINT_UNSUPPORTED',
  },
  { title: 'uri: host', permitted: [uri('edu.vn')], names: [uri('http://EDU.vn:8080/x?y')] },
  {
    title: 'uri: host after a user name',
    permitted: [uri('edu.vn')],
    names: [uri('http://user@edu.vn/')],
    opensslDiffers: 'takes the user name for the host',
  },
  { title: 'uri: host below is not meant', permitted: [uri('edu.vn')], names: [uri('http://a.edu.vn/')], ...OUT },
  { title: 'uri: hosts below', permitted: [uri('.edu.vn')], names: [uri('http://a.edu.vn/')] },
  { title: 'uri: excluded', excluded: [uri('.edu.vn')], names: [uri('http://a.edu.vn')], ...EX },
  { title: 'uri: hidden behind a user name', permitted: [uri('edu.vn')], names: [uri('http://edu.vn@b.com/')], ...OUT },
  {
    title: 'uri: no host',
    permitted: [uri('edu.vn')],
    names: [uri('urn:x:y')],
    code: 'PATH_NAME_CONSTRAINT_UNSUPPORTED',
  },
  {
    title: 'uri: an address for a host',
    excluded: [uri('.edu.vn')],
    names: [uri('http://10.0.0.1/')],
    code: 'PATH_NAME_CONSTRAINT_UNSUPPORTED',
    opensslDiffers: 'takes the address for a host name; RFC 5280 §4.2.1.10 wants it refused',
  },
  { title: 'ip: inside', permitted: [ip(10, 0, 0, 0, 255, 0, 0, 0)], names: [ip(10, 1, 2, 3)] },
  { title: 'ip: outside', permitted: [ip(10, 0, 0, 0, 255, 0, 0, 0)], names: [ip(11, 1, 2, 3)], ...OUT },
  { title: 'ip: excluded', excluded: [ip(10, 0, 0, 0, 255, 0, 0, 0)], names: [ip(10, 1, 2, 3)], ...EX },
  {
    title: 'ip: version 6 against a range of version 4',
    permitted: [ip(10, 0, 0, 0, 255, 0, 0, 0)],
    names: [ip(...new Array<number>(16).fill(1))],
    ...OUT,
  },
  {
    title: 'other names cannot be judged',
    permitted: [other('x')],
    names: [other('x')],
    code: 'PATH_NAME_CONSTRAINT_UNSUPPORTED',
  },
  { title: 'other names that do not occur do no harm', permitted: [other('x')] },
];

test.each(CASES)('$title', async ({ permitted = [], excluded = [], names = [], subject, code, opensslDiffers }) => {
  const root = await ca('Root', null);
  const middle = await ca('Middle', root, {
    extensions: [{ oid: '2.5.29.30', critical: true, value: constraints(permitted, excluded) }],
  });
  const end = await leaf('End', middle, {
    ...(subject ? { subject } : {}),
    ...(names.length > 0 ? { extensions: [altNames(...names)] } : {}),
  });
  const result = await verifyPath(end.certificate, {
    anchors: [root.certificate],
    intermediates: [middle.certificate],
    at: AT,
  });
  expect(result.findings.map((finding) => finding.code)).toEqual(code ? [code] : []);
  expect(result.status).toBe(code ? 'failed' : 'passed');
  await withOpenSsl((openssl) => {
    const accepted = opensslVerifies(openssl, end.certificate, [root.certificate], [middle.certificate], AT);
    expect(accepted).toBe((code === undefined) !== (opensslDiffers !== undefined));
  });
});

test('constraints of several CAs add up, and those of the anchor count', async () => {
  const limit = (...permitted: Uint8Array[]) => ({
    extensions: [{ oid: '2.5.29.30', critical: true, value: constraints(permitted) }],
  });
  const root = await ca('Root', null, limit(dns('vn')));
  const middle = await ca('Middle', root, limit(dns('edu.vn'), dns('com')));
  const at = async (name: string) => {
    const end = await leaf('End', middle, { extensions: [altNames(dns(name))] });
    return verifyPath(end.certificate, { anchors: [root.certificate], intermediates: [middle.certificate], at: AT });
  };
  expect((await at('a.edu.vn')).status).toBe('passed');
  expect((await at('a.com')).status).toBe('failed');
  expect((await at('a.gov.vn')).status).toBe('failed');
});

import { X509Certificate as NodeCertificate } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { expect, test } from 'vitest';
import { type Certificate, parseCertificate, readCertificates, toPem } from '../../src/certificate/index.js';
import { shared } from '../shared.js';
import { ca, issue, leaf, NOT_AFTER, NOT_BEFORE, withOpenSsl } from './fixtures.js';

const DN = { type: 'DC', value: 'example', encoding: 'ia5' } as const;

test('every field of a certificate is read', async () => {
  const root = await ca('Root', null);
  const { certificate, key } = await leaf('Lê Thị D', root, {
    subject: [
      { type: 'C', value: 'VN' },
      { type: 'O', value: 'Trường Tiểu học Quang Trung' },
      { type: 'CN', value: 'Lê Thị D' },
      { type: 'UID', value: 'CCCD:001185000002', joined: true },
    ],
    serialNumber: '00c0ffee',
    extendedKeyUsage: { oids: ['1.3.6.1.5.5.7.3.4'], critical: true },
    crlUrls: ['http://127.0.0.1/a.crl', 'http://127.0.0.1/b.crl'],
    ocspUrls: ['http://127.0.0.1/ocsp'],
    caIssuerUrls: ['http://127.0.0.1/ca.cer'],
    extensions: [{ oid: '1.2.3.4.5', critical: true, value: Uint8Array.of(5, 0) }],
  });
  const { der, tbs, signature, spki, subjectDer, issuerDer, signatureAlgorithm, ...facts } = certificate;
  expect(facts).toMatchObject({
    version: 3,
    serialNumber: '12648430',
    serialNumberHex: '00c0ffee',
    issuer: 'CN=Root,C=VN',
    commonName: 'Lê Thị D',
    organization: 'Trường Tiểu học Quang Trung',
    issuerCommonName: 'Root',
    notBefore: NOT_BEFORE,
    notAfter: NOT_AFTER,
    isCa: false,
    pathLength: null,
    keyUsage: ['digitalSignature', 'nonRepudiation'],
    extendedKeyUsage: ['1.3.6.1.5.5.7.3.4'],
    authorityKeyId: root.certificate.subjectKeyId,
    crlUrls: ['http://127.0.0.1/a.crl', 'http://127.0.0.1/b.crl'],
    ocspUrls: ['http://127.0.0.1/ocsp'],
    caIssuerUrls: ['http://127.0.0.1/ca.cer'],
    policies: null,
    nameConstraints: null,
    criticalExtensions: ['2.5.29.15', '2.5.29.37', '1.2.3.4.5'],
    signatureAlgorithmOid: '1.2.840.10045.4.3.2',
  });
  // X.690 §11.6 sorts a SET OF by its octets, so CN and UID of one RDN have one order.
  expect(facts.subject).toMatch(
    /^(CN=Lê Thị D\+UID=CCCD:001185000002|UID=.*\+CN=.*),O=Trường Tiểu học Quang Trung,C=VN$/,
  );
  expect(facts.subjectName).toBe(facts.subject);
  expect(spki).toEqual(key.spki);
  expect(der.byteLength).toBeGreaterThan(tbs.byteLength + signature.byteLength);
  expect(Object.isFrozen(certificate)).toBe(true);
  expect(Object.isFrozen(certificate.subjectIds)).toBe(true);
  expect([subjectDer[0], issuerDer[0], signatureAlgorithm[0]]).toEqual([0x30, 0x30, 0x30]);
});

test('the bytes handed in are copied: changing them later changes nothing', async () => {
  const { certificate } = await leaf('A', null);
  const mine = Buffer.from(certificate.der);
  mine[mine.length - 1]! ^= 1;
  const other = parseCertificate(mine);
  const fingerprint = other.fingerprint;
  mine.fill(0);
  expect(parseCertificate(other.der).fingerprint).toBe(fingerprint);
  expect(other.der[0]).toBe(0x30);
  expect(fingerprint).not.toBe(certificate.fingerprint);
});

test.each([
  ['comma, quote, plus', 'a,b"c+d', 'a\\,b\\"c\\+d'],
  ['leading and trailing space', ' a ', '\\ a\\20'],
  ['leading number sign', '#a', '\\#a'],
  ['backslash before the last space', 'a\\ ', 'a\\\\\\20'],
  ['line break and NUL', 'a\nb\0', 'a\\0ab\\00'],
  ['angle brackets and semicolon', '<a;>', '\\<a\\;\\>'],
])('RFC 4514 and XMLDSig escapes: %s', async (_, value, expected) => {
  const { certificate } = await issue('', null, { subject: [{ type: 'CN', value }] });
  expect(certificate.subjectName).toBe(`CN=${expected}`);
  expect(certificate.commonName).toBe(value);
});

test('an attribute without a short name is written in hexadecimal', async () => {
  const { certificate } = await issue('', null, {
    subject: [{ type: '1.2.840.113549.1.9.1', value: 'a@b', encoding: 'ia5' }, DN],
  });
  expect(certificate.subject).toBe('DC=example,1.2.840.113549.1.9.1=#1603614062');
});

test('the subject reads as openssl prints it by RFC 2253', async () => {
  await withOpenSsl(async (openssl) => {
    const { certificate } = await issue('', null, {
      subject: [
        { type: 'C', value: 'VN' },
        { type: 'O', value: 'Công ty "A", B + C' },
        { type: 'CN', value: 'Trần Văn E', joined: true },
        { type: 'UID', value: 'MST:0000000001' },
      ],
    });
    openssl.write('c.pem', toPem(certificate.der, 'CERTIFICATE'));
    const printed = openssl.run('x509 -in c.pem -noout -subject -nameopt RFC2253,-esc_msb,utf8'.split(' '));
    expect(`subject=${certificate.subject}\n`).toBe(printed);
  });
});

test('files: PEM with several blocks and a key, DER, PKCS#7, bare base64', async () => {
  const root = await ca('Root', null);
  const { certificate } = await leaf('A', root);
  const both = [certificate, root.certificate];
  const text = `ghi chú\n${both.map(({ der }) => toPem(der, 'CERTIFICATE')).join('\r\n')}${toPem(root.key.pkcs8, 'PRIVATE KEY')}`;
  const bytes = (each: string) => new TextEncoder().encode(each);
  expect(readCertificates(bytes(text))).toEqual(both);
  expect(readCertificates(certificate.der)).toEqual([certificate]);
  expect(readCertificates(bytes(Buffer.from(certificate.der).toString('base64')))).toEqual([certificate]);
  await withOpenSsl((openssl) => {
    openssl.write('both.pem', both.map(({ der }) => toPem(der, 'CERTIFICATE')).join(''));
    openssl.run('crl2pkcs7 -nocrl -certfile both.pem -outform DER -out both.p7b'.split(' '));
    openssl.run('crl2pkcs7 -nocrl -certfile both.pem -out both.p7b.pem'.split(' '));
    expect(new Set(readCertificates(readFileSync(join(openssl.folder, 'both.p7b'))))).toEqual(new Set(both));
    expect(readCertificates(readFileSync(join(openssl.folder, 'both.p7b.pem')))).toHaveLength(2);
    openssl.run('x509 -in both.pem -trustout -addtrust emailProtection -out trusted.pem'.split(' '));
    expect(readCertificates(readFileSync(join(openssl.folder, 'trusted.pem')))).toEqual([certificate]);
  });
  for (const empty of [
    '',
    'xin chào',
    toPem(root.key.pkcs8, 'PRIVATE KEY'),
    '-----BEGIN CERTIFICATE-----\n*\n-----END CERTIFICATE-----',
  ]) {
    expect(() => readCertificates(bytes(empty))).toThrow(
      expect.objectContaining({ code: 'ERR_CERTIFICATE_NOT_FOUND' }),
    );
  }
});

/** What an independent reader says about the same bytes. */
function agreesWithNode(certificate: Certificate): void {
  const other = new NodeCertificate(Buffer.from(certificate.der));
  expect(other.fingerprint256.replaceAll(':', '').toLowerCase()).toBe(certificate.fingerprint);
  expect(new Date(other.validFrom)).toEqual(certificate.notBefore);
  expect(new Date(other.validTo)).toEqual(certificate.notAfter);
  expect(BigInt(certificate.serialNumber)).toBe(signed(other.serialNumber));
}

function signed(hex: string): bigint {
  return hex.startsWith('-') ? -BigInt(`0x${hex.slice(1)}`) : BigInt(`0x${hex}`);
}

test('the 405 PKITS certificates are read as @peculiar/x509 and Node read them', () => {
  const folder = shared('pkits', 'certs');
  const files = readdirSync(folder);
  expect(files.length).toBe(405);
  for (const file of files) {
    const der = readFileSync(join(folder, file));
    const ours = parseCertificate(der);
    const theirs = new x509.X509Certificate(der);
    agreesWithNode(ours);
    expect(ours.spki).toEqual(new Uint8Array(theirs.publicKey.rawData));
    expect(ours.extensions.map(({ oid, critical }) => [oid, critical])).toEqual(
      theirs.extensions.map(({ type, critical }) => [type, critical]),
    );
    const constraints = theirs.getExtension(x509.BasicConstraintsExtension);
    expect([ours.isCa, ours.pathLength]).toEqual([constraints?.ca ?? false, constraints?.pathLength ?? null]);
    const policies = theirs.getExtension(x509.CertificatePolicyExtension);
    expect(ours.policies).toEqual(policies?.policies ?? null);
    const keyId = theirs.getExtension(x509.SubjectKeyIdentifierExtension);
    expect(ours.subjectKeyId).toBe(keyId?.keyId ?? null);
  }
});

test('the certificates inside the signed files of the corpus are read as Node reads them', () => {
  const folder = shared('corpus');
  const seen = new Set<string>();
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.xml'),
  )) {
    const text = readFileSync(join(folder, file), 'latin1');
    for (const [, base64] of text.matchAll(/<(?:\w+:)?X509Certificate(?:\s[^>]*)?>([^<]{500,})</g))
      seen.add(base64!.replace(/&#13;|&#xD;/g, ''));
  }
  expect(seen.size).toBeGreaterThan(100);
  for (const base64 of seen) agreesWithNode(parseCertificate(Buffer.from(base64, 'base64')));
});

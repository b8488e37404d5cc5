import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { parseCertificate } from '../../src/certificate/index.js';
import { recordDigest } from '../../src/integrity/index.js';
import {
  buildTransaction,
  completeTransactionSignature,
  decodeContent,
  extractRecord,
  openTransaction,
  packTransaction,
  prepareTransactionSignature,
  signTransaction,
  type TransactionReport,
  verifyTransaction,
} from '../../src/packaging/index.js';
import type { HocBaFile } from '../../src/record-xml/index.js';
import { RECEIVER_CV2088, RECEIVER_DUAL, RECEIVER_XADES, type Signer } from '../../src/signing/index.js';
import { verifyHocBa } from '../../src/verification/index.js';
import { findSignatures, openSignedDocument, verifySignature } from '../../src/xades/index.js';
import { parseXml } from '../../src/xml/index.js';
import { peer } from '../peers.js';
import { AT, devCa, signedClass, signerOf } from './signed-class.js';

const RECEIVERS = [RECEIVER_CV2088, RECEIVER_XADES, RECEIVER_DUAL];
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const utf8 = (value: string) => new TextEncoder().encode(value);
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: { code?: string }) => error.code,
  );

let school: Signer;
let records: readonly HocBaFile[];
let signed: Uint8Array;

beforeAll(async () => {
  school = await signerOf('phatHanh');
  records = await signedClass(3, RECEIVER_DUAL);
  signed = await signTransaction(buildTransaction(records).bytes, { signer: school, signingTime: AT });
});

async function trustOf() {
  const { anchors, authorities } = await devCa;
  return { anchors, intermediates: [authorities.officialUse.certificate, authorities.publicCa.certificate] };
}

async function verify(
  bytes: Uint8Array,
  more: Parameters<typeof verifyTransaction>[1] = {},
): Promise<TransactionReport> {
  return verifyTransaction(bytes, { trust: await trustOf(), at: AT, ...more });
}

describe.each(RECEIVERS)('for receiver $id', (receiver) => {
  test('the organisation’s signature and every record’s signature hold, in the list and taken out again', async () => {
    const files = await signedClass(2, receiver);
    const bytes = await signTransaction(buildTransaction(files).bytes, { signer: school, receiver, signingTime: AT });
    const document = parseXml(bytes);
    const signatures = findSignatures(document.root);
    expect(signatures.length).toBe(7);
    const transaction = openTransaction(bytes);
    expect(transaction.signatures).toEqual([expect.objectContaining({ name: 'Signature' })]);
    const whole = openSignedDocument(transaction.document);
    const outer = await verifySignature(transaction.signatures[0]!, whole);
    expect(outer.core).toBe('valid');
    for (const [index, record] of transaction.records.entries()) {
      const own = extractRecord(record);
      expect(text(own.bytes)).toBe(text(files[index]!.bytes));
      const opened = openSignedDocument(parseXml(own.bytes));
      const results = await Promise.all(
        findSignatures(opened.document.root).map((one) => verifySignature(one, opened)),
      );
      expect(results.map(({ core }) => core)).toEqual(['valid', 'valid', 'valid']);
    }
  });

  test('xmlsec1 verifies every signature in the list', async () => {
    const xmlsec1 = peer('xmlsec1');
    const folder = mkdtempSync(join(tmpdir(), 'hocba-transaction-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const files = await signedClass(2, receiver);
    const bytes = await signTransaction(buildTransaction(files).bytes, { signer: school, receiver, signingTime: AT });
    const path = join(folder, 'list.xml');
    const run = (number: number, file: string) =>
      execFileSync(
        xmlsec1,
        [
          '--verify',
          '--insecure',
          '--enabled-key-data',
          'x509',
          ...[
            'id:DANH_SACH_HOC_BA',
            'Id:DU_LIEU_HOC_BA',
            'Id:Object',
            'Id:SignatureValue',
            'Id:SignedProperties',
          ].flatMap((one) => {
            const [attribute, element] = one.split(':') as [string, string];
            const namespace =
              element === 'SignedProperties'
                ? 'http://uri.etsi.org/01903/v1.3.2#:'
                : /^[A-Z_]+$/.test(element)
                  ? ''
                  : 'http://www.w3.org/2000/09/xmldsig#:';
            return [`--id-attr:${attribute}`, `${namespace}${element}`];
          }),
          '--node-xpath',
          `(//*[local-name()='Signature'])[${number}]`,
          file,
        ],
        { stdio: 'pipe', encoding: 'utf8' },
      );
    writeFileSync(path, bytes);
    for (let number = 1; number <= 7; number++) run(number, path);
    // The same command says no to one changed mark: the run above was no empty yes.
    writeFileSync(path, text(bytes).replace('<MUC_DAT_DUOC>Hoàn thành tốt<', '<MUC_DAT_DUOC>Hoàn thành<'));
    expect(() => run(7, path)).toThrow();
    expect(() => run(1, path)).toThrow();
  });
});

describe('the verdict on a transaction', () => {
  test('is open without a registration, and passes for the signature when the certificate is registered', async () => {
    const { fingerprint } = parseCertificate(school.certificate);
    expect((await verify(signed)).signature).toMatchObject({
      conclusion: 'indeterminate',
      reason: 'registrationUnknown',
      core: 'valid',
      certificate: fingerprint,
    });
    // Registered, and perhaps revoked since.
    expect((await verify(signed, { registered: [fingerprint] })).signature).toMatchObject({
      conclusion: 'indeterminate',
      subIndication: 'TRY_LATER',
      reason: 'revocationUnknown',
    });
    const good = () => ({ status: 'good' }) as const;
    const report = await verify(signed, { registered: [fingerprint], revocation: good });
    expect(report.signature).toMatchObject({ conclusion: 'totalPassed', reason: null, provedAt: null });
    const revoked = () => ({ status: 'revoked', revokedAt: new Date(AT.getTime() - 1) }) as const;
    expect((await verify(signed, { registered: [fingerprint], revocation: revoked })).signature).toMatchObject({
      conclusion: 'totalFailed',
      subIndication: 'REVOKED',
      reason: 'revoked',
    });
    const before = new Date(AT.getTime() - 600_000);
    expect((await verify(signed, { registered: [fingerprint], revocation: good, at: before })).signature).toMatchObject(
      {
        conclusion: 'totalFailed',
        reason: 'signingTime',
      },
    );
    // Nobody said who may sign for the school: the records, and so the whole, stay open.
    expect(report.records.map(({ conclusion }) => conclusion)).toEqual([
      'indeterminate',
      'indeterminate',
      'indeterminate',
    ]);
    expect(report.conclusion).toBe('indeterminate');
  });

  const record = (index: number) => {
    const source = text(signed);
    const starts = [...source.matchAll(/<HOC_BA[ >]/g)].map((match) => match.index);
    const end = source.indexOf('</HOC_BA>', starts[index]) + '</HOC_BA>'.length;
    return source.slice(starts[index], end);
  };

  test.each<[string, () => string]>([
    ['one changed mark', () => text(signed).replace('<DIEM_KIEM_TRA_DINH_KY>9<', '<DIEM_KIEM_TRA_DINH_KY>10<')],
    ['a record taken out', () => text(signed).replace(record(1), '')],
    ['two records swapped', () => text(signed).replace(record(0) + record(1), record(1) + record(0))],
    ['a record put in twice', () => text(signed).replace(record(2), record(2) + record(2))],
    ['white space between records', () => text(signed).replace('</HOC_BA><HOC_BA', '</HOC_BA>\n<HOC_BA')],
    ['another Id of the list', () => text(signed).replace('id="dataDanhSach"', 'id="dataDanhSach2"')],
    [
      'an element put into the list',
      () => text(signed).replace('</HOC_BA><Signature', '</HOC_BA><GHI_CHU/><Signature'),
    ],
    ['a signing time changed', () => text(signed).replace(/(<SigningTime[^>]*>)2024(?![\s\S]*<SigningTime)/, '$12025')],
  ])('fails after %s', async (_, change) => {
    expect((await verify(signed)).signature.core).toBe('valid');
    const changed = change();
    expect(changed).not.toBe(text(signed));
    const { conclusion, signature } = await verify(utf8(changed));
    expect({ conclusion, reason: signature.reason }).toEqual({ conclusion: 'totalFailed', reason: 'signatureInvalid' });
  });

  test('fails when a signature over one record, valid in itself, takes the place of the organisation’s', async () => {
    // The seal of the first record, moved to where the organisation signs.
    const opened = openTransaction(signed);
    const seal = findSignatures(opened.list).at(2)!;
    const own = opened.signatures[0]!;
    const { source } = opened.document;
    const moved =
      source.slice(0, seal.start) +
      source.slice(seal.end, own.start) +
      source.slice(seal.start, seal.end) +
      source.slice(own.end);
    const report = await verify(utf8(moved));
    expect(report.signature).toMatchObject({ conclusion: 'totalFailed', reason: 'listNotCovered', core: 'valid' });
  });

  test('is open when the certificate leads to nobody trusted', async () => {
    const { signature } = await verifyTransaction(signed, { at: AT });
    expect(signature).toMatchObject({ conclusion: 'indeterminate', reason: 'pathNotFound', core: 'valid' });
  });

  test('is open when nobody signed, and fails when two did', async () => {
    const unsigned = await verify(buildTransaction(records).bytes);
    expect(unsigned.signature).toMatchObject({ conclusion: 'indeterminate', reason: 'unsigned' });
    expect(unsigned.conclusion).not.toBe('totalPassed');
    const opened = openTransaction(signed);
    const own = text(signed).slice(opened.signatures[0]!.start, opened.signatures[0]!.end);
    const twice = await verify(utf8(text(signed).replace(own, own + own)));
    expect(twice.signature).toMatchObject({ conclusion: 'totalFailed', reason: 'severalSignatures' });
  });

  test('never comes from a file without records, or from no XML at all', async () => {
    for (const source of ['<DANH_SACH_HOC_BA id="dataDanhSach"/>', 'x', '']) {
      const report = await verify(utf8(source));
      expect(report.conclusion, source).toBe('totalFailed');
      expect(report.signature.reason, source).toBe('unreadable');
    }
  });
});

describe('in two phases', () => {
  const prepare = (bytes: Uint8Array) =>
    prepareTransactionSignature(bytes, {
      certificate: school.certificate,
      algorithm: school.algorithm,
      signingTime: AT,
    });

  test('gives the same bytes as in one, from a state that went through JSON', async () => {
    const { bytes } = buildTransaction(records);
    const { state, ...request } = await prepare(bytes);
    const value = await school.sign(request);
    const sent = JSON.parse(JSON.stringify(state)) as typeof state;
    const once = await completeTransactionSignature(bytes, sent, value, { at: AT });
    const again = await completeTransactionSignature(bytes, state, value, { at: AT });
    expect(text(again)).toBe(text(once));
    expect((await verify(once)).signature.core).toBe('valid');
  });

  test('refuses an edited, foreign or expired state, another file, and another key’s value', async () => {
    const { bytes } = buildTransaction(records);
    const { state, ...request } = await prepare(bytes);
    const value = await school.sign(request);
    const complete = (change: object, file = bytes, at = AT, by = value) =>
      codeOf(completeTransactionSignature(file, { ...state, ...change } as typeof state, by, { at }));
    expect(await complete({})).toBe('no error');
    for (const change of [
      { version: 2 },
      { kind: 'record' },
      { fileSha256: '0'.repeat(64) },
      { toSignSha256: '0'.repeat(64) },
      { algorithm: 'rsa' },
      { certificateBase64: 'A' },
      { certificateBase64: '***' },
      { signingTime: '2024-05-31' },
      { signingTime: '2024-05-31T10:00:01+07:00' },
      { signatureId: 'x' },
      { signatureId: `sig-${'0'.repeat(32)}` },
      { expiresAt: 'never' },
      { expiresAt: '2024-05-31T02:59:59Z' },
      { receiver: RECEIVER_XADES },
    ]) {
      expect(await complete(change), JSON.stringify(change)).toBe('ERR_TRANSACTION_STATE');
    }
    expect(await complete({ receiver: { ...RECEIVER_DUAL, profile: 'x' } })).toBe('ERR_RECEIVER_INVALID');
    expect(await complete({}, buildTransaction(records.slice(1)).bytes)).toBe('ERR_TRANSACTION_STATE');
    expect(await complete({}, bytes, new Date(AT.getTime() + 86_400_001))).toBe('ERR_TRANSACTION_STATE');
    const other = await (await signerOf('otherOrganization')).sign(request);
    expect(await complete({}, bytes, AT, other)).toBe('ERR_SIGNER_VALUE_MISMATCH');
  });

  test('refuses a file that is signed, is no list or has no Id, and a certificate outside its time', async () => {
    const { bytes } = buildTransaction(records);
    expect(await codeOf(prepare(bytes))).toBe('no error');
    expect(await codeOf(prepare(signed))).toBe('ERR_TRANSACTION_SIGNED');
    expect(await codeOf(prepare(records[0]!.bytes))).toBe('ERR_TRANSACTION_MALFORMED');
    expect(await codeOf(prepare(utf8(text(bytes).replace(' id="dataDanhSach"', ''))))).toBe('ERR_TRANSACTION_LIST_ID');
    const { certificate, algorithm } = school;
    for (const signingTime of [new Date('2023-12-31T23:59:59Z'), new Date('2026-01-01T00:00:01Z')]) {
      expect(await codeOf(prepareTransactionSignature(bytes, { certificate, algorithm, signingTime }))).toBe(
        'ERR_TRANSACTION_CERTIFICATE_TIME',
      );
    }
  });
});

describe('packing', () => {
  test('gives one part below the limit, whose content is its file', async () => {
    const parts = await packTransaction(records, { signer: school, signingTime: AT });
    expect(parts.map(({ positions }) => positions)).toEqual([[0, 1, 2]]);
    const { xml } = await decodeContent(parts[0]!.content);
    expect(text(xml)).toBe(text(parts[0]!.xml));
    expect((await verify(xml)).signature.core).toBe('valid');
  });

  test('splits at the receiver’s limit, in order, never inside a record, and each part is whole in itself', async () => {
    const many = Array.from({ length: 4 }, () => records)
      .flat()
      .map((file, index) => reId(file, index));
    const [one] = await packTransaction(many.slice(0, 1), { signer: school, signingTime: AT });
    const receiver = { ...RECEIVER_DUAL, transactionLimitBytes: one!.content.length + 22_000 };
    const parts = await packTransaction(many, { signer: school, signingTime: AT, receiver });
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.flatMap(({ positions }) => positions)).toEqual(many.map((_, index) => index));
    for (const { content, xml, positions } of parts) {
      expect(content.length).toBeLessThanOrEqual(receiver.transactionLimitBytes);
      const opened = openTransaction(xml);
      expect(opened.records.map((record) => text(extractRecord(record).bytes))).toEqual(
        positions.map((position) => text(many[position]!.bytes)),
      );
      expect((await verify(xml)).signature.core).toBe('valid');
    }
  });

  test('refuses a record that is too large for the receiver by itself, and nothing to pack', async () => {
    const small = { ...RECEIVER_DUAL, transactionLimitBytes: 25_000 };
    const options = { signer: school, signingTime: AT };
    expect(await codeOf(packTransaction(records, options))).toBe('no error');
    expect(await codeOf(packTransaction(records, { ...options, receiver: small }))).toBe('ERR_TRANSACTION_LIMIT');
    expect(await codeOf(packTransaction([], options))).toBe('ERR_TRANSACTION_EMPTY');
  });

  test('without a signer leaves the file unsigned, which the verdict says', async () => {
    const [part] = await packTransaction(records, { signer: null, escapeQuote: 'backslash' });
    const { xml, escapeQuote } = await decodeContent(part!.content);
    expect(escapeQuote).toBe('backslash');
    expect((await verify(xml)).signature.reason).toBe('unsigned');
  });
});

test('a record is the same record in a list and out of it: digest and verdict', async () => {
  const { records: inList } = openTransaction(signed);
  for (const [index, file] of inList.entries()) {
    expect(recordDigest(file)).toEqual(recordDigest(records[index]!));
    const options = { trust: await trustOf(), at: AT };
    const alone = await verifyHocBa(extractRecord(file), options);
    const within = await verifyHocBa(file, options);
    expect(within.conclusion).toBe(alone.conclusion);
    expect(alone.conclusion).toBe('indeterminate');
  }
});

/** The file with every Id of it renamed, so that many copies fit into one list; its signatures break, which packing does not judge. */
function reId(file: HocBaFile, index: number): Uint8Array & { readonly bytes: Uint8Array } {
  const bytes = utf8(text(file.bytes).replace(/(Id="|URI="#|Target="#|ObjectReference="#)/g, `$1r${index}-`));
  return Object.assign(bytes, { bytes });
}

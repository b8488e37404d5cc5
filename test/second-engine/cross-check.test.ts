import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { corpusFolder, readManifest } from '../../scripts/corpus/manifest.js';
import { decodeUtf8, encodeUtf8 } from '../../src/encoding/index.js';
import { isHocBaSoError } from '../../src/errors/index.js';
import { loadPeer } from '../../src/second-engine/adapter.js';
import { compareVerdicts } from '../../src/second-engine/cross-check.js';
import { crossCheck } from '../../src/second-engine/index.js';
import { shared } from '../shared.js';
import { emptyRecord, PRODUCED, PROFILES, recordDocument, SLOTS, signRecord } from '../xades/produce.js';
import {
  change,
  ENVELOPED,
  EXCLUSIVE,
  encodeBase64,
  FILTER2,
  fill,
  INCLUSIVE,
  MORE,
  recordWith,
  type SignatureSpec,
  signatureTemplate,
  testKey,
  timeObject,
} from '../xades/toolkit.js';

const RECORD = recordDocument(emptyRecord());

async function signed(spec: Partial<SignatureSpec>, data?: string): Promise<Uint8Array> {
  const references = spec.references ?? [{ uri: '#data', transforms: [EXCLUSIVE] }];
  return encodeUtf8(await fill(recordWith(signatureTemplate({ id: 'sig', ...spec, references }), data)));
}

const brief = async (bytes: Uint8Array) =>
  (await crossCheck(bytes)).signatures.map(({ answer, reason, core, second }) => [answer, reason, core, second]);

describe('crossCheck', () => {
  test('agrees on what this package makes: every profile and algorithm', async () => {
    for (const profile of PROFILES) {
      for (const [algorithm, key] of PRODUCED) {
        const check = await crossCheck(await signRecord(RECORD, { profile, algorithm, key }));
        expect([profile, algorithm, check.answer]).toEqual([profile, algorithm, 'agree']);
        expect(check.signatures.map(({ path, detail }) => [path, detail])).toEqual([
          ['/HOC_BA/DANH_SACH_THONG_TIN_KY/GVCN/Signature', null],
        ]);
      }
    }
  });

  test('agrees on three roles in a list of records', async () => {
    let bytes = recordDocument(emptyRecord('data-1'), emptyRecord('data-2'));
    for (const record of [0, 1])
      for (const slot of SLOTS) bytes = await signRecord(bytes, { profile: 'dual', slot, record });
    expect(await crossCheck(bytes)).toMatchObject({ answer: 'agree', signatures: { length: 6 } });
  });

  test('agrees that changed data, a changed value and another certificate are invalid', async () => {
    const text = decodeUtf8(await signed({ c14n: INCLUSIVE, references: [{ uri: '#data' }] }));
    for (const bad of [
      change(text, '>9<', '>10<'),
      change(text, '<SignatureValue>', '<SignatureValue>AAAA'),
      change(text, testKey().certificateBase64, testKey('other').certificateBase64),
      change(text, '<HOC_BA>', '<HOC_BA xmlns:q="urn:q">'),
    ]) {
      expect(await brief(encodeUtf8(bad))).toEqual([['agree', null, 'invalid', 'invalid']]);
    }
  });

  test('agrees whatever XML the data hold', async () => {
    const pieces = [
      '<a b=" x  y " c="&#10;&#9;&#13;&quot;&lt;"/>',
      '<p:a xmlns:p="urn:1"><p:a xmlns:p="urn:2" xmlns:q="urn:q" q:z="1" y="2"/></p:a>',
      '<x xmlns="urn:x"><y xmlns=""/></x>',
      '<![CDATA[<c>]]>&amp;<!-- c --><?pi data?>&#13;',
      'đ 𝄞 Đà Nẵng\r\n\rx',
      '<b z="1" a="2" xmlns:k="urn:k" k:a="3" xmlns:j="urn:j" j:a="4"/>',
      '<q xml:lang="vi" xml:space="preserve"/>',
    ];
    for (const data of [...pieces, pieces.join('')]) {
      for (const c14n of [INCLUSIVE, EXCLUSIVE]) {
        for (const transforms of [[], [c14n], [ENVELOPED, c14n]]) {
          const bytes = await signed({ c14n, references: [{ uri: '#data', transforms }] }, data);
          expect([data, await brief(bytes)]).toEqual([data, [['agree', null, 'valid', 'valid']]]);
        }
      }
    }
  });

  test('a reference into another signature is not comparable: its look-up stops there', async () => {
    let bytes: Uint8Array = RECORD;
    for (const slot of SLOTS) bytes = await signRecord(bytes, { profile: 'dual', slot, order: true });
    const check = await crossCheck(bytes);
    expect([check.answer, check.signatures.map(({ answer, reason }) => [answer, reason])]).toEqual([
      'notComparable',
      [
        ['agree', null],
        ['notComparable', 'reference'],
        ['notComparable', 'reference'],
      ],
    ]);
  });

  test('each further limit has its reason', async () => {
    const subtract = `<Transform Algorithm="${FILTER2}"><XPath xmlns="${FILTER2}" xmlns:d="http://www.w3.org/2000/09/xmldsig#" Filter="subtract">//d:Signature</XPath></Transform>`;
    const cases: Readonly<Record<string, Uint8Array>> = {
      transform: await signed({ references: [{ uri: '', transforms: [subtract] }] }),
      unsupportedHere: await signed({ algorithm: `${MORE}hmac-sha256` }),
      key: await signed({
        keyInfo: `<DEREncodedKeyValue xmlns="http://www.w3.org/2009/xmldsig11#">${encodeBase64(testKey().spki)}</DEREncodedKeyValue>`,
      }),
      reference: await signed({ references: [{ uri: "#xpointer(id('data'))" }, { uri: '#%64ata' }] }),
      ruleBeyondXmlDsig: encodeUtf8(change(decodeUtf8(await signed({})), '<DIEM>', '<DIEM Id="data">')),
      inheritedAttributes: encodeUtf8(
        await fill(
          change(
            recordWith(signatureTemplate({ c14n: INCLUSIVE, references: [{ uri: '#data' }] })),
            '<HOC_BA>',
            '<HOC_BA xml:lang="vi">',
          ),
        ),
      ),
      secondEngineFailed: await signed({
        references: [{ uri: '#data', transforms: ['http://www.w3.org/2006/12/xml-c14n11'] }],
      }),
    };
    for (const [reason, bytes] of Object.entries(cases)) {
      const [one] = (await crossCheck(bytes)).signatures;
      expect([reason, one?.answer, one?.reason]).toEqual([reason, 'notComparable', reason]);
      expect([reason, typeof one?.detail]).toEqual([reason, reason === 'secondEngineFailed' ? 'string' : 'object']);
    }
  });

  test('two verdicts that differ without a known limit are a disagreement', () => {
    const rows = [
      [null, 'valid', 'valid', 'agree', null],
      [null, 'invalid', 'invalid', 'agree', null],
      [null, 'valid', 'invalid', 'disagree', null],
      [null, 'invalid', 'valid', 'disagree', null],
      ['transform', 'valid', 'invalid', 'notComparable', 'transform'],
      ['transform', 'valid', 'valid', 'agree', null],
    ] as const;
    for (const [limit, core, verdict, answer, reason] of rows) {
      expect(compareVerdicts(limit, core, { verdict })).toEqual({ answer, reason, detail: null });
    }
    expect(compareVerdicts(null, 'valid', { verdict: 'failed', detail: 'x' })).toEqual({
      answer: 'notComparable',
      reason: 'secondEngineFailed',
      detail: 'x',
    });
  });

  test('a file without signature agrees with nobody; one that is not read is an error', async () => {
    expect(await crossCheck(RECORD)).toEqual({ answer: 'notComparable', signatures: [] });
    await expect(crossCheck(encodeUtf8('<a'))).rejects.toMatchObject({ code: 'ERR_XML_MALFORMED' });
    await expect(crossCheck(encodeUtf8('<!DOCTYPE a><a/>'))).rejects.toMatchObject({ code: 'ERR_XML_DOCTYPE' });
  });

  test('the platform’s crypto object is left as it was', async () => {
    await crossCheck(await signed({}));
    expect(Object.keys(globalThis.crypto)).toEqual([]);
  });

  test('a missing peer is named with its package', async () => {
    const missing = () => Promise.reject(Object.assign(new Error('x'), { code: 'ERR_MODULE_NOT_FOUND' }));
    for (const name of ['xadesjs', 'xmldsigjs', '@xmldom/xmldom', 'xpath']) {
      const error: unknown = await loadPeer(name, missing).catch((caught: unknown) => caught);
      expect(isHocBaSoError(error, 'ERR_PEER_MISSING') && error.params).toEqual({ package: name });
    }
    expect(await loadPeer('xpath', () => Promise.resolve(1))).toBe(1);
  });

  test('an own Object without transform, as the field writes it', async () => {
    const objects = timeObject('time', '<SigningTime xmlns="">2026-05-29T08:00:00</SigningTime>');
    expect(
      await brief(await signed({ c14n: INCLUSIVE, references: [{ uri: '#data' }, { uri: '#time' }], objects })),
    ).toEqual([['agree', null, 'valid', 'valid']]);
  });

  test('no disagreement over the corpus', async () => {
    shared('corpus', 'manifest.json');
    const folder = corpusFolder()!;
    const counts = { agree: 0, disagree: 0, notComparable: 0 };
    const disagreed: string[] = [];
    for (const one of readManifest(folder)) {
      if (one.kind === 'c14n' || one.kind === 'asic') continue;
      try {
        const check = await crossCheck(new Uint8Array(readFileSync(join(folder, one.file))));
        for (const { answer } of check.signatures) counts[answer] += 1;
        if (check.answer === 'disagree') disagreed.push(one.file);
      } catch (error) {
        if (!isHocBaSoError(error) || !error.code.startsWith('ERR_XML_')) throw error;
      }
    }
    expect(disagreed).toEqual([]);
    expect(counts.agree).toBeGreaterThanOrEqual(34);
  });
});

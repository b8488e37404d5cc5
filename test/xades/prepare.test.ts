import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { isHocBaSoError } from '../../src/errors/index.js';
import {
  completeXmlSignature,
  findSignatures,
  formatSigningTime,
  openSignedDocument,
  verifySignature,
} from '../../src/xades/index.js';
import {
  attributeValue,
  C14N_EXCLUSIVE,
  type C14nAlgorithm,
  canonicalize,
  childElements,
  findChild,
  findChildren,
  parseXml,
  textContent,
  walkElements,
  type XmlElement,
} from '../../src/xml/index.js';
import {
  COUNTERSIGNED,
  decodeUtf8,
  emptyRecord,
  encodeUtf8,
  PRODUCED,
  PROFILES,
  prepare,
  recordDocument,
  type SignOptions,
  SLOTS,
  scopeOf,
  signRecord,
  valueFor,
} from './produce.js';
import {
  brief,
  DS,
  EXCLUSIVE,
  encodeBase64,
  INCLUSIVE,
  judgeAll,
  MORE,
  MORE07,
  SHA1,
  SHA256,
  sha256,
  testKey,
  XADES,
} from './toolkit.js';

const RECORD = recordDocument(emptyRecord());

async function codeOf(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
  } catch (error) {
    if (isHocBaSoError(error)) return error.code;
    throw error;
  }
  return 'done';
}

async function signatureOf(options: SignOptions): Promise<XmlElement> {
  return findSignatures(parseXml(await signRecord(RECORD, options)).root)[0]!;
}

describe('prepare and complete', () => {
  for (const profile of PROFILES) {
    for (const [algorithm, key] of PRODUCED) {
      test(`${profile} with ${algorithm.split('#')[1]} holds`, async () => {
        const [result] = await judgeAll(await signRecord(RECORD, { profile, algorithm, key }));
        expect([brief(result!), result!.algorithm]).toEqual(['valid', algorithm]);
        expect(result!.flags.filter((flag) => flag !== 'rootNotCovered')).toEqual(
          profile === 'cv2088' ? ['certificateNotBound'] : [],
        );
        expect(result!.level).toBe(profile === 'cv2088' ? 'XMLDSig' : 'XAdES-B');
      });
    }
  }

  test('what is signed is the canonical SignedInfo as it stands in the finished file', async () => {
    for (const profile of PROFILES) {
      const prepared = await prepare(RECORD, { profile });
      const bytes = await completeXmlSignature(prepared, valueFor(prepared, { profile }));
      const info = findChild(findSignatures(parseXml(bytes).root)[0]!, 'SignedInfo')!;
      const algorithm = attributeValue(childElements(info)[0]!, 'Algorithm') as C14nAlgorithm;
      expect(canonicalize(info, { algorithm })).toBe(decodeUtf8(prepared.toSign));
      expect([prepared.digestName, encodeBase64(prepared.digest)]).toEqual([
        'SHA-256',
        encodeBase64(sha256(prepared.toSign)),
      ]);
    }
    const wide = await prepare(RECORD, { profile: 'dual', algorithm: `${MORE}rsa-sha512` });
    expect(Buffer.from(wide.digest).equals(createHash('sha512').update(wide.toSign).digest())).toBe(true);
  });

  test('the same request and value give the same bytes, and nothing but the slot changes', async () => {
    for (const profile of PROFILES) {
      const [one, other] = [await prepare(RECORD, { profile }), await prepare(RECORD, { profile })];
      expect(one.toSign).toEqual(other.toSign);
      const value = valueFor(one, { profile });
      const bytes = decodeUtf8(await completeXmlSignature(one, value));
      expect(bytes).toBe(decodeUtf8(await completeXmlSignature(other, value)));
      expect(bytes.replace(/<Signature .*<\/Signature>/s, '')).toBe(decodeUtf8(RECORD));
    }
  });

  test('a file with byte order mark, CRLF and comments keeps every other byte', async () => {
    const text = `\ufeff${decodeUtf8(RECORD).replaceAll('><', '>\r\n<')}<!-- end -->\r\n`;
    const bytes = decodeUtf8(await signRecord(encodeUtf8(text), { profile: 'dual' }));
    expect(bytes.replace(/<Signature .*<\/Signature>/s, '')).toBe(text);
    expect((await judgeAll(encodeUtf8(bytes))).map(brief)).toEqual(['valid']);
  });

  test('three roles one after the other, with and without order references, alone and in a list', async () => {
    for (const profile of PROFILES) {
      for (const order of [true, false]) {
        let bytes = recordDocument(emptyRecord('data-1'), emptyRecord('data-2'));
        for (const record of [0, 1])
          for (const slot of SLOTS) bytes = await signRecord(bytes, { profile, slot, record, order });
        const document = parseXml(bytes);
        for (const record of [0, 1]) {
          const scope = scopeOf(document, record);
          const opened = openSignedDocument(document, { scope });
          const results = [];
          for (const element of findSignatures(scope)) results.push(await verifySignature(element, opened));
          expect(results.map(brief)).toEqual(['valid', 'valid', 'valid']);
          const counts = results.map((one) => one.references.filter(({ type }) => type === COUNTERSIGNED).length);
          expect(counts).toEqual(order ? [0, 1, 2] : [0, 0, 0]);
        }
        expect((await judgeAll(bytes)).map(brief)).toEqual(Array.from({ length: 6 }, () => 'valid'));
      }
    }
  });

  test('an emptied slot breaks the later signatures that refer to it', async () => {
    let bytes: Uint8Array = RECORD;
    for (const slot of SLOTS) bytes = await signRecord(bytes, { profile: 'dual', slot, order: true });
    const emptied = decodeUtf8(bytes).replace(/(<GVCN>).*?(<\/GVCN>)/s, '$1$2');
    expect((await judgeAll(emptied)).map(brief)).toEqual(['invalid referenceNotFound', 'invalid referenceNotFound']);
  });

  test('a value that does not verify is refused and nothing is written', async () => {
    const prepared = await prepare(RECORD, { profile: 'dual' });
    const good = valueFor(prepared, { profile: 'dual' });
    const wrong = Uint8Array.from(good);
    wrong[0]! ^= 1;
    for (const value of [
      wrong,
      good.slice(1),
      new Uint8Array(),
      valueFor(prepared, { profile: 'dual', key: 'other' }),
    ]) {
      expect(await codeOf(() => completeXmlSignature(prepared, value))).toBe('ERR_SIGNER_VALUE_MISMATCH');
    }
    expect(await codeOf(() => completeXmlSignature(prepared, good))).toBe('done');
    expect(await codeOf(() => completeXmlSignature(prepared, good, { crypto: globalThis.crypto }))).toBe('done');
  });

  test('what is not produced is refused before anything is signed', async () => {
    const at = (options: Partial<SignOptions>) => codeOf(() => prepare(RECORD, { profile: 'dual', ...options }));
    expect(await at({})).toBe('done');
    for (const algorithm of [
      `${DS}rsa-sha1`,
      `${MORE}rsa-sha224`,
      `${MORE}hmac-sha256`,
      `${MORE07}rsa-pss`,
      `${MORE}ecdsa-sha256`,
      'urn:x',
    ]) {
      expect([algorithm, await at({ algorithm })]).toEqual([algorithm, 'ERR_SIGNATURE_ALGORITHM']);
    }
    for (const key of ['rsa1024', 'rsa3', 'p256'] as const) expect(await at({ key })).toBe('ERR_SIGNATURE_ALGORITHM');
    for (const digestAlgorithm of [SHA1, `${MORE}sha224`, 'urn:x'])
      expect(await at({ digestAlgorithm })).toBe('ERR_ARGUMENT_INVALID');
    for (const [references, code] of [
      [[{ uri: '#nobody' }], 'ERR_SIGNATURE_REFERENCE'],
      [[{ uri: 'http://example.org/' }], 'ERR_SIGNATURE_REFERENCE'],
      [[{ uri: '#xpointer(/HOC_BA)' }], 'ERR_SIGNATURE_REFERENCE'],
    ] as const) {
      expect(await at({ request: { references } })).toBe(code);
    }
    const twice = encodeUtf8(decodeUtf8(RECORD).replace('<TONG_KET>', '<TONG_KET Id="data-1">'));
    expect(await codeOf(() => prepare(twice, { profile: 'dual' }))).toBe('ERR_SIGNATURE_REFERENCE');
  });

  test('an Id that is taken anywhere in the file is refused', async () => {
    for (const id of [
      'sig-data-1-GVCN',
      'sig-data-1-GVCN-value',
      'sig-data-1-GVCN-time',
      'sig-data-1-GVCN-xades',
      'sig-data-1-GVCN-ref0',
    ]) {
      const taken = encodeUtf8(decodeUtf8(RECORD).replace('<TONG_KET>', `<TONG_KET id="${id}">`));
      expect([id, await codeOf(() => prepare(taken, { profile: 'dual' }))]).toEqual([id, 'ERR_SIGNATURE_ID']);
    }
    const bytes = await signRecord(RECORD, { profile: 'dual' });
    expect(await codeOf(() => prepare(bytes, { profile: 'dual' }))).toBe('ERR_SIGNATURE_ID');
    expect(await codeOf(() => prepare(RECORD, { profile: 'dual', request: { signatureId: 'not an id' } }))).toBe(
      'ERR_SIGNATURE_ID',
    );
  });

  test('a place where no element can stand', async () => {
    const { prepareXmlSignature } = await import('../../src/xades/index.js');
    const document = parseXml(RECORD);
    const request = {
      profile: 'dual',
      algorithm: `${MORE}rsa-sha256`,
      digestAlgorithm: SHA256,
      certificate: testKey().certificate,
      signingTime: formatSigningTime(new Date(0)),
      references: [{ uri: '#data-1' }],
      signatureId: 'sig',
    } as const;
    const at = (offset: number, before = '') =>
      codeOf(() => prepareXmlSignature(document, request, { at: offset, before, after: '' }));
    expect(await at(document.root.closeStart)).toBe('done');
    expect(await at(document.root.closeStart, '<!--')).toMatch(/^ERR_(XML_MALFORMED|ARGUMENT_INVALID)$/);
    expect(await at(document.root.start + 2)).toMatch(/^ERR_XML_/);
    expect(await at(document.source.length + 9)).toBe('ERR_XML_SPLICE');
  });

  test('a text that looks like an empty digest is not mistaken for one', async () => {
    const zero = encodeBase64(new Uint8Array(32));
    const bytes = await signRecord(RECORD, {
      profile: 'dual',
      request: { subjectName: `>${zero}<`, claimedRole: zero },
    });
    expect((await judgeAll(bytes)).map(brief)).toEqual(['valid']);
    expect(decodeUtf8(bytes)).toContain(`&gt;${zero}&lt;`);
  });

  test('times are Vietnam time to the second, with zone', () => {
    expect(formatSigningTime(new Date('2026-05-29T01:02:03.999Z'))).toBe('2026-05-29T08:02:03+07:00');
    expect(formatSigningTime(new Date('2025-12-31T17:00:00Z'))).toBe('2026-01-01T00:00:00+07:00');
  });
});

describe('profile cv2088 (2088/BGDĐT-GDTH annex 1, II.1.6; as the field writes it)', () => {
  test('each row', async () => {
    const signature = await signatureOf({ profile: 'cv2088' });
    const info = findChild(signature, 'SignedInfo')!;
    expect([...walkElements(signature)].every((one) => one.prefix === '')).toBe(true);
    expect(attributeValue(findChild(info, 'CanonicalizationMethod')!, 'Algorithm')).toBe(INCLUSIVE);
    const references = findChildren(info, 'Reference');
    expect(
      references.map((one) => [attributeValue(one, 'URI'), attributeValue(one, 'Type'), childElements(one).length]),
    ).toEqual([
      ['#data-1', undefined, 2],
      ['#sig-data-1-GVCN-time', undefined, 2],
    ]);
    const x509 = findChild(findChild(signature, 'KeyInfo')!, 'X509Data')!;
    expect(childElements(x509).map((one) => one.localName)).toEqual(['X509SubjectName', 'X509Certificate']);
    expect(childElements(signature).map((one) => one.localName)).toEqual([
      'SignedInfo',
      'SignatureValue',
      'KeyInfo',
      'Object',
    ]);
    const object = findChildren(signature, 'Object')[0]!;
    const property = findChild(findChild(object, 'SignatureProperties')!, 'SignatureProperty')!;
    expect([attributeValue(object, 'Id'), attributeValue(property, 'Target')]).toEqual([
      'sig-data-1-GVCN-time',
      '#sig-data-1-GVCN',
    ]);
    const time = findChild(property, 'SigningTime')!;
    expect([time.namespaceUri, textContent(time)]).toEqual(['', '2026-05-29T08:00:00+07:00']);
    const dsig = await signatureOf({ profile: 'cv2088', request: { signingTimeNamespace: 'dsig' } });
    expect([...walkElements(dsig)].find((one) => one.localName === 'SigningTime')!.namespaceUri).toBe(DS);
  });
});

describe('profile xadesB (EN 319 132-1 §6.3, baseline B)', () => {
  test('each row', async () => {
    const signature = await signatureOf({ profile: 'xadesB' });
    const info = findChild(signature, 'SignedInfo')!;
    expect(attributeValue(findChild(info, 'CanonicalizationMethod')!, 'Algorithm')).toBe(EXCLUSIVE);
    const references = findChildren(info, 'Reference');
    expect(references.map((one) => [attributeValue(one, 'URI'), attributeValue(one, 'Type') ?? null])).toEqual([
      ['#data-1', null],
      ['#sig-data-1-GVCN-xades', 'http://uri.etsi.org/01903#SignedProperties'],
    ]);
    for (const reference of references) {
      const transforms = childElements(findChild(reference, 'Transforms')!);
      expect(transforms.map((one) => attributeValue(one, 'Algorithm'))).toEqual([EXCLUSIVE]);
    }
    const objects = findChildren(signature, 'Object');
    expect(objects.length).toBe(1);
    const properties = findChild(objects[0]!, 'QualifyingProperties', XADES)!;
    expect(attributeValue(properties, 'Target')).toBe('#sig-data-1-GVCN');
    const signed = findChild(properties, 'SignedProperties', XADES)!;
    const [signatureProperties, dataProperties] = childElements(signed);
    expect(childElements(signatureProperties!).map((one) => one.localName)).toEqual([
      'SigningTime',
      'SigningCertificateV2',
      'SignatureProductionPlaceV2',
      'SignerRoleV2',
    ]);
    const cert = findChild(findChild(signatureProperties!, 'SigningCertificateV2')!, 'Cert')!;
    expect([attributeValue(cert, 'URI'), childElements(cert).map((one) => one.localName)]).toEqual([
      undefined,
      ['CertDigest'],
    ]);
    const digest = findChild(findChild(cert, 'CertDigest')!, 'DigestValue', DS)!;
    expect(textContent(digest)).toBe(encodeBase64(sha256(testKey().certificate)));
    // One DataObjectFormat for each signed object but the properties themselves; its Id is a reference of this SignedInfo.
    const formats = findChildren(dataProperties!, 'DataObjectFormat', XADES);
    expect(formats.map((one) => attributeValue(one, 'ObjectReference'))).toEqual([
      `#${attributeValue(references[0]!, 'Id')}`,
    ]);
    expect(formats.map((one) => textContent(findChild(one, 'MimeType')!))).toEqual(['text/xml']);
    const commitment = findChild(dataProperties!, 'CommitmentTypeIndication', XADES)!;
    expect(childElements(commitment).map((one) => one.localName)).toEqual(['CommitmentTypeId', 'AllSignedDataObjects']);
    const x509 = findChild(findChild(signature, 'KeyInfo')!, 'X509Data')!;
    expect(childElements(x509).map((one) => one.localName)).toEqual(['X509Certificate']);
  });

  test('the claims come back as they were asked for', async () => {
    const [result] = await judgeAll(await signRecord(RECORD, { profile: 'xadesB' }));
    expect(result!.claims).toEqual({
      signingTime: '2026-05-29T08:00:00+07:00',
      claimedRoles: ['urn:hoc-ba-so:vai-tro:giaoVienChuNhiem'],
      commitments: ['http://uri.etsi.org/01903/v1.2.2#ProofOfApproval'],
      policyIdentifier: null,
      productionPlace: { City: 'Đà Nẵng', CountryName: 'VN' },
      dataObjectFormats: [{ objectReference: '#sig-data-1-GVCN-ref0', mimeType: 'text/xml' }],
    });
  });
});

describe('profile dual (both rule books at once)', () => {
  test('both objects, every reference, one time, exclusive everywhere', async () => {
    let bytes: Uint8Array = RECORD;
    for (const slot of SLOTS) bytes = await signRecord(bytes, { profile: 'dual', slot, order: true });
    const signature = findSignatures(parseXml(bytes).root)[2]!;
    const info = findChild(signature, 'SignedInfo')!;
    const algorithms = [...walkElements(info)].filter(
      (one) => one.localName === 'Transform' || one.localName === 'CanonicalizationMethod',
    );
    expect(new Set(algorithms.map((one) => attributeValue(one, 'Algorithm')))).toEqual(new Set([EXCLUSIVE]));
    expect(findChildren(info, 'Reference').map((one) => attributeValue(one, 'URI'))).toEqual([
      '#data-1',
      '#sig-data-1-GVCN-value',
      '#sig-data-1-CBQL-value',
      '#sig-data-1-KY_PHAT_HANH-time',
      '#sig-data-1-KY_PHAT_HANH-xades',
    ]);
    const times = [...walkElements(signature)].filter((one) => one.localName === 'SigningTime');
    expect(times.map((one) => [one.namespaceUri, textContent(one)])).toEqual([
      ['', '2026-05-29T08:00:00+07:00'],
      [XADES, '2026-05-29T08:00:00+07:00'],
    ]);
    const formats = [...walkElements(signature)].filter((one) => one.localName === 'DataObjectFormat');
    expect(formats.length).toBe(4);
    const [, , result] = await judgeAll(bytes);
    expect(result!.signingTimes.map((time) => time.signed)).toEqual([true, true]);
  });

  test('what is written is its own exclusive canonical form', async () => {
    for (const profile of PROFILES) {
      const bytes = await signRecord(RECORD, { profile });
      const document = parseXml(bytes);
      const signature = findSignatures(document.root)[0]!;
      expect(canonicalize(signature, { algorithm: C14N_EXCLUSIVE })).toBe(
        document.source.slice(signature.start, signature.end),
      );
    }
  });
});

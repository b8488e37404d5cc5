/* The forms of signed files met in the field (`domain.md` 8), one test each. */
import { describe, expect, test } from 'vitest';
import { decodeUtf8 } from '../../src/encoding/index.js';
import {
  findSignatures,
  openSignedDocument,
  parseSigningTime,
  type SignatureResult,
  verifySignature,
} from '../../src/xades/index.js';
import { findChild, findChildren, parseXml } from '../../src/xml/index.js';
import {
  brief,
  change,
  DS,
  ENVELOPED,
  EXCLUSIVE,
  encodeUtf8,
  fill,
  INCLUSIVE,
  judge,
  judgeAll,
  type ReferenceSpec,
  recordWith,
  rsaKeyValue,
  SHA1,
  type SignatureSpec,
  signatureTemplate,
  testKey,
  timeObject,
} from './toolkit.js';

const INSTANT = '2026-05-29T01:02:03.000Z';
const LOCAL = '2026-05-29T08:02:03';
const DATA: ReferenceSpec = { uri: '#data' };
const TIME: ReferenceSpec = { uri: '#time' };

/** The usual field signature: inclusive C14N everywhere, no prefix, no Type, `#data` and `#Object` without transforms. */
function field(spec: Partial<SignatureSpec> = {}): string {
  return recordWith(
    signatureTemplate({
      id: 'sig',
      c14n: INCLUSIVE,
      references: [DATA, TIME],
      objects: timeObject('time', `<SigningTime xmlns="">${LOCAL}</SigningTime>`),
      ...spec,
    }),
  );
}

const facts = (result: SignatureResult) => ({
  core: brief(result),
  times: result.signingTimes.map(({ text, instant, hasZone, signed }) => ({ text, instant, hasZone, signed })),
});

describe('SigningTime', () => {
  const inObject = (content: string) => field({ objects: timeObject('time', content) });

  test('without zone: Vietnam time is meant, and it is said', async () => {
    const result = await judge(await fill(field()));
    expect(facts(result)).toEqual({
      core: 'valid',
      times: [{ text: LOCAL, instant: INSTANT, hasZone: false, signed: true }],
    });
    expect(result.flags).toContain('signingTimeWithoutZone');
  });

  test('with zone', async () => {
    const result = await judge(await fill(inObject(`<SigningTime xmlns="">${LOCAL}+07:00</SigningTime>`)));
    expect(facts(result).times).toEqual([{ text: `${LOCAL}+07:00`, instant: INSTANT, hasZone: true, signed: true }]);
    expect(result.flags).not.toContain('signingTimeWithoutZone');
  });

  test('DD/MM/YYYY hh:mm:ss', async () => {
    const result = await judge(await fill(inObject('<SigningTime xmlns="">29/05/2026 08:02:03</SigningTime>')));
    expect(facts(result).times).toEqual([
      { text: '29/05/2026 08:02:03', instant: INSTANT, hasZone: false, signed: true },
    ]);
  });

  test('absent', async () => {
    const result = await judge(await fill(field({ references: [DATA], objects: '' })));
    expect(facts(result)).toEqual({ core: 'valid', times: [] });
    expect(result.flags).not.toContain('signingTimeUnsigned');
  });

  test('in no namespace, in that of XMLDSig, in another', async () => {
    for (const namespace of ['', DS, 'http://example.org/signatureProperties#']) {
      const result = await judge(await fill(inObject(`<SigningTime xmlns="${namespace}">${LOCAL}</SigningTime>`)));
      expect([namespace, facts(result).times[0]?.instant, facts(result).times[0]?.signed]).toEqual([
        namespace,
        INSTANT,
        true,
      ]);
    }
    const prefixed = await judge(await fill(inObject(`<t:SigningTime xmlns:t="urn:t">${LOCAL}</t:SigningTime>`)));
    expect(facts(prefixed).times[0]?.instant).toBe(INSTANT);
  });

  test('SignedProperties/SignedProperty in no namespace instead of SignatureProperties', async () => {
    const objects = `<Object Id="time"><SignedProperties xmlns=""><SignedProperty Target="#sig"><SigningTime>${LOCAL}</SigningTime></SignedProperty></SignedProperties></Object>`;
    const result = await judge(await fill(field({ objects })));
    expect(facts(result)).toEqual({
      core: 'valid',
      times: [{ text: LOCAL, instant: INSTANT, hasZone: false, signed: true }],
    });
  });

  test('that no reference covers is unsigned', async () => {
    const result = await judge(await fill(field({ references: [DATA] })));
    expect([brief(result), result.flags.includes('signingTimeUnsigned')]).toEqual(['valid', true]);
    expect(facts(result).times[0]?.signed).toBe(false);
    const changed = await judge(change(await fill(field({ references: [DATA] })), LOCAL, '2020-01-01T00:00:00'));
    expect(brief(changed)).toBe('valid');
    expect(facts(changed).times[0]).toMatchObject({ text: '2020-01-01T00:00:00', signed: false });
  });

  test('that is no time keeps its text and has no instant', () => {
    const none = [
      'hôm nay',
      '',
      '2026-02-30T00:00:00',
      '2026-05-29',
      '2026-05-29T24:00:00',
      '2026-13-01T00:00:00Z',
      '31/02/2026 00:00:00',
      '2026-05-29T08:00:00+15:00',
      '2026-05-29T08:00:61',
      '2026-05-29T08:00:00+07:99',
      '0026-05-29T08:00:00Z',
      '5/29/2026 08:00:00',
    ];
    expect(none.map((text) => parseSigningTime(text).instant)).toEqual(none.map(() => null));
    expect(parseSigningTime('2024-02-29T00:00:00Z').instant).toBe('2024-02-29T00:00:00.000Z');
    expect(parseSigningTime('2026-05-29T08:02:03.4567+07:00').instant).toBe('2026-05-29T01:02:03.456Z');
    expect(parseSigningTime('2026-01-01T00:00:00').instant).toBe('2025-12-31T17:00:00.000Z');
  });

  test('several in one signature are all shown, each with whether it is signed', async () => {
    const objects =
      timeObject('other', '<SigningTime xmlns="">2020-01-01T00:00:00</SigningTime>') +
      timeObject('time', `<SigningTime xmlns="">${LOCAL}</SigningTime>`);
    expect(facts(await judge(await fill(field({ objects })))).times.map(({ text, signed }) => [text, signed])).toEqual([
      ['2020-01-01T00:00:00', false],
      [LOCAL, true],
    ]);
  });

  test('of a signature inside an Object is not that of the outer signature', async () => {
    const inner = signatureTemplate({
      id: 'inner',
      references: [{ uri: '#data' }],
      objects: timeObject('t2', '<SigningTime>x</SigningTime>'),
    });
    const text = field({ objects: `<Object Id="time">${inner}</Object>` });
    const [outer] = await judgeAll(await fill(text));
    expect(outer!.signingTimes).toEqual([]);
  });
});

describe('references', () => {
  test('in either order', async () => {
    expect(brief(await judge(await fill(field({ references: [TIME, DATA] }))))).toBe('valid');
  });

  test('enveloped-signature on the data block removes nothing and is said nowhere', async () => {
    const result = await judge(await fill(field({ references: [{ uri: '#data', transforms: [ENVELOPED] }, TIME] })));
    expect([brief(result), result.flags.includes('envelopedOnOwnObject')]).toEqual(['valid', false]);
    const block = findChild(result.element.parent!.parent!, 'DU_LIEU_HOC_BA')!;
    expect(result.references[0]!.view!.covers(block)).toBe(true);
  });

  test('"" with enveloped and exclusive C14N covers the record and not the signature', async () => {
    const result = await judge(
      await fill(field({ references: [{ uri: '', transforms: [ENVELOPED, EXCLUSIVE] }, TIME] })),
    );
    expect([brief(result), result.flags.includes('rootNotCovered')]).toEqual(['valid', false]);
    const view = result.references[0]!.view!;
    const root = result.element.parent!.parent!;
    expect([view.path(), view.element, view.includes(root), view.covers(root)]).toEqual(['/', null, true, false]);
    expect(view.covers(findChild(root, 'DU_LIEU_HOC_BA')!)).toBe(true);
    expect(view.covers(result.element)).toBe(false);
  });

  test('three: data, Object and a code added by the authority', async () => {
    const text = change(
      field({ references: [DATA, TIME, { uri: '#code' }] }),
      '</DU_LIEU_HOC_BA>',
      '</DU_LIEU_HOC_BA><MA_CO_QUAN Id="code">M2-26-ABCDE</MA_CO_QUAN>',
    );
    const result = await judge(await fill(text));
    expect(brief(result)).toBe('valid');
    expect(result.references.map((one) => one.view!.path())).toEqual([
      '/HOC_BA/DU_LIEU_HOC_BA',
      '/HOC_BA/KY/Signature/Object',
      '/HOC_BA/MA_CO_QUAN',
    ]);
  });

  test('enveloped-signature on the own Object: invalid with its explanation, accepted only when asked for', async () => {
    // As .NET makes it: the digest of the Object, though the transform would take it away.
    const strict = { verify: { envelopedOnOwnObject: 'keep' } } as const;
    const text = await fill(field({ references: [DATA, { uri: '#time', transforms: [ENVELOPED] }] }), strict);
    const result = await judge(text);
    expect([brief(result), result.references[1]!.digestMatches, result.valueHolds]).toEqual([
      'invalid digest',
      false,
      true,
    ]);
    expect(result.flags).toContain('envelopedOnOwnObject');
    const kept = await judge(text, { envelopedOnOwnObject: 'keep' });
    expect([brief(kept), facts(kept).times[0]?.signed]).toEqual(['valid', true]);
    expect(kept.flags).toContain('envelopedOnOwnObject');
    // The other reading is not opened to anything else: a changed Object still fails.
    const changed = change(text, LOCAL, '2026-05-30T08:02:03');
    expect(brief(await judge(changed, { envelopedOnOwnObject: 'keep' }))).toBe('invalid digest');
  });

  test('an Object with the same Id in several signatures is each signature’s own', async () => {
    const one = (id: string, time: string) =>
      signatureTemplate({
        id,
        c14n: INCLUSIVE,
        references: [DATA, { uri: '#Object' }],
        objects: timeObject('Object', `<SigningTime xmlns="">${time}</SigningTime>`, `#${id}`),
      });
    const text = recordWith(one('s1', LOCAL) + one('s2', '2026-06-01T08:00:00') + one('s3', '2026-06-02T08:00:00'));
    const filled = await fill(await fill(await fill(text), { index: 1 }), { index: 2 });
    const results = await judgeAll(filled);
    expect(results.map(brief)).toEqual(['valid', 'valid', 'valid']);
    expect(results.map((result) => facts(result).times.map(({ text, signed }) => [text, signed]))).toEqual([
      [[LOCAL, true]],
      [['2026-06-01T08:00:00', true]],
      [['2026-06-02T08:00:00', true]],
    ]);
    expect(results.every((result) => result.flags.includes('ownObjectOfSeveral'))).toBe(true);
    // As soon as anything else carries the Id nothing is safe.
    const other = change(filled, '<KY>', '<KY Id="Object">');
    expect((await judgeAll(other)).map(brief)).toEqual([
      'invalid idDuplicate',
      'invalid idDuplicate',
      'invalid idDuplicate',
    ]);
  });

  test('the same Id in several records of one file: each record by itself, with a warning', async () => {
    const record = (await fill(field())).replace(/^<\?xml.*\n/, '');
    const document = parseXml(encodeUtf8(`<DANH_SACH_HOC_BA>${record}${record}</DANH_SACH_HOC_BA>`));
    for (const scope of findChildren(document.root, 'HOC_BA')) {
      const result = await verifySignature(findSignatures(scope)[0]!, openSignedDocument(document, { scope }));
      expect([brief(result), result.flags.includes('idNotUniqueInDocument')]).toEqual(['valid', true]);
    }
    const whole = await verifySignature(findSignatures(document.root)[0]!, openSignedDocument(document));
    expect(brief(whole)).toBe('invalid idDuplicate');
  });
});

describe('Target and Id', () => {
  test('the literal "signatureProperties", the own Id, an Id nobody has: it decides nothing', async () => {
    for (const target of ['signatureProperties', '#sig', 'sig', '#proid', '']) {
      const objects = timeObject('time', `<SigningTime xmlns="">${LOCAL}</SigningTime>`, target);
      const result = await judge(await fill(field({ objects })));
      expect([target, brief(result), facts(result).times[0]?.signed]).toEqual([target, 'valid', true]);
    }
  });

  test('a signature without Id', async () => {
    const result = await judge(await fill(change(field(), ' Id="sig"', '')));
    expect([brief(result), result.id]).toEqual(['valid', null]);
  });

  test('Id, ID and id all name an element', async () => {
    expect(brief(await judge(await fill(field())))).toBe('valid');
    for (const name of ['ID', 'id']) {
      expect(brief(await judge(await fill(change(field(), ' Id="data"', ` ${name}="data"`))))).toBe('valid');
    }
    // In a record xml:id names nothing; a file of any origin is opened wider.
    const text = await fill(field());
    expect(brief(await judge(change(text, ' Id="data"', ' xml:id="data"')))).toBe('invalid referenceNotFound');
  });
});

describe('KeyInfo', () => {
  const certificate = () => `<X509Certificate>${testKey().certificateBase64}</X509Certificate>`;

  test('X509SubjectName beside the certificate is never compared as a string', async () => {
    const names = ['OID.0.9.2342.19200300.100.1.1=MST:0100109106, CN=rsa', 'UID=MST:0100109106, C=VN', 'anything'];
    for (const name of names) {
      const keyInfo = `<X509Data><X509SubjectName>${name}</X509SubjectName>${certificate()}</X509Data>`;
      expect(brief(await judge(await fill(field({ keyInfo }))))).toBe('valid');
    }
  });

  test('KeyValue beside X509Data must be the same key, in either order', async () => {
    const data = `<X509Data>${certificate()}</X509Data>`;
    for (const keyInfo of [data + rsaKeyValue(testKey()), rsaKeyValue(testKey()) + data]) {
      const result = await judge(await fill(field({ keyInfo })));
      expect([brief(result), result.keySource]).toEqual(['valid', 'keyInfo']);
    }
    expect(brief(await judge(await fill(field({ keyInfo: data + rsaKeyValue(testKey('other')) }))))).toBe(
      'invalid keyValueMismatch',
    );
  });

  test('several certificates: the one whose key verified', async () => {
    const other = `<X509Certificate>${testKey('other').certificateBase64}</X509Certificate>`;
    for (const list of [certificate() + other, other + certificate()]) {
      const result = await judge(await fill(field({ keyInfo: `<X509Data>${list}</X509Data>` })));
      expect([brief(result), result.certificates.length]).toEqual(['valid', 2]);
      expect(result.certificate).toEqual(testKey().certificate);
      expect(result.flags).toContain('certificateNotBound');
    }
    const twice = await judge(await fill(field({ keyInfo: `<X509Data>${certificate()}${certificate()}</X509Data>` })));
    expect(brief(twice)).toBe('valid');
  });
});

describe('the file around it', () => {
  test('byte order mark, with and without XML declaration', async () => {
    for (const strip of [false, true]) {
      const text = strip ? field().replace(/^<\?xml.*\n/, '') : field();
      const filled = await fill(`\ufeff${text}`);
      expect(encodeUtf8(filled).slice(0, 3)).toEqual(Uint8Array.of(0xef, 0xbb, 0xbf));
      expect(brief(await judge(filled))).toBe('valid');
      // A byte order mark is no part of what is signed.
      expect(brief(await judge(filled.slice(1)))).toBe('valid');
    }
  });

  test('CRLF line ends', async () => {
    const text = await fill(field().replace(/></g, '>\r\n<'));
    expect(text).toContain('\r\n');
    expect(brief(await judge(text))).toBe('valid');
    expect(brief(await judge(text.replace(/\r\n/g, '\n')))).toBe('valid');
  });

  test('comments anywhere are not digested by a bare-name reference', async () => {
    const text = await fill(field());
    expect(brief(await judge(change(text, '<DIEM>9', '<DIEM><!-- ten -->9')))).toBe('valid');
  });

  test('indented after signing', async () => {
    const text = await fill(field());
    expect(brief(await judge(change(text, '<DIEM>', '\n  <DIEM>')))).toBe('invalid digest');
  });

  test('a relative namespace URI leaves the block without canonical form: unsupported, named', async () => {
    const text = change(await fill(field()), '<DIEM>', '<DIEM xmlns:x="x">');
    const result = await judge(text);
    expect([brief(result), result.detail]).toEqual(['unsupported canonicalForm', 'ERR_XML_NAMESPACE_RELATIVE']);
    // Outside what is signed it does not matter.
    expect(
      brief(await judge(change(await fill(field()), '</DU_LIEU_HOC_BA>', '</DU_LIEU_HOC_BA><A xmlns:x="x"/>'))),
    ).toBe('valid');
  });

  test('signed before an envelope added a namespace: inclusive C14N notices', async () => {
    const text = await fill(field());
    expect(
      brief(await judge(change(text, '<HOC_BA>', '<HOC_BA xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'))),
    ).toBe('invalid signatureValue');
  });

  test('rsa-sha1 with sha1, and rsa-sha1 with sha256 digests: valid and legacy', async () => {
    for (const digest of [SHA1, 'http://www.w3.org/2001/04/xmlenc#sha256']) {
      const references = [DATA, TIME].map((one) => ({ ...one, digest }));
      const result = await judge(await fill(field({ algorithm: `${DS}rsa-sha1`, references })));
      expect([brief(result), result.flags.includes('legacy')]).toEqual(['valid', true]);
    }
    const weakDigest = await judge(await fill(field({ references: [{ ...DATA, digest: SHA1 }, TIME] })));
    expect([brief(weakDigest), weakDigest.flags.includes('legacy')]).toEqual(['valid', true]);
  });

  test('text outside ASCII is signed as it is, without normalisation', async () => {
    const text = await fill(field());
    const decomposed = change(text, 'Trần Thị Bình', 'Trần Thị Bình'.normalize('NFD'));
    expect(brief(await judge(decomposed))).toBe('invalid digest');
    expect(decodeUtf8(encodeUtf8(text))).toBe(text);
  });
});

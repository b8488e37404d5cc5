/* What was checked must be what is shown: one SignedInfo, in its place, read whole. */
import { describe, expect, test } from 'vitest';
import { encodeUtf8 } from '../../src/encoding/index.js';
import { findSignatures, openSignedDocument, verifySignature } from '../../src/xades/index.js';
import { findChild, parseXml } from '../../src/xml/index.js';
import {
  brief,
  change,
  DS,
  EXCLUSIVE,
  encodeBase64,
  fill,
  judge,
  recordWith,
  sha256,
  signatureTemplate,
} from '../xades/toolkit.js';

const DATA = { uri: '#data', transforms: [EXCLUSIVE] } as const;
const signed = () => fill(recordWith(signatureTemplate({ id: 'sig', references: [DATA] })));
const INFO = /<SignedInfo>.*<\/SignedInfo>/s;

async function first(text: string) {
  const document = parseXml(encodeUtf8(text));
  return verifySignature(findSignatures(document.root)[0]!, openSignedDocument(document));
}

describe('a second SignedInfo', () => {
  test('baseline', async () => {
    expect(brief(await judge(await signed()))).toBe('valid');
  });

  test('anywhere in the signature is refused, or is no SignedInfo at all', async () => {
    const text = change(await signed(), '<DIEM>9<', '<DIEM>10<');
    const info = INFO.exec(text)![0];
    const digest = /<DigestValue>([^<]+)/.exec(info)![1]!;
    const block = '<DU_LIEU_HOC_BA Id="data"><HO_VA_TEN>Trần Thị Bình</HO_VA_TEN><DIEM>10</DIEM></DU_LIEU_HOC_BA>';
    const forged = info.replace(digest, encodeBase64(sha256(block)));
    const attacks: Readonly<Record<string, string>> = {
      before: change(text, info, forged + info),
      after: change(text, info, info + forged),
      'after the value': change(text, '<KeyInfo>', `${forged}<KeyInfo>`),
      'at the end': change(text, '</Signature>', `${forged}</Signature>`),
      'around the real one': change(text, info, forged.replace('</SignedInfo>', `${info}</SignedInfo>`)),
      'inside the real one': change(text, info, info.replace('</SignedInfo>', `${forged}</SignedInfo>`)),
      'in a wrapper': change(text, info, `<W xmlns="">${info}</W>${forged}`),
      'without namespace': change(text, info, info.replace('<SignedInfo>', '<SignedInfo xmlns="">')),
      'in another namespace': change(
        text,
        info,
        `${forged.replace('<SignedInfo>', '<SignedInfo xmlns="urn:x">')}${info}`,
      ),
    };
    for (const [name, attack] of Object.entries(attacks)) {
      expect([name, brief(await first(attack))]).toEqual([name, 'invalid structure']);
    }
    for (const place of ['<KeyInfo>', '<Object>']) {
      const into =
        place === '<Object>'
          ? text.replace('</Signature>', `<Object>${forged}</Object></Signature>`)
          : text.replace(place, place + forged);
      expect([place, brief(await first(into))]).toEqual([place, 'invalid digest']);
    }
  });

  test('an added, removed or changed reference breaks the value', async () => {
    const text = await signed();
    const reference = /<Reference .*<\/Reference>/s.exec(text)![0];
    expect(brief(await judge(change(text, reference, '')))).toBe('invalid structure');
    expect(brief(await judge(change(text, reference, reference + reference)))).toBe('invalid signatureValue');
    expect(brief(await judge(change(text, ' URI="#data"', ' URI=""')))).toBe('invalid signatureValue');
    expect(brief(await judge(change(text, ' URI="#data"', '')))).toBe('invalid signatureValue');
    expect(brief(await judge(change(text, '<Transforms>', '<Transforms><!-- c -->')))).toBe('valid');
  });
});

describe('text of a value split by markup', () => {
  const digestOf = (text: string) => /<DigestValue>([^<]+)</.exec(text)![1]!;

  test('comments in DigestValue: the whole text counts, as it was signed', async () => {
    const text = await signed();
    const value = digestOf(text);
    // A reader of the first text node would see the forged digest, the value covers both parts together.
    const forged = encodeBase64(sha256('forged'));
    for (const attack of [
      `${forged}<!-- -->${value}`,
      `<!--${value}-->${forged}`,
      `${forged}<![CDATA[${value}]]>`,
      `<?x ${value}?>${forged}`,
    ]) {
      const result = await judge(change(text, value, attack));
      expect(result.core).toBe('invalid');
      expect(result.references[0]?.view ?? null).toBeNull();
    }
    expect(brief(await judge(change(text, value, `${value.slice(0, 9)}<!-- harmless -->${value.slice(9)}`)))).toBe(
      'valid',
    );
    expect(brief(await judge(change(text, value, `${value.slice(0, 9)}<?pi?>${value.slice(9)}`)))).toBe(
      'invalid signatureValue',
    );
  });

  test('elements in DigestValue, SignatureValue and around them', async () => {
    const text = await signed();
    const value = digestOf(text);
    expect((await judge(change(text, value, `<x/>${value}`))).reasons).toContain('structure');
    expect(brief(await judge(change(text, '<SignatureValue>', '<SignatureValue><x/>')))).toBe('invalid structure');
    expect(brief(await judge(change(text, '</DigestValue>', '</DigestValue><DigestValue>AA==</DigestValue>')))).toMatch(
      /^invalid/,
    );
    const second = await fill(
      recordWith(
        signatureTemplate({ references: [DATA] }).replace(
          '</Reference>',
          '<DigestValue>AA==</DigestValue></Reference>',
        ),
      ),
    );
    expect((await judge(second)).reasons).toContain('structure');
  });

  test('two SignatureValues, or none', async () => {
    const text = await signed();
    const value = /<SignatureValue>.*<\/SignatureValue>/s.exec(text)![0];
    expect(brief(await judge(change(text, value, value + value)))).toBe('invalid structure');
    expect(brief(await judge(change(text, value, '')))).toBe('invalid structure');
    expect(brief(await judge(change(text, value, '<SignatureValue></SignatureValue>')))).toBe('invalid signatureValue');
    expect(brief(await judge(change(text, value, '<SignatureValue/>')))).toBe('invalid signatureValue');
  });
});

describe('a signature that is none', () => {
  test('every child in its place, once, in the namespace of XMLDSig', async () => {
    const text = await signed();
    const keyInfo = /<KeyInfo>.*<\/KeyInfo>/s.exec(text)![0];
    const wrong = [
      change(text, keyInfo, keyInfo + keyInfo),
      change(text, keyInfo, `<Object/>${keyInfo}`),
      change(text, '<CanonicalizationMethod', '<X/><CanonicalizationMethod'),
      change(text, '<SignatureMethod', '<X/><SignatureMethod'),
      change(text, '</SignedInfo>', '<X/></SignedInfo>'),
      change(text, '</Signature>', '<X xmlns="urn:x"/></Signature>'),
      change(text, /<CanonicalizationMethod[^>]*><\/CanonicalizationMethod>|<CanonicalizationMethod[^>]*\/>/, ''),
    ];
    for (const attack of wrong) expect(brief(await judge(attack))).toBe('invalid structure');
    const empty = recordWith(`<Signature xmlns="${DS}"/>`);
    expect(brief(await judge(empty))).toBe('invalid structure');
  });

  test('an element of another namespace called Signature is not found, and not judged when handed in', async () => {
    const text = (await signed()).replace(`xmlns="${DS}"`, 'xmlns="urn:x"');
    const document = parseXml(encodeUtf8(text));
    expect(findSignatures(document.root)).toEqual([]);
    const handed = findChild(findChild(document.root, 'KY')!, 'Signature')!;
    expect(brief(await verifySignature(handed, openSignedDocument(document)))).toBe('invalid structure');
  });
});

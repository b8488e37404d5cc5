import { describe, expect, test } from 'vitest';
import type { ReferenceResult } from '../../src/xades/index.js';
import { C14N_ALGORITHMS, findChild } from '../../src/xml/index.js';
import {
  BASE64,
  brief,
  change,
  ENVELOPED,
  EXCLUSIVE,
  encodeBase64,
  encodeUtf8,
  FILTER2,
  fill,
  INCLUSIVE,
  judge,
  judgeAll,
  recordWith,
  sha256,
  signatureTemplate,
  XPATH,
} from './toolkit.js';

const D = 'xmlns:d="http://www.w3.org/2000/09/xmldsig#"';
const xpath = (expression: string, namespaces = D) =>
  `<Transform Algorithm="${XPATH}"><XPath ${namespaces}>${expression}</XPath></Transform>`;
const filter2 = (expression: string, filter = 'subtract', namespaces = D) =>
  `<Transform Algorithm="${FILTER2}"><XPath xmlns="${FILTER2}" ${namespaces} Filter="${filter}">${expression}</XPath></Transform>`;
const OWN =
  'count(ancestor-or-self::d:Signature | here()/ancestor::d:Signature[1]) &gt; count(ancestor-or-self::d:Signature)';

const DATA_TEXT = '<!-- c --><b:X xmlns:b="urn:b" b:y="2" x="1"><?pi data?>Đ</b:X>';

async function reference(
  uri: string,
  transforms: readonly string[],
  data = DATA_TEXT,
): Promise<{
  readonly answer: string;
  readonly detail: string | null;
  readonly octets: string;
  readonly reference: ReferenceResult;
}> {
  const result = await judge(
    await fill(recordWith(signatureTemplate({ id: 'sig', references: [{ uri, transforms }] }), data)),
  );
  const [one] = result.references;
  const octets = one?.view ? new TextDecoder().decode(one.view.octets()) : '';
  return { answer: brief(result), detail: result.detail, octets, reference: one! };
}

describe('transforms', () => {
  test('every canonical form, with the octets it should give', async () => {
    const inner = '<b:X xmlns:b="urn:b" x="1" b:y="2"><?pi data?>Đ</b:X>';
    const block = `<DU_LIEU_HOC_BA Id="data">${inner}</DU_LIEU_HOC_BA>`;
    for (const algorithm of Object.keys(C14N_ALGORITHMS)) {
      // A bare name selects no comments, whatever the algorithm would write (XMLDSig §4.4.3.3).
      expect([algorithm, await reference('#data', [algorithm])]).toMatchObject([
        algorithm,
        { answer: 'valid', octets: block },
      ]);
    }
    expect((await reference('#data', [])).octets).toBe(block);
    const pointed = await reference("#xpointer(id('data'))", [`${EXCLUSIVE}WithComments`]);
    expect(pointed.octets).toBe(`<DU_LIEU_HOC_BA Id="data"><!-- c -->${inner}</DU_LIEU_HOC_BA>`);
    expect((await reference('#xpointer(id(&quot;data&quot;))', [])).octets).toBe(block);
  });

  test('PrefixList of the exclusive forms; any other parameter of a canonicalization is refused', async () => {
    const list = `<Transform Algorithm="${EXCLUSIVE}"><InclusiveNamespaces xmlns="${EXCLUSIVE}" PrefixList="q #default"/></Transform>`;
    const data = '<X xmlns:q="urn:q" xmlns="urn:d"/>';
    expect((await reference('#data', [list], data)).octets).toContain('<X xmlns="urn:d" xmlns:q="urn:q"></X>');
    expect((await reference('#data', [EXCLUSIVE], data)).octets).toContain('<X xmlns="urn:d"></X>');
    const wrong = [
      `<Transform Algorithm="${INCLUSIVE}"><InclusiveNamespaces xmlns="${EXCLUSIVE}" PrefixList="q"/></Transform>`,
      `<Transform Algorithm="${EXCLUSIVE}"><InclusiveNamespaces xmlns="urn:other" PrefixList="q"/></Transform>`,
      `<Transform Algorithm="${EXCLUSIVE}"><X/></Transform>`,
    ];
    for (const one of wrong)
      expect((await reference('#data', [one], data)).answer).toBe('unsupported algorithmParameters');
  });

  test('enveloped-signature takes away the signature itself and only it', async () => {
    const { answer, octets } = await reference('', [ENVELOPED]);
    expect(answer).toBe('valid');
    expect(octets).toMatch(/<KY><\/KY><\/HOC_BA>$/);
    expect((await reference('#data', [ENVELOPED])).octets).toBe((await reference('#data', [])).octets);
    const two = signatureTemplate({ id: 's1', references: [{ uri: '', transforms: [ENVELOPED] }] });
    const text = await fill(recordWith(two + signatureTemplate({ id: 's2', references: [{ uri: '#data' }] })));
    expect((await judgeAll(text)).map(brief)[0]).toBe('valid');
    expect((await judgeAll(change(text, 'Id="s2"', 'Id="s3"'))).map(brief)[0]).toBe('invalid digest');
  });

  test('base64 digests the decoded text, whatever markup stands between, and covers no element', async () => {
    const octets = encodeUtf8('học bạ');
    const text = encodeBase64(octets);
    const { answer, reference: one } = await reference('#data', [BASE64], `${text.slice(0, 4)}<x/>${text.slice(4)}`);
    expect(answer).toBe('valid');
    expect(one.view!.octets()).toEqual(octets);
    expect([
      one.view!.element,
      one.view!.path(),
      one.view!.covers(one.target!),
      one.view!.includes(one.target!),
    ]).toEqual([null, null, false, false]);
    expect(one.target?.localName).toBe('DU_LIEU_HOC_BA');
    expect((await reference('#data', [BASE64], 'no base64!')).answer).toBe('invalid base64');
    const xml = encodeBase64(encodeUtf8('<a  b="1"/>'));
    expect(
      new TextDecoder().decode((await reference('#data', [BASE64, INCLUSIVE], xml)).reference.view!.octets()),
    ).toBe('<a b="1"></a>');
    const dtd = encodeBase64(encodeUtf8('<!DOCTYPE a><a/>'));
    expect(await reference('#data', [BASE64, INCLUSIVE], dtd)).toMatchObject({
      answer: 'unsupported transformInput',
      detail: 'ERR_XML_DOCTYPE',
    });
  });

  test('the XPath idioms that leave signatures out, with any prefix bound to XMLDSig', async () => {
    const data = `<X>1</X>${signatureTemplate({ id: 'other', references: [{ uri: '#nobody' }] })}<Y/>`;
    const all = 'not(ancestor-or-self::d:Signature)';
    const block = '<DU_LIEU_HOC_BA Id="data"><X>1</X><Y></Y></DU_LIEU_HOC_BA>';
    const at = async (transform: string) => {
      const text = await fill(
        `<HOC_BA><KY>${signatureTemplate({ id: 'sig', references: [{ uri: '#data', transforms: [transform] }] })}</KY><DU_LIEU_HOC_BA Id="data">${data}</DU_LIEU_HOC_BA></HOC_BA>`,
      );
      const [result] = await judgeAll(text);
      const view = result!.references[0]?.view;
      return { answer: brief(result!), octets: view ? new TextDecoder().decode(view.octets()) : '', view };
    };
    for (const expression of [all, ' not(  ancestor-or-self::d:Signature )\n']) {
      expect(await at(xpath(expression))).toMatchObject({ answer: 'valid', octets: block });
    }
    expect((await at(xpath(all.replace('d:', 'sig:'), 'xmlns:sig="http://www.w3.org/2000/09/xmldsig#"'))).octets).toBe(
      block,
    );
    for (const expression of ['/descendant::d:Signature', '/descendant-or-self::d:Signature', '//d:Signature']) {
      expect(await at(filter2(expression))).toMatchObject({ answer: 'valid', octets: block });
    }
    // Only the signature itself: the other one stays in.
    expect((await at(xpath(OWN))).octets).toContain('Id="other"');
    expect((await at(filter2('here()/ancestor::d:Signature[1]'))).octets).toContain('Id="other"');
    expect((await at(filter2('/*/d:Signature'))).octets).toContain('Id="other"');
    // The prefix must really be bound to XMLDSig: else it names other elements.
    expect((await at(xpath(all, 'xmlns:d="urn:other"'))).answer).toBe('unsupported transformRefused');
    // The whole block is not covered once something in it was left out.
    const { view } = await at(xpath(all));
    expect(view!.excluded.map((one) => one.localName)).toEqual(['Signature']);
    expect(view!.covers(view!.element!)).toBe(false);
    expect(view!.includes(view!.element!)).toBe(true);
    expect(view!.covers(findChild(view!.element!, 'X')!)).toBe(true);
    expect(view!.includes(view!.excluded[0]!)).toBe(false);
  });

  test('the own-signature idioms do what enveloped-signature does', async () => {
    const expected = (await reference('', [ENVELOPED])).octets;
    const cut = (text: string) => text.replace(/Id="sig".*/s, '');
    for (const transform of [xpath(OWN), filter2('here()/ancestor::d:Signature[1]')]) {
      const { answer, octets } = await reference('', [transform]);
      expect([answer, cut(octets)]).toEqual(['valid', cut(expected)]);
    }
  });

  test('everything else is named and not carried out', async () => {
    const refused = [
      xpath('not(ancestor-or-self::d:Signature) and true()'),
      xpath('ancestor-or-self::DIEM'),
      xpath('true()'),
      xpath('not(ancestor-or-self::d:Signature | ancestor-or-self::DIEM)'),
      xpath(
        'count(ancestor-or-self::d:Signature | here()/ancestor::d:Signature[1]) &gt;= count(ancestor-or-self::d:Signature)',
      ),
      filter2('//d:Signature', 'intersect'),
      filter2('//d:Signature', 'union'),
      filter2('//DIEM'),
      filter2('//d:Signature').replace(
        '</Transform>',
        `<XPath xmlns="${FILTER2}" Filter="union">/</XPath></Transform>`,
      ),
      `<Transform Algorithm="${XPATH}"/>`,
      `<Transform Algorithm="${FILTER2}"/>`,
      'http://www.w3.org/2001/04/xmldsig-more/xptr',
      'http://schemas.openxmlformats.org/package/2006/RelationshipTransform',
      'http://www.w3.org/2002/07/decrypt#XML',
    ];
    for (const transform of refused) {
      expect([transform, (await reference('#data', [transform])).answer]).toEqual([
        transform,
        'unsupported transformRefused',
      ]);
    }
    expect(await reference('#data', ['urn:x'])).toMatchObject({
      answer: 'unsupported transformUnknown',
      detail: 'urn:x',
    });
  });

  test('XSLT is never executed: a style sheet that would make the digest right changes nothing', async () => {
    const sheet =
      '<Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"><xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" version="1.0"><xsl:output method="text"/><xsl:template match="/">constant</xsl:template></xsl:stylesheet></Transform>';
    const template = recordWith(signatureTemplate({ references: [{ uri: '#data', transforms: [sheet] }] }));
    const text = await fill(template, { digests: { 0: encodeBase64(sha256('constant')) } });
    const result = await judge(text);
    expect([brief(result), result.valueHolds, result.references[0]!.view]).toEqual([
      'unsupported transformRefused',
      true,
      null,
    ]);
  });

  test('a transform that needs nodes of the document does not get octets', async () => {
    for (const transform of [ENVELOPED, xpath(OWN), filter2('//d:Signature')]) {
      expect((await reference('#data', [EXCLUSIVE, transform])).answer).toBe('unsupported transformInput');
    }
    // Canonical text is parsed again for the next canonical form.
    expect((await reference('#data', [INCLUSIVE, EXCLUSIVE])).answer).toBe('valid');
  });

  test('detached octets: as they are, or canonicalized when a transform asks for it', async () => {
    const bytes = encodeUtf8('<a  b="1"/>');
    const octetsOf = async (transforms: readonly string[]) => {
      const verify = { detached: () => bytes };
      const result = await judge(
        await fill(recordWith(signatureTemplate({ references: [{ uri: 'a.xml', transforms }] })), { verify }),
        verify,
      );
      return [
        brief(result),
        result.references[0]!.view && new TextDecoder().decode(result.references[0]!.view.octets()),
      ];
    };
    expect(await octetsOf([])).toEqual(['valid', '<a  b="1"/>']);
    expect(await octetsOf([INCLUSIVE])).toEqual(['valid', '<a b="1"></a>']);
    expect(await octetsOf([ENVELOPED])).toEqual(['unsupported transformInput', null]);
  });

  test('Transforms must hold Transform elements and stand in its place', async () => {
    for (const inner of ['<X/>', '<Transform xmlns="urn:x" Algorithm="a"/>']) {
      expect((await reference('#data', [inner])).answer).toBe('invalid structure');
    }
    expect((await reference('#data', ['<!-- nothing -->'])).answer).toBe('invalid structure');
  });
});

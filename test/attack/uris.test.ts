/* What a URI may select: an element of the scope by its Id, the document, or octets that were handed in. Nothing is fetched. */
import { describe, expect, test } from 'vitest';
import { findSignatures, openSignedDocument, verifySignature } from '../../src/xades/index.js';
import { findChild, findChildren, parseXml } from '../../src/xml/index.js';
import {
  brief,
  change,
  ENVELOPED,
  EXCLUSIVE,
  encodeUtf8,
  fill,
  judge,
  recordWith,
  signatureTemplate,
} from '../xades/toolkit.js';

const record = (uri: string | null, id = 'data') =>
  change(
    recordWith(signatureTemplate({ id: 'sig', references: [{ uri, transforms: [EXCLUSIVE] }] })),
    'Id="data"',
    `Id="${id}" x=""`,
  );
const at = async (uri: string | null, id?: string) => brief(await judge(await fill(record(uri, id))));

describe('URIs', () => {
  test('baseline', async () => {
    expect(await at('#data')).toBe('valid');
    expect(await at("#xpointer(id('data'))")).toBe('valid');
  });

  test('no URI, an empty fragment', async () => {
    expect(await at(null)).toBe('unsupported referenceUri');
    expect(await at('#')).toBe('unsupported referenceUri');
    expect(await at('#', '')).toBe('unsupported referenceUri');
  });

  test('xpointer schemes other than the two of XMLDSig', async () => {
    for (const uri of [
      '#xpointer(/HOC_BA)',
      '#xpointer(/HOC_BA/*[1])',
      '#xpointer(//DIEM)',
      '#element(/1/1)',
      "#xpointer(id('data')/DIEM)",
      "#xpointer(id('data')) xpointer(/)",
      "#xmlns(a=b)xpointer(id('data'))",
      '#xpointer()',
      "#XPOINTER(id('data'))",
    ]) {
      expect([uri, await at(uri)]).toEqual([uri, 'unsupported referenceUri']);
    }
    expect(await at('#xpointer(/)')).toMatch(/^(valid|invalid digest)$/);
  });

  test('percent-encoded Ids name the decoded Id, unless both are there', async () => {
    expect(await at('#d%61ta')).toBe('valid');
    expect(await at('#%64%61%74%61')).toBe('valid');
    expect(await at('#hoc%20ba', 'hoc ba')).toBe('valid');
    expect(await at('#h%E1%BB%8Dc', 'học')).toBe('valid');
    expect(await at('#100%', '100%')).toBe('valid');
    expect(await at('#d%2561ta')).toBe('invalid referenceNotFound');
    // Another verifier would not decode: an element for it must not stand beside the one that was digested.
    const text = await fill(record('#d%61ta'));
    expect(brief(await judge(change(text, '<KY>', '<KY Id="d%61ta">')))).toBe('invalid idDuplicate');
  });

  test('an Id is compared letter by letter', async () => {
    for (const uri of ['#Data', '#data ', '# data', '#data#data', '##data', '#dat%C3%A0']) {
      expect([uri, await at(uri)]).toEqual([uri, 'invalid referenceNotFound']);
    }
    expect(await at(`#${'h\u1ecdc'.normalize('NFD')}`, 'h\u1ecdc'.normalize('NFC'))).toBe('invalid referenceNotFound');
  });

  test('anything outside the document is refused unless handed in, and asked for by its exact name', async () => {
    for (const uri of [
      'http://127.0.0.1:9/x',
      'file:///etc/passwd',
      '../x.xml',
      'x.xml#data',
      'urn:x',
      '/etc/passwd',
      ' ',
    ]) {
      expect([uri, await at(uri)]).toEqual([uri, 'unsupported referenceExternal']);
    }
    const asked: string[] = [];
    const detached = (uri: string) => {
      asked.push(uri);
      return undefined;
    };
    await judge(await fill(record('../x.xml?a=1#b')), { detached });
    await judge(await fill(record('#data')), { detached });
    expect(asked).toEqual(['../x.xml?a=1#b']);
  });

  test('a reference out of the record it stands in finds nothing', async () => {
    const one = (await fill(record('#data'))).replace(/^<\?xml.*\n/, '');
    const other = '<HOC_BA><DU_LIEU_HOC_BA Id="other"><DIEM>10</DIEM></DU_LIEU_HOC_BA></HOC_BA>';
    const list = await fill(
      `<DANH_SACH_HOC_BA>${other}${one.replace(' URI="#data"', ' URI="#other"')}</DANH_SACH_HOC_BA>`,
    );
    const document = parseXml(encodeUtf8(list));
    const signature = findSignatures(document.root)[0]!;
    expect(brief(await verifySignature(signature, openSignedDocument(document)))).toBe('valid');
    const scope = findChildren(document.root, 'HOC_BA')[1]!;
    const result = await verifySignature(signature, openSignedDocument(document, { scope }));
    expect(brief(result)).toBe('invalid referenceNotFound');
    expect(result.references[0]!.view).toBeNull();
  });

  test('the whole document from inside a record covers what it covers, and its path says so', async () => {
    const inner = signatureTemplate({ references: [{ uri: '', transforms: [ENVELOPED, EXCLUSIVE] }] });
    const text = await fill(`<L><HOC_BA><D>1</D><KY>${inner}</KY></HOC_BA><HOC_BA><D>2</D></HOC_BA></L>`);
    const document = parseXml(encodeUtf8(text));
    const [scope, other] = findChildren(document.root, 'HOC_BA');
    const result = await verifySignature(
      findSignatures(document.root)[0]!,
      openSignedDocument(document, { scope: scope! }),
    );
    const view = result.references[0]!.view!;
    expect([brief(result), view.path(), view.covers(other!), view.covers(findChild(scope!, 'D')!)]).toEqual([
      'valid',
      '/',
      true,
      true,
    ]);
    expect(view.covers(scope!)).toBe(false);
  });
});

/*
 * The one promise of the engine: an element that a view of a valid signature covers cannot be changed without the signature failing.
 * Shown by changing: every element that some view covers, in signed files of every kind, in its text, attributes, name and children.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { corpusFolder, readManifest } from '../../scripts/corpus/manifest.js';
import { encodeUtf8 } from '../../src/encoding/index.js';
import { isHocBaSoError } from '../../src/errors/index.js';
import { findSignatures, openSignedDocument, type SignatureResult, verifySignature } from '../../src/xades/index.js';
import {
  insertAfter,
  parseXml,
  spliceXml,
  walkElements,
  type XmlDocument,
  type XmlEdit,
  type XmlElement,
} from '../../src/xml/index.js';
import { shared } from '../shared.js';
import { BASE64, ENVELOPED, EXCLUSIVE, FILTER2, fill, INCLUSIVE, signatureTemplate, XPATH } from '../xades/toolkit.js';

const D = 'xmlns:d="http://www.w3.org/2000/09/xmldsig#"';
const ALL = `<Transform Algorithm="${XPATH}"><XPath ${D}>not(ancestor-or-self::d:Signature)</XPath></Transform>`;
const OWN = `<Transform Algorithm="${XPATH}"><XPath ${D}>count(ancestor-or-self::d:Signature | here()/ancestor::d:Signature[1]) &gt; count(ancestor-or-self::d:Signature)</XPath></Transform>`;
const subtract = (expression: string) =>
  `<Transform Algorithm="${FILTER2}"><XPath xmlns="${FILTER2}" ${D} Filter="subtract">${expression}</XPath></Transform>`;

/** Ways to change one element; each must be seen. */
function edits(element: XmlElement): Readonly<Record<string, readonly XmlEdit[]>> {
  const empty = element.openEnd === element.end;
  const nameEnd = element.start + 1 + element.name.length;
  const attribute = [{ at: nameEnd, insert: ' hocBaAttack="1"' }];
  const inside = (insert: string): readonly XmlEdit[] =>
    empty
      ? [{ at: element.end - 2, remove: 2, insert: `>${insert}</${element.name}>` }]
      : [{ at: element.openEnd, insert }];
  return {
    attribute,
    text: inside('x'),
    child: inside('<hocBaAttack xmlns=""/>'),
    name: empty
      ? [{ at: nameEnd, insert: 'x' }]
      : [
          { at: nameEnd, insert: 'x' },
          { at: element.closeStart + 2 + element.name.length, insert: 'x' },
        ],
    sibling: element.parent === null ? attribute : [insertAfter(element, `<${element.localName} xmlns=""/>`)],
  };
}

interface Judged {
  readonly document: XmlDocument;
  readonly results: readonly SignatureResult[];
}

async function judgeBytes(bytes: Uint8Array): Promise<Judged> {
  const document = parseXml(bytes);
  const opened = openSignedDocument(document, { ids: 'wide' });
  const results: SignatureResult[] = [];
  for (const element of findSignatures(document.root)) results.push(await verifySignature(element, opened));
  return { document, results };
}

/** Evenly spread over the document; the step keeps big files affordable. */
function sample<T>(items: readonly T[], count: number): readonly T[] {
  const step = Math.max(1, Math.floor(items.length / count));
  return items.filter((_, index) => index % step === 0);
}

/** Changes covered elements one by one; returns how many changes were tried and those that went unseen. */
async function tamper(bytes: Uint8Array, count: number): Promise<{ tried: number; unseen: readonly string[] }> {
  const { document, results } = await judgeBytes(bytes);
  const unseen: string[] = [];
  let tried = 0;
  for (const [index, result] of results.entries()) {
    if (result.core !== 'valid') continue;
    const views = result.references.flatMap((one) => (one.view === null ? [] : [one.view]));
    const covered = [...walkElements(document.root)].filter((element) => views.some((view) => view.covers(element)));
    for (const element of sample(covered, count)) {
      const whole = views.some((view) => element.parent !== null && view.covers(element.parent));
      for (const [kind, edit] of Object.entries(edits(element))) {
        // A new sibling belongs to the parent: it must be seen where the parent is covered too.
        if (kind === 'sibling' && !whole) continue;
        const changed = spliceXml(document, edit);
        tried += 1;
        let judged: Judged;
        try {
          judged = await judgeBytes(changed);
        } catch (error) {
          // Not read at all: seen.
          if (isHocBaSoError(error)) continue;
          throw error;
        }
        if (judged.results[index]?.core === 'valid') unseen.push(`${kind} of ${element.name} at ${element.start}`);
      }
    }
  }
  return { tried, unseen };
}

describe('what a view covers cannot be changed unseen', () => {
  const data = '<A x="1"><B>1</B><C/></A>Aa==<E xmlns="urn:e"><p:F xmlns:p="urn:p" p:q="2"/></E>';
  const other = `<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><Object><HID xmlns="">1</HID></Object></Signature>`;
  const chains: Readonly<Record<string, readonly string[]>> = {
    none: [],
    inclusive: [INCLUSIVE],
    exclusive: [EXCLUSIVE],
    'both in turn': [INCLUSIVE, EXCLUSIVE],
    '1.1': ['http://www.w3.org/2006/12/xml-c14n11'],
    enveloped: [ENVELOPED],
    'enveloped, exclusive': [ENVELOPED, EXCLUSIVE],
    'enveloped twice': [ENVELOPED, ENVELOPED],
    'not signatures': [ALL, EXCLUSIVE],
    own: [OWN],
    'subtract all': [subtract('//d:Signature'), EXCLUSIVE],
    'subtract top': [subtract('/*/d:Signature')],
    'subtract own': [subtract('here()/ancestor::d:Signature[1]')],
    'own and all': [OWN, ALL],
    base64: [BASE64],
    'xpath, base64': [ALL, BASE64],
  };
  for (const [name, transforms] of Object.entries(chains)) {
    for (const uri of ['#data', '#inner', '', '#obj', "#xpointer(id('data'))", '#xpointer(/)']) {
      test(`${name} over "${uri}"`, async () => {
        const signature = signatureTemplate({
          id: 'sig',
          references: [{ uri, transforms }],
          objects: '<Object Id="obj"><X xmlns="">AA==</X></Object>',
        });
        const text = `<HOC_BA><DU_LIEU_HOC_BA Id="data">${data}${other}<IN Id="inner">AA==</IN></DU_LIEU_HOC_BA><KY>${signature}</KY></HOC_BA>`;
        const filled = await fill(text, { index: 1 });
        const { results } = await judgeBytes(encodeUtf8(filled));
        const { tried, unseen } = await tamper(encodeUtf8(filled), 1_000);
        expect(unseen).toEqual([]);
        // Where the signature holds and nodes were digested there was something to try.
        const nodes = results[1]!.core === 'valid' && results[1]!.references[0]!.view!.path() !== null;
        expect(tried > 0).toBe(nodes);
      });
    }
  }

  const folder = corpusFolder();
  const valid =
    folder === undefined
      ? []
      : readManifest(folder).filter((one) => one.kind !== 'c14n' && one.kind !== 'asic' && one.expect.core === 'valid');
  test('the corpus is there', () => {
    shared('corpus', 'manifest.json');
    expect(valid.length).toBeGreaterThan(70);
  });
  for (const one of valid) {
    test(`corpus: ${one.file}`, async ({ skip }) => {
      const bytes = new Uint8Array(readFileSync(join(folder!, one.file)));
      let judged: Judged;
      try {
        judged = await judgeBytes(bytes);
      } catch (error) {
        if (isHocBaSoError(error)) return skip(`not read: ${error.code}`);
        throw error;
      }
      const { tried, unseen } = await tamper(bytes, bytes.length > 100_000 ? 12 : 60);
      expect(unseen).toEqual([]);
      const nodes = judged.results.some(
        (result) => result.core === 'valid' && result.references.some((reference) => reference.view?.path() != null),
      );
      expect(tried > 0).toBe(nodes);
    });
  }
});

/* The files that are mutated: our own in every profile, and the valid ones of the corpus where it is at hand. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { corpusFolder, readManifest } from '../../scripts/corpus/manifest.js';
import { emptyRecord, PROFILES, recordDocument, SLOTS, signRecord } from '../xades/produce.js';
import {
  DS,
  ENVELOPED,
  EXCLUSIVE,
  encodeUtf8,
  FILTER2,
  fill,
  INCLUSIVE,
  propertiesObject,
  recordWith,
  SIGNED_PROPERTIES_TYPE,
  signatureTemplate,
  timeObject,
  xadesRecord,
} from '../xades/toolkit.js';

export interface Subject {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Ours may be kept as a regression; files of the corpus are third-party data and never are. */
  readonly isOwn: boolean;
}

/** Bytes: a longer file says nothing more and takes longer. */
const LONGEST = 24_000;

export async function ownSubjects(): Promise<readonly Subject[]> {
  const own: [string, Uint8Array | string][] = [];
  for (const profile of PROFILES) {
    let bytes = recordDocument(emptyRecord());
    for (const [index, slot] of SLOTS.entries()) {
      const key = index === 1 ? ({ key: 'p256', algorithm: `${MORE}ecdsa-sha256` } as const) : {};
      bytes = await signRecord(bytes, { profile, slot, order: profile === 'dual', ...key });
    }
    own.push([`${profile}, three roles`, bytes]);
    let list = recordDocument(emptyRecord('data-1'), emptyRecord('data-2'));
    for (const record of [0, 1]) list = await signRecord(list, { profile, slot: 'CBQL', record });
    own.push([`${profile}, a list`, list]);
  }
  const field = signatureTemplate({
    id: 'sig',
    c14n: INCLUSIVE,
    references: [{ uri: '#data' }, { uri: '#time' }],
    objects: timeObject('time', '<SigningTime xmlns="">2024-05-31T08:00:00</SigningTime>', 'signatureProperties'),
  });
  own.push(['the field’s form', await fill(recordWith(field))]);
  const inside = signatureTemplate({ id: 'sig', references: [{ uri: '', transforms: [ENVELOPED, EXCLUSIVE] }] });
  own.push(['enveloped in the document', await fill(recordWith(inside))]);
  const block = signatureTemplate({ references: [{ uri: '#data', transforms: [ENVELOPED] }], prefix: 'ds' });
  own.push([
    'enveloped in its block',
    await fill(`<HOC_BA xmlns:x="urn:x"><DU_LIEU_HOC_BA Id="data"><A x:b="1">2</A>${block}</DU_LIEU_HOC_BA></HOC_BA>`),
  ]);
  const filter = `<Transform xmlns="${DS}" Algorithm="${FILTER2}"><XPath xmlns="${FILTER2}" xmlns:ds="${DS}" Filter="subtract">//ds:Signature</XPath></Transform>`;
  own.push([
    'all signatures subtracted',
    await fill(recordWith(signatureTemplate({ references: [{ uri: '', transforms: [filter, EXCLUSIVE] }] }))),
  ]);
  own.push([
    'XAdES with unsigned properties',
    await fill(
      xadesRecord({
        properties: propertiesObject({
          unsigned:
            '<xades:SignatureTimeStamp><xades:EncapsulatedTimeStamp>AAAA</xades:EncapsulatedTimeStamp></xades:SignatureTimeStamp>',
        }),
      }),
    ),
  ]);
  const listed = `<Transform Algorithm="${EXCLUSIVE}"><ec:InclusiveNamespaces xmlns:ec="${EXCLUSIVE}" PrefixList="x #default"/></Transform>`;
  own.push([
    'a prefix list',
    await fill(
      `<r xmlns="urn:r" xmlns:x="urn:x" xmlns:y="urn:y"><a Id="data" y:b="1"><!-- c --><x:b/>&#233;<![CDATA[<]]></a>${signatureTemplate({ references: [{ uri: '#data', transforms: [listed] }] })}</r>`,
    ),
  ]);
  const comments = signatureTemplate({
    references: [
      { uri: "#xpointer(id('data'))", transforms: [`${EXCLUSIVE}WithComments`] },
      { uri: '#xades', type: SIGNED_PROPERTIES_TYPE },
    ],
    id: 'sig',
    objects: propertiesObject({}),
  });
  own.push(['with comments', await fill(recordWith(comments, '<A>1<!-- c -->2</A>'))]);
  return own.map(([name, bytes]) => ({
    name,
    bytes: typeof bytes === 'string' ? encodeUtf8(bytes) : bytes,
    isOwn: true,
  }));
}

const MORE = 'http://www.w3.org/2001/04/xmldsig-more#';

/** Valid files of the corpus that stand alone: no detached content, no key from outside. */
export function corpusSubjects(): readonly Subject[] {
  const folder = corpusFolder();
  if (folder === undefined) return [];
  return readManifest(folder)
    .filter(
      (one) => one.kind !== 'c14n' && one.kind !== 'asic' && one.expect.core === 'valid' && one.file.endsWith('.xml'),
    )
    .map((one) => ({ name: one.file, bytes: new Uint8Array(readFileSync(join(folder, one.file))), isOwn: false }))
    .filter(({ bytes }) => bytes.length <= LONGEST);
}

/* xmlsec1 (C, libxml2, OpenSSL) in both directions: it verifies what this package makes, and this package verifies what it makes. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeUtf8, encodeBase64 } from '../../src/encoding/index.js';
import { peer } from '../peers.js';
import { emptyRecord, PROFILES, recordDocument, SLOTS, signRecord } from '../xades/produce.js';
import {
  BASE64,
  brief,
  DS,
  ENVELOPED,
  EXCLUSIVE,
  FILTER2,
  INCLUSIVE,
  judge,
  type KeyName,
  MORE,
  type ReferenceSpec,
  recordWith,
  type SignatureSpec,
  signatureTemplate,
  testKey,
  XPATH,
} from '../xades/toolkit.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hocba-xmlsec1-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const XADES = 'http://uri.etsi.org/01903/v1.3.2#';
const IDS = [
  'DU_LIEU_HOC_BA',
  'IN',
  'DANH_SACH_HOC_BA',
  `${DS}:Object`,
  `${DS}:Signature`,
  `${DS}:SignatureValue`,
  `${XADES}:SignedProperties`,
].flatMap((name) => ['--id-attr:Id', name]);

function run(args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(peer('xmlsec1'), args, { encoding: 'utf8' });
  const counted = /SignedInfo References \(ok\/all\): (\d+)\/(\d+)/.exec(stdout + stderr);
  return {
    ok: status === 0,
    references: counted === null ? null : `${counted[1]}/${counted[2]}`,
    text: stdout + stderr,
  };
}

/** Whether xmlsec1 holds the signature an XPath selects. Its certificates are nobody's, so the chain is not asked for. */
function verify(bytes: Uint8Array | string, xpath = "//*[local-name()='Signature']") {
  const file = join(folder, 'signed.xml');
  writeFileSync(file, bytes);
  return run(['--verify', '--insecure', ...IDS, '--node-xpath', xpath, file]);
}

describe('xmlsec1 verifies what this package makes', () => {
  const keys: readonly (readonly [string, KeyName])[] = [
    [`${MORE}rsa-sha256`, 'rsa'],
    [`${MORE}rsa-sha512`, 'rsa'],
    [`${MORE}ecdsa-sha256`, 'p256'],
    [`${MORE}ecdsa-sha384`, 'p384'],
    [`${MORE}ecdsa-sha512`, 'p521'],
  ];
  for (const profile of PROFILES) {
    for (const [algorithm, key] of keys) {
      test(`${profile}, ${algorithm.split('#')[1]}`, async () => {
        const bytes = await signRecord(recordDocument(emptyRecord()), { profile, algorithm, key });
        expect(verify(bytes)).toMatchObject({ ok: true, references: profile === 'dual' ? '3/3' : '2/2' });
        // The peer looks at what it should: one changed letter is seen.
        expect(verify(decodeUtf8(bytes).replace('>9<', '>8<')).ok).toBe(false);
      });
    }

    for (const order of [false, true]) {
      test(`${profile}: three roles, alone and in a list of records${order ? ', with order references' : ''}`, async () => {
        for (const records of [1, 2]) {
          let bytes = recordDocument(...['data-1', 'data-2'].slice(0, records).map(emptyRecord));
          for (let record = 0; record < records; record++) {
            for (const [index, slot] of SLOTS.entries()) {
              const algorithm = index === 1 ? `${MORE}ecdsa-sha256` : `${MORE}rsa-sha256`;
              bytes = await signRecord(bytes, {
                profile,
                algorithm,
                key: index === 1 ? 'p256' : 'rsa',
                slot,
                record,
                order,
              });
            }
          }
          const own = profile === 'dual' ? 3 : 2;
          for (let record = 1; record <= records; record++) {
            const found = SLOTS.map((slot) => {
              const path = records === 1 ? '/HOC_BA' : `/DANH_SACH_HOC_BA/HOC_BA[${record}]`;
              const { ok, references } = verify(
                bytes,
                `${path}/DANH_SACH_THONG_TIN_KY/${slot}/*[local-name()='Signature']`,
              );
              return [ok, references];
            });
            const counts = [0, 1, 2].map((earlier) => own + (order ? earlier : 0));
            expect(found).toEqual(counts.map((count) => [true, `${count}/${count}`]));
          }
        }
      });
    }
  }

  test('an emptied slot breaks the later signatures here as there', async () => {
    let bytes = recordDocument(emptyRecord());
    for (const slot of SLOTS) bytes = await signRecord(bytes, { profile: 'dual', slot, order: true });
    const emptied = decodeUtf8(bytes).replace(/(<GVCN>).*?(<\/GVCN>)/s, '$1$2');
    for (const slot of SLOTS.slice(1)) {
      const xpath = `//${slot}/*[local-name()='Signature']`;
      expect([slot, verify(bytes, xpath).ok, verify(emptied, xpath).ok]).toEqual([slot, true, false]);
    }
  });
});

describe('this package verifies what xmlsec1 makes', () => {
  function sign(spec: SignatureSpec, key: KeyName = 'rsa', data?: string): Uint8Array {
    const { privateKey, certificate } = testKey(key);
    const files = {
      key: join(folder, `${key}.pem`),
      cert: join(folder, `${key}.crt`),
      template: join(folder, 'template.xml'),
      out: join(folder, 'out.xml'),
    };
    writeFileSync(files.key, privateKey.export({ type: 'pkcs8', format: 'pem' }));
    writeFileSync(
      files.cert,
      `-----BEGIN CERTIFICATE-----\n${encodeBase64(certificate).replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
    );
    writeFileSync(
      files.template,
      recordWith(
        signatureTemplate({ keyInfo: '<X509Data><X509SubjectName/><X509Certificate/></X509Data>', ...spec }),
        data,
      ),
    );
    const made = run([
      '--sign',
      '--privkey-pem',
      `${files.key},${files.cert}`,
      ...IDS,
      '--output',
      files.out,
      files.template,
    ]);
    expect([made.ok, made.text.slice(0, 400)]).toEqual([true, expect.anything()]);
    return new Uint8Array(readFileSync(files.out));
  }

  const D = 'xmlns:d="http://www.w3.org/2000/09/xmldsig#"';
  const chains: Readonly<Record<string, ReferenceSpec>> = {
    'no transform': { uri: '#data' },
    inclusive: { uri: '#data', transforms: [INCLUSIVE] },
    'inclusive with comments': { uri: '#data', transforms: [`${INCLUSIVE}#WithComments`] },
    '1.1': { uri: '#data', transforms: ['http://www.w3.org/2006/12/xml-c14n11'] },
    exclusive: { uri: '#data', transforms: [EXCLUSIVE] },
    'exclusive, PrefixList': {
      uri: '#data',
      transforms: [
        `<Transform Algorithm="${EXCLUSIVE}"><InclusiveNamespaces xmlns="${EXCLUSIVE}" PrefixList="p #default"/></Transform>`,
      ],
    },
    'enveloped over the document': { uri: '', transforms: [ENVELOPED, EXCLUSIVE] },
    'enveloped on the block': { uri: '#data', transforms: [ENVELOPED] },
    base64: { uri: '#inner', transforms: [BASE64] },
    xpointer: { uri: "#xpointer(id('data'))" },
    'XPath, not signatures': {
      uri: '',
      transforms: [
        `<Transform Algorithm="${XPATH}"><XPath ${D}>not(ancestor-or-self::d:Signature)</XPath></Transform>`,
      ],
    },
    'XPath, own signature': {
      uri: '',
      transforms: [
        `<Transform Algorithm="${XPATH}"><XPath ${D}>count(ancestor-or-self::d:Signature | here()/ancestor::d:Signature[1]) &gt; count(ancestor-or-self::d:Signature)</XPath></Transform>`,
      ],
    },
    'filter2 subtract': {
      uri: '',
      transforms: [
        `<Transform Algorithm="${FILTER2}"><XPath xmlns="${FILTER2}" ${D} Filter="subtract">/descendant::d:Signature</XPath></Transform>`,
      ],
    },
  };
  const data =
    '<p:A xmlns:p="urn:p" p:x="&lt;&quot;&#9;"><!-- c -->đ<?pi x?></p:A><IN xmlns="" Id="inner">aGRi</IN>\r\n<E xml:lang="vi"/>';
  for (const [name, reference] of Object.entries(chains)) {
    test(name, () => {
      return check(sign({ id: 'sig', c14n: INCLUSIVE, references: [reference] }, 'rsa', data));
    });
  }

  async function check(bytes: Uint8Array): Promise<void> {
    const result = await judge(bytes);
    expect([brief(result), result.keySource]).toEqual(['valid', 'keyInfo']);
    expect(brief(await judge(bytes, { crypto: globalThis.crypto }))).toBe('valid');
    expect(verify(bytes).ok).toBe(true);
  }

  for (const [algorithm, key] of [
    [`${DS}rsa-sha1`, 'rsa'],
    [`${MORE}rsa-sha224`, 'rsa'],
    [`${MORE}rsa-sha256`, 'rsa1024'],
    [`${MORE}rsa-sha384`, 'rsa'],
    [`${MORE}rsa-sha512`, 'rsa'],
    [`${MORE}ecdsa-sha1`, 'p256'],
    [`${MORE}ecdsa-sha256`, 'p256'],
    [`${MORE}ecdsa-sha384`, 'p384'],
    [`${MORE}ecdsa-sha512`, 'p521'],
  ] as const) {
    test(`${algorithm.split('#')[1]} with ${key}`, async () => {
      for (const c14n of [INCLUSIVE, EXCLUSIVE, 'http://www.w3.org/2006/12/xml-c14n11']) {
        await check(sign({ c14n, algorithm, references: [{ uri: '#data' }] }, key));
      }
    });
  }
});

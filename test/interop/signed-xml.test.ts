/* .NET's SignedXml, by mono: the gateways in the field are .NET, and so are most tools that sign. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeUtf8 } from '../../src/encoding/index.js';
import { peer } from '../peers.js';
import { ROOT } from '../shared.js';
import { emptyRecord, PROFILES, recordDocument, SLOTS, signRecord } from '../xades/produce.js';
import { brief, change, judge, MORE, recordWith, testKey } from '../xades/toolkit.js';

let folder: string;
let program: string | undefined;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hocba-mono-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the peer, compiled at first use. */
function dotNet(...args: readonly string[]): string {
  const mono = peer('mono');
  if (program === undefined) {
    const exe = join(folder, 'SignedXmlPeer.exe');
    const source = join(ROOT, 'test/interop/signed-xml/SignedXmlPeer.cs');
    execFileSync(peer('mcs'), ['-r:System.Security.dll', `-out:${exe}`, source]);
    program = exe;
  }
  return execFileSync(mono, [program, ...args], { encoding: 'utf8', env: { ...process.env, HOME: folder } });
}

function verify(bytes: Uint8Array | string, ...xpaths: readonly string[]): readonly string[] {
  const file = join(folder, 'signed.xml');
  writeFileSync(file, bytes);
  const paths = xpaths.length > 0 ? xpaths : ["//*[local-name()='Signature']"];
  return dotNet('verify', file, ...paths)
    .trim()
    .split('\n');
}

describe('SignedXml verifies what this package makes', () => {
  for (const profile of PROFILES) {
    for (const order of [false, true]) {
      test(`${profile}, three roles, alone and in a list${order ? ', with order references' : ''}`, async () => {
        for (const records of [1, 2]) {
          let bytes = recordDocument(...['data-1', 'data-2'].slice(0, records).map(emptyRecord));
          for (let record = 0; record < records; record++) {
            for (const slot of SLOTS) bytes = await signRecord(bytes, { profile, slot, record, order });
          }
          const all = Array.from({ length: records }, (_, record) =>
            SLOTS.map(
              (slot) =>
                `${records === 1 ? '' : '/DANH_SACH_HOC_BA'}/HOC_BA[${record + 1}]//${slot}/*[local-name()='Signature']`,
            ),
          ).flat();
          expect(verify(bytes, ...all)).toEqual(all.map(() => 'true'));
          // Changed data are seen: the peer really looks.
          expect(verify(decodeUtf8(bytes).replaceAll('>9<', '>8<'), ...all)).toEqual(all.map(() => 'false'));
        }
      });
    }

    test(`${profile}: SigningTime in no namespace and in that of XMLDSig, and the longer hashes`, async () => {
      for (const signingTimeNamespace of ['none', 'dsig'] as const) {
        for (const hash of ['sha256', 'sha384', 'sha512'] as const) {
          const bytes = await signRecord(recordDocument(emptyRecord()), {
            profile,
            algorithm: `${MORE}rsa-${hash}`,
            digestAlgorithm: hash === 'sha384' ? `${MORE}sha384` : `http://www.w3.org/2001/04/xmlenc#${hash}`,
            request: { signingTimeNamespace },
          });
          expect([hash, verify(bytes)]).toEqual([hash, ['true']]);
        }
      }
    });
  }
});

describe('this package verifies what SignedXml makes', () => {
  function sign(form: string, namespace = 'none'): Uint8Array {
    const key = testKey();
    const files = ['in.xml', 'out.xml', 'key.xml', 'cert.der'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
      string,
    ];
    writeFileSync(files[0], recordWith(''));
    writeFileSync(files[2], keyXml(key.privateKey.export({ format: 'jwk' })));
    writeFileSync(files[3], key.certificate);
    dotNet('sign', ...files, form, namespace);
    return new Uint8Array(readFileSync(files[1]));
  }

  test('the usual form, SigningTime in no namespace, in XMLDSig’s and in another', async () => {
    for (const namespace of ['none', 'dsig', 'http://example.org/#signatureProperties']) {
      const bytes = sign('plain', namespace);
      const result = await judge(bytes);
      expect([namespace, brief(result), verify(bytes)]).toEqual([namespace, 'valid', ['true']]);
      expect(result.signingTimes.map(({ instant, hasZone, signed }) => [instant, hasZone, signed])).toEqual([
        ['2026-05-29T01:02:03.000Z', false, true],
      ]);
      expect(brief(await judge(change(decodeUtf8(bytes), '2026-05-29T08', '2026-05-29T09')))).toBe('invalid digest');
    }
  });

  test('enveloped-signature on the block, and over the whole document with exclusive C14N', async () => {
    for (const form of ['enveloped', 'whole']) {
      const bytes = sign(form);
      expect([form, brief(await judge(bytes)), verify(bytes)]).toEqual([form, 'valid', ['true']]);
    }
  });

  test('KeyValue beside X509Data, byte order mark, a time that is not signed', async () => {
    for (const form of ['keyValue', 'bom', 'unsignedTime']) {
      const result = await judge(sign(form));
      expect([form, brief(result), result.flags.includes('signingTimeUnsigned')]).toEqual([
        form,
        'valid',
        form === 'unsignedTime',
      ]);
    }
  });

  test('enveloped-signature on the own Object: .NET removes nothing and says true; here invalid, unless asked for', async () => {
    const bytes = sign('ownEnveloped');
    expect(verify(bytes)).toEqual(['true']);
    const result = await judge(bytes);
    expect([brief(result), result.flags.includes('envelopedOnOwnObject')]).toEqual(['invalid digest', true]);
    const kept = await judge(bytes, { envelopedOnOwnObject: 'keep' });
    expect([brief(kept), kept.signingTimes[0]?.signed]).toEqual(['valid', true]);
  });
});

function keyXml(jwk: JsonWebKey): string {
  const part = (name: string, value: string | undefined) =>
    `<${name}>${Buffer.from(value ?? '', 'base64url').toString('base64')}</${name}>`;
  return `<RSAKeyValue>${part('Modulus', jwk.n)}${part('Exponent', jwk.e)}${part('P', jwk.p)}${part('Q', jwk.q)}${part('DP', jwk.dp)}${part('DQ', jwk.dq)}${part('InverseQ', jwk.qi)}${part('D', jwk.d)}</RSAKeyValue>`;
}

/* hocba extend --online: the addresses in certificates are asked, and only then. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseCertificate } from '../../src/certificate/index.js';
import { cv2088, writeHocBa } from '../../src/record-xml/index.js';
import { cryptoKeySigner, RECEIVER_XADES, signHocBa } from '../../src/signing/index.js';
import { createDevCa, type DevAuthorityName, specimenHocBa, toPem } from '../../src/testing/index.js';
import { makeCrl, withServer } from '../certificate/authority.js';
import { withOpenSsl } from '../certificate/fixtures.js';
import { replyTs, writeTsa } from '../certificate/tsa.js';
import { hocba, jsonLines, temporaryFolder } from './hocba.js';

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);
const LISTS = 'http://lists.school.example';
const DAY_MS = 86_400_000;

/** A teacher's signature whose certificates name lists at an address, and the authority that answers for all of them. */
async function prepared(name: string) {
  const ca = await createDevCa({
    notBefore: new Date(Date.now() - 30 * DAY_MS),
    notAfter: new Date(Date.now() + 300 * DAY_MS),
    crlUrl: (authority) => `${LISTS}/${authority}.crl`,
  });
  const { certificate, privateKey } = await ca.identity('giaoVienChuNhiem', { key: 'P-256' });
  const algorithm = 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256';
  const file = await signHocBa(writeHocBa(specimenHocBa(), { layout: cv2088 }), {
    role: 'giaoVienChuNhiem',
    signer: cryptoKeySigner({ certificate, privateKey, algorithm }),
    receiver: RECEIVER_XADES,
    signingTime: new Date(Date.now() - 60_000),
  });
  writeFileSync(at(`${name}.xml`), file.bytes);
  mkdirSync(at(name));
  for (const [authority, made] of Object.entries(ca.authorities))
    writeFileSync(at(`${name}/${authority}.pem`), toPem(made.certificate, 'CERTIFICATE'));
  return ca;
}

test('online, lists are fetched from the addresses in the certificates; a teacher revoked since is refused', async () => {
  await withOpenSsl(async (openssl) => {
    const ca = await prepared('record');
    const revoked: Uint8Array[] = [];
    const stamping = await ca.identity('timeStamping');
    const tsa = parseCertificate(stamping.certificate);
    const lists = (name: DevAuthorityName) => {
      const { certificate, privateKey, pkcs8 } = ca.authorities[name];
      const parsed = parseCertificate(certificate);
      const node = { certificate: parsed, key: { privateKey, pkcs8, spki: parsed.spki } };
      const known = revoked.map((der) => ({
        certificate: parseCertificate(der),
        revokedAt: new Date(Date.now() - DAY_MS),
      }));
      const thisUpdate = new Date(Date.now() - 60_000);
      return makeCrl(openssl, node, name === 'publicCa' ? known : [], {
        thisUpdate,
        nextUpdate: new Date(Date.now() + DAY_MS),
      }).der;
    };
    await withServer(
      ({ url = '' }, body, response) => {
        if (url === '/tsa') {
          writeTsa(openssl, { certificate: tsa, key: { ...stamping, spki: tsa.spki } });
          response.writeHead(200, { 'content-type': 'application/timestamp-reply' }).end(replyTs(openssl, body));
        } else {
          const name = url.slice(1, -'.crl'.length) as DevAuthorityName;
          response.writeHead(200, { 'content-type': 'application/pkix-crl' }).end(lists(name));
        }
      },
      async ({ url, requests }) => {
        // The name of the lists' machine leads to the one of this test; everything else goes where it says.
        const fetch: typeof globalThis.fetch = (input, init) =>
          globalThis.fetch(String(input).replace(LISTS, url), init);
        const run = async (name: string, ...more: readonly string[]) => {
          const args = ['extend', at(`${name}.xml`), '--role', 'GVCN', '--level', 'LT', '--tsa', `${url}/tsa`];
          const paths = ['--trust', at(name), '--out', at('extended.xml'), '--force', '--json'];
          const asked = requests.length;
          const { out } = await hocba([...args, ...paths, ...more], { fetch, now: () => new Date() });
          const answer = jsonLines(out)[0] as { level?: string; error?: { code: string; params: unknown } };
          return { answer, asked: [...new Set(requests.slice(asked))].sort() };
        };

        const silent = await run('record');
        expect(silent.answer.error).toMatchObject({ code: 'ERR_CLI_EVIDENCE', params: { whose: 'signer' } });
        expect(silent.asked.filter((one) => one.startsWith('GET'))).toEqual([]);

        const { answer, asked } = await run('record', '--online');
        expect(answer).toMatchObject({ role: 'giaoVienChuNhiem', level: 'XAdES-LT' });
        expect(asked).toEqual(['GET /publicCa.crl', 'GET /publicRoot.crl', 'POST /tsa']);

        revoked.push((await ca.identity('giaoVienChuNhiem', { key: 'P-256' })).certificate);
        const late = await run('record', '--online');
        expect(late.answer.error).toMatchObject({ code: 'ERR_CLI_EVIDENCE', params: { whose: 'signer' } });
      },
    );
  });
});

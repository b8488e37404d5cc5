import { expect, test } from 'vitest';
import { parseCertificate, timeStampAuthority } from '../../src/certificate/index.js';
import {
  createTransferReceipt,
  openTransferPackage,
  verifyTransferPackage,
  verifyTransferReceipt,
} from '../../src/packaging/index.js';
import { stampXmlSignature } from '../../src/signing/index.js';
import { createDevCa } from '../../src/testing/index.js';
import { findSignatures } from '../../src/xades/index.js';
import { parseXml } from '../../src/xml/index.js';
import { withServer } from '../certificate/authority.js';
import { withOpenSsl } from '../certificate/fixtures.js';
import { replyTs, writeTsa } from '../certificate/tsa.js';
import { AT, fingerprintOf, history, packageOf, RECEIVER, signerOf, signRecord, trust } from './transfer-kit.js';

const DAY_MS = 86_400_000;

test('a package with a time stamp is of level T, proved, and still compared byte by byte', async () => {
  const now = Date.now();
  // `openssl ts` stamps by the machine's clock, so its certificate must be valid now.
  const ca = await createDevCa({ notBefore: new Date(now - 30 * DAY_MS), notAfter: new Date(now + 30 * DAY_MS) });
  const { certificate, privateKey, pkcs8 } = await ca.identity('timeStamping');
  const parsed = parseCertificate(certificate);
  const record = await signRecord(history(1)[0]!);
  const sent = new TextEncoder().encode('the bytes of a package');
  const receipt = await createTransferReceipt({
    ...{ package: sent, receiver: RECEIVER, decision: 'accepted' as const },
    ...{ signer: await signerOf('phatHanh'), receivedAt: AT },
  });
  const [stamped, stampedReceipt] = await withOpenSsl((openssl) => {
    writeTsa(openssl, { certificate: parsed, key: { privateKey, pkcs8, spki: parsed.spki } });
    return withServer(
      (_, body, response) => {
        response.writeHead(200, { 'content-type': 'application/timestamp-reply' }).end(replyTs(openssl, body));
      },
      async ({ url }) => {
        const authority = { timeStampAuthority: timeStampAuthority({ url, fetch: globalThis.fetch }) };
        const document = parseXml(receipt);
        return [
          await packageOf([record], authority),
          await stampXmlSignature(document, findSignatures(document.root)[0]!, authority),
        ] as const;
      },
    );
  });
  const all = await trust();
  const anchors = [...all.trust!.anchors, ...ca.anchors];
  const options = { ...all, at: new Date(Date.now() + 60_000), trust: { ...all.trust!, anchors } };
  const report = await verifyTransferPackage(stamped, options);
  expect(report).toMatchObject({ conclusion: 'totalPassed', unchanged: true });
  expect(report.container.signatures).toMatchObject([{ level: 'XAdES-T', core: 'valid' }]);
  expect(report.container.signatures[0]!.provedAt).not.toBeNull();
  const { signatures } = await openTransferPackage(stamped);
  const at = Buffer.from(stamped).indexOf(Buffer.from(signatures).subarray(-200));
  const places = [at + 20, at + 60, at + 100, at + 150, at + 190];
  for (const place of places) {
    const bytes = stamped.slice();
    bytes[place]! ^= 1;
    const { conclusion, unchanged } = await verifyTransferPackage(bytes, options);
    expect([place - at, conclusion === 'totalPassed' && unchanged]).toEqual([place - at, false]);
  }
  // A receipt with a stamp is the receipt, and nothing else may stand beside the stamp.
  const asked = { ...options, package: sent, signers: [await fingerprintOf('phatHanh')] };
  const ofReceipt = await verifyTransferReceipt(stampedReceipt, asked);
  expect(ofReceipt).toMatchObject({ conclusion: 'totalPassed', reason: null });
  expect(ofReceipt.provedAt).not.toBeNull();
  const xml = new TextDecoder().decode(stampedReceipt);
  for (const [from, to] of [
    ['receipt">', 'receipt" Decision="refused">'],
    ['</Signature>', '<Object>x</Object></Signature>'],
    ['<xades:SignatureTimeStamp', 'x<xades:SignatureTimeStamp'],
  ] as const) {
    const edited = xml.replace(from, to);
    expect(edited).not.toBe(xml);
    expect(await verifyTransferReceipt(new TextEncoder().encode(edited), asked)).toMatchObject({
      ...{ conclusion: 'totalFailed', reason: 'unreadable', code: 'ERR_RECEIPT_MALFORMED' },
    });
  }
});

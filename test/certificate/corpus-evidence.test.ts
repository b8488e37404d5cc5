import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  type Certificate,
  parseCertificate,
  parseCrl,
  parseOcspAnswer,
  parseTimeStampToken,
  type RevocationEvidence,
  revocationStatus,
  verifyTimeStamp,
} from '../../src/certificate/index.js';
import { isHocBaSoError } from '../../src/errors/index.js';
import { shared } from '../shared.js';

/** Every value of an element in the corpus' files, whoever wrote it. */
function values(name: string): { readonly file: string; readonly bytes: Uint8Array }[] {
  const folder = shared('corpus');
  const found: { file: string; bytes: Uint8Array }[] = [];
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!/\.(xml|xsig|sig)$/i.test(file)) continue;
    const text = readFileSync(join(folder, file), 'utf8');
    for (const [, body] of text.matchAll(new RegExp(`<(?:\\w+:)?${name}(?:\\s[^>]*)?>([^<]*)</`, 'g')))
      found.push({ file, bytes: Buffer.from(body!, 'base64') });
  }
  return found;
}

function unreadable(name: string, read: (bytes: Uint8Array) => unknown) {
  const all = values(name);
  const bad = all.flatMap(({ file, bytes }) => {
    try {
      read(bytes);
      return [];
    } catch (error) {
      if (!isHocBaSoError(error)) throw error;
      return [`${file}: ${JSON.stringify(error.params)}`];
    }
  });
  return { count: all.length, bad };
}

test.each([
  ['EncapsulatedTimeStamp', parseTimeStampToken, 58],
  ['EncapsulatedOCSPValue', parseOcspAnswer, 31],
  ['EncapsulatedCRLValue', parseCrl, 29],
  ['EncapsulatedX509Certificate', parseCertificate, 98],
] as const)('every %s of the corpus is read', (name, read, total) => {
  const { count, bad } = unreadable(name, read);
  expect(bad).toEqual([]);
  expect(count).toBe(total);
});

test('the tokens of the corpus are sound; only what they are over is not asked here', async () => {
  const reasons: string[] = [];
  for (const { bytes } of values('EncapsulatedTimeStamp')) {
    const judged = await verifyTimeStamp(parseTimeStampToken(bytes), new Uint8Array());
    reasons.push(judged.reasons.join());
  }
  expect(new Set(reasons)).toEqual(new Set(['imprint']));
});

test('the lists and answers of the corpus say what they say about the certificates beside them', async () => {
  const certificates = new Map<string, Certificate>();
  for (const { bytes } of [...values('EncapsulatedX509Certificate'), ...values('X509Certificate')]) {
    try {
      const one = parseCertificate(bytes);
      certificates.set(one.fingerprint, one);
    } catch (error) {
      // Attack files hold what is no certificate.
      if (!isHocBaSoError(error)) throw error;
    }
  }
  const all = [...certificates.values()];
  const tally: Record<string, number> = {};
  const judge = async (kind: string, evidence: RevocationEvidence, at: Date) => {
    for (const certificate of all) {
      for (const issuer of all.filter((each) => each.subject === certificate.issuer && each !== certificate)) {
        const { status, refused } = await revocationStatus(certificate, issuer, evidence, { at });
        const said = status === 'unknown' ? refused.map(({ code }) => code).join() : status;
        if (said !== '' && said !== 'otherCertificate') tally[`${kind} ${said}`] = (tally[`${kind} ${said}`] ?? 0) + 1;
      }
    }
  };
  for (const { bytes } of values('EncapsulatedOCSPValue')) {
    const answer = parseOcspAnswer(bytes);
    await judge('ocsp', { ocsp: [{ answer }] }, answer.producedAt!);
  }
  for (const { bytes } of values('EncapsulatedCRLValue')) {
    const crl = parseCrl(bytes);
    await judge('crl', { crls: [crl] }, crl.thisUpdate);
  }
  // Counts over every pair of names that fit, several authorities of the corpus having the same one.
  expect(tally).toMatchObject({
    'ocsp good': 27,
    'ocsp algorithmLegacy': 1,
    'crl good': 155,
    'crl algorithmLegacy': 8,
  });
  expect(Object.keys(tally).filter((key) => /malformed|Unsupported|critical|revoked|onHold/i.test(key))).toEqual([]);
});

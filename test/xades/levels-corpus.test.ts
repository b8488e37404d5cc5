import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { judgeCase } from '../../scripts/corpus/judge.js';
import { type CorpusCase, corpusFolder, readManifest } from '../../scripts/corpus/manifest.js';
import { parseTimeStampToken } from '../../src/certificate/index.js';
import { digestSync } from '../../src/crypto/index.js';
import { encodeHex } from '../../src/encoding/index.js';
import { isHocBaSoError } from '../../src/errors/index.js';
import {
  findSignatures,
  openSignedDocument,
  readUnsignedProperties,
  type SignatureResult,
  type SignatureStamp,
  verifySignature,
} from '../../src/xades/index.js';
import { parseXml } from '../../src/xml/index.js';
import { shared } from '../shared.js';

const folder = corpusFolder();
const cases = folder === undefined ? [] : readManifest(folder).filter((one) => one.kind !== 'c14n');

/** The token's imprint against the octets we say it covers. */
function imprint(stamp: SignatureStamp): string {
  if (stamp.token === null) return 'base64';
  const octets = stamp.octets();
  if (octets === null) return 'octets';
  try {
    const token = parseTimeStampToken(stamp.token);
    if (token.imprintDigest === null) return 'digest';
    return encodeHex(digestSync(token.imprintDigest, octets)) === encodeHex(token.imprint) ? 'match' : 'mismatch';
  } catch (cause) {
    if (isHocBaSoError(cause)) return 'malformed';
    throw cause;
  }
}

/** Per signature its level, then `S` a signature stamp, `A` an archive stamp, each with what its imprint says. */
function stampsOf(signatures: readonly SignatureResult[]): string {
  const rows = signatures.map((result) => {
    const found = readUnsignedProperties(result);
    return [
      result.level.replace('XAdES-', ''),
      ...found.signatureTimeStamps.map((stamp) => `S ${imprint(stamp)}`),
      ...found.archiveTimeStamps.map((stamp) => `A ${imprint(stamp)}`),
    ].join(' ');
  });
  return rows.join(', ');
}

function nameOf({ file }: CorpusCase): string {
  return file.slice(file.lastIndexOf('/') + 1);
}

describe('levels and stamps of foreign signatures', () => {
  // Every file of these kinds in the corpus; what its stamps say was written by other programs.
  const LEVELS: Readonly<Record<string, string>> = {
    'dss-817-test.xml': 'T S match',
    'Signature-X-RO_TRA-15.xml': 'T S match',
    // The manifest's kind says T; certificate values stand in the file.
    'signing-cert-multiple-refs-sig.xml': 'LT S match',
    'xades-extended-t.xml': 'T S match',
    'xades-level-x-double-sigAndRefsTst-refsOnlyTst.xml': 'T S match',
    'xades-x-level-wrong-sigAndRefsTstVersion.xml': 'T S match',
    // Stamps copied from another signature: exactly one imprint is not over this signature's value.
    'xades-t-copied-sigtst.xml': 'T S mismatch',
    'xades-two-sig-copied-tst.xml': 'T S match, T S mismatch',
    'sample-counter-signed.xml': 'LT S match, B',
    'Signature-X-CZ_SEF-5.xml': 'LT S match',
    'Signature-X-ES-100.xml': 'LT S match',
    'dss1788-noCertProvided.xml': 'LT S match',
    'X-B-LT-two-sigs.xml': 'LT S match, LT S match',
    'xades-extended-xl.xml': 'LT S match',
    'EDC_DiplomaSupplement_AA.xml': 'LT S match',
    'document.verified.c.xl.xml': 'LT S match',
    'doubleSignedTest.xml': 'LTA S match A match, LTA S match A match',
    'xades-enveloped-arcTst132.xml': 'LTA S match A match',
    // An Object was added after the archive stamp, which covers every Object there is.
    'xades-enveloping-arcTst132-add-object.xml': 'LTA S match A mismatch',
    'sellosFNMT-XAdES_A.xml': 'LTA S match A match',
    'xades-attr-authorities-values.xml': 'LTA S match A match',
    'xades-lta-valid.xml': 'LTA S match A match',
    // Archived by evidence records (RFC 4998), which are no stamps of XAdES and are not read.
    'Double-sig-X-E-ERS-LT.xml': 'LT S match, LT S match',
    'X-E-ERS-MANIFEST.xml': 'B',
    'X-E-ERS-with-counter-sig.xml': 'LT S match, LT S match',
  };
  test('every xades-T, -LT and -LTA file', async () => {
    shared('corpus', 'manifest.json');
    const found: Record<string, string> = {};
    for (const one of cases.filter(({ kind }) => /^xades-(T|LT|LTA)$/.test(kind))) {
      found[nameOf(one)] = stampsOf((await judgeCase(one, folder!)).signatures);
    }
    expect(found).toEqual(LEVELS);
  });

  test('containers: a stamp beside a value that was altered does not match', async () => {
    shared('corpus', 'manifest.json');
    const asked = ['PSS-signature.asice', 'EE_LT_sig_OCSP_15m6s_after_TS.asice', 'ocsp_cert_is_not_in_tsl.bdoc'];
    const found: Record<string, string> = {};
    for (const one of cases.filter((each) => asked.includes(nameOf(each)))) {
      found[nameOf(one)] = stampsOf((await judgeCase(one, folder!)).signatures);
    }
    expect(found).toEqual({
      'PSS-signature.asice': 'LT S match',
      'EE_LT_sig_OCSP_15m6s_after_TS.asice': 'LT S match',
      'ocsp_cert_is_not_in_tsl.bdoc': 'LT S mismatch',
    });
  });

  test('without the Object that was added, and with the one that was there, the archive stamp of XAdES 1.3.2 matches', async () => {
    const path = shared('corpus', 'dss/validation/dss3732/xades-enveloping-arcTst132-add-object.xml');
    const text = readFileSync(path, 'utf8');
    const results = async (content: string) => {
      const document = parseXml(new TextEncoder().encode(content));
      const opened = openSignedDocument(document);
      return Promise.all(findSignatures(document.root).map((one) => verifySignature(one, opened)));
    };
    const found = [];
    for (const added of ['', 'Bye', 'Hello']) {
      found.push(stampsOf(await results(text.replace(`<ds:Object Id="${added}">World</ds:Object>`, ''))));
    }
    expect(found).toEqual(['LTA S match A mismatch', 'LTA S match A match', 'LTA S match A mismatch']);
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compare } from '../../scripts/corpus/compare.js';
import { type CorpusVerdict, judgeCase } from '../../scripts/corpus/judge.js';
import { type CorpusCase, corpusFolder, readManifest } from '../../scripts/corpus/manifest.js';
import { readAsic } from '../../src/packaging/index.js';
import { shared } from '../shared.js';

const folder = corpusFolder();
const cases = folder === undefined ? [] : readManifest(folder).filter((one) => one.kind !== 'c14n');

/** What must not depend on who hashes and verifies. */
function facts({ core, reason, detail, container, signatures }: CorpusVerdict): unknown {
  const rows = signatures.map((one) => ({
    core: one.core,
    reasons: one.reasons,
    flags: one.flags,
    valueHolds: one.valueHolds,
    binding: one.certificateBinding,
    claims: one.claims,
    references: one.references.map((reference) => [
      reference.uri,
      reference.digestMatches,
      reference.reason,
      reference.view?.path() ?? null,
    ]),
  }));
  return { core, reason, detail, container, rows };
}

describe('the conformance corpus, on both crypto back ends', () => {
  test('is there and whole', () => {
    const manifest = JSON.parse(readFileSync(shared('corpus', 'manifest.json'), 'utf8')) as readonly CorpusCase[];
    expect(manifest.length).toBe(168);
    expect(cases.length).toBe(131);
  });

  for (const one of cases) {
    test(`${one.kind} ${one.expect.core}: ${one.file}`, async () => {
      const verdict = await judgeCase(one, folder!);
      const comparison = compare(one, verdict);
      expect(comparison.outcome === 'deviates' ? comparison.notes : []).toEqual([]);
      expect(facts(await judgeCase(one, folder!, globalThis.crypto))).toEqual(facts(verdict));
    });
  }

  // A refusal that is right for the wrong reason would hide a fault: what each attack is refused for is part of the contract.
  const REASONS: Readonly<Record<string, string>> = {
    'REF-03_bdoc21-TM-no-signedpropref.bdoc': 'signedPropertiesNotSigned',
    'KS-19_IB-3721_bdoc21-TM-2fil-samename-1sig3.bdoc': 'ERR_ARCHIVE_DUPLICATE',
    'datafile-name-in-signature-contains-path-separator.asice': 'referenceNotFound',
    'invalid-data-file.bdoc': 'digest',
    'zip-bomb-package-zip.asics': 'digest',
    'xades-counter-signature-injected.xml': 'counterSignatureTarget',
    'xades-counter-signature-no-type-invalid.xml': 'counterSignatureTarget',
    'xades-fake-counter-signature.xml': 'objectNotOwn',
    'xades-not-base64-sigValue.xml': 'base64',
    'xades-tampered-manifest.xml': 'digest',
    'xades-with-dtd-injection.xml': 'ERR_XML_DOCTYPE',
    'xmlbomb.xml': 'ERR_XML_DOCTYPE',
    'signature-enveloping-hmac-sha1-trunclen-0-attack.xml': 'algorithmRefused',
    'signature-bad-sig-algo.xml': 'algorithmUnknown',
    'XSW-enveloped-fake-content-two-same-id.xml': 'idDuplicate',
    'XSW-enveloping-fake-object.xml': 'objectNotOwn',
    'saml_multiple_signed_info_nodes.xml': 'structure',
    'invalid_saml_no_signed_info.xml': 'structure',
  };
  test('each attack is refused for what it is', async () => {
    shared('corpus', 'manifest.json');
    const found: Record<string, string | null> = {};
    for (const one of cases) {
      const name = one.file.slice(one.file.lastIndexOf('/') + 1);
      if (name in REASONS) found[name] = (await judgeCase(one, folder!)).reason;
    }
    expect(found).toEqual(REASONS);
  });

  test('no data file is unpacked: the nested bomb stays 43 kB', async () => {
    const path = shared('corpus', 'digidoc4j/testFiles/invalid-containers/zip-bomb-package-zip.asics');
    const { entries } = await readAsic(new Uint8Array(readFileSync(path)), {
      mimetype: 'report',
      nested: 'keep',
    });
    expect(entries.find(({ name }) => name === 'package.zip')?.bytes.length).toBe(42_790);
  });
});

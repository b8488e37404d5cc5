import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseCertificate, verifyPath } from '../../src/certificate/index.js';
import { shared } from '../shared.js';

/** Refused only because of a CRL, which the path alone does not see (PKITS 4.4, 4.5, 4.7, 4.14, 4.15). */
const NEEDS_CRL =
  /CRL|Revoked|SerialNumber|BasicSelfIssued(NewWithOld|OldWithNew|CRLSigningKey)|deltaCRL|distributionPoint|onlyContains|onlySomeReasons|cRLSign|cRLIssuer/;
/** DSA is not computed. */
const DSA = /^ValidDSA/;

/** Judged by the path alone, at the time and with the defaults of the suite. */
test('PKITS: what a path without CRLs can decide is decided right', async () => {
  const folder = shared('pkits', 'certs');
  const all = new Map(readdirSync(folder).map((file) => [file, parseCertificate(readFileSync(join(folder, file)))]));
  const anchor = all.get('TrustAnchorRootCertificate.crt')!;
  const wrong: string[] = [];
  let judged = 0;
  for (const [file, certificate] of all) {
    const expected = /^(Valid|Invalid).*Test\d+EE\.crt$/.exec(file)?.[1];
    if (!expected || DSA.test(file) || (expected === 'Invalid' && NEEDS_CRL.test(file))) continue;
    judged++;
    const result = await verifyPath(certificate, {
      anchors: [anchor],
      intermediates: [...all.values()],
      at: new Date('2020-01-01T00:00:00Z'),
    });
    if ((result.status === 'passed') !== (expected === 'Valid')) wrong.push(`${file}: ${result.status}`);
    // A refusal without a reason explains nothing.
    if (result.status !== 'passed') expect(result.findings.length).toBeGreaterThan(0);
  }
  expect(wrong).toEqual([]);
  expect(judged).toBe(154);
});

/** PKITS 4.8: the same certificates under other initial policies; the tables of the suite's documentation. */
const POLICY = '2.16.840.1.101.3.2.1.48.';
test.each([
  ['AllCertificatesNoPoliciesTest2EE.crt', {}, true],
  ['AllCertificatesNoPoliciesTest2EE.crt', { requireExplicitPolicy: true }, false],
  ['ValidCertificatePathTest1EE.crt', { requireExplicitPolicy: true }, true],
  ['ValidCertificatePathTest1EE.crt', { requireExplicitPolicy: true, policies: [`${POLICY}1`] }, true],
  ['ValidCertificatePathTest1EE.crt', { requireExplicitPolicy: true, policies: [`${POLICY}2`] }, false],
  ['ValidCertificatePathTest1EE.crt', { requireExplicitPolicy: true, policies: [`${POLICY}1`, `${POLICY}2`] }, true],
  ['OverlappingPoliciesTest6EE.crt', {}, true],
  ['OverlappingPoliciesTest6EE.crt', { requireExplicitPolicy: true, policies: [`${POLICY}1`] }, true],
  ['OverlappingPoliciesTest6EE.crt', { requireExplicitPolicy: true, policies: [`${POLICY}2`] }, false],
  ['AllCertificatesSamePoliciesTest10EE.crt', { requireExplicitPolicy: true, policies: [`${POLICY}1`] }, true],
  ['AllCertificatesSamePoliciesTest10EE.crt', { requireExplicitPolicy: true, policies: [`${POLICY}2`] }, true],
  ['AllCertificatesanyPolicyTest11EE.crt', {}, true],
  ['AllCertificatesanyPolicyTest11EE.crt', { requireExplicitPolicy: true, policies: [`${POLICY}1`] }, true],
  ['AnyPolicyTest14EE.crt', { requireExplicitPolicy: true, policies: [`${POLICY}1`] }, true],
  ['AnyPolicyTest14EE.crt', { requireExplicitPolicy: true, policies: [`${POLICY}2`] }, false],
  ['ValidPolicyMappingTest1EE.crt', { requireExplicitPolicy: true, policies: [`${POLICY}1`] }, true],
  ['ValidPolicyMappingTest1EE.crt', { requireExplicitPolicy: true, policies: [`${POLICY}2`] }, false],
  ['ValidPolicyMappingTest1EE.crt', { requireExplicitPolicy: true, inhibitPolicyMapping: true }, false],
] as const)('PKITS %s with %j', async (file, options, accepted) => {
  const folder = shared('pkits', 'certs');
  const read = (name: string) => parseCertificate(readFileSync(join(folder, name)));
  const result = await verifyPath(read(file), {
    anchors: [read('TrustAnchorRootCertificate.crt')],
    intermediates: readdirSync(folder).map(read),
    at: new Date('2020-01-01T00:00:00Z'),
    ...options,
  });
  expect(result.status === 'passed').toBe(accepted);
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PKITS_EXCEPTIONS, runPkits } from '../../scripts/pkits.js';
import { parseCertificate, verifyPath, verifyPathWithRevocation } from '../../src/certificate/index.js';
import { shared } from '../shared.js';

/** All 203, with the suite's own lists: what `npm run pkits` prints. */
test('PKITS: at least 195 of 203 are judged right, nothing invalid passes, and every exception is known by name', async () => {
  const results = await runPkits(shared('pkits'));
  expect(results).toHaveLength(203);
  expect(results.filter(({ expected, status }) => expected === 'Invalid' && status === 'passed')).toEqual([]);
  const wrong = results.filter(({ isRight }) => !isRight).map(({ name }) => name);
  expect(wrong.sort()).toEqual(Object.keys(PKITS_EXCEPTIONS).sort());
  expect(203 - wrong.length).toBeGreaterThanOrEqual(195);
  // A refusal without a reason explains nothing.
  expect(results.filter(({ status, findings }) => status !== 'passed' && findings.length === 0)).toEqual([]);
});

test('PKITS: without its lists nothing passes, and for that reason alone', async () => {
  const folder = shared('pkits', 'certs');
  const read = (name: string) => parseCertificate(readFileSync(join(folder, name)));
  const options = {
    anchors: [read('TrustAnchorRootCertificate.crt')],
    intermediates: [read('GoodCACert.crt')],
    at: new Date('2020-01-01T00:00:00Z'),
  };
  const leaf = read('ValidCertificatePathTest1EE.crt');
  expect((await verifyPath(leaf, options)).status).toBe('passed');
  const result = await verifyPathWithRevocation(leaf, options);
  expect(result.status).toBe('indeterminate');
  expect(result.findings.filter(({ outcome }) => outcome !== 'inform').map(({ code }) => code)).toEqual([
    'PATH_REVOCATION_UNKNOWN',
    'PATH_REVOCATION_UNKNOWN',
  ]);
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

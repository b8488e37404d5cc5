/**
 * A school's back end: a row of its database becomes a record, is checked, signed by three roles, and packed for the gateway.
 *
 * The keys here come from the test authority; in production each `Signer` stands for a token, a phone or an HSM.
 */
import { checkHocBa, cv2088, packTransaction, parseHocBa, planSigning, signHocBa, writeHocBa } from 'hoc-ba-so';
import { cryptoKeySigner, RECEIVER_DUAL, type Signer } from 'hoc-ba-so/signing';
import { createDevCa, type DevIdentityName, specimenHocBa } from 'hoc-ba-so/testing';

const at = new Date('2024-06-01T03:00:00Z'); // after the day of issue
const devCa = await createDevCa({ notBefore: new Date('2024-01-01'), notAfter: new Date('2029-01-01') });

async function signerOf(name: DevIdentityName): Promise<Signer> {
  const identity = await devCa.identity(name);
  return cryptoKeySigner({ ...identity, algorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256' });
}

const row: unknown = specimenHocBa();

// #region back-end
const hocBa = parseHocBa(row); // throws one error with all issues
const found = checkHocBa(hocBa, { at }); // findings of the rules
if (found.findings.some(({ severity }) => severity === 'error')) throw new Error('not ready to be signed');
let file = writeHocBa(hocBa, { layout: cv2088 });
for (const role of ['giaoVienChuNhiem', 'canBoQuanLy', 'phatHanh'] as const) {
  file = await signHocBa(file, { role, signer: await signerOf(role), receiver: RECEIVER_DUAL, signingTime: at });
}
const schoolSeal = await signerOf('phatHanh');
const parts = await packTransaction([file], { signer: schoolSeal, signingTime: at }); // split at the receiver's limit
// #endregion

const plan = await planSigning(file);

console.log(
  JSON.stringify({
    findings: found.findings.map(({ code, severity }) => ({ code, severity })),
    bytes: file.bytes.length,
    roles: plan.steps.map(({ role, state }) => `${role}: ${state}`),
    parts: parts.length,
    contentCharacters: parts[0]!.content.length,
  }),
);

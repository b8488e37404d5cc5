/**
 * A back end whose keys are in an HSM that another process owns: the school's seal on files that come and go. Preparing and completing are
 * pure; only the value travels.
 */
import {
  completeSignature,
  cv2088,
  isHocBaSoError,
  prepareSignature,
  type Signer,
  signHocBa,
  writeHocBa,
} from 'hoc-ba-so';
import { cryptoKeySigner, RECEIVER_DUAL } from 'hoc-ba-so/signing';
import { createDevCa, type DevIdentityName, specimenHocBa } from 'hoc-ba-so/testing';

const at = new Date('2024-05-31T03:00:00Z');
const devCa = await createDevCa({ notBefore: new Date('2024-01-01'), notAfter: new Date('2034-01-01') });
const keyOf = async (name: DevIdentityName): Promise<Signer> =>
  cryptoKeySigner({ ...(await devCa.identity(name)), algorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256' });
let file = writeHocBa(specimenHocBa(), { layout: cv2088 });
for (const role of ['giaoVienChuNhiem', 'canBoQuanLy'] as const)
  file = await signHocBa(file, { role, signer: await keyOf(role), receiver: RECEIVER_DUAL, signingTime: at });

const seal = await keyOf('phatHanh');
const { certificate } = seal;
/** The HSM's own process: takes bytes, gives a value. */
const hsm = {
  sign: (toSign: Uint8Array) => seal.sign({ toSign, digest: toSign, digestName: 'SHA-256', algorithm: seal.algorithm }),
};
const database = new Map<string, string>();

// #region hsm-back-end
const prepared = await prepareSignature(file, {
  role: 'phatHanh',
  certificate,
  receiver: RECEIVER_DUAL,
  signingTime: at,
});
database.set('job-1', JSON.stringify(prepared.state)); // no secret in it; survives a restart

const value = await hsm.sign(prepared.toSign); // minutes or a restart later

const state = JSON.parse(database.get('job-1') ?? '');
const sealed = await completeSignature(file, state, value, { at }); // checked against the certificate before a byte is written
// #endregion

const refused = await completeSignature(file, { ...state, allowGaps: true }, value, { at }).catch((error: unknown) =>
  isHocBaSoError(error) ? error.code : 'other',
);
console.log(JSON.stringify({ bytes: sealed.bytes.length, editedState: refused }));

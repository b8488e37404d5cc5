/**
 * The page that signs: the key never leaves the token. The page asks what must be signed, hands the bytes to the token, and completes the
 * file with the value that comes back. The same three lines run in a browser and on a server whose key is elsewhere.
 */
import { completeSignature, cv2088, prepareSignature, writeHocBa } from 'hoc-ba-so';
import { RECEIVER_DUAL } from 'hoc-ba-so/signing';
import { createDevCa, specimenHocBa } from 'hoc-ba-so/testing';

const signingTime = new Date('2024-05-28T03:00:00Z');
const devCa = await createDevCa({ notBefore: new Date('2024-01-01'), notAfter: new Date('2029-01-01') });
const { certificate, privateKey } = await devCa.identity('giaoVienChuNhiem');

/** Stands for the token: it has the key, we do not. */
const token = {
  sign: async (bytes: Uint8Array): Promise<Uint8Array> =>
    new Uint8Array(await crypto.subtle.sign('RSASSA-PKCS1-v1_5', privateKey, new Uint8Array(bytes))),
};

const role = 'giaoVienChuNhiem';
const receiver = RECEIVER_DUAL;
let file = writeHocBa(specimenHocBa(), { layout: cv2088 });

// #region browser
const { toSign, state } = await prepareSignature(file, { role, certificate, receiver, signingTime });
const saved = JSON.stringify(state); // survives a reload, a restart, a day without a line
file = await completeSignature(file, JSON.parse(saved), await token.sign(toSign), { at: signingTime });
// #endregion

console.log(JSON.stringify({ signedBytes: file.bytes.length, state: Object.keys(state) }));

/**
 * The three ways to a key that this page offers. What is learned here holds for a real page too: nothing but the signer's own choice decides
 * which key is used, and the key's value is checked against the certificate before a file is written.
 */
import { cryptoKeySigner, pkcs12Signer, type Signer, type VaiTroKy } from 'hoc-ba-so';
import { localServiceSigner } from 'hoc-ba-so/signing';
import { createDevCa, type DevCa, fakeLocalService } from 'hoc-ba-so/testing';

export type KeyChoice =
  | { readonly kind: 'p12'; readonly bytes: Uint8Array; readonly password: string }
  | { readonly kind: 'web' | 'local' };

let devCa: Promise<DevCa> | undefined;

/** Keys that are made in this page and forgotten with it: for the sample class only. */
function rehearsalCa(): Promise<DevCa> {
  devCa ??= createDevCa({ notBefore: new Date('2024-01-01'), notAfter: new Date('2034-01-01') });
  return devCa;
}

export async function signerFor(role: VaiTroKy, choice: KeyChoice): Promise<Signer> {
  if (choice.kind === 'p12') return pkcs12Signer(choice.bytes, choice.password);
  const identity = await (await rehearsalCa()).identity(role);
  if (choice.kind === 'web') {
    return cryptoKeySigner({ ...identity, algorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256' });
  }
  // A real program is reached by leaving `openSocket` out and letting the policy of the page connect to this machine.
  return localServiceSigner(identity.certificate, { openSocket: fakeLocalService({ identity }).openSocket });
}

/* Signatures that this package would not make, by keys that hold: what a dishonest or careless signer can bring into the world. */
import { createPrivateKey } from 'node:crypto';
import { parseCertificate } from '../../src/certificate/index.js';
import { encodeBase64 } from '../../src/encoding/index.js';
import type { VaiTroKy } from '../../src/hoc-ba/index.js';
import { claimedRoleUri } from '../../src/quy-dinh/index.js';
import {
  documentOf,
  type HocBaFile,
  idOf,
  openHocBa,
  recordElement,
  reopenHocBa,
  signedElements,
  slotPlace,
} from '../../src/record-xml/index.js';
import { RECEIVER_DUAL, type Receiver, type Signer } from '../../src/signing/index.js';
import type { DevIdentityName, DevIdentityOptions } from '../../src/testing/index.js';
import {
  completeXmlSignature,
  findSignatures,
  formatSigningTime,
  prepareXmlSignature,
  type SignatureRequest,
} from '../../src/xades/index.js';
import { parseXml } from '../../src/xml/index.js';
import { AT, devCa, SLOT, signatureText, textOf } from '../signing/kit.js';
import { fill, resign, type TestKey } from '../xades/toolkit.js';

export interface ForceOptions {
  readonly receiver?: Receiver;
  readonly signingTime?: Date;
  readonly fields?: { readonly ngayKy?: string; readonly soDinhDanhCaNhan?: string };
  /** Takes the place of what an honest signer would ask for. */
  readonly request?: Partial<SignatureRequest>;
}

let serial = 0;

/** Signs in a role without asking anything: no identity, no order, no period. */
export async function forceSign(
  input: HocBaFile | Uint8Array,
  role: VaiTroKy,
  signer: Signer,
  options: ForceOptions = {},
): Promise<HocBaFile> {
  const file = openHocBa(input);
  const { receiver = RECEIVER_DUAL, signingTime = AT, fields = {}, request = {} } = options;
  const time = formatSigningTime(signingTime);
  const certificate = parseCertificate(signer.certificate);
  const held = certificate.subjectIds.find(({ kind }) => kind === 'CCCD')?.value ?? '000000000000';
  const place = slotPlace(file, role, { ngayKy: time, soDinhDanhCaNhan: held, ...fields });
  const prepared = await prepareXmlSignature(
    documentOf(file),
    {
      profile: receiver.profile,
      algorithm: signer.algorithm,
      digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha256',
      certificate: signer.certificate,
      subjectName: certificate.subjectName,
      signingTime: time,
      references: signedElements(file, role).map((element) => ({ uri: `#${idOf(element)}` })),
      claimedRole: claimedRoleUri(role),
      signatureId: `sig-${String(++serial).padStart(32, '0')}`,
      ...request,
    },
    place,
    { scope: recordElement(file) },
  );
  const { toSign, digest, digestName } = prepared;
  const value = await signer.sign({ toSign, digest, digestName, algorithm: signer.algorithm });
  return reopenHocBa(file, await completeXmlSignature(prepared, value));
}

/** The key of a holder in the form of the signature toolkit. */
export async function keyOf(name: DevIdentityName, options: DevIdentityOptions = {}): Promise<TestKey> {
  const { certificate, pkcs8 } = await (await devCa()).identity(name, options);
  return {
    privateKey: createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' }),
    spki: parseCertificate(certificate).spki,
    certificate,
    certificateBase64: encodeBase64(certificate),
  };
}

/** Position of a role's signature among those of the document. */
function indexOf(text: string, role: VaiTroKy): number {
  const document = parseXml(new TextEncoder().encode(text));
  return findSignatures(document.root).findIndex(({ parent }) => parent?.localName === SLOT[role]);
}

/**
 * The record with a change inside one role's signature, which is then made to hold again: digests anew, value anew by that role's key.
 *
 * @param change - Gets the text of the ds:Signature.
 */
export async function remade(
  file: HocBaFile | Uint8Array,
  role: VaiTroKy,
  change: (signature: string) => string,
  options: { readonly holder?: DevIdentityName; readonly key?: TestKey; readonly digests?: 'keep' } = {},
): Promise<Uint8Array> {
  const own = signatureText(file, role);
  const changed = change(own);
  if (changed === own) throw new Error('nothing changed');
  const text = textOf(file).replace(own, () => changed);
  const key = options.key ?? (await keyOf(options.holder ?? (role as DevIdentityName)));
  const index = indexOf(text, role);
  const again = options.digests === 'keep' ? resign(text, key, index) : await fill(text, { key, index });
  return new TextEncoder().encode(again);
}

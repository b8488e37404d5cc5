/* A vendor's plugin as it may be: signs what it is given, in its own way, and checks nothing. */
import type { VaiTroKy } from '../../src/hoc-ba/index.js';
import {
  documentOf,
  type HocBaFile,
  idOf,
  readHocBa,
  recordElement,
  signedElements,
  slotPlace,
} from '../../src/record-xml/index.js';
import type { Signer } from '../../src/signing/index.js';
import { completeXmlSignature, formatSigningTime, prepareXmlSignature } from '../../src/xades/index.js';

export async function signLikeAPlugin(
  file: HocBaFile,
  role: VaiTroKy,
  signer: Signer,
  time: Date,
  digestAlgorithm = 'http://www.w3.org/2001/04/xmlenc#sha256',
): Promise<Uint8Array> {
  const signingTime = formatSigningTime(time);
  const principal = String(readHocBa(file).hocBa?.canBoQuanLy.soDinhDanhCaNhan);
  const place = slotPlace(file, role, { ngayKy: signingTime, soDinhDanhCaNhan: principal });
  const prepared = await prepareXmlSignature(
    documentOf(file),
    {
      profile: 'cv2088',
      algorithm: signer.algorithm,
      digestAlgorithm,
      certificate: signer.certificate,
      signingTime,
      references: signedElements(file, role).map((element) => ({ uri: `#${idOf(element)}` })),
      signatureId: 'plugin-1',
    },
    place,
    { scope: recordElement(file) },
  );
  const { toSign, digest, digestName } = prepared;
  const value = await signer.sign({ toSign, digest, digestName, algorithm: signer.algorithm });
  return completeXmlSignature(prepared, value);
}

import { encodeUtf8 } from '../encoding/index.js';
import type { Admitted } from './admission.js';
import { type DigestFunction, digestFunction } from './digest.js';
import { verifyEcdsa } from './ecdsa-portable.js';
import { verifyPkcs1, verifyPss } from './rsa.js';

/** The verdict by this package's own arithmetic. */
export function verifyPortably(admitted: Admitted): boolean | Promise<boolean> {
  const compute = digestFunction(admitted.digest);
  return typeof compute === 'function'
    ? verifyWith(admitted, compute)
    : compute.then((loaded) => verifyWith(admitted, loaded));
}

function verifyWith(admitted: Admitted, compute: DigestFunction): boolean | Promise<boolean> {
  const { digest, data, signature } = admitted;
  const hash = compute(typeof data === 'string' ? encodeUtf8(data) : data);
  if (admitted.kind === 'ecdsa') return verifyEcdsa(admitted.key, hash, signature);
  return admitted.kind === 'rsa-pss'
    ? verifyPss(admitted.key, compute, hash, signature)
    : verifyPkcs1(admitted.key, digest, hash, signature);
}

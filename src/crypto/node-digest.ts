import type { DigestName } from './algorithms.js';
import type { NodeCrypto } from './node-crypto.js';

/** Names of the hashes in OpenSSL. */
export const NODE_DIGESTS: Readonly<Record<DigestName, string>> = {
  'SHA-1': 'sha1',
  'SHA-224': 'sha224',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
  'SHA3-224': 'sha3-224',
  'SHA3-256': 'sha3-256',
  'SHA3-384': 'sha3-384',
  'SHA3-512': 'sha3-512',
};

/** Hash value by Node; what its OpenSSL does not have, by `portable`. */
export function nodeDigest<T extends Uint8Array | Promise<Uint8Array>>(
  node: NodeCrypto,
  name: DigestName,
  data: string | Uint8Array,
  portable: (name: DigestName, data: string | Uint8Array) => T,
): Uint8Array | T {
  try {
    // By way of a text: a small array of our own is made in less time than Node makes its Buffer.
    if (node.hash) return octets(node.hash(NODE_DIGESTS[name], data, 'latin1'));
    const hash = node.createHash(NODE_DIGESTS[name]);
    const value = (typeof data === 'string' ? hash.update(data, 'utf8') : hash.update(data)).digest();
    // A plain array, not Node's Buffer: callers compare and print it.
    return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  } catch {
    // The reason does not matter: a hash value is the same wherever it is computed.
    return portable(name, data);
  }
}

function octets(latin1: string): Uint8Array {
  const out = new Uint8Array(latin1.length);
  for (let i = 0; i < out.length; i++) out[i] = latin1.charCodeAt(i);
  return out;
}

import { sha1 } from '@noble/hashes/legacy.js';
import { sha224, sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { sha3_224, sha3_256, sha3_384, sha3_512 } from '@noble/hashes/sha3.js';
import { encodeUtf8 } from '../encoding/index.js';
import type { DigestName } from './algorithms.js';
import { type NodeCrypto, nodeCrypto } from './node-crypto.js';

const PORTABLE: Readonly<Record<DigestName, (data: Uint8Array) => Uint8Array>> = {
  'SHA-1': sha1,
  'SHA-224': sha224,
  'SHA-256': sha256,
  'SHA-384': sha384,
  'SHA-512': sha512,
  'SHA3-224': sha3_224,
  'SHA3-256': sha3_256,
  'SHA3-384': sha3_384,
  'SHA3-512': sha3_512,
};

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

/**
 * Hash value, computed at once: by Node where it is there, else by portable code.
 *
 * @param data - Bytes, or a text that stands for its UTF-8 form.
 */
export function digestSync(name: DigestName, data: string | Uint8Array): Uint8Array {
  const node = nodeCrypto();
  return node ? nodeDigest(node, name, data) : portableDigest(name, data);
}

/** Hash value by code that needs no platform. */
export function portableDigest(name: DigestName, data: string | Uint8Array): Uint8Array {
  return PORTABLE[name](typeof data === 'string' ? encodeUtf8(data) : data);
}

/** Hash value by Node; what its OpenSSL does not have, by portable code. */
export function nodeDigest(node: NodeCrypto, name: DigestName, data: string | Uint8Array): Uint8Array {
  let value: Uint8Array;
  try {
    if (node.hash) value = node.hash(NODE_DIGESTS[name], data, 'buffer');
    else {
      const hash = node.createHash(NODE_DIGESTS[name]);
      value = (typeof data === 'string' ? hash.update(data, 'utf8') : hash.update(data)).digest();
    }
  } catch {
    // The reason does not matter: a hash value is the same wherever it is computed.
    return portableDigest(name, data);
  }
  // A plain array, not Node's Buffer: callers compare and print it.
  return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
}

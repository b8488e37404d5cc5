import { sha1 } from '@noble/hashes/legacy.js';
import { sha224, sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { encodeUtf8 } from '../encoding/index.js';
import { createError } from '../errors/index.js';
import type { DigestName } from './algorithms.js';
import { CRYPTO_ERRORS } from './crypto-errors.js';
import { nodeCrypto } from './node-crypto.js';
import { nodeDigest } from './node-digest.js';

/** Computes a hash value at once. */
export type DigestFunction = (data: Uint8Array) => Uint8Array;

type Sha3Name = Extract<DigestName, `SHA3-${string}`>;

const PORTABLE: Readonly<Record<Exclude<DigestName, Sha3Name>, DigestFunction>> = {
  'SHA-1': sha1,
  'SHA-224': sha224,
  'SHA-256': sha256,
  'SHA-384': sha384,
  'SHA-512': sha512,
};

/**
 * Hash value, computed at once: by Node where it is there, else by portable code.
 *
 * @param data - Bytes, or a text that stands for its UTF-8 form.
 * @throws {@link HocBaSoError} `ERR_CRYPTO_UNAVAILABLE` for SHA-3 where Node is not: a page loads it at first need, through a back end.
 */
export function digestSync(name: DigestName, data: string | Uint8Array): Uint8Array {
  const node = nodeCrypto();
  const value = node ? nodeDigest(node, name, data, portableDigest) : portableDigest(name, data);
  if (value instanceof Promise) throw createError(CRYPTO_ERRORS, 'ERR_CRYPTO_UNAVAILABLE', { feature: name });
  return value;
}

/** A hash as a function, from Node or portable; only SHA-3 without Node comes later. */
export function digestFunction(name: DigestName): DigestFunction | Promise<DigestFunction> {
  return nodeCrypto() && !isSha3(name) ? (data) => digestSync(name, data) : portableFunction(name);
}

/** Hash value by code that needs no platform. */
export function portableDigest(name: DigestName, data: string | Uint8Array): Uint8Array | Promise<Uint8Array> {
  const bytes = typeof data === 'string' ? encodeUtf8(data) : data;
  const compute = portableFunction(name);
  return typeof compute === 'function' ? compute(bytes) : compute.then((loaded) => loaded(bytes));
}

function portableFunction(name: DigestName): DigestFunction | Promise<DigestFunction> {
  return isSha3(name) ? loadSha3(name) : PORTABLE[name];
}

/** Loaded at first need: hardly a file has it, and a page should not wait for it. */
async function loadSha3(name: Sha3Name): Promise<DigestFunction> {
  const { sha3_224, sha3_256, sha3_384, sha3_512 } = await import('@noble/hashes/sha3.js');
  return { 'SHA3-224': sha3_224, 'SHA3-256': sha3_256, 'SHA3-384': sha3_384, 'SHA3-512': sha3_512 }[name];
}

function isSha3(name: DigestName): name is Sha3Name {
  return name.startsWith('SHA3-');
}

import { encodeBase64, encodeUtf8Briefly } from '../encoding/index.js';
import { type Admitted, admit, keyRefusal } from './admission.js';
import { digestLength } from './algorithms.js';
import type { CryptoBackend } from './backend.js';
import { createKeyCache } from './key-cache.js';
import type { KeyIssueCode } from './key-rules.js';
import type { NodeCrypto, NodeKey } from './node-crypto.js';
import { NODE_DIGESTS, nodeDigest } from './node-digest.js';
import { portableDigest, verifyPortably } from './portable-late.js';
import type { EcPublicKey, PublicKey, RsaPublicKey } from './public-key.js';

/** crypto.constants.RSA_PKCS1_PADDING and RSA_PKCS1_PSS_PADDING. */
const PKCS1_PADDING = 1;
const PSS_PADDING = 6;

interface Entry {
  readonly refusal: KeyIssueCode | null;
  /** `null`: this OpenSSL does not take it. */
  native: NodeKey | null | undefined;
}

/**
 * Node's own, synchronous back end. What its OpenSSL throws at (a curve left out of the build, SHA-1 forbidden by the system's policy)
 * is computed by portable code instead, so an exception never becomes a verdict.
 */
export function nodeBackend(node: NodeCrypto): CryptoBackend {
  const keys = createKeyCache<Entry>();
  // In front of it by identity: spelling a key out to find it costs more than a digest.
  const met = new WeakMap<PublicKey, Entry>();
  return {
    name: 'node',
    digest: (name, data) => nodeDigest(node, name, data, portableDigest),
    verify(input) {
      const { key } = input;
      let entry = met.get(key);
      if (entry === undefined) {
        entry = keys.get(key.spki, () => ({ refusal: keyRefusal(key), native: undefined }));
        met.set(key, entry);
      }
      const admitted = admit(input, entry.refusal);
      if (!admitted) return false;
      try {
        if (entry.native === undefined) entry.native = importKey(node, admitted.key);
        if (entry.native !== null) return verifyNatively(node, entry.native, admitted);
      } catch {
        // The portable verdict below is complete by itself; why OpenSSL would not give one changes nothing.
        entry.native = null;
      }
      return verifyPortably(admitted);
    },
  };
}

function verifyNatively(node: NodeCrypto, key: NodeKey, admitted: Admitted): boolean {
  const { digest, data, signature, kind } = admitted;
  const bytes = typeof data === 'string' ? encodeUtf8Briefly(data) : data;
  const options =
    kind === 'ecdsa'
      ? ({ key, dsaEncoding: 'ieee-p1363' } as const)
      : kind === 'rsa-pss'
        ? { key, padding: PSS_PADDING, saltLength: digestLength(digest) }
        : { key, padding: PKCS1_PADDING };
  return node.verify(NODE_DIGESTS[digest], bytes, options, signature);
}

function importKey(node: NodeCrypto, key: RsaPublicKey | EcPublicKey): NodeKey {
  if (key.kind === 'ec') return node.createPublicKey({ key: key.spki, format: 'der', type: 'spki' });
  // As JWK: twenty times faster than SPKI, and a PSS restriction (checked by us) stays out.
  return node.createPublicKey({
    key: { kty: 'RSA', n: base64Url(key.modulus), e: base64Url(key.exponent) },
    format: 'jwk',
  });
}

function base64Url(bytes: Uint8Array): string {
  return encodeBase64(bytes).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

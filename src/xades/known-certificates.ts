import {
  type CryptoBackend,
  certificateSpki,
  type DigestName,
  type PublicKey,
  parsePublicKey,
} from '../crypto/index.js';
import { decodeBase64, decodeUtf8, encodeUtf8 } from '../encoding/index.js';

/** A certificate that was met before, with what was computed of it. */
interface KnownCertificate {
  /** As it stood in the file; a copy, since a piece of the file's text would keep all of it in memory. See {@link copyOf}. */
  readonly text: string;
  readonly der: Uint8Array;
  key: PublicKey | null;
  /** By hash function, of Node's back end alone: any other is the caller's. */
  readonly digests: Map<DigestName, Uint8Array>;
}

/** A school's files repeat a handful of certificates. By the end of their text: to hash all of it would take longer than to compare it. */
const byEnd = /* @__PURE__ */ new Map<string, KnownCertificate>();
/** For arrays of {@link byEnd} alone: others may change under our hands. */
const byBytes = /* @__PURE__ */ new WeakMap<Uint8Array, KnownCertificate>();

/** Certificates; the one met first is forgotten when there are more. */
const LIMIT = 512;
/** Characters. So short a piece is copied and does not keep the text it is of. */
const END = 12;
/** Characters of a text that is worth remembering. */
const SHORTEST = 256;
const LONGEST = 16_384;

/**
 * Bytes of a certificate's base64 text, the same array for the same text.
 *
 * @throws {@link HocBaSoError} `ERR_BASE64_MALFORMED`.
 */
export function decodeCertificate(text: string): Uint8Array {
  if (text.length < SHORTEST || text.length > LONGEST) return decodeBase64(text);
  const end = text.slice(-END);
  const known = byEnd.get(end);
  if (known?.text === text) return known.der;
  const der = decodeBase64(text);
  const made: KnownCertificate = { text: copyOf(text), der, key: null, digests: new Map() };
  if (known === undefined && byEnd.size >= LIMIT) byEnd.delete(byEnd.keys().next().value!);
  byEnd.set(end, made);
  byBytes.set(der, made);
  return der;
}

/**
 * A text of its own, with two bytes a letter as a Vietnamese file has them: V8 compares texts of one width at once, and of two widths
 * letter by letter. The letter more, which no single byte holds, gives the width.
 */
function copyOf(text: string): string {
  return decodeUtf8(encodeUtf8(`${text}ế`)).slice(0, -1);
}

/** The key of a certificate; of one that is remembered always the same object, so that the back end knows it again at a glance. */
export function certificateKey(der: Uint8Array): PublicKey {
  const known = byBytes.get(der);
  if (known?.key) return known.key;
  const key = parsePublicKey(certificateSpki(der));
  if (known !== undefined) known.key = key;
  return key;
}

export function certificateDigest(
  der: Uint8Array,
  name: DigestName,
  crypto: CryptoBackend,
): Uint8Array | Promise<Uint8Array> {
  const digests = crypto.name === 'node' ? byBytes.get(der)?.digests : undefined;
  const known = digests?.get(name);
  if (known !== undefined) return known;
  const digest = crypto.digest(name, der);
  if (!(digest instanceof Promise)) digests?.set(name, digest);
  return digest;
}

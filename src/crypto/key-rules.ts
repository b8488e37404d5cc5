import type { SignatureAlgorithm } from './algorithms.js';
import { curveByName, isOnCurve } from './curves.js';
import type { PublicKey, RsaPublicKey } from './public-key.js';

/** Why a key is not simply good. Frozen codes. */
export type KeyIssueCode =
  | 'keyUnsupported'
  | 'rsaModulusTooShort'
  | 'rsaModulusShort'
  | 'rsaModulusTooLong'
  | 'rsaModulusEven'
  | 'rsaExponentInvalid'
  | 'rsaExponentSmall'
  | 'ecPointNotOnCurve';

export interface KeyIssue {
  readonly code: KeyIssueCode;
  /** `refused`: no signature is verified with it; `legacy`: verified and flagged, and nothing new is signed with it. */
  readonly effect: 'refused' | 'legacy';
  /** Last day (`YYYY-MM-DD`) on which such a key was trusted for new signatures; `null`: not tied to a day. */
  readonly trustedUntil: string | null;
}

/** Bits. Shorter ones were factored in public; real old files stop at 1024. */
const RSA_MIN_VERIFY = 1024;
/** Bits. TT 15/2025/TT-BKHCN annex I: key ≥ 2048. */
const RSA_MIN = 2048;
/** Bits. Longer ones cost time and buy nothing: a bound on work for hostile files. */
const RSA_MAX = 8192;
/** Octets. OpenSSL takes no longer exponent with a large modulus, and FIPS 186-5 §A.1.1 wants 65537 or more. */
const RSA_MAX_EXPONENT = 8;

/**
 * This package's own rules for a public key; they run before any platform sees it, so that all platforms agree.
 *
 * @returns Empty for a key that may also be signed with.
 */
export function keyIssues(key: PublicKey): readonly KeyIssue[] {
  let issues = judged.get(key);
  if (issues === undefined) {
    issues = judge(key);
    judged.set(key, issues);
  }
  return issues;
}

/** Whether a point is on its curve takes as long as a digest of the whole file, and the question comes several times a signature. */
const judged = /* @__PURE__ */ new WeakMap<PublicKey, readonly KeyIssue[]>();

function judge(key: PublicKey): readonly KeyIssue[] {
  if (key.kind === 'unsupported') return [{ code: 'keyUnsupported', effect: 'refused', trustedUntil: null }];
  if (key.kind === 'rsa') return rsaIssues(key);
  return isOnCurve(curveByName(key.curve), key.point)
    ? []
    : [{ code: 'ecPointNotOnCurve', effect: 'refused', trustedUntil: null }];
}

/** Whether a signature by this algorithm can be by this key at all: type, and the restrictions of an RSASSA-PSS key. */
export function keyFits(algorithm: SignatureAlgorithm, key: PublicKey): boolean {
  if (key.kind === 'ec') return algorithm.kind === 'ecdsa';
  if (key.kind !== 'rsa') return false;
  if (algorithm.kind === 'rsa-pkcs1') return key.scheme === 'any';
  return algorithm.kind === 'rsa-pss' && (key.pssDigest === null || key.pssDigest === algorithm.digest);
}

/** Whether this package makes a new signature with this pair. */
export function mayProduce(algorithm: SignatureAlgorithm, key: PublicKey): boolean {
  return (
    algorithm.status === 'produced' &&
    keyFits(algorithm, key) &&
    keyIssues(key).length === 0 &&
    (key.kind === 'rsa' || (key.kind === 'ec' && key.curve.startsWith('P-')))
  );
}

function rsaIssues({ bits, modulus, exponent }: RsaPublicKey): KeyIssue[] {
  const issues: KeyIssue[] = [];
  const add = (code: KeyIssueCode, effect: KeyIssue['effect'], trustedUntil: string | null = null) =>
    issues.push({ code, effect, trustedUntil });
  // NIST SP 800-131A rev. 2 §3: less than 112 bits of strength only until 2013.
  if (bits < RSA_MIN_VERIFY) add('rsaModulusTooShort', 'refused', '2013-12-31');
  else if (bits < RSA_MIN) add('rsaModulusShort', 'legacy', '2013-12-31');
  else if (bits > RSA_MAX) add('rsaModulusTooLong', 'refused');
  if (((modulus.at(-1) ?? 0) & 1) === 0) add('rsaModulusEven', 'refused');
  const small =
    exponent.length <= 2 ? (exponent[0] ?? 0) * (exponent.length === 2 ? 256 : 1) + (exponent[1] ?? 0) : null;
  if (((exponent.at(-1) ?? 0) & 1) === 0 || small === 1 || exponent.length > RSA_MAX_EXPONENT) {
    add('rsaExponentInvalid', 'refused');
  } else if (small !== null) add('rsaExponentSmall', 'legacy');
  return issues;
}

/** Hash functions that can be computed on every platform. */
export type DigestName =
  | 'SHA-1'
  | 'SHA-224'
  | 'SHA-256'
  | 'SHA-384'
  | 'SHA-512'
  | 'SHA3-224'
  | 'SHA3-256'
  | 'SHA3-384'
  | 'SHA3-512';

/**
 * What this package does with an algorithm: `produced` signs and verifies, `accepted` only verifies,
 * `legacy` verifies and is flagged (never totalPassed), `refused` is known by name and not computed.
 */
export type AlgorithmStatus = 'produced' | 'accepted' | 'legacy' | 'refused';

interface AlgorithmRow {
  /** Identifier in `Algorithm="…"`. */
  readonly uri: string;
  /** Name for reports, for example `RSA-PSS SHA-256`. */
  readonly name: string;
  readonly status: AlgorithmStatus;
  /** Last day (`YYYY-MM-DD`) on which a new signature with it is trusted; `null`: no end known today. */
  readonly trustedUntil: string | null;
  /** Whether TT 15/2025/TT-BKHCN annex I names it; integrity is judged apart from this. */
  readonly annexI: boolean;
}

export interface DigestAlgorithm extends AlgorithmRow {
  readonly kind: 'digest';
  /** `null` where it is refused and not computed. */
  readonly digest: DigestName | null;
}

export type SignatureKind = 'rsa-pkcs1' | 'rsa-pss' | 'ecdsa' | 'dsa' | 'hmac';

export interface SignatureAlgorithm extends AlgorithmRow {
  readonly kind: SignatureKind;
  /** `null` where the hash is not computed, or is named by parameters (`needsParameters`). */
  readonly digest: DigestName | null;
  /** True only for `…#rsa-pss`: usable after {@link rsaPssAlgorithm} has judged its parameters. */
  readonly needsParameters: boolean;
}

const DSIG = 'http://www.w3.org/2000/09/xmldsig#';
const DSIG11 = 'http://www.w3.org/2009/xmldsig11#';
const MORE = 'http://www.w3.org/2001/04/xmldsig-more#';
const MORE07 = 'http://www.w3.org/2007/05/xmldsig-more#';
const MORE21 = 'http://www.w3.org/2021/04/xmldsig-more#';
const ENC = 'http://www.w3.org/2001/04/xmlenc#';

/** The mask generation function of RFC 8017 B.2.1, as `RSAPSSParams` names it (RFC 9231 §2.3.9). */
export const MGF1_URI: string = `${MORE07}MGF1`;
/** Signature method whose hash, mask and salt stand in an `RSAPSSParams` child (RFC 9231 §2.3.9). */
export const RSA_PSS_URI: string = `${MORE07}rsa-pss`;

interface DigestFacts {
  readonly uri: string;
  readonly status: AlgorithmStatus;
  readonly trustedUntil: string | null;
  readonly annexI: boolean;
}

/**
 * SHA-1: NIST SP 800-131A rev. 2 §9 allows no new signature after 2013. SHA-224: 112 bits, to end with 2030 (SP 800-131A rev. 3 draft),
 * and only the draft of annex I named it. The others: annex I of TT 15/2025/TT-BKHCN.
 */
const DIGESTS: Readonly<Record<DigestName, DigestFacts>> = {
  'SHA-1': { uri: `${DSIG}sha1`, status: 'legacy', trustedUntil: '2013-12-31', annexI: false },
  'SHA-224': { uri: `${MORE}sha224`, status: 'accepted', trustedUntil: '2030-12-31', annexI: false },
  'SHA-256': { uri: `${ENC}sha256`, status: 'produced', trustedUntil: null, annexI: true },
  'SHA-384': { uri: `${MORE}sha384`, status: 'produced', trustedUntil: null, annexI: true },
  'SHA-512': { uri: `${ENC}sha512`, status: 'produced', trustedUntil: null, annexI: true },
  'SHA3-224': { uri: `${MORE07}sha3-224`, status: 'accepted', trustedUntil: '2030-12-31', annexI: true },
  'SHA3-256': { uri: `${MORE07}sha3-256`, status: 'accepted', trustedUntil: null, annexI: true },
  'SHA3-384': { uri: `${MORE07}sha3-384`, status: 'accepted', trustedUntil: null, annexI: true },
  'SHA3-512': { uri: `${MORE07}sha3-512`, status: 'accepted', trustedUntil: null, annexI: true },
};

/** Hashes that are known and not computed, with the day their weakness was published (MD5: Wang et al.). */
const REFUSED_DIGESTS: readonly (readonly [name: string, uri: string, trustedUntil: string | null])[] = [
  ['MD5', `${MORE}md5`, '2004-08-17'],
  ['RIPEMD-160', `${ENC}ripemd160`, null],
  ['Whirlpool', `${MORE07}whirlpool`, null],
];

const RSA_PKCS1: readonly (readonly [DigestName, string])[] = [
  ['SHA-1', `${DSIG}rsa-sha1`],
  ['SHA-224', `${MORE}rsa-sha224`],
  ['SHA-256', `${MORE}rsa-sha256`],
  ['SHA-384', `${MORE}rsa-sha384`],
  ['SHA-512', `${MORE}rsa-sha512`],
];

const RSA_PSS: readonly (readonly [DigestName, string])[] = [
  ['SHA-1', `${MORE07}sha1-rsa-MGF1`],
  ['SHA-224', `${MORE07}sha224-rsa-MGF1`],
  ['SHA-256', `${MORE07}sha256-rsa-MGF1`],
  ['SHA-384', `${MORE07}sha384-rsa-MGF1`],
  ['SHA-512', `${MORE07}sha512-rsa-MGF1`],
  ['SHA3-224', `${MORE07}sha3-224-rsa-MGF1`],
  ['SHA3-256', `${MORE07}sha3-256-rsa-MGF1`],
  ['SHA3-384', `${MORE07}sha3-384-rsa-MGF1`],
  ['SHA3-512', `${MORE07}sha3-512-rsa-MGF1`],
];

const ECDSA: readonly (readonly [DigestName, string])[] = [
  ['SHA-1', `${MORE}ecdsa-sha1`],
  ['SHA-224', `${MORE}ecdsa-sha224`],
  ['SHA-256', `${MORE}ecdsa-sha256`],
  ['SHA-384', `${MORE}ecdsa-sha384`],
  ['SHA-512', `${MORE}ecdsa-sha512`],
  ['SHA3-224', `${MORE21}ecdsa-sha3-224`],
  ['SHA3-256', `${MORE21}ecdsa-sha3-256`],
  ['SHA3-384', `${MORE21}ecdsa-sha3-384`],
  ['SHA3-512', `${MORE21}ecdsa-sha3-512`],
];

/** HMAC proves nothing about who signed; DSA is out of FIPS 186-5; the rest rests on a refused hash. */
const REFUSED_SIGNATURES: readonly (readonly [SignatureKind, string, string])[] = [
  ['rsa-pkcs1', 'RSA MD5', `${MORE}rsa-md5`],
  ['rsa-pkcs1', 'RSA RIPEMD-160', `${MORE}rsa-ripemd160`],
  ['rsa-pkcs1', 'RSA Whirlpool', `${MORE07}rsa-whirlpool`],
  ['rsa-pss', 'RSA-PSS MD2', `${MORE07}md2-rsa-MGF1`],
  ['rsa-pss', 'RSA-PSS MD5', `${MORE07}md5-rsa-MGF1`],
  ['rsa-pss', 'RSA-PSS RIPEMD-128', `${MORE07}ripemd128-rsa-MGF1`],
  ['rsa-pss', 'RSA-PSS RIPEMD-160', `${MORE07}ripemd160-rsa-MGF1`],
  ['rsa-pss', 'RSA-PSS Whirlpool', `${MORE07}whirlpool-rsa-MGF1`],
  ['ecdsa', 'ECDSA RIPEMD-160', `${MORE07}ecdsa-ripemd160`],
  ['ecdsa', 'ECDSA Whirlpool', `${MORE07}ecdsa-whirlpool`],
  ['dsa', 'DSA SHA-1', `${DSIG}dsa-sha1`],
  ['dsa', 'DSA SHA-256', `${DSIG11}dsa-sha256`],
  ['hmac', 'HMAC SHA-1', `${DSIG}hmac-sha1`],
  ['hmac', 'HMAC MD5', `${MORE}hmac-md5`],
  ['hmac', 'HMAC RIPEMD-160', `${MORE}hmac-ripemd160`],
  ['hmac', 'HMAC SHA-224', `${MORE}hmac-sha224`],
  ['hmac', 'HMAC SHA-256', `${MORE}hmac-sha256`],
  ['hmac', 'HMAC SHA-384', `${MORE}hmac-sha384`],
  ['hmac', 'HMAC SHA-512', `${MORE}hmac-sha512`],
];

let digestTable: ReadonlyMap<string, DigestAlgorithm> | undefined;
let signatureTable: ReadonlyMap<string, SignatureAlgorithm> | undefined;

/** The row of a DigestMethod identifier, or undefined for one this package does not know. */
export function findDigestAlgorithm(uri: string): DigestAlgorithm | undefined {
  digestTable ??= new Map(digestRows().map((row) => [row.uri, row]));
  return digestTable.get(uri);
}

/** The row of a SignatureMethod identifier, or undefined for one this package does not know. */
export function findSignatureAlgorithm(uri: string): SignatureAlgorithm | undefined {
  signatureTable ??= new Map(signatureRows().map((row) => [row.uri, row]));
  return signatureTable.get(uri);
}

/** Every row, in a stable order: for documentation and for tests that must cover all of them. */
export function listAlgorithms(): readonly (DigestAlgorithm | SignatureAlgorithm)[] {
  return [...digestRows(), ...signatureRows()];
}

/** The content of an `RSAPSSParams` element; an absent child is `undefined`. */
export interface RsaPssParameters {
  readonly digestUri: string | undefined;
  readonly maskGenerationUri: string | undefined;
  readonly maskDigestUri: string | undefined;
  /** Bytes. */
  readonly saltLength: number | undefined;
  /** RFC 8017 defines only 1, the default of the schema. */
  readonly trailerField?: number | undefined;
}

/**
 * The row of `…#rsa-pss` with its parameters, which must say the same as a fixed-parameter identifier does:
 * one hash for message and MGF1, salt as long as the hash, trailer 1. Defaults are not applied, since implementations disagree about them.
 *
 * @returns undefined when the parameters are incomplete or others.
 */
export function rsaPssAlgorithm(parameters: RsaPssParameters): SignatureAlgorithm | undefined {
  const { digestUri, maskGenerationUri, maskDigestUri, saltLength, trailerField = 1 } = parameters;
  if (digestUri === undefined || maskGenerationUri !== MGF1_URI || maskDigestUri !== digestUri) return undefined;
  const digest = findDigestAlgorithm(digestUri)?.digest;
  if (!digest || saltLength !== digestLength(digest) || trailerField !== 1) return undefined;
  return signatureRow('rsa-pss', digest, RSA_PSS_URI);
}

/** Length of a hash value in bytes. */
export function digestLength(name: DigestName): number {
  return name === 'SHA-1' ? 20 : Number(name.slice(-3)) / 8;
}

/** The identifier of a hash in DigestMethod. */
export function digestUri(name: DigestName): string {
  return DIGESTS[name].uri;
}

function digestRows(): DigestAlgorithm[] {
  const computed = (Object.keys(DIGESTS) as DigestName[]).map(
    (digest): DigestAlgorithm => ({ ...DIGESTS[digest], kind: 'digest', name: digest, digest }),
  );
  const refused = REFUSED_DIGESTS.map(
    ([name, uri, trustedUntil]): DigestAlgorithm => ({
      uri,
      kind: 'digest',
      name,
      digest: null,
      status: 'refused',
      trustedUntil,
      annexI: false,
    }),
  );
  return [...computed, ...refused];
}

function signatureRows(): SignatureAlgorithm[] {
  const rows = [
    ...RSA_PKCS1.map(([digest, uri]) => signatureRow('rsa-pkcs1', digest, uri)),
    ...RSA_PSS.map(([digest, uri]) => signatureRow('rsa-pss', digest, uri)),
    ...ECDSA.map(([digest, uri]) => signatureRow('ecdsa', digest, uri)),
  ];
  const parameterised: SignatureAlgorithm = {
    uri: RSA_PSS_URI,
    kind: 'rsa-pss',
    name: 'RSA-PSS',
    digest: null,
    status: 'accepted',
    trustedUntil: null,
    annexI: true,
    needsParameters: true,
  };
  const refused = REFUSED_SIGNATURES.map(
    ([kind, name, uri]): SignatureAlgorithm => ({
      uri,
      kind,
      name,
      digest: null,
      status: 'refused',
      trustedUntil: null,
      annexI: false,
      needsParameters: false,
    }),
  );
  return [...rows, parameterised, ...refused];
}

const KIND_NAMES = { 'rsa-pkcs1': 'RSA', 'rsa-pss': 'RSA-PSS', ecdsa: 'ECDSA' } as const;

function signatureRow(kind: keyof typeof KIND_NAMES, digest: DigestName, uri: string): SignatureAlgorithm {
  const { status, trustedUntil, annexI } = DIGESTS[digest];
  return {
    uri,
    kind,
    name: `${KIND_NAMES[kind]} ${digest}`,
    digest,
    // What we write says its parameters in the identifier; the parameterised form is only read.
    status: uri === RSA_PSS_URI && status === 'produced' ? 'accepted' : status,
    trustedUntil,
    // Annex I wants RSASSA-PSS for signing; PKCS#1 v1.5 is what tokens do and is reported apart from integrity.
    annexI: annexI && kind !== 'rsa-pkcs1',
    needsParameters: false,
  };
}

import type { CorpusVerdict } from './judge.js';
import { type CorpusCase, OPTIONAL_FEATURES } from './manifest.js';

/** How an answer stands to what is expected. */
export type Outcome =
  /** The expected answer. */
  | 'agrees'
  /** A valid file refused for an optional feature, by name. */
  | 'optional'
  /** The corpus itself leaves the answer open. */
  | 'open'
  /** The corpus says otherwise and is refuted by the file itself. */
  | 'disputed'
  | 'deviates';

export interface Comparison {
  readonly outcome: Outcome;
  /** Optional features that explain `optional`; what is wrong for `deviates`. */
  readonly notes: readonly string[];
}

/** Reasons that may stand for an optional feature. Any other refusal of a valid file is a fault. */
const FEATURE_REASONS: Readonly<Record<string, readonly string[]>> = {
  xslt: ['transformRefused'],
  xpath: ['transformRefused'],
  filter2: ['transformRefused'],
  xpointer: ['referenceUri'],
  'relationship-transform': ['transformRefused'],
  hmac: ['algorithmRefused'],
  md5: ['algorithmRefused'],
  ripemd160: ['algorithmRefused'],
  dsa: ['algorithmRefused'],
  sha1: ['algorithmRefused'],
  'external-http': ['referenceExternal', 'keyMissing'],
  doctype: ['ERR_XML_DOCTYPE'],
};

/** Expectations that the file itself refutes; only the named part of them is set aside. */
const DISPUTED: Readonly<Record<string, { readonly part: 'xades'; readonly because: string }>> = {
  'signxml/xades/nonconformant-X_BE_CONN_10.xml': {
    part: 'xades',
    because:
      'both Cert of SigningCertificate match a certificate of KeyInfo by SHA-1 and serial number, the first of them the signer; signxml compares the second with the signer too',
  },
};

/** Judges the judge. */
export function compare(one: CorpusCase, verdict: CorpusVerdict): Comparison {
  const { expect, features = [] } = one;
  const faults: string[] = [];
  let outcome: Outcome = 'agrees';
  const notes: string[] = [];
  if (expect.mustRefuse === true && verdict.core === 'valid') faults.push('must be refused, is valid');
  if (verdict.core !== 'valid' && verdict.reason === null) faults.push('refused without a reason');
  if (expect.core === 'valid' && verdict.core !== 'valid') {
    const explained = features.filter(
      (feature) => OPTIONAL_FEATURES.has(feature) && FEATURE_REASONS[feature]!.includes(verdict.reason ?? ''),
    );
    if (explained.length === 0) faults.push(`must be valid, is ${verdict.core} (${verdict.reason})`);
    outcome = 'optional';
    notes.push(...explained);
  }
  if (expect.core === 'invalid' && verdict.core === 'valid') faults.push('must not be valid');
  if (expect.core === 'unsupported' && verdict.core === 'valid') faults.push('must not be valid');
  if (expect.core === 'unknown') outcome = 'open';
  // Verdicts per signature are mechanical: a signature that holds by its digests may still be refused, never the other way round.
  if (expect.signatures !== undefined && verdict.signatures.length > 0) {
    const found = verdict.signatures.map((signature) => signature.core);
    if (found.length !== expect.signatures.length) {
      faults.push(`${expect.signatures.length} signatures expected, ${found.length} found`);
    }
    expect.signatures.forEach((wanted, index) => {
      const got = verdict.signatures[index];
      if (got === undefined || wanted === 'unknown' || wanted === got.core) return;
      const refused = wanted === 'valid' && expect.mechanical === 'valid' && expect.core === 'invalid';
      if (!refused) faults.push(`signature ${index + 1}: ${wanted} expected, ${got.core} (${got.reason}) found`);
    });
  }
  if (expect.container === 'invalid' && verdict.container.length === 0)
    faults.push('container rules are broken, unseen');
  const disputed = DISPUTED[one.file];
  if (expect.xades !== undefined && disputed?.part === 'xades') {
    outcome = 'disputed';
    notes.push(disputed.because);
    const bound = verdict.signatures.every((signature) => signature.certificateBinding === 'match');
    if (!bound) faults.push('the dispute no longer stands: SigningCertificate does not match');
  } else if (expect.xades !== undefined) {
    const seen = verdict.signatures.some((signature) =>
      signature.flags.some((flag) => flag === 'signingCertificateMismatch' || flag === 'signingCertificateMalformed'),
    );
    if (!seen) faults.push('SigningCertificate is wrong, unseen');
  }
  return faults.length > 0 ? { outcome: 'deviates', notes: faults } : { outcome, notes };
}

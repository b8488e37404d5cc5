/** What one signature may cost (`design.md` 6): a file that asks for more is not judged. */
export interface SignatureLimits {
  readonly references: number;
  /** Per reference. */
  readonly transforms: number;
  /** In KeyInfo. */
  readonly certificates: number;
  /** UTF-16 units canonicalised for one signature, as a multiple of the file's length; what another signature of the file already had digested is free. */
  readonly digestedMultiple: number;
}

export const SIGNATURE_LIMITS: SignatureLimits = {
  references: 64,
  transforms: 5,
  certificates: 16,
  digestedMultiple: 16,
};

/** Not a spread: an undefined from JavaScript must not mean "no limit". */
export function effectiveLimits(given: Partial<SignatureLimits> = {}): SignatureLimits {
  const { references, transforms, certificates, digestedMultiple } = SIGNATURE_LIMITS;
  return {
    references: given.references ?? references,
    transforms: given.transforms ?? transforms,
    certificates: given.certificates ?? certificates,
    digestedMultiple: given.digestedMultiple ?? digestedMultiple,
  };
}

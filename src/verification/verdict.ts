/**
 * The words of a verdict, as EN 319 102-1 has them. `notRun`: the question does not arise or was not asked; it is never an answer in the
 * record's favour.
 */
export type Outcome = 'passed' | 'failed' | 'indeterminate' | 'notRun';

/** EN 319 102-1 §5.1.3: the three conclusions. */
export type Conclusion = 'totalPassed' | 'indeterminate' | 'totalFailed';

/** Sub-indications of EN 319 102-1 tables 5 and 6, and those of this domain below the line. */
export type SubIndication =
  | 'FORMAT_FAILURE'
  | 'HASH_FAILURE'
  | 'SIG_CRYPTO_FAILURE'
  | 'SIG_CONSTRAINTS_FAILURE'
  | 'CHAIN_CONSTRAINTS_FAILURE'
  | 'CERTIFICATE_CHAIN_GENERAL_FAILURE'
  | 'CRYPTO_CONSTRAINTS_FAILURE'
  | 'REVOKED'
  | 'REVOKED_NO_POE'
  | 'REVOKED_CA_NO_POE'
  | 'EXPIRED'
  | 'NOT_YET_VALID'
  | 'NO_SIGNING_CERTIFICATE_FOUND'
  | 'NO_CERTIFICATE_CHAIN_FOUND'
  | 'OUT_OF_BOUNDS_NO_POE'
  | 'NO_POE'
  | 'TRY_LATER'
  | 'SIGNED_DATA_NOT_FOUND'
  // Not of the standard:
  | 'SIGNATURE_MISSING'
  | 'UNSIGNED_CONTENT'
  | 'ROLE_MISMATCH'
  | 'ROLE_NOT_PROVABLE'
  | 'SIGNER_AUTHORITY_UNKNOWN'
  | 'SIGNER_NOT_AUTHORISED'
  | 'ORDER_BROKEN'
  | 'ORDER_NOT_PROVABLE'
  | 'RULES_BROKEN'
  | 'COPY_DIFFERS'
  | 'RECORD_NOT_IN_FORCE'
  | 'NOT_A_RECORD';

/** Worse outcomes first: a record is as good as its worst mandatory or present role (`design.md` 7). */
export const CONCLUSION_RANK: Readonly<Record<Conclusion, number>> = {
  totalFailed: 0,
  indeterminate: 1,
  totalPassed: 2,
};

export function worstConclusion(conclusions: readonly Conclusion[]): Conclusion {
  // Empty is not true: nothing judged is nothing passed.
  if (conclusions.length === 0) return 'totalFailed';
  return conclusions.reduce((worst, one) => (CONCLUSION_RANK[one] < CONCLUSION_RANK[worst] ? one : worst));
}

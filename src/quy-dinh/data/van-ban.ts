import type { LegalReference } from '../legal-reference.js';
import { VAN_BAN_HOC_BA } from './van-ban-hoc-ba.js';
import { VAN_BAN_LIEN_QUAN } from './van-ban-lien-quan.js';

/**
 * Documents the rules, the record and its signatures rest on, with what we know of their dates; replaceable in every call that reads
 * it. Evidence belongs to the row; a date that was not seen is left out, or reduced to its year, rather than guessed.
 */
export const LEGAL_REFERENCES: readonly LegalReference[] = [...VAN_BAN_HOC_BA, ...VAN_BAN_LIEN_QUAN];

import type { CoreReason, SignatureResult } from '../xades/index.js';
import { type Answer, failed, NOT_RUN, open, PASSED } from './answer.js';
import type { CheckCode } from './checks.js';
import type { ReasonCode } from './reasons.js';

type CoreCheck = Extract<CheckCode, 'value' | 'dataReference' | 'digest'>;

interface CoreRow {
  readonly check: CoreCheck;
  readonly outcome: 'failed' | 'indeterminate';
  readonly reason: ReasonCode;
}

const row = (check: CoreCheck, outcome: CoreRow['outcome'], reason: ReasonCode): CoreRow => ({
  check,
  outcome,
  reason,
});

/**
 * Which question each reason of the signature core answers, and how. Total by its type: a core that does not hold can never leave every
 * check passed, whatever reason is added to the engine.
 */
export const CORE_ANSWERS: Readonly<Record<CoreReason, CoreRow>> = /* @__PURE__ */ (() => ({
  structure: row('value', 'failed', 'CORE_STRUCTURE'),
  base64: row('value', 'failed', 'CORE_STRUCTURE'),
  counterSignatureTarget: row('value', 'failed', 'CORE_STRUCTURE'),
  signatureValue: row('value', 'failed', 'VALUE_MISMATCH'),
  keyValueMismatch: row('value', 'failed', 'VALUE_MISMATCH'),
  limit: row('value', 'indeterminate', 'CORE_UNSUPPORTED'),
  deadline: row('value', 'indeterminate', 'CORE_UNSUPPORTED'),
  algorithmUnknown: row('value', 'indeterminate', 'CORE_UNSUPPORTED'),
  algorithmRefused: row('value', 'indeterminate', 'CORE_UNSUPPORTED'),
  algorithmParameters: row('value', 'indeterminate', 'CORE_UNSUPPORTED'),
  keyMissing: row('value', 'indeterminate', 'CORE_UNSUPPORTED'),
  keyAmbiguous: row('value', 'indeterminate', 'CORE_UNSUPPORTED'),
  keyRefused: row('value', 'indeterminate', 'CORE_UNSUPPORTED'),
  keyMalformed: row('value', 'indeterminate', 'CORE_UNSUPPORTED'),
  platform: row('value', 'indeterminate', 'PLATFORM_ERROR'),
  referenceNotFound: row('dataReference', 'failed', 'REFERENCE_BROKEN'),
  idDuplicate: row('dataReference', 'failed', 'REFERENCE_BROKEN'),
  objectNotOwn: row('dataReference', 'failed', 'REFERENCE_BROKEN'),
  nothingSigned: row('dataReference', 'failed', 'REFERENCE_BROKEN'),
  signedPropertiesNotSigned: row('dataReference', 'failed', 'SIGNED_PROPERTIES'),
  signedPropertiesNotOwn: row('dataReference', 'failed', 'SIGNED_PROPERTIES'),
  signedPropertiesAmbiguous: row('dataReference', 'failed', 'SIGNED_PROPERTIES'),
  referenceUri: row('dataReference', 'indeterminate', 'CORE_UNSUPPORTED'),
  referenceExternal: row('dataReference', 'indeterminate', 'CORE_UNSUPPORTED'),
  digest: row('digest', 'failed', 'DIGEST_MISMATCH'),
  transformUnknown: row('digest', 'indeterminate', 'CORE_UNSUPPORTED'),
  transformRefused: row('digest', 'indeterminate', 'CORE_UNSUPPORTED'),
  transformInput: row('digest', 'indeterminate', 'CORE_UNSUPPORTED'),
  canonicalForm: row('digest', 'indeterminate', 'CORE_UNSUPPORTED'),
}))();

/** What the core says to a question, `null` when nothing: a failed reason before an open one. */
export function coreAnswer(check: CoreCheck, result: SignatureResult): Answer | null {
  const mine = result.reasons.filter((reason) => CORE_ANSWERS[reason].check === check);
  const deciding = mine.find((reason) => CORE_ANSWERS[reason].outcome === 'failed') ?? mine[0];
  if (deciding === undefined) return null;
  const { outcome, reason } = CORE_ANSWERS[deciding];
  return outcome === 'failed'
    ? failed(reason, paramsOf(reason, deciding, result))
    : open(reason, paramsOf(reason, deciding, result));
}

function paramsOf(reason: ReasonCode, core: CoreReason, { references }: SignatureResult): Answer['params'] & object {
  if (reason === 'SIGNED_PROPERTIES') return { flag: core };
  if (reason === 'PLATFORM_ERROR') return { code: core };
  if (reason === 'DIGEST_MISMATCH') return { count: references.filter((one) => one.digestMatches === false).length };
  return { reason: core };
}

/** SignatureValue over SignedInfo. */
export function valueAnswer(result: SignatureResult): Answer {
  const said = coreAnswer('value', result);
  if (said !== null) return said;
  return result.valueHolds === true ? PASSED : open('CORE_UNSUPPORTED', { reason: result.reason ?? 'unknown' });
}

/** Every digest of the signature. */
export function digestAnswer(result: SignatureResult): Answer {
  const said = coreAnswer('digest', result);
  if (said !== null) return said;
  const { references } = result;
  if (references.length > 0 && references.every((one) => one.digestMatches === true)) return PASSED;
  // What was not digested was said of the references or of the value.
  return result.core === 'valid' ? open('CORE_UNSUPPORTED', { reason: 'noReference' }) : NOT_RUN;
}

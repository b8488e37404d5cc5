/** In: a record (học bạ) and a time. Out: findings of the rules of its year, the result they give and why, the signing order of an occasion, documents as of a day. */
export type { CheckOptions, KetQuaKiemTra } from './check-hoc-ba.js';
export { checkHocBa } from './check-hoc-ba.js';
export { completionWords } from './check-result.js';
export { RULE_SETS } from './data/bo-quy-dinh.js';
export { OCCASIONS } from './data/dip-ky.js';
export type { RecordRules } from './data/ho-so.js';
export { RECORD_RULES } from './data/ho-so.js';
export { DEADLINES } from './data/thoi-han.js';
export { LEGAL_REFERENCES } from './data/van-ban.js';
export type { Deadline, DeadlineRule, DeadlineTask } from './deadline.js';
export { deadlinesFor } from './deadline.js';
export type { Finding, FindingView } from './finding.js';
export { describeFinding, sourceText } from './finding.js';
export type { FindingCode, FindingText, Severity } from './finding-table.js';
export { FINDINGS } from './finding-table.js';
export type { FixCode } from './fix-table.js';
export { FIXES } from './fix-table.js';
export type { LegalReference, LegalReferenceAsOf, LegalStatus } from './legal-reference.js';
export { legalReference, legalReferencesAsOf } from './legal-reference.js';
export type {
  MissingSignature,
  Occasion,
  OccasionOrder,
  PreparatoryAct,
  SigningOrder,
  SigningStep,
  StandIn,
} from './occasion.js';
export { signingOrder, usualOccasion } from './occasion.js';
export { parseRuleSet } from './parse-rule-set.js';
export { QUY_DINH_ERRORS } from './quy-dinh-errors.js';
export type {
  ConditionOutcome,
  ConditionReport,
  ConditionRow,
  KetQuaDeXuat,
  ProposeOptions,
  ResultReport,
} from './result.js';
export { proposeKetQua } from './result.js';
export type {
  AwardRule,
  ConditionRule,
  DisabilityTreatment,
  FieldPath,
  FieldRule,
  LevelRule,
  MeasureRule,
  PromotionRule,
  ResultRule,
  RowRule,
  RuleSet,
  SplitRowRule,
  TableRule,
  TestRule,
  Validity,
} from './rule-set.js';
export type { RowInGrade, RowStatus, RuleSetChoice, RuleSetQuery } from './rule-set-choice.js';
export { hasTest, rowStatus, rowsOfGrade, ruleSetFor } from './rule-set-choice.js';
export { claimedRoleUri, roleOfClaimedRole } from './signer-role.js';
export type { Evidence, Label, Language, Source } from './source.js';
export { isAssumed } from './source.js';

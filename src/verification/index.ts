/** In: a record's file, whom to trust, a time and a policy. Out: a report of every question asked, with the conclusion; and its words in two languages. */
export type { CheckCode } from './checks.js';
export { CHECKS } from './checks.js';
export type { ReportLine, ReportSection, ReportView } from './describe-report.js';
export { describeReport } from './describe-report.js';
export { describeMismatch, explainMismatch } from './explain.js';
export type { MismatchCause } from './explain-causes.js';
export type { MismatchView } from './explain-describe.js';
export type { ExplainMismatchOptions, Mismatch, MismatchReport, MismatchStep } from './explain-mismatch.js';
export type { MismatchOriginal } from './explain-original.js';
export type { VerificationFacts } from './facts.js';
export { encodeFacts, parseFacts } from './facts-codec.js';
export { factsOf, judgeAgain } from './judge-again.js';
export type { OrganisationJudgement } from './judge-organisation.js';
export { judgeOrganisationSignature } from './judge-organisation.js';
export type { NextActionCode } from './next-actions.js';
export { NEXT_ACTIONS } from './next-actions.js';
export type { CheckLevel, Policy } from './policy.js';
export { POLICIES, POLICY_ARCHIVE, POLICY_CV2088, POLICY_FLOOR, POLICY_NEAC, resolvePolicy } from './policy.js';
export type {
  AuthorityAnswer,
  AuthorityCopyAnswer,
  AuthorityCopyPort,
  AuthorityPort,
  RevocationAnswer,
  RevocationPort,
} from './ports.js';
export type { ReasonCode } from './reasons.js';
export { REASONS } from './reasons.js';
export type {
  CertificateSummary,
  CheckResult,
  ListBasis,
  NextAction,
  RoleReport,
  SignedContent,
  VerificationReport,
} from './report.js';
export { REPORT_VERSION } from './report.js';
export type { ReportLanguage } from './report-words.js';
export { CONCLUSIONS, formatInstant, ROLE_NAMES, visible } from './report-words.js';
export type { TrustAnchors } from './trust-context.js';
export type { Conclusion, Outcome, SubIndication } from './verdict.js';
export { worstConclusion } from './verdict.js';
export { VERIFICATION_ERRORS } from './verification-errors.js';
export type { JudgeOptions, VerifyHocBaOptions } from './verify-hoc-ba.js';
export { verifyHocBa, verifyHocBaList } from './verify-hoc-ba.js';

/** In: a record's file, whom to trust, a time and a policy. Out: a report of every question asked, with the conclusion; and its words in two languages. */
export type { CheckCode } from './checks.js';
export { CHECKS } from './checks.js';
export type { ReportLine, ReportSection, ReportView } from './describe-report.js';
export { describeReport } from './describe-report.js';
export type { CheckLevel, Policy } from './policy.js';
export { POLICIES, POLICY_FLOOR, POLICY_NEAC, resolvePolicy } from './policy.js';
export type { AuthorityAnswer, AuthorityPort, RevocationAnswer, RevocationPort } from './ports.js';
export type { ReasonCode } from './reasons.js';
export { REASONS } from './reasons.js';
export type { CertificateSummary, CheckResult, RoleReport, SignedContent, VerificationReport } from './report.js';
export { REPORT_VERSION } from './report.js';
export type { ReportLanguage } from './report-words.js';
export type { Conclusion, Outcome, SubIndication } from './verdict.js';
export { worstConclusion } from './verdict.js';
export type { TrustAnchors, VerifyHocBaOptions } from './verify-hoc-ba.js';
export { verifyHocBa, verifyHocBaList } from './verify-hoc-ba.js';

/** In: signed transactions and an account at a gateway, or a request to one. Out: what became of every record, or the answer of a gateway; what each party may do next. */
export type { AcceptanceOptions, AcceptanceReport, AcceptedRecord, KnownRecord } from './acceptance.js';
export { checkAcceptance } from './acceptance.js';
export type { RetryOptions, Timing } from './back-off.js';
export type { CertificateRegistration, ExchangeAccount, ExchangeCalls, ExchangeOptions } from './calls.js';
export { hashPassword } from './calls.js';
export { certificateContent } from './certificate-content.js';
export type { ExchangeClient } from './client.js';
export { createExchangeClient } from './client.js';
export type { Acknowledgement, AnswerRow, CertificateAnswer } from './client-messages.js';
export type { Contradiction, DriveOptions, PollingOptions } from './drive.js';
export { EXCHANGE_ERRORS } from './exchange-errors.js';
export type { Flow, FlowFact, Route, Transition } from './flow.js';
export {
  advance,
  assertReplacement,
  certificateFlow,
  nextSteps,
  ROUTE_DIRECT,
  ROUTE_PILOT,
  recallFlow,
  recordFlow,
  routeOf,
} from './flow.js';
export type { Credentials, Gateway, GatewayOptions } from './gateway.js';
export { createGateway } from './gateway.js';
export type { GatewayRules } from './gateway-process.js';
export type {
  GatewayStore,
  StoredCertificate,
  StoredMessage,
  StoredRecord,
  StoredRow,
  Worklist,
} from './gateway-store.js';
export { memoryGatewayStore } from './gateway-store.js';
export { openApiOf } from './open-api.js';
export type { RecallOptions, RecallResult, RecallState, RecallsResult } from './recall.js';
export type { RecallItem } from './recall-list.js';
export { readRecallList, recallItem, signRecallList } from './recall-list.js';
export type { ReceiverIssue } from './receiver-issues.js';
export { receiverIssues } from './receiver-issues.js';
export type { RefusalCode } from './refusals.js';
export { describeRefusal, REFUSALS } from './refusals.js';
export type {
  ApprovalStatus,
  RecallStatus,
  Service,
  ServiceDescription,
  ServiceField,
  ServiceName,
  StatusTable,
} from './service-description.js';
export { parseServices } from './service-description.js';
export { servicesCv2088 } from './services-cv2088.js';
export type { JournalRecord, PacketProgress, SubmissionEntry, SubmissionJournal } from './submission-journal.js';
export { memorySubmissionJournal, parseSubmissionEntry, submissionProgress } from './submission-journal.js';
export type {
  RecordResult,
  RecordState,
  SubmitOptions,
  SubmitResult,
  SubmitSchoolOptions,
} from './submit.js';
export type { ExchangeLimits } from './transport.js';

/** In: certificates, keys and PKCS#12 files as bytes. Out: facts about them, and the judgement on a certificate path (RFC 5280) with every reason. */

export type { Certificate, CertificateExtension, KeyUsage } from './certificate.js';
export { parseCertificate } from './certificate.js';
export { CERTIFICATE_ERRORS } from './certificate-errors.js';
export type { Crl, RevokedEntry } from './crl.js';
export { parseCrl, readCrls } from './crl.js';
export type { CrlScope } from './crl-scope.js';
export type { DistinguishedNameAttribute } from './distinguished-name.js';
export type { GeneralName } from './general-name.js';
export type { IssueCertificateInput, SubjectAttribute } from './issue-certificate.js';
export { issueCertificate } from './issue-certificate.js';
export type { FetchLimits, FetchPort } from './limited-fetch.js';
export type { OcspAnswer, OcspResponseStatus, OcspSingle } from './ocsp-answer.js';
export { parseOcspAnswer } from './ocsp-answer.js';
export type { OcspRequest } from './ocsp-request.js';
export { buildOcspRequest } from './ocsp-request.js';
export type { PathFinding, PathFindingCode, PathSubIndication } from './path-findings.js';
export { PATH_FINDINGS, pathFinding, pathStatus } from './path-findings.js';
export type { PemBlock } from './pem.js';
export { readPemBlocks, toPem } from './pem.js';
export type { OpenPkcs12Options, Pkcs12Content, Pkcs12Entry } from './pkcs12.js';
export { openPkcs12 } from './pkcs12.js';
export type { Pkcs12Input, WritePkcs12Options } from './pkcs12-write.js';
export { writePkcs12 } from './pkcs12-write.js';
export type { PrivateKeyFacts, PrivateKeyFile } from './private-key.js';
export { describePrivateKey, readPrivateKey } from './private-key.js';
export { readCertificates } from './read-certificates.js';
export type {
  EvidenceRefusal,
  OcspReply,
  RevocationEvidence,
  RevocationOptions,
  RevocationStatus,
} from './revocation-evidence.js';
export type { OcspFetchOptions, RevocationFetchOptions } from './revocation-fetchers.js';
export { crlFetcher, ocspFetcher } from './revocation-fetchers.js';
export type { RevocationReason } from './revocation-reasons.js';
export { revocationStatus } from './revocation-status.js';
export type { SubjectId, SubjectIdIrregularity, SubjectIdKind } from './subject-ids.js';
export type { TimeStampAuthority, TimeStampAuthorityOptions } from './time-stamp-authority.js';
export { timeStampAuthority } from './time-stamp-authority.js';
export type { TimeStampDigest, TimeStampRequest, TimeStampResponse } from './time-stamp-request.js';
export { buildTimeStampRequest, parseTimeStampResponse } from './time-stamp-request.js';
export type { TimeStampToken } from './time-stamp-token.js';
export { parseTimeStampToken } from './time-stamp-token.js';
export type { TokenSignature } from './token-signature.js';
export type { PathResult, PathUsage, RejectedCandidate, VerifyPathOptions } from './verify-path.js';
export { verifyPath } from './verify-path.js';
export type {
  CertificateStatus,
  FetchedEvidence,
  FetchFailure,
  FetchFailureCode,
  PathWithRevocation,
  RevocationSource,
  VerifyPathWithRevocationOptions,
} from './verify-path-with-revocation.js';
export { verifyPathWithRevocation } from './verify-path-with-revocation.js';
export type { TimeStampJudgement, TimeStampReason, VerifyTimeStampOptions } from './verify-time-stamp.js';
export { verifyTimeStamp } from './verify-time-stamp.js';

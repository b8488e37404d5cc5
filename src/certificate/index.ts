/** In: certificates, keys and PKCS#12 files as bytes. Out: facts about them, and the judgement on a certificate path (RFC 5280) with every reason. */

export type { Certificate, CertificateExtension, KeyUsage } from './certificate.js';
export { parseCertificate } from './certificate.js';
export { CERTIFICATE_ERRORS } from './certificate-errors.js';
export type { Crl, CrlScope, RevocationReason, RevokedEntry } from './crl.js';
export { parseCrl } from './crl.js';
export type { DistinguishedNameAttribute } from './distinguished-name.js';
export type { GeneralName } from './general-name.js';
export type { IssueCertificateInput, SubjectAttribute } from './issue-certificate.js';
export { issueCertificate } from './issue-certificate.js';
export type { OcspAnswer, OcspRequest, OcspResponseStatus, OcspSingle, OcspStatusOptions } from './ocsp.js';
export { buildOcspRequest, ocspStatus, parseOcspAnswer } from './ocsp.js';
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
export type { EvidenceRefusal, RevocationOptions, RevocationStatus } from './revocation.js';
export { crlStatus, worstStatus } from './revocation.js';
export type { SubjectId, SubjectIdIrregularity, SubjectIdKind } from './subject-ids.js';
export type {
  TimeStampJudgement,
  TimeStampReason,
  TimeStampRequest,
  TimeStampResponse,
  TimeStampToken,
  VerifyTimeStampOptions,
} from './time-stamp.js';
export { buildTimeStampRequest, parseTimeStampResponse, parseTimeStampToken, verifyTimeStamp } from './time-stamp.js';
export type { PathResult, PathUsage, RejectedCandidate, VerifyPathOptions } from './verify-path.js';
export { verifyPath } from './verify-path.js';

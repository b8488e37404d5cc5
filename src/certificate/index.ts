/** In: certificates, keys and PKCS#12 files as bytes. Out: facts about them, and the judgement on a certificate path (RFC 5280) with every reason. */
export { parseCertificate } from './certificate.js';
export { CERTIFICATE_ERRORS } from './certificate-errors.js';
export { PATH_FINDINGS, pathFinding, pathStatus } from './path-findings.js';
export { verifyPath } from './verify-path.js';
export type { Certificate, CertificateExtension, KeyUsage } from './certificate.js';
export type { DistinguishedNameAttribute } from './distinguished-name.js';
export type { GeneralName } from './general-name.js';
export type { PathFinding, PathFindingCode, PathSubIndication } from './path-findings.js';
export type { OpenPkcs12Options, Pkcs12Content, Pkcs12Entry } from './pkcs12.js';
export type { SubjectId, SubjectIdIrregularity, SubjectIdKind } from './subject-ids.js';
export type { PathResult, PathUsage, RejectedCandidate, VerifyPathOptions } from './verify-path.js';

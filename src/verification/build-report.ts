import type { Certificate } from '../certificate/index.js';
import { digestSync } from '../crypto/index.js';
import { concatBytes, encodeHex, encodeUtf8 } from '../encoding/index.js';
import { isHocBaSoError } from '../errors/index.js';
import { C14N_EXCLUSIVE, childElements } from '../xml/index.js';
import { concludeChecks } from './conclude.js';
import type { RecordEvidence, RoleEvidence } from './evidence.js';
import type { RoleFacts, SignatureFacts } from './facts.js';
import type { JudgedRole } from './judge-role.js';
import type { CertificateSummary, RoleReport, SignedContent, VerificationReport } from './report.js';

export type ReportData = Omit<VerificationReport, 'signedBy'>;

/** The report as plain data, with the one question that data cannot answer; it does not show in JSON. */
export function withSignedContent(report: ReportData, signedBy: VerificationReport['signedBy']): VerificationReport {
  return Object.defineProperty(report, 'signedBy', { value: signedBy, enumerable: false }) as VerificationReport;
}

/** What a role vouches for, taken from the nodes that were digested and from nowhere else. */
export function signedContent(
  { role, key, result, targets }: RoleEvidence,
  { read, record, layout }: RecordEvidence,
): SignedContent | null {
  if (result?.core !== 'valid' || targets.length === 0) return null;
  const views = result.references.flatMap((one) => (one.view === null ? [] : [one.view]));
  const data = targets.map((target) => views.find((view) => view.element === target && view.covers(target)));
  if (data.some((view) => view === undefined)) return null;
  // Everything the layout reads data from, which for some is more than one block.
  const sources = childElements(record).filter((child) =>
    layout.record.children.some((node) => node.kind !== 'slots' && node.element === child.localName),
  );
  const isWhole = sources.length > 0 && sources.every((source) => views.some((view) => view.covers(source)));
  return {
    role,
    key: key === '' ? null : key,
    paths: views.flatMap((view) => view.path() ?? []),
    data: concatBytes(data.map((view) => view!.octets())),
    hocBa: isWhole ? read.hocBa : null,
  };
}

export function roleReport(
  { role, key, signatures, signature }: RoleFacts,
  mandatory: boolean,
  { checks, path, proved, stamps }: JudgedRole,
): RoleReport {
  const certificate = signature?.certificate ?? null;
  return {
    role,
    key: key === '' ? null : key,
    mandatory,
    present: signatures > 0,
    ...concludeChecks(checks),
    ...(signature?.report ?? NO_SIGNATURE),
    signingTime: signature?.signingTime ?? null,
    provedAt: proved?.toISOString() ?? null,
    timeStamps: stamps,
    certificate: certificate === null ? null : summarize(certificate),
    path: path?.path.map((one) => one.fingerprint) ?? [],
  };
}

const NO_SIGNATURE: SignatureFacts['report'] = {
  signatureId: null,
  algorithm: null,
  level: null,
  hasPilotForm: false,
  core: null,
  signedPaths: [],
  flags: [],
};

const summaries = /* @__PURE__ */ new WeakMap<Certificate, CertificateSummary>();

function summarize(certificate: Certificate): CertificateSummary {
  let known = summaries.get(certificate);
  if (known === undefined) {
    const { fingerprint, subject, issuer, commonName, organization, issuerCommonName, serialNumber } = certificate;
    known = {
      fingerprint,
      subject,
      issuer,
      commonName,
      organization,
      issuerCommonName,
      serialNumber,
      subjectIds: certificate.subjectIds.map(
        ({ kind, value, branch }) => `${kind}:${value}${branch === undefined ? '' : `-${branch}`}`,
      ),
      notBefore: certificate.notBefore.toISOString(),
      notAfter: certificate.notAfter.toISOString(),
    };
    summaries.set(certificate, known);
  }
  return known;
}

const NOTHING = /* @__PURE__ */ new Set<never>();

/**
 * SHA-256 of the record as `integrity` defines it, from the canonical form that the signatures may have computed already; `null` for a
 * block without canonical form (a relative namespace, a size beyond the limit).
 */
export function digestOf({ opened, data }: RecordEvidence): string | null {
  try {
    const { text } = opened.canonical({ apex: data, excluded: NOTHING, comments: false }, C14N_EXCLUSIVE, []);
    return encodeHex(digestSync('SHA-256', encodeUtf8(text)));
  } catch (cause) {
    if (isHocBaSoError(cause) && cause.code.startsWith('ERR_XML_')) return null;
    throw cause;
  }
}

const digests = /* @__PURE__ */ new WeakMap<Uint8Array, string>();

/** The records of one list share its bytes: hashed once. */
export function fileDigest(bytes: Uint8Array): string {
  let known = digests.get(bytes);
  if (known === undefined) {
    known = encodeHex(digestSync('SHA-256', bytes));
    digests.set(bytes, known);
  }
  return known;
}

import { type Certificate, parseCertificate } from '../certificate/index.js';
import { digestSync } from '../crypto/index.js';
import { concatBytes, encodeHex } from '../encoding/index.js';
import { isHocBaSoError } from '../errors/index.js';
import { recordDigest } from '../integrity/index.js';
import { checkHocBa, type KetQuaKiemTra } from '../quy-dinh/index.js';
import { type HocBaFile, isHocBaFile, openHocBa, openHocBaList } from '../record-xml/index.js';
import { elementPath, type SignedDocument, type VerifySignatureOptions } from '../xades/index.js';
import { childElements } from '../xml/index.js';
import { collectEvidence, type RecordEvidence, type RoleEvidence } from './evidence.js';
import { judgeOrder, judgeTimes } from './judge-order.js';
import { checkResult, type JudgedRole, judgeRole } from './judge-role.js';
import { type Policy, resolvePolicy } from './policy.js';
import type { AuthorityPort, RevocationPort } from './ports.js';
import {
  type CertificateSummary,
  type CheckResult,
  REPORT_VERSION,
  type RoleReport,
  type SignedContent,
  type VerificationReport,
} from './report.js';
import { type Conclusion, type SubIndication, worstConclusion } from './verdict.js';

/** Whom the caller trusts: certificates as DER. Nothing is built in. */
export interface TrustAnchors {
  readonly anchors: readonly Uint8Array[];
  /** Candidates for the certificates in between; none of them is trusted. */
  readonly intermediates?: readonly Uint8Array[];
}

export interface VerifyHocBaOptions
  extends Pick<VerifySignatureOptions, 'crypto' | 'limits' | 'deadline' | 'clock' | 'envelopedOnOwnObject'> {
  readonly trust?: TrustAnchors;
  /** The instant the judgement is for; default now. */
  readonly at?: Date;
  /** Name of a built-in policy or a policy as data; default `neac`. */
  readonly policy?: string | Policy;
  /** Who may sign for which school; without it the authority of the signers stays unknown and nothing is totalPassed. */
  readonly authority?: AuthorityPort;
  /** Status of certificates; without it revocation stays unknown. */
  readonly revocation?: RevocationPort;
}

/**
 * Verifies one record: structure, every signature in its slot, certificates, roles, order, and what the rules say of the content.
 *
 * Never throws for a bad record: what cannot even be read gives a report that says so. Unknown is never valid: without trust anchors, a
 * register of signers and revocation data the conclusion is at best `indeterminate`.
 *
 * @param input - A record's file or its bytes.
 * @returns Codes and parameters; see `describeReport` for sentences.
 * @throws {@link HocBaSoError} `ERR_ARGUMENT_INVALID` for a policy that is none, `ERR_CERTIFICATE_MALFORMED` for a trust anchor that is
 * none, `ERR_CRYPTO_UNAVAILABLE`.
 * @see ETSI EN 319 102-1; 15/2025/TT-BKHCN điều 6, phụ lục II
 * @example examples/uploads.ts
 */
export async function verifyHocBa(
  input: HocBaFile | Uint8Array,
  options: VerifyHocBaOptions = {},
): Promise<VerificationReport> {
  const context = makeContext(options);
  let file: HocBaFile;
  try {
    file = openHocBa(input);
  } catch (cause) {
    return unreadable(isHocBaFile(input) ? input.bytes : input, cause, context);
  }
  return (await verifyOpened(file, context)).report;
}

/**
 * Verifies every record of a list or transaction file, in order; what is the same for all is computed once.
 *
 * @returns One report a record; a file that cannot be read gives one report that says so, never an empty list.
 */
export async function verifyHocBaList(
  input: Uint8Array,
  options: VerifyHocBaOptions = {},
): Promise<readonly VerificationReport[]> {
  const context = makeContext(options);
  let files: readonly HocBaFile[];
  try {
    files = openHocBaList(input);
  } catch (cause) {
    return [unreadable(input, cause, context)];
  }
  const reports: VerificationReport[] = [];
  let shared: SignedDocument | undefined;
  for (const file of files) {
    const { report, opened } = await verifyOpened(file, context, shared);
    shared ??= opened;
    reports.push(report);
  }
  return reports;
}

interface Context {
  readonly options: VerifyHocBaOptions;
  readonly policy: Policy;
  readonly at: Date;
  readonly anchors: readonly Certificate[];
  readonly intermediates: readonly Certificate[];
}

function makeContext(options: VerifyHocBaOptions): Context {
  return {
    options,
    policy: resolvePolicy(options.policy),
    at: options.at ?? new Date(),
    anchors: (options.trust?.anchors ?? []).map(parseCertificate),
    intermediates: (options.trust?.intermediates ?? []).map(parseCertificate),
  };
}

async function verifyOpened(
  file: HocBaFile,
  context: Context,
  sharedWith?: SignedDocument,
): Promise<{ report: VerificationReport; opened: SignedDocument | undefined }> {
  const { options, policy } = context;
  let evidence: RecordEvidence;
  try {
    evidence = await collectEvidence(file, {
      mandatoryRoles: policy.mandatoryRoles,
      ...(options.crypto === undefined ? {} : { crypto: options.crypto }),
      ...(options.limits === undefined ? {} : { limits: options.limits }),
      ...(options.deadline === undefined ? {} : { deadline: options.deadline }),
      ...(options.clock === undefined ? {} : { clock: options.clock }),
      ...(options.envelopedOnOwnObject === undefined ? {} : { envelopedOnOwnObject: options.envelopedOnOwnObject }),
      ...(sharedWith === undefined ? {} : { sharedWith }),
    });
  } catch (cause) {
    return { report: unreadable(file.bytes, cause, context), opened: undefined };
  }
  return { report: await judge(evidence, context), opened: evidence.opened };
}

async function judge(evidence: RecordEvidence, context: Context): Promise<VerificationReport> {
  const { policy, at, options } = context;
  const rules = evidence.read.hocBa === null ? null : checkHocBa(evidence.read.hocBa, { at });
  const checks: CheckResult[] = [...judgeRecord(evidence, rules, policy)];
  const persons = evidence.roles
    .filter((one) => one.role !== 'phatHanh')
    .flatMap((one) => one.certificate?.subjectIds.filter((id) => id.kind === 'CCCD').map((id) => id.value) ?? []);
  const roles: RoleReport[] = [];
  for (const role of evidence.roles) {
    const judged = await judgeRole(role, {
      policy,
      at,
      anchors: context.anchors,
      intermediates: context.intermediates,
      crypto: options.crypto,
      authority: options.authority,
      revocation: options.revocation,
      identities: evidence.identities,
      persons,
    });
    checks.push(...judged.checks);
    roles.push(roleReport(role, judged));
  }
  const recordChecks = concludeChecks(checks.filter((check) => check.role === undefined));
  const counted = roles.filter((role) => role.mandatory || role.present);
  const conclusion = worstConclusion([recordChecks.conclusion, ...counted.map((role) => role.conclusion)]);
  const deciding = [recordChecks, ...counted].find((one) => one.conclusion === conclusion);
  const report: ReportData = {
    version: REPORT_VERSION,
    conclusion,
    subIndication: conclusion === 'totalPassed' ? null : (deciding?.subIndication ?? null),
    at: at.toISOString(),
    policy: policy.id,
    fileSha256: fileDigest(evidence.file.bytes),
    layout: evidence.layout,
    ruleSet: rules?.ruleSet ?? null,
    recordDigest: digestOrNull(evidence.file),
    maTraCuu: evidence.read.hocBa?.maTraCuu ?? null,
    nguonGoc: evidence.read.hocBa?.nguonGoc ?? null,
    roles,
    checks,
    unsignedPaths: unsignedPaths(evidence),
    findings: [
      ...evidence.read.findings.map(({ code, element, severity }) => ({ code, path: element, severity })),
      ...(rules?.findings ?? []).map(({ code, path, severity }) => ({ code, path, severity })),
    ],
  };
  return withSignedContent(report, (role, key = '') => {
    const mine = evidence.roles.find((one) => one.role === role && one.key === key);
    const judged = roles.find((one) => one.role === role && (one.key ?? '') === key);
    return mine === undefined || judged?.conclusion === 'totalFailed' || recordChecks.conclusion === 'totalFailed'
      ? null
      : signedContent(mine, evidence);
  });
}

type ReportData = Omit<VerificationReport, 'signedBy'>;

/** The report as plain data, with the one question that data cannot answer; it does not show in JSON. */
function withSignedContent(report: ReportData, signedBy: VerificationReport['signedBy']): VerificationReport {
  return Object.defineProperty(report, 'signedBy', { value: signedBy, enumerable: false }) as VerificationReport;
}

function signedContent({ role, key, result, targets }: RoleEvidence, evidence: RecordEvidence): SignedContent | null {
  if (result?.core !== 'valid' || targets.length === 0) return null;
  const views = result.references.flatMap((one) => (one.view === null ? [] : [one.view]));
  const data = targets.map((target) => views.find((view) => view.element === target));
  const [first] = data;
  if (first === undefined || data.includes(undefined)) return null;
  const octets = data.map((view) => view!.octets());
  return {
    role,
    key: key === '' ? null : key,
    paths: views.flatMap((view) => view.path() ?? []),
    data: concatBytes(octets),
    hocBa: first.covers(evidence.data) ? evidence.read.hocBa : null,
  };
}

function judgeRecord(evidence: RecordEvidence, rules: KetQuaKiemTra | null, policy: Policy): readonly CheckResult[] {
  const out: CheckResult[] = [];
  const add = (code: CheckResult['code'], answer: Parameters<typeof checkResult>[1]) => {
    if (policy.checks[code] !== 'ignore') out.push(checkResult(code, answer, policy));
  };
  const errors = evidence.read.findings.filter((one) => one.severity === 'error');
  const comment = errors.find((one) => one.code === 'commentInsideValue');
  const readErrors = errors.filter((one) => one.code !== 'signatureInsideData');
  if (comment !== undefined) add('structure', { outcome: 'failed', reason: 'COMMENT_INSIDE_VALUE' });
  else if (readErrors.length > 0) {
    add('structure', {
      outcome: 'failed',
      reason: 'RECORD_UNREADABLE',
      params: { layout: evidence.layout, count: readErrors.length, first: readErrors[0]!.code },
    });
  } else add('structure', { outcome: 'passed' });

  if (evidence.signatureElementsInData > 0)
    add('signaturesInSlots', { outcome: 'failed', reason: 'SIGNATURE_IN_DATA' });
  else if (evidence.straySignatures > 0) {
    add('signaturesInSlots', {
      outcome: 'failed',
      reason: 'SIGNATURE_STRAY',
      params: { count: evidence.straySignatures },
    });
  } else if (evidence.roles.every((role) => role.signatures === 0)) {
    add('signaturesInSlots', { outcome: 'failed', reason: 'SIGNATURE_NONE' });
  } else add('signaturesInSlots', { outcome: 'passed' });

  if (rules === null) add('rules', { outcome: 'notRun' });
  else if (rules.count.error > 0)
    add('rules', { outcome: 'failed', reason: 'RULES_BROKEN', params: { count: rules.count.error } });
  else if (rules.count.warning > 0)
    add('rules', { outcome: 'passed', reason: 'RULES_WARN', params: { count: rules.count.warning } });
  else add('rules', { outcome: 'passed' });

  const repeated = evidence.roles.some((role) => role.result?.flags.includes('idNotUniqueInDocument') === true);
  add('idsUnique', repeated ? { outcome: 'failed', reason: 'ID_NOT_UNIQUE_IN_DOCUMENT' } : { outcome: 'passed' });
  // A reference to an earlier signature that is not there any more is a fault whatever the policy says of order that cannot be proved.
  const order = judgeOrder(evidence);
  const strict: Policy =
    order.outcome === 'failed' ? { ...policy, checks: { ...policy.checks, order: 'fail' } } : policy;
  if (policy.checks.order !== 'ignore' || order.outcome === 'failed') out.push(checkResult('order', order, strict));
  add('signingTimesOrdered', judgeTimes(evidence));
  return out;
}

/** `design.md` 7: failed before indeterminate before passed, over the checks that decide. */
function concludeChecks(checks: readonly CheckResult[]): {
  conclusion: Conclusion;
  subIndication: SubIndication | null;
} {
  const deciding = checks.filter((check) => check.level === 'fail');
  const failed = deciding.find((check) => check.outcome === 'failed');
  if (failed !== undefined) return { conclusion: 'totalFailed', subIndication: failed.subIndication };
  const open = deciding.find((check) => check.outcome === 'indeterminate');
  if (open !== undefined) return { conclusion: 'indeterminate', subIndication: open.subIndication };
  const passed = deciding.some((check) => check.outcome === 'passed');
  return { conclusion: passed ? 'totalPassed' : 'indeterminate', subIndication: null };
}

function roleReport(evidence: RoleEvidence, { checks, path }: JudgedRole): RoleReport {
  const { result, certificate, signingTime } = evidence;
  return {
    role: evidence.role,
    key: evidence.key === '' ? null : evidence.key,
    mandatory: evidence.mandatory,
    present: evidence.signatures > 0,
    ...concludeChecks(checks),
    signatureId: result?.id ?? null,
    algorithm: result?.algorithmRow?.name ?? result?.algorithm ?? null,
    level: result?.level ?? null,
    core: result?.core ?? null,
    signingTime:
      signingTime?.instant == null
        ? null
        : { instant: signingTime.instant, signed: signingTime.signed, hasZone: signingTime.hasZone },
    certificate: certificate === null ? null : summarize(certificate),
    path: path?.path.map((one) => one.fingerprint) ?? [],
    signedPaths: result?.core === 'valid' ? result.references.flatMap((one) => one.view?.path() ?? []) : [],
    flags: result?.flags ?? [],
  };
}

function summarize(certificate: Certificate): CertificateSummary {
  const { fingerprint, subject, issuer, commonName, organization, issuerCommonName, serialNumber } = certificate;
  return {
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
}

/** Parts of the record that no signature with a valid core covers, the containers of slots aside: what nobody signed. */
function unsignedPaths(evidence: RecordEvidence): readonly string[] {
  const views = evidence.roles.flatMap((role) =>
    role.result?.core === 'valid' ? role.result.references.flatMap((one) => (one.view === null ? [] : [one.view])) : [],
  );
  const holdsSlots = new Set(evidence.roles.map((role) => role.result?.element));
  const inSlot = (element: ReturnType<typeof childElements>[number]): boolean =>
    [...holdsSlots].some((one) => {
      for (let at = one; at !== undefined && at !== null; at = at.parent ?? undefined) if (at === element) return true;
      return false;
    });
  return childElements(evidence.record)
    .filter((child) => !inSlot(child) && !views.some((view) => view.covers(child)))
    .map(elementPath);
}

function unreadable(bytes: Uint8Array, cause: unknown, { policy, at }: Context): VerificationReport {
  if (!isHocBaSoError(cause)) throw cause;
  const isXml = cause.code.startsWith('ERR_XML_') || cause.code.startsWith('ERR_UTF8');
  const check = checkResult(
    'structure',
    { outcome: 'failed', reason: isXml ? 'FILE_UNREADABLE' : 'NOT_A_RECORD', params: { code: cause.code } },
    policy,
  );
  const report: ReportData = {
    version: REPORT_VERSION,
    conclusion: 'totalFailed',
    subIndication: check.subIndication,
    at: at.toISOString(),
    policy: policy.id,
    fileSha256: fileDigest(bytes),
    layout: null,
    ruleSet: null,
    recordDigest: null,
    maTraCuu: null,
    nguonGoc: null,
    roles: [],
    checks: [check],
    unsignedPaths: [],
    findings: [],
  };
  return withSignedContent(report, () => null);
}

/** A block that declares a relative namespace has no canonical form, hence no digest. */
function digestOrNull(file: HocBaFile): string | null {
  try {
    return encodeHex(recordDigest(file));
  } catch (cause) {
    if (isHocBaSoError(cause, 'ERR_XML_NAMESPACE_RELATIVE')) return null;
    throw cause;
  }
}

const digests = /* @__PURE__ */ new WeakMap<Uint8Array, string>();

/** The records of one list share its bytes: hashed once. */
function fileDigest(bytes: Uint8Array): string {
  let known = digests.get(bytes);
  if (known === undefined) {
    known = encodeHex(digestSync('SHA-256', bytes));
    digests.set(bytes, known);
  }
  return known;
}

import { type Certificate, parseCertificate } from '../certificate/index.js';
import { isHocBaSoError } from '../errors/index.js';
import {
  type CheckCode,
  type Conclusion,
  judgeOrganisationSignature,
  type OrganisationJudgement,
  type SubIndication,
  type VerificationReport,
  type VerifyHocBaOptions,
  verifyHocBaList,
  worstConclusion,
} from '../verification/index.js';
import { openSignedDocument, type SignatureResult, verifySignature } from '../xades/index.js';
import { isC14nAlgorithm } from '../xml/index.js';
import { type OpenedTransaction, openTransaction } from './open-transaction.js';

/** Why the organisation's signature does not make a transaction whole. Frozen codes. */
export type TransactionReason =
  | 'unreadable'
  | 'unsigned'
  | 'severalSignatures'
  | 'signatureInvalid'
  | 'signatureUnsupported'
  | 'listNotCovered'
  | 'certificateMissing'
  | 'signingCertificateMismatch'
  | 'legacy'
  | 'pathNotFound'
  | 'pathBroken'
  | 'signingTime'
  | 'revoked'
  | 'revocationUnknown'
  | 'timeStamp'
  | 'unknownElement'
  | 'registrationUnknown';

/** The judgement on a transaction file: the organisation's signature, then each record by itself. JSON-able. */
export interface TransactionReport {
  /** The worst of the signature's conclusion and of the records'. */
  readonly conclusion: Conclusion;
  readonly signature: {
    readonly conclusion: Conclusion;
    readonly subIndication: SubIndication | null;
    readonly reason: TransactionReason | null;
    /** What the engine says, where the signature itself is at fault. */
    readonly core: SignatureResult['core'] | null;
    readonly coreReason: string | null;
    readonly certificate: string | null;
    readonly signingTime: string | null;
    /** What was asked of the signature, as of a record's seal; empty where it came not so far. */
    readonly checks: OrganisationJudgement['checks'];
    /** ISO instant before which the signature is proved to have existed; `null` without proof. */
    readonly provedAt: string | null;
  };
  readonly records: readonly VerificationReport[];
}

/**
 * Verifies a transaction file: the signature of the organisation that submits must cover the whole list, and every record in it is
 * verified as if it stood alone.
 *
 * That the organisation's certificate is the one registered with the receiver is for the receiver to know: without it the signature is at
 * best `indeterminate`, reason `registrationUnknown`.
 *
 * @param options.registered - SHA-256 fingerprints (hex) of the certificates the receiver has approved for transactions.
 * @throws {@link HocBaSoError} as `verifyHocBa`.
 * @see CV 2088/BGDĐT-GDTH, annex 1, II.1, III
 */
export async function verifyTransaction(
  bytes: Uint8Array,
  options: VerifyHocBaOptions & { readonly registered?: readonly string[] } = {},
): Promise<TransactionReport> {
  const records = await verifyHocBaList(bytes, options);
  const signature = await judgeSignature(bytes, options);
  return {
    conclusion: worstConclusion([signature.conclusion, ...records.map((one) => one.conclusion)]),
    signature,
    records,
  };
}

type SignatureJudgement = TransactionReport['signature'];

async function judgeSignature(
  bytes: Uint8Array,
  options: VerifyHocBaOptions & { readonly registered?: readonly string[] },
): Promise<SignatureJudgement> {
  const nothing = {
    ...{ core: null, coreReason: null, certificate: null, signingTime: null },
    ...{ checks: [], provedAt: null },
  };
  let opened: OpenedTransaction;
  try {
    opened = openTransaction(bytes);
  } catch (cause) {
    if (!isHocBaSoError(cause)) throw cause;
    return {
      ...nothing,
      conclusion: 'totalFailed',
      subIndication: 'FORMAT_FAILURE',
      reason: 'unreadable',
      coreReason: cause.code,
    };
  }
  const [element, ...others] = opened.signatures;
  if (element === undefined) {
    return { ...nothing, conclusion: 'indeterminate', subIndication: 'SIGNATURE_MISSING', reason: 'unsigned' };
  }
  if (others.length > 0) {
    return { ...nothing, conclusion: 'totalFailed', subIndication: 'FORMAT_FAILURE', reason: 'severalSignatures' };
  }
  const result = await verifySignature(element, openSignedDocument(opened.document), options);
  const certificate = readable(result.certificate);
  const { checks, provedAt } = await judgeOrganisationSignature(result, options);
  const facts = {
    core: result.core,
    coreReason: result.reason,
    certificate: certificate?.fingerprint ?? null,
    signingTime: result.signingTimes.find((time) => time.signed)?.instant ?? null,
    checks,
    provedAt,
  };
  const failed = (reason: TransactionReason, subIndication: SubIndication): SignatureJudgement => ({
    ...facts,
    conclusion: 'totalFailed',
    subIndication,
    reason,
  });
  const open = (reason: TransactionReason, subIndication: SubIndication): SignatureJudgement => ({
    ...failed(reason, subIndication),
    conclusion: 'indeterminate',
  });
  if (result.core === 'invalid') {
    return failed('signatureInvalid', result.reasons.includes('digest') ? 'HASH_FAILURE' : 'SIG_CRYPTO_FAILURE');
  }
  if (result.core === 'unsupported') return open('signatureUnsupported', 'CRYPTO_CONSTRAINTS_FAILURE');
  if (!coversList(result, opened)) return failed('listNotCovered', 'SIGNED_DATA_NOT_FOUND');
  if (opened.findings.some((one) => one.code === 'unknownElement')) return failed('unknownElement', 'FORMAT_FAILURE');
  if (result.flags.includes('legacy')) return failed('legacy', 'CRYPTO_CONSTRAINTS_FAILURE');
  if (result.certificateBinding === 'mismatch' || result.certificateBinding === 'malformed') {
    return failed('signingCertificateMismatch', 'SIG_CONSTRAINTS_FAILURE');
  }
  if (certificate === null || result.keySource !== 'keyInfo')
    return failed('certificateMissing', 'NO_SIGNING_CERTIFICATE_FOUND');
  const deciding = checks.filter((one) => one.level === 'fail');
  const said = (outcome: 'failed' | 'indeterminate', codes: (code: CheckCode) => boolean) => {
    const found = deciding.find((one) => one.outcome === outcome && codes(one.code));
    if (found === undefined) return null;
    const reason = REASON_OF_CHECK[found.code]?.[outcome] ?? 'signatureUnsupported';
    const sub = found.subIndication ?? 'SIG_CONSTRAINTS_FAILURE';
    return outcome === 'failed' ? failed(reason, sub) : open(reason, sub);
  };
  const isRegistered = options.registered?.includes(certificate.fingerprint) === true;
  return (
    said('failed', () => true) ??
    said('indeterminate', (code) => !MAY_BE_ASKED_LATER.has(code)) ??
    // A certificate that nobody registered is refused whatever else is known of it.
    (isRegistered ? null : open('registrationUnknown', 'SIGNER_AUTHORITY_UNKNOWN')) ??
    said('indeterminate', () => true) ?? { ...facts, conclusion: 'totalPassed', subIndication: null, reason: null }
  );
}

/** What a receiver may find out by itself, and leave open until then. */
const MAY_BE_ASKED_LATER: ReadonlySet<CheckCode> = /* @__PURE__ */ new Set<CheckCode>([
  'validAtSigning',
  'revocation',
  'timeStamp',
]);

/** What a check that did not pass means for the transaction; the checks of the core have been answered before. */
const REASON_OF_CHECK: Partial<Record<CheckCode, Readonly<Record<'failed' | 'indeterminate', TransactionReason>>>> = {
  certificate: { failed: 'signingCertificateMismatch', indeterminate: 'certificateMissing' },
  path: { failed: 'pathBroken', indeterminate: 'pathNotFound' },
  validAtSigning: { failed: 'signingTime', indeterminate: 'signingTime' },
  revocation: { failed: 'revoked', indeterminate: 'revocationUnknown' },
  timeStamp: { failed: 'timeStamp', indeterminate: 'timeStamp' },
  algorithms: { failed: 'legacy', indeterminate: 'legacy' },
  annexI: { failed: 'legacy', indeterminate: 'legacy' },
};

/** The digested node set must be the list with nothing but this signature left out of it. */
function coversList({ element, references }: SignatureResult, { list }: OpenedTransaction): boolean {
  return references.some(
    ({ view, transforms }) =>
      view?.includes(list) === true &&
      view.excluded.every((one) => one === element) &&
      transforms.every(
        (uri) => isC14nAlgorithm(uri) || uri === 'http://www.w3.org/2000/09/xmldsig#enveloped-signature',
      ),
  );
}

function readable(der: Uint8Array | null): Certificate | null {
  if (der === null) return null;
  try {
    return parseCertificate(der);
  } catch (cause) {
    if (isHocBaSoError(cause)) return null;
    throw cause;
  }
}

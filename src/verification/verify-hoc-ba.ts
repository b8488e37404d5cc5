import type { RevocationEvidence, RevocationSource } from '../certificate/index.js';
import { digestSync } from '../crypto/index.js';
import { encodeHex } from '../encoding/index.js';
import { ARGUMENT_ERRORS, createError, isHocBaSoError } from '../errors/index.js';
import { type HocBaFile, isHocBaFile, openHocBa, openHocBaList } from '../record-xml/index.js';
import { type Register, registerAuthority, type TrustList } from '../trust/index.js';
import type { SignedDocument, VerifySignatureOptions } from '../xades/index.js';
import { failed } from './answer.js';
import { signedContent } from './build-report.js';
import { collectEvidence, type RecordEvidence } from './evidence.js';
import { collectFacts } from './facts.js';
import { judgeFacts } from './judge-facts.js';
import { type Policy, resolvePolicy } from './policy.js';
import type { AuthorityCopyPort, AuthorityPort, RevocationPort } from './ports.js';
import type { ListBasis, VerificationReport } from './report.js';
import { makeTrustContext, type TrustAnchors, type TrustContext } from './trust-context.js';

/** What a judgement goes by: everything but the file. */
export interface JudgeOptions extends Pick<VerifySignatureOptions, 'crypto'> {
  /** Certificates trusted for every purpose. */
  readonly trust?: TrustAnchors;
  /**
   * Opened lists of `hoc-ba-so/trust`, beside `trust`: each role is led to anchors of its own scope. A list not in force at `at` trusts
   * nobody.
   */
  readonly trustList?: TrustList | readonly TrustList[];
  /** The instant the judgement is for; default now. */
  readonly at?: Date;
  /** Name of a built-in policy or a policy as data; default `neac`. */
  readonly policy?: string | Policy;
  /** Who may sign for which school; without it the authority of the signers stays unknown and nothing is totalPassed. */
  readonly authority?: AuthorityPort;
  /** Opened registers of `hoc-ba-so/trust`, instead of `authority`. */
  readonly registers?: Register | readonly Register[];
  /** The copy on the authority's server; without it the comparison stays open, which the built-in policies only show. */
  readonly authorityCopy?: AuthorityCopyPort;
  /** Status of certificates by a service of the caller's, instead of `evidence` and `sources`. */
  readonly revocation?: RevocationPort;
  /** Revocation lists and OCSP answers at hand. None of it is trusted. Without any, revocation stays unknown. */
  readonly evidence?: RevocationEvidence;
  /** Fetchers, asked while the status of a certificate is unknown; default none: no network. */
  readonly sources?: readonly RevocationSource[];
}

export interface VerifyHocBaOptions
  extends JudgeOptions,
    Pick<VerifySignatureOptions, 'limits' | 'deadline' | 'clock' | 'envelopedOnOwnObject'> {}

/**
 * Verifies one record: structure, every signature in its slot, certificates, roles, order, and what the rules say of the content.
 *
 * Never throws for a bad record: what cannot even be read gives a report that says so. Unknown is never valid: without trust anchors, a
 * register of signers and revocation data the conclusion is at best `indeterminate`.
 *
 * @param input - A record's file or its bytes.
 * @returns Codes and parameters; see `describeReport` for sentences.
 * @throws {@link HocBaSoError} `ERR_ARGUMENT_INVALID` for a policy, an instant or an input that is none, `ERR_CERTIFICATE_MALFORMED` for a
 * trust anchor that is none, `ERR_CRYPTO_UNAVAILABLE`.
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
    file = openHocBa(checkInput(input));
  } catch (cause) {
    return unreadable(isHocBaFile(input) ? input.bytes : input, cause, context);
  }
  return (await verifyOpened(file, options, context)).report;
}

/**
 * Verifies every record of a list or transaction file, in order; what is the same for all is computed once.
 *
 * @returns One report a record; a file that cannot be read gives one report that says so, never an empty list.
 * @throws {@link HocBaSoError} as {@link verifyHocBa}.
 */
export async function verifyHocBaList(
  input: Uint8Array,
  options: VerifyHocBaOptions = {},
): Promise<readonly VerificationReport[]> {
  const context = makeContext(options);
  let files: readonly HocBaFile[];
  try {
    files = openHocBaList(checkInput(input));
  } catch (cause) {
    return [await unreadable(input, cause, context)];
  }
  const reports: VerificationReport[] = [];
  let shared: SignedDocument | undefined;
  for (const file of files) {
    const { report, opened } = await verifyOpened(file, options, context, shared);
    shared ??= opened;
    reports.push(report);
  }
  return reports;
}

/** {@link JudgeOptions}, checked and opened. */
export interface Context {
  readonly policy: Policy;
  readonly at: Date;
  readonly trust: TrustContext;
  readonly authority: AuthorityPort | undefined;
  readonly authorityCopy: AuthorityCopyPort | undefined;
  readonly crypto: Crypto | undefined;
  readonly basis: VerificationReport['basis'];
}

/** What all records of one call share. */
export function makeContext(options: JudgeOptions): Context {
  const {
    at = new Date(),
    trust,
    crypto,
    trustList = [],
    registers,
    authority,
    revocation,
    evidence,
    sources,
  } = options;
  if (!(at instanceof Date) || Number.isNaN(at.getTime())) throw invalid('at', 'not an instant');
  if (authority !== undefined && registers !== undefined) throw invalid('registers', 'given beside authority');
  if (revocation !== undefined && (evidence ?? sources) !== undefined) {
    throw invalid('revocation', 'given beside evidence or sources');
  }
  const policy = resolvePolicy(options.policy);
  const lists = asArray(trustList);
  const known = registers === undefined ? [] : asArray(registers);
  return {
    policy,
    at,
    crypto,
    authorityCopy: options.authorityCopy,
    trust: makeTrustContext({
      trust,
      lists,
      evidence: evidence ?? {},
      sources: sources ?? [],
      revocation,
      freshness: policy.freshness,
      now: at,
      crypto,
    }),
    authority: registers === undefined ? authority : registerAuthority(known, { clock: () => at }),
    basis: { trustLists: lists.map(basisOf), registers: known.map(basisOf) },
  };
}

function asArray<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}

function basisOf({ id, number, sha256, rollback }: TrustList | Register): ListBasis {
  return { id, number, sha256, rollback };
}

function checkInput<T>(input: T): T {
  if (isHocBaFile(input) || (input as unknown) instanceof Uint8Array) return input;
  throw invalid('input', 'neither bytes nor a record’s file');
}

function invalid(argument: string, reason: string): Error {
  return createError(ARGUMENT_ERRORS, 'ERR_ARGUMENT_INVALID', { argument, reason });
}

async function verifyOpened(
  file: HocBaFile,
  options: VerifyHocBaOptions,
  context: Context,
  sharedWith?: SignedDocument,
): Promise<{ report: VerificationReport; opened: SignedDocument | undefined }> {
  const { crypto, limits, deadline, clock, envelopedOnOwnObject } = options;
  let evidence: RecordEvidence;
  try {
    evidence = await collectEvidence(file, {
      ...(crypto === undefined ? {} : { crypto }),
      ...(limits === undefined ? {} : { limits }),
      ...(deadline === undefined ? {} : { deadline }),
      ...(clock === undefined ? {} : { clock }),
      ...(envelopedOnOwnObject === undefined ? {} : { envelopedOnOwnObject }),
      ...(sharedWith === undefined ? {} : { sharedWith }),
    });
  } catch (cause) {
    return { report: await unreadable(file.bytes, cause, context), opened: undefined };
  }
  const report = await judgeFacts(await collectFacts(evidence, { crypto }), context, (role, key) => {
    const mine = evidence.roles.find((one) => one.role === role && one.key === key);
    return mine === undefined ? null : signedContent(mine, evidence);
  });
  return { report, opened: evidence.opened };
}

/** Errors that say the file is at fault; any other is the platform's or ours and is no verdict. */
const OF_THE_FILE = /^ERR_(XML|UTF8|RECORD)_/;

async function unreadable(bytes: Uint8Array, cause: unknown, context: Context): Promise<VerificationReport> {
  if (!isHocBaSoError(cause) || !OF_THE_FILE.test(cause.code)) throw cause;
  const { code } = cause;
  const reason = code.startsWith('ERR_RECORD_') ? 'NOT_A_RECORD' : 'FILE_UNREADABLE';
  // The caller's own buffer, which may hold another file next time: nothing about it is remembered.
  const fileSha256 = encodeHex(digestSync('SHA-256', bytes));
  return judgeFacts({ fileSha256, refused: failed(reason, { code }), record: null }, context);
}

import { parseCertificate } from '../certificate/index.js';
import { digestSync } from '../crypto/index.js';
import { encodeHex } from '../encoding/index.js';
import { createError, isHocBaSoError } from '../errors/index.js';
import {
  type Conclusion,
  judgeOrganisationSignature,
  type OrganisationJudgement,
  type SubIndication,
  type VerifyHocBaOptions,
  worstConclusion,
} from '../verification/index.js';
import { findSignatures, openSignedDocument, type SignatureResult, verifySignature } from '../xades/index.js';
import { parseXml } from '../xml/index.js';
import { ARCHIVE_ERRORS } from './archive-errors.js';
import type { ArchiveLimits } from './archive-limits.js';
import type { ArchiveEntry } from './read-archive.js';
import { type AsicContainer, type AsicFinding, detachedIn, fileNameOf, readAsic } from './read-asic.js';

/** Why a container is not whole. Frozen codes. */
export type AsicReason =
  /** It is no container, or one that is refused; `code` says why. */
  | 'unreadable'
  | 'unsigned'
  | 'signatureInvalid'
  | 'signatureUnsupported'
  /** A file that no signature covers. */
  | 'fileNotSigned'
  /** A signature that covers fewer files than there are. */
  | 'signatureCoversLess'
  /** A signature over a file that is not there. */
  | 'signedFileMissing'
  /** The signature holds; what is known of its certificate does not suffice, or speaks against it. */
  | 'certificate';

/** One signature of a container. */
export interface AsicSignatureReport {
  /** Name of its file in the container. */
  readonly file: string;
  readonly conclusion: Conclusion;
  readonly subIndication: SubIndication | null;
  readonly core: SignatureResult['core'];
  readonly coreReason: string | null;
  /** `XAdES-B` …; what it holds beyond B is not proved by its name. */
  readonly level: string;
  /** Fingerprint of the certificate whose key made it. */
  readonly certificate: string | null;
  /** The signed claim, ISO instant. */
  readonly signingTime: string | null;
  /** ISO instant before which it is proved to have existed; `null` without proof. */
  readonly provedAt: string | null;
  readonly checks: OrganisationJudgement['checks'];
  /** Data files whose very octets it covers. */
  readonly covers: readonly string[];
  /** How many of its references name files that are not there. */
  readonly missing: number;
}

/** The judgement on a container: its frame, its signatures, and which file each covers. JSON-able. */
export interface AsicReport {
  readonly conclusion: Conclusion;
  readonly reason: AsicReason | null;
  /** Code of the error, when it is `unreadable`. */
  readonly code: string | null;
  /** SHA-256 of the container's bytes, hex. */
  readonly sha256: string;
  readonly findings: readonly AsicFinding[];
  /** The data files. */
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly signed: boolean }[];
  readonly signatures: readonly AsicSignatureReport[];
}

export interface VerifyAsicOptions extends VerifyHocBaOptions {
  readonly archive?: Partial<ArchiveLimits>;
}

/** References of a signature file: one for each file, and a few of its own. */
const REFERENCES = 1024;
/** attacker-controlled: each signature has every file digested once more. */
const SIGNATURES = 32;

/**
 * Verifies an ASiC-E container: every signature must hold, and cover every file; every file must be covered.
 *
 * @param bytes - attacker-controlled.
 * @returns A report, also for what cannot be read.
 * @throws {@link HocBaSoError} `ERR_PEER_MISSING` without `@zip.js/zip.js`; as `verifyHocBa`.
 * @see ETSI EN 319 162-1 §4.4.3.2
 */
export async function verifyAsic(bytes: Uint8Array, options: VerifyAsicOptions = {}): Promise<AsicReport> {
  return (await judgeAsic(bytes, options)).report;
}

/** The report with the container it speaks of; `null` when there is none. */
export async function judgeAsic(
  bytes: Uint8Array,
  options: VerifyAsicOptions,
  nested: 'refuse' | 'keep' = 'keep',
): Promise<{
  readonly report: AsicReport;
  readonly container: AsicContainer | null;
  readonly results: readonly SignatureResult[];
}> {
  const sha256 = encodeHex(digestSync('SHA-256', bytes));
  let container: AsicContainer;
  try {
    container = await readAsic(bytes, {
      nested,
      ...(options.archive === undefined ? {} : { limits: options.archive }),
    });
  } catch (cause) {
    if (!isHocBaSoError(cause) || cause.code === 'ERR_PEER_MISSING') throw cause;
    const nothing = { findings: [], files: [], signatures: [] };
    const report: AsicReport = {
      conclusion: 'totalFailed',
      reason: 'unreadable',
      code: cause.code,
      sha256,
      ...nothing,
    };
    return { report, container: null, results: [] };
  }
  const signatures: AsicSignatureReport[] = [];
  const results: SignatureResult[] = [];
  let unreadable: string | null = null;
  for (const file of container.signatureFiles) {
    try {
      const document = parseXml(file.bytes);
      const opened = openSignedDocument(document, { ids: 'wide' });
      for (const element of findSignatures(document.root)) {
        if (results.length === SIGNATURES) {
          throw createError(ARCHIVE_ERRORS, 'ERR_ARCHIVE_COUNT', { count: SIGNATURES + 1, limit: SIGNATURES });
        }
        const result = await verifySignature(element, opened, {
          ...options,
          limits: { references: REFERENCES, ...options.limits },
          detached: detachedIn(container),
        });
        results.push(result);
        signatures.push(await describe(file, result, container, options));
      }
    } catch (cause) {
      if (!isHocBaSoError(cause)) throw cause;
      unreadable = cause.code;
      break;
    }
  }
  const { dataFiles, findings } = container;
  const files = dataFiles.map(({ name, bytes: content }) => ({
    name,
    bytes: content.length,
    signed: signatures.some((one) => one.core === 'valid' && one.covers.includes(name)),
  }));
  const facts = { sha256, findings, files, signatures };
  return { report: { ...conclude(signatures, files, unreadable), ...facts }, container, results };
}

async function describe(
  file: ArchiveEntry,
  result: SignatureResult,
  container: AsicContainer,
  options: VerifyHocBaOptions,
): Promise<AsicSignatureReport> {
  const { checks, provedAt, conclusion, subIndication } = await judgeOrganisationSignature(result, options);
  const names = new Set(container.entries.map(({ name }) => name));
  const data = new Set(container.dataFiles.map(({ name }) => name));
  const outside = result.references.filter(({ uri }) => uri !== null && !uri.startsWith('#') && uri !== '');
  const covers = new Set<string>();
  for (const { uri, digestMatches, transforms } of outside) {
    const name = fileNameOf(uri!, names);
    // A canonical form is not the file: two files may have the same.
    if (name !== null && data.has(name) && digestMatches === true && transforms.length === 0) covers.add(name);
  }
  return {
    file: file.name,
    conclusion: result.core === 'invalid' ? 'totalFailed' : conclusion,
    subIndication,
    core: result.core,
    coreReason: result.reason,
    level: result.level,
    certificate: fingerprintOf(result.certificate),
    signingTime: result.signingTimes.find((time) => time.signed)?.instant ?? null,
    provedAt,
    checks,
    covers: container.dataFiles.map(({ name }) => name).filter((name) => covers.has(name)),
    missing: outside.filter(({ uri }) => fileNameOf(uri!, names) === null).length,
  };
}

function fingerprintOf(der: Uint8Array | null): string | null {
  if (der === null) return null;
  try {
    return parseCertificate(der).fingerprint;
  } catch (cause) {
    if (isHocBaSoError(cause)) return null;
    throw cause;
  }
}

function conclude(
  signatures: readonly AsicSignatureReport[],
  files: readonly { readonly signed: boolean }[],
  unreadable: string | null,
): Pick<AsicReport, 'conclusion' | 'reason' | 'code'> {
  const failed = (reason: AsicReason, code: string | null = null) =>
    ({ conclusion: 'totalFailed', reason, code }) as const;
  if (unreadable !== null) return failed('unreadable', unreadable);
  if (signatures.length === 0) return failed('unsigned');
  if (signatures.some(({ missing }) => missing > 0)) return failed('signedFileMissing');
  if (signatures.some(({ core }) => core === 'invalid')) return failed('signatureInvalid');
  if (signatures.some(({ core }) => core === 'unsupported')) {
    return { conclusion: 'indeterminate', reason: 'signatureUnsupported', code: null };
  }
  if (files.length === 0 || files.some(({ signed }) => !signed)) return failed('fileNotSigned');
  if (signatures.some(({ covers }) => covers.length < files.length)) return failed('signatureCoversLess');
  const conclusion = worstConclusion(signatures.map((one) => one.conclusion));
  return { conclusion, reason: conclusion === 'totalPassed' ? null : 'certificate', code: null };
}

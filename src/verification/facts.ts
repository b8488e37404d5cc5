import {
  type Certificate,
  parseCertificate,
  parseCrl,
  parseOcspAnswer,
  parseTimeStampToken,
  type RevocationEvidence,
  type TimeStampReason,
  type TimeStampToken,
  verifyTimeStamp,
} from '../certificate/index.js';
import { findDigestAlgorithm } from '../crypto/index.js';
import { isHocBaSoError } from '../errors/index.js';
import type { HocBa, VaiTroKy } from '../hoc-ba/index.js';
import { readUnsignedProperties, type SignatureResult, type SignatureStamp } from '../xades/index.js';
import type { Answer } from './answer.js';
import { digestOf, fileDigest } from './build-report.js';
import type { CheckCode } from './checks.js';
import type { RecordEvidence, RoleEvidence } from './evidence.js';
import { judgeOrder, judgeTimes } from './judge-order.js';
import { idsAnswer, slotsAnswer, structureAnswer } from './judge-record.js';
import { hasPilotForm, type SignatureAnswerCode, signatureAnswers } from './judge-signature.js';
import type { RoleReport } from './report.js';
import { type ContentFacts, contentFacts } from './unsigned-content.js';

/**
 * What was found in one record's file, with every answer that no policy, time or trust can change. It can be judged again and again without
 * the file: `judgeAgain`. Nothing of it is trusted but the platform that computed it.
 */
export interface VerificationFacts {
  readonly fileSha256: string;
  /** Why the file is no record that can be judged; `null` when it is one. */
  readonly refused: Answer | null;
  readonly record: RecordFacts | null;
}

export interface RecordFacts {
  readonly layout: string;
  readonly recordDigest: string | null;
  readonly maTraCuu: string | null;
  readonly nguonGoc: 'banGocSo' | 'banSoHoa' | null;
  /** School code in the signed data. */
  readonly maTruong: string | null;
  /** Of reading; those of the rules depend on the day. */
  readonly findings: readonly { readonly code: string; readonly path: string; readonly severity: string }[];
  readonly answers: Readonly<Record<RecordAnswerCode, Answer>>;
  readonly content: ContentFacts;
  readonly roles: readonly RoleFacts[];
  /** The record while it is at hand, for its rules; not part of the JSON form. */
  readonly hocBa: HocBa | null;
  /** What the rules say by day; `null`: ask `hocBa`. */
  readonly rules: RulesByDay | null;
}

export type RecordAnswerCode = Extract<
  CheckCode,
  'structure' | 'signaturesInSlots' | 'idsUnique' | 'order' | 'signingTimesOrdered'
>;

/** Findings of the rules from a day on (Vietnam time), in order; before the first day they are not known. */
export type RulesByDay = readonly {
  readonly from: string;
  /** `null`: the record cannot be read. */
  readonly found: RulesFound | null;
}[];

export interface RulesFound {
  readonly ruleSet: string | null;
  readonly findings: readonly { readonly code: string; readonly path: string; readonly severity: string }[];
}

export interface RoleFacts {
  readonly role: VaiTroKy;
  /** `''` where one person signs in the role. */
  readonly key: string;
  readonly slotCount: number;
  readonly signatures: number;
  readonly signature: SignatureFacts | null;
}

/** What trust is asked about. */
export interface TrustFacts {
  readonly certificate: Certificate | null;
  readonly otherCertificates: readonly Certificate[];
  readonly signingTime: RoleReport['signingTime'];
  readonly signingTimesDiffer: boolean;
  /** URIs of signature and digest algorithms. */
  readonly algorithms: readonly string[];
  /** A key or algorithm that is out of date already; `null` when none is. */
  readonly legacy: string | null;
  /** Time stamps in the order they are judged in: archive stamps from the outermost in, then those of the signature. */
  readonly stamps: readonly StampFacts[];
  /** Certificates, lists and answers beside the signature. None of it is trusted. */
  readonly carried: { readonly certificates: readonly Certificate[]; readonly evidence: RevocationEvidence };
}

export interface SignatureFacts extends TrustFacts {
  readonly answers: Readonly<Record<SignatureAnswerCode, Answer>>;
  readonly report: Pick<
    RoleReport,
    'signatureId' | 'algorithm' | 'level' | 'hasPilotForm' | 'core' | 'signedPaths' | 'flags'
  >;
}

export interface StampFacts {
  readonly kind: 'signature' | 'archive';
  /** Place among the unsigned properties: an archive stamp covers what stands before it. */
  readonly position: number;
  readonly token: TimeStampToken | null;
  /** Whether the token is sound and over these very octets; `null` when that could not be asked. */
  readonly sound: StampSoundness | null;
  /** Why the octets could not be made: a reference that does not hold or a form that is not carried out, or references of its own. */
  readonly refused: 'octets' | 'distributed' | null;
}

export interface StampSoundness {
  readonly status: 'passed' | 'failed' | 'indeterminate';
  readonly reasons: readonly TimeStampReason[];
  readonly legacy: boolean;
  readonly signer: Certificate | null;
}

export async function collectFacts(
  evidence: RecordEvidence,
  options: { readonly crypto?: Crypto | undefined },
): Promise<VerificationFacts> {
  const { read, roles } = evidence;
  const { hocBa } = read;
  const found: RoleFacts[] = [];
  for (const role of roles) found.push(await roleFacts(role, roles, options.crypto));
  return {
    fileSha256: fileDigest(evidence.file.bytes),
    refused: null,
    record: {
      layout: evidence.layout.id,
      recordDigest: digestOf(evidence),
      maTraCuu: hocBa?.maTraCuu ?? null,
      nguonGoc: hocBa?.nguonGoc ?? null,
      maTruong: evidence.maTruong ?? null,
      findings: read.findings.map(({ code, element, severity }) => ({ code, path: element, severity })),
      answers: {
        structure: structureAnswer(evidence),
        signaturesInSlots: slotsAnswer(evidence),
        idsUnique: idsAnswer(evidence),
        order: judgeOrder(roles),
        signingTimesOrdered: judgeTimes(roles),
      },
      content: contentFacts(evidence),
      roles: found,
      hocBa,
      rules: null,
    },
  };
}

async function roleFacts(
  evidence: RoleEvidence,
  all: readonly RoleEvidence[],
  crypto: Crypto | undefined,
): Promise<RoleFacts> {
  const { role, key, slotCount, signatures, result } = evidence;
  if (result === null) return { role, key, slotCount, signatures, signature: null };
  const others = all.filter((one) => one !== evidence);
  return {
    role,
    key,
    slotCount,
    signatures,
    signature: {
      ...(await trustFacts(evidence, result, crypto)),
      answers: signatureAnswers(evidence, result, others),
      report: {
        signatureId: result.id,
        algorithm: result.algorithmRow?.name ?? result.algorithm,
        level: result.level,
        hasPilotForm: hasPilotForm(result),
        core: result.core,
        signedPaths: result.core === 'valid' ? result.references.flatMap((one) => one.view?.path() ?? []) : [],
        flags: result.flags,
      },
    },
  };
}

/** What of a signature is asked of trust. */
export async function trustFacts(
  {
    certificate,
    otherCertificates,
    signingTime,
    signingTimesDiffer,
  }: Pick<RoleEvidence, 'certificate' | 'otherCertificates' | 'signingTime' | 'signingTimesDiffer'>,
  result: SignatureResult,
  crypto: Crypto | undefined,
): Promise<TrustFacts> {
  return {
    certificate,
    otherCertificates,
    signingTime:
      signingTime?.instant == null
        ? null
        : { instant: signingTime.instant, signed: signingTime.signed, hasZone: signingTime.hasZone },
    signingTimesDiffer,
    algorithms: [
      ...(result.algorithmRow === null ? [] : [result.algorithmRow.uri]),
      ...result.references.flatMap((one) => findDigestAlgorithm(one.digestAlgorithm)?.uri ?? []),
    ],
    legacy: result.flags.includes('legacy') ? (result.keyIssues[0] ?? 'key') : null,
    ...(await stampFacts(result, crypto)),
  };
}

const NOTHING: Pick<TrustFacts, 'stamps' | 'carried'> = { stamps: [], carried: { certificates: [], evidence: {} } };

async function stampFacts(
  result: SignatureResult,
  crypto: Crypto | undefined,
): Promise<Pick<TrustFacts, 'stamps' | 'carried'>> {
  if (result.properties?.unsignedSignatureProperties == null) return NOTHING;
  const properties = readUnsignedProperties(result);
  const { signatureTimeStamps, archiveTimeStamps, certificateValues, crlValues, ocspValues } = properties;
  const certificates = readAll(certificateValues, parseCertificate);
  const stamps: StampFacts[] = [];
  const archives = [...archiveTimeStamps].sort((a, b) => b.position - a.position);
  for (const stamp of [...archives, ...signatureTimeStamps]) {
    const kind = archiveTimeStamps.includes(stamp) ? 'archive' : 'signature';
    stamps.push({ kind, position: stamp.position, ...(await soundness(stamp, certificates, crypto)) });
  }
  return {
    stamps,
    carried: {
      certificates,
      evidence: {
        crls: readAll(crlValues, parseCrl),
        ocsp: readAll(ocspValues, parseOcspAnswer).map((answer) => ({ answer })),
      },
    },
  };
}

async function soundness(
  stamp: SignatureStamp,
  certificates: readonly Certificate[],
  crypto: Crypto | undefined,
): Promise<Pick<StampFacts, 'token' | 'sound' | 'refused'>> {
  const token = stamp.token === null ? null : readOne(stamp.token, parseTimeStampToken);
  if (token === null) return { token, sound: null, refused: null };
  const octets = stamp.octets();
  if (octets === null) return { token, sound: null, refused: stamp.distributed ? 'distributed' : 'octets' };
  const sound = await verifyTimeStamp(token, octets, { certificates, ...(crypto === undefined ? {} : { crypto }) });
  return { token, sound, refused: null };
}

function readAll<T>(values: readonly Uint8Array[], parse: (der: Uint8Array) => T): readonly T[] {
  return values.flatMap((der) => readOne(der, parse) ?? []);
}

/** attacker-controlled: what cannot be read says nothing. */
function readOne<T>(der: Uint8Array, parse: (der: Uint8Array) => T): T | null {
  try {
    return parse(der);
  } catch (cause) {
    if (isHocBaSoError(cause)) return null;
    throw cause;
  }
}

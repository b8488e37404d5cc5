import {
  type Certificate,
  parseCertificate,
  readCertificates,
  readPemBlocks,
  verifyPath,
} from '../../certificate/index.js';
import { isHocBaSoError } from '../../errors/index.js';
import { detachedIn, formOf, readAsic } from '../../packaging/index.js';
import {
  type CoreReason,
  findSignatures,
  type GivenKey,
  openSignedDocument,
  type SignatureResult,
  type VerifySignatureOptions,
  verifySignature,
} from '../../xades/index.js';
import { parseXml } from '../../xml/index.js';
import type { CommandContext } from '../context.js';
import type { CommandRun } from '../definition.js';
import { detachedFolder } from '../detached.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { aboutFile } from '../file-of-error.js';
import { eachFile, type FileOutcome, readInput } from '../input.js';
import { optionText } from '../options.js';
import { escapeJson } from '../terminal.js';
import { type GivenTrust, readTrust } from '../trust.js';

type Core = SignatureResult['core'];

/** One signature in the line of JSON. */
interface SignatureLine {
  readonly core: Core;
  readonly reason: string | null;
  readonly flags: readonly string[];
  readonly indication: 'totalPassed' | 'indeterminate' | 'totalFailed';
  readonly subIndication: string | null;
  readonly level: string;
  /** ISO instant, or the text where it is none; a signed time before an unsigned one. */
  readonly signingTime: string | null;
  readonly signingTimeSigned: boolean | null;
  readonly references: readonly {
    readonly uri: string | null;
    readonly digestMatches: boolean | null;
    /** Path of what the digest covers, only where value and digest hold. */
    readonly signedPath: string | null;
  }[];
}

const EXIT_OF: Readonly<Record<Core, ExitCode>> = {
  valid: EXIT.ok,
  invalid: EXIT.invalid,
  unsupported: EXIT.indeterminate,
};

/** `hocba signature`: the core of every signature in any XML file, as JSON with or without `--json`; the exit code speaks of the core alone. */
export const signature: CommandRun = (given, args, options) => {
  const context = {
    ...given,
    json: true,
    emit: (value: unknown) => given.write(`${escapeJson(JSON.stringify(value))}\n`),
  };
  const folder = optionText(options, 'detached');
  const path = optionText(options, 'key');
  const settings: VerifySignatureOptions = {
    ...(folder === undefined ? {} : { detached: detachedFolder(folder) }),
    ...(path === undefined ? {} : { key: readKey(path) }),
  };
  const trust = readTrust(context.trust);
  return eachFile(
    context,
    args,
    {
      extensions: ['.xml', '.xades', '.xsig', '.asice', '.bdoc', '.asics'],
      // What cannot be read has no signature that could be judged; a form that is only not read here is not called broken.
      onError: (error) => ({ json: { core: isOurLimit(error) ? 'unsupported' : 'invalid', signatures: [] } }),
    },
    (bytes) => judge(context, bytes, trust, settings),
  );
};

async function judge(
  { at }: CommandContext,
  bytes: Uint8Array,
  trust: GivenTrust,
  settings: VerifySignatureOptions,
): Promise<FileOutcome> {
  const signatures: SignatureLine[] = [];
  if (formOf(bytes) === 'zip') {
    // Foreign containers: what is wrong with the frame alone does not make a signature wrong, and no data file is opened.
    const container = await readAsic(bytes, { mimetype: 'report', nested: 'keep' });
    for (const file of container.signatureFiles) {
      signatures.push(...(await judgeXml(at, file.bytes, trust, { ...settings, detached: detachedIn(container) })));
    }
  } else signatures.push(...(await judgeXml(at, bytes, trust, settings)));
  const core = coreOf(signatures);
  return { exit: EXIT_OF[core], json: { core, signatures }, lines: [] };
}

async function judgeXml(
  at: Date,
  bytes: Uint8Array,
  trust: GivenTrust,
  settings: VerifySignatureOptions,
): Promise<readonly SignatureLine[]> {
  const document = parseXml(bytes);
  const opened = openSignedDocument(document, { ids: 'wide' });
  const signatures: SignatureLine[] = [];
  for (const element of findSignatures(document.root)) {
    const result = await verifySignature(element, opened, settings);
    signatures.push(await lineOf(result, trust, at));
  }
  return signatures;
}

/** Valid only if there is a signature and every one is: no signature is nothing that holds. */
function coreOf(signatures: readonly SignatureLine[]): Core {
  if (signatures.length === 0 || signatures.some((one) => one.core === 'invalid')) return 'invalid';
  return signatures.some((one) => one.core === 'unsupported') ? 'unsupported' : 'valid';
}

async function lineOf(result: SignatureResult, trust: GivenTrust, at: Date): Promise<SignatureLine> {
  const { core, reason, flags, level, references, signingTimes } = result;
  const time = signingTimes.find((one) => one.signed && one.instant !== null) ?? signingTimes[0];
  return {
    core,
    reason,
    flags,
    ...(await conclude(result, trust, at)),
    level,
    signingTime: time === undefined ? null : (time.instant ?? time.text),
    signingTimeSigned: time === undefined ? null : time.signed,
    references: references.map(({ uri, digestMatches, view }) => ({
      uri,
      digestMatches,
      signedPath: view?.path() ?? null,
    })),
  };
}

/** A certificate, or a public key (SubjectPublicKeyInfo) in PEM or DER. */
function readKey(path: string): GivenKey {
  const bytes = readInput(path);
  const block = readPemBlocks(new TextDecoder('latin1').decode(bytes)).find(({ label }) => label === 'PUBLIC KEY');
  if (block !== undefined) return { publicKey: block.der };
  try {
    return { certificate: readCertificates(bytes)[0]!.der };
  } catch (cause) {
    // What is no certificate is taken for a bare key; the verification says whether it is one.
    if (isHocBaSoError(cause) && bytes[0] === 0x30) return { publicKey: bytes };
    throw aboutFile(cause, path);
  }
}

/** EN 319 102-1 §5.3: what is known of the core and the path; revocation is not asked here, so the best answer is indeterminate. */
async function conclude(
  result: SignatureResult,
  { anchors, intermediates }: GivenTrust,
  at: Date,
): Promise<Pick<SignatureLine, 'indication' | 'subIndication'>> {
  if (result.core === 'invalid') return { indication: 'totalFailed', subIndication: failure(result.reason) };
  if (result.core === 'unsupported') return { indication: 'indeterminate', subIndication: openQuestion(result.reason) };
  if (result.flags.includes('signingCertificateMismatch') || result.flags.includes('signingCertificateMalformed')) {
    return { indication: 'indeterminate', subIndication: 'SIG_CONSTRAINTS_FAILURE' };
  }
  const leaf = readable(result.certificate);
  if (leaf === null) return { indication: 'indeterminate', subIndication: 'NO_SIGNING_CERTIFICATE_FOUND' };
  const others = result.certificates.map(readable).filter((one) => one !== null);
  const path = await verifyPath(leaf, { anchors, intermediates: [...intermediates, ...others], at });
  if (path.status !== 'passed') return { indication: 'indeterminate', subIndication: path.subIndication };
  if (result.flags.includes('legacy')) {
    return { indication: 'indeterminate', subIndication: 'CRYPTO_CONSTRAINTS_FAILURE_NO_POE' };
  }
  return { indication: 'indeterminate', subIndication: 'TRY_LATER' };
}

function failure(reason: CoreReason | null): string {
  switch (reason) {
    case 'digest':
      return 'HASH_FAILURE';
    case 'signatureValue':
    case 'keyValueMismatch':
      return 'SIG_CRYPTO_FAILURE';
    default:
      return 'FORMAT_FAILURE';
  }
}

function openQuestion(reason: CoreReason | null): string {
  switch (reason) {
    case 'referenceExternal':
    case 'referenceUri':
    case 'transformInput':
      return 'SIGNED_DATA_NOT_FOUND';
    case 'keyMissing':
    case 'keyAmbiguous':
    case 'keyMalformed':
      return 'NO_SIGNING_CERTIFICATE_FOUND';
    case 'algorithmUnknown':
    case 'algorithmRefused':
    case 'algorithmParameters':
    case 'keyRefused':
      return 'CRYPTO_CONSTRAINTS_FAILURE';
    default:
      return 'GENERIC';
  }
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

/** A refusal that says nothing about the file's signatures: what this program does not take, not what is wrong. */
function isOurLimit(error: unknown): boolean {
  const codes = ['ERR_CLI_FORMAT_UNSUPPORTED', 'ERR_CLI_FILE_SIZE', 'ERR_XML_DOCTYPE', 'ERR_XML_VERSION'];
  const limits = ['ERR_XML_SIZE', 'ERR_XML_DEPTH', 'ERR_XML_ATTRIBUTE_COUNT', 'ERR_XML_NAMESPACE_RELATIVE'];
  const archive = [
    'ERR_PEER_MISSING',
    'ERR_ARCHIVE_SIZE',
    'ERR_ARCHIVE_COUNT',
    'ERR_ARCHIVE_ZIP64',
    'ERR_ARCHIVE_METHOD',
  ];
  return isHocBaSoError(error) && [...codes, ...limits, ...archive].includes(error.code);
}

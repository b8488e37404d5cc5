import {
  type Certificate,
  type Crl,
  crlFetcher,
  type OcspAnswer,
  ocspFetcher,
  parseCertificate,
  parseTimeStampToken,
  timeStampAuthority,
  type VerifyPathOptions,
  verifyPathWithRevocation,
} from '../../certificate/index.js';
import { createError } from '../../errors/index.js';
import type { VaiTroKy } from '../../hoc-ba/index.js';
import { documentOf, findSlots, type HocBaFile, openHocBa, recordElement } from '../../record-xml/index.js';
import { type ExtendHocBaSignatureOptions, extendHocBaSignature } from '../../signing/index.js';
import { openSignedDocument, readUnsignedProperties, verifySignature } from '../../xades/index.js';
import { CLI_ERRORS } from '../cli-errors.js';
import type { CommandContext } from '../context.js';
import type { CommandRun, OptionValues } from '../definition.js';
import { EXIT } from '../exit-codes.js';
import { inFile } from '../file-of-error.js';
import { readInput } from '../input.js';
import { optionFlag, optionText, optionTexts } from '../options.js';
import { writeOutput } from '../output.js';
import { unwrapXml } from '../record-input.js';
import { ROLE_WORDS, roleOf } from '../roles.js';
import { line } from '../terminal.js';
import { readBasis, readTrust } from '../trust.js';

/** `hocba extend`: time stamp, evidence, archive stamp. */
export const extend: CommandRun = async (context, [file], options) => {
  const role = roleOf(optionText(options, 'role'));
  const teacher = optionText(options, 'teacher');
  const level = optionText(options, 'level') as 'T' | 'LT' | 'LTA';
  const out = optionText(options, 'out')!;
  const authority = timeStampAuthority({ url: tsaUrl(optionText(options, 'tsa')!), fetch: context.io.fetch });
  const base = { role, timeStampAuthority: authority, ...(teacher === undefined ? {} : { key: teacher }) };
  let record = await inFile(file!, async () => openHocBa(await unwrapXml(readInput(file!))));
  if (level === 'T') {
    record = await inFile(file!, () => extendHocBaSignature(record, { ...base, level }));
  } else {
    // The stamp comes first: what its own certificate rests on must be kept too.
    const stamped = await inFile(file!, () => signatureOf(record, role, teacher));
    if (stamped.stamps.length === 0)
      record = await inFile(file!, () => extendHocBaSignature(record, { ...base, level: 'T' }));
    const evidence = await inFile(file!, () => evidenceOf(context, record, { role, teacher, options }));
    record = await inFile(file!, () => extendHocBaSignature(record, { ...base, level, evidence }));
  }
  writeOutput(out, record.bytes, optionFlag(options, 'force'));
  const { level: reached } = await signatureOf(record, role, teacher);
  context.emit({ out, role, level: reached });
  context.print(line`${context.paint.good('✓')} ${context.t(ROLE_WORDS[role])}: ${reached}: ${out}`);
  return EXIT.ok;
};

/** Octets of stamps are hashes, so plain HTTP will do (RFC 3161 §3.4). */
function tsaUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return text;
  throw createError(CLI_ERRORS, 'ERR_CLI_OPTION_INVALID', { option: '--tsa', expected: 'http(s)://…' });
}

/** The one signature of the slot; anything else is left to `extendHocBaSignature` to refuse. */
async function signatureOf(file: HocBaFile, role: VaiTroKy, teacher = '') {
  const [element] = findSlots(file).flatMap((one) => (one.role === role && one.key === teacher ? one.signatures : []));
  if (element === undefined) throw createError(CLI_ERRORS, 'ERR_CLI_SIGNATURE_NONE', {});
  const opened = openSignedDocument(documentOf(file), { scope: recordElement(file) });
  const result = await verifySignature(element, opened);
  const stamps = result.properties === null ? [] : readUnsignedProperties(result).signatureTimeStamps;
  return { result, stamps, level: result.level };
}

/**
 * What a later verifier needs: the paths of the signer and of whoever stamped, with the state of every certificate on them.
 *
 * @throws {@link HocBaSoError} `ERR_CLI_EVIDENCE` when a path does not hold with what is at hand.
 */
async function evidenceOf(
  context: CommandContext,
  file: HocBaFile,
  given: { readonly role: VaiTroKy; readonly teacher: string | undefined; readonly options: OptionValues },
): Promise<NonNullable<ExtendHocBaSignatureOptions['evidence']>> {
  const { options } = given;
  const { evidence } = await readBasis(
    { ...context, trust: [], registers: [] },
    { crls: optionTexts(options, 'crl'), ocsp: optionTexts(options, 'ocsp') },
  );
  const { anchors, intermediates } = readTrust(context.trust);
  const { fetch } = context.io;
  const { result, stamps } = await signatureOf(file, given.role, given.teacher);
  const certificates: Certificate[] = [];
  const crls: Crl[] = [];
  const ocspAnswers: OcspAnswer[] = [];
  const judge = async (leaf: Certificate, more: readonly Certificate[], usage?: VerifyPathOptions['usage']) => {
    const path = await verifyPathWithRevocation(leaf, {
      anchors,
      intermediates: [...intermediates, ...more],
      at: context.at,
      ...(usage === undefined ? {} : { usage }),
      ...(evidence === undefined ? {} : { evidence }),
      sources: optionFlag(options, 'online') ? [ocspFetcher(fetch), crlFetcher(fetch)] : [],
    });
    if (path.status !== 'passed') {
      const reason =
        path.findings.find(({ outcome }) => outcome === path.status)?.code ?? path.subIndication ?? path.status;
      throw createError(CLI_ERRORS, 'ERR_CLI_EVIDENCE', { whose: usage === undefined ? 'signer' : 'tsa', reason });
    }
    const { material } = path;
    certificates.push(...path.path, ...material.certificates);
    crls.push(...material.crls);
    ocspAnswers.push(...material.ocspAnswers);
  };
  if (result.certificate !== null)
    await judge(parseCertificate(result.certificate), result.certificates.map(parseCertificate));
  for (const { token } of stamps) {
    const stamp = token === null ? null : parseTimeStampToken(token);
    if (stamp?.signer != null) await judge(stamp.signer, stamp.certificates, 'timeStamping');
  }
  return { certificates, crls, ocspAnswers };
}

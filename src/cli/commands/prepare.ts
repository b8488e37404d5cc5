import { parseCertificate, readCertificates } from '../../certificate/index.js';
import { ecdsaRawSignature, parsePublicKey } from '../../crypto/index.js';
import { createError } from '../../errors/index.js';
import { completeSignature, parseSigningState, prepareSignature } from '../../signing/index.js';
import { CLI_ERRORS } from '../cli-errors.js';
import type { CommandRun } from '../definition.js';
import { EXIT } from '../exit-codes.js';
import { inFile } from '../file-of-error.js';
import { readInput, readJson } from '../input.js';
import { optionFlag, optionText } from '../options.js';
import { writeOutput } from '../output.js';
import { receiverOf } from '../receiver-option.js';
import { unwrapXml } from '../record-input.js';
import { roleOf } from '../roles.js';
import { line } from '../terminal.js';

/** `hocba prepare`: what the key elsewhere must sign, and the state that completing needs. */
export const prepare: CommandRun = async (context, [file], options) => {
  const role = roleOf(optionText(options, 'role'));
  const teacher = optionText(options, 'teacher');
  const record = await inFile(file!, () => unwrapXml(readInput(file!)));
  // The signer's own certificate comes first in every file that holds a chain.
  const path = optionText(options, 'certificate')!;
  const [certificate] = await inFile(path, () => readCertificates(readInput(path)));
  const { toSign, digest, digestName, algorithm, state } = await inFile(file!, () =>
    prepareSignature(record, {
      role,
      certificate: certificate!.der,
      receiver: receiverOf(options),
      signingTime: context.at,
      allowGaps: optionFlag(options, 'allowGaps'),
      ...(teacher === undefined ? {} : { key: teacher }),
    }),
  );
  const force = optionFlag(options, 'force');
  const out = optionText(options, 'out')!;
  const bytes = optionText(options, 'bytes');
  const request = {
    toSignBase64: Buffer.from(toSign).toString('base64'),
    digestBase64: Buffer.from(digest).toString('base64'),
    digestName,
    algorithm,
  };
  writeOutput(out, `${JSON.stringify({ ...request, state }, null, 2)}\n`, force);
  if (bytes !== undefined) writeOutput(bytes, toSign, force);
  context.emit({ out, ...(bytes === undefined ? {} : { bytes }), role, ...request });
  context.print(line`${context.t({ vi: 'Trạng thái ký:', en: 'State:' })} ${out}`);
  context.print(line`${context.t({ vi: 'Thuật toán:', en: 'Algorithm:' })} ${algorithm}`);
  context.print(line`${digestName}: ${Buffer.from(digest).toString('hex')}`);
  return EXIT.ok;
};

/** `hocba complete`. */
export const complete: CommandRun = async (context, [file], options) => {
  const record = await inFile(file!, () => unwrapXml(readInput(file!)));
  const given = readJson(optionText(options, 'state')!);
  const state = parseSigningState(
    typeof given === 'object' && given !== null && 'state' in given ? given.state : given,
  );
  const value = signatureValue(readInput(optionText(options, 'value')!), state.certificateBase64);
  const signed = await inFile(file!, () => completeSignature(record, state, value, { at: context.at }));
  const out = optionText(options, 'out')!;
  writeOutput(out, signed.bytes, optionFlag(options, 'force'));
  context.emit({ out, role: state.role });
  context.print(line`${context.paint.good('✓')} ${context.t({ vi: 'Đã ký:', en: 'Signed:' })} ${out}`);
  return EXIT.ok;
};

/** Binary as it is, or base64 text; an ECDSA value in DER, as openssl and tokens give it, becomes the r‖s of XML signatures. */
function signatureValue(bytes: Uint8Array, certificateBase64: string): Uint8Array {
  const text = Buffer.from(bytes).toString('latin1').trim();
  const value = /^[A-Za-z0-9+/\s]+={0,2}$/.test(text) ? new Uint8Array(Buffer.from(text, 'base64')) : bytes;
  const key = parsePublicKey(parseCertificate(new Uint8Array(Buffer.from(certificateBase64, 'base64'))).spki);
  if (key.kind !== 'ec') return value;
  const raw = ecdsaRawSignature(key.curve, value);
  if (raw === undefined) throw createError(CLI_ERRORS, 'ERR_CLI_SIGNATURE_VALUE', {});
  return raw;
}

import { parseCertificate } from '../../certificate/index.js';
import { digestSync } from '../../crypto/index.js';
import { encodeHex } from '../../encoding/index.js';
import { createError, isHocBaSoError } from '../../errors/index.js';
import {
  anchorsFor,
  createRegister,
  createTrustList,
  type OpenListOptions,
  openRegister,
  openTrustList,
  type Register,
  TRUST_SCOPES,
  type TrustList,
} from '../../trust/index.js';
import { CLI_ERRORS } from '../cli-errors.js';
import type { CommandContext } from '../context.js';
import type { CommandRun, OptionValues } from '../definition.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { inFile } from '../file-of-error.js';
import { eachFile, type FileOutcome } from '../input.js';
import { optionFlag, optionText } from '../options.js';
import { writeOutput } from '../output.js';
import { readSigner } from '../signer.js';
import { line, type TerminalText } from '../terminal.js';
import { readPins } from '../trust.js';
import { readListInput } from '../trust-input.js';

/** `hocba trust show|check|create`. */
export const trust: CommandRun = (context, [action, ...files], options) => {
  if (action === 'create') return create(context, files, options);
  if (action !== 'show' && action !== 'check') {
    throw createError(CLI_ERRORS, 'ERR_CLI_OPTION_INVALID', { option: 'ACTION', expected: 'show, check, create' });
  }
  const pinned = context.trustSigners.flatMap(readPins);
  if (pinned.length === 0) throw createError(CLI_ERRORS, 'ERR_CLI_TRUST_SIGNER_MISSING', {});
  // To look at an old list is no roll-back; to check one for use is.
  const store = action === 'check' && context.numbers !== undefined ? { store: context.numbers } : {};
  return eachFile(context, files, { extensions: ['.xml'] }, async (bytes): Promise<FileOutcome> => {
    const list = await openEither(bytes, { pinned, at: context.at, ...store });
    const inForce = context.at < list.nextUpdate;
    return {
      exit: action === 'check' && !inForce ? EXIT.indeterminate : EXIT.ok,
      json: { ...headerOf(list), inForce, ...(list.kind === 'trustList' ? anchorsOf(list) : schoolsOf(list)) },
      lines: describe(context, list, inForce),
    };
  });
};

async function create(context: CommandContext, files: readonly string[], options: OptionValues): Promise<ExitCode> {
  const [path, ...more] = files;
  if (path === undefined || more.length > 0) throw createError(CLI_ERRORS, 'ERR_CLI_ARGUMENT_EXCESS', {});
  for (const key of ['p12', 'out']) {
    if (optionText(options, key) === undefined) {
      throw createError(CLI_ERRORS, 'ERR_CLI_OPTION_REQUIRED', { option: `--${key}` });
    }
  }
  const out = optionText(options, 'out')!;
  const given = readListInput(path, context.at);
  const signer = await readSigner(context, options);
  const list = await inFile(path, async () => {
    const bytes =
      given.kind === 'trustList'
        ? await createTrustList(given.input, signer)
        : await createRegister(given.input, signer);
    const { fingerprint } = parseCertificate(signer.certificate);
    // A number that was given out for other content is refused here, and not by everybody who gets the list.
    const opened = await openEither(bytes, {
      pinned: [fingerprint],
      at: given.input.issuedAt,
      ...(context.numbers === undefined ? {} : { store: context.numbers }),
    });
    return { bytes, opened };
  });
  writeOutput(out, list.bytes, optionFlag(options, 'force'));
  const { signer: by } = list.opened;
  const spki = encodeHex(digestSync('SHA-256', by.spki));
  context.emit({ out, ...headerOf(list.opened), signerKey: spki });
  const { t, paint } = context;
  context.print(
    line`${paint.good('✓')} ${paint.strong(list.opened.id)} ${t({ vi: 'số', en: 'number' })} ${String(list.opened.number)}: ${out}`,
  );
  context.print(
    line`  ${t({ vi: 'gửi cho người dùng bằng một đường khác, để ghim (--trust-signer)', en: 'give to users by another way, to pin (--trust-signer)' })}: ${by.fingerprint}`,
  );
  return EXIT.ok;
}

async function openEither(bytes: Uint8Array, options: OpenListOptions): Promise<TrustList | Register> {
  try {
    return await openTrustList(bytes, options);
  } catch (error) {
    if (!isHocBaSoError(error, 'ERR_TRUST_KIND')) throw error;
    return openRegister(bytes, options);
  }
}

function headerOf({
  kind,
  id,
  number,
  issuedAt,
  nextUpdate,
  publisher,
  sha256,
  signer,
  rollback,
}: TrustList | Register) {
  return { kind, id, number, issuedAt, nextUpdate, publisher, sha256, signer: signer.fingerprint, rollback };
}

function anchorsOf({ anchors, intermediates }: TrustList) {
  return {
    anchors: anchors.map(({ certificate, ...rest }) => ({
      fingerprint: certificate.fingerprint,
      subject: certificate.subject,
      notAfter: certificate.notAfter,
      ...rest,
    })),
    intermediates: intermediates.map(({ fingerprint, subject }) => ({ fingerprint, subject })),
  };
}

/** Counts alone: holders may be named by citizen ids. */
function schoolsOf({ completeFrom, nhaTruong }: Register) {
  return {
    completeFrom,
    nhaTruong: nhaTruong.map(({ maTruong, seals, canBoQuanLy, approvals }) => ({
      maTruong,
      seals: seals.length,
      canBoQuanLy: canBoQuanLy.length,
      approvals: approvals?.length ?? null,
    })),
  };
}

function describe({ t, paint, at }: CommandContext, list: TrustList | Register, inForce: boolean): TerminalText[] {
  const state = inForce
    ? t({ vi: 'còn hiệu lực đến', en: 'in force until' })
    : t({ vi: 'đã hết hiệu lực từ', en: 'no longer in force since' });
  const head = [
    line`${inForce ? paint.good('✓') : paint.open('?')} ${paint.strong(list.id)} ${t({ vi: 'số', en: 'number' })} ${String(list.number)}, ${list.publisher}; ${state} ${list.nextUpdate.toISOString()}`,
    line`  ${t({ vi: 'người ký', en: 'signer' })}: ${list.signer.subject} (SHA-256 ${list.signer.fingerprint})`,
    list.rollback === 'checked'
      ? line`  ${t({ vi: 'không cũ hơn danh sách đã thấy', en: 'not older than any seen before' })}`
      : line`  ${t({ vi: 'không kiểm được danh sách cũ thế chỗ danh sách mới', en: 'that no older list stands in for a newer one was not checked' })}`,
  ];
  if (list.kind === 'register') {
    const { nhaTruong } = schoolsOf(list);
    const words = {
      seals: t({ vi: 'con dấu', en: 'seals' }),
      principals: t({ vi: 'cán bộ quản lý', en: 'principals' }),
    };
    return [
      ...head,
      ...nhaTruong.map(
        (one) =>
          line`  ${one.maTruong}: ${words.seals} ${String(one.seals)}, ${words.principals} ${String(one.canBoQuanLy)}`,
      ),
    ];
  }
  return [
    ...head,
    ...list.anchors.map(({ certificate, family, scopes }) => {
      const now = TRUST_SCOPES.filter((scope) => anchorsFor(list, scope, at).includes(certificate));
      const mark = now.length === 0 ? paint.open('?') : paint.good('✓');
      return line`  ${mark} ${certificate.subject} [${family}: ${scopes.join(', ')}] SHA-256 ${certificate.fingerprint}`;
    }),
  ];
}

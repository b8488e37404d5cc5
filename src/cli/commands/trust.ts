import { createError, isHocBaSoError } from '../../errors/index.js';
import {
  anchorsFor,
  type OpenListOptions,
  openRegister,
  openTrustList,
  type Register,
  TRUST_SCOPES,
  type TrustList,
} from '../../trust/index.js';
import { CLI_ERRORS } from '../cli-errors.js';
import type { CommandContext } from '../context.js';
import type { CommandRun } from '../definition.js';
import { EXIT } from '../exit-codes.js';
import { eachFile, type FileOutcome } from '../input.js';
import { line, type TerminalText } from '../terminal.js';
import { readPins } from '../trust.js';

/** `hocba trust show|check`. */
export const trust: CommandRun = (context, [action, ...files]) => {
  if (action !== 'show' && action !== 'check') {
    throw createError(CLI_ERRORS, 'ERR_CLI_OPTION_INVALID', { option: 'ACTION', expected: 'show, check' });
  }
  const pinned = context.trustSigners.flatMap(readPins);
  if (pinned.length === 0) throw createError(CLI_ERRORS, 'ERR_CLI_TRUST_SIGNER_MISSING', {});
  return eachFile(context, files, { extensions: ['.xml'] }, async (bytes): Promise<FileOutcome> => {
    const list = await openEither(bytes, { pinned, at: context.at });
    const inForce = context.at < list.nextUpdate;
    return {
      exit: action === 'check' && !inForce ? EXIT.indeterminate : EXIT.ok,
      json: { ...headerOf(list), inForce, ...(list.kind === 'trustList' ? anchorsOf(list) : schoolsOf(list)) },
      lines: describe(context, list, inForce),
    };
  });
};

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
    line`  ${t({ vi: 'không kiểm được danh sách cũ thế chỗ danh sách mới', en: 'that no older list stands in for a newer one was not checked' })}`,
  ];
  if (list.kind === 'register') {
    const { nhaTruong } = schoolsOf(list);
    const words = t({ vi: 'con dấu, cán bộ quản lý', en: 'seals, principals' });
    return [
      ...head,
      ...nhaTruong.map((one) => line`  ${one.maTruong}: ${words} ${String(one.seals)}, ${String(one.canBoQuanLy)}`),
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

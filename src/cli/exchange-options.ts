import { createError } from '../errors/index.js';
import { createExchangeClient, type ExchangeClient, parseServices, type SubmissionJournal } from '../exchange/index.js';
import type { HocBa } from '../hoc-ba/index.js';
import { fileSubmissionJournal } from '../node/index.js';
import { type HocBaFile, openHocBa, readHocBa } from '../record-xml/index.js';
import { pkcs12Signer, type Receiver, type Signer } from '../signing/index.js';
import { CLI_ERRORS } from './cli-errors.js';
import type { CommandContext } from './context.js';
import type { OptionValues } from './definition.js';
import { type ExitCode, exitOf, worstExit } from './exit-codes.js';
import { inFile } from './file-of-error.js';
import { listFiles, readInput, readJson } from './input.js';
import { optionInteger, optionText } from './options.js';
import { readP12Password, readSecret } from './password.js';
import { receiverOf } from './receiver-option.js';

export interface NamedRecord {
  readonly path: string;
  readonly file: HocBaFile;
}

/** The records of the arguments, or the exit code when one cannot be read: half of what was asked for is not sent. */
export function readRecords(context: CommandContext, args: readonly string[]): readonly NamedRecord[] | ExitCode {
  const exits: ExitCode[] = [];
  const records = args
    .flatMap((path) => listFiles(path, ['.xml']))
    .flatMap((path) => {
      try {
        return [{ path, file: openHocBa(readInput(path)) }];
      } catch (error) {
        exits.push(exitOf(error));
        context.fail(error, path);
        context.debug(error);
        return [];
      }
    });
  return exits.length > 0 ? worstExit(exits) : records;
}

/** What a sender needs: the client, whose signature, and which receiver. */
export interface Sender {
  readonly client: ExchangeClient;
  readonly signer: Signer;
  readonly receiver: Receiver;
  readonly maDonVi: string;
}

/**
 * Client and key by the options. For a rehearsal no secret of the account is asked for, and any address may stand for the gateway.
 *
 * @throws {@link HocBaSoError} `ERR_CLI_OPTION_REQUIRED`, `ERR_CLI_OPTION_INVALID`, `ERR_CLI_PASSWORD_MISSING`, `ERR_EXCHANGE_INSECURE`,
 * `ERR_EXCHANGE_SERVICES`, and the codes of reading files.
 */
export async function senderOf(
  context: CommandContext,
  options: OptionValues,
  records: readonly NamedRecord[],
  isRehearsal = false,
): Promise<Sender> {
  const receiver = receiverOf(options);
  const maDonVi = optionText(options, 'unit')!;
  const services = optionText(options, 'services');
  const baseUrl = isRehearsal ? 'https://localhost/' : required(options, 'url', '--url');
  const path = optionText(options, 'p12')!;
  const p12 = readInput(path);
  const namHoc = yearOf(options, records);
  const p12Password = await readP12Password(context);
  const signer = await inFile(path, () => pkcs12Signer(p12, p12Password));
  const secret = (variable: string, vi: string, en: string) =>
    isRehearsal ? Promise.resolve('') : readSecret(context, variable, { vi, en });
  const password = await secret('HOCBA_GATEWAY_PASSWORD', 'Mật khẩu tài khoản cổng: ', 'Password of the account: ');
  const token = await secret('HOCBA_GATEWAY_TOKEN', 'Mã phiên làm việc: ', 'Session token: ');
  const client = createExchangeClient({
    baseUrl,
    account: { userName: optionText(options, 'user') ?? maDonVi, password, maDonVi, namHoc },
    token: () => token,
    receiver,
    ...(services === undefined ? {} : { services: await inFile(services, () => parseServices(readJson(services))) }),
  });
  return { client, signer, receiver, maDonVi };
}

/** @throws {@link HocBaSoError} `ERR_CLI_OPTION_REQUIRED`. */
export function journalOf(options: OptionValues): SubmissionJournal {
  return fileSubmissionJournal(required(options, 'journal', '--journal'));
}

/** Asks soon at first, and ends with `--wait`. */
export function pollingOf(options: OptionValues) {
  const maxMs = optionInteger(options, 'wait', { min: 0, max: 86_400, default: 60 }) * 1000;
  return { intervalMs: 1_000, factor: 1.5, maxIntervalMs: 60_000, maxMs };
}

/** The model of a record; `null` when it cannot be read. */
export function modelOf(file: HocBaFile): HocBa | null {
  return readHocBa(file).hocBa;
}

function required(options: OptionValues, key: string, option: string): string {
  const value = optionText(options, key);
  if (value === undefined) throw createError(CLI_ERRORS, 'ERR_CLI_OPTION_REQUIRED', { option });
  return value;
}

function yearOf(options: OptionValues, records: readonly NamedRecord[]): number {
  if (optionText(options, 'year') !== undefined)
    return optionInteger(options, 'year', { min: 2000, max: 2999, default: 0 });
  const years = new Set(records.flatMap(({ file }) => modelOf(file)?.namHoc.slice(0, 4) ?? []));
  // Records of several years go in packets of their own.
  if (years.size !== 1) throw createError(CLI_ERRORS, 'ERR_CLI_OPTION_REQUIRED', { option: '--year' });
  return Number([...years][0]);
}

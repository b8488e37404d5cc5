import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Certificate,
  type Crl,
  type OcspAnswer,
  parseOcspAnswer,
  readCertificates,
  readCrls,
} from '../certificate/index.js';
import { createError } from '../errors/index.js';
import { type OpenListOptions, openRegister, openTrustList, type Register, type TrustList } from '../trust/index.js';
import type { TrustAnchors, VerifyHocBaOptions } from '../verification/index.js';
import { CLI_ERRORS } from './cli-errors.js';
import type { CommandContext } from './context.js';
import { aboutFile } from './file-of-error.js';
import { readInput, systemCode } from './input.js';

const ENDINGS = /\.(?:pem|crt|cer|der|p7b)$/i;

/** Whom the user trusts, and what may help to get there. */
export interface GivenTrust {
  readonly anchors: readonly Certificate[];
  readonly intermediates: readonly Certificate[];
}

/**
 * Certificates of `--trust`: files, or folders of them (not their subfolders). Those issued to themselves are the anchors, the others only
 * help to build a path to one; where none is issued to itself, all are anchors, since the user named them.
 *
 * @throws {@link HocBaSoError} `ERR_CLI_TRUST_EMPTY` for a folder without certificates; `ERR_CERTIFICATE_*` for a file that holds none.
 */
export function readTrust(paths: readonly string[]): GivenTrust {
  const found = new Map<string, Certificate>();
  for (const path of paths) {
    for (const file of filesOf(path)) {
      const bytes = readInput(file);
      try {
        for (const certificate of readCertificates(bytes)) found.set(certificate.fingerprint, certificate);
      } catch (error) {
        throw aboutFile(error, file);
      }
    }
  }
  const all = [...found.values()];
  const roots = all.filter(({ subjectDer, issuerDer }) => Buffer.from(subjectDer).equals(issuerDer));
  if (roots.length === 0) return { anchors: all, intermediates: [] };
  return { anchors: roots, intermediates: all.filter((one) => !roots.includes(one)) };
}

/** What `verify` goes by: certificates, signed lists, registers, evidence. */
export type GivenBasis = Pick<VerifyHocBaOptions, 'trust' | 'trustList' | 'registers' | 'evidence'>;

/**
 * Everything the options name: `--trust` (certificates, folders of them, or signed lists), `--register`, `--crl`, `--ocsp`. A signed list or
 * register is believed only when its signer is pinned by `--trust-signer`, and when no newer one was seen before.
 *
 * @throws {@link HocBaSoError} as {@link readTrust}; `ERR_CLI_TRUST_SIGNER_MISSING` for a signed list without a pinned signer; `ERR_TRUST_*`.
 */
export async function readBasis(
  { trust, trustSigners, registers, at, numbers }: CommandContext,
  evidence: { readonly crls?: readonly string[]; readonly ocsp?: readonly string[] } = {},
): Promise<GivenBasis> {
  const pinned = trustSigners.flatMap(readPins);
  const open = <T>(path: string, use: (bytes: Uint8Array, options: OpenListOptions) => Promise<T>) =>
    about(path, () => {
      if (pinned.length === 0) throw createError(CLI_ERRORS, 'ERR_CLI_TRUST_SIGNER_MISSING', {});
      return use(readInput(path), { pinned, at, ...(numbers === undefined ? {} : { store: numbers }) });
    });
  const signed = trust.filter(isSignedList);
  const lists: TrustList[] = [];
  for (const path of signed) lists.push(await open(path, openTrustList));
  const known: Register[] = [];
  for (const path of registers) known.push(await open(path, openRegister));
  const crls: Crl[] = [];
  for (const path of evidence.crls ?? []) crls.push(...(await about(path, () => readCrls(readInput(path)))));
  const ocsp: { answer: OcspAnswer }[] = [];
  for (const path of evidence.ocsp ?? []) {
    ocsp.push({ answer: await about(path, () => parseOcspAnswer(readInput(path))) });
  }
  return {
    trust: trustAsDer(readTrust(trust.filter((path) => !signed.includes(path)))),
    ...(lists.length > 0 ? { trustList: lists } : {}),
    ...(known.length > 0 ? { registers: known } : {}),
    ...(crls.length + ocsp.length > 0 ? { evidence: { crls, ocsp } } : {}),
  };
}

/** SHA-256 in hexadecimal, with or without colons, or the file of a certificate. */
export function readPins(text: string): readonly string[] {
  const hex = text.replaceAll(':', '').toLowerCase();
  if (/^[0-9a-f]{64}$/.test(hex)) return [hex];
  const bytes = readInput(text);
  try {
    return readCertificates(bytes).map(({ fingerprint }) => fingerprint);
  } catch (error) {
    throw aboutFile(error, text);
  }
}

/** Certificates are PEM or DER; what begins as XML can only be a signed list. */
export function isSignedList(path: string): boolean {
  if (!existsSync(path) || statSync(path).isDirectory()) return false;
  return /^\uFEFF?\s*</.test(new TextDecoder().decode(readInput(path).subarray(0, 64)));
}

async function about<T>(path: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw aboutFile(error, path);
  }
}

/** The same as the verification wants it: DER. */
export function trustAsDer({ anchors, intermediates }: GivenTrust): TrustAnchors {
  return { anchors: anchors.map(({ der }) => der), intermediates: intermediates.map(({ der }) => der) };
}

function filesOf(path: string): readonly string[] {
  let isFolder = false;
  try {
    isFolder = statSync(path).isDirectory();
  } catch (cause) {
    const reason = systemCode(cause);
    throw aboutFile(
      reason === 'ENOENT'
        ? createError(CLI_ERRORS, 'ERR_CLI_FILE_MISSING', {}, { cause })
        : createError(CLI_ERRORS, 'ERR_CLI_FILE_UNREADABLE', { reason }, { cause }),
      path,
    );
  }
  if (!isFolder) return [path];
  const files = readdirSync(path)
    .filter((name) => ENDINGS.test(name))
    .sort()
    .map((name) => join(path, name));
  if (files.length === 0) throw aboutFile(createError(CLI_ERRORS, 'ERR_CLI_TRUST_EMPTY', {}), path);
  return files;
}

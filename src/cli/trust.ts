import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Certificate, readCertificates } from '../certificate/index.js';
import { createError } from '../errors/index.js';
import type { TrustAnchors } from '../verification/index.js';
import { CLI_ERRORS } from './cli-errors.js';
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

import { decodeBase64, encodeBase64 } from '../encoding/index.js';

/** One block of a PEM file. */
export interface PemBlock {
  /** `CERTIFICATE`, `PRIVATE KEY`, … */
  readonly label: string;
  readonly der: Uint8Array;
}

/**
 * A PEM block (RFC 7468): base64 in lines of 64 characters between its two label lines, with a final LF.
 *
 * @param label - For example `CERTIFICATE` or `PRIVATE KEY`.
 */
export function toPem(der: Uint8Array, label: string): string {
  const lines = encodeBase64(der).match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.map((line) => `${line}\n`).join('')}-----END ${label}-----\n`;
}

/**
 * Blocks of a PEM text in order; text around them is skipped, as are headers (`Proc-Type: …`) inside.
 *
 * @throws {@link HocBaSoError} `ERR_BASE64_MALFORMED`.
 */
export function readPemBlocks(text: string): PemBlock[] {
  const blocks: PemBlock[] = [];
  for (const [, label, body] of text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----((?:(?!-----)[\s\S])*)-----END \1-----/g)) {
    const base64 = body!.replace(/^.*:.*$/gm, '');
    blocks.push({ label: label!, der: decodeBase64(base64) });
  }
  return blocks;
}

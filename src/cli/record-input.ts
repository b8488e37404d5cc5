import { createError } from '../errors/index.js';
import { decodeContent } from '../packaging/index.js';
import { CLI_ERRORS } from './cli-errors.js';
import { formOf } from './file-form.js';
import { parseJson } from './input.js';

/** Endings of files in a folder that may hold records. */
export const RECORD_EXTENSIONS: readonly string[] = ['.xml', '.content', '.content.txt'];

/**
 * The XML inside a file: itself, a `content` field, or a JSON request with one.
 *
 * @param bytes - attacker-controlled.
 * @throws {@link HocBaSoError} `ERR_CLI_FORMAT_UNSUPPORTED` for containers that are not read yet, `ERR_CLI_FORMAT_UNKNOWN`,
 * `ERR_CLI_JSON_MALFORMED`, `ERR_CONTENT_*`.
 */
export async function unwrapXml(bytes: Uint8Array): Promise<Uint8Array> {
  const form = formOf(bytes);
  switch (form) {
    case 'xml':
      return bytes;
    case 'content':
      return (await decodeContent(new TextDecoder().decode(bytes))).xml;
    case 'json': {
      const request = parseJson(bytes);
      const content =
        typeof request === 'object' && request !== null && 'content' in request ? request.content : undefined;
      if (typeof content !== 'string') throw createError(CLI_ERRORS, 'ERR_CLI_FORMAT_UNKNOWN', {});
      return (await decodeContent(content)).xml;
    }
    case 'zip':
      throw createError(CLI_ERRORS, 'ERR_CLI_FORMAT_UNSUPPORTED', { format: 'ZIP (ASiC-E)' });
    case 'pdf':
      throw createError(CLI_ERRORS, 'ERR_CLI_FORMAT_UNSUPPORTED', { format: 'PDF' });
    default:
      throw createError(CLI_ERRORS, 'ERR_CLI_FORMAT_UNKNOWN', {});
  }
}

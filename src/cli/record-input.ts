import { createError } from '../errors/index.js';
import { type HocBa, parseHocBa } from '../hoc-ba/index.js';
import { decodeContent, formOf } from '../packaging/index.js';
import { type HocBaFile, openHocBa, RECORD_XML_ERRORS, type RecordFinding, readHocBa } from '../record-xml/index.js';
import { CLI_ERRORS } from './cli-errors.js';
import { parseJson } from './input.js';

/** Endings of files in a folder that may hold records. */
export const RECORD_EXTENSIONS: readonly string[] = ['.xml', '.content', '.content.txt', '.asice'];

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

/** A record that was read without an error, and its file when it was XML. */
export interface SoundRecord {
  readonly hocBa: HocBa;
  /** `null` for JSON. */
  readonly file: HocBaFile | null;
  readonly findings: readonly RecordFinding[];
}

/**
 * One record from XML, a container of XML, or JSON of the model.
 *
 * @param bytes - attacker-controlled.
 * @throws {@link HocBaSoError} `ERR_HOCBA_INVALID`, `ERR_RECORD_UNREADABLE`, and the codes of {@link unwrapXml} and `openHocBa`.
 */
export async function readSound(bytes: Uint8Array): Promise<SoundRecord> {
  if (formOf(bytes) === 'json') {
    const value = parseJson(bytes);
    const isRequest = typeof value === 'object' && value !== null && 'content' in value;
    if (!isRequest) return { hocBa: parseHocBa(value), file: null, findings: [] };
  }
  const file = openHocBa(await unwrapXml(bytes));
  const { hocBa, findings } = readHocBa(file);
  if (hocBa !== null) return { hocBa, file, findings };
  const errors = findings.filter(({ severity }) => severity === 'error');
  throw createError(RECORD_XML_ERRORS, 'ERR_RECORD_UNREADABLE', { count: errors.length }, { issues: errors });
}

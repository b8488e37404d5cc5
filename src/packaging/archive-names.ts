import { decodeUtf8 } from '../encoding/index.js';
import { createError, isHocBaSoError } from '../errors/index.js';
import { ARCHIVE_ERRORS } from './archive-errors.js';

/** C0, C1, and the characters that turn the direction of a text: a name must show as what it is. */
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/;
/** Names that open a device, in any folder and with any ending. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/**
 * The name of an entry as text.
 *
 * @param bytes - attacker-controlled.
 * @param isUtf8 - Flag 11 of the header; without it only ASCII is the same for every reader (the rest is code page 437, or whatever).
 * @throws {@link HocBaSoError} `ERR_ARCHIVE_NAME_ENCODING`.
 */
export function decodeName(bytes: Uint8Array, isUtf8: boolean, entry: number): string {
  const wrong = (cause?: unknown) => createError(ARCHIVE_ERRORS, 'ERR_ARCHIVE_NAME_ENCODING', { entry }, { cause });
  if (!isUtf8 && bytes.some((byte) => byte >= 0x80)) throw wrong();
  try {
    return decodeUtf8(bytes);
  } catch (cause) {
    if (isHocBaSoError(cause)) throw wrong(cause);
    throw cause;
  }
}

/**
 * Refuses a name that would leave the folder it is unpacked into, or mean something else on another system.
 *
 * @throws {@link HocBaSoError} `ERR_ARCHIVE_NAME_CONTROL`, `_BACKSLASH`, `_ABSOLUTE`, `_PARENT`, `_PLATFORM`.
 */
export function checkName(name: string, entry: number): void {
  if (name === '') throw createError(ARCHIVE_ERRORS, 'ERR_ARCHIVE_NAME_PARENT', { entry });
  if (CONTROL.test(name)) throw createError(ARCHIVE_ERRORS, 'ERR_ARCHIVE_NAME_CONTROL', { entry });
  if (name.includes('\\')) throw createError(ARCHIVE_ERRORS, 'ERR_ARCHIVE_NAME_BACKSLASH', { entry });
  if (name.startsWith('/') || /^[a-z]:/i.test(name)) {
    throw createError(ARCHIVE_ERRORS, 'ERR_ARCHIVE_NAME_ABSOLUTE', { entry });
  }
  const steps = name.replace(/\/$/, '').split('/');
  if (steps.some((step) => step === '' || step === '.' || step === '..')) {
    throw createError(ARCHIVE_ERRORS, 'ERR_ARCHIVE_NAME_PARENT', { entry });
  }
  if (steps.some((step) => /[:*?"<>|]|[. ]$/.test(step) || DEVICE.test(step))) {
    throw createError(ARCHIVE_ERRORS, 'ERR_ARCHIVE_NAME_PLATFORM', { entry });
  }
}

/**
 * Refuses two names that a file system may take for one: which of the two is read would depend on the reader.
 *
 * @throws {@link HocBaSoError} `ERR_ARCHIVE_DUPLICATE`, `_FORM`, `_CASE`.
 */
export function checkDistinct(names: readonly string[]): void {
  const forms = [
    ['ERR_ARCHIVE_DUPLICATE', (name: string) => name],
    ['ERR_ARCHIVE_DUPLICATE_FORM', (name: string) => name.normalize('NFC')],
    // Upper first: ſ, ß and their like fold to what they are written for.
    ['ERR_ARCHIVE_DUPLICATE_CASE', (name: string) => name.normalize('NFKC').toUpperCase().toLowerCase()],
  ] as const;
  const bare = names.map((name) => name.replace(/\/$/, ''));
  for (const [code, fold] of forms) {
    const seen = new Set<string>();
    bare.forEach((name, index) => {
      const folded = fold(name);
      if (seen.has(folded)) throw createError(ARCHIVE_ERRORS, code, { entry: index + 1 });
      seen.add(folded);
    });
  }
  // A file in whose place a folder is needed.
  const files = new Set(names.filter((name) => !name.endsWith('/')));
  names.forEach((name, index) => {
    for (let at = name.indexOf('/'); at >= 0; at = name.indexOf('/', at + 1)) {
      if (at < name.length - 1 && files.has(name.slice(0, at))) {
        throw createError(ARCHIVE_ERRORS, 'ERR_ARCHIVE_DUPLICATE', { entry: index + 1 });
      }
    }
  });
}

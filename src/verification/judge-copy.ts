import { encodeHex } from '../encoding/index.js';
import { isHocBaSoError } from '../errors/index.js';
import { recordDigest } from '../integrity/index.js';
import { openHocBaList, readHocBa } from '../record-xml/index.js';
import { type Answer, failed, open, PASSED } from './answer.js';
import type { RecordFacts, VerificationFacts } from './facts.js';
import type { AuthorityCopyAnswer } from './ports.js';
import type { Context } from './verify-hoc-ba.js';

/**
 * The file against the copy on the authority's server (1789/QĐ-SGDĐT điều 24, 26): a file whose signatures hold may still be a version that
 * was recalled or replaced. What the server says is compared here; a port that breaks down leaves the question open.
 */
export async function copyAnswer(
  { fileSha256 }: VerificationFacts,
  { maTraCuu, maTruong, recordDigest: digest }: RecordFacts,
  { authorityCopy, at }: Pick<Context, 'authorityCopy' | 'at'>,
): Promise<Answer> {
  if (authorityCopy === undefined || maTraCuu === null || digest === null) return open('COPY_NOT_ASKED');
  let answer: AuthorityCopyAnswer;
  try {
    answer = await authorityCopy({ maTraCuu, maTruong, recordDigest: digest, fileSha256, at });
  } catch (cause) {
    return open('PLATFORM_ERROR', { code: isHocBaSoError(cause) ? cause.code : 'authorityCopy' });
  }
  switch (answer?.status) {
    case 'absent':
      return open('COPY_ABSENT');
    case 'recalled':
      return failed('COPY_RECALLED');
    case 'replaced':
      return failed('COPY_REPLACED');
    case 'present': {
      const held: unknown = 'copy' in answer ? digestInCopy(answer.copy, maTraCuu) : answer.recordDigest;
      // The port is the caller's code, and what it hands on is the server's word.
      if (typeof held !== 'string') return open('COPY_UNREADABLE');
      return held.toLowerCase() === digest ? PASSED : failed('COPY_DIFFERENT');
    }
    default:
      return open('COPY_NOT_ASKED');
  }
}

/** Digest of the record of that look-up code in a copy; `null` when it holds none, or several. */
function digestInCopy(copy: Uint8Array, maTraCuu: string): string | null {
  if (!(copy instanceof Uint8Array)) return null;
  try {
    const mine = openHocBaList(copy).filter((file) => readHocBa(file).hocBa?.maTraCuu === maTraCuu);
    const [only, ...others] = mine;
    return only === undefined || others.length > 0 ? null : encodeHex(recordDigest(only));
  } catch (cause) {
    if (isHocBaSoError(cause)) return null;
    throw cause;
  }
}

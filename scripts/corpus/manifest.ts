import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export type Core = 'valid' | 'invalid' | 'unsupported' | 'unknown';

/** One row of the corpus's `manifest.json`, as far as it is used here. */
export interface CorpusCase {
  readonly file: string;
  readonly kind: string;
  readonly signatures: number;
  readonly features?: readonly string[];
  readonly detached: readonly { readonly uri: string; readonly file: string | null }[];
  readonly key?: { readonly type: 'hmac' | 'certificate' | 'publicKey'; readonly file?: string };
  readonly expect: {
    readonly core: Core;
    readonly why: string;
    readonly mechanical: string;
    readonly attack: boolean;
    readonly mustRefuse?: boolean;
    readonly signatures?: readonly Core[];
    readonly container?: 'invalid';
    readonly xades?: 'invalid' | 'warning';
    /** One time stamp is over something else. */
    readonly timestamp?: 'one-invalid';
    /** Chain, OCSP or time stamp fail, whoever is trusted. */
    readonly fullValidation?: 'invalid';
  };
}

/** Folder of the corpus: below `HOCBA_SHARED`, else below `../shared` beside the project; undefined when it is not there. */
export function corpusFolder(): string | undefined {
  const named = process.env['HOCBA_SHARED'];
  const shared =
    named === undefined || named === '' ? fileURLToPath(new URL('../../../shared', import.meta.url)) : resolve(named);
  const folder = join(shared, 'corpus');
  return existsSync(join(folder, 'manifest.json')) ? folder : undefined;
}

export function readManifest(folder: string): readonly CorpusCase[] {
  return JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as readonly CorpusCase[];
}

/** Features that a strict verifier may leave out (README of the corpus): for these `valid` may be answered with a named refusal. */
export const OPTIONAL_FEATURES: ReadonlySet<string> = new Set([
  'xslt',
  'xpath',
  'filter2',
  'xpointer',
  'relationship-transform',
  'hmac',
  'md5',
  'ripemd160',
  'dsa',
  'sha1',
  'external-http',
  'doctype',
]);

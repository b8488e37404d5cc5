/** The canonicalization vectors of the corpus: expected octets against ours, one row a case. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { encodeUtf8, equalBytes } from '../src/encoding/index.js';
import { isHocBaSoError } from '../src/errors/index.js';
import { C14N_ALGORITHMS, type C14nAlgorithm, canonicalize, parseXml } from '../src/xml/index.js';
import { loadDocument, readXPath } from '../test/xml/libxml2-loader.js';

export interface C14nRow {
  readonly file: string;
  readonly algorithm: C14nAlgorithm;
  /** `parser`: our own parser read it. `loader`: it has a DOCTYPE, another encoding or an XPath, so libxml2 loaded and selected. */
  readonly via: 'parser' | 'loader';
  /** Why our parser does not read it, if so. */
  readonly refused?: string;
  readonly equal: boolean;
  /** What went wrong, if anything. */
  readonly problem?: string;
}

interface Case {
  readonly file: string;
  readonly kind: string;
  readonly support?: readonly { readonly file: string }[];
  readonly c14nCase?: {
    readonly algorithm: string;
    readonly xpathFile?: string;
    readonly inclusivePrefixes?: readonly string[];
    readonly expectedFile: string;
  };
}

/** Runs every canonicalization case of `corpus/manifest.json`. */
export async function runC14nCases(corpus: string): Promise<readonly C14nRow[]> {
  const manifest = JSON.parse(readFileSync(join(corpus, 'manifest.json'), 'utf8')) as readonly Case[];
  const rows: C14nRow[] = [];
  for (const one of manifest) if (one.kind === 'c14n') rows.push(await runCase(corpus, one));
  return rows;
}

async function runCase(corpus: string, { file, c14nCase, support = [] }: Case): Promise<C14nRow> {
  const { algorithm, xpathFile, inclusivePrefixes = [], expectedFile } = c14nCase!;
  if (!(algorithm in C14N_ALGORITHMS)) throw new Error(`${file}: ${algorithm} is not a canonicalization algorithm`);
  const expected = readFileSync(join(corpus, expectedFile));
  const input = readFileSync(join(corpus, file));
  const options = {
    algorithm: algorithm as C14nAlgorithm,
    inclusivePrefixes: inclusivePrefixes.map((prefix) => (prefix === '#default' ? '' : prefix)),
  };
  const row = { file, algorithm: options.algorithm };
  const judge = (text: string) => {
    const equal = equalBytes(encodeUtf8(text), expected);
    return equal ? { equal } : { equal, problem: 'octets differ' };
  };
  const refused = refusal(input);
  if (refused === undefined && xpathFile === undefined) {
    return { ...row, via: 'parser', ...judge(canonicalize(parseXml(input), options)) };
  }
  const files: Record<string, Uint8Array> = {};
  for (const other of support) {
    const path = join(corpus, other.file);
    // System identifiers are relative to the document; only its own folder is open to it.
    if (dirname(other.file) === dirname(file) && existsSync(path)) files[other.file] = readFileSync(path);
  }
  const loaded = await loadDocument(input, { url: file, files });
  try {
    if (xpathFile === undefined) {
      const text = canonicalize(loaded.document, options);
      return { ...row, via: 'loader', ...(refused === undefined ? {} : { refused }), ...judge(text) };
    }
    const { xpath, namespaces } = await readXPath(readFileSync(join(corpus, xpathFile)));
    const text = canonicalize(loaded.document, { ...options, selection: loaded.select(xpath, namespaces) });
    return { ...row, via: 'loader', ...(refused === undefined ? {} : { refused }), ...judge(text) };
  } finally {
    loaded.dispose();
  }
}

function refusal(input: Uint8Array): string | undefined {
  try {
    parseXml(input);
    return undefined;
  } catch (error) {
    if (!isHocBaSoError(error)) throw error;
    return error.code;
  }
}

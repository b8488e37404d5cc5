import type { HocBaFile } from '../record-xml/index.js';
import type { MismatchView } from './explain-describe.js';
import type { ExplainMismatchOptions, Mismatch, MismatchReport } from './explain-mismatch.js';
import type { ReportLanguage } from './report-words.js';

/**
 * Names the edit that broke each digest of a file, by trying the inverses of a bounded set of known ones, one and two at a time.
 *
 * A cause is named only when what is left after undoing it has exactly the digest that was signed; everything else is `unknown`. The
 * verdict stays what {@link verifyHocBa} says, whatever is found here.
 *
 * @param input - Any signed XML; references are resolved in the document as a whole. attacker-controlled.
 * @returns Codes and paths, for {@link describeMismatch}. Only `original.fields` holds values of the record.
 * @throws {@link HocBaSoError} `ERR_XML_*` when the file cannot be read, `ERR_CRYPTO_UNAVAILABLE`.
 */
export async function explainMismatch(
  input: HocBaFile | Uint8Array,
  options: ExplainMismatchOptions = {},
): Promise<MismatchReport> {
  // Loaded at first need: hardly a page that verifies has something to explain.
  const { explainMismatch: explain } = await import('./explain-mismatch.js');
  return explain(input, options);
}

/** A mismatch as sentences, without any value of the record; characters that hide or reorder text are shown by number. */
export async function describeMismatch(mismatch: Mismatch, language: ReportLanguage): Promise<MismatchView> {
  const { describeMismatch: describe } = await import('./explain-describe.js');
  return describe(mismatch, language);
}

import { decodeUtf8 } from '../encoding/index.js';
import {
  elementPath,
  findSignatures,
  openSignedDocument,
  type SignatureResult,
  verifySignature,
} from '../xades/index.js';
import { parseXml } from '../xml/index.js';
import { type SecondVerdict, secondEngine } from './adapter.js';
import { type NotComparableReason, notComparable } from './comparable.js';

export type CrossCheckAnswer = 'agree' | 'disagree' | 'notComparable';

/** The two engines on one signature. Only `disagree` says anything against a conclusion. */
export interface CrossCheckedSignature {
  /** Place of the ds:Signature in the document. */
  readonly path: string;
  readonly answer: CrossCheckAnswer;
  /** Why the answers cannot be compared, `null` otherwise. */
  readonly reason: NotComparableReason | null;
  /** Words of the second engine where it failed, `null` otherwise. */
  readonly detail: string | null;
  /** Our core, and what the second engine says of digests and value. */
  readonly core: SignatureResult['core'];
  readonly second: SecondVerdict['verdict'];
}

export interface CrossCheck {
  /** `disagree` as soon as one signature does; `agree` only if every signature does, and there is one. */
  readonly answer: CrossCheckAnswer;
  readonly signatures: readonly CrossCheckedSignature[];
}

export interface CrossCheckOptions {
  /** For this package's own verification; the second engine keeps the first Crypto it was registered with. */
  readonly crypto?: Crypto;
}

/**
 * Asks an independent engine (xadesjs on xmldsigjs) for its verdict on every signature of a file and compares it with ours.
 *
 * The second engine reads the file with its own parser, so a difference in parsing shows too. What it cannot do (Ids inside other
 * signatures, XPath, several canonical forms in a row, inherited `xml:` attributes) is `notComparable` with the reason, never `disagree`.
 *
 * @param bytes - One XML file; not changed. It is read once more for each signature: meant for samples and disputes, not for bulk.
 * @throws {@link HocBaSoError} `ERR_PEER_MISSING` naming the package to install (`xadesjs`, `xmldsigjs`, and outside browsers
 * `@xmldom/xmldom`, `xpath`); the codes of `parseXml` for a file that is not read at all.
 */
export async function crossCheck(bytes: Uint8Array, options: CrossCheckOptions = {}): Promise<CrossCheck> {
  const document = parseXml(bytes);
  const engine = await secondEngine(options.crypto);
  const opened = openSignedDocument(document);
  const elements = findSignatures(document.root);
  const verdicts = elements.length === 0 ? [] : await engine.verifyAll(decodeUtf8(bytes));
  const signatures: CrossCheckedSignature[] = [];
  for (const [index, element] of elements.entries()) {
    const result = await verifySignature(element, opened, options);
    const second = verdicts[index] ?? { verdict: 'failed', detail: 'the signature was not found' };
    const compared = compareVerdicts(notComparable(result, document), result.core, second);
    signatures.push({ path: elementPath(element), core: result.core, second: second.verdict, ...compared });
  }
  const answers = new Set(signatures.map((one) => one.answer));
  const agree = answers.size === 1 && answers.has('agree');
  return { answer: answers.has('disagree') ? 'disagree' : agree ? 'agree' : 'notComparable', signatures };
}

/** Holds two verdicts against each other; two that are the same need no excuse. */
export function compareVerdicts(
  limit: NotComparableReason | null,
  core: SignatureResult['core'],
  second: SecondVerdict,
): Pick<CrossCheckedSignature, 'answer' | 'reason' | 'detail'> {
  if (core === second.verdict) return { answer: 'agree', reason: null, detail: null };
  if (limit !== null) return { answer: 'notComparable', reason: limit, detail: null };
  if (second.verdict === 'failed')
    return { answer: 'notComparable', reason: 'secondEngineFailed', detail: second.detail };
  return { answer: 'disagree', reason: null, detail: null };
}

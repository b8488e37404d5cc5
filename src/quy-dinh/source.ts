/** How well a fact is attested: seen in the text of the document, second-hand, general knowledge, or inferred by us. */
export type Evidence = 'seen' | 'secondHand' | 'generalKnowledge' | 'inferred';

/**
 * Where a rule comes from. Everything that is not `seen` in the text carries `assumed: true` in the results,
 * so that a reader can tell the law from our reading of it.
 */
export interface Source {
  /** Official number, a key of the table of legal references, for example `27/2020/TT-BGDĐT`. */
  readonly document: string;
  /** Article, clause, point or annex as the document counts them, in Vietnamese. */
  readonly article: string;
  readonly evidence: Evidence;
}

/** Two languages of one label. */
export interface Label {
  readonly vi: string;
  readonly en: string;
}

/** The languages texts are available in. */
export type Language = keyof Label;

/** Whether a rule rests on anything weaker than the text of the document. */
export function isAssumed(source: Source): boolean {
  return source.evidence !== 'seen';
}

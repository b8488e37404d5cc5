/** A part of a form that no official text at hand prints, with what it rests on instead. */
export interface FormAssumption {
  readonly id: string;
  /** Which cells or labels. */
  readonly vi: string;
  readonly en: string;
  /** What they are taken from. */
  readonly source: string;
}

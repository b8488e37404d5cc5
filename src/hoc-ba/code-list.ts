import { foldLabel } from './fold-label.js';

/** An entry of a code list. */
export interface CodeItem {
  /** Identity inside this project or, for national lists, the official code. */
  readonly code: string;
  /** Label as the record shows it. */
  readonly label: string;
  /** Other spellings that mean the same; found, never written. */
  readonly aliases?: readonly string[];
  /** The code or its label was not seen in an official text. */
  readonly assumed?: true;
}

/** A versioned list of codes. Callers replace a built-in one by passing their own wherever a list is an option. */
export interface CodeList {
  readonly id: string;
  readonly version: string;
  readonly source: string;
  /** First day of validity, `YYYY-MM-DD`. */
  readonly validFrom: string;
  /** Last day of validity; left out while it holds. */
  readonly validTo?: string;
  readonly items: readonly CodeItem[];
}

/** The entry with this code. */
export function findCode(list: CodeList, code: string): CodeItem | undefined {
  return list.items.find((item) => item.code === code);
}

/** Folded label → entry, by list: lists are few and long-lived, labels are looked up for every row of every record. */
const byLabel = /* @__PURE__ */ new WeakMap<CodeList, ReadonlyMap<string, CodeItem>>();

/** The entry whose label or alias reads the same after {@link foldLabel} (lí/lý, mĩ/mỹ, kĩ/kỹ, case, spaces, composition). */
export function findLabel(list: CodeList, label: string): CodeItem | undefined {
  let index = byLabel.get(list);
  if (index === undefined) {
    const entries = new Map<string, CodeItem>();
    for (const item of list.items) {
      for (const name of [item.label, ...(item.aliases ?? [])]) {
        const key = foldLabel(name);
        if (!entries.has(key)) entries.set(key, item);
      }
    }
    index = entries;
    byLabel.set(list, index);
  }
  return index.get(foldLabel(label));
}

/** Whether the list holds on a day `YYYY-MM-DD`. */
export function isValidOn(list: CodeList, day: string): boolean {
  return list.validFrom <= day && (list.validTo === undefined || day <= list.validTo);
}

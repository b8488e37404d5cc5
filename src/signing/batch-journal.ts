import { createError } from '../errors/index.js';
import { PROVIDER_ERRORS } from './provider-errors.js';
import { parseSigningState, type SigningState } from './signing-state.js';

/**
 * One step of one item, in the order it happened. What a key has signed is written down before anything else is done with it, so that a
 * program that is killed never asks a person to sign twice.
 */
export type JournalEntry =
  | { readonly step: 'prepared'; readonly id: string; readonly state: SigningState }
  | { readonly step: 'signed'; readonly id: string; readonly valueBase64: string }
  | { readonly step: 'completed'; readonly id: string; readonly fileSha256: string }
  | { readonly step: 'failed'; readonly id: string; readonly code: string };

/** Where a batch writes down how far it is; `append` returns when the entry would survive a crash. */
export interface BatchJournal {
  read(): Promise<readonly JournalEntry[]>;
  append(entry: JournalEntry): Promise<void>;
}

/** A journal in memory: for rehearsals and pages that do not survive a reload. */
export function memoryJournal(
  entries: readonly JournalEntry[] = [],
): BatchJournal & { readonly entries: readonly JournalEntry[] } {
  const kept = [...entries];
  return {
    entries: kept,
    read: async () => [...kept],
    append: async (entry) => {
      kept.push(entry);
    },
  };
}

/** Where an item stands by its entries: the last word counts. */
export interface ItemProgress {
  readonly state: SigningState | null;
  readonly valueBase64: string | null;
  readonly completedSha256: string | null;
}

/** A value that does not verify will never do: the key has to be asked again. */
const WORTHLESS: ReadonlySet<string> = /* @__PURE__ */ new Set(['ERR_SIGNER_VALUE_MISMATCH']);

/** Reads a journal's entries by item. */
export function progressOf(entries: readonly JournalEntry[]): ReadonlyMap<string, ItemProgress> {
  const progress = new Map<string, ItemProgress>();
  for (const entry of entries) {
    const before = progress.get(entry.id) ?? { state: null, valueBase64: null, completedSha256: null };
    if (entry.step === 'prepared')
      progress.set(entry.id, { state: entry.state, valueBase64: null, completedSha256: null });
    else if (entry.step === 'signed') progress.set(entry.id, { ...before, valueBase64: entry.valueBase64 });
    else if (entry.step === 'failed' && WORTHLESS.has(entry.code))
      progress.set(entry.id, { ...before, valueBase64: null });
    else if (entry.step === 'completed') progress.set(entry.id, { ...before, completedSha256: entry.fileSha256 });
  }
  return progress;
}

/**
 * An entry of one line of text (JSON), checked.
 *
 * @param line - Number of the line, from 1, for the error.
 * @throws {@link HocBaSoError} `ERR_JOURNAL_MALFORMED`; `ERR_SIGNING_STATE_INVALID` for a state that was edited.
 */
export function parseJournalEntry(text: string, line: number): JournalEntry {
  const malformed = (cause?: unknown) => createError(PROVIDER_ERRORS, 'ERR_JOURNAL_MALFORMED', { line }, { cause });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw malformed(cause);
  }
  if (typeof value !== 'object' || value === null) throw malformed();
  const entry = value as Record<string, unknown>;
  const { step, id } = entry;
  if (typeof id !== 'string') throw malformed();
  const has = (field: string) => typeof entry[field] === 'string';
  if (step === 'prepared') return { step, id, state: parseSigningState(entry['state']) };
  const known =
    (step === 'signed' && has('valueBase64')) ||
    (step === 'completed' && has('fileSha256')) ||
    (step === 'failed' && has('code'));
  if (!known) throw malformed();
  return value as JournalEntry;
}

/** The highest number seen of a list, with the hash of its content. */
export interface SeenNumber {
  readonly number: number;
  /** SHA-256 of the payload, lower-case hexadecimal. */
  readonly sha256: string;
}

/**
 * Where the caller keeps the highest numbers seen: a file, a row, a key of a browser's storage. It must survive restarts, or else an old list
 * can be put in the place of a newer one. Everything in it comes from lists whose signature held.
 */
export interface NumberStore {
  /**
   * Keeps the higher of what is stored and what is given (what is stored, when the numbers are equal), as one step that nothing interrupts.
   *
   * @param list - Kind and identifier of the list, for example `register:so-gddt-ha-noi`.
   * @returns What is stored afterwards.
   */
  raise(list: string, seen: SeenNumber): SeenNumber | Promise<SeenNumber>;
}

/** A store for one process: it finds roll-backs until the process ends. For tests, and for programs that load a list once. */
export function memoryNumberStore(): NumberStore {
  const numbers = new Map<string, SeenNumber>();
  return {
    raise(list, seen) {
      const stored = numbers.get(list);
      if (stored !== undefined && stored.number >= seen.number) return stored;
      numbers.set(list, seen);
      return seen;
    },
  };
}

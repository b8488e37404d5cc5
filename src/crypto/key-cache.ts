/** Keys ready for a platform, by their SubjectPublicKeyInfo: a school's few signers verify thousands of records. */
export interface KeyCache<T> {
  /** The entry of a key, made at first use; the one unused longest is dropped when there are too many. */
  get(spki: Uint8Array, make: () => T): T;
}

/** Entries; a key costs about 2 kB of native memory. */
const LIMIT = 1024;

export function createKeyCache<T>(limit: number = LIMIT): KeyCache<T> {
  const entries = new Map<string, T>();
  return {
    get(spki, make) {
      // Longer than any key that the rules let through: not worth remembering.
      if (spki.length > 4096) return make();
      const name = String.fromCharCode.apply(null, spki as unknown as number[]);
      const known = entries.get(name);
      if (known !== undefined) {
        entries.delete(name);
        entries.set(name, known);
        return known;
      }
      const made = make();
      if (entries.size >= limit) entries.delete(entries.keys().next().value!);
      entries.set(name, made);
      return made;
    },
  };
}

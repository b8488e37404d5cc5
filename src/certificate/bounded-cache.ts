/** Remembers answers for a while; when full, what was asked for longest ago goes first. */
export interface BoundedCache<T> {
  get(key: string, now: Date): T | undefined;
  set(key: string, value: T, size: number, until: Date): void;
}

/**
 * @param maxEntries - Integer ≥ 1.
 * @param maxSize - Sum of the sizes of all entries; what is larger alone is not kept.
 */
export function boundedCache<T>(maxEntries: number, maxSize: number): BoundedCache<T> {
  const entries = new Map<string, { readonly value: T; readonly size: number; readonly until: number }>();
  let total = 0;
  const drop = (key: string) => {
    total -= entries.get(key)?.size ?? 0;
    entries.delete(key);
  };
  return {
    get(key, now) {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      drop(key);
      if (now.getTime() > entry.until) return undefined;
      entries.set(key, entry);
      total += entry.size;
      return entry.value;
    },
    set(key, value, size, until) {
      drop(key);
      if (size > maxSize) return;
      entries.set(key, { value, size, until: until.getTime() });
      total += size;
      while (entries.size > maxEntries || total > maxSize) drop(entries.keys().next().value!);
    },
  };
}

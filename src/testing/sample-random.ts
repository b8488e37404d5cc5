/** Numbers that look random and depend on the seed alone: for samples, never for keys. */
export interface SampleRandom {
  /** At least 0, below 1. */
  next(): number;
  /** Whole number between two bounds, both included. */
  integer(min: number, max: number): number;
  pick<T>(from: readonly T[]): T;
  /** True with the given probability. */
  chance(probability: number): boolean;
  /** Around 0, within ±1; the middle is likelier than the ends. */
  spread(): number;
}

/** Generator sfc32 (public domain), its state filled from the UTF-16 units of the seed. */
export function sampleRandom(seed: string): SampleRandom {
  let [a, b, c, d] = [0x9e3779b9, 0x243f6a88, 0xb7e15162, 1];
  const step = (): number => {
    const sum = (a + b + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return sum >>> 0;
  };
  for (let at = 0; at < seed.length; at++) {
    a ^= Math.imul(seed.charCodeAt(at) + 1, 0x85ebca6b);
    step();
  }
  for (let round = 0; round < 16; round++) step();
  const next = () => step() / 4_294_967_296;
  const integer = (min: number, max: number) => min + Math.floor(next() * (max - min + 1));
  return {
    next,
    integer,
    pick: (from) => from[integer(0, from.length - 1)]!,
    chance: (probability) => next() < probability,
    spread: () => (next() + next() + next()) / 1.5 - 1,
  };
}

/**
 * A `Crypto` whose randomness depends on the seed alone, so that look-up codes and Ids of samples are the same every time. Everything else
 * is the platform's. Never for a record that is meant to be used: its salt could be computed.
 */
export function sampleCrypto(seed: string): Crypto {
  const random = sampleRandom(`${seed}/crypto`);
  const { subtle } = globalThis.crypto;
  const getRandomValues = <T extends ArrayBufferView | null>(array: T): T => {
    if (array !== null) {
      const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
      for (let at = 0; at < bytes.length; at++) bytes[at] = random.integer(0, 255);
    }
    return array;
  };
  return { subtle, getRandomValues, randomUUID: () => globalThis.crypto.randomUUID() } as Crypto;
}

/** Random numbers that a seed repeats exactly, on every machine. Not for secrets. */
export interface Random {
  /** In [0, 1), 53 bits. */
  uniform(): number;
  /** Mean 0, variance 1. */
  normal(): number;
  /** A whole number in [0, bound), without modulo bias. */
  integer(bound: number): number;
  /** A new array in random order; every order is equally likely. */
  shuffle<T>(items: readonly T[]): T[];
  /** `count` different items, every subset equally likely, in the order they had. */
  sample<T>(items: readonly T[], count: number): T[];
}

/** xoshiro128** (Blackman & Vigna 2021), its state filled by SplitMix64 of the seed. */
export function createRandom(seed: number | bigint): Random {
  const next = xoshiro128(seedWords(seed));
  const uniform = () => ((next() >>> 5) * 0x4000000 + (next() >>> 6)) / 2 ** 53;
  let spare: number | undefined;

  /** Marsaglia's polar method: two at a time. */
  function normal(): number {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    for (;;) {
      const u = 2 * uniform() - 1;
      const v = 2 * uniform() - 1;
      const s = u * u + v * v;
      if (s > 0 && s < 1) {
        const scale = Math.sqrt((-2 * Math.log(s)) / s);
        spare = v * scale;
        return u * scale;
      }
    }
  }

  function integer(bound: number): number {
    if (!Number.isSafeInteger(bound) || bound < 1) {
      throw new RangeError(`A bound must be a whole number from 1 to 2⁵³ − 1, not ${bound}.`);
    }
    const range = 2 ** 53;
    const limit = range - (range % bound);
    for (;;) {
      const draw = uniform() * range;
      if (draw < limit) return draw % bound;
    }
  }

  function shuffle<T>(items: readonly T[]): T[] {
    const shuffled = [...items];
    for (let i = shuffled.length - 1; i > 0; i -= 1) {
      const j = integer(i + 1);
      const moved = shuffled[i] as T;
      shuffled[i] = shuffled[j] as T;
      shuffled[j] = moved;
    }
    return shuffled;
  }

  /** Knuth's algorithm S: one pass, and the items keep their order. */
  function sample<T>(items: readonly T[], count: number): T[] {
    if (!Number.isInteger(count) || count < 0 || count > items.length) {
      throw new RangeError(`A sample of ${items.length} items cannot have ${count}.`);
    }
    const chosen: T[] = [];
    items.forEach((item, index) => {
      const wanted = count - chosen.length;
      if (wanted > 0 && integer(items.length - index) < wanted) chosen.push(item);
    });
    return chosen;
  }

  return { uniform, normal, integer, shuffle, sample };
}

/** Unsigned 32-bit numbers from a state of four words, not all 0. */
export function xoshiro128(state: readonly [number, number, number, number]): () => number {
  let [a, b, c, d] = state;
  return () => {
    const product = Math.imul(b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result;
  };
}

function seedWords(seed: number | bigint): [number, number, number, number] {
  if (typeof seed === 'number' && !Number.isSafeInteger(seed)) {
    throw new RangeError(`A seed must be a whole number, not ${seed}.`);
  }
  const next = splitMix64(BigInt(seed));
  const [low, high] = [next(), next()];
  const word = (bits: bigint) => Number(BigInt.asUintN(32, bits));
  return [word(low), word(low >> 32n), word(high), word(high >> 32n)];
}

/** Unsigned 64-bit numbers; spreads seeds that differ in one bit (Steele, Lea & Flood 2014). */
export function splitMix64(seed: bigint): () => bigint {
  let state = BigInt.asUintN(64, seed);
  return () => {
    state = BigInt.asUintN(64, state + 0x9e3779b97f4a7c15n);
    let z = state;
    z = BigInt.asUintN(64, (z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n);
    z = BigInt.asUintN(64, (z ^ (z >> 27n)) * 0x94d049bb133111ebn);
    return z ^ (z >> 31n);
  };
}

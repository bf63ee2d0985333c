/** Hash of what a sender said, 64 bits in two lanes of 32, so that the same identity sent with
 *  other content is found. Fields are added up, so their order does not matter, and so neither
 *  does which features were registered when they arrived. Not meant against an adversary. */
export interface ContentHash {
  reset(): void;
  addNumber(nameHash: number, value: number): void;
  addText(nameHash: number, value: string): void;
  /** Null, true and false. */
  addWord(nameHash: number, value: boolean | null): void;
  readonly high: number;
  readonly low: number;
}

const HIGH_SEED = 0x9e3779b9;
const LOW_SEED = 0x85ebca6b;
const NUMBER = 0x4e554d42;
const TEXT = 0x54455854;
const WORD = 0x574f5244;

/** FNV-1a over UTF-16 units; the name of a field enters the content hash by it. */
export function hashName(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i += 1) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return hash | 0;
}

/** Finalizer of MurmurHash3: every bit of the input reaches every bit of the output. */
function mix(hash: number): number {
  let h = hash;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

export function createContentHash(): ContentHash {
  const float = new Float64Array(1);
  const words = new Uint32Array(float.buffer);
  let high = 0;
  let low = 0;

  function add(nameHash: number, tag: number, first: number, second: number): void {
    const name = mix(nameHash ^ tag);
    high = (high + mix(mix(name ^ HIGH_SEED ^ first) + second)) | 0;
    low = (low + mix(mix(Math.imul(name, LOW_SEED) ^ second) + Math.imul(first, 0x27d4eb2f))) | 0;
  }

  return {
    reset() {
      high = 0;
      low = 0;
    },
    addNumber(nameHash, value) {
      // -0 and 0 are the same number.
      float[0] = value + 0;
      add(nameHash, NUMBER, words[0] ?? 0, words[1] ?? 0);
    },
    addText(nameHash, value) {
      let a = HIGH_SEED ^ value.length;
      let b = LOW_SEED;
      for (let i = 0; i < value.length; i += 1) {
        const unit = value.charCodeAt(i);
        a = Math.imul(a ^ unit, 0x01000193);
        b = Math.imul(b + unit, 0x5bd1e995) ^ (b >>> 15);
      }
      add(nameHash, TEXT, a, b);
    },
    addWord(nameHash, value) {
      add(nameHash, WORD, value === null ? 2 : value ? 1 : 0, 0);
    },
    get high() {
      return high >>> 0;
    },
    get low() {
      return low >>> 0;
    },
  };
}

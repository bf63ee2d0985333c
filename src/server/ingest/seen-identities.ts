/** The identities that this server has accepted of late, to tell senders that they repeat
 *  themselves. Advice only: it is in memory, and nothing else relies on it. */
export interface SeenIdentities {
  has(hash: number): boolean;
  add(hash: number): void;
}

const SLOTS = 1 << 20;
const EMPTY = -1;

/** Two generations of an open-addressing table: when the young one is half full, the old one is
 *  forgotten and the young one grows old. Remembers at least the last `SLOTS / 2`. */
export function createSeenIdentities(slots: number = SLOTS): SeenIdentities {
  let young = new Float64Array(slots).fill(EMPTY);
  let old = new Float64Array(slots).fill(EMPTY);
  let size = 0;

  /** Slot of the hash, or the free one where it belongs. */
  function find(table: Float64Array, hash: number): number {
    let slot = hash % slots;
    for (let found = table[slot]; found !== EMPTY && found !== hash; found = table[slot]) {
      slot = slot + 1 === slots ? 0 : slot + 1;
    }
    return slot;
  }

  return {
    has: (hash) => young[find(young, hash)] === hash || old[find(old, hash)] === hash,
    add(hash) {
      const slot = find(young, hash);
      if (young[slot] === hash) return;
      young[slot] = hash;
      size += 1;
      if (size < slots / 2) return;
      [young, old] = [old, young];
      young.fill(EMPTY);
      size = 0;
    },
  };
}

/** When a row arrived, as an order over all rows of a server. */
export interface ArrivalClock {
  /** Moves on to the next row. */
  next(): void;
  readonly ms: number;
  /** 44 bits of milliseconds and 20 of a sequence within them, in two halves. */
  readonly high: number;
  readonly low: number;
}

const SEQUENCE_BITS = 20;
const SEQUENCES = 1 << SEQUENCE_BITS;
const LOW_MS = 1 << (32 - SEQUENCE_BITS);

/** The clock never goes back, whatever the machine's does: a correction of its time must not
 *  let a later label lose against an earlier one. */
export function createArrivalClock(now: () => number): ArrivalClock {
  let ms = 0;
  let sequence = 0;
  return {
    next() {
      const current = now();
      if (current > ms) {
        ms = current;
        sequence = 0;
      } else if (++sequence === SEQUENCES) {
        ms += 1;
        sequence = 0;
      }
    },
    get ms() {
      return ms;
    },
    get high() {
      return Math.floor(ms / LOW_MS) >>> 0;
    },
    get low() {
      return ((ms % LOW_MS) * SEQUENCES + sequence) >>> 0;
    },
  };
}

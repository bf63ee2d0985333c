import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextAttemptMs } from './next-attempt.ts';

const HOUR_MS = 3_600_000;
const base = { attempts: 1, createdAtMs: 0, nowMs: 1_000, retryAfterMs: null, random: 0 };

describe('nextAttemptMs', () => {
  it.each([
    ['the first wait is at least half of 5 s', {}, 3_500],
    ['and at most 5 s', { random: 1 }, 6_000],
    ['the third is nine times as long', { attempts: 3 }, 23_500],
    ['no wait is longer than 6 hours', { attempts: 20, random: 1 }, 1_000 + 6 * HOUR_MS],
    ['what the receiver asks for is a minimum', { retryAfterMs: 60_000 }, 61_000],
    ['and cannot be more than 6 hours', { retryAfterMs: 1e12 }, 1_000 + 6 * HOUR_MS],
    ['after 25 attempts it is given up', { attempts: 25 }, null],
    ['and after 4 days', { nowMs: 96 * HOUR_MS }, null],
  ] as const)('%s', (_, change, expected) => {
    expect(nextAttemptMs({ ...base, ...change })).toBe(expected);
  });

  it('never lies in the past', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 24 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (attempts, random) => {
          expect(nextAttemptMs({ ...base, attempts, random })).toBeGreaterThan(base.nowMs);
        },
      ),
    );
  });
});

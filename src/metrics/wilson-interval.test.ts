import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REFERENCE_NOTE, readReferenceJson, referencePresent } from '../testing/read-reference.ts';
import { wilsonInterval } from './wilson-interval.ts';

interface Proportion {
  readonly fn: string;
  readonly k: number;
  readonly n: number;
  readonly method?: string;
  readonly expected: { readonly low: number; readonly high: number };
}

describe.skipIf(!referencePresent)(`scipy${REFERENCE_NOTE}`, () => {
  const cases = referencePresent
    ? readReferenceJson<{ binomial: Proportion[] }>('vectors/scipy.json').binomial.filter(
        (c) => c.fn === 'binomtest.proportion_ci' && c.method === 'wilson',
      )
    : [];

  it.each(cases)('proportion_ci wilson of $k in $n', ({ k, n, expected }) => {
    const { low, high } = wilsonInterval(k / n, n);
    expect(Math.abs(low - expected.low)).toBeLessThanOrEqual(1e-12);
    expect(Math.abs(high / expected.high - 1)).toBeLessThanOrEqual(1e-12);
  });

  it('has seven of them', () => {
    expect(cases).toHaveLength(7);
  });
});

describe("Wilson's interval", () => {
  it('holds the share, lies in [0, 1], and narrows with rows', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 1, max: 1e6, noNaN: true }),
        (share, rows) => {
          const { low, high } = wilsonInterval(share, rows);
          const more = wilsonInterval(share, rows * 2);
          expect(low).toBeGreaterThanOrEqual(0);
          expect(high).toBeLessThanOrEqual(1);
          expect(low).toBeLessThanOrEqual(share);
          expect(high).toBeGreaterThanOrEqual(share);
          expect(more.high - more.low).toBeLessThan(high - low);
        },
      ),
    );
  });

  it.each([
    ['a share above 1', () => wilsonInterval(1.1, 5), /between 0 and 1, not 1.1/],
    ['no rows', () => wilsonInterval(0.5, 0), /above 0, not 0/],
    ['certainty', () => wilsonInterval(0.5, 5, 1), /confidence must be between 0 and 1, not 1/],
  ])('refuses %s with a sentence', (_, call, message) => {
    expect(call).toThrow(message);
  });
});

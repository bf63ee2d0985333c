import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  REFERENCE_NOTE,
  readReferenceJson,
  referencePresent,
} from '../../testing/read-reference.ts';
import { weightedQuantiles } from './weighted-quantiles.ts';

const values = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 });

describe('weighted quantiles', () => {
  it('run from the minimum to the maximum and never descend', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 300 }), (xs, count) => {
        const quantiles = weightedQuantiles(xs, count);
        expect(quantiles).toHaveLength(count + 1);
        expect(quantiles[0]).toBe(Math.min(...xs));
        expect(quantiles.at(-1)).toBe(Math.max(...xs));
        quantiles.slice(1).forEach((q, i) => {
          expect(q).toBeGreaterThanOrEqual(quantiles[i] ?? Number.NaN);
        });
      }),
    );
  });

  it('do not depend on the order of the values', () => {
    fc.assert(
      fc.property(values, (xs) => {
        expect(weightedQuantiles([...xs].reverse(), 7)).toEqual(weightedQuantiles(xs, 7));
      }),
    );
  });

  it('treat a whole weight like so many copies of the value', () => {
    const rows = fc.array(fc.tuple(fc.integer(), fc.integer({ min: 0, max: 5 })), { minLength: 1 });
    fc.assert(
      fc.property(rows, (pairs) => {
        const copies = pairs.flatMap(([x, weight]) => new Array<number>(weight).fill(x));
        fc.pre(copies.length > 0);
        const xs = pairs.map(([x]) => x);
        const weights = pairs.map(([, weight]) => weight);
        expect(weightedQuantiles(xs, 16, weights)).toEqual(weightedQuantiles(copies, 16));
      }),
    );
  });

  it('hold equal counts between them where there are no ties', () => {
    const quantiles = weightedQuantiles(
      Array.from({ length: 1000 }, (_, i) => i),
      10,
    );
    expect(quantiles).toEqual([0, 99, 199, 299, 399, 499, 599, 699, 799, 899, 999]);
  });

  it.each([
    ['no values', () => weightedQuantiles([], 4), /no values/],
    ['values of no weight', () => weightedQuantiles([1], 4, [0]), /no values/],
    ['NaN', () => weightedQuantiles([Number.NaN], 4), /not NaN/],
    ['an infinite weighted value', () => weightedQuantiles([1, 1 / 0], 4, [1, 1]), /not Infinity/],
    ['a negative weight', () => weightedQuantiles([1, 2], 4, [1, -1]), /not -1/],
    ['other lengths', () => weightedQuantiles([1, 2], 4, [1]), /1 weights for 2 values/],
    ['no steps', () => weightedQuantiles([1], 0), /from 1 on, not 0/],
  ])('refuse %s with a sentence', (_, call, message) => {
    expect(call).toThrow(message);
  });
});

interface NumpyQuantiles {
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  readonly quantile: readonly { input: string; q: number; method: string; expected: number }[];
}

describe.skipIf(!referencePresent)(`quantiles of numpy${REFERENCE_NOTE}`, () => {
  it('are the same by the method inverted_cdf, wherever q is a whole number of 256ths or 20ths', () => {
    const numpy = readReferenceJson<NumpyQuantiles>('vectors/numpy_binning.json');
    const steps = (q: number) => [256, 20, 100].find((count) => Number.isInteger(q * count));
    const cases = numpy.quantile.filter((c) => c.method === 'inverted_cdf' && steps(c.q));
    expect(cases.length).toBeGreaterThan(20);
    for (const { input, q, expected } of cases) {
      const count = steps(q) ?? 1;
      expect(weightedQuantiles(numpy.inputs[input] ?? [], count)[q * count]).toBe(expected);
    }
  });
});

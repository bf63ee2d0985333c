import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../src/stats/random.ts';
import { drawBinomial } from './draw-binomial.ts';
import { drawCounts } from './draw-counts.ts';
import { drawGamma } from './draw-gamma.ts';
import { tiltedCounts } from './tilted-counts.ts';

const meanAndVariance = (draws: readonly number[]) => {
  const mean = draws.reduce((sum, x) => sum + x, 0) / draws.length;
  const variance = draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (draws.length - 1);
  return { mean, variance };
};
const repeat = <T>(times: number, draw: () => T): T[] => Array.from({ length: times }, draw);

describe('draws have the mean and variance of their law', () => {
  it.each([
    [5, 0.3],
    [200, 0.01],
    [200, 0.5],
    [1000, 0.97],
    [100_000, 0.1],
  ])('binomial of %d rows at %d', (n, p) => {
    const random = createRandom(1);
    const { mean, variance } = meanAndVariance(repeat(40_000, () => drawBinomial(random, n, p)));
    const expected = n * p * (1 - p);
    expect(Math.abs(mean - n * p)).toBeLessThan(5 * Math.sqrt(expected / 40_000));
    expect(variance / expected).toBeCloseTo(1, 1);
  });

  it.each([0.2, 1, 7.5, 400])('gamma of shape %d', (shape) => {
    const random = createRandom(2);
    const { mean, variance } = meanAndVariance(repeat(40_000, () => drawGamma(random, shape)));
    expect(Math.abs(mean - shape)).toBeLessThan(5 * Math.sqrt(shape / 40_000));
    expect(variance / shape).toBeGreaterThan(0.9);
    expect(variance / shape).toBeLessThan(1.1);
  });

  it('counts add up to the rows, also where shares are 0', () => {
    const random = createRandom(3);
    for (const counts of repeat(100, () => drawCounts(random, 57, [0, 0.2, 0.8, 0]))) {
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(57);
      expect([counts[0], counts[3]]).toEqual([0, 0]);
    }
  });
});

describe('tilted counts', () => {
  it('weigh to averages of the law itself, far in the tail too', () => {
    const random = createRandom(4);
    const draw = tiltedCounts([0.2, 0.8], 100, 4);
    const draws = repeat(60_000, () => draw(random));
    const weights = draws.reduce((sum, { weight }) => sum + weight, 0) / draws.length;
    const tail =
      draws.reduce((sum, { counts, weight }) => sum + ((counts[0] ?? 0) >= 34 ? weight : 0), 0) /
      draws.length;
    expect(weights).toBeCloseTo(1, 1);
    // P(X ≥ 34) of a binomial of 100 rows at 0.2, summed exactly.
    let exact = 0;
    let mass = 0.8 ** 100;
    for (let k = 0; k <= 100; k += 1) {
      if (k >= 34) exact += mass;
      mass *= (0.25 * (100 - k)) / (k + 1);
    }
    expect(tail / exact).toBeGreaterThan(0.93);
    expect(tail / exact).toBeLessThan(1.07);
  });
});

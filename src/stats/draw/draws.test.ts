import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { drawBinomial, drawMultinomial } from './draw-binomial.ts';
import { drawDirichlet, drawGamma } from './draw-gamma.ts';

const DRAWS = 40_000;

function summarise(draw: () => number) {
  const draws = Array.from({ length: DRAWS }, draw);
  const mean = draws.reduce((sum, one) => sum + one, 0) / DRAWS;
  const variance = draws.reduce((sum, one) => sum + (one - mean) ** 2, 0) / DRAWS;
  return { mean, variance };
}

/** Five standard errors; a wrong method is off by far more. */
const close = (actual: number, expected: number, deviation: number) =>
  expect(Math.abs(actual - expected)).toBeLessThan((5 * deviation) / Math.sqrt(DRAWS));

describe('draws', () => {
  it.each([0.3, 1, 2.5, 400])('of a gamma have its mean and variance, shape %s', (shape) => {
    const random = createRandom(1);
    const { mean, variance } = summarise(() => drawGamma(shape, random));
    close(mean, shape, Math.sqrt(shape));
    close(variance, shape, shape * Math.sqrt(2 + 6 / shape));
  });

  it.each([
    ['by inversion', 40, 0.1],
    ['of rare events among many', 100_000, 1e-5],
    ['by rejection', 200, 0.3],
    ['of frequent events', 5_000, 0.97],
  ])('of a binomial have its mean and variance, %s', (_, n, p) => {
    const random = createRandom(2);
    const { mean, variance } = summarise(() => drawBinomial(n, p, random));
    const expected = n * p * (1 - p);
    close(mean, n * p, Math.sqrt(expected));
    close(variance, expected, Math.sqrt(2 * expected * expected + expected));
  });

  it('of a binomial are the ends where nothing is open', () => {
    const random = createRandom(3);
    expect([
      drawBinomial(7, 0, random),
      drawBinomial(7, 1, random),
      drawBinomial(0, 0.5, random),
    ]).toEqual([0, 7, 0]);
  });

  it('of a multinomial share out all rows, as often as they should', () => {
    const random = createRandom(4);
    const sums = [0, 0, 0, 0];
    for (let draw = 0; draw < 2_000; draw += 1) {
      const counts = drawMultinomial(50, [0.5, 0, 0.3, 0.2], random);
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(50);
      counts.forEach((count, bin) => {
        sums[bin] = (sums[bin] ?? 0) + count;
      });
    }
    expect(sums.map((sum) => Math.round(sum / 1_000) / 100)).toEqual([0.5, 0, 0.3, 0.2]);
  });

  it('of a multinomial of fewer rows than bins share them out as often as they should', () => {
    const random = createRandom(6);
    const sums = [0, 0, 0, 0, 0];
    for (let draw = 0; draw < 8_000; draw += 1) {
      const counts = drawMultinomial(3, [0.5, 0, 0.3, 0.2, 0], random);
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(3);
      counts.forEach((count, bin) => {
        sums[bin] = (sums[bin] ?? 0) + count;
      });
    }
    expect(sums.map((sum) => Math.round(sum / 240) / 100)).toEqual([0.5, 0, 0.3, 0.2, 0]);
  });

  it('of a Dirichlet sum to 1 and leave out bins without weight', () => {
    const shares = drawDirichlet([3, 0, 1], createRandom(5));
    expect(shares[1]).toBe(0);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
  });
});

import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../stats/random.ts';
import { timesTheLargest } from './times-the-largest.ts';

describe('timesTheLargest', () => {
  it.each([
    [1, 0.5, 1],
    [31, 1 / 32, 1],
    // 2 / (32 · 33) and 24 / (32 · 33 · 34 · 35): whole numbers of times have a product.
    [31, 2 / (32 * 33), 2],
    [31, 24 / (32 * 33 * 34 * 35), 4],
  ])('of %d excesses at %d is %d', (count, level, times) => {
    expect(timesTheLargest(count, level)).toBeCloseTo(times, 9);
  });

  it.each([
    [20, 0.02],
    [31, 0.005],
    [100, 0.002],
  ])('is passed as often as asked for by exponential excesses: %d, %d', (count, level) => {
    const random = createRandom(7);
    const times = timesTheLargest(count, level);
    const draw = () => -Math.log(1 - random.uniform());
    const rounds = 20_000;
    let passed = 0;
    for (let round = 0; round < rounds; round += 1) {
      let largest = 0;
      for (let one = 0; one < count; one += 1) largest = Math.max(largest, draw());
      if (draw() > times * largest) passed += 1;
    }
    const scatter = Math.sqrt(level / rounds);
    expect(Math.abs(passed / rounds - level)).toBeLessThan(4 * scatter);
  });

  it('grows as the level falls, and falls as more are seen', () => {
    expect(timesTheLargest(31, 1e-6)).toBeGreaterThan(timesTheLargest(31, 1e-3));
    expect(timesTheLargest(300, 1e-6)).toBeLessThan(timesTheLargest(31, 1e-6));
  });

  it.each([
    [0, 0.1],
    [31, 0],
    [31, 1],
  ])('refuses %d excesses at level %d', (count, level) => {
    expect(() => timesTheLargest(count, level)).toThrow(RangeError);
  });
});

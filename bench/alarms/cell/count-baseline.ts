import type { CountSampling } from '../../../src/metrics/sampling.ts';
import { drawCounts } from '../draw/draw-counts.ts';
import { inflationFor, tiltedCounts } from '../draw/tilted-counts.ts';
import type { DrawnBaseline } from './null-cell.ts';

/** Windows of a metric that compares counts, drawn from the true masses of its own test bins. */
export function countBaseline(
  sampling: CountSampling,
  masses: readonly number[],
  shiftOf: readonly number[],
  { n, m, level }: { readonly n: number; readonly m: number; readonly level: number },
): DrawnBaseline {
  const { baselineCounts } = sampling;
  const filled = masses.filter((mass) => mass * n > 0.5).length;
  const tilted = tiltedCounts(masses, n, inflationFor(Math.max(1, filled - 1), level, n));
  return {
    sampling,
    baselineValue: null,
    n,
    m,
    drawWindow(random) {
      const { counts, weight } = tilted(random);
      return { value: sampling.compare(baselineCounts, counts), weight };
    },
    afterShift(shift) {
      const shifted = tilt(masses, shiftOf, shift);
      return (random) => sampling.compare(baselineCounts, drawCounts(random, n, shifted));
    },
  };
}

/** Masses that grow by e^shift along a direction, and add up to 1 again. */
function tilt(
  masses: readonly number[],
  direction: readonly number[],
  shift: number,
): readonly number[] {
  const grown = masses.map((mass, bin) => mass * Math.exp(shift * (direction[bin] ?? 0)));
  const total = grown.reduce((sum, mass) => sum + mass, 0);
  return grown.map((mass) => mass / total);
}

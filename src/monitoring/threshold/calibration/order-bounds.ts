import type { OrderSampling } from '../../../metrics/sampling.ts';
import type { Steps } from '../../steps.ts';
import type { Bounds, CalibratedThreshold, ThresholdContext } from '../threshold.ts';
import { distanceBounds } from './distance-bounds.ts';
import { scaleLaw } from './law.ts';
import { orderLaws } from './order-laws.ts';

/** Cut-offs of a distance between two distribution functions, whose square grows with 1/n + 1/m. */
export function* orderBounds(
  spec: CalibratedThreshold,
  context: ThresholdContext,
  sampling: OrderSampling,
): Steps<Bounds> {
  const { n, m } = context;
  const sampleScale = 1 / n + 1 / m;
  const { marginal, conditional } = yield* orderLaws(sampling, n, m);
  return distanceBounds(spec, context, {
    laws: {
      marginal: scaleLaw(marginal, sampleScale),
      conditional: scaleLaw(conditional, sampleScale),
    },
    scale: { factor: 1, power: 0.5, isChiSquared: false },
    sampleScale,
    valueOfEffect: (w) => w * reachOfEffect(sampling),
  });
}

/** By Cauchy and Schwarz |F − G| ≤ w √(F(1 − F)) wherever Cohen's effect is w. */
function reachOfEffect({ distance, masses, widths }: OrderSampling): number {
  let [below, left, most, area] = [0, 0, 0, 0];
  masses.forEach((mass, step) => {
    below = Math.min(1, below + mass);
    const right = Math.sqrt(below * (1 - below));
    area += ((widths[step] ?? 0) * (left + right)) / 2;
    most = Math.max(most, right);
    left = right;
  });
  return distance === 'wasserstein' ? area : most;
}

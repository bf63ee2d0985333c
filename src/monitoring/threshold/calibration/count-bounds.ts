import type { CountSampling } from '../../../metrics/sampling.ts';
import {
  pearsonThreeQuantile,
  roughPearsonThreeQuantile,
} from '../../../stats/distribution/pearson-three.ts';
import type { Bounds, CalibratedThreshold, ThresholdContext } from '../threshold.ts';
import { countLaws } from './count-laws.ts';
import { judgedBounds } from './judged-bounds.ts';
import { type Law, shiftLaw } from './law.ts';
import { distanceAt, valueAt, valueOfEffect } from './value-scale.ts';

/** Chance that an effect of the minimum detectable size is found. */
const POWER = 0.8;

/** Cut-offs of a distance between two count vectors. */
export function countBounds(
  spec: CalibratedThreshold,
  context: ThresholdContext,
  sampling: CountSampling,
): Bounds {
  const { n, budget: level, descriptor } = context;
  const { laws, scale, sampleScale } = countLaws(descriptor.id, sampling, n);
  const marginal = pearsonThreeQuantile(level, laws.marginal);
  const conditional = pearsonThreeQuantile(level, laws.conditional);
  // The largest distance that an effect of Cohen's w reaches.
  const farthest = (w: number) =>
    scale.isChiSquared ? w * w : distanceAt(valueOfEffect(sampling, n, w), scale);
  const floor = (w: number) => {
    if (w === 0) return marginal;
    if (scale.isChiSquared) {
      return pearsonThreeQuantile(level, shiftLaw(laws.marginal, w * w, sampleScale));
    }
    // No law beyond the triangle inequality: the effect and the noise add up as values.
    return distanceAt(valueAt(farthest(w), scale) + valueAt(marginal, scale), scale);
  };
  return judgedBounds(spec, {
    sampling: marginal,
    baseline: conditional,
    warningEffect: floor(spec.warningEffect),
    criticalEffect: floor(spec.criticalEffect),
    history: null,
    learntFrom: 0,
    level,
    minimumDetectable: scale.isChiSquared
      ? Math.sqrt(detectable(Math.max(marginal, conditional), laws.marginal, sampleScale))
      : null,
    hidesCritical: (bound) => bound > farthest(spec.criticalEffect),
    toValue: (bound) => valueAt(bound, scale),
  });
}

/** The distance that lies beyond the cut-off four times in five, by halving. */
export function detectable(bound: number, law: Law, sampleScale: number): number {
  let [low, high] = [0, bound];
  const found = (effect: number) =>
    roughPearsonThreeQuantile(POWER, shiftLaw(law, effect, sampleScale)) >= bound;
  if (found(0)) return 0;
  while (!found(high)) high *= 2;
  for (let step = 0; step < 30; step += 1) {
    const middle = (low + high) / 2;
    if (found(middle)) high = middle;
    else low = middle;
  }
  return high;
}

import {
  pearsonThreeQuantile,
  roughPearsonThreeQuantile,
} from '../../../stats/distribution/pearson-three.ts';
import type { Bounds, CalibratedThreshold, ThresholdContext } from '../threshold.ts';
import type { NullLaws } from './draw-count-laws.ts';
import { judgedBounds, POWER } from './judged-bounds.ts';
import { type Law, shiftLaw } from './law.ts';
import { learnDistance } from './learn-distance.ts';
import { learningPeriod } from './learning-period.ts';
import { distanceAt, type ValueScale, valueAt } from './value-scale.ts';

/** A distance of distributions, as cut-offs need it. */
export interface MeasuredDistance {
  readonly laws: NullLaws;
  readonly scale: ValueScale;
  /** 1/n + 1/m. */
  readonly sampleScale: number;
  /** The largest value that an effect of Cohen's w reaches. */
  readonly valueOfEffect: (w: number) => number;
}

/** Cut-offs of a distance between the distributions of baseline and window. */
export function distanceBounds(
  spec: CalibratedThreshold,
  context: ThresholdContext,
  { laws, scale, sampleScale, valueOfEffect }: MeasuredDistance,
): Bounds {
  const { budget: level, seasonPhase } = context;
  const marginal = pearsonThreeQuantile(level, laws.marginal);
  const conditional = pearsonThreeQuantile(level, laws.conditional);
  const farthest = (w: number) =>
    scale.isChiSquared ? w * w : distanceAt(valueOfEffect(w), scale);
  const floor = (w: number) => {
    if (w === 0) return marginal;
    if (scale.isChiSquared) {
      return pearsonThreeQuantile(level, shiftLaw(laws.marginal, w * w, sampleScale));
    }
    // No law beyond the triangle inequality: the effect and the noise add up as values.
    return distanceAt(valueOfEffect(w) + valueAt(marginal, scale), scale);
  };
  const criticalEffect = floor(spec.criticalEffect);
  // What no sampling explains and is called critical is no example of what is normal.
  const period = learningPeriod(context.history).filter(
    ({ value, inBaseline }) => inBaseline || distanceAt(value, scale) <= criticalEffect,
  );
  const points = period.map(({ value, n, m, seasonPhase: phase }) => ({
    distance: distanceAt(value, scale),
    n,
    m,
    seasonPhase: phase,
  }));
  const sure = Math.max(marginal, conditional);
  return judgedBounds(spec, {
    sampling: marginal,
    baseline: conditional,
    warningEffect: floor(spec.warningEffect),
    criticalEffect,
    history: learnDistance(points, seasonPhase, laws.marginal, sampleScale, level),
    period,
    level,
    minimumDetectable: scale.isChiSquared
      ? Math.sqrt(detectable(sure, laws.marginal, sampleScale))
      : detectableByValue(sure, laws.marginal, scale, valueOfEffect),
    hidesCritical: (bound) => spec.criticalEffect > 0 && bound > farthest(spec.criticalEffect),
    toValue: (bound) => valueAt(bound, scale),
  });
}

/** The χ² distance that lies beyond the cut-off four times in five, by halving. */
function detectable(bound: number, law: Law, sampleScale: number): number {
  const found = (effect: number) =>
    roughPearsonThreeQuantile(POWER, shiftLaw(law, effect, sampleScale)) >= bound;
  if (found(0)) return 0;
  let [low, high] = [0, bound];
  while (!found(high)) high *= 2;
  for (let step = 0; step < 30; step += 1) {
    const middle = (low + high) / 2;
    if (found(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** One normal deviation's 80 % beyond the cut-off; effects are taken to add to the value in full. */
const POWER_DEVIATIONS = 0.8416;
const PROBE = 0.1;

function detectableByValue(
  bound: number,
  law: Law,
  scale: ValueScale,
  valueOfEffect: (w: number) => number,
): number | null {
  const valuePerEffect = valueOfEffect(PROBE) / PROBE;
  if (!(valuePerEffect > 0)) return null;
  const value = valueAt(law.mean, scale);
  // Of value = d^power, to first order.
  const deviation = (scale.power * value * Math.sqrt(law.variance)) / law.mean;
  return (valueAt(bound, scale) + POWER_DEVIATIONS * deviation) / valuePerEffect;
}

import type { EstimateSampling } from '../../../metrics/sampling.ts';
import { normalQuantile } from '../../../stats/distribution/normal.ts';
import { pearsonThreeQuantile } from '../../../stats/distribution/pearson-three.ts';
import type { Bounds, CalibratedThreshold, ThresholdContext } from '../threshold.ts';
import { UNLUCKY_BASELINES } from './draw-count-laws.ts';
import { judgedBounds, POWER } from './judged-bounds.ts';
import { learnValue } from './learn-value.ts';
import { learningPeriod } from './learning-period.ts';

/** Cut-offs of a number that the window has on its own, such as accuracy or a mean error.
 *  Formula  value ± (deviation of n and m rows) × a quantile that is skew where the range ends: a
 *           number that cannot be below 0 is taken as gamma, one within [0, 1] as binomial
 *  Why      39 right of 40 is no more surprising than the binomial says, five times more than the
 *           normal does */
export function estimateBounds(
  spec: CalibratedThreshold,
  context: ThresholdContext,
  sampling: EstimateSampling,
): Bounds {
  const { budget: level, n, m, seasonPhase, descriptor } = context;
  const { baselineValue: center, rowDeviation } = sampling;
  const rows = sampling.baselineRows ?? m;
  const ofWindow = rowDeviation ** 2 / n;
  const ofBaseline = rows > 0 ? rowDeviation ** 2 / rows : 0;
  const sign = spec.side === 'above' ? 1 : -1;
  const rowSkew = skewOfRow(center, rowDeviation, descriptor.range) * sign;
  const reach = (variance: number) =>
    pearsonThreeQuantile(level, {
      mean: 0,
      variance,
      third: (rowSkew * variance ** 2) / Math.max(rowDeviation, Number.MIN_VALUE),
    });
  const marginal = reach(ofWindow + ofBaseline);
  const unlucky = -normalQuantile(UNLUCKY_BASELINES) * Math.sqrt(ofBaseline) + reach(ofWindow);
  const period = learningPeriod(context.history);
  const learnt = learnValue(
    period.map((point) => ({
      value: point.value * sign,
      variance: rowDeviation ** 2 / point.n,
      seasonPhase: point.seasonPhase,
    })),
    { seasonPhase, variance: ofWindow },
    'above',
    level,
  );
  const power = -normalQuantile(1 - POWER) * Math.sqrt(ofWindow + ofBaseline);
  return judgedBounds(spec, {
    sampling: marginal,
    baseline: unlucky,
    warningEffect: spec.warningEffect + marginal,
    criticalEffect: spec.criticalEffect + marginal,
    history:
      learnt === null
        ? null
        : { ...learnt, bound: learnt.bound - center * sign, most: learnt.most - center * sign },
    period,
    level,
    minimumDetectable: Math.max(marginal, unlucky) + power,
    hidesCritical: (bound) => spec.criticalEffect > 0 && bound > spec.criticalEffect,
    toValue: (bound) => center + bound * sign,
  });
}

/** Third moment of one row's influence in its own deviations, upwards. */
function skewOfRow(
  center: number,
  deviation: number,
  [least, most]: readonly [number, number],
): number {
  if (!(deviation > 0)) return 0;
  if (least === 0 && most === 1 && center > 0 && center < 1) {
    // A share among as many rows as give this deviation.
    const each = deviation ** 2 / (center * (1 - center));
    return ((1 - 2 * center) / Math.sqrt(center * (1 - center))) * Math.sqrt(each);
  }
  if (least === 0 && !Number.isFinite(most) && center > 0) return (2 * deviation) / center;
  return 0;
}

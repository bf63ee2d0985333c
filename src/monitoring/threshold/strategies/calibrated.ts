import type { MetricDescriptor } from '../../../metrics/metric.ts';
import { finish, type Steps } from '../../steps.ts';
import { countBounds } from '../calibration/count-bounds.ts';
import { estimateBounds } from '../calibration/estimate-bounds.ts';
import { MOST_EVALUATED } from '../calibration/learning-period.ts';
import { orderBounds } from '../calibration/order-bounds.ts';
import { shareBounds } from '../calibration/share-bounds.ts';
import { trafficBounds } from '../calibration/traffic-bounds.ts';
import type { Bounds, CalibratedThreshold, ThresholdContext } from '../threshold.ts';
import type { ThresholdStrategy } from '../threshold-strategy.ts';

/** Cut-offs that keep the number of false alarms to what was granted, from the sizes of window and
 *  baseline, the effects that a person called harmless and grave, and what past windows differed by.
 *  Formula   warning = the highest of: the quantile of the value over baselines and windows; that
 *            over windows given a baseline as unlucky as one in twenty; that where the true distance
 *            is the warning effect; and that learnt from windows, not above the critical effect's
 *            unless they are the baseline's own.
 *            critical = the higher of it and the quantile where the distance is the critical effect
 *  Convention  an effect is Cohen's w, √Σ (q − p)² / p, for distances of distributions, else the
 *            difference itself, or a part of the usual rows. Where a metric follows no χ² the effect and
 *            the noise add up
 *  Why       a χ² with bins − 1 degrees of freedom alarms up to 45 times too often, or never, where
 *            bins have few rows (Jensen–Shannon and PSI, 200 bins, 500 rows): laws are drawn
 *  Measured  false alarms over fresh baselines in multiples of the level, at 1e-2: 0.02–1.1 for 2 to
 *            1,000 bins, baselines of 500 to 50,000 rows, windows of 50 to 20,000. Low values are
 *            the price of the unlucky baseline where m is near n. Above twice the level: 0–4 % of
 *            baselines. 1.9 where one row moves a χ² by ten of its deviations and such a row comes as
 *            often as the alarm may: windows of 1,000 rows with ranges that none of 100,000 baseline
 *            rows is in. No three moments tell of such a step
 *  Cost      a tenth of a millisecond, ten where a thousand windows are learnt from, and 20 to 300 once for every shape of a baseline and size of
 *            window */
export const calibratedStrategy: ThresholdStrategy<CalibratedThreshold> = {
  id: 'calibrated',
  historyWindows: MOST_EVALUATED,

  bounds: (spec, context) => finish(boundsInSteps(spec, context)),

  boundsInSteps,

  findDefect(spec, descriptor) {
    return findEffectDefect(spec) ?? findSideDefect(spec, descriptor);
  },
};

function* boundsInSteps(spec: CalibratedThreshold, context: ThresholdContext): Steps<Bounds> {
  const { sampling, budget, n, m } = context;
  if (sampling === null || !(budget > 0)) return noBounds(spec, context);
  // Of all numbers, this one is there without a row, too.
  if (sampling.kind === 'traffic') return trafficBounds(spec, context);
  if (!(n > 0)) return noBounds(spec, context);
  switch (sampling.kind) {
    case 'counts':
      return yield* countBounds(spec, context, sampling);
    case 'share':
      return shareBounds(spec, context, sampling);
    case 'order':
      return m > 0 ? yield* orderBounds(spec, context, sampling) : noBounds(spec, context);
    case 'estimate':
      return estimateBounds(spec, context, sampling);
  }
}

/** Without a budget, or a law of the metric, there is nothing to calibrate by. */
function noBounds(spec: CalibratedThreshold, context: ThresholdContext): Bounds {
  return {
    warning: null,
    critical: null,
    side: spec.side,
    calibration: {
      level: context.budget,
      binding: 'none',
      dispersion: null,
      learntFrom: 0,
      minimumDetectable: null,
      blind: true,
    },
  };
}

function findEffectDefect({ warningEffect, criticalEffect }: CalibratedThreshold): string | null {
  for (const [name, effect] of Object.entries({ warningEffect, criticalEffect })) {
    if (!(Number.isFinite(effect) && effect >= 0)) {
      return `The ${name} must be a number from 0 on, not ${effect}.`;
    }
  }
  return warningEffect > criticalEffect
    ? `The warning effect ${warningEffect} is larger than the critical effect ${criticalEffect}.`
    : null;
}

function findSideDefect(spec: CalibratedThreshold, descriptor: MetricDescriptor): string | null {
  const { direction, title } = descriptor;
  const wrong =
    (direction === 'higher_is_worse' && spec.side === 'below') ||
    (direction === 'lower_is_worse' && spec.side === 'above');
  return wrong ? `${title} gets better ${spec.side} a bound, not worse.` : null;
}

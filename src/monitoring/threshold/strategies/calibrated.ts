import type { MetricDescriptor } from '../../../metrics/metric.ts';
import { countBounds } from '../calibration/count-bounds.ts';
import { estimateBounds } from '../calibration/estimate-bounds.ts';
import { MOST_EVALUATED } from '../calibration/learning-period.ts';
import { orderBounds } from '../calibration/order-bounds.ts';
import { shareBounds } from '../calibration/share-bounds.ts';
import type { Bounds, CalibratedThreshold, ThresholdContext } from '../threshold.ts';
import type { ThresholdStrategy } from '../threshold-strategy.ts';

/** Cut-offs that keep the number of false alarms to what was granted. */
export const calibratedStrategy: ThresholdStrategy<CalibratedThreshold> = {
  id: 'calibrated',
  historyWindows: MOST_EVALUATED,

  bounds(spec, context) {
    const { sampling, budget, n, m } = context;
    if (sampling === null || !(budget > 0 && n > 0)) return noBounds(spec, context);
    switch (sampling.kind) {
      case 'counts':
        return countBounds(spec, context, sampling);
      case 'share':
        return shareBounds(spec, context, sampling);
      case 'order':
        return m > 0 ? orderBounds(spec, context, sampling) : noBounds(spec, context);
      case 'estimate':
        return estimateBounds(spec, context, sampling);
    }
  },

  findDefect(spec, descriptor) {
    return findEffectDefect(spec) ?? findSideDefect(spec, descriptor);
  },
};

/** Without a budget, or a law of the metric, there is nothing to calibrate by. */
function noBounds(spec: CalibratedThreshold, context: ThresholdContext): Bounds {
  return {
    warning: null,
    critical: null,
    side: spec.side,
    calibration: {
      level: context.budget,
      binding: 'sampling',
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

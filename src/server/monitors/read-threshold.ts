import type { CalibratedThresholdBody, ThresholdBody } from '../../contract/threshold.ts';
import type { Metric, MetricDescriptor } from '../../metrics/metric.ts';
import { followsTraffic } from '../../monitoring/monitor/baseline-of-check.ts';
import {
  DISTRIBUTION_EFFECTS,
  type Effects,
  PERFORMANCE_EFFECTS,
  SHARE_EFFECTS,
  TRAFFIC_EFFECTS,
} from '../../monitoring/recommendation/effects.ts';
import { strategyOf } from '../../monitoring/threshold/strategies.ts';
import type { CalibratedThreshold, ThresholdSpec } from '../../monitoring/threshold/threshold.ts';
import { ApiError } from '../http/api-error.ts';

type Side = ThresholdSpec['side'];

const SIDE_OF = { higher_is_worse: 'above', lower_is_worse: 'below', both: null } as const;

/** Weeks enough for a mean and its spread, days or hours alike. */
const HISTORY_WINDOWS = 28;

/** Cohen's w of distributions; differences of shares and of performance. The effects of metrics
 *  with a unit of their own are known only to who uses them. */
const EFFECTS: Readonly<Record<MetricDescriptor['family'], Effects | null>> = {
  drift: DISTRIBUTION_EFFECTS,
  quality: SHARE_EFFECTS,
  performance: PERFORMANCE_EFFECTS,
  service: null,
};

/** Fills in what was left out, and refuses what could never do what it says. */
export function readThreshold(body: ThresholdBody, metric: Metric, where: string): ThresholdSpec {
  const { descriptor } = metric;
  const side = body.side ?? SIDE_OF[descriptor.direction];
  if (side === null) {
    throw new ApiError('invalid_threshold', {
      where: `${where}/side`,
      detail: `${descriptor.title} can be bad on either side: say "above" or "below".`,
    });
  }
  const spec = specOf(body, side, metric, where);
  const defect = strategyOf(spec).findDefect(spec, descriptor);
  if (defect !== null) throw new ApiError('invalid_threshold', { where, detail: defect });
  return spec;
}

function specOf(body: ThresholdBody, side: Side, metric: Metric, where: string): ThresholdSpec {
  if (body.strategy === 'calibrated') return calibrated(body, side, metric, where);
  const { warning = null, critical = null } = body;
  const bounds = { warning, critical, side };
  if (body.strategy === 'relative') return { strategy: 'relative', ...bounds };
  if (body.strategy === 'history') {
    const { strategy, from = 'baseline', windows = HISTORY_WINDOWS, sameSeason = false } = body;
    const { warning: _warning, critical: _critical, side: _side, ...rest } = body;
    return { ...rest, strategy, ...bounds, from, windows, sameSeason };
  }
  const { info = null } = body;
  return { strategy: 'fixed', ...(info === null ? {} : { info }), ...bounds };
}

function calibrated(
  body: CalibratedThresholdBody,
  side: Side,
  metric: Metric,
  where: string,
): CalibratedThreshold {
  const { title, family, range } = metric.descriptor;
  if (metric.sampling === undefined) {
    throw new ApiError('invalid_threshold', {
      where: `${where}/strategy`,
      detail: `${title} says nothing of how it varies without drift, so it cannot be calibrated.`,
    });
  }
  const isBounded = family !== 'performance' || range[1] - range[0] <= 2;
  const isTraffic = followsTraffic(metric);
  const usual = isTraffic ? TRAFFIC_EFFECTS : isBounded ? EFFECTS[family] : null;
  const [warningEffect = usual?.[0], criticalEffect = usual?.[1]] = [
    body.warningEffect,
    body.criticalEffect,
  ];
  if (warningEffect === undefined || criticalEffect === undefined) {
    throw new ApiError('invalid_threshold', {
      where,
      detail: `${title} has a unit of its own: say "warningEffect" and "criticalEffect" in it.`,
    });
  }
  if (isTraffic && side === 'below' && criticalEffect >= 1) {
    throw new ApiError('invalid_threshold', {
      where: `${where}/criticalEffect`,
      detail: `The effects of ${title} are parts of the usual rows, and no more than all can be lost: say less than 1, not ${criticalEffect}.`,
    });
  }
  return { strategy: 'calibrated', warningEffect, criticalEffect, side };
}

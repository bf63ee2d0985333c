import type { CalibratedThresholdBody, ThresholdBody } from '../../contract/threshold.ts';
import type { Metric, MetricDescriptor } from '../../metrics/metric.ts';
import { strategyOf } from '../../monitoring/threshold/strategies.ts';
import type { CalibratedThreshold, ThresholdSpec } from '../../monitoring/threshold/threshold.ts';
import { ApiError } from '../http/api-error.ts';

type Side = ThresholdSpec['side'];

const SIDE_OF = { higher_is_worse: 'above', lower_is_worse: 'below', both: null } as const;

/** Weeks enough for a mean and its spread, days or hours alike. */
const HISTORY_WINDOWS = 28;

/** Cohen's w of distributions; differences of shares and of performance. The effects of metrics
 *  with a unit of their own are known only to who uses them. */
const EFFECTS: Readonly<
  Record<MetricDescriptor['family'], { warning: number; critical: number } | null>
> = {
  drift: { warning: 0.1, critical: 0.3 },
  quality: { warning: 0.01, critical: 0.05 },
  performance: { warning: 0.02, critical: 0.05 },
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
  const usual = isBounded ? EFFECTS[family] : null;
  const warningEffect = body.warningEffect ?? usual?.warning;
  const criticalEffect = body.criticalEffect ?? usual?.critical;
  if (warningEffect === undefined || criticalEffect === undefined) {
    throw new ApiError('invalid_threshold', {
      where,
      detail: `${title} has a unit of its own: say "warningEffect" and "criticalEffect" in it.`,
    });
  }
  return { strategy: 'calibrated', warningEffect, criticalEffect, side };
}

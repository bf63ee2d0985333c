import type { Parameters } from '../../metrics/metric.ts';
import type { ColumnProfile } from '../../metrics/profile.ts';
import { calibrated, DISTRIBUTION_EFFECTS, SHARE_EFFECTS } from '../recommendation/effects.ts';
import { proposeDrift } from '../recommendation/propose-drift.ts';
import type { CalibratedThreshold } from '../threshold/threshold.ts';

/** One metric of one column, and its part of the column's share of false alarms. */
export interface ColumnCheck {
  readonly column: string;
  readonly metric: string;
  readonly parameters: Parameters;
  readonly threshold: CalibratedThreshold;
  readonly weight: number;
}

/** Two files are compared once: there is no later window from which to learn how windows differ. */
const onceOver = (threshold: CalibratedThreshold): CalibratedThreshold => ({
  ...threshold,
  independentRows: true,
});

/** What a report asks of a column. Of numbers three distances, as each sees what the others do not:
 *  any change of shape, the largest shift of rank, how far values moved. */
export function columnChecks(profile: ColumnProfile): ColumnCheck[] {
  const { column, grid, numeric } = profile;
  const drift = (metric: string, weight: number, parameters: Parameters = {}): ColumnCheck => ({
    column,
    metric,
    parameters,
    threshold: onceOver(calibrated(DISTRIBUTION_EFFECTS)),
    weight,
  });
  const share = (metric: string, weight: number): ColumnCheck => ({
    column,
    metric,
    parameters: {},
    threshold: onceOver(calibrated(SHARE_EFFECTS)),
    weight,
  });
  const quality = [share('missing_ratio', 0.1), share('type_mismatch_ratio', 0.05)];
  if (numeric !== undefined && numeric.moments.n > 0) {
    return [
      drift('population_stability_index', 0.45),
      drift('kolmogorov_smirnov', 0.2),
      drift('wasserstein', 0.15),
      share('range_violation_ratio', 0.05),
      ...quality,
    ];
  }
  if (grid.kind === 'categorical' && grid.categories.length > 0) {
    const subject = { column: profile, name: column, weight: 1, rowsPerWindow: null };
    const { metric, parameters } = proposeDrift(subject);
    return [drift(metric, 0.7, parameters), share('unseen_ratio', 0.15), ...quality];
  }
  return quality;
}

import type { ColumnKind } from '../../../metrics/profile.ts';
import type { FixedThreshold } from '../threshold.ts';
import type { PresetCheck } from './preset-check.ts';

/** What Evidently's choice hangs on. */
export interface EvidentlyColumn {
  readonly kind: ColumnKind;
  readonly baselineRows: number;
  /** Distinct values of baseline and window together. */
  readonly distinctValues: number;
}

const LARGE_FROM = 1_000;
const FEW_VALUES = 5;
const EVERY_CATEGORY = 10_000;

const pValue: FixedThreshold = {
  strategy: 'fixed',
  warning: null,
  critical: 0.05,
  side: 'below',
};
const distance: FixedThreshold = {
  strategy: 'fixed',
  warning: null,
  critical: 0.1,
  side: 'above',
};

/** The default drift rule of Evidently 0.7: tests at p < 0.05 for up to 1,000 rows, beyond that
 *  distances above 0.1. Its z-test of two proportions is the χ² test of two samples with one degree
 *  of freedom; its χ² test takes the baseline's shares as known. Numbers are counted here in the bins
 *  of the baseline, there value by value, or in bins of both samples.
 *  Source  Evidently v0.7.21, legacy/calculations/stattests/registry.py */
export function evidentlyCheck({
  kind,
  baselineRows,
  distinctValues,
}: EvidentlyColumn): PresetCheck {
  const isNumeric = kind === 'numeric' && distinctValues > FEW_VALUES;
  if (baselineRows > LARGE_FROM) {
    return isNumeric
      ? { metric: 'wasserstein', parameters: {}, threshold: distance }
      : {
          metric: 'jensen_shannon',
          parameters: { categories: EVERY_CATEGORY },
          threshold: distance,
        };
  }
  if (isNumeric) {
    return { metric: 'kolmogorov_smirnov_p_value', parameters: {}, threshold: pValue };
  }
  const baseline = distinctValues <= 2 ? 'sample' : 'truth';
  return {
    metric: 'chi_squared_p_value',
    parameters: { categories: EVERY_CATEGORY, baseline },
    threshold: pValue,
  };
}

/** Evidently calls a data set drifted when so many of its columns are. */
export const EVIDENTLY_DRIFT_SHARE = 0.5;

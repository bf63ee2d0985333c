/** What a metric knows about how its value varies from window to window while nothing drifts.
 *  Thresholds that follow from sample sizes are made of it; the value to be judged is no part. */
export type Sampling =
  | CountSampling
  | ShareSampling
  | OrderSampling
  | EstimateSampling
  | TrafficSampling;

/** What a test bin is, for the law of its count: the mass of a `range` between baseline ranks is
 *  Dirichlet whatever the distribution; categories are fixed before any row is seen. */
export type SampledBin = 'range' | 'category' | 'rest' | 'unseen' | 'missing';

/** A comparison of two count vectors of the same bins. */
export interface CountSampling {
  readonly kind: 'counts';
  /** Effective baseline rows per bin. */
  readonly baselineCounts: readonly number[];
  readonly bins: readonly SampledBin[];
  /** The metric itself, on counts in effective rows. */
  compare(baselineCounts: readonly number[], windowCounts: readonly number[]): number;
  /** How the metric grows with a χ² distance d = Σ (q − p)² / p where it does, to first order:
   *  value = (factor · d)^power. PSI has factor 1 and power 1, a Hellinger distance 1/8 and 1/2.
   *  Null where the value follows no χ² (total variation, L-infinity). */
  readonly chiSquared: { readonly factor: number; readonly power: number } | null;
  /** Categories that the baseline saw once and twice, from which the mass of unseen ones follows. */
  readonly singletons?: { readonly once: number; readonly twice: number };
  /** All categories that the baseline saw, those that share a bin too, and the sum of their squared
   *  counts: the heaviest of many alike were heavy by chance and will be lighter. */
  readonly categories?: { readonly count: number; readonly squares: number };
}

/** A share of rows, of which the baseline had `baselineCount` in `baselineRows`. */
export interface ShareSampling {
  readonly kind: 'share';
  readonly baselineCount: number;
  readonly baselineRows: number;
  /** Unseen categories come from what the baseline saw once or twice, by Good–Turing. */
  readonly singletons?: { readonly once: number; readonly twice: number };
}

/** A distance of two distribution functions, on rows with a value. */
export interface OrderSampling {
  readonly kind: 'order';
  readonly distance: 'kolmogorov_smirnov' | 'wasserstein';
  /** The baseline's distribution: mass per step and the length of that step in the unit of the
   *  value, in order. Kolmogorov–Smirnov needs the masses alone. */
  readonly masses: readonly number[];
  readonly widths: readonly number[];
}

/** A number that the window has on its own, like accuracy: the baseline has one too. */
export interface EstimateSampling {
  readonly kind: 'estimate';
  readonly baselineValue: number;
  /** Standard deviation of one row's influence: a window of n rows has standard error
   *  `rowDeviation` / √n, and the baseline one of `rowDeviation` / √m. */
  readonly rowDeviation: number;
  /** The m rows behind the baseline's value. */
  readonly baselineRows?: number;
}

/** How many rows came. No baseline has traffic, and rows say nothing of how it varies: it follows
 *  the business, so what is usual is told by the latest windows. */
export interface TrafficSampling {
  readonly kind: 'traffic';
}

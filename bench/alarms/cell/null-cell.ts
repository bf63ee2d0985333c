import type { MetricDescriptor } from '../../../src/metrics/metric.ts';
import type { Sampling } from '../../../src/metrics/sampling.ts';
import type { Random } from '../../../src/stats/random.ts';

/** One combination of a metric, a law of the data and two sample sizes, where nothing drifts. */
export interface NullCell {
  readonly metric: string;
  readonly law: string;
  readonly n: number;
  readonly m: number;
  readonly descriptor: MetricDescriptor;
  readonly side: 'above' | 'below';
  /** What one window costs, in bins: how many are drawn follows from it. */
  readonly bins: number;
  /** Whether each baseline has a law of its own, whose bounds take their time. */
  readonly isDear: boolean;
  /** A new baseline; windows far from it are drawn more often, for rates about `level`. */
  drawBaseline(random: Random, level: number): DrawnBaseline;
}

export interface DrawnBaseline {
  readonly sampling: Sampling | null;
  /** What the metric gives on the baseline itself, where it needs no other. */
  readonly baselineValue: number | null;
  /** Effective rows as the metric counts them. */
  readonly n: number;
  readonly m: number;
  drawWindow(random: Random): WeighedValue;
  /** Draws windows after a change of this size, in a unit of the law's own. */
  afterShift(shift: number): (random: Random) => number;
}

export interface WeighedValue {
  readonly value: number;
  readonly weight: number;
}

export const cellId = ({ metric, law, m, n }: NullCell): string => `${metric} ${law} m=${m} n=${n}`;

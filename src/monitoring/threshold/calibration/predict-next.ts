import { studentQuantile } from '../../../stats/distribution/student-quantile.ts';
import { EMPTY_MOMENTS } from '../../../stats/summary/moments.ts';
import { momentsByGroup, varianceWithinGroups } from '../../../stats/summary/moments-by-group.ts';

/** A quantity of past windows, made comparable, with the season that each belongs to. */
export interface SeasonalSeries {
  /** Oldest first. */
  readonly values: readonly number[];
  readonly groups: readonly number[];
  readonly groupNow: number;
}

/** Where the next value lies, and how far from there it strays with what chance. */
export interface Prediction {
  readonly center: number;
  /** A value this far from the center, or further, has the chance asked for. */
  readonly reach: number;
}

const MOST_CORRELATED = 0.85;
const FEWEST_FREE = 4;
/** Of the windows, the part whose tail is looked at by itself. */
const PEAKS_SHARE = 0.1;
const FEWEST_PEAKS = 3;

/** Prediction bound of the next value from those before, by Student's t on what is left of them when
 *  the mean of their season is taken off. Values that depend on the one before count for fewer:
 *  φ is their correlation, with the bias that L values have: φ̂ + (1 + 4φ̂)/L. Levels that L windows
 *  cannot speak for are left to the law: a cut-off held at 0.03/L would let the many checks of a
 *  monitor, each granted far less, alarm every other day.
 *  Formula  sd · t_{L′−G, 1−α} · √(1 + (1 + φ)/(1 − φ)/L_g), L′ = L(1 − φ²)/(1 + φ²), G groups of
 *           which this one has L_g values
 *  Source   Bayley & Hammersley 1946, Suppl. J. R. Stat. Soc. 8, for L′; Kendall 1954, Biometrika
 *           41, for the bias */
export function predictNext(series: SeasonalSeries, level: number): Prediction {
  const { values, groups, groupNow } = series;
  const byGroup = momentsByGroup(values, groups);
  const residuals = values.map((value, at) => value - (byGroup.get(groups[at] ?? 0)?.mean ?? 0));
  const count = values.length;
  const { mean: center, n: size } = byGroup.get(groupNow) ?? { ...EMPTY_MOMENTS, n: 1 };
  const correlation = correlationOf(residuals);
  const square = correlation * correlation;
  const effective = Math.max(5, (count * (1 - square)) / (1 + square));
  const free = Math.max(FEWEST_FREE, effective - byGroup.size);
  const deviation = Math.sqrt(varianceWithinGroups(byGroup));
  const ofMean = (1 + correlation) / (1 - correlation) / size;
  const reach = deviation * studentQuantile(level, free) * Math.sqrt(1 + ofMean);
  return { center, reach: Math.max(reach, reachOfTail(residuals, level)) };
}

/** Storms and holidays: real days stray further than a normal law lets them.
 *  Formula  u + e · ln(k / (L · level)), u the largest but k of L residuals, e the mean by which the k
 *           above it exceed it: peaks over a threshold, with an exponential tail
 *  Source   Pickands 1975, Ann. Statist. 3; Balkema & de Haan 1974, Ann. Probab. 2 */
function reachOfTail(residuals: readonly number[], level: number): number {
  const peaks = Math.max(FEWEST_PEAKS, Math.round(residuals.length * PEAKS_SHARE));
  const [...top] = residuals.toSorted((a, b) => b - a).slice(0, peaks + 1);
  const threshold = top.pop();
  if (threshold === undefined || top.length < peaks) return 0;
  const excess = top.reduce((sum, residual) => sum + residual - threshold, 0) / peaks;
  return threshold + excess * Math.max(0, Math.log(peaks / (residuals.length * level)));
}

/** Of each residual with the one before. */
function correlationOf(residuals: readonly number[]): number {
  let [products, squares, before] = [0, 0, 0];
  for (const residual of residuals) {
    squares += residual * residual;
    products += residual * before;
    before = residual;
  }
  if (squares === 0) return 0;
  const raw = products / squares;
  const corrected = raw + (1 + 4 * raw) / residuals.length;
  return Math.min(MOST_CORRELATED, Math.max(0, corrected));
}

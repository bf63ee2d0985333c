import { momentsOf } from '../../../stats/summary/moments.ts';
import { momentsByGroup, varianceWithinGroups } from '../../../stats/summary/moments-by-group.ts';
import type { HistoryPoint, HistoryThreshold, ThresholdContext } from '../threshold.ts';
import type { ThresholdStrategy } from '../threshold-strategy.ts';

/** Of fewer windows a standard deviation says too little: there are no bounds. */
export const FEWEST_WINDOWS = 5;

/** So many windows the deviation within all seasons counts for beside those of one: five of them
 *  alone would have seven deviations exceeded once in 700 windows. */
const WINDOWS_OF_ALL_SEASONS = 20;

const MOST_WINDOWS = 2_016;

/** Cut-offs so many standard deviations from the mean of earlier windows, as control charts have
 *  them. `deviation: 'population'` divides by the number of windows as NannyML does, `sample`, which
 *  is the default, by one less. Windows of another size vary otherwise, and three deviations of ten
 *  windows are met by chance far more often than the normal law says: `calibrated` minds both. */
export const historyStrategy: ThresholdStrategy<HistoryThreshold> = {
  id: 'history',
  historyWindows: MOST_WINDOWS,

  bounds(spec, context) {
    const { warning, critical, side, warningChange = 0, criticalChange = warningChange } = spec;
    const points = chosenPoints(spec, context);
    if (points.length < FEWEST_WINDOWS) return { warning: null, critical: null, side };
    const { n, mean, m2 } = momentsOf(points.map((point) => point.value));
    const own = Math.sqrt(m2 / (spec.deviation === 'population' ? n : n - 1));
    const deviation = spec.sameSeason
      ? Math.max(own, moderatedDeviation({ n, m2 }, pointsOf(spec, context)))
      : own;
    const [least, most] = context.descriptor.range;
    const away = (times: number | null, change: number) => {
      if (times === null) return null;
      const distance = Math.max(times * deviation, change * Math.abs(mean));
      const bound = side === 'above' ? mean + distance : mean - distance;
      return spec.clip === true ? Math.min(most, Math.max(least, bound)) : bound;
    };
    return {
      warning: away(warning, warningChange),
      critical: away(critical, criticalChange),
      side,
    };
  },

  findDefect({ warning, critical, windows, warningChange = 0, criticalChange = warningChange }) {
    if (warning === null && critical === null) {
      return 'A history threshold needs a number of deviations for warning or critical.';
    }
    for (const [name, times] of Object.entries({ warning, critical })) {
      if (times !== null && !(Number.isFinite(times) && times >= 0)) {
        return `The ${name} bound must be a number of deviations from 0 on, not ${times}: the side says which way they count.`;
      }
    }
    if (warning !== null && critical !== null && warning > critical) {
      return `The warning bound of ${warning} deviations lies beyond the critical bound of ${critical}, so it would never be met first.`;
    }
    if (!(warningChange >= 0 && criticalChange >= warningChange && criticalChange <= 1_000)) {
      return `The least changes are shares of the mean from 0 on, and that of critical (${criticalChange}) is not below that of warning (${warningChange}).`;
    }
    return Number.isInteger(windows) && windows >= FEWEST_WINDOWS && windows <= MOST_WINDOWS
      ? null
      : `The number of windows must be a whole number from ${FEWEST_WINDOWS} to ${MOST_WINDOWS}, not ${windows}.`;
  },
};

/** As many as are asked for: the latest, or the first ones. */
function chosenPoints(spec: HistoryThreshold, context: ThresholdContext): readonly HistoryPoint[] {
  const points = pointsOf(spec, context).filter(
    ({ seasonPhase }) => !spec.sameSeason || seasonPhase === context.seasonPhase,
  );
  return spec.from === 'recent' ? points.slice(-spec.windows) : points.slice(0, spec.windows);
}

/** Windows of the baseline's own period and those after it that were not alarmed, or these alone. */
function pointsOf(spec: HistoryThreshold, context: ThresholdContext): readonly HistoryPoint[] {
  const usable = context.history.filter(({ value }) => Number.isFinite(value));
  const calm = usable.filter(({ inBaseline, verdict }) => !inBaseline && CALM.has(verdict));
  if (spec.from === 'recent') return calm;
  return [...usable.filter(({ inBaseline }) => inBaseline), ...calm];
}

/** Deviation of a season that few windows are known of, drawn to that within all seasons.
 *  Formula  √((k · s² + m2) / (k + n − 1)), s² the variance within seasons, k the windows it counts for
 *  Source   Smyth 2004, Stat. Appl. Genet. Mol. Biol. 3, eq. 3, with k chosen instead of fitted */
function moderatedDeviation(
  { n, m2 }: { readonly n: number; readonly m2: number },
  points: readonly HistoryPoint[],
): number {
  const bySeason = momentsByGroup(
    points.map(({ value }) => value),
    points.map(({ seasonPhase }) => seasonPhase),
  );
  const k = WINDOWS_OF_ALL_SEASONS;
  return Math.sqrt((k * varianceWithinGroups(bySeason) + m2) / (k + n - 1));
}

const CALM: ReadonlySet<HistoryPoint['verdict']> = new Set(['ok', 'info']);

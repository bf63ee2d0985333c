import { momentsOf } from '../../../stats/summary/moments.ts';
import type { HistoryPoint, HistoryThreshold, ThresholdContext } from '../threshold.ts';
import type { ThresholdStrategy } from '../threshold-strategy.ts';

/** Of fewer windows a standard deviation says too little: there are no bounds. */
export const FEWEST_WINDOWS = 5;

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
    const values = chosenPoints(spec, context).map((point) => point.value);
    if (values.length < FEWEST_WINDOWS) return { warning: null, critical: null, side };
    const { n, mean, m2 } = momentsOf(values);
    const deviation = Math.sqrt(m2 / (spec.deviation === 'population' ? n : n - 1));
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

/** Windows of the baseline's own period, with the earliest after it where they are too few, or the
 *  latest that were not alarmed. */
function chosenPoints(spec: HistoryThreshold, context: ThresholdContext): readonly HistoryPoint[] {
  const usable = context.history.filter(
    ({ value, seasonPhase }) =>
      Number.isFinite(value) && (!spec.sameSeason || seasonPhase === context.seasonPhase),
  );
  const calm = usable.filter(({ inBaseline, verdict }) => !inBaseline && CALM.has(verdict));
  if (spec.from === 'recent') return calm.slice(-spec.windows);
  return [...usable.filter(({ inBaseline }) => inBaseline), ...calm].slice(0, spec.windows);
}

const CALM: ReadonlySet<HistoryPoint['verdict']> = new Set(['ok', 'info']);

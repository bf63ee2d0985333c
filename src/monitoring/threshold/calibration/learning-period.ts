import type { HistoryPoint } from '../threshold.ts';

const DAY_MS = 86_400_000;

/** Fewer windows say too little about how much windows differ. */
export const FEWEST_WINDOWS = 20;
/** So many windows of the baseline's own period need no others. */
const ENOUGH_WINDOWS = 28;
/** Else windows are added in order until they are so many and span so long. */
const LEARNT = { windows: 56, spanMs: 28 * DAY_MS } as const;

/** How many evaluated windows the rule below may ask for: four weeks of hours, a week of
 *  five minutes. */
export const MOST_EVALUATED = 2_016;

/** The windows that cut-offs learn from, oldest first. They stay the same for ever: a history that
 *  moved along would take in slow drift. Windows called critical are no example of what is normal;
 *  those with a warning are, since before anything was learnt harmless variation gives warnings, and
 *  leaving it out would teach that there is none. */
export function learningPeriod(history: readonly HistoryPoint[]): readonly HistoryPoint[] {
  const inBaseline = history.filter((point) => point.inBaseline && Number.isFinite(point.value));
  if (inBaseline.length >= ENOUGH_WINDOWS) return inBaseline;
  const learnt: HistoryPoint[] = [...inBaseline];
  const stable = history.filter((point) => !point.inBaseline && isStable(point));
  const startMs = stable[0]?.windowStartMs ?? 0;
  for (const point of stable) {
    const isLong = point.windowStartMs - startMs >= LEARNT.spanMs;
    if (isLong && learnt.length >= LEARNT.windows) break;
    learnt.push(point);
  }
  return learnt;
}

const isStable = ({ value, verdict, n }: HistoryPoint): boolean =>
  Number.isFinite(value) &&
  n > 0 &&
  !['critical', 'no_data', 'insufficient_data', 'error'].includes(verdict);

import type { CheckResult } from '../alert/alert.ts';
import { ROWS_CHECK_ID } from '../monitor/rows-check.ts';

export interface Tally {
  readonly count: number;
  readonly example: CheckResult;
}

/** Counts the results of one window by metric and verdict; of each, the one furthest from its
 *  bound stands for the others. */
export function tallyResults(results: readonly CheckResult[]): readonly Tally[] {
  const tallies = new Map<string, Tally>();
  for (const result of results) {
    const key = `${result.verdict} ${result.metric} ${isSilence(result)}`;
    const tally = tallies.get(key);
    if (tally === undefined) tallies.set(key, { count: 1, example: result });
    else {
      const further = excessOf(result) > excessOf(tally.example);
      tallies.set(key, { count: tally.count + 1, example: further ? result : tally.example });
    }
  }
  return [...tallies.values()];
}

/** Nothing arrived for a monitor that minds: the one case in which no data is bad news. */
export function isSilence({ checkId, verdict }: CheckResult): boolean {
  return checkId === ROWS_CHECK_ID && verdict === 'no_data';
}

/** How far from the bound, as a ratio: makes findings of different units comparable. */
export function excessOf({ value, warning, critical }: CheckResult): number {
  const bound = critical ?? warning;
  if (value === null || bound === null || bound === 0 || value === 0) return 0;
  return Math.abs(Math.log(Math.abs(value / bound)));
}

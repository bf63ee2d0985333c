import type { ColumnProfile, NumericGrid } from '../../metrics/profile.ts';
import { fewValues, innerRange, sharesBetween } from '../report/distribution.ts';
import { shortNumber } from '../report/short-number.ts';
import type { ShareBar } from './share-bar.ts';

const BARS = 20;

/** Bars of equal width over what the baseline had, its tails left out, and one bar on each side for
 *  what lies beyond: values a hundred times too large do not squeeze all others into one bar. */
export function numericBars(
  grid: NumericGrid,
  before: ColumnProfile | undefined,
  after: ColumnProfile,
): ShareBar[] {
  const hasNumbers = (before?.numeric?.moments.n ?? 0) > 0;
  const reference = before === undefined || !hasNumbers ? after : before;
  const wasOf = (share: number) => (before === undefined ? null : share);
  const values = fewValues(grid, before ?? after, after);
  if (values !== null) {
    return values.map(({ label, reference: was, current }) => ({
      label,
      kind: 'bin',
      before: wasOf(was),
      after: current,
    }));
  }
  const range = innerRange(grid, reference);
  if (range === null || !(range[1] > range[0])) return [];
  const [from, to] = range;
  const cuts = Array.from({ length: BARS + 1 }, (_, i) => from + ((to - from) * i) / BARS);
  const was = sharesBetween(grid, before ?? after, cuts);
  const is = sharesBetween(grid, after, cuts);
  const bars = is.map((share, index): ShareBar => {
    const [low, high] = [cuts[index - 1], cuts[index]];
    const label =
      low === undefined
        ? `below ${shortNumber(from)}`
        : high === undefined
          ? `${shortNumber(to)} and above`
          : `${shortNumber(low)} to ${shortNumber(high)}`;
    return { label, kind: 'bin', before: wasOf(was[index] ?? 0), after: share };
  });
  return bars.filter(
    (bar, index) =>
      (index > 0 && index < bars.length - 1) || (bar.before ?? 0) + (bar.after ?? 0) > 0,
  );
}

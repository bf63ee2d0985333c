import { sortedValues } from './sorted-values.ts';

/** How often one value is in each of two samples. */
export interface TieGroup {
  readonly inBaseline: number;
  readonly inWindow: number;
}

/** The values of both samples together, ascending, rows of one value as one group. */
export function tieGroups(baseline: readonly number[], window: readonly number[]): TieGroup[] {
  const first = sortedValues(baseline, 'baseline');
  const second = sortedValues(window, 'window');
  const groups: TieGroup[] = [];
  let [i, j] = [0, 0];
  while (i < first.length || j < second.length) {
    const value = Math.min(first[i] ?? Infinity, second[j] ?? Infinity);
    const [fromI, fromJ] = [i, j];
    while (i < first.length && (first[i] ?? 0) <= value) i += 1;
    while (j < second.length && (second[j] ?? 0) <= value) j += 1;
    groups.push({ inBaseline: i - fromI, inWindow: j - fromJ });
  }
  return groups;
}

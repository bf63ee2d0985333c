import type { ComparisonWire } from '../../contract/feature-overview.ts';

/** Shares are compared with each other, so that all of them have the same digits. */
export function formatShare(share: number | null): string {
  if (share === null) return '–';
  if (share > 0 && share < 0.0005) return '< 0.1 %';
  return `${(share * 100).toFixed(1)} %`;
}

/** "+4.7 points": a share against a share is no share. */
export function formatShareChange(before: number | null, after: number | null): string {
  if (before === null || after === null) return '';
  const points = (after - before) * 100;
  const shown = Math.abs(points).toFixed(1);
  if (shown === '0.0') return '±0.0 points';
  return `${points > 0 ? '+' : '−'}${shown} points`;
}

/** The sum of many shares scatters little about its mean: so far above it is more than chance. */
const WITHIN_CHANCE = 1.5;

/** The comparison in one sentence: how much moved, and where most of it went. */
export function describeComparison(name: string, comparison: ComparisonWire): string {
  const { bars, moved, against } = comparison;
  const other = against?.kind === 'baseline' ? 'the baseline' : 'the other period';
  if (against === null) return `There is no baseline to compare ${name} with.`;
  if (comparison.window.counted === 0) return `${name} was not counted in this window.`;
  if (moved === null) return `There is nothing to compare ${name} with.`;
  const change = ({ before, after }: ComparisonWire['bars'][number]) =>
    (after ?? 0) - (before ?? 0);
  const most = bars.reduce((a, b) => (Math.abs(change(b)) > Math.abs(change(a)) ? b : a));
  const where = `${most.label} went from ${formatShare(most.before)} to ${formatShare(most.after)}`;
  const { byChance } = comparison;
  if (byChance !== null && moved <= byChance * WITHIN_CHANCE) {
    return `The shares of ${name} differ from ${other} by no more than chance: ${formatShare(moved)} of the rows lie elsewhere, and chance alone moves ${formatShare(byChance)}.`;
  }
  return `Of ${name}, ${formatShare(moved)} of the rows lie elsewhere than in ${other}: ${where}.`;
}

import type { ColumnProfile } from '../../metrics/profile.ts';
import { missingRatioOf } from './column-facts.ts';
import { sharesByValue } from './distribution.ts';
import { isDrift } from './judge-metric.ts';
import type { ReportMetric } from './report.ts';
import { shortNumber, shortShare } from './short-number.ts';

interface Described {
  readonly reference: ColumnProfile;
  readonly current: ColumnProfile;
}

/** A mean that moved by less than this many standard deviations is not what happened. */
const MEAN_MOVED = 0.05;
const SPREAD_CHANGED = 1.1;

/** What happened to a column, most telling first; empty where nothing did. */
export function describeColumn(
  { reference, current }: Described,
  metrics: Readonly<Record<string, ReportMetric>>,
): string {
  const drifted = (id: string) => isDrift(metrics[id]?.severity ?? null);
  const parts: string[] = [];
  if (current.missing.absent === current.rows && current.rows > 0) {
    return 'The current file does not have it.';
  }
  if (drifted('missing_ratio')) {
    const [before, after] = [reference, current].map(missingRatioOf) as [number, number];
    parts.push(
      `missing values ${moved(before, after)} from ${shortShare(before)} to ${shortShare(after)}`,
    );
  }
  if (drifted('type_mismatch_ratio')) {
    const share = current.missing.mismatched / current.weight;
    parts.push(
      `${shortShare(share)} of the rows have no ${current.grid.kind === 'numeric' ? 'number' : 'value of its kind'}`,
    );
  }
  if (drifted('unseen_ratio')) parts.push(newValues(current));
  const distances = ['population_stability_index', 'kolmogorov_smirnov', 'wasserstein'];
  if (distances.some(drifted)) parts.push(...describeShift(reference, current));
  if (drifted('range_violation_ratio')) parts.push(beyondRange(reference, current));
  return sentence(parts.filter((part) => part !== ''));
}

function describeShift(reference: ColumnProfile, current: ColumnProfile): string[] {
  return reference.grid.kind === 'numeric'
    ? numericShift(reference, current)
    : [categoryShift(reference, current)];
}

function numericShift(reference: ColumnProfile, current: ColumnProfile): string[] {
  const before = reference.numeric?.moments;
  const after = current.numeric?.moments;
  if (before === undefined || after === undefined || after.n === 0) return [];
  const deviation = Math.sqrt(before.m2 / before.n);
  const spread = Math.sqrt(after.m2 / after.n);
  const parts: string[] = [];
  if (Math.abs(after.mean - before.mean) > MEAN_MOVED * deviation) {
    const [from, to] = [shortNumber(before.mean), shortNumber(after.mean)];
    parts.push(`the mean ${moved(before.mean, after.mean)} from ${from} to ${to}`);
  }
  const ratio = Math.max(spread, deviation) / Math.min(spread, deviation);
  if (deviation > 0 && ratio > SPREAD_CHANGED) {
    const [from, to] = [shortNumber(deviation), shortNumber(spread)];
    parts.push(`the spread ${moved(deviation, spread)} from ${from} to ${to}`);
  }
  return parts.length > 0 ? parts : ['values moved within the same range'];
}

function categoryShift(reference: ColumnProfile, current: ColumnProfile): string {
  if (reference.grid.kind !== 'categorical') return '';
  const before = sharesByValue(reference.grid, reference);
  const after = sharesByValue(reference.grid, current);
  let most = { name: '', change: 0 };
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const change = (after.get(name) ?? 0) - (before.get(name) ?? 0);
    if (Math.abs(change) > Math.abs(most.change)) most = { name, change };
  }
  if (most.change === 0) return '';
  const from = before.get(most.name) ?? 0;
  const to = after.get(most.name) ?? 0;
  return `“${cut(most.name)}” ${moved(from, to)} from ${shortShare(from)} to ${shortShare(to)}`;
}

function newValues(current: ColumnProfile): string {
  const unseen = current.categorical?.unseen ?? [];
  const named = unseen.reduce((sum, [, rows]) => sum + rows, 0);
  const rest = current.categorical?.unseenRest ?? 0;
  const examples = unseen
    .slice(0, 3)
    .map(([name]) => `“${cut(name)}”`)
    .join(', ');
  return `${shortShare((named + rest) / current.weight)} of the rows have values it never had, such as ${examples}`;
}

function beyondRange(reference: ColumnProfile, current: ColumnProfile): string {
  const [was, is] = [reference.numeric, current.numeric];
  if (was === undefined || is === undefined) return '';
  const parts: string[] = [];
  if (is.min < was.min)
    parts.push(`down to ${shortNumber(is.min)} (never below ${shortNumber(was.min)} before)`);
  if (is.max > was.max)
    parts.push(`up to ${shortNumber(is.max)} (never above ${shortNumber(was.max)} before)`);
  return parts.length === 0 ? '' : `values go ${parts.join(' and ')}`;
}

const moved = (before: number, after: number): string => (after > before ? 'rose' : 'fell');

const cut = (text: string): string => (text.length > 40 ? `${text.slice(0, 39)}…` : text);

function sentence(parts: readonly string[]): string {
  const text = parts.join('; ');
  return text === '' ? '' : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

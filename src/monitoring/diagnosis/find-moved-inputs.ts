import { effectiveRows } from '../../metrics/effective-rows.ts';
import type { ColumnProfile } from '../../metrics/profile.ts';
import type { Compared } from '../monitor/measure-checks.ts';
import { featureColumn } from '../profile/column-key.ts';
import { columnMasses } from './column-masses.ts';

/** Bins of about equal baseline mass that inputs are compared in. */
const BINS = 10;
/** Cohen's w of an input that moved, beyond what chance does to one that did not. */
const MOVED = 0.2;

const FEATURE = featureColumn(0).replace(/0$/, '');

/** Features whose distribution is another one than on the baseline, most moved first; null where
 *  none was looked at. */
export function findMovedInputs({ window, baseline }: Compared): string[] | null {
  let seen = 0;
  const moved: { column: string; effect: number }[] = [];
  for (const [column, after] of window.columns) {
    const before = baseline?.columns.get(column);
    if (!column.startsWith(FEATURE) || before === undefined) continue;
    seen += 1;
    const effect = effectOf(before, after);
    if (effect > MOVED) moved.push({ column, effect });
  }
  if (seen === 0) return null;
  return moved.sort((a, b) => b.effect - a.effect).map((one) => one.column);
}

/** Cohen's w, w² = Σ (q − p)² / p, less what it is by chance: (bins − 1)(1/n + 1/m). */
function effectOf(before: ColumnProfile, after: ColumnProfile): number {
  const [old, now] = [columnMasses(before), columnMasses(after)];
  if (old === null || now === null) return 0;
  const n = effectiveRows(after.weight, after.weightSquares);
  const m = effectiveRows(before.weight, before.weightSquares);
  const bins = merge(old, now, 1 / m);
  const squared = bins.reduce((sum, { p, q }) => sum + (q - p) ** 2 / p, 0);
  return Math.sqrt(Math.max(0, squared - (bins.length - 1) * (1 / n + 1 / m)));
}

/** Neighbouring bins together, until each has its part of the baseline; the values that it never
 *  had and the missing ones stay apart. */
function merge(old: readonly number[], now: readonly number[], least: number) {
  const bins: { p: number; q: number }[] = [];
  let [p, q] = [0, 0];
  const close = () => {
    if (p + q > 0) bins.push({ p: Math.max(p, least), q });
    [p, q] = [0, 0];
  };
  old.forEach((mass, i) => {
    p += mass;
    q += now[i] ?? 0;
    if (p >= 1 / BINS || i >= old.length - 3) close();
  });
  return bins;
}

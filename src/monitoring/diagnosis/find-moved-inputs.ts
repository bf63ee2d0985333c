import { effectiveRows } from '../../metrics/effective-rows.ts';
import type { ColumnProfile } from '../../metrics/profile.ts';
import type { Compared } from '../monitor/measure-checks.ts';
import { featureColumn } from '../profile/column-key.ts';
import { coarseBins } from './coarse-bins.ts';
import { columnMasses } from './column-masses.ts';

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
  const coarse = coarseBins(old);
  const shares = coarse(now);
  // What the baseline never had has the mass of one row there.
  const bins = coarse(old).flatMap((mass, i) => {
    const q = shares[i] ?? 0;
    return mass + q > 0 ? [{ p: Math.max(mass, 1 / m), q }] : [];
  });
  const squared = bins.reduce((sum, { p, q }) => sum + (q - p) ** 2 / p, 0);
  return Math.sqrt(Math.max(0, squared - (bins.length - 1) * (1 / n + 1 / m)));
}

import { effectiveRows } from '../../metrics/effective-rows.ts';
import type { ColumnProfile } from '../../metrics/profile.ts';
import { chiSquaredQuantile } from '../../stats/distribution/chi-squared-quantile.ts';
import type { Compared } from '../monitor/measure-checks.ts';
import { featureColumn } from '../profile/column-key.ts';
import { coarseBins } from './coarse-bins.ts';
import { columnMasses } from './column-masses.ts';

/** Cohen's w of an input that moved, beyond what chance does to one that did not. */
const MOVED = 0.2;

/** What is missing or new is held against this share at least. */
const LEAST_MASS = 0.01;

/** How often one of all inputs may be named by chance. */
const MISTAKES = 0.05;

const FEATURE = featureColumn(0).replace(/0$/, '');

/** Features whose distribution is another one than on the baseline, most moved first; null where
 *  nobody can tell: none was looked at, or none is certain and some may have moved. */
export function findMovedInputs({ window, baseline }: Compared): string[] | null {
  const seen = [...window.columns].flatMap(([column, after]) => {
    const before = baseline?.columns.get(column);
    return column.startsWith(FEATURE) && before !== undefined ? [{ column, before, after }] : [];
  });
  const moved = seen
    .map(({ column, ...sides }) => ({ column, ...compare(sides, MISTAKES / seen.length) }))
    .filter(({ effect }) => effect > MOVED);
  const certain = moved.filter((one) => one.certain).sort((a, b) => b.effect - a.effect);
  if (certain.length === 0 && (moved.length > 0 || seen.length === 0)) return null;
  return certain.map((one) => one.column);
}

/** Cohen's w, w² = Σ (q − p)² / p, less what it is by chance: (bins − 1)(1/n + 1/m); of few rows
 *  chance alone may be beyond that, so w² is certain beyond the quantile of a χ² at the level. */
function compare(
  { before, after }: { readonly before: ColumnProfile; readonly after: ColumnProfile },
  level: number,
): { readonly effect: number; readonly certain: boolean } {
  const [old, now] = [columnMasses(before), columnMasses(after)];
  if (old === null || now === null) return { effect: 0, certain: false };
  const n = effectiveRows(after.weight, after.weightSquares);
  const m = effectiveRows(before.weight, before.weightSquares);
  const coarse = coarseBins(old);
  const shares = coarse(now);
  // Two rows of what the baseline never had are no other distribution.
  const bins = coarse(old).flatMap((mass, i) => {
    const q = shares[i] ?? 0;
    return mass + q > 0 ? [{ p: Math.max(mass, LEAST_MASS), q }] : [];
  });
  const squared = bins.reduce((sum, { p, q }) => sum + (q - p) ** 2 / p, 0);
  const freedom = bins.length - 1;
  if (freedom < 1) return { effect: 0, certain: false };
  const spread = 1 / n + 1 / m;
  return {
    effect: Math.sqrt(Math.max(0, squared - freedom * spread)),
    certain: squared > spread * chiSquaredQuantile(level, freedom),
  };
}

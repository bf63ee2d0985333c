import { effectiveRows } from '../../metrics/effective-rows.ts';
import type { ColumnProfile } from '../../metrics/profile.ts';
import { missingWeight } from './column-masses.ts';

/** Effective rows that have a value. */
export function valueRows(column: ColumnProfile): number {
  const { weight, weightSquares } = column;
  if (!(weight > 0)) return 0;
  return effectiveRows(weight, weightSquares) * (1 - missingWeight(column) / weight);
}

import type { Compared } from '../monitor/measure-checks.ts';
import { coarseBins } from './coarse-bins.ts';
import { columnMasses, movedByChance, movedMass } from './column-masses.ts';
import { valueRows } from './value-rows.ts';

/** Whether the shares of the segments moved and what is within them did not: with the baseline's
 *  distributions weighed by the segments of the window, at least two thirds of the change are
 *  explained, or all but chance. */
export function isMixShift(
  column: string,
  whole: Compared,
  segments: ReadonlyMap<string, Compared>,
): boolean {
  const before = whole.baseline?.columns.get(column);
  const after = whole.window.columns.get(column);
  if (before === undefined || after === undefined || segments.size < 2) return false;
  const [old, now] = [columnMasses(before), columnMasses(after)];
  if (old === null || now === null) return false;
  const mixed = new Array<number>(now.length).fill(0);
  let covered = 0;
  for (const { window, baseline } of segments.values()) {
    const rows = window.columns.get(column)?.weight ?? 0;
    const own = baseline?.columns.get(column);
    const masses = own === undefined ? null : columnMasses(own);
    if (masses === null || rows === 0) continue;
    covered += rows / after.weight;
    masses.forEach((mass, i) => {
      mixed[i] = (mixed[i] ?? 0) + (mass * rows) / after.weight;
    });
  }
  // Rows of segments that the baseline does not know are no part of a known mix.
  if (covered < 0.9) return false;
  const coarse = coarseBins(old);
  const [was, is, expected] = [coarse(old), coarse(now), coarse(mixed)];
  const chance = movedByChance(was, valueRows(after), valueRows(before));
  const within = movedMass(expected, is);
  return (
    movedMass(was, expected) > chance && within <= Math.max(movedMass(was, is) / 3, 1.5 * chance)
  );
}

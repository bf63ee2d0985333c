import type { ColumnProfile, WindowProfile } from '../../metrics/profile.ts';
import type { Compared } from '../monitor/measure-checks.ts';
import { coarseBins } from './coarse-bins.ts';
import { columnMasses } from './column-masses.ts';
import type { SegmentPart } from './diagnosis.ts';

/** More than that nobody reads. */
export const NAMED_SEGMENTS = 5;

/** Segments by their part in what changed about a column, the largest first.
 *  With π the share of a segment in the rows and q(b) its mass of bin b, the whole changed by
 *  d(b) = Σ π′q′(b) − πq(b). A segment's part is the sum of its terms in the direction of d, as a
 *  share of Σ|d|: parts add up to 1 where the segments are disjoint and complete, and count both
 *  that values changed within a segment and that it grew or shrank. */
export function partsOfSegments(
  column: string,
  whole: Compared,
  segments: ReadonlyMap<string, Compared>,
): SegmentPart[] {
  const reference = massesOf(whole.baseline, column) ?? massesOf(whole.window, column);
  if (reference === null) return [];
  const coarse = coarseBins(reference);
  const changeOf = (part: Compared) => {
    const change = weighedChange(column, part, whole);
    return change && coarse(change);
  };
  const direction = changeOf(whole);
  if (direction === null) return [];
  const total = direction.reduce((sum, one) => sum + Math.abs(one), 0);
  if (total === 0) return [];
  const parts: SegmentPart[] = [];
  for (const [segment, compared] of segments) {
    const own = changeOf(compared);
    if (own === null) continue;
    const along = own.reduce((sum, one, i) => sum + one * Math.sign(direction[i] ?? 0), 0);
    parts.push({ segment, part: along / total, rows: compared.window.rows });
  }
  return parts.sort((a, b) => b.part - a.part || (a.segment < b.segment ? -1 : 1));
}

/** The first of them, for a message. */
export function rankSegments(
  column: string,
  whole: Compared,
  segments: ReadonlyMap<string, Compared>,
): SegmentPart[] {
  return partsOfSegments(column, whole, segments).slice(0, NAMED_SEGMENTS);
}

function massesOf(profile: WindowProfile | null, column: string): number[] | null {
  const found = profile?.columns.get(column);
  return found === undefined ? null : columnMasses(found);
}

/** By how much a population changed the shares of the whole, bin by bin. */
function weighedChange(column: string, part: Compared, whole: Compared): number[] | null {
  const after = weighed(part.window.columns.get(column), whole.window.columns.get(column));
  const before = weighed(part.baseline?.columns.get(column), whole.baseline?.columns.get(column));
  const longest = after ?? before;
  if (longest === null) return null;
  return longest.map((_, i) => (after?.[i] ?? 0) - (before?.[i] ?? 0));
}

function weighed(part: ColumnProfile | undefined, whole: ColumnProfile | undefined) {
  const masses = part === undefined ? null : columnMasses(part);
  if (masses === null || part === undefined || whole === undefined) return null;
  return masses.map((mass) => (mass * part.weight) / whole.weight);
}

import type { ColumnMetric, Parameters } from '../../metrics/metric.ts';
import type { Compared } from '../monitor/measure-checks.ts';
import type { SegmentPart } from './diagnosis.ts';
import { NAMED_SEGMENTS } from './rank-segments.ts';

/** Segments by their part in what a share changed by, such as that of missing values: counted, so that
 *  a segment of three rows that are all wrong is found, and what else changed about the column is not.
 *  With k rows of N in the whole, a share changed by k′/N′ − k/N, and a segment's part of that is the
 *  same of its own rows. Parts add up to 1 where the segments are disjoint and complete. */
export function rankShareSegments(
  count: NonNullable<ColumnMetric['count']>,
  { column, parameters }: { readonly column: string; readonly parameters: Parameters },
  whole: Compared,
  segments: ReadonlyMap<string, Compared>,
): SegmentPart[] {
  const reference = whole.baseline?.columns.get(column);
  const countIn = (profile: Compared['window'] | null) => {
    const own = profile?.columns.get(column);
    return (own && count(own, reference, parameters)) ?? { part: 0, whole: 0 };
  };
  const [before, after] = [countIn(whole.baseline), countIn(whole.window)];
  const changeOf = (was: number, is: number) =>
    (after.whole > 0 ? is / after.whole : 0) - (before.whole > 0 ? was / before.whole : 0);
  const total = changeOf(before.part, after.part);
  if (total === 0) return [];
  return [...segments]
    .map(([segment, { window, baseline }]) => ({
      segment,
      part: changeOf(countIn(baseline).part, countIn(window).part) / total,
      rows: window.rows,
    }))
    .sort((a, b) => b.part - a.part || (a.segment < b.segment ? -1 : 1))
    .slice(0, NAMED_SEGMENTS);
}

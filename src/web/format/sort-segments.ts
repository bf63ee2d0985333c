import type { SegmentRowWire } from '../../contract/segments-overview.ts';
import type { SegmentSort } from '../search.ts';

/** The server sends the worst first. */
export function sortSegments(
  rows: readonly SegmentRowWire[],
  sort: SegmentSort,
): readonly SegmentRowWire[] {
  switch (sort) {
    case 'worst':
      return rows;
    case 'part':
      return rows.toSorted((a, b) => (b.part ?? -Infinity) - (a.part ?? -Infinity));
    case 'size':
      return rows.toSorted((a, b) => b.rows - a.rows);
    case 'name':
      return rows.toSorted((a, b) => a.segment.localeCompare(b.segment, 'en', { numeric: true }));
  }
}

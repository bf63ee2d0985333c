import type { CheckResult } from '../alert/alert.ts';
import type { Compared } from '../monitor/measure-checks.ts';
import { DEFAULT_OUTPUT } from '../prediction/prediction.ts';
import type { BeforeAfter, SegmentPart } from './diagnosis.ts';
import { NAMED_SEGMENTS } from './rank-segments.ts';

/** Segments by their part in what a performance metric changed by: how far each moved, weighed by
 *  its labelled rows. Most metrics are no means of their segments, so parts are made to add up
 *  to 1. */
export function rankOutcomeSegments(
  result: Pick<CheckResult, 'column'>,
  whole: Compared,
  segments: ReadonlyMap<string, Compared>,
  readValue: (compared: Compared) => BeforeAfter,
): SegmentPart[] {
  const output = result.column ?? DEFAULT_OUTPUT;
  const total = readValue(whole);
  if (total.before === null || total.after === null) return [];
  const direction = Math.sign(total.after - total.before);
  const moved = [...segments].flatMap(([segment, compared]) => {
    const { before, after } = readValue(compared);
    const labelled = compared.window.outcomes.get(output)?.weight ?? 0;
    if (before === null || after === null || labelled === 0) return [];
    const { rows } = compared.window;
    return [{ segment, rows, change: (after - before) * direction * labelled }];
  });
  const sum = moved.reduce((all, { change }) => all + change, 0);
  if (!(sum > 0)) return [];
  return moved
    .map(({ segment, rows, change }) => ({ segment, rows, part: change / sum }))
    .sort((a, b) => b.part - a.part || (a.segment < b.segment ? -1 : 1))
    .slice(0, NAMED_SEGMENTS);
}

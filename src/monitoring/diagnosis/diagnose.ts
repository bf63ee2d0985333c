import { findMetric } from '../../metrics/metrics.ts';
import type { CheckResult } from '../alert/alert.ts';
import { nameColumn } from '../health/name-column.ts';
import { baselineValueOf } from '../monitor/baseline-of-check.ts';
import type { Compared } from '../monitor/measure-checks.ts';
import type { Check } from '../monitor/monitor.ts';
import { describeDiagnosis } from './describe-diagnosis.ts';
import type { BeforeAfter, Diagnosis, SegmentPart } from './diagnosis.ts';
import { findCause } from './find-cause.ts';
import { isMixShift } from './find-mix-shift.ts';
import { judgeCertainty } from './judge-certainty.ts';
import { measureChange } from './measure-change.ts';
import { rankOutcomeSegments } from './rank-outcome-segments.ts';
import { rankSegments } from './rank-segments.ts';
import { rankShareSegments } from './rank-share-segments.ts';

/** What an evaluation saw. */
export interface Evidence extends Compared {
  /** Of the dimension that the monitor watches. */
  readonly segments?: ReadonlyMap<string, Compared>;
  /** Of further dimensions, by their names, where they were read. */
  readonly others?: ReadonlyMap<string, ReadonlyMap<string, Compared>>;
}

/** What is behind one result: what changed from what to what, in which segments, the likely kind
 *  of cause, and how sure that is. Null where the metric is gone. */
export function diagnose(
  result: CheckResult,
  parameters: Check['parameters'],
  evidence: Evidence,
  featureNames: ReadonlyMap<string, string>,
): Diagnosis | null {
  const metric = findMetric(result.metric);
  if (metric === undefined) return null;
  const own = evidence.segments?.get(result.segment);
  const whole = own ?? evidence;
  const { column } = result;
  const isColumn = metric.subject === 'column' && column !== null;
  const count = metric.subject === 'column' ? metric.count : undefined;
  const readValue = (compared: Compared): BeforeAfter => ({
    before: baselineValueOf({ column, parameters }, metric, compared.baseline),
    after: baselineValueOf({ column, parameters }, metric, compared.window),
  });
  const rank = (segments: ReadonlyMap<string, Compared>): RankedDimension => {
    if (isColumn && count !== undefined) {
      const check = { column, parameters };
      return { segments, parts: rankShareSegments(count, check, whole, segments) };
    }
    if (isColumn) return { segments, parts: rankSegments(column, whole, segments) };
    if (metric.subject !== 'outcome') return { segments, parts: [] };
    return { segments, parts: rankOutcomeSegments(result, whole, segments, readValue) };
  };
  const name = nameColumn(column, featureNames);
  // What lies in one segment has no others in it, and which values a column has says all of it.
  const dimensions =
    own === undefined ? [evidence.segments ?? new Map(), ...(evidence.others?.values() ?? [])] : [];
  const isOfColumn = (segments: ReadonlyMap<string, Compared>) =>
    [...segments.keys()].some((segment) => segment.startsWith(`${name}=`));
  const telling = dimensions.filter((segments) => !isOfColumn(segments));
  const { segments, parts } = mostTelling(
    (telling.some(({ size }) => size > 0) ? telling : dimensions).map(rank),
    whole,
    (one) => isColumn && count === undefined && isMixShift(column, whole, one),
  );
  const value = readValue(whole);
  const { family, unit } = metric.descriptor;
  const found = {
    cause: findCause({ result, family, whole, segments, parts, featureNames }),
    value: value.before === null ? null : { before: value.before, after: result.value },
    column: isColumn
      ? measureChange(whole.baseline?.columns.get(column), whole.window.columns.get(column))
      : null,
    segments: parts,
    certainty: judgeCertainty(result),
  };
  const named = { column: isColumn ? name : null, unit, segment: result.segment };
  return { ...found, sentence: describeDiagnosis(found, named) };
}

interface RankedDimension {
  readonly segments: ReadonlyMap<string, Compared>;
  readonly parts: readonly SegmentPart[];
}

/** So much more of a change is more than the luck of many small segments. */
const CLEARLY_MORE = 0.05;
const MOST_OF_IT = 0.5;

/** The dimension that explains a change: the one with the segment whose part in it is furthest beyond its
 *  part of the rows: a fault of one depot is in its region, too, and the depot says more. Where no
 *  segment has most of it, one whose shares alone moved. The one that is watched comes first, and gives
 *  way to what is clearly better alone. */
function mostTelling(
  dimensions: readonly RankedDimension[],
  whole: Compared,
  isMix: (segments: RankedDimension['segments']) => boolean,
): RankedDimension {
  const shareIn = (rows = 0, of = 0) => rows / Math.max(1, of);
  const telling = ({ parts: [top], segments }: RankedDimension) => {
    if (top === undefined) return -1;
    const before = segments.get(top.segment)?.baseline?.rows;
    // A segment that grew or shrank says so by its part, and is not held to what it became.
    const share = Math.min(
      shareIn(top.rows, whole.window.rows),
      shareIn(before, whole.baseline?.rows),
    );
    return top.part - share;
  };
  const nothing: RankedDimension = { segments: new Map(), parts: [] };
  const [first = nothing, ...others] = dimensions;
  const mixed = dimensions.length < 2 ? undefined : dimensions.find((one) => isMix(one.segments));
  const best = others.reduce(
    (found, one) => (telling(one) > telling(found) + CLEARLY_MORE ? one : found),
    first,
  );
  // Where one segment has most of it, what goes with the column says nothing more.
  return mixed === undefined || telling(best) > MOST_OF_IT ? best : mixed;
}

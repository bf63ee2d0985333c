import { findMetric } from '../../metrics/metrics.ts';
import type { CheckResult } from '../alert/alert.ts';
import { nameColumn } from '../health/name-column.ts';
import { baselineValueOf } from '../monitor/baseline-of-check.ts';
import type { Compared } from '../monitor/measure-checks.ts';
import type { Check } from '../monitor/monitor.ts';
import { describeDiagnosis } from './describe-diagnosis.ts';
import type { BeforeAfter, Diagnosis, SegmentPart } from './diagnosis.ts';
import { findCause } from './find-cause.ts';
import { judgeCertainty } from './judge-certainty.ts';
import { measureChange } from './measure-change.ts';
import { rankOutcomeSegments } from './rank-outcome-segments.ts';
import { rankSegments } from './rank-segments.ts';

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
  const readValue = (compared: Compared): BeforeAfter => ({
    before: baselineValueOf({ column, parameters }, metric, compared.baseline),
    after: baselineValueOf({ column, parameters }, metric, compared.window),
  });
  const rank = (segments: ReadonlyMap<string, Compared>): SegmentPart[] => {
    if (isColumn) return rankSegments(column, whole, segments);
    return metric.subject === 'outcome'
      ? rankOutcomeSegments(result, whole, segments, readValue)
      : [];
  };
  const name = nameColumn(column, featureNames);
  // What lies in one segment has no others in it, and which values a column has says all of it.
  const others = [...(evidence.others ?? [])].filter(([dimension]) => dimension !== name);
  const dimensions =
    own === undefined
      ? [evidence.segments ?? new Map<string, Compared>(), ...others.map(([, one]) => one)]
      : [];
  const { segments, parts } = mostTelling(dimensions, rank, whole.window.rows);
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

/** The dimension with the segment whose part in the change is furthest beyond its part of the rows:
 *  a fault of one depot is in its region, too, and the depot says more. The first of several, which is
 *  the one that is watched. */
function mostTelling(
  dimensions: readonly ReadonlyMap<string, Compared>[],
  rank: (segments: ReadonlyMap<string, Compared>) => readonly SegmentPart[],
  rows: number,
): RankedDimension {
  const telling = ({ parts: [top] }: RankedDimension) =>
    top === undefined ? -1 : top.part - top.rows / Math.max(1, rows);
  const ranked = dimensions.map(
    (segments): RankedDimension => ({
      segments,
      parts: rank(segments),
    }),
  );
  return ranked.reduce((best, one) => (telling(one) > telling(best) ? one : best), {
    segments: ranked[0]?.segments ?? new Map<string, Compared>(),
    parts: ranked[0]?.parts ?? [],
  });
}

import { findMetric } from '../../metrics/metrics.ts';
import type { CheckResult } from '../alert/alert.ts';
import { nameColumn } from '../health/name-column.ts';
import { baselineValueOf } from '../monitor/baseline-of-check.ts';
import type { Compared } from '../monitor/measure-checks.ts';
import type { Check } from '../monitor/monitor.ts';
import { describeDiagnosis } from './describe-diagnosis.ts';
import type { BeforeAfter, Diagnosis } from './diagnosis.ts';
import { findCause } from './find-cause.ts';
import { judgeCertainty } from './judge-certainty.ts';
import { measureChange } from './measure-change.ts';
import { rankOutcomeSegments } from './rank-outcome-segments.ts';
import { rankSegments } from './rank-segments.ts';

/** What an evaluation saw. */
export interface Evidence extends Compared {
  readonly segments?: ReadonlyMap<string, Compared>;
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
  // What lies in one segment has no others in it.
  const segments = own === undefined ? (evidence.segments ?? new Map()) : new Map();
  const { column } = result;
  const isColumn = metric.subject === 'column' && column !== null;
  const readValue = (compared: Compared): BeforeAfter => ({
    before: baselineValueOf({ column, parameters }, metric, compared.baseline),
    after: baselineValueOf({ column, parameters }, metric, compared.window),
  });
  const parts = isColumn
    ? rankSegments(column, whole, segments)
    : metric.subject === 'outcome'
      ? rankOutcomeSegments(result, whole, segments, readValue)
      : [];
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
  const name = nameColumn(column, featureNames);
  const named = { column: isColumn ? name : null, unit, segment: result.segment };
  return { ...found, sentence: describeDiagnosis(found, named) };
}

import { createHash } from 'node:crypto';
import type { MeasurementWire, ProfileWire, VerdictRecordWire } from '../../contract/records.ts';
import type { Baseline } from '../../monitoring/baseline/baseline.ts';
import { nameColumn } from '../../monitoring/health/name-column.ts';
import type { Model } from '../../monitoring/model/model.ts';
import type {
  MeasurementRecord,
  ProfileRecord,
  VerdictRecord,
} from '../../monitoring/records/records.ts';

/** Names that people know, by id. */
export interface Names {
  readonly columns: ReadonlyMap<string, string>;
  readonly monitors: ReadonlyMap<string, string>;
}

const iso = (ms: number) => new Date(ms).toISOString();

/** Follows from what the row is about, so that no export has to remember it. */
const idOf = (prefix: string, key: readonly (string | number)[]): string =>
  `${prefix}_${createHash('sha256').update(JSON.stringify(key)).digest('hex').slice(0, 32)}`;

const idOfWindow = (prefix: string, one: MeasurementRecord | VerdictRecord): string =>
  idOf(prefix, [one.monitorId, one.checkId, one.segment, one.windowStartMs, one.revision]);

const describeWindow = (one: MeasurementRecord | VerdictRecord, names: Names) => ({
  monitorId: one.monitorId,
  monitor: names.monitors.get(one.monitorId) ?? one.monitorId,
  monitorVersion: one.monitorVersion,
  check: one.checkId,
  metric: one.metric,
  metricVersion: one.metricVersion,
  column: nameColumn(one.column, names.columns),
  segment: one.segment,
  windowStart: iso(one.windowStartMs),
  windowEnd: iso(one.windowEndMs),
  revision: one.revision,
  baselineId: one.baselineId,
  gridId: one.gridId,
  value: one.value,
  warning: one.warning,
  critical: one.critical,
  n: one.n,
  m: one.m,
  verdict: one.verdict,
  labelCoverage: one.labelCoverage,
});

export const describeMeasurement = (one: MeasurementRecord, names: Names): MeasurementWire => ({
  measurementId: idOfWindow('mea', one),
  ...describeWindow(one, names),
  measuredAt: iso(one.measuredAtMs),
});

export const describeVerdict = (one: VerdictRecord, names: Names): VerdictRecordWire => ({
  verdictId: idOfWindow('ver', one),
  ...describeWindow(one, names),
  info: one.info,
  reason: one.reason,
  cause: one.cause,
  historical: one.historical,
  quiet: one.quiet,
  evaluatedAt: iso(one.evaluatedAtMs),
});

export function describeProfile(
  one: ProfileRecord,
  model: Model,
  baseline: Baseline | null,
  names: Pick<Names, 'columns'>,
): ProfileWire {
  const { moments } = one;
  const { column, segment, version, variant, environment, cellStartMs, gridId } = one;
  const key = [column, segment, version, variant, environment, cellStartMs, gridId];
  return {
    profileId: idOf('prf', [model.modelId, ...key]),
    column: nameColumn(column, names.columns) ?? column,
    segment,
    version,
    variant,
    environment,
    cellStart: iso(cellStartMs),
    cellEnd: iso(cellStartMs + model.cellMs),
    baselineId: baseline?.baselineId ?? null,
    gridId,
    rows: one.rows,
    weight: one.weight,
    absent: one.absent,
    null: one.nulls,
    nan: one.nan,
    infinite: one.infinite,
    mismatched: one.mismatched,
    valueWeight: one.valueWeight,
    mean: moments?.mean ?? null,
    standardDeviation: moments === null ? null : Math.sqrt(moments.m2 / one.valueWeight),
    min: moments?.min ?? null,
    max: moments?.max ?? null,
    bins: binsOf(one, baseline),
    categories: one.categories.map(([value, weight]) => ({ value, weight })),
  };
}

/** With their edges, so that nobody needs the grid to read them. */
function binsOf({ column, bins }: ProfileRecord, baseline: Baseline | null): ProfileWire['bins'] {
  const grid = baseline?.grids.get(column);
  if (grid?.kind !== 'numeric') return [];
  return bins.flatMap((weight, at) =>
    weight === 0 ? [] : [{ from: grid.edges[at - 1] ?? null, to: grid.edges[at] ?? null, weight }],
  );
}

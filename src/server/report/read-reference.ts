import type { ColumnProfile, OutcomeProfile } from '../../metrics/profile.ts';
import type { ReferenceDay } from '../../monitoring/report/learn-history.ts';
import { type CoarseColumn, type CountedGroup, coarsen, countGroups } from './count-groups.ts';
import { countOutcomes } from './count-outcomes.ts';
import { countReference, type ReferenceColumn } from './count-reference.ts';
import { planColumns, type ReportColumns } from './plan-columns.ts';
import { type OutcomeTaskPlan, planOutcome } from './plan-outcome.ts';
import { type Extent, readExtent, timeSql } from './read-extent.ts';
import type { ReportEngine } from './report-engine.ts';
import { ReportInputError } from './report-input-error.ts';
import { relationOf, type TableSource } from './table-source.ts';
import { textOf } from './value-sql.ts';

/** Everything that is known of a reference: plain data, so that it can be kept. */
export interface CountedReference {
  readonly rows: number;
  readonly columns: readonly ReferenceColumn[];
  readonly coarse: readonly CoarseColumn[];
  readonly extent: Extent | null;
  readonly days: readonly ReferenceDay[];
  readonly segments: readonly (readonly [name: string, group: CountedGroup])[];
  readonly outcomePlan: OutcomeTaskPlan | null;
  readonly outcome: OutcomeProfile | null;
}

const DAY_MS = 86_400_000;
/** Enough to learn from; of more, the latest. */
const DAYS_KEPT = 730;
/** The heaviest ones; what is left shares none of their names. */
const SEGMENTS_KEPT = 50;

export async function readReference(
  engine: ReportEngine,
  source: TableSource,
  columns: ReportColumns,
): Promise<CountedReference> {
  const planned = await planColumns(engine, source, columns);
  const extent = columns.time === null ? null : await readExtent(engine, source, columns.time);
  const counted = await countReference(engine, source, planned);
  const coarse = columns.time === null && columns.segment === null ? [] : coarsen(counted);
  const outcomePlan = await planOutcome(engine, source, planned.plans, columns);
  return {
    rows: source.rows,
    columns: counted,
    coarse,
    extent,
    days: extent === null ? [] : await countDays(engine, source, coarse, columns.time, extent),
    segments: await countSegments(engine, source, coarse, columns.segment),
    outcomePlan,
    outcome: outcomePlan === null ? null : await countOutcomes(engine, source, outcomePlan),
  };
}

/** Profiles per day in UTC; of a reference within one day there is nothing to learn. */
async function countDays(
  engine: ReportEngine,
  source: TableSource,
  coarse: readonly CoarseColumn[],
  time: string | null,
  { firstMs, lastMs }: Extent,
): Promise<ReferenceDay[]> {
  const column = source.columns.find(({ name }) => name === time);
  const lastDay = Math.floor(lastMs / DAY_MS);
  const firstDay = Math.max(Math.floor(firstMs / DAY_MS), lastDay - DAYS_KEPT + 1);
  if (column === undefined || coarse.length === 0 || lastDay === firstDay) return [];
  const day = `greatest(intDiv(${timeSql(column)}, ${DAY_MS}), ${firstDay - 1})`;
  const groups = await countGroups(engine, source, coarse, { column: column.name, sql: day });
  return [...groups]
    .map(([key, group]) => ({ startMs: Number(key) * DAY_MS, ...group }))
    .filter(({ startMs }) => startMs >= firstDay * DAY_MS)
    .sort((a, b) => a.startMs - b.startMs);
}

/** The heaviest segments of a file, or those that the reference had. */
export async function countSegments(
  engine: ReportEngine,
  source: TableSource,
  coarse: readonly CoarseColumn[],
  segment: string | null,
  known?: readonly string[],
): Promise<(readonly [string, CountedGroup])[]> {
  if (segment === null) return [];
  const column = source.columns.find(({ name }) => name === segment);
  if (column === undefined) {
    throw new ReportInputError(`${source.file} has no column "${segment}" (--segment).`);
  }
  const value = textOf(column);
  const heaviest =
    known ??
    (
      await engine.rows<[string]>(`SELECT ${value} AS value FROM ${relationOf(source, [segment])}
        WHERE value != '' GROUP BY value ORDER BY count() DESC, value LIMIT ${SEGMENTS_KEPT}`)
    ).map(([name]) => name);
  const kept = heaviest.map((name) => `'${name.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`);
  if (kept.length === 0) return [];
  const groups = await countGroups(
    engine,
    source,
    coarse.filter(({ name }) => name !== segment),
    { column: segment, sql: `if(${value} IN (${kept.join(', ')}), ${value}, '')` },
  );
  groups.delete('');
  return heaviest.flatMap((name) => {
    const group = groups.get(name);
    return group === undefined ? [] : [[name, group] as const];
  });
}

export const profilesOf = (
  columns: readonly ReferenceColumn[],
): ReadonlyMap<string, ColumnProfile> => new Map(columns.map((one) => [one.name, one.profile]));

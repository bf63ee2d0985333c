import type { ClickHouseClient } from '@clickhouse/client';
import type { WindowProfile } from '../../../../metrics/profile.ts';
import type { Baseline } from '../../../../monitoring/baseline/baseline.ts';
import type { Model } from '../../../../monitoring/model/model.ts';
import type { Population } from '../../../../monitoring/profile/profile-store.ts';
import { QUERY_LIMITS } from '../query-limits.ts';
import { type ColumnRow, SUM_OF_COLUMNS, toColumnProfiles } from './read-columns.ts';
import { type OutcomeRow, SUM_OF_OUTCOMES, toOutcomeProfiles } from './read-outcomes.ts';

export interface ProfileQuestion {
  readonly model: Model;
  /** Whose grids the counts are on. */
  readonly baseline: Baseline | null;
  readonly source: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly population: Population;
}

/** Sums the cells of `[start, end)`. Only counts of the last time that a cell was counted take
 *  part: an older one is of a group that has no rows any more. */
export async function readProfile(
  client: ClickHouseClient,
  question: ProfileQuestion,
): Promise<WindowProfile> {
  const { model, baseline, population } = question;
  const select = async <T>(query: string) =>
    (
      await client.query({
        query,
        format: 'JSONEachRow',
        query_params: {
          project: model.projectId,
          model: model.modelId,
          source: question.source,
          start: question.startMs / 1000,
          end: question.endMs / 1000,
          baseline: baseline?.baselineId ?? '',
          variant: population.variant,
          environment: population.environment,
          segment: population.segment,
        },
        clickhouse_settings: {
          ...QUERY_LIMITS,
          do_not_merge_across_partitions_select_final: 1,
          output_format_json_quote_denormals: 1,
        },
      })
    ).json<T>();

  const [[counts], columns, outcomes] = await Promise.all([
    select<{ total: string; erroneous: string }>(
      `SELECT sum(rows) AS total, sum(erroneous_rows) AS erroneous
       FROM ${countedIn('cell_counts', 'rows', 'generation')}`,
    ),
    select<ColumnRow>(
      `SELECT column_key, grid_id, ${SUM_OF_COLUMNS}
       FROM ${countedIn('profiles', 'rows', 'if(baseline_id = {baseline:String}, revision, 0)')}
       GROUP BY column_key, grid_id`,
    ),
    select<OutcomeRow>(
      `SELECT output, task, ${SUM_OF_OUTCOMES}
       FROM ${countedIn('outcome_profiles', 'labels', 'generation')}
       GROUP BY output, task`,
    ),
  ]);
  return {
    rows: Number(counts?.total ?? 0),
    erroneousRows: Number(counts?.erroneous ?? 0),
    durationMs: question.endMs - question.startMs,
    columns: toColumnProfiles(model, baseline, columns),
    outcomes: toOutcomeProfiles(model, outcomes),
  };
}

const CELLS = `project_id = {project:String} AND model_id = {model:String}
  AND source = {source:String} AND cell_start >= toDateTime({start:UInt32})
  AND cell_start < toDateTime({end:UInt32})`;

/** SQL: the counts of one population, without those of before a cell was last counted. */
const countedIn = (table: string, family: 'rows' | 'labels', revision: string): string => `(
    SELECT * FROM ${table} FINAL
    WHERE ${CELLS} AND variant = {variant:String} AND environment = {environment:String}
      AND segment = {segment:String}
  ) AS counted
  INNER JOIN (
    SELECT cell_start, max(${revision}) AS last_revision
    FROM cell_revisions WHERE ${CELLS} AND family = '${family}'
    GROUP BY cell_start HAVING last_revision > 0
  ) AS last ON counted.cell_start = last.cell_start
  WHERE counted.revision >= last_revision`;

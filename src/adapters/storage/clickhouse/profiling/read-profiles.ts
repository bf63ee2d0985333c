import type { ClickHouseClient } from '@clickhouse/client';
import type { WindowProfile } from '../../../../metrics/profile.ts';
import type { Baseline } from '../../../../monitoring/baseline/baseline.ts';
import type { Model } from '../../../../monitoring/model/model.ts';
import type { WindowsQuestion } from '../../../../monitoring/profile/profile-store.ts';
import type { Window } from '../../../../monitoring/window/window.ts';
import { groupBy } from '../../../../stats/summary/group-by.ts';
import { QUERY_LIMITS } from '../query-limits.ts';
import { columnsOf, countedColumns } from './counted-columns.ts';
import { type ColumnRow, SUM_OF_COLUMNS, toColumnProfiles } from './read-columns.ts';
import { type OutcomeRow, sumOfOutcomes, toOutcomeProfiles } from './read-outcomes.ts';

export interface ProfileQuestion extends WindowsQuestion {
  readonly model: Model;
  /** Whose grids the counts are on. */
  readonly baseline: Baseline | null;
  readonly source: string;
  /** In order, without overlap. */
  readonly windows: readonly Window[];
}

/** Of a window and a segment. */
interface Place {
  /** Start of the window, in seconds. */
  readonly at: number;
  readonly part: string;
}

interface CountRow extends Place {
  total: string;
  erroneous: string;
  duplicates: string;
  last_event_ms: string;
}

/** Sums the cells of each window, for each segment. Only counts of the last time that a cell was
 *  counted take part: an older one is of a group that has no rows any more. */
export async function readProfiles(
  client: ClickHouseClient,
  question: ProfileQuestion,
): Promise<Map<string, WindowProfile>[]> {
  const { model, baseline, windows, segments, columns, scores = true } = question;
  if (windows.length === 0) return [];
  const select = async <T>(query: string) =>
    (
      await client.query({
        query,
        format: 'JSONEachRow',
        query_params: {
          project: model.projectId,
          model: model.modelId,
          source: question.source,
          start: Math.min(...windows.map((one) => one.startMs)) / 1000,
          end: Math.max(...windows.map((one) => one.endMs)) / 1000,
          bounds: boundsOf(windows),
          baseline: baseline?.baselineId ?? '',
          variant: question.variant,
          environment: question.environment,
          segments,
          ...(columns === undefined ? {} : { columns }),
        },
        clickhouse_settings: {
          ...QUERY_LIMITS,
          do_not_merge_across_partitions_select_final: 1,
          output_format_json_quote_denormals: 1,
        },
      })
    ).json<T & Place>();

  const ofColumns = columns === undefined ? '' : 'AND column_key IN {columns:Array(String)}';
  const [counts, columnRows, outcomeRows] = await Promise.all([
    select<CountRow>(
      `SELECT ${PLACE}, sum(rows) AS total, sum(erroneous_rows) AS erroneous,
         sum(duplicate_rows) AS duplicates,
         toUnixTimestamp64Milli(max(last_event_time)) AS last_event_ms
       FROM ${countedIn('cell_counts', 'rows', 'generation')} GROUP BY at, part`,
    ),
    columns?.length === 0
      ? []
      : select<ColumnRow>(
          `SELECT ${PLACE}, column_key, grid_id, ${SUM_OF_COLUMNS}
           FROM ${countedIn('profiles', 'rows', OWN_REVISION, ofColumns)}
           GROUP BY at, part, column_key, grid_id`,
        ),
    question.outcomes === false
      ? []
      : select<OutcomeRow>(
          `SELECT ${PLACE}, output, task, ${sumOfOutcomes(scores)}
           FROM ${countedIn('outcome_profiles', 'labels', 'generation')}
           GROUP BY at, part, output, task`,
        ),
  ]);
  const all = countedColumns(model, baseline);
  const asked = columns === undefined ? all : columnsOf(all, new Set(columns));
  const placed = {
    counts: new Map(counts.map((row) => [keyOf(row), row])),
    columns: groupBy(columnRows, keyOf),
    outcomes: groupBy(outcomeRows, keyOf),
  };
  return windows.map(
    (window) =>
      new Map(
        segments.map((part) => {
          const key = keyOf({ at: window.startMs / 1000, part });
          const count = placed.counts.get(key);
          return [
            part,
            {
              rows: Number(count?.total ?? 0),
              erroneousRows: Number(count?.erroneous ?? 0),
              duplicateRows: Number(count?.duplicates ?? 0),
              ...silenceOf(window, count),
              durationMs: window.endMs - window.startMs,
              columns: toColumnProfiles(baseline, asked, placed.columns.get(key) ?? []),
              outcomes: toOutcomeProfiles(model, placed.outcomes.get(key) ?? [], scores),
            },
          ];
        }),
      ),
  );
}

/** Rows of a reference that have no times, or lie in none of its windows, are filed under a window
 *  that is not theirs. */
function silenceOf({ endMs }: Window, count: CountRow | undefined): { silenceMs?: number } {
  const silenceMs = endMs - Number(count?.last_event_ms);
  return Number(count?.total ?? 0) > 0 && silenceMs >= 0 ? { silenceMs } : {};
}

const keyOf = ({ at, part }: Place): string => `${at} ${part}`;

/** Starts, and those ends at which no other window begins: between them lies what is left out. */
function boundsOf(windows: readonly Window[]): number[] {
  const bounds = new Set(windows.flatMap((one) => [one.startMs / 1000, one.endMs / 1000]));
  return [...bounds].sort((a, b) => a - b);
}

const PLACE = `roundDown(toUInt32(counted.cell_start), {bounds:Array(UInt32)}) AS at,
  toString(segment) AS part`;

/** Counts on the grids of this baseline only. */
const OWN_REVISION = 'if(baseline_id = {baseline:String}, revision, 0)';

const CELLS = `project_id = {project:String} AND model_id = {model:String}
  AND source = {source:String} AND cell_start >= toDateTime({start:UInt32})
  AND cell_start < toDateTime({end:UInt32})`;

/** SQL: the counts of one population, without those of before a cell was last counted. */
const countedIn = (
  table: string,
  family: 'rows' | 'labels',
  revision: string,
  condition = '',
): string => `(
    SELECT * FROM ${table} FINAL
    WHERE ${CELLS} AND variant = {variant:String} AND environment = {environment:String}
      AND segment IN {segments:Array(String)} ${condition}
  ) AS counted
  INNER JOIN (
    SELECT cell_start, max(${revision}) AS last_revision
    FROM cell_revisions WHERE ${CELLS} AND family = '${family}'
    GROUP BY cell_start HAVING last_revision > 0
  ) AS last ON counted.cell_start = last.cell_start
  WHERE counted.revision >= last_revision`;

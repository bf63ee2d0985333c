import type pg from 'pg';
import type { CheckResult } from '../../../monitoring/alert/alert.ts';
import type { FleetReadModel } from '../../../monitoring/health/fleet-read-model.ts';
import { nameColumn } from '../../../monitoring/health/name-column.ts';
import type {
  Judgement,
  ResultTally,
  WatchedModel,
  WatchingMonitor,
} from '../../../monitoring/health/watched-model.ts';
import type { Clock, Model } from '../../../monitoring/model/model.ts';
import type { Verdict } from '../../../monitoring/monitor/verdict.ts';
import type { Cadence } from '../../../monitoring/window/window.ts';
import { groupBy } from '../group-by.ts';

interface ModelRow {
  readonly model_id: string;
  readonly name: string;
  readonly time_zone: string;
  readonly clock: Clock;
  readonly watermark: Date | null;
  readonly lateness_ms: string;
  readonly cell_ms: Model['cellMs'];
  readonly has_baseline: boolean;
  readonly critical_alerts: number;
  readonly warning_alerts: number;
}

const MODELS = `
  SELECT m.model_id, m.name, m.time_zone, m.clock, m.watermark, m.lateness_ms, m.cell_ms,
    EXISTS (SELECT FROM baselines b WHERE b.model_id = m.model_id AND b.state = 'ready')
      AS has_baseline,
    coalesce(a.critical, 0)::int AS critical_alerts,
    coalesce(a.warning, 0)::int AS warning_alerts
  FROM models m
  LEFT JOIN (
    SELECT model_id, count(*) FILTER (WHERE severity = 'critical') AS critical,
      count(*) FILTER (WHERE severity = 'warning') AS warning
    FROM alerts
    WHERE project_id = $1 AND state <> 'resolved' AND NOT historical
    GROUP BY model_id
  ) a USING (model_id)
  WHERE m.project_id = $1 AND ($2::text IS NULL OR m.name = $2)
  ORDER BY m.name`;

interface TallyRow {
  readonly model_id: string;
  readonly monitor_id: string;
  readonly name: string;
  readonly cadence: Cadence;
  readonly reading: 'latest' | 'labelled' | null;
  readonly window_start: Date | null;
  readonly window_end: Date | null;
  readonly label_coverage: number | null;
  readonly metric: string | null;
  readonly verdict: Verdict | null;
  readonly results: number;
  readonly example: CheckResult | null;
  readonly feature_name: string | null;
}

/** Two index look-ups a monitor, whatever its history; results that share metric and verdict
 *  are counted here, and only the one that is furthest from its bound travels. */
const TALLIES = `
  WITH watching AS (
    SELECT mo.monitor_id, mo.model_id, mo.name, mo.definition ->> 'cadence' AS cadence
    FROM monitors mo JOIN models m USING (model_id)
    WHERE mo.project_id = $1 AND mo.enabled AND ($2::text IS NULL OR m.name = $2)
  ), judged AS (
    SELECT w.monitor_id, 'latest' AS reading, e.*
    FROM watching w CROSS JOIN LATERAL (
      SELECT window_start, window_end, label_coverage, results FROM evaluations
      WHERE monitor_id = w.monitor_id ORDER BY window_start DESC, revision DESC LIMIT 1) e
    UNION ALL
    SELECT w.monitor_id, 'labelled', e.*
    FROM watching w CROSS JOIN LATERAL (
      SELECT window_start, window_end, label_coverage, results FROM evaluations
      WHERE monitor_id = w.monitor_id AND label_coverage > 0
      ORDER BY window_start DESC, revision DESC LIMIT 1) e
  ), tallies AS (
    SELECT j.monitor_id, j.reading, j.window_start, j.window_end, j.label_coverage,
      r ->> 'metric' AS metric, r ->> 'verdict' AS verdict, count(r)::int AS results,
      (array_agg(r ORDER BY abs(ln(abs(
        nullif((r ->> 'value')::float8, 0)
        / nullif(coalesce((r ->> 'critical')::float8, (r ->> 'warning')::float8), 0)
      ))) DESC NULLS LAST))[1] AS example
    FROM judged j LEFT JOIN LATERAL jsonb_array_elements(j.results) r ON true
    GROUP BY 1, 2, 3, 4, 5, 6, 7
  )
  SELECT w.*, t.reading, t.window_start, t.window_end, t.label_coverage, t.metric, t.verdict,
    coalesce(t.results, 0) AS results, t.example, f.name AS feature_name
  FROM watching w
  LEFT JOIN tallies t USING (monitor_id)
  LEFT JOIN features f ON f.model_id = w.model_id
    AND 'feature:' || f.feature_id = t.example ->> 'column'
  ORDER BY w.monitor_id`;

export function createFleetReadModel(pool: pg.Pool): FleetReadModel {
  return {
    async read(projectId, modelName) {
      const parameters = [projectId, modelName ?? null];
      const [models, tallies] = await Promise.all([
        pool.query<ModelRow>(MODELS, parameters),
        pool.query<TallyRow>(TALLIES, parameters),
      ]);
      const byModel = groupBy(tallies.rows, (row) => row.model_id);
      return models.rows.map((row) => toModel(row, byModel.get(row.model_id) ?? []));
    },
  };
}

function toModel(row: ModelRow, tallies: readonly TallyRow[]): WatchedModel {
  return {
    modelId: row.model_id,
    name: row.name,
    timeZone: row.time_zone,
    clock: row.clock,
    watermarkMs: row.watermark?.getTime() ?? null,
    latenessMs: Number(row.lateness_ms),
    cellMs: row.cell_ms,
    hasBaseline: row.has_baseline,
    monitors: [...groupBy(tallies, (tally) => tally.monitor_id).values()].map(toMonitor),
    openAlerts: { critical: row.critical_alerts, warning: row.warning_alerts },
  };
}

function toMonitor(rows: readonly TallyRow[]): WatchingMonitor {
  const [first] = rows;
  if (first === undefined) throw new Error('A monitor without rows cannot be read.');
  return {
    monitorId: first.monitor_id,
    name: first.name,
    cadence: first.cadence,
    latest: toJudgement(rows.filter((row) => row.reading === 'latest')),
    labelled: toJudgement(rows.filter((row) => row.reading === 'labelled')),
  };
}

function toJudgement(rows: readonly TallyRow[]): Judgement | null {
  const [first] = rows;
  if (!first?.window_start || !first.window_end) return null;
  return {
    windowStartMs: first.window_start.getTime(),
    windowEndMs: first.window_end.getTime(),
    labelCoverage: first.label_coverage,
    tallies: rows.flatMap((row) => toTally(row) ?? []),
  };
}

function toTally(row: TallyRow): ResultTally | null {
  const { metric, verdict, example, feature_name: name } = row;
  if (metric === null || verdict === null || example === null) return null;
  const names = new Map(example.column && name ? [[example.column, name]] : []);
  return {
    metric,
    verdict,
    count: row.results,
    example,
    columnName: nameColumn(example.column, names),
  };
}

import type { Pool } from 'pg';
import type { CheckResult } from '../../../monitoring/alert/alert.ts';
import type { FleetReadModel } from '../../../monitoring/health/fleet-read-model.ts';
import { nameColumn } from '../../../monitoring/health/name-column.ts';
import type { Tally } from '../../../monitoring/health/tally-results.ts';
import type {
  Judgement,
  WatchedModel,
  WatchingMonitor,
} from '../../../monitoring/health/watched-model.ts';
import type { Clock, Model } from '../../../monitoring/model/model.ts';
import type { Cadence } from '../../../monitoring/window/window.ts';
import { groupBy } from '../../../stats/summary/group-by.ts';
import { createTallyCache, type EvaluationKey } from './tally-cache.ts';

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
  readonly silenced_alerts: number;
}

const MODELS = `
  SELECT m.model_id, m.name, m.time_zone, m.clock, m.watermark, m.lateness_ms, m.cell_ms,
    EXISTS (SELECT FROM baselines b WHERE b.model_id = m.model_id AND b.state = 'ready')
      AS has_baseline,
    coalesce(a.critical, 0)::int AS critical_alerts,
    coalesce(a.warning, 0)::int AS warning_alerts,
    coalesce(a.silenced, 0)::int AS silenced_alerts
  FROM models m
  LEFT JOIN (
    SELECT model_id, count(*) FILTER (WHERE severity = 'critical') AS critical,
      count(*) FILTER (WHERE severity = 'warning') AS warning,
      count(*) FILTER (WHERE severity <> 'info' AND silenced_by <> '{}') AS silenced
    FROM alerts
    WHERE project_id = $1 AND state <> 'resolved' AND NOT historical
    GROUP BY model_id
  ) a USING (model_id)
  WHERE m.project_id = $1 AND ($2::text IS NULL OR m.name = $2)
  ORDER BY m.name`;

interface MonitorRow {
  readonly model_id: string;
  readonly monitor_id: string;
  readonly name: string;
  readonly cadence: Cadence;
  readonly latest: EvaluationRow | null;
  readonly labelled: EvaluationRow | null;
}

interface EvaluationRow extends EvaluationKey {
  /** Epoch milliseconds, as the key's. */
  readonly end: number;
  readonly coverage: number | null;
}

const EVALUATION = `
  SELECT jsonb_build_object('monitorId', monitor_id, 'revision', revision,
    'startMs', (extract(epoch FROM window_start) * 1000)::bigint,
    'end', (extract(epoch FROM window_end) * 1000)::bigint, 'coverage', label_coverage) AS key
  FROM evaluations`;

/** Two index look-ups a monitor, whatever its history. */
const MONITORS = `
  SELECT mo.model_id, mo.monitor_id, mo.name, mo.definition ->> 'cadence' AS cadence,
    latest.key AS latest, labelled.key AS labelled
  FROM monitors mo
  JOIN models m USING (model_id)
  LEFT JOIN LATERAL (
    ${EVALUATION} e WHERE e.monitor_id = mo.monitor_id
    ORDER BY window_start DESC, revision DESC LIMIT 1
  ) latest ON true
  LEFT JOIN LATERAL (
    ${EVALUATION} e WHERE e.monitor_id = mo.monitor_id AND e.label_coverage > 0
    ORDER BY window_start DESC, revision DESC LIMIT 1
  ) labelled ON true
  WHERE mo.project_id = $1 AND mo.enabled AND ($2::text IS NULL OR m.name = $2)
  ORDER BY mo.monitor_id`;

const FEATURE_NAMES = `
  SELECT f.model_id || ' feature:' || f.feature_id AS key, f.name
  FROM unnest($1::text[], $2::int[]) AS wanted (model_id, feature_id)
  JOIN features f USING (model_id, feature_id)`;

export function createFleetReadModel(pool: Pool): FleetReadModel {
  const cache = createTallyCache(pool);
  return {
    async read(projectId, modelName) {
      const parameters = [projectId, modelName ?? null];
      const [models, monitors] = await Promise.all([
        pool.query<ModelRow>(MODELS, parameters),
        pool.query<MonitorRow>(MONITORS, parameters),
      ]);
      const keys = monitors.rows.flatMap(({ latest, labelled }) =>
        [latest, labelled].filter((key) => key !== null),
      );
      const talliesOf = await cache.read(keys);
      const names = await readNames(pool, monitors.rows, talliesOf);
      const byModel = groupBy(monitors.rows, (row) => row.model_id);
      return models.rows.map((row) => {
        const judged = (key: EvaluationRow | null): Judgement | null =>
          key && toJudgement(key, talliesOf(key), row.model_id, names);
        return toModel(
          row,
          (byModel.get(row.model_id) ?? []).map((monitor) => toMonitor(monitor, judged)),
        );
      });
    },
  };
}

type TalliesOf = (key: EvaluationKey) => readonly Tally[];

/** Names of the features that the tallies are told by. */
async function readNames(
  pool: Pool,
  monitors: readonly MonitorRow[],
  talliesOf: TalliesOf,
): Promise<ReadonlyMap<string, string>> {
  const wanted = monitors.flatMap(({ model_id, latest, labelled }) =>
    [latest, labelled]
      .flatMap((key) => (key === null ? [] : talliesOf(key)))
      .filter(({ example }) => example.verdict !== 'ok')
      .map(({ example }) => ({ model_id, feature: featureIdOf(example) }))
      .filter(({ feature }) => feature !== null),
  );
  if (wanted.length === 0) return new Map();
  const { rows } = await pool.query<{ key: string; name: string }>(FEATURE_NAMES, [
    wanted.map(({ model_id }) => model_id),
    wanted.map(({ feature }) => feature),
  ]);
  return new Map(rows.map(({ key, name }) => [key, name]));
}

function featureIdOf({ column }: CheckResult): number | null {
  const id = /^feature:(\d+)$/.exec(column ?? '')?.[1];
  return id === undefined ? null : Number(id);
}

function toModel(row: ModelRow, monitors: readonly WatchingMonitor[]): WatchedModel {
  return {
    modelId: row.model_id,
    name: row.name,
    timeZone: row.time_zone,
    clock: row.clock,
    watermarkMs: row.watermark?.getTime() ?? null,
    latenessMs: Number(row.lateness_ms),
    cellMs: row.cell_ms,
    hasBaseline: row.has_baseline,
    monitors,
    openAlerts: { critical: row.critical_alerts, warning: row.warning_alerts },
    silencedAlerts: row.silenced_alerts,
  };
}

function toMonitor(
  { monitor_id: monitorId, name, cadence, latest, labelled }: MonitorRow,
  judged: (key: EvaluationRow | null) => Judgement | null,
): WatchingMonitor {
  return { monitorId, name, cadence, latest: judged(latest), labelled: judged(labelled) };
}

function toJudgement(
  key: EvaluationRow,
  tallies: readonly Tally[],
  modelId: string,
  names: ReadonlyMap<string, string>,
): Judgement {
  return {
    windowStartMs: key.startMs,
    windowEndMs: key.end,
    labelCoverage: key.coverage,
    tallies: tallies.map(({ count, example }) => {
      const name = names.get(`${modelId} ${example.column}`);
      const known = new Map(name === undefined ? [] : [[example.column ?? '', name]]);
      return {
        metric: example.metric,
        verdict: example.verdict,
        count,
        example,
        columnName: nameColumn(example.column, known),
      };
    }),
  };
}

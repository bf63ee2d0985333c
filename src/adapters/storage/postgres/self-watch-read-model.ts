import type pg from 'pg';
import type {
  DueMonitor,
  FailingChannel,
  LatestResult,
  MonitorStatus,
  SelfWatchReadModel,
  WorkState,
} from '../../../monitoring/watch/self-watch.ts';
import type { Cadence } from '../../../monitoring/window/window.ts';
import { askWithin } from './ask-within.ts';

/** Who watches has to answer while the database is slow. */
const WITHIN_MS = 5_000;

interface DueRow {
  readonly monitor_id: string;
  readonly monitor_name: string;
  readonly model_name: string;
  readonly cadence: Cadence;
  readonly window_end: Date | null;
  readonly overdue_ms: number;
  readonly evaluated_until: Date | null;
  readonly failures: number | null;
  readonly not_before_ms: number | null;
  readonly last_served_ms: number | null;
  readonly leased: boolean;
}

/** Monitors with a window that has closed. One that never ran is due since it was made. `-infinity`
 *  is no moment. */
const DUE = `
  SELECT mo.monitor_id, mo.name AS monitor_name, m.name AS model_name,
    mo.definition ->> 'cadence' AS cadence, mo.next_window_end AS window_end,
    greatest(0, extract(epoch FROM CASE WHEN mo.next_window_end IS NULL
      THEN $1::timestamptz - mo.created_at ELSE c.mark - mo.next_window_end END) * 1000)::float8
      AS overdue_ms,
    mo.evaluated_until, s.failures,
    CASE WHEN isfinite(s.not_before) THEN extract(epoch FROM s.not_before) * 1000 END::float8
      AS not_before_ms,
    CASE WHEN isfinite(s.last_served_at) THEN extract(epoch FROM s.last_served_at) * 1000 END::float8
      AS last_served_ms,
    coalesce(s.leased_until > clock_timestamp(), false) AS leased
  FROM monitors mo JOIN models m USING (model_id)
  LEFT JOIN model_schedule s USING (model_id)
  CROSS JOIN LATERAL (SELECT CASE m.clock
    WHEN 'wall' THEN $1::timestamptz - m.lateness_ms * interval '1 ms' ELSE m.watermark END AS mark) c
  WHERE mo.project_id = $2 AND mo.enabled AND mo.deleted_at IS NULL AND c.mark IS NOT NULL
    AND (mo.next_window_end IS NULL OR mo.next_window_end <= c.mark)
  ORDER BY overdue_ms DESC LIMIT 1000`;

const COUNTS = `
  SELECT
    (SELECT count(*) FROM monitors
      WHERE project_id = $1 AND deleted_at IS NULL AND enabled)::integer AS enabled,
    (SELECT count(*) FROM monitors
      WHERE project_id = $1 AND deleted_at IS NULL AND NOT enabled)::integer AS disabled,
    (SELECT count(*) FROM notifications WHERE state = 'dead')::integer AS dead,
    waiting.pending, waiting.oldest,
    (SELECT count(*) FROM alerts WHERE project_id = $1 AND state <> 'resolved'
      AND severity = 'info')::integer AS info,
    (SELECT count(*) FROM alerts WHERE project_id = $1 AND state <> 'resolved'
      AND severity = 'warning')::integer AS warning,
    (SELECT count(*) FROM alerts WHERE project_id = $1 AND state <> 'resolved'
      AND severity = 'critical')::integer AS critical,
    -- Where there is neither channel nor route nobody asked to be told.
    (SELECT count(*) FROM alerts WHERE project_id = $1 AND state <> 'resolved' AND unrouted
      AND (EXISTS (SELECT 1 FROM channels WHERE project_id = $1 AND deleted_at IS NULL)
        OR EXISTS (SELECT 1 FROM routes WHERE project_id = $1)))::integer AS unrouted
  FROM (
    -- What a channel that is switched off holds waits for people.
    SELECT count(*)::integer AS pending, min(n.created_at) AS oldest
    FROM notifications n JOIN channels c USING (channel_id)
    WHERE n.state = 'pending' AND c.enabled AND c.deleted_at IS NULL) waiting`;

interface CountRow {
  readonly enabled: number;
  readonly disabled: number;
  readonly pending: number;
  readonly dead: number;
  readonly oldest: Date | null;
  readonly info: number;
  readonly warning: number;
  readonly critical: number;
  readonly unrouted: number;
}

/** Channels whose messages were tried and did not arrive: those that wait for another attempt, and
 *  those given up since the channel last took one. */
const CHANNELS = `
  SELECT c.channel_id AS "channelId", c.name, c.kind,
    (count(*) FILTER (WHERE n.state = 'pending'))::integer AS pending,
    (count(*) FILTER (WHERE n.state = 'dead'))::integer AS dead,
    (array_agg(n.last_outcome ORDER BY n.sequence DESC)
      FILTER (WHERE n.last_outcome IS NOT NULL))[1] AS "lastOutcome"
  FROM channels c JOIN notifications n USING (channel_id)
  WHERE c.project_id = $1 AND c.deleted_at IS NULL AND c.enabled
    AND (n.state = 'dead' OR (n.state = 'pending' AND n.attempts > 0))
    AND n.created_at > $2::timestamptz - interval '7 days'
    AND n.created_at > coalesce((SELECT max(d.delivered_at) FROM notifications d
      WHERE d.channel_id = c.channel_id AND d.state = 'delivered'), '-infinity')
  GROUP BY c.channel_id
  ORDER BY c.name LIMIT 100`;

const STATUSES = `
  SELECT mo.name AS "monitorName", m.name AS "modelName",
    (extract(epoch FROM e.evaluated_at) * 1000)::float8 AS "evaluatedAtMs",
    CASE WHEN e.results IS NULL THEN NULL ELSE (
      SELECT CASE WHEN bool_or(v = 'critical') THEN 2 WHEN bool_or(v = 'warning') THEN 1
        WHEN bool_or(v = 'error') THEN 4
        WHEN bool_or(v IN ('no_data', 'insufficient_data')) THEN 3 ELSE 0 END
      FROM (SELECT r ->> 'verdict' AS v FROM jsonb_array_elements(e.results) r) said) END AS status
  FROM monitors mo JOIN models m USING (model_id)
  LEFT JOIN LATERAL (
    SELECT evaluated_at, results FROM evaluations WHERE monitor_id = mo.monitor_id
    ORDER BY window_start DESC, revision DESC LIMIT 1) e ON true
  WHERE mo.project_id = $1 AND mo.enabled AND mo.deleted_at IS NULL
  ORDER BY m.name, mo.name, mo.monitor_id LIMIT $2`;

const LATEST_RESULTS = `
  SELECT "modelName", "monitorName", metric, column_name AS "column", value, critical
  FROM (
    SELECT m.name AS "modelName", mo.name AS "monitorName", r ->> 'metric' AS metric,
      coalesce(f.name, r ->> 'column') AS column_name, (r ->> 'value')::float8 AS value,
      (r ->> 'critical')::float8 AS critical,
      row_number() OVER (PARTITION BY m.model_id ORDER BY f.importance DESC NULLS LAST,
        f.feature_id, mo.name, mo.monitor_id, r ->> 'checkId') AS place
    FROM (SELECT model_id, name FROM models WHERE project_id = $1 ORDER BY name LIMIT $2) m
    JOIN monitors mo ON mo.model_id = m.model_id AND mo.enabled AND mo.deleted_at IS NULL
    CROSS JOIN LATERAL (
      SELECT results FROM evaluations WHERE monitor_id = mo.monitor_id
      ORDER BY window_start DESC, revision DESC LIMIT 1) e
    CROSS JOIN LATERAL jsonb_array_elements(e.results) r
    LEFT JOIN features f
      ON f.model_id = m.model_id AND 'feature:' || f.feature_id = r ->> 'column'
    WHERE r ->> 'segment' = '' AND r ->> 'value' IS NOT NULL AND r ->> 'metric' = ANY ($4)
  ) one
  WHERE place <= $3`;

export function createSelfWatchReadModel(pool: pg.Pool): SelfWatchReadModel {
  const ask = <Row extends pg.QueryResultRow>(text: string, values: unknown[]) =>
    askWithin<Row>(pool, WITHIN_MS, { text, values });
  return {
    async work(projectId, nowMs) {
      const now = new Date(nowMs);
      const [due, counts, failingChannels] = await Promise.all([
        ask<DueRow>(DUE, [now, projectId]),
        ask<CountRow>(COUNTS, [projectId]),
        ask<FailingChannel>(CHANNELS, [projectId, now]),
      ]);
      const [count] = counts;
      if (count === undefined) throw new Error('the counts have no row');
      return toWork(due, count, failingChannels);
    },
    statuses: (projectId, atMost) => ask<MonitorStatus>(STATUSES, [projectId, atMost]),
    latestResults: (projectId, { models, perModel, metrics }) =>
      ask<LatestResult>(LATEST_RESULTS, [projectId, models, perModel, metrics]),
    async modelNames(projectId, atMost) {
      const rows = await ask<{ model_id: string; name: string }>(
        'SELECT model_id, name FROM models WHERE project_id = $1 ORDER BY name LIMIT $2',
        [projectId, atMost],
      );
      return new Map(rows.map((row) => [row.model_id, row.name]));
    },
  };
}

const toWork = (
  due: readonly DueRow[],
  count: CountRow,
  failingChannels: readonly FailingChannel[],
): WorkState => ({
  enabledMonitors: count.enabled,
  disabledMonitors: count.disabled,
  due: due.map(toDue),
  outbox: {
    pending: count.pending,
    dead: count.dead,
    oldestCreatedMs: count.oldest?.getTime() ?? null,
  },
  failingChannels,
  unroutedAlerts: count.unrouted,
  openAlerts: { info: count.info, warning: count.warning, critical: count.critical },
});

const toDue = (row: DueRow): DueMonitor => ({
  monitorId: row.monitor_id,
  monitorName: row.monitor_name,
  modelName: row.model_name,
  cadence: row.cadence,
  windowEndMs: row.window_end?.getTime() ?? null,
  overdueMs: row.overdue_ms,
  evaluatedUntilMs: row.evaluated_until?.getTime() ?? null,
  failures: row.failures ?? 0,
  notBeforeMs: row.not_before_ms,
  lastServedMs: row.last_served_ms,
  leased: row.leased,
});

import type { ClickHouseClient } from '@clickhouse/client';
import type { Pool } from 'pg';
import type { Diagnosis } from '../monitoring/diagnosis/diagnosis.ts';
import { segmentCheckId } from '../monitoring/monitor/segment-check.ts';
import { type MeasuredStory, PSI, resultsOf, rowsOf } from './story-results.ts';

/** The past of a model as the stores would hold it after living through it: what pages that only
 *  read are tested on. Windows are counted from 0, the oldest. */
export interface ModelStory extends MeasuredStory {
  readonly name: string;
  readonly clock?: 'wall' | 'replay';
  readonly timeZone?: string;
  readonly cadence?: '1h' | '1d';
  readonly windows: number;
  /** End of the last window. */
  readonly endMs: number;
  readonly features?: readonly string[];
  readonly monitored?: boolean;
  readonly hasBaseline?: boolean;
  version?(window: number): string;
  readonly alerts?: readonly StoryAlert[];
}

export interface StoryAlert {
  readonly feature: string;
  readonly severity: 'warning' | 'critical';
  readonly state: 'firing' | 'acknowledged' | 'resolved';
  readonly opened: number;
  readonly last: number;
  /** Of a dimension that is watched value by value. */
  readonly segment?: string;
  readonly explanation?: string;
  readonly diagnosis?: Diagnosis;
  readonly urgentWith?: readonly string[];
}

export interface StoryStores {
  readonly pool: Pool;
  readonly client: ClickHouseClient;
}

type Row = Record<string, unknown>;
const HOUR_MS = 3_600_000;

const CONTROL_TABLES = [
  'models',
  'features',
  'baselines',
  'monitors',
  'evaluations',
  'alerts',
  'alert_transitions',
] as const;
const TELEMETRY_TABLES = ['cell_counts', 'measurements'] as const;
type Table = (typeof CONTROL_TABLES)[number] | (typeof TELEMETRY_TABLES)[number];

export async function insertStories(
  { pool, client }: StoryStores,
  stories: readonly ModelStory[],
  projectId = 'default',
): Promise<void> {
  const told = stories.map((story, index) => tell(story, index, projectId));
  await insertControl(pool, told);
  for (const table of TELEMETRY_TABLES) {
    const values = told.flatMap((one) => one[table]);
    for (let at = 0; at < values.length; at += 50_000) {
      await client.insert({ table, values: values.slice(at, at + 50_000), format: 'JSONEachRow' });
    }
  }
}

/** Without what was measured, where only alerts matter. */
export const insertControlStories = (pool: Pool, stories: readonly ModelStory[]): Promise<void> =>
  insertControl(
    pool,
    stories.map((story, index) => tell(story, index, 'default')),
  );

async function insertControl(pool: Pool, told: readonly ReturnType<typeof tell>[]): Promise<void> {
  for (const table of CONTROL_TABLES) {
    const rows = told.flatMap((one) => one[table]);
    const columns = Object.keys(rows[0] ?? {}).join(', ');
    if (columns === '') continue;
    await pool.query(
      `INSERT INTO ${table} (${columns})
       SELECT ${columns} FROM jsonb_populate_recordset(NULL::${table}, $1)`,
      [JSON.stringify(rows)],
    );
  }
}

export function storyModelId(story: Pick<ModelStory, 'name'>): string {
  return `mdl_${Buffer.from(story.name).toString('hex').slice(0, 60)}`;
}

export const storyAlertId = (story: Pick<ModelStory, 'name'>, at: number): string =>
  `alt_${at}_${storyModelId(story).slice(4)}`;

const checkIdOf = ({ feature, segment }: StoryAlert): string =>
  segment === undefined ? `psi_${feature}` : segmentCheckId(`psi_${feature}`, segment);

function definitionOf(story: ModelStory, features: readonly string[]): object {
  const column = (at: number) => `feature:${at + 1}`;
  return {
    cadence: story.cadence ?? '1d',
    variant: 'champion',
    environment: 'production',
    segment: story.segment ?? '',
    segmentsOf: story.segments?.dimension ?? null,
    checks: features.map((feature, at) => ({
      checkId: `psi_${feature}`,
      metric: PSI,
      column: column(at),
      parameters: {},
      threshold: { strategy: 'fixed', warning: 0.1, critical: 0.25, side: 'above' },
      weight: 1,
    })),
    noData: 'ignore',
    budget: { alarms: 1, days: 30 },
    persistence: { violations: 1, windows: 1 },
    resolveAfter: 1,
    cooldownMs: 0,
  };
}

function tell(story: ModelStory, index: number, projectId: string): Record<Table, Row[]> {
  const modelId = storyModelId(story);
  const monitorId = `mon_${modelId.slice(4)}`;
  const lengthMs = story.cadence === '1h' ? HOUR_MS : 24 * HOUR_MS;
  const features = story.features ?? ['distance', 'hour', 'origin'];
  const startMs = (window: number) => story.endMs - (story.windows - window) * lengthMs;
  const iso = (ms: number) => new Date(ms).toISOString();
  const owner = { project_id: projectId, model_id: modelId };
  const monitored = story.monitored ?? true;

  const resultsAt = (window: number) => resultsOf(story, features, window, lengthMs);
  const coverageOf = (window: number) =>
    story.auc === undefined ? null : story.auc(window) === null ? 0 : 0.9;
  const windows = Array.from({ length: story.windows }, (_, window) => window);
  const kept = monitored ? keptWindows(story) : [];

  return {
    models: [
      {
        ...owner,
        name: story.name,
        time_zone: story.timeZone ?? 'UTC',
        clock: story.clock ?? 'wall',
        watermark: story.clock === 'replay' ? iso(story.endMs) : null,
        lateness_ms: 300_000,
        cell_ms: HOUR_MS,
        outputs: [{ name: 'default', task: 'binary', classes: ['0', '1'], positiveClass: '1' }],
        segment_by: story.segments === undefined ? [] : [story.segments.dimension],
        schema_version: 1,
        created_at: iso(startMs(0)),
      },
    ],
    features: features.map((name, at) => ({
      model_id: modelId,
      feature_id: at + 1,
      name,
      kind: 'numeric',
      epoch: 1,
      importance: (features.length - at) / (features.length * 4),
      criticality: 'normal',
      identifier: false,
    })),
    baselines:
      (story.hasBaseline ?? true)
        ? [
            {
              baseline_id: `bsl_${modelId.slice(4)}`,
              ...owner,
              name: 'January',
              state: 'ready',
              rows: 50_000,
              source_rows: 50_000,
              active: true,
              created_at: iso(startMs(0) + index),
            },
          ]
        : [],
    monitors: monitored
      ? [
          {
            monitor_id: monitorId,
            ...owner,
            name: 'Daily watch',
            version: 1,
            definition: definitionOf(story, features),
            enabled: true,
            created_at: iso(startMs(0)),
            evaluated_until: iso(story.endMs),
            next_window_end: iso(story.endMs + lengthMs),
          },
        ]
      : [],
    evaluations: kept.map((window) => ({
      monitor_id: monitorId,
      window_start: iso(startMs(window)),
      window_end: iso(startMs(window) + lengthMs),
      revision: 1,
      monitor_version: 1,
      cause: 'scheduled',
      results: resultsAt(window),
      label_coverage: coverageOf(window),
      evaluated_at: iso(startMs(window) + lengthMs),
    })),
    alerts: (story.alerts ?? []).map((alert, at) => ({
      alert_id: storyAlertId(story, at),
      ...owner,
      monitor_id: monitorId,
      check_id: checkIdOf(alert),
      metric: PSI,
      segment: alert.segment ?? story.segment ?? '',
      state: alert.state,
      severity: alert.severity,
      historical: false,
      withdrawn: false,
      told: 'firing',
      silenced_by: [],
      column_key: `feature:${features.indexOf(alert.feature) + 1}`,
      good_windows: 0,
      urgent_with: alert.urgentWith ?? [],
      opened_window: iso(startMs(alert.opened)),
      last_window: iso(startMs(alert.last)),
      resolved_window: alert.state === 'resolved' ? iso(startMs(alert.last + 1)) : null,
      detail: { explanation: alert.explanation ?? '', diagnosis: alert.diagnosis ?? null },
    })),
    alert_transitions: (story.alerts ?? []).map((alert, at) => ({
      alert_id: storyAlertId(story, at),
      window_start: iso(startMs(alert.opened)),
      revision: 1,
      kind: 'opened',
      reason: `above_${alert.severity}`,
      severity: alert.severity,
      notify: true,
      explanation: alert.explanation ?? '',
      occurred_at: iso(startMs(alert.opened) + lengthMs),
    })),
    cell_counts: windows.map((window) => ({
      ...owner,
      source: 'live',
      cell_start: startMs(window) / 1000,
      version: story.version?.(window) ?? 'v1',
      variant: 'champion',
      environment: 'production',
      segment: '',
      rows: rowsOf(story, window),
      erroneous_rows: 0,
      weight: rowsOf(story, window),
      weight_squares: rowsOf(story, window),
      revision: 1,
    })),
    measurements: !monitored
      ? []
      : windows.flatMap((window) =>
          resultsAt(window).map((result) => ({
            ...owner,
            monitor_id: monitorId,
            monitor_version: 1,
            check_id: result.checkId,
            metric: result.metric,
            metric_version: 1,
            column_key: result.column ?? '',
            segment: result.segment,
            window_start: startMs(window) / 1000,
            window_end: (startMs(window) + lengthMs) / 1000,
            revision: 1,
            baseline_id: 'bsl_1',
            grid_id: 'grid_1',
            value: result.value,
            warning: result.warning,
            critical: result.critical,
            n: result.n,
            m: result.m,
            verdict: result.verdict,
            label_coverage: result.metric === 'roc_auc' ? coverageOf(window) : null,
            measured_at: startMs(window) + lengthMs,
          })),
        ),
  };
}

/** The last windows, and those that an alert speaks of: all that a page reads back. */
function keptWindows(story: ModelStory): number[] {
  const labelled = Array.from({ length: story.windows }, (_, window) => story.windows - 1 - window);
  const lastLabelled = labelled.find((window) => typeof story.auc?.(window) === 'number');
  const kept = [story.windows - 1, lastLabelled, ...(story.alerts ?? []).map(({ last }) => last)];
  return [...new Set(kept.filter((window) => window !== undefined && window >= 0))] as number[];
}

import type { Pool } from 'pg';
import { BINS, type Scale } from './fill-telemetry.ts';

const MODEL = `'mdl_bench_' || lpad(model::text, 4, '0')`;
const BASELINE = `'bsl_bench_' || lpad(model::text, 4, '0')`;
const MONITOR = `'mon_' || cadence || '_' || lpad(model::text, 4, '0')`;
const MONITORS = `generate_series(0, $1 - 1) model, unnest(ARRAY['daily', 'hourly']) cadence`;

/** Models with their features, baselines and monitors, which look at windows again in ten years. */
export async function fillControlPlane(pool: Pool, scale: Scale): Promise<void> {
  const { models, features } = scale;
  const end = new Date(scale.end * 1000);
  await pool.query(
    `INSERT INTO models (model_id, project_id, name, time_zone, clock, lateness_ms, cell_ms, outputs)
     SELECT ${MODEL}, 'default', 'model-' || lpad(model::text, 4, '0'), 'UTC', 'wall', 300000, 3600000,
       '[{"name": "default", "task": "binary", "classes": ["0", "1"], "positiveClass": "1"}]'
     FROM generate_series(0, $1 - 1) model`,
    [models],
  );
  await pool.query(
    `INSERT INTO features (model_id, feature_id, name, kind, epoch)
     SELECT ${MODEL}, feature, 'feature_' || feature, 'numeric', 1
     FROM generate_series(0, $1 - 1) model, generate_series(1, $2) feature`,
    [models, features],
  );
  await pool.query(
    `INSERT INTO baselines (baseline_id, project_id, model_id, name, state, rows, source_rows, active)
     SELECT ${BASELINE}, 'default', ${MODEL}, 'first', 'ready', 50000, 50000, true
     FROM generate_series(0, $1 - 1) model`,
    [models],
  );
  const edges = Array.from({ length: BINS - 1 }, (_, edge) => edge + 1);
  await pool.query(
    `INSERT INTO baseline_grids (baseline_id, column_key, grid_id, grid)
     SELECT ${BASELINE}, 'feature:' || feature, 'grid_bench', $3
     FROM generate_series(0, $1 - 1) model, generate_series(1, $2) feature`,
    [models, features, JSON.stringify({ kind: 'numeric', id: 'grid_bench', edges })],
  );
  const checks = Array.from({ length: features }, (_, at) => ({
    checkId: `psi_${at + 1}`,
    metric: 'population_stability_index',
    column: `feature:${at + 1}`,
    parameters: {},
    threshold: { strategy: 'fixed', warning: 0.1, critical: 0.25, side: 'above' },
    weight: 1,
  }));
  const definition = {
    variant: 'champion',
    environment: 'production',
    segment: '',
    segmentsOf: null,
    checks,
    noData: 'ignore',
    budget: { alarms: 1, days: 30 },
    persistence: { violations: 1, windows: 1 },
    resolveAfter: 1,
    cooldownMs: 0,
  };
  await pool.query(
    `INSERT INTO monitors (monitor_id, project_id, model_id, name, definition, evaluated_until,
       next_window_end)
     SELECT ${MONITOR}, 'default', ${MODEL}, cadence || ' watch',
       $2::jsonb || jsonb_build_object('cadence', CASE cadence WHEN 'daily' THEN '1d' ELSE '1h' END),
       $3::timestamptz, $3::timestamptz + interval '10 years'
     FROM ${MONITORS}`,
    [models, JSON.stringify(definition), end],
  );
}

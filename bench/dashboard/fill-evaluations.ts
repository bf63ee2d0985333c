import type { Pool } from 'pg';
import { ALARM_EVERY_DAYS, DRIFTED_DAYS, type Scale } from './fill-telemetry.ts';

const MODEL = `'mdl_bench_' || lpad(model::text, 4, '0')`;
const BASELINE = `'bsl_bench_' || lpad(model::text, 4, '0')`;
const MODELS_AT_ONCE = 50;
const DAY = 86_400;

interface Cadence {
  readonly name: 'daily' | 'hourly';
  readonly seconds: number;
  readonly windows: number;
}

/** Every evaluation behind the measurements with all its results, and every alert. */
export async function fillEvaluations(
  pool: Pool,
  scale: Scale,
  say: (line: string) => void,
): Promise<void> {
  const cadences: readonly Cadence[] = [
    { name: 'daily', seconds: DAY, windows: scale.dailyWindows },
    { name: 'hourly', seconds: 3_600, windows: scale.hourlyWindows },
  ];
  for (const cadence of cadences) {
    for (let from = 0; from < scale.models; from += MODELS_AT_ONCE) {
      const until = Math.min(from + MODELS_AT_ONCE, scale.models);
      await fillWindows(pool, scale, cadence, from, until);
      say(`${cadence.name} evaluations of ${until} models`);
    }
    await fillAlerts(pool, scale, cadence);
  }
  await pool.query('VACUUM ANALYZE');
}

const monitorOf = (cadence: Cadence) => `'mon_${cadence.name}_' || lpad(model::text, 4, '0')`;

async function fillWindows(
  pool: Pool,
  scale: Scale,
  cadence: Cadence,
  from: number,
  until: number,
): Promise<void> {
  await pool.query(
    `INSERT INTO evaluations (monitor_id, window_start, window_end, revision, monitor_version,
       baseline_id, cause, results, evaluated_at)
     SELECT ${monitorOf(cadence)}, to_timestamp(start), to_timestamp(start + ${cadence.seconds}), 1, 1,
       ${BASELINE}, 'scheduled',
       CASE WHEN model % 10 = 0 AND start > ${scale.end - DRIFTED_DAYS * DAY}
           OR (${scale.end} - start) / ${DAY} % ${ALARM_EVERY_DAYS} = ${ALARM_EVERY_DAYS - 1}
         THEN $1::jsonb ELSE $2::jsonb END,
       to_timestamp(start + ${cadence.seconds})
     FROM generate_series(${from}, ${until - 1}) model,
       generate_series(${scale.end - cadence.windows * cadence.seconds},
         ${scale.end - cadence.seconds}, ${cadence.seconds}) start`,
    [resultsOf(scale, 'critical'), resultsOf(scale, 'ok')],
  );
}

function resultsOf({ features }: Scale, first: 'critical' | 'ok'): string {
  const results = Array.from({ length: features }, (_, at) => ({
    checkId: `psi_${at + 1}`,
    metric: 'population_stability_index',
    metricVersion: 1,
    column: `feature:${at + 1}`,
    segment: '',
    warning: 0.1,
    critical: 0.25,
    n: 24_000,
    m: 50_000,
    reason: null,
    gridId: 'grid_bench',
    ...(at === 0 && first === 'critical'
      ? { value: 0.43, verdict: 'critical' }
      : { value: 0.02 + at / 4_000, verdict: 'ok' }),
  }));
  return JSON.stringify(results);
}

/** Firing since the drift began, and one that is over for each day on which a column drifted. */
async function fillAlerts(pool: Pool, scale: Scale, cadence: Cadence): Promise<void> {
  const { end, models } = scale;
  const { seconds, windows } = cadence;
  const inAll = Math.floor((windows * seconds) / DAY / ALARM_EVERY_DAYS);
  await pool.query(
    `INSERT INTO alerts (alert_id, project_id, model_id, monitor_id, check_id, segment, state,
       severity, historical, opened_window, last_window, resolved_window, metric, column_key, told,
       detail)
     SELECT 'alt_${cadence.name}_' || lpad(model::text, 4, '0') || '_' || at, 'default', ${MODEL},
       ${monitorOf(cadence)}, 'psi_1', '', CASE at WHEN 0 THEN 'firing' ELSE 'resolved' END,
       'critical', false,
       to_timestamp(CASE at WHEN 0 THEN ${end - DRIFTED_DAYS * DAY + seconds}
         ELSE ${end + DAY + seconds} - ${ALARM_EVERY_DAYS * DAY} * at - ${DAY} END),
       to_timestamp(CASE at WHEN 0 THEN ${end - seconds}
         ELSE ${end + DAY} - ${ALARM_EVERY_DAYS * DAY} * at END),
       CASE at WHEN 0 THEN NULL
         ELSE to_timestamp(${end + DAY + seconds} - ${ALARM_EVERY_DAYS * DAY} * at) END,
       'population_stability_index', 'feature:1', CASE at WHEN 0 THEN 'firing' ELSE 'resolved' END,
       '{"explanation": "It is above its bound."}'
     FROM generate_series(0, $1 - 1) model, generate_series(0, $2) at
     WHERE at > 0 OR model % 10 = 0`,
    [models, inAll],
  );
}

import type { Pool } from 'pg';
import type { CheckResult } from '../monitoring/alert/alert.ts';
import type { AlertChange } from '../monitoring/alert/alert-change.ts';
import { type Check, DEFAULT_BUDGET, DEFAULT_PERSISTENCE } from '../monitoring/monitor/monitor.ts';
import type { MonitorDraft } from '../monitoring/monitor/monitor-store.ts';

export const HOUR_MS = 3_600_000;

let models = 0;

/** A model of its own, by SQL: suites of other stores must not depend on the model store. */
export async function plantModel(
  pool: Pool,
  change: { clock?: 'wall' | 'replay'; watermarkMs?: number; latenessMs?: number } = {},
): Promise<{ projectId: string; modelId: string }> {
  const modelId = `mdl_${++models}_${Math.random().toString(36).slice(2)}`;
  await pool.query(
    `INSERT INTO models (model_id, project_id, name, time_zone, clock, watermark, lateness_ms,
       cell_ms, outputs)
     VALUES ($1, 'default', $1, 'UTC', $2, $3, $4, $5, '[]')`,
    [
      modelId,
      change.clock ?? 'wall',
      change.watermarkMs === undefined ? null : new Date(change.watermarkMs),
      change.latenessMs ?? 0,
      HOUR_MS,
    ],
  );
  return { projectId: 'default', modelId };
}

export const psiCheck: Check = {
  checkId: 'psi',
  metric: 'population_stability_index',
  column: 'feature:1',
  parameters: {},
  threshold: { strategy: 'fixed', warning: 0.1, critical: 0.25, side: 'above' },
  weight: 1,
};

export const monitorDraft = (change: Partial<MonitorDraft> = {}): MonitorDraft => ({
  name: 'drift',
  cadence: '1h',
  variant: 'champion',
  environment: 'production',
  segment: '',
  segmentsOf: null,
  checks: [psiCheck],
  noData: 'ignore',
  budget: DEFAULT_BUDGET,
  persistence: DEFAULT_PERSISTENCE,
  resolveAfter: 1,
  cooldownMs: 0,
  enabled: true,
  ...change,
});

const VALUES = { ok: 0.01, info: 0.07, warning: 0.2, critical: 0.4 } as const;

/** A result as the check of `psiCheck` would give it. */
export function checkResult(
  verdict: CheckResult['verdict'],
  change: Partial<CheckResult> = {},
): CheckResult {
  const value = verdict in VALUES ? VALUES[verdict as keyof typeof VALUES] : null;
  return {
    checkId: 'psi',
    metric: 'population_stability_index',
    metricVersion: 1,
    column: 'feature:1',
    segment: '',
    verdict,
    value,
    warning: 0.1,
    critical: 0.25,
    ...(verdict === 'info' ? { info: 0.05 } : {}),
    n: 500,
    m: 1000,
    reason: value === null ? 'no_rows' : null,
    ...change,
  };
}

export const writeText = (change: AlertChange) => ({
  explanation: `${change.transition.kind} ${change.transition.reason}`,
  body: { kind: change.transition.kind, reason: change.transition.reason, alert: change.alertId },
  diagnosis: null,
});

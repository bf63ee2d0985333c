import type { Pool } from 'pg';
import type { CheckResult, Evaluation, EvaluationCause } from '../../../monitoring/alert/alert.ts';
import type {
  CommitContext,
  CommitOutcome,
  EvaluationDraft,
  EvaluationStore,
} from '../../../monitoring/alert/evaluation-store.ts';
import { mergeResults, sameResults } from '../../../monitoring/alert/merge-results.ts';
import type { Persistence } from '../../../monitoring/monitor/monitor.ts';
import { applyEvaluation } from './alerts/apply-evaluation.ts';
import { writeChanges } from './alerts/write-changes.ts';
import { holdsLease } from './schedule/leases.ts';
import { inTransaction, type Queryable } from './transaction.ts';

interface EvaluationRow {
  readonly monitor_id: string;
  readonly monitor_version: number;
  readonly baseline_id: string | null;
  readonly window_start: Date;
  readonly window_end: Date;
  readonly revision: number;
  readonly cause: EvaluationCause;
  readonly historical: boolean;
  readonly evaluated_at: Date;
  readonly results: CheckResult[];
  readonly label_coverage: number | null;
}

const toEvaluation = (row: EvaluationRow): Evaluation => ({
  monitorId: row.monitor_id,
  monitorVersion: row.monitor_version,
  baselineId: row.baseline_id,
  windowStartMs: row.window_start.getTime(),
  windowEndMs: row.window_end.getTime(),
  revision: row.revision,
  cause: row.cause,
  historical: row.historical,
  evaluatedAtMs: row.evaluated_at.getTime(),
  results: row.results,
  labelCoverage: row.label_coverage,
});

/** Evaluations and what follows from them. The monitor's row is locked first, so that two servers
 *  never fold one monitor at once. */
export function createEvaluationStore(pool: Pool): EvaluationStore {
  return {
    commit: (draft, context) => inTransaction(pool, (client) => commit(client, draft, context)),

    skip: (monitorId, windowEndMs, nextWindowEndMs, owner) =>
      inTransaction(pool, async (client) => {
        const { rows } = await client.query<{ model_id: string }>(
          'SELECT model_id FROM monitors WHERE monitor_id = $1 FOR UPDATE',
          [monitorId],
        );
        const modelId = rows[0]?.model_id;
        if (modelId === undefined || !(await holdsLease(client, modelId, owner))) return;
        await advance(client, monitorId, windowEndMs, nextWindowEndMs);
      }),

    latest: (monitorId, windowStartMs) => readLatest(pool, monitorId, windowStartMs),

    async hasAny(monitorId) {
      const { rows } = await pool.query<{ any: boolean }>(
        'SELECT EXISTS (SELECT 1 FROM evaluations WHERE monitor_id = $1) AS any',
        [monitorId],
      );
      return rows[0]?.any === true;
    },

    async history(monitorId, checkId, beforeMs, limit) {
      const { rows } = await pool.query<{ window_start: Date; result: CheckResult }>(
        `SELECT e.window_start, result
         FROM (
           SELECT DISTINCT ON (window_start) window_start, results FROM evaluations
           WHERE monitor_id = $1 AND window_start < $2 ORDER BY window_start DESC, revision DESC
         ) e CROSS JOIN LATERAL jsonb_array_elements(e.results) result
         WHERE result ->> 'checkId' = $3 AND result ->> 'value' IS NOT NULL
         ORDER BY e.window_start DESC LIMIT $4`,
        [monitorId, new Date(beforeMs), checkId, limit],
      );
      return rows.reverse().map(({ window_start, result }) => ({
        windowStartMs: window_start.getTime(),
        value: result.value ?? 0,
        n: result.n,
        m: result.m,
        verdict: result.verdict,
      }));
    },
  };
}

interface LockedMonitor {
  readonly project_id: string;
  readonly version: number;
  readonly enabled: boolean;
  readonly persistence: Persistence;
  readonly resolve_after: number;
  readonly cooldown_ms: number;
}

async function commit(
  client: Queryable,
  draft: EvaluationDraft,
  context: CommitContext,
): Promise<CommitOutcome> {
  const { monitorId, modelId } = draft;
  const locked = await client.query<LockedMonitor>(
    `SELECT project_id, version, enabled, definition -> 'persistence' AS persistence,
       (definition -> 'resolveAfter')::integer AS resolve_after,
       (definition -> 'cooldownMs')::float8 AS cooldown_ms
     FROM monitors
     WHERE monitor_id = $1 AND deleted_at IS NULL FOR UPDATE`,
    [monitorId],
  );
  const monitor = locked.rows[0];
  if (!monitor?.enabled || monitor.version !== draft.monitorVersion) return { kind: 'superseded' };
  if (!(await holdsLease(client, modelId, context.owner))) return { kind: 'lease_lost' };
  if (context.nextWindowEndMs !== null) {
    await advance(client, monitorId, draft.windowEndMs, context.nextWindowEndMs);
  }
  const previous = await readLatest(client, monitorId, draft.windowStartMs);
  const results = mergeResults(draft, previous?.results ?? null);
  if (previous !== null && saysTheSame(previous, draft, results)) return { kind: 'unchanged' };

  const evaluation: Evaluation = {
    monitorId,
    monitorVersion: draft.monitorVersion,
    baselineId: draft.baselineId,
    windowStartMs: draft.windowStartMs,
    windowEndMs: draft.windowEndMs,
    revision: (previous?.revision ?? 0) + 1,
    cause: draft.cause,
    historical: draft.historical,
    evaluatedAtMs: draft.evaluatedAtMs,
    results,
    labelCoverage: draft.labelCoverage,
  };
  await insert(client, evaluation);
  const changed = results.filter((result) => !isJudgedAlike(result, previous));
  const { persistence, resolve_after: resolveAfter, cooldown_ms: cooldownMs } = monitor;
  const rules = { persistence, resolveAfter, cooldownMs };
  const outcomes = await applyEvaluation(client, evaluation, rules, changed, previous !== null);
  const { project_id: projectId } = monitor;
  const { windowStartMs, revision } = evaluation;
  const occurredAtMs = context.committedAtMs;
  const resultOf = (checkId: string) => results.find((one) => one.checkId === checkId) ?? null;
  const origin = { projectId, modelId, monitorId, windowStartMs, revision, occurredAtMs, resultOf };
  const transitions = await writeChanges(client, origin, outcomes, context.write);
  await context.beforeCommit(evaluation);
  return { kind: 'recorded', evaluation, transitions };
}

const saysTheSame = (
  previous: Evaluation,
  draft: EvaluationDraft,
  results: readonly CheckResult[],
): boolean =>
  previous.baselineId === draft.baselineId &&
  previous.labelCoverage === draft.labelCoverage &&
  sameResults(previous.results, results);

/** Another value with the same verdict changes nothing about an alert. */
function isJudgedAlike(result: CheckResult, previous: Evaluation | null): boolean {
  const before = previous?.results.find((one) => one.checkId === result.checkId);
  return before?.verdict === result.verdict && before.quiet === result.quiet;
}

async function insert(client: Queryable, evaluation: Evaluation): Promise<void> {
  await client.query(
    `INSERT INTO evaluations (monitor_id, window_start, window_end, revision, monitor_version,
       baseline_id, cause, historical, results, label_coverage, evaluated_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      evaluation.monitorId,
      new Date(evaluation.windowStartMs),
      new Date(evaluation.windowEndMs),
      evaluation.revision,
      evaluation.monitorVersion,
      evaluation.baselineId,
      evaluation.cause,
      evaluation.historical,
      JSON.stringify(evaluation.results),
      evaluation.labelCoverage,
      new Date(evaluation.evaluatedAtMs),
    ],
  );
}

async function readLatest(
  client: Queryable,
  monitorId: string,
  windowStartMs: number,
): Promise<Evaluation | null> {
  const { rows } = await client.query<EvaluationRow>(
    `SELECT monitor_id, monitor_version, baseline_id, window_start, window_end, revision, cause,
       historical, evaluated_at, results, label_coverage
     FROM evaluations WHERE monitor_id = $1 AND window_start = $2 ORDER BY revision DESC LIMIT 1`,
    [monitorId, new Date(windowStartMs)],
  );
  return rows[0] === undefined ? null : toEvaluation(rows[0]);
}

/** Never back: a revision of an old window does not move the schedule. */
async function advance(
  client: Queryable,
  monitorId: string,
  windowEndMs: number,
  nextWindowEndMs: number,
): Promise<void> {
  await client.query(
    `UPDATE monitors SET evaluated_until = $2, next_window_end = $3
     WHERE monitor_id = $1 AND (evaluated_until IS NULL OR evaluated_until < $2)`,
    [monitorId, new Date(windowEndMs), new Date(nextWindowEndMs)],
  );
}

import type { Pool } from 'pg';
import type { CheckResult, EvaluationCause } from '../../../monitoring/alert/alert.ts';
import type {
  RecordFilter,
  RecordPages,
  RecordPosition,
  VerdictRecord,
} from '../../../monitoring/records/records.ts';
import { inTransaction } from './transaction.ts';

interface Row {
  readonly monitor_id: string;
  readonly monitor_version: number;
  readonly baseline_id: string | null;
  readonly window_start: Date;
  readonly window_end: Date;
  readonly revision: number;
  readonly cause: EvaluationCause;
  readonly historical: boolean;
  readonly evaluated_at: Date;
  readonly label_coverage: number | null;
  readonly result: CheckResult;
}

/** A page that takes longer asks for too much. */
const WITHIN_MS = 20_000;

const RESULT_KEY = `r.result ->> 'checkId', r.result ->> 'segment'`;
const EVALUATIONS = `
  SELECT monitor_id, monitor_version, baseline_id, window_start, window_end, revision, cause,
    historical, evaluated_at, label_coverage, results
  FROM evaluations
  WHERE monitor_id IN (
      SELECT monitor_id FROM monitors
      WHERE project_id = $1 AND model_id = $2 AND ($3::text IS NULL OR monitor_id = $3))
    AND ($4::timestamptz IS NULL OR window_start >= $4)
    AND ($5::timestamptz IS NULL OR window_start < $5)
    AND ($6::timestamptz IS NULL OR (window_start, monitor_id) >= ($6, $7))`;

const LATEST = `
  SELECT DISTINCT ON (window_start, monitor_id) * FROM (${EVALUATIONS}) every
  ORDER BY window_start, monitor_id, revision DESC`;

/** Keyset pages over what evaluations said, one row for each check. */
const queryOf = ({ revisions }: RecordFilter) => {
  const revision = revisions === 'all' ? 'e.revision, ' : '';
  const atRevision = revisions === 'all' ? '$8::integer, ' : '';
  // A parameter has to be named somewhere.
  const unused = revisions === 'all' ? '' : 'AND ($8::integer IS NULL OR true)';
  return `
    SELECT e.monitor_id, e.monitor_version, e.baseline_id, e.window_start, e.window_end, e.revision,
      e.cause, e.historical, e.evaluated_at, e.label_coverage, r.result
    FROM (${revisions === 'all' ? EVALUATIONS : LATEST}) e
    CROSS JOIN LATERAL jsonb_array_elements(e.results) AS r (result)
    WHERE ($6::timestamptz IS NULL
        OR (e.window_start, e.monitor_id, ${revision}${RESULT_KEY})
          > ($6, $7::text, ${atRevision}$9::text, $10::text)) ${unused}
      AND ($11::text IS NULL OR r.result ->> 'checkId' = $11)
      AND ($12::text IS NULL OR r.result ->> 'metric' = $12)
      AND ($13::text[] IS NULL OR coalesce(r.result ->> 'column', '') = ANY ($13))
      AND ($14::text IS NULL OR r.result ->> 'segment' = $14)
      AND ($15::text IS NULL OR r.result ->> 'verdict' = $15)
    ORDER BY e.window_start, e.monitor_id, ${revision}${RESULT_KEY}
    LIMIT $16`;
};

const dateOrNull = (ms: number | null) => (ms === null ? null : new Date(ms));

const parametersOf = (filter: RecordFilter, after: RecordPosition | null, limit: number) => [
  filter.projectId,
  filter.modelId,
  filter.monitorId ?? null,
  dateOrNull(filter.fromMs),
  dateOrNull(filter.toMs),
  dateOrNull(after?.windowStartMs ?? null),
  after?.monitorId ?? null,
  after?.revision ?? null,
  after?.checkId ?? null,
  after?.segment ?? null,
  filter.checkId ?? null,
  filter.metric ?? null,
  filter.columns ?? null,
  filter.segment ?? null,
  filter.verdict ?? null,
  limit,
];

export function createVerdictPages(pool: Pool): RecordPages<VerdictRecord> {
  return {
    page: (filter, after, limit) =>
      inTransaction(pool, async (client) => {
        await client.query(`SET LOCAL statement_timeout = ${WITHIN_MS}`);
        const parameters = parametersOf(filter, after, limit);
        const { rows } = await client.query<Row>(queryOf(filter), parameters);
        return rows.map(toRecord);
      }),
  };
}

const toRecord = ({ result, ...row }: Row): VerdictRecord => ({
  monitorId: row.monitor_id,
  monitorVersion: row.monitor_version,
  checkId: result.checkId,
  metric: result.metric,
  metricVersion: result.metricVersion,
  column: result.column,
  segment: result.segment,
  windowStartMs: row.window_start.getTime(),
  windowEndMs: row.window_end.getTime(),
  revision: row.revision,
  baselineId: row.baseline_id,
  gridId: result.gridId ?? null,
  value: result.value,
  info: result.info ?? null,
  warning: result.warning,
  critical: result.critical,
  n: result.n,
  m: result.m,
  verdict: result.verdict,
  labelCoverage: row.label_coverage,
  reason: result.reason,
  cause: row.cause,
  historical: row.historical,
  quiet: result.quiet === true,
  evaluatedAtMs: row.evaluated_at.getTime(),
});

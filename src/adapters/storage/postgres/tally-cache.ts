import type { Pool } from 'pg';
import type { CheckResult } from '../../../monitoring/alert/alert.ts';
import { type Tally, tallyResults } from '../../../monitoring/health/tally-results.ts';

export interface EvaluationKey {
  readonly monitorId: string;
  readonly startMs: number;
  readonly revision: number;
}

const RESULTS = `
  SELECT e.monitor_id AS "monitorId", wanted.start_ms::float8 AS "startMs", e.revision, e.results
  FROM unnest($1::text[], $2::bigint[], $3::int[]) AS wanted (monitor_id, start_ms, revision)
  JOIN evaluations e ON e.monitor_id = wanted.monitor_id AND e.revision = wanted.revision
    AND e.window_start = to_timestamp(wanted.start_ms / 1000.0)`;

/** Two evaluations a monitor, of thousands of monitors. */
const MOST_ENTRIES = 50_000;

const textOf = ({ monitorId, startMs, revision }: EvaluationKey) =>
  `${monitorId} ${startMs} ${revision}`;

/** Tallies of evaluations. A revision never changes, so what was read once need not be read
 *  again: a page that refreshes asks for new windows only. */
export function createTallyCache(pool: Pool) {
  const entries = new Map<string, readonly Tally[]>();

  function keep(key: string, tallies: readonly Tally[]): void {
    entries.set(key, tallies);
    if (entries.size <= MOST_ENTRIES) return;
    const oldest = entries.keys().next();
    if (!oldest.done) entries.delete(oldest.value);
  }

  return {
    async read(keys: readonly EvaluationKey[]): Promise<(key: EvaluationKey) => readonly Tally[]> {
      const answer = new Map(keys.map((key) => [textOf(key), entries.get(textOf(key))]));
      const missing = keys.filter((key) => answer.get(textOf(key)) === undefined);
      if (missing.length > 0) {
        const { rows } = await pool.query<EvaluationKey & { results: readonly CheckResult[] }>(
          RESULTS,
          [
            missing.map(({ monitorId }) => monitorId),
            missing.map(({ startMs }) => startMs),
            missing.map(({ revision }) => revision),
          ],
        );
        for (const row of rows) {
          const tallies = tallyResults(row.results);
          answer.set(textOf(row), tallies);
          keep(textOf(row), tallies);
        }
      }
      return (key) => answer.get(textOf(key)) ?? [];
    },
  };
}

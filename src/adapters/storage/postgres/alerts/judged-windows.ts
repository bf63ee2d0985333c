import type { CheckResult } from '../../../../monitoring/alert/alert.ts';
import type { JudgedWindow } from '../../../../monitoring/alert/fold-alerts.ts';
import { judgedWindow } from '../../../../monitoring/alert/judged-window.ts';
import type { Queryable } from '../transaction.ts';

interface JudgedRow {
  readonly window_start: Date;
  readonly results: readonly Pick<CheckResult, 'checkId' | 'verdict' | 'reason' | 'quiet'>[];
}

/** Windows oldest first, each with the verdict of one check; null where it was no part of it. */
export type JudgedHistory = (checkId: string) => JudgedWindow[];

/** Of the results, those of the checks asked for, and no more of them than is judged. */
const LATEST = `
  SELECT e.window_start, (
    SELECT coalesce(jsonb_agg(jsonb_build_object('checkId', r ->> 'checkId',
      'verdict', r ->> 'verdict', 'reason', r ->> 'reason', 'quiet', coalesce(r -> 'quiet', 'false'))), '[]')
    FROM jsonb_array_elements(e.results) r WHERE r ->> 'checkId' = ANY($3)
  ) AS results
  FROM (SELECT DISTINCT ON (window_start) window_start, results FROM evaluations
    WHERE monitor_id = $1 AND `;

/** The latest revision of every window from `fromMs` on. */
export async function judgedFrom(
  client: Queryable,
  monitorId: string,
  checkIds: readonly string[],
  fromMs: number,
): Promise<JudgedHistory> {
  const { rows } = await client.query<JudgedRow>(
    `${LATEST} window_start >= $2 ORDER BY window_start, revision DESC) e ORDER BY window_start`,
    [monitorId, new Date(fromMs), checkIds],
  );
  return historyOf(rows);
}

/** The latest revision of the last `count` windows before `beforeMs`. */
export async function judgedBefore(
  client: Queryable,
  monitorId: string,
  checkIds: readonly string[],
  beforeMs: number,
  count: number,
): Promise<JudgedHistory> {
  if (count === 0) return () => [];
  const { rows } = await client.query<JudgedRow>(
    `${LATEST} window_start < $2 ORDER BY window_start DESC, revision DESC LIMIT $4) e
     ORDER BY window_start`,
    [monitorId, new Date(beforeMs), checkIds, count],
  );
  return historyOf(rows);
}

function historyOf(rows: readonly JudgedRow[]): JudgedHistory {
  const windows = rows.map(({ window_start, results }) => ({
    windowStartMs: window_start.getTime(),
    byCheck: new Map(results.map((result) => [result.checkId, result])),
  }));
  return (checkId) =>
    windows.map(({ windowStartMs, byCheck }) => judgedWindow(windowStartMs, byCheck.get(checkId)));
}

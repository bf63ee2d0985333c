import type { AlertFilter } from '../../../../monitoring/alert/alert-store.ts';

/** The same number as `rankAlert`, which says where a page ended. */
const RANK = `(CASE WHEN state = 'resolved' THEN 8 ELSE 0 END
  + CASE WHEN cardinality(urgent_with) = 0 THEN 4 ELSE 0 END
  + array_position(ARRAY['critical', 'warning', 'info'], severity))`;

const BEHIND = `(opened_window < $13
  OR (opened_window = $13 AND (segment, alert_id) > ($17::text, $14::text)))`;
const LATEST = { order: '', behind: `($15::int IS NULL OR ${BEHIND})` };
const WORST = {
  order: `${RANK}, `,
  behind: `($15::int IS NULL OR ${RANK} > $15 OR (${RANK} = $15 AND ${BEHIND}))`,
};

/** Cut off before evaluations are looked into: those of all alerts would take seconds. Which
 *  column an alert is about stands there alone, so a question for one is cut off behind. */
export function listQuery(reportOf: (alerts: string) => string, worstFirst: boolean): string {
  const { order, behind } = worstFirst ? WORST : LATEST;
  return `${reportOf(`(
    SELECT * FROM alerts
    WHERE project_id = $1 AND ($2::text IS NULL OR model_id = $2)
      AND ($3::boolean IS NULL OR (state <> 'resolved') = $3)
      AND ($5::timestamptz IS NULL OR opened_window >= $5)
      AND ($6::timestamptz IS NULL OR opened_window < $6)
      AND ($7::text IS NULL OR monitor_id = $7)
      AND ($8::text IS NULL OR check_id = $8)
      AND ($9::text IS NULL OR metric = $9)
      AND ($10::text IS NULL OR segment = $10)
      AND ($11::text IS NULL OR severity = $11)
      AND ($16::text IS NULL OR state = $16)
      AND ${behind}
    ORDER BY ${order}opened_window DESC, segment, alert_id
    LIMIT CASE WHEN $12::text[] IS NULL THEN $4::int END)`)}
  WHERE $12::text[] IS NULL OR coalesce(r.result ->> 'column', '') = ANY ($12)
  ORDER BY ${order.replace(/\b(state|urgent_with|severity)\b/g, 'a.$1')}
    a.opened_window DESC, a.segment, a.alert_id
  LIMIT $4::int`;
}

const instant = (ms: number | null | undefined) =>
  ms === undefined || ms === null ? null : new Date(ms);

export function listValues(projectId: string, filter: AlertFilter): unknown[] {
  const { after = null } = filter;
  return [
    projectId,
    filter.modelId ?? null,
    filter.open ?? null,
    filter.limit,
    instant(filter.fromMs),
    instant(filter.toMs),
    filter.monitorId ?? null,
    filter.checkId ?? null,
    filter.metric ?? null,
    filter.segment ?? null,
    filter.severity ?? null,
    filter.columns ?? null,
    instant(after?.openedWindowMs),
    after?.alertId ?? null,
    after?.rank ?? null,
    filter.state ?? null,
    after?.segment ?? null,
  ];
}

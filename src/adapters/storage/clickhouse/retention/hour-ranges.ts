import type { ModelKey } from '../../../../monitoring/retention/retention.ts';

/** Cells of one model that follow one another; the end is the start of the last one. */
export interface HourRange extends ModelKey {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Ranges of what goes, given everything in order: what is removed every day is named in few
 *  words. */
export function hourRanges(
  { projectId, modelId }: ModelKey,
  hours: readonly { readonly startMs: number; readonly goes: boolean }[],
): HourRange[] {
  const ranges: { fromMs: number; toMs: number }[] = [];
  let open = false;
  for (const { startMs, goes } of hours) {
    const last = ranges.at(-1);
    if (goes && open && last !== undefined) last.toMs = startMs;
    else if (goes) ranges.push({ fromMs: startMs, toMs: startMs });
    open = goes;
  }
  return ranges.map((range) => ({ projectId, modelId, ...range }));
}

/** A condition in plain values: mutations of replicated tables must not ask other tables. */
export function inRanges(column: string, ranges: readonly HourRange[]): string {
  const byModel = new Map<string, HourRange[]>();
  for (const range of ranges) {
    const key = `${range.projectId}\n${range.modelId}`;
    const own = byModel.get(key);
    if (own === undefined) byModel.set(key, [range]);
    else own.push(range);
  }
  const conditions = [...byModel.values()].map((own) => {
    const hours = own.map(
      ({ fromMs, toMs }) =>
        `${column} BETWEEN toDateTime(${fromMs / 1000}, 'UTC') AND toDateTime(${toMs / 1000}, 'UTC')`,
    );
    const [first] = own;
    if (first === undefined) return 'false';
    return `(project_id = ${quoted(first.projectId)} AND model_id = ${quoted(first.modelId)}
      AND (${hours.join(' OR ')}))`;
  });
  return conditions.length === 0 ? 'false' : `(${conditions.join(' OR ')})`;
}

export const quoted = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

import type pg from 'pg';
import type { EntryDraft, OutcomeCount } from '../../../monitoring/ingest/ingest-log.ts';
import { HOUR_MS } from '../../../monitoring/model/model.ts';

interface Append {
  readonly table: number;
  readonly lane: number;
  readonly entryIds: readonly number[];
  readonly entries: readonly EntryDraft[];
  readonly counts: readonly OutcomeCount[];
  readonly nowMs: number;
}

const ENTRY_COLUMNS = [
  'entry_id',
  'lane',
  'project_id',
  'model_id',
  'kind',
  'schema_version',
  'layout',
  'rows',
  'cells',
  'payload',
  'frames',
] as const;

/** One statement, hence one commit, for entries and counts. Payloads are parameters of their
 *  own: in an array they would travel as hexadecimal text. */
export function appendStatement(append: Append): pg.QueryConfig {
  const { entries, entryIds, lane, counts } = append;
  const values: unknown[] = [];
  const parameter = (value: unknown) => `$${values.push(value)}`;
  const tuples = entries.map((entry, i) => {
    const row: Readonly<Record<(typeof ENTRY_COLUMNS)[number], unknown>> = {
      entry_id: entryIds[i],
      lane,
      project_id: entry.projectId,
      model_id: entry.modelId,
      kind: entry.kind,
      schema_version: entry.schemaVersion,
      layout: entry.layout,
      rows: entry.rows,
      cells: entry.cellsMs,
      payload: entry.payload,
      frames: entry.frames,
    };
    return `(${ENTRY_COLUMNS.map((column) => parameter(row[column])).join(', ')})`;
  });
  const insertEntries = `INSERT INTO ingest_log_${append.table} (${ENTRY_COLUMNS.join(', ')})
    VALUES ${tuples.join(', ')}`;
  if (counts.length === 0) return { text: insertEntries, values };
  const sums = sumCounts(counts);
  const insertCounts = countStatement({
    models: parameter(sums.map((one) => one.modelId)),
    kinds: parameter(sums.map((one) => one.kind)),
    outcomes: parameter(sums.map((one) => one.outcome)),
    rows: parameter(sums.map((one) => one.rows)),
    hour: parameter(new Date(Math.floor(append.nowMs / HOUR_MS) * HOUR_MS)),
    lane: parameter(lane),
  });
  if (entries.length === 0) return { text: insertCounts, values };
  return { text: `WITH counted AS (${insertCounts}) ${insertEntries}`, values };
}

interface CountParameters {
  readonly models: string;
  readonly kinds: string;
  readonly outcomes: string;
  readonly rows: string;
  readonly hour: string;
  readonly lane: string;
  readonly onlyIf?: string;
}

/** Adds to the counters of one hour and lane; the placeholders name the parameters. */
export function countStatement(of: CountParameters): string {
  return `INSERT INTO ingest_counters AS counter (model_id, hour, kind, outcome, lane, rows)
    SELECT model_id, ${of.hour}::timestamptz, kind, outcome, ${of.lane}::integer, rows
    FROM unnest(${of.models}::text[], ${of.kinds}::text[], ${of.outcomes}::text[],
      ${of.rows}::bigint[]) AS given (model_id, kind, outcome, rows)
    WHERE ${of.onlyIf ?? 'true'}
    ORDER BY model_id, kind, outcome
    ON CONFLICT (model_id, hour, kind, outcome, lane)
    DO UPDATE SET rows = counter.rows + excluded.rows`;
}

/** A statement may touch a counter only once. */
function sumCounts(counts: readonly OutcomeCount[]): readonly OutcomeCount[] {
  const sums = new Map<string, OutcomeCount>();
  for (const count of counts) {
    const key = `${count.modelId} ${count.kind} ${count.outcome}`;
    const before = sums.get(key)?.rows ?? 0;
    sums.set(key, { ...count, rows: before + count.rows });
  }
  return [...sums.values()];
}

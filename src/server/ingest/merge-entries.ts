import type { EntryDraft } from '../../monitoring/ingest/ingest-log.ts';

const MERGED_ROWS = 10_000;
const MERGED_BYTES = 8 * 1_048_576;

/** Joins small entries of the same model and form: a row of the log per commit and model, not
 *  per request. */
export function mergeEntries(drafts: readonly EntryDraft[]): readonly EntryDraft[] {
  const open = new Map<string, EntryDraft[]>();
  const merged: EntryDraft[] = [];
  const close = (key: string) => {
    const group = open.get(key);
    if (group !== undefined) merged.push(join(group));
    open.delete(key);
  };
  for (const draft of drafts) {
    const key = `${draft.kind} ${draft.layout} ${draft.schemaVersion} ${draft.modelId}`;
    const group = open.get(key) ?? [];
    const rows = group.reduce((sum, one) => sum + one.rows, draft.rows);
    const bytes = group.reduce((sum, one) => sum + one.payload.length, draft.payload.length);
    if (group.length > 0 && (rows > MERGED_ROWS || bytes > MERGED_BYTES)) close(key);
    open.set(key, [...(open.get(key) ?? []), draft]);
  }
  for (const key of [...open.keys()]) close(key);
  return merged;
}

function join(group: readonly EntryDraft[]): EntryDraft {
  const [first] = group;
  if (first === undefined) throw new Error('a group of entries is never empty');
  if (group.length === 1) return first;
  return {
    ...first,
    rows: group.reduce((sum, one) => sum + one.rows, 0),
    cellsMs: [...new Set(group.flatMap((one) => one.cellsMs))],
    payload: Buffer.concat(group.map((one) => one.payload)),
    frames: Buffer.concat(group.map((one) => one.frames)),
  };
}

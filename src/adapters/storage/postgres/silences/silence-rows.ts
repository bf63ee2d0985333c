import type { Matcher } from '../../../../monitoring/silence/matcher.ts';
import type { Repeat, Silence } from '../../../../monitoring/silence/silence.ts';
import type { Queryable } from '../transaction.ts';

interface SilenceRow {
  readonly silence_id: string;
  readonly project_id: string;
  readonly matchers: readonly Matcher[];
  readonly starts_at: Date;
  readonly ends_at: Date;
  readonly repeat: Repeat | null;
  readonly author: string;
  readonly comment: string;
  readonly created_at: Date;
  readonly replaces: string | null;
}

const toSilence = (row: SilenceRow): Silence => ({
  silenceId: row.silence_id,
  projectId: row.project_id,
  matchers: row.matchers,
  startMs: row.starts_at.getTime(),
  endMs: row.ends_at.getTime(),
  repeat: row.repeat,
  author: row.author,
  comment: row.comment,
  createdAtMs: row.created_at.getTime(),
  replaces: row.replaces,
});

export async function readSilences(
  client: Queryable,
  condition: string,
  values: readonly unknown[],
): Promise<readonly Silence[]> {
  const { rows } = await client.query<SilenceRow>(
    `SELECT silence_id, project_id, matchers, starts_at, ends_at, repeat, author, comment,
       created_at, replaces
     FROM silences WHERE ${condition} ORDER BY ends_at DESC, silence_id`,
    [...values],
  );
  return rows.map(toSilence);
}

/** Those that began and are not over; one that repeats may be between two occurrences. */
export const begunSilences = (client: Queryable, projectId: string, nowMs: number) =>
  readSilences(client, 'project_id = $1 AND starts_at <= $2 AND ends_at > $2', [
    projectId,
    new Date(nowMs),
  ]);

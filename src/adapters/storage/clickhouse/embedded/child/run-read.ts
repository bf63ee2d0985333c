import type { EngineConnection } from './connection.ts';
import type { Engine } from './engine.ts';
import type { Reply } from './reply.ts';
import type { WantedState } from './session-state.ts';

/** Formats whose chunks may be put one after the other: the others repeat their head in each. */
const streamable = new Set([
  'JSONEACHROW',
  'JSONSTRINGSEACHROW',
  'JSONCOMPACTEACHROW',
  'JSONCOMPACTSTRINGSEACHROW',
  'TSV',
  'TABSEPARATED',
  'TSVRAW',
  'TABSEPARATEDRAW',
  'CSV',
  'ROWBINARY',
  'NATIVE',
]);

/** The engine streams queries only, no SHOW, DESCRIBE or EXPLAIN. */
const streamableVerbs = new Set(['SELECT', 'WITH']);

export interface ReadJob {
  sql: string;
  verb: string;
  format: string;
  state: WantedState;
  waitEndOfQuery: boolean;
}

/** Runs a statement that returns rows; a client that leaves has its query killed. */
export async function runRead(
  engine: Engine,
  connection: EngineConnection,
  job: ReadJob,
  reply: Reply,
  gone: AbortSignal,
): Promise<void> {
  await connection.apply(job.state);
  const ended = new AbortController();
  let killing: Promise<void> | undefined;
  const kill = () => {
    // A kill that fails leaves the query to its own limits.
    killing = engine.killUntil(connection, ended.signal).catch(() => {});
  };
  if (gone.aborted) return;
  gone.addEventListener('abort', kill, { once: true });
  try {
    const mayStream = streamableVerbs.has(job.verb) && streamable.has(job.format.toUpperCase());
    if (mayStream && !job.waitEndOfQuery) {
      await streamRows(connection, job, reply);
    } else {
      const result = await connection.query(job.sql, job.format);
      reply.finish(job.format, result.bytes(), {
        readRows: result.rowsRead,
        readBytes: result.bytesRead,
        writtenRows: 0,
        writtenBytes: 0,
        elapsedSeconds: result.elapsed,
      });
    }
  } finally {
    gone.removeEventListener('abort', kill);
    ended.abort();
    // The connection may serve nobody else before a late kill has passed.
    await killing;
  }
}

async function streamRows(connection: EngineConnection, job: ReadJob, reply: Reply): Promise<void> {
  let whole = false;
  try {
    for await (const chunk of connection.stream(job.sql, job.format)) {
      if (!reply.started) reply.begin(job.format);
      if (!(await reply.part(chunk.raw()))) return;
    }
    whole = true;
  } finally {
    if (!whole) await connection.settle();
  }
  reply.finish(job.format, undefined, undefined);
}

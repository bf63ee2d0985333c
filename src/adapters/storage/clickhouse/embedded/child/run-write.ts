import type { EngineConnection } from './connection.ts';
import { ClickHouseException } from './exception.ts';
import type { Reply } from './reply.ts';
import { literal, type WantedState } from './session-state.ts';
import type { Spool } from './spool.ts';
import type { InsertShape } from './statement.ts';

export interface InsertJob {
  /** The SQL before the rows, as latin1. */
  sql: string;
  shape: InsertShape;
  format: string;
  state: WantedState;
  rows: AsyncIterable<Uint8Array>;
}

/** Inserts rows of any format by way of a file; the lane is asked for only when they are all here,
 *  so that a slow sender holds no connection. */
export async function runInsert(
  spool: Spool,
  onConnection: (work: (connection: EngineConnection) => Promise<void>) => Promise<void>,
  job: InsertJob,
  reply: Reply,
): Promise<void> {
  await spool.through(job.rows, async (path, bytes) => {
    await onConnection(async (connection) => {
      const sql = infileSql(job, path);
      await connection.apply(job.state);
      const result = await connection.query(sql, 'Null');
      reply.finish('Null', Buffer.alloc(0), {
        readRows: result.rowsRead,
        readBytes: bytes,
        writtenRows: result.rowsRead,
        writtenBytes: bytes,
        elapsedSeconds: result.elapsed,
      });
    });
  });
}

/** `INSERT INTO t (a) [SETTINGS …] FORMAT X` → the same with the rows taken from a file. */
function infileSql(job: InsertJob, path: string): string {
  const text = (from: number, to: number) =>
    Buffer.from(job.sql.slice(from, to), 'latin1').toString('utf8');
  const { infileAt, headEnd } = job.shape;
  const head = `${text(0, infileAt)} FROM INFILE ${literal(path)} COMPRESSION 'none'`;
  return `${head} ${text(infileAt, headEnd)} FORMAT ${job.format}`;
}

export interface CommandJob {
  sql: string;
  format: string;
  state: WantedState;
  kind: 'insert' | 'kill' | 'session' | 'other';
}

/** Runs DDL and other statements to their end, whether or not the client still listens. */
export async function runCommand(
  connection: EngineConnection,
  job: CommandJob,
  reply: Reply,
): Promise<void> {
  await connection.apply(job.state);
  // SET, USE and temporary tables would be seen by the next request.
  if (job.kind === 'session') connection.spoil();
  const result = await connection.query(job.sql, job.format);
  reply.finish(job.format, result.bytes(), {
    readRows: result.rowsRead,
    readBytes: result.bytesRead,
    writtenRows: job.kind === 'insert' ? result.rowsRead : 0,
    writtenBytes: job.kind === 'insert' ? result.bytesRead : 0,
    elapsedSeconds: result.elapsed,
  });
}

/** What the engine must never be asked to do. */
export function refuseDangerous(statement: {
  hasOutfile: boolean;
  hasSync: boolean;
  isMulti: boolean;
  verb: string;
}): void {
  if (statement.verb === '') throw new ClickHouseException(62, 'SYNTAX_ERROR', 'Empty query');
  if (statement.hasOutfile) {
    // It writes files even on a readonly connection.
    throw new ClickHouseException(48, 'NOT_IMPLEMENTED', 'INTO OUTFILE is not allowed');
  }
  if (statement.verb === 'KILL' && statement.hasSync) {
    throw new ClickHouseException(48, 'NOT_IMPLEMENTED', 'KILL … SYNC hangs the engine, use ASYNC');
  }
  if (statement.isMulti) {
    throw new ClickHouseException(
      62,
      'SYNTAX_ERROR',
      'Syntax error (Multi-statements are not allowed)',
    );
  }
}

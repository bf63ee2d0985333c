import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Engine } from './engine.ts';
import type { Reply } from './reply.ts';
import type { QueryRequest } from './request.ts';
import { chain, decodedBody, oneChunk, wholeBody } from './request-body.ts';
import { runRead } from './run-read.ts';
import { refuseDangerous, runCommand, runInsert } from './run-write.ts';
import { refuseMissingParams } from './session-state.ts';
import { readStatement, type Statement } from './statement.ts';

/** Answers one query: works out what it is and hands it to the lane it belongs to. */
export async function handleQuery(
  engine: Engine,
  message: { request: IncomingMessage; response: ServerResponse },
  query: QueryRequest,
  reply: Reply,
): Promise<void> {
  const gone = new AbortController();
  message.response.on('close', () => {
    if (!message.response.writableFinished) gone.abort();
  });

  const body = decodedBody(message.request);
  let sqlBytes = query.urlQuery === undefined ? undefined : Buffer.from(query.urlQuery);
  let statement = sqlBytes && readStatement(sqlBytes.toString('latin1'));
  let rows: AsyncIterable<Uint8Array> = body;
  if (sqlBytes === undefined || statement?.insert === undefined) {
    // Without rows to come, the body continues the SQL.
    sqlBytes = Buffer.concat([sqlBytes ?? Buffer.alloc(0), await wholeBody(body)]);
    statement = readStatement(sqlBytes.toString('latin1'));
    rows = oneChunk(Buffer.alloc(0));
  }
  if (statement === undefined) throw new Error('unreachable: no statement was read');
  refuseDangerous(statement);
  refuseMissingParams(statement.placeholders, query.params);

  const state = { database: query.database, settings: query.settings, params: query.params };
  const format = statement.format ?? query.defaultFormat;
  const shape = statement.insert;
  if (statement.kind === 'insert' && shape !== undefined && !isInlineValues(statement, sqlBytes)) {
    const inline = trimStart(sqlBytes.subarray(shape.dataStart));
    const job = {
      sql: sqlBytes.subarray(0, shape.dataStart).toString('latin1'),
      shape,
      format,
      state,
      rows: chain(inline, rows),
    };
    // An insert that is complete is carried out even if the sender has left: it may have been told.
    const write = new AbortController().signal;
    await runInsert(engine.spool, (work) => engine.writes.run(write, work), job, reply);
    return;
  }

  const sql = sqlBytes.toString('utf8');
  if (statement.kind === 'read') {
    const isProbe = /^\s*SELECT\s+1\s*(FORMAT\s+\w+\s*)?$/i.test(sql);
    const lane = isProbe ? engine.control : engine.reads;
    const job = {
      sql,
      verb: statement.verb,
      format,
      state,
      waitEndOfQuery: query.waitEndOfQuery,
    };
    await lane.run(gone.signal, (own) => runRead(engine, own, job, reply, gone.signal));
    return;
  }
  const { kind } = statement;
  const lane = kind === 'kill' ? engine.control : engine.writes;
  await lane.run(gone.signal, (own) => runCommand(own, { sql, format, state, kind }, reply));
}

/** `INSERT INTO t VALUES (1)` in one piece is plain SQL and is left to the engine. */
function isInlineValues(statement: Statement, sql: Buffer): boolean {
  return (
    statement.format === 'Values' && trimStart(sql.subarray(statement.insert?.dataStart)).length > 0
  );
}

function trimStart(bytes: Buffer): Buffer {
  let at = 0;
  // Only blanks and the line's end belong to the SQL; binary rows may begin with any byte after it.
  while (at < bytes.length && (bytes[at] === 0x20 || bytes[at] === 0x09 || bytes[at] === 0x0d))
    at += 1;
  return bytes.subarray(bytes[at] === 0x0a ? at + 1 : at);
}

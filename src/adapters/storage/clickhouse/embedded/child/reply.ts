import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { exceptionBlock, exceptionCode, exceptionStatus, exceptionText } from './exception.ts';

const serverTimezone = 'UTC';

export interface ReplyHead {
  queryId: string;
  format: string;
}

/** Numbers of a finished statement, as the `X-ClickHouse-Summary` header carries them. */
export interface Summary {
  readRows: number;
  readBytes: number;
  writtenRows: number;
  writtenBytes: number;
  elapsedSeconds: number;
}

/** Writes one response; the head goes out as late as possible, so that errors keep their status. */
export function createReply(response: ServerResponse, queryId: string) {
  const tag = randomBytes(8).toString('hex');

  const headers = (format: string) => ({
    'Content-Type': contentType(format),
    'X-ClickHouse-Query-Id': queryId,
    'X-ClickHouse-Format': format,
    'X-ClickHouse-Timezone': serverTimezone,
    'X-ClickHouse-Exception-Tag': tag,
  });

  return {
    get started() {
      return response.headersSent;
    },
    /** Starts a stream whose size is unknown. */
    begin(format: string): void {
      response.writeHead(200, headers(format));
    },
    /** Writes a part and waits for a slow reader; false when the reader is gone. */
    async part(bytes: Uint8Array): Promise<boolean> {
      if (response.destroyed) return false;
      if (response.write(bytes)) return true;
      await new Promise<void>((resolve) => {
        const go = () => {
          response.off('drain', go);
          response.off('close', go);
          resolve();
        };
        response.on('drain', go);
        response.on('close', go);
      });
      return !response.destroyed;
    },
    finish(format: string, body: Uint8Array | undefined, summary: Summary | undefined): void {
      if (!response.headersSent) {
        response.writeHead(200, {
          ...headers(format),
          ...(summary === undefined ? {} : { 'X-ClickHouse-Summary': summaryJson(summary) }),
          ...(body === undefined ? {} : { 'Content-Length': body.byteLength }),
        });
      }
      response.end(body);
    },
    fail(error: unknown): void {
      if (response.destroyed) return;
      if (response.headersSent) {
        // Broken off without the closing chunk: no client may take the stream for whole.
        response.write(exceptionBlock(tag, error), () => response.socket?.end());
        return;
      }
      const code = exceptionCode(error);
      const text = Buffer.from(`${exceptionText(error)}\n`);
      response.writeHead(exceptionStatus(code), {
        'Content-Type': 'text/plain; charset=UTF-8',
        'Content-Length': text.byteLength,
        'X-ClickHouse-Query-Id': queryId,
        'X-ClickHouse-Exception-Code': String(code),
      });
      response.end(text);
    },
  };
}

export type Reply = ReturnType<typeof createReply>;

function summaryJson(summary: Summary): string {
  return JSON.stringify({
    read_rows: String(summary.readRows),
    read_bytes: String(summary.readBytes),
    written_rows: String(summary.writtenRows),
    written_bytes: String(summary.writtenBytes),
    total_rows_to_read: '0',
    result_rows: String(summary.writtenRows),
    result_bytes: String(summary.writtenBytes),
    elapsed_ns: String(Math.round(summary.elapsedSeconds * 1e9)),
  });
}

function contentType(format: string): string {
  const name = format.toUpperCase();
  if (name.startsWith('JSON')) {
    return name.includes('EACHROW')
      ? 'application/x-ndjson; charset=UTF-8'
      : 'application/json; charset=UTF-8';
  }
  if (name.startsWith('CSV')) return 'text/csv; charset=UTF-8; header=absent';
  if (name.startsWith('TSV') || name.startsWith('TABSEPARATED')) {
    return 'text/tab-separated-values; charset=UTF-8';
  }
  return name.includes('BINARY') ||
    name === 'NATIVE' ||
    name.startsWith('ARROW') ||
    name === 'PARQUET'
    ? 'application/octet-stream'
    : 'text/plain; charset=UTF-8';
}

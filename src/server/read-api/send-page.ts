import type { FastifyReply, FastifyRequest } from 'fastify';
import type { TableColumn } from '../../adapters/formats/table.ts';
import { writeCsv } from '../../adapters/formats/write-csv.ts';
import { writeParquet } from '../../adapters/formats/write-parquet.ts';
import { FORMAT_TYPES, type RecordFormat } from '../../contract/records.ts';
import { chooseFormat } from './choose-format.ts';

export interface Page {
  /** What the rows are called in JSON, and the file in other formats. */
  readonly name: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly object[];
  readonly nextCursor: string | null;
}

/** Decided first, so that nothing is read for an answer that nobody can take. */
export const formatOf = (
  request: FastifyRequest<{ Querystring: { readonly format?: RecordFormat } }>,
): RecordFormat => chooseFormat(request.query.format, request.headers.accept);

/** One page in the format asked for. The way to the next is in the same header for all of them. */
export function sendPage(
  request: FastifyRequest,
  reply: FastifyReply,
  format: RecordFormat,
  page: Page,
): FastifyReply {
  const { name, columns, nextCursor } = page;
  void reply.header('vary', 'accept');
  if (nextCursor !== null) {
    void reply.header('link', `<${nextUrl(request.url, nextCursor)}>; rel="next"`);
  }
  if (format === 'json') {
    return reply.type(FORMAT_TYPES.json).send({ [name]: page.rows, nextCursor });
  }
  const table = { columns, rows: page.rows as readonly Readonly<Record<string, unknown>>[] };
  void reply.header('content-disposition', `attachment; filename="${name}.${format}"`);
  return format === 'csv'
    ? reply.type(`${FORMAT_TYPES.csv}; charset=utf-8; header=present`).send(writeCsv(table))
    : reply.type(FORMAT_TYPES.parquet).send(Buffer.from(writeParquet(table)));
}

function nextUrl(url: string, cursor: string): string {
  const [path = '', query = ''] = url.split('?', 2);
  const parameters = new URLSearchParams(query);
  parameters.set('cursor', cursor);
  return `${path}?${parameters}`;
}

import type { FastifyPluginAsync } from 'fastify';
import { BadFileError, type FileFormat } from '../../adapters/sources/file-rows.ts';
import {
  FILE_PARAMS_SCHEMA,
  FILE_QUERY_SCHEMA,
  FILE_SCHEMA,
  type FileBody,
  type FileQuery,
} from '../../contract/file.ts';
import { type FilePlace, receiveFile } from '../files/receive-file.ts';
import type { FileShelf } from '../set-up/file-shelf.ts';
import { ApiError } from './api-error.ts';

export interface FileRouteDeps {
  readonly shelf: FileShelf;
  readonly files: FilePlace;
}

export const FILE_TYPES: Readonly<Record<string, FileFormat>> = {
  'text/csv': 'csv',
  'application/x-ndjson': 'ndjson',
  'application/vnd.apache.parquet': 'parquet',
};

export const FILE_BODIES = {
  'text/csv': { type: 'string', description: 'With a header.' },
  'application/x-ndjson': { type: 'string', description: 'One JSON object a line.' },
  'application/vnd.apache.parquet': { type: 'string', format: 'binary' },
};

/** Files that are brought to set up a model: received, looked at, and kept for an hour. */
export function fileRoutes({ shelf, files }: FileRouteDeps): FastifyPluginAsync {
  return async (app) => {
    // Files are streamed to disk; parsing them here would hold them in memory.
    app.removeAllContentTypeParsers();
    app.addContentTypeParser(Object.keys(FILE_TYPES), (_request, payload, done) =>
      done(null, payload),
    );
    const tags = ['set-up'];

    app.post<{ Querystring: FileQuery; Body: NodeJS.ReadableStream }>(
      '/v1/files',
      {
        config: { scope: 'admin' },
        schema: {
          tags,
          operationId: 'bringFile',
          summary: 'Bring a file (CSV, NDJSON, Parquet; gzip) and be told what it is taken to be',
          description:
            'The kind and the role of every column are guessed, with a reason for each. Nothing is ' +
            'made of it before POST /v1/imports; the file is kept for an hour.',
          querystring: FILE_QUERY_SCHEMA,
          rawBody: FILE_BODIES,
          response: { 201: FILE_SCHEMA },
        },
      },
      async (request, reply): Promise<FileBody> => {
        const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
        const format = FILE_TYPES[type];
        if (format === undefined || request.body === undefined) {
          throw new ApiError('unsupported_media_type', { detail: { contentType: type } });
        }
        const received = await receiveFile(request.raw, request.headers, files);
        try {
          const name = request.query.name ?? 'file';
          const { projectId } = request.access;
          const { body } = await shelf.put(projectId, { received, name, format });
          reply.code(201);
          return body;
        } catch (error) {
          if (!(error instanceof BadFileError)) throw error;
          throw new ApiError('bad_file', { detail: error.message, cause: error });
        }
      },
    );

    app.get<{ Params: { fileId: string } }>(
      '/v1/files/:fileId',
      {
        config: { scope: 'admin' },
        schema: {
          tags,
          operationId: 'getFile',
          summary: 'What a file that was brought is taken to be',
          params: FILE_PARAMS_SCHEMA,
          response: { 200: FILE_SCHEMA },
        },
      },
      async (request) => shelf.get(request.access.projectId, request.params.fileId).body,
    );

    app.delete<{ Params: { fileId: string } }>(
      '/v1/files/:fileId',
      {
        config: { scope: 'admin' },
        schema: {
          tags,
          operationId: 'removeFile',
          summary: 'Let go of a file at once',
          params: FILE_PARAMS_SCHEMA,
          response: { 204: { type: 'null', description: 'Removed' } },
        },
      },
      async (request, reply) => {
        await shelf.remove(request.access.projectId, request.params.fileId);
        return reply.code(204).send();
      },
    );
  };
}

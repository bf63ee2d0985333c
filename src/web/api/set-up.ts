import { queryOptions } from '@tanstack/react-query';
import createClient from 'openapi-fetch';
import type { FileBody } from '../../contract/file.ts';
import type { ImportBody, ImportDraftBody } from '../../contract/import.ts';
import { act, sendKey } from './client.ts';
import type { Mutable } from './paths.ts';
import type { SetUpPaths } from './set-up-paths.ts';

const client = createClient<SetUpPaths>({ baseUrl: '/' });
client.use(sendKey);

export const setUpApi = {
  bringFile: (file: File, type: string, gzip: boolean): Promise<FileBody> =>
    act(() =>
      client.POST('/v1/files', {
        params: { query: { name: file.name.slice(0, 200) } },
        // Read from the disk while it is sent, and never held here.
        body: file,
        bodySerializer: (body) => body,
        headers: { 'content-type': type, ...(gzip ? { 'content-encoding': 'gzip' } : {}) },
      }),
    ),
  startImport: (draft: ImportDraftBody): Promise<ImportBody> =>
    act(() => client.POST('/v1/imports', { body: draft as Mutable<ImportDraftBody> })),
};

/** A file that was brought does not change. Asked for as changes are: a key that may only read keeps
 *  the other pages when somebody opens a link to this one. */
export const fileQuery = (fileId: string) =>
  queryOptions({
    queryKey: ['file', fileId],
    queryFn: ({ signal }): Promise<FileBody> =>
      act(() => client.GET('/v1/files/{fileId}', { params: { path: { fileId } }, signal })),
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: false,
  });

const IMPORT_REFRESH_MS = 400;

export const importQuery = (importId: string) =>
  queryOptions({
    queryKey: ['import', importId],
    queryFn: ({ signal }): Promise<ImportBody> =>
      act(() => client.GET('/v1/imports/{importId}', { params: { path: { importId } }, signal })),
    refetchInterval: (query) => (query.state.data?.endedAt == null ? IMPORT_REFRESH_MS : false),
  });

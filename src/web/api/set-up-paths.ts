import type { FileBody } from '../../contract/file.ts';
import type { ImportBody, ImportDraftBody } from '../../contract/import.ts';
import type { Answer, Mutable } from './paths.ts';

/** The calls of the page that makes a model of a file. */
export interface SetUpPaths {
  '/v1/files': {
    post: {
      parameters: { query: { name: string } };
      requestBody: { content: { 'application/octet-stream': Blob } };
      responses: Answer<FileBody>;
    };
  };
  '/v1/files/{fileId}': {
    get: { parameters: { path: { fileId: string } }; responses: Answer<FileBody> };
  };
  '/v1/imports': {
    post: {
      requestBody: { content: { 'application/json': Mutable<ImportDraftBody> } };
      responses: Answer<ImportBody>;
    };
  };
  '/v1/imports/{importId}': {
    get: { parameters: { path: { importId: string } }; responses: Answer<ImportBody> };
  };
}

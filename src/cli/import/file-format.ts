import { CommandError } from '../command-error.ts';

export type FileFormat = 'csv' | 'ndjson' | 'parquet';

export const FILE_FORMATS: readonly FileFormat[] = ['csv', 'ndjson', 'parquet'];

export const CONTENT_TYPES: Readonly<Record<FileFormat, string>> = {
  csv: 'text/csv',
  ndjson: 'application/x-ndjson',
  parquet: 'application/vnd.apache.parquet',
};

const BY_ENDING: Readonly<Record<string, FileFormat>> = {
  csv: 'csv',
  ndjson: 'ndjson',
  jsonl: 'ndjson',
  parquet: 'parquet',
  pq: 'parquet',
};

export interface FileKind {
  readonly format: FileFormat;
  readonly gzip: boolean;
}

/** What a file is by its name, unless somebody says otherwise. */
export function fileKindOf(path: string, format: FileFormat | undefined): FileKind {
  const gzip = /\.gz$/i.test(path);
  const ending = /\.([a-z]+)$/i.exec(gzip ? path.slice(0, -3) : path)?.[1]?.toLowerCase() ?? '';
  const known = format ?? BY_ENDING[ending];
  if (known === undefined) {
    throw new CommandError(
      `The name of ${path} does not say what it is. Add --format ${FILE_FORMATS.join('|')}.`,
    );
  }
  return { format: known, gzip };
}

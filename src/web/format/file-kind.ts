export interface FileType {
  readonly type: string;
  readonly gzip: boolean;
}

const TYPES: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  ndjson: 'application/x-ndjson',
  jsonl: 'application/x-ndjson',
  parquet: 'application/vnd.apache.parquet',
  pq: 'application/vnd.apache.parquet',
};

export const FILE_ENDINGS = '.csv,.ndjson,.jsonl,.parquet,.pq,.gz';

/** What a file is by its name; null where it does not say. */
export function fileTypeOf(name: string): FileType | null {
  const gzip = /\.gz$/i.test(name);
  const ending = /\.([a-z]+)$/i.exec(gzip ? name.slice(0, -3) : name)?.[1]?.toLowerCase() ?? '';
  const type = TYPES[ending];
  return type === undefined ? null : { type, gzip };
}

/** `churn-2026.csv.gz` makes `churn-2026`. */
export const modelNameOf = (fileName: string): string =>
  fileName.replace(/(\.(csv|ndjson|jsonl|parquet|pq|gz))+$/i, '').trim() || 'model';

import type { FileFormat } from '../../adapters/sources/file-rows.ts';
import { readRows } from '../../adapters/sources/read-rows.ts';
import type { TableBody } from '../../contract/file.ts';
import { guessTable } from '../../monitoring/set-up/guess-table.ts';
import type { TimeSpan } from '../../monitoring/set-up/table-guess.ts';
import { inspectFile } from '../baseline/inspect-file.ts';
import { collectBadRows } from './bad-rows.ts';
import { requireCommas } from './look-at-csv.ts';

const PREVIEW_ROWS = 20;
const PREVIEW_CHARACTERS = 80;
const SEED = 1;

export interface TableFile {
  readonly path: string;
  readonly name: string;
  readonly format: FileFormat;
  readonly bytes: number;
  readonly gzip?: boolean;
}

/** Reads a file once from end to end and tells what it is taken to be. */
export async function describeTable(file: TableFile): Promise<TableBody> {
  if (file.format === 'csv') await requireCommas(file);
  const bad = collectBadRows();
  const first: Readonly<Record<string, unknown>>[] = [];
  async function* rows() {
    let count = 0;
    const { gzip = false } = file;
    for await (const batch of readRows(file.path, file.format, { gzip, onBadRow: bad.add })) {
      for (const { values } of batch) if (first.length < PREVIEW_ROWS) first.push(values);
      count += batch.length;
      yield batch;
    }
    await bad.end(file, count);
  }
  const inspection = await inspectFile(rows(), SEED);
  const { columns, output } = guessTable(inspection.sample);
  return {
    name: file.name,
    format: file.format,
    bytes: file.bytes,
    rows: inspection.rows,
    badRowCount: bad.count(),
    badRows: bad.shown,
    columns: columns.map(({ time, ...column }) => ({ ...column, time: describeSpan(time) })),
    output,
    preview: first.map((row) => columns.map(({ name }) => showCell(row[name]))),
  };
}

function describeSpan(span: TimeSpan | null) {
  if (span === null) return null;
  const iso = (ms: number) => new Date(ms).toISOString();
  return { first: iso(span.firstMs), last: iso(span.lastMs), split: iso(span.splitMs) };
}

function showCell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString();
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return text.length > PREVIEW_CHARACTERS ? `${text.slice(0, PREVIEW_CHARACTERS)}…` : text;
}

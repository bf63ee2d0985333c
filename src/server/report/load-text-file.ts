import { BadFileError, type FileRow, readRows } from '../files/read-file.ts';
import type { ReportEngine } from './report-engine.ts';
import { ReportInputError } from './report-input-error.ts';
import { requireCommas } from './require-commas.ts';
import { sqlName, sqlText } from './sql-text.ts';
import { firstSentence, type TableFile } from './table-file.ts';
import { sourceColumn, type TableSource } from './table-source.ts';

const ROW = '_leeway_row';

/** A CSV or NDJSON file as a table of texts: what a value means is known only when its whole
 *  column was seen.
 *
 *  The engine reads it many times faster than we do. What it stumbles over is read again by our
 *  own reader, which either copes or knows the line. */
export async function loadTextFile(
  engine: ReportEngine,
  file: TableFile,
  link: string,
  table: string,
): Promise<TableSource> {
  const names = await columnNames(engine, file, link);
  const create = () =>
    engine.command(
      `CREATE OR REPLACE TABLE ${table} (${ROW} UInt64, ${names
        .map((name) => `${sqlName(name)} Nullable(String)`)
        .join(', ')}) ENGINE = MergeTree ORDER BY ${ROW}`,
    );
  await create();
  try {
    await engine.command(insertFromFile(file, link, table, names));
  } catch (error) {
    await create();
    await engine.insert(table, rowsOf(file, names, error, link));
  }
  const [total] = await engine.rows<[string]>(`SELECT count() FROM ${table}`);
  return {
    file: file.path,
    rows: Number(total?.[0] ?? 0),
    columns: names.map((name, index) => sourceColumn(name, index, 'Nullable(String)')),
    base: table,
    rowNumber: ROW,
  };
}

function insertFromFile(
  { format, gzip }: TableFile,
  link: string,
  table: string,
  names: readonly string[],
): string {
  const structure = names.map((name) => `${sqlName(name)} Nullable(String)`).join(', ');
  const as = format === 'csv' ? 'CSVWithNames' : 'JSONEachRow';
  // One thread, or rows would not keep their numbers; parsing itself runs on many.
  return `INSERT INTO ${table} SELECT rowNumberInAllBlocks() + 1, *
    FROM file(${sqlText(link)}, ${as}, ${sqlText(structure)}, ${gzip ? "'gzip'" : "'none'"})
    SETTINGS max_threads = 1, max_parsing_threads = 4, input_format_with_names_use_header = 0,
      input_format_csv_empty_as_default = 0, format_csv_null_representation = '',
      input_format_csv_skip_trailing_empty_lines = 1, input_format_csv_trim_whitespaces = 0,
      input_format_json_read_objects_as_strings = 1, input_format_json_read_arrays_as_strings = 1,
      input_format_json_read_numbers_as_strings = 1, input_format_json_read_bools_as_strings = 1,
      input_format_skip_unknown_fields = 1, input_format_null_as_default = 1`;
}

/** Of CSV by the header; of NDJSON every key that any row has, in the order of appearance. */
async function columnNames(
  engine: ReportEngine,
  file: TableFile,
  link: string,
): Promise<readonly string[]> {
  if (file.format === 'csv') {
    await requireCommas(engine, file, link);
    for await (const batch of ownRows(file)) {
      const [row] = batch;
      if (row !== undefined) return Object.keys(row.values);
    }
    throw new ReportInputError(`${file.path} has no rows.`);
  }
  try {
    const found = await engine.rows<[string]>(`SELECT key FROM (
      SELECT arrayJoin(arrayZip(JSONExtractKeys(json) AS keys, arrayEnumerate(keys))) AS pair,
        pair.1 AS key, (row, pair.2) AS place
      FROM (
        SELECT json, rowNumberInAllBlocks() AS row
        FROM file(${sqlText(link)}, JSONAsString, 'json String', ${file.gzip ? "'gzip'" : "'none'"})
      )
    ) GROUP BY key ORDER BY min(place) SETTINGS max_threads = 1`);
    if (found.length > 0) return found.map(([name]) => name);
  } catch {
    // Our own reader knows what is wrong with it, and where.
  }
  const names = new Set<string>();
  for await (const batch of ownRows(file)) {
    for (const row of batch) for (const name of Object.keys(row.values)) names.add(name);
  }
  return [...names];
}

async function* rowsOf(
  file: TableFile,
  names: readonly string[],
  cause: unknown,
  link: string,
): AsyncGenerator<readonly unknown[]> {
  let any = false;
  for await (const batch of ownRows(file)) {
    for (const { number, values } of batch) {
      any = true;
      yield [number, ...names.map((name) => asText(values[name]))];
    }
  }
  if (!any) throw new ReportInputError(`${file.path}: ${firstSentence(cause, link)}`, { cause });
}

async function* ownRows(file: TableFile): AsyncGenerator<readonly FileRow[]> {
  try {
    yield* readRows(file.path, file.format, { gzip: file.gzip });
  } catch (error) {
    if (!(error instanceof BadFileError)) throw error;
    throw new ReportInputError(`${file.path}, ${error.message}.`, { cause: error });
  }
}

function asText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

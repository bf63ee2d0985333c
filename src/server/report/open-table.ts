import { access, constants, rm, stat, symlink } from 'node:fs/promises';
import { resolve } from 'node:path';
import { loadTextFile } from './load-text-file.ts';
import type { ReportEngine } from './report-engine.ts';
import { ReportInputError } from './report-input-error.ts';
import { sqlText } from './sql-text.ts';
import { firstSentence, type TableFile } from './table-file.ts';
import { sourceColumn, type TableSource } from './table-source.ts';

/** More columns than this are no table of features. */
const MAXIMUM_COLUMNS = 10_000;

/** Makes a file one that queries can read: Parquet in place, text as a table of its own. */
export async function openTable(
  engine: ReportEngine,
  file: TableFile,
  name: 'reference' | 'current',
): Promise<TableSource> {
  const link = await linkTo(engine, file, name);
  const source =
    file.format === 'parquet'
      ? await openParquet(engine, file, link)
      : await loadTextFile(engine, file, link, name);
  if (source.rows === 0) throw new ReportInputError(`${file.path} has no rows.`);
  if (source.columns.length > MAXIMUM_COLUMNS) {
    throw new ReportInputError(
      `${file.path} has ${source.columns.length} columns; ${MAXIMUM_COLUMNS} is the most.`,
    );
  }
  return source;
}

/** Under a name of ours: the engine would take stars and braces of a path for a pattern. */
async function linkTo(engine: ReportEngine, file: TableFile, name: string): Promise<string> {
  const path = resolve(file.path);
  const found = await stat(path).catch(() => null);
  if (found === null) throw new ReportInputError(`There is no file ${file.path}.`);
  if (!found.isFile()) throw new ReportInputError(`${file.path} is not a file.`);
  if (found.size === 0) throw new ReportInputError(`${file.path} is empty.`);
  await access(path, constants.R_OK).catch(() => {
    throw new ReportInputError(`${file.path} may not be read.`);
  });
  const link = resolve(engine.directory, `${name}.${file.format}${file.gzip ? '.gz' : ''}`);
  await rm(link, { force: true });
  await symlink(path, link);
  return link;
}

async function openParquet(
  engine: ReportEngine,
  file: TableFile,
  link: string,
): Promise<TableSource> {
  if (file.gzip) {
    throw new ReportInputError(
      `${file.path}: Parquet is compressed within; unpack the file around it first.`,
    );
  }
  const relation = `file(${sqlText(link)}, Parquet)`;
  try {
    const described = await engine.rows<[name: string, type: string]>(`DESCRIBE ${relation}`);
    const [total] = await engine.rows<[string]>(`SELECT count() FROM ${relation}`);
    return {
      file: file.path,
      rows: Number(total?.[0] ?? 0),
      columns: described.map(([name, type], index) => sourceColumn(name, index, type)),
      base: relation,
      rowNumber: '_row_number + 1',
    };
  } catch (error) {
    throw new ReportInputError(
      `${file.path} cannot be read as Parquet: ${firstSentence(error, link)}`,
      { cause: error },
    );
  }
}

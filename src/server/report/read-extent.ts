import type { ReportEngine } from './report-engine.ts';
import { ReportInputError } from './report-input-error.ts';
import { ROW_NUMBER, relationOf, type SourceColumn, type TableSource } from './table-source.ts';
import { isNumberType, textOf } from './value-sql.ts';

export interface Extent {
  readonly firstMs: number;
  readonly lastMs: number;
}

/** SQL of a row's time in milliseconds since 1970, or NULL: ISO 8601, in UTC unless it says
 *  otherwise, or milliseconds as a number. */
export function timeSql({ sql, type, nullable }: SourceColumn): string {
  if (isNumberType(type)) return `toInt64OrNull(toString(${sql}))`;
  if (/^Date/.test(type)) return `toUnixTimestamp64Milli(toDateTime64(${sql}, 3, 'UTC'))`;
  const word = `trimBoth(${textOf({ name: '', sql, type, nullable })})`;
  return `if(match(${word}, '^[0-9]{5,16}$'), toInt64OrNull(${word}),
    toUnixTimestamp64Milli(parseDateTime64BestEffortOrNull(${word}, 3, 'UTC')))`;
}

/** First and last time of a file. A row without one stops the report, because every number by time
 *  would be wrong with it. */
export async function readExtent(
  engine: ReportEngine,
  source: TableSource,
  time: string,
): Promise<Extent> {
  const column = source.columns.find(({ name }) => name === time);
  if (column === undefined) {
    throw new ReportInputError(`${source.file} has no column "${time}" (--time).`);
  }
  const at = timeSql(column);
  const [row] = await engine.rows<[string | null, string | null, string, string, string | null]>(
    `SELECT min(at), max(at), countIf(isNull(at)), minIf(number, isNull(at)),
      argMinIf(word, number, isNull(at))
    FROM (SELECT ${at} AS at, ${ROW_NUMBER} AS number, ${textOf(column)} AS word
      FROM ${relationOf(source, [time])})`,
  );
  const [first, last, broken, number, word] = row ?? [null, null, '0', '0', null];
  if (Number(broken) > 0) {
    throw new ReportInputError(
      `${source.file}, row ${number}, column "${time}": ${JSON.stringify(word ?? '')} is no time.`,
    );
  }
  return { firstMs: Number(first), lastMs: Number(last) };
}

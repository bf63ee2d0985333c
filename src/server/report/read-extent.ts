import type { ReportEngine } from './report-engine.ts';
import { ReportInputError } from './report-input-error.ts';
import { ROW_NUMBER, relationOf, type SourceColumn, type TableSource } from './table-source.ts';
import { isNumberType, textOf } from './value-sql.ts';

export interface Extent {
  readonly firstMs: number;
  readonly lastMs: number;
}

/** ISO 8601 in capitals: a date, and what may follow it. The engine would also guess at other forms,
 *  row by row, and take the 9th of December for the 12th of September. */
const ISO_8601 = [
  '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])',
  '([T ]([01][0-9]|2[0-3]):[0-5][0-9](:([0-5][0-9]|60)([.][0-9]+)?)?',
  '(Z|[+-](0[0-9]|1[0-8])(:?[0-5][0-9])?)?)?$',
].join('');
/** As everywhere in Leeway, times have years of four digits. */
const FIRST_MS = Date.parse('0100-01-01T00:00:00Z');
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');

/** SQL of a row's time in milliseconds since 1970, or NULL: ISO 8601, in UTC unless it says
 *  otherwise, or milliseconds as a number. */
export function timeSql(column: SourceColumn): string {
  return `if((${anyTimeSql(column)} AS time_ms) BETWEEN ${FIRST_MS} AND ${LAST_MS}, time_ms, NULL)`;
}

function anyTimeSql({ sql, type, nullable }: SourceColumn): string {
  if (isNumberType(type)) return `toInt64OrNull(toString(${sql}))`;
  if (/^Date/.test(type)) return `toUnixTimestamp64Milli(toDateTime64(${sql}, 3, 'UTC'))`;
  const word = `upper(trimBoth(${textOf({ name: '', sql, type, nullable })}))`;
  return `multiIf(match(${word}, '^-?[0-9]{5,16}$'), toInt64OrNull(${word}),
    match(${word}, '${ISO_8601}'),
    toUnixTimestamp64Milli(parseDateTime64BestEffortOrNull(${word}, 3, 'UTC')), NULL)`;
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
      `${source.file}, row ${number}, column "${time}": ${JSON.stringify(word ?? '')} is no time. ` +
        'Times are ISO 8601, such as 2026-09-20T00:00:20Z, or milliseconds since 1970.',
    );
  }
  return { firstMs: Number(first), lastMs: Number(last) };
}

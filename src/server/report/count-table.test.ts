import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compiledChild } from '../../testing/engines.ts';
import type { GroupBy } from './count-columns.ts';
import { countTable, type TableColumn } from './count-table.ts';
import { openTable } from './open-table.ts';
import { openReportEngine, type ReportEngine } from './report-engine.ts';
import type { TableSource } from './table-source.ts';
import { valueSql } from './value-sql.ts';

/** More values than are listed by name. */
const VALUES = 25_000;

let engine: ReportEngine;
let source: TableSource;

beforeAll(async () => {
  engine = await openReportEngine({ childEntry: compiledChild() });
  const path = join(engine.directory, 'texts.parquet');
  await engine.command(`INSERT INTO FUNCTION file('${path}', Parquet) SELECT
    [NULL, '', ' ', 'sea', 'air'][number % 5 + 1] AS way,
    if(number % 10 = 0, '', toString(number % ${VALUES})) AS id,
    ['true', 'false', 'maybe', ''][number % 4 + 1] AS held,
    if(number % 2 = 0, 'even', 'odd') AS half,
    ['', unhex('E9'), unhex('E8'), 'e'][number % 4 + 1] AS accent
    FROM numbers(${2 * VALUES})`);
  source = await openTable(engine, { path, format: 'parquet', gzip: false }, 'reference');
});

afterAll(async () => {
  await engine.close();
});

function listed(name: string, kind: 'categorical' | 'boolean'): TableColumn {
  const column = source.columns.find((one) => one.name === name);
  if (column === undefined) throw new Error(`There is no ${name}.`);
  return { name, sql: valueSql(kind, column), isListed: true, binning: null, middle: 0 };
}

const countMissing = async (columns: readonly TableColumn[], groupBy: GroupBy | null = null) => {
  const { columns: counted } = await countTable(engine, source, columns, groupBy);
  return Object.fromEntries(
    [...counted].map(([group, counts]) => [
      group,
      Object.fromEntries(
        [...counts].map(([name, { rows, missing }]) => [
          name,
          [rows, missing.null, missing.mismatched],
        ]),
      ),
    ]),
  );
};

describe('countTable', () => {
  it('counts what has no value from a list of all values', async () => {
    expect(await countMissing([listed('way', 'categorical')])).toEqual({
      '': { way: [50_000, 30_000, 0] },
    });
  });

  it('counts it from the rows where the list is cut', async () => {
    const columns = [listed('way', 'categorical'), listed('id', 'categorical')];
    expect(await countMissing(columns)).toEqual({
      '': { way: [50_000, 30_000, 0], id: [50_000, 5_000, 0] },
    });
  });

  it('tells words that are no truth value from none', async () => {
    const columns = [listed('held', 'boolean'), listed('way', 'categorical')];
    expect(await countMissing(columns)).toEqual({
      '': { held: [50_000, 12_500, 12_500], way: [50_000, 30_000, 0] },
    });
  });

  it('takes texts that are no UTF-8 for texts', async () => {
    const { columns, categories } = await countTable(engine, source, [
      listed('accent', 'categorical'),
    ]);
    expect(columns.get('')?.get('accent')?.missing.null).toBe(12_500);
    expect([...(categories.get('')?.get('accent') ?? [])].sort()).toEqual([
      ['e', 12_500],
      ['\uFFFD', 25_000],
    ]);
  });

  it('counts each group by its own rows', async () => {
    const half = source.columns.find(({ name }) => name === 'half');
    const columns = [listed('id', 'categorical'), listed('way', 'categorical')];
    const groupBy = { column: 'half', sql: half?.sql ?? '' };
    expect(await countMissing(columns, groupBy)).toEqual({
      even: { id: [25_000, 5_000, 0], way: [25_000, 15_000, 0] },
      odd: { id: [25_000, 0, 0], way: [25_000, 15_000, 0] },
    });
  });
});

import { parse } from 'csv-parse/sync';
import { parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import type { Table } from './table.ts';
import { writeCsv } from './write-csv.ts';
import { writeParquet } from './write-parquet.ts';

const table: Table = {
  columns: [
    { name: 'segment', type: 'text' },
    { name: 'value', type: 'number' },
    { name: 'rows', type: 'integer' },
    { name: 'quiet', type: 'flag' },
    { name: 'at', type: 'time' },
    { name: 'bins', type: 'json' },
  ],
  rows: [
    {
      segment: 'a, "b"\nc',
      value: -0.5,
      rows: 5_000_000_000,
      quiet: true,
      at: '2026-01-05T00:00:00.000Z',
      bins: [{ from: null, to: 1, weight: 2 }],
    },
    { segment: '=cmd()', value: null, rows: 0, quiet: false, at: null, bins: [] },
  ],
};

describe('CSV', () => {
  it('is read back as it was, quotes, commas and line ends included', () => {
    const rows = parse(writeCsv(table), { columns: true }) as Record<string, string>[];
    expect(rows[0]).toEqual({
      segment: 'a, "b"\nc',
      value: '-0.5',
      rows: '5000000000',
      quiet: 'true',
      at: '2026-01-05T00:00:00.000Z',
      bins: '[{"from":null,"to":1,"weight":2}]',
    });
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])(
    'keeps a spreadsheet from calculating %j',
    (segment) => {
      const columns = [{ name: 'segment', type: 'text' as const }];
      const [row] = parse(writeCsv({ columns, rows: [{ segment }] }), { columns: true }) as {
        segment: string;
      }[];
      expect(row?.segment).toBe(`'${segment}`);
    },
  );

  it('leaves negative numbers numbers and writes nothing as nothing', () => {
    expect(writeCsv(table).split('\r\n')[2]).toBe("'=cmd(),,0,false,,[]");
  });

  it('has its header where there is no row', () => {
    expect(writeCsv({ ...table, rows: [] })).toBe('segment,value,rows,quiet,at,bins\r\n');
  });
});

describe('Parquet', () => {
  it('keeps types: numbers, whole numbers beyond 32 bits, flags, times and nested values', async () => {
    const bytes = writeParquet(table);
    const rows = await parquetReadObjects({ file: bytes.buffer as ArrayBuffer });
    expect(rows).toEqual([
      {
        segment: 'a, "b"\nc',
        value: -0.5,
        rows: 5_000_000_000n,
        quiet: true,
        at: new Date('2026-01-05T00:00:00Z'),
        bins: [{ from: null, to: 1, weight: 2 }],
      },
      { segment: '=cmd()', value: null, rows: 0n, quiet: false, at: null, bins: [] },
    ]);
  });

  it('is a file where there is no row', async () => {
    const bytes = writeParquet({ ...table, rows: [] });
    expect(await parquetReadObjects({ file: bytes.buffer as ArrayBuffer })).toEqual([]);
  });
});

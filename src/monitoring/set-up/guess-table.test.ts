import { describe, expect, test } from 'vitest';
import { guessTable } from './guess-table.ts';
import type { ColumnRole } from './table-guess.ts';

const ROWS = 400;
const START_MS = Date.UTC(2026, 0, 1);
const HOUR_MS = 3_600_000;

type Cells = Readonly<Record<string, (row: number) => unknown>>;
const tableOf = (cells: Cells, rows = ROWS) =>
  Array.from({ length: rows }, (_, row) =>
    Object.fromEntries(Object.entries(cells).map(([name, cell]) => [name, cell(row)])),
  );
const TIME = { time: (row: number) => new Date(START_MS + row * HOUR_MS).toISOString() };
const rolesOf = (cells: Cells): Record<string, ColumnRole> =>
  Object.fromEntries(guessTable(tableOf(cells)).columns.map(({ name, role }) => [name, role]));

describe('roles', () => {
  test('are those that a table of a classifier has, with a reason each', () => {
    const guess = guessTable(
      tableOf({
        ...TIME,
        customer: (row) => `c${row}`,
        plan: (row) => ['basic', 'family', 'pro'][row % 3],
        charge: (row) => String(10 + (row % 97) / 4),
        score: (row) => String((row % 100) / 100),
        decision: (row) => (row % 100 > 50 ? 'leaves' : 'stays'),
        left: (row) => (row % 7 > 3 ? 'leaves' : 'stays'),
        note: () => '',
      }),
    );
    expect(Object.fromEntries(guess.columns.map(({ name, role }) => [name, role]))).toEqual({
      time: 'time',
      customer: 'predictionId',
      plan: 'segment',
      charge: 'feature',
      score: 'score',
      decision: 'decision',
      left: 'label',
      note: 'ignore',
    });
    for (const column of guess.columns) expect(column.roleReason).not.toBe('');
    expect(guess.output).toMatchObject({
      task: 'binary',
      classes: ['stays', 'leaves'],
      positiveClass: 'leaves',
    });
  });

  test.each<[string, Cells, Record<string, ColumnRole>]>([
    [
      'a regression by numbers under the name of a prediction',
      { ...TIME, prediction: (row) => 100 + row / 3, actual: (row) => 99 + row / 2 },
      { time: 'time', prediction: 'value', actual: 'label' },
    ],
    [
      'fractions under the name of a prediction are a score',
      { ...TIME, y_pred: (row) => (row % 90) / 97, y_true: (row) => row % 2 },
      { time: 'time', y_pred: 'score', y_true: 'label' },
    ],
    [
      'milliseconds since 1970 are moments where the name says so, else numbers',
      { ts: (row) => START_MS + row * HOUR_MS, big: (row) => START_MS + ((row * 37) % 50) },
      { ts: 'time', big: 'feature' },
    ],
    [
      'the time of the label is not the time of the prediction',
      {
        labelled_at: (row) => new Date(START_MS + row * HOUR_MS).toISOString(),
        scored_at: (row) => new Date(START_MS + row * HOUR_MS).toISOString(),
      },
      { labelled_at: 'ignore', scored_at: 'time' },
    ],
    [
      'of several ids the one that is named like it, the others name rows too',
      { ...TIME, user: (row) => `u${row}`, prediction_id: (row) => `p${row}` },
      { time: 'time', user: 'ignore', prediction_id: 'predictionId' },
    ],
    [
      'the index that a data frame was exported with is nothing',
      { 'Unnamed: 0': (row) => row, ...TIME, x: (row) => (row % 13) / 7 },
      { 'Unnamed: 0': 'ignore', time: 'time', x: 'feature' },
    ],
    [
      'the weight of a parcel is a feature, a sample weight is none',
      { ...TIME, weight: (row) => 1 + (row % 9), sample_weight: (row) => 1 + (row % 3) },
      { time: 'time', weight: 'feature', sample_weight: 'weight' },
    ],
  ])('%s', (_, cells, expected) => {
    expect(rolesOf(cells)).toEqual(expected);
  });
});

describe('the answer', () => {
  const outputOf = (cells: Cells) => guessTable(tableOf(cells)).output;

  test('is nothing where no column is one', () => {
    expect(outputOf({ ...TIME, x: (row) => row % 7 })).toBeNull();
  });

  test('has the positive class whose scores are higher, whatever its name', () => {
    const score = (row: number) => (row % 100) / 100;
    const decision = (row: number) => (row % 100 < 30 ? 'yes' : 'no');
    expect(outputOf({ score, decision })).toMatchObject({ positiveClass: 'no' });
  });

  test('has many classes, or is a number', () => {
    expect(outputOf({ prediction: (row) => `c${row % 5}` })).toMatchObject({
      task: 'multiclass',
      classes: ['c0', 'c1', 'c2', 'c3', 'c4'],
    });
    expect(outputOf({ prediction: (row) => row * 1.7 })).toMatchObject({ task: 'regression' });
  });

  test('knows a class that was never chosen from the truth', () => {
    const output = outputOf({
      prediction: (row) => (row % 2 ? 'a' : 'b'),
      label: (row) => ['a', 'b', 'c'][row % 3],
    });
    expect(output).toMatchObject({ task: 'multiclass', classes: ['a', 'b', 'c'] });
  });
});

describe('the split', () => {
  test('is the start of a day that leaves enough rows on both sides', () => {
    const { columns } = guessTable(tableOf({ ...TIME, x: (row) => row % 5 }));
    const { time } = columns[0] ?? {};
    expect(time?.splitMs).toBe(Date.UTC(2026, 0, 11));
    expect(time?.firstMs).toBe(START_MS);
  });

  test('is some moment between where all rows are of one hour', () => {
    const { columns } = guessTable(
      tableOf({ time: (row) => new Date(START_MS + row * 1_000).toISOString() }),
    );
    const split = columns[0]?.time?.splitMs ?? 0;
    expect(split).toBeGreaterThan(START_MS);
    expect(split).toBeLessThan(START_MS + ROWS * 1_000);
  });

  test('is not there where a tenth of the values is no time', () => {
    const { columns } = guessTable(
      tableOf({ time: (row) => (row % 10 ? TIME.time(row) : 'soon'), x: () => 1 }),
    );
    expect(columns[0]?.time).toBeNull();
  });
});

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
const share = (row: number) => (row % 100) / 103;
const flagged = (row: number) => row % 100 > 80;
const late = (row: number) => row % 100 > 75 && row % 7 > 1;
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
      'the chance of an event is a score, and what was flagged a decision',
      { ...TIME, p_value: share, p_late: share, isFlagged: flagged, 'Was Late': late },
      {
        time: 'time',
        p_value: 'feature',
        p_late: 'score',
        isFlagged: 'decision',
        'Was Late': 'label',
      },
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

describe('the truth', () => {
  const score = (row: number) => String((row % 100) / 100);
  const decision = (row: number) => (row % 100 > 80 ? '1' : '0');
  // Right in most rows, as the truth of a model of some use is.
  const cameTrue = (row: number) => (row % 100 > 75 && row % 7 > 1 ? '1' : '0');
  const flag = (row: number) => (row % 5 ? '0' : '1');

  test.each([
    ...['is_fraud', 'fraud', 'fraud_flag', 'churn', 'Churned', 'defaulted', 'has_churned'],
    ...['default_payment_next_month', 'Survived', 'repaid', 'confirmed_fraud', 'class'],
  ])('is %s of 0 and 1, not one of the inputs', (name) => {
    expect(rolesOf({ is_weekend: flag, [name]: cameTrue, score, decision })).toEqual({
      is_weekend: 'feature',
      [name]: 'label',
      score: 'score',
      decision: 'decision',
    });
  });

  test.each([
    ...['is_weekend', 'has_partner', 'SeniorCitizen', 'default_payment_method', 'fraud_history'],
    ...['n_chargeback', 'previous_default', 'class_size', 'PhoneService'],
  ])('is not %s, even beside a decision of the same values', (name) => {
    expect(rolesOf({ [name]: flag, score, decision })[name]).toBe('feature');
    expect(rolesOf({ [name]: flag, decision: (row) => decision(row) })[name]).toBe('feature');
  });

  test('is a column of an unknown name that mostly says what the decision says', () => {
    expect(rolesOf({ other: flag, score, decision, x17: cameTrue })).toMatchObject({
      other: 'feature',
      x17: 'label',
    });
    const words = (one: (row: number) => string) => (row: number) =>
      one(row) === '1' ? 'Yes' : 'No';
    expect(
      rolesOf({ Partner: words(flag), decision: words(decision), Outcome7: words(cameTrue) }),
    ).toMatchObject({ Partner: 'segment', Outcome7: 'label' });
  });

  test('whose values the decision does not have is held against the score alone', () => {
    const { columns, output } = guessTable(
      tableOf({
        score,
        decision: (row) => (row % 100 > 80 ? 'block' : 'allow'),
        is_fraud: cameTrue,
      }),
    );
    expect(columns.map(({ role }) => role)).toEqual(['score', 'feature', 'label']);
    expect(columns[1]?.roleReason).toContain(
      'allow, block cannot be held against the 0, 1 of is_fraud',
    );
    expect(output).toMatchObject({ task: 'binary', classes: ['0', '1'], positiveClass: '1' });
  });

  test('that is not there is missed in so many words', () => {
    expect(guessTable(tableOf({ score, decision })).output?.reason).toContain(
      'no column was taken for the truth',
    );
    expect(guessTable(tableOf({ score, decision, label: cameTrue })).output?.reason).not.toContain(
      'no column',
    );
  });
});

test('whole numbers written as text are codes as features, and numbers in every other role', () => {
  const guess = guessTable(
    tableOf({
      tenure: (row) => row % 60,
      zip: (row) => ['94110', '94112', '10001'][row % 3],
      latency_ms: (row) => String(20 + (row % 40)),
      prediction: (row) => String(100 + ((row * 7) % 300)),
      actual: (row) => String(100 + ((row * 11) % 300)),
    }),
  );
  expect(guess.columns.map(({ name, role, kind }) => [name, role, kind])).toEqual([
    ['tenure', 'feature', 'numeric'],
    ['zip', 'feature', 'categorical'],
    ['latency_ms', 'latency', 'numeric'],
    ['prediction', 'value', 'numeric'],
    ['actual', 'label', 'numeric'],
  ]);
  expect(guess.output?.task).toBe('regression');
});

describe('values that are nearly something', () => {
  const columnOf = (name: string, cell: (row: number) => unknown) =>
    guessTable(tableOf({ [name]: cell, x: (row) => row % 7 })).columns[0];
  const dayOf = (row: number) => new Date(START_MS + row * HOUR_MS);

  test.each<[string, (row: number) => unknown, RegExp]>([
    ['event_time', (row) => String(START_MS / 1_000 + row), /1767225600 looks like seconds since/],
    [
      'event_time',
      (row) => `${(row % 28) + 1}/01/2026`,
      /dates .* not read, such as "1\/01\/2026"/,
    ],
    ['day', (row) => `${dayOf(row).toUTCString()}`, /dates in a form that is not read/],
    ['date', (row) => 20260101 + (row % 28), /looks like days in a form that is not read/],
    [
      'amount',
      (row) => (row % 50 ? String(row * 1.37) : 'abc'),
      /8 of 400 values are not numbers, such as "abc", but all others are/,
    ],
  ])('%s is left out, with an example of what is wrong', (name, cell, reason) => {
    expect(columnOf(name, cell)).toMatchObject({
      role: 'ignore',
      roleReason: expect.stringMatching(reason),
    });
  });

  test('of a column that is compared in words, the broken numbers are the reason', () => {
    expect(columnOf('size', (row) => (row % 50 ? String(row % 9) : 'abc'))).toMatchObject({
      kind: 'categorical',
      kindReason: expect.stringContaining('8 of 400 values are not numbers, such as "abc"'),
    });
  });

  test('large numbers are no seconds where the name does not say so', () => {
    expect(columnOf('phone', (row) => 1_700_000_000 + ((row * 37) % 50))?.role).toBe('feature');
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

import { describe, expect, it } from 'vitest';
import {
  REFERENCE_NOTE,
  readReferenceCsv,
  referencePresent,
} from '../../testing/read-reference.ts';
import { type InferredColumn, inferColumns } from './infer-columns.ts';

/** The only column, from its values in 100 rows, repeated as often as needed. */
function infer(values: readonly unknown[], name = 'x'): InferredColumn | undefined {
  const rows = Array.from({ length: 100 }, (_, i) => ({ [name]: values[i % values.length] }));
  return inferColumns(rows)[0];
}

const numbered = (prefix: string) => Array.from({ length: 100 }, (_, i) => `${prefix}${i}`);

describe('the kind of a column', () => {
  it.each([
    ['numbers', [1.5, 2, -3], 'numeric'],
    ['numbers written in strings', ['1.5', '2e3', '-.5', ' 7 '], 'numeric'],
    ['integers of which few differ', ['0', '1'], 'numeric'],
    ['big integers of a Parquet file', [1n, 2n], 'numeric'],
    ['numbers among words for missing', ['1', 'NA', '2', '?'], 'numeric'],
    ['codes with leading zeros', ['01067', '10115'], 'categorical'],
    [
      'whole numbers with more digits than a double keeps',
      ['9007199254740993', '1'],
      'categorical',
    ],
    ['true and false', [true, false], 'boolean'],
    ['true and false in any case', ['True', 'false'], 'boolean'],
    ['yes and no', ['yes', 'no'], 'categorical'],
    ['words', ['red', 'blue'], 'categorical'],
    ['words and many numbers', ['red', '1', '2'], 'categorical'],
    ['percentages', ['10%', '20%'], 'categorical'],
    ['days', ['2001-04-01', '2001-04-02'], 'text'],
    ['times', ['2001-04-01T10:00:00Z', '2001-04-01 10:00:00.5'], 'text'],
    ['dates of a Parquet file', [new Date(0)], 'text'],
    [
      'long strings that hardly repeat',
      numbered('a rather long sentence, and every one is new: '),
      'text',
    ],
    [
      'long strings that repeat',
      ['the first of two rather long sentences', 'and here the second of them'],
      'categorical',
    ],
    [
      'vectors of one length',
      [
        [1, 2],
        [3, 4],
      ],
      'embedding',
    ],
    ['vectors in typed arrays', [new Float32Array(3)], 'embedding'],
    ['lists of different lengths', [[1], [1, 2]], 'text'],
    ['lists of words', [['a']], 'text'],
    ['nested objects', [{ a: 1 }], 'text'],
    ['nothing', [null, '', undefined, Number.NaN], 'text'],
  ])('of %s', (_, values, kind) => {
    expect(infer(values)?.kind).toBe(kind);
  });

  it('stays numeric with one broken value in a hundred, and says which', () => {
    const values = Array.from({ length: 100 }, (_, i) => (i === 50 ? 'broken' : String(i / 2)));
    expect(infer(values)).toMatchObject({
      kind: 'numeric',
      range: [0, 49.5],
      note: '1 of 100 values are not numbers, such as "broken"',
    });
    expect(infer([...values.slice(0, 20), 'broken'])?.kind).toBe('categorical');
  });

  it('of an infinite number, or one beyond all doubles, is not decided by it', () => {
    expect(infer([1, Number.POSITIVE_INFINITY])).toMatchObject({ range: [1, 1], nullable: true });
    expect(infer(['1e999', 'a'])?.kind).toBe('categorical');
  });
});

describe('numbers written as text', () => {
  const beside = (values: readonly unknown[], other: unknown) =>
    inferColumns(values.map((x) => ({ x, other })))[0];

  it.each([
    ['where everything is', '1', 'numeric', ''],
    ['beside numbers', 1, 'categorical', 'taken as codes'],
    ['beside integers of a Parquet file', 1n, 'categorical', 'taken as codes'],
    ['beside true and false', true, 'categorical', 'taken as codes'],
    ['beside nothing', null, 'numeric', ''],
  ])('%s: whole ones', (_, other, kind, note) => {
    const column = beside(['94110', '94112', '94110'], other);
    const feature = column?.asFeature ?? column;
    expect(column?.kind).toBe('numeric');
    expect(feature?.kind).toBe(kind);
    expect(feature?.note).toContain(note);
    if (kind === 'categorical') expect(feature?.categories).toEqual(['94110', '94112']);
  });

  it('with fractions are numbers, and it is said what predictions have to send', () => {
    expect(beside(['29.85', '56.95', '108'], 1)).toMatchObject({
      kind: 'numeric',
      note: expect.stringContaining('predictions must send numbers'),
    });
  });

  it('among numbers are numbers', () => {
    expect(beside([1, '2', 3], 1)).toMatchObject({ kind: 'numeric', note: '' });
  });
});

describe('an inferred column', () => {
  it('lists categories by frequency, trues and falses in lower case', () => {
    expect(infer(['b', 'a', 'b', 'c'])?.categories).toEqual(['b', 'a', 'c']);
    expect(infer(['True', 'TRUE', 'False'])?.categories).toEqual(['true', 'false']);
    expect(infer([1, 2])?.categories).toBeUndefined();
  });

  it('may be null if one row is without it, by whatever sign', () => {
    for (const missing of [null, undefined, '', '  ', Number.NaN]) {
      expect(infer(['a', missing])?.nullable).toBe(true);
    }
    expect(infer(['1', 'NA'])?.nullable).toBe(true);
    expect(infer(['a', 'NA'])?.nullable).toBe(false);
    expect(inferColumns([{ a: 1 }, { a: 1, b: 2 }]).map((column) => column.nullable)).toEqual([
      false,
      true,
    ]);
  });

  it('counts distinct values by rows with a value', () => {
    expect(infer(['a', 'b', null, null])?.distinctRatio).toBe(2 / 50);
    expect(infer([null])?.distinctRatio).toBe(0);
  });

  it('keeps any name and the order of first appearance', () => {
    const row = JSON.parse('{"__proto__": 1, "constructor": "a", "": true}');
    expect(inferColumns([row]).map((column) => column.name)).toEqual([
      '__proto__',
      'constructor',
      '',
    ]);
    expect(inferColumns([])).toEqual([]);
  });
});

describe('an identifier', () => {
  it.each([
    ['words that all differ', numbered('order-'), 'x', true],
    ['long keys', numbered('0123456789abcdef0123456789abcdef'), 'x', true],
    ['words of which a quarter differ', numbered('o').slice(0, 25), 'x', false],
    ['a serial number', Array.from({ length: 100 }, (_, i) => 1000 + i), 'x', true],
    ['a price in cents', Array.from({ length: 100 }, (_, i) => i * i * 37), 'x', false],
    [
      'numbers of customers, by their name',
      Array.from({ length: 100 }, (_, i) => i * i * 37),
      'customer_id',
      true,
    ],
    [
      'the same in camel case',
      Array.from({ length: 100 }, (_, i) => i * i * 37),
      'customerId',
      true,
    ],
    [
      'a name that only ends alike',
      Array.from({ length: 100 }, (_, i) => i * i * 37),
      'paid',
      false,
    ],
    ['an id of which few differ', [1, 2, 3], 'shop_id', false],
    ['fractions', Array.from({ length: 100 }, (_, i) => i + 0.5), 'id', false],
    ['dates', Array.from({ length: 100 }, (_, i) => new Date(i)), 'x', false],
  ])('is found, or not, in %s', (_, values, name, identifier) => {
    expect(infer(values, name)?.identifier).toBe(identifier);
  });

  it('in words is text, for which nothing is compared, and lists no categories', () => {
    const column = infer(numbered('order-'));
    expect(column).toMatchObject({ kind: 'text', note: /identifier/ });
    expect(column?.categories).toBeUndefined();
  });

  it('is judged in few rows only by its name or shape', () => {
    const rows = (name: string, values: string[]) =>
      inferColumns(values.map((value) => ({ [name]: value })))[0]?.identifier;
    expect(rows('city', ['Rome', 'Oslo'])).toBe(false);
    expect(rows('order_id', ['r1', 'r2'])).toBe(true);
    expect(
      rows('ref', ['018f3b1e-0000-7000-8000-000000000001', '018f3b1e-0000-7000-8000-000000000002']),
    ).toBe(true);
  });

  it('is also a column of more than 10,000 different words in far more rows', () => {
    const sample = (distinct: number) =>
      inferColumns(Array.from({ length: 24_000 }, (_, i) => ({ x: `w${i % distinct}` })))[0];
    expect(sample(10_001)?.identifier).toBe(true);
    expect(sample(10_000)?.identifier).toBe(false);
  });
});

describe.skipIf(!referencePresent)(`columns of real files${REFERENCE_NOTE}`, () => {
  const summarise = (path: string) =>
    Object.fromEntries(
      inferColumns(readReferenceCsv(path)).map(({ name, kind, nullable, identifier }) => [
        name,
        `${kind}${nullable ? ', nullable' : ''}${identifier ? ', identifier' : ''}`,
      ]),
    );

  it('census', () => {
    expect(summarise('data/tabular/adult.csv.gz')).toEqual({
      age: 'numeric',
      workclass: 'categorical, nullable',
      fnlwgt: 'numeric',
      education: 'categorical',
      'education-num': 'numeric',
      'marital-status': 'categorical',
      occupation: 'categorical, nullable',
      relationship: 'categorical',
      race: 'categorical',
      sex: 'categorical',
      'capital-gain': 'numeric',
      'capital-loss': 'numeric',
      'hours-per-week': 'numeric',
      'native-country': 'categorical, nullable',
      class: 'categorical',
    });
  });

  it('rented bicycles by hour', () => {
    const { instant, dteday, ...others } = summarise('data/tabular/bike_sharing_hour.csv');
    expect(instant).toBe('numeric, identifier');
    expect(dteday).toBe('text');
    expect(Object.keys(others)).toHaveLength(15);
    expect(new Set(Object.values(others))).toEqual(new Set(['numeric']));
  });

  it('customers of a telephone company', () => {
    const columns = summarise('data/tabular/telco_customer_churn.csv');
    expect(columns).toMatchObject({
      customerID: 'text, identifier',
      SeniorCitizen: 'numeric',
      Partner: 'categorical',
      tenure: 'numeric',
      MonthlyCharges: 'numeric',
      // Eleven new customers have a blank here.
      TotalCharges: 'numeric, nullable',
      Contract: 'categorical',
    });
    expect(Object.values(columns).filter((kind) => kind === 'categorical')).toHaveLength(16);
  });

  it('car loans', () => {
    expect(summarise('data/nannyml/synthetic_car_loan_reference.csv.gz')).toEqual({
      car_value: 'numeric',
      salary_range: 'categorical',
      debt_to_income_ratio: 'numeric',
      loan_length: 'numeric',
      repaid_loan_on_prev_car: 'boolean',
      size_of_downpayment: 'categorical',
      driver_tenure: 'numeric',
      repaid: 'numeric',
      timestamp: 'text',
      y_pred_proba: 'numeric',
      y_pred: 'numeric',
    });
  });

  it('passengers of the Titanic', () => {
    expect(summarise('data/nannyml/titanic_reference.csv')).toMatchObject({
      PassengerId: 'numeric, identifier',
      Name: 'text, identifier',
      Ticket: 'text, identifier',
      Pclass: 'numeric',
      Sex: 'categorical',
      Age: 'numeric, nullable',
      Embarked: 'categorical, nullable',
    });
  });
});

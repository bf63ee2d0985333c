import { describe, expect, it } from 'vitest';
import type {
  ColumnProfile,
  MissingCounts,
  OutcomeProfile,
  WindowProfile,
} from '../../metrics/profile.ts';
import { createRandom } from '../../stats/random.ts';
import { momentsOf } from '../../stats/summary/moments.ts';
import type { CheckResult } from '../alert/alert.ts';
import { buildNumericGrid } from '../baseline/build-grid.ts';
import type { Compared } from '../monitor/measure-checks.ts';
import { diagnose } from './diagnose.ts';

const NO_MISSING: MissingCounts = { absent: 0, null: 0, nan: 0, infinite: 0, mismatched: 0 };
const { uniform: random } = createRandom(7);
const draw = (count: number, value: () => number) => Array.from({ length: count }, value);
/** Skewed like distances: many short ones, few long ones, in whole miles. */
const miles = () => Math.round(100 + 2400 * random() ** 3);
const BASE_MILES = draw(20_000, miles);
const GRID = buildNumericGrid(BASE_MILES);

const numeric = (values: readonly number[], missing = 0, column = 'feature:1'): ColumnProfile => {
  const bins = new Array<number>(GRID.edges.length + 1).fill(0);
  for (const value of values) {
    const bin = GRID.edges.filter((edge) => value >= edge).length;
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  const rows = values.length + missing;
  return {
    column,
    grid: GRID,
    rows,
    weight: rows,
    weightSquares: rows,
    missing: { ...NO_MISSING, null: missing },
    numeric: {
      moments: momentsOf(values),
      min: Math.min(...values),
      max: Math.max(...values),
      bins,
    },
  };
};
const categorical = (
  counts: readonly number[],
  unseen: readonly (readonly [string, number])[] = [],
  column = 'feature:2',
): ColumnProfile => {
  const rows = counts.reduce((a, b) => a + b, 0) + unseen.reduce((a, [, b]) => a + b, 0);
  return {
    column,
    grid: { kind: 'categorical', id: 'g', categories: counts.map((_, i) => `c${i}`) },
    rows,
    weight: rows,
    weightSquares: rows,
    missing: NO_MISSING,
    categorical: { counts, unseen, unseenRest: 0 },
  };
};
const outcome = (right: number, wrong: number): OutcomeProfile => ({
  output: 'default',
  rows: right + wrong,
  labelledRows: right + wrong,
  weight: right + wrong,
  weightSquares: right + wrong,
  outcome: {
    task: 'multiclass',
    classes: ['a', 'b'],
    confusion: [
      [right, wrong],
      [0, 0],
    ],
  },
});
const profile = (
  columns: readonly ColumnProfile[],
  outcomes: readonly OutcomeProfile[] = [],
): WindowProfile => ({
  rows: columns[0]?.rows ?? outcomes[0]?.rows ?? 0,
  erroneousRows: 0,
  durationMs: 86_400_000,
  columns: new Map(columns.map((one) => [one.column, one])),
  outcomes: new Map(outcomes.map((one) => [one.output, one])),
});
const compared = (before: ColumnProfile, after: ColumnProfile): Compared => ({
  baseline: profile([before]),
  window: profile([after]),
});

const result = (change: Partial<CheckResult> = {}): CheckResult => ({
  checkId: 'psi',
  metric: 'population_stability_index',
  metricVersion: 1,
  column: 'feature:1',
  segment: '',
  verdict: 'critical',
  value: 0.4,
  warning: 0.1,
  critical: 0.25,
  n: 500,
  m: 20_000,
  reason: null,
  ...change,
});
const names = new Map([
  ['feature:1', 'distance'],
  ['feature:2', 'carrier'],
]);
const explain = (
  whole: Compared,
  segments: Record<string, Compared> = {},
  change: Partial<CheckResult> = {},
) => {
  const found = diagnose(
    result(change),
    {},
    { ...whole, segments: new Map(Object.entries(segments)) },
    names,
  );
  if (found === null) throw new Error('no diagnosis');
  return found;
};
const before = numeric(BASE_MILES);

describe('the kind of cause', () => {
  it('values in kilometres are a change of unit, and named', () => {
    const after = numeric(draw(400, miles).map((one) => one * 1.609344));
    const { cause, column, sentence } = explain(compared(before, after));
    expect(cause).toMatchObject({ kind: 'scale_change', segment: '' });
    expect(cause?.factor).toBeCloseTo(1.609344, 5);
    const { mean } = column?.numeric ?? {};
    expect((mean?.after ?? 0) / (mean?.before ?? 1)).toBeCloseTo(1.6, 0);
    expect(sentence).toMatch(/^Of distance, the mean went from \d+ to 1,\d+, the median from/);
    expect(sentence).toContain('Likely a change of unit or scale: divided by 1.61');
    expect(sentence).toContain('miles given in kilometres');
  });

  it.each([
    ['a factor that nobody knows', 3, 3],
    ['metres for kilometres', 1000, 1000],
    ['a smaller unit', 1 / 1.609344, 1 / 1.609344],
  ])('%s', (_, factor, expected) => {
    const after = numeric(draw(2000, miles).map((one) => one * factor));
    const { cause } = explain(compared(before, after));
    expect(cause?.kind).toBe('scale_change');
    expect((cause?.factor ?? 0) / expected).toBeGreaterThan(0.95);
    expect((cause?.factor ?? 0) / expected).toBeLessThan(1.05);
  });

  it('growth that a known factor fits clearly worse is not named after it', () => {
    const after = numeric(draw(5_000, miles).map((one) => one * 1.75));
    const { cause, sentence } = explain(compared(before, after));
    expect(cause?.factor).toBeCloseTo(1.75, 1);
    expect(sentence).not.toContain('miles');
  });

  it.each([
    ['everything moved up by as much', (one: number) => one + 700],
    ['only the long ones got longer', (one: number) => (one > 300 ? one * 2 : one)],
  ])('%s is no change of unit', (_, change) => {
    const after = numeric(draw(2000, miles).map(change));
    expect(explain(compared(before, after)).cause?.kind).toBe('shift');
  });

  it('a change of unit is found among many rows of a day that differs a little', () => {
    const longer = () => (random() < 0.05 ? 2200 : miles());
    const after = numeric(draw(30_000, longer).map((one) => one * 1.609344));
    const { cause } = explain(compared(before, after));
    expect(cause).toMatchObject({ kind: 'scale_change', factor: 1.609344 });
  });

  it('a third without values is missing data, and why', () => {
    const after = numeric(draw(400, miles), 170);
    const { cause, column, sentence } = explain(compared(before, after));
    expect(cause?.kind).toBe('missing_data');
    expect(column?.missing).toEqual({ before: 0, after: 170 / 570 });
    expect(sentence).toContain('missing values went from 0 % to 29.8 %');
    expect(sentence).toContain('29.8 % of the values are missing (mostly null), against 0 %');
  });

  it('values that were never seen are a new category', () => {
    const old = categorical([500, 300, 200]);
    const { cause, column, sentence } = explain(
      compared(old, categorical([450, 270, 180], [['XX', 100]])),
      {},
      { column: 'feature:2' },
    );
    expect(cause?.kind).toBe('new_category');
    expect(column?.unseen).toEqual({ before: 0, after: 0.1 });
    expect(column?.categories[0]).toEqual({ category: 'XX', before: 0, after: 0.1 });
    expect(sentence).toContain('"XX" went from 0 % to 10 %');
  });

  it('names no value that few rows have', () => {
    const { column } = explain(
      compared(categorical([500, 300]), categorical([500, 300], [['ada@example.org', 19]])),
      {},
      { column: 'feature:2' },
    );
    expect(column?.categories.map((one) => one.category)).not.toContain('ada@example.org');
  });

  it('segments that grew, with the same values in each, are a shift of the mix', () => {
    const [x, y] = [categorical([900, 100]), categorical([100, 900])];
    const whole = compared(categorical([1000, 1000]), categorical([1620, 1180]));
    const { cause } = explain(
      whole,
      {
        'origin=X': compared(x, categorical([1573, 175])),
        'origin=Y': compared(y, categorical([105, 947])),
      },
      { column: 'feature:2' },
    );
    expect(cause?.kind).toBe('shift_of_mix');
  });

  it('other values within a segment are not', () => {
    const old = categorical([500, 500]);
    const { cause, segments } = explain(
      compared(categorical([1000, 1000]), categorical([1300, 700])),
      {
        'origin=X': compared(old, categorical([800, 200])),
        'origin=Y': compared(old, categorical([500, 500])),
      },
      { column: 'feature:2' },
    );
    expect(cause).toMatchObject({ kind: 'shift', segment: 'origin=X' });
    expect(segments[0]).toMatchObject({ segment: 'origin=X', part: 1 });
  });

  it('worse answers to the same inputs are a shift of the relation', () => {
    const same = numeric(draw(1000, miles));
    const whole: Compared = {
      baseline: profile([before], [outcome(900, 100)]),
      window: profile([same], [outcome(700, 300)]),
    };
    const about = { metric: 'accuracy', column: null, checkId: 'accuracy', value: 0.7 };
    const { cause, value, sentence } = explain(whole, {}, about);
    expect(cause?.kind).toBe('relation_shift');
    expect(value).toEqual({ before: 0.9, after: 0.7 });
    expect(sentence).toContain('It went from 90 % to 70 %.');
    const moved = { ...whole, window: profile([numeric(draw(1000, () => 2000))], [outcome(7, 3)]) };
    expect(explain(moved, {}, about).cause).toMatchObject({
      kind: 'shift_of_inputs',
      because: 'inputs moved too: distance',
    });
    const blind = { baseline: profile([], [outcome(9, 1)]), window: profile([], [outcome(7, 3)]) };
    expect(explain(blind, {}, about).cause).toBeNull();
  });
});

describe('where', () => {
  it('a fault in one of many segments is found there, with its kind', () => {
    const airports = ['ATL', 'BOS', 'DEN', 'ORD'];
    const parts = airports.map((airport) => {
      const values = draw(300, miles);
      const faulty = airport === 'DEN' ? values.map((one) => one * 1.609344) : values;
      return { airport, old: draw(5000, miles), now: faulty };
    });
    const whole = compared(
      numeric(parts.flatMap((one) => one.old)),
      numeric(parts.flatMap((one) => one.now)),
    );
    const segments = Object.fromEntries(
      parts.map((one) => [`origin=${one.airport}`, compared(numeric(one.old), numeric(one.now))]),
    );
    const { cause, segments: ranked, sentence } = explain(whole, segments);
    expect(ranked[0]?.segment).toBe('origin=DEN');
    expect(ranked[0]?.part).toBeGreaterThan(0.5);
    expect(cause).toMatchObject({ kind: 'scale_change', segment: 'origin=DEN' });
    expect(sentence).toContain('Likely a change of unit or scale in origin=DEN');
    const sum = ranked.reduce((all, { part }) => all + part, 0);
    expect(sum).toBeCloseTo(1, 9);
    const inDenver = explain(whole, segments, { segment: 'origin=DEN' });
    expect(inDenver.segments).toEqual([]);
    expect(inDenver.cause).toMatchObject({ kind: 'scale_change', segment: 'origin=DEN' });
  });

  it('a fault is found by the dimension that says most of it, watched or not', () => {
    const airports = ['ATL', 'BOS', 'DEN', 'ORD'].map((airport) => {
      const values = draw(300, miles);
      const now = airport === 'DEN' ? values.map((one) => one * 1.609344) : values;
      return { airport, old: draw(5000, miles), now };
    });
    const of = (...chosen: readonly string[]): Compared => {
      const own = airports.filter(({ airport }) => chosen.includes(airport));
      const [old, now] = [own.flatMap((one) => one.old), own.flatMap((one) => one.now)];
      return compared(numeric(old), numeric(now));
    };
    const regions = new Map([
      ['region=East', of('ATL', 'BOS')],
      ['region=West', of('DEN', 'ORD')],
    ]);
    const origins = new Map(
      airports.map(({ airport }) => [`origin=${airport}`, of(airport)] as const),
    );
    const topBy = (watched: typeof regions, others: ReadonlyMap<string, typeof regions>) => {
      const whole = of('ATL', 'BOS', 'DEN', 'ORD');
      const found = diagnose(result(), {}, { ...whole, segments: watched, others }, names);
      return [found?.segments[0]?.segment, found?.cause?.segment];
    };
    const denver = ['origin=DEN', 'origin=DEN'];
    expect(topBy(regions, new Map([['origin', origins]]))).toEqual(denver);
    expect(topBy(origins, new Map([['region', regions]]))).toEqual(denver);
    expect(topBy(new Map(), new Map([['origin', origins]]))).toEqual(denver);
    // Whose values a column has says nothing that the column does not say itself.
    const own = new Map(
      [...origins].map(([segment, one]) => [segment.replace('origin', 'distance'), one]),
    );
    expect(topBy(regions, new Map([['distance', own]]))[0]).toBe('region=West');
    expect(topBy(own, new Map([['region', regions]]))[0]).toBe('region=West');
  });

  it.each([
    ['missing values', 'missing_ratio', 'missing_data'],
    // Beyond the grid of the baseline nobody knows how twelve values are distributed.
    ['values out of range', 'range_violation_ratio', 'shift'],
  ])('%s are counted, so that a segment of a few rows is found', (_, metric, kind) => {
    const hubs = Array.from({ length: 20 }, (__, hub) => {
      const [old, now] = [draw(500, miles), draw(12, miles)];
      const faulty = hub === 7;
      const after =
        metric === 'missing_ratio'
          ? numeric(faulty ? now.slice(0, 4) : now, faulty ? 8 : 0)
          : numeric(faulty ? now.map((one) => one * 1000) : now);
      return { hub, old, now, compared: compared(numeric(old), after) };
    });
    const of = (chosen: (hub: number) => boolean): Compared => {
      const own = hubs.filter(({ hub }) => chosen(hub));
      const missing = metric === 'missing_ratio' && chosen(7) ? 8 : 0;
      const now = own.flatMap(({ hub, now: values }) => {
        if (hub !== 7) return values;
        return metric === 'missing_ratio' ? values.slice(0, 4) : values.map((one) => one * 1000);
      });
      return compared(numeric(own.flatMap((one) => one.old)), numeric(now, missing));
    };
    const cities = new Map(
      [0, 1, 2, 3].map((city) => [`city=${city}`, of((hub) => hub % 4 === city)] as const),
    );
    const byHub = new Map(hubs.map((one) => [`hub=${one.hub}`, one.compared] as const));
    const found = diagnose(
      result({ metric, checkId: metric }),
      {},
      { ...of(() => true), segments: cities, others: new Map([['hub', byHub]]) },
      names,
    );
    expect(found?.segments[0]).toMatchObject({ segment: 'hub=7', part: expect.closeTo(1, 9) });
    expect(found?.cause).toMatchObject({ kind, segment: 'hub=7' });
  });

  it('a shift of the mix of one dimension is found beside others of many small segments', () => {
    const random = createRandom(5);
    const drawn = (count: number, ofSegment: (row: number) => readonly number[]) => {
      const counts = [0, 0];
      for (let row = 0; row < count; row += 1) {
        const at = random.uniform() < (ofSegment(row)[0] ?? 0) ? 0 : 1;
        counts[at] = (counts[at] ?? 0) + 1;
      }
      return categorical(counts);
    };
    const [east, west] = [[0.9], [0.1]];
    const kinds: string[] = [];
    for (let trial = 0; trial < 10; trial += 1) {
      const regions = new Map([
        [
          'region=East',
          compared(
            drawn(5_000, () => east),
            drawn(1_600, () => east),
          ),
        ],
        [
          'region=West',
          compared(
            drawn(5_000, () => west),
            drawn(400, () => west),
          ),
        ],
      ]);
      const devices = new Map(
        Array.from({ length: 10 }, (_, at) => [
          `device=${at}`,
          compared(
            drawn(1_000, (row) => (row % 2 === 0 ? east : west)),
            drawn(200, (row) => (row % 5 === 0 ? west : east)),
          ),
        ]),
      );
      const whole = compared(
        drawn(10_000, (row) => (row % 2 === 0 ? east : west)),
        drawn(2_000, (row) => (row % 5 === 0 ? west : east)),
      );
      const about = result({ column: 'feature:2' });
      for (const [watched, others] of [
        [regions, new Map([['device', devices]])],
        [devices, new Map([['region', regions]])],
      ] as const) {
        const found = diagnose(about, {}, { ...whole, segments: watched, others }, names);
        kinds.push(`${found?.cause?.kind} by ${found?.segments[0]?.segment.split('=')[0]}`);
      }
    }
    expect(new Set(kinds)).toEqual(new Set(['shift_of_mix by region']));
  });

  it('one segment that has most of a change is not hidden by what goes with the column', () => {
    const [other, all] = [categorical([500, 500]), categorical([0, 100])];
    const depots = new Map(
      Array.from({ length: 10 }, (_, at) => [
        `depot=${at}`,
        compared(other, at === 7 ? all : categorical([50, 50])),
      ]),
    );
    const whole = compared(categorical([5_000, 5_000]), categorical([450, 550]));
    const products = new Map([
      ['product=0', compared(categorical([5_000, 0]), categorical([450, 0]))],
      ['product=1', compared(categorical([0, 5_000]), categorical([0, 550]))],
    ]);
    const evidence = { ...whole, segments: depots, others: new Map([['product', products]]) };
    const found = diagnose(result({ column: 'feature:2' }), {}, evidence, names);
    expect(found?.segments[0]?.segment).toBe('depot=7');
    expect(found?.cause).toMatchObject({ kind: 'shift', segment: 'depot=7' });
  });

  it('a drop of performance is found where it happened', () => {
    const whole: Compared = {
      baseline: profile([], [outcome(1800, 200)]),
      window: profile([], [outcome(1500, 500)]),
    };
    const part = (right: number, wrong: number): Compared => ({
      baseline: profile([], [outcome(900, 100)]),
      window: profile([], [outcome(right, wrong)]),
    });
    const { segments } = explain(
      whole,
      { 'origin=X': part(900, 100), 'origin=Y': part(600, 400) },
      { metric: 'accuracy', column: null, checkId: 'accuracy', value: 0.75 },
    );
    expect(segments[0]).toMatchObject({ segment: 'origin=Y', part: 1 });
  });
});

describe('how sure', () => {
  it('says where a calibrated bound came from, and what it can see', () => {
    const calibration = {
      level: 1 / 1500,
      binding: 'history',
      dispersion: 0.001,
      learntFrom: 28,
      minimumDetectable: 0.052,
      blind: false,
    } as const;
    const after = numeric(draw(400, miles), 170);
    const { certainty, sentence } = explain(compared(before, after), {}, { calibration });
    expect(certainty).toMatchObject({ binding: 'history', learntFrom: 28, bound: 0.25, n: 500 });
    expect(sentence).toContain(
      'The bound follows from what earlier windows differed by without harm, and is passed by chance once in 1,500 windows. The smallest change it finds four times in five is 0.052.',
    );
  });

  it('says nothing of bounds that a person chose', () => {
    const after = numeric(draw(400, miles), 170);
    expect(explain(compared(before, after)).sentence).not.toContain('bound');
  });
});

describe('without', () => {
  it.each([
    ['a baseline', { baseline: null, window: profile([before]) }],
    ['a window', { baseline: profile([before]), window: profile([]) }],
  ])('%s there is no cause, and no failure', (_, whole) => {
    const found = explain(whole);
    expect(found.cause?.kind ?? null).toBe(whole.baseline === null ? null : 'shift');
  });

  it('a metric there is nothing', () => {
    expect(diagnose(result({ metric: 'gone' }), {}, compared(before, before), names)).toBeNull();
  });
});

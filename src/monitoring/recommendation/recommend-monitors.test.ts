import { describe, expect, it } from 'vitest';
import type { ColumnProfile, OutcomeProfile, WindowProfile } from '../../metrics/profile.ts';
import { momentsOf } from '../../stats/summary/moments.ts';
import { buildCategoricalGrid, buildNumericGrid } from '../baseline/build-grid.ts';
import type { Feature, Model } from '../model/model.ts';
import { LEAST_LEVEL, shareBudget } from '../monitor/share-budget.ts';
import type { ExpectedRows } from './expect-rows.ts';
import type { Dimension } from './place-dimensions.ts';
import { type RecommendationSubject, recommendMonitors } from './recommend-monitors.ts';

const ROWS = 40_000;
const NOTHING_MISSING = { absent: 0, null: 0, nan: 0, infinite: 0, mismatched: 0 };

const numbers = (column: string, distinct: number, rows = ROWS): ColumnProfile => {
  const values = Array.from({ length: rows }, (_, row) => (row * 7919) % distinct);
  const grid = buildNumericGrid(values);
  const bins = new Array<number>(grid.edges.length + 1).fill(0);
  for (const value of values) {
    const bin = grid.edges.findLastIndex((edge) => value >= edge) + 1;
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  const numeric = { moments: momentsOf(values), min: 0, max: distinct - 1, bins };
  return { ...presence(column, rows), grid, numeric };
};

const words = (column: string, counts: readonly number[]): ColumnProfile => {
  const named = new Map(
    counts.map((count, index) => [`c${String(index).padStart(5, '0')}`, count]),
  );
  const rows = counts.reduce((sum, count) => sum + count, 0);
  const categorical = { counts, unseen: [], unseenRest: 0 };
  return { ...presence(column, rows), grid: buildCategoricalGrid(named), categorical };
};

const presence = (column: string, rows = ROWS): ColumnProfile => ({
  column,
  grid: { kind: 'categorical', id: 'none', categories: [] },
  rows,
  weight: rows,
  weightSquares: rows,
  missing: NOTHING_MISSING,
});

const feature = (featureId: number, name: string, change: Partial<Feature> = {}): Feature => ({
  featureId,
  name,
  kind: 'numeric',
  epoch: 1,
  range: null,
  importance: null,
  criticality: 'normal',
  identifier: false,
  ...change,
});

const labelled: OutcomeProfile = {
  output: 'default',
  rows: ROWS,
  labelledRows: ROWS,
  weight: ROWS,
  weightSquares: ROWS,
  outcome: {
    task: 'binary',
    positives: [1_000, 3_000],
    negatives: [30_000, 6_000],
    logLossSum: 0.4 * ROWS,
    squaredErrorSum: 0.1 * ROWS,
    scoredWeight: ROWS,
    truePositives: 3_000,
    falsePositives: 6_000,
    trueNegatives: 30_000,
    falseNegatives: 1_000,
  },
};

const profileOf = (
  columns: readonly ColumnProfile[],
  outcomes: readonly OutcomeProfile[] = [],
  rows = ROWS,
): WindowProfile => ({
  rows,
  erroneousRows: 0,
  durationMs: 0,
  columns: new Map(columns.map((one) => [one.column, one])),
  outcomes: new Map(outcomes.map((one) => [one.output, one])),
});

const FEATURES = [
  feature(1, 'month'),
  feature(2, 'income', { importance: 0.4, criticality: 'high' }),
  feature(3, 'region', { kind: 'categorical', importance: 0.2 }),
  feature(4, 'comment', { kind: 'text' }),
  feature(5, 'account', { kind: 'text', identifier: true }),
  feature(6, 'merchant', { kind: 'categorical' }),
  feature(7, 'gone'),
  feature(8, 'added'),
  feature(9, 'product', { kind: 'categorical' }),
];
const OUTPUTS: Model['outputs'] = [
  { name: 'default', task: 'binary', classes: ['no', 'yes'], positiveClass: 'yes' },
];
const BASELINE = profileOf(
  [
    numbers('feature:1', 12),
    numbers('feature:2', 30_000),
    words('feature:3', [30_000, 10_000]),
    presence('feature:4'),
    { ...presence('feature:5'), missing: { ...NOTHING_MISSING, null: 400 } },
    words('feature:6', [...new Array<number>(1_500).fill(26), ...new Array<number>(1_000).fill(1)]),
    presence('feature:7'),
    words('feature:9', new Array<number>(300).fill(133)),
    numbers('score:default', 1_000),
  ],
  [labelled],
);
const PLENTY: ExpectedRows = { hour: 2_000, day: 40_000 };

const recommend = (change: Partial<RecommendationSubject> = {}) =>
  recommendMonitors({
    model: { features: FEATURES, outputs: OUTPUTS },
    baseline: BASELINE,
    expected: PLENTY,
    dimensions: [],
    hoursOf: () => [],
    ...change,
  });

const dimension = (name: string, segments: number, rows: number): Dimension => ({
  name,
  segments,
  largest: {
    segment: `${name}=a`,
    profile: profileOf(
      [numbers('feature:1', 12, rows), numbers('feature:2', 30_000, rows)],
      [],
      rows,
    ),
  },
});

describe('recommendMonitors', () => {
  const set = recommend();
  const daily = set.monitors.find((one) => one.draft.cadence === '1d');
  const whyOf = (checkId: string) => daily?.checks.find((one) => one.checkId === checkId)?.why;

  it.each([
    [
      'population_stability_index(month)',
      'PSI on 10 ranges of near equal mass: 12 distinct values in 40,000 rows.',
    ],
    [
      'population_stability_index(income)',
      'PSI on 10 ranges of near equal mass: a continuous range in 40,000 rows.',
    ],
    ['population_stability_index(region)', 'PSI on every category: 2 categories in 40,000 rows.'],
    [
      'population_stability_index(product)',
      'PSI on the 199 most frequent categories and the rest, as 49 would be 16.3 % of the rows: ' +
        '300 categories in 39,900 rows.',
    ],
    ['missing_ratio(account)', 'Missing values: the baseline has 1 %.'],
    ['missing_ratio(month)', 'Missing values: the baseline has none.'],
    ['type_mismatch_ratio(comment)', 'Values of the wrong type: the baseline has none.'],
    [
      'unseen_ratio(merchant)',
      'New categories: the baseline has 2,500 categories, 1,000 of them seen once. ' +
        'Which ones they are changes by itself, so they are not compared.',
    ],
    ['range_violation_ratio(month)', 'Values out of range: the baseline has 0 to 11.'],
    [
      'roc_auc(default)',
      'ROC AUC, whether scores rank as well as before: 0.792 on 40,000 rows with labels.',
    ],
  ])('makes %s, and says why', (checkId, why) => {
    expect(whyOf(checkId)).toBe(why);
  });

  it('compares no values of identifiers and text', () => {
    const of = (name: string) =>
      daily?.checks.filter((one) => one.column === name).map((one) => one.metric);
    expect(of('account')).toEqual(['missing_ratio', 'type_mismatch_ratio']);
    expect(of('comment')).toEqual(['missing_ratio', 'type_mismatch_ratio']);
  });

  it('says what it passes over', () => {
    expect(set.passedOver).toEqual([
      {
        subject: 'gone',
        why: 'No row of the baseline has a value, so nothing can be compared.',
      },
      { subject: 'added', why: 'The baseline was made without it: make a newer one.' },
    ]);
  });

  it('weighs checks by importance and criticality', () => {
    const weight = (id: string) => daily?.checks.find((one) => one.checkId === id)?.weight ?? 0;
    const psi = (name: string) => weight(`population_stability_index(${name})`);
    expect(psi('income') / psi('region')).toBeCloseTo(4);
    expect(psi('month') / psi('region')).toBeCloseTo(1 / (0.2 / 0.3));
  });

  it('bounds volume by what was seen before, and errors by what nobody minds', () => {
    const strategy = (id: string) =>
      daily?.checks.find((one) => one.checkId === id)?.threshold.strategy;
    expect(strategy('volume')).toBe('calibrated');
    expect(strategy('latency')).toBeUndefined();
    expect(strategy('error_rate')).toBe('calibrated');
    expect(strategy('missing_ratio(month)')).toBe('calibrated');
  });

  it('shares one false alarm in 30 days over the set', () => {
    const wide = recommend({
      dimensions: [dimension('region', 3, 30_000), dimension('tier', 4, 30_000)],
    });
    for (const { monitors } of [set, wide]) {
      const alarms = monitors.map(({ draft }) => draft.budget.alarms / draft.budget.days);
      expect(alarms.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1 / 30);
    }
    const byTier = wide.monitors.filter((one) => one.draft.name.includes(' by '));
    expect(byTier.map((one) => one.draft.budget.alarms)).toEqual([expect.closeTo(0.2)]);
  });

  it('lets the first dimension ride on the daily monitor, and gives others their own', () => {
    const { monitors } = recommend({
      dimensions: [dimension('region', 3, 30_000), dimension('tier', 4, 30_000)],
    });
    expect(monitors.map(({ draft }) => [draft.name, draft.cadence, draft.segmentsOf])).toEqual([
      ['recommended, daily', '1d', 'region'],
      ['recommended, hourly', '1h', null],
      ['recommended, daily by tier', '1d', 'tier'],
    ]);
  });

  it('makes no monitor for windows too small to see the critical effect, and says so', () => {
    const { monitors, passedOver } = recommend({
      expected: { hour: 12, day: 2_000 },
      dimensions: [dimension('region', 50, 400)],
    });
    expect(monitors.map((one) => one.draft.name)).toEqual(['recommended, daily']);
    expect(monitors[0]?.draft.segmentsOf).toBeNull();
    expect(passedOver).toEqual(
      expect.arrayContaining([
        { subject: 'hours', why: 'About 12 rows an hour are too few to show a critical effect.' },
        {
          subject: 'segments by region',
          why: 'Its largest segment, region=a, has about 20 rows a day, too few to show a critical effect; it only explains what is alarmed about the whole.',
        },
      ]),
    );
  });

  it('leaves a daily monitor only what can be seen in a day', () => {
    const { monitors, passedOver } = recommend({ expected: { hour: 2, day: 40 } });
    expect(monitors[0]?.draft.checks.map((one) => one.metric)).toEqual(['volume']);
    expect(
      passedOver.find((one) => /^\d+ checks of recommended, daily$/.test(one.subject))?.why,
    ).toMatch(/^[A-Z].+ and \d+ more: a window of about 40 rows cannot show a critical effect\.$/);
  });

  it('looks at days only where the baseline has no times', () => {
    const { monitors, passedOver } = recommend({ expected: null });
    expect(monitors.map((one) => one.draft.name)).toEqual(['recommended, daily']);
    expect(passedOver).toContainEqual({
      subject: 'hours',
      why: 'The rows of the baseline have no times, so nobody knows how many come in an hour.',
    });
  });

  it('grants every check enough to be calibrated, however many there are', () => {
    const features = Array.from({ length: 300 }, (_, id) => feature(id + 1, `f${id}`));
    const column = numbers('feature:1', 30);
    const columns = features.map((_, id) => ({ ...column, column: `feature:${id + 1}` }));
    const { monitors, passedOver } = recommend({
      model: { features, outputs: OUTPUTS },
      baseline: profileOf(columns),
    });
    for (const { draft } of monitors) {
      const shareOf = shareBudget(draft, 0);
      const calibrated = draft.checks.filter((one) => one.threshold.strategy === 'calibrated');
      expect(calibrated.length).toBeGreaterThan(100);
      for (const check of calibrated) {
        expect(shareOf(check).whole).toBeGreaterThanOrEqual(LEAST_LEVEL);
      }
    }
    expect(passedOver.map((one) => one.why).join()).toMatch(
      /budget of false alarms cannot be shared/,
    );
  });

  it('names no two checks alike, though a feature has the name of an output', () => {
    const { monitors } = recommend({
      model: { features: [feature(1, 'score')], outputs: OUTPUTS },
    });
    for (const { draft } of monitors) {
      const ids = draft.checks.map((one) => one.checkId);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids).toContain('population_stability_index(score:default)');
    }
  });

  it('passes over by the hour what changes with the time of day by itself', () => {
    // Half the hours of January have a tenth of the column's values and no others.
    const hours = (value: number) =>
      Array.from({ length: 700 }, (_, hour) => ({
        windowStartMs: hour * 3_600_000,
        value: hour % 3 === 0 ? 0.001 : value,
        n: 2_000,
        m: ROWS - 2_000,
        seasonPhase: hour % 168,
        inBaseline: true,
        verdict: 'ok' as const,
      }));
    const columnsOf = (hourly: number) =>
      recommend({ hoursOf: ({ name }) => (name === 'income' ? hours(hourly) : hours(0.001)) })
        .monitors.find(({ draft }) => draft.cadence === '1h')
        ?.checks.filter(({ metric }) => metric === 'population_stability_index')
        .map(({ column }) => column);
    expect(columnsOf(0.05)).toContain('income');
    expect(columnsOf(4)).not.toContain('income');
    expect(columnsOf(4)).toContain('region');
    const { passedOver } = recommend({ hoursOf: () => hours(4) });
    expect(passedOver.map(({ why }) => why).join(' ')).toContain('differ from the whole of it');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeWindowProfiles } from '../../metrics/merge-window-profiles.ts';
import type { ColumnProfile, WindowProfile } from '../../metrics/profile.ts';
import type { Check } from '../monitor/monitor.ts';
import { baselineHistory } from './baseline-history.ts';
import type { BaselineWindow } from './baseline-windows.ts';
import { leaveOneOut } from './leave-one-out.ts';

const DAY_MS = 86_400_000;

function categories(counts: readonly number[]): ColumnProfile {
  const rows = counts.reduce((sum, count) => sum + count, 0);
  return {
    column: 'feature:1',
    grid: { kind: 'categorical', id: 'grd_c', categories: counts.map((_, index) => `c${index}`) },
    rows,
    weight: rows,
    weightSquares: rows,
    missing: { absent: 0, null: 0, nan: 0, infinite: 0, mismatched: 0 },
    categorical: { counts, unseen: [], unseenRest: 0 },
  };
}

const profileOf = (counts: readonly number[]): WindowProfile => {
  const column = categories(counts);
  return {
    rows: column.rows,
    erroneousRows: 0,
    durationMs: DAY_MS,
    columns: new Map([[column.column, column]]),
    outcomes: new Map(),
  };
};

const daysOf = (days: readonly (readonly number[])[]): BaselineWindow[] =>
  days.map((counts, day) => ({
    window: { startMs: day * DAY_MS, endMs: (day + 1) * DAY_MS },
    profile: profileOf(counts),
  }));

const countsOf = (profile: WindowProfile) =>
  profile.columns.get('feature:1')?.categorical?.counts ?? [];

describe('leaving one window of a baseline out', () => {
  it('makes of window and rest the whole again, whichever is left out', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 3, maxLength: 3 }), {
          minLength: 2,
          maxLength: 12,
        }),
        fc.boolean(),
        (days, hasRemainder) => {
          const windows = daysOf(days);
          const remainder = hasRemainder ? profileOf([1, 1, 1]) : null;
          const parts = windows.map((one) => one.profile);
          const whole = (remainder === null ? parts : [remainder, ...parts]).reduce(
            mergeWindowProfiles,
          );
          for (const { profile, rest } of leaveOneOut({ windows, remainder })) {
            expect(countsOf(mergeWindowProfiles(profile, rest))).toEqual(countsOf(whole));
            expect(profile.rows + rest.rows).toBe(whole.rows);
          }
        },
      ),
    );
  });

  it('takes what only the window has for unseen', () => {
    const windows = daysOf([
      [10, 0, 0],
      [9, 3, 1],
      [10, 0, 0],
    ]);
    const [, middle] = [...leaveOneOut({ windows, remainder: null })];
    expect(middle?.profile.columns.get('feature:1')?.categorical).toEqual({
      counts: [9, 0, 0],
      unseen: [
        ['c1', 3],
        ['c2', 1],
      ],
      unseenRest: 0,
    });
  });

  it('leaves out a first and last window that hold less than half of what is usual', () => {
    const starts = (days: readonly (readonly number[])[]) =>
      [...leaveOneOut({ windows: daysOf(days), remainder: null })].map(
        ({ window }) => window.startMs / DAY_MS,
      );
    expect(starts([[4], [10], [10], [1], [10], [5]])).toEqual([1, 2, 3, 4, 5]);
    expect(starts([[10], [10], [4]])).toEqual([0, 1]);
  });

  it('has nothing to compare the only window with', () => {
    expect([...leaveOneOut({ windows: daysOf([[5]]), remainder: null })]).toEqual([]);
  });
});

describe('the history of a baseline', () => {
  const check = (metric: string, column: string | null): Check => ({
    checkId: metric,
    metric,
    column,
    parameters: {},
    threshold: { strategy: 'fixed', warning: 1, critical: null, side: 'above' },
    weight: 1,
  });
  const windows = {
    windows: daysOf([
      [500, 500],
      [1000, 1000],
      [900, 100],
      [50, 50],
    ]),
    remainder: null,
  };
  const whole = { rows: 4_100, sourceRows: 4_100 };

  it('measures every window against the others, with both sample sizes', () => {
    const checks = [check('total_variation', 'feature:1'), check('row_count', null)];
    const history = baselineHistory(whole, checks, windows, 'UTC');
    expect(history.get('row_count')?.map((point) => point.value)).toEqual([1_000, 2_000, 1_000]);
    const drift = history.get('total_variation') ?? [];
    expect(drift.map(({ n, m, inBaseline, verdict }) => [n, m, inBaseline, verdict])).toEqual([
      [1_000, 3_100, true, 'ok'],
      [2_000, 2_100, true, 'ok'],
      [1_000, 3_100, true, 'ok'],
    ]);
    expect(drift[2]?.value).toBeCloseTo(0.9 - 1_550 / 3_100, 2);
    expect(drift[0]?.seasonPhase).toBe(72);
  });

  it('tells no volume of a sample, and no errors of rows that all were answers', () => {
    const checks = ['volume', 'row_count', 'error_rate'].map((metric) => check(metric, null));
    const sample = { rows: 4_100, sourceRows: 41_000 };
    expect([...baselineHistory(sample, checks, windows, 'UTC').keys()]).toEqual([]);
    expect([...baselineHistory(whole, checks, windows, 'UTC').keys()]).toEqual([
      'volume',
      'row_count',
    ]);
  });
});

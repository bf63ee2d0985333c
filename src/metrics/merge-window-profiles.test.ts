import { describe, expect, it } from 'vitest';
import { outcomeOf, profileOf } from '../testing/arbitrary-profiles.ts';
import { mergeOutcomeProfiles } from './merge-outcome-profiles.ts';
import { mergeWindowProfiles } from './merge-window-profiles.ts';
import type { OutcomeProfile, WindowProfile } from './profile.ts';

function multiclass(classes: string[], confusion: number[][]): OutcomeProfile {
  return { ...outcomeOf({}, 4), outcome: { task: 'multiclass', classes, confusion } };
}

const regression: OutcomeProfile = {
  ...outcomeOf({}, 2),
  outcome: {
    task: 'regression',
    errors: { n: 2, mean: 1, m2: 2 },
    labels: { n: 2, mean: 5, m2: 8 },
    absoluteErrorSum: 3,
    squaredErrorSum: 4,
    fourthPowerErrorSum: 8,
    percentageErrorSum: 0.5,
    percentageErrorSquares: 0.25,
    percentageWeight: 1,
  },
};

describe('merging window profiles', () => {
  it('adds rows, time, and every column and outcome by name', () => {
    const hour = (x: number): WindowProfile => ({
      rows: 1,
      erroneousRows: 2,
      durationMs: 3_600_000,
      columns: new Map([['x', profileOf([[x, 1]])]]),
      outcomes: new Map([['default', outcomeOf({ truePositives: x }, 1)]]),
    });
    const day = [1, 2, 3].map(hour).reduce(mergeWindowProfiles);
    expect(day).toMatchObject({ rows: 3, erroneousRows: 6, durationMs: 10_800_000 });
    expect(day.columns.get('x')).toMatchObject({
      rows: 3,
      numeric: { moments: { n: 3, mean: 2 }, min: 1, max: 3 },
    });
    expect(day.outcomes.get('default')?.outcome).toMatchObject({ truePositives: 6 });
  });

  it('keeps a column that only one window has', () => {
    const none = {
      rows: 0,
      erroneousRows: 0,
      durationMs: 1,
      columns: new Map(),
      outcomes: new Map(),
    };
    const only = { ...none, columns: new Map([['x', profileOf([[1, 1]])]]) };
    expect(mergeWindowProfiles(none, only).columns.get('x')?.rows).toBe(1);
    expect(mergeWindowProfiles(only, none).columns.get('x')?.rows).toBe(1);
  });
});

describe('merging outcome profiles', () => {
  it('adds every count of binary outcomes', () => {
    const part = outcomeOf(
      {
        positives: [1, 2],
        negatives: [3, 4],
        logLossSum: 0.5,
        squaredErrorSum: 0.25,
        truePositives: 1,
        falsePositives: 2,
        trueNegatives: 3,
        falseNegatives: 4,
      },
      10,
    );
    expect(mergeOutcomeProfiles(part, part)).toEqual(
      outcomeOf(
        {
          positives: [2, 4],
          negatives: [6, 8],
          logLossSum: 1,
          squaredErrorSum: 0.5,
          truePositives: 2,
          falsePositives: 4,
          trueNegatives: 6,
          falseNegatives: 8,
        },
        20,
      ),
    );
  });

  it('lines up confusion matrices of other classes, in either order', () => {
    const a = multiclass(
      ['b', 'a'],
      [
        [1, 2],
        [3, 4],
      ],
    );
    const b = multiclass(
      ['b', 'c'],
      [
        [10, 20],
        [30, 40],
      ],
    );
    const expected = {
      task: 'multiclass',
      classes: ['a', 'b', 'c'],
      confusion: [
        [4, 3, 0],
        [2, 11, 20],
        [0, 30, 40],
      ],
    };
    expect(mergeOutcomeProfiles(a, b).outcome).toEqual(expected);
    expect(mergeOutcomeProfiles(b, a).outcome).toEqual(expected);
    expect(mergeOutcomeProfiles(a, a).outcome).toEqual({
      task: 'multiclass',
      classes: ['b', 'a'],
      confusion: [
        [2, 4],
        [6, 8],
      ],
    });
  });

  it('merges the moments of regression outcomes', () => {
    expect(mergeOutcomeProfiles(regression, regression).outcome).toEqual({
      task: 'regression',
      errors: { n: 4, mean: 1, m2: 4 },
      labels: { n: 4, mean: 5, m2: 16 },
      absoluteErrorSum: 6,
      squaredErrorSum: 8,
      fourthPowerErrorSum: 16,
      percentageErrorSum: 1,
      percentageErrorSquares: 0.5,
      percentageWeight: 2,
    });
  });

  it.each([
    ['other outputs', { ...regression, output: 'price' }, /"default" and "price"/],
    ['other tasks', outcomeOf({}, 1), /is regression in one profile and binary in the other/],
  ])('refuses %s with a sentence', (_, other, message) => {
    expect(() => mergeOutcomeProfiles(regression, other)).toThrow(message);
  });

  it('refuses score grids of other length with a sentence', () => {
    const one = outcomeOf({ positives: [1], negatives: [1] }, 2);
    const two = outcomeOf({ positives: [1, 1], negatives: [1, 1] }, 4);
    expect(() => mergeOutcomeProfiles(one, two)).toThrow(/of 1 and of 2 bins cannot be added/);
  });
});

import { describe, expect, it } from 'vitest';
import type { ColumnProfile } from '../../metrics/profile.ts';
import { columnChecks } from './column-checks.ts';
import { learnHistory, type ReferenceDay } from './learn-history.ts';

const GRID = { kind: 'categorical', id: 'g', categories: ['a', 'b'] } as const;
const DAY_MS = 86_400_000;

const profile = (a: number, b: number): ColumnProfile => ({
  column: 'x',
  grid: GRID,
  rows: a + b,
  weight: a + b,
  weightSquares: a + b,
  missing: { absent: 0, null: 0, nan: 0, infinite: 0, mismatched: 0 },
  categorical: { counts: [a, b], unseen: [], unseenRest: 0 },
});
const days = (count: number, rows: number): ReferenceDay[] =>
  Array.from({ length: count }, (_, index) => {
    const a = (rows * (index % 2 === 0 ? 6 : 4)) / 10;
    return { startMs: index * DAY_MS, rows, columns: new Map([['x', profile(a, rows - a)]]) };
  });

describe('what the days of a reference teach', () => {
  it.each([
    ['nothing of fewer than twenty', days(19, 1_000), 1, 0, 0],
    ['a day each for a current file of a day', days(60, 1_000), 1, 1, 60],
    ['periods as long as the current file', days(60, 1_000), 2, 2, 30],
    ['no longer ones than leave twenty', days(60, 1_000), 40, 3, 20],
    ['longer ones where days have few rows', days(60, 200), 1, 2, 30],
    ['nothing where even those are too few', days(60, 10), 1, 0, 0],
  ] as const)('%s', (_, reference, currentDays, daysPerPeriod, periods) => {
    expect(learnHistory(reference, currentDays)).toMatchObject({ daysPerPeriod, periods });
  });

  it('measures each against the rest, so that days that differ are seen to', () => {
    const [check] = columnChecks(profile(50, 50));
    if (check === undefined) throw new Error('a category is checked');
    const history = learnHistory(days(60, 1_000), 1).of(check);
    expect(history).toHaveLength(60);
    for (const { value, n, m } of history) {
      expect([n, m]).toEqual([1_000, 59_000]);
      expect(value).toBeGreaterThan(0.03);
    }
  });
});

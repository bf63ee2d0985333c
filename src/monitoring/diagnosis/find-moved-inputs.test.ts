import { describe, expect, it } from 'vitest';
import type { ColumnProfile, WindowProfile } from '../../metrics/profile.ts';
import { createRandom, type Random } from '../../stats/random.ts';
import { findMovedInputs } from './find-moved-inputs.ts';

const CATEGORIES = 12;
const INPUTS = 20;

const column = (name: string, counts: readonly number[], unseen = 0): ColumnProfile => {
  const rows = counts.reduce((a, b) => a + b, unseen);
  return {
    column: name,
    grid: { kind: 'categorical', id: 'g', categories: counts.map((_, i) => `c${i}`) },
    rows,
    weight: rows,
    weightSquares: rows,
    missing: { absent: 0, null: 0, nan: 0, infinite: 0, mismatched: 0 },
    categorical: { counts, unseen: unseen === 0 ? [] : [['new', unseen]], unseenRest: 0 },
  };
};

const drawColumn = (random: Random, name: string, rows: number, unseen = 0) => {
  const counts = new Array<number>(CATEGORIES).fill(0);
  for (let row = 0; row < rows; row += 1) {
    const at = random.integer(CATEGORIES);
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return column(name, counts, unseen);
};

const profileOf = (columns: readonly ColumnProfile[]) =>
  ({ columns: new Map(columns.map((one) => [one.column, one])) }) as unknown as WindowProfile;

const namesOf = (many: number) => Array.from({ length: many }, (_, at) => `feature:${at + 1}`);

/** How often any of twenty inputs that did not move is named. */
function mistakes(rows: number, unseen: number): number {
  const random = createRandom(rows);
  const trials = Array.from({ length: 200 }, () => {
    const drawn = (many: number, strange: number) =>
      profileOf(namesOf(INPUTS).map((name) => drawColumn(random, name, many, strange)));
    return findMovedInputs({ baseline: drawn(5_000, 0), window: drawn(rows, unseen) });
  });
  return trials.filter((moved) => moved !== null && moved.length > 0).length / trials.length;
}

describe('inputs that moved', () => {
  it.each([30, 100, 300])('are seldom named by chance, in windows of %i rows', (rows) => {
    expect(mistakes(rows, 0)).toBeLessThan(0.08);
  });

  it('are none for a value or two that the baseline never had', () => {
    expect(mistakes(400, 2)).toBeLessThan(0.08);
  });

  it('are named, the most moved first', () => {
    const even = new Array<number>(CATEGORIES).fill(400);
    const shifted = (by: number) =>
      even.map((count, at) => (count / 10) * (at < 6 ? 1 + by : 1 - by));
    const baseline = profileOf(namesOf(3).map((name) => column(name, even)));
    const window = profileOf([
      column('feature:1', shifted(0.3)),
      column('feature:2', shifted(0.05)),
      column('feature:3', shifted(0.6)),
    ]);
    expect(findMovedInputs({ window, baseline })).toEqual(['feature:3', 'feature:1']);
  });

  it('are unknown where some may have moved and few rows cannot show it', () => {
    const even = new Array<number>(10).fill(500);
    const odd = even.map((_, at) => (at % 2 === 0 ? 8 : 2));
    const names = namesOf(200);
    const baseline = profileOf(names.map((name) => column(name, even)));
    const still = names.slice(1).map((name) =>
      column(
        name,
        even.map(() => 5),
      ),
    );
    const few = profileOf([column('feature:1', odd), ...still]);
    expect(findMovedInputs({ window: few, baseline })).toBeNull();
    const many = profileOf([
      column(
        'feature:1',
        odd.map((count) => count * 10),
      ),
      ...still,
    ]);
    expect(findMovedInputs({ window: many, baseline })).toEqual(['feature:1']);
  });

  it('are unknown where none was looked at', () => {
    const nothing = profileOf([]);
    expect(findMovedInputs({ window: nothing, baseline: nothing })).toBeNull();
    expect(
      findMovedInputs({ window: profileOf([column('latency', [1])]), baseline: null }),
    ).toBeNull();
  });
});

import { expect, it } from 'vitest';
import type { ColumnProfile, WindowProfile } from '../../../metrics/profile.ts';
import { measureChecksInSteps } from '../../../monitoring/monitor/measure-checks.ts';
import { DEFAULT_BUDGET, DEFAULT_PERSISTENCE } from '../../../monitoring/monitor/monitor.ts';
import { runInSlices } from '../../run-in-slices.ts';

const categories = Array.from({ length: 400 }, (_, rank) => `c${rank}`);

function profileOf(largest: number): WindowProfile {
  const counts = categories.map((_, rank) => Math.ceil(largest / (rank + 1)));
  const rows = counts.reduce((sum, count) => sum + count, 0);
  const column: ColumnProfile = {
    column: 'feature:1',
    grid: { kind: 'categorical', id: 'grid_1', categories },
    rows,
    weight: rows,
    weightSquares: rows,
    missing: { absent: 0, null: 0, nan: 0, infinite: 0, mismatched: 0 },
    categorical: { counts, unseen: [], unseenRest: 0 },
  };
  return {
    rows,
    erroneousRows: 0,
    durationMs: 86_400_000,
    columns: new Map([[column.column, column]]),
    outcomes: new Map(),
  };
}

it('lets requests through while the law of a single check is drawn', async () => {
  const steps = measureChecksInSteps({
    monitor: {
      checks: ['population_stability_index', 'total_variation', 'l_infinity'].map((metric) => ({
        checkId: metric,
        metric,
        column: 'feature:1',
        parameters: { bins: 200 },
        threshold: {
          strategy: 'calibrated',
          warningEffect: 0.1,
          criticalEffect: 0.3,
          side: 'above',
        },
        weight: 1,
      })),
      segment: '',
      noData: 'ignore',
      cadence: '1d',
      budget: DEFAULT_BUDGET,
      persistence: DEFAULT_PERSISTENCE,
    },
    window: profileOf(3_000),
    baseline: profileOf(90_000),
    seasonPhase: 0,
    history: () => [],
  });
  let isOver = false;
  let through = 0;
  const request = () => {
    through += 1;
    if (!isOver) setImmediate(request);
  };
  setImmediate(request);
  const results = await runInSlices(steps, () => true);
  isOver = true;
  expect(results?.map(({ warning }) => typeof warning)).toEqual(['number', 'number', 'number']);
  // Without rests within a check there are as many as checks, and one.
  expect(through).toBeGreaterThan(6);
});

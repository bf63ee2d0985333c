import { populationStabilityIndexMetric as METRIC } from '../../src/metrics/drift/population-stability-index.ts';
import type { CountSampling } from '../../src/metrics/sampling.ts';
import { strategyOf } from '../../src/monitoring/threshold/strategies.ts';
import { createRandom } from '../../src/stats/random.ts';
import { rangeCell } from '../alarms/cell/range-cell.ts';
import { drawCounts } from '../alarms/draw/draw-counts.ts';
import { percent, short, whole, writeTable } from './write-table.ts';

const BASELINE_ROWS = 10_000;
const RANGES = 10;
const WINDOW_ROWS = [50, 200, 1_000, 5_000, 20_000];
const DRAWS = 4_000;
const LEVEL = 1 / 1_000;
const SEED = 1;

/** A column that never changes, in ten ranges of equal mass: what its distance comes to by chance
 *  alone in windows of several sizes, and what Leeway holds it against. */
export function smallWindowsTable(): string {
  const random = createRandom(SEED);
  const rows = WINDOW_ROWS.map((n) => {
    const cell = rangeCell(METRIC, RANGES, BASELINE_ROWS, n);
    const { sampling } = cell.drawBaseline(random, LEVEL);
    if (sampling?.kind !== 'counts') throw new Error('The index compares counts.');
    const distances = Array.from({ length: DRAWS }, () => distanceByChance(random, sampling, n));
    distances.sort((a, b) => a - b);
    const at = (share: number) => distances[Math.floor(share * DRAWS)] ?? Number.NaN;
    return [
      whole(n),
      short(at(0.5)),
      short(at(0.99)),
      percent(distances.filter((distance) => distance >= 0.1).length / DRAWS),
      short(warningBound(sampling, n, 0)),
      short(warningBound(sampling, n, 0.1)),
    ];
  });
  return writeTable([
    [
      'Rows in the window',
      'Typical distance',
      'One in 100 is above',
      'Called drift by "0.1 or more"',
      'Bound for chance',
      'Bound in use',
    ],
    ...rows,
  ]);
}

/** The true shares are those of the baseline: whatever the distance is, it is chance. */
function distanceByChance(
  random: ReturnType<typeof createRandom>,
  { baselineCounts, compare }: CountSampling,
  n: number,
): number {
  return compare(baselineCounts, drawCounts(random, n, baselineCounts));
}

function warningBound(sampling: CountSampling, n: number, warningEffect: number): number {
  const spec = {
    strategy: 'calibrated',
    warningEffect,
    criticalEffect: 0.3,
    side: 'above',
    independentRows: true,
  } as const;
  const { warning } = strategyOf(spec).bounds(spec, {
    descriptor: METRIC.descriptor,
    n,
    m: BASELINE_ROWS,
    history: [],
    seasonPhase: 0,
    budget: LEVEL,
    sampling,
    baselineValue: null,
  });
  return warning ?? Number.NaN;
}

import { nextUp } from '../stats/next-up.ts';
import type { ColumnProfile } from './profile.ts';
import type { SampledBin } from './sampling.ts';
import type { TestBin } from './test-bins.ts';

/** By which law the count of each test bin varies. A range that a few values fill is no range
 *  between ranks: those values are there in every sample, as categories are. */
export function sampledBins(baseline: ColumnProfile, bins: readonly TestBin[]): SampledBin[] {
  return bins.map((bin) => {
    switch (bin.kind) {
      case 'range':
        return isTied(baseline, bin.first, bin.last) ? 'category' : 'range';
      case 'categories':
        return bin.members.length === 1 ? 'category' : 'rest';
      default:
        return bin.kind;
    }
  });
}

/** Whether grid bins that hold a single double have at least half of the mass. */
function isTied({ grid, numeric }: ColumnProfile, first: number, last: number): boolean {
  if (grid.kind !== 'numeric' || numeric === undefined) return false;
  let [points, all] = [0, 0];
  for (let bin = first; bin <= last; bin += 1) {
    const weight = numeric.bins[bin] ?? 0;
    const from = grid.edges[bin - 1];
    all += weight;
    if (from !== undefined && grid.edges[bin] === nextUp(from)) points += weight;
  }
  return points > 0 && points >= all / 2;
}

import { countMissing } from './count-missing.ts';
import type { ColumnProfile } from './profile.ts';
import type { TestBin } from './test-bins.ts';

/** The weight of a profile in each test bin. Together they are all its rows. */
export function countsInTestBins(profile: ColumnProfile, bins: readonly TestBin[]): number[] {
  return bins.map((bin) => countInTestBin(profile, bin));
}

function countInTestBin(profile: ColumnProfile, bin: TestBin): number {
  const gridCounts = profile.numeric?.bins ?? profile.categorical?.counts ?? [];
  switch (bin.kind) {
    case 'range':
      return gridCounts.slice(bin.first, bin.last + 1).reduce((sum, count) => sum + count, 0);
    case 'categories':
      return bin.members.reduce((sum, index) => sum + (gridCounts[index] ?? 0), 0);
    case 'unseen':
      return countUnseen(profile);
    case 'missing':
      return countMissing(profile.missing);
  }
}

/** The weight of values that no category of the grid holds. */
export function countUnseen(profile: ColumnProfile): number {
  const summary = profile.categorical;
  if (summary === undefined) return 0;
  return summary.unseen.reduce((sum, [, weight]) => sum + weight, summary.unseenRest);
}

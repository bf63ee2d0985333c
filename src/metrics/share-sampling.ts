import type { ShareSampling } from './sampling.ts';
import { shareOf } from './share-of.ts';

/** How a share varies that the baseline had of so many effective rows; null where it had none. */
export function shareSampling(
  partWeight: number,
  wholeWeight: number,
  baselineRows: number,
): ShareSampling | null {
  if (!(wholeWeight > 0 && baselineRows > 0)) return null;
  const baselineCount = baselineRows * shareOf(partWeight, wholeWeight, 'counted');
  return { kind: 'share', baselineCount, baselineRows };
}

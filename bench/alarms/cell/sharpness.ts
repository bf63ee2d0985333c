import type { Bounds } from '../../../src/monitoring/threshold/threshold.ts';
import type { Random } from '../../../src/stats/random.ts';
import { isAlarm } from './is-alarm.ts';
import type { DrawnBaseline, NullCell, WeighedValue } from './null-cell.ts';

/** The smallest shift that is found nine times in ten. */
export interface Sharpness {
  readonly ours: number;
  /** With the cut-off that only who knows the true law of the data could set: the exact quantile
   *  over baselines and windows of it. */
  readonly oracle: number;
}

const POWER = 0.9;
const WINDOWS = 120;
const LARGEST_SHIFT = 20;

export function sharpnessOf(
  cell: NullCell,
  baselines: readonly { readonly baseline: DrawnBaseline; readonly bounds: Bounds }[],
  nulls: readonly WeighedValue[],
  level: number,
  random: Random,
): Sharpness | null {
  const cutOff = oracleCutOff(nulls, level, cell.side);
  if (cutOff === null) return null;
  const oracleBounds: Bounds = { warning: cutOff, critical: null, side: cell.side };
  const powerOf = (shift: number, ours: boolean) => {
    let [found, drawn] = [0, 0];
    for (const { baseline, bounds } of baselines) {
      const draw = baseline.afterShift(shift);
      for (let window = 0; window < WINDOWS / baselines.length; window += 1) {
        if (isAlarm(draw(random), ours ? bounds : oracleBounds)) found += 1;
        drawn += 1;
      }
    }
    return found / drawn;
  };
  const oracle = smallestShift((shift) => powerOf(shift, false), 1e-4, LARGEST_SHIFT, 10);
  // No change of this kind shows in this metric, whatever the cut-off.
  if (oracle === null) return null;
  const power = (shift: number) => powerOf(shift, true);
  const near = smallestShift(power, oracle / 2, oracle * 4, 7);
  const ours = near ?? smallestShift(power, oracle * 4, LARGEST_SHIFT, 6);
  return { ours: ours ?? Number.POSITIVE_INFINITY, oracle };
}

/** The value that windows pass at exactly this rate; null where too few are that far out to tell. */
function oracleCutOff(
  nulls: readonly WeighedValue[],
  level: number,
  side: 'above' | 'below',
): number | null {
  const farthestFirst = [...nulls].sort((a, b) =>
    side === 'above' ? b.value - a.value : a.value - b.value,
  );
  let weight = 0;
  for (const [index, window] of farthestFirst.entries()) {
    weight += window.weight;
    if (weight > level * nulls.length) return index >= 10 ? window.value : null;
  }
  return null;
}

/** Halving on the logarithm; the noise of each step is averaged out by the many cells. Null where
 *  the largest shift is not found often enough. */
function smallestShift(
  powerOf: (shift: number) => number,
  from: number,
  to: number,
  steps: number,
): number | null {
  if (powerOf(to) < POWER) return null;
  let [low, high] = [Math.log(from), Math.log(to)];
  for (let step = 0; step < steps; step += 1) {
    const middle = (low + high) / 2;
    if (powerOf(Math.exp(middle)) < POWER) low = middle;
    else high = middle;
  }
  return Math.exp((low + high) / 2);
}

import { baselineSteps, rowsWithValue } from './compare-distributions.ts';
import type { ColumnProfile } from './profile.ts';
import type { OrderSampling } from './sampling.ts';

/** How a distance of distribution functions varies, from the bins of the baseline's grid; `lengthOf`
 *  says how much of a bin counts, in the unit of the value. Null where the baseline has no values. */
export function orderSampling(
  distance: OrderSampling['distance'],
  baseline: ColumnProfile,
  lengthOf: (from: number, to: number) => number,
): OrderSampling | null {
  if (!(rowsWithValue(baseline) > 0)) return null;
  const steps = baselineSteps(baseline);
  return {
    kind: 'order',
    distance,
    masses: steps.map((step) => step.baselineUpTo - step.baselineBelow),
    widths: steps.map((step) => (step.isPoint ? 0 : Math.max(0, lengthOf(step.from, step.to)))),
  };
}

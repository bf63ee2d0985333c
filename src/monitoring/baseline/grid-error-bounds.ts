import type { ColumnProfile } from '../../metrics/profile.ts';
import { nextUp } from '../../stats/next-up.ts';

/** What counting on a grid can cost, against the rows themselves. */
export interface GridErrorBounds {
  /** A Kolmogorov–Smirnov distance between this profile and any other on its grid, taken at the
   *  edges, is too small by at most this: the largest mass of one bin. */
  readonly kolmogorovSmirnov: number;
  /** Placing the values of a bin anywhere inside it moves the distribution by at most this much
   *  Wasserstein-1 distance: Σ mass × width. Between two profiles both bounds add up. */
  readonly wasserstein: number;
}

/** A bin that holds a single double errs by nothing: the distribution is known on both its sides. */
export function gridErrorBounds(profile: ColumnProfile): GridErrorBounds {
  const { grid, numeric } = profile;
  if (grid.kind !== 'numeric') {
    throw new Error(`"${profile.column}" is not numeric: its categories are counted exactly.`);
  }
  const total = numeric?.bins.reduce((sum, weight) => sum + weight, 0) ?? 0;
  if (numeric === undefined || total === 0) return { kolmogorovSmirnov: 0, wasserstein: 0 };
  let kolmogorovSmirnov = 0;
  let wasserstein = 0;
  numeric.bins.forEach((weight, bin) => {
    if (weight === 0) return;
    const from = grid.edges[bin - 1];
    const to = grid.edges[bin];
    if (from !== undefined && to === nextUp(from)) return;
    // No value lies outside [min, max], so neither does any error; this also closes the outer bins.
    const low = Math.max(from ?? numeric.min, numeric.min);
    const high = Math.min(to ?? numeric.max, numeric.max);
    const mass = weight / total;
    kolmogorovSmirnov = Math.max(kolmogorovSmirnov, mass);
    wasserstein += mass * Math.max(0, high - low);
  });
  return { kolmogorovSmirnov, wasserstein };
}

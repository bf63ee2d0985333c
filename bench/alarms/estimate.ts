/** A rate with the interval that its simulation leaves. */
export interface Estimate {
  readonly rate: number;
  readonly standardError: number;
}

/** From one rate per independent replicate. */
export function estimateOf(rates: readonly number[]): Estimate {
  const count = rates.length;
  const rate = rates.reduce((sum, one) => sum + one, 0) / count;
  const squares = rates.reduce((sum, one) => sum + (one - rate) ** 2, 0);
  return { rate, standardError: Math.sqrt(squares / Math.max(1, count - 1) / count) };
}

/** 1 % of the intervals of an exact 1 lie above it by chance. */
export const CAUTIOUS_Z = 2.326;

export const lowerLimit = ({ rate, standardError }: Estimate, z = CAUTIOUS_Z): number =>
  rate - z * standardError;

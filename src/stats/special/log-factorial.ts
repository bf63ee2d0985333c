import { logGamma } from './log-gamma.ts';

/** Draws of counts ask for the same few thousand again and again. */
const KEPT = 4_096;
const kept = new Float64Array(KEPT).fill(Number.NaN);

/** ln k!, k a whole number from 0 on. */
export function logFactorial(k: number): number {
  const known = kept[k];
  if (known === undefined) return logGamma(k + 1);
  if (!Number.isNaN(known)) return known;
  const value = logGamma(k + 1);
  kept[k] = value;
  return value;
}

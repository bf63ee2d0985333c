import { normalQuantile } from '../stats/distribution/normal.ts';

/** Wilson's interval of a share that was seen in so many effective rows: unlike the share ± a
 *  multiple of its standard error it stays within [0, 1] and has width where the share is 0 or 1.
 *  Source   Wilson 1927, J. Am. Stat. Assoc. 22; vectors of scipy 1.10.1 proportion_ci */
export function wilsonInterval(
  share: number,
  rows: number,
  confidence = 0.95,
): { readonly low: number; readonly high: number } {
  if (!(share >= 0 && share <= 1)) {
    throw new RangeError(`A share must be between 0 and 1, not ${share}.`);
  }
  if (!(rows > 0 && Number.isFinite(rows))) {
    throw new RangeError(`Rows must be a finite number above 0, not ${rows}.`);
  }
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`A confidence must be between 0 and 1, not ${confidence}.`);
  }
  const z = normalQuantile((1 + confidence) / 2);
  const whole = rows + z * z;
  const middle = (rows * share + (z * z) / 2) / whole;
  const half = (z / whole) * Math.sqrt(rows * share * (1 - share) + (z * z) / 4);
  // Rounding must not carry an end past the share itself.
  return {
    low: Math.max(0, Math.min(share, middle - half)),
    high: Math.min(1, Math.max(share, middle + half)),
  };
}

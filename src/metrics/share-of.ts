/** A part as a ratio of its whole. Rounding in sums of weights may put a part a few units in the
 *  last place above its whole; that much is cut off, more is a mistake. */
export function shareOf(part: number, whole: number, what: string): number {
  if (!(part >= 0 && Number.isFinite(part))) {
    throw new RangeError(
      `The weight of ${what} rows must be finite and not negative, not ${part}.`,
    );
  }
  if (!(whole > 0 && Number.isFinite(whole))) {
    throw new RangeError(`The weight of all rows must be finite and above 0, not ${whole}.`);
  }
  if (part > whole * (1 + 1e-9)) {
    throw new RangeError(
      `The weight of ${what} rows, ${part}, exceeds that of all rows, ${whole}.`,
    );
  }
  return Math.min(1, part / whole);
}

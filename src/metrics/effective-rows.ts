/** How many rows of equal weight would be as informative (Kish 1965): (Σw)² / Σw².
 *  Equals the row count where all weights are equal, and 0 where nothing has weight. */
export function effectiveRows(weight: number, weightSquares: number): number {
  if (!(weight >= 0) || !(weightSquares >= 0)) {
    throw new RangeError(
      `Sums of weights must not be negative: Σw = ${weight}, Σw² = ${weightSquares}.`,
    );
  }
  if (weight === 0) return 0;
  if (weightSquares === 0) {
    throw new RangeError(`Σw is ${weight} while Σw² is 0: they are not of the same rows.`);
  }
  return weight * (weight / weightSquares);
}

/** Refuses what cannot be two count vectors of the same bins. */
export function checkCounts(
  baselineCounts: readonly number[],
  windowCounts: readonly number[],
): void {
  if (baselineCounts.length !== windowCounts.length) {
    throw new RangeError(
      `The baseline has ${baselineCounts.length} bins, the window ${windowCounts.length}.`,
    );
  }
  for (const count of baselineCounts) checkCount(count);
  for (const count of windowCounts) checkCount(count);
}

function checkCount(count: number): void {
  if (count >= 0 && Number.isFinite(count)) return;
  throw new RangeError(`A count must be finite and not negative, not ${count}.`);
}

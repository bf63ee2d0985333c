/** Weight of positives and of negatives at each distinct score, ascending: ties are one group, so
 *  that their order plays no part. */
export function groupByScore(
  scores: readonly number[],
  labels: readonly boolean[],
  weights?: readonly number[],
): { readonly positives: number[]; readonly negatives: number[] } {
  if (labels.length !== scores.length || (weights ?? scores).length !== scores.length) {
    throw new RangeError('Scores, labels and weights must be of one length.');
  }
  if (scores.some(Number.isNaN)) throw new RangeError('A score is NaN: leave such rows out.');
  const ascending = scores.map((_, i) => i).sort((a, b) => compare(scores[a], scores[b]));
  const positives: number[] = [];
  const negatives: number[] = [];
  let previous: number | undefined;
  for (const i of ascending) {
    if (positives.length === 0 || scores[i] !== previous) {
      positives.push(0);
      negatives.push(0);
      previous = scores[i];
    }
    const side = labels[i] === true ? positives : negatives;
    side[side.length - 1] = (side.at(-1) ?? 0) + (weights?.[i] ?? 1);
  }
  return { positives, negatives };
}

function compare(a = 0, b = 0): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * Probability that a late flight was given a higher score than one in time; a tie is a half.
 *
 * @param {readonly number[]} scores
 * @param {readonly boolean[]} late
 */
export function areaUnderCurve(scores, late) {
  const order = scores.map((_, at) => at).sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0));
  const lateCount = late.filter(Boolean).length;
  let rankSum = 0;
  for (let start = 0; start < order.length; ) {
    let end = start;
    let lateInTie = 0;
    const score = scores[order[start] ?? 0];
    for (; end < order.length && scores[order[end] ?? 0] === score; end += 1) {
      if (late[order[end] ?? 0] === true) lateInTie += 1;
    }
    rankSum += lateInTie * ((start + 1 + end) / 2);
    start = end;
  }
  const pairs = lateCount * (late.length - lateCount);
  return pairs === 0 ? Number.NaN : (rankSum - (lateCount * (lateCount + 1)) / 2) / pairs;
}

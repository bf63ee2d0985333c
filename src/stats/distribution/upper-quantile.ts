/** The x with `tailOf(x)` = `tail`, for a continuous tail that falls from 1 at −∞ or 0 to 0.
 *  Brackets outward from `start` by `step`, then closes in by false position on the logarithm of
 *  the tail, which is nearly straight or a parabola however far out.
 *  Accuracy  1e-12 relative in x, or what the tail's own digits allow
 *  Source    Illinois method (Dowell & Jarratt 1971, BIT 11) */
export function upperQuantile(
  tail: number,
  tailOf: (x: number) => number,
  start: number,
  step: number,
  lowest: number = Number.NEGATIVE_INFINITY,
): number {
  const aim = Math.log(tail);
  const excess = (x: number) => (x <= lowest ? -aim : Math.log(tailOf(x)) - aim);
  let low = start;
  let high = start;
  let above = excess(start);
  let below = above;
  for (let width = step; above < 0; width *= 2) {
    high = low;
    below = above;
    low = Math.max(lowest, low - width);
    above = excess(low);
  }
  for (let width = step; below > 0; width *= 2) {
    low = high;
    above = below;
    high += width;
    below = excess(high);
  }
  let kept = 0;
  for (let round = 0; round < 200 && above !== 0; round += 1) {
    if (below === 0) return high;
    const flat = !Number.isFinite(below);
    const x = flat ? (low + high) / 2 : low + ((high - low) * above) / (above - below);
    const at = excess(x);
    if (at >= 0) {
      low = x;
      above = at;
      if (kept > 0 && !flat) below /= 2;
      kept = 1;
    } else {
      high = x;
      below = at;
      if (kept < 0) above /= 2;
      kept = -1;
    }
    if (high - low <= 1e-13 * Math.max(Math.abs(low), Math.abs(high)) || at === 0) return x;
  }
  return low;
}

export function requireTail(tail: number): void {
  if (!(tail > 0 && tail < 1)) {
    throw new RangeError(`The tail must hold a chance between 0 and 1, not ${tail}.`);
  }
}

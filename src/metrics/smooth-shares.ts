/** What to do about empty bins, whose logarithm is infinite:
 *  `add`           amount added to every count, ½ by default (Jeffreys, Krichevsky–Trofimov)
 *  `replace_zero`  a share of 0 becomes `amount`, nothing is rescaled
 *  `floor`         a share below `amount` becomes `amount`, nothing is rescaled */
export const SMOOTHINGS = ['add', 'replace_zero', 'floor'] as const;
export type Smoothing = (typeof SMOOTHINGS)[number];

export const DEFAULT_SMOOTHING_AMOUNT: Readonly<Record<Smoothing, number>> = {
  add: 0.5,
  replace_zero: 1e-4,
  floor: 0.01,
};

/** Shares of counts, all greater than 0. */
export function smoothShares(
  counts: readonly number[],
  smoothing: Smoothing = 'add',
  amount: number = DEFAULT_SMOOTHING_AMOUNT[smoothing],
): number[] {
  if (!(amount > 0 && Number.isFinite(amount))) {
    throw new RangeError(`The smoothing amount must be a number above 0, not ${amount}.`);
  }
  let total = 0;
  for (const count of counts) total += count;
  if (!(total > 0)) throw new RangeError('There is nothing to take shares of: all counts are 0.');
  if (smoothing === 'add') {
    return counts.map((count) => (count + amount) / (total + amount * counts.length));
  }
  return counts.map((count) => {
    const share = count / total;
    if (smoothing === 'floor') return Math.max(share, amount);
    return share === 0 ? amount : share;
  });
}

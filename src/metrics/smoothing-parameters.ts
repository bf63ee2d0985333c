import type { Parameters } from './metric.ts';
import { readChoice, readPositiveNumber } from './read-parameters.ts';
import type { CountSampling } from './sampling.ts';
import { DEFAULT_SMOOTHING_AMOUNT, SMOOTHINGS, type Smoothing } from './smooth-shares.ts';

/** The parameters of metrics that take logarithms of shares. */
export const SMOOTHING_PARAMETERS = {
  smoothing: {
    type: 'string',
    enum: [...SMOOTHINGS],
    default: 'add',
    title: 'Empty bins',
    description:
      'Add the amount to every count, or replace shares of 0 by it, or raise shares to it.',
  },
  smoothingAmount: {
    type: 'number',
    exclusiveMinimum: 0,
    title: 'Amount',
    description: 'Rows to add (0.5), or the share instead of 0 (0.0001), or the floor (0.01).',
  },
} as const;

export function readSmoothing(parameters: Parameters): { smoothing: Smoothing; amount: number } {
  const smoothing = readChoice(parameters, 'smoothing', SMOOTHINGS, 'add');
  const fallback = DEFAULT_SMOOTHING_AMOUNT[smoothing];
  return { smoothing, amount: readPositiveNumber(parameters, 'smoothingAmount', fallback) };
}

/** How a divergence of smoothed shares grows with χ². Only an amount that vanishes among the counts
 *  leaves the first order alone; shares that are raised to a floor stand still below it. */
export function growthWhenSmoothed(
  parameters: Parameters,
  factor: number,
): CountSampling['chiSquared'] {
  const { smoothing, amount } = readSmoothing(parameters);
  return smoothing === 'add' && amount <= 1 ? { factor, power: 1 } : null;
}

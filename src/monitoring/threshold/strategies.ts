import { calibratedStrategy } from './strategies/calibrated.ts';
import { fixedStrategy } from './strategies/fixed.ts';
import { historyStrategy } from './strategies/history.ts';
import { relativeStrategy } from './strategies/relative.ts';
import type { ThresholdSpec } from './threshold.ts';
import type { ThresholdStrategy } from './threshold-strategy.ts';

/** Every threshold strategy. A new one is a file in the folder beside this one, and a line here. */
export const STRATEGIES = [
  fixedStrategy,
  relativeStrategy,
  historyStrategy,
  calibratedStrategy,
] as const;

export function strategyOf(spec: ThresholdSpec): ThresholdStrategy<ThresholdSpec> {
  const strategy = STRATEGIES.find((one) => one.id === spec.strategy);
  if (strategy === undefined) throw new RangeError(`No threshold strategy "${spec.strategy}".`);
  return strategy;
}

import { effectiveRows } from './effective-rows.ts';
import { judgeSample } from './judge-sample.ts';
import type { Measured, MetricDescriptor } from './metric.ts';
import type { OutcomeProfile } from './profile.ts';

/** Effective labelled rows. */
export function labelledRows(outcome: OutcomeProfile): number {
  if (outcome.labelledRows === 0) return 0;
  return Math.min(outcome.labelledRows, effectiveRows(outcome.weight, outcome.weightSquares));
}

/** The answer where there are too few labels, or nothing where there are enough. */
export function judgeLabels(
  descriptor: MetricDescriptor,
  outcome: OutcomeProfile,
): Measured | undefined {
  const n = labelledRows(outcome);
  if (n === 0 && outcome.rows > 0) return { kind: 'no_data', reason: 'no_labels', n, m: 0 };
  return judgeSample(descriptor, n);
}

/** A sentence for a metric that was asked about a task it does not understand. */
export function refuseTask(descriptor: MetricDescriptor, outcome: OutcomeProfile): never {
  throw new Error(
    `${descriptor.title} is not defined for "${outcome.output}", whose task is ${outcome.outcome.task}.`,
  );
}

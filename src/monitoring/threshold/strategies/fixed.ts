import type { MetricDescriptor } from '../../../metrics/metric.ts';
import type { FixedThreshold } from '../threshold.ts';
import type { ThresholdStrategy } from '../threshold-strategy.ts';

/** Two constants that a person chose; sample sizes and history play no part. */
export const fixedStrategy: ThresholdStrategy<FixedThreshold> = {
  id: 'fixed',
  historyWindows: 0,

  bounds: ({ warning, critical, side }) => ({ warning, critical, side }),

  findDefect(spec, descriptor) {
    const { warning, critical, side } = spec;
    if (warning === null && critical === null) {
      return 'A fixed threshold needs a warning or a critical bound.';
    }
    for (const [name, bound] of Object.entries({ warning, critical })) {
      if (bound !== null && !Number.isFinite(bound)) return `The ${name} bound must be finite.`;
    }
    if (warning !== null && critical !== null) {
      const inOrder = side === 'above' ? warning <= critical : warning >= critical;
      if (!inOrder) {
        const relation = side === 'above' ? 'above' : 'below';
        return `The warning bound ${warning} lies ${relation} the critical bound ${critical}, so it would never be met first.`;
      }
    }
    const unreachable = [warning, critical].find(
      (bound) => bound !== null && !isReachable(bound, side, descriptor),
    );
    if (unreachable !== undefined) {
      const [min, max] = descriptor.range;
      return `${descriptor.title} lies between ${min} and ${max} and never gets ${side} ${unreachable}.`;
    }
    return null;
  },
};

function isReachable(bound: number, side: 'above' | 'below', descriptor: MetricDescriptor) {
  const [min, max] = descriptor.range;
  return side === 'above' ? bound < max : bound > min;
}

import type { MetricDescriptor } from '../../../metrics/metric.ts';
import type { FixedThreshold } from '../threshold.ts';
import type { ThresholdStrategy } from '../threshold-strategy.ts';

/** Two constants that a person chose; sample sizes and history play no part. */
export const fixedStrategy: ThresholdStrategy<FixedThreshold> = {
  id: 'fixed',
  historyWindows: 0,

  bounds: ({ info, warning, critical, side }) => ({
    ...(info === undefined ? {} : { info }),
    warning,
    critical,
    side,
  }),

  findDefect(spec, descriptor) {
    const { side } = spec;
    const given = [
      { name: 'info', bound: spec.info ?? null },
      { name: 'warning', bound: spec.warning },
      { name: 'critical', bound: spec.critical },
    ].flatMap(({ name, bound }) => (bound === null ? [] : [{ name, bound }]));
    if (given.length === 0) return 'A fixed threshold needs a warning or a critical bound.';
    for (const [i, { name, bound }] of given.entries()) {
      if (!Number.isFinite(bound)) return `The ${name} bound must be finite.`;
      const milder = given[i - 1];
      if (milder === undefined) continue;
      const inOrder = side === 'above' ? milder.bound <= bound : milder.bound >= bound;
      if (!inOrder) {
        return `The ${milder.name} bound ${milder.bound} lies ${side} the ${name} bound ${bound}, so it would never be met first.`;
      }
    }
    const unreachable = given.find(({ bound }) => !isReachable(bound, side, descriptor))?.bound;
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

import type { CountSampling } from '../../../metrics/sampling.ts';
import type { Steps } from '../../steps.ts';
import type { Bounds, CalibratedThreshold, ThresholdContext } from '../threshold.ts';
import { countLaws } from './count-laws.ts';
import { distanceBounds } from './distance-bounds.ts';
import { valueOfEffect } from './value-scale.ts';

/** Cut-offs of a distance between two count vectors. */
export function* countBounds(
  spec: CalibratedThreshold,
  context: ThresholdContext,
  sampling: CountSampling,
): Steps<Bounds> {
  const { n, descriptor } = context;
  return distanceBounds(spec, context, {
    ...(yield* countLaws(descriptor.id, sampling, n)),
    valueOfEffect: (w) => valueOfEffect(sampling, n, w),
  });
}

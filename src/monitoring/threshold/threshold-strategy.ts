import type { MetricDescriptor } from '../../metrics/metric.ts';
import type { Steps } from '../steps.ts';
import type { Bounds, ThresholdContext, ThresholdSpec } from './threshold.ts';

/** A way to turn constants, sample sizes or history into bounds. It never sees the value that
 *  is judged: metric, threshold and verdict are three functions. */
export interface ThresholdStrategy<Spec extends ThresholdSpec> {
  readonly id: Spec['strategy'];
  /** How many earlier measurements of the same check it asks for. */
  readonly historyWindows: number;
  bounds(spec: Spec, context: ThresholdContext): Bounds;
  /** The same for who has other things to do meanwhile, where bounds may take long. */
  boundsInSteps?(spec: Spec, context: ThresholdContext): Steps<Bounds>;
  /** What is wrong with a specification, as a sentence for the person who wrote it. */
  findDefect(spec: Spec, descriptor: MetricDescriptor): string | null;
}

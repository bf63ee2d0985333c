import type { Parameters } from '../../../metrics/metric.ts';
import type { ThresholdSpec } from '../threshold.ts';

/** What a library that people come from would watch of a column, and when it would call it drifted. */
export interface PresetCheck {
  readonly metric: string;
  readonly parameters: Parameters;
  readonly threshold: ThresholdSpec;
}

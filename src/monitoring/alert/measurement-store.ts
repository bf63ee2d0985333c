import type { Evaluation } from './alert.ts';

/** Port: the numbers that were judged, for ever. Keyed by revision, so that writing an
 *  evaluation again changes nothing. */
export interface MeasurementStore {
  write(
    evaluation: Evaluation,
    subject: { readonly projectId: string; readonly modelId: string },
  ): Promise<void>;
}

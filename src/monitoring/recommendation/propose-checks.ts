import type { WindowProfile } from '../../metrics/profile.ts';
import type { Model } from '../model/model.ts';
import { weighCheck } from '../monitor/weigh-check.ts';
import { featureColumn } from '../profile/column-key.ts';
import { proposeFeature } from './propose-feature.ts';
import { proposeOutput } from './propose-output.ts';
import { explainUnjudged, proposePerformance } from './propose-performance.ts';
import type { PassedOver, ProposedCheck } from './recommendation.ts';

/** Against an average feature: what the model answers, and how well, concerns every decision. */
const OUTPUT_WEIGHT = 2;
const PERFORMANCE_WEIGHT = 2;

export interface Candidates {
  readonly features: readonly ProposedCheck[];
  readonly outputs: readonly ProposedCheck[];
  readonly performance: readonly ProposedCheck[];
  readonly passedOver: readonly PassedOver[];
}

/** Everything of a model that is worth a check in windows of so many rows. */
export function proposeChecks(
  model: Pick<Model, 'features' | 'outputs'>,
  baseline: WindowProfile,
  rowsPerWindow: number | null,
): Candidates {
  const features: ProposedCheck[] = [];
  const passedOver: PassedOver[] = [];
  for (const feature of model.features) {
    const key = featureColumn(feature.featureId);
    const column = baseline.columns.get(key);
    const weight = weighCheck(key, model.features);
    const proposed = proposeFeature({ feature, column, weight, rowsPerWindow });
    if ('why' in proposed) passedOver.push(proposed);
    else features.push(...proposed);
  }
  const outputs: ProposedCheck[] = [];
  const performance: ProposedCheck[] = [];
  const onlyOutput = model.outputs.length === 1;
  for (const output of model.outputs) {
    const weight = OUTPUT_WEIGHT;
    outputs.push(...proposeOutput({ output, onlyOutput, baseline, weight, rowsPerWindow }));
    const judged = proposePerformance({ output, baseline, weight: PERFORMANCE_WEIGHT });
    performance.push(...judged);
    if (judged.length > 0) continue;
    const subject = onlyOutput ? 'performance' : `performance of ${output.name}`;
    passedOver.push({ subject, why: explainUnjudged(baseline.outcomes.get(output.name)) });
  }
  return { features, outputs, performance, passedOver };
}

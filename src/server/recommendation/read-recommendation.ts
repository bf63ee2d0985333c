import type { WindowProfile } from '../../metrics/profile.ts';
import type { Baseline } from '../../monitoring/baseline/baseline.ts';
import type { Model } from '../../monitoring/model/model.ts';
import type { BaselineStore, ProfileStore } from '../../monitoring/ports.ts';
import { featureColumn } from '../../monitoring/profile/column-key.ts';
import { type ExpectedRows, expectRows } from '../../monitoring/recommendation/expect-rows.ts';
import type { Dimension } from '../../monitoring/recommendation/place-dimensions.ts';
import { comparedByHour, type HoursOf } from '../../monitoring/recommendation/plan-hours.ts';
import {
  type Preset,
  recommendByPreset,
} from '../../monitoring/recommendation/recommend-by-preset.ts';
import {
  checksByHour,
  recommendInSteps,
} from '../../monitoring/recommendation/recommend-monitors.ts';
import type {
  ProposedCheck,
  Recommendation,
} from '../../monitoring/recommendation/recommendation.ts';
import { ApiError } from '../http/api-error.ts';
import { createBaselineHistories } from '../jobs/evaluation/baseline-histories.ts';
import { countSegmentsOf } from '../monitors/count-segments-of.ts';
import { runInSlices } from '../run-in-slices.ts';

interface Deps {
  readonly baselines: Pick<BaselineStore, 'activeFor'>;
  readonly profiles: Pick<
    ProfileStore,
    'readBaseline' | 'readBaselineWindows' | 'readBaselineWindowsOf'
  >;
}

export interface ReadRecommendation {
  readonly baseline: Baseline;
  readonly expected: ExpectedRows | null;
  readonly recommendation: Recommendation;
}

/** Reads what the baseline tells, and what is recommended by it; null where it no longer goes on. */
export async function readRecommendation(
  deps: Deps,
  model: Model,
  preset: Preset | null,
  goesOn: () => boolean,
): Promise<ReadRecommendation | null> {
  const { baselines, profiles } = deps;
  const baseline = await baselines.activeFor(model.modelId, null);
  if (baseline === null) throw new ApiError('no_baseline', { detail: { model: model.name } });
  const profile = await profiles.readBaseline(model, baseline, '');
  const rowsAlone = { columns: [], outcomes: false };
  const hours = await profiles.readBaselineWindows(model, baseline, '1h', '', rowsAlone);
  const expected = expectRows(baseline, hours);
  if (preset !== null) {
    const recommendation = recommendByPreset(preset, { model, baseline: profile });
    return { baseline, expected, recommendation };
  }
  const dimensions: Dimension[] = [];
  for (const name of model.segmentBy) {
    const dimension = await readDimension(deps, model, baseline, profile, name);
    if (dimension !== null) dimensions.push(dimension);
  }
  const hoursOf = await readHours(deps, model, baseline, profile, expected);
  const subject = { model, baseline: profile, expected, dimensions, hoursOf };
  const recommendation = await runInSlices(recommendInSteps(subject), goesOn);
  return recommendation === null ? null : { baseline, expected, recommendation };
}

/** What the checks that compare would have measured in the hours of the baseline's own period. */
async function readHours(
  { profiles }: Deps,
  model: Model,
  baseline: Baseline,
  whole: WindowProfile,
  expected: ExpectedRows | null,
): Promise<HoursOf> {
  if (expected === null) return () => [];
  const compared = comparedByHour(checksByHour(model, whole, expected));
  const checks = compared.map((check) => ({ ...check, checkId: idOf(check) }));
  const histories = createBaselineHistories(profiles);
  const hours = await histories.of(model, baseline, { cadence: '1h', checks }, ['']);
  return (check) => hours.get('')?.get(idOf(check)) ?? [];
}

const idOf = ({ metric, column }: ProposedCheck): string => `${metric} ${column}`;

/** Null where the baseline has no segments by it. */
async function readDimension(
  { profiles }: Deps,
  model: Model,
  baseline: Baseline,
  whole: WindowProfile,
  name: string,
): Promise<Dimension | null> {
  const segments = countSegmentsOf(name, model, baseline);
  const feature = model.features.find((one) => one.name === name);
  if (segments === 0 || feature === undefined) return null;
  const column = whole.columns.get(featureColumn(feature.featureId));
  if (column?.grid.kind !== 'categorical') return null;
  const counts = column.categorical?.counts ?? [];
  const value = column.grid.categories[counts.indexOf(Math.max(...counts))];
  if (value === undefined) return null;
  const segment = `${name}=${value}`;
  return {
    name,
    segments,
    largest: { segment, profile: await profiles.readBaseline(model, baseline, segment) },
  };
}

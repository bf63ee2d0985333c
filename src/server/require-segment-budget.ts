import type { Model } from '../monitoring/model/model.ts';
import {
  countProfilesPerWindow,
  MAXIMUM_PROFILES_PER_WINDOW,
} from '../monitoring/model/segment-budget.ts';
import { ApiError } from './http/api-error.ts';

/** Refused when it is declared, with the number, and not found out when counting falls behind. */
export function requireSegmentBudget(
  { segmentBy, outputs }: Pick<Model, 'segmentBy' | 'outputs'>,
  featureCount: number,
  where: string,
): void {
  const profiles = countProfilesPerWindow(segmentBy, featureCount, outputs);
  if (profiles <= MAXIMUM_PROFILES_PER_WINDOW) return;
  throw new ApiError('too_many_segments', {
    where,
    detail: { profiles, maximum: MAXIMUM_PROFILES_PER_WINDOW, dimensions: segmentBy.length },
  });
}

import type { FleetModelWire } from '../../contract/fleet.ts';
import { VERDICT_WORDS, verdictOf } from './verdict.ts';

/** Models that hold every word of the filter in their name, verdict or finding. */
export function filterModels(
  models: readonly FleetModelWire[],
  filter: string,
): readonly FleetModelWire[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return models;
  return models.filter((model) => {
    const { worst, headline } = model.health;
    const text = `${model.name} ${VERDICT_WORDS[verdictOf(worst)]} ${headline}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

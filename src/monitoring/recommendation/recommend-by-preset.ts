import type { ColumnProfile } from '../../metrics/profile.ts';
import type { Model } from '../model/model.ts';
import { evidentlyCheck } from '../threshold/presets/evidently.ts';
import { nannymlCheck } from '../threshold/presets/nannyml.ts';
import type { PresetCheck } from '../threshold/presets/preset-check.ts';
import { composeMonitor } from './compose-monitor.ts';
import { countCategories, countDistinctNumbers, weightOfValues } from './describe-values.ts';
import { proposeChecks } from './propose-checks.ts';
import type { RecommendationSubject } from './recommend-monitors.ts';
import type { ProposedCheck, Recommendation } from './recommendation.ts';
import { dailyRule, MODEL_BUDGET } from './rules.ts';

export const PRESETS = ['evidently', 'nannyml'] as const;
export type Preset = (typeof PRESETS)[number];

const TITLES = { evidently: 'Evidently', nannyml: 'NannyML' } as const satisfies Record<
  Preset,
  string
>;

/** What people know from another library, by the same rules: one monitor of a day, every column that
 *  can be compared, and no budget of false alarms, since those libraries have none. */
export function recommendByPreset(
  preset: Preset,
  { model, baseline }: Pick<RecommendationSubject, 'model' | 'baseline'>,
): Recommendation {
  const { features, outputs } = proposeChecks(model, baseline, null);
  const columns = new Map<string, ProposedCheck>();
  for (const check of [...features, ...outputs]) {
    if (check.column !== null && !columns.has(check.column)) columns.set(check.column, check);
  }
  const proposed = [...columns].flatMap(([key, { name }]): ProposedCheck[] => {
    const column = baseline.columns.get(key);
    if (column === undefined || weightOfValues(column) === 0) return [];
    const check = checkOf(preset, column, key, model);
    const why = `As ${TITLES[preset]} does by default.`;
    return [{ ...check, column: key, name, weight: 1, why }];
  });
  const name = `${preset}, daily`;
  const why = `Every column as ${TITLES[preset]} compares it by default, once a day.`;
  const rule = { ...dailyRule(MODEL_BUDGET.alarms), noData: 'ignore' } as const;
  const monitor = composeMonitor({ name, rule, proposed, segmentsOf: null, why });
  return { monitors: proposed.length === 0 ? [] : [monitor], passedOver: [] };
}

function checkOf(
  preset: Preset,
  column: ColumnProfile,
  key: string,
  model: Pick<Model, 'features'>,
): PresetCheck {
  if (preset === 'nannyml') return nannymlCheck();
  const kind = model.features.find((one) => `feature:${one.featureId}` === key)?.kind;
  const isNumeric = column.grid.kind === 'numeric';
  return evidentlyCheck({
    kind: kind ?? (isNumeric ? 'numeric' : 'categorical'),
    baselineRows: column.rows,
    distinctValues: isNumeric
      ? (countDistinctNumbers(column) ?? Number.POSITIVE_INFINITY)
      : countCategories(column),
  });
}

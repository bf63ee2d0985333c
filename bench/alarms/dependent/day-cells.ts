import type { DayCell } from './day-cell.ts';
import { DAY_SCENARIOS } from './day-scenario.ts';

/** Some metrics meet all ways that days differ, one of each other kind a few of them. */
export function dayCells(): DayCell[] {
  const few = DAY_SCENARIOS.filter((_, index) => index === 2 || index >= 5);
  return [
    ...DAY_SCENARIOS.map((scenario) => ({ metric: 'population_stability_index', scenario })),
    ...few.map((scenario) => ({ metric: 'jensen_shannon', scenario })),
    ...few.map((scenario) => ({ metric: 'total_variation', scenario })),
    ...few.map((scenario) => ({ metric: 'missing_ratio', scenario })),
    ...few.map((scenario) => ({ metric: 'accuracy', scenario })),
  ];
}

export const dayCellId = ({ metric, scenario }: DayCell): string =>
  `${metric} days: ${scenario.name}`;

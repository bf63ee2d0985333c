import { DAY_SCENARIOS } from './dependent/day-scenario.ts';
import type { OnsetCell } from './onsets.ts';

const ONCE = { violations: 1, windows: 1 };
const TWO_OF_THREE = { violations: 2, windows: 3 };

export function onsetCells(): OnsetCell[] {
  const named = DAY_SCENARIOS.filter((_, index) => [0, 2, 5, 8].includes(index));
  return [
    ...named.map((scenario) => ({ scenario, persistence: ONCE, floor: 'none' as const })),
    ...named.map((scenario) => ({ scenario, persistence: TWO_OF_THREE, floor: 'none' as const })),
    ...named
      .slice(-1)
      .map((scenario) => ({ scenario, persistence: ONCE, floor: 'default' as const })),
  ];
}

export const onsetCellId = ({ scenario, persistence, floor }: OnsetCell): string =>
  `onsets, ${persistence.violations} of ${persistence.windows}, floor ${floor}: ${scenario.name}`;

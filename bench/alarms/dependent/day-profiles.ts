import type { ColumnProfile, OutcomeProfile, WindowProfile } from '../../../src/metrics/profile.ts';
import type { Random } from '../../../src/stats/random.ts';
import { categoricalProfile } from '../cell/column-profiles.ts';
import type { DayScenario } from './day-scenario.ts';
import { drawDays } from './draw-days.ts';

export const DAY_MS = 86_400_000;
/** 3 January 2000 was a Monday. */
export const FIRST_MONDAY_MS = Date.UTC(2000, 0, 3);

export interface DayProfile {
  readonly startMs: number;
  readonly profile: WindowProfile;
}

/** Ten categories of unequal weight, and missing values. */
const SHARES = [0.24, 0.18, 0.14, 0.11, 0.09, 0.07, 0.05, 0.04, 0.02, 0.01, 0.05];
/** True and false positives, true and false negatives. */
const DECISIONS = [0.35, 0.08, 0.47, 0.1];

const GRID = {
  kind: 'categorical',
  id: 'bench',
  categories: SHARES.slice(0, -1).map((_, index) => `c${index}`),
} as const;

/** Days of a model with some columns and labelled decisions, each moving on its own. */
export function drawDayProfiles(
  random: Random,
  scenario: DayScenario,
  columns: number,
  count: number,
): DayProfile[] {
  const series = Array.from({ length: columns }, () => drawDays(random, scenario, SHARES, count));
  const decisions = drawDays(random, scenario, DECISIONS, count);
  return Array.from({ length: count }, (_, day) => ({
    startMs: FIRST_MONDAY_MS + day * DAY_MS,
    profile: windowProfile(
      series.map((days, column) => columnOf(column, days[day] ?? [])),
      outcomeOf(decisions[day] ?? []),
    ),
  }));
}

export function windowProfile(
  columns: readonly ColumnProfile[],
  outcome: OutcomeProfile | null,
): WindowProfile {
  return {
    rows: columns[0]?.rows ?? 0,
    erroneousRows: 0,
    durationMs: DAY_MS,
    columns: new Map(columns.map((column) => [column.column, column])),
    outcomes: new Map(outcome === null ? [] : [[outcome.output, outcome]]),
  };
}

export const columnName = (column: number): string => `feature:${column + 1}`;

function columnOf(column: number, counts: readonly number[]): ColumnProfile {
  const missing = counts.at(-1) ?? 0;
  return {
    ...categoricalProfile(GRID, counts.slice(0, -1), 0, missing),
    column: columnName(column),
  };
}

function outcomeOf(counts: readonly number[]): OutcomeProfile {
  const [truePositives = 0, falsePositives = 0, trueNegatives = 0, falseNegatives = 0] = counts;
  const rows = truePositives + falsePositives + trueNegatives + falseNegatives;
  return {
    output: 'default',
    rows,
    labelledRows: rows,
    weight: rows,
    weightSquares: rows,
    outcome: {
      task: 'binary',
      positives: [],
      negatives: [],
      logLossSum: 0,
      squaredErrorSum: 0,
      scoredWeight: 0,
      truePositives,
      falsePositives,
      trueNegatives,
      falseNegatives,
    },
  };
}

import type { GridCell, Results } from './collect-results.ts';
import { type Estimate, lowerLimit } from './estimate.ts';

/** What the project promises, and what the bench ends with 1 for. */
export const LIMITS = {
  /** Observed over granted false alarms: in all but a part of the cells, and in every one. */
  mostCells: 1.5,
  exceptedPart: 0.05,
  everyCell: 2,
  /** Part of the baselines whose own rate exceeds twice what was granted. */
  badBaselines: 0.05,
  /** Onsets in a model's month over the budget. */
  onsets: 1.5,
  /** Median over cells of our smallest shift found over that of the oracle. */
  sharpness: 1.5,
  /** Part of gross shifts that are found on their first day, at the level of a segment. */
  grossShifts: 0.9,
} as const;

/** So far above a limit an estimate has to lie, in standard errors, where there are hundreds. */
const MANY_Z = 3;

export interface Failure {
  readonly what: string;
  readonly cell: string;
  readonly level: number | null;
  readonly observed: number;
  readonly limit: number;
}

export interface Judgement {
  readonly falseAlarms: {
    readonly cells: number;
    readonly aboveMost: number;
    readonly aboveEvery: number;
    readonly unbounded: number;
    readonly median: number;
    readonly worst: number;
  };
  readonly badBaselines: number;
  readonly sharpness: number;
  readonly worstOnsets: number;
  /** Over all cells, and in the worst. */
  readonly grossShifts: { readonly found: number; readonly worst: number };
  readonly failures: readonly Failure[];
}

export function judgeResults(results: Results): Judgement {
  const { cells, onsets, shifts } = results;
  const aboveMost = cells.filter(({ observed }) => isAbove(observed, LIMITS.mostCells));
  const aboveEvery = cells.filter(({ observed }) => isAbove(observed, LIMITS.everyCell, MANY_Z));
  const unbounded = cells.filter((cell) => cell.unbounded);
  const tooMany = aboveMost.length > LIMITS.exceptedPart * cells.length;
  const bad = pooledBaselines(cells);
  const ratios = results.sharpness.map(({ ours, oracle }) => ours / oracle);
  const onsetRatios = onsets.map(({ perMonth, budget }) => perMonth.rate / budget);
  const median = medianOf(ratios);
  const failures: Failure[] = [
    ...aboveEvery.map((cell) => failureOf('false alarms, every cell', cell, LIMITS.everyCell)),
    ...(tooMany ? aboveMost : [])
      .filter((cell) => !aboveEvery.includes(cell))
      .map((cell) => failureOf('false alarms, most cells', cell, LIMITS.mostCells)),
    // Silence for want of a bound would pass every limit above.
    ...unbounded.map((cell) => failureOf('no bound', cell, 0)),
    ...cells.filter(hasBadBaselines).map((cell) => ({
      ...failureOf('bad baselines', cell, LIMITS.badBaselines),
      observed: cell.badBaselines ?? 0,
    })),
    ...(bad > LIMITS.badBaselines ? [overall('bad baselines', bad, LIMITS.badBaselines)] : []),
    ...onsets
      .filter(({ perMonth, budget }) => isAbove(perMonth, LIMITS.onsets * budget))
      .map(({ cell, perMonth, budget }) => {
        return {
          what: 'onsets',
          cell,
          level: null,
          observed: perMonth.rate,
          limit: LIMITS.onsets * budget,
        };
      }),
    ...shifts
      .filter(({ found, models }) => found + missedByChance(models) < LIMITS.grossShifts)
      .map(({ cell, found }) => ({
        what: 'gross shifts found',
        cell,
        level: null,
        observed: found,
        limit: LIMITS.grossShifts,
      })),
    ...(median > LIMITS.sharpness ? [overall('sharpness', median, LIMITS.sharpness)] : []),
  ];
  return {
    falseAlarms: {
      cells: cells.length,
      aboveMost: aboveMost.length,
      aboveEvery: aboveEvery.length,
      unbounded: unbounded.length,
      median: medianOf(cells.map(({ observed }) => observed.rate)),
      worst: Math.max(...cells.map(({ observed }) => observed.rate)),
    },
    badBaselines: bad,
    sharpness: median,
    worstOnsets: Math.max(0, ...onsetRatios),
    grossShifts: {
      found:
        shifts.length === 0 ? 1 : shifts.reduce((all, one) => all + one.found, 0) / shifts.length,
      worst: Math.min(1, ...shifts.map(({ found }) => found)),
    },
    failures,
  };
}

/** Beyond what the simulation itself scatters by. */
const isAbove = (estimate: Estimate, limit: number, z?: number): boolean =>
  lowerLimit(estimate, z) > limit;

function failureOf(what: string, { cell, level, observed }: GridCell, limit: number): Failure {
  return { what, cell, level, observed: observed.rate, limit };
}

const overall = (what: string, observed: number, limit: number): Failure => ({
  what,
  cell: 'all',
  level: null,
  observed,
  limit,
});

/** A twentieth of the baselines may be bad, so a cell is blamed only where chance does not do it. */
function hasBadBaselines({ badBaselines, baselines }: GridCell): boolean {
  if (badBaselines === null) return false;
  const p = LIMITS.badBaselines;
  return badBaselines > p + MANY_Z * Math.sqrt((p * (1 - p)) / baselines);
}

/** What a part found of exactly the limit may fall short by. */
function missedByChance(models: number): number {
  const p = LIMITS.grossShifts;
  return MANY_Z * Math.sqrt((p * (1 - p)) / models);
}

function pooledBaselines(cells: readonly GridCell[]): number {
  const told = cells.filter((cell) => cell.badBaselines !== null);
  const all = told.reduce((sum, cell) => sum + cell.baselines, 0);
  const bad = told.reduce((sum, cell) => sum + cell.baselines * (cell.badBaselines ?? 0), 0);
  return all === 0 ? 0 : bad / all;
}

export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  if (sorted.length === 0) return 0;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle) - 1] ?? 0)) / 2;
}

import type { Judgement } from './acceptance.ts';
import type { Results } from './collect-results.ts';

export interface RunFacts {
  readonly seed: number;
  readonly quick: boolean;
  readonly seconds: number;
  /** Data that was not found, whose cells were left out. */
  readonly absent: readonly string[];
}

/** A run as one object for machines. */
export function summarize(results: Results, judgement: Judgement, facts: RunFacts) {
  const { failures, ...figures } = judgement;
  return {
    passed: failures.length === 0,
    ...facts,
    seconds: round(facts.seconds),
    ...figures,
    failures: failures.map((failure) => ({ ...failure, observed: round(failure.observed) })),
    cells: results.cells.map(({ cell, level, observed, badBaselines, binding, blind }) => ({
      cell,
      level,
      ratio: round(observed.rate),
      standardError: round(observed.standardError),
      badBaselines,
      binding,
      blind,
    })),
    onsets: results.onsets.map(({ cell, perMonth, budget, months }) => ({
      cell,
      perMonth: round(perMonth.rate),
      standardError: round(perMonth.standardError),
      budget,
      months,
    })),
    shifts: results.shifts,
    sharpnessCells: results.sharpness.map(({ cell, ours, oracle }) => ({
      cell,
      // Null where we never find it nine times in ten.
      ratio: Number.isFinite(ours) ? round(ours / oracle) : null,
    })),
    peers: results.peers.map(({ cell, windows, rules }) => ({
      cell,
      windows,
      rates: Object.fromEntries(rules.map(({ id, rate }) => [id, round(rate)])),
    })),
  };
}

const round = (value: number): number => Number(value.toPrecision(4));

import { nextUp } from '../stats/next-up.ts';
import { requireSameGrid } from './count-metric.ts';
import { countMissing } from './count-missing.ts';
import { effectiveRows } from './effective-rows.ts';
import { judgeSample } from './judge-sample.ts';
import type { Measured, MetricDescriptor } from './metric.ts';
import type { ColumnProfile, NumericSummary } from './profile.ts';
import { shareOf } from './share-of.ts';

/** One bin of the grid with both distributions at its ends. */
export interface GridStep {
  /** Values of both samples in it lie in [from, to], of the joint range at the outer ends. */
  readonly from: number;
  readonly to: number;
  /** Nothing but one double fits in, so both distributions are known everywhere. */
  readonly isPoint: boolean;
  /** Cumulated shares at the lower and at the upper end. */
  readonly baselineBelow: number;
  readonly baselineUpTo: number;
  readonly windowBelow: number;
  readonly windowUpTo: number;
}

/** Both distributions of a numeric column, bin by bin of the fine grid. */
export interface ComparedDistributions {
  readonly kind: 'compared';
  readonly steps: readonly GridStep[];
  readonly baseline: NumericSummary;
  /** Effective rows with a value. */
  readonly n: number;
  readonly m: number;
}

/** What metrics of ordered values need of two profiles, or why it cannot be had. Rows without a
 *  value have no place in the order: they are left out of the shares and of n and m. */
export function compareDistributions(
  descriptor: MetricDescriptor,
  window: ColumnProfile,
  baseline: ColumnProfile | undefined,
): ComparedDistributions | Measured {
  const n = rowsWithValue(window);
  if (baseline === undefined) return { kind: 'no_data', reason: 'no_baseline', n, m: 0 };
  requireSameGrid(window, baseline);
  const m = rowsWithValue(baseline);
  const edges = edgesOf(baseline);
  if (window.weight > 0 && n === 0) return { kind: 'no_data', reason: 'no_values', n, m };
  const shortfall = judgeSample(descriptor, n, m);
  if (shortfall !== undefined) return shortfall;
  if (window.numeric === undefined || baseline.numeric === undefined) {
    throw new Error(`"${baseline.column}" has values but no summary of them.`);
  }
  const steps = gridSteps(edges, baseline.numeric, window.numeric);
  return { kind: 'compared', steps, baseline: baseline.numeric, n, m };
}

/** The distribution of a baseline with values, bin by bin, compared with itself. */
export function baselineSteps(baseline: ColumnProfile): GridStep[] {
  const edges = edgesOf(baseline);
  if (baseline.numeric === undefined) {
    throw new Error(`"${baseline.column}" has values but no summary of them.`);
  }
  return gridSteps(edges, baseline.numeric, baseline.numeric);
}

function edgesOf({ column, grid }: ColumnProfile): readonly number[] {
  if (grid.kind !== 'numeric') {
    throw new Error(`"${column}" is not numeric: its values have no order.`);
  }
  return grid.edges;
}

/** Effective rows with a usable value. */
export function rowsWithValue(profile: ColumnProfile): number {
  const rows = effectiveRows(profile.weight, profile.weightSquares);
  if (rows === 0) return 0;
  return rows * (1 - shareOf(countMissing(profile.missing), profile.weight, 'missing'));
}

function gridSteps(
  edges: readonly number[],
  baseline: NumericSummary,
  window: NumericSummary,
): GridStep[] {
  const min = Math.min(baseline.min, window.min);
  const max = Math.max(baseline.max, window.max);
  const totals = [sum(baseline.bins), sum(window.bins)] as const;
  let baselineBelow = 0;
  let windowBelow = 0;
  return baseline.bins.map((weight, bin) => {
    const from = edges[bin - 1];
    const to = edges[bin];
    const baselineUpTo = Math.min(1, baselineBelow + weight / totals[0]);
    const windowUpTo = Math.min(1, windowBelow + (window.bins[bin] ?? 0) / totals[1]);
    const step = {
      from: Math.min(max, Math.max(min, from ?? min)),
      to: Math.max(min, Math.min(max, to ?? max)),
      isPoint: from !== undefined && to === nextUp(from),
      baselineBelow,
      baselineUpTo,
      windowBelow,
      windowUpTo,
    };
    baselineBelow = baselineUpTo;
    windowBelow = windowUpTo;
    return step;
  });
}

const sum = (weights: readonly number[]): number =>
  weights.reduce((total, weight) => total + weight, 0);

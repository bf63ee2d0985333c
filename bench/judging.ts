import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { ColumnProfile, WindowProfile } from '../src/metrics/profile.ts';
import {
  type Compared,
  type MeasureContext,
  measureChecksInSteps,
} from '../src/monitoring/monitor/measure-checks.ts';
import {
  type Check,
  DEFAULT_BUDGET,
  DEFAULT_PERSISTENCE,
} from '../src/monitoring/monitor/monitor.ts';
import { finish } from '../src/monitoring/steps.ts';
import { runInSlices } from '../src/server/run-in-slices.ts';
import { createRandom, type Random } from '../src/stats/random.ts';
import { categoricalProfile, numericProfile } from './alarms/cell/column-profiles.ts';
import { windowProfile } from './alarms/dependent/day-profiles.ts';
import { drawCounts } from './alarms/draw/draw-counts.ts';

const SEGMENTS = 50;
const DRIFTS = [
  'population_stability_index',
  'population_stability_index',
  'jensen_shannon',
  'kolmogorov_smirnov',
  'wasserstein',
] as const;
const RANGES = 256;
const VARIANCE = RANGES ** 2 / 12;
const CATEGORIES = [8, 30, 30, 100, 300] as const;

export interface JudgingResult {
  /** Of the first window, when no law is known yet, and of the next one. */
  readonly first: Judged;
  readonly next: Judged;
  readonly checks: number;
}

interface Judged {
  readonly longestBlockMs: number;
  readonly seconds: number;
}

/** How long the server's event loop stands still while a monitor of fifty segments and ten checks
 *  judges its first windows: in slices as the server does, or at one go. */
export async function benchJudging({ atOneGo = false } = {}): Promise<JudgingResult> {
  const random = createRandom(1);
  const populations = Array.from({ length: SEGMENTS + 1 }, (_, index) => {
    const rows = index === 0 ? 400_000 : Math.round(40_000 / (1 + index / 5));
    const draw = (size: number) => drawProfile(random, size);
    return { baseline: draw(rows), windows: [draw(rows / 30), draw(rows / 31)] };
  });
  const contextOf = (window: number): MeasureContext => {
    const [whole, ...parts] = populations.map(
      ({ baseline, windows }): Compared => ({ baseline, window: windows[window] ?? baseline }),
    );
    if (whole === undefined) throw new Error('There is nothing to judge.');
    const segments = new Map(parts.map((part, index) => [`s=${index}`, part]));
    return { ...whole, monitor: MONITOR, seasonPhase: 0, history: () => [], segments };
  };
  const judge = async (window: number): Promise<Judged> => {
    const steps = measureChecksInSteps(contextOf(window));
    return measure(async () => {
      const results = atOneGo ? finish(steps) : await runInSlices(steps, () => true);
      const failed = results?.find(({ verdict }) => verdict === 'error' || verdict === 'no_data');
      if (failed !== undefined) throw new Error(failed.reason ?? 'A check failed.');
    });
  };
  return { first: await judge(0), next: await judge(1), checks: CHECKS.length * (SEGMENTS + 1) };
}

async function measure(work: () => Promise<void>): Promise<Judged> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  // It measures from its second tick on.
  await new Promise((resolve) => setTimeout(resolve, 20));
  const began = performance.now();
  await work();
  const seconds = (performance.now() - began) / 1000;
  // A block is seen by the timer after it.
  await new Promise((resolve) => setTimeout(resolve, 20));
  delay.disable();
  return { longestBlockMs: Math.round(delay.max / 1e6), seconds: Math.round(seconds * 10) / 10 };
}

const CHECKS: readonly Check[] = [...DRIFTS, ...CATEGORIES].map((kind, index) => ({
  checkId: `check_${index}`,
  metric: typeof kind === 'string' ? kind : 'population_stability_index',
  column: `feature:${index}`,
  parameters: {},
  threshold: { strategy: 'calibrated', warningEffect: 0.1, criticalEffect: 0.3, side: 'above' },
  weight: 1,
}));

const MONITOR = {
  checks: CHECKS,
  segment: '',
  noData: 'ignore',
  cadence: '1d',
  budget: DEFAULT_BUDGET,
  persistence: DEFAULT_PERSISTENCE,
} as const;

/** Columns whose shares differ from segment to segment, as real ones do. */
function drawProfile(random: Random, size: number): WindowProfile {
  const rows = Math.round(size);
  const columns = [...DRIFTS, ...CATEGORIES].map((kind, index): ColumnProfile => {
    const column = `feature:${index}`;
    if (typeof kind === 'string') {
      const even = new Array<number>(RANGES).fill(1 / RANGES);
      const bins = drawCounts(random, rows, even);
      const edges = Array.from({ length: RANGES - 1 }, (_, edge) => edge + 1);
      const grid = { kind: 'numeric', id: 'bench', edges } as const;
      return {
        ...numericProfile(grid, {
          bins,
          min: 0,
          max: RANGES,
          mean: RANGES / 2,
          m2: rows * VARIANCE,
        }),
        column,
      };
    }
    const weights = Array.from({ length: kind }, (_, rank) => 1 / (rank + 1));
    const whole = weights.reduce((sum, weight) => sum + weight, 0);
    const shares = weights.map((weight) => weight / whole);
    const categories = weights.map((_, rank) => `c${rank}`);
    const grid = { kind: 'categorical', id: 'bench', categories } as const;
    return { ...categoricalProfile(grid, drawCounts(random, rows, shares)), column };
  });
  return windowProfile(columns, null);
}

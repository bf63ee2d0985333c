import type { Bounds } from '../../../src/monitoring/threshold/threshold.ts';
import { createRandom, type Random } from '../../../src/stats/random.ts';
import { type Estimate, estimateOf } from '../estimate.ts';
import { calibratedBounds } from './calibrated-bounds.ts';
import { isAlarm } from './is-alarm.ts';
import type { DrawnBaseline, NullCell, WeighedValue } from './null-cell.ts';
import { type Sharpness, sharpnessOf } from './sharpness.ts';

export interface Effort {
  readonly baselines: number;
  readonly windows: number;
}

/** How often a cell alarms at one level. */
export interface LevelResult {
  readonly level: number;
  /** Over all baselines, in units of the level. */
  readonly observed: Estimate;
  /** Part of the baselines whose own windows alarm more than twice as often as granted; null where
   *  too few windows are drawn of each to tell. */
  readonly badBaselines: number | null;
  readonly baselines: number;
  readonly binding: string;
  /** The strategy gave no bound: silence is no merit. */
  readonly unbounded: boolean;
  /** Cut-offs beyond the critical effect: the product says so beside each verdict. */
  readonly blind: boolean;
}

export interface CellResult {
  readonly levels: readonly LevelResult[];
  readonly sharpness: Sharpness | null;
}

/** A baseline whose rate was first found above this many levels is measured again with new draws. */
const SUSPECT = 1.2;
const AGAIN = 8;

export function judgeCell(
  cell: NullCell,
  levels: readonly number[],
  effort: Effort,
  seed: number,
): CellResult {
  const random = createRandom(seed);
  const rarest = Math.min(...levels);
  const rates = levels.map(() => [] as number[]);
  const bad = levels.map(() => 0);
  const kept: { readonly baseline: DrawnBaseline; readonly bounds: Bounds }[] = [];
  const nulls: WeighedValue[] = [];
  let lastBounds: readonly Bounds[] = [];
  for (let index = 0; index < effort.baselines; index += 1) {
    const baseline = cell.drawBaseline(random, rarest);
    const bounds = levels.map((level) => calibratedBounds(cell, baseline, level));
    const windows = drawWindows(random, baseline, effort.windows);
    levels.forEach((level, at) => {
      const bound = bounds[at] as Bounds;
      const rate = rateOf(windows, bound) / level;
      rates[at]?.push(rate);
      if (rate > SUSPECT) {
        const again = drawWindows(random, baseline, AGAIN * effort.windows);
        if (rateOf(again, bound) / level > 2) bad[at] = (bad[at] ?? 0) + 1;
      }
    });
    nulls.push(...windows);
    lastBounds = bounds;
    kept.push({ baseline, bounds: bounds[levels.indexOf(rarest)] as Bounds });
  }
  return {
    levels: levels.map((level, at) => ({
      level,
      observed: estimateOf(rates[at] ?? []),
      badBaselines: (bad[at] ?? 0) / effort.baselines,
      baselines: effort.baselines,
      binding: lastBounds[at]?.calibration?.binding ?? 'none',
      unbounded: lastBounds[at]?.warning === null && lastBounds[at]?.critical === null,
      blind: lastBounds[at]?.calibration?.blind ?? false,
    })),
    sharpness: sharpnessOf(cell, kept, nulls, rarest, random),
  };
}

function drawWindows(random: Random, baseline: DrawnBaseline, count: number): WeighedValue[] {
  return Array.from({ length: count }, () => baseline.drawWindow(random));
}

function rateOf(windows: readonly WeighedValue[], bounds: Bounds): number {
  let weight = 0;
  for (const window of windows) if (isAlarm(window.value, bounds)) weight += window.weight;
  return weight / windows.length;
}

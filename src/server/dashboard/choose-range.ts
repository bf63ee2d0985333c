import type { OverviewGrain, OverviewRange } from '../../contract/model-overview.ts';
import type { WatchedModel } from '../../monitoring/health/watched-model.ts';
import type { Window } from '../../monitoring/window/window.ts';
import { CADENCE_MS, windowContaining } from '../../monitoring/window/windows.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const RANGE_MS: Readonly<Record<OverviewRange, number>> = {
  '24h': DAY_MS,
  '7d': 7 * DAY_MS,
  '30d': 30 * DAY_MS,
  '90d': 90 * DAY_MS,
  '1y': 365 * DAY_MS,
};
/** More bars than this are thinner than a pixel. */
const MOST_BUCKETS = 1_500;
const COMFORTABLE_BUCKETS = 400;
const GRAINS = ['5m', '1h', '1d'] as const satisfies readonly OverviewGrain[];

/** The end of what is known: the clock of a live model, the declared end of a replay. */
export function presentOf(model: WatchedModel, extent: Window | null, nowMs: number): number {
  if (model.clock === 'wall') return nowMs;
  const lastRowsMs = extent === null ? null : extent.endMs + model.cellMs;
  return model.watermarkMs ?? lastRowsMs ?? nowMs;
}

/** Up to where rows are counted: whole cells that no longer wait for late rows. A cell that still
 *  fills would look like a fall. */
export function countedUntil(model: WatchedModel, presentMs: number): number {
  if (model.clock === 'replay') return presentMs;
  return Math.floor((presentMs - model.latenessMs) / model.cellMs) * model.cellMs;
}

/** A named range ends with the present and begins with a whole window. */
export function rangeBefore(toMs: number, range: OverviewRange, timeZone: string): Window {
  const cadence = range === '24h' ? '1h' : '1d';
  const from = windowContaining(toMs - RANGE_MS[range], cadence, timeZone);
  return { startMs: from.startMs, endMs: toMs };
}

export function chooseGrain(
  range: Window,
  model: WatchedModel,
  wanted: OverviewGrain | undefined,
): OverviewGrain {
  const possible = GRAINS.filter((grain) => CADENCE_MS[grain] >= model.cellMs);
  const most = wanted === undefined ? COMFORTABLE_BUCKETS : MOST_BUCKETS;
  const fine = possible.filter(
    (grain) => (range.endMs - range.startMs) / CADENCE_MS[grain] <= most,
  );
  return fine.find((grain) => grain === wanted) ?? fine[0] ?? '1d';
}

const HEAT_STEPS_MS = [
  CADENCE_MS['5m'],
  0.25 * HOUR_MS,
  HOUR_MS,
  3 * HOUR_MS,
  6 * HOUR_MS,
  12 * HOUR_MS,
  ...[1, 2, 7, 14, 28].map((days) => days * DAY_MS),
];
const MOST_HEAT_SPANS = 62;

export interface HeatSpans {
  readonly window: Window;
  readonly bucketMs: number;
  readonly spans: readonly Window[];
}

/** Columns of the heat map, none shorter than a window: else the map would have holes. From a day on they follow local days, which summer time moves by an
 *  hour against multiples of 24: the buckets begin a little early, so that a local midnight never
 *  falls into the bucket of the day before. */
export function chooseHeatSpans(range: Window, { timeZone, monitors }: WatchedModel): HeatSpans {
  const lengthMs = range.endMs - range.startMs;
  const leastMs = Math.max(0, ...monitors.map(({ cadence }) => CADENCE_MS[cadence]));
  const bucketMs =
    HEAT_STEPS_MS.find((step) => step >= leastMs && lengthMs / step <= MOST_HEAT_SPANS) ??
    Math.ceil(lengthMs / MOST_HEAT_SPANS / DAY_MS) * DAY_MS;
  const daily = bucketMs >= DAY_MS;
  const cadence = daily ? '1d' : bucketMs >= HOUR_MS ? '1h' : '5m';
  const firstMs = windowContaining(range.startMs, cadence, timeZone).startMs;
  const earlyMs = daily ? 2 * HOUR_MS : 0;
  const edge = (index: number) => {
    const ms = firstMs + index * bucketMs;
    return daily ? windowContaining(ms + 12 * HOUR_MS, '1d', timeZone).startMs : ms;
  };
  const count = Math.ceil((range.endMs - firstMs) / bucketMs);
  const spans = Array.from({ length: count }, (_, index) => ({
    startMs: edge(index),
    endMs: edge(index + 1),
  }));
  return { window: { startMs: firstMs - earlyMs, endMs: range.endMs }, bucketMs, spans };
}

import { withoutPeriods } from '../../monitoring/baseline/excluded-period.ts';
import type { Model } from '../../monitoring/model/model.ts';
import type { VolumeReadModel } from '../../monitoring/ports.ts';
import type { Window } from '../../monitoring/window/window.ts';
import { startOfLastWindows, windowContaining } from '../../monitoring/window/windows.ts';
import { ApiError } from '../http/api-error.ts';
import { readTime } from '../http/read-time.ts';
import { checkPeriod, type PeriodQuery, readIntervals } from './read-history-order.ts';

export interface ChosenPeriods {
  readonly periods: readonly Window[];
  /** What was changed about what was asked for. */
  readonly notes: readonly string[];
}

const DEFAULT_DAYS = 7;
/** Cells that one comparison adds up: more than a year of hours, a month of five minutes. */
const MOST_CELLS = 9_000;

/** Which cells of the past a baseline is compared with: those that lie in the period and in nothing
 *  that is left out. Without a period the last days that are over. */
export async function choosePeriods(
  model: Model,
  query: PeriodQuery,
  volume: Pick<VolumeReadModel, 'extent'>,
  nowMs: number,
): Promise<ChosenPeriods> {
  const fromMs = readTime(query.from, 'from');
  const toMs = readTime(query.to, 'to');
  const excluded = readIntervals(query.exclude, 'exclude');
  const period =
    fromMs !== null && toMs !== null
      ? { startMs: fromMs, endMs: toMs }
      : await lastDays(model, fromMs, toMs, volume, nowMs);
  if (period.startMs >= period.endMs) {
    throw new ApiError('bad_range', { where: 'querystring/from' });
  }
  checkPeriod(period, nowMs, 'querystring');
  const { cellMs } = model;
  const whole = withoutPeriods(period, excluded).flatMap(({ startMs, endMs }) => {
    // What a cell has of an excluded stretch cannot be taken out of it, so all of it is.
    const from = Math.ceil(startMs / cellMs) * cellMs;
    const to = Math.floor(endMs / cellMs) * cellMs;
    return from < to ? [{ startMs: from, endMs: to }] : [];
  });
  if (whole.length === 0) {
    throw new ApiError('no_rows_in_period', { where: 'querystring/from', detail: { left: [] } });
  }
  return cutToLatest(whole, cellMs);
}

async function lastDays(
  model: Model,
  fromMs: number | null,
  toMs: number | null,
  volume: Pick<VolumeReadModel, 'extent'>,
  nowMs: number,
): Promise<Window> {
  const extent = await volume.extent(model.projectId, model.modelId);
  const lastMs = Math.min(nowMs, (extent?.endMs ?? nowMs) + model.cellMs);
  const presentMs = model.clock === 'replay' ? (model.watermarkMs ?? lastMs) : lastMs;
  const endMs = toMs ?? Math.min(presentMs, nowMs);
  if (fromMs !== null) return { startMs: fromMs, endMs };
  const { startMs } = windowContaining(endMs - 1, '1d', model.timeZone);
  return {
    startMs: startOfLastWindows(DEFAULT_DAYS - 1, startMs, '1d', model.timeZone),
    endMs,
  };
}

function cutToLatest(periods: readonly Window[], cellMs: number): ChosenPeriods {
  let left = MOST_CELLS * cellMs;
  const kept: Window[] = [];
  for (const { startMs, endMs } of [...periods].reverse()) {
    const from = Math.max(startMs, endMs - left);
    if (from < endMs) kept.unshift({ startMs: from, endMs });
    left -= endMs - from;
    if (left <= 0) break;
  }
  const isCut = kept[0]?.startMs !== periods[0]?.startMs;
  const days = Math.floor((MOST_CELLS * cellMs) / 86_400_000);
  const note = `Of this long period the latest ${days} days are compared.`;
  return { periods: kept, notes: isCut ? [note] : [] };
}

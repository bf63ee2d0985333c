import type { Model } from '../../monitoring/model/model.ts';
import type { Monitor } from '../../monitoring/monitor/monitor.ts';
import { historyWish } from '../../monitoring/schedule/learning-period.ts';
import type { Cadence, Window } from '../../monitoring/window/window.ts';
import {
  CADENCE_MS,
  previousWindow,
  startOfLastWindows,
  windowsBetween,
} from '../../monitoring/window/windows.ts';
import { ApiError } from '../http/api-error.ts';

/** Looked at unless a period is given. */
const DEFAULT_WINDOWS: Readonly<Record<Cadence, number>> = { '5m': 288, '1h': 336, '1d': 90 };
const MAXIMUM_WINDOWS = 2_000;
/** Held in memory until the answer is sent. */
const MAXIMUM_RESULTS = 200_000;
/** Windows looked at before the first one asked for, so that it is judged as one of many. */
const LEAD_WINDOWS = 100;

export interface BacktestScope {
  readonly model: Pick<Model, 'timeZone'>;
  readonly monitor: Pick<Monitor, 'cadence' | 'checks' | 'persistence'>;
  /** Beside the monitor's own. */
  readonly segments: number;
  /** Event time up to which windows have closed; null before any has. */
  readonly closedUntilMs: number | null;
  readonly fromMs: number | null;
  readonly toMs: number | null;
}

/** The windows asked for, or a refusal that says why there can be none. */
export function planBacktest(scope: BacktestScope): Window[] {
  const { model, monitor, closedUntilMs } = scope;
  const { cadence } = monitor;
  const { timeZone } = model;
  if (closedUntilMs === null) throw new ApiError('nothing_to_backtest');
  const toMs = Math.min(scope.toMs ?? closedUntilMs, closedUntilMs);
  const fromMs =
    scope.fromMs ?? startOfLastWindows(DEFAULT_WINDOWS[cadence], toMs, cadence, timeZone);
  refuseTooLarge(scope, (toMs - fromMs) / CADENCE_MS[cadence]);
  return windowsBetween(fromMs, toMs, cadence, timeZone);
}

function refuseTooLarge({ monitor, segments }: BacktestScope, windows: number): void {
  const results = windows * monitor.checks.length * (1 + segments);
  if (windows <= MAXIMUM_WINDOWS && results <= MAXIMUM_RESULTS) return;
  throw new ApiError('backtest_too_large', {
    detail: {
      windows: Math.ceil(windows),
      maximumWindows: MAXIMUM_WINDOWS,
      results: Math.ceil(results),
      maximumResults: MAXIMUM_RESULTS,
    },
  });
}

/** Windows before the first one, none from before `notBeforeMs`: what they were is learnt from and
 *  remembered, and not reported. */
export function planLead(
  first: Window,
  { model, monitor }: Pick<BacktestScope, 'model' | 'monitor'>,
  notBeforeMs: number,
): Window[] {
  const { cadence, checks, persistence } = monitor;
  const wishes = checks.map((check) => historyWish(check, cadence)?.windows ?? 0);
  const wanted = Math.min(LEAD_WINDOWS, Math.max(persistence.windows - 1, ...wishes));
  const lead: Window[] = [];
  for (let i = 0, { startMs } = first; i < wanted; i++) {
    const window = previousWindow({ startMs, endMs: startMs }, cadence, model.timeZone);
    if (window.startMs < notBeforeMs) break;
    lead.unshift(window);
    ({ startMs } = window);
  }
  return lead;
}

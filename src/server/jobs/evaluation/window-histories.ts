import type { CheckResult } from '../../../monitoring/alert/alert.ts';
import type { EarlierMeasurement } from '../../../monitoring/alert/measurement-store.ts';
import { touchesAny } from '../../../monitoring/baseline/excluded-period.ts';
import { isOutcomeCheck } from '../../../monitoring/monitor/measure-checks.ts';
import type { Check } from '../../../monitoring/monitor/monitor.ts';
import { segmentCheckId } from '../../../monitoring/monitor/segment-check.ts';
import { isCalm } from '../../../monitoring/monitor/verdict.ts';
import type { MeasurementStore } from '../../../monitoring/ports.ts';
import { comparesOutcomes } from '../../../monitoring/schedule/hold-unsettled.ts';
import {
  ENOUGH_BASELINE_WINDOWS,
  historyWish,
} from '../../../monitoring/schedule/learning-period.ts';
import type { ScheduledMonitor } from '../../../monitoring/schedule/schedule.ts';
import {
  finalCoverage,
  isSettled,
  SETTLING_AGES_MS,
} from '../../../monitoring/schedule/settling.ts';
import type { HistoryPoint } from '../../../monitoring/threshold/threshold.ts';
import { seasonPhase } from '../../../monitoring/window/season-phase.ts';
import type { Window } from '../../../monitoring/window/window.ts';
import type { HistoryByCheck } from './baseline-histories.ts';
import type { TurnView } from './turn.ts';

/** What checks learn from, for windows that are judged one after the other. */
export interface WindowHistories {
  /** Earlier measurements of a check, or of a check in a segment, before the next window. */
  of(checkId: string): readonly HistoryPoint[];
  /** Whether performance on the labels of a window may be held against other windows. */
  isSettled(window: Window, labelCoverage: number | null): boolean;
  /** The next window comes after this one. */
  add(window: Window, results: readonly CheckResult[], labelCoverage: number | null): void;
}

type Earlier = ReadonlyMap<string, readonly EarlierMeasurement[]>;

/** Reads what the monitor's checks learn from, up to a window, in a question for each way to. */
export async function openHistories(
  turn: TurnView,
  monitor: ScheduledMonitor,
  before: Window,
  inBaseline: ReadonlyMap<string, HistoryByCheck>,
  baselineCoverage: number | null,
): Promise<WindowHistories> {
  const wishes = wishesOf(monitor, inBaseline);
  const read = (from: WindowsFrom): Promise<Earlier> | Earlier => {
    const asking = wishes.filter((one) => one.from === from);
    if (asking.length === 0) return new Map();
    return readEarlier(turn, monitor, before, from, asking);
  };
  const awaitsLabels = monitor.checks.some(comparesOutcomes);
  const [first, latest, calm, earlierStates] = await Promise.all([
    read('first'),
    read('latest'),
    read('calm'),
    awaitsLabels ? readLabelStates(turn, monitor) : [],
  ]);
  const found = { first, latest, calm };
  const states = [...earlierStates];
  let expected = finalCoverage(states, baselineCoverage);
  const excluded = turn.baseline?.excluded ?? [];
  const histories = new Map<string, HistoryPoint[]>();

  const isExample = (wish: Wish, windowEndMs: number, coverage: number | null) =>
    !wish.outcome ||
    coverage === null ||
    isSettled({ ageMs: turn.clockMs - windowEndMs, coverage }, expected);
  for (const wish of wishes) {
    const earlier = wish.from === null ? undefined : found[wish.from].get(wish.checkId);
    const own = (earlier ?? [])
      .filter(({ metric, column }) => metric === wish.check.metric && column === wish.check.column)
      .filter(({ windowEndMs, labelCoverage }) => isExample(wish, windowEndMs, labelCoverage))
      .filter((point) => !touchesAny(windowOf(point), excluded))
      .map((point) => toPoint(point, turn.model.timeZone));
    const kept = wish.from === 'first' ? own.slice(0, wish.windows) : own.slice(-wish.windows);
    histories.set(wish.checkId, [...wish.inBaseline, ...kept]);
  }

  return {
    of: (checkId) => histories.get(checkId) ?? [],
    isSettled: (window, coverage) =>
      coverage === null || isSettled({ ageMs: turn.clockMs - window.endMs, coverage }, expected),
    add(window, results, labelCoverage) {
      if (awaitsLabels && labelCoverage !== null) {
        states.push({ ageMs: turn.clockMs - window.endMs, coverage: labelCoverage });
        expected = finalCoverage(states, baselineCoverage);
      }
      // What somebody left out of the baseline is not learnt from as it passes either.
      if (touchesAny(window, excluded)) return;
      const byId = new Map(results.map((result) => [result.checkId, result]));
      for (const wish of wishes) {
        const result = byId.get(wish.checkId);
        const own = histories.get(wish.checkId);
        if (wish.from === null || own === undefined || result === undefined) continue;
        const { value, n, m, verdict } = result;
        if (value === null || !isExample(wish, window.endMs, labelCoverage)) continue;
        const seen = own.length - wish.inBaseline.length;
        if (wish.from === 'first' && seen >= wish.windows) continue;
        if (wish.from === 'calm' && !isCalm(verdict)) continue;
        const phase = seasonPhase(window.startMs, turn.model.timeZone);
        const point = { windowStartMs: window.startMs, value, n, m, verdict, seasonPhase: phase };
        own.push({ ...point, inBaseline: false });
        if (wish.from !== 'first' && seen >= wish.windows) own.splice(wish.inBaseline.length, 1);
      }
    },
  };
}

type WindowsFrom = 'first' | 'latest' | 'calm';

interface Wish {
  readonly check: Check;
  /** With the segment, where it is one. */
  readonly checkId: string;
  readonly outcome: boolean;
  readonly inBaseline: readonly HistoryPoint[];
  /** Null where the baseline's own windows are enough. */
  readonly from: WindowsFrom | null;
  readonly windows: number;
}

/** Measurements read at once. */
const POINTS_PER_READ = 40_000;
/** Fewer windows would not be worth reading, however many checks there are. */
const LEAST_WINDOWS = 56;

function wishesOf(
  monitor: ScheduledMonitor,
  inBaseline: ReadonlyMap<string, HistoryByCheck>,
): Wish[] {
  const asked = monitor.checks.map((check) => historyWish(check, monitor.cadence));
  return monitor.checks.flatMap((check, at) => {
    const wish = asked[at] ?? null;
    if (wish === null) return [];
    const subjects = asked.filter((one) => one?.from === wish.from).length * inBaseline.size;
    const most = Math.max(LEAST_WINDOWS, Math.floor(POINTS_PER_READ / subjects));
    return [...inBaseline].map(([segment, history]): Wish => {
      const points = wish.from === 'baseline' ? (history.get(check.checkId) ?? []) : [];
      const isEnough = points.length >= ENOUGH_BASELINE_WINDOWS;
      return {
        check,
        checkId:
          segment === monitor.segment ? check.checkId : segmentCheckId(check.checkId, segment),
        outcome: isOutcomeCheck(check),
        inBaseline: points,
        from: wish.from !== 'baseline' ? wish.from : isEnough ? null : 'first',
        windows: Math.min(wish.windows, most),
      };
    });
  });
}

const readLabelStates = ({ deps, model, clockMs }: TurnView, { monitorId }: ScheduledMonitor) =>
  deps.measurements.labelStates({
    projectId: model.projectId,
    modelId: model.modelId,
    monitorId,
    clockMs,
    agesMs: SETTLING_AGES_MS,
  });

function readEarlier(
  { deps, model, baseline }: TurnView,
  { monitorId }: ScheduledMonitor,
  before: Window,
  from: WindowsFrom,
  wishes: readonly Wish[],
): ReturnType<MeasurementStore['earlier']> {
  const { projectId, modelId } = model;
  const beforeMs = before.startMs;
  const windows = wishes.reduce((most, one) => Math.max(most, one.windows), 0);
  const question = { projectId, modelId, monitorId, beforeMs, windows };
  if (from === 'calm') {
    return deps.measurements.calm({ ...question, checkIds: wishes.map((one) => one.checkId) });
  }
  const baselineId = baseline?.baselineId ?? null;
  return deps.measurements.earlier({ ...question, baselineId, from });
}

const windowOf = ({ windowStartMs, windowEndMs }: EarlierMeasurement): Window => ({
  startMs: windowStartMs,
  endMs: windowEndMs,
});

const toPoint = (point: EarlierMeasurement, timeZone: string): HistoryPoint => ({
  windowStartMs: point.windowStartMs,
  value: point.value,
  n: point.n,
  m: point.m,
  verdict: point.verdict,
  seasonPhase: seasonPhase(point.windowStartMs, timeZone),
  inBaseline: false,
});

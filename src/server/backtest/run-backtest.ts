import type { BacktestWindow } from '../../monitoring/backtest/backtest.ts';
import type { Baseline } from '../../monitoring/baseline/baseline.ts';
import type { Model } from '../../monitoring/model/model.ts';
import type { ScheduledMonitor } from '../../monitoring/schedule/schedule.ts';
import { watermarkOf } from '../../monitoring/schedule/watermark.ts';
import type { Window } from '../../monitoring/window/window.ts';
import { ApiError } from '../http/api-error.ts';
import { inChunks } from '../jobs/evaluation/in-chunks.ts';
import { openJudge } from '../jobs/evaluation/judge-windows.ts';
import { readWindows, watchedSegments, windowsPerRead } from '../jobs/evaluation/read-windows.ts';
import type { TurnView } from '../jobs/evaluation/turn.ts';
import { runInSlices } from '../run-in-slices.ts';
import { planBacktest, planLead } from './plan-backtest.ts';

export type BacktestDeps = TurnView['deps'];

export interface BacktestSubject {
  readonly model: Model;
  readonly baseline: Baseline | null;
  /** A draft has an id that nothing was ever stored under. */
  readonly monitor: ScheduledMonitor;
  readonly isSaved: boolean;
  readonly fromMs: number | null;
  readonly toMs: number | null;
}

export interface JudgedPast {
  /** Those asked for, without the time before the first rows. */
  readonly windows: readonly BacktestWindow[];
  readonly lead: readonly BacktestWindow[];
  /** False where `goesOn` ended it. */
  readonly complete: boolean;
}

/** Judges windows of the past as evaluation does, by the same code, and writes nothing. */
export async function runBacktest(
  deps: BacktestDeps,
  subject: BacktestSubject,
  goesOn: () => boolean,
): Promise<JudgedPast> {
  const { model, baseline, monitor } = subject;
  const nowMs = deps.now();
  const closedUntilMs = watermarkOf(model, nowMs);
  const clockMs = model.clock === 'replay' ? (closedUntilMs ?? nowMs) : nowMs;
  const view: TurnView = { deps, model, baseline, clockMs };
  const segments = watchedSegments(view, monitor).length;
  const asked = planBacktest({ ...subject, segments, closedUntilMs });
  const [first] = asked;
  if (first === undefined) throw new ApiError('nothing_to_backtest');
  const lead = planLead(first, subject, await earliestOf(deps, subject, first));
  const planned = await withoutEmptyPast(deps, subject, [...lead, ...asked]);
  const [start] = planned;
  if (start === undefined) throw new ApiError('nothing_to_backtest');

  const judged: BacktestWindow[] = [];
  const judge = await openJudge(view, monitor, start);
  for (const windows of inChunks(planned, windowsPerRead(view, monitor))) {
    if (!goesOn()) break;
    const readings = await readWindows(view, monitor, windows);
    for (const [index, window] of windows.entries()) {
      const reading = readings[index];
      if (reading === undefined) throw new Error('A window was not read.');
      const { monitorId } = monitor;
      const task = { monitorId, window, cause: 'scheduled', historical: false } as const;
      const draft = await runInSlices(judge.judgeInSteps(task, reading), goesOn);
      if (draft === null) break;
      const { results } = draft;
      judged.push({ window, rows: reading.get(monitor.segment)?.rows ?? 0, results });
    }
  }
  return {
    lead: judged.filter(({ window }) => window.startMs < first.startMs),
    windows: judged.filter(({ window }) => window.startMs >= first.startMs),
    complete: judged.length === planned.length,
  };
}

/** From where on windows may be looked at: a monitor learns nothing from before its first one. */
async function earliestOf(
  { measurements }: BacktestDeps,
  { model, baseline, monitor, isSaved }: BacktestSubject,
  first: Window,
): Promise<number> {
  if (!isSaved || monitor.evaluatedUntilMs === null) return Number.NEGATIVE_INFINITY;
  const earlier = await measurements.earlier({
    projectId: model.projectId,
    modelId: model.modelId,
    monitorId: monitor.monitorId,
    baselineId: baseline?.baselineId ?? null,
    beforeMs: first.startMs,
    from: 'first',
    windows: 1,
  });
  const starts = [...earlier.values()].flatMap((points) => points.map((one) => one.windowStartMs));
  return Math.min(first.startMs, ...starts);
}

/** The time before a model's first rows says nothing of a monitor, unless it was watched then. */
async function withoutEmptyPast(
  { profiles }: BacktestDeps,
  { model, monitor, isSaved }: BacktestSubject,
  windows: readonly Window[],
): Promise<readonly Window[]> {
  const [first] = windows;
  if (first === undefined) return windows;
  const cellMs = await profiles.firstCellWithRows(model, first.startMs, monitor);
  const historyUntilMs = isSaved ? monitor.historyUntilMs : Number.POSITIVE_INFINITY;
  const kept = windows.findIndex(
    ({ endMs }) =>
      (cellMs !== null && endMs > cellMs) || historyUntilMs === null || endMs > historyUntilMs,
  );
  return kept < 0 ? [] : windows.slice(kept);
}

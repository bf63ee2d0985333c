import type { WindowProfile } from '../../../metrics/profile.ts';
import type { CommitOutcome, EvaluationDraft } from '../../../monitoring/alert/evaluation-store.ts';
import { labelCoverage } from '../../../monitoring/monitor/label-coverage.ts';
import {
  type MeasureContext,
  measureChecks,
  measureOutcomeChecks,
} from '../../../monitoring/monitor/measure-checks.ts';
import type { EvaluationTask, ScheduledMonitor } from '../../../monitoring/schedule/schedule.ts';
import { strategyOf } from '../../../monitoring/threshold/strategies.ts';
import type { HistoryPoint } from '../../../monitoring/threshold/threshold.ts';
import { seasonPhase } from '../../../monitoring/window/season-phase.ts';
import type { Window } from '../../../monitoring/window/window.ts';
import { nextWindow } from '../../../monitoring/window/windows.ts';
import { createMessageWriter } from './message-writer.ts';
import type { Turn } from './turn.ts';

export type WindowOutcome = CommitOutcome['kind'] | 'skipped';

/** Reads the window's profile, measures, judges, and commits what follows. */
export async function evaluateWindow(
  turn: Turn,
  monitor: ScheduledMonitor,
  task: EvaluationTask,
): Promise<WindowOutcome> {
  const profile = await readWindow(turn, monitor, task.window);
  const { deps, model, owner } = turn;
  const isRevision = task.cause === 'late_rows' || task.cause === 'late_labels';
  const nextEndMs = nextWindow(task.window, monitor.cadence, model.timeZone).endMs;
  if (task.historical && profile.rows === 0 && !isRevision) {
    // The time before a model's first rows is nothing worth keeping.
    if (!(await deps.evaluations.hasAny(monitor.monitorId))) {
      await deps.evaluations.skip(monitor.monitorId, task.window.endMs, nextEndMs, owner);
      return 'skipped';
    }
  }
  return commitWindow(turn, monitor, task, profile, isRevision ? null : nextEndMs);
}

/** Measures and commits a window whose profile is known. */
export async function commitWindow(
  turn: Turn,
  monitor: ScheduledMonitor,
  task: EvaluationTask,
  profile: WindowProfile,
  nextWindowEndMs: number | null,
): Promise<CommitOutcome['kind']> {
  const { deps, model, baseline, owner } = turn;
  const context = await measureContext(turn, monitor, task.window, profile);
  const partial = task.cause === 'late_labels';
  const evaluatedAtMs = deps.now();
  const draft: EvaluationDraft = {
    monitorId: monitor.monitorId,
    modelId: model.modelId,
    monitorVersion: monitor.version,
    baselineId: baseline?.baselineId ?? null,
    windowStartMs: task.window.startMs,
    windowEndMs: task.window.endMs,
    cause: task.cause,
    historical: task.historical,
    evaluatedAtMs,
    results: partial ? measureOutcomeChecks(context) : measureChecks(context),
    labelCoverage: labelCoverage(monitor, profile),
    partial,
  };
  const outcome = await deps.evaluations.commit(draft, {
    owner,
    nextWindowEndMs,
    write: createMessageWriter({
      model,
      monitor,
      baseline,
      publicUrl: deps.publicUrl,
      nowMs: evaluatedAtMs,
    }),
    // Before the commit: an evaluation without its measurements would never get them, while
    // measurements of a revision that was not committed are written over by the next attempt.
    beforeCommit: (evaluation) => deps.measurements.write(evaluation, model),
  });
  return outcome.kind;
}

export function readWindow(
  { deps, model, baseline }: Turn,
  monitor: ScheduledMonitor,
  window: Window,
): Promise<WindowProfile> {
  return deps.profiles.readWindow(model, baseline, window, monitor);
}

async function measureContext(
  turn: Turn,
  monitor: ScheduledMonitor,
  window: Window,
  profile: WindowProfile,
): Promise<MeasureContext> {
  const { deps, model, baseline } = turn;
  const histories = new Map<string, readonly HistoryPoint[]>();
  for (const { checkId, threshold } of monitor.checks) {
    const { historyWindows } = strategyOf(threshold);
    if (historyWindows === 0) continue;
    const points = await deps.evaluations.history(
      monitor.monitorId,
      checkId,
      window.startMs,
      historyWindows,
    );
    histories.set(
      checkId,
      points.map((point) => ({
        ...point,
        seasonPhase: seasonPhase(point.windowStartMs, model.timeZone),
        inBaseline: false,
      })),
    );
  }
  return {
    monitor,
    window: profile,
    baseline:
      baseline === null ? null : await deps.profiles.readBaseline(model, baseline, monitor.segment),
    seasonPhase: seasonPhase(window.startMs, model.timeZone),
    history: (checkId) => histories.get(checkId) ?? [],
  };
}

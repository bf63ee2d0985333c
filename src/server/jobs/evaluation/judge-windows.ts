import type { WindowProfile } from '../../../metrics/profile.ts';
import type { EvaluationDraft } from '../../../monitoring/alert/evaluation-store.ts';
import { labelCoverage } from '../../../monitoring/monitor/label-coverage.ts';
import {
  type Compared,
  type MeasureContext,
  measureChecksInSteps,
  measureOutcomeChecks,
} from '../../../monitoring/monitor/measure-checks.ts';
import { holdUnsettled } from '../../../monitoring/schedule/hold-unsettled.ts';
import type { EvaluationTask, ScheduledMonitor } from '../../../monitoring/schedule/schedule.ts';
import type { Steps } from '../../../monitoring/steps.ts';
import { seasonPhase } from '../../../monitoring/window/season-phase.ts';
import type { Window } from '../../../monitoring/window/window.ts';
import type { HistoryBySegment } from './baseline-histories.ts';
import { type WindowReading, watchedSegments } from './read-windows.ts';
import type { TurnView } from './turn.ts';
import { openHistories } from './window-histories.ts';

export interface Judge {
  /** Windows have to come in order, one at a time. The first one may take a minute where it has
   *  many segments, so other work has to be let through between the steps. */
  judgeInSteps(task: EvaluationTask, reading: WindowReading): Steps<EvaluationDraft>;
  /** What the window is compared with, whole and by segment. */
  compare(reading: WindowReading): Compared & { readonly segments: ReadonlyMap<string, Compared> };
}

/** Fetches what the windows of a monitor are compared with, from a window on. */
export async function openJudge(
  turn: TurnView,
  monitor: ScheduledMonitor,
  first: Window,
): Promise<Judge> {
  const { deps, model, baseline } = turn;
  const segments = watchedSegments(turn, monitor);
  const before: ReadonlyMap<string, WindowProfile> =
    baseline === null
      ? new Map()
      : await deps.profiles.readBaselines(model, baseline, [monitor.segment, ...segments]);
  const all = [monitor.segment, ...segments];
  const inBaseline: HistoryBySegment =
    baseline === null
      ? new Map(all.map((segment) => [segment, new Map()]))
      : await deps.histories.of(model, baseline, monitor, all);
  const own = before.get(monitor.segment);
  const histories = await openHistories(
    turn,
    monitor,
    first,
    inBaseline,
    own === undefined ? null : labelCoverage(monitor, own),
  );

  const compareOne = (reading: WindowReading, segment: string): Compared => {
    const window = reading.get(segment);
    if (window === undefined) throw new Error(`No profile was read of "${segment}".`);
    return { window, baseline: before.get(segment) ?? null };
  };
  const compare = (reading: WindowReading) => ({
    ...compareOne(reading, monitor.segment),
    segments: new Map(segments.map((segment) => [segment, compareOne(reading, segment)])),
  });

  function* judgeInSteps(task: EvaluationTask, reading: WindowReading): Steps<EvaluationDraft> {
    const { window } = task;
    const compared = compare(reading);
    const context: MeasureContext = {
      ...compared,
      monitor,
      seasonPhase: seasonPhase(window.startMs, model.timeZone),
      history: histories.of,
    };
    const partial = task.cause === 'late_labels';
    const measured = partial ? measureOutcomeChecks(context) : yield* measureChecksInSteps(context);
    const coverage = labelCoverage(monitor, compared.window);
    const results = histories.isSettled(window, coverage)
      ? measured
      : holdUnsettled(measured, monitor.checks);
    histories.add(window, results, coverage);
    return {
      monitorId: monitor.monitorId,
      modelId: model.modelId,
      monitorVersion: monitor.version,
      baselineId: baseline?.baselineId ?? null,
      windowStartMs: window.startMs,
      windowEndMs: window.endMs,
      cause: task.cause,
      historical: task.historical,
      evaluatedAtMs: deps.now(),
      results,
      labelCoverage: coverage,
      partial,
      evidence: context,
    };
  }

  return {
    compare,
    judgeInSteps,
  };
}

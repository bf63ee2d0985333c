import { cronCalendar } from '../../adapters/silence/cron-calendar.ts';
import { re2Patterns } from '../../adapters/silence/re2-patterns.ts';
import type {
  BaselineStore,
  LabelledAlert,
  ModelStore,
  MonitorStore,
  SilenceMarks,
  SilenceStore,
} from '../../monitoring/ports.ts';
import { mutesInForce, mutesOf } from '../../monitoring/silence/silence-state.ts';
import { groupBy } from '../../stats/summary/group-by.ts';
import { createMessageWriter } from '../jobs/evaluation/message-writer.ts';

export interface ReviewDeps {
  readonly silences: Pick<SilenceStore, 'list'>;
  readonly marks: SilenceMarks;
  readonly subjects: {
    readonly models: Pick<ModelStore, 'get'>;
    readonly monitors: Pick<MonitorStore, 'get'>;
    readonly baselines: Pick<BaselineStore, 'activeFor'>;
  };
  readonly publicUrl: string | null;
  readonly now: () => number;
}

const MOST_ALERTS = 20_000;

/** Brings the marks of silenced alerts up to date, and tells people of those that go on when
 *  their last silence is over. */
export async function reviewSilences(deps: ReviewDeps, signal?: AbortSignal): Promise<void> {
  for (const projectId of await deps.marks.projects(deps.now())) {
    await reviewProject(deps, projectId, signal);
  }
}

async function reviewProject(
  deps: ReviewDeps,
  projectId: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const nowMs = deps.now();
  const mutes = mutesInForce(await deps.silences.list(projectId, nowMs), nowMs, cronCalendar);
  const alerts = await deps.marks.alerts(projectId, { sinceMs: null, limit: MOST_ALERTS });
  const changed = alerts.flatMap((alert) => {
    const muting = alert.open ? mutesOf(mutes, alert.labels, re2Patterns) : [];
    const after = muting.map(({ silence }) => silence.silenceId);
    const { silencedBy: before } = alert;
    return after.join() === before.join() ? [] : [{ ...alert, before, after }];
  });
  for (const [, group] of groupBy(changed, (one) => one.monitorId)) {
    const [first] = group;
    if (signal?.aborted === true || first === undefined) return;
    await deps.marks.apply(group, await writerFor(deps, projectId, first, nowMs), nowMs);
  }
}

async function writerFor(
  { subjects, publicUrl }: ReviewDeps,
  projectId: string,
  { modelId, monitorId }: LabelledAlert,
  nowMs: number,
) {
  const model = await subjects.models.get(modelId);
  const monitor = await subjects.monitors.get(projectId, monitorId);
  // What was deleted has closed its alerts.
  if (model === null || monitor === null) return null;
  const baseline = await subjects.baselines.activeFor(modelId, null);
  return createMessageWriter({ model, monitor, baseline, publicUrl, nowMs });
}

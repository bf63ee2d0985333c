import type { CheckResult, EvaluationCause } from '../monitoring/alert/alert.ts';
import type {
  AlertStore,
  CommitOutcome,
  EvaluationDraft,
  EvaluationStore,
  MonitorStore,
  ScheduleStore,
} from '../monitoring/ports.ts';
import type { ScheduledMonitor } from '../monitoring/schedule/schedule.ts';
import { checkResult, HOUR_MS, monitorDraft, writeText } from './control-plane.ts';

export interface EvaluationStores {
  readonly evaluations: EvaluationStore;
  readonly monitors: MonitorStore;
  readonly alerts: AlertStore;
  readonly schedule: ScheduleStore;
  /** A model with work to do, so that it can be leased. */
  newModel(): Promise<{ projectId: string; modelId: string }>;
  /** Messages written for a model, oldest first. */
  told(modelId: string): Promise<readonly string[]>;
}

export const OWNER = 'server-1';

export interface Step {
  readonly hour: number;
  readonly results: readonly CheckResult[];
  readonly cause?: EvaluationCause;
  readonly historical?: boolean;
  readonly partial?: boolean;
  readonly labelCoverage?: number;
  readonly committedAtMs?: number;
  readonly beforeCommit?: () => Promise<void>;
}

export type EvaluationRig = ReturnType<typeof createEvaluationRig>;

/** One leased model with one monitor, whose evaluations a test writes by hand. */
export function createEvaluationRig(stores: () => EvaluationStores) {
  let model: { projectId: string; modelId: string };
  let monitor: ScheduledMonitor;

  async function begin(): Promise<void> {
    model = await stores().newModel();
    const created = await stores().monitors.create(model, monitorDraft(), null);
    if (created === 'name_taken') throw new Error(created);
    monitor = created;
    await lease();
  }

  async function lease(owner = OWNER) {
    for (;;) {
      const claimed = await stores().schedule.claim({
        owner,
        nowMs: 1e12,
        leaseMs: 30_000,
        restMs: 0,
        fair: true,
      });
      if (claimed === null) throw new Error('there was no model to lease');
      if (claimed.modelId === model.modelId) return;
    }
  }

  const draft = (step: Step): EvaluationDraft => ({
    monitorId: monitor.monitorId,
    modelId: model.modelId,
    monitorVersion: monitor.version,
    baselineId: 'bsl_1',
    windowStartMs: step.hour * HOUR_MS,
    windowEndMs: (step.hour + 1) * HOUR_MS,
    cause: step.cause ?? 'scheduled',
    historical: step.historical ?? false,
    evaluatedAtMs: (step.hour + 1) * HOUR_MS + 1000,
    results: step.results,
    labelCoverage: step.labelCoverage ?? null,
    partial: step.partial ?? false,
  });
  const commit = (step: Step, owner = OWNER): Promise<CommitOutcome> => {
    const isRevision = step.cause === 'late_rows' || step.cause === 'late_labels';
    return stores().evaluations.commit(draft(step), {
      owner,
      nextWindowEndMs: isRevision ? null : (step.hour + 2) * HOUR_MS,
      committedAtMs: step.committedAtMs ?? draft(step).evaluatedAtMs,
      write: writeText,
      beforeCommit: step.beforeCommit ?? (async () => {}),
    });
  };
  const judge = (hour: number, verdict: CheckResult['verdict'], rest: Partial<Step> = {}) =>
    commit({ hour, results: [checkResult(verdict)], ...rest });
  const revise = (
    hour: number,
    verdict: CheckResult['verdict'],
    cause: EvaluationCause = 'late_rows',
  ) => judge(hour, verdict, { cause });

  /** `opened-last>resolved state`, oldest first, withdrawn ones in brackets. */
  const shown = async (): Promise<string[]> => {
    const { modelId, projectId } = model;
    const alerts = await stores().alerts.list(projectId, { modelId, limit: 50 });
    return [...alerts].reverse().map((alert) => {
      const { openedWindowMs, lastWindowMs, resolvedWindowMs } = alert;
      if (lastWindowMs < openedWindowMs || (resolvedWindowMs ?? Infinity) < lastWindowMs) {
        throw new Error(`an alert is over before it was: ${JSON.stringify(alert)}`);
      }
      const hours = (ms: number | null) => (ms === null ? '' : ms / HOUR_MS);
      const text = `${hours(alert.openedWindowMs)}-${hours(alert.lastWindowMs)}>${hours(alert.resolvedWindowMs)} ${alert.state} ${alert.severity}`;
      return alert.withdrawn ? `(${text})` : text;
    });
  };
  const told = () => stores().told(model.modelId);
  const reload = async () => {
    const found = await stores().monitors.get(model.projectId, monitor.monitorId);
    if (found === null) throw new Error('the monitor is gone');
    monitor = found;
  };

  return {
    begin,
    lease,
    commit,
    judge,
    revise,
    shown,
    told,
    reload,
    get model() {
      return model;
    },
    get monitor() {
      return monitor;
    },
    /** Goes on with another monitor of the model. */
    watch(other: ScheduledMonitor) {
      monitor = other;
    },
  };
}

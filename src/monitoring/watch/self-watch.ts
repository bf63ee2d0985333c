import type { Cadence } from '../window/window.ts';

/** What the control plane knows about the work that should have been done. */
export interface DueMonitor {
  readonly monitorId: string;
  readonly monitorName: string;
  readonly modelName: string;
  readonly cadence: Cadence;
  /** End of the window that waits; null before its first one was planned. */
  readonly windowEndMs: number | null;
  /** How long it could have run, in the time of the model's clock. */
  readonly overdueMs: number;
  readonly evaluatedUntilMs: number | null;
  /** Turns on its model that failed in a row, and when the next one may begin. */
  readonly failures: number;
  readonly notBeforeMs: number | null;
  readonly lastServedMs: number | null;
  /** A server works on the model right now. */
  readonly leased: boolean;
}

export interface MonitorStatus {
  readonly monitorName: string;
  readonly modelName: string;
  readonly evaluatedAtMs: number | null;
  /** 0 ok, 1 warning, 2 critical, 3 no data or too little of it, 4 error; null before the first. */
  readonly status: number | null;
}

/** What a check over the whole model last measured. */
export interface LatestResult {
  readonly modelName: string;
  readonly monitorName: string;
  readonly metric: string;
  /** Name of a feature, or key of another column; null for the window as a whole. */
  readonly column: string | null;
  readonly value: number;
  readonly critical: number | null;
}

export interface FailingChannel {
  readonly channelId: string;
  readonly name: string;
  readonly kind: string;
  readonly pending: number;
  readonly dead: number;
  readonly lastOutcome: string | null;
}

export interface OutboxState {
  readonly pending: number;
  readonly dead: number;
  readonly oldestCreatedMs: number | null;
}

export interface WorkState {
  readonly enabledMonitors: number;
  readonly disabledMonitors: number;
  readonly due: readonly DueMonitor[];
  readonly outbox: OutboxState;
  readonly failingChannels: readonly FailingChannel[];
  /** Open alerts that should have been told of, and went nowhere although somebody wants to be told. */
  readonly unroutedAlerts: number;
  readonly openAlerts: Readonly<Record<'info' | 'warning' | 'critical', number>>;
}

/** Port: how the work of a project stands. */
export interface SelfWatchReadModel {
  work(projectId: string, nowMs: number): Promise<WorkState>;
  /** By name of model and monitor, so that it is the same ones every time. */
  statuses(projectId: string, atMost: number): Promise<readonly MonitorStatus[]>;
  /** Of the first models by name; of each the checks of its most important columns, so that it is
   *  the same ones every time. */
  latestResults(
    projectId: string,
    atMost: {
      readonly models: number;
      readonly perModel: number;
      readonly metrics: readonly string[];
    },
  ): Promise<readonly LatestResult[]>;
  modelNames(projectId: string, atMost: number): Promise<ReadonlyMap<string, string>>;
}

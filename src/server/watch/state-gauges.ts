import { Counter, Gauge, type Registry } from 'prom-client';
import type { MonitorStatus } from '../../monitoring/watch/self-watch.ts';
import type { WatchState } from './watch-state.ts';
import { ageSeconds } from './watch-wire.ts';

/** Beyond these, series are left out, by name of model and monitor from the end; how many is a
 *  figure of its own. */
export const MOST_MODELS = 100;
export const MOST_MONITORS = 500;

export interface NamedState {
  readonly statuses: readonly MonitorStatus[];
  /** By id. */
  readonly models: ReadonlyMap<string, string>;
}

/** Gauges of how things stand, set anew for every scrape. What is not known has no sample. */
export function createStateGauges(registry: Registry) {
  const gauge = <Label extends string = never>(
    name: string,
    help: string,
    labelNames: readonly Label[] = [],
  ) => new Gauge<Label>({ name, help, labelNames: [...labelNames], registers: [registry] });

  const ready = gauge('leeway_part_ready', 'Whether a part that requests need works.', ['part']);
  const backlogBytes = gauge('leeway_ingest_backlog_bytes', 'Acknowledged, not stored yet.');
  const backlogRows = gauge('leeway_ingest_backlog_rows', 'Acknowledged, not stored yet.');
  const lag = gauge('leeway_ingest_lag_seconds', 'Age of the oldest row that is not stored yet.');
  const monitors = gauge('leeway_monitors', 'Monitors, by whether they are switched on.', [
    'state',
  ]);
  const overdue = gauge('leeway_monitors_overdue', 'Monitors that should have run and did not.');
  const worst = gauge(
    'leeway_monitor_overdue_max_seconds',
    'How long the longest overdue monitor waits.',
  );
  const behind = gauge(
    'leeway_evaluation_lag_seconds',
    'How long the oldest closed window waits for its verdict.',
  );
  const pending = gauge('leeway_outbox_pending_messages', 'Messages that wait for delivery.');
  const oldest = gauge('leeway_outbox_oldest_age_seconds', 'Age of the oldest of them.');
  const dead = gauge('leeway_outbox_dead_messages', 'Messages given up or refused for good.');
  const failing = gauge('leeway_channels_failing', 'Channels that do not take messages.');
  const alerts = gauge('leeway_alerts_open', 'Alerts that are not resolved.', ['severity']);
  const up = gauge('leeway_engine_up', 'Whether an embedded database runs.', ['engine']);
  const restarts = new Counter({
    name: 'leeway_engine_restarts_total',
    help: 'Times an embedded database was started again since the server began.',
    labelNames: ['engine'],
    registers: [registry],
  });
  const skew = gauge(
    'leeway_clock_skew_seconds',
    'How far the clock of a database is ahead of the server.',
    ['engine'],
  );
  const free = gauge('leeway_data_disk_free_bytes', 'Free on the disk of the data directory.');
  const size = gauge('leeway_data_disk_size_bytes', 'Size of the disk of the data directory.');
  const status = gauge(
    'leeway_monitor_status',
    'Worst verdict of the last evaluation: 0 ok, 1 warning, 2 critical, 3 no data, 4 error.',
    ['model', 'monitor'],
  );
  const lastRun = gauge(
    'leeway_monitor_last_run_timestamp_seconds',
    'When a monitor was last evaluated.',
    ['model', 'monitor'],
  );
  const leftOut = gauge('leeway_series_left_out', 'Models and monitors beyond what has series.', [
    'kind',
  ]);
  const all = [ready, backlogBytes, backlogRows, lag, monitors, overdue, worst, behind, pending];
  const more = [
    oldest,
    dead,
    failing,
    alerts,
    up,
    restarts,
    skew,
    free,
    size,
    status,
    lastRun,
    leftOut,
  ];

  return {
    set(state: WatchState, named: NamedState | null): void {
      for (const one of [...all, ...more]) one.reset();
      for (const part of state.parts) ready.set({ part: part.part }, part.ready ? 1 : 0);
      backlogBytes.set(state.ingest.backlogBytes);
      backlogRows.set(state.ingest.backlogRows);
      lag.set(state.ingest.lagSeconds);
      for (const engine of state.engines) {
        up.set({ engine: engine.name }, engine.running ? 1 : 0);
        restarts.inc({ engine: engine.name }, engine.restarts);
      }
      for (const { name, skewSeconds } of state.clocks) skew.set({ engine: name }, skewSeconds);
      if (state.disk !== null) {
        free.set(state.disk.freeBytes);
        size.set(state.disk.totalBytes);
      }
      if (state.work !== null) setWork(state.work, state.asOfMs);
      if (named !== null) setNamed(named, state.work?.enabledMonitors ?? 0);
    },
  };

  function setWork(work: NonNullable<WatchState['work']>, asOfMs: number): void {
    monitors.set({ state: 'enabled' }, work.enabledMonitors);
    monitors.set({ state: 'disabled' }, work.disabledMonitors);
    overdue.set(work.overdue.length);
    worst.set((work.overdue[0]?.overdueMs ?? 0) / 1000);
    behind.set(Math.max(0, ...work.due.map((one) => one.overdueMs)) / 1000);
    pending.set(work.outbox.pending);
    oldest.set(ageSeconds(work.outbox.oldestCreatedMs, asOfMs) ?? 0);
    dead.set(work.outbox.dead);
    failing.set(work.failingChannels.length);
    for (const [severity, many] of Object.entries(work.openAlerts)) alerts.set({ severity }, many);
  }

  function setNamed({ statuses }: NamedState, enabled: number): void {
    for (const one of statuses) {
      const labels = { model: one.modelName, monitor: one.monitorName };
      if (one.status !== null) status.set(labels, one.status);
      if (one.evaluatedAtMs !== null) lastRun.set(labels, one.evaluatedAtMs / 1000);
    }
    leftOut.set({ kind: 'monitor' }, Math.max(0, enabled - statuses.length));
  }
}

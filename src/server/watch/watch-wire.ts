import type { SelfWatchWire } from '../../contract/self-watch.ts';
import type { DaysLeft } from '../../monitoring/watch/days-left.ts';
import { describeWatch, isDiskLow } from '../../monitoring/watch/describe-watch.ts';
import type { OverdueMonitor } from '../../monitoring/watch/explain-overdue.ts';
import type { DiskState } from './disk-watch.ts';
import type { WatchState } from './watch-state.ts';

export interface ServerFacts {
  readonly version: string;
  readonly startedAtMs: number;
  readonly backlogLimitBytes: number;
}

const MOST_OVERDUE = 100;

const iso = (ms: number) => new Date(ms).toISOString();
const isoOrNull = (ms: number | null) => (ms === null ? null : iso(ms));

export function toWatchWire(state: WatchState, facts: ServerFacts): SelfWatchWire {
  const { work, ingest, disk, parts } = state;
  const findings = {
    brokenParts: parts.filter((part) => !part.ready).map(({ part }) => part),
    overdueMonitors: work?.overdue.length ?? 0,
    failingChannels: work?.failingChannels.length ?? 0,
    unroutedAlerts: work?.unroutedAlerts ?? 0,
    freeShare: disk === null ? null : disk.freeBytes / disk.totalBytes,
    daysLeft: disk?.left.kind === 'estimate' ? disk.left.days : null,
  };
  const ready = findings.brokenParts.length === 0;
  return {
    asOf: iso(state.asOfMs),
    version: facts.version,
    startedAt: iso(facts.startedAtMs),
    ready,
    well:
      ready &&
      work !== null &&
      findings.overdueMonitors === 0 &&
      findings.failingChannels === 0 &&
      findings.unroutedAlerts === 0 &&
      !isDiskLow(findings),
    headline: describeWatch(findings),
    parts: parts.map(({ part, ready, detail }) => ({ part, ready, detail: detail ?? null })),
    ingest: {
      lagSeconds: ingest.lagSeconds,
      backlogRows: ingest.backlogRows,
      backlogBytes: ingest.backlogBytes,
      backlogLimitBytes: facts.backlogLimitBytes,
      storeTakesRows: ingest.trouble === null,
    },
    work: work && {
      enabledMonitors: work.enabledMonitors,
      disabledMonitors: work.disabledMonitors,
      overdueMonitors: work.overdue.length,
      overdue: work.overdue.slice(0, MOST_OVERDUE).map(describeOverdue),
      outbox: {
        pending: work.outbox.pending,
        oldestSeconds: ageSeconds(work.outbox.oldestCreatedMs, state.asOfMs),
        dead: work.outbox.dead,
      },
      failingChannels: work.failingChannels,
      unroutedAlerts: work.unroutedAlerts,
    },
    engines: state.engines,
    clocks: state.clocks,
    disk: describeDisk(disk),
  };
}

export const ageSeconds = (sinceMs: number | null, nowMs: number): number | null =>
  sinceMs === null ? null : Math.max(0, (nowMs - sinceMs) / 1000);

const describeOverdue = (one: OverdueMonitor) => ({
  monitorId: one.monitorId,
  monitor: one.monitorName,
  model: one.modelName,
  cadence: one.cadence,
  windowEnd: isoOrNull(one.windowEndMs),
  overdueSeconds: one.overdueMs / 1000,
  evaluatedUntil: isoOrNull(one.evaluatedUntilMs),
  reason: one.reason,
  sentence: one.sentence,
});

function describeDisk(disk: DiskState | null): SelfWatchWire['disk'] {
  if (disk === null) {
    const note = 'The file system of the data directory does not say.';
    return { freeBytes: null, totalBytes: null, daysLeft: null, note };
  }
  const { freeBytes, totalBytes, left } = disk;
  const daysLeft = left.kind === 'estimate' ? left.days : null;
  return { freeBytes, totalBytes, daysLeft, note: noteOn(left) };
}

function noteOn(left: DaysLeft): string {
  const seen = `${left.watchedHours.toFixed(1)} h`;
  if (left.kind === 'estimate') return `At the rate of the last ${seen}.`;
  if (left.kind === 'not_shrinking') return `Free space did not shrink in the last ${seen}.`;
  return `Watched for ${seen} since the start; an estimate takes 6 h.`;
}

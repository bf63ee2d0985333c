import { type FleetModelWire, type FleetWire, SPARKLINE_DAYS } from '../../contract/fleet.ts';
import { describeFleet } from '../../monitoring/health/describe-fleet.ts';
import { judgeHealth, type ModelHealth } from '../../monitoring/health/judge-health.ts';
import type { DailyRows } from '../../monitoring/health/volume-read-model.ts';
import type { WatchedModel } from '../../monitoring/health/watched-model.ts';
import { rankOf } from '../../monitoring/health/worst-verdict.ts';
import { describeMetric } from './describe-metric.ts';
import { healthWire, isoOf } from './health-wire.ts';

const DAY_MS = 86_400_000;
const startOfDay = (ms: number) => Math.floor(ms / DAY_MS) * DAY_MS;

/** The first day of a model's sparkline. A replay without a watermark could be anywhere. */
export function sparklineStart(model: WatchedModel, nowMs: number): number {
  if (model.clock === 'wall') return startOfDay(nowMs) - SPARKLINE_DAYS * DAY_MS;
  if (model.watermarkMs === null) return 0;
  return startOfDay(model.watermarkMs) - SPARKLINE_DAYS * DAY_MS;
}

export interface Judged {
  readonly model: WatchedModel;
  readonly health: ModelHealth;
}

/** Worst first. */
export function judgeFleet(models: readonly WatchedModel[], nowMs: number): Judged[] {
  return models
    .map((model) => ({ model, health: judgeHealth(model, describeMetric, nowMs) }))
    .sort(byNeed);
}

export function composeFleet(
  judged: readonly Judged[],
  shown: readonly Judged[],
  daily: ReadonlyMap<string, readonly DailyRows[]>,
  nowMs: number,
): FleetWire {
  return {
    asOf: isoOf(nowMs),
    headline: describeFleet(judged.map(({ health }) => health)),
    count: judged.length,
    models: shown.map(({ model, health }) =>
      modelWire(model, health, daily.get(model.modelId) ?? [], nowMs),
    ),
  };
}

const byName = new Intl.Collator('en', { numeric: true });

function byNeed(a: Judged, b: Judged): number {
  return (
    rankOf(a.health.worst) - rankOf(b.health.worst) ||
    b.model.openAlerts.critical - a.model.openAlerts.critical ||
    b.health.failing - a.health.failing ||
    byName.compare(a.model.name, b.model.name)
  );
}

function modelWire(
  model: WatchedModel,
  health: ModelHealth,
  days: readonly DailyRows[],
  nowMs: number,
): FleetModelWire {
  const { lastWindow } = health;
  const lastDayMs = lastWholeDay(model, days, nowMs);
  return {
    modelId: model.modelId,
    name: model.name,
    timeZone: model.timeZone,
    clock: model.clock,
    monitors: model.monitors.length,
    hasBaseline: model.hasBaseline,
    health: healthWire(model, health, nowMs),
    lastWindow:
      lastWindow === null
        ? null
        : { start: isoOf(lastWindow.startMs), end: isoOf(lastWindow.endMs) },
    openAlerts: model.openAlerts,
    silencedAlerts: model.silencedAlerts,
    volume: { daily: fillDays(days, lastDayMs), lastDay: isoOf(lastDayMs) },
  };
}

/** A day that still runs would look like a fall; it is shown only while there is no other. */
function lastWholeDay(model: WatchedModel, days: readonly DailyRows[], nowMs: number): number {
  const seenMs = days.reduce((last, day) => Math.max(last, day.dayMs + DAY_MS), DAY_MS);
  const presentMs = model.clock === 'wall' ? nowMs : (model.watermarkMs ?? seenMs);
  const runningMs = startOfDay(presentMs);
  const earlier = days.some((day) => day.dayMs < runningMs);
  return earlier || days.length === 0 ? runningMs - DAY_MS : runningMs;
}

/** A day that was not counted had no prediction. */
function fillDays(days: readonly DailyRows[], lastDayMs: number): number[] {
  const rows = new Map(days.map((day) => [day.dayMs, day.rows]));
  return Array.from(
    { length: SPARKLINE_DAYS },
    (_, index) => rows.get(lastDayMs - (SPARKLINE_DAYS - 1 - index) * DAY_MS) ?? 0,
  );
}

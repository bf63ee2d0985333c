import type { MonitorBody, MonitorDraftBody } from '../../contract/monitor.ts';
import { nameColumn } from '../../monitoring/health/name-column.ts';
import type { Model } from '../../monitoring/model/model.ts';
import { describeMonitor } from '../../monitoring/monitor/describe-monitor.ts';
import type { ScheduledMonitor } from '../../monitoring/schedule/schedule.ts';
import type { Mute } from '../../monitoring/silence/silence.ts';
import type { Calibration } from '../../monitoring/threshold/threshold.ts';
import { featureNames } from '../jobs/evaluation/message-writer.ts';
import { describeMutes } from './describe-mutes.ts';

/** A monitor as the API answers it, with the calibrations of its last evaluation where known. */
export function describeMonitorBody(
  monitor: ScheduledMonitor,
  model: Model,
  calibrations: ReadonlyMap<string, Calibration> = new Map(),
  mutes: readonly Mute[] = [],
): MonitorBody {
  const names = featureNames(model);
  return {
    monitorId: monitor.monitorId,
    model: model.name,
    name: monitor.name,
    version: monitor.version,
    cadence: monitor.cadence,
    variant: monitor.variant,
    environment: monitor.environment,
    segment: monitor.segment,
    segmentsOf: monitor.segmentsOf,
    checks: monitor.checks.map((check) => ({
      id: check.checkId,
      metric: check.metric,
      column: nameColumn(check.column, names),
      columnKey: check.column,
      parameters: check.parameters,
      threshold: check.threshold,
      weight: check.weight,
      calibration: calibrations.get(check.checkId) ?? null,
      silencedBy: describeMutes(mutes, model, monitor, {
        checkId: check.checkId,
        metric: check.metric,
        column: nameColumn(check.column, names),
      }),
    })),
    noData: monitor.noData,
    budget: monitor.budget,
    persistence: monitor.persistence,
    resolveAfter: monitor.resolveAfter,
    cooldownMs: monitor.cooldownMs,
    enabled: monitor.enabled,
    sentence: describeMonitor(monitor, names),
    createdAt: new Date(monitor.createdAtMs).toISOString(),
    evaluatedUntil:
      monitor.evaluatedUntilMs === null ? null : new Date(monitor.evaluatedUntilMs).toISOString(),
  };
}

/** What one would have to send to get this monitor. */
export function draftOf(monitor: ScheduledMonitor, model: Model): MonitorDraftBody {
  const { name, cadence, variant, environment, segment, segmentsOf, checks, ...rest } =
    describeMonitorBody(monitor, model);
  const { noData, budget, persistence, resolveAfter, cooldownMs, enabled } = rest;
  return {
    name,
    cadence,
    variant,
    environment,
    segment,
    segmentsOf,
    checks: checks.map(
      ({ columnKey: _key, calibration: _facts, silencedBy: _mutes, ...check }) => check,
    ),
    noData,
    budget,
    persistence,
    resolveAfter,
    cooldownMs,
    enabled,
  };
}

import type { MarkWire, OverviewAlertWire } from '../../contract/model-overview.ts';
import { describeResult } from '../../monitoring/health/describe-health.ts';
import { nameColumn } from '../../monitoring/health/name-column.ts';
import type { ModelChange, OverviewAlert } from '../../monitoring/health/overview-read-model.ts';
import type { VersionSighting } from '../../monitoring/health/volume-read-model.ts';
import type { Window } from '../../monitoring/window/window.ts';
import { describeMetric } from './describe-metric.ts';
import { isoOf } from './health-wire.ts';
import type { Names } from './series-wire.ts';

export function alertWire(alert: OverviewAlert, names: Names): OverviewAlertWire {
  const { result } = alert;
  const descriptor = result === null ? undefined : describeMetric(result.metric);
  const columnName = nameColumn(result?.column ?? null, names.features);
  return {
    alertId: alert.alertId,
    state: alert.state,
    severity: alert.severity,
    historical: alert.historical,
    urgent: alert.urgent,
    silencedBy: alert.silencedBy,
    openedWindow: isoOf(alert.openedWindowMs),
    lastWindow: isoOf(alert.lastWindowMs),
    resolvedWindow: alert.resolvedWindowMs === null ? null : isoOf(alert.resolvedWindowMs),
    monitorName: alert.monitorName,
    title: descriptor?.title ?? result?.metric ?? alert.monitorName,
    columnName,
    segment: result?.segment ?? '',
    summary:
      result === null
        ? 'The evaluation behind this alert is no longer kept.'
        : `${describeResult(result, descriptor, columnName)}.`,
  };
}

const CHANGE_TEXTS: Readonly<Record<ModelChange['kind'], (subject: string) => string>> = {
  baseline: (subject) => `baseline ${subject}`,
  schema_change: (subject) => `schema: ${subject}`,
  event: (subject) => subject,
};

/** What changed when, so that a reader can lay it beside what moved. */
export function marksWire(
  changes: readonly ModelChange[],
  versions: readonly VersionSighting[],
  range: Window,
): MarkWire[] {
  // The version that a model began with is no change.
  const sighted = versions
    .slice(1)
    .filter(({ firstCellMs }) => firstCellMs >= range.startMs && firstCellMs < range.endMs)
    .map(({ version, firstCellMs }) => ({
      at: isoOf(firstCellMs),
      kind: 'version' as const,
      text: `version ${version}`,
    }));
  const changed = changes.map(({ atMs, kind, subject }) => ({
    at: isoOf(atMs),
    kind,
    text: CHANGE_TEXTS[kind](subject),
  }));
  return [...sighted, ...changed].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

import type { SegmentWire } from '../../contract/model-breakdown.ts';
import type { FindingWire } from '../../contract/model-overview.ts';
import { nameColumn } from '../../monitoring/health/name-column.ts';
import type {
  SegmentFinding,
  SegmentStanding,
} from '../../monitoring/health/overview-read-model.ts';
import { describeMetric } from './describe-metric.ts';
import { isoOf } from './health-wire.ts';
import type { Names } from './series-wire.ts';

export function segmentWire(standing: SegmentStanding, names: Names): SegmentWire {
  return {
    segment: standing.worst.segment,
    checks: standing.checks,
    failingChecks: standing.failingChecks,
    worst: findingWire(standing.worst, names),
  };
}

export function findingWire(finding: SegmentFinding, names: Names): FindingWire {
  const { segment: _, column, window, ...worst } = finding;
  const descriptor = describeMetric(worst.metric);
  return {
    ...worst,
    monitorName: names.monitors.get(worst.monitorId) ?? worst.monitorId,
    title: descriptor?.title ?? worst.metric,
    unit: descriptor?.unit ?? 'none',
    columnName: nameColumn(column === '' ? null : column, names.features),
    start: isoOf(window.startMs),
    end: isoOf(window.endMs),
  };
}

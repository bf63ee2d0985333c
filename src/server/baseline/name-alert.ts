import { findMetric } from '../../metrics/metrics.ts';
import { nameColumn } from '../../monitoring/health/name-column.ts';
import type { OverviewAlert } from '../../monitoring/health/overview-read-model.ts';
import type { Model } from '../../monitoring/model/model.ts';
import { featureNames } from '../jobs/evaluation/message-writer.ts';

/** What an alert is about, in a few words. */
export function nameAlert({ result, monitorName }: OverviewAlert, model: Model): string {
  if (result === null) return `monitor “${monitorName}”`;
  const metric = findMetric(result.metric)?.descriptor.title ?? result.metric;
  const column = nameColumn(result.column, featureNames(model));
  const where = result.segment === '' ? '' : ` where ${result.segment}`;
  return `${metric}${column === null ? '' : ` of ${column}`}${where}`;
}

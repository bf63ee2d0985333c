import type { AlertQuery } from '../../contract/alert.ts';
import type { AlertFilter } from '../../monitoring/alert/alert-store.ts';
import type { Model } from '../../monitoring/model/model.ts';
import { featureColumn } from '../../monitoring/profile/column-key.ts';
import { ApiError } from '../http/api-error.ts';
import { readRange } from '../http/read-time.ts';
import { findColumns } from './find-columns.ts';

/** The question without its page. A name says which column only within a model. */
export function readAlertFilter(
  query: AlertQuery,
  model: Model | undefined,
): Omit<AlertFilter, 'limit'> {
  const { open, monitor, check, metric, column, segment, state, severity, order } = query;
  return {
    ...readRange(query),
    ...(model === undefined ? {} : { modelId: model.modelId }),
    ...(open === undefined ? {} : { open }),
    ...(monitor === undefined ? {} : { monitorId: monitor }),
    ...(check === undefined ? {} : { checkId: check }),
    ...(metric === undefined ? {} : { metric }),
    ...(column === undefined ? {} : { columns: columnsOf(column, model) }),
    ...(segment === undefined ? {} : { segment }),
    ...(state === undefined ? {} : { state }),
    ...(severity === undefined ? {} : { severity }),
    worstFirst: order === 'worst',
  };
}

function columnsOf(name: string, model: Model | undefined): readonly string[] {
  if (model === undefined) {
    throw new ApiError('invalid_request', {
      where: 'querystring/column',
      detail: 'goes together with `model`',
    });
  }
  const labels = model.features.map(({ featureId, name }) => ({
    column: featureColumn(featureId),
    name,
  }));
  return findColumns(name, model, labels);
}

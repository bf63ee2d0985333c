import { BASELINE_SAMPLE_ROWS, type Baseline } from '../../monitoring/baseline/baseline.ts';
import { type ExcludedPeriod, withoutPeriods } from '../../monitoring/baseline/excluded-period.ts';
import type { HistoryRowStore } from '../../monitoring/baseline/history-row-store.ts';
import type { Model } from '../../monitoring/model/model.ts';
import { IN_SERVICE } from '../../monitoring/profile/column-read-model.ts';
import type { Window } from '../../monitoring/window/window.ts';
import { ApiError } from '../http/api-error.ts';
import { type BaselineDeps, warningsOf } from './create-baseline.ts';
import { fillBaseline } from './fill-baseline.ts';

export interface HistoryDeps extends BaselineDeps {
  readonly history: HistoryRowStore;
}

export interface HistoryOrder {
  readonly model: Model;
  readonly name: string;
  readonly version: string | null;
  readonly period: Window;
  readonly excluded: readonly ExcludedPeriod[];
  readonly seed: number;
  readonly activate: boolean;
  readonly createdBy: string;
}

/** Makes a baseline of what the model answered in service, without the periods left out. */
export async function createFromHistory(
  deps: HistoryDeps,
  order: HistoryOrder,
): Promise<{ readonly baseline: Baseline; readonly warnings: readonly string[] }> {
  const { model, name, version, period, excluded, createdBy, activate } = order;
  const { projectId, modelId } = model;
  const periods = withoutPeriods(period, excluded);
  const selection = { ...IN_SERVICE, periods, version, seed: order.seed };
  const total = periods.length === 0 ? 0 : await deps.history.count(model, selection);
  if (total === 0) {
    throw new ApiError('no_rows_in_period', {
      where: 'body/from',
      detail: { version, left: periods.map(({ startMs, endMs }) => [iso(startMs), iso(endMs)]) },
    });
  }
  const history = { period, excluded };
  const begun = await deps.baselines.begin({
    projectId,
    modelId,
    name,
    version,
    createdBy,
    history,
  });
  const size = { total, wanted: BASELINE_SAMPLE_ROWS };
  const baseline = await fillBaseline(deps, model, begun, async () => ({
    rows: await deps.history.copy(model, begun, selection, size),
    sourceRows: total,
    activate,
  }));
  return {
    baseline,
    warnings: [...unknownColumns(model, baseline), ...warningsOf(baseline, [], model)],
  };
}

const iso = (ms: number): string => new Date(ms).toISOString();

/** What a column had no value of has no grid, so nothing can be compared with it. */
function unknownColumns({ features }: Model, { grids }: Baseline): string[] {
  if (features.length === 0) {
    return ['The model has no features yet: they are registered by the first baseline of a file.'];
  }
  const without = features.filter(
    ({ featureId, kind, identifier }) =>
      !identifier && !['text', 'embedding'].includes(kind) && !grids.has(`feature:${featureId}`),
  );
  return without.map(({ name }) => `"${name}" has no value in this period: it cannot be compared.`);
}

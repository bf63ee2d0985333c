import type { BaselineBody, BaselineDetailBody } from '../../contract/baseline.ts';
import type { Baseline } from '../../monitoring/baseline/baseline.ts';

const iso = (ms: number): string => new Date(ms).toISOString();

export const describeBaseline = (baseline: Baseline): BaselineBody => ({
  baselineId: baseline.baselineId,
  name: baseline.name,
  version: baseline.version,
  state: baseline.state,
  failure: baseline.failure,
  active: baseline.active,
  rows: baseline.rows,
  sourceRows: baseline.sourceRows,
  columnCount: baseline.grids.size,
  origin: baseline.origin,
  from: baseline.period === null ? null : iso(baseline.period.startMs),
  to: baseline.period === null ? null : iso(baseline.period.endMs),
  excluded: baseline.excluded.map(({ startMs, endMs, reason }) => ({
    from: iso(startMs),
    to: iso(endMs),
    reason,
  })),
  createdBy: baseline.createdBy,
  createdAt: iso(baseline.createdAtMs),
});

export const describeBaselineDetail = (baseline: Baseline): BaselineDetailBody => ({
  ...describeBaseline(baseline),
  columns: [...baseline.grids].map(([column, grid]) => ({
    column,
    gridId: grid.id,
    kind: grid.kind,
    size: grid.kind === 'numeric' ? grid.edges.length + 1 : grid.categories.length,
  })),
});

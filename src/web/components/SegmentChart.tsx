import { useQuery } from '@tanstack/react-query';
import type { SegmentWire } from '../../contract/model-breakdown.ts';
import type { ModelOverviewWire } from '../../contract/model-overview.ts';
import { seriesQuery } from '../api/queries.ts';
import { SeriesChart } from './SeriesChart.tsx';

export interface SegmentChartProps {
  row: SegmentWire;
  model: string;
  range: ModelOverviewWire['range'];
}

/** The worst check of a segment over the range of the page, read when it is chosen. */
export function SegmentChart({ row, model, range }: SegmentChartProps) {
  const { monitorId, checkId } = row.worst;
  const { from, to } = range;
  const { data, error } = useQuery(
    seriesQuery(model, { from, to, monitor: monitorId, check: checkId }),
  );
  const series = data?.series[0];
  return (
    <div className="segment-chart">
      {series !== undefined && data !== undefined ? (
        <SeriesChart
          series={series}
          fromMs={Date.parse(data.range.from)}
          toMs={Date.parse(data.range.to)}
          timeZone={data.model.timeZone}
          marks={[]}
        />
      ) : error !== null ? (
        <p className="muted">{error.message}</p>
      ) : data !== undefined ? (
        <p className="muted">Nothing was measured in this range.</p>
      ) : (
        <span className="skeleton" style={{ width: '100%', height: 120 }} />
      )}
    </div>
  );
}

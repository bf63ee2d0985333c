import { useState } from 'react';
import type { FeatureOverviewWire } from '../../contract/feature-overview.ts';
import { SeriesChart } from './SeriesChart.tsx';

export interface FeatureHistoryProps {
  feature: FeatureOverviewWire;
  asTables: boolean;
  onChoose: (startMs: number, endMs: number) => void;
}

const FIRST = 4;

/** Every check of the column over time, with its bound and its samples. */
export function FeatureHistory({ feature, asTables, onChoose }: FeatureHistoryProps) {
  const [all, setAll] = useState(false);
  const { series, range, model, comparison } = feature;
  const window = comparison?.window;
  const chosen =
    window?.start == null || window.end === null
      ? null
      : { startMs: Date.parse(window.start), endMs: Date.parse(window.end) };
  const shown = all ? series : series.slice(0, FIRST);
  return (
    <section className="panel" aria-labelledby="history-title">
      <h2 id="history-title">
        Checks over time <span className="muted">click on a window to look into it</span>
      </h2>
      {series.length === 0 && (
        <p className="muted">No check looked at this column in this range.</p>
      )}
      {shown.map((one) => (
        <SeriesChart
          key={`${one.monitorId} ${one.checkId}`}
          series={one}
          fromMs={Date.parse(range.from)}
          toMs={Date.parse(range.to)}
          timeZone={model.timeZone}
          marks={[]}
          asTables={asTables}
          chosen={chosen}
          onChoose={onChoose}
        />
      ))}
      {series.length > shown.length && (
        <button type="button" className="link" onClick={() => setAll(true)}>
          Show {series.length - shown.length} more checks, none of them worse
        </button>
      )}
    </section>
  );
}

import { Link } from '@tanstack/react-router';
import { OVERVIEW_RANGES } from '../../contract/choices.ts';
import type { OverviewRange } from '../../contract/model-overview.ts';
import { formatWindow, utcWindow } from '../format/time.ts';
import type { ModelSearch } from '../search.ts';

const NAMES: Readonly<Record<OverviewRange, string>> = {
  '24h': '24 hours',
  '7d': '7 days',
  '30d': '30 days',
  '90d': '90 days',
  '1y': '1 year',
};

export interface RangePickerProps {
  fromMs: number;
  toMs: number;
  timeZone: string;
  asTables: boolean;
  onTables: () => void;
}

export function RangePicker(props: RangePickerProps) {
  const { fromMs, toMs, timeZone } = props;
  return (
    <div className="range">
      <nav aria-label="Range">
        {OVERVIEW_RANGES.map((range) => (
          <Link
            key={range}
            to="."
            search={(old) => {
              const { range: _range, from: _from, to: _to, ...kept } = old as ModelSearch;
              return range === '30d' ? kept : { ...kept, range };
            }}
            className="range-link"
            activeOptions={{ exact: true, includeSearch: true, explicitUndefined: true }}
          >
            {NAMES[range]}
          </Link>
        ))}
      </nav>
      <span className="range-span" title={utcWindow(fromMs, toMs)}>
        {formatWindow(fromMs, toMs, timeZone)} <span className="muted">{timeZone}</span>
      </span>
      <button
        type="button"
        className="quiet"
        aria-pressed={props.asTables}
        onClick={props.onTables}
      >
        Tables <kbd>t</kbd>
      </button>
    </div>
  );
}

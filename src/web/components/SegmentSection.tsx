import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { ModelBreakdownWire, SegmentWire } from '../../contract/model-breakdown.ts';
import type { ModelOverviewWire } from '../../contract/model-overview.ts';
import { formatDigits, formatMeasured } from '../format/number.ts';
import { nameSegment } from '../format/segment.ts';
import { formatStart, utcWindow } from '../format/time.ts';
import { SegmentChart } from './SegmentChart.tsx';
import { VerdictMark } from './VerdictMark.tsx';

const FIRST = 10;

export interface SegmentSectionProps {
  segments: ModelBreakdownWire['segments'];
  model: string;
  timeZone: string;
  range: ModelOverviewWire['range'];
}

/** Where is it worst? One row a segment, and one chart: that of the chosen row. */
export function SegmentSection({ segments, model, timeZone, range }: SegmentSectionProps) {
  const [chosen, setChosen] = useState<string | null>(null);
  const [all, setAll] = useState(false);
  if (segments.rows.length === 0) return null;
  const shown = all ? segments.rows : segments.rows.slice(0, FIRST);
  const row = segments.rows.find((one) => one.segment === chosen) ?? segments.rows[0];
  return (
    <section className="panel" aria-labelledby="segments-title">
      <h2 id="segments-title">
        <Link to="/models/$model/segments" params={{ model }}>
          Segments
        </Link>{' '}
        <span className="muted">{say(segments)}</span>
      </h2>
      <div className="segments">
        <div>
          <ul className="segment-list" aria-label="Segments, worst first">
            {shown.map((one) => (
              <SegmentRow
                key={one.segment}
                row={one}
                timeZone={timeZone}
                isChosen={one === row}
                onChoose={() => setChosen(one.segment)}
              />
            ))}
          </ul>
          {segments.rows.length > shown.length && (
            <button type="button" className="link" onClick={() => setAll(true)}>
              Show {segments.rows.length - shown.length} more, none of them worse
            </button>
          )}
          {all && segments.count > segments.rows.length && (
            <p className="muted">
              {formatDigits(segments.count - segments.rows.length)} more are no worse than these.
            </p>
          )}
        </div>
        {row !== undefined && (
          <SegmentChart
            key={`${row.worst.monitorId} ${row.worst.checkId}`}
            row={row}
            model={model}
            range={range}
          />
        )}
      </div>
    </section>
  );
}

interface SegmentRowProps {
  row: SegmentWire;
  timeZone: string;
  isChosen: boolean;
  onChoose: () => void;
}

function SegmentRow({ row, timeZone, isChosen, onChoose }: SegmentRowProps) {
  const { worst } = row;
  const bound = worst.verdict === 'critical' ? worst.critical : (worst.warning ?? worst.critical);
  const startMs = Date.parse(worst.start);
  return (
    <li>
      <button type="button" className="segment" aria-pressed={isChosen} onClick={onChoose}>
        <VerdictMark verdict={worst.verdict} />
        <span className="segment-name">{nameSegment(row.segment)}</span>
        <span className="segment-check">
          {worst.columnName ?? worst.title}{' '}
          {worst.columnName !== null && <span className="muted">{worst.title.toLowerCase()}</span>}
        </span>
        <span className="segment-numbers">
          {worst.value === null ? 'no value' : formatMeasured(worst.value, worst.unit)}
          {bound !== null && (
            <span className="muted"> bound {formatMeasured(bound, worst.unit)}</span>
          )}
          <span className="muted"> n {formatDigits(Math.round(worst.n))}</span>
        </span>
        <span className="segment-when muted" title={utcWindow(startMs, Date.parse(worst.end))}>
          {formatStart(startMs, timeZone)}
          {worst.failingWindows > 0 &&
            `, bad in ${formatDigits(worst.failingWindows)} of ${formatDigits(worst.windows)}`}
          {row.failingChecks > 1 && `, ${row.failingChecks} checks`}
        </span>
      </button>
    </li>
  );
}

function say({ rows, count }: ModelBreakdownWire['segments']): string {
  const bad = rows.filter((row) => row.failingChecks > 0).length;
  if (bad === 0) return `none of ${formatDigits(count)} is out of bounds`;
  const all = bad === rows.length && count > bad ? `at least ${bad}` : String(bad);
  return `${all} of ${formatDigits(count)} out of bounds, worst first`;
}

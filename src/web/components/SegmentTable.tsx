import { Link } from '@tanstack/react-router';
import { useRef } from 'react';
import type { FindingWire } from '../../contract/model-overview.ts';
import type { SegmentRowWire, SegmentsOverviewWire } from '../../contract/segments-overview.ts';
import { formatDigits, formatMeasured } from '../format/number.ts';
import { nameSegment } from '../format/segment.ts';
import { formatShare } from '../format/share.ts';
import { formatStart, utcWindow } from '../format/time.ts';
import { moveFocus } from '../move-focus.ts';
import { useKeys } from '../use-keys.ts';
import { VerdictMark } from './VerdictMark.tsx';

export interface SegmentTableProps {
  data: SegmentsOverviewWire;
  rows: readonly SegmentRowWire[];
  /** At most two, to be compared. */
  chosen: readonly string[];
  onChosen: (chosen: readonly string[]) => void;
}

/** Size, drift, performance and part of the change, a row a segment. */
export function SegmentTable({ data, rows, chosen, onChosen }: SegmentTableProps) {
  const table = useRef<HTMLTableElement>(null);
  useKeys({
    j: () => moveFocus(table.current, 1, 'a.segment-link'),
    k: () => moveFocus(table.current, -1, 'a.segment-link'),
  });
  const most = Math.max(...rows.map(({ part }) => Math.abs(part ?? 0)));
  const toggle = (segment: string) =>
    onChosen(
      chosen.includes(segment)
        ? chosen.filter((one) => one !== segment)
        : [...chosen, segment].slice(-2),
    );
  return (
    <div className="table-wide">
      <table className="segment-table" ref={table}>
        <caption className="hidden">Segments</caption>
        <thead>
          <tr>
            <th scope="col">Compare</th>
            <th scope="col">Segment</th>
            <th scope="col" className="is-number">
              Predictions
            </th>
            <th scope="col">Data and drift, worst check</th>
            <th scope="col">Performance, worst check</th>
            <th scope="col">
              Part of the change{data.column !== null && ` of ${data.column.name}`}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.segment}>
              <td className="segment-choose">
                <input
                  type="checkbox"
                  aria-label={`Compare ${nameSegment(row.segment)}`}
                  checked={chosen.includes(row.segment)}
                  onChange={() => toggle(row.segment)}
                />
              </td>
              <th scope="row">
                <SegmentName row={row} data={data} />
              </th>
              <td className="is-number" data-title="Predictions">
                {formatDigits(row.rows)}{' '}
                <span className="muted">
                  {formatShare(row.share)}
                  {row.baselineShare !== null && `, ${describeBefore(row.baselineShare)}`}
                </span>
              </td>
              <td data-title="Drift">
                <Finding finding={row.drift} timeZone={data.model.timeZone} />
              </td>
              <td data-title="Performance">
                <Finding finding={row.performance} timeZone={data.model.timeZone} />
              </td>
              <td data-title="Part of the change">
                <Part part={row.part} most={most} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Values that came later have no share that they had. */
const describeBefore = (share: number): string =>
  share === 0 ? 'none in the baseline' : `was ${formatShare(share)}`;

function SegmentName({ row, data }: { row: SegmentRowWire; data: SegmentsOverviewWire }) {
  const name = nameSegment(row.segment);
  const feature = row.drift?.columnName ?? data.column?.name;
  if (feature === undefined) return name;
  return (
    <Link
      to="/models/$model/features/$feature"
      params={{ model: data.model.name, feature }}
      search={{ segment: row.segment }}
      className="segment-link"
      title={`${feature} in ${name}`}
    >
      {name}
    </Link>
  );
}

function Finding({ finding, timeZone }: { finding: FindingWire | null; timeZone: string }) {
  if (finding === null) return <span className="muted">not watched</span>;
  const { verdict, value, unit, warning, critical, title, columnName } = finding;
  const nearest = verdict === 'critical' ? critical : (warning ?? critical);
  // Of the smallest segments chance reaches below nothing: no rate is that low.
  const bound = unit === 'rows_per_hour' && nearest !== null && nearest < 0 ? null : nearest;
  const startMs = Date.parse(finding.start);
  return (
    <span className="finding">
      <VerdictMark verdict={verdict} />{' '}
      <span>
        {columnName ?? title}{' '}
        {value !== null && (
          <>
            {formatMeasured(value, unit)}
            {bound !== null && <span className="muted"> bound {formatMeasured(bound, unit)}</span>}
          </>
        )}{' '}
        <span className="muted" title={utcWindow(startMs, Date.parse(finding.end))}>
          {columnName !== null && `${title.toLowerCase()}, `}n {formatDigits(Math.round(finding.n))}
          , {formatStart(startMs, timeZone)}
        </span>
      </span>
    </span>
  );
}

function Part({ part, most }: { part: number | null; most: number }) {
  if (part === null) return <span className="muted">–</span>;
  const percent = Math.round(part * 100);
  return (
    <span className="part">
      <span>{percent} %</span>
      <span className="part-track" aria-hidden="true">
        {part > 0 && <i style={{ width: `${(part / (most || 1)) * 100}%` }} />}
      </span>
    </span>
  );
}

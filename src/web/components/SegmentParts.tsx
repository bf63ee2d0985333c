import type { DiagnosisBody } from '../../contract/alert-details.ts';
import { formatDigits } from '../format/number.ts';
import { nameSegment } from '../format/segment.ts';

const FIRST = 8;

/** Which segments the change comes from, the largest part first. */
export function SegmentParts({ segments }: { segments: DiagnosisBody['segments'] }) {
  const shown = segments.slice(0, FIRST);
  const most = Math.max(...shown.map(({ part }) => Math.abs(part)));
  return (
    <section className="panel" aria-labelledby="parts-title">
      <h2 id="parts-title">Where it comes from</h2>
      <table className="parts">
        <thead>
          <tr>
            <th scope="col">Segment</th>
            <th scope="col">Part of the change</th>
            <th scope="col">Rows</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ segment, part, rows }) => (
            <tr key={segment}>
              <th scope="row">{nameSegment(segment)}</th>
              <td>
                <span className="part">
                  <span>{Math.round(part * 100)} %</span>
                  <span className="part-track" aria-hidden="true">
                    {part > 0 && <i style={{ width: `${(part / most) * 100}%` }} />}
                  </span>
                </span>
              </td>
              <td>{formatDigits(Math.round(rows))}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {segments.length > FIRST && (
        <p className="muted">{segments.length - FIRST} more have smaller parts.</p>
      )}
    </section>
  );
}

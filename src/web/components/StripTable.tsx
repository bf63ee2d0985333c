import { readPoint, type StripData } from '../charts/strips.ts';
import { formatWindow, utcWindow } from '../format/time.ts';
import { VerdictShape } from './VerdictMark.tsx';

export interface StripTableProps {
  caption: string;
  strips: readonly StripData[];
  timeZone: string;
}

/** The numbers behind a section's charts, newest window first. */
export function StripTable({ caption, strips, timeZone }: StripTableProps) {
  const windows = new Map<string, { startMs: number; endMs: number }>();
  const cells = new Map<string, Map<string, StripData['points'][number]>>();
  for (const strip of strips) {
    const own = new Map<string, StripData['points'][number]>();
    for (const point of strip.points) {
      const key = `${point.startMs} ${point.endMs}`;
      windows.set(key, point);
      own.set(key, point);
    }
    cells.set(strip.key, own);
  }
  const rows = [...windows].sort(([, a], [, b]) => b.startMs - a.startMs || b.endMs - a.endMs);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable
    <section className="table-scroll" tabIndex={0} aria-label={`${caption} as a table`}>
      <table className="numbers">
        <caption className="hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">Window</th>
            {strips.map((strip) => (
              <th scope="col" key={strip.key}>
                {strip.title} <span className="muted">{strip.detail}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([key, window]) => (
            <tr key={key}>
              <th scope="row" title={utcWindow(window.startMs, window.endMs)}>
                {formatWindow(window.startMs, window.endMs, timeZone)}
              </th>
              {strips.map((strip) => {
                const point = cells.get(strip.key)?.get(key);
                return (
                  <td key={strip.key}>
                    {point !== undefined && !strip.plain && (
                      <VerdictShape verdict={point.verdict} />
                    )}{' '}
                    {point === undefined ? '' : readPoint(strip, point, timeZone)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

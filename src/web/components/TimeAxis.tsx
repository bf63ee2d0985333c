import type { MarkWire } from '../../contract/model-overview.ts';
import { leftOf } from '../charts/plot-frame.ts';
import { timeTicks } from '../charts/time-ticks.ts';
import { formatInstant } from '../format/time.ts';
import { useWidth } from '../use-width.ts';

const TICK_WIDTH = 96;
const LABEL_WIDTH = 48;
const USUAL_WIDTH = 960;
/** What changed later than this before the end is written to the left of its line. */
const MARK_WIDTH = 120;

export interface TimeAxisProps {
  fromMs: number;
  toMs: number;
  timeZone: string;
  marks: readonly MarkWire[];
}

/** Times along the top of all charts, and what changed when. */
export function TimeAxis({ fromMs, toMs, timeZone, marks }: TimeAxisProps) {
  const [element, measured] = useWidth<HTMLDivElement>();
  const width = measured ?? USUAL_WIDTH;
  const most = Math.max(2, Math.floor(width / TICK_WIDTH));
  const ticks = timeTicks(fromMs, toMs, timeZone, most);
  // A label that would be cut off at the end says less than none.
  const lastMs = toMs - ((toMs - fromMs) * LABEL_WIDTH) / width;
  const isLate = (ms: number) => ms > toMs - ((toMs - fromMs) * MARK_WIDTH) / width;
  return (
    <div className="time-axis" ref={element}>
      <div className="time-ticks" aria-hidden="true">
        {ticks.map((tick) => (
          <span key={tick.ms} style={{ left: leftOf(tick.ms, fromMs, toMs) }}>
            {tick.ms < lastMs ? tick.label : ''}
          </span>
        ))}
      </div>
      {marks.length > 0 && (
        <ul className="time-marks" aria-label="Changes">
          {marks.map((mark) => (
            <li
              key={`${mark.at}${mark.text}`}
              className={isLate(Date.parse(mark.at)) ? 'is-late' : undefined}
              style={{ left: leftOf(Date.parse(mark.at), fromMs, toMs) }}
              title={`${mark.text}, ${formatInstant(Date.parse(mark.at), timeZone)}`}
            >
              {mark.text}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

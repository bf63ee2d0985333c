import { formatDigits } from '../format/number.ts';

const WIDTH = 104;
const HEIGHT = 24;

export interface SparklineProps {
  daily: readonly number[];
}

/** Predictions a day. The scale begins at 0, so that a fall looks like one. */
export function Sparkline({ daily }: SparklineProps) {
  const most = Math.max(...daily);
  if (!(most > 0)) return <span className="muted">none</span>;
  const step = WIDTH / daily.length;
  const y = (rows: number) => HEIGHT - (rows / most) * (HEIGHT - 2) - 1;
  const line = daily
    .map(
      (rows, day) =>
        `${day === 0 ? 'M' : 'V'}${day === 0 ? `0 ${y(rows).toFixed(1)}` : y(rows).toFixed(1)}H${((day + 1) * step).toFixed(1)}`,
    )
    .join('');
  const total = daily.reduce((sum, rows) => sum + rows, 0);
  return (
    <svg
      className="sparkline"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      role="img"
      aria-label={`${formatDigits(total)} predictions in ${daily.length} days, at most ${formatDigits(most)} a day`}
    >
      <path d={line} />
    </svg>
  );
}

import type { DiagnosisBody } from '../../contract/alert-details.ts';
import { formatDigits } from '../format/number.ts';

type Numeric = NonNullable<NonNullable<DiagnosisBody['column']>['numeric']>;

/** Where the middle four fifths of the values lie, with the median, before and after. */
export function SpreadBars({ numeric }: { numeric: Numeric }) {
  const { low, median, high, mean } = numeric;
  const all = [low, median, high, mean].flatMap(({ before, after }) => [before, after]);
  const known = all.filter((one) => one !== null);
  if (known.length === 0) return null;
  const least = Math.min(...known);
  const most = Math.max(...known);
  if (!(most > least)) return null;
  const at = (one: number) => ((one - least) / (most - least)) * 100;
  return (
    <div className="spread" aria-hidden="true">
      {(['before', 'after'] as const).map((when) => {
        const [from, middle, to] = [low[when], median[when], high[when]];
        if (from === null || to === null) return null;
        return (
          <div className="spread-line" key={when}>
            <i
              className={`spread-bar is-${when}`}
              style={{ left: `${at(from)}%`, width: `${Math.max(0.5, at(to) - at(from))}%` }}
            />
            {middle !== null && <i className="spread-median" style={{ left: `${at(middle)}%` }} />}
          </div>
        );
      })}
      <p className="spread-ends muted">
        <span>{formatDigits(least)}</span>
        <span>{formatDigits(most)}</span>
      </p>
    </div>
  );
}

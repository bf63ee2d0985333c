import type { ComparisonWire } from '../../contract/feature-overview.ts';
import { formatShare, formatShareChange } from '../format/share.ts';

export interface ShareRowsProps {
  bars: ComparisonWire['bars'];
  most?: number;
  summary: string;
}

/** Values one below the other: both shares, and what each gained or lost. */
export function ShareRows({ bars, summary, most }: ShareRowsProps) {
  const scale = most ?? Math.max(...bars.flatMap(({ before, after }) => [before ?? 0, after ?? 0]));
  const changes = bars.map(({ before, after }) => (before === null ? 0 : (after ?? 0) - before));
  const swing = Math.max(...changes.map(Math.abs), scale / 8) || 1;
  const width = (share: number | null) => `${((share ?? 0) / (scale || 1)) * 100}%`;
  return (
    <figure className="share-rows" role="img" aria-label={summary}>
      {bars.map((bar, index) => {
        const change = changes[index] ?? 0;
        return (
          <div
            className={`share-row is-${bar.kind}`}
            key={`${bar.kind} ${bar.label}`}
            aria-hidden="true"
          >
            <span className="share-name" title={bar.label}>
              {bar.label}
            </span>
            <span className="share-pair">
              <i className="is-before" style={{ width: width(bar.before) }} />
              <i className="is-after" style={{ width: width(bar.after) }} />
            </span>
            <span className="share-numbers">{formatShare(bar.after)}</span>
            <span className="share-change">
              <i
                className={change >= 0 ? 'is-gain' : 'is-loss'}
                style={{ width: `${(Math.abs(change) / swing) * 50}%` }}
              />
            </span>
            <span className="share-numbers muted">{formatShareChange(bar.before, bar.after)}</span>
          </div>
        );
      })}
    </figure>
  );
}

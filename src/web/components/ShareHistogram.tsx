import { useState } from 'react';
import type { ComparisonWire } from '../../contract/feature-overview.ts';
import { formatTick } from '../format/number.ts';
import { formatShare, formatShareChange } from '../format/share.ts';

export interface ShareHistogramProps {
  bars: ComparisonWire['bars'];
  /** One scale for several charts; else the chart's own largest share. */
  most?: number;
  /** Names of the two sides. */
  sides: readonly [before: string, after: string];
  summary: string;
}

/** Bins of numbers side by side, with what each gained or lost below. */
export function ShareHistogram({ bars, sides, summary, most }: ShareHistogramProps) {
  const [at, setAt] = useState<number | null>(null);
  const scale = most ?? Math.max(...bars.flatMap(({ before, after }) => [before ?? 0, after ?? 0]));
  const changes = bars.map(({ before, after }) => (before === null ? 0 : (after ?? 0) - before));
  const swing = Math.max(...changes.map(Math.abs), scale / 8);
  const percent = (share: number, of: number) => `${(share / (of || 1)) * 100}%`;
  const bins = bars.filter(({ kind }) => kind === 'bin');
  const shown = at === null ? undefined : bars[at];
  return (
    <figure className="histogram">
      <p className="histogram-readout" role="status">
        {shown === undefined ? (
          <span className="muted">Point at a bin to read it.</span>
        ) : (
          <>
            <strong>{shown.label}</strong> {sides[0]} {formatShare(shown.before)}, {sides[1]}{' '}
            {formatShare(shown.after)}, {formatShareChange(shown.before, shown.after)}
          </>
        )}
      </p>
      <div className="histogram-plot" role="img" aria-label={summary}>
        <div className="histogram-scale muted" aria-hidden="true">
          <span>{formatTick(Number(scale.toPrecision(2)), 'ratio')}</span>
          <span>0 %</span>
        </div>
        <div className="histogram-bars" aria-hidden="true" onPointerLeave={() => setAt(null)}>
          {bars.map((bar, index) => (
            <div
              key={bar.label}
              className={`histogram-bin is-${bar.kind}${at === index ? ' is-active' : ''}`}
              onPointerEnter={() => setAt(index)}
            >
              <div className="histogram-pair">
                <i className="is-before" style={{ height: percent(bar.before ?? 0, scale) }} />
                <i className="is-after" style={{ height: percent(bar.after ?? 0, scale) }} />
              </div>
              <div className="histogram-change">
                <i
                  className={(changes[index] ?? 0) >= 0 ? 'is-gain' : 'is-loss'}
                  style={{ height: percent(Math.abs(changes[index] ?? 0) * 0.45, swing) }}
                />
              </div>
            </div>
          ))}
        </div>
      </div>
      <div className="histogram-ends muted" aria-hidden="true">
        <span>{bins[0]?.label}</span>
        <span>{bins[Math.floor(bins.length / 2)]?.label}</span>
        <span>{bins.at(-1)?.label}</span>
        <span className="histogram-missing">missing</span>
      </div>
    </figure>
  );
}

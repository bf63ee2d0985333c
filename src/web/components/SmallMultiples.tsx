import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { FeatureOverviewWire } from '../../contract/feature-overview.ts';
import { seriesStrips } from '../charts/strips.ts';
import { formatDigits } from '../format/number.ts';
import { nameSegment } from '../format/segment.ts';
import type { FeatureSearch } from '../search.ts';
import { LiveStrip } from './LiveStrip.tsx';
import { StripTable } from './StripTable.tsx';

export interface SmallMultiplesProps {
  feature: FeatureOverviewWire;
  search: FeatureSearch;
  asTable: boolean;
}

const FIRST = 12;

/** The same metric in every segment, all on one scale, worst first. */
export function SmallMultiples({ feature, search, asTable }: SmallMultiplesProps) {
  const { segments, model } = feature;
  const [all, setAll] = useState(false);
  const strips = useMemo(
    () =>
      seriesStrips(segments.series).map((strip, index) => {
        const segment = segments.series[index]?.segment ?? '';
        return { ...strip, segment, title: nameSegment(segment), detail: '' };
      }),
    [segments],
  );
  if (strips.length === 0) return null;
  const fromMs = Date.parse(feature.range.from);
  const toMs = Date.parse(feature.range.to);
  const shown = all || asTable ? strips : strips.slice(0, FIRST);
  const left = segments.count - shown.length;
  return (
    <section className="panel" aria-labelledby="multiples-title">
      <h2 id="multiples-title">
        By segment{' '}
        <span className="muted">
          {segments.series[0]?.title.toLowerCase()}, all on one scale, worst of{' '}
          {formatDigits(segments.count)} first
        </span>
      </h2>
      {asTable ? (
        <StripTable caption="By segment" strips={strips} timeZone={model.timeZone} />
      ) : (
        <div className="multiples">
          {shown.map((strip) => (
            <LiveStrip
              key={strip.key}
              strip={strip}
              fromMs={fromMs}
              toMs={toMs}
              timeZone={model.timeZone}
              cursorMs={null}
              heading={
                <Link
                  to="/models/$model/features/$feature"
                  params={{ model: model.name, feature: feature.name }}
                  search={{ ...search, segment: strip.segment }}
                >
                  {strip.title}
                </Link>
              }
            />
          ))}
        </div>
      )}
      {!all && !asTable && strips.length > FIRST && (
        <button type="button" className="link" onClick={() => setAll(true)}>
          Show {strips.length - FIRST} more
        </button>
      )}
      {(all || strips.length <= FIRST) && left > 0 && !asTable && (
        <p className="muted">{formatDigits(left)} more are no worse than these.</p>
      )}
    </section>
  );
}

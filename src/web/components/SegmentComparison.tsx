import { useQuery } from '@tanstack/react-query';
import type { FeatureOverviewWire } from '../../contract/feature-overview.ts';
import type { SegmentsOverviewWire } from '../../contract/segments-overview.ts';
import { featureQuery } from '../api/queries.ts';
import { nameSegment } from '../format/segment.ts';
import { describeComparison } from '../format/share.ts';
import { ShareHistogram } from './ShareHistogram.tsx';
import { ShareRows } from './ShareRows.tsx';

export interface SegmentComparisonProps {
  data: SegmentsOverviewWire;
  a: string | undefined;
  b: string | undefined;
  onClear: () => void;
}

/** The same column in two segments, side by side on one scale. */
export function SegmentComparison({ data, a, b, onClear }: SegmentComparisonProps) {
  const { column, model, window } = data;
  if (a === undefined || column === null) return null;
  return (
    <section className="panel segment-comparison" aria-labelledby="comparison-title">
      <h2 id="comparison-title">
        {column.name} in {nameSegment(a)}
        {b === undefined ? '' : ` and ${nameSegment(b)}`}{' '}
        <button type="button" className="link" onClick={onClear}>
          Close
        </button>
      </h2>
      {b === undefined ? (
        <p className="muted">Choose a second segment to lay beside it.</p>
      ) : (
        <Pair
          model={model.name}
          feature={column.name}
          segments={[a, b]}
          window={window === null ? undefined : `${window.start}/${window.end}`}
        />
      )}
    </section>
  );
}

interface PairProps {
  model: string;
  feature: string;
  segments: readonly [string, string];
  window: string | undefined;
}

function Pair({ model, feature, segments, window }: PairProps) {
  const queryOf = (segment: string) =>
    featureQuery(model, feature, { segment, ...(window === undefined ? {} : { window }) });
  const first = useQuery(queryOf(segments[0]));
  const second = useQuery(queryOf(segments[1]));
  const sides = [first, second];
  const most = Math.max(
    ...sides.flatMap(({ data }) =>
      (data?.comparison?.bars ?? []).flatMap(({ before, after }) => [before ?? 0, after ?? 0]),
    ),
  );
  return (
    <div className="alert-columns">
      {sides.map(({ data, error }, index) => (
        <div key={segments[index]}>
          <h3>{nameSegment(segments[index] ?? '')}</h3>
          {data !== undefined ? (
            <Shares feature={data} most={most} />
          ) : error !== null ? (
            <p role="alert">{error.message}</p>
          ) : (
            <span className="skeleton" style={{ width: '100%', height: 240 }} />
          )}
        </div>
      ))}
    </div>
  );
}

function Shares({ feature, most }: { feature: FeatureOverviewWire; most: number }) {
  const { comparison, name } = feature;
  if (comparison === null || comparison.bars.length === 0) {
    return <p className="muted">No row of it was counted in this window.</p>;
  }
  const summary = describeComparison(name, comparison);
  return (
    <>
      <p>{summary}</p>
      {comparison.ordered ? (
        <ShareHistogram
          bars={comparison.bars}
          most={most}
          sides={['baseline', 'window']}
          summary={summary}
        />
      ) : (
        <ShareRows bars={comparison.bars} most={most} summary={summary} />
      )}
    </>
  );
}

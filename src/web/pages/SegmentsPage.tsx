import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect } from 'react';
import type { SegmentsOverviewWire } from '../../contract/segments-overview.ts';
import { ApiProblem } from '../api/api-problem.ts';
import { segmentsQuery } from '../api/queries.ts';
import { Choice } from '../components/AlertFilters.tsx';
import { Problem } from '../components/Problem.tsx';
import { SegmentComparison } from '../components/SegmentComparison.tsx';
import { SegmentTable } from '../components/SegmentTable.tsx';
import { StaleBanner } from '../components/StaleBanner.tsx';
import { nameSegment } from '../format/segment.ts';
import { sortSegments } from '../format/sort-segments.ts';
import { formatWindow } from '../format/time.ts';
import type { SegmentsSearch } from '../search.ts';

const segmentsRoute = getRouteApi('/models/$model/segments');
const RANGES = [
  ['24h', '24 hours'],
  ['7d', '7 days'],
  ['30d', '30 days'],
  ['90d', '90 days'],
  ['1y', '1 year'],
] as const;
const SORTS = [
  ['worst', 'worst'],
  ['part', 'part of the change'],
  ['size', 'size'],
  ['name', 'name'],
] as const;

/** Where is it worst? */
export function SegmentsPage() {
  const { model } = segmentsRoute.useParams();
  const search = segmentsRoute.useSearch();
  const navigate = segmentsRoute.useNavigate();
  const { range, window, feature, sort = 'worst' } = search;
  const query = {
    ...(range === undefined ? {} : { range }),
    ...(window === undefined ? {} : { window }),
    ...(feature === undefined ? {} : { feature }),
  };
  const { data, error, refetch, dataUpdatedAt, isPlaceholderData } = useQuery(
    segmentsQuery(model, query),
  );
  useEffect(() => {
    document.title = `Segments of ${model} · Leeway`;
  }, [model]);
  const change = (part: { [Name in keyof SegmentsSearch]?: SegmentsSearch[Name] | undefined }) => {
    const entries = Object.entries({ ...search, ...part }).filter(([, one]) => one !== undefined);
    void navigate({
      search: Object.fromEntries(entries) as SegmentsSearch,
      replace: true,
      resetScroll: false,
    });
  };

  const head = (
    <>
      <p className="question">Where is it worst?</p>
      <h1 className="model-name">Segments of {model}</h1>
    </>
  );
  if (data === undefined) {
    if (error instanceof ApiProblem && error.status === 404) {
      return (
        <section className="notice">
          <h1>{error.message}</h1>
          <p>{error.hint}</p>
        </section>
      );
    }
    if (error !== null) return <Problem error={error} onRetry={() => void refetch()} />;
    return (
      <div aria-busy="true">
        {head}
        <p className="answer">
          <span className="skeleton" style={{ width: '48ch' }} />
        </p>
        <span className="skeleton" style={{ height: 320, width: '100%' }} aria-hidden="true" />
      </div>
    );
  }
  const rows = sortSegments(data.rows, sort);
  return (
    <div className={isPlaceholderData ? 'is-loading' : ''}>
      {head}
      <p className="answer">{describe(data)}</p>
      <StaleBanner error={error} updatedAtMs={dataUpdatedAt} />
      {data.rows.length === 0 ? (
        <Empty data={data} />
      ) : (
        <>
          <search className="filters">
            <Choice
              label="Sort by"
              id="segments-sort"
              value={sort}
              options={SORTS}
              onChange={(value) =>
                change({ sort: value === 'worst' ? undefined : (value as typeof sort) })
              }
            />
            <Choice
              label="Checks of"
              id="segments-range"
              value={range ?? '30d'}
              options={RANGES}
              onChange={(value) =>
                change({ range: value === '30d' ? undefined : (value as typeof range) })
              }
            />
            {data.window !== null && (
              <span className="muted filters-note">
                Sizes and parts are of{' '}
                {formatWindow(
                  Date.parse(data.window.start),
                  Date.parse(data.window.end),
                  data.model.timeZone,
                )}
                {data.column !== null && `, parts of what changed about ${data.column.name}`}.
              </span>
            )}
          </search>
          <SegmentComparison
            data={data}
            a={search.a}
            b={search.b}
            onClear={() => change({ a: undefined, b: undefined })}
          />
          <SegmentTable
            data={data}
            rows={rows}
            chosen={[search.a, search.b].filter((one) => one !== undefined)}
            onChosen={([a, b]) => change({ a, b })}
          />
          {data.count > data.rows.length && (
            <p className="muted">{data.count - data.rows.length} more are no worse than these.</p>
          )}
        </>
      )}
    </div>
  );
}

function Empty({ data }: { data: SegmentsOverviewWire }) {
  const { dimensions, name } = data.model;
  return (
    <section className="notice">
      {dimensions.length === 0 ? (
        <>
          <p>
            {name} has no dimension whose values are watched. Declare features as dimensions, such
            as the country or the channel:
          </p>
          <pre>
            <code>{`PUT /v1/models/${name}\n{ "segmentBy": ["country"] }`}</code>
          </pre>
        </>
      ) : (
        <p>
          Nothing was counted by {dimensions.join(' or ')} yet: segments are known as soon as there
          is a baseline and predictions come.
        </p>
      )}
    </section>
  );
}

function describe({ rows, count, column, model }: SegmentsOverviewWire): string {
  if (rows.length === 0) {
    return model.dimensions.length === 0
      ? 'No dimension is declared.'
      : 'There are no segments yet.';
  }
  const bad = rows.filter(({ drift, performance }) =>
    [drift, performance].some((one) =>
      ['critical', 'warning', 'error'].includes(one?.verdict ?? ''),
    ),
  ).length;
  const largest = rows.reduce((a, b) => ((b.part ?? 0) > (a.part ?? 0) ? b : a));
  const first =
    bad === 0
      ? `None of ${count} segments is out of bounds`
      : `${bad} of ${count} segments ${bad === 1 ? 'is' : 'are'} out of bounds`;
  if (column === null || (largest.part ?? 0) < 0.1) return `${first}.`;
  return `${first}; ${nameSegment(largest.segment)} brings ${(largest.part ?? 0) >= 0.995 ? 'all' : `${Math.round((largest.part ?? 0) * 100)} %`} of what changed about ${column.name}.`;
}

import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { ApiProblem } from '../api/api-problem.ts';
import { featureQuery } from '../api/queries.ts';
import { BoundPanel } from '../components/BoundPanel.tsx';
import { FeatureHead } from '../components/FeatureHead.tsx';
import { FeatureHistory } from '../components/FeatureHistory.tsx';
import { NotThere, noModel } from '../components/NotThere.tsx';
import { Problem } from '../components/Problem.tsx';
import { RangePicker } from '../components/RangePicker.tsx';
import { SharesSection } from '../components/SharesSection.tsx';
import { SmallMultiples } from '../components/SmallMultiples.tsx';
import { StaleBanner } from '../components/StaleBanner.tsx';
import { WindowPicker } from '../components/WindowPicker.tsx';
import { formatInterval } from '../format/interval.ts';
import { useKeys } from '../use-keys.ts';

const featureRoute = getRouteApi('/models/$model/features/$feature');

/** How did this column change? */
export function FeaturePage() {
  const { model, feature: name } = featureRoute.useParams();
  const search = featureRoute.useSearch();
  const navigate = featureRoute.useNavigate();
  const [asTables, setAsTables] = useState(false);
  const { data, error, refetch, dataUpdatedAt, isPlaceholderData } = useQuery(
    featureQuery(model, name, search),
  );
  useEffect(() => {
    document.title = `${name} of ${model} · Leeway`;
  }, [model, name]);
  useKeys({ t: () => setAsTables((shown) => !shown) });

  if (data === undefined) {
    if (error === null) return <FeatureSkeleton name={name} />;
    if (error instanceof ApiProblem && error.status === 404) {
      const isModel = error.code === 'model_not_found';
      return (
        <NotThere what={isModel ? noModel(model) : `${model} has no feature called “${name}”.`} />
      );
    }
    return <Problem error={error} onRetry={() => void refetch()} />;
  }
  const { comparison } = data;
  return (
    <article className={isPlaceholderData ? 'feature is-loading' : 'feature'}>
      <FeatureHead feature={data} />
      <StaleBanner error={error} updatedAtMs={dataUpdatedAt} />
      <WindowPicker
        feature={data}
        search={search}
        onChange={(next) => void navigate({ search: next, resetScroll: false })}
      />
      {comparison === null ? (
        <p className="next-step">
          No prediction has come yet: there is nothing to compare with the baseline.
        </p>
      ) : (
        <SharesSection comparison={comparison} name={data.name} asTable={asTables} />
      )}
      <RangePicker
        fromMs={Date.parse(data.range.from)}
        toMs={Date.parse(data.range.to)}
        timeZone={data.model.timeZone}
        asTables={asTables}
        onTables={() => setAsTables((shown) => !shown)}
      />
      <FeatureHistory
        feature={data}
        asTables={asTables}
        onChoose={(startMs, endMs) =>
          void navigate({
            search: { ...search, window: formatInterval(startMs, endMs) },
            resetScroll: false,
          })
        }
      />
      <SmallMultiples feature={data} search={search} asTable={asTables} />
      <BoundPanel feature={data} />
    </article>
  );
}

function FeatureSkeleton({ name }: { name: string }) {
  return (
    <div aria-busy="true">
      <p className="question">How did this column change?</p>
      <h1 className="model-name">{name}</h1>
      <p className="answer">
        <span className="skeleton" style={{ width: '48ch' }}>
          Reading the column
        </span>
      </p>
      <span className="skeleton" style={{ height: 480, width: '100%' }} aria-hidden="true" />
    </div>
  );
}

import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { ApiProblem } from '../api/api-problem.ts';
import { breakdownQuery, overviewQuery } from '../api/queries.ts';
import { AlertList } from '../components/AlertList.tsx';
import { ChartStack } from '../components/ChartStack.tsx';
import { DimensionStrip } from '../components/DimensionStrip.tsx';
import { HeatMap } from '../components/HeatMap.tsx';
import { HeatMapWaiting } from '../components/HeatMapWaiting.tsx';
import { ModelSkeleton } from '../components/ModelSkeleton.tsx';
import { NextStep } from '../components/NextStep.tsx';
import { NotThere, noModel } from '../components/NotThere.tsx';
import { Problem } from '../components/Problem.tsx';
import { RangePicker } from '../components/RangePicker.tsx';
import { SegmentSection } from '../components/SegmentSection.tsx';
import { StaleBanner } from '../components/StaleBanner.tsx';
import { VerdictShape } from '../components/VerdictMark.tsx';
import { VERDICT_WORDS, verdictOf } from '../format/verdict.ts';
import { useKeys } from '../use-keys.ts';
import { usePainted } from '../use-painted.ts';

const modelRoute = getRouteApi('/models/$model');

/** What is happening to this model? */
export function ModelPage() {
  const { model: name } = modelRoute.useParams();
  const search = modelRoute.useSearch();
  const navigate = modelRoute.useNavigate();
  const [asTables, setAsTables] = useState(false);
  const {
    data: overview,
    error,
    refetch,
    dataUpdatedAt,
    isPlaceholderData,
  } = useQuery(overviewQuery(name, search));
  const isPainted = usePainted(overview !== undefined && !isPlaceholderData);
  const breakdown = useQuery({ ...breakdownQuery(name, search), enabled: isPainted });

  useEffect(() => {
    const worst = overview?.health.worst;
    document.title =
      worst === undefined
        ? `${name} · Leeway`
        : `${name}: ${VERDICT_WORDS[verdictOf(worst)]} · Leeway`;
  }, [overview, name]);
  useKeys({ t: () => setAsTables((shown) => !shown) });

  if (overview === undefined) {
    if (error === null) return <ModelSkeleton name={name} />;
    if (error instanceof ApiProblem && error.status === 404) {
      return <NotThere what={noModel(name)} />;
    }
    return <Problem error={error} onRetry={() => void refetch()} />;
  }
  const { model, range, health } = overview;
  const fromMs = Date.parse(range.from);
  const toMs = Date.parse(range.to);
  return (
    <div className={isPlaceholderData ? 'model is-loading' : 'model'} aria-busy={isPlaceholderData}>
      <p className="question">What is happening to this model?</p>
      <h1 className="model-name">{model.name}</h1>
      <p className="answer">
        <VerdictShape verdict={health.worst} /> {health.headline}
      </p>
      <DimensionStrip health={health} />
      <p className="model-links">
        <Link to="/models/$model/monitors" params={{ model: model.name }}>
          {nameMonitors(model.monitors)}
        </Link>
        <Link to="/models/$model/baselines" params={{ model: model.name }}>
          Baselines
        </Link>
        <Link to="/models/$model/quarantine" params={{ model: model.name }}>
          Refused rows
        </Link>
        <Link to="/models/$model/segments" params={{ model: model.name }}>
          Segments
        </Link>
        <Link to="/alerts" search={{ model: model.name, state: 'all' }}>
          Alerts
        </Link>
      </p>
      <StaleBanner
        error={error ?? (breakdown.data === undefined ? null : breakdown.error)}
        updatedAtMs={error === null ? breakdown.dataUpdatedAt : dataUpdatedAt}
      />
      <NextStep model={model} health={health} hasRows={overview.volume.length > 0} />
      <RangePicker
        fromMs={fromMs}
        toMs={toMs}
        timeZone={model.timeZone}
        asTables={asTables}
        onTables={() => setAsTables((shown) => !shown)}
      />
      <ChartStack
        overview={overview}
        asTables={asTables}
        onZoom={(from, to) =>
          void navigate({
            search: { from: new Date(from).toISOString(), to: new Date(to).toISOString() },
          })
        }
      />
      {breakdown.data !== undefined && (
        <SegmentSection
          segments={breakdown.data.segments}
          model={model.name}
          timeZone={model.timeZone}
          range={range}
        />
      )}
      <AlertList alerts={overview.alerts} timeZone={model.timeZone} />
      {breakdown.data !== undefined ? (
        <HeatMap heatMap={breakdown.data.heatMap} model={model.name} timeZone={model.timeZone} />
      ) : (
        <HeatMapWaiting error={breakdown.error} onRetry={() => void breakdown.refetch()} />
      )}
    </div>
  );
}

function nameMonitors(monitors: number): string {
  if (monitors === 0) return 'Monitors';
  if (monitors === 1) return 'Its monitor, and what it would have raised';
  return `${monitors} monitors, and what they would have raised`;
}

import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useLocation } from '@tanstack/react-router';
import { useEffect } from 'react';
import { ApiProblem } from '../api/api-problem.ts';
import { metricsQuery, modelQuery, monitorsQuery } from '../api/queries.ts';
import { MonitorPanel } from '../components/MonitorPanel.tsx';
import { NotThere, noModel } from '../components/NotThere.tsx';
import { Problem } from '../components/Problem.tsx';
import { RecommendationPanel } from '../components/RecommendationPanel.tsx';
import { StaleBanner } from '../components/StaleBanner.tsx';

const monitorsRoute = getRouteApi('/models/$model/monitors');

/** What would have fired? */
export function MonitorsPage() {
  const { model } = monitorsRoute.useParams();
  const { data, error, refetch, dataUpdatedAt } = useQuery(monitorsQuery(model));
  const { data: known } = useQuery(metricsQuery);
  const { data: declared } = useQuery(modelQuery(model));
  const timeZone = declared?.timeZone ?? 'UTC';
  useEffect(() => {
    document.title = `Monitors of ${model} · Leeway`;
  }, [model]);
  const { hash } = useLocation();
  const isRead = data !== undefined;
  useEffect(() => {
    // Where a link points to is there only after it was read.
    if (isRead && hash !== '') document.getElementById(hash)?.scrollIntoView();
  }, [isRead, hash]);

  const head = (
    <>
      <p className="question">What is watched, and what would have fired?</p>
      <h1 className="model-name">Monitors of {model}</h1>
    </>
  );
  if (data === undefined) {
    if (error instanceof ApiProblem && error.status === 404) {
      return <NotThere what={noModel(model)} />;
    }
    if (error !== null) return <Problem error={error} onRetry={() => void refetch()} />;
    return (
      <div aria-busy="true">
        {head}
        <p className="answer">
          <span className="skeleton" style={{ width: '32ch' }} />
        </p>
        <span className="skeleton" style={{ height: 320, width: '100%' }} aria-hidden="true" />
      </div>
    );
  }
  const { monitors } = data;
  const checks = monitors.reduce((sum, one) => sum + one.checks.length, 0);
  return (
    <div className="monitors">
      {head}
      <p className="answer">{describe(monitors.length, checks)}</p>
      <p>
        <Link to="/models/$model" params={{ model }}>
          Back to the model
        </Link>
      </p>
      <StaleBanner error={error} updatedAtMs={dataUpdatedAt} />
      {monitors.map((monitor) => (
        <MonitorPanel
          key={monitor.monitorId}
          monitor={monitor}
          metrics={known?.metrics ?? []}
          timeZone={timeZone}
        />
      ))}
      <RecommendationPanel model={model} />
    </div>
  );
}

function describe(monitors: number, checks: number): string {
  if (monitors === 0) return 'Nothing watches this model yet.';
  const rules = monitors === 1 ? 'One monitor' : `${monitors} monitors`;
  const all = checks === 1 ? 'one check' : `${checks} checks`;
  return `${rules} with ${all} ${monitors === 1 ? 'watches' : 'watch'} this model.`;
}

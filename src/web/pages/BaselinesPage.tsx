import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { BaselineBody } from '../../contract/baseline.ts';
import { ApiProblem } from '../api/api-problem.ts';
import { baselinesQuery, proposalQuery } from '../api/baselines.ts';
import { BaselineTable } from '../components/BaselineTable.tsx';
import { ComparisonSection } from '../components/ComparisonSection.tsx';
import { NotThere, noModel } from '../components/NotThere.tsx';
import { Problem } from '../components/Problem.tsx';
import { ProposalSection } from '../components/ProposalSection.tsx';
import { StaleBanner } from '../components/StaleBanner.tsx';
import { formatDigits } from '../format/number.ts';
import { formatWindow } from '../format/time.ts';
import { useKeys } from '../use-keys.ts';

const baselinesRoute = getRouteApi('/models/$model/baselines');

/** What is normal for this model? */
export function BaselinesPage() {
  const { model } = baselinesRoute.useParams();
  const search = baselinesRoute.useSearch();
  const navigate = baselinesRoute.useNavigate();
  const [asTables, setAsTables] = useState(false);
  const { data: baselines, error, refetch, dataUpdatedAt } = useQuery(baselinesQuery(model));
  const { data: proposed, error: problem } = useQuery(proposalQuery(model));
  useEffect(() => {
    document.title = `Baselines of ${model} · Leeway`;
  }, [model]);
  useKeys({ t: () => setAsTables((shown) => !shown) });

  const head = (
    <>
      <p className="question">What is normal for this model?</p>
      <h1 className="model-name">Baselines of {model}</h1>
    </>
  );
  if (baselines === undefined) {
    if (error instanceof ApiProblem && error.status === 404) {
      return <NotThere what={noModel(model)} />;
    }
    if (error !== null) return <Problem error={error} onRetry={() => void refetch()} />;
    return (
      <div aria-busy="true">
        {head}
        <p className="answer">
          <span className="skeleton" style={{ width: '48ch' }} />
        </p>
        <span className="skeleton" style={{ height: 240, width: '100%' }} aria-hidden="true" />
      </div>
    );
  }
  const timeZone = proposed?.timeZone ?? 'UTC';
  const ready = baselines.filter((one) => one.state === 'ready');
  const active = ready.find((one) => one.active && one.version === null);
  return (
    <div className="baselines">
      {head}
      <p className="answer">{describe(active, ready, timeZone)}</p>
      <p className="model-links">
        <Link to="/models/$model" params={{ model }}>
          The model
        </Link>
        <Link to="/models/$model/monitors" params={{ model }}>
          Monitors that judge by it
        </Link>
      </p>
      <StaleBanner error={error} updatedAtMs={dataUpdatedAt} />
      {baselines.length > 0 && (
        <BaselineTable
          model={model}
          baselines={baselines}
          timeZone={timeZone}
          onCompare={(before) => void navigate({ search: { before }, resetScroll: false })}
        />
      )}
      <ProposalSection
        model={model}
        proposed={proposed}
        problem={problem}
        active={active}
        timeZone={timeZone}
      />
      {ready.length > 0 && (
        <ComparisonSection
          model={model}
          baselines={ready}
          search={search}
          timeZone={timeZone}
          asTable={asTables}
          onTables={() => setAsTables((shown) => !shown)}
          onChange={(next) => void navigate({ search: next, replace: true, resetScroll: false })}
        />
      )}
    </div>
  );
}

function describe(
  active: BaselineBody | undefined,
  ready: readonly BaselineBody[],
  timeZone: string,
): string {
  if (active === undefined) {
    return ready.length === 0
      ? 'There is no baseline yet, so nothing can be compared.'
      : 'No baseline serves every version of the model.';
  }
  const { name, rows, from, to, columnCount } = active;
  const when =
    from === null || to === null
      ? ''
      : ` of ${formatWindow(Date.parse(from), Date.parse(to), timeZone)}`;
  return `Monitors judge by “${name}”, ${formatDigits(rows)} rows${when} in ${columnCount} columns.`;
}

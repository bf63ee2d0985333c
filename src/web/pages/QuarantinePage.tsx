import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { ApiProblem } from '../api/api-problem.ts';
import { accountingQuery } from '../api/quarantine.ts';
import type { RowCounts } from '../api/quarantine-paths.ts';
import { NotThere, noModel } from '../components/NotThere.tsx';
import { Problem } from '../components/Problem.tsx';
import { RefusalCounts } from '../components/RefusalCounts.tsx';
import { RefusalList } from '../components/RefusalList.tsx';
import { SetAsideList } from '../components/SetAsideList.tsx';
import { StaleBanner } from '../components/StaleBanner.tsx';

const quarantineRoute = getRouteApi('/models/$model/quarantine');

/** Which rows do not count, and why? */
export function QuarantinePage() {
  const { model } = quarantineRoute.useParams();
  const { data, error, refetch, dataUpdatedAt } = useQuery(accountingQuery(model));
  useEffect(() => {
    document.title = `Refused rows of ${model} · Leeway`;
  }, [model]);
  if (data === undefined && error !== null) {
    if (error instanceof ApiProblem && error.status === 404) {
      return <NotThere what={noModel(model)} />;
    }
    return <Problem error={error} onRetry={() => void refetch()} />;
  }
  return (
    <div aria-busy={data === undefined}>
      <p className="question">Which rows do not count, and why?</p>
      <h1 className="model-name">Refused rows of {model}</h1>
      <p className="answer">
        {data === undefined ? (
          <span className="skeleton" style={{ width: '40ch' }} />
        ) : (
          describe(data.predictions, data.labels)
        )}
      </p>
      <p>
        <Link to="/models/$model" params={{ model }}>
          Back to the model
        </Link>
      </p>
      <StaleBanner error={error} updatedAtMs={dataUpdatedAt} />
      {data !== undefined && data.predictions.received + data.labels.received === 0 && (
        <p className="next-step">
          Send some, and whatever is refused is shown here with its reason:{' '}
          <code>leeway import {model} rows.csv --as predictions</code>
        </p>
      )}
      {data !== undefined && <RefusalCounts {...data} />}
      <SetAsideList model={model} />
      <RefusalList model={model} />
    </div>
  );
}

const count = (rows: number) => rows.toLocaleString('en');

function describe(predictions: RowCounts, labels: RowCounts): string {
  const received = predictions.received + labels.received;
  const refused = predictions.refused + labels.refused;
  const aside = predictions.quarantined + labels.quarantined;
  if (received === 0) return 'No row has come yet.';
  if (refused + aside === 0) return `All of ${count(received)} rows were taken.`;
  const poisoned =
    aside === 0 ? '' : ` ${count(aside)} ${aside === 1 ? 'was' : 'were'} refused by the store.`;
  const were = refused === 1 ? 'was' : 'were';
  return `${count(refused)} of ${count(received)} rows ${were} refused at the door.${poisoned}`;
}

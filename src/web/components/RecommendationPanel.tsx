import { useMutation, useQuery } from '@tanstack/react-query';
import type { RecommendedMonitorBody } from '../../contract/recommendation.ts';
import { ApiProblem } from '../api/api-problem.ts';
import { api } from '../api/client.ts';
import { queryClient, recommendationQuery } from '../api/queries.ts';
import { formatBudget, nameCadence } from '../format/rule.ts';

/** The monitors that suit the model by its baseline, why, and a button that makes them. */
export function RecommendationPanel({ model }: { model: string }) {
  const { data, error } = useQuery(recommendationQuery(model));
  const make = useMutation({
    mutationFn: () => api.makeRecommended(model),
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: ['monitors', model] }),
        queryClient.invalidateQueries({ queryKey: ['recommendation', model] }),
      ]),
  });
  const missing = data?.monitors.filter((one) => one.monitorId === null) ?? [];
  return (
    <section className="panel" aria-labelledby="recommended-title">
      <h2 id="recommended-title">Recommended by its baseline</h2>
      {data === undefined && error === null && <p className="muted">Reading the baseline…</p>}
      {error !== null && <p className="muted">{wordsFor(error)}</p>}
      {data?.monitors.map((monitor) => (
        <Recommended key={monitor.name} monitor={monitor} />
      ))}
      {data !== undefined && data.passedOver.length > 0 && (
        <details>
          <summary>{data.passedOver.length} passed over, and why</summary>
          <dl className="whys">
            {data.passedOver.map(({ subject, why }) => (
              <div key={`${subject} ${why}`}>
                <dt>{subject}</dt>
                <dd className="muted">{why}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
      {missing.length > 0 && (
        <p className="recommended-action">
          <button type="button" disabled={make.isPending} onClick={() => make.mutate()}>
            Make {missing.length === 1 ? 'it' : `these ${missing.length}`}
          </button>
        </p>
      )}
      <p role="status" className="acknowledge-problem">
        {make.error !== null && wordsFor(make.error)}
      </p>
    </section>
  );
}

function Recommended({ monitor }: { monitor: RecommendedMonitorBody }) {
  const { checks } = monitor;
  return (
    <div className="recommended">
      <h3>
        {monitor.name}{' '}
        <span className="muted">{monitor.monitorId === null ? '' : 'is there already'}</span>
      </h3>
      <p className="monitor-sentence">{monitor.why}</p>
      <p className="muted">
        {nameCadence(monitor.cadence)}, {formatBudget(monitor)}
        {monitor.segmentsOf !== null && `, and for each value of ${monitor.segmentsOf}`}
      </p>
      <details>
        <summary>
          {checks.length} check{checks.length === 1 ? '' : 's'}, and why
        </summary>
        <dl className="whys">
          {checks.map((check) => (
            <div key={check.id}>
              <dt>{check.id}</dt>
              <dd className="muted">{check.why}</dd>
            </div>
          ))}
        </dl>
      </details>
    </div>
  );
}

function wordsFor(error: Error): string {
  if (!(error instanceof ApiProblem)) return error.message;
  if (error.code === 'scope_missing') {
    return 'Your key may only read. It takes a key with the scope admin.';
  }
  return `${error.message} ${error.hint}`;
}

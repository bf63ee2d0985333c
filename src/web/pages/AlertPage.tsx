import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import type { AlertDetailsBody } from '../../contract/alert-details.ts';
import { ApiProblem } from '../api/api-problem.ts';
import { alertQuery, metricsQuery, seriesQuery } from '../api/queries.ts';
import { AlertHead } from '../components/AlertHead.tsx';
import { AlertTimeline } from '../components/AlertTimeline.tsx';
import { CausePanel } from '../components/CausePanel.tsx';
import { CertaintyPanel } from '../components/CertaintyPanel.tsx';
import { ColumnChangePanel } from '../components/ColumnChangePanel.tsx';
import { Problem } from '../components/Problem.tsx';
import { SegmentParts } from '../components/SegmentParts.tsx';
import { SeriesChart } from '../components/SeriesChart.tsx';
import { StaleBanner } from '../components/StaleBanner.tsx';
import { titleOfAlert } from '../format/alert.ts';

const alertRoute = getRouteApi('/alerts/$alertId');
const DAY_MS = 86_400_000;
const BEFORE_MS = 14 * DAY_MS;
const AFTER_MS = 2 * DAY_MS;

/** Is it real, and what do I do? */
export function AlertPage() {
  const { alertId } = alertRoute.useParams();
  const { data: alert, error, refetch, dataUpdatedAt } = useQuery(alertQuery(alertId));
  const { data: known } = useQuery(metricsQuery);
  const { data: overview, error: seriesError } = useQuery({
    ...seriesQuery(alert?.model ?? '', seriesOf(alert)),
    enabled: alert !== undefined,
  });
  const metric = known?.metrics.find((one) => one.id === alert?.metric);
  const title = alert === undefined ? 'Alert' : titleOfAlert(alert, known?.metrics);
  useEffect(() => {
    document.title = alert === undefined ? 'Alert · Leeway' : `${title} · ${alert.model} · Leeway`;
  }, [alert, title]);

  if (alert === undefined) {
    if (error instanceof ApiProblem && error.status === 404) {
      return (
        <section className="notice">
          <h1>There is no such alert.</h1>
          <p>Its model may be gone, or this key belongs to another project.</p>
          <p>
            <Link to="/alerts">All alerts</Link>
          </p>
        </section>
      );
    }
    if (error !== null) {
      return <Problem error={error} onRetry={() => void refetch()} />;
    }
    return <AlertSkeleton />;
  }
  const unit = metric?.unit ?? 'none';
  const series = overview?.series[0];
  const { diagnosis, timeZone } = alert;
  return (
    <article className="alert-page">
      {/* What somebody writes about one alert must not land on the next. */}
      <AlertHead key={alert.alertId} alert={alert} title={title} unit={unit} />
      <StaleBanner error={error} updatedAtMs={dataUpdatedAt} />
      <div className="alert-columns">
        <CausePanel diagnosis={diagnosis} />
        <CertaintyPanel alert={alert} unit={unit} />
      </div>
      {(overview === undefined || series !== undefined) && (
        <section
          className="panel"
          aria-label="Over time"
          aria-busy={series === undefined && seriesError === null}
        >
          {overview === undefined || series === undefined ? (
            seriesError === null ? (
              <span className="skeleton" style={{ height: 144, width: '100%' }} />
            ) : (
              <p className="muted">The chart could not be read: {seriesError.message}</p>
            )
          ) : (
            <SeriesChart
              series={series}
              fromMs={Date.parse(overview.range.from)}
              toMs={Date.parse(overview.range.to)}
              timeZone={timeZone}
              marks={overview.marks}
            />
          )}
        </section>
      )}
      <div className="alert-columns">
        {diagnosis !== null && diagnosis.segments.length > 0 && (
          <SegmentParts segments={diagnosis.segments} />
        )}
        {diagnosis?.column != null && (
          <ColumnChangePanel column={diagnosis.column} name={alert.column ?? 'the column'} />
        )}
      </div>
      <AlertTimeline alert={alert} timeZone={timeZone} />
    </article>
  );
}

/** The check from two weeks before to two days after. */
function seriesOf(alert: AlertDetailsBody | undefined) {
  const openedMs = Date.parse(alert?.openedWindow ?? '1970-01-01T00:00:00Z');
  const endMs = Date.parse(alert?.resolvedWindow ?? alert?.lastWindow ?? '1970-01-01T00:00:00Z');
  return {
    from: new Date(openedMs - BEFORE_MS).toISOString(),
    to: new Date(endMs + AFTER_MS).toISOString(),
    monitor: alert?.monitorId ?? '',
    check: alert?.check ?? '',
  };
}

function AlertSkeleton() {
  return (
    <div aria-busy="true">
      <p className="question">Is it real, and what do I do?</p>
      <h1 className="model-name">
        <span className="skeleton" style={{ width: '24ch', height: 32 }}>
          Reading the alert
        </span>
      </h1>
      <p className="answer">
        <span className="skeleton" style={{ width: '48ch' }} />
      </p>
      <span className="skeleton" style={{ height: 480, width: '100%' }} aria-hidden="true" />
    </div>
  );
}

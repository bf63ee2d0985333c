import { useQuery } from '@tanstack/react-query';
import type { RouteSeverity } from '../../contract/route.ts';
import { wordsFor } from '../api/api-problem.ts';
import { routePreviewQuery } from '../api/routes.ts';
import { MatchedAlerts } from './MatchedAlerts.tsx';

const MODELS_NAMED = 5;

export interface RoutePreviewProps {
  matchers: readonly string[];
  minSeverity: RouteSeverity;
}

/** What would have gone by a route, and which models it is about. */
export function RoutePreview({ matchers, minSeverity }: RoutePreviewProps) {
  const { data, error } = useQuery(routePreviewQuery({ matchers: [...matchers], minSeverity }));
  if (error !== null) {
    return (
      <p role="status" className="acknowledge-problem">
        {wordsFor(error)}
      </p>
    );
  }
  if (data === undefined) return <p role="status">Looking what matches…</p>;
  const { openCount, recentCount, modelCount, models, alerts } = data;
  return (
    <div className="silence-preview">
      <p role="status">
        It would take {alertsOf(openCount)} that {openCount === 1 ? 'is' : 'are'} open, and would
        have taken {alertsOf(recentCount)} of the last 30 days. {describeModels(modelCount, models)}
      </p>
      <MatchedAlerts alerts={alerts} total={openCount + recentCount} />
    </div>
  );
}

const alertsOf = (many: number): string =>
  many === 1 ? 'one alert' : `${many === 0 ? 'no' : many.toLocaleString('en-US')} alerts`;

function describeModels(count: number, models: readonly string[]): string {
  if (count === 0) return 'No monitor of today fits.';
  const named = models.slice(0, MODELS_NAMED).join(', ');
  const more = count - Math.min(models.length, MODELS_NAMED);
  const rest = more > 0 ? ` and ${more.toLocaleString('en-US')} more` : '';
  return `Of today's models it is about ${named}${rest}.`;
}

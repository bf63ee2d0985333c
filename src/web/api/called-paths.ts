import type { BaselinePaths } from './baseline-paths.ts';
import type { MonitorPaths } from './monitor-paths.ts';
import type { paths } from './paths.ts';
import type { QuarantinePaths } from './quarantine-paths.ts';
import type { SetUpPaths } from './set-up-paths.ts';
import type { SettingPaths } from './setting-paths.ts';

/** Of every call the parameters that the pages may send: what a test holds against the OpenAPI
 *  document. */
type Calls<Paths> = {
  readonly [Path in keyof Paths]: { readonly [Method in keyof Paths[Path]]: readonly string[] };
};

const OF_PAGES: Calls<paths> = {
  '/v1/fleet': { get: ['limit'] },
  '/v1/health': { get: [] },
  '/v1/metrics': { get: [] },
  '/v1/models/{model}': { get: ['model'] },
  '/v1/models/{model}/overview': {
    get: ['model', 'range', 'from', 'to', 'grain', 'monitor', 'check'],
  },
  '/v1/models/{model}/breakdown': { get: ['model', 'range', 'from', 'to'] },
  '/v1/models/{model}/features/{feature}/overview': {
    get: ['model', 'feature', 'range', 'from', 'to', 'window', 'against', 'segment', 'metric'],
  },
  '/v1/models/{model}/segments/overview': { get: ['model', 'range', 'window', 'feature'] },
  '/v1/alerts': { get: ['model', 'open', 'state', 'severity', 'order', 'limit'] },
  '/v1/models/{model}/monitors': { get: ['model'] },
  '/v1/models/{model}/recommendation': { get: ['model'] },
  '/v1/models/{model}/monitors/recommended': { post: ['model'] },
  '/v1/models/{model}/backtest': { post: ['model'] },
  '/v1/alerts/{alertId}': { get: ['alertId'] },
  '/v1/alerts/{alertId}/acknowledge': { post: ['alertId'] },
  '/v1/alerts/{alertId}/unacknowledge': { post: ['alertId'] },
  '/v1/silences': { get: [], post: [] },
  '/v1/silences/preview': { post: [] },
  '/v1/silences/{silenceId}': { put: ['silenceId'] },
  '/v1/silences/{silenceId}/expire': { post: ['silenceId'] },
};

const OF_RULES: Calls<MonitorPaths> = {
  '/v1/models/{model}/backtest': { post: ['model'] },
  '/v1/monitors/{monitorId}': { patch: ['monitorId'] },
};

const OF_BASELINES: Calls<BaselinePaths> = {
  '/v1/models/{model}/baselines': { get: ['model'] },
  '/v1/models/{model}/baselines/proposal': { get: ['model'] },
  '/v1/models/{model}/baselines/from-history': { post: ['model'] },
  '/v1/models/{model}/baselines/{baselineId}/activate': { post: ['model', 'baselineId'] },
  '/v1/models/{model}/baselines/{baselineId}/comparison': {
    get: ['model', 'baselineId', 'with', 'from', 'to', 'exclude', 'column'],
  },
};

const OF_REFUSED_ROWS: Calls<QuarantinePaths> = {
  '/v1/models/{model}/accounting': { get: ['model'] },
  '/v1/models/{model}/quarantine': { get: ['model', 'limit'] },
  '/v1/models/{model}/refusals': { get: ['model', 'limit', 'before'] },
};

const OF_FILES: Calls<SetUpPaths> = {
  '/v1/files': { post: ['name'] },
  '/v1/files/{fileId}': { get: ['fileId'] },
  '/v1/imports': { post: [] },
  '/v1/imports/{importId}': { get: ['importId'] },
};

const OF_SETTINGS: Calls<SettingPaths> = {
  '/v1/channels': { get: [], post: [] },
  '/v1/channels/{channelId}': { delete: ['channelId'] },
  '/v1/channels/{channelId}/test': { post: ['channelId'] },
  '/v1/routes': { get: [], post: [] },
  '/v1/routes/preview': { post: [] },
  '/v1/routes/default': { put: [] },
  '/v1/routes/{routeId}': { put: ['routeId'], delete: ['routeId'] },
  '/v1/keys': { get: [], post: [] },
  '/v1/keys/{keyId}': { delete: ['keyId'] },
  '/v1/retention': { get: [] },
};

export interface Call {
  readonly path: string;
  readonly method: string;
  readonly parameters: readonly string[];
}

export const CALLED_PATHS: readonly Call[] = [
  OF_PAGES,
  OF_RULES,
  OF_BASELINES,
  OF_REFUSED_ROWS,
  OF_FILES,
  OF_SETTINGS,
  // Read as it comes, by no client.
  { '/v1/events': { get: [] } },
].flatMap((calls) =>
  Object.entries(calls).flatMap(([path, methods]) =>
    Object.entries(methods as Readonly<Record<string, readonly string[]>>).map(
      ([method, parameters]) => ({ path, method, parameters }),
    ),
  ),
);

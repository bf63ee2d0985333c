import type { AlertBody, AlertStateWire, SeverityWire } from '../../contract/alert.ts';
import type { AlertDetailsBody } from '../../contract/alert-details.ts';
import type { BacktestBody } from '../../contract/backtest.ts';
import type { FeatureOverviewWire } from '../../contract/feature-overview.ts';
import type { FleetWire } from '../../contract/fleet.ts';
import type { METRIC_LIST_SCHEMA } from '../../contract/metric.ts';
import type { ModelBody } from '../../contract/model.ts';
import type { ModelBreakdownWire } from '../../contract/model-breakdown.ts';
import type {
  ModelOverviewWire,
  OverviewGrain,
  OverviewRange,
} from '../../contract/model-overview.ts';
import type { MonitorBody } from '../../contract/monitor.ts';
import type { CreatedMonitorsBody, RecommendationBody } from '../../contract/recommendation.ts';
import type { SegmentsOverviewWire } from '../../contract/segments-overview.ts';
import type { SelfWatchWire } from '../../contract/self-watch.ts';
import type { SilenceBody, SilenceDraftBody, SilencePreviewBody } from '../../contract/silence.ts';
import type { Wire } from '../../contract/wire.ts';

/** The client's types do not know read-only lists. */
export type Mutable<T> = T extends readonly (infer Item)[]
  ? Mutable<Item>[]
  : T extends object
    ? { -readonly [Name in keyof T]: Mutable<T[Name]> }
    : T;

export interface Answer<Body> {
  200: { content: { 'application/json': Mutable<Body> } };
  default: { content: { 'application/json': ErrorBody } };
}

export interface ErrorBody {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly hint: string;
    readonly where?: string;
    readonly detail?: unknown;
  };
}

export interface RangeQuery {
  readonly range?: OverviewRange;
  readonly from?: string;
  readonly to?: string;
}

export interface OverviewQuery extends RangeQuery {
  readonly grain?: OverviewGrain;
  readonly monitor?: string;
  readonly check?: string;
}

export interface FeatureQuery {
  readonly range?: OverviewRange;
  readonly from?: string;
  readonly to?: string;
  readonly window?: string;
  readonly against?: string;
  readonly segment?: string;
  readonly metric?: string;
}

export interface SegmentsQuery {
  readonly range?: OverviewRange;
  readonly window?: string;
  readonly feature?: string;
}

export interface AlertsQuery {
  readonly model?: string;
  readonly open?: boolean;
  readonly state?: AlertStateWire;
  readonly severity?: SeverityWire;
  readonly order?: 'latest' | 'worst';
  readonly limit?: number;
}

export type MetricBody = Pick<
  Wire<typeof METRIC_LIST_SCHEMA>['metrics'][number],
  'id' | 'title' | 'unit'
>;

interface Created<Body> {
  201: { content: { 'application/json': Mutable<Body> } };
  default: { content: { 'application/json': ErrorBody } };
}

interface OfSilence {
  parameters: { path: { silenceId: string } };
}

interface OfModel {
  parameters: { path: { model: string } };
}

/** The part of the API that the pages call, in the form of the OpenAPI document; a test holds
 *  the two together. Bodies have the types of the contract, which the document is made of. */
export interface paths {
  '/v1/fleet': {
    get: { parameters: { query?: { limit?: number } }; responses: Answer<FleetWire> };
  };
  '/v1/health': { get: { responses: Answer<SelfWatchWire> } };
  '/v1/metrics': { get: { responses: Answer<Wire<typeof METRIC_LIST_SCHEMA>> } };
  '/v1/models/{model}': { get: OfModel & { responses: Answer<ModelBody> } };
  '/v1/models/{model}/overview': {
    get: {
      parameters: { path: { model: string }; query?: OverviewQuery };
      responses: Answer<ModelOverviewWire>;
    };
  };
  '/v1/models/{model}/breakdown': {
    get: {
      parameters: { path: { model: string }; query?: RangeQuery };
      responses: Answer<ModelBreakdownWire>;
    };
  };
  '/v1/models/{model}/features/{feature}/overview': {
    get: {
      parameters: { path: { model: string; feature: string }; query?: FeatureQuery };
      responses: Answer<FeatureOverviewWire>;
    };
  };
  '/v1/models/{model}/segments/overview': {
    get: {
      parameters: { path: { model: string }; query?: SegmentsQuery };
      responses: Answer<SegmentsOverviewWire>;
    };
  };
  '/v1/alerts': {
    get: {
      parameters: { query?: AlertsQuery };
      responses: Answer<{ readonly alerts: readonly AlertBody[] }>;
    };
  };
  '/v1/models/{model}/monitors': {
    get: OfModel & { responses: Answer<{ readonly monitors: readonly MonitorBody[] }> };
  };
  '/v1/models/{model}/recommendation': {
    get: OfModel & { responses: Answer<RecommendationBody> };
  };
  '/v1/models/{model}/monitors/recommended': {
    post: OfModel & { responses: Answer<CreatedMonitorsBody> };
  };
  '/v1/models/{model}/backtest': {
    post: OfModel & {
      requestBody: { content: { 'application/json': { monitor: string } } };
      responses: Answer<BacktestBody>;
    };
  };
  '/v1/alerts/{alertId}': {
    get: {
      parameters: { path: { alertId: string } };
      responses: Answer<AlertDetailsBody>;
    };
  };
  '/v1/alerts/{alertId}/acknowledge': {
    post: {
      parameters: { path: { alertId: string } };
      requestBody: { content: { 'application/json': { by?: string } } };
      responses: Answer<AlertBody>;
    };
  };
  '/v1/alerts/{alertId}/unacknowledge': {
    post: {
      parameters: { path: { alertId: string } };
      requestBody: { content: { 'application/json': { by?: string } } };
      responses: Answer<AlertBody>;
    };
  };
  '/v1/silences': {
    get: { responses: Answer<{ readonly silences: readonly SilenceBody[] }> };
    post: {
      requestBody: { content: { 'application/json': SilenceDraftBody } };
      responses: Created<SilenceBody>;
    };
  };
  '/v1/silences/preview': {
    post: {
      requestBody: { content: { 'application/json': { matchers: string[] } } };
      responses: Answer<SilencePreviewBody>;
    };
  };
  '/v1/silences/{silenceId}': {
    put: OfSilence & {
      requestBody: { content: { 'application/json': SilenceDraftBody } };
      responses: Answer<SilenceBody>;
    };
  };
  '/v1/silences/{silenceId}/expire': {
    post: OfSilence & { responses: Answer<SilenceBody> };
  };
}

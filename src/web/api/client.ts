import createClient, { type Middleware } from 'openapi-fetch';
import type { SilenceDraftBody } from '../../contract/silence.ts';
import { fetchEarly } from '../early/early-answer.ts';
import { FIRST_MODELS } from '../early/early-question.ts';
import { accessKey } from './access-key.ts';
import { type ApiProblem, problemOf, unreachable } from './api-problem.ts';
import type { AlertsQuery, FeatureQuery, paths, RangeQuery, SegmentsQuery } from './paths.ts';

export const sendKey: Middleware = {
  onRequest({ request }) {
    const key = accessKey.read();
    if (key !== null) request.headers.set('authorization', `Bearer ${key}`);
    return request;
  },
};

const client = createClient<paths>({ baseUrl: '/', fetch: fetchEarly });
client.use(sendKey);

interface Settled<Data> {
  readonly data?: Data;
  readonly error?: unknown;
  readonly response: Response;
}

export async function ask<Data>(
  send: () => Promise<Settled<Data>>,
  asksForKey: (problem: ApiProblem) => boolean = () => true,
  whenUnreachable = 'It may be restarting: this page tries again by itself.',
): Promise<Data> {
  let answer: Settled<Data>;
  try {
    answer = await send();
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw unreachable(whenUnreachable);
  }
  if (answer.data !== undefined) return answer.data;
  const problem = problemOf(answer.response.status, answer.error);
  if (asksForKey(problem)) reportRefusal(problem);
  throw problem;
}

function reportRefusal({ status, code }: ApiProblem): void {
  if (status === 401) accessKey.refuse(code === 'invalid_key' ? 'invalid' : 'missing');
  if (code === 'scope_missing') accessKey.refuse('scope');
}

/** What changes something: a key that may only read does not lose the page for having tried. */
export async function act<Data>(send: () => Promise<Settled<Data>>): Promise<Data> {
  return ask(
    send,
    ({ status }) => status === 401,
    'Whether this was done is not known: look again when the server is back.',
  );
}

export const api = {
  fleet: (signal: AbortSignal) => ask(() => client.GET('/v1/fleet', { signal })),
  /** The worst models: what is seen first of a large fleet. */
  fleetHead: (signal: AbortSignal) =>
    ask(() => client.GET('/v1/fleet', { params: { query: { limit: FIRST_MODELS } }, signal })),
  health: (signal: AbortSignal) => ask(() => client.GET('/v1/health', { signal })),
  metrics: (signal: AbortSignal) => ask(() => client.GET('/v1/metrics', { signal })),
  model: (model: string, signal: AbortSignal) =>
    ask(() => client.GET('/v1/models/{model}', { params: { path: { model } }, signal })),
  overview: (
    model: string,
    query: NonNullable<paths['/v1/models/{model}/overview']['get']['parameters']['query']>,
    signal: AbortSignal,
  ) =>
    ask(() =>
      client.GET('/v1/models/{model}/overview', { params: { path: { model }, query }, signal }),
    ),
  breakdown: (model: string, query: RangeQuery, signal: AbortSignal) =>
    ask(() =>
      client.GET('/v1/models/{model}/breakdown', { params: { path: { model }, query }, signal }),
    ),
  feature: (model: string, feature: string, query: FeatureQuery, signal: AbortSignal) =>
    ask(() =>
      client.GET('/v1/models/{model}/features/{feature}/overview', {
        params: { path: { model, feature }, query },
        signal,
      }),
    ),
  segments: (model: string, query: SegmentsQuery, signal: AbortSignal) =>
    ask(() =>
      client.GET('/v1/models/{model}/segments/overview', {
        params: { path: { model }, query },
        signal,
      }),
    ),
  alerts: (query: AlertsQuery, signal: AbortSignal) =>
    ask(() => client.GET('/v1/alerts', { params: { query }, signal })),
  monitors: (model: string, signal: AbortSignal) =>
    ask(() => client.GET('/v1/models/{model}/monitors', { params: { path: { model } }, signal })),
  recommendation: (model: string, signal: AbortSignal) =>
    ask(() =>
      client.GET('/v1/models/{model}/recommendation', { params: { path: { model } }, signal }),
    ),
  makeRecommended: (model: string) =>
    act(() =>
      client.POST('/v1/models/{model}/monitors/recommended', { params: { path: { model } } }),
    ),
  backtest: (model: string, monitor: string) =>
    ask(() =>
      client.POST('/v1/models/{model}/backtest', {
        params: { path: { model } },
        body: { monitor },
      }),
    ),
  alert: (alertId: string, signal: AbortSignal) =>
    ask(() => client.GET('/v1/alerts/{alertId}', { params: { path: { alertId } }, signal })),
  acknowledge: (alertId: string, comment = '') =>
    act(() =>
      client.POST('/v1/alerts/{alertId}/acknowledge', {
        params: { path: { alertId } },
        body: comment === '' ? {} : { comment },
      }),
    ),
  unacknowledge: (alertId: string, comment = '') =>
    act(() =>
      client.POST('/v1/alerts/{alertId}/unacknowledge', {
        params: { path: { alertId } },
        body: comment === '' ? {} : { comment },
      }),
    ),
  silences: (signal: AbortSignal) => ask(() => client.GET('/v1/silences', { signal })),
  previewSilence: (matchers: readonly string[], signal: AbortSignal) =>
    act(() => client.POST('/v1/silences/preview', { body: { matchers: [...matchers] }, signal })),
  createSilence: (draft: SilenceDraftBody) =>
    act(() => client.POST('/v1/silences', { body: draft })),
  replaceSilence: (silenceId: string, draft: SilenceDraftBody) =>
    act(() =>
      client.PUT('/v1/silences/{silenceId}', { params: { path: { silenceId } }, body: draft }),
    ),
  expireSilence: (silenceId: string) =>
    act(() => client.POST('/v1/silences/{silenceId}/expire', { params: { path: { silenceId } } })),
};

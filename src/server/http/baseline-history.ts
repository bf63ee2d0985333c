import type { FastifyPluginAsync } from 'fastify';
import { BASELINE_SCHEMA, type BaselineBody } from '../../contract/baseline.ts';
import {
  BASELINE_COMPARISON_SCHEMA,
  BASELINE_PARAMS_SCHEMA,
  BASELINE_PROPOSAL_SCHEMA,
  type BaselineComparisonBody,
  type BaselineProposalBody,
  COMPARISON_QUERY_SCHEMA,
  type ComparisonQuery,
  HISTORY_BASELINE_ANSWER,
  HISTORY_BASELINE_SCHEMA,
  type HistoryBaselineAnswer,
  type HistoryBaselineBody,
} from '../../contract/baseline-history.ts';
import { MODEL_PARAMS_SCHEMA } from '../../contract/model.ts';
import type { Baseline } from '../../monitoring/baseline/baseline.ts';
import type { KeyStore } from '../../monitoring/ports.ts';
import { choosePeriods } from '../baseline/choose-periods.ts';
import { type ComparedWith, compareBaselines } from '../baseline/compare-baselines.ts';
import { createFromHistory, type HistoryDeps } from '../baseline/create-from-history.ts';
import { describeBaseline } from '../baseline/describe-baseline.ts';
import { describeComparison } from '../baseline/describe-comparison.ts';
import { namedColumns } from '../baseline/named-columns.ts';
import { type ProposalDeps, proposeFromPast } from '../baseline/propose-from-past.ts';
import { readHistoryOrder } from '../baseline/read-history-order.ts';
import { createOneAtATime } from '../one-at-a-time.ts';
import { ApiError } from './api-error.ts';
import { findBaseline } from './baselines.ts';
import { findModel } from './models.ts';
import { nameActor } from './name-actor.ts';

export interface BaselineHistoryDeps extends HistoryDeps, Omit<ProposalDeps, 'baselines'> {
  readonly keys: Pick<KeyStore, 'list'>;
  readonly onChange: (projectId: string, name: string) => void;
}

interface OfBaseline {
  Params: { model: string; baselineId: string };
}

const MOST_WAITING = 4;
const BUSY_SECONDS = 5;

function requireReady(baseline: Baseline): Baseline {
  if (baseline.state === 'ready') return baseline;
  const { state, failure } = baseline;
  throw new ApiError('baseline_not_ready', { detail: { state, failure } });
}

/** Baselines out of the model's own past, and what speaks for and against each. */
export function baselineHistoryRoutes(deps: BaselineHistoryDeps): FastifyPluginAsync {
  const { models, baselines, profiles, volume, now } = deps;
  const line = createOneAtATime(MOST_WAITING);

  function inLine<T>(work: () => Promise<T>): Promise<T> {
    const done = line.run(work);
    if (done === null) throw new ApiError('baseline_busy', { retryAfterSeconds: BUSY_SECONDS });
    return done;
  }

  return async (app) => {
    const tags = ['baselines'];

    app.post<{ Params: { model: string }; Body: HistoryBaselineBody }>(
      '/v1/models/:model/baselines/from-history',
      {
        config: { scope: 'admin' },
        schema: {
          tags,
          params: MODEL_PARAMS_SCHEMA,
          operationId: 'createBaselineFromHistory',
          summary: 'Make a baseline of stored predictions and their labels, without some periods',
          description:
            'Takes what the champion answered in production. Nothing is learnt from what was left ' +
            'out, neither of the baseline nor as it passes.',
          body: HISTORY_BASELINE_SCHEMA,
          response: { 201: HISTORY_BASELINE_ANSWER },
        },
      },
      async (request, reply): Promise<HistoryBaselineAnswer> => {
        const { projectId, keyId } = request.access;
        const model = await findModel(models, projectId, request.params.model);
        const { name = 'from history', version = null, seed = 0, activate = true } = request.body;
        const asked = readHistoryOrder(request.body, now());
        const createdBy = await nameActor(deps.keys, projectId, keyId);
        const order = { ...asked, model, name, version, seed, activate, createdBy };
        try {
          const { baseline, warnings } = await inLine(() => createFromHistory(deps, order));
          reply.code(201);
          return { baseline: describeBaseline(baseline), warnings };
        } finally {
          deps.onChange(projectId, model.name);
        }
      },
    );

    app.get<{ Params: { model: string } }>(
      '/v1/models/:model/baselines/proposal',
      {
        config: { scope: 'read' },
        schema: {
          tags,
          params: MODEL_PARAMS_SCHEMA,
          operationId: 'proposeBaseline',
          summary: 'Which stretch of the past is best taken for normal, and why not the others',
          response: { 200: BASELINE_PROPOSAL_SCHEMA },
        },
      },
      async (request): Promise<BaselineProposalBody> => {
        const model = await findModel(models, request.access.projectId, request.params.model);
        return proposeFromPast(deps, model);
      },
    );

    app.post<OfBaseline>(
      '/v1/models/:model/baselines/:baselineId/activate',
      {
        config: { scope: 'admin' },
        schema: {
          tags,
          params: BASELINE_PARAMS_SCHEMA,
          operationId: 'activateBaseline',
          summary: 'Have monitors judge by another baseline from the next window on',
          response: { 200: BASELINE_SCHEMA },
        },
      },
      async (request): Promise<BaselineBody> => {
        const { projectId } = request.access;
        const model = await findModel(models, projectId, request.params.model);
        const found = await findBaseline(baselines, model, request.params.baselineId);
        const baseline = requireReady(found);
        // Dimensions and outputs may have changed while another one was in use.
        if (!baseline.active) await inLine(() => profiles.countBaseline(model, baseline));
        const activated = await baselines.activate(baseline.baselineId);
        if (typeof activated === 'string') throw new ApiError(`baseline_${activated}`);
        deps.onChange(projectId, model.name);
        return describeBaseline(activated);
      },
    );

    app.get<OfBaseline & { Querystring: ComparisonQuery }>(
      '/v1/models/:model/baselines/:baselineId/comparison',
      {
        config: { scope: 'read' },
        schema: {
          tags,
          params: BASELINE_PARAMS_SCHEMA,
          operationId: 'compareBaseline',
          summary: 'How each column of another baseline, or of a period, differs from this one',
          querystring: COMPARISON_QUERY_SCHEMA,
          response: { 200: BASELINE_COMPARISON_SCHEMA },
        },
      },
      async (request): Promise<BaselineComparisonBody> => {
        const { query, params } = request;
        const model = await findModel(models, request.access.projectId, params.model);
        const baseline = requireReady(await findBaseline(baselines, model, params.baselineId));
        let other: ComparedWith;
        let notes: readonly string[] = [];
        if (query.with !== undefined) {
          const found = await findBaseline(baselines, model, query.with);
          other = { kind: 'baseline', baseline: requireReady(found) };
        } else {
          const chosen = await choosePeriods(model, query, volume, now());
          other = { kind: 'periods', periods: chosen.periods };
          notes = chosen.notes;
        }
        const column = query.column === undefined ? null : columnKey(query.column);
        const order = { model, baseline, with: other, column };
        const compared = await inLine(() => compareBaselines({ profiles }, order));
        return describeComparison(baseline, other, compared, notes);

        function columnKey(wanted: string): string {
          const known = namedColumns(model).find(({ key, name }) => [key, name].includes(wanted));
          if (known === undefined) throw new ApiError('feature_not_found', { detail: wanted });
          return known.key;
        }
      },
    );
  };
}

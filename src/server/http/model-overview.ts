import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import {
  getModelBreakdownSchema,
  type ModelBreakdownWire,
} from '../../contract/model-breakdown.ts';
import {
  getModelOverviewSchema,
  type ModelOverviewWire,
  type OverviewGrain,
  type OverviewRange,
} from '../../contract/model-overview.ts';
import type { RangeRequest } from '../dashboard/find-range.ts';
import { readBreakdown } from '../dashboard/read-breakdown.ts';
import { type OverviewDeps, readOverview } from '../dashboard/read-overview.ts';
import { ApiError } from './api-error.ts';
import { readTime } from './read-time.ts';

export interface ModelOverviewRoutesDeps extends OverviewDeps {
  readonly now: () => number;
}

interface RangeRoute {
  Params: { model: string };
  Querystring: { range: OverviewRange; from?: string; to?: string };
}

interface OverviewRoute extends RangeRoute {
  Querystring: RangeRoute['Querystring'] & {
    grain?: OverviewGrain;
    monitor?: string;
    check?: string;
  };
}

export function modelOverviewRoutes(deps: ModelOverviewRoutesDeps): FastifyPluginAsync {
  const rangeOf = ({ access, params, query }: FastifyRequest<RangeRoute>): RangeRequest => ({
    projectId: access.projectId,
    modelName: params.model,
    range: query.range,
    fromMs: readTime(query.from, 'from'),
    toMs: readTime(query.to, 'to'),
    nowMs: deps.now(),
  });
  return async (app) => {
    app.get<OverviewRoute>(
      '/v1/models/:model/overview',
      { config: { scope: 'read' }, schema: getModelOverviewSchema },
      async (request): Promise<ModelOverviewWire> => {
        const { grain, monitor, check } = request.query;
        if ((monitor === undefined) !== (check === undefined)) {
          throw new ApiError('invalid_request', {
            where: 'querystring/check',
            detail: 'goes together with `monitor`',
          });
        }
        const only =
          monitor === undefined || check === undefined
            ? undefined
            : { monitorId: monitor, checkId: check };
        return orRefuse(await readOverview(deps, { ...rangeOf(request), grain, only }));
      },
    );
    app.get<RangeRoute>(
      '/v1/models/:model/breakdown',
      { config: { scope: 'read' }, schema: getModelBreakdownSchema },
      async (request): Promise<ModelBreakdownWire> =>
        orRefuse(await readBreakdown(deps, rangeOf(request))),
    );
  };
}

function orRefuse<Body extends object>(read: Body | 'not_found' | 'empty_range'): Body {
  if (read === 'not_found') throw new ApiError('model_not_found');
  if (read === 'empty_range') {
    throw new ApiError('invalid_request', {
      where: 'querystring/from',
      detail: 'must be before `to`',
    });
  }
  return read;
}

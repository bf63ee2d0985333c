import type { FastifyPluginAsync } from 'fastify';
import {
  getModelOverviewSchema,
  type ModelOverviewWire,
  type OverviewGrain,
  type OverviewRange,
} from '../../contract/model-overview.ts';
import { type OverviewDeps, readOverview } from '../dashboard/read-overview.ts';
import { ApiError } from './api-error.ts';
import { readTime } from './read-time.ts';

export interface ModelOverviewRoutesDeps extends OverviewDeps {
  readonly now: () => number;
}

interface OverviewRoute {
  Params: { model: string };
  Querystring: {
    range: OverviewRange;
    from?: string;
    to?: string;
    grain?: OverviewGrain;
    monitor?: string;
    check?: string;
  };
}

export function modelOverviewRoutes(deps: ModelOverviewRoutesDeps): FastifyPluginAsync {
  return async (app) => {
    app.get<OverviewRoute>(
      '/v1/models/:model/overview',
      { config: { scope: 'read' }, schema: getModelOverviewSchema },
      async (request): Promise<ModelOverviewWire> => {
        const { range, from, to, grain, monitor, check } = request.query;
        if ((monitor === undefined) !== (check === undefined)) {
          throw new ApiError('invalid_request', {
            where: 'querystring/check',
            detail: 'goes together with `monitor`',
          });
        }
        const overview = await readOverview(deps, {
          projectId: request.access.projectId,
          modelName: request.params.model,
          range,
          fromMs: readTime(from, 'from'),
          toMs: readTime(to, 'to'),
          grain,
          only:
            monitor === undefined || check === undefined
              ? undefined
              : { monitorId: monitor, checkId: check },
          nowMs: deps.now(),
        });
        if (overview === 'not_found') throw new ApiError('model_not_found');
        if (overview === 'empty_range') {
          throw new ApiError('invalid_request', {
            where: 'querystring/from',
            detail: 'must be before `to`',
          });
        }
        return overview;
      },
    );
  };
}

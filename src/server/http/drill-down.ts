import type { FastifyPluginAsync } from 'fastify';
import {
  type FeatureOverviewWire,
  getFeatureOverviewSchema,
} from '../../contract/feature-overview.ts';
import type { OverviewRange } from '../../contract/model-overview.ts';
import {
  getSegmentsOverviewSchema,
  type SegmentsOverviewWire,
} from '../../contract/segments-overview.ts';
import { type FeatureDeps, readFeature } from '../dashboard/read-feature.ts';
import { readInterval } from '../dashboard/read-interval.ts';
import { readSegments, type SegmentsDeps } from '../dashboard/read-segments.ts';
import { ApiError } from './api-error.ts';
import { readTime } from './read-time.ts';

export type DrillDownDeps = FeatureDeps & SegmentsDeps & { readonly now: () => number };

interface FeatureRoute {
  Params: { model: string; feature: string };
  Querystring: {
    range: OverviewRange;
    from?: string;
    to?: string;
    window?: string;
    against?: string;
    segment?: string;
    metric?: string;
  };
}

interface SegmentsRoute {
  Params: { model: string };
  Querystring: { range: OverviewRange; window?: string; feature?: string };
}

/** From a model to one of its columns, or to its segments. */
export function drillDownRoutes(deps: DrillDownDeps): FastifyPluginAsync {
  return async (app) => {
    app.get<FeatureRoute>(
      '/v1/models/:model/features/:feature/overview',
      { config: { scope: 'read' }, schema: getFeatureOverviewSchema },
      async (request): Promise<FeatureOverviewWire> => {
        const { model, feature } = request.params;
        const { range, from, to, window, against, segment = '', metric } = request.query;
        const found = await readFeature(deps, {
          projectId: request.access.projectId,
          modelName: model,
          feature,
          range,
          fromMs: readTime(from, 'from'),
          toMs: readTime(to, 'to'),
          window: readInterval(window, 'window'),
          against: readInterval(against, 'against'),
          segment,
          metric,
          nowMs: deps.now(),
        });
        if (found === 'model_not_found') throw new ApiError('model_not_found');
        if (found === 'column_not_found') throw noColumn(feature);
        if (found === 'empty_range') {
          throw new ApiError('invalid_request', {
            where: 'querystring/from',
            detail: 'must be before `to`',
          });
        }
        return found;
      },
    );

    app.get<SegmentsRoute>(
      '/v1/models/:model/segments/overview',
      { config: { scope: 'read' }, schema: getSegmentsOverviewSchema },
      async (request): Promise<SegmentsOverviewWire> => {
        const { range, window, feature } = request.query;
        const found = await readSegments(deps, {
          projectId: request.access.projectId,
          modelName: request.params.model,
          range,
          window: readInterval(window, 'window'),
          feature,
          nowMs: deps.now(),
        });
        if (found === 'model_not_found') throw new ApiError('model_not_found');
        if (found === 'column_not_found') throw noColumn(feature ?? '');
        return found;
      },
    );
  };
}

const noColumn = (feature: string) => new ApiError('feature_not_found', { detail: { feature } });

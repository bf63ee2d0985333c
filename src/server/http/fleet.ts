import type { FastifyPluginAsync } from 'fastify';
import { type FleetWire, getFleetSchema } from '../../contract/fleet.ts';
import type { FleetReadModel, VolumeReadModel } from '../../monitoring/ports.ts';
import { composeFleet, judgeFleet, sparklineStart } from '../dashboard/compose-fleet.ts';

export interface FleetRoutesDeps {
  readonly fleet: FleetReadModel;
  readonly volume: VolumeReadModel;
  readonly now: () => number;
}

export function fleetRoutes({ fleet, volume, now }: FleetRoutesDeps): FastifyPluginAsync {
  return async (app) => {
    app.get<{ Querystring: { limit?: number } }>(
      '/v1/fleet',
      { config: { scope: 'read' }, schema: getFleetSchema },
      async (request): Promise<FleetWire> => {
        const nowMs = now();
        const { projectId } = request.access;
        const judged = judgeFleet(await fleet.read(projectId), nowMs);
        const shown = judged.slice(0, request.query.limit);
        const since = new Map(
          shown.map(({ model }) => [model.modelId, sparklineStart(model, nowMs)]),
        );
        const daily = await volume.daily(projectId, since);
        return composeFleet(judged, shown, daily, nowMs);
      },
    );
  };
}

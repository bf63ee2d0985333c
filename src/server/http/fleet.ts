import type { FastifyPluginAsync } from 'fastify';
import { type FleetWire, getFleetSchema } from '../../contract/fleet.ts';
import type { FleetReadModel, VolumeReadModel } from '../../monitoring/ports.ts';
import { composeFleet, sparklineStart } from '../dashboard/compose-fleet.ts';

export interface FleetRoutesDeps {
  readonly fleet: FleetReadModel;
  readonly volume: VolumeReadModel;
  readonly now: () => number;
}

export function fleetRoutes({ fleet, volume, now }: FleetRoutesDeps): FastifyPluginAsync {
  return async (app) => {
    app.get(
      '/v1/fleet',
      { config: { scope: 'read' }, schema: getFleetSchema },
      async (request): Promise<FleetWire> => {
        const nowMs = now();
        const models = await fleet.read(request.access.projectId);
        const since = new Map(models.map((model) => [model.modelId, sparklineStart(model, nowMs)]));
        const daily = await volume.daily(request.access.projectId, since);
        return composeFleet(models, daily, nowMs);
      },
    );
  };
}

import type { WatchedModel } from './watched-model.ts';

/** Port: models as the fleet page needs them, read in one go. */
export interface FleetReadModel {
  /** All models of a project, or the one of that name. */
  read(projectId: string, modelName?: string): Promise<readonly WatchedModel[]>;
}

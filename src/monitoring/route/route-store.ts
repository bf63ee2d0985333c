import type { LabelledAlert } from '../silence/silence-store.ts';
import type { DefaultChannels, Route } from './route.ts';

export type RouteDraft = Pick<
  Route,
  'name' | 'matchers' | 'minSeverity' | 'channelIds' | 'delivery' | 'enabled'
>;

/** What alerts are told apart by before there are any. */
export interface WatchedPlace {
  readonly model: string;
  readonly monitor: string;
  readonly environment: string;
}

/** Port. Names are unique within a project. */
export interface RouteStore {
  create(projectId: string, draft: RouteDraft, nowMs: number): Promise<Route | 'name_taken'>;
  get(projectId: string, routeId: string): Promise<Route | null>;
  list(projectId: string): Promise<readonly Route[]>;
  update(
    projectId: string,
    routeId: string,
    draft: RouteDraft,
    nowMs: number,
  ): Promise<Route | 'not_found' | 'name_taken'>;
  remove(projectId: string, routeId: string): Promise<boolean>;
  defaultChannels(projectId: string): Promise<DefaultChannels>;
  setDefaultChannels(projectId: string, channels: DefaultChannels): Promise<void>;
  /** Alerts that people hear of and that something happened to since, latest first. */
  recentAlerts(
    projectId: string,
    sinceMs: number,
    limit: number,
  ): Promise<readonly LabelledAlert[]>;
  /** Every monitor that is switched on. */
  places(projectId: string): Promise<readonly WatchedPlace[]>;
}

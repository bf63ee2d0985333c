import type { Channel, ChannelSetup } from './notification.ts';

export type ChannelDraft = Pick<Channel, 'name' | 'enabled'> & ChannelSetup;

/** Port. Names are unique within a project. */
export interface ChannelStore {
  create(projectId: string, draft: ChannelDraft): Promise<Channel | 'name_taken'>;
  get(projectId: string, channelId: string): Promise<Channel | null>;
  list(projectId: string): Promise<readonly Channel[]>;
  update(
    projectId: string,
    channelId: string,
    draft: ChannelDraft,
  ): Promise<Channel | 'not_found' | 'name_taken'>;
  /** Messages that wait for it are given up. */
  remove(projectId: string, channelId: string): Promise<boolean>;
}

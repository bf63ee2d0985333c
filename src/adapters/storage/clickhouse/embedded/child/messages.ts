/** What the parent sends over IPC: never in argv or the environment, which others may read. */
export interface StartMessage {
  type: 'start';
  dataDir: string;
  /** 0 takes any free port. */
  port: number;
  user: string;
  password: string;
  readLanes: number;
  writeLanes: number;
  maxServerMemoryBytes: number;
  markCacheBytes: number;
}

export interface StopMessage {
  type: 'stop';
}

export type ParentMessage = StartMessage | StopMessage;

export type ChildMessage = { type: 'ready'; port: number } | { type: 'failed'; message: string };

/** Our tables have a database of their own: in `default` a table's name may also mean a file. */
export const embeddedDatabase = 'leeway';

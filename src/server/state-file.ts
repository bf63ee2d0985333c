import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a running server leaves in its data directory, for who may read it: commands on the
 *  same machine find the server by it, and are its operator. */
export interface ServerState {
  readonly url: string;
  readonly pid: number;
  readonly operatorSecret: string;
}

const pathIn = (dataDir: string) => join(dataDir, 'server.json');

export function writeServerState(dataDir: string, state: ServerState): void {
  mkdirSync(dataDir, { recursive: true });
  const path = pathIn(dataDir);
  const draft = `${path}.${process.pid}`;
  rmSync(draft, { force: true });
  writeFileSync(draft, `${JSON.stringify(state)}\n`, { mode: 0o600, flag: 'wx' });
  renameSync(draft, path);
}

export function removeServerState(dataDir: string): void {
  rmSync(pathIn(dataDir), { force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Null where no server runs on this directory, or where it may not be read. */
export function readServerState(dataDir: string): ServerState | null {
  try {
    const state = JSON.parse(readFileSync(pathIn(dataDir), 'utf8')) as ServerState;
    // A server that was killed could not take its file away.
    return isAlive(state.pid) ? state : null;
  } catch {
    return null;
  }
}

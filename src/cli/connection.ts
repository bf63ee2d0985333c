import type { Command } from 'commander';
import { readConfig } from '../server/config.ts';
import { readServerState } from '../server/state-file.ts';
import { CommandError } from './command-error.ts';

/** How a command reaches a server. */
export interface Connection {
  readonly url: string;
  readonly key: string | null;
}

export interface GlobalOptions {
  readonly url?: string;
  readonly key?: string;
  readonly dataDir?: string;
}

export const dataDirOf = (options: GlobalOptions) =>
  readConfig({ LEEWAY_DATA_DIR: options.dataDir }).dataDir;

/** The named server, else the one that runs on the data directory; null where none does. */
export function findConnection(command: Command): Connection | null {
  const options = command.optsWithGlobals<GlobalOptions>();
  const key = options.key ?? process.env['LEEWAY_KEY'] ?? null;
  const named = options.url ?? process.env['LEEWAY_URL'];
  if (named !== undefined) {
    if (!URL.canParse(named)) throw new CommandError(`'${named}' is not a URL.`);
    return { url: named.replace(/\/+$/, ''), key };
  }
  const state = readServerState(dataDirOf(options));
  return state === null ? null : { url: state.url, key: key ?? state.operatorSecret };
}

export function connect(command: Command): Connection {
  const connection = findConnection(command);
  if (connection !== null) return connection;
  const dataDir = dataDirOf(command.optsWithGlobals<GlobalOptions>());
  throw new CommandError(
    `No server runs on ${dataDir}. Start one (leeway serve), or name one (--url, --data-dir).`,
  );
}

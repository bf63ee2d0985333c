import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { flightsFile } from '../../../../examples/flights/read-flights.mjs';

/** The release whose flights are described in the documentation. */
const PACKAGE = 'vega-datasets@3.2.1';
const PACKAGE_MEGABYTES = 42;

export interface FlightsWanted {
  /** Fetch what is missing without a question. */
  readonly yes: boolean;
  readonly isInteractive: boolean;
  say(line: string): void;
}

/** Where the flights are: beside Leeway, in the cache, or fetched into it by npm if that is
 *  wished. Null where they are not to be had. */
export async function findFlights(wanted: FlightsWanted): Promise<string | null> {
  const cache = join(cacheDirectory(), 'flights');
  const cached = join(cache, 'node_modules/vega-datasets/data/flights-3m.parquet');
  for (const file of [installedFile(), cached]) {
    if (file !== null && existsSync(file)) return file;
  }
  if (!(await mayFetch(wanted, cache))) return null;
  wanted.say(`Fetching ${PACKAGE} by npm.`);
  const fetched = await installInto(cache);
  if (fetched && existsSync(cached)) return cached;
  wanted.say('npm could not fetch it.');
  return null;
}

function installedFile(): string | null {
  try {
    return flightsFile();
  } catch {
    // Not installed, as with everybody who did not ask for it.
    return null;
  }
}

function cacheDirectory(): string {
  return join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'leeway');
}

async function mayFetch({ yes, isInteractive }: FlightsWanted, cache: string): Promise<boolean> {
  if (yes) return true;
  if (!isInteractive) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(
      `The flights are in the npm package ${PACKAGE} (${PACKAGE_MEGABYTES} MB).\n` +
        `Fetch it into ${cache}? Otherwise flights are made up. [y/N] `,
    );
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    terminal.close();
  }
}

async function installInto(directory: string): Promise<boolean> {
  mkdirSync(directory, { recursive: true });
  const args = ['install', '--prefix', directory, '--no-save', '--ignore-scripts', '--no-audit'];
  const npm = spawn('npm', [...args, '--no-fund', PACKAGE], {
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  try {
    const [code] = await once(npm, 'exit');
    return code === 0;
  } catch {
    // There is no npm on this machine.
    return false;
  }
}

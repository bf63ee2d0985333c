import { constants, existsSync } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { inspectOwner } from '../../adapters/storage/data-directory.ts';
import { type Finding, failed, ok, reasonOf, warning } from './finding.ts';

const GIB = 2 ** 30;
/** Below it neither database takes a block for long. */
const HARDLY_BYTES = GIB;
const LOW_SHARE = 0.05;

/** 20 from 20.19 on, 22 from 22.12 on, and everything from 24 on. */
export function checkNode(version = process.versions.node): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const fits = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major >= 24;
  if (fits) return ok('node', `Node ${version}.`);
  return failed(
    'node',
    `Node ${version} is not one that Leeway runs on.`,
    'Install Node 20.19, 22.12 or later, or 24.',
  );
}

/** Where the directory does not exist yet, the nearest one above it has to let us make it. */
export async function checkDataDirectory(dataDir: string): Promise<Finding[]> {
  let place = dataDir;
  while (!existsSync(place) && dirname(place) !== place) place = dirname(place);
  const findings: Finding[] = [];
  try {
    if (!(await stat(place)).isDirectory()) throw new Error('it is no directory');
    await access(place, constants.W_OK | constants.X_OK);
    const said = place === dataDir ? 'can be written to' : 'will be made at the first start';
    findings.push(ok('data directory', `${dataDir} ${said}.`));
  } catch (error) {
    findings.push(
      failed(
        'data directory',
        `${place} cannot be written to (${reasonOf(error)}).`,
        'Give it to the user that runs the server, or name another one: --data-dir or LEEWAY_DATA_DIR.',
      ),
    );
  }
  const uid = process.getuid?.();
  const { uid: owner } = await stat(place);
  if (place === dataDir && uid !== undefined && owner !== uid) {
    findings.push(
      warning(
        'owner',
        `${dataDir} belongs to user ${owner}, and this is user ${uid}.`,
        'Run the server as the user that the directory belongs to: files of two users lock it out later.',
      ),
    );
  }
  findings.push(await checkDisk(place));
  return findings;
}

async function checkDisk(place: string): Promise<Finding> {
  const { bavail, blocks, bsize } = await statfs(place);
  const free = bavail * bsize;
  const share = blocks === 0 ? 1 : bavail / blocks;
  const says = `${(free / GIB).toFixed(1)} GiB free of ${((blocks * bsize) / GIB).toFixed(1)} GiB.`;
  const todo = 'Make room, move the data directory to a larger disk, or keep less.';
  if (free < HARDLY_BYTES) return failed('disk', says, todo);
  return share < LOW_SHARE ? warning('disk', says, todo) : ok('disk', says);
}

export async function checkLock(dataDir: string): Promise<Finding> {
  const { kind, pid } = await inspectOwner(dataDir);
  if (kind === 'free') return ok('lock', 'No process has the data directory.');
  if (kind === 'running') return ok('lock', `Process ${pid} has the data directory.`);
  return warning(
    'lock',
    `The lock was left behind by ${pid === null ? 'a process' : `process ${pid}`} that is gone.`,
    'Nothing: the next start clears it. If servers end like this often, look for what kills them (memory?).',
  );
}

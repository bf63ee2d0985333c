import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Pool } from 'pg';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { testDirectory, testTimes } from '../../../../testing/engines.ts';
import { type EmbeddedEngine, silentLogger } from '../../engine.ts';
import { openPostgres } from '../open-postgres.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { findClosedDirectory } from './os-user.ts';
import { stopOrphan } from './stop-orphan.ts';

let directory: string;
let dataDir: string;
let engine: EmbeddedEngine;
let pool: Pool;

const start = (at = dataDir) =>
  startEmbeddedPostgres({ dataDir: at, logger: silentLogger, times: testTimes });

beforeEach(async () => {
  directory = await testDirectory();
  dataDir = join(directory, 'postgres');
  engine = await start();
  pool = openPostgres(engine.url);
  await pool.query('CREATE TABLE acknowledged (id int)');
});

afterEach(async () => {
  await pool.end();
  await engine.stop();
  await rm(directory, { recursive: true, force: true });
});

const restarted = () => new Promise<void>((resolve) => engine.onRestart(resolve));

async function storedIds(): Promise<Set<number>> {
  const { rows } = await pool.query<{ id: number }>('SELECT id FROM acknowledged');
  return new Set(rows.map(({ id }) => id));
}

test('what is acknowledged is on disk, and text sorts the same on every machine', async () => {
  const { rows } = await pool.query<{ name: string; setting: string }>(
    `SELECT name, setting FROM pg_settings
     WHERE name IN ('fsync', 'full_page_writes', 'listen_addresses', 'synchronous_commit',
       'TimeZone', 'unix_socket_directories', 'wal_compression')
     ORDER BY name COLLATE "C"`,
  );
  expect(rows.map(({ name, setting }) => `${name}=${setting}`)).toEqual([
    'TimeZone=UTC',
    'fsync=on',
    'full_page_writes=on',
    'listen_addresses=127.0.0.1',
    'synchronous_commit=on',
    'unix_socket_directories=',
    'wal_compression=off',
  ]);
  const sorted = await pool.query(
    "SELECT string_agg(x, '' ORDER BY x) AS s FROM unnest(ARRAY['b', 'A', 'a', 'B']) x",
  );
  expect(sorted.rows).toEqual([{ s: 'ABab' }]);
});

test('nobody gets in without the password, and only the owner can read it', async () => {
  const wrong = openPostgres(engine.url.replace(/:[^:@]+@/, ':wrong@'));
  await expect(wrong.query('SELECT 1')).rejects.toThrow(/password authentication failed/);
  await wrong.end();
  expect((await stat(join(dataDir, 'password'))).mode & 0o777).toBe(0o600);
  expect((await stat(join(dataDir, 'cluster'))).mode & 0o777).toBe(0o700);
});

test('killed while it commits, it is back at the same address with every acknowledged row', async () => {
  const acknowledged: number[] = [];
  let isOver = false;
  const inserting = (async () => {
    for (let id = 0; !isOver; id += 1) {
      const isIn = await pool.query('INSERT INTO acknowledged VALUES ($1)', [id]).then(
        () => true,
        () => sleep(20, false),
      );
      if (isIn) acknowledged.push(id);
    }
  })();
  for (let round = 1; round <= 2; round += 1) {
    const before = acknowledged.length;
    while (acknowledged.length < before + 20) await sleep(10);
    const back = restarted();
    process.kill(Number(engine.pid), 'SIGKILL');
    await back;
  }
  isOver = true;
  await inserting;
  expect(engine.restarts).toBe(2);
  const stored = await storedIds();
  expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
});

test('frozen, it is noticed, killed and started again', async () => {
  await pool.query('INSERT INTO acknowledged VALUES (7)');
  const frozen = Number(engine.pid);
  const back = restarted();
  process.kill(frozen, 'SIGSTOP');
  await back;
  expect(engine.pid).not.toBe(frozen);
  expect(await storedIds()).toEqual(new Set([7]));
});

test('what an application that was killed left running is stopped, and its rows are there', async () => {
  await pool.query('INSERT INTO acknowledged VALUES (1)');
  await pool.end();
  await engine.stop();
  const application = fork(
    join(import.meta.dirname, 'fixture/application.mjs'),
    [pathToFileURL(compiled).href, dataDir],
    { execArgv: [] },
  );
  const [orphan] = (await once(application, 'message')) as [number];
  application.kill('SIGKILL');
  await once(application, 'exit');
  expect(() => process.kill(orphan, 0)).not.toThrow();
  engine = await start();
  expect(engine.pid).not.toBe(orphan);
  pool = openPostgres(engine.url);
  expect(await storedIds()).toEqual(new Set([1]));
});

test('killed in a container, where its number soon belongs to a bystander, it starts again', async () => {
  await pool.query('INSERT INTO acknowledged VALUES (3)');
  await pool.end();
  const lock = join(dataDir, 'cluster', 'postmaster.pid');
  const left = await readFile(lock, 'utf8');
  await engine.stop();
  const { uid, gid } = await stat(join(dataDir, 'cluster'));
  // PostgreSQL asks whether a process of its own user has that number, not whether it is one of its kind.
  const bystander = spawn('sleep', ['60'], { uid, gid, stdio: 'ignore' });
  onTestFinished(() => void bystander.kill());
  await once(bystander, 'spawn');
  await writeFile(lock, left.replace(/^\d+/, String(bystander.pid)), { mode: 0o600 });
  await chown(lock, uid, gid);
  engine = await start();
  pool = openPostgres(engine.url);
  expect(await storedIds()).toEqual(new Set([3]));
});

test('stopped in the middle of a transaction, it shuts down at once and the rows are not there', async () => {
  const open = await pool.connect();
  open.on('error', () => {});
  await open.query('BEGIN; INSERT INTO acknowledged VALUES (1)');
  await engine.stop();
  open.release(true);
  expect(engine.pid).toBeUndefined();
  await pool.end();
  engine = await start();
  pool = openPostgres(engine.url);
  expect(await storedIds()).toEqual(new Set());
});

test.runIf(process.getuid?.() === 0)(
  'as root it also runs below a directory closed to others, such as /root',
  async () => {
    const closed = join(directory, 'closed');
    await mkdir(closed);
    await chmod(closed, 0o700);
    const own = await start(join(closed, 'postgres'));
    const inside = openPostgres(own.url);
    expect((await inside.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    await inside.end();
    await own.stop();
  },
);

const compiled = fileURLToPath(
  new URL(
    '../../../../../dist/adapters/storage/postgres/embedded/embedded-postgres.js',
    import.meta.url,
  ),
);
const nobody = { name: 'nobody', uid: 65_534, gid: 65_534 };
const isRoot = process.getuid?.() === 0;
const mayBeNobody = isRoot && (await findClosedDirectory(nobody, compiled)) === undefined;

test.runIf(mayBeNobody)('an ordinary user needs no other account and no rights', async () => {
  const home = join(directory, 'home');
  await mkdir(home);
  await chown(home, nobody.uid, nobody.gid);
  const application = fork(
    join(import.meta.dirname, 'fixture/application.mjs'),
    [pathToFileURL(compiled).href, join(home, 'postgres')],
    { execArgv: [], uid: nobody.uid, gid: nobody.gid },
  );
  const [pid] = (await once(application, 'message')) as [number];
  expect((await stat(`/proc/${pid}`)).uid).toBe(nobody.uid);
  application.kill('SIGKILL');
  const cluster = join(home, 'postgres', 'cluster');
  await stopOrphan(cluster, silentLogger);
  // A clean end removes its own file.
  await expect(stat(join(cluster, 'postmaster.pid'))).rejects.toThrow(/ENOENT/);
});

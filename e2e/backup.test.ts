import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { freshPostgres, testDirectory } from '../src/testing/engines.ts';
import { type ServerProcess, startServer } from './faults/server-process.ts';
import { runCli } from './run-cli.ts';

// Generous: what is tested is that it happens, on however busy a machine.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const ROWS = 3_000;
let root: string;
let server: ServerProcess | undefined;
let file: string;

const dataDir = (name: string) => join(root, name);

async function accepted(url: string): Promise<unknown> {
  const answer = await fetch(`${url}/v1/models/churn/accounting`);
  const { predictions } = (await answer.json()) as { predictions: { accepted: number } };
  return predictions.accepted;
}

beforeAll(async () => {
  root = await testDirectory();
  server = await startServer(dataDir('first'));
  const { url } = server;
  await fetch(`${url}/v1/models/churn`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      outputs: [{ task: 'binary', classes: ['no', 'yes'], positiveClass: 'yes' }],
    }),
  });
  const rows = Array.from({ length: ROWS }, (_, row) => ({
    predictionId: `p${row}`,
    time: Date.now() - row,
    features: { x: row },
    score: 0.5,
    decision: 'no',
  }));
  const sent = await fetch(`${url}/v1/models/churn/predictions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(rows),
  });
  expect(sent.status).toBe(202);
});
afterAll(async () => {
  await server?.kill();
  await rm(root, { recursive: true, force: true });
});

test('leeway backup takes one of a running server, and says what is in it', async () => {
  const taken = await runCli(['backup', root, '--data-dir', dataDir('first')]);
  expect(taken.stderr).toBe('');
  expect(taken.exitCode).toBe(0);
  expect(taken.stdout).toMatch(/Both stores as of .+\n {2}control plane +\d+ tables/);
  const [name = ''] = (await readdir(root)).filter((one) => /^leeway-.+Z\.tar$/.test(one));
  file = join(root, name);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await readdir(root)).filter((one) => one.endsWith('.unfinished'))).toEqual([]);
});

test('a running server is not restored over, and a key is not enough for a backup', async () => {
  const over = await runCli(['restore', file, '--data-dir', dataDir('first')]);
  expect([over.exitCode, over.stderr]).toEqual([1, expect.stringContaining('A server runs on')]);
  const made = await runCli(['keys', 'create', '--scope', 'admin', '--data-dir', dataDir('first')]);
  const url = server?.url ?? '';
  const named = ['--url', url, '--key', made.stdout.trim()];
  const refused = await runCli(['backup', join(root, 'x.tar'), ...named]);
  expect([refused.exitCode, refused.stderr]).toEqual([1, expect.stringContaining('operator_only')]);
});

test('leeway restore puts it into another directory, where a server starts on it', async () => {
  await server?.kill();
  server = undefined;
  const restored = await runCli(['restore', file, '--data-dir', dataDir('second')]);
  expect(restored.stderr).toBe('');
  expect(restored.stdout).toContain('Start it: leeway serve --data-dir ');
  server = await startServer(dataDir('second'));
  expect(await accepted(server.url)).toBe(ROWS);
  await server.kill();
  server = undefined;
});

test('what was there is kept aside with --force, and half a restore starts no server', async () => {
  const refused = await runCli(['restore', file, '--data-dir', dataDir('second')]);
  expect([refused.exitCode, refused.stderr]).toEqual([
    1,
    expect.stringContaining('target_not_empty'),
  ]);
  const forced = await runCli(['restore', file, '--force', '--data-dir', dataDir('second')]);
  expect(forced.stdout).toMatch(/kept at .+postgres\.replaced-/);
  await writeFile(join(dataDir('second'), 'restore.unfinished'), '');
  const backup = await runCli(['backup', root, '--data-dir', dataDir('second')]);
  expect([backup.exitCode, backup.stderr]).toEqual([
    1,
    expect.stringContaining('did not come to its end'),
  ]);
});

test('a restore that ends half-way into databases of others says where the rest is kept', async () => {
  const theirs = await freshPostgres();
  onTestFinished(() => theirs.drop());
  // In the way of a table of that name.
  await theirs.pool.query("CREATE TYPE models AS ENUM ('a')");
  const args = ['restore', file, '--force', '--data-dir', dataDir('first')];
  await server?.kill();
  server = undefined;
  const failed = await runCli(args, '', { LEEWAY_POSTGRES_URL: theirs.url });
  expect([failed.exitCode, failed.stderr]).toEqual([
    1,
    expect.stringContaining('[restore_unfinished]'),
  ]);
  const [, keptAt = ''] = /kept at (\S+)\. \[/.exec(failed.stderr) ?? [];
  expect(await readdir(keptAt)).not.toEqual([]);
});

import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createAlertStore } from '../src/adapters/storage/postgres/alert-store.ts';
import { createKeyStore } from '../src/adapters/storage/postgres/key-store.ts';
import { openChannels } from '../src/server/channels/open-channels.ts';
import { freshPostgres, testDirectory } from '../src/testing/engines.ts';
import { testLogger } from '../src/testing/ingest-rig.ts';
import { refuse, startSlack } from '../src/testing/slack-receiver.ts';
import { startMailServer } from '../src/testing/smtp-receiver.ts';
import { createTestApp } from '../src/testing/test-app.ts';
import { runCli } from './run-cli.ts';

vi.setConfig({ testTimeout: 180_000 });

let postgres: Awaited<ReturnType<typeof freshPostgres>>;
let slack: Awaited<ReturnType<typeof startSlack>>;
let mail: Awaited<ReturnType<typeof startMailServer>>;
let app: FastifyInstance;
let url: string;
let directory: string;

beforeAll(async () => {
  directory = await testDirectory();
  postgres = await freshPostgres({ migrated: true });
  slack = await startSlack();
  mail = await startMailServer();
  const { pool } = postgres;
  app = await createTestApp({
    routes: openChannels({
      postgres: pool,
      alerts: createAlertStore(pool),
      keys: createKeyStore(pool),
      logger: testLogger,
      now: Date.now,
    }).routes,
  });
  url = await app.listen({ host: '127.0.0.1', port: 0 });
}, 60_000);
afterAll(async () => {
  await app.close();
  await Promise.all([slack.stop(), mail.stop()]);
  await postgres.drop();
  await rm(directory, { recursive: true, force: true });
});

const channel = (args: readonly string[], stdin = '') =>
  runCli(['channel', ...args, '--url', url], stdin);

test('channels are added, listed, tested and removed; secrets come from a file or standard input', async () => {
  const hook = await channel(
    ['add', 'slack', '--name', 'on call', '--secret-file', '-'],
    `${slack.hookUrl}\n`,
  );
  expect(hook).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/^added on call \(chn_/),
  });
  expect(await channel(['test', 'on call'])).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/^delivered: status 200, [\d.]+ ms\n\{"ok":true/),
  });
  slack.answerWith(refuse('nothing'));
  const add = [
    'add',
    'email',
    '--name',
    'team',
    '--host',
    '127.0.0.1',
    '--port',
    String(mail.port),
  ];
  const from = [
    '--from',
    'Leeway <leeway@example.com>',
    '--to',
    'ada@example.com, bob@example.com',
  ];
  const password = join(directory, 'password');
  await writeFile(password, 'hush\n');
  const guarded = [
    ...add,
    ...from,
    '--security',
    'none',
    '--user',
    'ada',
    '--secret-file',
    password,
  ];
  expect((await channel(guarded)).exitCode).toBe(0);
  const listed = await channel(['list']);
  expect(listed.stdout).toMatch(/^chn_\S+\tslack\ton\tincoming webhook\ton call$/m);
  expect(listed.stdout).toMatch(/^chn_\S+\temail\ton\tada@example.com,bob@example.com\tteam$/m);
  expect(listed.stdout).not.toContain('hush');
  expect(await channel(['remove', 'team'])).toMatchObject({
    exitCode: 0,
    stdout: 'removed team\n',
  });
  expect(await channel(['remove', 'team'])).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('The project has no channel team. It has on call.'),
  });
});

test('a webhook shows the secret that was made for it, this once', async () => {
  const added = await channel([
    'add',
    'webhook',
    '--name',
    'hook',
    '--address',
    'http://127.0.0.1:1/',
  ]);
  expect(added.stdout).toMatch(/^added hook \(chn_\S+\)\nwhsec_\S+\n$/);
  const failed = await channel(['test', 'hook']);
  expect(failed).toMatchObject({ exitCode: 1, stdout: expect.stringMatching(/^retry: /) });
  expect(failed.stderr).toContain('did not arrive');
});

test.each([
  ['a token that is not there', ['slack', '--channel', '#a'], 'body/config/token'],
  ['a file that is not there', ['slack', '--secret-file', '/nowhere'], 'The secret cannot be read'],
  ['a port that is none', ['email', '--port', 'smtp'], "'smtp' is not a port"],
  ['a kind that is none', ['pigeon'], 'Allowed choices are webhook, slack, email'],
])('%s is said', async (_, args, said) => {
  const run = await channel(['add', ...args, '--name', 'bad']);
  expect(run.exitCode).toBe(1);
  expect(run.stderr).toContain(said);
});

const route = (args: readonly string[]) => runCli(['route', ...args, '--url', url]);

test('routes are previewed, added, listed and removed; the default leads where it is told', async () => {
  const preview = await route(['preview', '--min-severity', 'critical', '--match', 'model=churn']);
  expect(preview.stdout).toBe(
    'It would take 0 alerts that are open, and would have taken 0 alerts of the last 30 days that are over.\nIt is about 0 models of today.\n',
  );
  const pager = ['add', 'pager', '--to', 'on call', '--min-severity', 'critical'];
  expect(await route(pager)).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/^added pager \(rte_/),
  });
  const mornings = ['add', 'mornings', '--to', 'on call, hook', '--match', 'model=churn'];
  const digest = ['--digest', '0 9 * * *', '--time-zone', 'Europe/Berlin'];
  expect((await route([...mornings, ...digest])).exitCode).toBe(0);
  expect((await route(['default', 'hook'])).exitCode).toBe(0);
  const { stdout } = await route(['list']);
  expect(stdout.split('\n').map((line) => line.split('\t').slice(1))).toEqual([
    [
      'on',
      'model="churn", from warning',
      'on call, hook',
      'digest 0 9 * * * Europe/Berlin',
      'mornings',
    ],
    ['on', 'every alert, from critical', 'on call', 'at once', 'pager'],
    ['on', 'what no route takes', 'hook'],
    [],
  ]);
  expect((await route(['remove', 'pager'])).stdout).toBe('removed pager\n');
  expect((await route(['remove', 'pager'])).stderr).toContain('The project has no route pager.');
});

test.each([
  ['a channel that is none', ['add', 'bad', '--to', 'nobody'], 'The project has no channel nobody'],
  [
    'a matcher that is none',
    ['add', 'bad', '--to', 'hook', '--match', 'colour=red'],
    'There is no label colour',
  ],
  [
    'a pattern that is none',
    ['add', 'bad', '--to', 'hook', '--digest', '0 25 * * *'],
    'cannot be read',
  ],
  [
    'a time zone without a digest',
    ['add', 'bad', '--to', 'hook', '--time-zone', 'UTC'],
    'belong to --digest',
  ],
])('of a route %s is said', async (_, args, said) => {
  const run = await route(args);
  expect(run.exitCode).toBe(1);
  expect(run.stderr).toContain(said);
});

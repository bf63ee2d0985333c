import { expect, test } from 'vitest';
import { ConfigError, isStartedByNpx, readConfig, SETTINGS } from './config.ts';

test('without a word the server listens on loopback and runs its own engines', () => {
  expect(readConfig({}, {})).toMatchObject({
    host: '127.0.0.1',
    port: 8787,
    clickhouseUrl: null,
    clickhouseCluster: null,
    postgresUrl: null,
    publicUrl: null,
    logLevel: 'info',
    bodyLimitBytes: 33_554_432,
    backlogLimitBytes: 1_073_741_824,
    keepRowsMs: 90 * 86_400_000,
    dataDir: expect.stringMatching(/leeway$/),
  });
});

test('the command line goes before the environment, and empty text means unset', () => {
  const environment = { LEEWAY_PORT: '1', LEEWAY_HOST: '' };
  expect(readConfig({ LEEWAY_PORT: '2' }, environment)).toMatchObject({
    port: 2,
    host: '127.0.0.1',
  });
  expect(readConfig({ LEEWAY_PORT: undefined }, environment).port).toBe(1);
});

test.each([
  ['LEEWAY_PORT', '65536'],
  ['LEEWAY_PORT', '-1'],
  ['LEEWAY_PORT', '80a'],
  ['LEEWAY_HOST', 'http://localhost'],
  ['LEEWAY_CLICKHOUSE_URL', 'localhost'],
  ['LEEWAY_CLICKHOUSE_URL', 'postgres://localhost'],
  ['LEEWAY_CLICKHOUSE_CLUSTER', "a' ON CLUSTER b"],
  ['LEEWAY_POSTGRES_URL', 'http://localhost'],
  ['LEEWAY_LOG_LEVEL', 'loud'],
  ['LEEWAY_BODY_LIMIT', '0'],
  ['LEEWAY_BODY_LIMIT', '32MB'],
  ['LEEWAY_KEEP_ROWS', '90'],
  ['LEEWAY_KEEP_RESULTS', '89d'],
])('%s = %s is refused with the name of the variable and what to do', (variable, value) => {
  const read = () => readConfig({}, { [variable]: value });
  expect(read).toThrow(ConfigError);
  expect(read).toThrow(new RegExp(`${variable} must be .+Change or unset it`));
});

test.each(['0', 'forever'])('%s keeps for ever', (text) => {
  expect(readConfig({}, { LEEWAY_KEEP_ROWS: text }).keepRowsMs).toBeNull();
  expect(readConfig({}, { LEEWAY_KEEP_ROWS: '1d' }).keepRowsMs).toBe(86_400_000);
});

test('a refused URL does not show its password', () => {
  const environment = { LEEWAY_POSTGRES_URL: 'mysql://me:hunter2@host/db' };
  expect(() => readConfig({}, environment)).toThrow(/^(?!.*hunter2).*me:…@host/);
});

test.each(SETTINGS.map((one) => [one.variable, one] as const))('%s tells its reason', (_, one) => {
  expect(one.variable).toMatch(/^LEEWAY_[A-Z_]+$/);
  expect(one.why).toMatch(/\.$/);
  if (one.fallback !== null) expect(one.parse(one.fallback)).toBeDefined();
});

test.each([
  ['npx', { npm_command: 'exec' }, true],
  ['a script of npm', { npm_command: 'run' }, false],
  ['a shell', {}, false],
])('a server started by %s knows whether that was npx', (_, environment, expected) => {
  expect(isStartedByNpx(environment)).toBe(expected);
});

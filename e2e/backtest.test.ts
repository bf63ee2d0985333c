import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { testDirectory } from '../src/testing/engines.ts';
import { type ServerProcess, startServer } from './faults/server-process.ts';
import { runCli } from './run-cli.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const DAYS = 4;
const ROWS = 400;
const T0 = Date.UTC(2026, 0, 1);
const DAY_MS = 86_400_000;

let directory: string;
let server: ServerProcess;

const leeway = (...args: readonly string[]) =>
  runCli([...args, '--data-dir', join(directory, 'data')]);

/** Days of rows; on the last one the amount is another. */
function csv(fromDay: number, days: number): string {
  const rows = Array.from({ length: days * ROWS }, (_, row) => {
    const day = fromDay + Math.floor(row / ROWS);
    const at = new Date(T0 + day * DAY_MS + (row % ROWS) * 1_000).toISOString();
    const amount = ((row * 37) % 100) + (day === DAYS + 3 ? 80 : 0);
    return `r${fromDay}-${row},${at},${amount}`;
  });
  return ['id,at,amount', ...rows].join('\n');
}

beforeAll(async () => {
  directory = await testDirectory();
  server = await startServer(join(directory, 'data'));
  await writeFile(join(directory, 'before.csv'), csv(0, 4));
  await writeFile(join(directory, 'after.csv'), csv(4, DAYS));
  const draft = {
    name: 'amount',
    cadence: '1d',
    checks: [
      {
        metric: 'population_stability_index',
        column: 'amount',
        threshold: { warning: 0.1, critical: 0.25 },
      },
    ],
  };
  await writeFile(join(directory, 'draft.json'), JSON.stringify(draft));
});
afterAll(async () => {
  await server?.stop();
  await rm(directory, { recursive: true, force: true });
});

test('a draft is tried on the past of a model that nobody watches yet', async () => {
  const file = (name: string) => join(directory, name);
  await leeway('model', 'create', 'm', '--clock', 'replay', '--lateness', '0s');
  const columns = ['--id', 'id', '--time', 'at'];
  await leeway('baseline', 'create', 'm', file('before.csv'), ...columns);
  await leeway('import', 'm', file('after.csv'), '--as', 'predictions', ...columns);
  const moved = await fetch(`${server.url}/v1/models/m/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ watermark: T0 + 8 * DAY_MS }),
  });
  expect(moved.status).toBe(200);
  const backtest = () => leeway('backtest', 'm', '--file', file('draft.json'));
  await vi.waitFor(async () => expect((await backtest()).stdout).toContain('4 windows of 1d'), {
    timeout: 90_000,
    interval: 1_000,
  });
  const { stdout, exitCode } = await backtest();
  expect(exitCode).toBe(0);
  expect(stdout).toContain('1 window would have raised alerts');
  expect(stdout).toContain('critical 2026-01-08T00:00Z to the end');
  expect(stdout).toContain('population_stability_index(amount) |...C|');
});

test('without a monitor to judge by it says how to name one', async () => {
  const { exitCode, stderr } = await leeway('backtest', 'm');
  expect(exitCode).toBe(1);
  expect(stderr).toContain('--monitor NAME, or --file draft.json');
});

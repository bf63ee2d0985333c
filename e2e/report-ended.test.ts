import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { testDirectory } from '../src/testing/engines.ts';

vi.setConfig({ testTimeout: 180_000 });

let root: string;
beforeAll(async () => {
  root = await testDirectory();
});
afterAll(() => rm(root, { recursive: true, force: true }));

const file = (name: string) => join(root, name);
const startCli = (args: readonly string[], environment: Readonly<Record<string, string>>) =>
  spawn(process.execPath, [new URL('../dist/cli/main.js', import.meta.url).pathname, ...args], {
    env: { ...process.env, ...environment },
    stdio: 'ignore',
    // Of a command that no signal ends, or it would be busy long after its test.
    timeout: 90_000,
    killSignal: 'SIGKILL',
  });

/** Blocks the command for ever, as judging would that does not end, once its engine is at work on the
 *  current file, and leaves word of it. */
const blocking = (temporary: string, blocked: string) => `
  import { existsSync, readdirSync, writeFileSync } from 'node:fs';
  setInterval(() => {
    const [name = ''] = readdirSync(${JSON.stringify(temporary)});
    if (!existsSync(${JSON.stringify(`${temporary}/`)} + name + '/current.csv')) return;
    writeFileSync(${JSON.stringify(blocked)}, '');
    for (;;);
  }, 5).unref();`;

describe('a report that computes without end', () => {
  test.each(['SIGTERM', 'SIGINT', 'SIGKILL'] as const)(
    'is ended by %s and leaves nothing behind',
    async (signal) => {
      const temporary = file(`temporary-${signal}`);
      const blocked = file(`blocked-${signal}`);
      await mkdir(temporary);
      await writeFile(file('rows.csv'), `a,b\n${'1,2\n'.repeat(1_000)}`);
      await writeFile(file('block.mjs'), blocking(temporary, blocked));
      const run = startCli(['report', file('rows.csv'), file('rows.csv')], {
        TMPDIR: temporary,
        NODE_OPTIONS: `--import ${file('block.mjs')}`,
      });
      const ended = once(run, 'close');
      await vi.waitUntil(() => existsSync(blocked), { timeout: 60_000 });
      run.kill(signal);
      expect(await ended).toEqual([null, signal]);
      await vi.waitUntil(async () => (await readdir(temporary)).length === 0, { timeout: 20_000 });
    },
  );
});

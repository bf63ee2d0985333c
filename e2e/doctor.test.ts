import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../src/server/doctor/finding.ts';
import { testDirectory } from '../src/testing/engines.ts';
import { startServer } from './faults/server-process.ts';
import { runCli } from './run-cli.ts';

interface Said {
  readonly well: boolean;
  readonly findings: readonly Finding[];
}

let directory: string;

beforeAll(async () => {
  directory = await testDirectory();
});
afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
});

async function doctor(...args: string[]): Promise<Said & { readonly exitCode: number | null }> {
  const { exitCode, stdout, stderr } = await runCli(['doctor', '--json', ...args]);
  if (stdout === '') throw new Error(stderr);
  return { exitCode, ...(JSON.parse(stdout) as Said) };
}

const stateOf = ({ findings }: Said, check: string) =>
  findings.find((one) => one.check === check)?.state;

describe('leeway doctor', () => {
  it('looks at the machine and starts both databases while no server runs', async () => {
    const said = await doctor('--data-dir', join(directory, 'fresh'));
    for (const check of ['node', 'data directory', 'lock', 'clickhouse', 'postgres']) {
      expect([check, stateOf(said, check)]).toEqual([check, 'ok']);
    }
    expect(stateOf(said, 'server')).toBe('skipped');
  }, 120_000);

  it('finds the lock of a server that was killed, and a data directory that is a file', async () => {
    const stale = join(directory, 'stale');
    await mkdir(stale);
    await writeFile(join(stale, 'owner.lock'), JSON.stringify({ pid: 2 ** 22 + 1, startedAt: '' }));
    const said = await doctor('--data-dir', stale);
    expect(stateOf(said, 'lock')).toBe('warning');
    expect(said.findings.find((one) => one.check === 'lock')?.todo).toContain('next start');

    const file = join(directory, 'file');
    await writeFile(file, '');
    const refused = await doctor('--data-dir', file);
    expect(refused.exitCode).toBe(1);
    expect(stateOf(refused, 'data directory')).toBe('failed');
    expect(stateOf(refused, 'databases')).toBe('skipped');
  }, 120_000);

  it('says in words what is wrong and what to do, and exits with 1', async () => {
    const { exitCode, stdout } = await runCli(['doctor', '--url', 'http://127.0.0.1:1']);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('FAILED   server');
    expect(stdout).toContain('http://127.0.0.1:1 does not answer');
    expect(stdout).toContain('leeway serve');
  });

  it('asks a running server how it is', async () => {
    const server = await startServer(join(directory, 'running'));
    try {
      const said = await doctor('--data-dir', server.dataDir);
      expect(said.findings.filter((one) => one.state === 'failed')).toEqual([]);
      expect(said).toMatchObject({ well: true, exitCode: 0 });
      for (const check of ['server', 'ready', 'clocks', 'monitors', 'channels']) {
        expect([check, stateOf(said, check)]).toEqual([check, 'ok']);
      }
      // A key that the server does not know: still told what is known without one.
      const foreign = await doctor('--url', server.url, '--key', 'nonsense');
      expect(stateOf(foreign, 'ready')).toBe('ok');
    } finally {
      await server.stop();
    }
  }, 300_000);
});

import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readConfig, SETTINGS } from '../../src/server/config.ts';
import { testDirectory } from '../../src/testing/engines.ts';
import { startServer } from '../faults/server-process.ts';
import { cleanEnvironment } from '../package/clean-environment.ts';
import { runCli } from '../run-cli.ts';
import { buildStage, contextFiles, isInContext } from './build-in-folder.ts';
import { argumentsOf, IMAGE_ENVIRONMENT, readStages } from './read-dockerfile.ts';

const run = promisify(execFile);
const stages = readStages();
const jsonOf = (keyword: string) =>
  JSON.parse(
    argumentsOf(keyword)
      .at(-1)
      ?.replace(/^.*?\[/s, '[') ?? '[]',
  ) as string[];

describe('the Dockerfile', () => {
  it('copies only what exists and what .dockerignore lets through', () => {
    const copied = stages
      .flatMap((stage) => stage.steps)
      .flatMap((step) =>
        step.kind === 'copy' && step.from === null ? step.paths.slice(0, -1) : [],
      );
    expect(copied.length).toBeGreaterThan(8);
    for (const path of copied) expect(contextFiles(path), path).not.toEqual([]);
    expect(contextFiles('src').filter((path) => /\.test\.ts$|^src\/testing\//.test(path))).toEqual(
      [],
    );
    for (const path of ['node_modules/pg/package.json', '.git/config', 'dist/cli/main.js', 'e2e']) {
      expect(isInContext(path), path).toBe(false);
    }
  });

  it('copies from stages that it has', () => {
    const names = stages.map((stage) => stage.name);
    for (const stage of stages) {
      for (const step of stage.steps) {
        if (step.kind === 'copy' && step.from !== null) expect(names).toContain(step.from);
      }
    }
  });

  it('pins one Node that the package allows', () => {
    const [image = ''] = argumentsOf('ARG');
    expect(image).toMatch(/^NODE_IMAGE=node:22\.(1[2-9]|[2-9]\d)\.\d+-\w+-slim$/);
    for (const from of argumentsOf('FROM')) expect(from).toMatch(/^\$\{NODE_IMAGE\}/);
  });

  it('sets variables that the server has, to values that it takes', () => {
    const known = SETTINGS.map((setting) => setting.variable as string);
    expect(known).toEqual(expect.arrayContaining(Object.keys(IMAGE_ENVIRONMENT)));
    const config = readConfig({}, IMAGE_ENVIRONMENT);
    expect(argumentsOf('EXPOSE')).toEqual([String(config.port)]);
    expect(argumentsOf('VOLUME')).toEqual([config.dataDir]);
    expect(argumentsOf('RUN').join('\n')).toContain(`chown node:node ${config.dataDir}`);
  });

  it('does not run as root', () => {
    expect(argumentsOf('USER')).toEqual(['node']);
  });

  it('starts a command that there is', async () => {
    expect([...jsonOf('ENTRYPOINT'), ...jsonOf('CMD')]).toEqual(['tini', '--', 'leeway', 'serve']);
    expect((await runCli(['serve', '--help'])).exitCode).toBe(0);
  });

  it('asks a server for its health as a server answers', { timeout: 180_000 }, async () => {
    const [program = '', ...args] = jsonOf('HEALTHCHECK');
    const ask = (port: string) =>
      run(program, args, { env: { ...process.env, LEEWAY_PORT: port } }).then(
        () => true,
        () => false,
      );
    const directory = await testDirectory();
    const server = await startServer(join(directory, 'data'));
    const { port } = new URL(server.url);
    try {
      expect(await ask(port)).toBe(true);
    } finally {
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    }
    expect(await ask(port)).toBe(false);
  });

  it('yields a server that works, carried out in plain folders', {
    timeout: 900_000,
  }, async () => {
    const directory = await testDirectory();
    const folderOf = (stage: string) => join(directory, stage);
    const env = cleanEnvironment();
    try {
      const leftOut: string[] = [];
      for (const stage of stages) leftOut.push(...(await buildStage(stage, folderOf, env)));
      // What needs root, and is too plain to go wrong.
      expect(leftOut.map((command) => command.split(' ')[0])).toEqual([
        'apt-get',
        'chmod',
        'mkdir',
      ]);
      const main = join(folderOf('image'), 'dist/cli/main.js');
      const args = [main, 'doctor', '--json', '--data-dir', join(directory, 'data')];
      const { stdout } = await run(process.execPath, args, {
        env: { ...env, LEEWAY_PORT: '0' },
      }).catch((error: { stdout: string }) => error);
      const { findings } = JSON.parse(stdout) as { findings: { check: string; state: string }[] };
      const engines = findings.filter(({ check }) => ['clickhouse', 'postgres'].includes(check));
      expect(engines.map(({ state }) => state)).toEqual(['ok', 'ok']);
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  });
});

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { testDirectory } from '../../src/testing/engines.ts';
import { projectRoot } from '../architecture/project-root.ts';
import { cleanEnvironment } from './clean-environment.ts';

export interface PackedFile {
  readonly path: string;
  readonly size: number;
}

export interface Tarball {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly PackedFile[];
}

export interface NpxRun {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder with nothing in it but what `npm install` of the packed project has put there. */
export interface EmptyFolder {
  readonly path: string;
  readonly tarball: Tarball;
  npx(...args: readonly string[]): Promise<NpxRun>;
  /** `npx leeway serve`, once it has said where it listens. */
  serve(dataDir: string): Promise<PackedServer>;
  remove(): Promise<void>;
}

export interface PackedServer {
  readonly url: string;
  /** SIGTERM to npx, as `kill` or a service manager sends it. */
  stop(): Promise<void>;
  /** Ends whatever is left of it at once. */
  kill(): void;
}

const run = promisify(execFile);

export async function installPacked(): Promise<EmptyFolder> {
  const root = await testDirectory();
  const env = cleanEnvironment();
  const path = join(root, 'empty');
  await mkdir(path);
  // As it was built for the tests: building it anew would pull it from under the others.
  const packed = await run(
    'npm',
    ['pack', '--ignore-scripts', '--json', '--pack-destination', root],
    { cwd: projectRoot, env, maxBuffer: 64 * 2 ** 20 },
  );
  const [tarball] = JSON.parse(packed.stdout) as Tarball[];
  if (tarball === undefined) throw new Error(`npm pack made nothing: ${packed.stderr}`);
  const quiet = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel', 'error'];
  await run('npm', ['install', ...quiet, join(root, tarball.filename)], { cwd: path, env });

  // --no: what is not installed here must not be fetched under its name from elsewhere.
  const start = (args: readonly string[]) =>
    spawn('npx', ['--no', '--', 'leeway', ...args], { cwd: path, env, detached: true });

  return {
    path,
    tarball,
    async npx(...args) {
      const child = start(args);
      let stdout = '';
      let stderr = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        stdout += text;
      });
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        stderr += text;
      });
      child.stdin.end();
      await once(child, 'close');
      return { exitCode: child.exitCode, stdout, stderr };
    },
    async serve(dataDir) {
      const child = start(['serve', '--data-dir', dataDir, '--port', '0']);
      const gone = once(child, 'exit');
      const kill = () => {
        try {
          if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
        } catch {
          // Everything of it has ended.
        }
      };
      let said = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
      const url = await new Promise<string>((resolve, reject) => {
        let stdout = '';
        child.stdout.setEncoding('utf8').on('data', (text: string) => {
          stdout += text;
          const found = /^Leeway is ready at (\S+)$/m.exec(stdout)?.[1];
          if (found !== undefined) resolve(found);
        });
        child.once('exit', (code) => reject(new Error(`serve ended with code ${code}\n${said}`)));
      });
      return {
        url,
        kill,
        async stop() {
          child.kill('SIGTERM');
          await gone;
        },
      };
    },
    remove: () => rm(root, { recursive: true, force: true }),
  };
}

import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { projectRoot } from '../architecture/project-root.ts';
import { type EmptyFolder, installPacked, type PackedServer } from './empty-folder.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 900_000 });

const MIB = 2 ** 20;
const manifest = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
  version: string;
  dependencies: Record<string, string>;
};

let folder: EmptyFolder;
beforeAll(async () => {
  folder = await installPacked();
});
afterAll(() => folder?.remove());

/** Commands of this machine that name a folder. */
const processesNaming = (path: string): readonly string[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      } catch {
        return '';
      }
    })
    .filter((command) => command.includes(path));

const packageDir = () => join(folder.path, 'node_modules', 'leeway');

describe('what is packed', () => {
  const paths = () => folder.tarball.files.map((file) => file.path);

  it('are the program, the dashboard, the migrations and the papers', () => {
    const migrations = (store: string) => {
      const directory = `adapters/storage/${store}/migrations`;
      return readdirSync(join(projectRoot, 'src', directory)).map(
        (file) => `dist/${directory}/${file}`,
      );
    };
    expect(paths()).toEqual(
      expect.arrayContaining([
        ...['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md'],
        ...['dist/cli/main.js', 'dist/web/index.html'],
        ...[...migrations('postgres'), ...migrations('clickhouse')],
      ]),
    );
  });

  it('is nothing that only developers need', () => {
    const needless = /\.test\.|\.map$|\.d\.m?ts$|\.tsx?$|tsbuildinfo|tsconfig|\/testing\//;
    expect(paths().filter((path) => needless.test(path))).toEqual([]);
    const places = new Set(paths().map((path) => path.split('/')[0]));
    expect([...places].sort()).toEqual(
      ['CHANGELOG.md', 'LICENSE', 'README.md', 'dist', 'examples', 'package.json'].sort(),
    );
  });

  it('names no folder of the machine it was built on', () => {
    const said = paths().filter((path) =>
      readFileSync(join(packageDir(), path)).includes(projectRoot.replace(/\/$/, '')),
    );
    expect(said).toEqual([]);
  });

  it('is small', () => {
    const { size, unpackedSize, files } = folder.tarball;
    console.info(
      `${files.length} files, ${(size / MIB).toFixed(2)} MiB packed, ` +
        `${(unpackedSize / MIB).toFixed(2)} MiB unpacked`,
    );
    expect(size).toBeLessThan(3 * MIB);
    expect(unpackedSize).toBeLessThan(12 * MIB);
  });

  it('imports nothing that an installation would not have', () => {
    const declared = new Set(Object.keys(manifest.dependencies));
    const missing = new Set<string>();
    for (const path of paths()) {
      // What the browser loads was bundled.
      if (!/\.m?js$/.test(path) || path.startsWith('dist/web/')) continue;
      const text = readFileSync(join(packageDir(), path), 'utf8');
      const imports = text.matchAll(
        /^(?:import\s+|(?:import|export)\b[^'"\n]*\bfrom\s+)['"]([^'"]+)['"]/gm,
      );
      const loaded = text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g);
      for (const [, from = ''] of [...imports, ...loaded]) {
        if (from.startsWith('.') || from.startsWith('node:')) continue;
        const [scope = '', name = ''] = from.split('/');
        const wanted = scope.startsWith('@') ? `${scope}/${name}` : scope;
        if (!declared.has(wanted) && !builtinModules.includes(wanted)) {
          missing.add(`${path}: ${wanted}`);
        }
      }
    }
    expect([...missing]).toEqual([]);
  });
});

describe('in an empty folder, npx leeway', () => {
  it('says its version', async () => {
    expect(await folder.npx('--version')).toMatchObject({
      exitCode: 0,
      stdout: `${manifest.version}\n`,
    });
  });

  it('says what it can do', async () => {
    const { exitCode, stdout } = await folder.npx('--help');
    expect(exitCode).toBe(0);
    for (const command of ['serve', 'report', 'import', 'doctor', 'demo']) {
      expect(stdout).toMatch(new RegExp(`^  ${command}\\b`, 'm'));
    }
  });

  it('compares two files, and fails where they differ', async () => {
    const example = (name: string) => join(projectRoot, 'examples/churn', name);
    const columns = ['--score', 'score', '--label', 'left', '--time', 'time'];
    const args = [...columns, '--exclude', 'customer'];
    const before = example('training.csv');
    const drifted = await folder.npx('report', before, example('january.csv'), ...args);
    expect(drifted.stdout).toContain('monthlyCharge');
    expect(drifted.exitCode).toBe(1);
    const same = await folder.npx('report', before, before, ...args);
    expect(same.exitCode).toBe(0);
  });
});

describe('in an empty folder, npx leeway serve', () => {
  let server: PackedServer;
  afterAll(() => server?.kill());

  const send = async (method: string, path: string, body: unknown) => {
    const answer = await fetch(`${server.url}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };

  it('starts both databases and is ready', async () => {
    server = await folder.serve(join(folder.path, 'data'));
    await vi.waitFor(
      async () => {
        const ready = await fetch(`${server.url}/readyz`);
        expect(await ready.json()).toMatchObject({ ready: true });
      },
      { timeout: 60_000, interval: 250 },
    );
  });

  it('takes a prediction and stores it', async () => {
    const outputs = [{ task: 'binary', classes: ['no', 'yes'], positiveClass: 'yes' }];
    expect((await send('PUT', '/v1/models/packed', { outputs })).status).toBeLessThan(300);
    const time = new Date().toISOString();
    const row = { predictionId: 'p1', time, features: { x: 1 }, score: 0.5, decision: 'yes' };
    const taken = await send('POST', '/v1/models/packed/predictions', [row]);
    expect(taken.body).toMatchObject({ accepted: 1 });
    await vi.waitFor(
      async () => {
        const health = await (await fetch(`${server.url}/v1/health`)).json();
        expect(health).toMatchObject({ ready: true, ingest: { backlogRows: 0 } });
      },
      { timeout: 60_000, interval: 250 },
    );
  });

  it('serves the dashboard with its script', async () => {
    const page = await fetch(server.url, { headers: { accept: 'text/html' } });
    expect(page.headers.get('content-type')).toContain('text/html');
    const html = await page.text();
    const script = /<script type="module"[^>]+src="([^"]+\.js)"/.exec(html)?.[1] ?? 'no script';
    const answer = await fetch(new URL(script, server.url));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('javascript');
    await answer.arrayBuffer();
  });

  it('stops on SIGTERM to npx, and leaves no process, no lock and no state file', async () => {
    await server.stop();
    // npx does not wait for what it has started, so that we have to.
    const dataDir = join(folder.path, 'data');
    await vi.waitFor(
      () => {
        expect(readdirSync(dataDir)).not.toContain('owner.lock');
        expect(readdirSync(dataDir)).not.toContain('server.json');
      },
      { timeout: 60_000, interval: 250 },
    );
    await vi.waitFor(() => expect(processesNaming(folder.path)).toEqual([]), { timeout: 15_000 });
  });
});

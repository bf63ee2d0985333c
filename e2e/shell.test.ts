import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { OpenApiDocument } from '../src/contract/openapi.ts';
import { testDirectory } from '../src/testing/engines.ts';
import { CALLED_PATHS } from '../src/web/api/called-paths.ts';
import { projectRoot } from './architecture/project-root.ts';
import { faultsOfOpenApi } from './check-openapi.ts';
import { type ServerProcess, startServer } from './faults/server-process.ts';
import { runCli } from './run-cli.ts';

vi.setConfig({ testTimeout: 120_000 });

let api: OpenApiDocument;
let root: string;
let dataDir: string;
let server: ServerProcess;

beforeAll(async () => {
  root = await testDirectory();
  dataDir = join(root, 'data');
});
afterAll(async () => {
  await server?.kill();
  await rm(root, { recursive: true, force: true });
});

const keys = (...args: readonly string[]) => runCli(['keys', ...args, '--data-dir', dataDir]);

async function statusOf(path: string, key?: string): Promise<number> {
  const headers = key === undefined ? {} : { authorization: `Bearer ${key}` };
  const answer = await fetch(`${server.url}${path}`, { headers });
  await answer.arrayBuffer();
  return answer.status;
}

interface Described {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly responses: object;
}
const describedOf = (path: string, method: string) =>
  (api.paths[path] as Readonly<Record<string, Described>> | undefined)?.[method];

/** Processes that name the data directory in their command line, or run in it. */
async function processesOnDataDir(): Promise<string[]> {
  const found: string[] = [];
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (command.includes(dataDir)) found.push(command.replaceAll('\0', ' '));
  }
  return found;
}

describe('a server from its first start to its last', () => {
  test('a key can be made before the server ever ran', async () => {
    const { exitCode, stdout, stderr } = await keys('create', '--scope', 'ingest');
    expect(stderr).toContain('scope ingest, project default');
    expect(stdout).toMatch(/^lwy_[\w-]{43}\n$/);
    expect(exitCode).toBe(0);
    expect(await processesOnDataDir()).toEqual([]);
  });

  test('it starts, says that every part is ready, and describes its API', async () => {
    server = await startServer(dataDir);
    const ready = await (await fetch(`${server.url}/readyz`)).json();
    expect(ready).toMatchObject({ ready: true });
    api = (await (await fetch(`${server.url}/openapi.json`)).json()) as OpenApiDocument;
    expect(faultsOfOpenApi(api)).toEqual([]);
    expect(Object.keys(api.paths)).toEqual(
      expect.arrayContaining(['/v1/keys', '/v1/models/{model}/predictions', '/v1/alerts']),
    );
  });

  test('its dashboard calls what it describes, by the same names', async () => {
    const parts = join(projectRoot, 'src/web/api');
    const named = (await readdir(parts)).map((name) => readFile(join(parts, name), 'utf8'));
    const written = (await Promise.all(named)).flatMap((text) =>
      [...text.matchAll(/'(\/v1\/[^'?]+)'/g)].map(([, path]) => path),
    );
    expect([...new Set(written)].sort()).toEqual(
      [...new Set(CALLED_PATHS.map(({ path }) => path))].sort(),
    );
    for (const { path, method, parameters } of CALLED_PATHS) {
      const described = describedOf(path, method);
      // What may be left out need not be known here.
      const known = described?.parameters?.filter(
        (one) => one.in === 'path' || parameters.some((name) => name === one.name),
      );
      const call = `${method} ${path}`;
      expect(known?.map(({ name }) => name).sort() ?? [], call).toEqual([...parameters].sort());
      expect(Object.keys(described?.responses ?? {}).join(), call).toMatch(/\b20[0-4]\b/);
    }
  });

  test('its secret is for the owner of the data directory alone', async () => {
    expect((await stat(join(dataDir, 'server.json'))).mode & 0o777).toBe(0o600);
  });

  test('a second server on the directory is told who has it', async () => {
    const second = await runCli(['serve', '--data-dir', dataDir, '--port', '0']);
    expect(second.exitCode).toBe(1);
    expect(second.stderr).toContain(`in use by process ${server.pid}`);
  });

  test('keys made by the command line work at once, and as far as their scope', async () => {
    const admin = (await keys('create', '--scope', 'admin', '--name', 'boss')).stdout.trim();
    expect(await statusOf('/v1/keys')).toBe(401);
    expect(await statusOf('/v1/keys', admin)).toBe(200);
    const ingest = (await keys('create', '--scope', 'ingest', '--project', 'team')).stdout.trim();
    expect(await statusOf('/v1/keys', ingest)).toBe(403);
  });

  test('projects see their own keys; a revoked one is refused', async () => {
    const listed = (await keys('list', '--project', 'team')).stdout.split('\n').filter(Boolean);
    expect(listed).toHaveLength(1);
    const admin = (await keys('create', '--scope', 'admin', '--project', 'team')).stdout.trim();
    const answer = await fetch(`${server.url}/v1/keys`, {
      headers: { authorization: `Bearer ${admin}` },
    });
    const own = (await answer.json()) as { keys: { keyId: string; scope: string }[] };
    expect(own.keys.map((key) => key.scope)).toEqual(['ingest', 'admin']);
    const keyId = own.keys[1]?.keyId ?? '';
    expect((await keys('revoke', keyId, '--project', 'team')).exitCode).toBe(0);
    expect(await statusOf('/v1/keys', admin)).toBe(401);
  });

  test('a command says what is wrong in a sentence, with exit code 1', async () => {
    const { exitCode, stderr } = await keys('revoke', 'key_nobody');
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^leeway: The project has no key of this id\..*\[key_not_found\]\n$/);
  });

  test('killed, it is back on the same directory with what it knew', async () => {
    await server.kill();
    server = await startServer(dataDir);
    expect(await statusOf('/v1/keys')).toBe(401);
    expect((await keys('list')).stdout).toContain('boss');
  });

  test('SIGTERM ends it with exit code 0, and leaves no process and no state file', async () => {
    expect(await server.stop()).toBe(true);
    expect(await processesOnDataDir()).toEqual([]);
    expect(await readdir(dataDir)).not.toContain('server.json');
  });

  test('the keys can still be listed without a server', async () => {
    const listed = await keys('list');
    expect(listed.stdout).toContain('boss');
    expect(listed.exitCode).toBe(0);
  });
});

test('an unusable setting stops the start with its name', async () => {
  const { exitCode, stderr } = await runCli(['serve', '--port', 'eighty']);
  expect(exitCode).toBe(1);
  expect(stderr).toContain("LEEWAY_PORT must be a port between 0 and 65535, but it is 'eighty'");
});

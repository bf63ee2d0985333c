import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface PrometheusProcess {
  query(expression: string): Promise<readonly Sample[]>;
  /** `GET /api/v1/...`, its data. */
  api<Data>(path: string): Promise<Data>;
  stop(): Promise<void>;
}

export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [at: number, value: string];
}

export interface ScrapeOptions {
  readonly directory: string;
  readonly target: string;
  readonly key?: string;
  /** The text of a file of rules. */
  readonly rules: string;
}

/** What `promtool` says of a text, and whether it is content. */
export function promtool(args: readonly string[], stdin = ''): { code: number; said: string } {
  const { status, stdout, stderr } = spawnSync('promtool', args, { input: stdin });
  return { code: status ?? -1, said: `${stdout}${stderr}` };
}

/** A real Prometheus on loopback that scrapes one server every few seconds. */
export async function startPrometheus(options: ScrapeOptions): Promise<PrometheusProcess> {
  const { directory, target, key } = options;
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, 'rules.yml'), options.rules);
  const config = {
    // Patient, for machines that are busy with other tests.
    global: { scrape_interval: '5s', scrape_timeout: '5s', evaluation_interval: '5s' },
    rule_files: ['rules.yml'],
    scrape_configs: [
      {
        job_name: 'leeway',
        static_configs: [{ targets: [new URL(target).host] }],
        ...(key === undefined ? {} : { authorization: { credentials: key } }),
      },
    ],
  };
  // JSON is YAML.
  await writeFile(join(directory, 'prometheus.yml'), JSON.stringify(config));
  const port = await freePort();
  const child = spawn(
    'prometheus',
    [
      `--config.file=${join(directory, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(directory, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=error',
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const url = `http://127.0.0.1:${port}`;
  await untilReady(url, child);

  async function api<Data>(path: string): Promise<Data> {
    const answer = await fetch(`${url}/api/v1/${path}`);
    return ((await answer.json()) as { data: Data }).data;
  }
  return {
    api,
    async query(expression) {
      const parameters = new URLSearchParams({ query: expression });
      return (await api<{ result: readonly Sample[] }>(`query?${parameters}`)).result;
    },
    async stop() {
      if (child.exitCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    if (child.exitCode !== null) throw new Error(`prometheus ended with ${child.exitCode}`);
    const answer = await fetch(`${url}/-/ready`).catch(() => null);
    await answer?.arrayBuffer();
    if (answer?.ok === true) return;
    await sleep(100);
  }
  child.kill('SIGKILL');
  throw new Error('prometheus was not ready within 30 s');
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

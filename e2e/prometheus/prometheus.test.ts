import { readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { testDirectory } from '../../src/testing/engines.ts';
import { projectRoot } from '../architecture/project-root.ts';
import { type ServerProcess, startServer } from '../faults/server-process.ts';
import { runCli } from '../run-cli.ts';
import { describeWithPrometheus } from './describe-with-prometheus.ts';
import { type PrometheusProcess, promtool, startPrometheus } from './prometheus-process.ts';

/** Hostile to a text format: quotes, a backslash and a line end. */
const MODEL = 'a "b" \\ c';

/** The example rules of the page for operators. */
function exampleRules(): string {
  const page = readFileSync(join(projectRoot, 'docs/operations.md'), 'utf8');
  const rules = /^```yaml\n(groups:[\s\S]*?)^```$/m.exec(page)?.[1];
  if (rules === undefined) throw new Error('docs/operations.md has no rules');
  return rules;
}

describeWithPrometheus('/metrics and Prometheus', () => {
  let directory: string;
  let server: ServerProcess;
  let prometheus: PrometheusProcess;
  let key: string;

  beforeAll(async () => {
    directory = await testDirectory();
    server = await startServer(join(directory, 'data'));
    const model = `${server.url}/v1/models/${encodeURIComponent(MODEL)}`;
    await fetch(model, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        outputs: [{ task: 'binary', classes: ['no', 'yes'], positiveClass: 'yes' }],
      }),
    });
    await fetch(`${model}/predictions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify([
        { predictionId: 'p1', time: Date.now(), features: {}, score: 0.5 },
        { predictionId: 'p2', time: Date.now(), features: {}, score: 0.5 },
        { predictionId: 'p3', features: {} },
      ]),
    });
    const created = await runCli([
      'keys',
      'create',
      '--scope',
      'read',
      '--name',
      'prometheus',
      '--data-dir',
      server.dataDir,
    ]);
    key = created.stdout.trim();
    prometheus = await startPrometheus({
      directory: join(directory, 'prometheus'),
      target: server.url,
      key,
      rules: exampleRules(),
    });
  }, 180_000);

  afterAll(async () => {
    await prometheus?.stop();
    await server?.stop();
    await rm(directory, { recursive: true, force: true });
  }, 90_000);

  /** A scrape that a busy machine missed is no fault. */
  const last = (series: string) => `last_over_time(${series}[10m])`;
  const scrape = () =>
    fetch(`${server.url}/metrics`, { headers: { authorization: `Bearer ${key}` } });

  it('has no fault that promtool finds', async () => {
    const answer = await scrape();
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    const text = await answer.text();
    expect(text.endsWith('\n')).toBe(true);
    expect(promtool(['check', 'metrics'], text)).toEqual({ code: 0, said: '' });
  });

  it('asks for a key once there is one', async () => {
    expect((await fetch(`${server.url}/metrics`)).status).toBe(401);
  });

  it('is scraped: the target is up, and every row is accounted for', async () => {
    await vi.waitFor(
      async () => {
        expect((await prometheus.query('up{job="leeway"}'))[0]?.value[1]).toBe('1');
        const rows = await prometheus.query(last('leeway_writer_rows_total{outcome="stored"}'));
        expect(rows[0]?.value[1]).toBe('2');
      },
      { timeout: 90_000, interval: 500 },
    );
    const rows = await prometheus.query(last('leeway_ingest_rows_total{kind="predictions"}'));
    expect(Object.fromEntries(rows.map((one) => [one.metric['outcome'], one.value[1]]))).toEqual({
      accepted: '2',
      missing_field: '1',
    });
    expect((await prometheus.query(last('leeway_build_info')))[0]?.metric['version']).toMatch(
      /^\d+\./,
    );
    expect(await prometheus.query(`sum(${last('leeway_part_ready')})`)).toMatchObject([
      { value: [expect.any(Number), '4'] },
    ]);
  }, 120_000);

  it('names a model as it is called, whatever it is called', async () => {
    const [events] = await prometheus.query(last('leeway_inference_events_total'));
    expect(events).toMatchObject({ metric: { model: MODEL }, value: [expect.any(Number), '2'] });
  });

  it('has the rules of the docs: valid, loaded, and none of them fires', async () => {
    const file = join(directory, 'rules.yml');
    await writeFile(file, exampleRules());
    expect(promtool(['check', 'rules', file])).toMatchObject({ code: 0 });
    const { groups } = await prometheus.api<{
      groups: { rules: { name: string; state: string; health: string; query: string }[] }[];
    }>('rules');
    const rules = groups.flatMap((group) => group.rules);
    expect(rules.length).toBeGreaterThan(5);
    expect(rules.filter((one) => one.state === 'firing').map((one) => one.name)).toEqual([]);
    const text = await (await scrape()).text();
    for (const { query } of rules) {
      for (const [name] of query.matchAll(/leeway_\w+/g)) {
        const plain = name.replace(/_(bucket|sum|count)$/, '');
        expect(text, name).toContain(`# TYPE ${plain} `);
      }
    }
  });
});

describe('the page for operators', () => {
  it('names every figure of /metrics that is ours', async () => {
    const directory = await testDirectory();
    const server = await startServer(join(directory, 'data'));
    try {
      const text = await (await fetch(`${server.url}/metrics`)).text();
      const page = readFileSync(join(projectRoot, 'docs/operations.md'), 'utf8');
      const served = [...text.matchAll(/^# TYPE (leeway_\w+)/gm)].map(([, name]) => name ?? '');
      const named = [...page.matchAll(/^\| `(leeway_\w+)/gm)].map(([, name]) => name ?? '');
      expect(named.toSorted()).toEqual(served.toSorted());
    } finally {
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    }
  }, 120_000);
});

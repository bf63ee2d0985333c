import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { testDirectory } from '../../src/testing/engines.ts';
import { startReceiver } from '../../src/testing/webhook-receiver.ts';
import { projectRoot } from '../architecture/project-root.ts';
import type { ServerProcess } from '../faults/server-process.ts';
import { startServer } from '../faults/server-process.ts';

const README = readFileSync(join(projectRoot, 'README.md'), 'utf8');

const shellBlocks = (page: string): readonly string[] =>
  [...page.matchAll(/^```sh\n(?<code>[\s\S]*?)^```$/gm)].map(
    (block) => block.groups?.['code'] ?? '',
  );

function blockWith(text: string): string {
  const code = shellBlocks(README).find((block) => block.includes(text));
  if (code === undefined) throw new Error(`README.md has no shell block with ${text}`);
  return code;
}

function bash(script: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const args = ['-euo', 'pipefail', '-c', script];
    execFile('bash', args, { cwd: projectRoot }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`${error.message}\n${stderr}\n${stdout}`));
    });
  });
}

describe('the ten lines of the README, on the example data', () => {
  let directory: string;
  let server: ServerProcess;
  let receiver: Awaited<ReturnType<typeof startReceiver>>;
  let answers: readonly Record<string, unknown>[] = [];

  beforeAll(async () => {
    directory = await testDirectory();
    receiver = await startReceiver();
    server = await startServer(join(directory, 'data'));
    const script = blockWith('/v1/models/churn')
      .replaceAll('http://127.0.0.1:8787', server.url)
      .replaceAll('http://127.0.0.1:9999/', receiver.url)
      .replaceAll('; curl', '\ncurl')
      // One answer a line, to be read back.
      .replaceAll(/^(curl .*)$/gm, '$1; echo');
    const said = await bash(script);
    answers = said
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }, 180_000);

  afterAll(async () => {
    await server?.stop();
    await receiver?.stop();
    await rm(directory, { recursive: true, force: true });
  }, 120_000);

  it('are ten', () => {
    expect(blockWith('/v1/models/churn').trimEnd().split('\n')).toHaveLength(10);
  });

  it('accept every row of the example', () => {
    const accepted = answers.filter((answer) => 'accepted' in answer);
    expect(accepted.map((answer) => [answer['accepted'], answer['refusedCount']])).toEqual([
      [400, 0],
      [400, 0],
    ]);
  });

  it('raise the alarm on monthlyCharge, and tell the webhook under a valid signature', async () => {
    const { received } = receiver;
    await vi.waitFor(() => expect(received.length).toBeGreaterThan(0), { timeout: 60_000 });
    const channel = answers.find((answer) => 'channelId' in answer);
    const [message] = received;
    if (message === undefined) throw new Error('nothing was received');
    const verified = new Webhook(String(channel?.['secret'])).verify(
      message.body,
      message.headers as Record<string, string>,
    );
    expect(verified).toMatchObject({
      type: 'alert.opened',
      data: { model: 'churn', column: 'monthlyCharge', severity: 'critical' },
    });
  }, 90_000);

  it('show it in the list of alerts', async () => {
    const response = await fetch(`${server.url}/v1/alerts?model=churn`);
    const { alerts } = (await response.json()) as { alerts: Record<string, unknown>[] };
    expect(alerts).toMatchObject([{ column: 'monthlyCharge', state: 'firing', m: 2000, n: 400 }]);
  });

  it('can be read and taken elsewhere as docs/read-api.md says', async () => {
    const page = readFileSync(join(projectRoot, 'docs/read-api.md'), 'utf8');
    const script = [`export TMPDIR='${directory}'`, ...shellBlocks(page)].join('\n');
    const said = await bash(script.replaceAll('http://127.0.0.1:8787', server.url));
    expect(said).toContain('"column":"monthlyCharge"');
    expect(said).toContain('alertId,model,monitorId');
    expect(said).toMatch(/"bins":\[\{"from":/);
    const parquet = readFileSync(join(directory, 'measurements.parquet'));
    expect(parquet.subarray(0, 4).toString()).toBe('PAR1');
  }, 60_000);

  it('is counted in /metrics: evaluations, verdicts, and the message that was delivered', async () => {
    const text = await (await fetch(`${server.url}/metrics`)).text();
    expect(text).toMatch(/leeway_evaluations_total\{cause="\w+",outcome="recorded"\} [1-9]/);
    expect(text).toMatch(/leeway_verdicts_total\{verdict="critical"\} [1-9]/);
    expect(text).toMatch(/leeway_deliveries_total\{kind="webhook",outcome="delivered"\} [1-9]/);
    expect(text).toMatch(/leeway_evaluation_turn_duration_seconds_count\{outcome="done"\} [1-9]/);
    expect(text).toContain('leeway_monitor_status{model="churn",monitor="daily"} 2');
    expect(text).toMatch(
      /leeway_feature_drift_score\{model="churn",monitor="daily",feature="monthlyCharge",metric="population_stability_index"\} \d/,
    );
    expect(text).toContain('leeway_alerts_open{severity="critical"} 1');
  });

  it('and leeway doctor finds nothing wrong, as docs/operations.md has it', async () => {
    const page = readFileSync(join(projectRoot, 'docs/operations.md'), 'utf8');
    const leeway = `leeway() { node dist/cli/main.js "$@" --data-dir '${server.dataDir}'; }`;
    // The page also tells how to install: only what asks is carried out here.
    const doctor = shellBlocks(page).filter((block) => block.startsWith('leeway doctor'));
    const said = await bash([leeway, ...doctor].join('\n'));
    expect(said).toContain('Nothing is wrong.');
    expect(said).toContain('"well": true');
  }, 120_000);
});

describe('the two files of the README', () => {
  it('are found to differ in monthlyCharge alone, on the terminal and on the page', async () => {
    const directory = await testDirectory();
    const page = join(directory, 'report.html');
    try {
      const script = blockWith('dist/cli/main.js report')
        .replace('npm run build', '')
        .replace('report.html', page);
      const said = await bash(`set +e\n${script}\necho "exit code $?"`);
      expect(said).toContain('1 of 6 columns drifted, monthlyCharge');
      expect(said).toContain('exit code 1');
      expect(readFileSync(page, 'utf8')).toContain('monthlyCharge');
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  }, 60_000);
});

describe('docs/api.md', () => {
  it('has only commands that work, in the order of the page', async () => {
    const page = readFileSync(join(projectRoot, 'docs/api.md'), 'utf8');
    const directory = await testDirectory();
    const dataDir = join(directory, 'data');
    const receiver = await startReceiver();
    const server = await startServer(dataDir);
    try {
      const leeway = `leeway() { node dist/cli/main.js "$@" --data-dir '${dataDir}'; }`;
      const script = [`export TMPDIR='${directory}'`, leeway, ...shellBlocks(page)]
        .join('\n')
        .replaceAll('http://127.0.0.1:8787', server.url)
        .replaceAll('http://127.0.0.1:9999/', receiver.url);
      const said = await bash(script);
      expect(said).toContain('"accepted":2,"refusedCount":1');
      expect(said).toContain('"name":"south, hourly"');
    } finally {
      await server.stop();
      await receiver.stop();
      await rm(directory, { recursive: true, force: true });
    }
  }, 180_000);
});

describe('docs/tutorial.md', () => {
  it('leads from a table to the first alarm, within ten minutes', async () => {
    const page = readFileSync(join(projectRoot, 'docs/tutorial.md'), 'utf8');
    const directory = await testDirectory();
    const dataDir = join(directory, 'data');
    const startedAt = performance.now();
    const server = await startServer(dataDir);
    try {
      const leeway = `leeway() { node dist/cli/main.js "$@" --data-dir '${dataDir}'; }`;
      const script = [`export TMPDIR='${directory}'`, leeway, ...shellBlocks(page)]
        .join('\n')
        .replaceAll('http://127.0.0.1:8787', server.url);
      const said = await bash(script);
      const seconds = (performance.now() - startedAt) / 1_000;
      expect(seconds).toBeLessThan(600);
      expect(said).toMatch(/^order_id +predictionId +text +every row has a value of its own/m);
      expect(said).toContain('predictions: 9600 accepted, 0 refused');
      expect(said).toContain('labels: 9600 accepted, 0 refused');
      expect(said).toMatch(
        /played back until 2026-04-11T00:00:00.000Z: [1-9]\d* open alerts\ncritical, [^\n]+since 2026-04-07: /,
      );
      expect(said).toMatch(
        /^ {2}Of distance_km, .+ Likely a change of unit or scale: divided by 1,000 the values/m,
      );
      expect(said).toMatch(/^… and more: leeway alert list --model deliveries\ndeliveries: \S.+$/m);
      expect(said).toMatch(
        /Population stability index of distance_km for the whole model was 14\.9 on 7 Apr/,
      );
      expect(said).toContain('"phase":"done"');
      console.info(`docs/tutorial.md took ${Math.round(seconds)} s`);
    } finally {
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    }
  }, 600_000);
});

describe('the README', () => {
  it('names only files that exist', () => {
    const links = [...README.matchAll(/\]\((?<path>[^)#:]+)\)/g)].map((m) => m.groups?.['path']);
    expect(links.length).toBeGreaterThan(5);
    for (const link of links) {
      expect(() => readFileSync(join(projectRoot, link ?? ''))).not.toThrow(/ENOENT/);
    }
  });

  it('names only scripts that package.json has', () => {
    const manifest = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const named = [...README.matchAll(/npm run (?<name>[a-z]+)/g)].map((m) => m.groups?.['name']);
    expect(Object.keys(manifest.scripts)).toEqual(expect.arrayContaining(named));
  });
});

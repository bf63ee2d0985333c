import { execFileSync } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { CommandError } from '../command-error.ts';
import { baselineCommand } from './baseline.ts';

const MODEL = "rates, driver's";
const PROPOSAL = {
  proposal: {
    from: '2026-03-02T00:00:00.000Z',
    to: '2026-03-30T00:00:00.000Z',
    days: 28,
    rows: 14_000,
    reasons: ['no alert fell into it'],
    exclude: [
      {
        from: '2026-03-14T00:00:00.000Z',
        to: '2026-03-16T00:00:00.000Z',
        reason: `drivers' strike = $(date) / "late"`,
      },
    ],
  },
  why: 'the longest stretch without an alert',
  against: [{ from: '2026-04-01', to: '2026-04-02', reason: 'an alert' }],
};
const MADE = {
  baseline: { baselineId: 'bsl_1', name: 'spring', rows: 900, sourceRows: 1_000, active: false },
  warnings: ['few labels'],
};
const COMPARISON = {
  drifted: 1,
  compared: 2,
  notes: [],
  columns: [
    {
      name: 'amount',
      severity: 'critical',
      metric: 'population_stability_index',
      value: 1.23456,
      sentence: 'amount rose',
    },
    { name: 'note', severity: 'ok', metric: null, value: null, sentence: 'not compared' },
  ],
};

interface Seen {
  readonly method: string | undefined;
  readonly path: string;
  readonly query: Record<string, string>;
  readonly body: unknown;
}

let server: Server;
let answer: object;
let seen: Seen[];
let told: string;

beforeEach(async () => {
  seen = [];
  told = '';
  server = createServer(async (request, reply) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://leeway');
    seen.push({
      method: request.method,
      path: decodeURIComponent(pathname),
      query: Object.fromEntries(searchParams),
      body: text === '' ? null : JSON.parse(text),
    });
    reply.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  vi.stubEnv('LEEWAY_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const tell = (text: unknown) => {
    told += String(text);
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(tell);
  vi.spyOn(process.stderr, 'write').mockImplementation(tell);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  server.close();
});

const run = (...words: string[]) => baselineCommand().parseAsync(words, { from: 'user' });

describe('baselines out of the past', () => {
  test('the command that a proposal prints makes just that baseline, read by a real shell', async () => {
    answer = PROPOSAL;
    await run('propose', MODEL);
    expect(told).toContain('28 days, 14000 predictions');
    expect(told).toContain('2026-04-01/2026-04-02\tan alert');
    const printed = /^Make it: leeway (.*)$/m.exec(told)?.[1] ?? '';
    const [first, ...words] = execFileSync('sh', ['-c', `printf '%s\\n' ${printed}`])
      .toString()
      .trimEnd()
      .split('\n');
    expect(first).toBe('baseline');

    answer = MADE;
    await run(...words);
    const { from, to, exclude } = PROPOSAL.proposal;
    expect(seen[1]).toEqual({
      method: 'POST',
      path: `/v1/models/${MODEL}/baselines/from-history`,
      query: {},
      body: { from, to, exclude, activate: true },
    });
    expect(told).toContain('note: few labels');
    expect(told).toContain('bsl_1: 900 predictions kept of 1000, not in use.');
  });

  test('says why there is no proposal', async () => {
    answer = { proposal: null, why: 'There are too few days.', against: [] };
    await run('propose', 'churn');
    expect(told).toBe('There are too few days.\n');
  });

  test('name, version and use are told to the server', async () => {
    answer = MADE;
    const period = ['--from', '2026-03-02T00:00Z', '--to', '2026-03-30T00:00Z'];
    const named = ['--name', 'spring', '--model-version', 'v2', '--no-activate'];
    await run('from-history', 'churn', ...period, ...named);
    expect(seen[0]?.body).toEqual({
      from: '2026-03-02T00:00Z',
      to: '2026-03-30T00:00Z',
      exclude: [],
      name: 'spring',
      version: 'v2',
      activate: false,
    });
  });

  test('a part without an end is refused before anything is asked of the server', async () => {
    const period = ['--from', '2026-03-02T00:00Z', '--to', '2026-03-30T00:00Z'];
    await expect(
      run('from-history', 'churn', ...period, '--exclude', '2026-03-14T00:00Z'),
    ).rejects.toThrow(CommandError);
    expect(seen).toEqual([]);
  });

  test('another baseline is put in use', async () => {
    answer = MADE.baseline;
    await run('activate', 'churn', 'bsl_1');
    expect(seen[0]).toMatchObject({
      method: 'POST',
      path: '/v1/models/churn/baselines/bsl_1/activate',
    });
    expect(told).toBe('bsl_1: "spring" is in use.\n');
  });

  test('a comparison is a line a column, as text or as it came', async () => {
    answer = COMPARISON;
    await run('compare', 'churn', 'bsl_1', '--with', 'bsl_2');
    expect(seen[0]).toMatchObject({
      path: '/v1/models/churn/baselines/bsl_1/comparison',
      query: { with: 'bsl_2' },
    });
    expect(told).toBe(
      '1 of 2 columns differ\n' +
        'critical\tamount\tpopulation_stability_index\t1.23\tamount rose\n' +
        'ok\tnote\t\t\tnot compared\n',
    );
    told = '';
    await run('compare', 'churn', 'bsl_1', '--json');
    expect(JSON.parse(told)).toEqual(COMPARISON);
  });
});

import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { SelfWatchWire } from '../../contract/self-watch.ts';
import { checkNode } from './check-machine.ts';
import { checkPort } from './check-port.ts';
import { judgeHealth, judgeReadiness } from './judge-health.ts';

const well: SelfWatchWire = {
  asOf: '2026-01-05T00:00:00.000Z',
  version: '0.1.0',
  startedAt: '2026-01-04T00:00:00.000Z',
  ready: true,
  well: true,
  headline: 'Everything works, and every monitor has run.',
  parts: [],
  ingest: {
    lagSeconds: 0,
    backlogRows: 0,
    backlogBytes: 0,
    backlogLimitBytes: 1,
    storeTakesRows: true,
  },
  work: {
    enabledMonitors: 3,
    disabledMonitors: 0,
    overdueMonitors: 0,
    overdue: [],
    outbox: { pending: 0, oldestSeconds: null, dead: 0 },
    failingChannels: [],
    unroutedAlerts: 0,
  },
  engines: [{ name: 'postgres', running: true, restarts: 0 }],
  clocks: [{ name: 'postgres', skewSeconds: 0.1 }],
  disk: { freeBytes: 1, totalBytes: 2, daysLeft: null, note: '' },
};
const work = well.work as NonNullable<SelfWatchWire['work']>;

const wrong = (change: Partial<SelfWatchWire>) =>
  judgeHealth({ ...well, ...change })
    .filter((one) => one.state !== 'ok')
    .map((one) => [one.check, one.state]);

describe('what a server says about itself', () => {
  it('is well where nothing is wrong', () => {
    expect(wrong({})).toEqual([]);
  });

  it.each<[string, Partial<SelfWatchWire>, string[][]]>([
    [
      'a clock that is off',
      { clocks: [{ name: 'postgres', skewSeconds: -30 }] },
      [['clocks', 'failed']],
    ],
    [
      'a monitor that did not run',
      {
        work: {
          ...work,
          overdueMonitors: 1,
          overdue: [
            {
              monitorId: 'mon_1',
              monitor: 'hourly',
              model: 'churn',
              cadence: '1h',
              windowEnd: null,
              overdueSeconds: 7200,
              evaluatedUntil: null,
              reason: 'no_turn_yet',
              sentence: 'No server has taken its model up.',
            },
          ],
        },
      },
      [['monitors', 'failed']],
    ],
    [
      'a channel that takes nothing',
      {
        work: {
          ...work,
          failingChannels: [
            {
              channelId: 'chn_1',
              name: 'on call',
              kind: 'webhook',
              pending: 1,
              dead: 0,
              lastOutcome: 'status 500',
            },
          ],
        },
      },
      [['channels', 'failed']],
    ],
    [
      'an alert that went nowhere',
      { work: { ...work, unroutedAlerts: 1 } },
      [['routes', 'failed']],
    ],
    [
      'an engine that was started again',
      { engines: [{ name: 'postgres', running: true, restarts: 2 }] },
      [['postgres', 'warning']],
    ],
    [
      'a disk that will be full',
      { disk: { ...well.disk, daysLeft: 2 } },
      [['disk of the server', 'failed']],
    ],
  ])('tells of %s', (_, change, found) => {
    expect(wrong(change)).toEqual(found);
  });

  it('names the parts that are not ready', () => {
    const parts = [
      { part: 'writer', ready: false, detail: '90 s behind' },
      { part: 'postgres', ready: true },
    ];
    expect(judgeReadiness({ ready: false, parts })).toMatchObject({
      state: 'failed',
      says: 'Not ready: writer (90 s behind).',
    });
  });
});

describe('the machine', () => {
  it.each([
    ['20.18.9', 'failed'],
    ['20.19.0', 'ok'],
    ['21.7.0', 'failed'],
    ['22.11.0', 'failed'],
    ['22.12.0', 'ok'],
    ['24.0.0', 'ok'],
    ['26.1.0', 'ok'],
  ])('Node %s: %s', (version, state) => {
    expect(checkNode(version).state).toBe(state);
  });

  it('a port that another program has is named with the way out', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    try {
      const found = await checkPort('127.0.0.1', port);
      expect(found.state).toBe('failed');
      expect(found.todo).toContain('--port');
    } finally {
      other.close();
    }
    await once(other, 'close');
    expect((await checkPort('127.0.0.1', port)).state).toBe('ok');
  });
});

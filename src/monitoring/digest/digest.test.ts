import { describe, expect, it } from 'vitest';
import { cronCalendar } from '../../adapters/silence/cron-calendar.ts';
import { composeAllQuiet, composeDigest } from './compose-digest.ts';
import type { DigestAlert, DigestFacts } from './digest-message.ts';
import { latestSlotMs } from './latest-slot.ts';

const at = (iso: string) => Date.parse(iso);

describe('when a digest is due', () => {
  const berlin = { cron: '0 9 * * *', timeZone: 'Europe/Berlin' };
  const slot = (delivery: { cron: string; timeZone: string }, after: string, until: string) => {
    const ms = latestSlotMs(delivery, at(after), at(until), cronCalendar);
    return ms === null ? null : new Date(ms).toISOString();
  };

  it.each([
    ['not before its time', berlin, '2026-06-01T07:00:00Z', '2026-06-02T06:59:59Z', null],
    [
      'at its local time, in summer',
      berlin,
      '2026-06-01T07:00:00Z',
      '2026-06-02T07:00:00Z',
      '2026-06-02T07:00:00.000Z',
    ],
    [
      'at its local time, in winter',
      berlin,
      '2026-12-01T08:00:00Z',
      '2026-12-02T08:30:00Z',
      '2026-12-02T08:00:00.000Z',
    ],
    [
      'once where a server was down over several',
      berlin,
      '2026-06-01T07:00:00Z',
      '2026-06-20T12:00:00Z',
      '2026-06-20T07:00:00.000Z',
    ],
    [
      'the last of very many',
      { cron: '* * * * *', timeZone: 'UTC' },
      '2025-06-01T07:00:00Z',
      '2026-06-20T12:00:30Z',
      '2026-06-20T12:00:00.000Z',
    ],
    [
      'once a year',
      { cron: '0 0 1 1 *', timeZone: 'UTC' },
      '2025-06-01T00:00:00Z',
      '2026-06-20T12:00:00Z',
      '2026-01-01T00:00:00.000Z',
    ],
    [
      'not twice',
      { cron: '0 0 1 1 *', timeZone: 'UTC' },
      '2026-01-01T00:00:00Z',
      '2026-06-20T12:00:00Z',
      null,
    ],
  ])('%s', (_, delivery, after, until, found) => {
    expect(slot(delivery, after, until)).toBe(found);
  });
});

const alert = (change: Partial<DigestAlert>): DigestAlert => ({
  alertId: 'alt_1',
  model: 'churn',
  segment: '',
  severity: 'warning',
  state: 'firing',
  isNew: false,
  sentence: 'PSI of income is high.',
  openedWindowMs: 0,
  ...change,
});

const facts = (alerts: readonly DigestAlert[], change: Partial<DigestFacts> = {}): DigestFacts => ({
  route: { routeId: 'rte_1', name: 'morning' },
  timeZone: 'Europe/Berlin',
  sinceMs: at('2026-11-27T08:00:00Z'),
  slotMs: at('2026-11-28T08:00:00Z'),
  alerts,
  silenced: 0,
  publicUrl: 'https://leeway.example/',
  ...change,
});

describe('what a digest says', () => {
  it('nothing where there is nothing to say, or a line that all is quiet', () => {
    expect(composeDigest(facts([], { silenced: 2 }))).toBeNull();
    expect(composeAllQuiet(facts([], { silenced: 2 })).data).toMatchObject({
      sentence:
        'All quiet: nothing is open, and nothing happened since Fri 27 Nov 09:00. 2 silenced ones are left out.',
      counts: { open: 0, silenced: 2 },
      models: [],
    });
  });

  it('what is open, the worst first, and what opened and ended, by model', () => {
    const digest = composeDigest(
      facts([
        alert({ alertId: 'a', model: 'loans', state: 'resolved', severity: 'critical' }),
        alert({ alertId: 'b' }),
        alert({ alertId: 'c', isNew: true }),
        alert({ alertId: 'd', model: 'fraud', severity: 'critical', state: 'acknowledged' }),
        alert({ alertId: 'e', model: 'fraud', severity: 'critical', isNew: true }),
      ]),
    );
    expect(digest?.data.sentence).toBe(
      '4 alerts are open, 2 of them critical. 2 opened and 1 ended since Fri 27 Nov 09:00.',
    );
    expect(digest?.data.severity).toBe('critical');
    const listed = digest?.data.models.map(({ model, alerts }) => [
      model,
      alerts.map((one) => one.alertId).join(''),
    ]);
    expect(listed).toEqual([
      ['fraud', 'ed'],
      ['churn', 'cb'],
      ['loans', 'a'],
    ]);
    expect(digest?.data.models[0]).toMatchObject({
      open: 2,
      opened: 1,
      resolved: 0,
      link: 'https://leeway.example/models/fraud',
      alerts: [{ link: 'https://leeway.example/alerts/e' }, {}],
    });
  });

  it('at most 8 models of 5 alerts, and how many more there are', () => {
    const many = Array.from({ length: 300 }, (_, i) =>
      alert({
        alertId: `a${i}`,
        model: `model ${i % 12}`,
        severity: i % 2 ? 'critical' : 'warning',
      }),
    );
    const data = composeDigest(facts(many))?.data;
    expect([data?.models.length, data?.moreModels, data?.counts.open]).toEqual([8, 4, 300]);
    expect(data?.models.every(({ alerts, more }) => alerts.length === 5 && more === 20)).toBe(true);
  });
});

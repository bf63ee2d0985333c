import fc from 'fast-check';
import { expect, it } from 'vitest';
import { GROUP_SHOWS, type GroupedAlert, groupMessages } from './group-messages.ts';

let ids = 0;
const alert = (
  type: string,
  data: Partial<GroupedAlert['data']> = {},
  alertId = `alt_${++ids}`,
): GroupedAlert => ({
  type,
  timestamp: '2030-01-02T00:05:00.000Z',
  data: {
    alertId,
    model: 'fraud',
    monitor: { id: 'mon_1', name: 'inputs' },
    version: null,
    metric: 'missing_ratio',
    column: 'amount',
    segment: '',
    severity: 'warning',
    priority: 'normal',
    reason: 'above_warning',
    sentence: `Something about ${alertId}.`,
    link: `https://leeway.example/x/alerts/${alertId}`,
    n: 100,
    window: { start: '2030-01-01T00:00:00.000Z', end: '2030-01-02T00:00:00.000Z' },
    ...data,
  },
});

it('names the worst first: new, urgent, severe, the whole, many rows', () => {
  const group = groupMessages([
    alert('alert.resolved', { severity: 'critical' }, 'over'),
    alert('alert.opened', { n: 7 }, 'few rows'),
    alert('alert.opened', { severity: 'critical', segment: 'a=b' }, 'a part'),
    alert('alert.opened', {}, 'rows'),
    alert('alert.opened', { severity: 'critical' }, 'the whole'),
    alert('alert.opened', { priority: 'urgent' }, 'urgent'),
  ]);
  expect(group?.data.alerts.map((one) => one.data.alertId)).toEqual([
    'urgent',
    'the whole',
    'a part',
    'rows',
    'few rows',
    'over',
  ]);
  expect(group?.data).toMatchObject({
    counts: { 'alert.opened': 5, 'alert.resolved': 1 },
    severity: 'critical',
    total: 6,
    more: 0,
    link: 'https://leeway.example/x/models/fraud',
    sentence: '6 alerts of inputs: 5 opened, 1 resolved. The worst: Something about urgent.',
  });
});

it('is as severe as what is still wrong', () => {
  const over = alert('alert.resolved', { severity: 'critical' });
  expect(groupMessages([over, alert('alert.opened')])?.data.severity).toBe('warning');
  expect(groupMessages([over, over])?.data.severity).toBe('critical');
});

it('is the same whatever the order, and counts all of them', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          type: fc.constantFrom('alert.opened', 'alert.escalated', 'alert.resolved'),
          severity: fc.constantFrom('info', 'warning', 'critical'),
          n: fc.option(fc.integer({ min: 0, max: 5 })),
        }),
        { minLength: 1, maxLength: 40 },
      ),
      (drafts) => {
        const alerts = drafts.map(({ type, ...data }, i) => alert(type, data, `alt_${i}`));
        const group = groupMessages(alerts);
        expect(groupMessages(alerts.toReversed())).toEqual(group);
        expect(group?.data.alerts.length).toBe(Math.min(GROUP_SHOWS, alerts.length));
        expect((group?.data.alerts.length ?? 0) + (group?.data.more ?? 0)).toBe(alerts.length);
      },
    ),
  );
});

it('has no link where its alerts have none, and is nothing of nothing', () => {
  expect(groupMessages([alert('alert.opened', { link: null })])?.data.link).toBeNull();
  expect(groupMessages([])).toBeNull();
});

it('tells what opened from what goes on after a silence', () => {
  const group = groupMessages([
    alert('alert.opened', { reason: 'silence_ended' }),
    alert('alert.opened', { reason: 'silence_ended' }),
    alert('alert.opened'),
  ]);
  expect(group?.data.sentence).toContain('2 still open after a silence');
  expect(group?.data.sentence).toContain('1 opened');
  expect(group?.data.counts).toEqual({ 'alert.opened': 3 });
});

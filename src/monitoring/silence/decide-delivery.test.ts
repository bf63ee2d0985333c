import { describe, expect, test } from 'vitest';
import { decideDelivery, decideReminder } from './decide-delivery.ts';
import type { Mute } from './silence.ts';

const mute = (reason: Mute['reason']): Mute => ({
  reason,
  untilMs: 1,
  silence: {
    silenceId: 'sil_1',
    projectId: 'default',
    matchers: [],
    startMs: 0,
    endMs: 1,
    repeat: null,
    author: 'ann',
    comment: 'a migration',
    createdAtMs: 0,
    replaces: null,
  },
});

type Told = 'nothing' | 'firing' | 'resolved';
type Kind = 'opened' | 'escalated' | 'de_escalated' | 'resolved' | 'amended';

describe('what is kept back', () => {
  test.each<[Kind, Told, 'acknowledged' | '', Mute['reason'] | '', string | null]>([
    // What calls people.
    ['opened', 'nothing', '', '', null],
    ['opened', 'nothing', '', 'silenced', 'silenced'],
    ['opened', 'nothing', '', 'maintenance', 'maintenance'],
    ['opened', 'resolved', '', 'silenced', 'silenced'],
    ['escalated', 'firing', '', '', null],
    ['escalated', 'firing', '', 'silenced', 'silenced'],
    ['escalated', 'firing', '', 'maintenance', 'maintenance'],
    // What sends them home.
    ['resolved', 'firing', '', 'silenced', null],
    ['resolved', 'firing', 'acknowledged', 'silenced', null],
    ['de_escalated', 'firing', '', 'silenced', null],
    // Who has it already.
    ['opened', 'nothing', 'acknowledged', '', 'acknowledged'],
    ['opened', 'nothing', 'acknowledged', 'silenced', 'silenced'],
    ['opened', 'resolved', 'acknowledged', '', null],
    ['escalated', 'firing', 'acknowledged', '', null],
  ])('%s, told %s, %s %s: %s', (kind, told, acknowledged, muted, reason) => {
    const alert = { told, acknowledgedAtMs: acknowledged === '' ? null : 1 };
    const drop = decideDelivery({ kind, notify: true }, alert, muted === '' ? null : mute(muted));
    expect(drop?.reason ?? null).toBe(reason);
    expect(drop?.silenceId ?? null).toBe(
      reason === null || reason === 'acknowledged' ? null : 'sil_1',
    );
  });

  test('a new alert is known to nobody', () => {
    expect(decideDelivery({ kind: 'opened', notify: true }, null, null)).toBeNull();
    expect(decideDelivery({ kind: 'opened', notify: true }, null, mute('silenced'))).not.toBeNull();
  });

  test('what nobody was to be told is not kept back', () => {
    expect(decideDelivery({ kind: 'opened', notify: false }, null, mute('silenced'))).toBeNull();
  });
});

describe('when the last silence of an alert is over', () => {
  const alert = {
    state: 'firing',
    severity: 'critical',
    historical: false,
    acknowledgedAtMs: null,
  } as const;

  test.each([
    ['it goes on', {}, 'tell'],
    ['it is over', { state: 'resolved' as const }, 'nothing'],
    ['it is worth no more than a line', { severity: 'info' as const }, 'nothing'],
    ['it is history', { historical: true }, 'nothing'],
    [
      'somebody has it',
      { state: 'acknowledged' as const, acknowledgedAtMs: 1 },
      { reason: 'acknowledged', silenceId: null },
    ],
  ])('and %s', (_, change, expected) => {
    expect(decideReminder({ ...alert, ...change })).toEqual(expected);
  });
});

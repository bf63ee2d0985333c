import { describe, expect, it } from 'vitest';
import type { Episode } from './fold-alerts.ts';
import { matchEpisodes, type StoredAlert } from './match-episodes.ts';

const episode = (openedWindowMs: number, resolvedWindowMs: number | null): Episode => ({
  openedWindowMs,
  lastWindowMs: resolvedWindowMs === null ? openedWindowMs : resolvedWindowMs - 1,
  resolvedWindowMs,
  severity: 'critical',
  historical: false,
  closedReason: null,
  goodWindows: 0,
});
const alert = (
  alertId: string,
  openedWindowMs: number,
  resolvedWindowMs: number | null,
  withdrawn = false,
): StoredAlert => ({
  alertId,
  monitorId: 'mon_1',
  checkId: 'psi',
  segment: '',
  state: resolvedWindowMs === null ? 'firing' : 'resolved',
  severity: 'critical',
  historical: false,
  openedWindowMs,
  lastWindowMs: openedWindowMs,
  resolvedWindowMs,
  withdrawn,
  told: 'firing',
  acknowledgedAtMs: null,
  closedAfterMs: null,
  closedReason: null,
  goodWindows: 0,
});
const idOf = (openedWindowMs: number, again: number) =>
  again === 0 ? `a${openedWindowMs}` : `a${openedWindowMs}.${again}`;

const show = (existing: StoredAlert[], episodes: Episode[]) =>
  matchEpisodes(existing, episodes, new Set(existing.map((one) => one.alertId)), idOf)
    .map(({ alertId, before, after }) => {
      const isNew = before === null ? ' new' : '';
      return `${alertId}=${after === null ? 'gone' : after.openedWindowMs}${isNew}`;
    })
    .sort();

describe('matchEpisodes', () => {
  it.each([
    ['a first episode is named after its window', [], [episode(5, null)], ['a5=5 new']],
    ['it stays the same while it lasts', [alert('a5', 5, null)], [episode(5, null)], ['a5=5']],
    ['and when it ends', [alert('a5', 5, null)], [episode(5, 9)], ['a5=5']],
    ['an earlier beginning keeps the id', [alert('a5', 5, null)], [episode(3, null)], ['a5=3']],
    ['what is not there any more is gone', [alert('a5', 5, null)], [], ['a5=gone']],
    ['what was withdrawn stays so in silence', [alert('a5', 5, 5, true)], [], []],
    ['and comes back under its id', [alert('a5', 5, 5, true)], [episode(5, null)], ['a5=5']],
    [
      'two that grow together are the older one',
      [alert('a3', 3, 4), alert('a5', 5, 6)],
      [episode(3, 6)],
      ['a3=3', 'a5=gone'],
    ],
    [
      'one that falls apart: what is open stays, what is over gets another id',
      [alert('a3', 3, null)],
      [episode(3, 5), episode(6, null)],
      ['a3.1=3 new', 'a3=6'],
    ],
    [
      'and stays so when it is folded again',
      [alert('a3', 6, null), alert('a3.1', 3, 5)],
      [episode(3, 5), episode(6, null)],
      ['a3.1=3', 'a3=6'],
    ],
  ])('%s', (_, existing, episodes, expected) => {
    expect(show(existing, episodes)).toEqual(expected);
  });

  it('never gives one id to two alerts', () => {
    const all = [alert('a3', 3, 4), alert('a5', 1, 2)];
    const matches = matchEpisodes([], [episode(5, null)], new Set(['a3', 'a5']), idOf);
    expect(matches.map((one) => one.alertId)).toEqual(['a5.1']);
    expect(all.map((one) => one.alertId)).not.toContain('a5.1');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Verdict } from '../monitor/verdict.ts';
import { type Episode, foldAlerts, type JudgedWindow, stepEpisode } from './fold-alerts.ts';

const HOUR_MS = 3_600_000;
const rules = { opensOnNoData: false, closures: [] };

const at = (hour: number, verdict: Verdict, quiet = false): JudgedWindow => ({
  windowStartMs: hour * HOUR_MS,
  verdict,
  quiet,
});

/** `w` warning, `c` critical, `.` ok, `-` no data, `i` insufficient, `e` error; upper case quiet. */
const LETTERS: Record<string, Verdict> = {
  w: 'warning',
  c: 'critical',
  '.': 'ok',
  '-': 'no_data',
  i: 'insufficient_data',
  e: 'error',
};
const series = (letters: string) =>
  [...letters].map((letter, hour) =>
    at(hour, LETTERS[letter.toLowerCase()] ?? 'ok', letter !== letter.toLowerCase()),
  );

/** `opened-last>resolved severity`, hours; `>` alone while open. */
const show = (episode: Episode) => {
  const hours = (ms: number) => ms / HOUR_MS;
  const end = episode.resolvedWindowMs === null ? '' : hours(episode.resolvedWindowMs);
  const quiet = episode.historical ? ' historical' : '';
  return `${hours(episode.openedWindowMs)}-${hours(episode.lastWindowMs)}>${end} ${episode.severity}${quiet}`;
};

describe('foldAlerts', () => {
  it.each([
    ['good windows raise nothing', '....', []],
    ['one bad window, then a good one', '.c.', ['1-1>2 critical']],
    ['a bad window at the end stays open', '..w', ['2-2> warning']],
    ['bad windows in a row are one alert', '.ccc.', ['1-3>4 critical']],
    ['it takes the severity of its last bad window', '.wc', ['1-2> critical']],
    ['and may come down again', '.cw', ['1-2> warning']],
    ['a good window between makes two', 'c.c.', ['0-0>1 critical', '2-2>3 critical']],
    ['no data neither opens nor resolves', '-c--c-', ['1-4> critical']],
    ['nor do too few rows', 'ic ii.'.replace(' ', ''), ['1-1>4 critical']],
    ['nor does a check that failed', 'ece.', ['1-1>3 critical']],
    ['history alone is a historical alert', 'CC.', ['0-1>2 critical historical']],
    ['history that goes on into the present is not', 'CCc', ['0-2> critical']],
    ['nor one that late windows prolong', 'cC', ['0-1> critical']],
  ] as const)('%s: %s', (_, letters, episodes) => {
    expect(foldAlerts(series(letters), rules).map(show)).toEqual(episodes);
  });

  it('opens on missing data where the rule says so', () => {
    const strict = { ...rules, opensOnNoData: true };
    expect(foldAlerts(series('.--.'), strict).map(show)).toEqual(['1-2>3 critical']);
    expect(foldAlerts(series('.ie.'), strict)).toEqual([]);
  });

  it('ends where it was closed from outside, and begins anew after that', () => {
    const closures = [{ afterWindowMs: HOUR_MS, reason: 'monitor_disabled' }];
    const episodes = foldAlerts(series('cccc'), { ...rules, closures });
    expect(episodes.map(show)).toEqual(['0-1>1 critical', '2-3> critical']);
    expect(episodes[0]?.closedReason).toBe('monitor_disabled');
  });

  it('closes after the last window', () => {
    const closures = [{ afterWindowMs: HOUR_MS, reason: 'check_removed' }];
    expect(foldAlerts(series('cc'), { ...rules, closures }).map(show)).toEqual(['0-1>1 critical']);
  });
});

const letters = fc.string({ unit: fc.constantFrom(...'wc.-ieWC'), maxLength: 40 });
const shuffled = letters.chain((text) =>
  fc.tuple(
    fc.constant(text),
    fc.shuffledSubarray(series(text), { minLength: text.length, maxLength: text.length }),
  ),
);

describe('properties', () => {
  it('the order of arrival changes nothing', () => {
    fc.assert(
      fc.property(shuffled, ([text, arrived]) => {
        expect(foldAlerts(arrived, rules)).toEqual(foldAlerts(series(text), rules));
      }),
    );
  });

  it('window by window gives the same as all at once', () => {
    fc.assert(
      fc.property(letters, fc.boolean(), (text, opensOnNoData) => {
        const strict = { opensOnNoData, closures: [] };
        const episodes: Episode[] = [];
        let open: Episode | null = null;
        for (const window of series(text)) {
          const folded: Episode[] = foldAlerts([window], strict, open);
          open = folded.find((one) => one.resolvedWindowMs === null) ?? null;
          episodes.push(...folded.filter((one) => one.resolvedWindowMs !== null));
        }
        const whole = foldAlerts(series(text), strict);
        expect(open === null ? episodes : [...episodes, open]).toEqual(whole);
      }),
    );
  });

  it('episodes do not overlap, only the last may be open, and each begins with a bad window', () => {
    fc.assert(
      fc.property(letters, (text) => {
        const windows = series(text);
        const episodes = foldAlerts(windows, rules);
        episodes.forEach((episode, i) => {
          const opened = windows.find((one) => one.windowStartMs === episode.openedWindowMs);
          expect(['warning', 'critical']).toContain(opened?.verdict);
          const next = episodes[i + 1];
          if (next === undefined) return;
          expect(episode.resolvedWindowMs).not.toBeNull();
          expect(next.openedWindowMs).toBeGreaterThan(episode.resolvedWindowMs ?? Infinity);
        });
      }),
    );
  });

  it('a verdict that says nothing leaves an episode as it is', () => {
    const open: Episode = {
      openedWindowMs: 0,
      lastWindowMs: 0,
      resolvedWindowMs: null,
      severity: 'warning',
      historical: false,
      closedReason: null,
    };
    for (const verdict of ['no_data', 'insufficient_data', 'error'] as const) {
      expect(stepEpisode(open, at(1, verdict), rules)).toBe(open);
      expect(stepEpisode(null, at(1, verdict), rules)).toBeNull();
    }
  });
});

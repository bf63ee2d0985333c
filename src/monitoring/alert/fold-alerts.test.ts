import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Verdict } from '../monitor/verdict.ts';
import {
  type Episode,
  type FoldRules,
  type FoldState,
  foldAlerts,
  type JudgedWindow,
  stepAlert,
} from './fold-alerts.ts';
import { isCoolingDown } from './is-cooling-down.ts';

const HOUR_MS = 3_600_000;
const rules: FoldRules = {
  opensOnNoData: false,
  closures: [],
  persistence: { violations: 1, windows: 1 },
  resolveAfter: 1,
};
const persistent = (violations: number, windows: number, resolveAfter = 1): FoldRules => ({
  ...rules,
  persistence: { violations, windows },
  resolveAfter,
});

const at = (hour: number, verdict: Verdict | null, quiet = false): JudgedWindow => ({
  windowStartMs: hour * HOUR_MS,
  verdict,
  quiet,
});

/** `w` warning, `c` critical, `.` ok, `-` no data, `i` insufficient, `e` error, `n` info, `x` without
 *  the check; upper case quiet. */
const LETTERS: Record<string, Verdict | null> = {
  n: 'info',
  x: null,
  w: 'warning',
  c: 'critical',
  '.': 'ok',
  '-': 'no_data',
  i: 'insufficient_data',
  e: 'error',
};
const series = (letters: string) =>
  [...letters].map((letter, hour) =>
    at(hour, LETTERS[letter.toLowerCase()] ?? null, letter !== letter.toLowerCase()),
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
    ['what is worth a line is an alert of its own kind', '.n.', ['1-1>2 info']],
    ['and may get worse', 'nwc', ['0-2> critical']],
    ['what is left of a bad one may be worth a line', 'cnn', ['0-2> info']],
  ] as const)('%s: %s', (_, letters, episodes) => {
    expect(foldAlerts(series(letters), rules).map(show)).toEqual(episodes);
  });

  it.each([
    ['one of three is not enough', 2, 3, 1, '.c..c..', []],
    ['two of three are, from the first of them', 2, 3, 1, '.c.c', ['1-3> critical']],
    ['two that are further apart are not', 2, 3, 1, 'c..c', []],
    ['it has the severity that enough of them have', 2, 3, 1, 'cw', ['0-1> warning']],
    ['and gets worse when more of them are', 2, 3, 1, 'wcc', ['0-2> critical']],
    ['it ends with one good window', 2, 3, 1, 'cc.', ['0-1>2 critical']],
    ['what raised one alert raises no other', 2, 3, 1, 'cc.c', ['0-1>2 critical']],
    ['the next one takes as many', 2, 3, 1, 'cc.cc', ['0-1>2 critical', '3-4> critical']],
    ['silent windows take a place', 2, 3, 1, 'c-c', ['0-2> critical']],
    ['however they are silent', 2, 3, 1, 'cixec', []],
    ['three in a row', 3, 3, 1, 'cc.ccc', ['3-5> critical']],
    ['it takes two good windows to end it', 1, 1, 2, 'c.c..', ['0-2>4 critical']],
    ['in a row, silence apart', 1, 1, 3, 'c.-..', ['0-0>4 critical']],
    ['one good window lowers nothing', 2, 3, 3, 'cc..w', ['0-4> critical']],
    ['history that is joined by the present is not', 2, 2, 1, 'Cc', ['0-1> critical']],
    ['all of it history', 2, 3, 1, 'C.C', ['0-2> critical historical']],
    ['one of three stays bad that long', 1, 3, 1, 'cww', ['0-2> critical']],
    ['and comes down after that', 1, 3, 1, 'cwww', ['0-3> warning']],
  ] as const)('%s: %i of %i, over after %i: %s', (_, k, n, after, letters, episodes) => {
    expect(foldAlerts(series(letters), persistent(k, n, after)).map(show)).toEqual(episodes);
  });

  it('forgets what was before it was closed from outside', () => {
    const closures = [{ afterWindowMs: HOUR_MS, reason: 'monitor_disabled' }];
    const twice = persistent(2, 3);
    expect(foldAlerts(series('.c.c'), { ...twice, closures })).toEqual([]);
    expect(foldAlerts(series('.c.cc'), { ...twice, closures }).map(show)).toEqual([
      '3-4> critical',
    ]);
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

const letters = fc.string({ unit: fc.constantFrom(...'nwc..-iexNWC'), maxLength: 40 });
const anyRules = fc
  .record({
    windows: fc.integer({ min: 1, max: 5 }),
    violations: fc.integer({ min: 1, max: 5 }),
    resolveAfter: fc.integer({ min: 1, max: 4 }),
    opensOnNoData: fc.boolean(),
  })
  .map(({ windows, violations, resolveAfter, opensOnNoData }) => ({
    ...persistent(Math.min(violations, windows), windows, resolveAfter),
    opensOnNoData,
  }));
const shuffled = letters.chain((text) =>
  fc.tuple(
    fc.constant(text),
    fc.shuffledSubarray(series(text), { minLength: text.length, maxLength: text.length }),
  ),
);

describe('properties', () => {
  it('the order of arrival changes nothing', () => {
    fc.assert(
      fc.property(shuffled, anyRules, ([text, arrived], any) => {
        expect(foldAlerts(arrived, any)).toEqual(foldAlerts(series(text), any));
      }),
    );
  });

  it('window by window, from what a store keeps, gives the same as all at once', () => {
    fc.assert(
      fc.property(letters, anyRules, (text, any) => {
        const windows = series(text);
        const episodes: Episode[] = [];
        let open: Episode | null = null;
        windows.forEach((window, i) => {
          const endMs = episodes.at(-1)?.resolvedWindowMs ?? -1;
          const last = windows.slice(Math.max(0, i + 1 - any.persistence.windows), i);
          const recent = last.filter((one) => one.windowStartMs > endMs);
          const before: FoldState = { open, recent };
          const folded = foldAlerts([window], any, before);
          open = folded.find((one) => one.resolvedWindowMs === null) ?? null;
          episodes.push(...folded.filter((one) => one.resolvedWindowMs !== null));
        });
        const whole = foldAlerts(windows, any);
        expect(open === null ? episodes : [...episodes, open]).toEqual(whole);
      }),
    );
  });

  it('folded anew from the beginning of any episode it is the same', () => {
    fc.assert(
      fc.property(letters, anyRules, (text, any) => {
        const windows = series(text);
        const whole = foldAlerts(windows, any);
        whole.forEach((episode, i) => {
          const first = windows.findIndex((one) => one.windowStartMs === episode.openedWindowMs);
          const endMs = whole[i - 1]?.resolvedWindowMs ?? -1;
          const recent = windows
            .slice(Math.max(0, first + 1 - any.persistence.windows), first)
            .filter((one) => one.windowStartMs > endMs);
          const again = foldAlerts(windows.slice(first), any, { open: null, recent });
          expect(again).toEqual(whole.slice(i));
        });
      }),
    );
  });

  it('episodes do not overlap, only the last may be open, and each begins with a bad window', () => {
    fc.assert(
      fc.property(letters, anyRules, (text, any) => {
        const windows = series(text);
        const episodes = foldAlerts(windows, { ...any, opensOnNoData: false });
        episodes.forEach((episode, i) => {
          const opened = windows.find((one) => one.windowStartMs === episode.openedWindowMs);
          expect(['info', 'warning', 'critical']).toContain(opened?.verdict);
          const next = episodes[i + 1];
          if (next === undefined) return;
          expect(episode.resolvedWindowMs).not.toBeNull();
          expect(next.openedWindowMs).toBeGreaterThan(episode.resolvedWindowMs ?? Infinity);
        });
      }),
    );
  });

  it('asking for more bad windows raises no alert where there was none', () => {
    fc.assert(
      fc.property(letters, fc.integer({ min: 1, max: 5 }), (text, windows) => {
        const bad = foldAlerts(series(text), rules);
        const isWithin = ({ openedWindowMs }: Episode) =>
          bad.some(
            (one) =>
              one.openedWindowMs <= openedWindowMs &&
              openedWindowMs < (one.resolvedWindowMs ?? Infinity),
          );
        const strict = foldAlerts(series(text), persistent(windows, windows));
        expect(strict.every(isWithin)).toBe(true);
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
      goodWindows: 0,
    };
    for (const verdict of ['no_data', 'insufficient_data', 'error', null] as const) {
      const stepped = stepAlert({ open, recent: [] }, at(1, verdict), rules);
      expect(stepped.state.open).toBe(open);
      expect(stepAlert({ open: null, recent: [] }, at(1, verdict), rules).state.open).toBeNull();
    }
  });
});

describe('isCoolingDown', () => {
  const over = { told: 'resolved', resolvedWindowMs: 10 * HOUR_MS } as const;
  it.each([
    ['shortly after the end', [over], 12, true],
    ['not when the time is up', [over], 13, false],
    ['not where nobody was told', [{ ...over, told: 'nothing' }], 12, false],
    ['not while one is open', [{ told: 'firing', resolvedWindowMs: null }], 12, false],
    ['not after nothing', [], 12, false],
  ] as const)('%s', (_, alerts, hour, expected) => {
    expect(isCoolingDown(alerts, hour * HOUR_MS, 3 * HOUR_MS)).toBe(expected);
    expect(isCoolingDown(alerts, hour * HOUR_MS, 0)).toBe(false);
  });
});

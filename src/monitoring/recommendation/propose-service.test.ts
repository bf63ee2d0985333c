import { describe, expect, it } from 'vitest';
import type { WindowProfile } from '../../metrics/profile.ts';
import { volumeMetric } from '../../metrics/service/volume.ts';
import { createRandom } from '../../stats/random.ts';
import type { Verdict } from '../monitor/verdict.ts';
import { decideVerdict } from '../threshold/decide-verdict.ts';
import { strategyOf } from '../threshold/strategies.ts';
import type { HistoryPoint } from '../threshold/threshold.ts';
import { proposeTraffic } from './propose-service.ts';

const DAY_MS = 86_400_000;
const WEEKS = 30;
/** One false alarm in 30 days, shared by fifteen checks. */
const LEVEL = 1 / 450;

/** Of a day's rows, as a share of the usual: those of a busy day are followed by more of them. */
function createTraffic(seed: number, deviation: number, correlation: number) {
  const random = createRandom(seed);
  let before = random.normal();
  return () => {
    before = correlation * before + Math.sqrt(1 - correlation ** 2) * random.normal();
    return Math.exp(deviation * before);
  };
}

/** Rows of a business by weekday, with half of them at weekends. */
const HALF_AT_WEEKENDS = [390, 390, 390, 390, 390, 190, 190];

/** Verdicts on days of a business. */
function judgeDays(
  firstWeekday: number,
  shareOf: () => number,
  rowsOf: (day: number, usual: number) => number,
  byWeekday: readonly number[] = HALF_AT_WEEKENDS,
) {
  const [check] = proposeTraffic({ columns: new Map() } as unknown as WindowProfile);
  if (check?.metric !== 'volume') throw new Error('volume is proposed first');
  const history: HistoryPoint[] = [];
  return Array.from({ length: WEEKS * 7 }, (_, day): Verdict => {
    const weekday = (firstWeekday + day) % 7;
    const n = Math.round(rowsOf(day, (byWeekday[weekday] ?? 0) * shareOf()));
    const value = n / 24;
    const bounds = strategyOf(check.threshold).bounds(check.threshold, {
      descriptor: volumeMetric.descriptor,
      n,
      m: 0,
      history,
      seasonPhase: weekday * 24,
      budget: LEVEL,
      sampling: { kind: 'traffic' },
      baselineValue: null,
    });
    const decided = decideVerdict({ kind: 'value', value, n, m: 0 }, bounds);
    const isBlind = decided === 'ok' && bounds.calibration?.blind === true;
    const verdict = isBlind ? 'insufficient_data' : decided;
    const at = { windowStartMs: day * DAY_MS, seasonPhase: weekday * 24, inBaseline: false };
    history.push({ ...at, value, n, m: 0, verdict });
    return verdict;
  });
}

describe('volume', () => {
  it.each([
    { deviation: 0.06, correlation: 0 },
    { deviation: 0.2, correlation: 0 },
    { deviation: 0.2, correlation: 0.7 },
    { deviation: 0.4, correlation: 0.5 },
  ])(
    'bears weekends, with days that vary by $deviation and follow one another by $correlation',
    ({ deviation, correlation }) => {
      const series = Array.from({ length: 70 }, (_, at) =>
        judgeDays(at % 7, createTraffic(at, deviation, correlation), (_day, usual) => usual),
      );
      const alarms = series
        .flat()
        .filter((verdict) => verdict === 'warning' || verdict === 'critical').length;
      expect(alarms / (series.length * WEEKS * 7)).toBeLessThan(1.2 * LEVEL);
    },
  );

  it.each([
    ['few rows on Sundays', [400, 400, 400, 400, 400, 400, 20]],
    ['none on Sundays', [400, 400, 400, 400, 400, 400, 0]],
    ['a quiet Monday', [120, 400, 400, 400, 400, 400, 400]],
    ['a weekend of Friday and Saturday', [400, 400, 400, 400, 80, 160, 400]],
    ['a batch on Mondays', [1_200, 400, 400, 400, 400, 400, 400]],
  ])('gets used to %s, whichever day it begins on', (_, byWeekday) => {
    for (const firstWeekday of [0, 1, 2, 3, 4, 5, 6]) {
      const traffic = createTraffic(firstWeekday, 0.08, 0);
      const verdicts = judgeDays(firstWeekday, traffic, (__, usual) => usual, byWeekday);
      const alarms = verdicts.filter((verdict) => verdict === 'warning' || verdict === 'critical');
      expect(alarms.length).toBeLessThanOrEqual(4);
      expect(verdicts.slice(60)).not.toContain('critical');
    }
  });

  const lossesOf = (kept: ReadonlyMap<number, number>, deviation: number) => {
    const verdicts = judgeDays(
      0,
      createTraffic(3, deviation, 0),
      (day, usual) => usual * (kept.get(day) ?? 1),
    );
    return [...kept.keys()].map((day) => verdicts[day]);
  };

  it('says so when much of a day is lost, weekday or Sunday, from the fourth week on', () => {
    const kept = new Map([
      [22, 0.35],
      [100, 0.35],
      [104, 0.35],
      [108, 0.7],
      [150, 0.35],
    ]);
    expect(lossesOf(kept, 0.06)).toEqual([
      'critical',
      'critical',
      'critical',
      'warning',
      'critical',
    ]);
  });

  it('says so of traffic that varies much', () => {
    const kept = new Map([
      [60, 0.3],
      [100, 0.3],
    ]);
    expect(lossesOf(kept, 0.2)).toEqual(['critical', 'critical']);
  });

  it('learns nothing from a first day that was not a whole one, nor from a day that was lost', () => {
    const kept = new Map([
      [0, 0.2],
      [12, 0],
      [30, 0.35],
    ]);
    expect(lossesOf(kept, 0.06)).toEqual(['ok', 'insufficient_data', 'critical']);
  });

  it('learns nothing from a week of trying out, nor from days of trouble before there was a bound', () => {
    const loss = [30, 0.35] as const;
    const week = Array.from({ length: 7 }, (_, day) => [day, 0.05] as const);
    const days = [10, 11, 12, 13].map((day) => [day, 0.3] as const);
    for (const early of [week, days]) {
      expect(lossesOf(new Map([...early, loss]), 0.06).at(-1)).toBe('critical');
    }
  });

  it('says that it cannot tell while traffic of another size is new', () => {
    const grown = (day: number) => (day >= 60 ? 3 : 1) * (day === 70 || day === 110 ? 0.3 : 1);
    const traffic = createTraffic(5, 0.06, 0);
    const verdicts = judgeDays(0, traffic, (day, usual) => usual * grown(day));
    // By the figures of before a day with three tenths of the new ones is still one with more.
    expect([verdicts[70], verdicts[110]]).toEqual(['insufficient_data', 'critical']);
  });

  it('gets used to a business that shrinks slowly', () => {
    const verdicts = judgeDays(0, createTraffic(4, 0.06, 0), (day, usual) => usual * 0.997 ** day);
    expect(verdicts.filter((verdict) => verdict !== 'ok')).toEqual([]);
  });
});

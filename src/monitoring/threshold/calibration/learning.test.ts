import { describe, expect, it } from 'vitest';
import { createRandom, type Random } from '../../../stats/random.ts';
import type { HistoryPoint } from '../threshold.ts';
import { learnDistance } from './learn-distance.ts';
import { learnValue } from './learn-value.ts';
import { learningPeriod } from './learning-period.ts';
import { seasonGroups } from './season-groups.ts';

const DAY_MS = 86_400_000;
const BASELINE_ROWS = 10_000;

const pointAt = (day: number, change: Partial<HistoryPoint> = {}): HistoryPoint => ({
  windowStartMs: day * DAY_MS,
  value: 0.01,
  n: 1000,
  m: BASELINE_ROWS,
  seasonPhase: (day % 7) * 24,
  inBaseline: false,
  verdict: 'ok',
  ...change,
});

const days = (count: number, change: Partial<HistoryPoint> = {}) =>
  Array.from({ length: count }, (_, day) => pointAt(day, change));

describe('learningPeriod', () => {
  it('is the baseline’s own windows where they are enough', () => {
    const history = [...days(30, { inBaseline: true }), ...days(50)];
    expect(learningPeriod(history)).toEqual(history.slice(0, 30));
  });

  it('stays the same however much time has passed', () => {
    expect(learningPeriod(days(400))).toEqual(learningPeriod(days(60)));
  });

  it('spans four weeks of hours', () => {
    const hours = Array.from({ length: 2000 }, (_, hour) => pointAt(hour / 24));
    expect(learningPeriod(hours)).toHaveLength(28 * 24);
  });

  it('leaves out what was critical or had no value, and keeps warnings', () => {
    const history = [
      pointAt(0, { verdict: 'critical' }),
      pointAt(1, { verdict: 'warning' }),
      pointAt(2, { value: Number.NaN }),
      pointAt(3, { verdict: 'no_data' }),
      pointAt(4),
    ];
    expect(learningPeriod(history).map(({ windowStartMs }) => windowStartMs / DAY_MS)).toEqual([
      1, 4,
    ]);
  });
});

describe('seasonGroups', () => {
  const weekdays = (weeks: number) => Array.from({ length: 7 * weeks }, (_, day) => (day % 7) * 24);
  const hours = (weeks: number) => Array.from({ length: 168 * weeks }, (_, hour) => hour % 168);

  it.each([
    ['weekdays once each was met four times', weekdays(4), 7],
    ['working days and weekends before', weekdays(3), 2],
    ['all windows alike when there are few', weekdays(2), 1],
    ['hours of the week once each was met four times', hours(4), 168],
    ['hours of the day on working days and at weekends before', hours(3), 48],
    ['all windows alike of less than four weekends’ hours', hours(1), 1],
  ] as const)('are %s', (_, phases, groups) => {
    expect(new Set(seasonGroups(phases, 0).groups).size).toBe(groups);
  });
});

/** Distances of ν directions whose true shares vary by ρ between windows, volumes 10:1. */
function drawSeries(random: Random, { nu, rho, correlation }: Variation) {
  const state = Array.from({ length: nu }, () => random.normal());
  return () => {
    const n = 1000 * Math.exp(Math.log(10) * random.uniform());
    let distance = 0;
    for (let direction = 0; direction < nu; direction += 1) {
      const fresh = Math.sqrt(1 - correlation ** 2) * random.normal();
      const moved = correlation * (state[direction] ?? 0) + fresh;
      state[direction] = moved;
      const sampled = random.normal() * Math.sqrt(1 / n + 1 / BASELINE_ROWS);
      distance += (Math.sqrt(rho) * moved + sampled) ** 2;
    }
    return { distance, n };
  };
}

interface Variation {
  readonly nu: number;
  readonly rho: number;
  readonly correlation: number;
}

describe('learnDistance', () => {
  const lawAt = (nu: number, scale: number) => ({
    mean: nu * scale,
    variance: 2 * nu * scale ** 2,
    third: 8 * nu * scale ** 3,
  });

  function falseAlarms(variation: Variation, windows: number, level: number): number {
    const random = createRandom(31);
    const [series, next] = [250, 120];
    let alarms = 0;
    for (let one = 0; one < series; one += 1) {
      const draw = drawSeries(random, variation);
      const points = Array.from({ length: windows }, (_, day) => {
        const { distance, n } = draw();
        return { ...pointAt(day, { n, value: distance, seasonPhase: 0 }), distance };
      });
      for (let window = 0; window < next; window += 1) {
        const { distance, n } = draw();
        const scale = 1 / n + 1 / BASELINE_ROWS;
        const learnt = learnDistance(points, 0, lawAt(variation.nu, scale), scale, level);
        if (distance > (learnt?.bound ?? 0)) alarms += 1;
      }
    }
    return alarms / (series * next * level);
  }

  it.each([
    ['nothing but sampling', { nu: 9, rho: 0, correlation: 0 }],
    ['ten times what sampling gives', { nu: 9, rho: 3e-3, correlation: 0 }],
    ['one degree of freedom', { nu: 1, rho: 1e-3, correlation: 0 }],
    ['many degrees of freedom', { nu: 49, rho: 1e-3, correlation: 0 }],
    ['windows that depend on the one before', { nu: 9, rho: 1e-3, correlation: 0.7 }],
  ] as const)('keeps the level with %s', (_, variation) => {
    expect(falseAlarms(variation, 28, 1e-2)).toBeLessThan(1.5);
  });

  it('would be exceeded nearly always if dispersion were not learnt', () => {
    const draw = drawSeries(createRandom(1), { nu: 9, rho: 3e-3, correlation: 0 });
    const beyond = Array.from({ length: 500 }, () => {
      const { distance, n } = draw();
      return distance > 21.67 * (1 / n + 1 / BASELINE_ROWS);
    });
    expect(beyond.filter(Boolean).length / 500).toBeGreaterThan(0.5);
  });

  it('finds the variation between windows', () => {
    const draw = drawSeries(createRandom(2), { nu: 9, rho: 1e-3, correlation: 0 });
    const points = Array.from({ length: 400 }, (_, day) => {
      const { distance, n } = draw();
      return { ...pointAt(day, { n }), distance };
    });
    const learnt = learnDistance(points, 0, lawAt(9, 1e-3), 1e-3, 1e-2);
    expect(learnt?.dispersion).toBeGreaterThan(0.8e-3);
    expect(learnt?.dispersion).toBeLessThan(1.2e-3);
  });

  it('says nothing of fewer than twenty windows', () => {
    const points = days(19).map((point) => ({ ...point, distance: 0.01 }));
    expect(learnDistance(points, 0, lawAt(9, 1e-3), 1e-3, 1e-2)).toBeNull();
  });

  it('bears a column of one value, of which no law says how it varies', () => {
    const points = days(30).map((point) => ({ ...point, distance: 0 }));
    const law = { mean: 0, variance: 0, third: 0 };
    expect(learnDistance(points, 0, law, 1e-3, 1e-2)).toEqual({ bound: 0, dispersion: 0, most: 0 });
  });

  it('bears windows that are exactly like the baseline', () => {
    const points = days(30).map((point) => ({ ...point, distance: 0 }));
    expect(learnDistance(points, 0, lawAt(9, 1e-3), 1e-3, 1e-2)?.bound).toBeGreaterThanOrEqual(0);
  });

  it('expects more at weekends where weekends were always further off', () => {
    const random = createRandom(3);
    const points = Array.from({ length: 56 }, (_, day) => {
      const base = day % 7 >= 5 ? 0.05 : 0.01;
      return { ...pointAt(day), distance: base * (0.8 + 0.4 * random.uniform()) };
    });
    const boundOn = (phase: number) =>
      learnDistance(points, phase, lawAt(9, 1e-3), 1e-3, 1e-2)?.bound ?? 0;
    expect(boundOn(5 * 24)).toBeGreaterThan(2 * boundOn(24));
  });
});

describe('learnValue', () => {
  it.each([
    ['above', 0],
    ['below', 0.7],
  ] as const)('keeps the level %s, correlation %s', (side, correlation) => {
    const random = createRandom(41);
    const level = 1e-2;
    let alarms = 0;
    for (let series = 0; series < 250; series += 1) {
      let state = random.normal();
      const draw = () => {
        state = correlation * state + Math.sqrt(1 - correlation ** 2) * random.normal();
        const variance = 1e-4 * (0.2 + random.uniform());
        return { value: 0.9 + 0.02 * state + Math.sqrt(variance) * random.normal(), variance };
      };
      const points = Array.from({ length: 28 }, () => ({ ...draw(), seasonPhase: 0 }));
      for (let window = 0; window < 120; window += 1) {
        const { value, variance } = draw();
        const bound = learnValue(points, { seasonPhase: 0, variance }, side, level)?.bound ?? 0;
        if (side === 'above' ? value > bound : value < bound) alarms += 1;
      }
    }
    expect(alarms / (250 * 120 * level)).toBeLessThan(1.5);
  });

  it('bears windows without any variation', () => {
    const points = Array.from({ length: 30 }, () => ({ value: 1, variance: 0, seasonPhase: 0 }));
    expect(learnValue(points, { seasonPhase: 0, variance: 0 }, 'below', 1e-2)?.bound).toBe(1);
  });
});

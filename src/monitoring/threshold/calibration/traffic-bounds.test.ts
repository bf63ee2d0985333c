import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { volumeMetric } from '../../../metrics/service/volume.ts';
import type { Verdict } from '../../monitor/verdict.ts';
import { decideVerdict } from '../decide-verdict.ts';
import { strategyOf } from '../strategies.ts';
import type { CalibratedThreshold, HistoryPoint } from '../threshold.ts';

const DAY_MS = 86_400_000;

const lost: CalibratedThreshold = {
  strategy: 'calibrated',
  warningEffect: 0.1,
  criticalEffect: 0.5,
  side: 'below',
};
const surplus: CalibratedThreshold = { ...lost, side: 'above' };

const day = (at: number, rows: number, verdict: Verdict = 'ok'): HistoryPoint => ({
  windowStartMs: at * DAY_MS,
  value: rows / 24,
  n: rows,
  m: 0,
  seasonPhase: (at % 7) * 24,
  inBaseline: false,
  verdict,
});

const days = (count: number, rowsOf: (at: number) => number) =>
  Array.from({ length: count }, (_, at) => day(at, rowsOf(at)));

const boundsOf = (
  spec: CalibratedThreshold,
  history: readonly HistoryPoint[],
  {
    rows = 1_000,
    weekday = history.length % 7,
    budget = 1e-3,
    seasonPhase = weekday * 24,
  }: Partial<Record<'rows' | 'weekday' | 'budget' | 'seasonPhase', number>> = {},
) =>
  strategyOf(spec).bounds(spec, {
    descriptor: volumeMetric.descriptor,
    n: rows,
    m: 0,
    history,
    seasonPhase,
    budget,
    sampling: { kind: 'traffic' },
    baselineValue: null,
  });

/** A thousand rows, a tenth more or less by turns. */
const steady = (at: number) => 1_000 + (at % 2 === 0 ? 100 : -100);

describe('bounds of traffic', () => {
  it('are there from the 20th window on, without a baseline', () => {
    expect(boundsOf(lost, days(19, steady))).toMatchObject({ warning: null, critical: null });
    const { warning, critical } = boundsOf(lost, days(20, steady));
    expect(warning).toBeGreaterThan(critical ?? Number.NaN);
    expect(critical).toBeGreaterThan(0);
  });

  it('are in the unit of the metric, on the side that was asked for', () => {
    const { warning: low } = boundsOf(lost, days(40, steady));
    const { warning: high } = boundsOf(surplus, days(40, steady));
    expect(low).toBeLessThan(900 / 24);
    expect(low).toBeGreaterThan(500 / 24);
    expect(high).toBeGreaterThan(1_100 / 24);
    expect(high).toBeLessThan(2_000 / 24);
  });

  it('let a batch that has a thousand rows every night have a tenth less, and not half', () => {
    const { warning, critical } = boundsOf(
      lost,
      days(40, () => 1_000),
    );
    expect(warning).toBeLessThan(900 / 24);
    expect(warning).toBeGreaterThan(700 / 24);
    expect(critical).toBeLessThan(500 / 24);
    expect(critical).toBeGreaterThan(400 / 24);
  });

  it('expect no rows on days that never have any, and rows on the others', () => {
    const history = days(42, (at) => (at % 7 === 6 ? 0 : steady(at)));
    expect(boundsOf(lost, history, { weekday: 6, rows: 0 }).warning).toBe(0);
    expect(boundsOf(lost, history, { weekday: 0, rows: 0 }).warning).toBeGreaterThan(500 / 24);
  });

  it('are none where no row ever came', () => {
    const never = days(40, () => 0);
    expect(boundsOf(surplus, never)).toMatchObject({ warning: null, critical: null });
    expect(boundsOf(lost, never, { rows: 0 }).calibration?.blind).toBe(false);
  });

  it('are not called blind on days that never have any', () => {
    const history = days(42, (at) => (at % 7 === 6 ? 0 : steady(at)));
    expect(boundsOf(lost, history, { weekday: 6, rows: 0 }).calibration?.blind).toBe(false);
  });

  it('are those of whole days on the day after clocks changed', () => {
    const short = [...days(39, steady), { ...day(39, steady(39)), n: (steady(39) * 23) / 24 }];
    expect(boundsOf(lost, short)).toEqual(boundsOf(lost, days(40, steady)));
  });

  it('have effects of 0 without being blind', () => {
    const spec = { ...lost, warningEffect: 0, criticalEffect: 0 };
    expect(boundsOf(spec, days(40, steady)).calibration?.blind).toBe(false);
  });

  it.each([
    ['nights without rows', (hour: number) => (hour % 24 >= 8 && hour % 24 < 20 ? 1_000 : 0)],
    ['quiet weekends', (hour: number) => (hour % 168 < 120 ? 1_000 : 300)],
    [
      'offices',
      (hour: number) => (hour % 168 < 120 && hour % 24 >= 8 && hour % 24 < 20 ? 1_000 : 0),
    ],
  ])('of hours get used to %s, whichever hour they begin with', (_, rowsOf) => {
    for (const first of [0, 80, 130]) {
      const history: HistoryPoint[] = [];
      const alarms: number[] = [];
      for (let at = 0; at < 21 * 24; at += 1) {
        const phase = (first + at) % 168;
        const rows = Math.round(rowsOf(phase) * (1 + 0.02 * ((at * 37) % 7) - 0.06));
        const of = { budget: 1 / 450, rows, seasonPhase: phase };
        const bounds = boundsOf(lost, history, of);
        const verdict = decideVerdict({ kind: 'value', value: rows, n: rows, m: 0 }, bounds);
        if (verdict === 'warning' || verdict === 'critical') alarms.push(at);
        const windowStartMs = at * (DAY_MS / 24);
        history.push({ ...day(0, rows, verdict), windowStartMs, value: rows, seasonPhase: phase });
      }
      expect(alarms.filter((at) => at >= 14 * 24)).toEqual([]);
      expect(alarms.length).toBeLessThanOrEqual(4);
    }
  });

  it('forget what is older than eight weeks', () => {
    const grown = days(120, (at) => (at < 60 ? 10 : steady(at)));
    expect(boundsOf(lost, grown)).toEqual(boundsOf(lost, grown.slice(64)));
  });

  it('learn from what was within a blind bound, not from alarms', () => {
    const usual = days(30, steady);
    const with31 = (verdict: Verdict) =>
      boundsOf(lost, [...usual, day(30, 800, verdict)], { weekday: 0 }).warning ?? Number.NaN;
    const without = boundsOf(lost, usual, { weekday: 0 }).warning ?? Number.NaN;
    for (const verdict of ['warning', 'critical', 'error'] as const) {
      expect(with31(verdict)).toBe(without);
    }
    expect(with31('ok')).toBeLessThan(without);
    expect(with31('insufficient_data')).toBe(with31('ok'));
  });

  it('learn nothing from a first day that was not a whole one', () => {
    const usual = days(30, steady);
    const partial = [day(0, 150), ...usual.slice(1)];
    expect(boundsOf(lost, partial)).toEqual(boundsOf(lost, usual.slice(1), { weekday: 2 }));
  });

  it('say that they are blind where days differ by more than what would be critical', () => {
    const wild = days(40, (at) => [300, 1_000, 3_000][at % 3] ?? 0);
    expect(boundsOf(lost, wild).calibration).toMatchObject({ blind: true, binding: 'history' });
    expect(boundsOf(lost, days(40, steady)).calibration).toMatchObject({ blind: false });
  });

  it('say so of a handful of rows a day before any was seen', () => {
    expect(boundsOf(lost, [], { rows: 15 }).calibration?.blind).toBe(true);
    expect(boundsOf(lost, [], { rows: 200 }).calibration?.blind).toBe(false);
  });

  it('say how much less is found four times in five, in the unit of the metric', () => {
    for (const [usual, rowsOf] of [
      [1_000 / 24, steady],
      [1_000_000 / 24, () => 1_000_000],
    ] as const) {
      const { warning, calibration } = boundsOf(lost, days(40, rowsOf));
      const change = calibration?.minimumDetectable ?? Number.NaN;
      expect(usual - change).toBeLessThan(warning ?? Number.NaN);
      expect(change).toBeGreaterThan(usual * 0.1);
      expect(change).toBeLessThan(usual * 0.5);
    }
    const wild = days(40, (at) => [3, 1_000, 300_000][at % 3] ?? 0);
    expect(boundsOf(lost, wild).calibration?.minimumDetectable).toBeNull();
  });

  it('are numbers from 0 on whatever came, critical never before warning', () => {
    const arbitraryDays = fc.array(fc.oneof(fc.nat(5), fc.nat(100_000), fc.constant(0)), {
      minLength: 20,
      maxLength: 80,
    });
    fc.assert(
      fc.property(arbitraryDays, fc.nat(6), fc.boolean(), (rows, weekday, above) => {
        const history = rows.map((one, at) => day(at, one));
        const { warning, critical } = boundsOf(above ? surplus : lost, history, { weekday });
        if (warning === null || critical === null) {
          // No row ever came, or windows have nothing in common.
          expect([warning, critical]).toEqual([null, null]);
          return;
        }
        for (const bound of [warning, critical]) expect(bound).toBeGreaterThanOrEqual(0);
        if (above) expect(critical).toBeGreaterThanOrEqual(warning);
        else expect(critical).toBeLessThanOrEqual(warning);
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutPeriods } from './excluded-period.ts';
import { objectionTo, type PastDay, usualRows } from './past-day.ts';
import { proposePeriod } from './propose-period.ts';

const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2026, 0, 5);

const day = (index: number, change: Partial<PastDay> = {}): PastDay => ({
  window: { startMs: START_MS + index * DAY_MS, endMs: START_MS + (index + 1) * DAY_MS },
  rows: 1_000,
  alert: null,
  excluded: null,
  coverage: null,
  ...change,
});
const past = (length: number, change: (index: number) => Partial<PastDay> = () => ({})) =>
  Array.from({ length }, (_, index) => day(index, change(index)));
const ALERT = { severity: 'critical', what: 'PSI of income' } as const;
const settled = () => true;
const daysOf = (period: { startMs: number; endMs: number } | undefined) =>
  period === undefined
    ? null
    : [(period.startMs - START_MS) / DAY_MS, (period.endMs - START_MS) / DAY_MS];

describe('proposePeriod', () => {
  it('takes the latest whole weeks, eight at most', () => {
    const { proposal } = proposePeriod(past(100), settled);
    expect(daysOf(proposal?.period)).toEqual([44, 100]);
    expect(proposal).toMatchObject({ days: 56, rows: 56_000, excluded: [] });
  });

  it('ends before an alert, and says what speaks against the days after it', () => {
    const days = past(40, (index) => (index === 30 || index === 31 ? { alert: ALERT } : {}));
    const { proposal, against } = proposePeriod(days, settled);
    expect(daysOf(proposal?.period)).toEqual([2, 30]);
    expect(against.map((one) => [...(daysOf(one) ?? []), one.reason])).toEqual([
      [32, 40, 'not 2 whole weeks in a row'],
      [30, 32, 'critical alert: PSI of income'],
      [0, 2, 'good too, and longer ago or in a shorter run'],
    ]);
  });

  it('prefers weeks whose labels have settled, and takes others where there are none', () => {
    const days = past(42, (index) => ({ coverage: index < 20 ? 0.95 : 0.2 }));
    const early = proposePeriod(days, (one) => (one.coverage ?? 0) > 0.9);
    expect(daysOf(early.proposal?.period)).toEqual([6, 20]);
    expect(early.proposal?.reasons.at(-1)).toBe('Their labels have settled: 95 % have come.');
    const late = proposePeriod(days, () => false);
    expect(daysOf(late.proposal?.period)).toEqual([0, 42]);
    expect(late.proposal?.reasons.at(-1)).toContain('have not settled');
  });

  it('leaves bad days out where no two weeks were without one', () => {
    const days = past(30, (index) => (index % 9 === 4 ? { alert: ALERT } : {}));
    const { proposal } = proposePeriod(days, settled);
    expect(daysOf(proposal?.period)).toEqual([2, 30]);
    expect(proposal?.excluded.map((one) => daysOf(one)?.[0])).toEqual([4, 13, 22]);
    expect(proposal?.days).toBe(25);
  });

  it('says why there is none', () => {
    expect(proposePeriod(past(9), settled)).toMatchObject({
      proposal: null,
      why: 'There are predictions of 9 whole days, and a baseline should hold 2 whole weeks at least.',
    });
    expect(
      proposePeriod(
        past(60, () => ({ alert: ALERT })),
        settled,
      ).why,
    ).toBe('No 2 weeks of the past were good: 60 of 60 days have something against them.');
    expect(proposePeriod([], settled).proposal).toBeNull();
  });

  const anyDay = fc.record({
    rows: fc.constantFrom(0, 10, 900, 1_000, 1_100, 9_000),
    alert: fc.option(fc.constant(ALERT), { freq: 12, nil: null }),
    excluded: fc.option(fc.constant('holiday'), { freq: 20, nil: null }),
    coverage: fc.constantFrom(null, 0.5, 1),
  });
  it('holds whole weeks without a bad day, and speaks of every other day once', () => {
    fc.assert(
      fc.property(fc.array(anyDay, { maxLength: 120 }), (drafts) => {
        const days = drafts.map((draft, index) => day(index, draft));
        const usual = usualRows(days);
        const { proposal, against, why } = proposePeriod(days, (one) => one.coverage !== 0.5);
        expect(why === '').toBe(proposal !== null);
        for (const [index, one] of against.entries()) {
          const next = against[index + 1];
          if (next !== undefined) expect(next.endMs).toBeLessThanOrEqual(one.startMs);
        }
        if (proposal === null) return;
        const { period, excluded } = proposal;
        const length = (period.endMs - period.startMs) / DAY_MS;
        expect(length % 7).toBe(0);
        expect(length).toBeGreaterThanOrEqual(14);
        const kept = withoutPeriods(period, excluded);
        const inside = days.filter(({ window }) =>
          kept.some((one) => window.startMs >= one.startMs && window.endMs <= one.endMs),
        );
        expect(inside).toHaveLength(proposal.days);
        expect(inside.reduce((sum, one) => sum + one.rows, 0)).toBe(proposal.rows);
        for (const one of inside) {
          expect(objectionTo(one, usual[days.indexOf(one)] ?? 0)).toBeNull();
        }
        for (const one of against) {
          expect(one.endMs <= period.startMs || one.startMs >= period.endMs).toBe(true);
        }
      }),
    );
  });
});

describe('usualRows', () => {
  it('knows that weekends are quiet', () => {
    const rows = Array.from({ length: 28 }, (_, index) => ({ rows: index % 7 > 4 ? 100 : 1_000 }));
    expect(usualRows(rows).slice(0, 7)).toEqual([1_000, 1_000, 1_000, 1_000, 1_000, 100, 100]);
  });
});

describe('withoutPeriods', () => {
  it('leaves what lies in none of the others, however they overlap', () => {
    const gaps = [
      { startMs: 50, endMs: 60 },
      { startMs: -5, endMs: 10 },
      { startMs: 55, endMs: 70 },
      { startMs: 200, endMs: 300 },
    ];
    expect(withoutPeriods({ startMs: 0, endMs: 100 }, gaps)).toEqual([
      { startMs: 10, endMs: 50 },
      { startMs: 70, endMs: 100 },
    ]);
    expect(withoutPeriods({ startMs: 0, endMs: 100 }, [{ startMs: 0, endMs: 100 }])).toEqual([]);
  });
});

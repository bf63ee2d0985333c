import { describe, expect, it } from 'vitest';
import { confidenceInterval } from './confidence-interval.ts';
import { wilsonInterval } from './wilson-interval.ts';

const RATIO = { range: [0, 1] } as const;
const ERROR = { range: [0, Number.POSITIVE_INFINITY] } as const;

const measured = (value: number, standardError: number, n = 100) =>
  ({ kind: 'value', value, standardError, n, m: 0 }) as const;

describe('the interval of a measured number', () => {
  it("of a share of rows is Wilson's", () => {
    const standardError = Math.sqrt((0.8 * 0.2) / 100);
    const { low, high } = confidenceInterval(RATIO, measured(0.8, standardError)) ?? {};
    const wilson = wilsonInterval(0.8, 100);
    expect(low).toBeCloseTo(wilson.low, 12);
    expect(high).toBeCloseTo(wilson.high, 12);
  });

  it('of a perfect score still has width', () => {
    const interval = confidenceInterval(RATIO, measured(1, 0.001));
    expect(interval?.high).toBe(1);
    expect(interval?.low).toBeLessThan(0.97);
  });

  it('of an error is the value and 1.96 standard errors on both sides', () => {
    expect(confidenceInterval(ERROR, measured(10, 1))).toEqual({
      low: expect.closeTo(8.0400360154599, 9),
      high: expect.closeTo(11.9599639845401, 9),
    });
  });

  it('ends where the range of the metric does', () => {
    expect(confidenceInterval(ERROR, measured(0.1, 1))?.low).toBe(0);
  });

  it('is wider for more confidence', () => {
    const width = (confidence: number) => {
      const interval = confidenceInterval(RATIO, measured(0.7, 0.05), confidence);
      return (interval?.high ?? 0) - (interval?.low ?? 0);
    };
    expect(width(0.99)).toBeGreaterThan(width(0.95));
  });

  it.each([
    ['no number', { kind: 'no_data', reason: 'no_rows', n: 0, m: 0 } as const],
    ['a number without a standard error', { kind: 'value', value: 1, n: 5, m: 0 } as const],
  ])('of %s is unknown', (_, without) => {
    expect(confidenceInterval(RATIO, without)).toBeNull();
  });
});

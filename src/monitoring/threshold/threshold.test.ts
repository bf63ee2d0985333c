import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { accuracyMetric } from '../../metrics/performance/accuracy.ts';
import { decideVerdict } from './decide-verdict.ts';
import { fixedStrategy } from './strategies/fixed.ts';
import { STRATEGIES, strategyOf } from './strategies.ts';
import type { Bounds, FixedThreshold } from './threshold.ts';

const above: Bounds = { warning: 0.1, critical: 0.25, side: 'above' };
const below: Bounds = { warning: 0.9, critical: 0.8, side: 'below' };
const value = (number: number) => ({ kind: 'value', value: number, n: 100, m: 100 }) as const;

describe('decideVerdict', () => {
  it.each([
    ['within both bounds is ok', 0.05, above, 'ok'],
    ['on the warning bound is ok', 0.1, above, 'ok'],
    ['beyond the warning bound warns', 0.11, above, 'warning'],
    ['on the critical bound still warns', 0.25, above, 'warning'],
    ['beyond the critical bound is critical', 0.26, above, 'critical'],
    ['infinity is beyond', Number.POSITIVE_INFINITY, above, 'critical'],
    ['below counts downwards', 0.85, below, 'warning'],
    ['far below is critical', 0.1, below, 'critical'],
    ['above a lower bound is ok', 1, below, 'ok'],
    ['no bound is never met', 9, { warning: null, critical: null, side: 'above' }, 'ok'],
    [
      'without a warning bound it goes straight to critical',
      9,
      { ...above, warning: null },
      'critical',
    ],
  ] as const)('%s', (_, number, bounds, verdict) => {
    expect(decideVerdict(value(number), bounds)).toBe(verdict);
  });

  it('passes on why there is no value', () => {
    const sizes = { n: 3, m: 0 };
    expect(decideVerdict({ kind: 'no_data', reason: 'no_rows', ...sizes }, above)).toBe('no_data');
    expect(
      decideVerdict({ kind: 'insufficient_data', reason: 'too_few_rows', ...sizes }, above),
    ).toBe('insufficient_data');
  });

  it('refuses NaN', () => {
    expect(() => decideVerdict(value(Number.NaN), above)).toThrow('NaN');
  });
});

describe('fixed threshold', () => {
  const spec = (change: Partial<FixedThreshold>): FixedThreshold => ({
    strategy: 'fixed',
    warning: 0.9,
    critical: 0.8,
    side: 'below',
    ...change,
  });

  it.each([
    ['bounds in order are accepted', {}, null],
    ['one bound is enough', { warning: null }, null],
    ['no bound at all is refused', { warning: null, critical: null }, 'needs a warning or'],
    ['bounds out of order are refused', { warning: 0.7 }, 'never be met first'],
    ['an infinite bound is refused', { critical: Number.NEGATIVE_INFINITY }, 'must be finite'],
    ['a bound that no value can pass is refused', { critical: 0 }, 'never gets below 0'],
  ] as const)('%s', (_, change, defect) => {
    const found = fixedStrategy.findDefect(spec(change), accuracyMetric.descriptor);
    if (defect === null) expect(found).toBeNull();
    else expect(found).toContain(defect);
  });

  it('gives its constants as bounds', () => {
    const context = {
      descriptor: accuracyMetric.descriptor,
      n: 10,
      m: 0,
      history: [],
      seasonPhase: 0,
      budget: 0,
      sampling: null,
      baselineValue: null,
    };
    expect(strategyOf(spec({})).bounds(spec({}), context)).toEqual(below);
  });
});

it('the list of strategies equals the folder', () => {
  const files = readdirSync(new URL('./strategies/', import.meta.url));
  expect(STRATEGIES.map((one) => `${one.id}.ts`).sort()).toEqual(files.sort());
});

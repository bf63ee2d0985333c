import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { chiSquared } from './chi-squared.ts';
import { chiSquaredPValue } from './chi-squared-p-value.ts';
import { gTest } from './g-test.ts';
import { jensenShannon } from './jensen-shannon.ts';
import { kolmogorovSmirnov } from './kolmogorov-smirnov.ts';
import { kullbackLeibler } from './kullback-leibler.ts';
import { wasserstein } from './wasserstein.ts';

interface Pair {
  readonly id: string;
  readonly baseline: readonly number[];
  readonly window: readonly number[];
}

interface Vectors {
  readonly ks: readonly (Pair & { readonly statistic: number; readonly pValue: number })[];
  readonly wasserstein: readonly (Pair & {
    readonly baselineWeights?: readonly number[];
    readonly windowWeights?: readonly number[];
    readonly expected: number;
  })[];
  readonly contingency: readonly (Pair & {
    readonly test: 'chi_squared' | 'g_test';
    readonly statistic: number;
    readonly pValue: number;
    readonly degreesOfFreedom: number;
  })[];
  readonly shares: readonly (Pair & {
    readonly distance: 'jensen_shannon' | 'kullback_leibler';
    readonly expected: number | 'Infinity';
  })[];
}

const file = new URL('drift.vectors.json', import.meta.url);
const vectors = JSON.parse(readFileSync(file, 'utf8')) as Vectors;

function expectRelative(actual: number, expected: number, tolerance = 1e-12) {
  if (actual === expected) return;
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(tolerance * Math.abs(expected));
}

describe('drift as scipy measures it', () => {
  it.each(vectors.ks)('KS, exact: $id', ({ baseline, window, statistic, pValue }) => {
    const ks = kolmogorovSmirnov(baseline, window, { method: 'exact' });
    expectRelative(ks.statistic, statistic);
    expectRelative(ks.pValue, pValue, 1e-10);
  });

  it.each(vectors.wasserstein)('Wasserstein: $id', (c) => {
    const value = wasserstein(c.baseline, c.window, c.baselineWeights, c.windowWeights);
    expectRelative(value, c.expected, 1e-9);
  });

  it.each(vectors.contingency)('$test: $id', (c) => {
    const test = c.test === 'g_test' ? gTest : chiSquared;
    const { statistic, pValue, degreesOfFreedom } = test(c.baseline, c.window);
    expectRelative(statistic, c.statistic);
    expectRelative(pValue, c.pValue, 1e-9);
    expect(degreesOfFreedom).toBe(c.degreesOfFreedom);
    if (c.test === 'chi_squared') expect(chiSquaredPValue(c.baseline, c.window)).toBe(pValue);
  });

  it.each(vectors.shares)('$distance: $id', ({ baseline, window, distance, expected }) => {
    const value =
      distance === 'jensen_shannon'
        ? jensenShannon(baseline, window)
        : kullbackLeibler(baseline, window, { smoothing: 'none' });
    expectRelative(value, Number(expected));
  });
});

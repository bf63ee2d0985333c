import { describe, expect, it } from 'vitest';
import {
  REFERENCE_NOTE,
  readReferenceJson,
  referencePresent,
} from '../../testing/read-reference.ts';
import { chiSquared } from './chi-squared.ts';
import { gTest } from './g-test.ts';
import { jensenShannon } from './jensen-shannon.ts';
import { kolmogorovSmirnov } from './kolmogorov-smirnov.ts';
import { kullbackLeibler } from './kullback-leibler.ts';
import { wasserstein } from './wasserstein.ts';

type Expected = Readonly<Record<string, number | string>>;

function expectClose(actual: number, expected: number | string | undefined, relative = 1e-12) {
  const wanted = Number(expected ?? 'missing');
  // Infinity − Infinity is NaN: the same value is close.
  if (actual === wanted) return;
  expect(Math.abs(actual - wanted)).toBeLessThanOrEqual(
    relative * Math.max(1e-3, Math.abs(wanted)),
  );
}

const expectProbability = (actual: number, expected: number | string | undefined) =>
  expectClose(actual, expected, 1e-9);

interface ScipyFile {
  readonly samples: Readonly<Record<string, { reference: number[]; current: number[] }>>;
  readonly two_sample: readonly {
    readonly fn: string;
    readonly sample?: string;
    readonly kwargs: {
      readonly alternative?: 'two-sided' | 'less' | 'greater';
      readonly method?: 'exact' | 'asymp' | 'auto';
      readonly u_weights?: number[];
      readonly v_weights?: number[];
    };
    readonly expected: Expected;
  }[];
  readonly tables: readonly {
    readonly fn: string;
    readonly id?: string;
    readonly table: [number[], number[]];
    readonly observed: number[];
    readonly expected_counts: number[];
    readonly kwargs: { readonly correction?: boolean; readonly lambda_?: string };
    readonly expected: Expected;
  }[];
  readonly share_vectors: readonly {
    readonly fn: string;
    readonly id: string;
    readonly p: number[];
    readonly q: number[];
    readonly kwargs: { readonly base: number | null };
    readonly expected: Expected;
  }[];
}

const scipy = referencePresent
  ? readReferenceJson<ScipyFile>('vectors/scipy.json')
  : { samples: {}, two_sample: [], tables: [], share_vectors: [] };
const sampleOf = (name = '') => scipy.samples[name] ?? { reference: [], current: [] };
const isHas = (of: Expected, key: string) => of[key] !== undefined;

describe.skipIf(!referencePresent)(`scipy${REFERENCE_NOTE}`, () => {
  const SIDES = { 'two-sided': 'both', greater: 'above', less: 'below' } as const;
  const METHODS = { exact: 'exact', asymp: 'asymptotic', auto: 'auto' } as const;
  const ks = scipy.two_sample.filter((c) => c.fn === 'ks_2samp');

  it.each(ks)('ks_2samp of $sample, $kwargs.alternative, $kwargs.method', (c) => {
    const { reference, current } = sampleOf(c.sample);
    const side = SIDES[c.kwargs.alternative ?? 'two-sided'];
    const method = METHODS[c.kwargs.method ?? 'auto'];
    const { statistic, pValue } = kolmogorovSmirnov(reference, current, { side, method });
    expectClose(statistic, c.expected['statistic']);
    // Half a row, rounded to none, has no law there; ours then is one row.
    if (c.expected['pvalue'] === 'NaN') expect([c.sample, pValue]).toEqual(['one_vs_one', 0]);
    else expectProbability(pValue, c.expected['pvalue']);
  });

  const w1 = scipy.two_sample.filter((c) => c.fn === 'wasserstein_distance');

  it.each(w1)('wasserstein_distance of $sample', ({ sample, kwargs, expected }) => {
    const { reference, current } = sampleOf(sample);
    const value = wasserstein(reference, current, kwargs.u_weights, kwargs.v_weights);
    expect(isHas(expected, 'distance') || isHas(expected, 'statistic')).toBe(true);
    expectClose(value, expected['distance'] ?? expected['statistic'], 1e-9);
  });

  const tables = scipy.tables.filter(
    (c) => c.fn === 'chi2_contingency' && c.kwargs.lambda_ !== 'cressie-read',
  );
  const TESTS = { pearson: chiSquared, 'log-likelihood': gTest } as const;
  const testOf = (name = '') => (name === 'pearson' ? TESTS.pearson : TESTS['log-likelihood']);

  it.each(tables)('chi2_contingency of $id, $kwargs.lambda_, Yates $kwargs.correction', (c) => {
    const run = () =>
      testOf(c.kwargs.lambda_)(...c.table, {
        continuityCorrection: c.kwargs.correction === true,
      });
    if (c.id === 'zero_row') {
      expect(run).toThrow(/all counts are 0/);
      return;
    }
    const { statistic, pValue, degreesOfFreedom } = run();
    if (c.id === 'zero_col') {
      // It raises; ours leaves the empty bin out.
      expect([isHas(c.expected, 'error'), degreesOfFreedom]).toEqual([true, 1]);
      return;
    }
    expectClose(statistic, c.expected['statistic']);
    expectProbability(pValue, c.expected['pvalue']);
    expect(degreesOfFreedom).toBe(c.expected['dof']);
  });

  const fits = scipy.tables.filter((c) => c.fn === 'power_divergence');

  it.each(fits)('power_divergence of $observed, $kwargs.lambda_', (c) => {
    const test = testOf(c.kwargs.lambda_);
    const { statistic, pValue } = test(c.expected_counts, c.observed, { baseline: 'truth' });
    expectClose(statistic, c.expected['statistic']);
    expectProbability(pValue, c.expected['pvalue']);
  });

  const shares = scipy.share_vectors.filter((c) => c.q !== undefined);

  it.each(shares)('$fn of $id, base $kwargs.base', ({ fn, p, q, id, kwargs, expected }) => {
    const logOfBase = Math.log(kwargs.base ?? Math.E);
    const distance = () =>
      fn === 'jensenshannon'
        ? jensenShannon(p, q) / Math.sqrt(logOfBase)
        : kullbackLeibler(p, q, { smoothing: 'none' }) / logOfBase;
    // Shares of nothing: NaN there, a sentence here.
    if (id === 'all_zero') expect(distance).toThrow(/all counts are 0/);
    else expectClose(distance(), expected['distance'] ?? expected['kl']);
  });

  it.each(shares.filter((c) => c.kwargs.base === 2 && c.id !== 'all_zero'))(
    'jensenshannon of $id in bits by our own parameter',
    ({ fn, p, q, expected }) => {
      if (fn === 'jensenshannon') expectClose(jensenShannon(p, q, 'binary'), expected['distance']);
    },
  );

  it('has no other case that concerns these metrics', () => {
    expect([ks.length, w1.length, tables.length, fits.length, shares.length]).toEqual([
      144, 32, 40, 6, 36,
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { REFERENCE_NOTE, readReferenceJson, referencePresent } from '../testing/read-reference.ts';
import { andersonDarling } from './anderson-darling.ts';
import { cramerVonMises } from './cramer-von-mises.ts';

type Expected = Readonly<Record<string, number | string>>;

interface ScipyCase {
  readonly fn: string;
  readonly sample?: string;
  readonly reference?: readonly unknown[];
  readonly samples?: readonly unknown[];
  readonly kwargs: {
    readonly method?: 'exact' | 'asymptotic' | 'auto';
    readonly midrank?: boolean;
  };
  readonly expected: Expected;
}

interface ScipyFile {
  readonly samples: Readonly<Record<string, { reference: number[]; current: number[] }>>;
  readonly two_sample: readonly ScipyCase[];
}

interface Case {
  readonly id: string;
  readonly method: string;
  readonly reference: readonly number[];
  readonly current: readonly number[];
  readonly expected: Expected;
}

const scipy = referencePresent
  ? readReferenceJson<ScipyFile>('vectors/scipy.json')
  : { samples: {}, two_sample: [] };
const casesOf = (name: string): readonly Case[] =>
  referencePresent ? readReferenceJson<{ cases: Case[] }>(`vectors/${name}.json`).cases : [];
const sampleOf = (name = '') => scipy.samples[name] ?? { reference: [], current: [] };

/** Its series stops at terms below 1e-7, which leaves so much of these tails; ours goes on. */
const TAIL_LEFT = 1e-10;

function expectClose(actual: number, expected: number | string | undefined, relative: number) {
  const wanted = Number(expected ?? 'missing');
  expect(Math.abs(actual - wanted)).toBeLessThanOrEqual(relative * Math.abs(wanted) + 1e-12);
}

describe.skipIf(!referencePresent)(`scipy${REFERENCE_NOTE}`, () => {
  // Those with rows that are no numbers answer that scipy knows no such option.
  const cvm = scipy.two_sample.filter(
    (c) => c.fn === 'cramervonmises_2samp' && c.reference === undefined,
  );

  it.each(cvm)('cramervonmises_2samp of $sample, $kwargs.method', (c) => {
    const { reference, current } = sampleOf(c.sample);
    const run = () => cramerVonMises(reference, current, c.kwargs.method);
    if (c.expected['error'] !== undefined) {
      expect(run).toThrow(/at least two rows/);
      return;
    }
    const { statistic, pValue } = run();
    expectClose(statistic, c.expected['statistic'], 1e-12);
    if (c.sample === 'disjoint' && c.kwargs.method === 'asymptotic') {
      expect(pValue).toBeLessThan(Number(c.expected['pvalue']));
      expect(pValue).toBeGreaterThan(Number(c.expected['pvalue']) - TAIL_LEFT);
    } else expectClose(pValue, c.expected['pvalue'], 1e-9);
  });

  const anderson = scipy.two_sample.filter(
    (c) => c.fn === 'anderson_ksamp' && c.samples === undefined,
  );

  it.each(anderson)('anderson_ksamp of $sample, midrank $kwargs.midrank', (c) => {
    const { reference, current } = sampleOf(c.sample);
    const ties = c.kwargs.midrank === true ? 'midrank' : 'right';
    const run = () => andersonDarling(reference, current, ties);
    if (c.expected['error'] !== undefined) {
      expect(run).toThrow(/at least four rows|All values are equal/);
      return;
    }
    const { statistic, pValue } = run();
    expectClose(statistic, c.expected['statistic_normalised'], 1e-12);
    expectClose(pValue, c.expected['pvalue_capped_0.001_0.25'], 1e-6);
  });

  it('has no other case of two samples of numbers', () => {
    expect([cvm.length, anderson.length]).toEqual([45, 32]);
  });
});

describe.skipIf(!referencePresent)(`Evidently and frouros${REFERENCE_NOTE}`, () => {
  const numbers = (values: readonly unknown[]) =>
    values.filter((value) => typeof value === 'number');
  const evidently = casesOf('evidently');

  it.each(evidently.filter((c) => c.method === 'cramer_von_mises'))('$method of $id', (c) => {
    const { pValue } = cramerVonMises(numbers(c.reference), numbers(c.current));
    if (c.id === 'x.disjoint.cramer_von_mises') {
      expect(pValue).toBeLessThan(Number(c.expected['score']));
      expect(pValue).toBeGreaterThan(Number(c.expected['score']) - TAIL_LEFT);
    } else expectClose(pValue, c.expected['score'], 1e-9);
  });

  it.each(evidently.filter((c) => c.method === 'anderson'))('$method of $id', (c) => {
    const { pValue } = andersonDarling(numbers(c.reference), numbers(c.current));
    expectClose(pValue, c.expected['score'], 1e-6);
  });

  it('anderson of electricity demand, 22,656 rows a side with many ties', () => {
    const { values } = readReferenceJson<{ values: number[] }>(
      'vectors/frouros_elec2_date_float16.json.gz',
    );
    const found = andersonDarling(values.slice(0, 22_656), values.slice(22_656));
    const wanted = casesOf('frouros').find((c) => c.id === 'frouros.elec2.anderson')?.expected;
    expectClose(found.statistic, wanted?.['statistic'], 1e-9);
    expect(found.pValue).toBe(wanted?.['p_value']);
  });
});

import { describe, expect, it } from 'vitest';
import { kolmogorovLimitTail } from '../../stats/distribution/kolmogorov-limit.ts';
import {
  REFERENCE_NOTE,
  readReferenceJson,
  referencePresent,
} from '../../testing/read-reference.ts';
import { chiSquared } from './chi-squared.ts';
import { gTest } from './g-test.ts';
import { hellinger } from './hellinger.ts';
import { jensenShannon } from './jensen-shannon.ts';
import { kolmogorovSmirnov } from './kolmogorov-smirnov.ts';
import { kullbackLeibler } from './kullback-leibler.ts';
import { lInfinity } from './l-infinity.ts';
import { totalVariation } from './total-variation.ts';
import { wasserstein } from './wasserstein.ts';

type Value = number | string | null;
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

interface Case {
  readonly id: string;
  readonly method: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly reference: readonly Value[];
  readonly current: readonly Value[];
  readonly expected: Expected;
}

const read = (name: string): readonly Case[] =>
  referencePresent ? readReferenceJson<{ cases: Case[] }>(`vectors/${name}.json`).cases : [];

const isNumber = (value: Value): value is number => typeof value === 'number';
const numbersOf = (values: readonly Value[]) => values.filter(isNumber);

/** Bins of the other library belong to the test: ours come from the baseline alone. */
function countValues(reference: readonly Value[], current: readonly Value[]) {
  const named = (values: readonly Value[]) => values.filter((v) => v !== null && v !== 'NaN');
  // −0 and 0 are one value, and one key of a Map.
  const counts = new Map<Value, [number, number]>();
  [reference, current].forEach((sample, side) => {
    for (const value of named(sample)) {
      const pair = counts.get(value) ?? [0, 0];
      pair[side] = (pair[side] ?? 0) + 1;
      counts.set(value, pair);
    }
  });
  const pairs = [...counts.values()];
  return [pairs.map(([p]) => p), pairs.map(([, q]) => q)] as const;
}

function countRanges(reference: readonly number[], current: readonly number[], bins: number) {
  const min = Math.min(...reference, ...current);
  const max = Math.max(...reference, ...current);
  const edges = Array.from({ length: bins + 1 }, (_, i) =>
    i === bins ? max : min + i * ((max - min) / bins),
  );
  const count = (sample: readonly number[]) => {
    const counts = new Array<number>(bins).fill(0);
    for (const value of sample) {
      // numpy closes the last bin on both sides.
      const bin = Math.min(edges.filter((edge) => edge <= value).length - 1, bins - 1);
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
    return counts;
  };
  return [count(reference), count(current)] as const;
}

const sturges = (size: number) => Math.ceil(Math.log2(size) + 1);

function evidentlyBins({ reference, current }: Case) {
  const ranged = reference.every(isNumber) && new Set(reference).size > 20;
  if (!ranged) return countValues(reference, current);
  const bins = sturges(reference.length + current.length);
  return countRanges(numbersOf(reference), numbersOf(current), bins);
}

/** There numbers are always counted in ranges, as many as fit the distinct values. */
function hellingerBins(c: Case) {
  if (c.params?.['feature_type'] !== 'num') return countValues(c.reference, c.current);
  const [reference, current] = [numbersOf(c.reference), numbersOf(c.current)];
  return countRanges(reference, current, sturges(new Set([...reference, ...current]).size));
}

function standardDeviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

const EVIDENTLY: Readonly<Record<string, (c: Case) => number>> = {
  kl_div: (c) => kullbackLeibler(...evidentlyBins(c), { smoothing: 'replace_zero', amount: 1e-4 }),
  jensenshannon: (c) => jensenShannon(...evidentlyBins(c)),
  hellinger: (c) => hellinger(...hellingerBins(c)),
  chisquare: (c) =>
    chiSquared(...countValues(c.reference, c.current), { baseline: 'truth' }).pValue,
  g_test: (c) => gTest(...countValues(c.reference, c.current), { baseline: 'truth' }).pValue,
  ks: (c) => kolmogorovSmirnov(numbersOf(c.reference), numbersOf(c.current)).pValue,
  wasserstein: (c) =>
    wasserstein(numbersOf(c.reference), numbersOf(c.current)) /
    Math.max(standardDeviation(numbersOf(c.reference)), 0.001),
  TVD: (c) => totalVariation(...countValues(c.reference, c.current)),
};

describe.skipIf(!referencePresent)(`Evidently${REFERENCE_NOTE}`, () => {
  const cases = read('evidently').filter((c) => EVIDENTLY[c.method] !== undefined);

  it.each(cases)('$method of $id', (c) => {
    const value = EVIDENTLY[c.method]?.(c) ?? Number.NaN;
    // Its p-value of a single category is NaN; one category cannot differ, so ours is 1.
    if (c.expected['score'] === 'NaN') expect(value).toBe(1);
    // Its score there is a p-value by permutation; the distance stands beside it.
    else if (c.method === 'TVD') expectClose(value, c.expected['tvd_distance']);
    else expectProbability(value, c.expected['score']);
  });

  it('has no other case that concerns these metrics', () => {
    const methods = new Set(read('evidently').map((c) => c.method));
    const others = [...methods].filter((method) => EVIDENTLY[method] === undefined).sort();
    expect(others).toEqual([
      'anderson',
      'cramer_von_mises',
      'ed',
      'empirical_mmd',
      'es',
      'fisher_exact',
      'mannw',
      'psi',
      't_test',
      'z',
    ]);
    expect(cases.length).toBe(63);
  });
});

const tenBins = (c: Case) => countRanges(numbersOf(c.reference), numbersOf(c.current), 10);

const FROUROS: Readonly<Record<string, (c: Case) => number>> = {
  'chi2_contingency on the 2 x k table of counts': (c) =>
    chiSquared(...countValues(c.reference, c.current)).statistic,
  emd: (c) => wasserstein(numbersOf(c.reference), numbersOf(c.current)),
  hinc: (c) => totalVariation(...tenBins(c)),
  bhattacharyya: (c) => -Math.log(1 - hellinger(...tenBins(c)) ** 2),
  hellinger: (c) => hellinger(...tenBins(c)),
};

/** Its shares for these are read off an interpolated histogram: they are of no counts. */
const INTERPOLATED = ['js', 'kl'];
const NOT_OURS = [
  'anderson',
  'bhattacharyya2d',
  'kuiper',
  'mmd2d',
  'prequential error with fading factor',
  'prequential error, alpha=1',
  'running mean',
  'streaming MMD, window 10; last step',
  'welch_t',
];

describe.skipIf(!referencePresent)(`frouros${REFERENCE_NOTE}`, () => {
  const all = read('frouros');
  const cases = all.filter((c) => FROUROS[c.method] !== undefined);

  it.each(cases)('$id', (c) => {
    const value = FROUROS[c.method]?.(c) ?? Number.NaN;
    // The file allows 1e-5; there a small number keeps the logarithm finite, ours needs none.
    const tolerance = c.method === 'bhattacharyya' ? 1e-7 : 1e-12;
    expectClose(value, c.expected['distance'] ?? c.expected['statistic'], tolerance);
    if (c.method.startsWith('chi2')) {
      const { pValue } = chiSquared(...countValues(c.reference, c.current));
      expectProbability(pValue, c.expected['p_value']);
    }
  });

  const steps = all.filter((c) => c.method.startsWith('incremental KS'));

  it.each(steps)('$id, every step of the sliding window', ({ reference, current, expected }) => {
    const found = expected['all_steps'] as unknown as [number, number][];
    const values = numbersOf(current);
    expect(found).toHaveLength(values.length - 9);
    found.forEach(([statistic, p], start) => {
      const window = values.slice(start, start + 10);
      const ks = kolmogorovSmirnov(numbersOf(reference), window);
      expectClose(ks.statistic, statistic);
      expectProbability(ks.pValue, p);
    });
  });

  it('KS of electricity demand, 22,656 rows a side with many ties', () => {
    const path = 'vectors/frouros_elec2_date_float16.json.gz';
    const { values } = readReferenceJson<{ values: number[] }>(path);
    const { statistic, pValue } = kolmogorovSmirnov(values.slice(0, 22_656), values.slice(22_656));
    expectClose(statistic, all.find((c) => c.id === 'frouros.elec2.ks')?.expected['statistic']);
    expect(pValue).toBe(0);
  });

  it('has no other case that concerns these metrics', () => {
    const others = all
      .map((c) => c.method)
      .filter((m) => FROUROS[m] === undefined && !m.startsWith('incremental KS') && m !== 'ks')
      .filter((m) => m !== 'psi' && !INTERPOLATED.includes(m) && !m.startsWith('mmd^2'));
    expect([...new Set(others)].sort()).toEqual(NOT_OURS);
    expect([cases.length, steps.length]).toEqual([6, 2]);
  });
});

type Labelled = Readonly<Record<string, number>>;

/** Counts under labels, on the labels of both. */
function countLabels(reference: Labelled, current: Labelled) {
  const names = [...new Set([...Object.keys(reference), ...Object.keys(current)])];
  return [names.map((n) => reference[n] ?? 0), names.map((n) => current[n] ?? 0)] as const;
}

/** Every bucket of the cases is either shared whole or not at all: it can be a label. */
function labelBuckets(histogram: unknown): Labelled {
  const { buckets } = histogram as { buckets: [number, number, number][] };
  return Object.fromEntries(buckets.map(([low, high, count]) => [`${low} ${high}`, count]));
}

describe.skipIf(!referencePresent)(`popmon, TFDV, whylogs and deepchecks${REFERENCE_NOTE}`, () => {
  const all = read('other_libraries');
  const named = (start: string) => all.filter((c) => c.id.startsWith(start));
  const near = (actual: number, expected: number | string | undefined, tolerance: number) =>
    expect(Math.abs(actual - Number(expected))).toBeLessThanOrEqual(tolerance);

  it('popmon χ² and KS of histograms, and its Kolmogorov probabilities', () => {
    for (const { reference, current, expected } of named('popmon.uu_chi2')) {
      const test = chiSquared(numbersOf(reference), numbersOf(current));
      near(test.statistic, expected['chi2'], 1e-4);
      near(test.pValue, expected['p_value'], 1e-4);
      expect(test.degreesOfFreedom).toBe(2);
    }
    const spread = (values: readonly Value[]) =>
      numbersOf(values).flatMap((count, bin) => new Array<number>(count).fill(bin));
    for (const { reference, current, expected } of named('popmon.ks_test')) {
      const [p, q] = [spread(reference), spread(current)];
      const scale = Math.sqrt((p.length * q.length) / (p.length + q.length));
      near(kolmogorovSmirnov(p, q).statistic * scale, expected['ks_score'], 1e-4);
    }
    for (const c of named('popmon.ks_prob')) {
      near(kolmogorovLimitTail(Number(c.params?.['score'])), c.expected['p_value'], 1e-4);
    }
  });

  it.each(named('popmon.kl'))('$id, 1e-5 added', ({ reference, current, expected }) => {
    const [p, q] = [numbersOf(reference), numbersOf(current)];
    near(kullbackLeibler(p, q, { smoothing: 'add', amount: 1e-5 }), expected['kl'], 1e-4);
  });

  it.each(named('tfdv.linf'))('$id', ({ id, reference, current, expected }) => {
    const pair = countLabels(reference as unknown as Labelled, current as unknown as Labelled);
    // Nothing against nothing: 0 there, a sentence here.
    if (id.endsWith('empty')) expect(() => lInfinity(...pair)).toThrow(/all counts are 0/);
    else near(lInfinity(...pair), expected['l_infinity'], 1e-5);
  });

  it.each(named('tfdv.js'))(
    '$id, the divergence in bits',
    ({ id, reference, current, expected }) => {
      const labels = id.endsWith('rank') || id.endsWith('empty');
      const read = (side: unknown) => (labels ? (side as Labelled) : labelBuckets(side));
      const pair = countLabels(read(reference), read(current));
      if (id.endsWith('empty')) expect(() => jensenShannon(...pair)).toThrow(/all counts are 0/);
      else near(jensenShannon(...pair, 'binary') ** 2, expected['js_divergence'], 1e-5);
    },
  );

  it.each(named('whylogs.hellinger'))('$id', ({ reference, current, expected }) => {
    expect(hellinger(...countValues(reference, current))).toBe(expected['hellinger']);
  });

  it('whylogs finds no drift of animals and drift of legs', () => {
    for (const c of named('whylogs.cat.animal')) {
      expect(chiSquared(...countValues(c.reference, c.current)).pValue).toBeGreaterThan(0.15);
    }
    for (const c of named('whylogs.cat.legs')) {
      const { pValue } = kolmogorovSmirnov(numbersOf(c.reference), numbersOf(c.current));
      expect(pValue).toBeLessThan(0.05);
    }
  });

  it('deepchecks scales both samples to [0, 1] before it moves earth', () => {
    const scaled = (reference: number[], current: number[]) =>
      wasserstein(reference, current) /
      (Math.max(...reference, ...current) - Math.min(...reference, ...current));
    const of = (id: string) => all.find((c) => c.id === id)?.expected['emd'];
    const repeat = (value: number) => new Array<number>(100).fill(value);
    const ramp = (from: number) => Array.from({ length: 100 }, (_, i) => from + i);
    expect(scaled(repeat(1), repeat(0))).toBe(of('dc.emd.1'));
    expect(scaled(repeat(10), repeat(0))).toBe(of('dc.emd.scale'));
    near(scaled(ramp(0), ramp(50)), of('dc.emd.ramp'), 0.01);
  });

  it('have other cases only of what is no metric here', () => {
    const covered = /^popmon\.(uu_chi2|ks_|kl|psi)|^tfdv\.(linf|js)|^whylogs\.(hel|cat)|^dc\.emd/;
    const others = all.map((c) => c.id).filter((id) => !covered.test(id));
    // Its margin filter changes the sample; the distance of raw counts and Cramér's V are not ours;
    // PSI has its own file.
    expect(others.filter((id) => !id.startsWith('dc.cramers_v'))).toEqual([
      'tfdv.nad.normal',
      'tfdv.nad.scale',
      'dc.fd.numeric_without_drift',
      'dc.fd.categorical_without_drift',
    ]);
  });
});

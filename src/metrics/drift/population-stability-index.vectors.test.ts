import { describe, expect, it } from 'vitest';
import {
  REFERENCE_NOTE,
  readReferenceJson,
  referencePresent,
} from '../../testing/read-reference.ts';
import { populationStabilityIndex } from './population-stability-index.ts';

type Value = number | string;

interface VectorFile {
  readonly cases: readonly {
    readonly id: string;
    readonly method: string;
    readonly reference: readonly Value[];
    readonly current: readonly Value[];
    readonly expected: {
      readonly score?: number;
      readonly distance?: number;
      readonly psi?: number;
    };
  }[];
}

/** Binning is the other library's own and belongs to the test: ours bins by the baseline alone. */
function countValues(reference: readonly Value[], current: readonly Value[]): number[][] {
  const distinct = [...new Set([...reference, ...current])];
  const count = (sample: readonly Value[]) =>
    distinct.map((value) => sample.filter((other) => other === value).length);
  return [count(reference), count(current)];
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
  return [count(reference), count(current)];
}

const sturges = (size: number) => Math.ceil(Math.log2(size) + 1);
const numbers = (values: readonly Value[]) => values.filter((value) => typeof value === 'number');

function expectRelative(actual: number, expected: number, tolerance: number) {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(tolerance * Math.max(1, expected));
}

describe.skipIf(!referencePresent)(`PSI of other libraries${REFERENCE_NOTE}`, () => {
  const read = (name: string) =>
    referencePresent
      ? readReferenceJson<VectorFile>(`vectors/${name}.json`).cases.filter((c) =>
          /psi/i.test(c.method),
        )
      : [];

  it.each(read('evidently'))('Evidently $id, zero shares replaced by 1e-4', (c) => {
    const ranged =
      c.reference.every((v) => typeof v === 'number') && new Set(c.reference).size > 20;
    const size = c.reference.length + c.current.length;
    const [p = [], q = []] = ranged
      ? countRanges(numbers(c.reference), numbers(c.current), sturges(size))
      : countValues(c.reference, c.current);
    const value = populationStabilityIndex(p, q, { smoothing: 'replace_zero', amount: 1e-4 });
    expectRelative(value, c.expected.score ?? Number.NaN, 1e-12);
  });

  it.each(read('frouros'))('$id, zero shares replaced by the smallest normal double', (c) => {
    const [p = [], q = []] = countRanges(numbers(c.reference), numbers(c.current), 10);
    const amount = 2 ** -1022;
    const value = populationStabilityIndex(p, q, { smoothing: 'replace_zero', amount });
    expectRelative(value, c.expected.distance ?? Number.NaN, 1e-12);
  });

  const others = read('other_libraries');

  it.each(others.filter((c) => c.id.startsWith('popmon')))('$id, 1e-5 added', (c) => {
    const value = populationStabilityIndex(numbers(c.reference), numbers(c.current), {
      smoothing: 'add',
      amount: 1e-5,
    });
    expect(Math.abs(value - (c.expected.psi ?? Number.NaN))).toBeLessThanOrEqual(1e-4);
  });

  it.each(others.filter((c) => c.id.startsWith('dc.')))('deepchecks $id, floored at 0.01', (c) => {
    const [p = [], q = []] = countValues(c.reference, c.current);
    const value = populationStabilityIndex(p, q, { smoothing: 'floor', amount: 0.01 });
    expect(Math.abs(value - (c.expected.score ?? Number.NaN))).toBeLessThanOrEqual(0.01);
    // The library prints two digits; its formula gave this.
    expectRelative(value, 0.004109630273978716, 1e-12);
  });

  it('cover every case of the three files', () => {
    expect([read('evidently').length, read('frouros').length, others.length]).toEqual([11, 1, 2]);
  });
});

import { describe, expect, it } from 'vitest';
import { momentsOf, varianceOf } from '../stats/summary/moments.ts';
import { profileOf } from '../testing/arbitrary-profiles.ts';
import { REFERENCE_NOTE, readReferenceJson, referencePresent } from '../testing/read-reference.ts';

interface NumpyFile {
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  readonly descriptive: readonly {
    readonly input: string;
    readonly mean: number;
    readonly var_ddof0: number;
    readonly min: number;
    readonly max: number;
  }[];
}

const numpy = referencePresent
  ? readReferenceJson<NumpyFile>('vectors/numpy_binning.json')
  : { inputs: {}, descriptive: [] };

describe.skipIf(!referencePresent)(`numpy${REFERENCE_NOTE}`, () => {
  it.each(numpy.descriptive)('descriptive statistics of $input: what a profile keeps', (c) => {
    const values = numpy.inputs[c.input] ?? [];
    const moments = momentsOf(values);
    const relative = (actual: number, expected: number) =>
      expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-12 * Math.abs(expected) + 1e-15);
    relative(moments.mean, c.mean);
    relative(varianceOf(moments), c.var_ddof0);
    const { numeric } = profileOf(values.map((value) => [value, 1]));
    expect([numeric?.min, numeric?.max]).toEqual([c.min, c.max]);
  });
});

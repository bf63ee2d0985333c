import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { momentsOf } from './moments.ts';
import { momentsByGroup, varianceWithinGroups } from './moments-by-group.ts';

const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const arbitraryPoints = fc.array(fc.record({ value, group: fc.nat(3) }), { maxLength: 60 });

const of = (points: readonly { readonly value: number; readonly group: number }[]) =>
  momentsByGroup(
    points.map((point) => point.value),
    points.map((point) => point.group),
  );

describe('moments by group', () => {
  it('are those of the values of each group alone', () => {
    fc.assert(
      fc.property(arbitraryPoints, (points) => {
        const byGroup = of(points);
        expect(new Set(byGroup.keys())).toEqual(new Set(points.map((point) => point.group)));
        for (const [group, moments] of byGroup) {
          const values = points.filter((point) => point.group === group);
          expect(moments).toEqual(momentsOf(values.map((point) => point.value)));
        }
      }),
    );
  });

  it('need a group for every value', () => {
    expect(() => momentsByGroup([1, 2], [0])).toThrow('fewer groups than values');
  });
});

describe('the variance within groups', () => {
  // Dobson 1983, An Introduction to Statistical Modelling: dried weights of plants, "PlantGrowth" in
  // R, whose analysis of variance has residuals of 10.492 with 27 degrees of freedom.
  const plants = [
    [4.17, 5.58, 5.18, 6.11, 4.5, 4.61, 5.17, 4.53, 5.33, 5.14],
    [4.81, 4.17, 4.41, 3.59, 5.87, 3.83, 6.03, 4.89, 4.32, 4.69],
    [6.31, 5.12, 5.54, 5.5, 5.37, 5.29, 4.92, 6.15, 5.8, 5.26],
  ];

  it('is the residual mean square of an analysis of variance', () => {
    const points = plants.flatMap((weights, group) => weights.map((value) => ({ value, group })));
    expect(varianceWithinGroups(of(points))).toBeCloseTo(10.49209 / 27, 6);
  });

  it('is the sample variance where there is one group', () => {
    const [control = []] = plants;
    const { m2, n } = momentsOf(control);
    const points = control.map((value) => ({ value, group: 7 }));
    expect(varianceWithinGroups(of(points))).toBe(m2 / (n - 1));
  });

  it('minds no difference between groups', () => {
    fc.assert(
      fc.property(
        arbitraryPoints,
        fc.array(value, { minLength: 4, maxLength: 4 }),
        (points, by) => {
          const moved = points.map((one) => ({ ...one, value: one.value + (by[one.group] ?? 0) }));
          const before = varianceWithinGroups(of(points));
          expect(varianceWithinGroups(of(moved))).toBeCloseTo(before, 0);
        },
      ),
    );
  });

  it('is 0 where no group has two values', () => {
    expect(varianceWithinGroups(new Map())).toBe(0);
    expect(varianceWithinGroups(momentsByGroup([3, 9], [0, 1]))).toBe(0);
  });
});

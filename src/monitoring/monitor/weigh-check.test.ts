import { describe, expect, it } from 'vitest';
import type { Feature } from '../model/model.ts';
import { featureColumn } from '../profile/column-key.ts';
import { weighCheck } from './weigh-check.ts';

const feature = (featureId: number, change: Partial<Feature> = {}): Feature => ({
  featureId,
  name: `f${featureId}`,
  kind: 'numeric',
  epoch: 1,
  range: null,
  importance: null,
  criticality: 'normal',
  identifier: false,
  ...change,
});
const column = featureColumn(1);

describe('weighCheck', () => {
  it.each([
    ['a feature of which nothing is known weighs 1', column, [feature(1)], 1],
    ['so does what is no feature', 'score:default', [feature(1)], 1],
    ['and the window as a whole', null, [feature(1)], 1],
    [
      'an average one weighs 1',
      column,
      [feature(1, { importance: 0.2 }), feature(2, { importance: 0.2 })],
      1,
    ],
    [
      'a more important one more',
      column,
      [feature(1, { importance: 0.3 }), feature(2, { importance: 0.1 })],
      1.5,
    ],
    [
      'one of no importance is not forgotten',
      column,
      [feature(1, { importance: 0 }), feature(2, { importance: 1 })],
      0.1,
    ],
    [
      'one that nobody weighed is average',
      column,
      [feature(1), feature(2, { importance: 0.9 })],
      1,
    ],
    ['a critical one weighs double', column, [feature(1, { criticality: 'high' })], 2],
    [
      'on top of its importance',
      column,
      [feature(1, { importance: 0.3, criticality: 'low' }), feature(2, { importance: 0.1 })],
      0.75,
    ],
    ['importance of 0 everywhere says nothing', column, [feature(1, { importance: 0 })], 1],
  ])('%s', (_, key, features, expected) => {
    expect(weighCheck(key, features)).toBeCloseTo(expected, 12);
  });
});

import { expect, it } from 'vitest';
import type { ThresholdSpec } from '../threshold/threshold.ts';
import { historyWish } from './learning-period.ts';

const recent: ThresholdSpec = {
  strategy: 'history',
  warning: 3,
  critical: null,
  side: 'above',
  from: 'recent',
  windows: 10,
  sameSeason: false,
};
const calibrated: ThresholdSpec = {
  strategy: 'calibrated',
  warningEffect: 0.1,
  criticalEffect: 0.3,
  side: 'above',
};
const fixed: ThresholdSpec = { strategy: 'fixed', warning: 1, critical: null, side: 'above' };

it.each([
  ['constants learn nothing', fixed, '1d', null],
  ['16 weeks of days at most are learnt from', calibrated, '1d', ['baseline', 112]],
  ['eight weeks of hours at most are learnt from', calibrated, '1h', ['baseline', 1_344]],
  ['recent windows are asked for twice over', recent, '1d', ['latest', 20]],
  ['of the same weekday so many weeks', { ...recent, sameSeason: true }, '1d', ['latest', 70]],
  ['the baseline is asked first', { ...recent, from: 'baseline' }, '1d', ['baseline', 112]],
] as const)('%s', (_, threshold, cadence, expected) => {
  const wish = historyWish({ metric: 'accuracy', threshold }, cadence);
  expect(wish === null ? null : [wish.from, wish.windows]).toEqual(expected);
});

it.each(['volume', 'row_count'])('%s is held against calm windows', (metric) => {
  expect(historyWish({ metric, threshold: calibrated }, '1d')).toEqual({
    from: 'calm',
    windows: 112,
  });
  expect(historyWish({ metric, threshold: { ...recent, from: 'baseline' } }, '1d')?.from).toBe(
    'baseline',
  );
});

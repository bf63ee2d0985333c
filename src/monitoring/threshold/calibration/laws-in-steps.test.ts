import { describe, expect, it } from 'vitest';
import { jensenShannonMetric } from '../../../metrics/drift/jensen-shannon.ts';
import type { CountSampling, OrderSampling, Sampling } from '../../../metrics/sampling.ts';
import { calibratedStrategy } from '../strategies/calibrated.ts';
import type { CalibratedThreshold, ThresholdContext } from '../threshold.ts';

const SPEC: CalibratedThreshold = {
  strategy: 'calibrated',
  warningEffect: 0.1,
  criticalEffect: 0.3,
  side: 'above',
};

const contextOf = (sampling: Sampling): ThresholdContext => ({
  descriptor: jensenShannonMetric.descriptor,
  n: 777,
  m: 20_000,
  history: [],
  seasonPhase: 0,
  budget: 1e-3,
  sampling,
  baselineValue: null,
});

/** A metric of 60 categories that counts how often it is asked. */
function countedSampling(): { readonly sampling: CountSampling; readonly asked: () => number } {
  let asked = 0;
  const baselineCounts = Array.from({ length: 60 }, (_, bin) => 100 + 7 * bin);
  const sampling: CountSampling = {
    kind: 'counts',
    baselineCounts,
    bins: baselineCounts.map(() => 'category'),
    compare(baseline, window) {
      asked += 1;
      const of = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);
      const [m, n] = [of(baseline), of(window)];
      return baseline.reduce(
        (sum, count, bin) => sum + Math.abs(count / m - (window[bin] ?? 0) / n) / 2,
        0,
      );
    },
    chiSquared: null,
  };
  return { sampling, asked: () => asked };
}

const order: OrderSampling = {
  kind: 'order',
  distance: 'wasserstein',
  masses: new Array<number>(251).fill(1 / 251),
  widths: new Array<number>(251).fill(1),
};

describe('cut-offs that are simulated', () => {
  it('rest after some dozens of draws, however many they take', () => {
    const { sampling, asked } = countedSampling();
    const steps = calibratedStrategy.boundsInSteps?.(SPEC, contextOf(sampling));
    if (steps === undefined) throw new Error('cut-offs are made at one go');
    let [most, before] = [0, 0];
    for (let isDone = false; !isDone; before = asked()) {
      isDone = steps.next().done === true;
      most = Math.max(most, asked() - before);
    }
    expect(asked()).toBeGreaterThan(4_000);
    // Each draw of a metric without a χ² is compared twice.
    expect(most).toBeLessThan(150);
  });

  it('rest where order is compared as well', () => {
    const steps = calibratedStrategy.boundsInSteps?.(SPEC, contextOf(order));
    let rests = 0;
    while (steps?.next().done === false) rests += 1;
    expect(rests).toBeGreaterThan(100);
  });

  it.each([
    ['counts', countedSampling().sampling],
    ['order', order],
  ])('are the same with rests and without: %s', (_, sampling) => {
    const context = { ...contextOf(sampling), n: 1_234 };
    const steps = calibratedStrategy.boundsInSteps?.(SPEC, context);
    let step = steps?.next();
    while (step?.done === false) step = steps?.next();
    expect(step?.value).toEqual(calibratedStrategy.bounds(SPEC, context));
  });

  it('are kept: a second time needs no rest', () => {
    const again = () => calibratedStrategy.boundsInSteps?.(SPEC, contextOf(order)).next().done;
    calibratedStrategy.bounds(SPEC, contextOf(order));
    expect(again()).toBe(true);
  });
});

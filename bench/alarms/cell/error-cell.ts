import type { OutcomeMetric } from '../../../src/metrics/metric.ts';
import type { OutcomeProfile } from '../../../src/metrics/profile.ts';
import type { Random } from '../../../src/stats/random.ts';
import type { NullCell } from './null-cell.ts';

/** How the errors of a regression model are distributed. */
export interface ErrorLaw {
  readonly name: string;
  draw(random: Random): number;
}

export const ERROR_LAWS = {
  normal: { name: 'normal errors', draw: (random) => random.normal() },
  /** A variance of their own for each row: exponential, so that large ones come now and then. */
  laplace: {
    name: 'Laplace errors',
    draw: (random) => random.normal() * Math.sqrt(-Math.log(1 - random.uniform())),
  },
} as const satisfies Record<string, ErrorLaw>;

/** A metric of the errors of a regression. A shift makes all errors larger by that share. */
export function errorCell(
  metric: OutcomeMetric,
  law: ErrorLaw,
  { m, n }: { readonly m: number; readonly n: number },
): NullCell {
  return {
    metric: metric.descriptor.id,
    law: law.name,
    n,
    m,
    descriptor: metric.descriptor,
    side: 'above',
    bins: 10,
    isDear: false,
    drawBaseline(random) {
      const baseline = drawErrors(random, law, m, 1);
      const measure = (profile: OutcomeProfile) => {
        const measured = metric.measure(profile, {});
        if (measured.kind !== 'value') throw new Error(`No value: ${measured.reason}.`);
        return measured.value;
      };
      return {
        sampling: metric.sampling?.(baseline, {}) ?? null,
        baselineValue: measure(baseline),
        n,
        m: 0,
        drawWindow: (drawn) => ({ value: measure(drawErrors(drawn, law, n, 1)), weight: 1 }),
        afterShift: (shift) => (drawn) => measure(drawErrors(drawn, law, n, 1 + shift)),
      };
    },
  };
}

function drawErrors(random: Random, law: ErrorLaw, rows: number, scale: number): OutcomeProfile {
  let [sum, absoluteErrorSum, squaredErrorSum, fourthPowerErrorSum] = [0, 0, 0, 0];
  for (let row = 0; row < rows; row += 1) {
    const error = scale * law.draw(random);
    sum += error;
    absoluteErrorSum += Math.abs(error);
    squaredErrorSum += error * error;
    fourthPowerErrorSum += error ** 4;
  }
  const mean = sum / rows;
  return {
    output: 'default',
    rows,
    labelledRows: rows,
    weight: rows,
    weightSquares: rows,
    outcome: {
      task: 'regression',
      errors: { n: rows, mean, m2: Math.max(0, squaredErrorSum - rows * mean * mean) },
      labels: { n: rows, mean: 0, m2: rows },
      absoluteErrorSum,
      squaredErrorSum,
      fourthPowerErrorSum,
      percentageErrorSum: 0,
      percentageErrorSquares: 0,
      percentageWeight: 0,
    },
  };
}

import type { OutcomeMetric } from '../../../src/metrics/metric.ts';
import type { OutcomeProfile } from '../../../src/metrics/profile.ts';
import { drawCounts } from '../draw/draw-counts.ts';
import { inflationFor, tiltedCounts } from '../draw/tilted-counts.ts';
import type { NullCell } from './null-cell.ts';

/** A binary model whose scores are calibrated: of the rows with score s the share s is positive. */
export interface ScoreLaw {
  readonly name: string;
  /** Mass per score bin; the score is the middle of it. */
  readonly masses: readonly number[];
}

const SCORE_BINS = 20;

export function scoreLaw(name: string, density: (score: number) => number): ScoreLaw {
  const heights = Array.from({ length: SCORE_BINS }, (_, bin) => density(scoreOf(bin)));
  const total = heights.reduce((sum, height) => sum + height, 0);
  return { name, masses: heights.map((height) => height / total) };
}

const scoreOf = (bin: number): number => (bin + 0.5) / SCORE_BINS;

/** A performance metric of labelled binary predictions. A shift moves that many of a hundred labels
 *  against the score. */
export function outcomeCell(
  metric: OutcomeMetric,
  law: ScoreLaw,
  { m, n }: { readonly m: number; readonly n: number },
): NullCell {
  const side = metric.descriptor.direction === 'lower_is_worse' ? 'below' : 'above';
  const masses = labelledMasses(law, 0);
  return {
    metric: metric.descriptor.id,
    law: law.name,
    n,
    m,
    descriptor: metric.descriptor,
    side,
    bins: 2 * SCORE_BINS,
    isDear: false,
    drawBaseline(random, level) {
      const baseline = profileOf(drawCounts(random, m, masses));
      const tilted = tiltedCounts(masses, n, inflationFor(2 * SCORE_BINS - 1, level, n));
      const measure = (counts: readonly number[]) => {
        const measured = metric.measure(profileOf(counts), {});
        // Windows without a positive have no value, and so no alarm: as good as the best one.
        if (measured.kind === 'value') return measured.value;
        return side === 'below' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
      };
      const onBaseline = metric.measure(baseline, {});
      return {
        sampling: metric.sampling?.(baseline, {}) ?? null,
        baselineValue: onBaseline.kind === 'value' ? onBaseline.value : null,
        n,
        m: 0,
        drawWindow(drawn) {
          const { counts, weight } = tilted(drawn);
          return { value: measure(counts), weight };
        },
        afterShift(shift) {
          const masses = labelledMasses(law, shift);
          return (drawn) => measure(drawCounts(drawn, n, masses));
        },
      };
    },
  };
}

/** Positives by score bin, then negatives. A share `shift` of the labels is turned round. */
function labelledMasses({ masses }: ScoreLaw, shift: number): number[] {
  const turned = Math.min(1, shift);
  const positive = masses.map((mass, bin) => {
    const share = scoreOf(bin);
    return mass * (share * (1 - turned) + (1 - share) * turned);
  });
  return [...positive, ...masses.map((mass, bin) => mass - (positive[bin] ?? 0))];
}

function profileOf(counts: readonly number[]): OutcomeProfile {
  const positives = counts.slice(0, SCORE_BINS);
  const negatives = counts.slice(SCORE_BINS);
  let [logLossSum, squaredErrorSum] = [0, 0];
  let [truePositives, falsePositives, trueNegatives, falseNegatives] = [0, 0, 0, 0];
  for (let bin = 0; bin < SCORE_BINS; bin += 1) {
    const score = scoreOf(bin);
    const [positive, negative] = [positives[bin] ?? 0, negatives[bin] ?? 0];
    logLossSum -= positive * Math.log(score) + negative * Math.log1p(-score);
    squaredErrorSum += positive * (1 - score) ** 2 + negative * score ** 2;
    if (score >= 0.5) {
      truePositives += positive;
      falsePositives += negative;
    } else {
      falseNegatives += positive;
      trueNegatives += negative;
    }
  }
  const rows = counts.reduce((sum, count) => sum + count, 0);
  return {
    output: 'default',
    rows,
    labelledRows: rows,
    weight: rows,
    weightSquares: rows,
    outcome: {
      task: 'binary',
      positives,
      negatives,
      logLossSum,
      squaredErrorSum,
      scoredWeight: rows,
      truePositives,
      falsePositives,
      trueNegatives,
      falseNegatives,
    },
  };
}

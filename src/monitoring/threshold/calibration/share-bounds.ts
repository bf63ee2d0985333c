import type { ShareSampling } from '../../../metrics/sampling.ts';
import {
  betaBinomialQuantile,
  betaQuantile,
  binomialQuantile,
  binomialTail,
} from '../../../stats/distribution/beta-binomial.ts';
import type { Bounds, CalibratedThreshold, ThresholdContext } from '../threshold.ts';
import { UNLUCKY_BASELINES } from './draw-count-laws.ts';
import { judgedBounds, POWER } from './judged-bounds.ts';
import type { Learnt } from './learn-distance.ts';
import { learnValue } from './learn-value.ts';
import { learningPeriod } from './learning-period.ts';
import { unseenShare } from './true-shares.ts';

/** Cut-offs of a share of rows, exact: the true share is Beta by what the baseline had (Jeffreys; of
 *  unseen values Good–Turing), the count of a window is binomial. A bound lies halfway between two
 *  counts, so that rounding decides nothing. */
export function shareBounds(
  spec: CalibratedThreshold,
  context: ThresholdContext,
  sampling: ShareSampling,
): Bounds {
  const { budget: level, n, seasonPhase } = context;
  const rows = Math.max(1, Math.round(n));
  // What is bad is a large share; of the complement where a small one is.
  const isBelow = spec.side === 'below';
  const seen = believedShare(sampling);
  const [a, b] = isBelow ? [seen.b, seen.a] : [seen.a, seen.b];
  const share = a / (a + b);
  const shareAt = (count: number) => (count + 0.5) / rows;
  const shifted = (effect: number) => {
    const mean = Math.min(1 - 1e-9, share + effect);
    return betaBinomialQuantile(level, rows, mean * (a + b), (1 - mean) * (a + b));
  };
  const unlucky = betaQuantile(UNLUCKY_BASELINES, a, b);
  const sure = Math.max(shifted(0), binomialQuantile(level, rows, unlucky));
  const period = learningPeriod(context.history);
  const learnt = learnValue(
    period.map((point) => ({
      value: toAngle(isBelow ? 1 - point.value : point.value, point.n),
      variance: angleVariance(point.n),
      seasonPhase: point.seasonPhase,
    })),
    { seasonPhase, variance: angleVariance(rows) },
    'above',
    level,
  );
  return judgedBounds(spec, {
    sampling: shareAt(shifted(0)) - share,
    baseline: shareAt(binomialQuantile(level, rows, unlucky)) - share,
    warningEffect: shareAt(shifted(spec.warningEffect)) - share,
    criticalEffect: shareAt(shifted(spec.criticalEffect)) - share,
    history: learnt === null ? null : learntShare(learnt, rows, share),
    period,
    level,
    minimumDetectable: detectableShare(sure, rows, share) - share,
    hidesCritical: (bound) => spec.criticalEffect > 0 && bound > spec.criticalEffect,
    toValue: (bound) => (isBelow ? 1 - (share + bound) : share + bound),
  });
}

function believedShare({ baselineCount, baselineRows, singletons }: ShareSampling) {
  if (singletons !== undefined && singletons.once > 0) return unseenShare(baselineRows, singletons);
  return { a: baselineCount + 0.5, b: Math.max(0, baselineRows - baselineCount) + 0.5 };
}

/** Anscombe's angle, on which a share of n rows varies alike whatever it is. */
const toAngle = (share: number, n: number): number =>
  Math.asin(Math.sqrt((share * n + 0.375) / (n + 0.75)));
const angleVariance = (n: number): number => 1 / (4 * n + 2);

/** As shares beyond that of the baseline. */
const learntShare = (learnt: Learnt, rows: number, share: number): Learnt => ({
  ...learnt,
  bound: fromAngle(learnt.bound, rows) - share,
  most: fromAngle(learnt.most, rows) - share,
});

function fromAngle(angle: number, n: number): number {
  const within = Math.min(Math.PI / 2, Math.max(0, angle));
  return Math.min(1, Math.max(0, (Math.sin(within) ** 2 * (n + 0.75) - 0.375) / n));
}

/** The true share that is beyond the cut-off four times in five. */
function detectableShare(count: number, rows: number, share: number): number {
  let [low, high] = [share, 1];
  for (let step = 0; step < 30; step += 1) {
    const middle = (low + high) / 2;
    if (binomialTail(count, rows, middle) >= POWER) high = middle;
    else low = middle;
  }
  return high;
}

import type { OrderSampling } from '../../../metrics/sampling.ts';
import type { Random } from '../../../stats/random.ts';
import type { Steps } from '../../steps.ts';
import { type NullLaws, UNLUCKY_BASELINES } from './draw-count-laws.ts';
import { drawInSteps } from './draw-in-steps.ts';
import { lawOfDraws } from './law.ts';

const BAND = 0.02;

/** Laws of the square of a distance of distribution functions, in units of 1/n + 1/m. Empirical
 *  distribution functions stray from the true one like a Brownian bridge at its values, exactly in
 *  their covariance for any n and in law for large ones; small n stray less far.
 *  `baselinePart`  of 1/n + 1/m, what 1/m is
 *  Source  Donsker 1952; del Barrio, Giné & Matrán 1999, Ann. Probab. 27, for W1 */
export function* drawBridgeLaws(
  sampling: OrderSampling,
  baselinePart: number,
  draws: number,
  random: Random,
): Steps<NullLaws> {
  const distance = squaredDistance(sampling);
  const drawBridge = bridgesOf(sampling.masses);
  const size = { draws, terms: sampling.masses.length };
  const bridges = yield* drawInSteps(size, () => {
    const gaps = drawBridge(random);
    return { gaps, away: distance(gaps) };
  });
  const marginal = lawOfDraws(bridges.map(({ away }) => away));
  bridges.sort((a, b) => b.away - a.away);
  const from = Math.floor((UNLUCKY_BASELINES - BAND) * draws);
  const unlucky = bridges.slice(from, Math.ceil((UNLUCKY_BASELINES + BAND) * draws));
  const [ofBaseline, ofWindow] = [Math.sqrt(baselinePart), Math.sqrt(1 - baselinePart)];
  const conditional = yield* drawInSteps(size, (draw) => {
    const fixed = unlucky[draw % unlucky.length]?.gaps ?? [];
    const gaps = drawBridge(random);
    for (let at = 0; at < gaps.length; at += 1) {
      gaps[at] = (gaps[at] ?? 0) * ofWindow + (fixed[at] ?? 0) * ofBaseline;
    }
    return distance(gaps);
  });
  return { marginal, conditional: lawOfDraws(conditional) };
}

/** Draws Brownian bridges at the upper end of each step. */
function bridgesOf(masses: readonly number[]): (random: Random) => number[] {
  const total = masses.reduce((sum, mass) => sum + mass, 0);
  const deviations = Float64Array.from(masses, (mass) => Math.sqrt(mass / total));
  const shares = new Float64Array(masses.length);
  let below = 0;
  masses.forEach((mass, step) => {
    below += mass;
    shares[step] = below / total;
  });
  return (random) => {
    const bridge = new Array<number>(masses.length).fill(0);
    let path = 0;
    for (let step = 0; step < bridge.length; step += 1) {
      const deviation = deviations[step] ?? 0;
      if (deviation > 0) path += random.normal() * deviation;
      bridge[step] = path;
    }
    for (let step = 0; step < bridge.length; step += 1) {
      bridge[step] = (bridge[step] ?? 0) - (shares[step] ?? 0) * path;
    }
    return bridge;
  };
}

/** The gap is known at the ends of steps and a line between them. */
export function squaredDistance({
  distance,
  widths,
}: Pick<OrderSampling, 'distance' | 'widths'>): (gaps: readonly number[]) => number {
  if (distance === 'kolmogorov_smirnov') {
    return (gaps) => {
      let most = 0;
      for (const gap of gaps) most = Math.max(most, gap * gap);
      return most;
    };
  }
  return (gaps) => {
    let [area, left] = [0, 0];
    for (let step = 0; step < gaps.length; step += 1) {
      const right = gaps[step] ?? 0;
      const same = left * right >= 0;
      const mean = same
        ? Math.abs(left + right) / 2
        : (left * left + right * right) / (2 * Math.abs(right - left));
      area += (widths[step] ?? 0) * mean;
      left = right;
    }
    return area * area;
  };
}

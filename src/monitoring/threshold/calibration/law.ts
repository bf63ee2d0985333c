import type { ThreeMoments } from '../../../stats/distribution/pearson-three.ts';

/** How a distance varies from window to window, on the scale where it grows with the square of an
 *  effect: for χ²-type metrics d = Σ (q − p)² / p, for total variation its square. */
export type Law = ThreeMoments;

/** The law of `factor` times the distance. */
export function scaleLaw(law: Law, factor: number): Law {
  return {
    mean: law.mean * factor,
    variance: law.variance * factor ** 2,
    third: law.third * factor ** 3,
  };
}

/** The law where the true distance is `effect` instead of 0. A noncentral χ² of scale s gains
 *  these moments, whatever the direction of the effect.
 *  Formula  κ₁ + δ, κ₂ + 4sδ, κ₃ + 24s²δ */
export function shiftLaw(law: Law, effect: number, scale: number): Law {
  return {
    mean: law.mean + effect,
    variance: law.variance + 4 * scale * effect,
    third: law.third + 24 * scale ** 2 * effect,
  };
}

/** Estimated from draws. */
export function lawOfDraws(draws: readonly number[]): Law {
  const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
  let [squares, cubes] = [0, 0];
  for (const draw of draws) {
    const off = draw - mean;
    squares += off * off;
    cubes += off * off * off;
  }
  return { mean, variance: squares / draws.length, third: cubes / draws.length };
}

/** Part of the way from one law to another. */
export function blendLaw(a: Law, b: Law, weight: number): Law {
  const between = (from: number, to: number) => from + (to - from) * weight;
  return {
    mean: between(a.mean, b.mean),
    variance: between(a.variance, b.variance),
    third: between(a.third, b.third),
  };
}

import type { OrderSampling, Sampling } from '../../metrics/sampling.ts';

/** Steps of a law that nothing is gained by making finer, by how far samples stray at all: where
 *  that is little against an effect that matters, a law can be rough. */
const STEPS = [
  { strayUpTo: 0.005, steps: 12 },
  { strayUpTo: 0.02, steps: 24 },
  { strayUpTo: Number.POSITIVE_INFINITY, steps: 48 },
] as const;
const FINE = 96;
/** Of the distribution function of a column without heavy values; one law serves all such columns. */
const UNIFORM = new Array<number>(256).fill(1 / 256);
const HEAVY = 1 / 32;

/** How a metric varies, in fewer steps where that changes next to nothing: laws are drawn once per
 *  column, and a report has hundreds of them.
 *
 *  Kolmogorov–Smirnov: the largest gap on a grid of equal masses, never smaller in law than on the
 *  coarser one that was counted.
 *  Wasserstein: neighbours are joined as long as they hold little mass and add little length. */
export function coarsenSampling(sampling: Sampling | null, n: number, m: number): Sampling | null {
  if (sampling?.kind !== 'order' || sampling.masses.length <= FINE) return sampling;
  if (sampling.distance === 'kolmogorov_smirnov') return uniform(sampling);
  const stray = Math.sqrt(1 / n + 1 / m);
  return joinSteps(sampling, STEPS.find(({ strayUpTo }) => stray <= strayUpTo)?.steps ?? FINE);
}

function uniform(sampling: OrderSampling): OrderSampling {
  const total = sum(sampling.masses);
  if (Math.max(...sampling.masses) > HEAVY * total) return sampling;
  return { ...sampling, masses: UNIFORM, widths: UNIFORM };
}

function joinSteps(sampling: OrderSampling, steps: number): OrderSampling {
  const total = sum(sampling.masses);
  let below = 0;
  // What a step adds to the distance while nothing drifts: its length times how far F strays there.
  const reaches = sampling.masses.map((mass, step) => {
    const middle = (below + mass / 2) / total;
    below += mass;
    return (sampling.widths[step] ?? 0) * Math.sqrt(Math.max(0, middle * (1 - middle)));
  });
  const mostMass = total / steps;
  const mostReach = sum(reaches) / steps;
  const masses: number[] = [];
  const widths: number[] = [];
  let reach = Number.POSITIVE_INFINITY;
  sampling.masses.forEach((mass, step) => {
    const width = sampling.widths[step] ?? 0;
    const last = masses.length - 1;
    const joined = (masses[last] ?? 0) + mass;
    if (joined <= mostMass && reach + (reaches[step] ?? 0) <= mostReach) {
      masses[last] = joined;
      widths[last] = (widths[last] ?? 0) + width;
      reach += reaches[step] ?? 0;
    } else {
      masses.push(mass);
      widths.push(width);
      reach = reaches[step] ?? 0;
    }
  });
  return { ...sampling, masses, widths };
}

const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);

import type { OrderSampling } from '../../../metrics/sampling.ts';
import { createRandom } from '../../../stats/random.ts';
import type { Steps } from '../../steps.ts';
import { drawBridgeLaws } from './draw-bridge-laws.ts';
import type { NullLaws } from './draw-count-laws.ts';
import { createRecentMap } from './recent-map.ts';

const DRAWS = 2_000;
/** Steps of n / m, on which only the conditional law depends, and little. */
const RATIO_STEP = Math.log(1.25);

const tables = createRecentMap<NullLaws>(8_192);

/** Laws of the square of the distance, in units of 1/n + 1/m, kept for baselines that were met. */
export function* orderLaws(sampling: OrderSampling, n: number, m: number): Steps<NullLaws> {
  const ratio = Math.exp(Math.round(Math.log(n / m) / RATIO_STEP) * RATIO_STEP);
  const names = digest(sampling);
  const key = `${sampling.distance} ${names.join(' ')} ${ratio.toPrecision(4)}`;
  return yield* tables.get(key, () =>
    drawBridgeLaws(sampling, ratio / (1 + ratio), DRAWS, createRandom(names[0])),
  );
}

const RESOLUTION = 1e6;

/** Two numbers that tell baselines apart: masses in millionths, lengths of Wasserstein in
 *  millionths of all. */
function digest({ distance, masses, widths }: OrderSampling): readonly [number, number] {
  const whole = widths.reduce((sum, width) => sum + width, 0);
  const lengths = distance === 'wasserstein' ? [...widths, whole] : [];
  const unit = RESOLUTION / (whole || 1);
  let [first, second] = [0x811c9dc5, 0x9747b28c];
  const add = (number: number) => {
    first = Math.imul(first ^ number, 0x01000193);
    second = Math.imul(second ^ number, 0x85ebca6b);
    second ^= second >>> 13;
  };
  for (const mass of masses) add(Math.round(mass * RESOLUTION));
  for (const length of lengths) add(Math.round(length * unit));
  if (distance === 'wasserstein') add(Math.round(Math.log(whole || 1) * RESOLUTION));
  return [first >>> 0, second >>> 0];
}

import type { Random } from '../../../src/stats/random.ts';
import { drawCounts } from '../draw/draw-counts.ts';
import type { DayScenario } from './day-scenario.ts';

/** Day after day of one column: shares p·e^move, moves an AR(1) per bin or along one direction. */
export function drawDays(
  random: Random,
  scenario: DayScenario,
  shares: readonly number[],
  count: number,
): readonly (readonly number[])[] {
  const { dispersion, shape, correlation, season, rowsOfDay } = scenario;
  const spread = Math.sqrt(dispersion);
  const innovation = Math.sqrt(1 - correlation ** 2);
  // A direction of unit length per bin, so that both shapes have the same χ² distance on average.
  const direction = shares.map(() => random.normal());
  const weekend = shares.map(() => Math.sqrt(season) * random.normal());
  let moves = shares.map(() => random.normal());
  let common = random.normal();
  return Array.from({ length: count }, (_, day) => {
    common = correlation * common + innovation * random.normal();
    moves = moves.map((move) => correlation * move + innovation * random.normal());
    const isWeekend = day % 7 >= 5;
    const raised = shares.map((share, bin) => {
      const own = shape === 'isotropic' ? (moves[bin] ?? 0) : (direction[bin] ?? 0) * common;
      return share * Math.exp(spread * own + (isWeekend ? (weekend[bin] ?? 0) : 0));
    });
    const total = raised.reduce((sum, share) => sum + share, 0);
    return drawCounts(
      random,
      rowsOfDay(day),
      raised.map((share) => share / total),
    );
  });
}

// How well a model tells late flights from those in time, on flights that it was not fitted on.
import { areaUnderCurve } from './area-under-curve.mjs';
import { DAY_MS, isLate, TRAINED_UNTIL_MS } from './flight.mjs';
import { fitLatenessModel, questionOf } from './lateness-model.mjs';

/**
 * @import { Flights } from './read-flights.mjs'
 * @import { LatenessModel } from './lateness-model.mjs'
 */

const HELD_OUT_DAYS = 7;

/**
 * First flight that departs at that time or later.
 *
 * @param {Flights} flights
 * @param {number} timeMs
 */
export function firstFrom(flights, timeMs) {
  let low = 0;
  let high = flights.count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((flights.departedAtMs[middle] ?? 0) < timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * @param {LatenessModel} model
 * @param {Flights} flights
 * @param {number} from
 * @param {number} to
 */
export function measureAuc(model, flights, from, to) {
  const scores = [];
  const late = [];
  for (let at = from; at < to; at += 1) {
    scores.push(model.score(questionOf(flights, at)));
    late.push(isLate(flights.delayMinutes[at] ?? 0));
  }
  return areaUnderCurve(scores, late);
}

/**
 * The area under the ROC curve on the last week of January, of a model that has not seen it.
 *
 * @param {Flights} flights
 */
export function heldOutAuc(flights) {
  const split = firstFrom(flights, TRAINED_UNTIL_MS - HELD_OUT_DAYS * DAY_MS);
  const end = firstFrom(flights, TRAINED_UNTIL_MS);
  return measureAuc(fitLatenessModel(flights, 0, split), flights, split, end);
}

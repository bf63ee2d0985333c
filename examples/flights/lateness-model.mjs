// A small honest model: logistic regression on what is known at take-off, fitted by Newton's method.
import { hourOf, isLate } from './flight.mjs';

/** @import { Flights } from './read-flights.mjs' */

/**
 * What the model is asked. A field that is missing, or an airport it has never seen, counts as an
 * average one: a wrong input makes a wrong score, as in life.
 *
 * @typedef {object} Question
 * @property {string} origin
 * @property {string} destination
 * @property {number} distance in miles
 * @property {number | null} hour of the scheduled departure, 0 to 23
 */

/**
 * @typedef {object} LatenessModel
 * @property {(question: Question) => number} score probability of arriving late
 * @property {number} decisionThreshold above it the answer is "late"
 */

const NEWTON_STEPS = 7;
/** Holds the weights of airports with a handful of flights near zero. */
const RIDGE = 3;

/**
 * The day of the week is left out on purpose: a month has four Fridays, and their weather would be
 * taken for a rule. The threshold makes it call late as many of these flights as were late.
 *
 * @param {Flights} flights
 * @param {number} from first flight to learn from
 * @param {number} to the one after the last
 * @returns {LatenessModel}
 */
export function fitLatenessModel(flights, from, to) {
  const layout = layOut(flights.airports);
  const width = layout.width;
  let weights = new Float64Array(width);
  for (let step = 0; step < NEWTON_STEPS; step += 1) {
    weights = newtonStep(weights, flights, from, to, layout);
  }
  /** @type {Map<string, number>} */
  const numbers = new Map(flights.airports.map((airport, number) => [airport, number]));
  const weight = (/** @type {number} */ column) => weights[column] ?? 0;
  /** @param {Question} question */
  const score = ({ origin, destination, distance, hour }) => {
    const from = numbers.get(origin);
    const to = numbers.get(destination);
    let sum = weight(0) + weight(1) * (distance / 1000);
    if (from !== undefined) sum += weight(layout.origin + from);
    if (to !== undefined) sum += weight(layout.destination + to);
    if (hour !== null) sum += weight(layout.hour + hour);
    return logistic(sum);
  };
  return { score, decisionThreshold: thresholdOf(score, flights, from, to) };
}

/**
 * @param {Flights} flights
 * @param {number} at
 * @returns {Question}
 */
export function questionOf(flights, at) {
  return {
    origin: flights.airports[flights.origin[at] ?? -1] ?? '',
    destination: flights.airports[flights.destination[at] ?? -1] ?? '',
    distance: flights.distanceMiles[at] ?? 0,
    hour: hourOf(flights.departedAtMs[at] ?? 0),
  };
}

/**
 * Columns: intercept, distance, then one for every origin, destination and hour.
 *
 * @param {readonly string[]} airports
 */
function layOut(airports) {
  const origin = 2;
  const destination = origin + airports.length;
  const hour = destination + airports.length;
  return { origin, destination, hour, width: hour + 24 };
}

/**
 * @param {Float64Array<ArrayBuffer>} weights
 * @param {Flights} flights
 * @param {number} from
 * @param {number} to
 * @param {ReturnType<typeof layOut>} layout
 */
function newtonStep(weights, flights, from, to, layout) {
  const { width } = layout;
  const gradient = weights.map((weight) => -RIDGE * weight);
  const hessian = new Float64Array(width * width);
  for (let at = 0; at < width; at += 1) hessian[at * width + at] = RIDGE;
  // A row has five entries that are not zero; only products of those are ever added.
  const columns = [0, 1, 0, 0, 0];
  const values = [1, 0, 1, 1, 1];
  for (let row = from; row < to; row += 1) {
    values[1] = (flights.distanceMiles[row] ?? 0) / 1000;
    columns[2] = layout.origin + (flights.origin[row] ?? 0);
    columns[3] = layout.destination + (flights.destination[row] ?? 0);
    columns[4] = layout.hour + hourOf(flights.departedAtMs[row] ?? 0);
    let sum = 0;
    for (let i = 0; i < 5; i += 1) sum += (weights[columns[i] ?? 0] ?? 0) * (values[i] ?? 0);
    const probability = logistic(sum);
    const error = (isLate(flights.delayMinutes[row] ?? 0) ? 1 : 0) - probability;
    const curvature = probability * (1 - probability);
    for (let i = 0; i < 5; i += 1) {
      const column = columns[i] ?? 0;
      const value = values[i] ?? 0;
      gradient[column] = (gradient[column] ?? 0) + error * value;
      for (let j = 0; j <= i; j += 1) {
        const cell = column * width + (columns[j] ?? 0);
        hessian[cell] = (hessian[cell] ?? 0) + curvature * value * (values[j] ?? 0);
      }
    }
  }
  const step = solve(hessian, gradient);
  return weights.map((weight, at) => weight + (step[at] ?? 0));
}

/**
 * Solves `matrix · x = right` by Cholesky's decomposition. The lower half of the matrix is given,
 * and overwritten; the ridge keeps it positive definite.
 *
 * @param {Float64Array} matrix
 * @param {Float64Array} right
 */
function solve(matrix, right) {
  const width = right.length;
  const at = (/** @type {number} */ i, /** @type {number} */ j) => matrix[i * width + j] ?? 0;
  for (let i = 0; i < width; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = at(i, j);
      for (let k = 0; k < j; k += 1) sum -= at(i, k) * at(j, k);
      matrix[i * width + j] = i === j ? Math.sqrt(sum) : sum / at(j, j);
    }
  }
  const x = Float64Array.from(right);
  for (let i = 0; i < width; i += 1) {
    let rest = x[i] ?? 0;
    for (let j = 0; j < i; j += 1) rest -= at(i, j) * (x[j] ?? 0);
    x[i] = rest / at(i, i);
  }
  for (let i = width - 1; i >= 0; i -= 1) {
    let rest = x[i] ?? 0;
    for (let j = i + 1; j < width; j += 1) rest -= at(j, i) * (x[j] ?? 0);
    x[i] = rest / at(i, i);
  }
  return x;
}

/**
 * @param {LatenessModel['score']} score
 * @param {Flights} flights
 * @param {number} from
 * @param {number} to
 */
function thresholdOf(score, flights, from, to) {
  const scores = new Float64Array(to - from);
  let late = 0;
  for (let row = from; row < to; row += 1) {
    scores[row - from] = score(questionOf(flights, row));
    if (isLate(flights.delayMinutes[row] ?? 0)) late += 1;
  }
  scores.sort();
  return scores[scores.length - 1 - late] ?? 0.5;
}

const logistic = (/** @type {number} */ x) => 1 / (1 + Math.exp(-x));

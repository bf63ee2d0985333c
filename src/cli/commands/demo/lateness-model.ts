import type { Flight } from './flight.ts';
import { hourOf, isLate } from './flight.ts';

export interface LatenessModel {
  /** Probability of arriving late, for the features as they were given: a wrong distance makes
   *  a wrong score, as in life. */
  score(features: FlightFeatures): number;
  readonly decisionThreshold: number;
}

/** What the model knows at take-off; these go to the monitor as they are. */
export interface FlightFeatures {
  readonly origin: string;
  readonly destination: string;
  readonly distance: number;
  readonly hour: number;
}

export function featuresOf(flight: Flight): FlightFeatures {
  return {
    origin: flight.origin,
    destination: flight.destination,
    distance: flight.distanceMiles,
    hour: hourOf(flight),
  };
}

const NEWTON_STEPS = 8;
const RIDGE = 1;

/** Logistic regression on origin, hour and distance, fitted by Newton's method. The threshold
 *  makes it call late as many of these flights as were late. The day of the week is left out on
 *  purpose: a month has four Fridays, and their weather would be taken for a rule. */
export function fitLatenessModel(flights: readonly Flight[]): LatenessModel {
  const columns = new Map<string, number>();
  const rows = flights.map((flight) => encode(featuresOf(flight), columns, 'learn'));
  const width = columns.size;
  let weights = new Float64Array(width);
  for (let step = 0; step < NEWTON_STEPS; step += 1) {
    weights = newtonStep(weights, rows, flights);
  }
  const score = (features: FlightFeatures): number =>
    logistic(dot(weights, encode(features, columns, 'apply')));
  const scores = flights.map((flight) => score(featuresOf(flight))).sort((a, b) => b - a);
  const late = flights.filter(isLate).length;
  return { score, decisionThreshold: scores[late] ?? 0.5 };
}

type SparseRow = readonly (readonly [column: number, value: number])[];

/** One-hot columns are numbered as they are met; what was never met while learning is left out. */
function encode(
  features: FlightFeatures,
  columns: Map<string, number>,
  mode: 'learn' | 'apply',
): SparseRow {
  const terms: readonly (readonly [string, number])[] = [
    ['intercept', 1],
    ['distance', features.distance / 1000],
    [`origin=${features.origin}`, 1],
    [`hour=${features.hour}`, 1],
  ];
  return terms.flatMap(([name, value]) => {
    if (mode === 'learn' && !columns.has(name)) columns.set(name, columns.size);
    const column = columns.get(name);
    return column === undefined ? [] : [[column, value] as const];
  });
}

function newtonStep(
  weights: Float64Array,
  rows: readonly SparseRow[],
  flights: readonly Flight[],
): Float64Array<ArrayBuffer> {
  const width = weights.length;
  const gradient = Float64Array.from(weights, (weight) => -RIDGE * weight);
  const hessian = Array.from({ length: width }, (_, at) => {
    const line = new Float64Array(width);
    line[at] = RIDGE;
    return line;
  });
  for (const [index, row] of rows.entries()) {
    const flight = flights[index];
    if (flight === undefined) break;
    const probability = logistic(dot(weights, row));
    const error = (isLate(flight) ? 1 : 0) - probability;
    const curvature = probability * (1 - probability);
    for (const [i, x] of row) {
      gradient[i] = (gradient[i] ?? 0) + error * x;
      const line = hessian[i];
      if (line === undefined) continue;
      for (const [j, y] of row) line[j] = (line[j] ?? 0) + curvature * x * y;
    }
  }
  const step = solve(hessian, gradient);
  return Float64Array.from(weights, (weight, at) => weight + (step[at] ?? 0));
}

/** Gaussian elimination; the ridge keeps the matrix positive definite, so no pivoting. */
function solve(matrix: readonly Float64Array[], right: Float64Array): Float64Array {
  const x = Float64Array.from(right);
  const at = (i: number, j: number): number => matrix[i]?.[j] ?? 0;
  for (let pivot = 0; pivot < x.length; pivot += 1) {
    for (let i = pivot + 1; i < x.length; i += 1) {
      const factor = at(i, pivot) / at(pivot, pivot);
      const line = matrix[i];
      if (line === undefined || factor === 0) continue;
      for (let j = pivot; j < x.length; j += 1) line[j] = at(i, j) - factor * at(pivot, j);
      x[i] = (x[i] ?? 0) - factor * (x[pivot] ?? 0);
    }
  }
  for (let i = x.length - 1; i >= 0; i -= 1) {
    let rest = x[i] ?? 0;
    for (let j = i + 1; j < x.length; j += 1) rest -= at(i, j) * (x[j] ?? 0);
    x[i] = rest / at(i, i);
  }
  return x;
}

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

function dot(weights: Float64Array, row: SparseRow): number {
  let sum = 0;
  for (const [column, value] of row) sum += (weights[column] ?? 0) * value;
  return sum;
}

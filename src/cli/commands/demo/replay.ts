import { estimatedArrivalMs } from '../../../../examples/flights/flight.mjs';
import type { LatenessModel } from '../../../../examples/flights/lateness-model.mjs';
import type { Flights } from '../../../../examples/flights/read-flights.mjs';
import type { LabelRow } from '../../../contract/label.ts';
import type { PredictionRow } from '../../../contract/prediction.ts';
import { answer, featuresOf, flightId, labelOf } from './answer-flight.ts';
import type { Fault } from './fault.ts';
import { applyFaults } from './fault.ts';

export type Batch =
  | { readonly kind: 'predictions'; readonly rows: readonly PredictionRow[] }
  | { readonly kind: 'labels'; readonly rows: readonly LabelRow[] };

export const MODEL_VERSION = 'fitted-on-january';
const BATCH_ROWS = 5_000;

export interface ReplayOptions {
  readonly flights: Flights;
  /** The first flight that is played. */
  readonly from: number;
  readonly model: LatenessModel;
  readonly faults: readonly Fault[];
}

/** Plays flights in the order of what happened: a prediction at every take-off, its label at
 *  the estimated arrival. Call `until` with rising times. */
export function createReplay({ flights, from, model, faults }: ReplayOptions) {
  const landings = orderOfLanding(flights, from);
  let nextFlight = from;
  let nextLanding = 0;

  const takeOffMs = (at: number): number => flights.departedAtMs[at] ?? Number.POSITIVE_INFINITY;
  const landingMs = (at: number): number =>
    estimatedArrivalMs(takeOffMs(at), flights.distanceMiles[at] ?? 0);

  const predict = (at: number): PredictionRow => {
    const flight = { id: at, departedAtMs: takeOffMs(at) };
    const features = applyFaults(faults, featuresOf(flights, at), flight);
    return {
      predictionId: flightId(at),
      time: flight.departedAtMs,
      version: MODEL_VERSION,
      features: { ...features },
      ...answer(model, features),
    };
  };
  const label = (at: number): LabelRow => ({
    predictionId: flightId(at),
    label: labelOf(flights, at),
    labelledAt: landingMs(at),
    predictedAt: takeOffMs(at),
  });

  return {
    /** Everything that happened before `endMs` and was not played yet: take-offs, then landings. */
    *until(endMs: number): Generator<Batch> {
      while (takeOffMs(nextFlight) < endMs) {
        const rows: PredictionRow[] = [];
        while (rows.length < BATCH_ROWS && takeOffMs(nextFlight) < endMs) {
          rows.push(predict(nextFlight));
          nextFlight += 1;
        }
        yield { kind: 'predictions', rows };
      }
      const landsBefore = () => landingMs(landings[nextLanding] ?? -1) < endMs;
      while (landsBefore()) {
        const rows: LabelRow[] = [];
        while (rows.length < BATCH_ROWS && landsBefore()) {
          rows.push(label(landings[nextLanding] ?? -1));
          nextLanding += 1;
        }
        yield { kind: 'labels', rows };
      }
    },
  };
}

/** Time and flight in one number, because numbers sort many times faster than by a comparison. */
const FLIGHTS_AT_MOST = 2 ** 23;

function orderOfLanding(flights: Flights, from: number): Uint32Array {
  const keys = new Float64Array(flights.count - from);
  const startMs = flights.departedAtMs[from] ?? 0;
  for (let at = from; at < flights.count; at += 1) {
    const takeOffMs = flights.departedAtMs[at] ?? 0;
    const landsMs = estimatedArrivalMs(takeOffMs, flights.distanceMiles[at] ?? 0);
    // Whole seconds, lest the number should exceed what it can tell apart.
    keys[at - from] = Math.floor((landsMs - startMs) / 1000) * FLIGHTS_AT_MOST + at;
  }
  return Uint32Array.from(keys.sort(), (key) => key % FLIGHTS_AT_MOST);
}

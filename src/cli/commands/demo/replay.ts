import type { LabelRow } from '../../../contract/label.ts';
import type { PredictionRow } from '../../../contract/prediction.ts';
import type { Fault } from './fault.ts';
import { applyFault } from './fault.ts';
import type { Flight } from './flight.ts';
import { estimatedArrivalMs, isLate } from './flight.ts';
import type { LatenessModel } from './lateness-model.ts';
import { featuresOf } from './lateness-model.ts';

export type Batch =
  | { readonly kind: 'predictions'; readonly rows: readonly PredictionRow[] }
  | { readonly kind: 'labels'; readonly rows: readonly LabelRow[] };

export const MODEL_VERSION = 'fitted-on-january';
const BATCH_ROWS = 2_000;

/** Plays flights in the order of what happened: a prediction at every take-off, its label at
 *  the estimated arrival. Call `until` with rising times. */
export function createReplay(flights: readonly Flight[], model: LatenessModel, fault: Fault) {
  const landings = flights
    .map((flight) => ({ flight, atMs: estimatedArrivalMs(flight) }))
    .sort((a, b) => a.atMs - b.atMs);
  let nextFlight = 0;
  let nextLanding = 0;

  const predict = (flight: Flight): PredictionRow => {
    const features = applyFault(fault, flight, featuresOf(flight));
    const score = model.score(features);
    return {
      predictionId: flight.flightId,
      time: flight.departedAtMs,
      version: MODEL_VERSION,
      features: { ...features },
      score,
      decision: decide(model, score),
    };
  };

  return {
    /** Everything that happened before `endMs` and was not played yet. */
    *until(endMs: number): Generator<Batch> {
      let predictions: PredictionRow[] = [];
      let labels: LabelRow[] = [];
      for (;;) {
        const flight = flights[nextFlight];
        const landing = landings[nextLanding];
        const takeOffMs = flight?.departedAtMs ?? Number.POSITIVE_INFINITY;
        const landingMs = landing?.atMs ?? Number.POSITIVE_INFINITY;
        if (Math.min(takeOffMs, landingMs) >= endMs) break;
        if (flight !== undefined && takeOffMs <= landingMs) {
          predictions.push(predict(flight));
          nextFlight += 1;
        } else if (landing !== undefined) {
          labels.push(labelOf(landing.flight, landing.atMs));
          nextLanding += 1;
        }
        if (predictions.length < BATCH_ROWS && labels.length < BATCH_ROWS) continue;
        if (predictions.length > 0) yield { kind: 'predictions', rows: predictions };
        if (labels.length > 0) yield { kind: 'labels', rows: labels };
        predictions = [];
        labels = [];
      }
      if (predictions.length > 0) yield { kind: 'predictions', rows: predictions };
      if (labels.length > 0) yield { kind: 'labels', rows: labels };
    },
  };
}

export const labelText = (flight: Flight): string => (isLate(flight) ? 'late' : 'on_time');

export const decide = (model: LatenessModel, score: number): string =>
  score > model.decisionThreshold ? 'late' : 'on_time';

function labelOf(flight: Flight, labelledAtMs: number): LabelRow {
  return {
    predictionId: flight.flightId,
    label: labelText(flight),
    labelledAt: labelledAtMs,
    predictedAt: flight.departedAtMs,
  };
}

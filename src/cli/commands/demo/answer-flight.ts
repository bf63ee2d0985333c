import { hourBandOf, hourOf, isLate } from '../../../../examples/flights/flight.mjs';
import type { LatenessModel } from '../../../../examples/flights/lateness-model.mjs';
import type { Flights } from '../../../../examples/flights/read-flights.mjs';
import type { SentFeatures } from './fault.ts';

export const flightId = (at: number): string => `flight-${at}`;

export function featuresOf(flights: Flights, at: number): SentFeatures {
  const hour = hourOf(flights.departedAtMs[at] ?? 0);
  return {
    origin: airport(flights, flights.origin[at]),
    destination: airport(flights, flights.destination[at]),
    distance: flights.distanceMiles[at] ?? 0,
    hour,
    // Not what the model is asked, but what it is watched by.
    hour_band: hourBandOf(hour),
  };
}

const airport = (flights: Flights, number: number | undefined): string =>
  flights.airports[number ?? -1] ?? '';

export interface FlightAnswer {
  readonly score: number;
  readonly decision: 'late' | 'on_time';
}

/** What the model says to these features, six digits of it. */
export function answer(model: LatenessModel, features: SentFeatures): FlightAnswer {
  const score = Math.round(model.score(features) * 1e6) / 1e6;
  return { score, decision: score > model.decisionThreshold ? 'late' : 'on_time' };
}

export const labelOf = (flights: Flights, at: number): 'late' | 'on_time' =>
  isLate(flights.delayMinutes[at] ?? 0) ? 'late' : 'on_time';

import type { LatenessModel } from '../../../../examples/flights/lateness-model.mjs';
import type { Flights } from '../../../../examples/flights/read-flights.mjs';
import { answer, featuresOf, flightId, labelOf } from './answer-flight.ts';

const HEADER =
  'flight,departure,origin,destination,distance,hour,hour_band,score,decision,label' as const;

/** The first `count` flights, which the model was fitted on, with what it would have answered. */
export function baselineCsv(flights: Flights, count: number, model: LatenessModel): string {
  const lines: string[] = [HEADER];
  for (let at = 0; at < count; at += 1) {
    const features = featuresOf(flights, at);
    const { score, decision } = answer(model, features);
    const departure = new Date(flights.departedAtMs[at] ?? 0).toISOString();
    const { origin, destination, distance, hour, hour_band } = features;
    lines.push(
      `${flightId(at)},${departure},${origin},${destination},${distance},${hour},${hour_band},` +
        `${score},${decision},${labelOf(flights, at)}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

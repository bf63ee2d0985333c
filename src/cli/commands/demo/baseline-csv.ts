import type { Flight } from './flight.ts';
import type { LatenessModel } from './lateness-model.ts';
import { featuresOf } from './lateness-model.ts';
import { decide, labelText } from './replay.ts';

/** The flights that the model was fitted on, with what it would have answered. */
export function baselineCsv(flights: readonly Flight[], model: LatenessModel): string {
  const lines = ['flight,departure,origin,destination,distance,hour,score,decision,label'];
  for (const flight of flights) {
    const features = featuresOf(flight);
    const score = model.score(features);
    lines.push(
      [
        flight.flightId,
        new Date(flight.departedAtMs).toISOString(),
        features.origin,
        features.destination,
        features.distance,
        features.hour,
        score,
        decide(model, score),
        labelText(flight),
      ].join(','),
    );
  }
  return `${lines.join('\n')}\n`;
}

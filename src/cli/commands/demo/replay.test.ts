import { describe, expect, it } from 'vitest';
import type { LabelRow } from '../../../contract/label.ts';
import type { PredictionRow } from '../../../contract/prediction.ts';
import { baselineCsv } from './baseline-csv.ts';
import type { Fault } from './fault.ts';
import type { Flight } from './flight.ts';
import { estimatedArrivalMs } from './flight.ts';
import { createReplay } from './replay.ts';

const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2001, 1, 1);

/** A flight every seven minutes for three days. */
const flights: readonly Flight[] = Array.from({ length: 617 }, (_, index) => ({
  flightId: `flight-${index}`,
  departedAtMs: START_MS + index * 7 * 60_000,
  origin: index % 2 === 0 ? 'BOS' : 'ATL',
  destination: 'JFK',
  distanceMiles: 300 + (index % 50) * 40,
  arrivalDelayMinutes: index % 5 === 0 ? 60 : 0,
}));
const model = { score: () => 0.25, decisionThreshold: 0.2 };
const fault: Fault = {
  kind: 'injected',
  column: 'distance',
  origin: 'BOS',
  startMs: START_MS + DAY_MS,
  endMs: START_MS + 2 * DAY_MS,
  description: '',
};

function play(untilMs: readonly number[]) {
  const replay = createReplay(flights, model, fault);
  const predictions: PredictionRow[] = [];
  const labels: LabelRow[] = [];
  const labelsAtCut: number[] = [];
  for (const endMs of untilMs) {
    for (const batch of replay.until(endMs)) {
      if (batch.kind === 'predictions') predictions.push(...batch.rows);
      else labels.push(...batch.rows);
    }
    labelsAtCut.push(labels.length);
  }
  return { predictions, labels, labelsAtCut };
}

describe('the replay', () => {
  const end = START_MS + 10 * DAY_MS;

  it('plays every take-off and every landing once, each in its own order', () => {
    const { predictions, labels } = play([START_MS + DAY_MS, START_MS + 2 * DAY_MS, end]);
    expect(predictions.map((row) => row.predictionId)).toEqual(flights.map((f) => f.flightId));
    expect(new Set(labels.map((row) => row.predictionId)).size).toBe(flights.length);
    const times = labels.map((row) => Number(row.labelledAt));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  it('knows at midnight the fate of those that have landed, and of no other', () => {
    const midnight = START_MS + DAY_MS;
    const landed = flights.filter((flight) => estimatedArrivalMs(flight) < midnight).length;
    expect(play([midnight]).labelsAtCut).toEqual([landed]);
    expect(landed).toBeLessThan(flights.filter((f) => f.departedAtMs < midnight).length);
  });

  it('reports kilometres at the faulty airport on the faulty day, and nowhere else', () => {
    const { predictions } = play([end]);
    const wrong = predictions.filter((row, index) => {
      const miles = flights[index]?.distanceMiles ?? 0;
      const sent = Number(row.features?.['distance']);
      if (sent !== miles) expect(sent / miles).toBeCloseTo(1.609, 2);
      return sent !== miles;
    });
    const meant = flights.filter(
      (f) => f.origin === 'BOS' && f.departedAtMs >= fault.startMs && f.departedAtMs < fault.endMs,
    );
    expect(wrong.map((row) => row.predictionId)).toEqual(meant.map((f) => f.flightId));
  });

  it('sends the truth as the label and the moment of the prediction with it', () => {
    const label = play([end]).labels.find((row) => row.predictionId === 'flight-5');
    expect(label).toMatchObject({ label: 'late', predictedAt: START_MS + 35 * 60_000 });
  });
});

it('the baseline has a line per flight, with what the model would have answered', () => {
  const lines = baselineCsv(flights.slice(0, 2), model).trimEnd().split('\n');
  expect(lines.slice(1)).toEqual([
    'flight-0,2001-02-01T00:00:00.000Z,BOS,JFK,300,0,0.25,late,late',
    'flight-1,2001-02-01T00:07:00.000Z,ATL,JFK,340,0,0.25,late,on_time',
  ]);
});

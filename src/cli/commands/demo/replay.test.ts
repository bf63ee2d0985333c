import { describe, expect, it } from 'vitest';
import { estimatedArrivalMs } from '../../../../examples/flights/flight.mjs';
import type { Flights } from '../../../../examples/flights/read-flights.mjs';
import type { LabelRow } from '../../../contract/label.ts';
import type { PredictionRow } from '../../../contract/prediction.ts';
import { baselineCsv } from './baseline-csv.ts';
import type { Fault } from './fault.ts';
import { createReplay } from './replay.ts';

const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2001, 1, 1);
const COUNT = 617;

/** A flight every seven minutes for three days. */
const flights: Flights = {
  count: COUNT,
  departedAtMs: Float64Array.from({ length: COUNT }, (_, at) => START_MS + at * 7 * 60_000),
  origin: Uint16Array.from({ length: COUNT }, (_, at) => at % 2),
  destination: new Uint16Array(COUNT).fill(2),
  distanceMiles: Float64Array.from({ length: COUNT }, (_, at) => 300 + (at % 50) * 40),
  delayMinutes: Float64Array.from({ length: COUNT }, (_, at) => (at % 5 === 0 ? 60 : 0)),
  airports: ['BOS', 'ATL', 'JFK'],
};
const all = Array.from({ length: COUNT }, (_, at) => ({
  at,
  id: `flight-${at}`,
  departedAtMs: flights.departedAtMs[at] ?? 0,
  miles: flights.distanceMiles[at] ?? 0,
}));
const landing = (flight: (typeof all)[number]) =>
  estimatedArrivalMs(flight.departedAtMs, flight.miles);
const model = { score: () => 0.25, decisionThreshold: 0.2 };
const fault: Fault = {
  kind: 'injected',
  column: 'distance',
  origin: 'BOS',
  startMs: START_MS + DAY_MS,
  endMs: START_MS + 2 * DAY_MS,
  description: '',
};

function play(untilMs: readonly number[], from = 0) {
  const replay = createReplay({ flights, from, model, faults: [fault] });
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
    expect(predictions.map((row) => row.predictionId)).toEqual(all.map((flight) => flight.id));
    expect(new Set(labels.map((row) => row.predictionId)).size).toBe(COUNT);
    const seconds = labels.map((row) => Math.floor(Number(row.labelledAt) / 1000));
    expect(seconds).toEqual(seconds.toSorted((a, b) => a - b));
  });

  it('knows at midnight the fate of those that have landed, and of no other', () => {
    const midnight = START_MS + DAY_MS;
    const landed = all.filter((flight) => landing(flight) < midnight).length;
    expect(play([midnight]).labelsAtCut).toEqual([landed]);
    expect(landed).toBeLessThan(all.filter((flight) => flight.departedAtMs < midnight).length);
  });

  it('leaves out the flights before the first one that it is given', () => {
    const { predictions, labels } = play([end], 600);
    expect(predictions.map((row) => row.predictionId)).toEqual(all.slice(600).map((f) => f.id));
    expect(labels).toHaveLength(17);
  });

  it('reports kilometres at the faulty airport on the faulty day, and nowhere else', () => {
    const { predictions } = play([end]);
    const wrong = predictions.filter((row, at) => {
      const miles = flights.distanceMiles[at] ?? 0;
      const sent = Number(row.features?.['distance']);
      if (sent !== miles) expect(sent / miles).toBeCloseTo(1.609, 2);
      return sent !== miles;
    });
    const meant = all.filter(
      ({ at, departedAtMs }) =>
        at % 2 === 0 && departedAtMs >= fault.startMs && departedAtMs < fault.endMs,
    );
    expect(wrong.map((row) => row.predictionId)).toEqual(meant.map((flight) => flight.id));
  });

  it('sends the truth as the label and the moment of the prediction with it', () => {
    const label = play([end]).labels.find((row) => row.predictionId === 'flight-5');
    expect(label).toMatchObject({ label: 'late', predictedAt: START_MS + 35 * 60_000 });
  });
});

it('the baseline has a line per flight, with what the model would have answered', () => {
  const lines = baselineCsv(flights, 2, model).trimEnd().split('\n');
  expect(lines.slice(1)).toEqual([
    'flight-0,2001-02-01T00:00:00.000Z,BOS,JFK,300,0,night,0.25,late,late',
    'flight-1,2001-02-01T00:07:00.000Z,ATL,JFK,340,0,night,0.25,late,on_time',
  ]);
});
